/*
 * The rows of OneRoster's files. A row that is wrong in itself still leaves its
 * id, so that what refers to it is not called wrong too; a row to be deleted
 * counts as if it were not there, and so does an enrolment or a role that has
 * ended.
 *
 * Pupils of grades 1 to 4 are checked, counted and passed over, with their
 * classes: the product serves 5 to 12. A pupil of a kindergarten, or past high
 * school, is a mistake. Lessons (classes of type "scheduled"), guardians and
 * other staff are checked and not kept.
 */
#include <string.h>

#include "base/text.h"
#include "people/import_rows.h"

enum { GRADE_OTHER = 20, GRADE_MANY };

const char *const unknown_ids[PARTS] = {
	[PART_ORGS] = "import.error.unknown_org",
	[PART_SESSIONS] = "import.error.unknown_session",
	[PART_COURSES] = "import.error.unknown_course",
	[PART_CLASSES] = "import.error.unknown_class",
	[PART_USERS] = "import.error.unknown_user",
};

/* Cells that lead somewhere */

static void
pending_add(struct oneroster *oneroster, const struct table *table,
    size_t column, const char *id)
{
	oneroster->pending = array_room(oneroster->import->arena,
	    oneroster->pending, oneroster->pending_count,
	    &oneroster->pending_room, sizeof *oneroster->pending);
	oneroster->pending[oneroster->pending_count++] = (struct pending){
		text_keep(&oneroster->roster->texts, id), (uint32_t)table->line,
		(uint32_t)column
	};
}

/* A row of the same file may come later; one that was torn off may be right. */
static bool
reference_find(
    struct table *table, size_t column, const char *id, uint32_t *index)
{
	struct oneroster *oneroster = table->with;
	enum part to = (enum part)table->columns[column].to;

	*index = ids_find(oneroster->ids[to], id);
	if (*index != NO_INDEX)
		return true;
	if (table == &oneroster->tables[to])
		pending_add(oneroster, table, column, id);
	else if (!oneroster->torn[to]) {
		table_complain(table, column, unknown_ids[to]);
		return false;
	}
	return true;
}

static bool
cell_ref(struct table *table, size_t column, struct cell *cell)
{
	return cell_id(table, column, cell) &&
	    reference_find(table, column, cell->text, &cell->index);
}

/* The next of "a,b,c"; false at the end. */
static bool
list_next(const char **at, char item[static CELL_TRIM])
{
	size_t length = strcspn(*at, ",");

	if (**at == '\0')
		return false;
	if (length >= CELL_TRIM)
		length = CELL_TRIM - 1;
	memcpy(item, *at, length);
	item[length] = '\0';
	*at += strcspn(*at, ",");
	*at += **at == ',';
	return true;
}

/* index: the first of them that is known. */
static bool
cell_refs(struct table *table, size_t column, struct cell *cell)
{
	const char *at = cell->text;
	char item[CELL_TRIM];
	uint32_t index;

	while (list_next(&at, item)) {
		const char *id = text_trim(item);

		if (id[0] != '\0' && !reference_find(table, column, id, &index))
			return false;
		if (id[0] != '\0' && cell->index == NO_INDEX)
			cell->index = index;
	}
	return true;
}

/* Grades: the codes of CEDS, as OneRoster takes them. */

static bool
grade_read(const char *code, int64_t *grade)
{
	static const char *const others[] = { "IT", "PR", "PK", "TK", "KG",
		"13", "PS", "UG", "Other", NULL };
	const char *const *other;

	*grade = GRADE_OTHER;
	for (other = others; *other != NULL; other++)
		if (text_is(*other, code))
			return true;
	return strlen(code) <= 2 && text_to_int(code, 1, GRADE_LAST, grade);
}

static bool
cell_grade(struct table *table, size_t column, struct cell *cell)
{
	const char *at = cell->text;
	char item[CELL_TRIM];
	int64_t grade;

	while (list_next(&at, item)) {
		if (!grade_read(text_trim(item), &grade)) {
			table_complain(table, column, "import.error.grade");
			return false;
		}
		cell->number = cell->number == 0 || cell->number == grade
		    ? grade
		    : GRADE_MANY;
	}
	return true;
}

