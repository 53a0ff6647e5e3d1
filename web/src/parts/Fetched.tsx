import type { ComponentChildren } from 'preact';
import { problemText } from '../api/problem';
import type { Got } from '../api/useGet';
import { t } from '../words';
import { Alert } from './Alert';
import { Button } from './Button';
import { Loading } from './Loading';

/* What useGet() gives: a wait, what went wrong and a way on, or the content. */
export function Fetched<T>({ got, children }: {
	got: Got<T>; children: (data: T) => ComponentChildren;
}) {
	if (got.error !== undefined) {
		return (
			<Alert
				kind="danger"
				action={(
					<Button kind="text" size="small" onClick={got.reload}>
						{t('parts.again')}
					</Button>
				)}
			>
				{problemText(got.error)}
			</Alert>
		);
	}
	return got.data === undefined ? <Loading /> : <>{children(got.data)}</>;
}
