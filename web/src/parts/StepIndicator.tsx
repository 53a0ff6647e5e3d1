import { t } from '../words';
import { classes } from './classes';

export interface StepIndicatorProps {
	label: string;
	steps: readonly string[];
	/* Counted from 0; as many as there are steps when all are done. */
	current: number;
}

export function StepIndicator({ label, steps, current }: StepIndicatorProps) {
	return (
		<div class="steps">
			<p class="steps-on-phone" aria-hidden="true">
				{t('parts.steps.on_phone', {
					n: Math.min(current + 1, steps.length), total: steps.length,
					name: steps[Math.min(current, steps.length - 1)],
				})}
			</p>
			<ol class="krds-step-wrap" aria-label={label}>
				{steps.map((step, i) => (
					<li
						key={step}
						class={classes(i < current && 'done', i === current && 'active')}
						aria-current={i === current ? 'step' : undefined}
					>
						<span>
							{i < current && (
								<em class="sr-only">{t('parts.steps.done')}</em>
							)}
							<i class="step">{t('parts.steps.number', { n: i + 1 })}</i>
							<span class="step-tit">{step}</span>
						</span>
					</li>
				))}
			</ol>
		</div>
	);
}