/* A class of several grades is one of the lowest that the product serves. */
static bool
cell_class_grade(struct table *table, size_t column, struct cell *cell)
{
	const char *at = cell->text;
	char item[CELL_TRIM];
	int64_t grade, best = 0;

	while (list_next(&at, item)) {
		if (!grade_read(text_trim(item), &grade)) {
			table_complain(table, column, "import.error.grade");
			return false;
		}
		if (best == 0 || (best < GRADE_FIRST && grade > best) ||
		    (grade >= GRADE_FIRST && grade < best))
			best = grade;
	}
	cell->number = best;
	return true;
}

/* What rows share */

static struct oneroster *
oneroster_of(struct table *table)
{
	return table->with;
}

/* Statuses past "active" stand for a row that is not there. */
static const char *const statuses[] = { "active", "tobedeleted", "inactive",
	NULL };

static bool
row_is_gone(const struct table *table, size_t status)
{
	return table->cells[status].filled && table->cells[status].number != 0;
}

/* False: the row has no id that can be told, or one that stands already. */
static bool
row_id(struct table *table, struct ids *ids)
{
	uint32_t index;

	if (!table->cells[0].filled)
		return false;
	if (ids_add(ids, table->cells[0].text, &index))
		return true;
	table_complain(table, 0, "import.error.duplicate");
	return false;
}

/* As row_id for rows that nothing refers to. */
static void
row_mark(struct table *table)
{
	if (table->cells[0].filled &&
	    !marks_add(&oneroster_of(table)->marks, table->cells[0].text))
		table_complain(table, 0, "import.error.duplicate");
}

static bool
has_ended(const struct table *table, size_t end)
{
	return table->cells[end].filled &&
	    table->cells[end].number < table->import->today;
}

static struct org *
org_at(const struct oneroster *oneroster, const struct cell *cell)
{
	return cell->filled && cell->index != NO_INDEX
	    ? &oneroster->orgs[cell->index]
	    : NULL;
}

static struct roster_person *
person_at(const struct oneroster *oneroster, const struct cell *cell)
{
	return cell->filled && cell->index != NO_INDEX
	    ? &oneroster->roster->people[cell->index]
	    : NULL;
}

/* orgs.csv */

enum { ORG_ID, ORG_STATUS, ORG_NAME, ORG_TYPE, ORG_IDENTIFIER, ORG_PARENT };

static const char *const org_types[] = { "department", "school", "district",
	"local", "state", "national", NULL };
static const struct column org_columns[] = {
	{ "sourcedId", COLUMN_FILLED, cell_id },
	{ "status", COLUMN_MAY_LACK, cell_choice, .choices = statuses },
	{ "name", COLUMN_FILLED, cell_text, .max = 200 },
	{ "type", COLUMN_FILLED, cell_choice, .choices = org_types },
	{ "identifier", COLUMN_MAY_LACK, cell_id },
	{ "parentSourcedId", COLUMN_MAY_LACK, cell_ref, .to = PART_ORGS },
	{ 0 },
};

/* By the code of the public list, in either of two columns. */
static uint32_t
school_find(const struct roster *roster, const struct table *table)
{
	uint32_t school = NO_INDEX;

	if (table->cells[ORG_IDENTIFIER].filled)
		school = ids_find(
		    &roster->school_ids, table->cells[ORG_IDENTIFIER].text);
	if (school == NO_INDEX)
		school = ids_find(
		    &roster->school_ids, table->cells[ORG_ID].text);
	return school;
}

