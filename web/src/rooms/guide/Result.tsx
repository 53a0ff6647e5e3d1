/* The pupil's own result. */
import { useSession } from '../../app/session';
import { LinkButton } from '../../parts/LinkButton';
import { t } from '../../words';
import { ResultView } from './ResultView';

function Empty() {
	return (
		<div class="stack empty-note">
			<p>{t('guide_pupil.result.none')}</p>
			<p><LinkButton href="/test">{t('guide_pupil.next.know.go')}</LinkButton></p>
		</div>
	);
}

function Refused() {
	return (
		<>
			{t('guide_pupil.result.no_ai')}
			{' '}
			<a class="row-link" href="/settings">
				{t('guide_pupil.result.no_ai.change')}
			</a>
		</>
	);
}

function Next() {
	return (
		<section class="stack no-print">
			<h2>{t('guide_pupil.result.next')}</h2>
			<div class="row">
				<LinkButton href="/catalog">
					{t('guide_pupil.guardian.look_around')}
				</LinkButton>
				<LinkButton href="/test" kind="tertiary">
					{t('guide_pupil.result.again')}
				</LinkButton>
			</div>
		</section>
	);
}

export default function ResultPage() {
	const { account } = useSession();

	return (
		<ResultView
			pupil={account?.pupil ?? ''} title={t('app.page.result')}
			printedBy={account?.name ?? ''} empty={<Empty />}
			refused={<Refused />} next={<Next />}
		/>
	);
}
