import { useEffect, useState } from 'preact/hooks';
import { api, isAbort, type Answer } from '../../api/client';
import { problemText } from '../../api/problem';
import { Alert } from '../../parts/Alert';
import { Badge } from '../../parts/Badge';
import { Loading } from '../../parts/Loading';
import { Modal } from '../../parts/Modal';
import { numberText, t } from '../../words/all';
import { whenText } from '../sites/eventText';
import type { EventRow } from '../sites/types';

type FeedbackAnswer = Answer<'/api/events/{event}/feedback', 'get'>;

function Said({ data }: { data: FeedbackAnswer }) {
	if (data.rows.length === 0)
		return <p>{t('rounds.feedback.none')}</p>;
	return (
		<>
			<p>
				{data.mean == null
					? t('rounds.feedback.count', { count: data.count })
					: t('rounds.feedback.mean', {
						count: data.count, mean: numberText(data.mean, 1),
					})}
			</p>
			<ul class="feedback">
				{data.rows.map((row, i) => (
					<li key={i}>
						<span class="row">
							<strong>
								{t('rounds.feedback.stars', { stars: row.stars })}
							</strong>
							<Badge>
								{row.class ? t('rounds.feedback.teacher')
									: t('rounds.feedback.pupil')}
							</Badge>
						</span>
						{row.text && <p class="pre-line">{row.text}</p>}
					</li>
				))}
			</ul>
		</>
	);
}

/* How an event was, by those who were there; never who said it. */
export function Feedback({ event, onClose }: {
	event: EventRow | null; onClose: () => void;
}) {
	const [data, setData] = useState<FeedbackAnswer>();
	const [error, setError] = useState<unknown>();

	useEffect(() => {
		const leave = new AbortController();

		setData(undefined);
		setError(undefined);
		if (event) {
			api.get('/api/events/{event}/feedback', {
				path: { event: event.id }, signal: leave.signal,
			}).then(setData, (failure: unknown) => {
				if (!isAbort(failure))
					setError(() => failure);
			});
		}
		return () => leave.abort();
	}, [event]);
	return (
		<Modal
			open={event !== null} onClose={onClose}
			title={t('rounds.feedback.of', { name: event?.programme_name ?? '' })}
		>
			<div class="stack tight">
				{event && <p class="quiet">{whenText(event)}</p>}
				{error !== undefined && (
					<Alert kind="danger">{problemText(error)}</Alert>
				)}
				{data && <Said data={data} />}
				{event && !data && error === undefined && <Loading />}
			</div>
		</Modal>
	);
}
