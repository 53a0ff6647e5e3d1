/*
 * The public list of schools (전국초중등학교위치표준데이터): a row a school with
 * its coordinates. The region comes from the address, word by word, so that
 * 경기도 광주시 is 41610 and never the metropolitan city; the office from its
 * name. A school that is no longer in the list is left as it is, and counted.
 */
#include <math.h>
#include <string.h>

#include "base/text.h"
#include "people/import.h"

#define PROVINCE "경기도"
#define UNITS_ASKED \
	"WHERE valid_from <= ? AND (valid_to IS NULL " \
	"OR valid_to > ?) ORDER BY code"

enum { PLACES = 128 };

enum {
	LIST_CODE,
	LIST_NAME,
	LIST_LEVEL,
	LIST_FOUNDING,
	LIST_STATE,
	LIST_OLD,
	LIST_ROAD,
	LIST_OFFICE,
	LIST_LATITUDE,
	LIST_LONGITUDE
};

struct unit {
	int64_t id;
	const char *name;
};

/* A school as the file has it; texts are the import's. */
struct listed {
	const char *code, *name, *level, *founding, *state, *address;
	int64_t region, office;
	double latitude, longitude;
	int64_t id; /* in the store; 0: not yet */
	bool changed, moved; /* moved: into another region */
};

struct list {
	struct import *import;
	struct table table;
	struct unit regions[PLACES], offices[PLACES];
	size_t region_count, office_count;
	struct ids codes;
	struct texts texts;
	struct listed *schools; /* by codes */
	size_t room;
};

/* Regions and offices of today */

static size_t
units_take(struct list *list, struct rows rows, struct unit *units)
{
	struct arena *arena = list->import->arena;
	size_t count = 0;

	while (count < PLACES && rows_next(&rows))
		units[count++] = (struct unit){ rows_id(&rows, 0),
			arena_text(arena, rows_text(&rows, 1)) };
	rows_close(&rows);
	return count;
}

static void
units_read(struct list *list)
{
	struct db **db = import_read(list->import);
	char today[11];

	date_write(date_unpack(list->import->today), today);
	list->region_count = units_take(list,
	    db_ask(*db, "SELECT id, name_ko FROM region " UNITS_ASKED,
		ARGS(TEXT(today), TEXT(today))),
	    list->regions);
	list->office_count = units_take(list,
	    db_ask(*db, "SELECT id, name_ko FROM office " UNITS_ASKED,
		ARGS(TEXT(today), TEXT(today))),
	    list->offices);
	import_read_end(list->import, db);
	if (list->region_count == 0 || list->office_count == 0)
		import_fail(list->import, "import.error.no_regions");
}

/* Cells */

/* What stands for a value of ours in the list. */
struct meaning {
	const char *word, *value;
};

static const struct meaning levels[] = {
	{ "초등학교", "elementary" },
	{ "중학교", "middle" },
	{ "고등학교", "high" },
	{ 0 },
};
static const struct meaning foundings[] = {
	{ "국립", "national" },
	{ "공립", "public" },
	{ "사립", "private" },
	{ 0 },
};
static const struct meaning states[] = {
	{ "운영", "open" },
	{ "휴교", "closed" },
	{ "폐교", "closed" },
	{ 0 },
};

static bool
meaning_find(struct table *table, size_t column, struct cell *cell,
    const struct meaning *meanings, const char *problem)
{
	for (; meanings[cell->number].word != NULL; cell->number++)
		if (text_is(meanings[cell->number].word, cell->text))
			return true;
	table_complain(table, column, problem);
	return false;
}

static bool
cell_level(struct table *table, size_t column, struct cell *cell)
{
	return meaning_find(table, column, cell, levels, "import.error.level");
}

static bool
cell_founding(struct table *table, size_t column, struct cell *cell)
{
	return meaning_find(
	    table, column, cell, foundings, "import.error.founding");
}

static bool
cell_state(struct table *table, size_t column, struct cell *cell)
{
	return meaning_find(table, column, cell, states, "import.error.state");
}

static bool
cell_office(struct table *table, size_t column, struct cell *cell)
{
	const struct list *list = table->with;

	for (; cell->number < (int64_t)list->office_count; cell->number++)
		if (text_is(list->offices[cell->number].name, cell->text))
			return true;
	table_complain(table, column, "import.error.office");
	return false;
}

/* The words of the address, one after another, in `word`. */
static bool
word_next(const char **at, char word[static CELL_TRIM])
{
	size_t length;

	*at += strspn(*at, " ");
	length = strcspn(*at, " ");
	if (length == 0 || length >= CELL_TRIM)
		return false;
	memcpy(word, *at, length);
	word[length] = '\0';
	*at += length;
	return true;
}

/*
 * A region's name may carry the province before it where another province has
 * the same: 경기 광주시. Its last word is what stands in an address.
 */
static const char *
last_word(const char *name)
{
	const char *space = strrchr(name, ' ');

	return space ? space + 1 : name;
}

