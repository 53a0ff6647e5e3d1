/*
 * The cells of a register's file: each column has a Korean and an English name,
 * a type and bounds, and words that stand for our own values. What is wrong is
 * told as FILE:LINE:COLUMN.
 */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "sites/import.h"

enum { ERRORS_SHOWN = 1000 };

struct meaning {
	const char *word, *value;
};
static const struct meaning site_kinds[] = {
	{ "공공기관", "public" },
	{ "기업", "company" },
	{ "대학", "university" },
	{ "학교", "school" },
	{ "청소년시설", "youth" },
	{ "개인사업장", "shop" },
	{ "기타", "other" },
	{ 0 },
};
static const struct meaning step_free[] = {
	{ "예", "yes" },
	{ "일부", "partly" },
	{ "아니요", "no" },
	{ "모름", "unknown" },
	{ 0 },
};
static const struct meaning certifications[] = {
	{ "없음", "none" },
	{ "신청", "applied" },
	{ "인증", "certified" },
	{ "정지", "suspended" },
	{ "취소", "revoked" },
	{ 0 },
};

enum cell_type {
	CELL_TEXT, /* at most max characters, in one line */
	CELL_LONG, /* lines allowed */
	CELL_INT,
	CELL_REAL,
	CELL_DATE,
	CELL_CLOCK, /* 09:30 */
	CELL_CHOICE,
	CELL_KIND, /* of the catalogue, by id or Korean name */
	CELL_FIELD
};

static const struct register_rule {
	const char *korean, *english;
	enum cell_type type;
	int64_t min, max;
	const struct meaning *meanings;
} rules[REGISTER_COLUMNS] = {
	[COLUMN_REGION] = { "지역", "region", CELL_TEXT, 0, 40 },
	[COLUMN_SITE] = { "체험처", "site", CELL_TEXT, 0, 100 },
	[COLUMN_SITE_KIND] = { "체험처유형", "site_kind", CELL_CHOICE,
	    .meanings = site_kinds },
	[COLUMN_SITE_ABOUT] = { "체험처소개", "site_about", CELL_LONG, 0,
	    2000 },
	[COLUMN_ADDRESS] = { "주소", "address", CELL_TEXT, 0, 200 },
	[COLUMN_LATITUDE] = { "위도", "latitude", CELL_REAL, 33, 39 },
	[COLUMN_LONGITUDE] = { "경도", "longitude", CELL_REAL, 124, 132 },
	[COLUMN_PHONE] = { "전화", "phone", CELL_TEXT, 0, 30 },
	[COLUMN_STEP_FREE] = { "무장애", "step_free", CELL_CHOICE,
	    .meanings = step_free },
	[COLUMN_CERTIFICATION] = { "인증", "certification", CELL_CHOICE,
	    .meanings = certifications },
	[COLUMN_CERTIFIED_UNTIL] = { "인증만료일", "certified_until",
	    CELL_DATE },
	[COLUMN_PROGRAMME] = { "프로그램", "programme", CELL_TEXT, 0, 100 },
	[COLUMN_KIND] = { "체험유형", "kind", CELL_KIND },
	[COLUMN_FIELD] = { "분야", "field", CELL_FIELD },
	[COLUMN_ABOUT] = { "소개", "about", CELL_LONG, 0, 2000 },
	[COLUMN_GRADE_FROM] = { "시작학년", "grade_from", CELL_INT, 5, 12 },
	[COLUMN_GRADE_TO] = { "끝학년", "grade_to", CELL_INT, 5, 12 },
	[COLUMN_STANDARDS] = { "성취기준", "standards", CELL_TEXT, 0, 200 },
	[COLUMN_MINUTES] = { "소요시간", "minutes", CELL_INT, 10, 1440 },
	[COLUMN_COST] = { "비용", "cost", CELL_INT, 0, 1000000 },
	[COLUMN_SAFETY] = { "안전", "safety", CELL_LONG, 0, 1000 },
	[COLUMN_PUPILS_PER_ADULT] = { "어른당학생", "pupils_per_adult",
	    CELL_INT, 1, 200 },
	[COLUMN_DATE] = { "날짜", "date", CELL_DATE },
	[COLUMN_LAST_DATE] = { "끝날짜", "last_date", CELL_DATE },
	[COLUMN_STARTS] = { "시작", "starts", CELL_CLOCK },
	[COLUMN_ENDS] = { "끝", "ends", CELL_CLOCK },
	[COLUMN_SEATS] = { "정원", "seats", CELL_INT, 0, 1000 },
	[COLUMN_LEAST] = { "최소인원", "least", CELL_INT, 0, 1000 },
};

