/*
 * The engine alone on one core: a profile of 48 answers, and the ranking of 480
 * occupations and 160 majors.
 */
import { figure } from './figures.mjs';
import { engineTimes } from './engine_times.mjs';

const names = { all: 'all answered', nothing: 'nothing answered' };

for (const { answered, score, rank } of await engineTimes()) {
	figure({ what: `profile of 48 answers, ${names[answered]}`,
		value: score, unit: 'µs' });
	figure({ what: `ten of 480 occupations and ten of 160 majors, ` +
		names[answered], value: rank, unit: 'µs' });
}