static bool
region_find(const struct list *list, const char *address, int64_t *region)
{
	char word[CELL_TRIM];
	size_t i;

	if (!word_next(&address, word) || !text_is(word, PROVINCE) ||
	    !word_next(&address, word))
		return false;
	for (i = 0; i < list->region_count; i++)
		if (text_is(last_word(list->regions[i].name), word)) {
			*region = list->regions[i].id;
			return true;
		}
	return false;
}

/* Within the country, give or take the sea. */
static bool
cell_degree(struct table *table, size_t column, struct cell *cell)
{
	const struct column *rule = &table->columns[column];
	double value;

	if (text_to_real(cell->text, &value) && value >= (double)rule->min &&
	    value <= (double)rule->max)
		return true;
	table_complain(table, column, "import.error.degree");
	return false;
}

static const struct column list_columns[] = {
	[LIST_CODE] = { "학교ID", COLUMN_FILLED, cell_id },
	[LIST_NAME] = { "학교명", COLUMN_FILLED, cell_text, .max = NAME_MOST },
	[LIST_LEVEL] = { "학교급구분", COLUMN_FILLED, cell_level },
	[LIST_FOUNDING] = { "설립형태", COLUMN_FILLED, cell_founding },
	[LIST_STATE] = { "운영상태", COLUMN_FILLED, cell_state },
	[LIST_OLD] = { "소재지지번주소", COLUMN_HEADED, cell_text, .max = 200 },
	[LIST_ROAD] = { "소재지도로명주소", COLUMN_HEADED, cell_text,
	    .max = 200 },
	[LIST_OFFICE] = { "교육지원청명", COLUMN_FILLED, cell_office },
	[LIST_LATITUDE] = { "위도", COLUMN_HEADED, cell_degree, 32, 40 },
	[LIST_LONGITUDE] = { "경도", COLUMN_HEADED, cell_degree, 123, 133 },
	{ 0 },
};

/* Rows */

static double
degree_of(const struct cell *cell)
{
	double value;

	return cell->filled && text_to_real(cell->text, &value) ? value : NAN;
}

static struct listed *
listed_add(struct list *list)
{
	size_t at = list->codes.count - 1;

	list->schools = array_room(list->import->arena, list->schools, at,
	    &list->room, sizeof *list->schools);
	list->schools[at] = (struct listed){ 0 };
	return &list->schools[at];
}

/* The road's address, and for the few without one that of the lot. */
static size_t
address_column(const struct table *table)
{
	return table->cells[LIST_ROAD].text[0] != '\0' ||
		table->cells[LIST_ROAD].unknown
	    ? LIST_ROAD
	    : LIST_OLD;
}

static void
listed_fill(struct list *list, struct listed *school)
{
	struct arena *arena = list->import->arena;
	const struct cell *cells = list->table.cells;

	school->code = arena_text(arena, cells[LIST_CODE].text);
	school->name = arena_text(arena, cells[LIST_NAME].text);
	school->level = levels[cells[LIST_LEVEL].number].value;
	school->founding = foundings[cells[LIST_FOUNDING].number].value;
	school->state = states[cells[LIST_STATE].number].value;
	school->address = arena_text(
	    arena, cells[address_column(&list->table)].text);
	school->office = list->offices[cells[LIST_OFFICE].number].id;
	school->latitude = degree_of(&cells[LIST_LATITUDE]);
	school->longitude = degree_of(&cells[LIST_LONGITUDE]);
}

static void
school_row(struct list *list)
{
	struct table *table = &list->table;
	size_t column = address_column(table);
	int64_t region = 0;
	uint32_t index;
	struct listed *school;

	if (!table->cells[column].unknown &&
	    !region_find(list, table->cells[column].text, &region))
		table_complain(table, column, "import.error.address");
	if (!table->cells[LIST_CODE].filled)
		return;
	if (!ids_add(&list->codes, table->cells[LIST_CODE].text, &index)) {
		table_complain(table, LIST_CODE, "import.error.duplicate");
		return;
	}
	school = listed_add(list);
	if (!table->good)
		return;
	listed_fill(list, school);
	school->region = region;
}

static void
list_release(void *with)
{
	csv_close(*(struct csv **)with);
}

static void
list_read(struct list *list)
{
	struct import *import = list->import;
	struct csv **csv = arena_alloc(import->arena, sizeof *csv);
	struct table *table = &list->table;

	arena_defer(import->arena, list_release, csv);
	*csv = csv_open_file(import->order->path, ',');
	if (*csv == NULL)
		import_fail(import, "import.error.file");
	table_begin(table, import, import->order->file_name, list_columns);
	table->with = list;
	table->csv = *csv;
	progress_step(import->order->progress, "import.step.reading", 0);
	if (table_head(table))
		while (table_next(table))
			school_row(list);
}

/* Against the store */