int
register_column(const char *field)
{
	int i;

	for (i = 0; i < REGISTER_COLUMNS; i++)
		if (text_is(rules[i].english, field))
			return i;
	return -1;
}

/* Complaints */

static const char *
name_shown(const struct register_file *file, int column)
{
	if (column < 0)
		return "";
	return command_lang(file->cl) == LANG_EN ? rules[column].english
						 : rules[column].korean;
}

/* Where it is: the place in the file where the column is there. */
static void
place_print(struct register_file *file, int64_t line, int64_t place)
{
	fprintf(stderr, "%s:%" PRId64, file->path, line);
	if (place > 0)
		fprintf(stderr, ":%" PRId64, place);
}

void
register_complain(struct register_file *file, int64_t line, int column,
    const char *id, const char *value)
{
	if (file->errors++ >= ERRORS_SHOWN)
		return;
	place_print(file, line, column < 0 ? 0 : file->at[column] + 1);
	fprintf(stderr, ": %s\n",
	    say_with(file->arena, command_lang(file->cl), id,
		(const struct word[]){ { "column", name_shown(file, column) },
		    { "value", value != NULL ? value : "" }, { 0 } }));
}

static void
csv_complain(struct register_file *file)
{
	if (file->errors++ >= ERRORS_SHOWN)
		return;
	place_print(
	    file, csv_line(file->csv), (int64_t)csv_problem_column(file->csv));
	fprintf(stderr, ": %s\n",
	    say(command_lang(file->cl), csv_problem(file->csv)));
}

/* The heading: a column by either name */

static bool
columns_found(struct register_file *file, const int *found)
{
	static const enum register_column needed[] = { COLUMN_REGION,
		COLUMN_SITE, COLUMN_SITE_KIND, COLUMN_ADDRESS };
	size_t i;

	for (i = 0; i < REGISTER_COLUMNS; i++)
		file->at[i] = found[i] >= 0 ? found[i]
					    : found[REGISTER_COLUMNS + i];
	for (i = 0; i < sizeof needed / sizeof needed[0]; i++)
		if (file->at[needed[i]] < 0)
			register_complain(file, 1, (int)needed[i],
			    "import.error.column_missing", NULL);
	return file->errors == 0;
}

bool
register_head(struct register_file *file)
{
	const char *names[2 * REGISTER_COLUMNS];
	int found[2 * REGISTER_COLUMNS];
	size_t i;

	for (i = 0; i < REGISTER_COLUMNS; i++) {
		names[i] = rules[i].korean;
		names[REGISTER_COLUMNS + i] = rules[i].english;
		file->at[i] = -1;
	}
	if (csv_head(file->csv, names, 2 * REGISTER_COLUMNS, found)) {
		file->width = csv_count(file->csv);
		return columns_found(file, found);
	}
	register_complain(file, 1, -1, "import.error.no_head", NULL);
	return false;
}

/* Cells: each answers NULL, or what is wrong */

static const char *
choice_take(const struct meaning *meanings, struct register_cell *cell)
{
	for (; meanings->word != NULL; meanings++)
		if (text_is(meanings->word, cell->text) ||
		    text_is(meanings->value, cell->text)) {
			cell->text = meanings->value;
			return NULL;
		}
	return "sites.import.choice";
}

static const char *
kind_take(const struct catalogue *catalogue, struct register_cell *cell)
{
	int i;

	for (i = 0; i < catalogue->experience_count; i++) {
		const struct experience *kind = &catalogue->experiences[i];

		if (!text_is(kind->id, cell->text) &&
		    !text_is(kind->name.text[LANG_KO], cell->text))
			continue;
		cell->text = kind->id;
		return NULL;
	}
	return "sites.import.choice";
}

