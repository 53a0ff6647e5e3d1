/*
 * A school list and OneRoster zips of invented people, so that no test needs
 * data from elsewhere.
 */
import { zip } from './zip.mjs';

const heads = {
	orgs: 'sourcedId,status,dateLastModified,name,type,identifier,' +
		'parentSourcedId',
	academicSessions: 'sourcedId,status,dateLastModified,title,type,' +
		'startDate,endDate,parentSourcedId,schoolYear',
	courses: 'sourcedId,status,dateLastModified,schoolYearSourcedId,title,' +
		'courseCode,grades,orgSourcedId,subjects,subjectCodes',
	classes: 'sourcedId,status,dateLastModified,title,grades,' +
		'courseSourcedId,classCode,classType,location,schoolSourcedId,' +
		'termSourcedIds,subjects,subjectCodes,periods',
	users: 'sourcedId,status,dateLastModified,enabledUser,username,userIds,' +
		'givenName,familyName,middleName,identifier,email,sms,phone,' +
		'agentSourcedIds,grades,password,userMasterIdentifier,' +
		'preferredGivenName,preferredMiddleName,preferredFamilyName,' +
		'primaryOrgSourcedId,pronouns',
	roles: 'sourcedId,status,dateLastModified,userSourcedId,roleType,role,' +
		'beginDate,endDate,orgSourcedId,userProfileSourcedId',
	enrollments: 'sourcedId,status,dateLastModified,classSourcedId,' +
		'schoolSourcedId,userSourcedId,role,primary,beginDate,endDate',
	demographics: 'sourcedId,status,dateLastModified,birthDate,sex,' +
		'americanIndianOrAlaskaNative,asian,blackOrAfricanAmerican,' +
		'nativeHawaiianOrOtherPacificIslander,white,' +
		'demographicRaceTwoOrMoreRaces,hispanicOrLatinoEthnicity,' +
		'countryOfBirthCode,stateOfBirthAbbreviation,cityOfBirth,' +
		'publicSchoolResidenceStatus',
};

const kinds = [
	'academicSessions', 'categories', 'classes', 'classResources', 'courses',
	'courseResources', 'demographics', 'enrollments',
	'lineItemLearningObjectiveIds', 'lineItems', 'lineItemScoreScales',
	'orgs', 'resources', 'resultLearningObjectiveIds', 'results',
	'resultScoreScales', 'roles', 'scoreScales', 'userProfiles',
	'userResources', 'users',
];

/* The school year of Korea that holds today. */
export function schoolYear(today = new Date()) {
	const seoul = new Date(today.getTime() + 9 * 3600000);

	return seoul.getUTCFullYear() - (seoul.getUTCMonth() < 2 ? 1 : 0);
}

/* A row by the names of its columns; what is not given is empty. */
const row = (kind, cells) => heads[kind].split(',')
	.map(name => cells[name] ?? '').join(',');

function manifest() {
	return [
		'propertyName,value', 'manifest.version,1.0',
		'oneroster.version,1.2',
		...kinds.map(kind => `file.${kind},${kind in heads ? 'bulk' :
			'absent'}`),
		'source.systemName,test', 'source.systemCode,', '',
	].join('\r\n');
}

function person(rows, stamp, school, id, name, grade, role) {
	rows.users.push(row('users', { ...stamp, sourcedId: id,
		enabledUser: 'true', username: id, identifier: id,
		familyName: name[0], givenName: name.slice(1), grades: grade,
		primaryOrgSourcedId: school.code }));
	rows.roles.push(row('roles', { ...stamp, sourcedId: `r-${id}`,
		userSourcedId: id, roleType: 'primary', role,
		orgSourcedId: school.code }));
}

function enrolled(rows, stamp, school, group, id, role) {
	rows.enrollments.push(row('enrollments', { ...stamp,
		sourcedId: `e-${group}-${id}`, classSourcedId: group,
		schoolSourcedId: school.code, userSourcedId: id, role }));
}

