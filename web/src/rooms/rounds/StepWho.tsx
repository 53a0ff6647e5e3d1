import { RadioGroup } from '../../parts/RadioGroup';
import { Select } from '../../parts/Select';
import { TextField } from '../../parts/TextField';
import { t } from '../../words';
import { gradeChoices } from '../sites/choices';
import type { StepProps } from './Wizard';

/* Who may apply: pupils or whole classes, of which grades, for how many. */
export function StepWho({ draft, set, error }: StepProps) {
	return (
		<>
			<RadioGroup
				label={t('rounds.kind')} value={draft.kind}
				error={error('kind')} onChange={(kind) => set({ kind })}
				choices={[
					{
						value: 'pupils', text: t('rounds.kind.pupils'),
						hint: t('rounds.kind.pupils.hint'),
					},
					{
						value: 'classes', text: t('rounds.kind.classes'),
						hint: t('rounds.kind.classes.hint'),
					},
					{
						value: 'both', text: t('rounds.kind.both'),
						hint: t('rounds.kind.both.hint'),
					},
				]}
			/>
			<div class="field-pair">
				<Select
					label={t('sites.grade_from')} value={draft.grade_from}
					choices={gradeChoices()} error={error('grade_from')}
					onChange={(grade_from) => set({ grade_from })}
				/>
				<Select
					label={t('sites.grade_to')} value={draft.grade_to}
					choices={gradeChoices()} error={error('grade_to')}
					onChange={(grade_to) => set({ grade_to })}
				/>
			</div>
			<TextField
				label={t('rounds.most')} value={draft.most} required
				inputMode="numeric" autocomplete="off"
				hint={t('rounds.most.hint')} error={error('most')}
				onInput={(most) => set({ most })}
			/>
			{draft.kind !== 'pupils' && (
				<TextField
					label={t('rounds.class_unit')} value={draft.class_unit}
					inputMode="numeric" autocomplete="off"
					hint={t('rounds.class_unit.hint')}
					error={error('class_unit')}
					onInput={(class_unit) => set({ class_unit })}
				/>
			)}
		</>
	);
}
