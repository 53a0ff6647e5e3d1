/* What a pupil needs on the day; saved as it is ticked. */
import { useState } from 'preact/hooks';
import { api } from '../../api/client';
import { useAutosave } from '../../api/useAutosave';
import { useGet } from '../../api/useGet';
import { Checkbox } from '../../parts/Checkbox';
import { Fetched } from '../../parts/Fetched';
import { SaveState } from '../../parts/SaveState';
import { t } from '../../words';
import './seats.css';

const NEEDS: readonly { need: string; wordId: string }[] = [
	{ need: 'step_free', wordId: 'seats.need.step_free' },
	{ need: 'sign_language', wordId: 'seats.need.sign_language' },
	{ need: 'captions', wordId: 'seats.need.captions' },
	{ need: 'easy_words', wordId: 'seats.need.easy_words' },
	{ need: 'companion', wordId: 'seats.need.companion' },
	{ need: 'food', wordId: 'seats.need.food' },
	{ need: 'medicine', wordId: 'seats.need.medicine' },
];

function Ticks({ pupil, had }: { pupil: string; had: readonly string[] }) {
	const [needs, setNeeds] = useState(had);
	const saving = useAutosave(needs, (now) =>
		api.put('/api/pupils/{pupil}/needs', {
			path: { pupil }, body: { needs: [...now] },
		}));

	return (
		<>
			<fieldset class="needs-ticks">
				<legend class="sr-only">{t('seats.needs')}</legend>
				{NEEDS.map(({ need, wordId }) => (
					<Checkbox
						key={need} label={t(wordId)} checked={needs.includes(need)}
						onChange={(on) => setNeeds(NEEDS.map((one) => one.need)
							.filter((one) =>
								(one === need ? on : needs.includes(one))))}
					/>
				))}
			</fieldset>
			<SaveState {...saving} />
		</>
	);
}

export function Needs({ pupil }: { pupil: string }) {
	const got = useGet('/api/pupils/{pupil}/needs', { path: { pupil } });

	return (
		<section class="stack">
			<h2>{t('seats.needs')}</h2>
			<p class="reading">{t('seats.needs.text')}</p>
			<Fetched got={got}>
				{({ needs }) => <Ticks pupil={pupil} had={needs} />}
			</Fetched>
		</section>
	);
}
