/* "/" of the staff: each role begins where its work is. */
import { useEffect } from 'preact/hooks';
import { navigate } from '../../app/location';
import { useSession, type Role } from '../../app/session';
import { Loading } from '../../parts/Loading';

const HOMES: Partial<Record<Role, string>> = {
	teacher: '/today',
	centre: '/calendar',
	supervisor: '/overview',
	engineer: '/engine',
};

export default function StaffHome() {
	const { account } = useSession();
	const home = account && HOMES[account.role];

	useEffect(() => {
		if (home)
			navigate(home, { replace: true });
	}, [home]);
	return <Loading />;
}
