/*
 * Pupils of the file against those of the store. Who has an id is looked for by
 * it in the whole province, so that a pupil who comes from another school keeps
 * the record; who has none, on either side, is looked for in the school by name
 * and date of birth. Who is enrolled at a school of the file and not in it has
 * left. Nobody is ever removed.
 */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "ledger/ledger.h"
#include "people/import.h"

/* Up to so many are asked for one by one; more, and all are gone through. */
enum { FEW = 20000, BREATHE = 1024 };

static const char *const sexes[] = {
	[SEX_MALE] = "male", [SEX_FEMALE] = "female", [SEX_OTHER] = "other"
};

/* What a question for pupils answers, in this order. */
#define PUPIL_ASKED \
	"SELECT p.id, p.source, p.school, p.class, p.region, " \
	"p.name, p.number, p.grade, p.birth, p.state, v.value FROM pupil p " \
	"LEFT JOIN vault v ON v.pupil = p.id AND v.kind = 'sex' "
enum {
	P_ID,
	P_SOURCE,
	P_SCHOOL,
	P_CLASS,
	P_REGION,
	P_NAME,
	P_NUMBER,
	P_GRADE,
	P_BIRTH,
	P_STATE,
	P_SEX
};

static int32_t
birth_of(const struct rows *rows)
{
	const char *text = rows_text(rows, P_BIRTH);
	struct date date;

	return text != NULL && date_read(text, &date) ? date_pack(date) : 0;
}

static void
refuse(struct merge *merge, const struct roster_person *person, const char *id)
{
	const struct roster *roster = merge->roster;

	report_error(merge->import->report, roster->people_file, person->line,
	    roster->id_column, roster->id_name, id,
	    person_name(roster, person));
}

/* One pupil met */

static int
school_order(const void *id, const void *school)
{
	int64_t a = *(const int64_t *)id;
	int64_t b = ((const struct roster_school *)school)->id;

	return a < b ? -1 : a > b;
}

/* They were read in order of their ids. */
static bool
school_is_allowed(const struct roster *roster, int64_t id)
{
	const struct roster_school *school = bsearch(&id, roster->schools,
	    roster->school_ids.count, sizeof *school, school_order);

	return school != NULL && school->allowed;
}

static bool
person_is_same(const struct roster *roster, const struct roster_person *person,
    const struct rows *rows)
{
	return person->birth != 0 && person->birth == birth_of(rows) &&
	    text_is(person_name(roster, person), rows_text(rows, P_NAME));
}

static int64_t
class_id(const struct roster *roster, const struct roster_person *person)
{
	return person->class == NO_INDEX ? 0
					 : roster->classes[person->class].id;
}

/* A class that is new to the store has no id yet. */
static bool
class_is_same(const struct roster *roster, const struct roster_person *person,
    const struct rows *rows)
{
	int64_t class = class_id(roster, person);

	return class == rows_id(rows, P_CLASS) &&
	    (class != 0 || person->class == NO_INDEX);
}

/* What the file does not tell stays as it is. */
static bool
facts_are_same(const struct roster *roster, const struct roster_person *person,
    const struct rows *rows)
{
	const char *sex = rows_text(rows, P_SEX);

	return person->grade == rows_int(rows, P_GRADE) &&
	    person->number == rows_int(rows, P_NUMBER) &&
	    (person->birth == 0 || person->birth == birth_of(rows)) &&
	    (person->sex == SEX_UNKNOWN || text_is(sexes[person->sex], sex)) &&
	    text_is(person_name(roster, person), rows_text(rows, P_NAME)) &&
	    text_is(rows_text(rows, P_STATE), "enrolled");
}

static void
pupil_meet(struct merge *merge, uint32_t index, const struct rows *rows)
{
	const struct roster *roster = merge->roster;
	struct roster_person *person = &roster->people[index];
	const struct roster_school *school = &roster->schools[person->school];
	bool class = class_is_same(roster, person, rows);

	if (class && person->number == 0)
		person->number = (uint8_t)rows_int(rows, P_NUMBER);
	person->id = rows_id(rows, P_ID);
	if (rows_id(rows, P_SCHOOL) != school->id)
		person->fate = FATE_MOVED;
	else if (!class || !facts_are_same(roster, person, rows) ||
	    school->region != rows_id(rows, P_REGION) ||
	    (rows_null(rows, P_SOURCE) &&
		id_at(&roster->person_ids, index) != NULL))
		person->fate = FATE_CHANGED;
	else
		person->fate = FATE_SAME;
}

