import { dateTimeText, numberText, t } from '../../words/all';
import { gradesText } from '../sites/choices';
import { FileButton } from '../teacher/FileButton';
import { ActError } from '../teacher/ActError';
import { useAct } from '../teacher/useAct';
import type { StepKey } from './draft';
import { GROUPS } from './groups';
import { Hash } from './Hash';
import { LaterDates } from './LaterDates';
import { RuleWords } from './RuleWords';
import { isBefore } from './states';
import type { RoundAnswer } from './types';

const KINDS: Record<RoundAnswer['kind'], { wordId: string }> = {
	pupils: { wordId: 'rounds.kind.pupils' },
	classes: { wordId: 'rounds.kind.classes' },
	both: { wordId: 'rounds.kind.both' },
};
const BANDS = {
	fewer: { wordId: 'rounds.band.fewer' },
	remote: { wordId: 'rounds.band.remote' },
};

interface Setting {
	step: StepKey;
	name: string;
	value: string;
}

function settingsOf(round: RoundAnswer): Setting[] {
	const none = t('rounds.setting.none');
	const all = round.caps.find((cap) => cap.site == null);
	const sites = round.caps.filter((cap) => cap.site != null).length;

	return [
		{
			step: 'events', name: t('rounds.events'),
			value: t('rounds.setting.events', {
				events: numberText(round.events), seats: numberText(round.seats),
			}),
		},
		{
			step: 'who', name: t('rounds.wizard.who'),
			value: t('rounds.setting.who', {
				kind: t(KINDS[round.kind].wordId),
				grades: gradesText(round.grade_from, round.grade_to),
				most: round.most,
			}),
		},
		{
			step: 'first', name: t('rounds.wizard.first'),
			value: round.bands.map((band) => t(BANDS[band.by].wordId))
				.join(', ') || none,
		},
		{
			step: 'reserves', name: t('rounds.wizard.reserves'),
			value: round.reserves.map((one) => t('rounds.setting.reserve', {
				group: t(GROUPS.find((g) => g.value === one.group)!.wordId),
				percent: one.percent,
			})).join(', ') || none,
		},
		{
			step: 'caps', name: t('rounds.wizard.caps'),
			value: [
				all && t('rounds.setting.cap.all', { most: numberText(all.most) }),
				sites > 0 && t('rounds.setting.cap.sites', { count: sites }),
			].filter(Boolean).join(', ') || none,
		},
		{
			step: 'dates', name: t('rounds.wizard.dates'),
			value: t('rounds.setting.dates', {
				opens: dateTimeText(round.opens),
				closes: dateTimeText(round.closes),
				until: dateTimeText(round.answers_until),
			}),
		},
	];
}

function Settings({ round, centre, reload }: {
	round: RoundAnswer; centre: boolean; reload: () => void;
}) {
	const editable = centre && round.state === 'draft';

	return (
		<section class="stack tight">
			<h2>{t('rounds.settings')}</h2>
			<dl class="facts register-facts settings">
				{settingsOf(round).map((one) => (
					<div key={one.step}>
						<dt>{one.name}</dt>
						<dd>
							{one.value}
							{editable && (
								<>
									{' '}
									<a
										class="row-link"
										href={`/rounds/${round.id}/edit?step=${one.step}`}
									>
										{t('rounds.setting.change')}
										<span class="sr-only">{` ${one.name}`}</span>
									</a>
								</>
							)}
						</dd>
					</div>
				))}
			</dl>
			{centre && <LaterDates round={round} onChanged={reload} />}
		</section>
	);
}

function Proof({ name, text, value }: {
	name: string; text: string; value: string | null | undefined;
}) {
	if (!value)
		return null;
	return (
		<li>
			<strong>{name}</strong>
			<p class="quiet">{text}</p>
			<Hash value={value} />
		</li>
	);
}

/* What makes the draw one that anybody can check. */
function Proofs({ round }: { round: RoundAnswer }) {
	if (!round.seed_hash)
		return null;
	return (
		<section class="stack tight">
			<h2>{t('rounds.proofs')}</h2>
			<ul class="proofs">
				<Proof
					name={t('rounds.seed_hash')} value={round.seed_hash}
					text={t('rounds.seed_hash.text')}
				/>
				{round.public_number && (
					<li>
						<strong>{t('rounds.public_number')}</strong>
						<p class="quiet">{t('rounds.public_number.text')}</p>
						<p class="public-number figures">{round.public_number}</p>
					</li>
				)}
				<Proof
					name={t('rounds.seed')} value={round.seed}
					text={t('rounds.seed.text')}
				/>
				<Proof
					name={t('rounds.log_hash')} value={round.log_hash}
					text={t('rounds.log_hash.text')}
				/>
			</ul>
		</section>
	);
}

/* What `giljabi allot check` takes; applicants are for who audits alone. */
const FILES = [
	{ file: 'sessions', wordId: 'rounds.file.sessions', end: 'csv' },
	{ file: 'nodes', wordId: 'rounds.file.nodes', end: 'csv' },
	{ file: 'applicants', wordId: 'rounds.file.applicants', end: 'csv' },
	{ file: 'held', wordId: 'rounds.file.held', end: 'csv' },
	{ file: 'placements', wordId: 'rounds.file.placements', end: 'csv' },
	{ file: 'log', wordId: 'rounds.file.log', end: 'json' },
] as const;

/* Without caps there are no nodes. */
function Files({ round }: { round: RoundAnswer }) {
	const act = useAct();
	const files = FILES.filter(
		({ file }) => file !== 'nodes' || round.caps.length > 0);

	return (
		<section class="stack tight">
			<h2>{t('rounds.files')}</h2>
			<p class="reading">{t('rounds.files.text')}</p>
			<div class="row">
				{files.map((one) => (
					<FileButton
						key={one.file} act={act} text={t(one.wordId)} size="small"
						wish={{
							address: `/api/rounds/${round.id}/files/${one.file}`,
							name: `${one.file}.${one.end}`,
						}}
					/>
				))}
			</div>
			<ActError act={act} />
		</section>
	);
}

export function RuleTab({ round, centre, reload }: {
	round: RoundAnswer; centre: boolean; reload: () => void;
}) {
	return (
		<div class="stack">
			<section class="stack tight">
				<h2>{t('rounds.words')}</h2>
				<RuleWords words={round.words} />
			</section>
			<Settings round={round} centre={centre} reload={reload} />
			<Proofs round={round} />
			{!centre && !isBefore(round.state, 'drawn') && (
				<Files round={round} />
			)}
		</div>
	);
}
