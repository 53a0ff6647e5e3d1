import { t } from '../../words';
import { ActError } from '../teacher/ActError';
import { FileButton } from '../teacher/FileButton';
import { useAct } from '../teacher/useAct';
import type { OwnRound } from './types';

/* Letters to guardians of a class: who goes where, and when. */
export function ClassLetters({ group, round }: {
	group: string; round: OwnRound;
}) {
	const act = useAct();
	const at = `/api/classes/${encodeURIComponent(group)}`
		+ `/rounds/${encodeURIComponent(round.id)}`;

	return (
		<section class="stack no-print">
			<h2>{t('seats.letters')}</h2>
			<p>{t('seats.letters.text')}</p>
			<div>
				<FileButton
					act={act} text={t('seats.letters.make')} icon="print"
					wish={{
						address: `${at}/letters`,
						name: `${round.name} ${t('seats.letters')}.pdf`,
					}}
				/>
			</div>
			<ActError act={act} />
		</section>
	);
}
