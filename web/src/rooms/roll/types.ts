import type { Answer } from '../../api/client';

export type RollAnswer = Answer<'/api/events/{event}/roll', 'get'>;
export type Person = RollAnswer['people'][number];
export type Mark = Person['marks'][number];
export type Point = Mark['point'];
export type MarkState = Mark['state'];

/* A mark on its way, with whose it is. */
export interface Marked extends Mark {
	pupil: string;
}

/* Where the roll of an event is called: all who come, or one class. */
export interface Place {
	event: string;
	class?: string;
}
