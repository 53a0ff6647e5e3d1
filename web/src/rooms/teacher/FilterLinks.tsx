import { addressWith } from '../../app/location';
import { classes } from '../../parts/classes';
import { t } from '../../words';
import './staff.css';

export interface FilterChoice {
	/* '' shows all. */
	value: string;
	text: string;
	count?: number;
}

/* A filter of a few choices: links, so that each has an address. */
export function FilterLinks({ label, name, value, choices }: {
	label: string;
	/* Of the value in the address. */
	name: string;
	value: string;
	choices: readonly FilterChoice[];
}) {
	return (
		<nav class="filter-links no-print" aria-label={label}>
			<ul class="krds-tag-wrap medium">
				{choices.map((choice) => (
					<li key={choice.value}>
						<a
							class={classes('krds-btn-tag link',
								choice.value === value && 'here')}
							aria-current={choice.value === value ? 'true' : undefined}
							href={addressWith({
								[name]: choice.value || null, page: null,
							})}
						>
							{choice.text}
							{choice.count !== undefined && (
								<span class="figures filter-count">
									{t('app.count.people', { count: choice.count })}
								</span>
							)}
						</a>
					</li>
				))}
			</ul>
		</nav>
	);
}
