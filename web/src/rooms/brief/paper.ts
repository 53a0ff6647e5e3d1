import { t } from '../../words';
import type { FileWish } from '../teacher/fileTake';
import type { Brief } from './types';

/* The brief as PDF, in one of its two copies. */
export function paperWish(brief: Brief, copy: 'pupil' | 'teacher'): FileWish {
	const kind = copy === 'pupil'
		? t('brief.print.pupil') : t('brief.print.teacher');

	return {
		address: `/api/briefs/${encodeURIComponent(brief.id)}/paper?copy=${copy}`,
		name: `${brief.pupil_name} ${kind}.pdf`,
	};
}
