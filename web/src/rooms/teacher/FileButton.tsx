import { Button, type ButtonKind, type ButtonSize } from '../../parts/Button';
import type { IconName } from '../../parts/Icon';
import { fileTake, type FileWish } from './fileTake';
import type { Act } from './useAct';

/* Makes a file; `act` is shared, so that one is made at a time. */
export function FileButton({
	text, wish, act, icon = 'down', kind = 'tertiary', size = 'medium',
}: {
	text: string; wish: FileWish; act: Act; icon?: IconName;
	kind?: ButtonKind; size?: ButtonSize;
}) {
	return (
		<Button
			kind={kind} size={size} icon={icon} busy={act.busy}
			onClick={() => void act.run(() => fileTake(wish))}
		>
			{text}
		</Button>
	);
}
