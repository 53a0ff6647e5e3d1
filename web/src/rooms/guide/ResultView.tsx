import type { ComponentChildren } from 'preact';
import { Problem } from '../../api/problem';
import { useGet } from '../../api/useGet';
import { Alert } from '../../parts/Alert';
import { Button } from '../../parts/Button';
import { Fetched } from '../../parts/Fetched';
import { Page } from '../../parts/Page';
import { dateText, t } from '../../words/all';
import type { Crumb } from '../../parts/Breadcrumb';
import { Profile } from './Profile';
import { SuggestionLists, type Result } from './Suggestions';
import { MadeFrom } from './WhatIf';
import './guide.css';

export interface ResultViewProps {
	pupil: string;
	title: string;
	crumbs?: readonly Crumb[];
	printedBy: string;
	/* What stands here when nothing was answered yet: words and a button. */
	empty: ComponentChildren;
	/* Whose suggestions were refused; says how to take them again. */
	refused: ComponentChildren;
	/* At the end: what can be done now. */
	next?: ComponentChildren;
}

function Content({ result, refused }: {
	result: Result; refused: ComponentChildren;
}) {
	const child = result.stage === 'elementary';
	const lists = (
		<MadeFrom.Provider
			value={{
				sheet: result.sheet, versions: result.versions,
				reader: child ? 'child' : 'pupil',
			}}
		>
			<SuggestionLists lists={result.lists} child={child} />
		</MadeFrom.Provider>
	);

	return (
		<>
			{!result.ai && <Alert kind="info">{refused}</Alert>}
			{/* A child reads what is strong first; the others the profile. */}
			{child && lists}
			<Profile profile={result.profile} />
			{!child && lists}
			<details class="no-print">
				<summary>{t('guide_pupil.result.how')}</summary>
				<div class="stack">
					<p>
						{result.ai
							? t('guide_pupil.result.how.text')
							: t('guide_pupil.result.how.plain')}
					</p>
					{result.versions.list === 'explore' && (
						<p>{t('guide_pupil.result.how.explore')}</p>
					)}
					<dl class="facts">
						<div>
							<dt>{t('guide_pupil.result.answered')}</dt>
							<dd>{dateText(result.finished)}</dd>
						</div>
						<div>
							<dt>{t('guide_pupil.result.bank')}</dt>
							<dd>{result.versions.bank}</dd>
						</div>
						{result.ai && (
							<div>
								<dt>{t('guide_pupil.result.model')}</dt>
								<dd>{result.versions.model}</dd>
							</div>
						)}
						<div>
							<dt>{t('guide_pupil.result.catalogue')}</dt>
							<dd>{result.versions.catalogue.slice(0, 12)}</dd>
						</div>
					</dl>
				</div>
			</details>
		</>
	);
}

/* Profile and suggestions, as the pupil and the guardian see them. */
export function ResultView(props: ResultViewProps) {
	const got = useGet('/api/pupils/{pupil}/result',
		{ path: { pupil: props.pupil } });
	const none = got.error instanceof Problem && got.error.status === 404;

	return (
		<Page
			title={props.title} crumbs={props.crumbs} printedBy={props.printedBy}
			lead={got.data?.profile.summary}
			actions={got.data && (
				<Button
					kind="tertiary" size="medium" icon="print"
					onClick={() => window.print()}
				>
					{t('parts.page.print')}
				</Button>
			)}
		>
			{none
				? props.empty
				: (
					<Fetched got={got}>
						{(result) => (
							<>
								<Content result={result} refused={props.refused} />
								{props.next}
							</>
						)}
					</Fetched>
				)}
		</Page>
	);
}
