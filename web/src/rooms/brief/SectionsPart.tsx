import { Badge } from '../../parts/Badge';
import { TextField } from '../../parts/TextField';
import { t } from '../../words';
import { SECTIONS } from './sectionRows';

export type SectionTexts = Readonly<Record<string, string>>;

const TEXT_MOST = 4000;

/* The teacher's own words; each says what it is for and who will read it. */
export function SectionsPart({ texts, onInput, onLeave }: {
	texts: SectionTexts;
	onInput: (section: string, text: string) => void;
	onLeave: () => void;
}) {
	return (
		<section class="stack" id="sections">
			<h2>{t('brief.sections')}</h2>
			{SECTIONS.map((section) => (
				<div key={section.id} class="section-field">
					<span class="section-who">
						<Badge kind={section.shared ? 'information' : 'gray'}>
							{section.shared
								? t('brief.section.shared')
								: t('brief.section.own')}
						</Badge>
					</span>
					<TextField
						label={t(section.wordId)} hint={t(section.labelId)}
						value={texts[section.id] ?? ''} rows={4} size="medium"
						maxLength={TEXT_MOST} onLeave={onLeave}
						onInput={(text) => onInput(section.id, text)}
					/>
				</div>
			))}
		</section>
	);
}
