/* The frame of a page about seats, as it stands for pupil, guardian, teacher. */
import type { ComponentChildren } from 'preact';
import { useGet } from '../../api/useGet';
import type { Crumb } from '../../parts/Breadcrumb';
import { Page } from '../../parts/Page';
import { t } from '../../words';
import { TeacherPage } from '../teacher/TeacherPage';
import type { Holder } from './holder';
import './seats.css';

export interface HolderPageProps {
	holder: Holder;
	title: string;
	lead?: ComponentChildren;
	/* This page, when it lies under that of all rounds. */
	crumbs?: readonly Crumb[];
	actions?: ComponentChildren;
	children: ComponentChildren;
}

function first(holder: Holder, name: string): Crumb[] {
	switch (holder.reader) {
	case 'pupil':
		return [{ text: t('app.page.way'), href: '/' }];
	case 'guardian':
		return [
			{ text: t('app.page.wards'), href: '/' },
			{ text: name, href: `/wards/${encodeURIComponent(holder.id)}` },
		];
	case 'teacher':
		return [
			{ text: t('app.page.today'), href: '/today' },
			{ text: name, href: `/classes/${encodeURIComponent(holder.id)}` },
		];
	}
}

function Framed({ holder, name, ...props }: HolderPageProps & {
	name: string;
}) {
	const Frame = holder.reader === 'teacher' ? TeacherPage : Page;

	return (
		<Frame
			{...props} title={props.title}
			crumbs={[
				...first(holder, name),
				{ text: t('app.page.seats'), href: holder.at },
				...props.crumbs ?? [],
			]}
		/>
	);
}

function ClassFramed(props: HolderPageProps) {
	const { data } = useGet('/api/classes/{class}',
		{ path: { class: props.holder.id } });

	return <Framed {...props} name={data?.name ?? t('app.page.class')} />;
}

function WardFramed(props: HolderPageProps) {
	const { data } = useGet('/api/pupils/{pupil}',
		{ path: { pupil: props.holder.id } });

	return <Framed {...props} name={data?.name ?? t('app.page.ward')} />;
}

export function HolderPage(props: HolderPageProps) {
	switch (props.holder.reader) {
	case 'teacher': return <ClassFramed {...props} />;
	case 'guardian': return <WardFramed {...props} />;
	case 'pupil': return <Framed {...props} name="" />;
	}
}
