/*
 * Reading catalog/: file by file into one arena, cell by cell as sheets.c says,
 * every fault told with its file, line and column. Then what follows from the
 * rows: links the other way round, banks, O*NET's figures, vectors for ranking,
 * the version.
 */
#include "catalog/load.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/command.h"
#include "base/log.h"
#include "base/random.h"
#include "base/text.h"
#include "catalog/onet.h"

enum {
	CATALOG_MEMORY = 64 * 1024 * 1024,
	ROWS_MOST = MATCH_THINGS, /* of a file: all can be ranked */
	LINKS_MOST = 32, /* of a cell */
	FIELDS_MOST = 64, /* groups that match_rank tells apart */
	COLUMNS_MOST = 24 /* of a file */
};

/*
 * Of the softmax over a kind of thing: at 0.5 a clear profile (two standard
 * deviations along a thing's vector) gives that thing e^4, 55 times, the share
 * of one whose vector lies across. An expert's value, until outcomes are known.
 */
static const double TEMPERATURE = 0.5;

/* Faults */

void
catalog_fault(struct catalog_faults *faults, const struct catalog_fault *fault)
{
	struct catalog_fault *kept = arena_alloc(faults->arena, sizeof *kept);

	*kept = *fault;
	kept->value = arena_text(
	    faults->arena, fault->value ? fault->value : "");
	kept->next = NULL;
	if (faults->last == NULL)
		faults->first = kept;
	else
		faults->last->next = kept;
	faults->last = kept;
	faults->count++;
}

/* The cell being read. */
struct cell_place {
	struct catalog_loaded *loaded;
	struct catalog_table *table;
	const struct catalog_column *column;
	int64_t line;
};

static void
cell_fault(
    const struct cell_place *place, const char *problem, const char *value)
{
	catalog_fault(&place->loaded->faults,
	    &(struct catalog_fault){ place->table->file, place->line,
		place->column ? place->column->name : NULL, problem, value });
}

static void
table_fault(struct catalog_loaded *loaded, struct catalog_table *table,
    int64_t line, const char *problem, const char *value)
{
	cell_fault(
	    &(struct cell_place){ loaded, table, NULL, line }, problem, value);
}

/* Rows by id */

/* The slot that holds the key, or the free one where it would go. FNV-1a. */
static int *
key_slot(const struct catalog_table *table, const char *key, size_t length)
{
	uint64_t hash = UINT64_C(0xcbf29ce484222325);
	size_t at;

	for (at = 0; at < length; at++)
		hash = (hash ^ (unsigned char)key[at]) *
		    UINT64_C(0x100000001b3);
	for (at = hash & table->mask; table->slots[at] != 0;
	     at = (at + 1) & table->mask) {
		const char *other = table->keys[table->slots[at] - 1];

		if (strncmp(other, key, length) == 0 && other[length] == '\0')
			break;
	}
	return &table->slots[at];
}

int
catalog_find(const struct catalog_table *table, const char *key, size_t length)
{
	return table->slots ? *key_slot(table, key, length) - 1 : -1;
}

/* Cells: each kind writes its value, or tells what is wrong */

static void
take_text(const struct cell_place *place, const char *text, void *into)
{
	*(const char **)into = arena_text(place->loaded->arena, text);
}

static void
take_code(const struct cell_place *place, const char *text, void *into)
{
	struct catalog_table *table = place->table;
	int *slot = key_slot(table, text, strlen(text));

	if (*slot != 0) {
		cell_fault(place, "twice", text);
		return;
	}
	take_text(place, text, into);
	table->keys[table->count] = *(const char **)into;
	*slot = table->count + 1;
}

static bool
is_kebab(const char *text)
{
	static const char small[] = "abcdefghijklmnopqrstuvwxyz0123456789";
	size_t length = strspn(text, small);

	while (length > 0 && text[length] == '-') {
		text += length + 1;
		length = strspn(text, small);
	}
	return length > 0 && text[length] == '\0';
}

static void
take_id(const struct cell_place *place, const char *text, void *into)
{
	if (!is_kebab(text))
		cell_fault(place, "kebab", text);
	take_code(place, text, into);
}

