/* Suggestions of the teacher's own, beside those of the machine. */
import { useState } from 'preact/hooks';
import { Badge } from '../../parts/Badge';
import { Button } from '../../parts/Button';
import { Select } from '../../parts/Select';
import { Card, StructuredList } from '../../parts/StructuredList';
import { TextField } from '../../parts/TextField';
import { useFirstError } from '../../parts/useFirstError';
import { fieldText } from '../../api/problem';
import { t } from '../../words';
import { ActError } from '../teacher/ActError';
import { useAct } from '../teacher/useAct';
import { TALK_KINDS } from './TalkHelp';
import type { List, Own } from './types';

export type NewOwn = Omit<Own, 'id'>;

function AddForm({ kinds, onAdd, onClose }: {
	kinds: readonly { value: string; text: string }[];
	onAdd: (own: NewOwn) => Promise<unknown>;
	onClose: () => void;
}) {
	const act = useAct();
	const [own, setOwn] = useState<NewOwn>(
		{ kind: kinds[0]?.value ?? 'own', name: '', text: '' });
	const [empty, setEmpty] = useState<string>();
	const form = useFirstError(empty ?? act.error);

	async function add(event: Event) {
		event.preventDefault();
		if (own.name.trim() === '')
			setEmpty(t('brief.own.name.empty'));
		else if (await act.run(() => onAdd({ ...own, name: own.name.trim() })))
			onClose();
	}

	return (
		<form
			class="stack decision-form" ref={form} noValidate
			onSubmit={(event) => void add(event)}
		>
			{kinds.length > 0 && (
				<Select
					label={t('brief.own.kind')} size="medium" value={own.kind}
					choices={kinds} onChange={(kind) => setOwn({ ...own, kind })}
				/>
			)}
			<TextField
				label={t('brief.own.name')} value={own.name} required
				size="medium" maxLength={100}
				error={empty ?? fieldText(act.error, 'name')}
				onInput={(name) => {
					setOwn({ ...own, name });
					setEmpty(undefined);
				}}
			/>
			<TextField
				label={t('brief.own.text')} hint={t('brief.own.text.hint')}
				value={own.text} rows={3} size="medium" maxLength={1000}
				error={fieldText(act.error, 'text')}
				onInput={(text) => setOwn({ ...own, text })}
			/>
			<ActError act={act} />
			<div class="row">
				<Button type="submit" kind="secondary" size="small" busy={act.busy}>
					{t('brief.own.add')}
				</Button>
				<Button kind="tertiary" size="small" onClick={onClose}>
					{t('parts.cancel')}
				</Button>
			</div>
		</form>
	);
}

export function OwnPart({ own, lists, onAdd, onRemove }: {
	own: readonly Own[];
	lists: readonly List[];
	onAdd: (own: NewOwn) => Promise<unknown>;
	onRemove: (own: Own) => void;
}) {
	const [adding, setAdding] = useState(false);
	const kinds = lists.filter((list) => !TALK_KINDS.includes(list.kind))
		.map((list) => ({ value: list.kind, text: list.title }));

	return (
		<section class="stack" id="own">
			<h2>{t('brief.own')}</h2>
			{own.length === 0 && !adding && (
				<p class="quiet">{t('brief.own.none')}</p>
			)}
			{own.length > 0 && (
				<StructuredList wide>
					{own.map((one) => (
						<Card
							key={one.id} title={one.name}
							text={one.text || undefined}
							badges={(
								<Badge kind="success">{t('brief.own.mark')}</Badge>
							)}
							actions={(
								<Button
									kind="tertiary" size="small"
									onClick={() => onRemove(one)}
								>
									{t('brief.own.remove')}
									<span class="sr-only">{` ${one.name}`}</span>
								</Button>
							)}
						/>
					))}
				</StructuredList>
			)}
			{adding
				? (
					<AddForm
						kinds={kinds} onAdd={onAdd}
						onClose={() => setAdding(false)}
					/>
				)
				: (
					<p>
						<Button
							kind="tertiary" size="medium" icon="plus"
							onClick={() => setAdding(true)}
						>
							{t('brief.own.new')}
						</Button>
					</p>
				)}
		</section>
	);
}