static void
school_take(struct table *table, struct org *org)
{
	struct roster *roster = oneroster_of(table)->roster;
	uint32_t index = school_find(roster, table);
	size_t column = table->cells[ORG_IDENTIFIER].filled ? ORG_IDENTIFIER
							    : ORG_ID;

	if (index == NO_INDEX)
		table_complain(table, column, "import.error.school_unknown");
	else if (!roster->schools[index].allowed)
		table_complain(table, column, "import.error.school_foreign");
	else if (roster->schools[index].named)
		table_complain(table, column, "import.error.school_twice");
	else {
		roster->schools[index].named = true;
		org->school = index;
	}
}

static struct org *
org_add(struct oneroster *oneroster)
{
	size_t at = oneroster->org_ids.count - 1;

	oneroster->orgs = array_room(oneroster->import->arena, oneroster->orgs,
	    at, &oneroster->org_room, sizeof *oneroster->orgs);
	oneroster->orgs[at] = (struct org){ .school = NO_INDEX };
	return &oneroster->orgs[at];
}

static void
org_row(struct table *table)
{
	struct oneroster *oneroster = oneroster_of(table);
	struct org *org;

	if (!row_id(table, &oneroster->org_ids))
		return;
	org = org_add(oneroster);
	org->gone = row_is_gone(table, ORG_STATUS);
	org->is_school = table->cells[ORG_TYPE].filled &&
	    text_is(table->cells[ORG_TYPE].text, "school");
	if (table->good && org->is_school && !org->gone)
		school_take(table, org);
	org->bad = !table->good;
}

/* academicSessions.csv */

enum {
	SESSION_ID,
	SESSION_STATUS,
	SESSION_TITLE,
	SESSION_TYPE,
	SESSION_START,
	SESSION_END,
	SESSION_PARENT,
	SESSION_YEAR
};

static const char *const session_types[] = { "gradingPeriod", "semester",
	"schoolYear", "term", NULL };
static const struct column session_columns[] = {
	{ "sourcedId", COLUMN_FILLED, cell_id },
	{ "status", COLUMN_MAY_LACK, cell_choice, .choices = statuses },
	{ "title", COLUMN_FILLED, cell_text, .max = 200 },
	{ "type", COLUMN_FILLED, cell_choice, .choices = session_types },
	{ "startDate", COLUMN_FILLED, cell_date },
	{ "endDate", COLUMN_FILLED, cell_date },
	{ "parentSourcedId", COLUMN_MAY_LACK, cell_ref, .to = PART_SESSIONS },
	{ "schoolYear", COLUMN_HEADED, cell_int, .min = 1900, .max = 2100 },
	{ 0 },
};

/*
 * The school year comes from the day it starts: of the column the standard says
 * the year that it ends in, while Korean rosters write the one it begins in.
 */
static void
session_row(struct table *table)
{
	struct oneroster *oneroster = oneroster_of(table);
	const struct cell *start = &table->cells[SESSION_START];
	size_t at;

	table_check_order(table, SESSION_START, SESSION_END);
	if (!row_id(table, &oneroster->session_ids))
		return;
	at = oneroster->session_ids.count - 1;
	oneroster->years = array_room(oneroster->import->arena,
	    oneroster->years, at, &oneroster->year_room,
	    sizeof *oneroster->years);
	oneroster->years[at] = start->filled
	    ? (int16_t)school_year(date_unpack((int32_t)start->number))
	    : 0;
}

/* courses.csv: only that what refers to one is right */

static const struct column course_columns[] = {
	{ "sourcedId", COLUMN_FILLED, cell_id },
	{ "status", COLUMN_MAY_LACK, cell_choice, .choices = statuses },
	{ "schoolYearSourcedId", COLUMN_MAY_LACK, cell_ref,
	    .to = PART_SESSIONS },
	{ "title", COLUMN_FILLED, cell_text, .max = 200 },
	{ "orgSourcedId", COLUMN_FILLED, cell_ref, .to = PART_ORGS },
	{ 0 },
};

static void
course_row(struct table *table)
{
	row_id(table, &oneroster_of(table)->course_ids);
}

/* classes.csv */

enum {
	CLASS_ID,
	CLASS_STATUS,
	CLASS_TITLE,
	CLASS_GRADES,
	CLASS_COURSE,
	CLASS_TYPE,
	CLASS_SCHOOL,
	CLASS_TERMS
};

