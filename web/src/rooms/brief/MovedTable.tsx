import { Badge } from '../../parts/Badge';
import { Table } from '../../parts/Table';
import { numberText, t } from '../../words/all';
import type { Moved } from './types';

function points(share: number): string {
	return numberText(share * 100);
}

function difference({ before, now }: Moved): string {
	const n = Math.round(now * 100) - Math.round(before * 100);

	if (n === 0)
		return '0';
	return n > 0 ? `+${numberText(n)}` : `−${numberText(-n)}`;
}

/* Against the answers before these, with what is more than chance. */
export function MovedTable({ moved }: { moved: readonly Moved[] }) {
	const beyond = moved.filter((one) => one.beyond_band);

	return (
		<div class="stack">
			<h3>{t('brief.moved')}</h3>
			<p>
				{beyond.length > 0
					? t('brief.moved.beyond', {
						names: beyond.map((one) => one.name).join(', '),
					})
					: t('brief.moved.within')}
			</p>
			<Table
				caption={t('brief.moved')} rows={moved} onPhone="scroll"
				rowKey={(one) => one.letter}
				columns={[
					{
						key: 'name', title: t('brief.letter'),
						cell: (one) => (
							<>
								{one.name}
								{' '}
								{one.beyond_band && (
									<Badge kind="information">
										{t('brief.moved.clear')}
									</Badge>
								)}
							</>
						),
					},
					{
						key: 'before', title: t('brief.moved.before'),
						number: true, cell: (one) => points(one.before),
					},
					{
						key: 'now', title: t('brief.moved.now'), number: true,
						cell: (one) => points(one.now),
					},
					{
						key: 'difference', title: t('brief.moved.difference'),
						number: true, cell: difference,
					},
				]}
			/>
		</div>
	);
}
