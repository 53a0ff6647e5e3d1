/*
 * A roster as an Excel sheet: a row a pupil, Korean headings. The file is the
 * whole roster of each school that it names. A pupil is known by the student
 * number, and without one by school, name and date of birth.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "catalog/catalog.h"
#include "paper/excel.h"
#include "people/import.h"

enum {
	SHEET_SCHOOL,
	SHEET_GRADE,
	SHEET_CLASS,
	SHEET_NUMBER_IN_CLASS,
	SHEET_NAME,
	SHEET_BIRTH,
	SHEET_SEX,
	SHEET_STUDENT,
	SHEET_COLUMNS
};
enum { CLASS_MOST = 20, KEY_MOST = 160 };
#define CLASS_ENDING "반"

/* Schools by name: how many of it are allowed, and one of them. */
struct named {
	uint32_t school;
	uint32_t allowed;
};

struct sheet_reader {
	struct import *import;
	struct table table;
	struct ids names;
	struct named *named;
	size_t named_room;
	int16_t year;
};

/* Cells */

static void
schools_name(struct sheet_reader *reader)
{
	struct roster *roster = &reader->import->roster;
	uint32_t i, at;

	ids_begin(&reader->names, &roster->texts);
	array_own(reader->import->arena, &reader->named);
	for (i = 0; i < roster->school_ids.count; i++) {
		const struct roster_school *school = &roster->schools[i];
		bool first = ids_add(
		    &reader->names, text_at(&roster->texts, school->name), &at);

		reader->named = array_room(reader->import->arena, reader->named,
		    at, &reader->named_room, sizeof *reader->named);
		if (first)
			reader->named[at] = (struct named){ i, 0 };
		if (school->allowed) {
			reader->named[at].school = i;
			reader->named[at].allowed++;
		}
	}
}

/* By code, or by a name that only one school within reach has. */
static const char *
school_find(const struct sheet_reader *reader, struct cell *cell)
{
	const struct roster *roster = &reader->import->roster;
	uint32_t at;

	cell->index = ids_find(&roster->school_ids, cell->text);
	if (cell->index == NO_INDEX) {
		at = ids_find(&reader->names, cell->text);
		if (at == NO_INDEX)
			return "import.error.school_name";
		if (reader->named[at].allowed > 1)
			return "import.error.school_ambiguous";
		cell->index = reader->named[at].school;
	}
	return roster->schools[cell->index].allowed
	    ? NULL
	    : "import.error.school_foreign";
}

static bool
cell_school(struct table *table, size_t column, struct cell *cell)
{
	const char *problem = school_find(table->with, cell);

	if (problem != NULL)
		table_complain(table, column, problem);
	return problem == NULL;
}

/* The next run of digits as a number; 0 when there is none. */
static int
digits_read(const char **at)
{
	int number = 0, digits = 0;

	while (**at >= '0' && **at <= '9' && digits++ < 4)
		number = number * 10 + *(*at)++ - '0';
	return number;
}

static bool
separator_skip(const char **at)
{
	size_t length = strspn(*at, ".-/ ");

	*at += length;
	return length > 0;
}

/* 2013-05-04 in the ways people write it: 2013. 5. 4., 2013/5/4, 20130504. */
static bool
birth_read(const char *text, struct date *date)
{
	char written[40];

	if (strlen(text) == 8 && strspn(text, "0123456789") == 8) {
		snprintf(written, sizeof written, "%.4s-%.2s-%.2s", text,
		    text + 4, text + 6);
		return date_read(written, date);
	}
	date->year = digits_read(&text);
	if (!separator_skip(&text))
		return false;
	date->month = digits_read(&text);
	if (!separator_skip(&text))
		return false;
	date->day = digits_read(&text);
	separator_skip(&text);
	snprintf(written, sizeof written, "%04d-%02d-%02d", date->year,
	    date->month, date->day);
	return *text == '\0' && date_read(written, date);
}

static bool
cell_birth(struct table *table, size_t column, struct cell *cell)
{
	struct date date;

	if (birth_read(cell->text, &date) &&
	    date_pack(date) <= table->import->today) {
		cell->number = date_pack(date);
		return true;
	}
	table_complain(table, column, "import.error.birth");
	return false;
}

