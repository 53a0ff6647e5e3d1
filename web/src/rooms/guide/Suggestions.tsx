/* What was suggested, list by list, as it is read at each stage. */
import { useRef } from 'preact/hooks';
import type { Answer } from '../../api/client';
import { addressWith, navigate, useLocation } from '../../app/location';
import { AiMark } from '../../parts/AiMark';
import { Badge } from '../../parts/Badge';
import { Button } from '../../parts/Button';
import { OnetNote } from '../../parts/OnetNote';
import { Card, StructuredList } from '../../parts/StructuredList';
import { Tags } from '../../parts/Tags';
import { t } from '../../words';
import { linkHref, suggestionHref } from './links';
import { Why } from './Why';

export type Result = Answer<'/api/pupils/{pupil}/result', 'get'>;
export type List = Result['lists'][number];
export type Suggestion = List['suggestions'][number];

export interface ListProps {
	list: List;
	child: boolean;
	/* Papers and signed briefs show the sentence, not the sums. */
	plain?: boolean | undefined;
	/* Those that a teacher put into other words. */
	edited?: ReadonlySet<string> | undefined;
}

const LINKS: Record<string, { wordId: string }> = {
	subject: { wordId: 'guide_pupil.links.subject' },
	occupation: { wordId: 'guide_pupil.links.occupation' },
	field: { wordId: 'guide_pupil.links.field' },
	major: { wordId: 'guide_pupil.links.major' },
};

function Links({ suggestion, child }: {
	suggestion: Suggestion; child: boolean;
}) {
	const kinds = [...new Set(suggestion.links.map((link) => link.kind))];

	return (
		<>
			{kinds.filter((kind) => LINKS[kind]).map((kind) => (
				<div key={kind} class="link-group">
					<span class={child ? 'sr-only' : 'link-kind'}>
						{t(LINKS[kind]!.wordId)}
					</span>
					<Tags
						tags={suggestion.links
							.filter((link) => link.kind === kind)
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

function Marks({ suggestion, list, edited }: ListProps & {
	suggestion: Suggestion;
}) {
	return (
		<>
			{list.by_ai && <AiMark />}
			{suggestion.sureness === 'open' && (
				<Badge kind="secondary">{t('guide_pupil.sure.mark')}</Badge>
			)}
			{edited?.has(suggestion.id) && (
				<Badge kind="success">{t('guide_pupil.brief.edited')}</Badge>
			)}
			{suggestion.source === 'onet' && (
				<Badge>{t('guide_pupil.from_onet')}</Badge>
			)}
		</>
	);
}

function SuggestionCard({ suggestion, ...props }: ListProps & {
	suggestion: Suggestion;
}) {
	const { list, child, plain } = props;
	const href = suggestionHref(list.kind, suggestion);

	return (
		<Card
			title={suggestion.name}
			{...(href !== undefined && { href })}
			text={child ? suggestion.why : suggestion.about}
			badges={<Marks {...props} suggestion={suggestion} />}
		>
			{!child && suggestion.why && <p class="why-line">{suggestion.why}</p>}
			<Links suggestion={suggestion} child={child} />
			{!plain && <Why suggestion={suggestion} child={child} />}
		</Card>
	);
}

const AT_FIRST = 3;

/* On a phone the first three, and the rest by a press; on a desk all. */
function Cards(props: ListProps) {
	const { list } = props;
	const { query } = useLocation();
	const opened = (query.get('more') ?? '').split(' ').filter(Boolean);
	const open = opened.includes(list.kind);
	const rest = list.suggestions.length - AT_FIRST;
	const place = useRef<HTMLDivElement>(null);

	function unfold() {
		const next = place.current?.querySelectorAll<HTMLElement>(
			'.structured-item')[AT_FIRST];

		navigate(addressWith({ more: [...opened, list.kind].join(' ') }),
			{ replace: true });
		/* The button goes; who pressed it reads on where it stood. */
		setTimeout(() => {
			next?.setAttribute('tabindex', '-1');
			next?.focus();
		});
	}

	return (
		<div class={open ? 'unfolded' : 'folded'} ref={place}>
			<StructuredList>
				{list.suggestions.map((suggestion) => (
					<SuggestionCard
						{...props} key={suggestion.id} suggestion={suggestion}
					/>
				))}
			</StructuredList>
			{rest > 0 && !open && (
				<Button
					kind="tertiary" class="unfold no-print" onClick={unfold}
				>
					{t('guide_pupil.more', { count: rest })}
				</Button>
			)}
		</div>
	);
}

/* Questions to think about: read, not opened. */
function Questions({ list }: ListProps) {
	return (
		<ul class="question-list">
			{list.suggestions.map((suggestion) => (
				<li key={suggestion.id}>
					<span>{suggestion.name}</span>
					{list.by_ai && <AiMark />}
				</li>
			))}
		</ul>
	);
}

/* Steps by semester; `about` names the semester. */
function Steps({ list }: ListProps) {
	const semesters = [...new Set(list.suggestions.map((one) => one.about))];

	return (
		<ol class="semesters">
			{semesters.map((semester) => (
				<li key={semester}>
					<h3>{semester}</h3>
					<ul class="question-list">
						{list.suggestions
							.filter((one) => one.about === semester)
							.map((one) => (
								<li key={one.id}>
									<span>{one.name}</span>
									{list.by_ai && <AiMark />}
								</li>
							))}
					</ul>
				</li>
			))}
		</ol>
	);
}

const DRAWN: Record<string, (props: ListProps) => preact.JSX.Element> = {
	questions: Questions,
	next: Steps,
};

export function SuggestionLists({ lists, ...props }: Omit<ListProps, 'list'> & {
	lists: readonly List[];
}) {
	const shown = lists.filter((list) => list.suggestions.length > 0);
	const fromOnet = shown.some((list) =>
		list.suggestions.some((one) => one.source === 'onet'));

	return (
		<>
			{shown.map((list) => {
				const Drawn = DRAWN[list.kind] ?? Cards;

				return (
					<section key={list.kind} class="stack">
						<h2>{list.title}</h2>
						<Drawn {...props} list={list} />
					</section>
				);
			})}
			{fromOnet && <OnetNote />}
		</>
	);
}
