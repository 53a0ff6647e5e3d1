import { useEffect, useRef } from 'preact/hooks';

/* Put it on the form: when an error comes, the first wrong field gets the focus. */
export function useFirstError(error: unknown) {
	const form = useRef<HTMLFormElement>(null);

	useEffect(() => {
		if (error !== undefined)
			form.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus();
	}, [error]);
	return form;
}
