import { useId } from 'preact/hooks';
import { t } from '../words';
import { SCALE_POINTS, type ScalePoint } from './ScalePoint';

export interface FacesProps {
	/* The whole question. */
	question: string;
	value: ScalePoint | null;
	onChange: (value: ScalePoint) => void;
}

const FACES: Record<ScalePoint, { wordId: string; mouth: string }> = {
	1: { wordId: 'parts.faces.1', mouth: 'M15 36c4-8 14-8 18 0' },
	2: { wordId: 'parts.faces.2', mouth: 'M16 34c4-4 12-4 16 0' },
	3: { wordId: 'parts.faces.3', mouth: 'M16 32h16' },
	4: { wordId: 'parts.faces.4', mouth: 'M16 30c4 4 12 4 16 0' },
	5: { wordId: 'parts.faces.5', mouth: 'M14 28c4 11 16 11 20 0z' },
};

function Face({ point }: { point: ScalePoint }) {
	return (
		<svg viewBox="0 0 48 48" aria-hidden="true" focusable="false">
			<circle class="face-head" cx="24" cy="24" r="21" />
			<circle class="face-eye" cx="17" cy="19" r="2.6" />
			<circle class="face-eye" cx="31" cy="19" r="2.6" />
			<path class="face-mouth" d={FACES[point].mouth} />
		</svg>
	);
}

/* For children: five faces to tap, in a row, each with its words. */
export function Faces({ question, value, onChange }: FacesProps) {
	const id = useId();

	return (
		<fieldset class="scale" role="radiogroup" aria-labelledby={`${id}-name`}>
			<div class="scale-question" id={`${id}-name`}>{question}</div>
			<div class="faces">
				{SCALE_POINTS.map((point) => (
					<label key={point} class="face">
						<input
							type="radio" name={id} value={point}
							checked={value === point}
							onChange={() => onChange(point)}
						/>
						<Face point={point} />
						<span class="face-words">{t(FACES[point].wordId)}</span>
					</label>
				))}
			</div>
		</fieldset>
	);
}
