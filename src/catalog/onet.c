/*
 * O*NET's figures for the occupations that the catalogue links to. Import: the
 * files are read whole, then one transaction puts them in place of the old.
 * Loading: they are laid over the catalogue's own six letters and job zone.
 */
#include "catalog/onet.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

enum {
	CELLS = 5,
	ALL_LETTERS = (1 << LETTERS) - 1,
	PAIRS_MOST = 1 << 16,
	RELATED_MOST = 12 /* of an occupation, the nearest: a page's */
};

/* A code that occupations of the catalogue are linked to. */
struct onet_code {
	const char *code;
	double letters[LETTERS];
	unsigned seen; /* bits of the letters read */
	int job_zone; /* 0: none */
	const char *made_by;
};

/* One code is related to another: places in the list of codes. */
struct onet_pair {
	int from, to, rank;
};

struct onet_reading {
	const struct catalogue *catalogue;
	struct catalog_faults *faults;
	struct arena *arena;
	struct onet_code *codes; /* sorted */
	int code_count;
	struct onet_pair *pairs;
	int pair_count;
	char state[HASH_HEX]; /* of all that will be written */
	/* The row being read: */
	const struct onet_file *file;
	int64_t line;
};

struct onet_file {
	const char *name;
	const char *columns[CELLS];
	/* False after a fault was told. */
	bool (*take)(struct onet_reading *reading, const char *const *cells);
};

static bool
blame(struct onet_reading *reading, int column, const char *problem,
    const char *value)
{
	catalog_fault(reading->faults,
	    &(struct catalog_fault){ reading->file->name, reading->line,
		column < 0 ? NULL : reading->file->columns[column], problem,
		value });
	return false;
}

/* Codes */

static int
code_compare(const void *a, const void *b)
{
	const struct onet_code *left = a, *right = b;

	return strcmp(left->code, right->code);
}

/* NULL for a code that the catalogue is not linked to. */
static struct onet_code *
code_find(const struct onet_reading *reading, const char *code)
{
	struct onet_code key = { .code = code };

	return bsearch(&key, reading->codes, (size_t)reading->code_count,
	    sizeof key, code_compare);
}

static void
codes_collect(struct onet_reading *reading)
{
	const struct catalogue *catalogue = reading->catalogue;
	size_t rows = (size_t)catalogue->occupation_count, count = 0, i, kept;
	struct onet_code *codes = arena_array(
	    reading->arena, rows, sizeof *codes);

	for (i = 0; i < rows; i++)
		if (catalogue->occupations[i].onet[0] != '\0')
			codes[count++].code = catalogue->occupations[i].onet;
	qsort(codes, count, sizeof *codes, code_compare);
	for (i = kept = 0; i < count; i++)
		if (i == 0 || code_compare(&codes[i], &codes[i - 1]) != 0)
			codes[kept++] = codes[i];
	reading->codes = codes;
	reading->code_count = (int)kept;
}

/* Files */

/* Cells: code, element, scale, value, source. */
static bool
interest_take(struct onet_reading *reading, const char *const *cells)
{
	static const char *const elements[LETTERS] = { "1.B.1.a", "1.B.1.b",
		"1.B.1.c", "1.B.1.d", "1.B.1.e", "1.B.1.f" };
	struct onet_code *code = code_find(reading, cells[0]);
	int letter = 0;
	double value;

	if (code == NULL || !text_is(cells[2], "OI"))
		return true;
	while (letter < LETTERS && !text_is(elements[letter], cells[1]))
		letter++;
	if (letter == LETTERS)
		return blame(reading, 1, "choice", cells[1]);
	if (!text_to_real(cells[3], &value) || value < 1 || value > 7)
		return blame(reading, 3, "number", cells[3]);
	if (code->seen & 1u << letter)
		return blame(reading, 1, "twice", cells[0]);
	code->seen |= 1u << letter;
	code->letters[letter] = value;
	code->made_by = arena_text(reading->arena, cells[4]);
	return true;
}

/* Cells: code, job zone. */
static bool
zone_take(struct onet_reading *reading, const char *const *cells)
{
	struct onet_code *code = code_find(reading, cells[0]);
	int64_t zone;

	if (code == NULL)
		return true;
	if (!text_to_int(cells[1], 1, 5, &zone))
		return blame(reading, 1, "number", cells[1]);
	code->job_zone = (int)zone;
	return true;
}

