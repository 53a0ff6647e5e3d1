import { problemText } from '../api/problem';
import { Dropdown } from '../parts/Dropdown';
import { toast } from '../parts/Toast';
import { LANGUAGES, t, useLanguage } from '../words';
import { languageChoose } from './language';
import { navigate, useLocation } from './location';
import { MainMenu, MainMenuDialog } from './MainMenu';
import { SIGN_IN } from './routes';
import { signOut, useSession, type Account, type Role } from './session';
import sign from './sign.svg';

const LANGUAGE_WORDS = {
	ko: { wordId: 'app.language.ko' },
	en: { wordId: 'app.language.en' },
};

const ROLE_WORDS: Record<Role, { wordId: string }> = {
	pupil: { wordId: 'app.role.pupil' },
	guardian: { wordId: 'app.role.guardian' },
	teacher: { wordId: 'app.role.teacher' },
	centre: { wordId: 'app.role.centre' },
	supervisor: { wordId: 'app.role.supervisor' },
	engineer: { wordId: 'app.role.engineer' },
};

function roleText(role: Role): string {
	return t(ROLE_WORDS[role].wordId);
}

function LanguageSwitch() {
	const now = useLanguage();
	const { account } = useSession();

	return (
		<Dropdown
			label={t('app.language')} icon="global" class="krds-language"
			items={LANGUAGES.map((lang) => ({
				text: t(LANGUAGE_WORDS[lang].wordId),
				lang,
				active: lang === now,
				onSelect: () => void languageChoose(lang, account !== null),
			}))}
		/>
	);
}

/* Signing out that was not heard must not look like signing out. */
async function leave() {
	try {
		await signOut();
	} catch (error) {
		toast({ text: problemText(error) });
	}
}

function AccountMenu({ account }: { account: Account }) {
	return (
		<Dropdown
			label={t('app.account.of', { name: account.name })}
			icon="my"
			head={`${account.name}, ${roleText(account.role)}`}
			items={[
				{
					text: t('app.page.settings'),
					onSelect: () => navigate('/settings'),
				},
				{
					text: t('app.page.sessions'),
					onSelect: () => navigate('/sessions'),
				},
				{ text: t('app.sign_out'), onSelect: () => void leave() },
			]}
		/>
	);
}

function SignInLink() {
	const { path } = useLocation();
	const back = path + window.location.search;

	if (['/', '/c', '/g', SIGN_IN].includes(path))
		return null;

	return (
		<a
			class="krds-btn small text"
			href={`${SIGN_IN}?back=${encodeURIComponent(back)}`}
		>
			{t('app.sign_in')}
		</a>
	);
}

export function Header() {
	const { account, demo } = useSession();

	return (
		<header id="krds-header" class="no-print">
			{/* Nobody should take an invented province for a real one. */}
			{demo && <p class="demo-line">{t('app.demo')}</p>}
			<div class="header-in">
				<div class="header-container">
					<div class="inner">
						<div class="header-branding">
							<a class="brand" href="/" aria-label={t('app.home')}>
								<img src={sign} alt="" width="36" height="36" />
								<span class="brand-name">{t('app.name')}</span>
							</a>
							<div class="header-actions">
								<LanguageSwitch />
								{account
									? <AccountMenu account={account} />
									: <SignInLink />}
								<MainMenuDialog />
							</div>
						</div>
					</div>
				</div>
				<MainMenu />
			</div>
		</header>
	);
}
