/* Where a new account works: a school, a region, an office, everywhere. */
import { useEffect, useState } from 'preact/hooks';
import { api, type Answer } from '../../api/client';
import { fieldText } from '../../api/problem';
import { useGet } from '../../api/useGet';
import { Button } from '../../parts/Button';
import { RadioGroup } from '../../parts/RadioGroup';
import { Select } from '../../parts/Select';
import { TextField } from '../../parts/TextField';
import { t } from '../../words';
import { ActError } from '../teacher/ActError';
import { useAct } from '../teacher/useAct';
import type { NewAccount } from './accountRows';

type School = Answer<'/api/schools', 'get'>['schools'][number];

interface PlaceProps {
	wanted: NewAccount;
	error: unknown;
	set: (change: Partial<NewAccount>) => void;
}

function SchoolPlace({ wanted, error, set }: PlaceProps) {
	const act = useAct();
	const [q, setQ] = useState('');
	const [schools, setSchools] = useState<School[]>();

	const find = () => act.run(async () => {
		const found = await api.get('/api/schools',
			{ query: q.trim() ? { q: q.trim() } : {} });

		setSchools(found.schools);
		/* Only when there is no choice: nobody gets a school by chance. */
		set({
			school: found.total === 1 ? found.schools[0]?.id : undefined,
		});
	});

	useEffect(() => void find(), []);
	return (
		<>
			<div
				class="filter-row"
				onKeyDown={(event) => {
					/* Enter looks for the school and sends nothing yet. */
					if (event.key === 'Enter') {
						event.preventDefault();
						void find();
					}
				}}
			>
				<TextField
					label={t('engineer.school.find')} value={q} size="medium"
					onInput={setQ}
				/>
				<Button
					kind="tertiary" size="medium" busy={act.busy}
					onClick={() => void find()}
				>
					{t('parts.search')}
				</Button>
			</div>
			<ActError act={act} />
			<Select
				label={t('engineer.school')} size="medium" required
				value={wanted.school ?? ''} empty={t('engineer.choose')}
				error={fieldText(error, 'school')}
				hint={schools && t('engineer.schools.found',
					{ count: schools.length })}
				choices={(schools ?? []).map((one) => (
					{ value: one.id, text: `${one.name} (${one.region_name})` }))}
				onChange={(school) => set({ school })}
			/>
			<RadioGroup<'career' | 'homeroom'>
				label={t('engineer.duty')} size="medium" inline
				value={wanted.duty ?? 'career'}
				error={fieldText(error, 'duty')}
				choices={[
					{ value: 'career', text: t('engineer.duty.career') },
					{ value: 'homeroom', text: t('engineer.duty.homeroom') },
				]}
				onChange={(duty) => set({ duty })}
			/>
		</>
	);
}

function RegionPlace({ wanted, error, set }: PlaceProps) {
	const { data } = useGet('/api/regions');

	return (
		<Select
			label={t('engineer.region')} size="medium" required
			value={wanted.region ?? ''} empty={t('engineer.choose')}
			error={fieldText(error, 'region')}
			choices={(data?.regions ?? []).map((one) => (
				{ value: one.id, text: one.name }))}
			onChange={(region) => set({ region })}
		/>
	);
}

export function AccountPlace(props: PlaceProps) {
	switch (props.wanted.role) {
	case 'teacher': return <SchoolPlace {...props} />;
	case 'centre': return <RegionPlace {...props} />;
	case 'supervisor':
		return <p class="quiet">{t('engineer.supervisor.reach')}</p>;
	default:
		return <p class="quiet">{t('engineer.engineer.reach')}</p>;
	}
}