/* Cells: code, related code, index. */
static bool
related_take(struct onet_reading *reading, const char *const *cells)
{
	struct onet_code *from = code_find(reading, cells[0]);
	struct onet_code *to = code_find(reading, cells[1]);
	int64_t rank;

	if (from == NULL || to == NULL || from == to)
		return true;
	if (!text_to_int(cells[2], 1, 1000, &rank))
		return blame(reading, 2, "number", cells[2]);
	if (reading->pair_count == PAIRS_MOST)
		return blame(reading, -1, "rows", "");
	reading->pairs[reading->pair_count++] = (struct onet_pair){
		(int)(from - reading->codes), (int)(to - reading->codes),
		(int)rank
	};
	return true;
}

static bool
row_take(struct onet_reading *reading, struct csv *csv, const int *columns,
    int count)
{
	const char *cells[CELLS];
	int i;

	for (i = 0; i < count; i++)
		cells[i] = csv_field(csv, (size_t)columns[i]);
	return reading->file->take(reading, cells);
}

static bool
rows_take(struct onet_reading *reading, struct csv *csv, const int *columns,
    int count)
{
	enum csv_result result;

	while ((result = csv_next(csv)) == CSV_ROW) {
		reading->line = csv_line(csv);
		if (!row_take(reading, csv, columns, count))
			return false;
	}
	reading->line = csv_line(csv);
	if (result == CSV_BAD)
		return blame(reading, -1, "csv", csv_problem(csv));
	return result == CSV_END || blame(reading, -1, "file", "");
}

static bool
columns_take(struct onet_reading *reading, struct csv *csv)
{
	int columns[CELLS], count = 0, i;

	while (count < CELLS && reading->file->columns[count] != NULL)
		count++;
	if (!csv_head(csv, reading->file->columns, (size_t)count, columns))
		return blame(reading, -1, "head", "");
	for (i = 0; i < count; i++)
		if (columns[i] < 0)
			return blame(
			    reading, -1, "column", reading->file->columns[i]);
	return rows_take(reading, csv, columns, count);
}

static bool
file_take(struct onet_reading *reading, const char *folder,
    const struct onet_file *file)
{
	struct csv *csv = csv_open_file(
	    arena_printf(reading->arena, "%s/%s", folder, file->name), '\t');
	bool taken;

	reading->file = file;
	reading->line = 1;
	if (csv == NULL)
		return blame(reading, -1, "file", "");
	taken = columns_take(reading, csv);
	csv_close(csv);
	return taken;
}

static int
pair_compare(const void *a, const void *b)
{
	const struct onet_pair *left = a, *right = b;

	if (left->from != right->from)
		return left->from < right->from ? -1 : 1;
	if (left->rank != right->rank)
		return left->rank < right->rank ? -1 : 1;
	return (left->to > right->to) - (left->to < right->to);
}

static bool
files_take(struct onet_reading *reading, const char *folder)
{
	static const struct onet_file files[] = {
		{ "Related Occupations.txt",
		    { "O*NET-SOC Code", "Related O*NET-SOC Code", "Index" },
		    related_take },
		{ "Job Zones.txt", { "O*NET-SOC Code", "Job Zone" },
		    zone_take },
		{ "Interests.txt",
		    { "O*NET-SOC Code", "Element ID", "Scale ID", "Data Value",
			"Domain Source" },
		    interest_take },
	};
	size_t i;
	int k;

	for (i = 0; i < sizeof files / sizeof files[0]; i++)
		if (!file_take(reading, folder, &files[i]))
			return false;
	for (k = 0; k < reading->code_count; k++)
		if (reading->codes[k].seen != 0 &&
		    reading->codes[k].seen != ALL_LETTERS)
			return blame(
			    reading, -1, "six", reading->codes[k].code);
	qsort(reading->pairs, (size_t)reading->pair_count,
	    sizeof *reading->pairs, pair_compare);
	return true;
}

/* Rows of the store */

/* NULL for an occupation without figures. */
static const struct onet_code *
code_of(const struct onet_reading *reading, const struct occupation *occupation)
{
	const struct onet_code *code = code_find(reading, occupation->onet);

	return code != NULL && code->seen == ALL_LETTERS ? code : NULL;
}

