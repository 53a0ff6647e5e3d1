/*
 * Warns before words that are not saved are lost: by closing the tab (the
 * browser asks), by a link or by "back" (this window asks).
 */
import { useEffect, useState } from 'preact/hooks';
import { addressNow, navigate } from '../../app/location';
import { Button } from '../../parts/Button';
import { Modal } from '../../parts/Modal';
import { t } from '../../words';

function ownPage(event: MouseEvent): HTMLAnchorElement | undefined {
	const link = (event.target as Element).closest?.('a');

	if (!link || link.target || link.hasAttribute('download')
	    || event.button !== 0 || event.metaKey || event.ctrlKey
	    || event.shiftKey || event.altKey)
		return undefined;
	return link.origin === window.location.origin
		&& !link.pathname.startsWith('/api/')
		&& link.pathname + link.search !== addressNow() ? link : undefined;
}

type Way = () => void;

/* Where the person wanted to go, once that was held back. */
function useHeld(
	dirty: boolean, within: string | undefined, onHeld: (way: Way) => void,
) {
	useEffect(() => {
		const here = addressNow();
		const tab = (event: BeforeUnloadEvent) => event.preventDefault();
		const click = (event: MouseEvent) => {
			const link = ownPage(event);

			if (!link || link.pathname === within)
				return;
			event.preventDefault();
			event.stopPropagation();
			onHeld(() => navigate(link.pathname + link.search + link.hash));
		};
		const back = (event: PopStateEvent) => {
			if (window.location.pathname === within)
				return;
			event.stopImmediatePropagation();
			window.history.pushState(null, '', here);
			onHeld(() => window.history.back());
		};

		if (!dirty)
			return undefined;
		window.addEventListener('beforeunload', tab);
		document.addEventListener('click', click, true);
		window.addEventListener('popstate', back, true);
		return () => {
			window.removeEventListener('beforeunload', tab);
			document.removeEventListener('click', click, true);
			window.removeEventListener('popstate', back, true);
		};
	}, [dirty]);
}

export function Unsaved({ dirty, within }: {
	dirty: boolean;
	/* A path on which one may move about without losing anything. */
	within?: string;
}) {
	const [way, setWay] = useState<Way | null>(null);
	const [leaving, setLeaving] = useState(false);

	useHeld(dirty && !leaving, within, (to) => setWay(() => to));
	useEffect(() => {
		if (leaving)
			way?.();
	}, [leaving]);
	return (
		<Modal
			open={way !== null && !leaving} title={t('sites.unsaved')}
			onClose={() => setWay(null)}
			actions={(
				<>
					<Button kind="tertiary" onClick={() => setLeaving(true)}>
						{t('sites.unsaved.leave')}
					</Button>
					<Button onClick={() => setWay(null)}>
						{t('sites.unsaved.stay')}
					</Button>
				</>
			)}
		>
			<p>{t('sites.unsaved.text')}</p>
		</Modal>
	);
}
