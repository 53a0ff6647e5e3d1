import { Badge } from '../../parts/Badge';
import { dateText, t } from '../../words/all';
import { STATES, type Bank } from './banks';

export function BankBadges({ bank }: { bank: Bank }) {
	const { wordId, badge } = STATES[bank.state];

	return (
		<span class="row">
			<Badge kind={badge}>{t(wordId)}</Badge>
			{bank.in_use && (
				<Badge kind="information">{t('model.in_use')}</Badge>
			)}
			{bank.retired != null && (
				<span class="quiet">{dateText(bank.retired)}</span>
			)}
		</span>
	);
}