/*
 * A teacher who brings the id of somebody at another school would get that
 * record: only who also knows the name and the day of birth may.
 */
static void
pupil_meet_by_id(struct merge *merge, uint32_t index, const struct rows *rows)
{
	const struct roster *roster = merge->roster;
	const struct roster_person *person = &roster->people[index];

	if (merge->import->bound &&
	    !school_is_allowed(roster, rows_id(rows, P_SCHOOL)) &&
	    !person_is_same(roster, person, rows))
		refuse(merge, person, "import.error.other_school");
	pupil_meet(merge, index, rows);
}

/* By id */

static void
one_by_one(struct merge *merge)
{
	const struct ids *ids = &merge->roster->person_ids;
	uint32_t i;

	for (i = 0; i < ids->count && db_ok(merge->db); i++) {
		const char *id = id_at(ids, i);
		struct rows rows;

		if (id == NULL || !person_counts(&merge->roster->people[i]))
			continue;
		rows = db_ask(merge->db, PUPIL_ASKED "WHERE p.source = ?",
		    ARGS(TEXT(id)));
		if (rows_next(&rows))
			pupil_meet_by_id(merge, i, &rows);
		rows_close(&rows);
	}
}

static void
all_of_them(struct merge *merge)
{
	const struct roster *roster = merge->roster;
	struct rows rows = db_ask(
	    merge->db, PUPIL_ASKED "WHERE p.source IS NOT NULL", NO_ARGS);

	while (rows_next(&rows)) {
		uint32_t index = ids_find(
		    &roster->person_ids, rows_text(&rows, P_SOURCE));

		if (index != NO_INDEX && person_counts(&roster->people[index]))
			pupil_meet_by_id(merge, index, &rows);
		if (rows.row % BREATHE == 0 && !merge_goes_on(merge))
			rows_close(&rows);
	}
}

/* By school */

static void
leaver_add(struct merge *merge, int64_t id)
{
	struct leaver *leaver = arena_alloc(merge->arena, sizeof *leaver);

	leaver->id = id;
	leaver->next = merge->leavers;
	merge->leavers = leaver;
	merge->import->report->pupils.left++;
}

static bool
was_met_by_id(const struct roster *roster, const struct rows *rows)
{
	const char *source = rows_text(rows, P_SOURCE);
	uint32_t index = source ? ids_find(&roster->person_ids, source)
				: NO_INDEX;

	return index != NO_INDEX && person_counts(&roster->people[index]);
}

/* The one of the file whom name and birth make the same, or NO_INDEX. */
static uint32_t
same_person(const struct who *who, uint32_t school, const struct rows *rows)
{
	const struct roster *roster = who->roster;
	uint32_t name = ids_find(&roster->names, rows_text(rows, P_NAME));
	int32_t birth = birth_of(rows);
	uint32_t index;

	if (name == NO_INDEX || birth == 0)
		return NO_INDEX;
	index = who_find(who, school, name, birth);
	if (index != NO_INDEX && !rows_null(rows, P_SOURCE) &&
	    id_at(&roster->person_ids, index) != NULL)
		return NO_INDEX; /* each has an id, and not the same */
	return index;
}

/* Those who are enrolled come first. */
static void
pupil_look(struct merge *merge, const struct who *who, uint32_t school,
    const struct rows *rows)
{
	struct roster *roster = merge->roster;
	bool enrolled = text_is(rows_text(rows, P_STATE), "enrolled");
	struct roster_person *person;
	uint32_t index;

	if (was_met_by_id(roster, rows))
		return;
	index = same_person(who, school, rows);
	person = index != NO_INDEX ? &roster->people[index] : NULL;
	if (person != NULL && person->id == 0 && !person->twin)
		pupil_meet(merge, index, rows);
	else if (person != NULL && enrolled &&
	    (person->twin || id_at(&roster->person_ids, index) == NULL))
		refuse(merge, person, "import.error.twin_there");
	else if (enrolled)
		leaver_add(merge, rows_id(rows, P_ID));
}

static void
school_look(struct merge *merge, const struct who *who, uint32_t school)
{
	struct rows rows = db_ask(merge->db,
	    PUPIL_ASKED "WHERE p.school = ? ORDER BY p.state, p.id",
	    ARGS(ID(merge->roster->schools[school].id)));

	while (rows_next(&rows))
		pupil_look(merge, who, school, &rows);
}

static void
schools_look(struct merge *merge)
{
	const struct roster *roster = merge->roster;
	struct who who;
	uint32_t school;

	who_begin(&who, merge->arena, merge->roster);
	for (school = 0;
	     school < roster->school_ids.count && merge_goes_on(merge);
	     school++)
		if (roster->schools[school].covered)
			school_look(merge, &who, school);
}

