import { useEffect } from 'preact/hooks';
import { onSessionEnded } from '../api/client';
import { Toasts } from '../parts/Toast';
import { t, useLanguage } from '../words';
import { ErrorBoundary } from './ErrorBoundary';
import { Header } from './Header';
import { addressNow, navigate, useLocation } from './location';
import { Offline } from './Offline';
import { Router } from './Router';
import { SIGN_IN } from './routes';
import { sessionForget, sessionNow, useSession } from './session';

/* Goes to the sign-in page once, and remembers where the person was. */
function expire() {
	const wasSignedIn = sessionNow().account !== null;
	const back = encodeURIComponent(addressNow());

	if (!wasSignedIn)
		return;
	sessionForget();
	navigate(`${SIGN_IN}?expired=1&back=${back}`);
}

function SkipLink() {
	return (
		<div id="krds-skip-link">
			<a href="#main">{t('app.skip')}</a>
		</div>
	);
}

function Footer() {
	return (
		<footer id="krds-footer" class="no-print">
			<div class="inner">
				<p class="f-copy">{t('app.footer.about')}</p>
			</div>
		</footer>
	);
}

export function App() {
	const { path } = useLocation();

	useLanguage();
	useSession();
	useEffect(() => onSessionEnded(expire), []);
	return (
		<>
			<SkipLink />
			<Header />
			<Offline />
			<main id="main" tabIndex={-1}>
				<div class="inner">
					<ErrorBoundary address={path}>
						<Router />
					</ErrorBoundary>
				</div>
			</main>
			<Footer />
			<Toasts />
		</>
	);
}