static const char *const class_types[] = { "homeroom", "scheduled", NULL };
static const struct column class_columns[] = {
	{ "sourcedId", COLUMN_FILLED, cell_id },
	{ "status", COLUMN_MAY_LACK, cell_choice, .choices = statuses },
	{ "title", COLUMN_FILLED, cell_text, .max = NAME_MOST },
	{ "grades", COLUMN_HEADED, cell_class_grade },
	{ "courseSourcedId", COLUMN_FILLED, cell_ref, .to = PART_COURSES },
	{ "classType", COLUMN_FILLED, cell_choice, .choices = class_types },
	{ "schoolSourcedId", COLUMN_FILLED, cell_ref, .to = PART_ORGS },
	{ "termSourcedIds", COLUMN_FILLED, cell_refs, .to = PART_SESSIONS },
	{ 0 },
};

/* The school that a cell leads to; what is no school is told. */
static uint32_t
school_of(struct table *table, size_t column)
{
	const struct org *org = org_at(
	    oneroster_of(table), &table->cells[column]);

	if (org == NULL)
		return NO_INDEX;
	if (!org->is_school && !org->bad)
		table_complain(table, column, "import.error.not_school");
	return org->school;
}

static void
class_row(struct table *table)
{
	struct oneroster *oneroster = oneroster_of(table);
	struct roster *roster = oneroster->roster;
	uint32_t term = table->cells[CLASS_TERMS].index, school;
	struct roster_class *class;

	if (!row_id(table, &roster->class_ids))
		return;
	school = school_of(table, CLASS_SCHOOL);
	class = roster_class_add(roster);
	class->school = school;
	class->line = (uint32_t)table->line;
	class->gone = row_is_gone(table, CLASS_STATUS);
	class->home = table->cells[CLASS_TYPE].filled &&
	    table->cells[CLASS_TYPE].number == 0;
	class->grade = (uint8_t)table->cells[CLASS_GRADES].number;
	if (term != NO_INDEX)
		class->year = oneroster->years[term];
	if (class->home && table->cells[CLASS_TITLE].filled)
		class->name = roster_name(
		    roster, table->cells[CLASS_TITLE].text);
	oneroster->homes |= class->home;
}

/* users.csv */

enum {
	USER_ID,
	USER_STATUS,
	USER_ENABLED,
	USER_GIVEN,
	USER_FAMILY,
	USER_MIDDLE,
	USER_GRADES,
	USER_AGENTS,
	USER_ORGS,
	USER_ROLE
};

static const char *const old_roles[] = { "administrator", "aide", "guardian",
	"parent", "proctor", "relative", "student", "teacher", NULL };

#define USER_COLUMNS \
	{ "sourcedId", COLUMN_FILLED, cell_id }, \
	    { "status", COLUMN_MAY_LACK, cell_choice, .choices = statuses }, \
	    { "enabledUser", COLUMN_FILLED, cell_bool }, \
	    { "givenName", COLUMN_FILLED, cell_text, .max = NAME_MOST }, \
	    { "familyName", COLUMN_FILLED, cell_text, .max = NAME_MOST }, \
	    { "middleName", COLUMN_MAY_LACK, cell_text, .max = NAME_MOST }, \
	    { "grades", COLUMN_MAY_LACK, cell_grade }, \
	{ \
		"agentSourcedIds", COLUMN_MAY_LACK, cell_refs, \
		    .to = PART_USERS \
	}

static const struct column user_columns[] = {
	USER_COLUMNS,
	{ "primaryOrgSourcedId", COLUMN_MAY_LACK, cell_ref, .to = PART_ORGS },
	{ 0 },
};
static const struct column old_user_columns[] = {
	USER_COLUMNS,
	{ "orgSourcedIds", COLUMN_FILLED, cell_refs, .to = PART_ORGS },
	{ "role", COLUMN_FILLED, cell_choice, .choices = old_roles },
	{ 0 },
};