static void
pupils_count(struct merge *merge)
{
	struct import_counts *counts = &merge->import->report->pupils;
	const struct roster *roster = merge->roster;
	size_t i;

	for (i = 0; i < roster->person_ids.count; i++) {
		const struct roster_person *person = &roster->people[i];

		if (!person_counts(person))
			continue;
		counts->added += person->fate == FATE_NEW;
		counts->changed += person->fate == FATE_CHANGED;
		counts->moved += person->fate == FATE_MOVED;
		counts->same += person->fate == FATE_SAME;
	}
}

bool
pupils_match(struct merge *merge)
{
	if (merge->roster->person_ids.count <= FEW)
		one_by_one(merge);
	else
		all_of_them(merge);
	schools_look(merge);
	pupils_count(merge);
	return merge_goes_on(merge) && merge->import->report->error_count == 0;
}

/*
 * Writing: twenty pupils a statement, since over a network it is the questions
 * that take the time. Who is new and who has changed go the same way.
 */

enum { BATCH = 20, VALUES = 10 };
enum { LINES_PUPIL, LINES_END, LINES_ENROLMENT, LINES_SEX, LINES };

#define FIVE(row) row ", " row ", " row ", " row ", " row
#define TWENTY(row) FIVE(row) ", " FIVE(row) ", " FIVE(row) ", " FIVE(row)

#define PUPIL(rows) \
	"INSERT INTO pupil (id, region, school, class, source, " \
	"name, number, grade, birth, changed) VALUES " rows " " \
	"ON CONFLICT (id) DO UPDATE SET region = excluded.region, " \
	"school = excluded.school, class = excluded.class, " \
	"source = COALESCE(excluded.source, pupil.source), " \
	"name = excluded.name, number = excluded.number, " \
	"grade = excluded.grade, " \
	"birth = COALESCE(excluded.birth, pupil.birth), " \
	"state = 'enrolled', changed = excluded.changed"
/* An enrolment ends when another begins; one that ended may begin again. */
#define END(pupils) \
	"UPDATE enrolment SET until = (SELECT p.changed " \
	"FROM pupil p WHERE p.id = enrolment.pupil) " \
	"WHERE until IS NULL AND pupil IN (" pupils ")"
#define ENROLMENT(rows) \
	"INSERT INTO enrolment (pupil, class, region, " \
	"school, year, grade, number, since) VALUES " rows " " \
	"ON CONFLICT (pupil, class) DO UPDATE SET until = NULL, " \
	"grade = excluded.grade, number = excluded.number"
#define SEX(rows) \
	"INSERT INTO vault (pupil, kind, value) VALUES " rows " " \
	"ON CONFLICT (pupil, kind) DO UPDATE SET value = excluded.value"

#define OF_PUPIL "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
#define OF_ENROLMENT "(?, ?, ?, ?, ?, ?, ?, ?)"
#define OF_SEX "(?, 'sex', ?)"

/* In the order they are written. */
static const struct {
	size_t values; /* of a row */
	const char *twenty, *one;
} forms[LINES] = {
	[LINES_PUPIL] = { 10, PUPIL(TWENTY(OF_PUPIL)), PUPIL(OF_PUPIL) },
	[LINES_END] = { 1, END(TWENTY("?")), END("?") },
	[LINES_ENROLMENT] = { 8, ENROLMENT(TWENTY(OF_ENROLMENT)),
	    ENROLMENT(OF_ENROLMENT) },
	[LINES_SEX] = { 2, SEX(TWENTY(OF_SEX)), SEX(OF_SEX) },
};

struct batch {
	struct merge *merge;
	struct {
		struct value values[BATCH * VALUES];
		size_t count;
	} lines[LINES];
	char births[BATCH][11];
	size_t pupils;
};

static void
line_add(struct batch *batch, int lines, struct values values)
{
	size_t count = batch->lines[lines].count;

	memcpy(batch->lines[lines].values + count, values.list,
	    values.count * sizeof *values.list);
	batch->lines[lines].count = count + values.count;
}

/* Twenty at once, fewer line by line. */
static void
lines_write(struct batch *batch, int lines)
{
	const struct value *values = batch->lines[lines].values;
	size_t width = forms[lines].values, count = batch->lines[lines].count;
	struct db *db = batch->merge->db;
	size_t at;

	if (count == BATCH * width)
		db_do(
		    db, forms[lines].twenty, (struct values){ values, count });
	else
		for (at = 0; at < count; at += width)
			db_do(db, forms[lines].one,
			    (struct values){ values + at, width });
	batch->lines[lines].count = 0;
}

