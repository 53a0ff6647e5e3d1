import { Card, StructuredList } from '../../parts/StructuredList';
import { Tags } from '../../parts/Tags';
import { dateText, t } from '../../words/all';
import { useRoundNeeds, type RoundNeed } from '../seats/roundNeeds';
import type { Show } from './classFilter';
import { bySchool, needOf, type TodayClass } from './todayRows';

const NEEDS: readonly { show: Show; titleId: string; wordId: string }[] = [
	{
		show: 'ready', titleId: 'teacher.need.ready',
		wordId: 'teacher.need.ready.text',
	},
	{
		show: 'unanswered', titleId: 'teacher.need.unanswered',
		wordId: 'teacher.need.unanswered.text',
	},
	{
		show: 'consent', titleId: 'teacher.need.consent',
		wordId: 'teacher.need.consent.text',
	},
	{
		show: 'refused', titleId: 'teacher.need.refused',
		wordId: 'teacher.need.refused.text',
	},
];

function Links({ classes, show }: {
	classes: readonly TodayClass[]; show: Show;
}) {
	const schools = bySchool(classes.filter((one) => needOf(one, show) > 0));
	const several = bySchool(classes).length > 1;

	return (
		<>
			{schools.map((school) => (
				<div key={school.school} class="need-school">
					{several && <span class="need-name">{school.name}</span>}
					<Tags
						tags={school.classes.map((one) => ({
							key: one.id,
							text: t('teacher.need.of', {
								name: one.name, count: needOf(one, show),
							}),
							href: `/classes/${one.id}?show=${show}`,
						}))}
					/>
				</div>
			))}
		</>
	);
}

/* A round that closes soon, with the classes that may enter it. */
function RoundCard({ need }: { need: RoundNeed }) {
	const { round } = need;
	const schools = bySchool(need.classes);

	return (
		<Card
			title={t('seats.need', {
				name: round.name, date: dateText(round.closes),
			})}
			text={t('seats.need.text')}
		>
			{schools.map((school) => (
				<div key={school.school} class="need-school">
					{schools.length > 1
						&& <span class="need-name">{school.name}</span>}
					<Tags
						tags={school.classes.map((one) => ({
							key: one.id, text: one.name,
							href: `/classes/${one.id}/seats/${round.id}`,
						}))}
					/>
				</div>
			))}
		</Card>
	);
}

/* What waits, with the classes in which it waits. */
export function TodayNeeds({ classes }: { classes: readonly TodayClass[] }) {
	const sum = (show: Show) =>
		classes.reduce((n, one) => n + needOf(one, show), 0);
	const shown = NEEDS.filter(({ show }) => sum(show) > 0);
	const rounds = useRoundNeeds(classes);

	return (
		<section class="stack needs">
			<h2>{t('teacher.today.needs')}</h2>
			{shown.length === 0 && rounds.length === 0
				? <p class="empty-note">{t('teacher.today.nothing')}</p>
				: (
					<StructuredList>
						{shown.map((need) => (
							<Card
								key={need.show}
								title={t(need.titleId, { count: sum(need.show) })}
								text={t(need.wordId)}
							>
								<Links classes={classes} show={need.show} />
							</Card>
						))}
						{rounds.map((need) => (
							<RoundCard key={need.round.id} need={need} />
						))}
					</StructuredList>
				)}
		</section>
	);
}
