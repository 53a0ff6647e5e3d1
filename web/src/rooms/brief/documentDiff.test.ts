import { expect, test } from 'vitest';
import { documentDiff } from './documentDiff';
import type { Document } from './types';

const shown = {
	pupil_name: '이하늘', stage: 'high', ai: true, lists: [], moved: [],
	decisions: [], own: [], sections: [{ id: 'talk', text: '가' }],
} as unknown as Document;

test.each([
	[{}, []],
	[{ sections: [{ id: 'talk', text: '나' }] }, ['sections']],
	[{ ai: false, lists: [{ kind: 'majors' }] }, ['lists', 'ai']],
	[{ pupil_name: '이바다' }, ['rest']],
])('%o differs in %o', (change, want) => {
	expect(documentDiff(shown, { ...shown, ...change } as Document))
		.toEqual(want);
});