/* Hangul and Chinese names are written family first, without a space. */
static bool
name_is_eastern(const char *family)
{
	uint32_t c = utf8_next(&family);

	return c >= 0x1100 && c < 0xfb00;
}

static uint32_t
name_take(struct table *table)
{
	const char *given = table->cells[USER_GIVEN].text;
	const char *family = table->cells[USER_FAMILY].text;
	const char *middle = table->cells[USER_MIDDLE].text;
	struct buffer name = { .limit = TEXT_MOST };
	char kept[TEXT_MOST];

	if (name_is_eastern(family))
		buffer_printf(&name, "%s%s%s", family, middle, given);
	else
		buffer_printf(&name, "%s%s%s %s", given, middle[0] ? " " : "",
		    middle, family);
	if (name.failed) {
		buffer_free(&name);
		arena_throw(table->import->arena);
	}
	memcpy(kept, name.data, name.length + 1);
	buffer_free(&name);
	if (utf8_count(kept) > NAME_MOST)
		table_complain(table, USER_GIVEN, "import.error.name_long");
	return roster_name(oneroster_of(table)->roster, kept);
}

/* The primary school of a pupil wins over another. */
static void
pupil_role(struct table *table, size_t column, struct roster_person *person,
    const struct org *org, bool primary)
{
	if (!org->is_school && !org->bad)
		table_complain(table, column, "import.error.not_school");
	person->pupil = true;
	if (person->school == NO_INDEX || (primary && !person->primary)) {
		person->school = org->school;
		person->primary = primary;
	} else if (primary == person->primary && org->school != NO_INDEX &&
	    org->school != person->school)
		table_complain(table, column, "import.error.two_schools");
}

static void
role_take(struct table *table, size_t column, uint32_t index, const char *role,
    uint32_t org_index, bool primary)
{
	struct oneroster *oneroster = oneroster_of(table);
	struct roster_person *person = &oneroster->roster->people[index];
	const struct org *org = &oneroster->orgs[org_index];

	if (text_is(role, "student")) {
		pupil_role(table, column, person, org, primary);
		return;
	}
	if (!text_is(role, "teacher") && !text_is(role, "counselor"))
		return;
	person->staff = true;
	if (org->school == NO_INDEX)
		return;
	roster_post_add(oneroster->roster, POST_HERE, org->school, index);
	if (text_is(role, "counselor"))
		roster_post_add(
		    oneroster->roster, POST_CAREER, org->school, index);
}

/* 1.1: one role at every org that is named. */
static void
old_roles_take(struct table *table, uint32_t index)
{
	struct oneroster *oneroster = oneroster_of(table);
	const char *at = table->cells[USER_ORGS].text;
	char item[CELL_TRIM];

	if (!table->cells[USER_ROLE].filled || !table->cells[USER_ORGS].filled)
		return;
	while (list_next(&at, item)) {
		uint32_t org = ids_find(&oneroster->org_ids, text_trim(item));

		if (org != NO_INDEX)
			role_take(table, USER_ORGS, index,
			    table->cells[USER_ROLE].text, org, true);
	}
}

static void
user_row(struct table *table)
{
	struct oneroster *oneroster = oneroster_of(table);
	struct roster *roster = oneroster->roster;
	struct roster_person *person;
	uint32_t index;

	if (!row_id(table, &roster->person_ids))
		return;
	person = roster_person_add(roster);
	index = (uint32_t)(roster->person_ids.count - 1);
	person->line = (uint32_t)table->line;
	person->gone = row_is_gone(table, USER_STATUS);
	person->grade = (uint8_t)table->cells[USER_GRADES].number;
	if (table->cells[USER_GIVEN].filled && table->cells[USER_FAMILY].filled)
		person->name = name_take(table);
	if (oneroster->old) {
		person->role = true;
		old_roles_take(table, index);
	}
	roster->people[index].bad = !table->good;
}

/* roles.csv, since 1.2 */

