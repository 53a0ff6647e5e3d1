import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Field, useWired } from '../../parts/Field';
import { t } from '../../words';
import {
	CODE_LETTERS, codeCaret, codeRead, codeShown, codeStray,
} from './cardCode';

export interface CodeFieldProps {
	label: string;
	hint: string;
	error?: string | undefined;
	/* The bare letters, without the gaps. */
	value: string;
	onInput: (code: string) => void;
}

/*
 * Shows the groups of the card while the code is typed. While a syllable of
 * Hangul is being put together the text is left alone.
 */
export function CodeField(props: CodeFieldProps) {
	const error = props.error
		?? (codeStray(props.value) ? t('people.card.stray') : undefined);
	const wired = useWired({ ...props, error });
	const field = useRef<HTMLInputElement>(null);
	const [composing, setComposing] = useState<string | null>(null);
	const caret = useRef<number | null>(null);

	useLayoutEffect(() => {
		if (caret.current !== null && document.activeElement === field.current)
			field.current?.setSelectionRange(caret.current, caret.current);
		caret.current = null;
	});

	function take(input: HTMLInputElement) {
		const at = input.selectionStart ?? input.value.length;

		caret.current = codeCaret(input.value.slice(0, at));
		setComposing(null);
		props.onInput(codeRead(input.value));
	}

	return (
		<Field {...props} error={error} wired={wired} required>
			<input
				{...wired} ref={field} type="text" name="code"
				class="krds-input large code-input"
				value={composing ?? codeShown(props.value)}
				inputMode="email" autocomplete="off" autocapitalize="characters"
				autocorrect="off" spellcheck={false} placeholder=" "
				onCompositionEnd={(event) => take(event.currentTarget)}
				onInput={(event) => {
					if (event.isComposing)
						setComposing(event.currentTarget.value);
					else
						take(event.currentTarget);
				}}
			/>
			<span class="code-count figures" aria-hidden="true">
				{t('people.card.count', {
					done: props.value.length, total: CODE_LETTERS,
				})}
			</span>
		</Field>
	);
}
