import { Field, useWired, type FieldProps } from '../../parts/Field';
import { Icon } from '../../parts/Icon';
import { t } from '../../words';

export interface FileFieldProps extends FieldProps {
	file: File | undefined;
	accept: string;
	onFile: (file: File) => void;
}

/* A file by the button; what was chosen stands beside it. */
export function FileField({ file, accept, onFile, ...field }: FileFieldProps) {
	const wired = useWired(field);

	return (
		<Field {...field} wired={wired} contents="file-field">
			<input
				{...wired} type="file" class="file-input" accept={accept}
				onChange={(event) => {
					const chosen = event.currentTarget.files?.[0];

					if (chosen)
						onFile(chosen);
				}}
			/>
			<label for={wired.id} class="krds-btn medium secondary">
				<Icon name="upload" />
				{t('model.file.choose')}
			</label>
			<span role="status">
				{file ? t('model.file.chosen', { name: file.name }) : ''}
			</span>
		</Field>
	);
}