static bool
reals_are_same(double one, double other)
{
	return isnan(one) ? isnan(other) : fabs(one - other) < 1e-9;
}

static void
listed_meet(struct listed *school, const struct rows *rows)
{
	school->id = rows_id(rows, 0);
	school->moved = school->region != rows_id(rows, 2);
	school->changed = school->moved || school->office != rows_id(rows, 3) ||
	    !text_is(school->name, rows_text(rows, 4)) ||
	    !text_is(school->level, rows_text(rows, 5)) ||
	    !text_is(school->founding, rows_text(rows, 6)) ||
	    !text_is(school->state, rows_text(rows, 7)) ||
	    !text_is(school->address, rows_text(rows, 8)) ||
	    !reals_are_same(school->latitude, rows_real(rows, 9)) ||
	    !reals_are_same(school->longitude, rows_real(rows, 10));
}

/* Invented schools of a demonstration or a test are in no list. */
static void
schools_match(struct list *list, struct db *db)
{
	struct import_counts *counts = &list->import->report->schools;
	struct rows rows = db_ask(db,
	    "SELECT id, code, region, office, name, "
	    "level, founding, state, address, latitude, longitude, demo "
	    "FROM school",
	    NO_ARGS);
	size_t i;

	*counts = (struct import_counts){ 0 };
	for (i = 0; i < list->codes.count; i++)
		list->schools[i].id = 0;
	while (rows_next(&rows)) {
		uint32_t index = ids_find(&list->codes, rows_text(&rows, 1));

		if (index != NO_INDEX)
			listed_meet(&list->schools[index], &rows);
		else if (rows_int(&rows, 11) == 0)
			counts->left++;
	}
	for (i = 0; i < list->codes.count; i++)
		*(list->schools[i].id == 0         ? &counts->added
			: list->schools[i].changed ? &counts->changed
						   : &counts->same) += 1;
}

/* What belongs to a school carries its region. */
static void
region_follow(struct db *db, const struct listed *school)
{
	struct values values = ARGS(ID(school->region), ID(school->id));

	db_do(db, "UPDATE class SET region = ? WHERE school = ?", values);
	db_do(db, "UPDATE pupil SET region = ? WHERE school = ?", values);
}

static void
school_insert(struct db *db, const struct listed *school)
{
	int64_t id = school_add(db,
	    &(struct school_new){ .code = school->code,
		.name = school->name,
		.level = school->level,
		.founding = school->founding,
		.address = school->address,
		.region = school->region,
		.office = school->office,
		.latitude = school->latitude,
		.longitude = school->longitude });

	if (!text_is(school->state, "open"))
		db_do(db, "UPDATE school SET state = ? WHERE id = ?",
		    ARGS(TEXT(school->state), ID(id)));
}

static void
school_update(struct db *db, const struct listed *school)
{
	db_do(db,
	    "UPDATE school SET region = ?, office = ?, name = ?, "
	    "level = ?, founding = ?, state = ?, address = ?, latitude = ?, "
	    "longitude = ? WHERE id = ?",
	    ARGS(ID(school->region), ID(school->office), TEXT(school->name),
		TEXT(school->level), TEXT(school->founding),
		TEXT(school->state), TEXT(school->address),
		REAL(school->latitude), REAL(school->longitude),
		ID(school->id)));
	if (school->moved)
		region_follow(db, school);
}

static void
schools_write(struct list *list, struct db *db)
{
	struct progress *progress = list->import->order->progress;
	size_t i;

	progress_step(
	    progress, "import.step.writing", (int64_t)list->codes.count);
	for (i = 0; i < list->codes.count && db_ok(db); i++) {
		const struct listed *school = &list->schools[i];

		if (school->id == 0)
			school_insert(db, school);
		else if (school->changed)
			school_update(db, school);
		progress_add(progress, 1);
	}
}

/* Allocates nothing in the import's arenas, so that it always returns. */
static bool
schools_work(struct db *db, void *with)
{
	struct list *list = with;
	const struct import_counts *counts = &list->import->report->schools;

	schools_match(list, db);
	schools_write(list, db);
	import_enter(list->import, db, counts->added + counts->changed > 0);
	return db_ok(db);
}

static bool
schools_store(struct list *list)
{
	struct db *db;

	if (!list->import->order->dry)
		return store_write(list->import->store, schools_work, list) ==
		    WRITE_DONE;
	db = store_read(list->import->store);
	if (db != NULL)
		schools_match(list, db);
	return db != NULL && store_read_end(db);
}

bool
schools_import(struct import *import)
{
	struct list *list = arena_alloc(import->arena, sizeof *list);

	list->import = import;
	texts_begin(&list->texts, import->arena);
	ids_begin(&list->codes, &list->texts);
	array_own(import->arena, &list->schools);
	units_read(list);
	list_read(list);
	if (import->report->error_count > 0)
		return false;
	if (!schools_store(list))
		import_fail(import, "import.error.database");
	return true;
}