static void
take_date(const struct cell_place *place, const char *text, void *into)
{
	struct date date;

	if (!date_read(text, &date))
		cell_fault(place, "date", text);
	take_text(place, text, into);
}

static void
take_whole(const struct cell_place *place, const char *text, void *into)
{
	const struct catalog_column *column = place->column;
	int64_t value = 0;

	if (!text_to_int(
		text, (int64_t)column->least, (int64_t)column->most, &value))
		cell_fault(place, "number", text);
	*(int *)into = (int)value;
}

static void
take_real(const struct cell_place *place, const char *text, void *into)
{
	const struct catalog_column *column = place->column;
	double value = 0;

	if (!text_to_real(text, &value) || value < column->least ||
	    value > column->most)
		cell_fault(place, "number", text);
	*(double *)into = value;
}

static int
choice_find(const struct cell_place *place, const char *text)
{
	int i;

	for (i = 0; place->column->choices[i] != NULL; i++)
		if (text_is(place->column->choices[i], text))
			return i;
	cell_fault(place, "choice", text);
	return 0;
}

static void
take_choice(const struct cell_place *place, const char *text, void *into)
{
	*(int *)into = choice_find(place, text);
}

static void
take_flag(const struct cell_place *place, const char *text, void *into)
{
	*(bool *)into = choice_find(place, text) == 1;
}

/* 0 stands for what is not there: a catalogue with faults is never used. */
static int
link_find(const struct cell_place *place, const char *text, size_t length)
{
	const struct catalog_table *target =
	    &place->loaded->tables[place->column->sheet];
	int row = catalog_find(target, text, length);

	if (row >= 0)
		return row;
	cell_fault(
	    place, "link", arena_bytes(place->loaded->arena, text, length));
	return 0;
}

static void
take_link(const struct cell_place *place, const char *text, void *into)
{
	*(int *)into = link_find(place, text, strlen(text));
}

static bool
has_link(const int *list, int count, int row)
{
	while (count-- > 0)
		if (list[count] == row)
			return true;
	return false;
}

static void
take_links(const struct cell_place *place, const char *text, void *into)
{
	struct links *links = into;
	int *list = arena_array(place->loaded->arena, LINKS_MOST, sizeof *list);
	int count = 0;

	for (;; text++) {
		size_t length = strcspn(text, ";");
		int faults = place->loaded->faults.count;
		int row = link_find(place, text, length);

		if (faults == place->loaded->faults.count &&
		    (has_link(list, count, row) || count == LINKS_MOST))
			cell_fault(place, "link_twice", text);
		else
			list[count++] = row;
		text += length;
		if (*text == '\0' || count == LINKS_MOST)
			break;
	}
	*links = (struct links){ list, count };
}

static void
take_nothing(const struct cell_place *place, void *into)
{
	const struct catalog_column *column = place->column;

	switch (column->kind) {
	case CELL_ID:
	case CELL_CODE:
	case CELL_TEXT:
	case CELL_DATE: *(const char **)into = ""; break;
	case CELL_WHOLE:
	case CELL_CHOICE: *(int *)into = column->otherwise; break;
	case CELL_REAL:
	case CELL_FLAG:
	case CELL_LINK:
	case CELL_LINKS: break;
	}
	if (!column->optional)
		cell_fault(place, "empty", "");
}

static void
cell_take(const struct cell_place *place, const char *text, void *into)
{
	static void (*const takes[])(
	    const struct cell_place *place, const char *text, void *into) = {
		[CELL_ID] = take_id,
		[CELL_CODE] = take_code,
		[CELL_TEXT] = take_text,
		[CELL_DATE] = take_date,
		[CELL_WHOLE] = take_whole,
		[CELL_REAL] = take_real,
		[CELL_CHOICE] = take_choice,
		[CELL_FLAG] = take_flag,
		[CELL_LINK] = take_link,
		[CELL_LINKS] = take_links,
	};

	if (text[strspn(text, " \t\n")] == '\0')
		take_nothing(place, into);
	else
		takes[place->column->kind](place, text, into);
}

/* Files */

struct slice {
	const char *bytes;
	size_t length;
};

static ssize_t
slice_read(void *with, char *bytes, size_t size)
{
	struct slice *slice = with;

	if (size > slice->length)
		size = slice->length;
	memcpy(bytes, slice->bytes, size);
	slice->bytes += size;
	slice->length -= size;
	return (ssize_t)size;
}

