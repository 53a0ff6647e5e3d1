import { useEffect, useState } from 'preact/hooks';
import { Button } from '../../parts/Button';
import { Checkbox } from '../../parts/Checkbox';
import { Modal } from '../../parts/Modal';
import { toast } from '../../parts/Toast';
import { t } from '../../words';
import { ActError } from './ActError';
import type { ClassAnswer, ClassPupil } from './classFilter';
import { fileTake } from './fileTake';
import { useAct } from './useAct';

function choiceText(pupil: ClassPupil): string {
	const values = { number: pupil.number ?? '', name: pupil.name };

	return pupil.card
		? t('teacher.cards.has', values) : t('teacher.cards.has_none', values);
}

/* Whose cards to print; a new card ends the old one, so that is told first. */
export function CardsDialog({ open, data, onClose, onPrinted }: {
	open: boolean;
	data: ClassAnswer;
	onClose: () => void;
	onPrinted: () => void;
}) {
	const act = useAct();
	const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
	const all = chosen.size === data.pupils.length && chosen.size > 0;
	const renewed = data.pupils.filter(
		(pupil) => pupil.card && chosen.has(pupil.id)).length;

	useEffect(() => {
		if (open) {
			setChosen(new Set(data.pupils
				.filter((pupil) => !pupil.card).map((pupil) => pupil.id)));
		}
	}, [open]);

	function choose(id: string, on: boolean) {
		const next = new Set(chosen);

		if (on)
			next.add(id);
		else
			next.delete(id);
		setChosen(next);
	}

	async function print() {
		if (await act.run(() => fileTake({
			address: `/api/classes/${encodeURIComponent(data.id)}/cards`,
			name: `${data.school_name} ${data.name} ${t('teacher.cards')}.pdf`,
			method: 'POST', body: { pupils: [...chosen] },
		}))) {
			toast({ text: t('teacher.cards.made', { count: chosen.size }) });
			onPrinted();
			onClose();
		}
	}

	return (
		<Modal
			open={open} title={t('teacher.cards')} onClose={onClose}
			actions={(
				<>
					<Button kind="tertiary" onClick={onClose}>
						{t('parts.cancel')}
					</Button>
					<Button
						busy={act.busy} disabled={chosen.size === 0}
						onClick={() => void print()}
					>
						{t('teacher.cards.make', { count: chosen.size })}
					</Button>
				</>
			)}
		>
			<div class="stack">
				<p>{t('teacher.cards.text')}</p>
				<Checkbox
					label={t('teacher.cards.all')} size="medium" checked={all}
					mixed={!all && chosen.size > 0}
					onChange={(on) => setChosen(new Set(
						on ? data.pupils.map((pupil) => pupil.id) : []))}
				/>
				<div class="pupil-choices">
					{data.pupils.map((pupil) => (
						<Checkbox
							key={pupil.id} size="medium"
							label={choiceText(pupil)}
							checked={chosen.has(pupil.id)}
							onChange={(on) => choose(pupil.id, on)}
						/>
					))}
				</div>
				<div role="status">
					{renewed > 0 && (
						<p class="warn">{t('teacher.cards.ends', { count: renewed })}</p>
					)}
				</div>
				<ActError act={act} />
			</div>
		</Modal>
	);
}
