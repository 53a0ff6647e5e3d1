import { Tags } from '../../parts/Tags';
import { t } from '../../words';
import { linkHref } from '../guide/links';
import type { Suggestion } from './types';

const KINDS: Record<string, { wordId: string }> = {
	subject: { wordId: 'brief.link.subject' },
	occupation: { wordId: 'brief.link.occupation' },
	field: { wordId: 'brief.link.field' },
	major: { wordId: 'brief.link.major' },
};

type Link = Suggestion['links'][number];

/* Links into the catalogue; what has no page there is read only. */
export function SuggestionLinks({ links }: { links: readonly Link[] }) {
	const kinds = [...new Set(links.map((link) => link.kind))]
		.filter((kind) => KINDS[kind]);

	return (
		<>
			{kinds.map((kind) => (
				<div key={kind} class="link-row">
					<span class="link-kind">{t(KINDS[kind]!.wordId)}</span>
					<Tags
						tags={links.filter((link) => link.kind === kind)
							.map((link) => {
								const href = linkHref(link);

								return {
									key: link.id, text: link.name,
									...(href !== undefined && { href }),
								};
							})}
					/>
				</div>
			))}
		</>
	);
}
