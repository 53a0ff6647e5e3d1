/* One of five, from least to most. */
export type ScalePoint = 1 | 2 | 3 | 4 | 5;
export const SCALE_POINTS: readonly ScalePoint[] = [1, 2, 3, 4, 5];
