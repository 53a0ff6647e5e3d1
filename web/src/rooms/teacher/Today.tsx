/* The teacher's first page: what needs you, then the classes. */
import { useGet } from '../../api/useGet';
import { Fetched } from '../../parts/Fetched';
import { LinkButton } from '../../parts/LinkButton';
import { dateText, t } from '../../words/all';
import { TeacherPage } from './TeacherPage';
import { TodayClasses } from './TodayClasses';
import { TodayNeeds } from './TodayNeeds';

function NoClasses() {
	return (
		<div class="stack empty-note">
			<p>{t('teacher.today.no_classes')}</p>
			<p>
				<LinkButton href="/imports" kind="secondary">
					{t('teacher.today.import')}
				</LinkButton>
			</p>
		</div>
	);
}

export default function Today() {
	const got = useGet('/api/today');

	return (
		<TeacherPage title={t('app.page.today')} lead={dateText(Date.now())}>
			<Fetched got={got}>
				{({ classes }) => (classes.length === 0
					? <NoClasses />
					: (
						<>
							<TodayNeeds classes={classes} />
							<TodayClasses classes={classes} />
						</>
					))}
			</Fetched>
		</TeacherPage>
	);
}
