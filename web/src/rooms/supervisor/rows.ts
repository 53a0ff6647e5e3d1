import type { Answer } from '../../api/client';
import type { Stage } from '../../app/session';

export type OverviewAnswer = Answer<'/api/overview', 'get'>;
export type OverviewRow = OverviewAnswer['rows'][number];

export const STAGES = ['elementary', 'middle', 'high'] as const;

export const STAGE_WORDS: Record<Stage, { wordId: string }> = {
	elementary: { wordId: 'overview.stage.elementary' },
	middle: { wordId: 'overview.stage.middle' },
	high: { wordId: 'overview.stage.high' },
};

export function stageOf(text: string | null | undefined): Stage | null {
	return STAGES.find((stage) => stage === text) ?? null;
}

/* The distance from all of them together, in points of a hundred. */
export function gapOf(
	share: number | null | undefined, mean: number | null | undefined,
): number | null {
	return share == null || mean == null
		? null : Math.round(share * 100) - Math.round(mean * 100);
}
