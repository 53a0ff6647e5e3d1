/* By code: read by the camera where the browser can, else typed. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { Alert } from '../../parts/Alert';
import { Button } from '../../parts/Button';
import { Modal } from '../../parts/Modal';
import { TextField } from '../../parts/TextField';
import { t } from '../../words/all';
import { codeRead, personOf } from './codes';
import type { Person, Point } from './types';
import { useCamera, type CameraState } from './useCamera';
import { POINT_WORDS } from './words';

interface Said {
	ok: boolean;
	text: string;
}

/* One code a second: a card that is held still is read many times. */
function useFinder(
	people: readonly Person[], point: Point, onFound: (person: Person) => void,
) {
	const [said, setSaid] = useState<Said>();
	const last = useRef('');

	async function find(typed: string, again: boolean): Promise<boolean> {
		const code = codeRead(typed);

		if (again && typed === last.current)
			return false;
		last.current = typed;
		const person = code && await personOf(people, code);

		if (person)
			onFound(person);
		setSaid(person ? {
			ok: true, text: t('roll.code.found', {
				name: person.name, point: t(POINT_WORDS[point].wordId),
			}),
		} : {
			ok: false, text: t(code ? 'roll.code.unknown' : 'roll.code.wrong'),
		});
		return person !== undefined;
	}

	return { said, find };
}

const CAMERA_WORDS: Record<CameraState, { wordId: string }> = {
	none: { wordId: 'roll.camera.none' },
	starting: { wordId: 'roll.camera.starting' },
	on: { wordId: 'roll.camera.on' },
	refused: { wordId: 'roll.camera.refused' },
};

function Camera({ onCode }: { onCode: (code: string) => void }) {
	const video = useRef<HTMLVideoElement>(null);
	const state = useCamera(video, onCode);

	return (
		<>
			<video
				ref={video} class="roll-camera" muted playsInline
				hidden={state !== 'on'} aria-hidden="true"
			/>
			<p class="quiet" role="status">{t(CAMERA_WORDS[state].wordId)}</p>
		</>
	);
}

function Typed({ find }: { find: (typed: string) => Promise<boolean> }) {
	const [typed, setTyped] = useState('');

	return (
		<form
			class="stack tight" noValidate
			onSubmit={(event) => {
				event.preventDefault();
				void find(typed).then((found) => {
					if (found)
						setTyped('');
				});
			}}
		>
			<TextField
				label={t('roll.code.field')} hint={t('roll.code.hint')}
				value={typed} maxLength={60} onInput={setTyped}
			/>
			<div>
				<Button type="submit" size="medium">
					{t('roll.code.do')}
				</Button>
			</div>
		</form>
	);
}

function Finder({ people, point, onFound }: {
	people: readonly Person[]; point: Point; onFound: (person: Person) => void;
}) {
	const { said, find } = useFinder(people, point, onFound);
	const reader = useRef(find);

	useEffect(() => {
		reader.current = find;
	});
	return (
		<div class="stack tight">
			<Camera onCode={(code) => void reader.current(code, true)} />
			<div aria-live="assertive">
				{said && (
					<Alert kind={said.ok ? 'ok' : 'danger'}>{said.text}</Alert>
				)}
			</div>
			<Typed find={(typed) => find(typed, false)} />
		</div>
	);
}

export function CodeDialog({ open, people, point, onFound, onClose }: {
	open: boolean; people: readonly Person[]; point: Point;
	onFound: (person: Person) => void; onClose: () => void;
}) {
	return (
		<Modal open={open} title={t('roll.code')} onClose={onClose}>
			{open && <Finder people={people} point={point} onFound={onFound} />}
		</Modal>
	);
}
