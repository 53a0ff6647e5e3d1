import { useSession } from '../../app/session';
import { Page, type PageProps } from '../../parts/Page';
import { PupilSearch } from './PupilSearch';
import './teacher.css';

/* A page of the career teacher: the search for a pupil stands on top. */
export function TeacherPage(props: PageProps) {
	const { account } = useSession();

	return (
		<>
			<div class="teacher-search no-print"><PupilSearch /></div>
			<Page printedBy={account?.name ?? ''} {...props} />
		</>
	);
}
