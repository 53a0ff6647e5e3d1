/* The own settings: language, password, and for pupils who may suggest. */
import type { ComponentChildren } from 'preact';
import { useGet } from '../../api/useGet';
import { languageChoose } from '../../app/language';
import { useSession } from '../../app/session';
import { Fetched } from '../../parts/Fetched';
import { LinkButton } from '../../parts/LinkButton';
import { Page } from '../../parts/Page';
import { RadioGroup } from '../../parts/RadioGroup';
import { t, useLanguage, type Language } from '../../words';
import { AiSwitch } from './AiSwitch';
import { PasswordForm } from './PasswordForm';
import './people.css';

function Part({ title, children }: {
	title: string; children: ComponentChildren;
}) {
	return (
		<section class="stack setting">
			<h2>{title}</h2>
			{children}
		</section>
	);
}

function LanguagePart() {
	const now = useLanguage();

	return (
		<Part title={t('app.language')}>
			<RadioGroup<Language>
				label={t('people.settings.language')} value={now} inline
				choices={[
					{ value: 'ko', text: t('app.language.ko') },
					{ value: 'en', text: t('app.language.en') },
				]}
				onChange={(lang) => void languageChoose(lang, true)}
			/>
		</Part>
	);
}

function PupilParts({ pupil }: { pupil: string }) {
	const got = useGet('/api/pupils/{pupil}', { path: { pupil } });

	return (
		<>
			<Part title={t('people.ai.title')}>
				<Fetched got={got}>
					{(data) => (
						<AiSwitch
							pupil={pupil} on={data.ai} onChanged={got.reload}
						/>
					)}
				</Fetched>
			</Part>
			<Part title={t('app.page.pin')}>
				<p>{t('people.pin.why')}</p>
				<div>
					<LinkButton href="/pin" kind="secondary" size="medium">
						{got.data?.pin
							? t('people.pin.change') : t('people.pin.choose')}
					</LinkButton>
				</div>
			</Part>
			<Part title={t('app.page.looks')}>
				<p>{t('people.looks.lead')}</p>
				<div>
					<LinkButton href="/looks" kind="secondary" size="medium">
						{t('people.looks.open')}
					</LinkButton>
				</div>
			</Part>
		</>
	);
}

export default function Settings() {
	const { account } = useSession();
	const staff = account?.role !== 'pupil' && account?.role !== 'guardian';

	return (
		<Page title={t('app.page.settings')}>
			<LanguagePart />
			{account?.pupil && account.role === 'pupil'
				&& <PupilParts pupil={account.pupil} />}
			{staff && (
				<Part title={t('people.password')}>
					<PasswordForm />
				</Part>
			)}
			<Part title={t('app.page.sessions')}>
				<p>{t('people.sessions.lead')}</p>
				<div>
					<LinkButton href="/sessions" kind="secondary" size="medium">
						{t('people.sessions.open')}
					</LinkButton>
				</div>
			</Part>
		</Page>
	);
}
