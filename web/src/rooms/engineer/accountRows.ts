import type { Answer, Body } from '../../api/client';
import { t } from '../../words';

export type AccountRow = Answer<'/api/accounts', 'get'>['accounts'][number];
export type NewAccount = NonNullable<Body<'/api/accounts', 'post'>>;
export type StaffRole = AccountRow['role'];

export const STAFF: readonly { value: StaffRole; wordId: string }[] = [
	{ value: 'teacher', wordId: 'app.role.teacher' },
	{ value: 'centre', wordId: 'app.role.centre' },
	{ value: 'supervisor', wordId: 'app.role.supervisor' },
	{ value: 'engineer', wordId: 'app.role.engineer' },
];

export function roleText(role: StaffRole): string {
	const words = STAFF.find((one) => one.value === role);

	return words ? t(words.wordId) : role;
}
