import { useEffect, useState } from 'preact/hooks';
import { api, type Answer } from '../../api/client';
import { fieldText } from '../../api/problem';
import { Button } from '../../parts/Button';
import { Loading } from '../../parts/Loading';
import { useFirstError } from '../../parts/useFirstError';
import { t } from '../../words';
import { CodeOfSix } from './CodeOfSix';
import { useEntering } from './enter';
import { FormProblem } from './FormProblem';

type Begun = Answer<'/api/account/totp', 'post'>;

function inFours(secret: string): string {
	return secret.match(/.{1,4}/g)?.join(' ') ?? secret;
}

function useBegun() {
	const [begun, setBegun] = useState<Begun>();
	const [failure, setFailure] = useState<unknown>(undefined);

	function begin() {
		setFailure(undefined);
		api.post('/api/account/totp').then(setBegun, (error: unknown) =>
			setFailure(() => error));
	}

	useEffect(begin, []);
	return { begun, failure, begin };
}

function Steps({ begun }: { begun: Begun }) {
	const picture = `data:image/svg+xml;utf8,${encodeURIComponent(begun.qr)}`;

	return (
		<ol class="totp-steps">
			<li>{t('people.totp.setup.app')}</li>
			<li>
				{t('people.totp.setup.scan')}
				<img
					class="totp-qr" src={picture} width="200" height="200"
					alt={t('people.totp.setup.qr')}
				/>
				<details>
					<summary>{t('people.totp.setup.by_hand')}</summary>
					<p>
						<a class="row-link" href={begun.uri}>
							{t('people.totp.setup.open_app')}
						</a>
					</p>
					<p>
						{t('people.totp.setup.secret')}
						{': '}
						<code class="reference">{inFours(begun.secret)}</code>
					</p>
				</details>
			</li>
			<li>{t('people.totp.setup.confirm')}</li>
		</ol>
	);
}

/* Staff at the first time: an app on the phone becomes the second factor. */
export function TotpSetup() {
	const { begun, failure, begin } = useBegun();
	const [code, setCode] = useState('');
	const { busy, error, enter } = useEntering();
	const form = useFirstError(error);

	async function send(digits: string) {
		if (busy || digits.length < 6)
			return;
		if (!await enter(() => api.put('/api/account/totp', {
			body: { code: digits },
		})))
			setCode('');
	}

	if (failure !== undefined) {
		return (
			<div class="stack">
				<FormProblem error={failure} fields={[]} />
				<div><Button onClick={begin}>{t('people.again')}</Button></div>
			</div>
		);
	}
	if (!begun)
		return <Loading />;
	return (
		<form
			class="stack entry" ref={form} noValidate
			onSubmit={(event) => {
				event.preventDefault();
				void send(code);
			}}
		>
			<p>{t('people.totp.setup.about')}</p>
			<Steps begun={begun} />
			<FormProblem error={error} fields={['code']} />
			<CodeOfSix
				value={code} onInput={setCode} error={fieldText(error, 'code')}
				onFull={(digits) => void send(digits)}
			/>
			<div>
				<Button type="submit" busy={busy}>
					{t('people.totp.setup.finish')}
				</Button>
			</div>
		</form>
	);
}
