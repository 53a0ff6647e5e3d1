import { useState } from 'preact/hooks';
import { fieldText } from '../../api/problem';
import { useGet } from '../../api/useGet';
import { Button } from '../../parts/Button';
import { LinkButton } from '../../parts/LinkButton';
import { Select } from '../../parts/Select';
import { TextField } from '../../parts/TextField';
import { useFirstError } from '../../parts/useFirstError';
import { t } from '../../words';
import { ActError } from '../teacher/ActError';
import { useAct } from '../teacher/useAct';
import { gradeChoices } from './choices';
import {
	programmeBody, unread, wholeRead, type ProgrammeFields,
} from './programmeFields';
import { StandardsField } from './StandardsField';
import { StaffNorm } from './StaffNorm';
import type { Programme, ProgrammeBody } from './types';
import { Unsaved } from './Unsaved';

type Kind = Programme['kind'];

/* One form for a new programme and for a change of one. */
export function ProgrammeForm({ start, state, saves, back, onSave }: {
	start: ProgrammeFields; state: Programme['state'];
	/* What the button says. */
	saves: string;
	/* Where one gets without saving. */
	back: string;
	onSave: (body: ProgrammeBody) => Promise<void>;
}) {
	const act = useAct();
	const { data: catalogue } = useGet('/api/catalog/experiences');
	const { data: fields } = useGet('/api/catalog/fields');
	const [now, setNow] = useState(start);
	const [wrong, setWrong] = useState<readonly string[]>([]);
	const [faults, setFaults] = useState(0);
	const form = useFirstError(faults || undefined);
	const kind = catalogue?.kinds.find((one) => one.id === now.kind);
	const set = (change: Partial<ProgrammeFields>) =>
		setNow((before) => ({ ...before, ...change }));
	const error = (name: keyof ProgrammeFields) => (wrong.includes(name)
		? t('sites.whole.wrong') : fieldText(act.error, name));

	async function save() {
		const found = now.field === ''
			? ['field', ...unread(now)] : unread(now);

		act.forget();
		setWrong(found);
		if (found.length > 0
		    || !await act.run(() => onSave(programmeBody(now, state))))
			setFaults((n) => n + 1);
	}

	return (
		<form
			class="stack register-form" ref={form} noValidate
			onSubmit={(event) => {
				event.preventDefault();
				void save();
			}}
		>
			<Unsaved dirty={JSON.stringify(now) !== JSON.stringify(start)} />
			<ActError act={act} />
			<TextField
				label={t('sites.programme.name')} value={now.name} required
				maxLength={100} error={error('name')} autocomplete="off"
				onInput={(name) => set({ name })}
			/>
			<div class="field-pair">
				<Select
					label={t('sites.programme.kind')} value={now.kind}
					choices={(catalogue?.kinds ?? []).map((one) => (
						{ value: one.id as Kind, text: one.name }))}
					error={error('kind')}
					onChange={(chosen) => set({ kind: chosen })}
				/>
				<Select
					label={t('sites.field')} value={now.field} required
					empty={t('sites.field.choose')}
					choices={(fields?.fields ?? []).map((one) => (
						{ value: one.id, text: one.name }))}
					error={wrong.includes('field')
						? t('sites.field.wrong') : error('field')}
					onChange={(field) => set({ field })}
				/>
			</div>
			{kind && <p class="quiet reading">{kind.about}</p>}
			<TextField
				label={t('sites.programme.about')} value={now.about} rows={4}
				maxLength={2000} hint={t('sites.programme.about.hint')}
				error={error('about')} onInput={(about) => set({ about })}
			/>
			<div class="field-pair">
				<Select
					label={t('sites.grade_from')} value={now.grade_from}
					choices={gradeChoices()} error={error('grade_from')}
					onChange={(grade_from) => set({ grade_from })}
				/>
				<Select
					label={t('sites.grade_to')} value={now.grade_to}
					choices={gradeChoices()} error={error('grade_to')}
					onChange={(grade_to) => set({ grade_to })}
				/>
			</div>
			<div class="field-pair">
				<TextField
					label={t('sites.length.minutes')} value={now.minutes} required
					inputMode="numeric" error={error('minutes')}
					autocomplete="off" onInput={(minutes) => set({ minutes })}
				/>
				<TextField
					label={t('sites.cost.field')} value={now.cost} required
					inputMode="numeric" hint={t('sites.cost.hint')}
					error={error('cost')} autocomplete="off"
					onInput={(cost) => set({ cost })}
				/>
			</div>
			<TextField
				label={t('sites.pupils_per_adult')} value={now.pupils_per_adult}
				required inputMode="numeric" error={error('pupils_per_adult')}
				autocomplete="off"
				onInput={(pupils_per_adult) => set({ pupils_per_adult })}
			/>
			<StaffNorm
				norm={kind?.pupils_per_adult}
				pupils={wholeRead(now.pupils_per_adult)}
			/>
			<StandardsField
				all={catalogue?.standards ?? []} chosen={now.standards}
				error={error('standards')}
				onChange={(standards) => set({ standards })}
			/>
			<TextField
				label={t('sites.safety')} value={now.safety} rows={3}
				maxLength={1000} hint={t('sites.safety.hint')}
				error={error('safety')} onInput={(safety) => set({ safety })}
			/>
			<div class="row">
				<LinkButton href={back} kind="tertiary">
					{t('parts.cancel')}
				</LinkButton>
				<Button type="submit" busy={act.busy}>{saves}</Button>
			</div>
		</form>
	);
}
