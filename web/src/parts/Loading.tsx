import { useEffect, useState } from 'preact/hooks';
import { t } from '../words';

const PATIENCE_MS = 400;

/* Says nothing at first: most waits are over before they are noticed. */
export function Loading() {
	const [late, setLate] = useState(false);

	useEffect(() => {
		const timer = setTimeout(() => setLate(true), PATIENCE_MS);
		return () => clearTimeout(timer);
	}, []);
	return (
		<div class="loading" role="status">
			{late && (
				<div class="krds-spinner">
					<span>{t('app.loading')}</span>
				</div>
			)}
		</div>
	);
}
