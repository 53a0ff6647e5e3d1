import { useState } from 'preact/hooks';
import { Button } from '../../parts/Button';
import { t } from '../../words';
import { ActError } from './ActError';
import { CardsDialog } from './CardsDialog';
import type { ClassAnswer } from './classFilter';
import { FileButton } from './FileButton';
import { useAct } from './useAct';

/* What can be printed or taken from the class. */
export function ClassFiles({ data, reload }: {
	data: ClassAnswer; reload: () => void;
}) {
	const act = useAct();
	const [cards, setCards] = useState(false);
	const at = `/api/classes/${encodeURIComponent(data.id)}`;
	const file = (title: string, ending: string) =>
		`${data.school_name} ${data.name} ${title}.${ending}`;

	return (
		<section class="stack no-print">
			<h2>{t('teacher.files')}</h2>
			<p>{t('teacher.files.text')}</p>
			<div class="row">
				<Button
					kind="secondary" size="medium" icon="print"
					onClick={() => setCards(true)}
				>
					{t('teacher.cards')}
				</Button>
				<FileButton
					act={act} text={t('teacher.forms')}
					wish={{
						address: `${at}/consent-forms`,
						name: file(t('teacher.forms'), 'pdf'),
					}}
				/>
				<FileButton
					act={act} text={t('teacher.briefs.teacher')}
					wish={{
						address: `${at}/briefs?copy=teacher`,
						name: file(t('teacher.briefs.teacher'), 'pdf'),
					}}
				/>
				<FileButton
					act={act} text={t('teacher.briefs.pupil')}
					wish={{
						address: `${at}/briefs?copy=pupil`,
						name: file(t('teacher.briefs.pupil'), 'pdf'),
					}}
				/>
				<FileButton
					act={act} text={t('teacher.table')}
					wish={{
						address: `${at}/table`,
						name: file(t('teacher.table'), 'xlsx'),
					}}
				/>
			</div>
			<div role="status">
				{act.busy && <p>{t('teacher.files.making')}</p>}
			</div>
			<ActError act={act} />
			<CardsDialog
				open={cards} data={data} onClose={() => setCards(false)}
				onPrinted={reload}
			/>
		</section>
	);
}
