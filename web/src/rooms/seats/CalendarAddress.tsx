/* An address that a calendar reads; asking again ends the one before. */
import { useState } from 'preact/hooks';
import { problemText } from '../../api/problem';
import { Alert } from '../../parts/Alert';
import { Button } from '../../parts/Button';
import { TextField } from '../../parts/TextField';
import { toast } from '../../parts/Toast';
import { t } from '../../words';
import { useAct } from '../teacher/useAct';
import { calendarMake, type Holder } from './holder';

export function CalendarAddress({ holder }: { holder: Holder }) {
	const act = useAct();
	const [address, setAddress] = useState('');

	function make() {
		return act.run(async () => setAddress(await calendarMake(holder)));
	}

	function copy() {
		return act.run(async () => {
			await navigator.clipboard.writeText(address);
			toast({ text: t('seats.calendar.copied') });
		});
	}

	return (
		<details class="calendar-fold no-print">
			<summary>{t('seats.calendar')}</summary>
			<div class="stack">
				<p>{t('seats.calendar.text')}</p>
				{address !== '' && (
					<TextField
						label={t('seats.calendar.address')} value={address} readOnly
						hint={t('seats.calendar.hint')} onInput={() => undefined}
					/>
				)}
				<div class="row">
					<Button
						kind={address === '' ? 'secondary' : 'tertiary'}
						size="medium" busy={act.busy} onClick={() => void make()}
					>
						{address === ''
							? t('seats.calendar.make') : t('seats.calendar.renew')}
					</Button>
					{address !== '' && navigator.clipboard && (
						<Button
							kind="secondary" size="medium"
							onClick={() => void copy()}
						>
							{t('seats.calendar.copy')}
						</Button>
					)}
				</div>
				{act.error !== undefined && (
					<Alert kind="danger">{problemText(act.error)}</Alert>
				)}
			</div>
		</details>
	);
}