/* Behind what was read before: the version is a hash over everything. */
static bool
bytes_add(struct buffer *bytes, const char *path)
{
	char block[16384];
	int file = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t got;

	if (file < 0)
		return false;
	while ((got = read(file, block, sizeof block)) > 0)
		buffer_add(bytes, block, (size_t)got);
	close(file);
	return got == 0 && !bytes->failed;
}

static int
rows_most(struct slice slice)
{
	int lines = 1;

	for (; slice.length > 0 && lines < ROWS_MOST; slice.length--)
		lines += *slice.bytes++ == '\n';
	return lines;
}

static void
table_room(struct catalog_loaded *loaded, struct catalog_table *table, int most)
{
	struct arena *arena = loaded->arena;
	size_t rows = (size_t)most, slots = 16;

	while (slots < 2 * rows)
		slots *= 2;
	table->rows = arena_array(arena, rows, table->sheet->row_size);
	table->lines = arena_array(arena, rows, sizeof *table->lines);
	table->keys = arena_array(arena, rows, sizeof *table->keys);
	table->slots = arena_array(arena, slots, sizeof *table->slots);
	table->mask = slots - 1;
}

/* Where each column stands; false when the head is not the one meant. */
static bool
head_take(
    struct catalog_loaded *loaded, struct catalog_table *table, int *columns)
{
	const char *names[COLUMNS_MOST];
	int before = loaded->faults.count;
	size_t count = 0, i;

	for (; table->sheet->columns[count].name != NULL; count++)
		names[count] = table->sheet->columns[count].name;
	if (!csv_head(loaded->csv, names, count, columns)) {
		table_fault(loaded, table, 1, "head", "");
		return false;
	}
	for (i = 0; i < count; i++)
		if (columns[i] < 0)
			table_fault(loaded, table, 1, "column", names[i]);
	if (before == loaded->faults.count && csv_count(loaded->csv) != count)
		table_fault(loaded, table, 1, "head", "");
	return before == loaded->faults.count;
}

static void
row_take(struct catalog_loaded *loaded, struct catalog_table *table,
    const int *columns, int most)
{
	const struct catalog_column *column = table->sheet->columns;
	int64_t line = csv_line(loaded->csv);

	if (table->count == most) {
		table_fault(loaded, table, line, "rows", "");
		return;
	}
	table->lines[table->count] = line;
	for (; column->name != NULL; column++, columns++)
		cell_take(&(struct cell_place){ loaded, table, column, line },
		    csv_field(loaded->csv, (size_t)*columns),
		    catalog_cell(table, table->count, column->offset));
	if (table->keys[table->count] == NULL)
		table->keys[table->count] = ""; /* no id, or a faulty one */
	table->count++;
}

/* False at the end of the file. */
static bool
row_next(
    struct catalog_loaded *loaded, struct catalog_table *table, size_t width)
{
	struct csv *csv = loaded->csv;
	enum csv_result result;

	for (;;) {
		result = csv_next(csv);
		if (result == CSV_END || result == CSV_LOST)
			return false;
		if (result == CSV_BAD)
			table_fault(loaded, table, csv_line(csv), "csv",
			    csv_problem(csv));
		else if (csv_count(csv) != width)
			table_fault(loaded, table, csv_line(csv), "cells", "");
		else
			return true;
	}
}

static void
rows_take(struct catalog_loaded *loaded, struct catalog_table *table,
    struct slice slice)
{
	int columns[COLUMNS_MOST], most = rows_most(slice);
	size_t width;

	loaded->csv = csv_open(slice_read, &slice, ',');
	if (loaded->csv == NULL)
		arena_throw(loaded->arena);
	if (head_take(loaded, table, columns)) {
		width = csv_count(loaded->csv);
		table_room(loaded, table, most);
		while (row_next(loaded, table, width))
			row_take(loaded, table, columns, most);
	}
	csv_close(loaded->csv);
	loaded->csv = NULL;
}

