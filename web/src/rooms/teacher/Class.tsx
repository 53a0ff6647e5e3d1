/* One class: who has answered, who has a brief, who waits, and what to print. */
import { useGet } from '../../api/useGet';
import { useLocation } from '../../app/location';
import type { PageProps } from '../../app/routes';
import { Fetched } from '../../parts/Fetched';
import { LinkButton } from '../../parts/LinkButton';
import { t } from '../../words';
import { ClassFiles } from './ClassFiles';
import { ClassTable } from './ClassTable';
import {
	briefHref, fits, nextReady, showOf, type ClassAnswer, type Show,
} from './classFilter';
import { FilterLinks } from './FilterLinks';
import { TeacherPage } from './TeacherPage';

const FILTERS: readonly { value: Show; wordId: string }[] = [
	{ value: 'ready', wordId: 'teacher.show.ready' },
	{ value: 'unanswered', wordId: 'teacher.show.unanswered' },
	{ value: 'signed', wordId: 'teacher.show.signed' },
	{ value: 'refused', wordId: 'teacher.show.refused' },
	{ value: 'consent', wordId: 'teacher.show.consent' },
];

function Filter({ data, show }: { data: ClassAnswer; show: Show | '' }) {
	const count = (value: Show | '') =>
		data.pupils.filter((pupil) => fits(pupil, value)).length;

	return (
		<FilterLinks
			label={t('teacher.show')} name="show" value={show}
			choices={[
				{ value: '', text: t('teacher.show.all'), count: count('') },
				...FILTERS.map(({ value, wordId }) => (
					{ value, text: t(wordId), count: count(value) })),
			]}
		/>
	);
}

function Next({ data }: { data: ClassAnswer }) {
	const next = nextReady(data.pupils);

	if (!next)
		return null;
	return (
		<LinkButton href={briefHref(next.id, data.id)}>
			{t('teacher.brief.next', { name: next.name })}
		</LinkButton>
	);
}

export default function Class({ params }: PageProps) {
	const id = params.class ?? '';
	const { query } = useLocation();
	const show = showOf(query.get('show'));
	const got = useGet('/api/classes/{class}', { path: { class: id } });
	const { data } = got;

	return (
		<TeacherPage
			title={data ? data.name : t('teacher.class')}
			lead={data && t('teacher.class.lead', {
				school: data.school_name, year: data.year,
				count: data.pupils.length,
			})}
			crumbs={[
				{ text: t('app.page.today'), href: '/today' },
				{
					text: data ? data.name : t('teacher.class'),
					href: `/classes/${id}`,
				},
			]}
			actions={(
				<>
					<LinkButton
						kind="tertiary" size="medium"
						href={`/classes/${encodeURIComponent(id)}/seats`}
					>
						{t('seats.class.open')}
					</LinkButton>
					{data && <Next data={data} />}
				</>
			)}
		>
			<Fetched got={got}>
				{(answer) => (
					<>
						<Filter data={answer} show={show} />
						<ClassTable data={answer} show={show} />
						<p class="source-note">{t('teacher.letters.mean')}</p>
						<ClassFiles data={answer} reload={got.reload} />
					</>
				)}
			</Fetched>
		</TeacherPage>
	);
}
