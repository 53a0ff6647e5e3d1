/* A signed brief as the pupil and the guardian keep it. */
import type { Answer } from '../../api/client';
import { useGet } from '../../api/useGet';
import { useSession } from '../../app/session';
import { Badge } from '../../parts/Badge';
import { Fetched } from '../../parts/Fetched';
import { LinkButton } from '../../parts/LinkButton';
import { Page } from '../../parts/Page';
import { Card, StructuredList } from '../../parts/StructuredList';
import { dateText, t } from '../../words/all';
import type { PageProps } from '../../app/routes';
import './guide.css';
import { Paragraphs } from './Paragraphs';
import { Profile } from './Profile';
import { SuggestionLists, type List } from './Suggestions';

type Brief = Answer<'/api/briefs/{brief}', 'get'>;

const SECTIONS: Record<string, { wordId: string }> = {
	summary: { wordId: 'guide_pupil.brief.summary' },
	changes: { wordId: 'guide_pupil.brief.changes' },
	agreed: { wordId: 'guide_pupil.brief.agreed' },
};

/* The teacher's decisions: what was taken out is gone, what was put otherwise
 * reads so. */
function decided(brief: Brief): List[] {
	const decisions = new Map(
		brief.decisions.map((one) => [one.suggestion, one]));

	return brief.lists.map((list) => ({
		...list,
		suggestions: list.suggestions
			.filter((one) => decisions.get(one.id)?.decision !== 'reject')
			.map((one) => {
				const decision = decisions.get(one.id);

				return decision?.decision === 'change' && decision.text
					? { ...one, name: decision.text } : one;
			}),
	}));
}

function Sections({ brief }: { brief: Brief }) {
	return (
		<>
			{brief.sections
				.filter((one) => SECTIONS[one.id] && one.text.trim() !== '')
				.map((one) => (
					<section key={one.id} class="stack reading">
						<h2>{t(SECTIONS[one.id]!.wordId)}</h2>
						<Paragraphs text={one.text} />
					</section>
				))}
		</>
	);
}

function Own({ brief }: { brief: Brief }) {
	if (brief.own.length === 0)
		return null;
	return (
		<section class="stack">
			<h2>{t('guide_pupil.brief.own')}</h2>
			<StructuredList>
				{brief.own.map((one) => (
					<Card
						key={one.id} title={one.name} text={one.text}
						badges={(
							<Badge kind="success">{t('guide_pupil.brief.by_teacher')}</Badge>
						)}
					/>
				))}
			</StructuredList>
		</section>
	);
}

function Content({ brief }: { brief: Brief }) {
	return (
		<>
			<p>
				{t('guide_pupil.brief.signed', {
					date: brief.signed ? dateText(brief.signed) : '',
					name: brief.signer ?? '', version: brief.version ?? 1,
				})}
			</p>
			{!brief.ai && <p>{t('guide_pupil.brief.no_ai')}</p>}
			<Sections brief={brief} />
			{brief.profile && <Profile profile={brief.profile} />}
			<Own brief={brief} />
			<SuggestionLists
				lists={decided(brief)} child={brief.stage === 'elementary'} plain
				edited={new Set(brief.decisions
					.filter((one) => one.decision === 'change' && one.text)
					.map((one) => one.suggestion))}
			/>
			{brief.hash && (
				<p class="source-note reference brief-hash">
					{`SHA-256 ${brief.hash}`}
				</p>
			)}
		</>
	);
}

export default function SignedBrief({ params }: PageProps) {
	const brief = params.brief ?? '';
	const { account } = useSession();
	const got = useGet('/api/briefs/{brief}', { path: { brief } });

	return (
		<Page
			title={got.data
				? t('guide_pupil.brief.of', { name: got.data.pupil_name })
				: t('app.page.brief')}
			printedBy={account?.name ?? ''}
			actions={(
				<LinkButton
					href={`/api/briefs/${encodeURIComponent(brief)}/paper?copy=pupil`}
					kind="secondary" size="medium" icon="down"
					download={`${t('app.page.brief')}.pdf`}
				>
					{t('guide_pupil.brief.pdf')}
				</LinkButton>
			)}
		>
			<Fetched got={got}>{(data) => <Content brief={data} />}</Fetched>
		</Page>
	);
}
