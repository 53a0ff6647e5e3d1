import type { Route } from './routes';
import type { Account } from './session';

/* Whether a page is offered; the server decides by itself, with each request. */
export function mayOpen(route: Route, account: Account | null): boolean {
	if (route.roles === 'anyone')
		return true;
	if (account === null)
		return false;
	return route.roles === 'signed_in' || route.roles.includes(account.role);
}
