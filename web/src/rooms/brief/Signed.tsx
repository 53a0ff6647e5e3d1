import { useGet } from '../../api/useGet';
import { useLocation } from '../../app/location';
import { LinkButton } from '../../parts/LinkButton';
import { dateTimeText, t } from '../../words/all';
import { ActError } from '../teacher/ActError';
import { briefHref, nextReady } from '../teacher/classFilter';
import { FileButton } from '../teacher/FileButton';
import { useAct } from '../teacher/useAct';
import { DocumentView } from './DocumentView';
import { paperWish } from './paper';
import { RecordPart } from './RecordPart';
import type { Brief } from './types';

/* On from here: the next of the class, when the way led through one. */
function NextOfClass({ inClass, pupil }: { inClass: string; pupil: string }) {
	const { data } = useGet('/api/classes/{class}',
		{ path: { class: inClass } });
	const next = data && nextReady(data.pupils, pupil);

	if (!data)
		return null;
	return next
		? (
			<LinkButton size="medium" href={briefHref(next.id, inClass)}>
				{t('brief.next', { name: next.name })}
			</LinkButton>
		)
		: (
			<LinkButton
				size="medium" kind="secondary" href={`/classes/${inClass}`}
			>
				{t('brief.class_done')}
			</LinkButton>
		);
}

/* What was signed, as it was signed; it cannot be changed any more. */
export function Signed({ brief }: { brief: Brief }) {
	const act = useAct();
	const { query } = useLocation();
	const inClass = query.get('class') ?? undefined;

	return (
		<>
			<p>
				{t('brief.signed_by', {
					date: brief.signed ? dateTimeText(brief.signed) : '',
					name: brief.signer ?? '',
				})}
			</p>
			<div class="row no-print">
				{inClass && (
					<NextOfClass inClass={inClass} pupil={brief.pupil} />
				)}
				<FileButton
					act={act} icon="print" text={t('brief.print.teacher')}
					wish={paperWish(brief, 'teacher')}
				/>
				<FileButton
					act={act} icon="print" text={t('brief.print.pupil')}
					wish={paperWish(brief, 'pupil')}
				/>
				<LinkButton
					kind="tertiary" size="medium"
					href={briefHref(brief.pupil, inClass)}
				>
					{t('brief.new_version')}
				</LinkButton>
			</div>
			<ActError act={act} />
			<div class="brief-columns is-signed">
				<div class="brief-left no-print">
					<RecordPart pupil={brief.pupil} here={brief.id} />
				</div>
				<DocumentView document={brief} />
			</div>
			{brief.hash && (
				<p class="source-note hash">{`SHA-256 ${brief.hash}`}</p>
			)}
		</>
	);
}
