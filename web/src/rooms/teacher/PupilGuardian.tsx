import { LinkButton } from '../../parts/LinkButton';
import { t } from '../../words';
import type { PupilAnswer } from './Pupil';

/* Who of the family has come in, and the way to invite. */
export function PupilGuardian({ pupil }: { pupil: PupilAnswer }) {
	return (
		<section class="stack">
			<h2>{t('app.role.guardian')}</h2>
			<p>
				{pupil.guardians > 0
					? t('teacher.guardians', { count: pupil.guardians })
					: t('teacher.guardians.none')}
			</p>
			<p>
				<LinkButton
					kind="secondary" size="medium"
					href={`/pupils/${encodeURIComponent(pupil.id)}/invitation`}
				>
					{t('teacher.invite')}
				</LinkButton>
			</p>
		</section>
	);
}
