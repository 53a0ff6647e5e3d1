import { OnetNote } from '../../parts/OnetNote';
import { StructuredList } from '../../parts/StructuredList';
import { t } from '../../words';
import { SuggestionCard, type Decide } from './SuggestionCard';
import type { Decision, List } from './types';

export interface ListsEditProps {
	lists: readonly List[];
	decisions: readonly Decision[];
	/* What they rest on: a bank or a model. */
	rests: string | undefined;
	onDecide: (suggestion: string) => Decide;
}

function decidedCount(list: List, decisions: readonly Decision[]): number {
	return list.suggestions.filter((one) =>
		decisions.some((decision) => decision.suggestion === one.id)).length;
}

function ListHead({ list, decisions }: {
	list: List; decisions: readonly Decision[];
}) {
	return (
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
	);
}

/* What was ranked stands open; steps and questions open by a press. */
function ListEdit({ list, decisions, rests, onDecide }:
	Omit<ListsEditProps, 'lists'> & { list: List }) {
	const ranked = list.suggestions.some((one) => one.terms.length > 0);
	const head = <ListHead list={list} decisions={decisions} />;
	const cards = (
		<StructuredList wide>
			{list.suggestions.map((one) => (
				<SuggestionCard
					key={one.id} suggestion={one} kind={list.kind}
					byAi={list.by_ai} rests={rests} loss={list.loss}
					onDecide={onDecide(one.id)}
					decision={decisions.find(
						(decision) => decision.suggestion === one.id)}
				/>
			))}
		</StructuredList>
	);

	if (ranked) {
		return (
			<div class="stack">
				{head}
				{cards}
			</div>
		);
	}
	return (
		<details class="list-folded">
			<summary>{head}</summary>
			{cards}
		</details>
	);
}

/* The suggestions, list by list, as cards to keep, change or leave out. */
export function ListsEdit({ lists, ...props }: ListsEditProps) {
	const shown = lists.filter((list) => list.suggestions.length > 0);
	const onet = shown.some((list) =>
		list.suggestions.some((one) => one.source === 'onet'));

	return (
		<>
			{shown.map((list) => (
				<ListEdit {...props} key={list.kind} list={list} />
			))}
			{onet && <OnetNote />}
		</>
	);
}
