/* Where the QR code of a guardian's letter leads; adds a child, too. */
import { navigate } from '../../app/location';
import { Page } from '../../parts/Page';
import { t } from '../../words';
import { CODE_LETTERS } from './cardCode';
import { GuardianForm } from './GuardianForm';
import './people.css';
import { useAddressCode } from './useAddressCode';

export default function GuardianLink() {
	const code = useAddressCode();

	return (
		<Page title={t('people.link.title')}>
			<GuardianForm
				key={code} code={code.length === CODE_LETTERS ? code : ''}
				onDone={() => navigate('/', { replace: true })}
			/>
		</Page>
	);
}
