import { useId } from 'preact/hooks';
import { percentText, t } from '../words/all';

export interface ProgressProps {
	label: string;
	/* Counted, not guessed. */
	done: number;
	total: number;
	/* 'parts' says 3 of 12; 'share' says 25%. */
	says?: 'parts' | 'share';
}

export function Progress({ label, done, total, says = 'parts' }: ProgressProps) {
	const id = useId();
	const share = total > 0 ? done / total : 0;
	const text = says === 'share'
		? percentText(share) : t('parts.progress.of', { done, total });

	return (
		<div class="progress">
			<div class="progress-words">
				<label for={id}>{label}</label>
				<span class="figures">{text}</span>
			</div>
			<progress id={id} value={share} max={1}>{text}</progress>
		</div>
	);
}
