/* Lottery numbers and bands as places on a line. */

export interface Key {
	band: number;
	/* 16 hexadecimal digits; the smaller comes first. */
	number: string;
}

/* Where among all numbers this one lies, 0 to 1. */
export function shareOf(number: string): number {
	const value = Number.parseInt(number.slice(0, 8), 16);

	return Number.isNaN(value) ? 0 : value / 2 ** 32;
}

export interface Lane {
	band: number;
	/* How far along the seats reached, 0 to 1. */
	reached: number;
	/* Where the own number lies; null: in another band. */
	own: number | null;
}

/* A lane for the band in which the seats ran out and one for the own. */
export function lanesOf(cut: Key, own: Key): Lane[] {
	const bands = [...new Set([cut.band, own.band])].sort((a, b) => a - b);

	return bands.map((band) => ({
		band,
		reached: band < cut.band ? 1 : band > cut.band ? 0 : shareOf(cut.number),
		own: band === own.band ? shareOf(own.number) : null,
	}));
}