static bool
cell_sex(struct table *table, size_t column, struct cell *cell)
{
	static const struct {
		const char *text;
		enum sex sex;
	} rows[] = {
		{ "남", SEX_MALE },
		{ "남자", SEX_MALE },
		{ "남성", SEX_MALE },
		{ "M", SEX_MALE },
		{ "여", SEX_FEMALE },
		{ "여자", SEX_FEMALE },
		{ "여성", SEX_FEMALE },
		{ "F", SEX_FEMALE },
	};
	size_t i;

	for (i = 0; i < sizeof rows / sizeof rows[0]; i++)
		if (text_is(rows[i].text, cell->text)) {
			cell->number = rows[i].sex;
			return true;
		}
	table_complain(table, column, "import.error.sex");
	return false;
}

/* Names are message ids here: the headings are Korean in every language. */
static const struct column sheet_columns[SHEET_COLUMNS + 1] = {
	[SHEET_SCHOOL] = { "import.column.school", COLUMN_FILLED, cell_school },
	[SHEET_GRADE] = { "import.column.grade", COLUMN_FILLED, cell_int, 1,
	    6 },
	[SHEET_CLASS] = { "import.column.class", COLUMN_FILLED, cell_text,
	    .max = CLASS_MOST },
	[SHEET_NUMBER_IN_CLASS] = { "import.column.number", COLUMN_FILLED,
	    cell_int, 1, 99 },
	[SHEET_NAME] = { "import.column.name", COLUMN_FILLED, cell_text,
	    .max = NAME_MOST },
	[SHEET_BIRTH] = { "import.column.birth", COLUMN_FILLED, cell_birth },
	[SHEET_SEX] = { "import.column.sex", COLUMN_HEADED, cell_sex },
	[SHEET_STUDENT] = { "import.column.student", COLUMN_MAY_LACK, cell_id },
};

/* Rows */

/* Grade 1 of a middle school is the seventh. */
static int64_t
grade_of(struct table *table, const struct roster_school *school)
{
	static const struct {
		int64_t most, before;
	} stages[STAGES] = {
		[STAGE_ELEMENTARY] = { 6, 0 },
		[STAGE_MIDDLE] = { 3, 6 },
		[STAGE_HIGH] = { 3, 9 },
	};
	int64_t grade = table->cells[SHEET_GRADE].number;

	if (grade > stages[school->stage].most)
		table_complain(table, SHEET_GRADE, "import.error.grade_school");
	return grade + stages[school->stage].before;
}

/* "3" and "3반" are one class. */
static int
class_length(const char *class)
{
	return (int)(strlen(class) -
	    (text_ends(class, CLASS_ENDING) ? strlen(CLASS_ENDING) : 0));
}

/* "1학년 3반": data, and so Korean in every language. */
static const char *
class_name(struct sheet_reader *reader)
{
	const char *class = reader->table.cells[SHEET_CLASS].text;

	return arena_printf(reader->import->arena, "%s학년 %.*s" CLASS_ENDING,
	    reader->table.cells[SHEET_GRADE].text, class_length(class), class);
}

static uint32_t
class_of(struct sheet_reader *reader, uint32_t school, int64_t grade)
{
	struct roster *roster = &reader->import->roster;
	const char *name = reader->table.cells[SHEET_CLASS].text;
	struct roster_class *class;
	char key[KEY_MOST];
	uint32_t index;

	snprintf(key, sizeof key, "%" PRIu32 "/%" PRId64 "/%.*s", school, grade,
	    class_length(name), name);
	if (!ids_add(&roster->class_ids, key, &index))
		return index;
	class = roster_class_add(roster);
	class->school = school;
	class->name = roster_name(roster, class_name(reader));
	class->line = (uint32_t)reader->table.line;
	class->year = reader->year;
	class->grade = (uint8_t)grade;
	class->home = true;
	return index;
}

/* The id of whoever the row is about; false when it was there before. */
static bool
student_take(struct sheet_reader *reader)
{
	struct ids *ids = &reader->import->roster.person_ids;
	const struct cell *student = &reader->table.cells[SHEET_STUDENT];
	uint32_t index;

	if (!student->filled) {
		ids_add_nameless(ids);
		return true;
	}
	if (ids_add(ids, student->text, &index))
		return true;
	table_complain(&reader->table, SHEET_STUDENT, "import.error.duplicate");
	return false;
}

