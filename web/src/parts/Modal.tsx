import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { t } from '../words';
import { Button } from './Button';

export interface ModalProps {
	open: boolean;
	title: string;
	onClose: () => void;
	/* Buttons at the foot, the one that goes on last. */
	actions?: ComponentChildren;
	children: ComponentChildren;
}

/* The browser's own dialog keeps the focus inside and gives it back. */
export function Modal({ open, title, onClose, actions, children }: ModalProps) {
	const dialog = useRef<HTMLDialogElement>(null);
	const id = useId();

	useEffect(() => {
		const element = dialog.current;

		if (open && !element?.open)
			element?.showModal();
		if (!open && element?.open)
			element.close();
	}, [open]);
	return (
		<dialog
			ref={dialog} class="modal" aria-labelledby={id} onClose={onClose}
			onClick={(event) => {
				if (event.target === event.currentTarget)
					event.currentTarget.close();
			}}
		>
			<div class="modal-box">
				<div class="modal-head">
					<h2 id={id}>{title}</h2>
					<Button
						kind="icon" size="medium" icon="close"
						label={t('parts.close')}
						onClick={() => dialog.current?.close()}
					/>
				</div>
				<div class="modal-body">{children}</div>
				{actions && <div class="modal-foot">{actions}</div>}
			</div>
		</dialog>
	);
}
