/* Where everybody comes in; what is still missing is asked one by one. */
import { useEffect } from 'preact/hooks';
import { addressWith, navigate, useLocation } from '../../app/location';
import { signOut, useSession, type Need } from '../../app/session';
import { Alert } from '../../parts/Alert';
import { Button } from '../../parts/Button';
import { LinkButton } from '../../parts/LinkButton';
import { Page } from '../../parts/Page';
import { Tabs } from '../../parts/Tabs';
import { t } from '../../words';
import { backAddress } from './backAddress';
import { CardForm } from './CardForm';
import { GuardianForm } from './GuardianForm';
import './people.css';
import { PinStep } from './PinStep';
import { StaffForm } from './StaffForm';
import { TotpSetup } from './TotpSetup';
import { TotpStep } from './TotpStep';

const STEPS = {
	totp: { titleId: 'people.totp.title', Step: TotpStep },
	totp_setup: { titleId: 'people.totp.setup.title', Step: TotpSetup },
	pin: { titleId: 'people.pin.title', Step: PinStep },
};

function NextStep({ needs, name }: {
	needs: keyof typeof STEPS; name: string;
}) {
	const { titleId, Step } = STEPS[needs];

	return (
		<Page title={t(titleId)} lead={t('people.half', { name })}>
			<Step />
			<div>
				<Button
					kind="text" size="small"
					onClick={() => void signOut().catch(() => undefined)}
				>
					{t('people.other')}
				</Button>
			</div>
		</Page>
	);
}

function OfficeSignIn() {
	return (
		<section class="stack office">
			<p>{t('people.office.about')}</p>
			<div>
				<LinkButton href="/api/session/office" kind="secondary">
					{t('people.office')}
				</LinkButton>
			</div>
		</section>
	);
}

function Ways({ officeSignIn }: { officeSignIn: boolean }) {
	const { query } = useLocation();

	return (
		<>
			{officeSignIn && <OfficeSignIn />}
			<Tabs
				label={t('people.ways')} selected={query.get('as') ?? 'pupil'}
				onSelect={(as) => navigate(addressWith({ as }), { replace: true })}
				tabs={[
					{
						key: 'pupil', title: t('people.way.pupil'),
						content: <CardForm />,
					},
					{
						key: 'guardian', title: t('people.way.guardian'),
						content: <GuardianForm />,
					},
					{
						key: 'staff', title: t('people.way.staff'),
						content: <StaffForm />,
					},
				]}
			/>
		</>
	);
}

function closes(needs: Need | null): needs is keyof typeof STEPS {
	return needs !== null && needs in STEPS;
}

export default function SignIn() {
	const { query } = useLocation();
	const { account, needs, half, officeSignIn = false, demo } = useSession();
	const inside = account !== null;

	useEffect(() => {
		if (inside)
			navigate(backAddress(query), { replace: true });
	}, [inside]);
	if (closes(needs))
		return <NextStep needs={needs} name={half?.name ?? ''} />;
	return (
		<Page title={t('app.page.sign_in')} lead={t('people.lead')}>
			{query.has('expired') && <Alert kind="info">{t('app.expired')}</Alert>}
			{demo && <Alert kind="info">{t('people.demo')}</Alert>}
			<Ways officeSignIn={officeSignIn} />
		</Page>
	);
}
