/* The words of points and states; ids stand whole, as the tools want them. */
import type { BadgeKind } from '../../parts/Badge';
import type { MarkState, Point } from './types';

export const POINT_WORDS: Record<Point, { wordId: string }> = {
	depart: { wordId: 'roll.point.depart' },
	arrive: { wordId: 'roll.point.arrive' },
	leave: { wordId: 'roll.point.leave' },
	home: { wordId: 'roll.point.home' },
};

export const STATE_WORDS: Record<MarkState | 'unseen',
	{ wordId: string; sign: string; kind: BadgeKind }> = {
		here: { wordId: 'roll.state.here', sign: '✓', kind: 'success' },
		missing: { wordId: 'roll.state.missing', sign: '!', kind: 'danger' },
		excused: { wordId: 'roll.state.excused', sign: '–', kind: 'gray' },
		unseen: { wordId: 'roll.state.unseen', sign: '', kind: 'gray' },
	};