static void
file_take(struct catalog_loaded *loaded, const char *folder,
    struct catalog_table *table)
{
	struct buffer *bytes = &loaded->bytes;
	const char *path = arena_printf(
	    loaded->arena, "%s/%s", folder, table->file);
	size_t start;

	buffer_printf(bytes, "%s\n", table->file);
	start = bytes->length;
	if (bytes_add(bytes, path))
		rows_take(loaded, table,
		    (struct slice){
			bytes->data + start, bytes->length - start });
	else
		table_fault(loaded, table, 1, "file", "");
}

static void
sheets_take(struct catalog_loaded *loaded, const char *folder)
{
	char *catalogue = (char *)&loaded->catalogue;
	int i;

	for (i = 0; i < SHEETS; i++) {
		struct catalog_table *table = &loaded->tables[i];
		const struct catalog_sheet *sheet = &catalog_sheets[i];

		table->sheet = sheet;
		table->file = sheet->file;
		file_take(loaded, folder, table);
		if (sheet->list == 0)
			continue;
		*(void **)(catalogue + sheet->list) = table->rows;
		*(int *)(catalogue + sheet->count) = table->count;
	}
}

/* Banks */

static void
item_check(struct catalog_loaded *loaded, struct catalog_table *table, int row,
    bool worded)
{
	const struct catalog_item *item = catalog_cell(table, row, 0);
	const char *texts[] = { item->item.activity, item->item.text.text[0],
		item->item.text.text[1] };
	int i;

	for (i = 0; i < 3 && worded; i++)
		if (texts[i][0] == '\0')
			table_fault(
			    loaded, table, table->lines[row], "empty", "");
	for (i = 1; i < INTEREST_CATEGORIES - 1; i++)
		if (item->thresholds[i] <= item->thresholds[i - 1])
			table_fault(loaded, table, table->lines[row],
			    "thresholds", item->item.id);
}

static void
table_free(void *table)
{
	interest_table_free(table);
}

/*
 * The correlation of the traits for banks of expert values: the six letters in
 * their order. False when it is none.
 */
static bool
correlation_take(
    struct catalog_loaded *loaded, double correlation[LETTERS][LETTERS])
{
	struct catalog_table *table = &loaded->tables[SHEET_CORRELATION];
	const struct catalog_correlation *rows = (const void *)table->rows;
	bool sound = table->count == LETTERS;
	int i;

	for (i = 0; i < LETTERS && sound; i++) {
		sound = rows[i].letter == i;
		memcpy(correlation[i], rows[i].with, sizeof rows[i].with);
	}
	if (sound &&
	    interest_correlation_valid((const double(*)[LETTERS])correlation))
		return true;
	table_fault(loaded, table, 1, "correlation", "");
	return false;
}

static void
bank_make(struct catalog_loaded *loaded, struct bank_entry *bank,
    const struct catalog_table *table)
{
	const struct catalog_item *rows = (const void *)table->rows;
	struct item *items = arena_array(
	    loaded->arena, (size_t)table->count, sizeof *items);
	int i;

	for (i = 0; i < table->count; i++) {
		struct interest_item *item = &bank->bank.items[i];

		items[i] = rows[i].item;
		item->scale = rows[i].item.letter;
		item->slope = rows[i].slope;
		memcpy(item->thresholds, rows[i].thresholds,
		    sizeof item->thresholds);
	}
	bank->items = items;
	bank->count = bank->bank.count = table->count;
	bank->table = interest_table_new(&bank->bank);
	if (bank->table == NULL)
		arena_throw(loaded->arena); /* its items were checked */
	arena_defer(loaded->arena, table_free, bank->table);
}

static void
bank_take(struct catalog_loaded *loaded, const char *folder,
    struct bank_entry *bank, struct catalog_table *table)
{
	int before = loaded->faults.count, i;

	table->sheet = &catalog_items;
	table->file = arena_printf(loaded->arena, "items/%s", bank->file);
	file_take(loaded, folder, table);
	for (i = 0; i < table->count; i++)
		item_check(loaded, table, i, bank->worded);
	if (table->count == 0 || table->count > INTEREST_ITEMS)
		table_fault(loaded, table, 1, "rows", "");
	if (before == loaded->faults.count)
		bank_make(loaded, bank, table);
}