enum {
	ROLE_ID,
	ROLE_STATUS,
	ROLE_USER,
	ROLE_TYPE,
	ROLE_ROLE,
	ROLE_BEGIN,
	ROLE_END,
	ROLE_ORG
};

static const char *const role_types[] = { "primary", "secondary", NULL };
static const char *const roles[] = { "aide", "counselor",
	"districtAdministrator", "guardian", "parent", "principal", "proctor",
	"relative", "siteAdministrator", "student", "systemAdministrator",
	"teacher", NULL };
static const struct column role_columns[] = {
	{ "sourcedId", COLUMN_FILLED, cell_id },
	{ "status", COLUMN_MAY_LACK, cell_choice, .choices = statuses },
	{ "userSourcedId", COLUMN_FILLED, cell_ref, .to = PART_USERS },
	{ "roleType", COLUMN_FILLED, cell_choice, .choices = role_types },
	{ "role", COLUMN_FILLED, cell_choice, .choices = roles },
	{ "beginDate", COLUMN_MAY_LACK, cell_date },
	{ "endDate", COLUMN_MAY_LACK, cell_date },
	{ "orgSourcedId", COLUMN_FILLED, cell_ref, .to = PART_ORGS },
	{ 0 },
};

static void
role_row(struct table *table)
{
	struct oneroster *oneroster = oneroster_of(table);
	const struct cell *cells = table->cells;
	struct roster_person *person = person_at(oneroster, &cells[ROLE_USER]);

	row_mark(table);
	table_check_order(table, ROLE_BEGIN, ROLE_END);
	if (person == NULL)
		return;
	person->role = true;
	person->bad |= !table->good;
	if (!table->good || row_is_gone(table, ROLE_STATUS) ||
	    has_ended(table, ROLE_END) || cells[ROLE_ORG].index == NO_INDEX)
		return;
	role_take(table, ROLE_ORG, cells[ROLE_USER].index,
	    cells[ROLE_ROLE].text, cells[ROLE_ORG].index,
	    cells[ROLE_TYPE].number == 0);
}

/* demographics.csv */

enum { BORN_USER, BORN_STATUS, BORN_DATE, BORN_SEX };

static const char *const sexes[] = { "unspecified", "male", "female", "other",
	NULL };
static const struct column born_columns[] = {
	{ "sourcedId", COLUMN_FILLED, cell_ref, .to = PART_USERS },
	{ "status", COLUMN_MAY_LACK, cell_choice, .choices = statuses },
	{ "birthDate", COLUMN_HEADED, cell_date },
	{ "sex", COLUMN_MAY_LACK, cell_choice, .choices = sexes },
	{ 0 },
};

_Static_assert(
    SEX_UNKNOWN == 0 && SEX_MALE == 1 && SEX_FEMALE == 2 && SEX_OTHER == 3,
    "the order of sexes");

static void
born_row(struct table *table)
{
	struct roster_person *person = person_at(
	    oneroster_of(table), &table->cells[BORN_USER]);

	if (person == NULL)
		return;
	if (person->born)
		table_complain(table, BORN_USER, "import.error.duplicate");
	person->born = true;
	if (row_is_gone(table, BORN_STATUS))
		return;
	person->birth = (int32_t)table->cells[BORN_DATE].number;
	person->sex = (uint8_t)table->cells[BORN_SEX].number;
}

/* enrollments.csv */

enum {
	ENROLLMENT_ID,
	ENROLLMENT_STATUS,
	ENROLLMENT_CLASS,
	ENROLLMENT_SCHOOL,
	ENROLLMENT_USER,
	ENROLLMENT_ROLE,
	ENROLLMENT_PRIMARY,
	ENROLLMENT_BEGIN,
	ENROLLMENT_END
};

static const char *const enrollment_roles[] = { "student", "teacher",
	"administrator", "aide", "proctor", NULL };
