/*
 * The address is the only place where a list keeps its filter, order and
 * page, so that it can be sent to a colleague and "back" always works.
 */
import { useEffect, useState } from 'preact/hooks';

const listeners = new Set<() => void>();
let navigations = 0;

function changed() {
	navigations++;
	listeners.forEach((listener) => listener());
}

/* How often the person has moved; 0 on the page that was opened first. */
export function navigationCount(): number {
	return navigations;
}

export function addressNow(): string {
	return window.location.pathname + window.location.search;
}

export function navigate(to: string, how: { replace?: boolean } = {}) {
	const before = window.location.pathname;

	if (how.replace)
		window.history.replaceState(null, '', to);
	else
		window.history.pushState(null, '', to);
	if (window.location.pathname !== before)
		window.scrollTo(0, 0);
	changed();
}

/* Ordinary links to our own pages; files, new tabs and the API are not. */
function linkOf(event: MouseEvent): HTMLAnchorElement | undefined {
	const link = (event.target as Element).closest?.('a');

	if (!link || link.target || link.hasAttribute('download'))
		return undefined;
	if (event.defaultPrevented || event.button !== 0 || event.metaKey
	    || event.ctrlKey || event.shiftKey || event.altKey)
		return undefined;
	if (link.origin !== window.location.origin
	    || link.pathname.startsWith('/api/'))
		return undefined;
	return link;
}

function isJump(link: HTMLAnchorElement): boolean {
	return link.hash !== '' && link.pathname === window.location.pathname
		&& link.search === window.location.search;
}

/* Called once at the start. */
export function linksFollow() {
	window.addEventListener('popstate', changed);
	document.addEventListener('click', (event) => {
		const link = linkOf(event);

		if (!link || isJump(link))
			return;
		event.preventDefault();
		navigate(link.pathname + link.search + link.hash);
	});
}

export function useLocation(): { path: string; query: URLSearchParams } {
	const [, draw] = useState(0);

	useEffect(() => {
		const listener = () => draw((n) => n + 1);
		listeners.add(listener);
		return () => {
			listeners.delete(listener);
		};
	}, []);
	return {
		path: window.location.pathname,
		query: new URLSearchParams(window.location.search),
	};
}

/* The present address with some query values changed; null takes one away. */
export function addressWith(changes: Record<string, string | null>): string {
	const query = new URLSearchParams(window.location.search);

	for (const [name, value] of Object.entries(changes)) {
		if (value === null || value === '')
			query.delete(name);
		else
			query.set(name, value);
	}
	return [...query].length > 0
		? `${window.location.pathname}?${query}` : window.location.pathname;
}
