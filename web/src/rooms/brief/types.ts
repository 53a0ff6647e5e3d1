import type { Answer } from '../../api/client';

export type Brief = Answer<'/api/briefs/{brief}', 'get'>;
export type List = Brief['lists'][number];
export type Suggestion = List['suggestions'][number];
export type Decision = Brief['decisions'][number];
export type Own = Brief['own'][number];
export type Moved = Brief['moved'][number];
export type Profile = NonNullable<Brief['profile']>;

/* What of a brief is signed; a draft and what was signed have the same parts. */
export type Document = Pick<Brief, 'pupil_name' | 'class_name' | 'stage' | 'ai'
	| 'answered' | 'profile' | 'lists' | 'moved' | 'decisions' | 'own'
	| 'sections' | 'versions'>;