static void
batch_write(struct batch *batch)
{
	int lines;

	for (lines = 0; lines < LINES; lines++)
		lines_write(batch, lines);
	progress_add(
	    batch->merge->import->order->progress, (int64_t)batch->pupils);
	batch->pupils = 0;
}

/* In the batch, where it stays until it is written. */
static const char *
birth_text(struct batch *batch, const struct roster_person *person)
{
	char *text = batch->births[batch->pupils];

	if (person->birth == 0)
		return NULL;
	date_write(date_unpack(person->birth), text);
	return text;
}

static void
enrolment_add(struct batch *batch, const struct roster_person *person)
{
	const struct roster *roster = batch->merge->roster;
	const struct roster_school *school = &roster->schools[person->school];
	const struct roster_class *class;

	if (person->class == NO_INDEX)
		return;
	class = &roster->classes[person->class];
	line_add(batch, LINES_ENROLMENT,
	    ARGS(ID(person->id), ID(class->id), ID(school->region),
		ID(school->id), INT(class->year), INT(person->grade),
		ID(person->number), INT(batch->merge->import->now)));
}

static void
pupil_add_to(struct batch *batch, uint32_t index)
{
	const struct roster *roster = batch->merge->roster;
	struct roster_person *person = &roster->people[index];
	const struct roster_school *school = &roster->schools[person->school];

	if (person->fate == FATE_NEW)
		person->id = id_new();
	else
		line_add(batch, LINES_END, ARGS(ID(person->id)));
	line_add(batch, LINES_PUPIL,
	    ARGS(ID(person->id), ID(school->region), ID(school->id),
		ID(class_id(roster, person)),
		TEXT(id_at(&roster->person_ids, index)),
		TEXT(person_name(roster, person)), ID(person->number),
		INT(person->grade), TEXT(birth_text(batch, person)),
		INT(batch->merge->import->now)));
	enrolment_add(batch, person);
	if (person->sex != SEX_UNKNOWN)
		line_add(batch, LINES_SEX,
		    ARGS(ID(person->id), TEXT(sexes[person->sex])));
	if (++batch->pupils == BATCH)
		batch_write(batch);
}

/* That a teacher took somebody over stands in the ledger by name. */
static void
move_enter(struct merge *merge, const struct roster_person *person)
{
	if (merge->import->bound && person->fate == FATE_MOVED)
		ledger_add(merge->db, merge->import->now,
		    &(struct ledger_entry){ .kind = "import.done",
			.chain = merge->roster->schools[person->school].region,
			.actor = merge->import->order->actor,
			.pupil = person->id });
}

/* The class goes: no teacher reaches who has left. The record stays. */
static void
leaver_write(struct merge *merge, int64_t id)
{
	db_do(merge->db,
	    "UPDATE pupil SET state = 'left', class = NULL, "
	    "number = NULL, changed = ? WHERE id = ?",
	    ARGS(INT(merge->import->now), ID(id)));
	db_do(merge->db,
	    "UPDATE enrolment SET until = ? WHERE pupil = ? "
	    "AND until IS NULL",
	    ARGS(INT(merge->import->now), ID(id)));
}

/* Class by class, so that the indexes grow at one end. */
static uint32_t
class_of_change(const struct roster *roster, uint32_t index)
{
	const struct roster_person *person = &roster->people[index];

	if (!person_counts(person) || person->fate == FATE_SAME)
		return NO_INDEX;
	return person->class == NO_INDEX ? (uint32_t)roster->class_ids.count
					 : person->class;
}

void
pupils_write(struct merge *merge)
{
	const struct roster *roster = merge->roster;
	size_t classes = roster->class_ids.count + 1, i;
	struct batch *batch = arena_alloc(merge->arena, sizeof *batch);
	const struct leaver *leaver;
	uint32_t *starts,
	    *order = order_by(merge->arena, roster->person_ids.count, classes,
		class_of_change, roster, &starts);

	batch->merge = merge;
	progress_step(merge->import->order->progress, "import.step.writing",
	    starts[classes]);
	for (leaver = merge->leavers; leaver != NULL; leaver = leaver->next)
		leaver_write(merge, leaver->id);
	for (i = 0; i < starts[classes] && merge_goes_on(merge); i++) {
		pupil_add_to(batch, order[i]);
		move_enter(merge, &roster->people[order[i]]);
	}
	batch_write(batch);
}