static const struct column enrollment_columns[] = {
	{ "sourcedId", COLUMN_FILLED, cell_id },
	{ "status", COLUMN_MAY_LACK, cell_choice, .choices = statuses },
	{ "classSourcedId", COLUMN_FILLED, cell_ref, .to = PART_CLASSES },
	{ "schoolSourcedId", COLUMN_FILLED, cell_ref, .to = PART_ORGS },
	{ "userSourcedId", COLUMN_FILLED, cell_ref, .to = PART_USERS },
	{ "role", COLUMN_FILLED, cell_choice, .choices = enrollment_roles },
	{ "primary", COLUMN_MAY_LACK, cell_bool },
	{ "beginDate", COLUMN_MAY_LACK, cell_date },
	{ "endDate", COLUMN_MAY_LACK, cell_date },
	{ 0 },
};

static void
home_take(struct table *table, struct roster_person *person, uint32_t index,
    const struct roster_class *class)
{
	if (class->school != NO_INDEX && person->school != NO_INDEX &&
	    class->school != person->school)
		table_complain(
		    table, ENROLLMENT_CLASS, "import.error.home_elsewhere");
	else if (person->class != NO_INDEX && person->class != index)
		table_complain(
		    table, ENROLLMENT_CLASS, "import.error.two_homes");
	person->class = index;
}

static void
teacher_take(struct table *table, uint32_t class_index, uint32_t person)
{
	struct roster *roster = oneroster_of(table)->roster;
	const struct roster_class *class = &roster->classes[class_index];
	const struct cell *primary = &table->cells[ENROLLMENT_PRIMARY];

	if (class->school == NO_INDEX)
		return;
	roster_post_add(roster, POST_CLASS, class_index, person);
	if (primary->filled && primary->number == 1)
		roster_post_add(roster, POST_HOMEROOM, class->school, person);
}

/* The class's school and the one that the row names have to be the same. */
static void
enrollment_school_check(struct table *table, const struct roster_class *class)
{
	uint32_t school = school_of(table, ENROLLMENT_SCHOOL);

	if (school != NO_INDEX && class->school != NO_INDEX &&
	    school != class->school)
		table_complain(
		    table, ENROLLMENT_SCHOOL, "import.error.school_differs");
}

/* Who is enrolled as a pupil has to be one; the same for teachers. */
static bool
enrollment_role_fits(struct table *table, const struct roster_person *person)
{
	bool teacher = table->cells[ENROLLMENT_ROLE].number == 1;

	if ((teacher ? person->staff : person->pupil) || person->bad ||
	    person->gone || !person->role)
		return true;
	table_complain(table, ENROLLMENT_ROLE, "import.error.enrollment_role");
	return false;
}

static void
enrollment_take(struct table *table, struct roster_person *person,
    const struct roster_class *class)
{
	const struct cell *cells = table->cells;

	if (cells[ENROLLMENT_ROLE].number > 1 || !class->home || class->gone ||
	    !enrollment_role_fits(table, person))
		return;
	if (cells[ENROLLMENT_ROLE].number == 0)
		home_take(table, person, cells[ENROLLMENT_CLASS].index, class);
	else
		teacher_take(table, cells[ENROLLMENT_CLASS].index,
		    cells[ENROLLMENT_USER].index);
}

static void
enrollment_row(struct table *table)
{
	struct oneroster *oneroster = oneroster_of(table);
	const struct cell *cells = table->cells;
	struct roster_person *person = person_at(
	    oneroster, &cells[ENROLLMENT_USER]);
	uint32_t class = cells[ENROLLMENT_CLASS].index;

	row_mark(table);
	table_check_order(table, ENROLLMENT_BEGIN, ENROLLMENT_END);
	if (class == NO_INDEX)
		return;
	enrollment_school_check(table, &oneroster->roster->classes[class]);
	if (person != NULL && table->good &&
	    !row_is_gone(table, ENROLLMENT_STATUS) &&
	    !has_ended(table, ENROLLMENT_END))
		enrollment_take(
		    table, person, &oneroster->roster->classes[class]);
}

/* The files */

