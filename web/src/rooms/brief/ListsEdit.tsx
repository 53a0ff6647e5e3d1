import { OnetNote } from '../../parts/OnetNote';
import { StructuredList } from '../../parts/StructuredList';
import { t } from '../../words';
import { SuggestionCard, type Decide } from './SuggestionCard';
import type { Decision, List } from './types';

export interface ListsEditProps {
	lists: readonly List[];
	decisions: readonly Decision[];
	onDecide: (suggestion: string) => Decide;
}

function decidedCount(list: List, decisions: readonly Decision[]): number {
	return list.suggestions.filter((one) =>
		decisions.some((decision) => decision.suggestion === one.id)).length;
}

/* The suggestions, list by list, as cards to keep, change or leave out. */
export function ListsEdit({ lists, decisions, onDecide }: ListsEditProps) {
	const shown = lists.filter((list) => list.suggestions.length > 0);
	const onet = shown.some((list) =>
		list.suggestions.some((one) => one.source === 'onet'));

	return (
		<>
			{shown.map((list) => (
				<div key={list.kind} class="stack">
					<h3>
						{list.title}
						{' '}
						<span class="quiet figures list-count">
							{t('brief.looked', {
								part: decidedCount(list, decisions),
								whole: list.suggestions.length,
							})}
						</span>
					</h3>
					<StructuredList wide>
						{list.suggestions.map((one) => (
							<SuggestionCard
								key={one.id} suggestion={one} kind={list.kind}
								byAi={list.by_ai}
								decision={decisions.find(
									(decision) => decision.suggestion === one.id)}
								onDecide={onDecide(one.id)}
							/>
						))}
					</StructuredList>
				</div>
			))}
			{onet && <OnetNote />}
		</>
	);
}
