/* One programme: what it is, whom it is for, when it takes place. */
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
import { t } from '../../words/all';
import { ActError } from '../teacher/ActError';
import { useAct } from '../teacher/useAct';
import { gradesText, STEP_FREE, wordOf } from './choices';
import { Events } from './Events';
import { costText, distanceText, minutesText } from './figures';
import { fieldsOf, programmeBody } from './programmeFields';
import { ProgrammeForm } from './ProgrammeForm';
import { StaffNorm } from './StaffNorm';
import type { Programme as ProgrammeAnswer } from './types';
import '../teacher/staff.css';
import './sites.css';

function Facts({ one }: { one: ProgrammeAnswer }) {
	const facts = [
		{
			name: t('sites.site'),
			value: (
				<a class="row-link" href={`/sites/${one.site}`}>{one.site_name}</a>
			),
		},
		{ name: t('sites.address'), value: one.address },
		{ name: t('sites.access'), value: wordOf(STEP_FREE, one.step_free) },
		{
			name: t('sites.field'),
			value: (
				<a class="row-link" href={`/catalog/fields/${one.field}`}>
					{one.field_name}
				</a>
			),
		},
		{
			name: t('sites.grades'),
			value: gradesText(one.grade_from, one.grade_to),
		},
		{ name: t('sites.length'), value: minutesText(one.minutes) },
		{ name: t('sites.cost'), value: costText(one.cost) },
		{
			name: t('sites.staff'),
			value: t('sites.staff.text', { count: one.pupils_per_adult }),
		},
		...(one.distance != null ? [{
			name: t('sites.distance'), value: distanceText(one.distance),
		}] : []),
	];

	return (
		<section class="stack">
			<h2>{t('sites.facts')}</h2>
			{one.about && <p class="reading pre-line">{one.about}</p>}
			<dl class="facts register-facts">
				{facts.map((fact) => (
					<div key={fact.name}>
						<dt>{fact.name}</dt>
						<dd>{fact.value}</dd>
					</div>
				))}
			</dl>
			{one.may_change && (
				<StaffNorm norm={one.norm} pupils={one.pupils_per_adult} />
			)}
		</section>
	);
}

function Standards({ one }: { one: ProgrammeAnswer }) {
	if (one.standards.length === 0)
		return null;
	return (
		<section class="stack">
			<h2>{t('sites.standards')}</h2>
			<ul class="plain-list">
				{one.standards.map((standard) => (
					<li key={standard.code}>
						<span class="quiet figures">{standard.code}</span>
						{` ${standard.text}`}
					</li>
				))}
			</ul>
		</section>
	);
}

function Safety({ one }: { one: ProgrammeAnswer }) {
	if (!one.safety)
		return null;
	return (
		<section class="stack">
			<h2>{t('sites.safety')}</h2>
			<p class="reading pre-line">{one.safety}</p>
		</section>
	);
}

function Actions({ one, reload }: {
	one: ProgrammeAnswer; reload: () => void;
}) {
	const act = useAct();

	async function turn(state: ProgrammeAnswer['state']) {
		if (!await act.run(() => api.put('/api/programmes/{programme}', {
			path: { programme: one.id },
			body: programmeBody(fieldsOf(one), state),
		})))
			return;
		reload();
		toast({
			text: state === 'closed'
				? t('sites.closed', { name: one.name })
				: t('sites.opened', { name: one.name }),
			onUndo: () => void turn(one.state),
		});
	}

	return (
		<>
			<div class="row">
				<LinkButton
					href={addressWith({ edit: 'true' })} kind="secondary"
					size="medium"
				>
					{t('sites.programme.change')}
				</LinkButton>
				<Button
					kind="tertiary" size="medium" busy={act.busy}
					onClick={() => void turn(
						one.state === 'active' ? 'closed' : 'active')}
				>
					{one.state === 'active'
						? t('sites.programme.close') : t('sites.programme.open')}
				</Button>
			</div>
			<ActError act={act} />
		</>
	);
}

function Badges({ one }: { one: ProgrammeAnswer }) {
	return (
		<p class="site-badges">
			<Badge kind="primary">{one.kind_name}</Badge>
			{one.state === 'closed' && (
				<Badge kind="warning">{t('sites.state.closed')}</Badge>
			)}
			{one.certified && (
				<Badge kind="success">{t('sites.certified')}</Badge>
			)}
			{one.step_free === 'yes' && (
				<Badge kind="information">{t('sites.step_free')}</Badge>
			)}
		</p>
	);
}

function Shown({ one, reload }: {
	one: ProgrammeAnswer; reload: () => void;
}) {
	const { query } = useLocation();

	if (one.may_change && query.get('edit') === 'true') {
		return (
			<ProgrammeForm
				start={fieldsOf(one)} state={one.state} saves={t('sites.save')}
				back={`/programmes/${one.id}`}
				onSave={async (body) => {
					await api.put('/api/programmes/{programme}',
						{ path: { programme: one.id }, body });
					toast({ text: t('sites.saved') });
					reload();
					navigate(`/programmes/${one.id}`, { replace: true });
				}}
			/>
		);
	}
	return (
		<>
			<Badges one={one} />
			<Facts one={one} />
			{one.may_change && <Actions one={one} reload={reload} />}
			<Events programme={one} />
			<Safety one={one} />
			<Standards one={one} />
		</>
	);
}

export default function Programme({ params }: PageProps) {
	const id = params.programme ?? '';
	const { account } = useSession();
	const got = useGet('/api/programmes/{programme}',
		{ path: { programme: id } });
	const name = got.data?.name ?? t('app.page.programme');

	return (
		<Page
			title={name} printedBy={account?.name ?? ''}
			crumbs={[
				{ text: t('app.page.programmes'), href: '/programmes' },
				...(got.data ? [{
					text: got.data.site_name, href: `/sites/${got.data.site}`,
				}] : []),
				{ text: name, href: `/programmes/${id}` },
			]}
		>
			<Fetched got={got}>
				{(one) => <Shown one={one} reload={got.reload} />}
			</Fetched>
		</Page>
	);
}
