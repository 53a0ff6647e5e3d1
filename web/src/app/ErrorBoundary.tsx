/* A page that fails leaves the shell standing and a number to report. */
import { Component, type ComponentChildren } from 'preact';
import { Problem } from '../api/problem';
import { Button } from '../parts/Button';
import { Page } from '../parts/Page';
import { t } from '../words';

interface Props {
	/* A new address is a new attempt. */
	address: string;
	children: ComponentChildren;
}

interface State {
	reference: string | null;
	address: string;
}

/* The server's reference if it was the server, else the time to the second. */
function referenceOf(error: unknown): string {
	if (error instanceof Problem && error.reference)
		return error.reference;
	return `W-${Math.floor(Date.now() / 1000).toString(36).toUpperCase()}`;
}

export class ErrorBoundary extends Component<Props, State> {
	override state: State = { reference: null, address: this.props.address };

	static override getDerivedStateFromProps(props: Props, state: State) {
		return props.address === state.address
			? null : { reference: null, address: props.address };
	}

	override componentDidCatch(error: unknown) {
		const reference = referenceOf(error);

		console.error(reference, error);
		this.setState({ reference });
	}

	override render({ children }: Props, { reference }: State) {
		if (reference === null)
			return children;
		return (
			<Page title={t('app.broken.title')}>
				<p>{t('app.broken.text')}</p>
				<p>
					{t('app.broken.reference')}
					{': '}
					<strong class="reference">{reference}</strong>
				</p>
				<p>
					<Button onClick={() => window.location.reload()}>
						{t('app.broken.again')}
					</Button>
				</p>
			</Page>
		);
	}
}
