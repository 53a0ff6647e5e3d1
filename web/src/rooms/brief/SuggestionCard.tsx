/* One suggestion and what the teacher makes of it; each step can be undone. */
import { useState } from 'preact/hooks';
import { AiMark } from '../../parts/AiMark';
import { Badge } from '../../parts/Badge';
import { Button } from '../../parts/Button';
import { Card } from '../../parts/StructuredList';
import { t } from '../../words';
import { suggestionHref } from '../guide/links';
import { DecisionForm } from './DecisionForm';
import { OpenBadge } from './OpenBadge';
import type { Decision, Suggestion } from './types';
import { sureText, Why } from './Why';

export type Decide =
	(decision: Decision['decision'], words?: { reason?: string; text?: string })
	=> void;

export interface SuggestionCardProps {
	suggestion: Suggestion;
	kind: string;
	byAi: boolean;
	/* What it rests on: a bank or a model. */
	rests: string | undefined;
	loss?: number | null | undefined; /* of its list */
	decision: Decision | undefined;
	onDecide: Decide;
}

export function DecisionBadge({ decision }: {
	decision: Decision | undefined;
}) {
	switch (decision?.decision) {
	case 'keep':
		return <Badge kind="success">{t('brief.kept')}</Badge>;
	case 'change':
		return <Badge kind="primary">{t('brief.changed')}</Badge>;
	case 'reject':
		return <Badge kind="gray">{t('brief.rejected')}</Badge>;
	default:
		return null;
	}
}

function Buttons({ name, decided, open, onOpen, onDecide }: {
	name: string; decided: boolean; open: 'change' | 'reject' | null;
	onOpen: (form: 'change' | 'reject' | null) => void; onDecide: Decide;
}) {
	const about = <span class="sr-only">{` ${name}`}</span>;

	if (decided) {
		return (
			<Button
				kind="tertiary" size="small" icon="reset"
				onClick={() => onDecide('open')}
			>
				{t('parts.undo')}
				{about}
			</Button>
		);
	}
	return (
		<>
			<Button
				kind="secondary" size="small" onClick={() => onDecide('keep')}
			>
				{t('brief.keep')}
				{about}
			</Button>
			<Button
				kind="tertiary" size="small" aria-expanded={open === 'change'}
				onClick={() => onOpen(open === 'change' ? null : 'change')}
			>
				{t('brief.change')}
				{about}
			</Button>
			<Button
				kind="tertiary" size="small" aria-expanded={open === 'reject'}
				onClick={() => onOpen(open === 'reject' ? null : 'reject')}
			>
				{t('brief.reject')}
				{about}
			</Button>
		</>
	);
}

export function SuggestionCard(props: SuggestionCardProps) {
	const { suggestion, kind, byAi, rests, decision, onDecide } = props;
	const [form, setForm] = useState<'change' | 'reject' | null>(null);
	const changed = decision?.decision === 'change' && decision.text;
	const sure = sureText(suggestion);

	return (
		<Card
			level={4}
			title={changed ? decision.text! : suggestion.name}
			href={suggestionHref(kind, suggestion)}
			text={suggestion.about || undefined}
			badges={(
				<>
					{byAi && <AiMark />}
					<OpenBadge suggestion={suggestion} />
					{suggestion.source === 'onet' && (
						<Badge>{t('brief.onet')}</Badge>
					)}
					<span role="status"><DecisionBadge decision={decision} /></span>
				</>
			)}
			actions={(
				<Buttons
					name={suggestion.name} decided={decision !== undefined}
					open={form} onOpen={setForm} onDecide={onDecide}
				/>
			)}
		>
			{changed && (
				<p class="quiet">
					{t('brief.changed.from', { name: suggestion.name })}
				</p>
			)}
			{decision?.decision === 'reject' && (
				<p>{t('brief.rejected.because', { reason: decision.reason })}</p>
			)}
			{suggestion.why && <p class="because">{suggestion.why}</p>}
			{sure && <p class="quiet">{sure}</p>}
			<Why suggestion={suggestion} rests={rests} loss={props.loss} />
			{form && !decision && (
				<DecisionForm
					form={form} name={suggestion.name}
					onClose={() => setForm(null)}
					onDecide={(words) => {
						onDecide(form, words);
						setForm(null);
					}}
				/>
			)}
		</Card>
	);
}
