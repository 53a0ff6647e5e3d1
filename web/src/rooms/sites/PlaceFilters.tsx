/* Where: the region, and the school that distances are told from. */
import { useGet } from '../../api/useGet';
import { useSession } from '../../app/session';
import { t } from '../../words';
import { SelectFilter } from './FilterParts';

export const EVERYWHERE = 'all';

/* A centre begins with its own region; "all" in the address widens that. */
export function useRegion(query: URLSearchParams): string | undefined {
	const { account } = useSession();
	const asked = query.get('region');

	if (asked === EVERYWHERE)
		return undefined;
	return asked ?? account?.region ?? undefined;
}

export function RegionFilter({ value }: { value: string | undefined }) {
	const { account } = useSession();
	const { data } = useGet('/api/regions');
	const regions = data?.regions ?? [];

	return (
		<SelectFilter
			label={t('sites.region')} name="region"
			value={value ?? (account?.region ? EVERYWHERE : undefined)}
			{...(!account?.region && { empty: t('sites.region.all') })}
			choices={[
				...(account?.region
					? [{ value: EVERYWHERE, text: t('sites.region.all') }] : []),
				...regions.map((one) => ({ value: one.id, text: one.name })),
			]}
		/>
	);
}

/* Only who has several schools has to say from which. */
export function SchoolFilter({ value }: { value: string | undefined }) {
	const { account } = useSession();
	const schools = account?.schools ?? [];

	if (schools.length < 2)
		return null;
	return (
		<SelectFilter
			label={t('sites.from_school')} name="school"
			value={value ?? schools[0]!.id}
			choices={schools.map((one) => ({ value: one.id, text: one.name }))}
		/>
	);
}

export function OrderFilter({ value, distances }: {
	value: string | undefined;
	/* There is a school to tell them from. */
	distances: boolean;
}) {
	return (
		<SelectFilter
			label={t('sites.order')} name="order" value={value ?? 'name'}
			choices={[
				{ value: 'name', text: t('sites.order.name') },
				...(distances
					? [{ value: 'distance', text: t('sites.order.distance') }]
					: []),
				{ value: 'soon', text: t('sites.order.soon') },
			]}
		/>
	);
}
