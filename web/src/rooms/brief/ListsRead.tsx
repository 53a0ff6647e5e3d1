/* Suggestions to read: in a result, in what is or was signed. */
import { AiMark } from '../../parts/AiMark';
import { OnetNote } from '../../parts/OnetNote';
import { t } from '../../words';
import { OpenBadge } from './OpenBadge';
import { DecisionBadge } from './SuggestionCard';
import type { Decision, List, Suggestion } from './types';
import { Why } from './Why';
import './brief.css';

function Item({ one, decision, list, rests, why }: {
	one: Suggestion; decision: Decision | undefined; list: List;
	rests: string | undefined; why: boolean;
}) {
	const changed = decision?.decision === 'change' && decision.text;
	const out = decision?.decision === 'reject';

	return (
		<li class={out ? 'read-item is-out' : 'read-item'}>
			<p class="read-name">
				<strong>{changed ? decision.text : one.name}</strong>
				{' '}
				<OpenBadge suggestion={one} />
				{' '}
				<DecisionBadge decision={decision} />
			</p>
			{changed && (
				<p class="quiet">{t('brief.changed.from', { name: one.name })}</p>
			)}
			{out && (
				<p>{t('brief.rejected.because', { reason: decision.reason })}</p>
			)}
			{!out && one.about && <p>{one.about}</p>}
			{!out && one.why && <p class="quiet">{one.why}</p>}
			{why && (
				<Why suggestion={one} rests={rests} loss={list.loss} />
			)}
		</li>
	);
}

export function ListsRead({ lists, decisions = [], rests, why = true }: {
	lists: readonly List[];
	decisions?: readonly Decision[];
	/* What they rest on: a bank or a model. */
	rests: string | undefined;
	/* The sums of each can be opened. */
	why?: boolean;
}) {
	const shown = lists.filter((list) => list.suggestions.length > 0);
	const onet = shown.some((list) =>
		list.suggestions.some((one) => one.source === 'onet'));

	return (
		<>
			{shown.map((list) => (
				<section key={list.kind} class="stack read-list">
					<h2>{list.title}</h2>
					{list.by_ai && <p><AiMark /></p>}
					<ul>
						{list.suggestions.map((one) => (
							<Item
								key={one.id} one={one} list={list} rests={rests}
								why={why}
								decision={decisions.find(
									(decision) => decision.suggestion === one.id)}
							/>
						))}
					</ul>
				</section>
			))}
			{onet && <OnetNote />}
		</>
	);
}
