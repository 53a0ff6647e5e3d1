import { useId } from 'preact/hooks';
import { t } from '../words';
import { SCALE_POINTS, type ScalePoint } from './ScalePoint';

export interface LikertScaleProps {
	question: string;
	value: ScalePoint | null;
	onChange: (value: ScalePoint) => void;
	/* Words for the five points, if not from "not at all" to "very much". */
	words?: readonly [string, string, string, string, string];
}

const POINTS: Record<ScalePoint, { wordId: string }> = {
	1: { wordId: 'parts.likert.1' },
	2: { wordId: 'parts.likert.2' },
	3: { wordId: 'parts.likert.3' },
	4: { wordId: 'parts.likert.4' },
	5: { wordId: 'parts.likert.5' },
};

export function LikertScale(props: LikertScaleProps) {
	const id = useId();

	return (
		<fieldset class="scale" role="radiogroup" aria-labelledby={`${id}-name`}>
			<div class="scale-question" id={`${id}-name`}>{props.question}</div>
			<div class="likert">
				{SCALE_POINTS.map((point) => (
					<label key={point} class="likert-point">
						<input
							type="radio" name={id} value={point}
							checked={props.value === point}
							onChange={() => props.onChange(point)}
						/>
						<span class="likert-dot" />
						<span class="likert-words">
							{props.words?.[point - 1] ?? t(POINTS[point].wordId)}
						</span>
					</label>
				))}
			</div>
		</fieldset>
	);
}
