import { useState } from 'preact/hooks';
import { api } from '../../api/client';
import { problemText } from '../../api/problem';
import { addressWith, navigate } from '../../app/location';
import { Alert } from '../../parts/Alert';
import { LinkButton } from '../../parts/LinkButton';
import { Page } from '../../parts/Page';
import { t } from '../../words';
import { Noticed } from './Noticed';
import { OneByOne } from './OneByOne';
import { useSheet, type TestState } from './sheet';

/* The test while it runs, up to its end. */
export function Asking({ test, sheet: id }: {
	test: TestState; sheet: string;
}) {
	const sheet = useSheet(id, test);
	const child = test.stage === 'elementary';
	const [busy, setBusy] = useState(false);
	const [notices, setNotices] = useState<readonly string[]>([]);
	const [open, setOpen] = useState(0);
	const [error, setError] = useState<unknown>(undefined);

	function show(index: number) {
		navigate(addressWith({ item: String(index + 1) }));
	}

	/* What is asked next is known once the answers so far are safe. */
	async function more(): Promise<boolean> {
		const before = sheet.items.length;

		setBusy(true);
		setError(undefined);
		try {
			await sheet.queue.settled();
		} catch (failure) {
			setError(() => failure);
			return false;
		} finally {
			setBusy(false);
		}
		if (sheet.latest().items.length === before)
			return false;
		show(before);
		return true;
	}

	async function send(anyway: boolean) {
		await sheet.queue.settled();
		const answer = await api.post('/api/sheets/{sheet}/finish', {
			path: { sheet: id }, body: { anyway },
		});

		if (answer.finished)
			navigate('/result');
		else
			setNotices(answer.notices);
	}

	async function finish(anyway: boolean) {
		const left = sheet.items.length - sheet.answered;

		setOpen(left);
		setError(undefined);
		if (left > 0) {
			show(sheet.firstOpen);
			return;
		}
		if (!sheet.complete && await more())
			return;
		setBusy(true);
		try {
			await send(anyway);
		} catch (failure) {
			setError(() => failure);
		} finally {
			setBusy(false);
		}
	}

	if (notices.length > 0) {
		return (
			<Noticed
				notices={notices} busy={busy} error={error}
				onKeep={() => void finish(true)}
				onLookAgain={() => {
					setNotices([]);
					show(0);
				}}
			/>
		);
	}
	return (
		<Page
			title={child ? t('guide_pupil.test.child_title') : t('app.page.test')}
			actions={(
				<LinkButton href="/" kind="text" size="small">
					{t('guide_pupil.test.later')}
				</LinkButton>
			)}
		>
			<div aria-live="polite">
				{open > 0 && sheet.answered < sheet.items.length && (
					<Alert kind="info">
						{t('guide_pupil.test.open', {
							count: sheet.items.length - sheet.answered,
						})}
					</Alert>
				)}
			</div>
			{error !== undefined && (
				<Alert kind="danger">{problemText(error)}</Alert>
			)}
			<OneByOne
				child={child} sheet={sheet} busy={busy}
				onFinish={() => void finish(false)}
			/>
		</Page>
	);
}
