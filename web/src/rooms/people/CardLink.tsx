/* Where the QR code of a pupil's card leads: one question, and in. */
import { useEffect } from 'preact/hooks';
import { api } from '../../api/client';
import { fieldText } from '../../api/problem';
import { navigate } from '../../app/location';
import { useSession } from '../../app/session';
import { Alert } from '../../parts/Alert';
import { Button } from '../../parts/Button';
import { LinkButton } from '../../parts/LinkButton';
import { Page } from '../../parts/Page';
import { t } from '../../words';
import { CODE_LETTERS } from './cardCode';
import { useEntering } from './enter';
import { FormProblem } from './FormProblem';
import './people.css';
import { useAddressCode } from './useAddressCode';

const BY_HAND = '/sign-in?as=pupil';

export default function CardLink() {
	const code = useAddressCode();
	const { account } = useSession();
	const { busy, error, enter, clear } = useEntering();
	const cardProblem = fieldText(error, 'code');

	useEffect(() => {
		clear();
		if (code.length !== CODE_LETTERS)
			navigate(BY_HAND, { replace: true });
	}, [code]);

	async function go(own: boolean) {
		const done = await enter(() => api.post('/api/session/card', {
			body: { code, own_device: own },
		}));

		/* What is still missing is asked at signing in. */
		if (done)
			navigate('/sign-in', { replace: true });
	}

	return (
		<Page title={t('people.device.question')} lead={t('people.device.lead')}>
			{account && (
				<Alert kind="info">
					{t('people.device.other', { name: account.name })}
				</Alert>
			)}
			<FormProblem error={error} fields={['code']} />
			{cardProblem && (
				<Alert
					kind="danger"
					action={<a href={BY_HAND}>{t('people.device.by_hand')}</a>}
				>
					{cardProblem}
				</Alert>
			)}
			<ul class="device-choices">
				<li>
					<Button size="xlarge" busy={busy} onClick={() => void go(true)}>
						{t('people.device.own')}
					</Button>
					<p>{t('people.device.own.hint')}</p>
				</li>
				<li>
					<Button
						kind="secondary" size="xlarge" busy={busy}
						onClick={() => void go(false)}
					>
						{t('people.device.shared')}
					</Button>
					<p>{t('people.device.shared.hint')}</p>
				</li>
			</ul>
			<div>
				<LinkButton href={BY_HAND} kind="text" size="small">
					{t('people.device.by_hand')}
				</LinkButton>
			</div>
		</Page>
	);
}