/* For each pair of occupations that O*NET calls related, in a fixed order. */
struct related_row {
	const char *occupation, *related;
	int rank;
};
typedef void related_each(const struct related_row *row, void *with);

static void
related_from(const struct onet_reading *reading, int from, related_each *each,
    void *with)
{
	const struct catalogue *catalogue = reading->catalogue;
	const struct occupation *all = catalogue->occupations;
	const struct onet_code *code = code_of(reading, &all[from]);
	int i, to;

	for (i = 0; code != NULL && i < reading->pair_count; i++) {
		const struct onet_pair *pair = &reading->pairs[i];

		if (&reading->codes[pair->from] != code)
			continue;
		for (to = 0; to < catalogue->occupation_count; to++)
			if (text_is(
				all[to].onet, reading->codes[pair->to].code))
				each(&(struct related_row){ all[from].id,
					 all[to].id, pair->rank },
				    with);
	}
}

static void
related_all(const struct onet_reading *reading, related_each *each, void *with)
{
	int from;

	for (from = 0; from < reading->catalogue->occupation_count; from++)
		related_from(reading, from, each, with);
}

static void
interest_write(struct db *db, const struct occupation *occupation,
    const struct onet_code *code)
{
	const double *letters = code->letters;

	db_do(db,
	    "INSERT INTO onet_interest (occupation, code, r, i, a, s, e,"
	    " c, job_zone, made_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
	    ARGS(TEXT(occupation->id), TEXT(code->code), REAL(letters[0]),
		REAL(letters[1]), REAL(letters[2]), REAL(letters[3]),
		REAL(letters[4]), REAL(letters[5]), ID(code->job_zone),
		TEXT(code->made_by)));
}

static void
related_write(const struct related_row *row, void *with)
{
	db_do(with,
	    "INSERT INTO onet_related (occupation, related, rank)"
	    " VALUES (?, ?, ?)",
	    ARGS(TEXT(row->occupation), TEXT(row->related), INT(row->rank)));
}

/* In place of the last import: what a newer O*NET dropped goes too. */
static bool
import_write(struct db *db, void *with)
{
	const struct onet_reading *reading = with;
	const struct catalogue *catalogue = reading->catalogue;
	int i;

	db_do(db, "DELETE FROM onet_interest", NO_ARGS);
	db_do(db, "DELETE FROM onet_related", NO_ARGS);
	for (i = 0; i < catalogue->occupation_count; i++) {
		const struct onet_code *code = code_of(
		    reading, &catalogue->occupations[i]);

		if (code != NULL)
			interest_write(db, &catalogue->occupations[i], code);
	}
	related_all(reading, related_write, db);
	db_do(db,
	    "INSERT INTO catalog_state (id, version) VALUES (1, ?)"
	    " ON CONFLICT (id) DO UPDATE SET version = excluded.version",
	    ARGS(TEXT(reading->state)));
	return db_ok(db);
}

/* Counting and hashing what will be written */

struct summing {
	struct buffer bytes;
	struct onet_counts *counts;
};

static void
related_sum(const struct related_row *row, void *with)
{
	struct summing *summing = with;

	summing->counts->related++;
	buffer_printf(&summing->bytes, "%s %s %d\n", row->occupation,
	    row->related, row->rank);
}

static void
interest_sum(struct summing *summing, const struct occupation *occupation,
    const struct onet_code *code)
{
	int letter;

	summing->counts->occupations++;
	summing->counts->zones += code->job_zone != 0;
	buffer_printf(&summing->bytes, "%s %s %d %s", occupation->id,
	    code->code, code->job_zone, code->made_by);
	for (letter = 0; letter < LETTERS; letter++)
		buffer_printf(&summing->bytes, " %.17g", code->letters[letter]);
	buffer_char(&summing->bytes, '\n');
}

