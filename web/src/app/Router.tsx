/* Shows the page that the address names, with its words, title and focus. */
import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Loading } from '../parts/Loading';
import { t, useLanguage, wordsLoad } from '../words';
import { navigate, navigationCount, useLocation } from './location';
import { routeMatch } from './match';
import { Missing } from './Missing';
import { mayOpen } from './mayOpen';
import { routes, SIGN_IN, type PageProps, type Route } from './routes';
import { useSession } from './session';

interface Loaded {
	route: Route;
	page: ComponentType<PageProps>;
}

function wordsOf(route: Route): Promise<unknown> {
	return Promise.all([route.room ?? []].flat().map(wordsLoad));
}

/* Keeps the last page on the screen until the next one has come. */
function useLoaded(route: Route | undefined): Loaded | undefined {
	const [loaded, setLoaded] = useState<Loaded>();
	const [failure, setFailure] = useState<unknown>();

	useEffect(() => {
		let left = false;

		if (!route)
			return undefined;
		Promise.all([route.page(), wordsOf(route)]).then(([module]) => {
			if (!left)
				setLoaded({ route, page: module.default });
		}, (error: unknown) => {
			if (!left)
				setFailure(() => error);
		});
		return () => {
			left = true;
		};
	}, [route]);
	if (failure)
		throw failure;
	return loaded;
}

/* A screen reader reads the heading of the page that has just been opened. */
function useFocusAtHeading(path: string, ready: boolean) {
	useEffect(() => {
		if (ready && navigationCount() > 0)
			document.querySelector<HTMLElement>('main h1')?.focus();
	}, [path, ready]);
}

export function Router() {
	const { path } = useLocation();
	const { account } = useSession();
	const lang = useLanguage();
	const match = routeMatch(
		routes.filter((route) => mayOpen(route, account)), path);
	const signInFirst = match === undefined && account === null
		&& routeMatch(routes, path) !== undefined;
	const loaded = useLoaded(match?.route);
	const ready = !match || loaded?.route === match.route;
	const titleId = match?.route.titleId ?? 'app.missing.title';

	useEffect(() => {
		document.title = t('app.document_title', { page: t(titleId) });
	}, [titleId, lang, path]);
	useEffect(() => {
		if (signInFirst) {
			const back = window.location.pathname + window.location.search;
			navigate(`${SIGN_IN}?back=${encodeURIComponent(back)}`,
				{ replace: true });
		}
	}, [signInFirst]);
	useFocusAtHeading(path, ready);

	if (signInFirst)
		return <Loading />;
	if (!match)
		return <Missing />;
	if (!loaded || !ready)
		return <Loading />;
	return <loaded.page key={path} params={match.params} />;
}