const struct part_rule part_rules[PARTS] = {
	[PART_ORGS] = { "orgs.csv", "file.orgs", org_columns, org_columns,
	    org_row, true, true },
	[PART_SESSIONS] = { "academicSessions.csv", "file.academicSessions",
	    session_columns, session_columns, session_row, true, true },
	[PART_COURSES] = { "courses.csv", "file.courses", course_columns,
	    course_columns, course_row, true, true },
	[PART_CLASSES] = { "classes.csv", "file.classes", class_columns,
	    class_columns, class_row, true, true },
	[PART_USERS] = { "users.csv", "file.users", user_columns,
	    old_user_columns, user_row, true, true },
	[PART_ROLES] = { "roles.csv", "file.roles", role_columns, NULL,
	    role_row, true, false },
	[PART_DEMOGRAPHICS] = { "demographics.csv", "file.demographics",
	    born_columns, born_columns, born_row, false, false },
	[PART_ENROLLMENTS] = { "enrollments.csv", "file.enrollments",
	    enrollment_columns, enrollment_columns, enrollment_row, true,
	    true },
};

/* When all is read */

/* A pupil's grade from the class, a class's from a pupil. */
static void
grades_fill(struct roster *roster)
{
	size_t i;

	for (i = 0; i < roster->person_ids.count; i++) {
		struct roster_person *person = &roster->people[i];
		struct roster_class *class;

		if (!person->pupil || person->class == NO_INDEX)
			continue;
		class = &roster->classes[person->class];
		if (person->grade == 0)
			person->grade = class->grade;
		else if (class->grade == 0)
			class->grade = person->grade;
	}
}

static void
pupil_finish(struct oneroster *oneroster, struct roster_person *person)
{
	struct table *users = &oneroster->tables[PART_USERS];
	const char *problem = NULL;

	if (person->grade == 0)
		problem = "import.error.grade_missing";
	else if (person->grade == GRADE_MANY)
		problem = "import.error.grade_many";
	else if (person->grade > GRADE_LAST)
		problem = "import.error.grade_outside";
	else if (person->grade < GRADE_FIRST)
		oneroster->import->report->passed_over++;
	if (problem != NULL)
		table_complain_of(
		    users, person->line, USER_GRADES, problem, NULL);
	/* the school is to be deleted, or its row is wrong */
	if (person->school == NO_INDEX)
		person->gone = true;
	if (person->class != NO_INDEX &&
	    !class_counts(&oneroster->roster->classes[person->class]))
		person->class = NO_INDEX;
}

static void
class_finish(struct oneroster *oneroster, const struct roster_class *class)
{
	struct table *classes = &oneroster->tables[PART_CLASSES];

	if (class->home && !class->gone && class->grade == 0 &&
	    !oneroster->torn[PART_ENROLLMENTS])
		table_complain_of(classes, class->line, CLASS_GRADES,
		    "import.error.class_grade", NULL);
}

static void
person_finish(
    struct oneroster *oneroster, struct roster_person *person, bool *pupils)
{
	if (person->bad || person->gone)
		return;
	if (!person->role && !oneroster->torn[PART_ROLES])
		table_complain_of(&oneroster->tables[PART_USERS], person->line,
		    USER_ID, "import.error.no_role", NULL);
	if (!person->pupil)
		return;
	*pupils = true;
	pupil_finish(oneroster, person);
}

void
people_finish(struct oneroster *oneroster)
{
	struct roster *roster = oneroster->roster;
	bool pupils = false;
	size_t i;

	grades_fill(roster);
	for (i = 0; i < roster->person_ids.count; i++)
		person_finish(oneroster, &roster->people[i], &pupils);
	for (i = 0; i < roster->class_ids.count; i++)
		class_finish(oneroster, &roster->classes[i]);
	if (pupils && !oneroster->homes && !oneroster->torn[PART_CLASSES])
		table_complain_of(&oneroster->tables[PART_CLASSES], 0,
		    CLASS_TYPE, "import.error.no_homes", NULL);
}
