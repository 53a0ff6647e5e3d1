import { useEffect, useRef, useState } from 'preact/hooks';
import { upload } from '../../api/client';
import { fieldText } from '../../api/problem';
import { navigate } from '../../app/location';
import { useSession } from '../../app/session';
import { Button } from '../../parts/Button';
import { Progress } from '../../parts/Progress';
import { RadioGroup } from '../../parts/RadioGroup';
import { t } from '../../words';
import { ActError } from '../teacher/ActError';
import { FileButton } from '../teacher/FileButton';
import { useAct } from '../teacher/useAct';
import { DropPlace } from './DropPlace';

type Kind = 'roster' | 'schools';

const ACCEPTED: Record<Kind, string> = {
	roster: '.xlsx,.zip', schools: '.csv',
};
const TOO_BIG = 512 * 1024 * 1024;

function KindChoice({ kind, onKind }: {
	kind: Kind; onKind: (kind: Kind) => void;
}) {
	return (
		<RadioGroup<Kind>
			label={t('imports.kind')} value={kind} onChange={onKind}
			choices={[
				{
					value: 'roster', text: t('imports.kind.roster'),
					hint: t('imports.kind.roster.hint'),
				},
				{
					value: 'schools', text: t('imports.kind.schools'),
					hint: t('imports.kind.schools.hint'),
				},
			]}
		/>
	);
}

/* A file goes up and is checked; nothing is written by that. */
export function Upload() {
	const { account } = useSession();
	const act = useAct();
	const [kind, setKind] = useState<Kind>('roster');
	const [file, setFile] = useState<File>();
	const [missing, setMissing] = useState<string>();
	const [sent, setSent] = useState(0);
	const leave = useRef(new AbortController());

	useEffect(() => () => leave.current.abort(), []);

	async function send() {
		const form = new FormData();

		if (!file) {
			setMissing(t('imports.file.missing'));
			return;
		}
		if (file.size > TOO_BIG) {
			setMissing(t('imports.file.too_big'));
			return;
		}
		form.append('kind', kind);
		form.append('file', file);
		setSent(0);
		await act.run(async () => {
			const started = await upload('/api/imports', form, {
				onProgress: setSent, signal: leave.current.signal,
			}) as { id: string };

			navigate(`/imports/${started.id}`);
		});
	}

	return (
		<section class="stack">
			<h2>{t('imports.new')}</h2>
			{account?.role === 'engineer' && (
				<KindChoice kind={kind} onKind={setKind} />
			)}
			{kind === 'roster' && (
				<div class="stack">
					<p>{t('imports.roster.text')}</p>
					<p>
						<FileButton
							act={act} text={t('imports.template')} size="small"
							wish={{
								address: '/api/roster-template',
								name: `${t('imports.template.file')}.xlsx`,
							}}
						/>
					</p>
				</div>
			)}
			<DropPlace
				file={file} accept={ACCEPTED[kind]}
				error={missing ?? fieldText(act.error, 'file')}
				onFile={(chosen) => {
					setFile(chosen);
					setMissing(undefined);
				}}
			/>
			{act.busy && file && sent > 0 && (
				<Progress
					label={t('imports.sending')} done={sent} total={1} says="share"
				/>
			)}
			<ActError act={act} />
			<p>
				<Button busy={act.busy} onClick={() => void send()}>
					{t('imports.check')}
				</Button>
			</p>
		</section>
	);
}
