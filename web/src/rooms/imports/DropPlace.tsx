import { useId, useState } from 'preact/hooks';
import { classes } from '../../parts/classes';
import { Icon } from '../../parts/Icon';
import { t } from '../../words';

/* A file by dropping it, or by the button in the same place. */
export function DropPlace({ file, accept, error, onFile }: {
	file: File | undefined;
	accept: string;
	error: string | undefined;
	onFile: (file: File) => void;
}) {
	const id = useId();
	const [over, setOver] = useState(false);

	function take(files: FileList | null | undefined) {
		const first = files?.[0];

		if (first)
			onFile(first);
	}

	return (
		<div
			class={classes('drop-place', over && 'is-over')}
			onDragOver={(event) => {
				event.preventDefault();
				setOver(true);
			}}
			onDragLeave={() => setOver(false)}
			onDrop={(event) => {
				event.preventDefault();
				setOver(false);
				take(event.dataTransfer?.files);
			}}
		>
			<p>{t('imports.drop')}</p>
			<input
				id={id} type="file" class="file-input" accept={accept}
				aria-describedby={`${id}-note`}
				aria-invalid={error ? true : undefined}
				onChange={(event) => take(event.currentTarget.files)}
			/>
			<label for={id} class="krds-btn medium secondary">
				<Icon name="upload" />
				{t('imports.choose')}
			</label>
			<p
				id={`${id}-note`} role="status"
				class={error ? 'form-hint-invalid' : 'quiet'}
			>
				{error ?? (file
					? t('imports.chosen', { name: file.name })
					: t('imports.none_chosen'))}
			</p>
		</div>
	);
}
