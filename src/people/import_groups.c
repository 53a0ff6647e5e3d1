/*
 * giljabi import groups: which pupils belong to a group that a round may keep
 * seats for. A line a pupil and group; the groups of each pupil in the file are
 * replaced, those of others stay. They go into the vault and nowhere else: what
 * is told are counts, and a mistake never repeats who or which.
 */
#include "base/text.h"
#include "people/import.h"

enum group_column { GROUP_PUPIL, GROUP_NAME };

struct member {
	int64_t id; /* of the pupil */
	unsigned groups;
};
struct groups {
	struct import *import;
	struct table table;
	struct texts texts;
	struct ids pupils; /* by the roster's id */
	struct member *members;
	size_t room;
};

/* What is wrong is told without repeating it. */
static bool
cell_group(struct table *table, size_t column, struct cell *cell)
{
	for (; group_names[cell->number] != NULL; cell->number++)
		if (text_is(group_names[cell->number], cell->text))
			return true;
	table_complain(table, column, "import.error.group");
	return false;
}

static const struct column group_columns[] = {
	[GROUP_PUPIL] = { "pupil", COLUMN_FILLED, cell_id },
	[GROUP_NAME] = { "group", COLUMN_FILLED, cell_group },
	{ 0 },
};

/* Reading */

static void
group_row(struct groups *groups, struct db *db)
{
	struct table *table = &groups->table;
	const char *source = table->cells[GROUP_PUPIL].text;
	uint32_t index;

	if (!table->good)
		return;
	if (ids_add(&groups->pupils, source, &index)) {
		groups->members = array_room(groups->import->arena,
		    groups->members, index, &groups->room,
		    sizeof *groups->members);
		groups->members[index] = (struct member){ db_int(db,
		    "SELECT id FROM pupil WHERE source = ?", ARGS(TEXT(source)),
		    0) };
	}
	if (groups->members[index].id == 0)
		table_complain(table, GROUP_PUPIL, "import.error.no_pupil");
	groups->members[index].groups |= 1u << table->cells[GROUP_NAME].number;
}

static void
file_release(void *with)
{
	csv_close(*(struct csv **)with);
}

static void
groups_read(struct groups *groups)
{
	struct import *import = groups->import;
	struct csv **csv = arena_alloc(import->arena, sizeof *csv);
	struct table *table = &groups->table;
	struct db **db;

	arena_defer(import->arena, file_release, csv);
	*csv = csv_open_file(import->order->path, ',');
	if (*csv == NULL)
		import_fail(import, "import.error.file");
	db = import_read(import);
	table_begin(table, import, import->order->file_name, group_columns);
	table->csv = *csv;
	if (table_head(table))
		while (table_next(table))
			group_row(groups, *db);
	import_read_end(import, db);
}

/* Writing. Allocates nothing, so that it always returns. */

static void
groups_count(struct groups *groups, struct db *db, bool writing)
{
	struct import_counts *counts = &groups->import->report->pupils;
	size_t i;

	*counts = (struct import_counts){ 0 };
	for (i = 0; i < groups->pupils.count && db_ok(db); i++) {
		const struct member *member = &groups->members[i];

		if (vault_groups(db, member->id) == member->groups) {
			counts->same++;
			continue;
		}
		counts->changed++;
		if (writing)
			vault_groups_set(db, member->id, member->groups);
	}
}

static bool
groups_work(struct db *db, void *with)
{
	struct groups *groups = with;

	groups_count(groups, db, true);
	import_enter(
	    groups->import, db, groups->import->report->pupils.changed > 0);
	return db_ok(db);
}

bool
groups_import(struct import *import)
{
	struct groups *groups = arena_alloc(import->arena, sizeof *groups);
	struct db **db;

	groups->import = import;
	texts_begin(&groups->texts, import->arena);
	ids_begin(&groups->pupils, &groups->texts);
	array_own(import->arena, &groups->members);
	groups_read(groups);
	if (import->report->error_count > 0)
		return false;
	if (import->order->dry) {
		db = import_read(import);
		groups_count(groups, *db, false);
		import_read_end(import, db);
	} else if (store_write(import->store, groups_work, groups) !=
	    WRITE_DONE)
		import_fail(import, "import.error.database");
	return true;
}
