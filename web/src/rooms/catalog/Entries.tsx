import { useEffect, useState } from 'preact/hooks';
import type { Answer } from '../../api/client';
import { useGet, type Got } from '../../api/useGet';
import { addressWith, navigate, useLocation } from '../../app/location';
import { Badge } from '../../parts/Badge';
import { Button } from '../../parts/Button';
import { Fetched } from '../../parts/Fetched';
import { Pager } from '../../parts/Pager';
import { interestText, type InterestLetter } from '../../parts/ProfileChart';
import { SearchField } from '../../parts/SearchField';
import { Select } from '../../parts/Select';
import { Card, StructuredList } from '../../parts/StructuredList';
import { t } from '../../words';

type Found = Answer<'/api/catalog/majors', 'get'>;

const LETTERS: readonly InterestLetter[] = ['R', 'I', 'A', 'S', 'E', 'C'];

/* What the address asks for, as the server takes it. */
export function useFinding() {
	const { query } = useLocation();
	const page = Number(query.get('page'));

	return {
		q: query.get('q') ?? undefined,
		field: query.get('field') ?? undefined,
		letter: LETTERS.find((letter) => letter === query.get('letter')),
		page: Number.isInteger(page) && page > 1 ? page : undefined,
	};
}

type Finding = ReturnType<typeof useFinding>;

interface NamedField {
	id: string;
	name: string;
}

function Filters({ finding, fields, label, example }: {
	finding: Finding; fields: readonly NamedField[]; label: string;
	example: string;
}) {
	const [typed, setTyped] = useState(finding.q ?? '');
	const set = (changes: Record<string, string | null>) =>
		navigate(addressWith({ ...changes, page: null }));

	useEffect(() => setTyped(finding.q ?? ''), [finding.q]);
	return (
		<div class="filters">
			<SearchField
				label={label} labelShown value={typed} slash onInput={setTyped}
				onSearch={(q) => set({ q: q.trim() || null })} example={example}
			/>
			<Select
				label={t('catalog.filter.field')} size="medium"
				value={finding.field ?? ''} empty={t('catalog.filter.all')}
				choices={fields.map((field) => (
					{ value: field.id, text: field.name }))}
				onChange={(field) => set({ field })}
			/>
			<Select
				label={t('catalog.filter.letter')} size="medium"
				value={finding.letter ?? ''} empty={t('catalog.filter.all')}
				choices={LETTERS.map((letter) => (
					{ value: letter, text: interestText(letter) }))}
				onChange={(letter) => set({ letter })}
			/>
		</div>
	);
}

function None() {
	return (
		<div class="stack empty-note">
			<p>{t('catalog.none')}</p>
			<p>
				<Button
					kind="secondary" size="medium"
					onClick={() => navigate(addressWith(
						{ q: null, field: null, letter: null, page: null }))}
				>
					{t('catalog.clear')}
				</Button>
			</p>
		</div>
	);
}

function List({ found, fields, href }: {
	found: Found; fields: readonly NamedField[]; href: string;
}) {
	const names = new Map(fields.map((field) => [field.id, field.name]));

	return (
		<>
			<p role="status" class="list-count">
				{t('catalog.count', { count: found.total })}
			</p>
			{found.entries.length === 0 && <None />}
			<StructuredList>
				{found.entries.map((entry) => (
					<Card
						key={entry.id} title={entry.name} level={2}
						text={entry.about}
						href={`${href}/${encodeURIComponent(entry.id)}`}
						badges={names.has(entry.field)
							&& <Badge>{names.get(entry.field)}</Badge>}
					/>
				))}
			</StructuredList>
			<Pager
				page={found.page} pages={found.pages}
				href={(n) => addressWith({ page: n === 1 ? null : String(n) })}
			/>
		</>
	);
}

/* Majors or occupations: found by words, field and leading interest. */
export function Entries({ got, finding, href, label, example }: {
	got: Got<Found>; finding: Finding; href: string; label: string;
	example: string;
}) {
	const fields = useGet('/api/catalog/fields').data?.fields ?? [];

	return (
		<>
			<Filters
				finding={finding} fields={fields} label={label} example={example}
			/>
			<Fetched got={got}>
				{(found) => <List found={found} fields={fields} href={href} />}
			</Fetched>
		</>
	);
}
