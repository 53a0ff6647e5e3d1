import { useState } from 'preact/hooks';
import { fieldText } from '../../api/problem';
import { Button } from '../../parts/Button';
import { LinkButton } from '../../parts/LinkButton';
import { RadioGroup } from '../../parts/RadioGroup';
import { Select } from '../../parts/Select';
import { TextField } from '../../parts/TextField';
import { useFirstError } from '../../parts/useFirstError';
import { t } from '../../words';
import { ActError } from '../teacher/ActError';
import { useAct } from '../teacher/useAct';
import {
	CERTIFICATIONS, choicesOf, SITE_KINDS, STEP_FREE,
} from './choices';
import { placeRead, siteBody, type SiteFields } from './siteFields';
import type { Site, SiteBody } from './types';
import { Unsaved } from './Unsaved';

/* One form for a new site and for a change of one. */
export function SiteForm({ start, state, saves, back, onSave }: {
	start: SiteFields; state: Site['state'];
	/* What the button says. */
	saves: string;
	/* Where one gets without saving. */
	back: string;
	onSave: (body: SiteBody) => Promise<void>;
}) {
	const act = useAct();
	const [fields, setFields] = useState(start);
	const [faults, setFaults] = useState(0);
	const form = useFirstError(faults || undefined);
	const lost = placeRead(fields.place) === undefined;
	const set = (change: Partial<SiteFields>) =>
		setFields((before) => ({ ...before, ...change }));
	const error = (name: string) => fieldText(act.error, name);
	const placeError = (faults > 0 && lost ? t('sites.place.wrong') : undefined)
		?? error('latitude') ?? error('longitude');

	async function save() {
		act.forget();
		if (lost || !await act.run(() => onSave(siteBody(fields, state))))
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
			<Unsaved dirty={JSON.stringify(fields) !== JSON.stringify(start)} />
			<ActError act={act} />
			<TextField
				label={t('sites.name')} value={fields.name} required
				maxLength={100} error={error('name')} autocomplete="off"
				onInput={(name) => set({ name })}
			/>
			<RadioGroup
				label={t('sites.kind')} value={fields.kind} inline size="medium"
				choices={choicesOf(SITE_KINDS)} error={error('kind')}
				onChange={(kind) => set({ kind })}
			/>
			<TextField
				label={t('sites.about')} value={fields.about} rows={4}
				maxLength={2000} hint={t('sites.about.hint')}
				error={error('about')} onInput={(about) => set({ about })}
			/>
			<TextField
				label={t('sites.address')} value={fields.address} required
				maxLength={200} error={error('address')} autocomplete="off"
				onInput={(address) => set({ address })}
			/>
			<div class="field-pair">
				<TextField
					label={t('sites.place')} value={fields.place}
					hint={t('sites.place.hint')} error={placeError}
					autocomplete="off" onInput={(place) => set({ place })}
				/>
				<TextField
					label={t('sites.phone')} value={fields.phone} type="tel"
					maxLength={30} error={error('phone')} autocomplete="off"
					onInput={(phone) => set({ phone })}
				/>
			</div>
			<RadioGroup
				label={t('sites.access')} value={fields.step_free} inline
				size="medium" choices={choicesOf(STEP_FREE)}
				error={error('step_free')}
				onChange={(step_free) => set({ step_free })}
			/>
			<div class="field-pair">
				<Select
					label={t('sites.certification')} value={fields.certification}
					choices={choicesOf(CERTIFICATIONS)}
					error={error('certification')}
					onChange={(certification) => set({ certification })}
				/>
				<TextField
					label={t('sites.certified_until')} type="date"
					value={fields.certified_until}
					required={fields.certification === 'certified'}
					hint={t('sites.certified_until.hint')}
					error={error('certified_until')}
					onInput={(certified_until) => set({ certified_until })}
				/>
			</div>
			<div class="row">
				<LinkButton href={back} kind="tertiary">
					{t('parts.cancel')}
				</LinkButton>
				<Button type="submit" busy={act.busy}>{saves}</Button>
			</div>
		</form>
	);
}
