import { useEffect, useRef } from 'preact/hooks';
import { t } from '../words';
import { Icon } from './Icon';
import { useWired } from './Field';

export interface SearchFieldProps {
	label: string;
	value: string;
	onInput: (value: string) => void;
	/* Enter, or the glass. */
	onSearch: (value: string) => void;
	/* "/" comes here from anywhere on the page. */
	slash?: boolean;
	/* The label stands above the field; else it is only heard. */
	labelShown?: boolean;
	/* What is looked for, in the field while it is empty. */
	example?: string;
}

function isTyping(target: EventTarget | null): boolean {
	return target instanceof Element
		&& target.closest('input, textarea, select, [contenteditable]') !== null;
}

function useSlash(wanted: boolean, field: { current: HTMLInputElement | null }) {
	useEffect(() => {
		const listen = (event: KeyboardEvent) => {
			if (event.key !== '/' || isTyping(event.target))
				return;
			event.preventDefault();
			field.current?.focus();
		};

		if (!wanted)
			return undefined;
		document.addEventListener('keydown', listen);
		return () => document.removeEventListener('keydown', listen);
	}, [wanted]);
}

export function SearchField(props: SearchFieldProps) {
	const { label, value, onInput, onSearch, slash = false } = props;
	const { id } = useWired({ label });
	const field = useRef<HTMLInputElement>(null);

	useSlash(slash, field);
	return (
		<form
			role="search" class="form-group search-field"
			onSubmit={(event) => {
				event.preventDefault();
				onSearch(value);
			}}
		>
			<label class={props.labelShown ? 'form-tit' : 'sr-only'} for={id}>
				{label}
			</label>
			<div class="form-conts btn-ico-wrap">
				<input
					ref={field} id={id} type="search" class="krds-input medium"
					value={value} placeholder={props.example ?? ' '}
					aria-keyshortcuts={slash ? '/' : undefined}
					onInput={(event) => onInput(event.currentTarget.value)}
				/>
				<button type="submit" class="krds-btn medium icon">
					<span class="sr-only">{t('parts.search')}</span>
					<Icon name="search" />
				</button>
			</div>
		</form>
	);
}
