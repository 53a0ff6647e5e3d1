import { Badge } from '../../parts/Badge';
import { t } from '../../words';
import type { ClassPupil } from './classFilter';

const NOTICES: Record<string, { wordId: string }> = {
	same: { wordId: 'teacher.notice.same' },
	fast: { wordId: 'teacher.notice.fast' },
	few: { wordId: 'teacher.notice.few' },
};

/* What is good to know before the talk; nothing here is a fault. */
export function NoticeBadges({ pupil }: { pupil: ClassPupil }) {
	return (
		<span class="badges">
			{!pupil.ai && <Badge kind="secondary">{t('teacher.notice.no_ai')}</Badge>}
			{pupil.consent !== 'given' && pupil.test !== 'done' && (
				<Badge kind="warning">
					{pupil.consent === 'guardian'
						? t('teacher.notice.consent_guardian')
						: t('teacher.notice.consent')}
				</Badge>
			)}
			{pupil.notices.map((notice) => NOTICES[notice] && (
				<Badge key={notice}>{t(NOTICES[notice].wordId)}</Badge>
			))}
			{!pupil.card && <Badge>{t('teacher.notice.no_card')}</Badge>}
		</span>
	);
}
