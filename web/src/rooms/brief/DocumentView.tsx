/* All that a signature keeps, in the order in which it is read. */
import { Badge } from '../../parts/Badge';
import { dateText, t } from '../../words/all';
import { Paragraphs } from '../guide/Paragraphs';
import { restsOn } from '../model/banks';
import { CardLink } from '../model/CardLink';
import { ListChoice } from './ListChoice';
import { ListsRead } from './ListsRead';
import { Person } from './Person';
import { SECTIONS } from './sectionRows';
import type { Document } from './types';
import './brief.css';

function Head({ document, linked }: { document: Document; linked: boolean }) {
	const { versions } = document;

	return (
		<dl class="facts">
			<div>
				<dt>{t('brief.pupil')}</dt>
				<dd>{`${document.class_name ?? ''} ${document.pupil_name}`}</dd>
			</div>
			<div>
				<dt>{t('brief.answered')}</dt>
				<dd>
					{document.answered
						? dateText(document.answered) : t('brief.unanswered')}
				</dd>
			</div>
			<div>
				<dt>{t('brief.ai')}</dt>
				<dd>{document.ai ? t('brief.ai.on') : t('brief.ai.off')}</dd>
			</div>
			{versions && (
				<div>
					<dt>{t('brief.versions')}</dt>
					<dd class="version-names">
						{[versions.bank, versions.model,
							versions.catalogue.slice(0, 12)]
							.filter(Boolean).join(' · ')}
						{' '}
						{linked && <CardLink bank={restsOn(versions)!} />}
					</dd>
				</div>
			)}
		</dl>
	);
}

function Sections({ document }: { document: Document }) {
	const texts = new Map(
		document.sections.map((one) => [one.id, one.text]));
	const written = SECTIONS.filter(
		(section) => texts.get(section.id)?.trim());

	return (
		<>
			{written.length === 0 && (
				<p class="quiet">{t('brief.sections.none')}</p>
			)}
			{written.map((section) => (
				<section key={section.id} class="stack read-section">
					<h2>
						{t(section.wordId)}
						{' '}
						<Badge kind={section.shared ? 'information' : 'gray'}>
							{section.shared
								? t('brief.section.shared')
								: t('brief.section.own')}
						</Badge>
					</h2>
					<Paragraphs text={texts.get(section.id) ?? ''} />
				</section>
			))}
		</>
	);
}

function Owns({ document }: { document: Document }) {
	if (document.own.length === 0)
		return null;
	return (
		<section class="stack read-list">
			<h2>{t('brief.own')}</h2>
			<ul>
				{document.own.map((one) => (
					<li key={one.id} class="read-item">
						<p class="read-name"><strong>{one.name}</strong></p>
						{one.text && <p>{one.text}</p>}
					</li>
				))}
			</ul>
		</section>
	);
}

export function DocumentView({ document, why = true }: {
	document: Document;
	/* Reasons can be opened, and what they rest on. */
	why?: boolean;
}) {
	return (
		<div class="stack document">
			<Head document={document} linked={why} />
			<Sections document={document} />
			{document.profile && (
				<Person profile={document.profile} moved={document.moved} />
			)}
			<Owns document={document} />
			<ListChoice versions={document.versions} />
			<ListsRead
				lists={document.lists} decisions={document.decisions}
				rests={restsOn(document.versions)} why={why}
			/>
		</div>
	);
}
