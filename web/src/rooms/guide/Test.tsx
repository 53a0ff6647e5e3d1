/* The interest test, from the consent to the last item. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { api } from '../../api/client';
import { useGet } from '../../api/useGet';
import { useSession } from '../../app/session';
import { Fetched } from '../../parts/Fetched';
import { Page } from '../../parts/Page';
import { language, t } from '../../words';
import { answersForget } from './answerQueue';
import { Asking } from './Asking';
import { AskGuardian } from './AskGuardian';
import { Begin, Done } from './Begin';
import { Consent } from './Consent';
import './guide.css';
import type { TestState } from './sheet';

/* What the server says by itself, or what it answered to starting. */
function useTest() {
	const got = useGet('/api/test');
	const [begun, setBegun] = useState<TestState>();
	const [busy, setBusy] = useState(false);
	const [error, setError] = useState<unknown>(undefined);

	useEffect(() => setBegun(undefined), [got.data]);

	async function begin() {
		setBusy(true);
		setError(undefined);
		try {
			setBegun(await api.post('/api/test', { body: { lang: language() } }));
		} catch (failure) {
			setError(() => failure);
			got.reload();
		} finally {
			setBusy(false);
		}
	}

	return { got, test: begun ?? got.data, begin, busy, error };
}

/* Another step without another address: its heading gets the focus. */
function useFocusAtStep(step: string | undefined) {
	const before = useRef(step);

	useEffect(() => {
		if (before.current !== undefined && before.current !== step)
			document.querySelector<HTMLElement>('main h1')?.focus();
		before.current = step;
	}, [step]);
}

export default function Test() {
	const { account } = useSession();
	const { got, test, begin, busy, error } = useTest();
	const begins = { onBegin: () => void begin(), busy, error };

	useEffect(() => {
		if (test?.state === 'done' && test.sheet)
			answersForget(test.sheet);
	}, [test]);
	useFocusAtStep(test?.state);
	if (!test) {
		return (
			<Page title={t('app.page.test')}>
				<Fetched got={got}>{() => null}</Fetched>
			</Page>
		);
	}
	switch (test.state) {
	case 'consent':
		return (
			<Consent pupil={account?.pupil ?? ''} onGiven={got.reload} />
		);
	case 'consent_guardian':
		return <AskGuardian looking={got.loading} onLook={got.reload} />;
	case 'running':
		return (
			<Asking
				key={test.sheet} test={test} sheet={test.sheet ?? ''}
			/>
		);
	case 'done':
		return <Done test={test} {...begins} />;
	default:
		return <Begin test={test} {...begins} />;
	}
}
