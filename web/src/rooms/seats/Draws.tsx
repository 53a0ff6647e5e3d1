/* Published rounds, for anybody. */
import { useGet } from '../../api/useGet';
import { Badge } from '../../parts/Badge';
import { Fetched } from '../../parts/Fetched';
import { LinkButton } from '../../parts/LinkButton';
import { Page } from '../../parts/Page';
import { Card, StructuredList } from '../../parts/StructuredList';
import { t } from '../../words/all';
import { openText, ROUND_BADGES } from './stateText';
import './seats.css';

export default function Draws() {
	const got = useGet('/api/public/rounds');

	return (
		<Page
			title={t('seats.draws')} lead={t('seats.draws.lead')}
			actions={(
				<LinkButton href="/how-seats" kind="secondary" size="medium">
					{t('seats.rule.how')}
				</LinkButton>
			)}
		>
			<Fetched got={got}>
				{({ rounds }) => (rounds.length === 0
					? <p class="empty-note">{t('seats.draws.none')}</p>
					: (
						<StructuredList>
							{rounds.map((round) => (
								<Card
									key={round.id} title={round.name} level={2}
									href={`/draws/${encodeURIComponent(round.id)}`}
									badges={(
										<Badge kind={ROUND_BADGES[round.state].kind}>
											{t(ROUND_BADGES[round.state].wordId)}
										</Badge>
									)}
									text={round.region_name}
									facts={[
										{
											name: t('seats.fact.open'),
											value: openText(round),
										},
										{
											name: t('seats.fact.offer'),
											value: t('seats.offer', {
												events: round.events,
												seats: round.seats,
											}),
										},
									]}
								/>
							))}
						</StructuredList>
					))}
			</Fetched>
		</Page>
	);
}
