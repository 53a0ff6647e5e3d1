/*
 * The code that a QR code carries behind the '#' of its address: browsers do not
 * send that part to anybody. It is read once and taken out of the address, so
 * that it stays in no history.
 */
import { useEffect, useState } from 'preact/hooks';
import { codeRead } from './cardCode';

function codeTaken(): string {
	const code = codeRead(window.location.hash);

	if (window.location.hash !== '') {
		window.history.replaceState(null, '',
			window.location.pathname + window.location.search);
	}
	return code;
}

export function useAddressCode(): string {
	const [code, setCode] = useState(codeTaken);

	useEffect(() => {
		const listener = () => {
			if (window.location.hash !== '')
				setCode(codeTaken());
		};

		window.addEventListener('hashchange', listener);
		return () => window.removeEventListener('hashchange', listener);
	}, []);
	return code;
}
