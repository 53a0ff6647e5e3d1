/* One published round: the rule, the seed, the outcome, and how to check it. */
import type { ComponentChildren } from 'preact';
import { useGet } from '../../api/useGet';
import type { PageProps } from '../../app/routes';
import { Fetched } from '../../parts/Fetched';
import { LinkButton } from '../../parts/LinkButton';
import { Page } from '../../parts/Page';
import { dateTimeText, numberText, t } from '../../words/all';
import { Command } from './Command';
import { OwnNumber } from './OwnNumber';
import './seats.css';
import { publicText, openText } from './stateText';
import type { PublicRound } from './types';

const FILES: Record<string, { wordId: string; ending: string }> = {
	sessions: { wordId: 'seats.file.sessions', ending: 'csv' },
	nodes: { wordId: 'seats.file.nodes', ending: 'csv' },
	placements: { wordId: 'seats.file.placements', ending: 'csv' },
	log: { wordId: 'seats.file.log', ending: 'json' },
};

interface Fact {
	name: string;
	value: ComponentChildren;
}

function Facts({ facts }: { facts: readonly Fact[] }) {
	return (
		<dl class="facts draw-facts">
			{facts.map((fact) => (
				<div key={fact.name}>
					<dt>{fact.name}</dt>
					<dd>{fact.value}</dd>
				</div>
			))}
		</dl>
	);
}

function roundFacts(round: PublicRound): Fact[] {
	return [
		{ name: t('seats.fact.region'), value: round.region_name },
		{ name: t('seats.fact.state'), value: publicText(round) },
		{ name: t('seats.fact.open'), value: openText(round) },
		{
			name: t('seats.fact.offer'),
			value: t('seats.offer', { events: round.events, seats: round.seats }),
		},
		...(typeof round.applicants === 'number' ? [{
			name: t('seats.fact.result'),
			value: t('seats.draw.placed', {
				applicants: numberText(round.applicants),
				placed: numberText(round.placed ?? 0),
			}),
		}] : []),
	];
}

function seedFacts(round: PublicRound): Fact[] {
	const code = (name: string, value: string | null | undefined) =>
		(value ? [{ name, value: <code>{value}</code> }] : []);

	return [
		...code(t('seats.fact.seed_hash'), round.seed_hash),
		...code(t('seats.fact.seed'), round.seed),
		...code(t('seats.fact.public_number'), round.public_number),
		...code(t('seats.fact.log_hash'), round.log_hash),
		...(round.drawn ? [{
			name: t('seats.fact.drawn'), value: dateTimeText(round.drawn),
		}] : []),
	];
}

function Seed({ round }: { round: PublicRound }) {
	return (
		<section class="stack">
			<h2>{t('seats.draw.seed')}</h2>
			<p class="reading">
				{round.seed
					? t('seats.draw.seed.after') : t('seats.draw.seed.before')}
			</p>
			<Facts facts={seedFacts(round)} />
		</section>
	);
}

function Files({ round }: { round: PublicRound }) {
	if (round.files.length === 0)
		return null;
	return (
		<section class="stack">
			<h2>{t('seats.draw.files')}</h2>
			<p class="reading">{t('seats.draw.files.text')}</p>
			<div class="row">
				{round.files.map((file) => {
					const known = FILES[file];
					const name = `${file}.${known?.ending ?? 'csv'}`;

					return (
						<LinkButton
							key={file} kind="secondary" size="medium" icon="down"
							href={`/api/public/rounds/${
								encodeURIComponent(round.id)}/files/${file}`}
							download={name}
						>
							{known ? t(known.wordId, { name }) : name}
						</LinkButton>
					);
				})}
			</div>
		</section>
	);
}

/* For whoever has the file of applicants, too. */
function checkCommand(files: readonly string[]): string {
	return 'giljabi allot check --sessions sessions.csv '
		+ (files.includes('nodes') ? '--nodes nodes.csv ' : '')
		+ '\\\n  --applicants applicants.csv --held held.csv '
		+ '\\\n  --placements placements.csv --log log.json';
}

function Check({ round }: { round: PublicRound }) {
	if (!round.seed)
		return null;
	return (
		<section class="stack">
			<h2>{t('seats.draw.check')}</h2>
			<ol class="steps-list reading">
				<li>
					<p>{t('seats.draw.check.seed')}</p>
					<Command
						label={t('seats.draw.check.seed')}
						text={`printf ${round.seed} | xxd -r -p | sha256sum`}
					/>
				</li>
				<li>
					<p>{t('seats.draw.check.number')}</p>
					<Command
						label={t('seats.draw.check.number')}
						text={`printf '%s\\n%s\\n%s' ${round.id} '${
							round.public_number ?? ''}' ${t('seats.draw.pseudonym')} |\n`
							+ `  openssl dgst -sha256 -mac HMAC -macopt hexkey:${
								round.seed} |\n  cut -d' ' -f2 | cut -c1-16`}
					/>
				</li>
				<li>
					<p>{t('seats.draw.check.log')}</p>
					<Command
						label={t('seats.draw.check.log')} text="sha256sum log.json"
					/>
				</li>
				<li>
					<p>{t('seats.draw.check.all')}</p>
					<Command
						label={t('seats.draw.check.all')}
						text={checkCommand(round.files)}
					/>
				</li>
			</ol>
		</section>
	);
}

export default function Draw({ params }: PageProps) {
	const round = params.round ?? '';
	const got = useGet('/api/public/rounds/{round}', { path: { round } });
	const { data } = got;
	const title = data?.name ?? t('seats.round');

	return (
		<Page
			title={title} lead={t('seats.draw.lead')}
			crumbs={[
				{ text: t('seats.draws'), href: '/draws' },
				{ text: title, href: `/draws/${encodeURIComponent(round)}` },
			]}
		>
			<Fetched got={got}>
				{(answer) => (
					<>
						<Facts facts={roundFacts(answer)} />
						<section class="stack">
							<h2>{t('seats.draw.rule')}</h2>
							<ul class="plain-list rule-words">
								{answer.words.map((text) => <li key={text}>{text}</li>)}
							</ul>
							<p>
								<a class="row-link" href="/how-seats">
									{t('seats.rule.how')}
								</a>
							</p>
						</section>
						<Seed round={answer} />
						<Files round={answer} />
						{answer.files.includes('placements') && (
							<OwnNumber round={answer.id} />
						)}
						<Check round={answer} />
					</>
				)}
			</Fetched>
		</Page>
	);
}
