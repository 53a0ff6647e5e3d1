/*
 * One round: how far it is, the one next step and what it means, its rule, its
 * events, what a draw would give or gave. A supervisor reads, the centre acts.
 */
import type { ComponentChildren } from 'preact';
import { useGet } from '../../api/useGet';
import { addressWith, navigate, useLocation } from '../../app/location';
import type { PageProps } from '../../app/routes';
import { useSession } from '../../app/session';
import { Fetched } from '../../parts/Fetched';
import { Page } from '../../parts/Page';
import { StepIndicator } from '../../parts/StepIndicator';
import { Tabs } from '../../parts/Tabs';
import { numberText, t } from '../../words/all';
import { EventsTab } from './EventsTab';
import { NextStep } from './NextStep';
import { tabsOf, type TabKey } from './nextStep';
import { ResultsTab } from './ResultsTab';
import { RuleTab } from './RuleTab';
import { SimulationTab } from './SimulationTab';
import { placeOf, STATES } from './states';
import type { RoundAnswer } from './types';
import '../teacher/staff.css';
import '../sites/sites.css';
import './rounds.css';

const TABS: Record<TabKey, {
	titleId: string;
	content: (
		round: RoundAnswer, centre: boolean, reload: () => void,
	) => ComponentChildren;
}> = {
	rule: {
		titleId: 'rounds.tab.rule',
		content: (round, centre, reload) => (
			<RuleTab round={round} centre={centre} reload={reload} />
		),
	},
	events: {
		titleId: 'rounds.tab.events',
		content: (round, centre) => <EventsTab round={round} centre={centre} />,
	},
	simulation: {
		titleId: 'rounds.tab.simulation',
		content: (round) => <SimulationTab round={round} />,
	},
	results: {
		titleId: 'rounds.tab.results',
		content: (round, centre) => <ResultsTab round={round} centre={centre} />,
	},
};

function Counts({ round }: { round: RoundAnswer }) {
	const counts = [
		{ name: t('rounds.events'), value: round.events },
		{ name: t('rounds.seats'), value: round.seats },
		{ name: t('rounds.lists'), value: round.lists },
	];

	return (
		<dl class="counts">
			{counts.map((one) => (
				<div key={one.name}>
					<dt>{one.name}</dt>
					<dd class="figures">{numberText(one.value)}</dd>
				</div>
			))}
		</dl>
	);
}

function Shown({ round, reload }: { round: RoundAnswer; reload: () => void }) {
	const { account } = useSession();
	const { query } = useLocation();
	const centre = account?.role === 'centre';
	/* Wishes are tried by the centre alone. */
	const tabs = tabsOf(round.state).filter(
		(key) => centre || key !== 'simulation');
	const selected = tabs.find((key) => key === query.get('tab')) ?? tabs[0]!;

	return (
		<>
			<StepIndicator
				label={t('rounds.states')} current={placeOf(round.state)}
				steps={STATES.map((one) => t(one.wordId))}
			/>
			<NextStep round={round} centre={centre} reload={reload} />
			<Counts round={round} />
			<Tabs
				label={t('rounds.tabs')} selected={selected}
				onSelect={(key) => navigate(addressWith({ tab: key }),
					{ replace: true })}
				tabs={tabs.map((key) => ({
					key, title: t(TABS[key].titleId),
					content: TABS[key].content(round, centre, reload),
				}))}
			/>
		</>
	);
}

export default function Round({ params }: PageProps) {
	const id = params.round ?? '';
	const { account } = useSession();
	const got = useGet('/api/rounds/{round}', { path: { round: id } });
	const name = got.data?.name ?? t('app.page.round');

	return (
		<Page
			title={name} printedBy={account?.name ?? ''}
			lead={got.data && t('rounds.of', {
				region: got.data.region_name, year: got.data.year,
			})}
			crumbs={[
				{ text: t('app.page.rounds'), href: '/rounds' },
				{ text: name, href: `/rounds/${id}` },
			]}
		>
			<Fetched got={got}>
				{(round) => <Shown round={round} reload={got.reload} />}
			</Fetched>
		</Page>
	);
}