function classFor(rows, stamp, school, { id, name, grade, pupils }, year) {
	const grades = String(grade).padStart(2, '0');

	rows.classes.push(row('classes', { ...stamp, sourcedId: id, title: name,
		grades, courseSourcedId: `co-${school.code}`, classType: 'homeroom',
		schoolSourcedId: school.code, termSourcedIds: `sy${year}` }));
	enrolled(rows, stamp, school, id, `t-${school.code}`, 'teacher');
	for (const pupil of pupils) {
		person(rows, stamp, school, pupil.id, pupil.name, grades, 'student');
		enrolled(rows, stamp, school, id, pupil.id, 'student');
		rows.demographics.push(row('demographics', { ...stamp,
			sourcedId: pupil.id, birthDate: pupil.birth ??
				`${year - 6 - grade}-04-05`, sex: 'female' }));
	}
}

/*
 * schools: [{ code, name, classes: [{ id, name, grade, pupils: [{ id, name,
 * birth }] }] }]; a school's teacher is "t-" and its code.
 */
export function rosterFiles(schools, year = schoolYear()) {
	const rows = Object.fromEntries(Object.entries(heads)
		.map(([kind, head]) => [kind, [head]]));
	const stamp = { status: 'active',
		dateLastModified: `${year}-03-02T00:00:00.000Z` };

	rows.orgs.push(row('orgs', { ...stamp, sourcedId: 'office',
		name: '교육지원청', type: 'district', identifier: 'office' }));
	rows.academicSessions.push(row('academicSessions', { ...stamp,
		sourcedId: `sy${year}`, title: `${year}학년도`, type: 'schoolYear',
		startDate: `${year}-03-01`, endDate: `${year + 1}-02-28`,
		schoolYear: year }));
	for (const school of schools) {
		rows.orgs.push(row('orgs', { ...stamp, sourcedId: school.code,
			name: school.name, type: 'school', identifier: school.code,
			parentSourcedId: 'office' }));
		rows.courses.push(row('courses', { ...stamp,
			sourcedId: `co-${school.code}`, schoolYearSourcedId: `sy${year}`,
			title: '학급', orgSourcedId: school.code }));
		person(rows, stamp, school, `t-${school.code}`, '한별님', '',
			'teacher');
		for (const group of school.classes)
			classFor(rows, stamp, school, group, year);
	}
	return { 'manifest.csv': manifest(), ...Object.fromEntries(
		Object.entries(rows).map(([kind, lines]) =>
			[`${kind}.csv`, lines.join('\r\n') + '\r\n'])) };
}

export const roster = (schools, year) => zip(rosterFiles(schools, year));

const given = ['가온', '나래', '다솜', '라온', '마루', '보람', '새론', '아람'];

/* A class of invented pupils: ids are the class's and a number. */
export const classOf = (id, grade, count, name = `${id} 반`) => ({
	id, name, grade, pupils: Array.from({ length: count }, (_, at) => ({
		id: `${id}-${at + 1}`,
		name: '김이박최정'[at % 5] + given[(at * 3 + grade) % 8],
	})),
});

/* The public list of schools, its columns and two of its rows' worth. */

const columns = [
	'학교ID', '학교명', '학교급구분', '설립일자', '설립형태', '본교분교구분',
	'운영상태', '소재지지번주소', '소재지도로명주소', '시도교육청코드',
	'시도교육청명', '교육지원청코드', '교육지원청명', '생성일자', '변경일자',
	'위도', '경도', '데이터기준일자', '제공기관코드', '제공기관명',
];

const levels = { middle: '중학교', high: '고등학교', elementary: '초등학교' };

export const town = {
	middle: { code: 'B000000001', name: '햇살중학교', level: 'middle' },
	high: { code: 'B000000002', name: '햇살고등학교', level: 'high' },
};

export function schoolList(schools = Object.values(town)) {
	const lines = schools.map(school => columns.map(column => ({
		학교ID: school.code, 학교명: school.name,
		학교급구분: levels[school.level], 설립형태: '공립',
		본교분교구분: '본교', 운영상태: '운영',
		소재지도로명주소: '경기도 광주시 오포안로 1',
		소재지지번주소: '경기도 광주시 오포읍 1',
		시도교육청코드: '7530000', 시도교육청명: '경기도교육청',
		교육지원청코드: '7692000', 교육지원청명: '경기도광주하남교육지원청',
		위도: '37.41', 경도: '127.25', 데이터기준일자: '2026-03-20',
	})[column] ?? '').join(','));

	return `\ufeff${[columns.join(','), ...lines, ''].join('\r\n')}`;
}
