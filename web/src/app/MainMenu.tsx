/* The same rows twice: a bar on a desk, a panel on a phone. */
import { useState } from 'preact/hooks';
import { Modal } from '../parts/Modal';
import { t } from '../words';
import { useLocation } from './location';
import { mayOpen } from './mayOpen';
import { routes, type Route } from './routes';
import { useSession, type Account } from './session';

function menuOf(account: Account | null): Route[] {
	return routes.filter((route) => route.menu && mayOpen(route, account));
}

/* '/rounds/7' lies under '/rounds'; only '/' itself lies under '/'. */
function isUnder(path: string, route: Route): boolean {
	return path === route.path
		|| (route.path !== '/' && path.startsWith(`${route.path}/`));
}

export function MainMenu() {
	const { account } = useSession();
	const { path } = useLocation();
	const menu = menuOf(account);

	if (menu.length === 0)
		return null;
	return (
		<nav class="krds-main-menu" aria-label={t('app.nav.main')}>
			<div class="inner">
				<ul class="gnb-menu">
					{menu.map((route) => {
						const here = isUnder(path, route);

						return (
							<li key={route.path}>
								<a
									href={route.path}
									class={`gnb-main-trigger is-link${here ? ' active' : ''}`}
									aria-current={here ? 'page' : undefined}
								>
									{t(route.titleId)}
								</a>
							</li>
						);
					})}
				</ul>
			</div>
		</nav>
	);
}

export function MainMenuDialog() {
	const { account } = useSession();
	const { path } = useLocation();
	const [open, setOpen] = useState(false);
	const close = () => setOpen(false);
	const menu = menuOf(account);

	if (menu.length === 0)
		return null;
	return (
		<div class="menu-on-phone">
			<button type="button" class="btn-navi all" onClick={() => setOpen(true)}>
				{t('app.nav.menu')}
			</button>
			<Modal open={open} title={t('app.nav.main')} onClose={close}>
				<ul class="menu-list">
					{menu.map((route) => (
						<li key={route.path}>
							<a
								href={route.path} onClick={close}
								aria-current={isUnder(path, route) ? 'page' : undefined}
							>
								{t(route.titleId)}
							</a>
						</li>
					))}
				</ul>
			</Modal>
		</div>
	);
}
