import { t } from '../words';

export interface Tag {
	key: string;
	text: string;
	href?: string;
}

/* What was chosen or belongs to something: a filter, a need, a field. */
export function Tags({ tags, onRemove }: {
	tags: readonly Tag[]; onRemove?: (key: string) => void;
}) {
	return (
		<ul class="krds-tag-wrap medium">
			{tags.map((tag) => (
				<li key={tag.key}>
					{tag.href
						? <a class="krds-btn-tag link" href={tag.href}>{tag.text}</a>
						: (
							<span class="krds-btn-tag">
								{tag.text}
								{onRemove && (
									<button
										type="button" class="btn-delete"
										onClick={() => onRemove(tag.key)}
									>
										<span class="sr-only">
											{t('parts.remove', { name: tag.text })}
										</span>
									</button>
								)}
							</span>
						)}
				</li>
			))}
		</ul>
	);
}
