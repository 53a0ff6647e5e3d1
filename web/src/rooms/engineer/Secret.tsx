import { t } from '../../words';

/* A password that is shown once: it is kept nowhere that can be read. */
export function Secret({ login, password }: {
	login: string; password: string;
}) {
	return (
		<div class="stack" role="status">
			<p>{t('engineer.secret.once')}</p>
			<dl class="facts secret">
				<div>
					<dt>{t('engineer.login')}</dt>
					<dd>{login}</dd>
				</div>
				<div>
					<dt>{t('engineer.password')}</dt>
					<dd class="reference">{password}</dd>
				</div>
			</dl>
		</div>
	);
}