static const char *
field_take(const struct catalogue *catalogue, struct register_cell *cell)
{
	int i;

	for (i = 0; i < catalogue->field_count; i++)
		if (text_is(
			catalogue->fields[i].name.text[LANG_KO], cell->text))
			cell->text = catalogue->fields[i].id;
	return catalog_field(catalogue, cell->text) >= 0
	    ? NULL
	    : "problem.sites.field";
}

static const char *
real_take(const struct register_rule *rule, struct register_cell *cell)
{
	return text_to_real(cell->text, &cell->real) &&
		cell->real >= (double)rule->min &&
		cell->real <= (double)rule->max
	    ? NULL
	    : "sites.import.degrees";
}

static const char *
date_take(struct register_cell *cell)
{
	struct date date;

	if (!date_read(cell->text, &date))
		return "import.error.date";
	cell->number = date_days(date);
	return NULL;
}

static const char *
clock_take(struct arena *arena, struct register_cell *cell)
{
	size_t colon = strcspn(cell->text, ":");
	int64_t hours, minutes;

	if (cell->text[colon] == '\0' ||
	    !text_to_int(
		arena_bytes(arena, cell->text, colon), 0, 24, &hours) ||
	    strlen(cell->text + colon + 1) != 2 ||
	    !text_to_int(cell->text + colon + 1, 0, 59, &minutes))
		return "sites.import.clock";
	cell->number = hours * 60 + minutes;
	return NULL;
}

static const char *
text_take(const struct register_rule *rule, const struct register_cell *cell)
{
	if (text_has_control(cell->text) ||
	    (rule->type == CELL_TEXT && strpbrk(cell->text, "\t\n") != NULL))
		return "import.error.control";
	return utf8_count(cell->text) <= (size_t)rule->max
	    ? NULL
	    : "import.error.long";
}

static const char *
cell_take(struct register_file *file, const struct register_rule *rule,
    struct register_cell *cell)
{
	switch (rule->type) {
	case CELL_INT:
		return text_to_int(
			   cell->text, rule->min, rule->max, &cell->number)
		    ? NULL
		    : "import.error.number";
	case CELL_REAL: return real_take(rule, cell);
	case CELL_DATE: return date_take(cell);
	case CELL_CLOCK: return clock_take(file->arena, cell);
	case CELL_CHOICE: return choice_take(rule->meanings, cell);
	case CELL_KIND: return kind_take(file->catalogue, cell);
	case CELL_FIELD: return field_take(file->catalogue, cell);
	default: return text_take(rule, cell);
	}
}

/* False: something is wrong with a cell, told. */
static bool
cells_take(struct register_file *file, struct register_row *row)
{
	bool right = true;
	size_t i;

	for (i = 0; i < REGISTER_COLUMNS; i++) {
		struct register_cell *cell = &row->cells[i];
		const char *wrong = NULL;

		*cell = (struct register_cell){ .text = "", .real = NAN };
		if (file->at[i] >= 0)
			cell->text = text_trim(arena_text(file->arena,
			    csv_field(file->csv, (size_t)file->at[i])));
		if (cell->text[0] != '\0')
			wrong = cell_take(file, &rules[i], cell);
		if (wrong != NULL)
			register_complain(
			    file, row->line, (int)i, wrong, cell->text);
		right = right && wrong == NULL;
	}
	return right;
}

bool
register_next(struct register_file *file, struct register_row *row)
{
	enum csv_result result = csv_next(file->csv);
	bool right = false;

	if (result == CSV_END)
		return false;
	row->line = csv_line(file->csv);
	if (result == CSV_BAD)
		csv_complain(file);
	else if (result == CSV_LOST)
		register_complain(
		    file, row->line, -1, "import.error.unreadable", NULL);
	else if (csv_count(file->csv) != file->width)
		register_complain(
		    file, row->line, -1, "import.error.row_length", NULL);
	else
		right = cells_take(file, row);
	if (!right)
		row->line = 0;
	return result != CSV_LOST;
}
