import { useGet } from '../../api/useGet';
import { Fetched } from '../../parts/Fetched';
import { Modal } from '../../parts/Modal';
import { t } from '../../words';
import type { Holder } from './holder';

/* The code that is shown on the day, big enough for another phone to read. */
export function SeatCode({ holder, round, onClose }: {
	holder: Holder; round: string; onClose: () => void;
}) {
	const got = useGet('/api/pupils/{pupil}/rounds/{round}/code',
		{ path: { pupil: holder.id, round } });

	return (
		<Modal open title={t('seats.code')} onClose={onClose}>
			<Fetched got={got}>
				{({ code, qr }) => (
					<div class="seat-code">
						<img
							src={`data:image/svg+xml;utf8,${encodeURIComponent(qr)}`}
							width="240" height="240" alt={t('seats.code.qr')}
						/>
						<p>{t('seats.code.text')}</p>
						<p class="seat-code-text">
							{code.replace(/.{4}(?=.)/g, '$& ')}
						</p>
					</div>
				)}
			</Fetched>
		</Modal>
	);
}
