import { useState } from 'preact/hooks';
import { api } from '../../api/client';
import { fieldText } from '../../api/problem';
import { t } from '../../words';
import { useEntering } from './enter';
import { FormProblem } from './FormProblem';
import { PicturePad } from './PicturePad';

/* A pupil on another device: the four pictures, in their order. */
export function PinStep() {
	const [taps, setTaps] = useState<number[]>([]);
	const { busy, error, enter, clear } = useEntering();

	async function tapped(next: number[]) {
		clear();
		setTaps(next);
		if (next.length < 4)
			return;
		await enter(() => api.post('/api/session/pin', {
			body: { pictures: next },
		}));
		setTaps([]);
	}

	return (
		<div class="stack entry">
			<p>{t('people.pin.about')}</p>
			<FormProblem error={error} fields={['pictures']} />
			<PicturePad
				label={t('people.pin.pad')} taps={taps} hidden busy={busy}
				error={fieldText(error, 'pictures')}
				onTaps={(next) => void tapped(next)}
			/>
			<p class="quiet">{t('people.pin.forgotten')}</p>
		</div>
	);
}
