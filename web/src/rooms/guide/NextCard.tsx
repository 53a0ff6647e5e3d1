import type { Answer } from '../../api/client';
import { LinkButton } from '../../parts/LinkButton';
import { Progress } from '../../parts/Progress';
import { t } from '../../words';
import { StopPicture } from './StopPicture';

export type Way = Answer<'/api/way', 'get'>;

interface Next {
	title: string;
	text: string;
	button: string;
	href: string;
	/* How long it takes; null where that cannot be said. */
	minutes: number | null;
}

const LOOK_MINUTES = 5;

/* Children read a title and one sentence, no more. */
function isChild(way: Way): boolean {
	return way.stage === 'elementary';
}

function knowing(way: Way): Next {
	const left = way.total - way.answered;

	if (way.test === 'running') {
		return {
			title: t('guide_pupil.next.running.title'),
			text: t('guide_pupil.next.running.text', { count: left }),
			button: t('guide_pupil.next.running.go'), href: '/test',
			minutes: Math.max(1, Math.round(way.minutes * left / way.total)),
		};
	}
	if (way.consent === 'guardian') {
		return {
			title: t('guide_pupil.next.guardian.title'),
			text: t('guide_pupil.next.guardian.text'),
			button: t('guide_pupil.next.guardian.go'), href: '/test',
			minutes: null,
		};
	}
	return {
		title: t('guide_pupil.next.know.title'),
		text: isChild(way)
			? t('guide_pupil.next.know.child') : t('guide_pupil.next.know.text'),
		button: t('guide_pupil.next.know.go'), href: '/test',
		minutes: way.minutes,
	};
}

function looking(): Next {
	return {
		title: t('guide_pupil.next.look.title'),
		text: t('guide_pupil.next.look.text'),
		button: t('guide_pupil.next.look.go'), href: '/result',
		minutes: LOOK_MINUTES,
	};
}

function trying(way: Way): Next {
	return {
		title: t('guide_pupil.next.try.title'),
		text: isChild(way)
			? t('guide_pupil.next.try.child') : t('guide_pupil.next.try.text'),
		button: t('guide_pupil.next.try.go'),
		href: isChild(way) && way.ai ? '/result' : '/catalog',
		minutes: LOOK_MINUTES,
	};
}

function planned(way: Way): Next {
	return {
		title: t('guide_pupil.next.planned.title'),
		text: isChild(way)
			? t('guide_pupil.next.planned.child')
			: t('guide_pupil.next.planned.text'),
		button: t('guide_pupil.next.planned.go'),
		href: way.brief ? `/briefs/${way.brief}` : '/result',
		minutes: LOOK_MINUTES,
	};
}

/* A test begun anew comes before what its old answers led to. */
function stopOf(way: Way): string {
	const stop = way.stops.find((one) => one.state === 'next')?.id;

	return way.test === 'running' ? 'know' : stop ?? 'done';
}

const NEXT: Record<string, (way: Way) => Next> = {
	know: knowing, look: looking, done: planned,
};

/* The next stop: one big card, one button, and the minutes it takes. */
export function NextCard({ way }: { way: Way }) {
	const stop = stopOf(way);
	const next = (NEXT[stop] ?? trying)(way);

	return (
		<section class="next-card" aria-labelledby="next-title">
			{isChild(way) && <StopPicture stop={stop} />}
			<p class="next-lead">{t('guide_pupil.next')}</p>
			<h2 id="next-title">{next.title}</h2>
			<p>{next.text}</p>
			{way.test === 'running' && (
				<Progress
					label={t('guide_pupil.test.answered')} done={way.answered}
					total={way.total}
				/>
			)}
			<div class="next-go">
				<LinkButton href={next.href} size="xlarge" icon="right">
					{next.button}
				</LinkButton>
				{next.minutes !== null && (
					<span class="next-minutes">
						{t('guide_pupil.next.minutes', { count: next.minutes })}
					</span>
				)}
			</div>
		</section>
	);
}