static void
banks_take(struct catalog_loaded *loaded, const char *folder)
{
	const struct catalog_table *table = &loaded->tables[SHEET_BANKS];
	struct bank_entry *banks = (void *)table->rows;
	double correlation[LETTERS][LETTERS];
	bool sound = correlation_take(loaded, correlation);
	int i;

	loaded->items = arena_array(
	    loaded->arena, (size_t)table->count, sizeof *loaded->items);
	for (i = 0; i < table->count; i++) {
		if (banks[i].worded && sound)
			memcpy(banks[i].bank.correlation, correlation,
			    sizeof correlation);
		if (banks[i].file[0] != '\0')
			bank_take(loaded, folder, &banks[i], &loaded->items[i]);
	}
}

/* What follows from the rows */

/* The links of a row, also where the column holds only one. */
static struct links
row_links(const struct catalog_table *table, int row, size_t offset, bool many)
{
	const void *at = catalog_cell(table, row, offset);

	if (many)
		return *(const struct links *)at;
	return (struct links){ at, 1 };
}

struct turn {
	enum catalog_sheet_id from;
	size_t offset;
	bool many;
	enum catalog_sheet_id to;
	size_t into;
};

static struct links *
turned(struct catalog_loaded *loaded, const struct turn *turn, int row)
{
	return catalog_cell(&loaded->tables[turn->to], row, turn->into);
}

/* Counts, makes room, counts again and writes. */
static void
links_turn(struct catalog_loaded *loaded, const struct turn *turn, bool write)
{
	const struct catalog_table *from = &loaded->tables[turn->from];
	int row, i;

	for (row = 0; row < from->count; row++) {
		struct links links = row_links(
		    from, row, turn->offset, turn->many);

		for (i = 0; i < links.count; i++) {
			struct links *back = turned(
			    loaded, turn, links.list[i]);

			if (write)
				((int *)back->list)[back->count] = row;
			back->count++;
		}
	}
}

static void
links_room(struct catalog_loaded *loaded, const struct turn *turn)
{
	int row;

	for (row = 0; row < loaded->tables[turn->to].count; row++) {
		struct links *back = turned(loaded, turn, row);

		back->list = arena_array(
		    loaded->arena, (size_t)back->count, sizeof *back->list);
		back->count = 0;
	}
}

static void
links_turn_all(struct catalog_loaded *loaded)
{
	static const struct turn turns[] = {
		{ SHEET_MAJORS, offsetof(struct major, field), false,
		    SHEET_FIELDS, offsetof(struct field_entry, majors) },
		{ SHEET_OCCUPATIONS, offsetof(struct occupation, fields), true,
		    SHEET_FIELDS, offsetof(struct field_entry, occupations) },
		{ SHEET_TRIES, offsetof(struct try, field), false, SHEET_FIELDS,
		    offsetof(struct field_entry, tries) },
		{ SHEET_OCCUPATIONS, offsetof(struct occupation, majors), true,
		    SHEET_MAJORS, offsetof(struct major, occupations) },
		{ SHEET_MAJORS, offsetof(struct major, subjects), true,
		    SHEET_SUBJECTS, offsetof(struct subject, majors) },
	};
	size_t i;

	for (i = 0; i < sizeof turns / sizeof turns[0]; i++) {
		links_turn(loaded, &turns[i], false);
		links_room(loaded, &turns[i]);
		links_turn(loaded, &turns[i], true);
	}
}

static void
near_apply(struct catalog_loaded *loaded)
{
	const struct catalog_table *table = &loaded->tables[SHEET_RELATED];
	const struct catalog_near *rows = (const void *)table->rows;
	int i;

	for (i = 0; i < table->count; i++) {
		struct occupation *occupation = catalog_cell(
		    &loaded->tables[SHEET_OCCUPATIONS], rows[i].occupation, 0);

		occupation->near = rows[i].near;
	}
}

/* Which vectors are ranked, and where the field of a row stands. */
struct rank_row {
	enum catalog_sheet_id sheet;
	size_t letters;
	enum { GROUP_SELF, GROUP_LINK, GROUP_FIRST } group;
	size_t offset;
	size_t into;
};

