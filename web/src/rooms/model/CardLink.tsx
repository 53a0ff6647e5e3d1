import { t } from '../../words';
import { cardHref } from './banks';

/* From a suggestion to what it rests on. Its pages speak the room `model`. */
export function CardLink({ bank }: { bank: string }) {
	return (
		<a class="row-link no-print" href={cardHref(bank)}>
			{t('model.card.link')}
		</a>
	);
}
