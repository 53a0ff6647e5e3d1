/* One site: what it is, what it offers; its centre changes it here. */
import { api } from '../../api/client';
import { useGet } from '../../api/useGet';
import { addressWith, navigate, useLocation } from '../../app/location';
import type { PageProps } from '../../app/routes';
import { useSession } from '../../app/session';
import { Badge } from '../../parts/Badge';
import { Button } from '../../parts/Button';
import { Fetched } from '../../parts/Fetched';
import { LinkButton } from '../../parts/LinkButton';
import { Page } from '../../parts/Page';
import { toast } from '../../parts/Toast';
import { dateText, t } from '../../words/all';
import { ActError } from '../teacher/ActError';
import { useAct } from '../teacher/useAct';
import {
	CERTIFICATIONS, SITE_KINDS, STEP_FREE, wordOf,
} from './choices';
import { distanceText } from './figures';
import { ProgrammesOfSite } from './ProgrammesOfSite';
import { noonOf } from './seoul';
import { SiteBadges } from './SiteBadges';
import { fieldsOf, siteBody } from './siteFields';
import { SiteForm } from './SiteForm';
import type { Site as SiteAnswer } from './types';
import '../teacher/staff.css';
import './sites.css';

function Certification({ site }: { site: SiteAnswer }) {
	const row = CERTIFICATIONS.find((one) => one.value === site.certification)!;

	return (
		<span class="row">
			<Badge kind={row.badge}>{t(row.wordId)}</Badge>
			{site.certified_until && (
				<span class="quiet">
					{t('sites.certified_until.text', {
						date: dateText(noonOf(site.certified_until)),
					})}
				</span>
			)}
		</span>
	);
}

function Facts({ site }: { site: SiteAnswer }) {
	const facts = [
		{ name: t('sites.kind'), value: wordOf(SITE_KINDS, site.kind) },
		{ name: t('sites.address'), value: site.address },
		{
			name: t('sites.phone'),
			value: site.phone
				? <a class="row-link" href={`tel:${site.phone}`}>{site.phone}</a>
				: '–',
		},
		{ name: t('sites.access'), value: wordOf(STEP_FREE, site.step_free) },
		{
			name: t('sites.certification'),
			value: <Certification site={site} />,
		},
		...(site.distance != null ? [{
			name: t('sites.distance'), value: distanceText(site.distance),
		}] : []),
	];

	return (
		<section class="stack">
			<h2>{t('sites.facts')}</h2>
			{site.about && <p class="reading pre-line">{site.about}</p>}
			<dl class="facts register-facts">
				{facts.map((fact) => (
					<div key={fact.name}>
						<dt>{fact.name}</dt>
						<dd>{fact.value}</dd>
					</div>
				))}
			</dl>
		</section>
	);
}

function Actions({ site, reload }: { site: SiteAnswer; reload: () => void }) {
	const act = useAct();

	async function turn(state: SiteAnswer['state']) {
		if (!await act.run(() => api.put('/api/sites/{site}', {
			path: { site: site.id },
			body: siteBody(fieldsOf(site), state),
		})))
			return;
		reload();
		toast({
			text: state === 'closed'
				? t('sites.closed', { name: site.name })
				: t('sites.opened', { name: site.name }),
			onUndo: () => void turn(site.state),
		});
	}

	return (
		<>
			<div class="row">
				<LinkButton
					href={addressWith({ edit: 'true' })} kind="secondary"
					size="medium"
				>
					{t('sites.change')}
				</LinkButton>
				<Button
					kind="tertiary" size="medium" busy={act.busy}
					onClick={() => void turn(
						site.state === 'active' ? 'closed' : 'active')}
				>
					{site.state === 'active'
						? t('sites.close') : t('sites.open')}
				</Button>
			</div>
			<ActError act={act} />
		</>
	);
}

function Shown({ site, reload }: { site: SiteAnswer; reload: () => void }) {
	const { query } = useLocation();
	const editing = site.may_change && query.get('edit') === 'true';

	if (editing) {
		return (
			<SiteForm
				start={fieldsOf(site)} state={site.state}
				saves={t('sites.save')} back={`/sites/${site.id}`}
				onSave={async (body) => {
					await api.put('/api/sites/{site}',
						{ path: { site: site.id }, body });
					toast({ text: t('sites.saved') });
					reload();
					navigate(`/sites/${site.id}`, { replace: true });
				}}
			/>
		);
	}
	return (
		<>
			<SiteBadges one={site} />
			<Facts site={site} />
			{site.may_change && <Actions site={site} reload={reload} />}
			<ProgrammesOfSite site={site} />
		</>
	);
}

export default function Site({ params }: PageProps) {
	const id = params.site ?? '';
	const { account } = useSession();
	const got = useGet('/api/sites/{site}', { path: { site: id } });
	const name = got.data?.name ?? t('app.page.site');

	return (
		<Page
			title={name} lead={got.data?.region_name}
			printedBy={account?.name ?? ''}
			crumbs={[
				{ text: t('app.page.sites'), href: '/sites' },
				{ text: name, href: `/sites/${id}` },
			]}
		>
			<Fetched got={got}>
				{(site) => <Shown site={site} reload={got.reload} />}
			</Fetched>
		</Page>
	);
}
