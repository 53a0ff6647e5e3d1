/* A brief that is being worked on; every change is saved as it is made. */
import { useState } from 'preact/hooks';
import { api } from '../../api/client';
import { Alert } from '../../parts/Alert';
import { toast } from '../../parts/Toast';
import { t } from '../../words';
import { ActError } from '../teacher/ActError';
import { useAct } from '../teacher/useAct';
import { MadeFrom, type Made } from '../guide/WhatIf';
import { restsOn } from '../model/banks';
import { BottomBar } from './BottomBar';
import { ListChoice, type ListName } from './ListChoice';
import { ListsEdit } from './ListsEdit';
import { OwnPart, type NewOwn } from './OwnPart';
import { Person } from './Person';
import { RecordPart } from './RecordPart';
import { SectionsPart, type SectionTexts } from './SectionsPart';
import { SignDialog } from './SignDialog';
import type { Decide } from './SuggestionCard';
import { TALK_KINDS, TalkHelp } from './TalkHelp';
import type { Brief, Decision, Own } from './types';
import { useSaveQueue } from './useSaveQueue';

const PAUSE_MS = 800;

function textsOf(brief: Brief): SectionTexts {
	return Object.fromEntries(brief.sections.map((one) => [one.id, one.text]));
}

function madeFrom({ sheet, versions }: Brief): Made | null {
	return sheet && versions ? { sheet, versions, reader: 'staff' } : null;
}

function Left({ brief }: { brief: Brief }) {
	return (
		<div class="brief-left stack wide-gap">
			{brief.profile
				? <Person profile={brief.profile} moved={brief.moved} />
				: <p class="empty-note">{t('brief.no_answers')}</p>}
			<TalkHelp lists={brief.lists} />
			<RecordPart pupil={brief.pupil} here={brief.id} />
		</div>
	);
}

function Jumps() {
	return (
		<nav class="row no-print" aria-label={t('brief.jumps')}>
			<a class="row-link" href="#suggestions">{t('brief.suggestions')}</a>
			<a class="row-link" href="#own">{t('brief.own')}</a>
			<a class="row-link" href="#sections">{t('brief.sections')}</a>
		</nav>
	);
}

export function Draft({ brief, onList, onSigned }: {
	brief: Brief;
	/* It holds the other of the model's lists now. */
	onList: () => void;
	onSigned: (version: number) => void;
}) {
	const { queue, state } = useSaveQueue(brief.changed);
	const act = useAct();
	const [decisions, setDecisions] = useState(brief.decisions);
	const [own, setOwn] = useState(brief.own);
	const [texts, setTexts] = useState(textsOf(brief));
	const [signing, setSigning] = useState(false);
	const at = { brief: brief.id };
	const lists = brief.lists.filter(
		(list) => !TALK_KINDS.includes(list.kind));

	const decide = (suggestion: string): Decide => (decision, words = {}) => {
		const next: Decision = { suggestion, decision, ...words };

		setDecisions((all) => [
			...all.filter((one) => one.suggestion !== suggestion),
			...(decision === 'open' ? [] : [next]),
		]);
		queue.put(`suggestion ${suggestion}`, () => api.put(
			'/api/briefs/{brief}/suggestions/{suggestion}',
			{ path: { ...at, suggestion }, body: { decision, ...words } }));
	};

	function write(section: string, text: string) {
		setTexts((all) => ({ ...all, [section]: text }));
		queue.put(`section ${section}`, () => api.put(
			'/api/briefs/{brief}/sections/{section}',
			{ path: { ...at, section }, body: { text } }), PAUSE_MS);
	}

	async function add(wanted: NewOwn) {
		const saved = await api.post('/api/briefs/{brief}/own',
			{ path: at, body: wanted });

		setOwn((all) => [...all, { ...wanted, id: saved.id ?? '' }]);
	}

	function remove(one: Own) {
		void act.run(async () => {
			await api.delete('/api/briefs/{brief}/own/{own}',
				{ path: { ...at, own: one.id } });
			setOwn((all) => all.filter((other) => other.id !== one.id));
			toast({
				text: t('parts.undo.removed', { name: one.name }),
				onUndo: () => void act.run(() => add(
					{ kind: one.kind, name: one.name, text: one.text })),
			});
		});
	}

	function choose(list: ListName) {
		void act.run(async () => {
			if (!await queue.flush())
				return;
			await api.put('/api/briefs/{brief}/list',
				{ path: at, body: { list } });
			onList();
		});
	}

	async function sign() {
		if (await queue.flush())
			setSigning(true);
	}

	return (
		<>
			{brief.newer_answers && (
				<Alert kind="info">{t('brief.newer_answers')}</Alert>
			)}
			{!brief.ai && <Alert kind="info">{t('brief.no_ai')}</Alert>}
			<div class="brief-columns">
				<Left brief={brief} />
				<div class="brief-right stack wide-gap">
					<Jumps />
					<section class="stack" id="suggestions">
						<h2>{t('brief.suggestions')}</h2>
						<p>
							{lists.length > 0
								? t('brief.suggestions.text')
								: t('brief.suggestions.none')}
						</p>
						<ListChoice
							versions={brief.versions} busy={act.busy}
							onChoose={choose}
						/>
						<MadeFrom.Provider value={madeFrom(brief)}>
							<ListsEdit
								lists={lists} decisions={decisions}
								rests={restsOn(brief.versions)} onDecide={decide}
							/>
						</MadeFrom.Provider>
					</section>
					<ActError act={act} />
					<OwnPart
						own={own} lists={brief.lists} onAdd={add} onRemove={remove}
					/>
					<SectionsPart
						texts={texts} onInput={write}
						onLeave={() => void queue.flush()}
					/>
				</div>
			</div>
			<BottomBar
				brief={brief} saving={state} act={act} onSign={() => void sign()}
			/>
			<SignDialog
				brief={brief.id} open={signing} onClose={() => setSigning(false)}
				onSigned={(version) => {
					setSigning(false);
					onSigned(version);
				}}
			/>
		</>
	);
}
