import { Button } from '../../parts/Button';
import { Checkbox } from '../../parts/Checkbox';
import { TextField } from '../../parts/TextField';
import { t } from '../../words';
import { movedUp, type BandKind } from './draft';
import type { StepProps } from './Wizard';

const BANDS: Record<BandKind, {
	wordId: string; titleId: string; labelId: string; value: string;
}> = {
	fewer: {
		wordId: 'rounds.band.fewer', titleId: 'rounds.band.fewer.text',
		labelId: 'rounds.band.fewer.value', value: '3',
	},
	remote: {
		wordId: 'rounds.band.remote', titleId: 'rounds.band.remote.text',
		labelId: 'rounds.band.remote.value', value: '15',
	},
};
const KINDS = Object.keys(BANDS) as BandKind[];

/* Who comes before the lottery decides: each in a sentence. */
export function StepFirst({ draft, set, error }: StepProps) {
	const { bands } = draft;
	/* Those that hold, in their order; then those that do not. */
	const kinds = [
		...bands.map((band) => band.by),
		...KINDS.filter((by) => !bands.some((band) => band.by === by)),
	];

	function turn(by: BandKind, on: boolean) {
		set({
			bands: on ? [...bands, { by, value: BANDS[by].value }]
				: bands.filter((band) => band.by !== by),
		});
	}

	return (
		<>
			<p class="reading">{t('rounds.first.text')}</p>
			{error('bands') && <p class="form-hint-invalid">{error('bands')}</p>}
			<ol class="choice-list">
				{kinds.map((by) => {
					const at = bands.findIndex((band) => band.by === by);

					return (
						<li key={by} class="choice-box">
							<Checkbox
								label={t(BANDS[by].wordId)} checked={at >= 0}
								hint={t(BANDS[by].titleId)}
								onChange={(on) => turn(by, on)}
							/>
							{at >= 0 && (
								<TextField
									label={t(BANDS[by].labelId)} size="medium"
									value={bands[at]!.value} required
									inputMode="numeric" autocomplete="off"
									onInput={(value) => set({
										bands: bands.map((band) => (
											band.by === by ? { by, value } : band)),
									})}
								/>
							)}
							{at > 0 && (
								<Button
									kind="tertiary" size="small"
									onClick={() => set({ bands: movedUp(bands, at) })}
								>
									{t('rounds.band.up')}
									<span class="sr-only">{` ${t(BANDS[by].wordId)}`}</span>
								</Button>
							)}
						</li>
					);
				})}
			</ol>
			<p class="quiet reading">{t('rounds.first.then')}</p>
		</>
	);
}
