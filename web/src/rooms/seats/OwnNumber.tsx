/*
 * The own line of the published file. The whole file comes here and is looked
 * through on this device, so that the server never learns who was looked for.
 */
import { useState } from 'preact/hooks';
import { Problem, problemText } from '../../api/problem';
import { Alert } from '../../parts/Alert';
import { Button } from '../../parts/Button';
import { TextField } from '../../parts/TextField';
import { t } from '../../words';
import { useAct } from '../teacher/useAct';
import { placementOf, type Placement } from './placementLine';

async function placementsTake(round: string): Promise<string> {
	const answer = await fetch(
		`/api/public/rounds/${encodeURIComponent(round)}/files/placements`)
		.catch(() => {
			throw new Problem({ status: 0, id: 'network' });
		});

	if (!answer.ok) {
		throw new Problem({
			status: answer.status, id: `status.${answer.status}`,
		});
	}
	return answer.text();
}

function foundText(found: Placement | null): string {
	if (!found)
		return t('seats.own.unknown');
	return found.session === '' ? t('seats.own.none')
		: t('seats.own.placed', found as unknown as Record<string, string>);
}

export function OwnNumber({ round }: { round: string }) {
	const act = useAct();
	const [pseudonym, setPseudonym] = useState('');
	const [found, setFound] = useState<Placement | null | undefined>(undefined);

	function search() {
		setFound(undefined);
		return act.run(async () => setFound(placementOf(
			await placementsTake(round), pseudonym.trim().toLowerCase()) ?? null));
	}

	return (
		<section class="stack">
			<h2>{t('seats.own')}</h2>
			<form
				class="stack own-form"
				onSubmit={(submit) => {
					submit.preventDefault();
					void search();
				}}
			>
				<TextField
					label={t('seats.own.pseudonym')} value={pseudonym}
					hint={t('seats.own.hint')} maxLength={16}
					onInput={setPseudonym}
				/>
				<div>
					<Button
						type="submit" kind="secondary" size="medium"
						busy={act.busy}
					>
						{t('seats.own.find')}
					</Button>
				</div>
			</form>
			<p role="status">{found !== undefined && foundText(found)}</p>
			{act.error !== undefined && (
				<Alert kind="danger">{problemText(act.error)}</Alert>
			)}
		</section>
	);
}
