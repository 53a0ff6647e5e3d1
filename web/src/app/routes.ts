/*
 * Every page of the program. To add one, add a row. Who may open a page is
 * checked by the server with each request; here it decides what is offered.
 */
import type { ComponentType } from 'preact';
import type { Role } from './session';

export interface PageProps {
	params: Record<string, string>;
}

export interface Route {
	/* {names} stand for one part of the address and reach the page. */
	path: string;
	roles: readonly Role[] | 'anyone';
	titleId: string;
	/* The room whose words the page speaks: src/words/ko/<room>.json. */
	room?: string;
	/* Stands in the main menu of its roles. */
	menu?: boolean;
	page: () => Promise<{ default: ComponentType<PageProps> }>;
}

export const SIGN_IN = '/sign-in';

export const routes: readonly Route[] = [
	{
		path: '/', roles: 'anyone', titleId: 'app.page.home', menu: true,
		page: () => import('../rooms/home/Home'),
	},
	{
		path: SIGN_IN, roles: 'anyone', titleId: 'app.page.sign_in',
		page: () => import('../rooms/people/SignIn'),
	},
	...(__PARTS__ ? [{
		path: '/parts', roles: 'anyone', titleId: 'app.page.parts',
		menu: true, page: () => import('../rooms/parts/Parts'),
	} as const] : []),
];
