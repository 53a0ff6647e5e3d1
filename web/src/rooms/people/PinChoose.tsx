/* A pupil chooses four pictures, twice. */
import { useState } from 'preact/hooks';
import { api } from '../../api/client';
import { fieldText } from '../../api/problem';
import { navigate } from '../../app/location';
import { LinkButton } from '../../parts/LinkButton';
import { Page } from '../../parts/Page';
import { StepIndicator } from '../../parts/StepIndicator';
import { toast } from '../../parts/Toast';
import { t } from '../../words';
import { useEntering } from './enter';
import { FormProblem } from './FormProblem';
import './people.css';
import { PicturePad, TAPS } from './PicturePad';

function same(a: readonly number[], b: readonly number[]): boolean {
	return a.length === b.length && a.every((one, i) => one === b[i]);
}

export default function PinChoose() {
	const [first, setFirst] = useState<number[] | null>(null);
	const [taps, setTaps] = useState<number[]>([]);
	const [differs, setDiffers] = useState(false);
	const { busy, error, enter, clear } = useEntering();

	async function send(pictures: number[]) {
		if (!await enter(() => api.put('/api/session/pin', {
			body: { pictures },
		}))) {
			setFirst(null);
			setTaps([]);
			return;
		}
		toast({ text: t('people.pin.chosen') });
		navigate('/', { replace: true });
	}

	function tapped(next: number[]) {
		clear();
		setDiffers(false);
		setTaps(next);
		if (next.length < TAPS)
			return;
		if (first === null || !same(first, next)) {
			setDiffers(first !== null);
			setFirst(first === null ? next : null);
			setTaps([]);
			return;
		}
		void send(next);
	}

	return (
		<Page title={t('app.page.pin')} lead={t('people.pin.why')}>
			<StepIndicator
				label={t('app.page.pin')} current={first === null ? 0 : 1}
				steps={[t('people.pin.step.1'), t('people.pin.step.2')]}
			/>
			<p role="status">
				{first === null ? t('people.pin.first') : t('people.pin.second')}
			</p>
			<FormProblem error={error} fields={['pictures']} />
			<PicturePad
				label={first === null
					? t('people.pin.step.1') : t('people.pin.step.2')}
				taps={taps} onTaps={tapped} busy={busy}
				error={fieldText(error, 'pictures')
					?? (differs ? t('people.pin.differs') : undefined)}
			/>
			<div>
				<LinkButton href="/" kind="text" size="small">
					{t('people.pin.later')}
				</LinkButton>
			</div>
		</Page>
	);
}
