/* What other answers would have changed the first three; asked for when opened. */
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Answer } from '../../api/client';
import { useGet } from '../../api/useGet';
import { t } from '../../words';

type Versions = Answer<'/api/pupils/{pupil}/result', 'get'>['versions'];

/* What the suggestions on a page were made from, and for whom. */
export interface Made {
	sheet: string;
	versions: Versions;
	reader: 'child' | 'pupil' | 'staff';
}

export const MadeFrom = createContext<Made | null>(null);

const LIKERT: Record<number, { wordId: string }> = {
	1: { wordId: 'parts.likert.1' },
	2: { wordId: 'parts.likert.2' },
	3: { wordId: 'parts.likert.3' },
	4: { wordId: 'parts.likert.4' },
	5: { wordId: 'parts.likert.5' },
};
const FACES: Record<number, { wordId: string }> = {
	1: { wordId: 'parts.faces.1' },
	2: { wordId: 'parts.faces.2' },
	3: { wordId: 'parts.faces.3' },
	4: { wordId: 'parts.faces.4' },
	5: { wordId: 'parts.faces.5' },
};
const INSTEAD: Record<Made['reader'], { wordId: string }> = {
	child: { wordId: 'guide_pupil.what_if.instead' },
	pupil: { wordId: 'guide_pupil.what_if.instead' },
	staff: { wordId: 'brief.what_if.instead' },
};

function Found({ made }: { made: Made }) {
	const { sheet, versions, reader } = made;
	const { data } = useGet('/api/sheets/{sheet}/change', {
		path: { sheet },
		query: {
			...(versions.list === 'own' && { list: 'own' as const }),
			...(versions.list !== 'only' && { model: versions.model }),
		},
	});
	const points = reader === 'child' ? FACES : LIKERT;

	if (!data)
		return null;
	return (
		<div class="what-if">
			<p>{data.text}</p>
			{data.answers.length > 0 && (
				<ul>
					{data.answers.map((one) => (
						<li key={one.item}>
							{one.text}
							{' '}
							<span class="quiet">
								{t(INSTEAD[reader].wordId, {
									given: t(points[one.given]!.wordId),
									instead: t(points[one.instead]!.wordId),
								})}
							</span>
						</li>
					))}
				</ul>
			)}
		</div>
	);
}

/* Nothing where it is not known what the suggestions were made from. */
export function WhatIf() {
	const made = useContext(MadeFrom);

	return made ? <Found made={made} /> : null;
}
