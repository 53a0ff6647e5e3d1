/* A pupil by name, from any of the teacher's pages: "/" comes here. */
import { useState } from 'preact/hooks';
import { api } from '../../api/client';
import { navigate } from '../../app/location';
import { SearchField } from '../../parts/SearchField';
import { t } from '../../words';

/* The only one found is opened at once. */
async function find(wanted: string) {
	const q = wanted.trim();
	const list = `/pupils?q=${encodeURIComponent(q)}`;

	if (q === '') {
		navigate('/pupils');
		return;
	}
	try {
		const found = await api.get('/api/pupils', { query: { q } });
		const only = found.total === 1 ? found.pupils[0] : undefined;

		navigate(only ? `/pupils/${only.id}` : list);
	} catch {
		/* The list asks again and says what is wrong. */
		navigate(list);
	}
}

export function PupilSearch() {
	const [text, setText] = useState('');

	return (
		<SearchField
			label={t('teacher.search')} example={t('teacher.search.example')}
			value={text} onInput={setText} slash
			onSearch={(wanted) => void find(wanted)}
		/>
	);
}
