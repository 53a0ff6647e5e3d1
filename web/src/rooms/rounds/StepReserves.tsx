import { Button } from '../../parts/Button';
import { Checkbox } from '../../parts/Checkbox';
import { TextField } from '../../parts/TextField';
import { t } from '../../words';
import { wholeRead } from '../sites/programmeFields';
import { movedUp, type Group } from './draft';
import { GROUPS } from './groups';
import type { StepProps } from './Wizard';

const PERCENT = '10';

/* Seats that are filled with members of a group first, and by all if any are left. */
export function StepReserves({ draft, set, error }: StepProps) {
	const { reserves } = draft;
	const groups = [
		...reserves.map((one) => one.group),
		...GROUPS.map((one) => one.value)
			.filter((group) => !reserves.some((one) => one.group === group)),
	];
	const sum = reserves.reduce(
		(total, one) => total + (wholeRead(one.percent) ?? 0), 0);

	function turn(group: Group, on: boolean) {
		set({
			reserves: on ? [...reserves, { group, percent: PERCENT }]
				: reserves.filter((one) => one.group !== group),
		});
	}

	return (
		<>
			<p class="reading">{t('rounds.reserves.text')}</p>
			{error('reserves') && (
				<p class="form-hint-invalid">{error('reserves')}</p>
			)}
			<ol class="choice-list">
				{groups.map((group) => {
					const at = reserves.findIndex((one) => one.group === group);
					const words = GROUPS.find((one) => one.value === group)!;

					return (
						<li key={group} class="choice-box">
							<Checkbox
								label={t(words.wordId)} checked={at >= 0}
								hint={t(words.titleId)}
								onChange={(on) => turn(group, on)}
							/>
							{at >= 0 && (
								<TextField
									label={t('rounds.reserve.percent')} size="medium"
									value={reserves[at]!.percent} required
									inputMode="numeric" autocomplete="off"
									hint={t('rounds.reserve.percent.hint')}
									onInput={(percent) => set({
										reserves: reserves.map((one) => (
											one.group === group ? { group, percent } : one)),
									})}
								/>
							)}
							{at > 0 && (
								<Button
									kind="tertiary" size="small"
									onClick={() => set({ reserves: movedUp(reserves, at) })}
								>
									{t('rounds.reserve.up')}
									<span class="sr-only">{` ${t(words.wordId)}`}</span>
								</Button>
							)}
						</li>
					);
				})}
			</ol>
			<p role="status" class="quiet">
				{t('rounds.reserves.sum', { sum, rest: Math.max(0, 100 - sum) })}
			</p>
		</>
	);
}