static void
import_sum(struct onet_reading *reading, struct onet_counts *counts)
{
	const struct catalogue *catalogue = reading->catalogue;
	struct summing summing = { .counts = counts };
	int i;

	*counts = (struct onet_counts){ 0 };
	for (i = 0; i < reading->code_count; i++)
		counts->codes += reading->codes[i].seen == ALL_LETTERS;
	for (i = 0; i < catalogue->occupation_count; i++) {
		const struct occupation *occupation =
		    &catalogue->occupations[i];
		const struct onet_code *code = code_of(reading, occupation);

		if (code != NULL)
			interest_sum(&summing, occupation, code);
		else
			counts->without += occupation->onet[0] != '\0';
	}
	related_all(reading, related_sum, &summing);
	sha256_hex(summing.bytes.data, summing.bytes.length, reading->state);
	buffer_free(&summing.bytes);
}

bool
onet_import(struct store *store, const struct catalog_loaded *loaded,
    const char *folder, struct catalog_faults *faults,
    struct onet_counts *counts)
{
	struct onet_reading reading = { .catalogue = &loaded->catalogue,
		.faults = faults,
		.arena = faults->arena };

	reading.pairs = arena_array(
	    faults->arena, PAIRS_MOST, sizeof *reading.pairs);
	codes_collect(&reading);
	if (!files_take(&reading, folder))
		return false;
	import_sum(&reading, counts);
	return store_write(store, import_write, &reading) == WRITE_DONE;
}

/* Laying them over the catalogue */

static void
interests_apply(struct db *db, struct catalog_loaded *loaded)
{
	const struct catalogue *catalogue = &loaded->catalogue;
	struct rows rows = db_ask(db,
	    "SELECT occupation, code, r, i, a, s, e,"
	    " c, job_zone FROM onet_interest",
	    NO_ARGS);

	while (rows_next(&rows)) {
		int row = catalog_occupation(catalogue, rows_text(&rows, 0));
		struct occupation *occupation;
		int letter;

		if (row < 0)
			continue;
		occupation = catalog_cell(
		    &loaded->tables[SHEET_OCCUPATIONS], row, 0);
		/* A link that was changed since waits for the next import. */
		if (!text_is(occupation->onet, rows_text(&rows, 1)))
			continue;
		for (letter = 0; letter < LETTERS; letter++)
			occupation->letters[letter] = rows_real(
			    &rows, 2 + letter);
		if (!rows_null(&rows, 8))
			occupation->job_zone = (int)rows_int(&rows, 8);
		occupation->from_onet = true;
	}
}

/* Occupations by row, sorted here since databases sort texts differently. */
static int
pairs_load(struct db *db, struct catalog_loaded *loaded,
    struct onet_pair *pairs, int most)
{
	const struct catalogue *catalogue = &loaded->catalogue;
	struct rows rows = db_ask(
	    db, "SELECT occupation, related, rank FROM onet_related", NO_ARGS);
	int count = 0;

	while (count < most && rows_next(&rows)) {
		int from = catalog_occupation(catalogue, rows_text(&rows, 0));
		int to = catalog_occupation(catalogue, rows_text(&rows, 1));

		if (from >= 0 && to >= 0)
			pairs[count++] = (struct onet_pair){ from, to,
				(int)rows_int(&rows, 2) };
	}
	rows_close(&rows);
	qsort(pairs, (size_t)count, sizeof *pairs, pair_compare);
	return count;
}

static void
related_apply(struct db *db, struct catalog_loaded *loaded)
{
	int most = (int)db_int(
	    db, "SELECT COUNT(*) FROM onet_related", NO_ARGS, 0);
	struct onet_pair *pairs = arena_array(
	    loaded->arena, (size_t)most, sizeof *pairs);
	int *list = arena_array(loaded->arena, (size_t)most, sizeof *list);
	int count = pairs_load(db, loaded, pairs, most), i;

	for (i = 0; i < count; i++) {
		struct occupation *occupation = catalog_cell(
		    &loaded->tables[SHEET_OCCUPATIONS], pairs[i].from, 0);

		list[i] = pairs[i].to;
		if (occupation->related.count == 0)
			occupation->related.list = &list[i];
		if (occupation->related.count < RELATED_MOST)
			occupation->related.count++;
	}
}

void
onet_apply(struct db *db, struct catalog_loaded *loaded)
{
	const char *state = db_text(db, loaded->arena,
	    "SELECT version FROM catalog_state WHERE id = 1", NO_ARGS);

	interests_apply(db, loaded);
	related_apply(db, loaded);
	snprintf(loaded->state, sizeof loaded->state, "%s", state ? state : "");
}