static void
ranking_make(struct catalog_loaded *loaded, const struct rank_row *rank)
{
	const struct catalog_table *table = &loaded->tables[rank->sheet];
	struct ranking *ranking = (void *)((char *)&loaded->catalogue +
	    rank->into);
	size_t count = (size_t)table->count;
	double(*vectors)[LETTERS], (*weights)[LETTERS];
	int *groups, i;

	vectors = arena_array(loaded->arena, count, sizeof *vectors);
	weights = arena_array(loaded->arena, count, sizeof *weights);
	groups = arena_array(loaded->arena, count, sizeof *groups);
	for (i = 0; i < table->count; i++) {
		memcpy(vectors[i], catalog_cell(table, i, rank->letters),
		    sizeof *vectors);
		groups[i] = rank->group == GROUP_SELF
		    ? i
		    : row_links(
			  table, i, rank->offset, rank->group == GROUP_FIRST)
			  .list[0];
	}
	match_weights((const double(*)[LETTERS])vectors, table->count, weights);
	ranking->model = (struct match_model){ table->count, weights[0], NULL,
		TEMPERATURE };
	ranking->groups = groups;
}

static void
rankings_make(struct catalog_loaded *loaded)
{
	static const struct rank_row rows[] = {
		{ SHEET_FIELDS, offsetof(struct field_entry, letters),
		    GROUP_SELF, 0, offsetof(struct catalogue, rank_fields) },
		{ SHEET_MAJORS, offsetof(struct major, letters), GROUP_LINK,
		    offsetof(struct major, field),
		    offsetof(struct catalogue, rank_majors) },
		{ SHEET_OCCUPATIONS, offsetof(struct occupation, letters),
		    GROUP_FIRST, offsetof(struct occupation, fields),
		    offsetof(struct catalogue, rank_occupations) },
		{ SHEET_TRIES, offsetof(struct try, letters), GROUP_LINK,
		    offsetof(struct try, field),
		    offsetof(struct catalogue, rank_tries) },
		{ SHEET_HIGH_SCHOOLS, offsetof(struct high_school, letters),
		    GROUP_FIRST, offsetof(struct high_school, fields),
		    offsetof(struct catalogue, rank_high_schools) },
	};
	size_t i;

	for (i = 0; i < sizeof rows / sizeof rows[0]; i++)
		ranking_make(loaded, &rows[i]);
}

/* The whole */

static void
reading_end(void *with)
{
	struct catalog_loaded *loaded = with;

	csv_close(loaded->csv);
	loaded->csv = NULL;
	buffer_free(&loaded->bytes);
}

static void
catalog_finish(struct catalog_loaded *loaded, struct db *db)
{
	struct buffer *bytes = &loaded->bytes;

	links_turn_all(loaded);
	near_apply(loaded);
	if (db != NULL)
		onet_apply(db, loaded);
	rankings_make(loaded);
	buffer_text(bytes, loaded->state);
	sha256_hex(bytes->data, bytes->length, loaded->catalogue.version);
}

static struct catalog_loaded *
catalog_take(struct arena *arena, const char *folder, struct db *db)
{
	struct catalog_loaded *loaded = arena_alloc(arena, sizeof *loaded);
	struct catalog_table *fields = &loaded->tables[SHEET_FIELDS];

	loaded->arena = loaded->faults.arena = arena;
	loaded->catalogue.tables = loaded->tables;
	arena_defer(arena, reading_end, loaded);
	if (folder == NULL)
		folder = share_path(arena, "catalog");
	sheets_take(loaded, folder);
	banks_take(loaded, folder);
	if (fields->count > FIELDS_MOST)
		table_fault(loaded, fields, 1, "rows", "");
	if (loaded->faults.count == 0)
		catalog_finish(loaded, db);
	reading_end(loaded);
	return loaded;
}

struct catalog_loaded *
catalog_read(const char *folder, struct db *db)
{
	struct arena *arena = arena_new(CATALOG_MEMORY);

	if (arena == NULL)
		return NULL;
	if (ARENA_CATCH(arena))
		return catalog_take(arena, folder, db);
	log_event(LOG_ERROR, "catalog.memory", NULL);
	arena_free(arena);
	return NULL;
}

void
catalog_free(struct catalog_loaded *loaded)
{
	if (loaded != NULL)
		arena_free(loaded->arena);
}
