/*
 * A small town without demonstration data: its schools by list, its pupils by
 * roster, a career teacher with two factors.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { newStaff } from './accounts.mjs';
import { houseFor, inHouse, setUp } from './database.mjs';
import { classOf, roster, schoolList, schoolYear, town } from './roster.mjs';
import { served } from './server.mjs';

/* Of the second class of grade 8 some are fourteen already, some are not. */
export function people() {
	const middle = classOf('m1', 7, 4, '1학년 1반');
	const older = classOf('m2', 9, 2, '3학년 1반');
	const high = classOf('h1', 10, 6, '1학년 1반');

	older.pupils[0].birth = `${schoolYear() - 13}-02-01`;
	older.pupils[1].birth = `${schoolYear() - 15}-02-01`;
	return [
		{ ...town.middle, classes: [middle, older] },
		{ ...town.high, classes: [high] },
	];
}

export function fileIn(house, name, bytes) {
	const path = join(house.folder, name);

	writeFileSync(path, bytes);
	return path;
}

/* Regions, offices and the two schools, and nobody yet. */
export async function placesFor(t, kind) {
	const house = await houseFor(t, kind);

	await setUp(house);
	await inHouse(house, ['import', 'schools',
		fileIn(house, 'schools.csv', schoolList())]);
	return house;
}

/* { house, server, teacher }: the career teacher of both schools. */
export async function townFor(t, kind) {
	const house = await placesFor(t, kind);

	await inHouse(house, ['import', 'roster',
		fileIn(house, 'roster.zip', roster(people()))]);
	const server = await served(t, house);
	const teacher = await newStaff(house, server, 'teacher', 'career',
		'--school', town.middle.code, '--duty', 'career');

	await house.ask(`INSERT INTO duty (account, school, kind)
		SELECT a.id, s.id, 'career' FROM account a, school s
		WHERE a.login = 'career' AND s.code = '${town.high.code}'`);
	return { house, server, teacher };
}

/* The class of a grade as its teacher sees it. */
export async function classOfGrade(teacher, grade) {
	const { classes } = await teacher.get('/api/today');
	const group = classes.find(one => one.grade === grade);

	return teacher.get(`/api/classes/${group.id}`);
}
