import { useGet } from '../../api/useGet';
import type { PageProps } from '../../app/routes';
import { Alert } from '../../parts/Alert';
import { Fetched } from '../../parts/Fetched';
import { Page } from '../../parts/Page';
import { t } from '../../words';
import { draftOf } from './draft';
import { Wizard } from './Wizard';

export default function RoundEdit({ params }: PageProps) {
	const id = params.round ?? '';
	const got = useGet('/api/rounds/{round}', { path: { round: id } });
	const events = useGet('/api/rounds/{round}/events',
		{ path: { round: id } });
	const name = got.data?.name ?? t('app.page.round');

	return (
		<Page
			title={t('rounds.edit', { name })} lead={t('rounds.edit.lead')}
			crumbs={[
				{ text: t('app.page.rounds'), href: '/rounds' },
				{ text: name, href: `/rounds/${id}` },
				{ text: t('rounds.edit.short'), href: `/rounds/${id}/edit` },
			]}
		>
			<Fetched got={got}>
				{(round) => (round.state !== 'draft'
					? (
						<Alert
							kind="info"
							action={(
								<a class="row-link" href={`/rounds/${id}`}>
									{t('rounds.edit.back')}
								</a>
							)}
						>
							{t('rounds.edit.closed')}
						</Alert>
					)
					: (
						<Fetched got={events}>
							{(data) => {
								const rows = data.events.map((one) => one.event);

								return (
									<Wizard
										round={round} chosen={rows} region={round.region}
										start={draftOf(round, rows.map((one) => one.id))}
										onSaved={() => {
											got.reload();
											events.reload();
										}}
									/>
								);
							}}
						</Fetched>
					))}
			</Fetched>
		</Page>
	);
}
