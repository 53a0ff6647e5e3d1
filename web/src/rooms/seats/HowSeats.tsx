/* For the public: how seats are drawn, with an example that anybody can redo. */
import { LinkButton } from '../../parts/LinkButton';
import { Page } from '../../parts/Page';
import { Table } from '../../parts/Table';
import { t } from '../../words';
import { Command } from './Command';
import {
	applicantsFile, example, pupilName, sessionName, sessionsFile, stepText,
} from './example';
import { NumbersPicture, StepPicture } from './HowPictures';
import './seats.css';

const POINTS: readonly { titleId: string; wordId: string }[] = [
	{ titleId: 'seats.how.point.rank', wordId: 'seats.how.point.rank.text' },
	{ titleId: 'seats.how.point.number', wordId: 'seats.how.point.number.text' },
	{ titleId: 'seats.how.point.reason', wordId: 'seats.how.point.reason.text' },
];

function Points() {
	return (
		<ol class="how-points">
			{POINTS.map((point, i) => (
				<li key={point.titleId}>
					<span class="how-point-dot" aria-hidden="true">{i + 1}</span>
					<h2>{t(point.titleId)}</h2>
					<p>{t(point.wordId)}</p>
				</li>
			))}
		</ol>
	);
}

function People() {
	const pupils = [...example.pupils].sort((a, b) =>
		(a.number < b.number ? -1 : 1));

	return (
		<section class="stack">
			<h2>{t('seats.how.people')}</h2>
			<p class="reading">{t('seats.how.people.text')}</p>
			<ul class="plain-list">
				{example.sessions.map(({ id, seats, reserve }) => (
					<li key={id}>
						{reserve
							? t('seats.how.session.reserve', {
								name: sessionName(id), count: seats,
								reserved: reserve.seats,
							})
							: t('seats.how.session', {
								name: sessionName(id), count: seats,
							})}
					</li>
				))}
			</ul>
			<NumbersPicture />
			<Table
				caption={t('seats.how.people')} rows={pupils}
				rowKey={(pupil) => pupil.id}
				columns={[
					{
						key: 'name', title: t('seats.how.pupil'), names: true,
						cell: (pupil) => (pupil.groups.length > 0
							? `${pupilName(pupil.id)} (${t('seats.how.far')})`
							: pupilName(pupil.id)),
					},
					{
						key: 'wishes', title: t('seats.how.wishes'),
						cell: (pupil) => pupil.choices.map(sessionName).join(' → '),
					},
					{
						key: 'number', title: t('seats.how.number'),
						cell: (pupil) => <code>{pupil.number}</code>,
					},
				]}
			/>
		</section>
	);
}

function Steps() {
	return (
		<section class="stack">
			<h2>{t('seats.how.steps')}</h2>
			<p class="reading">{t('seats.how.steps.text')}</p>
			<ol class="how-steps">
				{example.steps.map((step, i) => (
					<li key={i}>
						<h3>{t('seats.how.step', { n: i + 1 })}</h3>
						<div class="how-sessions">
							{step.map((one) => (
								<StepPicture key={one.session} step={one} />
							))}
						</div>
						<ul class="plain-list">
							{step.map((one) => (
								<li key={one.session}>{stepText(one)}</li>
							))}
						</ul>
					</li>
				))}
			</ol>
		</section>
	);
}

function Placed() {
	return (
		<section class="stack">
			<h2>{t('seats.how.result')}</h2>
			<Table
				caption={t('seats.how.result')} rows={example.placements}
				rowKey={(one) => one.pupil}
				columns={[
					{
						key: 'name', title: t('seats.how.pupil'), names: true,
						cell: (one) => pupilName(one.pupil),
					},
					{
						key: 'seat', title: t('seats.how.got'),
						cell: (one) => (one.session
							? sessionName(one.session) : t('seats.how.got.none')),
					},
					{
						key: 'rank', title: t('seats.how.rank'),
						cell: (one) => (one.rank
							? t('seats.how.rank_of', { place: one.rank }) : '–'),
					},
				]}
			/>
			<h3>{t('seats.how.see')}</h3>
			<ul class="plain-list">
				<li>{t('seats.how.see.moon')}</li>
				<li>{t('seats.how.see.star')}</li>
				<li>{t('seats.how.see.sky')}</li>
			</ul>
		</section>
	);
}

function Trust() {
	return (
		<section class="stack">
			<h2>{t('seats.how.trust')}</h2>
			<ol class="steps-list reading">
				<li>{t('seats.how.trust.before')}</li>
				<li>{t('seats.how.trust.draw')}</li>
				<li>{t('seats.how.trust.after')}</li>
			</ol>
			<dl class="facts draw-facts">
				<div>
					<dt>{t('seats.fact.seed')}</dt>
					<dd><code>{example.seed}</code></dd>
				</div>
				<div>
					<dt>{t('seats.fact.seed_hash')}</dt>
					<dd><code>{example.seed_hash}</code></dd>
				</div>
				<div>
					<dt>{t('seats.fact.public_number')}</dt>
					<dd><code>{example.public}</code></dd>
				</div>
				<div>
					<dt>{t('seats.how.round')}</dt>
					<dd><code>{example.round}</code></dd>
				</div>
			</dl>
			<p class="reading">{t('seats.how.hmac')}</p>
		</section>
	);
}

function Redo() {
	return (
		<section class="stack">
			<h2>{t('seats.how.redo')}</h2>
			<p class="reading">{t('seats.how.redo.text')}</p>
			<figure class="command-file">
				<figcaption>S.csv</figcaption>
				<Command label="S.csv" text={sessionsFile()} />
			</figure>
			<figure class="command-file">
				<figcaption>A.csv</figcaption>
				<Command label="A.csv" text={applicantsFile()} />
			</figure>
			<Command
				label={t('seats.how.redo')}
				text={'giljabi allot run --sessions S.csv --applicants A.csv \\\n'
					+ `  --seed ${example.seed} \\\n`
					+ `  --public ${example.public} --round ${example.round} \\\n`
					+ '  --out placements.csv --log draw.json\n'
					+ 'giljabi allot check --sessions S.csv --applicants A.csv \\\n'
					+ '  --placements placements.csv --log draw.json'}
			/>
		</section>
	);
}

function Limits() {
	return (
		<section class="stack">
			<h2>{t('seats.how.limits')}</h2>
			<ul class="plain-list">
				<li>{t('seats.how.limits.seats')}</li>
				<li>{t('seats.how.limits.once')}</li>
				<li>{t('seats.how.limits.closed')}</li>
			</ul>
		</section>
	);
}

export default function HowSeats() {
	return (
		<Page
			title={t('app.page.how_seats')} lead={t('seats.how.lead')}
			actions={(
				<LinkButton href="/draws" kind="secondary" size="medium">
					{t('seats.draws')}
				</LinkButton>
			)}
		>
			<Points />
			<People />
			<Steps />
			<Placed />
			<Trust />
			<Redo />
			<Limits />
		</Page>
	);
}
