import { AiMark } from '../../parts/AiMark';
import { t } from '../../words';
import type { List } from './types';

export const TALK_KINDS = ['starters', 'checks'];

/* For the talk itself: how to begin, what to make sure of. */
export function TalkHelp({ lists }: { lists: readonly List[] }) {
	const shown = lists.filter((list) =>
		TALK_KINDS.includes(list.kind) && list.suggestions.length > 0);

	return (
		<>
			{shown.map((list) => (
				<section key={list.kind} class="stack talk-help">
					<h2>{list.title}</h2>
					{list.by_ai && <p><AiMark /></p>}
					<ul class="plain-list">
						{list.suggestions.map((one) => (
							<li key={one.id}>{one.name}</li>
						))}
					</ul>
				</section>
			))}
			{shown.length > 0 && (
				<p class="source-note">{t('brief.talk_help.own')}</p>
			)}
		</>
	);
}
