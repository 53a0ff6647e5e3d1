import type { ComponentChildren } from 'preact';
import { classes } from './classes';

export interface CardProps {
	title: string;
	/* The title leads there; without it the card only tells. */
	href?: string;
	text?: ComponentChildren;
	badges?: ComponentChildren;
	/* Facts in pairs: when, where, how many. */
	facts?: readonly { name: string; value: ComponentChildren }[];
	actions?: ComponentChildren;
	/* Anything else: a chart, the reasons. */
	children?: ComponentChildren;
	level?: 2 | 3 | 4;
}

function CardTitle({ title, href, level = 3 }: CardProps) {
	const Heading = `h${level}` as 'h2' | 'h3' | 'h4';

	return (
		<Heading class="card-title">
			{href ? <a href={href}>{title}</a> : title}
		</Heading>
	);
}

export function Card(props: CardProps) {
	return (
		<li class="structured-item">
			<div class="in">
				{props.badges && <div class="card-top">{props.badges}</div>}
				<div class="card-body">
					<CardTitle {...props} />
					{props.text && <p class="card-text">{props.text}</p>}
					{props.facts && (
						<dl class="facts">
							{props.facts.map((fact) => (
								<div key={fact.name}>
									<dt>{fact.name}</dt>
									<dd>{fact.value}</dd>
								</div>
							))}
						</dl>
					)}
					{props.children}
				</div>
				{props.actions && <div class="card-actions">{props.actions}</div>}
			</div>
		</li>
	);
}

export interface StructuredListProps {
	/* Beside each other, or each over the whole width. */
	wide?: boolean;
	children: ComponentChildren;
}

export function StructuredList({ wide, children }: StructuredListProps) {
	return (
		<ul class={classes('krds-structured-list', wide && 'type-full')}>
			{children}
		</ul>
	);
}
