import { useState } from 'preact/hooks';
import { Button } from '../../parts/Button';
import { TextField } from '../../parts/TextField';
import { useFirstError } from '../../parts/useFirstError';
import { t } from '../../words';

/* Own words in place of a suggestion, or the reason why it is left out. */
export function DecisionForm({ form, name, onDecide, onClose }: {
	form: 'change' | 'reject';
	name: string;
	onDecide: (words: { reason?: string; text?: string }) => void;
	onClose: () => void;
}) {
	const change = form === 'change';
	const [text, setText] = useState(change ? name : '');
	const [error, setError] = useState<string>();
	const place = useFirstError(error);

	function send(event: Event) {
		const words = text.trim();

		event.preventDefault();
		if (words === '')
			setError(change ? t('brief.change.empty') : t('brief.reject.empty'));
		else
			onDecide(change ? { text: words } : { reason: words });
	}

	return (
		<form class="stack decision-form" ref={place} onSubmit={send} noValidate>
			<TextField
				label={change
					? t('brief.change.label') : t('brief.reject.label')}
				hint={change ? t('brief.change.hint') : t('brief.reject.hint')}
				value={text} error={error} required size="medium"
				rows={change ? 2 : 3} maxLength={change ? 1000 : 500}
				onInput={(value) => {
					setText(value);
					setError(undefined);
				}}
			/>
			<div class="row">
				<Button type="submit" kind="secondary" size="small">
					{change ? t('brief.change.do') : t('brief.reject.do')}
				</Button>
				<Button kind="tertiary" size="small" onClick={onClose}>
					{t('parts.cancel')}
				</Button>
			</div>
		</form>
	);
}
