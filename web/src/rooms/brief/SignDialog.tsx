/* Shows exactly what will be kept, and signs that and nothing else. */
import { useEffect, useState } from 'preact/hooks';
import { api } from '../../api/client';
import { Problem } from '../../api/problem';
import { Alert } from '../../parts/Alert';
import { Button } from '../../parts/Button';
import { Loading } from '../../parts/Loading';
import { Modal } from '../../parts/Modal';
import { t } from '../../words';
import { ActError } from '../teacher/ActError';
import { useAct } from '../teacher/useAct';
import { documentDiff, type Part } from './documentDiff';
import { DocumentView } from './DocumentView';
import type { Document } from './types';

interface Preview {
	hash: string;
	document: Document;
}

const PARTS: Record<Part, { wordId: string }> = {
	profile: { wordId: 'brief.part.profile' },
	lists: { wordId: 'brief.part.lists' },
	moved: { wordId: 'brief.part.moved' },
	decisions: { wordId: 'brief.part.decisions' },
	own: { wordId: 'brief.part.own' },
	sections: { wordId: 'brief.part.sections' },
	ai: { wordId: 'brief.part.ai' },
	rest: { wordId: 'brief.part.rest' },
};

export function SignDialog({ brief, open, onClose, onSigned }: {
	brief: string;
	open: boolean;
	onClose: () => void;
	onSigned: (version: number) => void;
}) {
	const act = useAct();
	const [preview, setPreview] = useState<Preview>();
	const [moved, setMoved] = useState<Part[]>();

	async function look(before?: Preview) {
		const answer = await api.get('/api/briefs/{brief}/preview',
			{ path: { brief } }) as unknown as Preview;

		setPreview(answer);
		setMoved(before && documentDiff(before.document, answer.document));
	}

	useEffect(() => {
		setPreview(undefined);
		setMoved(undefined);
		if (open)
			void act.run(() => look());
	}, [open]);

	async function sign(shown: Preview) {
		try {
			const signed = await api.post('/api/briefs/{brief}/sign', {
				path: { brief }, body: { hash: shown.hash },
			});

			onSigned(signed.version);
		} catch (error) {
			if (!(error instanceof Problem) || error.id !== 'brief.moved')
				throw error;
			await look(shown);
		}
	}

	return (
		<Modal
			open={open} title={t('brief.sign.title')} onClose={onClose}
			actions={(
				<>
					<Button kind="tertiary" onClick={onClose}>
						{t('brief.sign.later')}
					</Button>
					{preview && (
						<Button
							busy={act.busy}
							onClick={() => void act.run(() => sign(preview))}
						>
							{t('brief.sign.now')}
						</Button>
					)}
				</>
			)}
		>
			<div class="stack sign-inside">
				<p>{t('brief.sign.text')}</p>
				<div aria-live="polite">
					{moved && (
						<Alert kind="info">
							{moved.length > 0
								? t('brief.sign.moved', {
									parts: moved.map((part) => t(PARTS[part].wordId))
										.join(', '),
								})
								: t('brief.sign.refused')}
						</Alert>
					)}
				</div>
				<ActError act={act} />
				{!preview && act.busy && <Loading />}
				{preview && (
					<>
						<p class="hash figures">
							{t('brief.sign.hash', { hash: preview.hash.slice(0, 12) })}
						</p>
						<div
							class="sign-document" role="region" tabIndex={0}
							aria-label={t('brief.sign.title')}
						>
							<DocumentView document={preview.document} why={false} />
						</div>
					</>
				)}
			</div>
		</Modal>
	);
}