static void
pupil_take(struct sheet_reader *reader, uint32_t school, int64_t grade)
{
	struct roster *roster = &reader->import->roster;
	const struct cell *cells = reader->table.cells;
	struct roster_person *person;

	if (grade < GRADE_FIRST) {
		reader->import->report->passed_over++;
		return;
	}
	if (!student_take(reader))
		return;
	person = roster_person_add(roster);
	person->pupil = true;
	person->school = school;
	person->class = class_of(reader, school, grade);
	person->name = roster_name(roster, cells[SHEET_NAME].text);
	person->line = (uint32_t)reader->table.line;
	person->birth = (int32_t)cells[SHEET_BIRTH].number;
	person->grade = (uint8_t)grade;
	person->number = (uint8_t)cells[SHEET_NUMBER_IN_CLASS].number;
	person->sex = (uint8_t)cells[SHEET_SEX].number;
}

static void
row_take(struct sheet_reader *reader)
{
	struct table *table = &reader->table;
	const struct cell *school = &table->cells[SHEET_SCHOOL];
	struct roster *roster = &reader->import->roster;
	int64_t grade;

	if (!school->filled || !table->cells[SHEET_GRADE].filled)
		return;
	roster->schools[school->index].named = true;
	grade = grade_of(table, &roster->schools[school->index]);
	if (table->good)
		pupil_take(reader, school->index, grade);
}

/* Two pupils whom nothing tells apart. */
static void
twins_refuse(struct sheet_reader *reader)
{
	struct roster *roster = &reader->import->roster;
	struct who who;
	uint32_t i;

	who_begin(&who, reader->import->arena, roster);
	for (i = 0; i < roster->person_ids.count; i++)
		if (roster->people[i].twin &&
		    id_at(&roster->person_ids, i) == NULL)
			table_complain_of(&reader->table,
			    roster->people[i].line, SHEET_NAME,
			    "import.error.twin",
			    person_name(roster, &roster->people[i]));
}

static const struct column *
columns_named(struct arena *arena)
{
	struct column *columns = arena_array(
	    arena, SHEET_COLUMNS + 1, sizeof *columns);
	int i;

	memcpy(columns, sheet_columns, sizeof sheet_columns);
	for (i = 0; i < SHEET_COLUMNS; i++)
		columns[i].name = say(LANG_KO, sheet_columns[i].name);
	return columns;
}

void
xlsx_read(struct import *import, struct excel_in *excel)
{
	struct sheet_reader *reader = arena_alloc(
	    import->arena, sizeof *reader);
	struct table *table = &reader->table;

	reader->import = import;
	reader->year = (int16_t)school_year(date_unpack(import->today));
	schools_name(reader);
	table_begin(table, import, import->order->file_name,
	    columns_named(import->arena));
	table->with = reader;
	table->excel = excel;
	progress_step(import->order->progress, "import.step.reading", 0);
	if (!table_head(table))
		return;
	import->roster.people_file = table->file;
	import->roster.id_name = table->columns[SHEET_NAME].name;
	import->roster.id_column = table->at[SHEET_NAME] + 1;
	while (table_next(table))
		row_take(reader);
	twins_refuse(reader);
}

/* The empty template */

static const struct sheet_column *
template_columns(struct sheet_column columns[static SHEET_COLUMNS])
{
	int i;

	for (i = 0; i < SHEET_COLUMNS; i++)
		columns[i] = (struct sheet_column){
			.heading = say(LANG_KO, sheet_columns[i].name),
			.width = i == SHEET_SCHOOL ? 24 : 14,
			.type = i == SHEET_BIRTH ? SHEET_DATE : SHEET_TEXT,
		};
	return columns;
}

bool
xlsx_template(struct arena *arena, const char **bytes, size_t *length)
{
	static const char *const notes[] = { "import.note.example",
		"import.note.whole", "import.note.school",
		"import.note.student", "import.note.grades" };
	struct sheet_column columns[SHEET_COLUMNS];
	struct excel *excel = excel_new(arena,
	    say(LANG_KO, "import.template_sheet"), template_columns(columns),
	    SHEET_COLUMNS);
	size_t i;

	for (i = 0; i < sizeof notes / sizeof notes[0]; i++)
		excel_note(excel, say(LANG_KO, notes[i]));
	return excel_end(excel, bytes, length);
}
