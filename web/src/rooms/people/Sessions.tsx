/* Where I am signed in. */
import { useState } from 'preact/hooks';
import { api, type Answer } from '../../api/client';
import { problemText } from '../../api/problem';
import { useGet } from '../../api/useGet';
import { signOut } from '../../app/session';
import { Badge } from '../../parts/Badge';
import { Button } from '../../parts/Button';
import { Fetched } from '../../parts/Fetched';
import { Page } from '../../parts/Page';
import { Table } from '../../parts/Table';
import { toast } from '../../parts/Toast';
import { dateTimeText, t } from '../../words/all';

type Row = Answer<'/api/sessions', 'get'>['sessions'][number];

function List({ rows, reload }: {
	rows: readonly Row[]; reload: () => void;
}) {
	const [busy, setBusy] = useState('');

	/* Afterwards the list is asked anew, if the person is still here. */
	async function act(key: string, work: () => Promise<unknown>, said: string) {
		setBusy(key);
		try {
			await work();
			toast({ text: said });
			if (key !== 'here')
				reload();
		} catch (error) {
			toast({ text: problemText(error) });
		} finally {
			setBusy('');
		}
	}

	const leaveHere = () => act('here', signOut, t('people.sessions.ended'));
	const leaveThere = (row: Row) => act(row.id, () =>
		api.delete('/api/sessions/{session}', { path: { session: row.id } }),
	t('people.sessions.ended'));

	return (
		<>
			<Table
				caption={t('app.page.sessions')} rows={rows}
				rowKey={(row) => row.id}
				columns={[
					{
						key: 'device', title: t('people.sessions.device'),
						cell: (row) => (
							<span class="row">
								{row.device}
								{row.this_one && (
									<Badge kind="primary">{t('people.sessions.here')}</Badge>
								)}
							</span>
						),
					},
					{
						key: 'last', title: t('people.sessions.last'),
						cell: (row) => dateTimeText(row.last),
					},
					{
						key: 'created', title: t('people.sessions.created'),
						cell: (row) => dateTimeText(row.created),
					},
					{
						key: 'end', title: t('app.sign_out'), titleHidden: true,
						cell: (row) => (
							<Button
								kind="tertiary" size="small" busy={busy === row.id}
								label={t('people.sessions.end_of', { name: row.device })}
								onClick={() => void (row.this_one
									? leaveHere() : leaveThere(row))}
							>
								<span aria-hidden="true">{t('app.sign_out')}</span>
							</Button>
						),
					},
				]}
			/>
			{rows.length > 1 && (
				<div>
					<Button
						kind="secondary" busy={busy === 'all'}
						onClick={() => void act('all', () =>
							api.delete('/api/sessions'), t('people.sessions.ended_all'))}
					>
						{t('people.sessions.end_all')}
					</Button>
				</div>
			)}
		</>
	);
}

export default function Sessions() {
	const got = useGet('/api/sessions');

	return (
		<Page title={t('app.page.sessions')} lead={t('people.sessions.lead')}>
			<Fetched got={got}>
				{(data) => <List rows={data.sessions} reload={got.reload} />}
			</Fetched>
		</Page>
	);
}
