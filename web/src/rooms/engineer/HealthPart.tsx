import { useEffect, useState } from 'preact/hooks';
import { Badge } from '../../parts/Badge';
import { Button } from '../../parts/Button';
import { t, timeText } from '../../words/all';
import { metricsRead, type Metrics } from './metrics';

type Check = 'asking' | 'well' | 'unwell';

interface Health {
	live: Check;
	ready: Check;
	metrics: Metrics | undefined;
	at: number;
}

const ASKING: Health = {
	live: 'asking', ready: 'asking', metrics: undefined, at: 0,
};

async function asked(path: string): Promise<Check> {
	try {
		const response = await fetch(path);

		await response.text();
		return response.ok ? 'well' : 'unwell';
	} catch {
		return 'unwell';
	}
}

/* Behind a proxy /metrics may be closed to browsers; then it is not shown. */
async function measured(): Promise<Metrics | undefined> {
	try {
		const response = await fetch('/metrics');
		const type = response.headers.get('Content-Type') ?? '';
		const text = await response.text();

		return response.ok && type.startsWith('text/plain')
			? metricsRead(text) : undefined;
	} catch {
		return undefined;
	}
}

function CheckBadge({ check }: { check: Check }) {
	if (check === 'asking')
		return <Badge>{t('engineer.asking')}</Badge>;
	return check === 'well'
		? <Badge kind="success">{t('engineer.well')}</Badge>
		: <Badge kind="danger">{t('engineer.unwell')}</Badge>;
}

/* Asked when the page opens, and again by the button. */
export function HealthPart() {
	const [health, setHealth] = useState(ASKING);
	const [turn, setTurn] = useState(0);
	const { metrics } = health;

	useEffect(() => {
		let left = false;

		void Promise.all([asked('/healthz'), asked('/readyz'), measured()])
			.then(([live, ready, found]) => {
				if (!left)
					setHealth({ live, ready, metrics: found, at: Date.now() });
			});
		return () => {
			left = true;
		};
	}, [turn]);
	return (
		<section class="stack">
			<h2>{t('engineer.health')}</h2>
			<div aria-live="polite">
				<dl class="facts health">
					<div>
						<dt>{t('engineer.live')}</dt>
						<dd><CheckBadge check={health.live} /></dd>
					</div>
					<div>
						<dt>{t('engineer.ready')}</dt>
						<dd><CheckBadge check={health.ready} /></dd>
					</div>
					{metrics?.version && (
						<div>
							<dt>{t('engineer.version')}</dt>
							<dd>{metrics.version}</dd>
						</div>
					)}
					{metrics && (
						<>
							<div>
								<dt>{t('engineer.requests')}</dt>
								<dd class="figures">
									{t('app.count.cases', { count: metrics.requests })}
								</dd>
							</div>
							<div>
								<dt>{t('engineer.faults')}</dt>
								<dd class="figures">
									{t('app.count.cases', { count: metrics.faults })}
								</dd>
							</div>
						</>
					)}
				</dl>
				{health.at > 0 && (
					<p class="quiet">
						{t('engineer.asked_at', { time: timeText(health.at) })}
					</p>
				)}
			</div>
			<p>
				<Button
					kind="tertiary" size="small" icon="reset"
					onClick={() => setTurn(turn + 1)}
				>
					{t('engineer.ask_again')}
				</Button>
			</p>
		</section>
	);
}
