import { useEffect, useState } from 'preact/hooks';
import { Alert } from '../parts/Alert';
import { t } from '../words';

/* The region stands always, so that a screen reader hears it change. */
export function Offline() {
	const [online, setOnline] = useState(navigator.onLine);

	useEffect(() => {
		const draw = () => setOnline(navigator.onLine);
		window.addEventListener('online', draw);
		window.addEventListener('offline', draw);
		return () => {
			window.removeEventListener('online', draw);
			window.removeEventListener('offline', draw);
		};
	}, []);
	return (
		<div aria-live="polite" class="no-print">
			{!online && <Alert kind="danger">{t('app.offline')}</Alert>}
		</div>
	);
}
