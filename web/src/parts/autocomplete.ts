/* The kinds of own data that our forms ask for (WCAG 1.3.5). */
export type HTMLInputAutoCompleteAttribute =
	'off' | 'name' | 'username' | 'email' | 'tel' | 'organization'
	| 'current-password' | 'new-password' | 'one-time-code';
