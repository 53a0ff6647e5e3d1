/* A new version: a bank or a model, and the audit that it has passed. */
import { useState } from 'preact/hooks';
import { api } from '../../api/client';
import { fieldText } from '../../api/problem';
import { Button } from '../../parts/Button';
import { Select } from '../../parts/Select';
import { toast } from '../../parts/Toast';
import { useFirstError } from '../../parts/useFirstError';
import { t } from '../../words';
import { ActError } from '../teacher/ActError';
import { useAct } from '../teacher/useAct';
import { nameText } from './banks';
import { FileField } from './FileField';

const MOST_BYTES = 4 * 1024 * 1024;

type Faults = Partial<Record<'name' | 'file' | 'audit', string | undefined>>;

function fileFault(file: File | undefined): string | undefined {
	if (!file)
		return t('model.file.missing');
	return file.size > MOST_BYTES ? t('model.file.too_big') : undefined;
}

/* A file that was written anew after it was chosen cannot be read. */
async function textOf(file: File): Promise<string | undefined> {
	try {
		return await file.text();
	} catch {
		return undefined;
	}
}

export function BankPublish({ names, onPublished }: {
	names: readonly string[]; onPublished: () => void;
}) {
	const act = useAct();
	const [name, setName] = useState('');
	const [file, setFile] = useState<File>();
	const [audit, setAudit] = useState<File>();
	const [faults, setFaults] = useState<Faults>({});
	const [refused, setRefused] = useState<number>();
	const form = useFirstError(refused);
	const faultOf = (field: keyof Faults) =>
		faults[field] ?? fieldText(act.error, field);
	const clear = (field: keyof Faults) =>
		setFaults((all) => ({ ...all, [field]: undefined }));

	function refuse(found: Faults) {
		setFaults(found);
		setRefused((times = 0) => times + 1);
	}

	function emptied() {
		form.current?.reset();
		setName('');
		setFile(undefined);
		setAudit(undefined);
	}

	async function publish(bank: File, passed: File) {
		const texts = await Promise.all([textOf(bank), textOf(passed)]);
		const [fileText, auditText] = texts;

		if (fileText === undefined || auditText === undefined) {
			const [first, second] = texts.map((text) => (
				text === undefined ? t('model.file.moved') : undefined));

			refuse({ file: first, audit: second });
			return;
		}
		const { id } = await api.post('/api/banks',
			{ body: { name, file: fileText, audit: auditText } });

		emptied();
		onPublished();
		toast({ text: t('model.publish.done', { bank: id }) });
	}

	async function send() {
		const found: Faults = {
			name: name ? undefined : t('model.publish.for.missing'),
			file: fileFault(file), audit: fileFault(audit),
		};

		act.forget();
		if (!file || !audit || Object.values(found).some(Boolean)) {
			refuse(found);
			return;
		}
		if (!await act.run(() => publish(file, audit)))
			refuse({});
	}

	return (
		<section class="stack">
			<h2>{t('model.publish')}</h2>
			<p class="reading">{t('model.publish.text')}</p>
			<form
				class="stack publish-form" ref={form} noValidate
				onSubmit={(event) => {
					event.preventDefault();
					void send();
				}}
			>
				<Select
					label={t('model.publish.for')} size="medium" required
					value={name} empty={t('model.publish.choose')}
					error={faultOf('name')}
					onChange={(chosen) => {
						setName(chosen);
						clear('name');
					}}
					choices={names.map((one) => (
						{ value: one, text: `${nameText(one)} (${one})` }))}
				/>
				<FileField
					label={t('model.publish.file')} required
					hint={t('model.publish.file.hint')} accept=".json"
					file={file} error={faultOf('file')}
					onFile={(chosen) => {
						setFile(chosen);
						clear('file');
					}}
				/>
				<FileField
					label={t('model.publish.audit')} required
					hint={t('model.publish.audit.hint')} accept=".json"
					file={audit} error={faultOf('audit')}
					onFile={(chosen) => {
						setAudit(chosen);
						clear('audit');
					}}
				/>
				<ActError act={act} />
				<p role="status" class="quiet">
					{act.busy ? t('model.publish.busy') : ''}
				</p>
				<p>
					<Button type="submit" busy={act.busy}>
						{t('model.publish.go')}
					</Button>
				</p>
			</form>
		</section>
	);
}
