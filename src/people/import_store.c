/*
 * The roster against the store. Everything happens in one transaction, which
 * may run twice: first who and what is there already is found, then only what
 * differs is written. A dry run does the first half in a read snapshot.
 */
#include <string.h>

#include "base/text.h"
#include "ledger/ledger.h"
#include "people/import.h"

#define MERGE_MEMORY ((size_t)1 << 30)

bool
merge_goes_on(struct merge *merge)
{
	struct progress *progress = merge->import->order->progress;

	if (progress != NULL && atomic_load(&progress->cancel))
		merge->cancelled = true;
	return !merge->cancelled && db_ok(merge->db);
}

uint32_t *
order_by(struct arena *arena, size_t count, size_t keys,
    uint32_t (*key)(const struct roster *roster, uint32_t index),
    const struct roster *roster, uint32_t **starts)
{
	uint32_t *order = arena_array(arena, count, sizeof *order);
	uint32_t *ends = arena_array(arena, keys + 2, sizeof *ends);
	uint32_t i, at;

	for (i = 0; i < count; i++)
		if ((at = key(roster, i)) != NO_INDEX)
			ends[at + 2]++;
	for (i = 2; i < keys + 2; i++)
		ends[i] += ends[i - 1];
	for (i = 0; i < count; i++)
		if ((at = key(roster, i)) != NO_INDEX)
			order[ends[at + 1]++] = i;
	*starts = ends;
	return order;
}

/* Classes */

static uint32_t
school_of_class(const struct roster *roster, uint32_t index)
{
	return class_counts(&roster->classes[index])
	    ? roster->classes[index].school
	    : NO_INDEX;
}

static const char *
class_source(const struct roster *roster, uint32_t index)
{
	return roster->is_oneroster ? id_at(&roster->class_ids, index) : NULL;
}

/*
 * A row of the store is the file's class when it has its id and year; else,
 * where one of the two has no id, by year, grade and name.
 */
static bool
class_fits(const struct roster *roster, uint32_t index, const struct rows *rows)
{
	const struct roster_class *class = &roster->classes[index];
	const char *source = class_source(roster, index);
	const char *there = rows_text(rows, 1);

	if (class->id != 0 || class->year != rows_int(rows, 2))
		return false;
	if (source != NULL && there != NULL)
		return text_is(source, there);
	return class->grade == rows_int(rows, 3) &&
	    text_is(id_at(&roster->names, class->name), rows_text(rows, 4));
}

static void
class_compare(struct merge *merge, uint32_t index, const struct rows *rows)
{
	const struct roster *roster = merge->roster;
	struct roster_class *class = &roster->classes[index];
	bool same = class->grade == rows_int(rows, 3) &&
	    text_is(id_at(&roster->names, class->name), rows_text(rows, 4)) &&
	    roster->schools[class->school].region == rows_id(rows, 5) &&
	    (class_source(roster, index) == NULL || !rows_null(rows, 1));

	class->id = rows_id(rows, 0);
	class->fate = same ? FATE_SAME : FATE_CHANGED;
}

static void
school_classes_match(struct merge *merge, uint32_t school)
{
	struct rows rows = db_ask(merge->db,
	    "SELECT id, source, year, grade, "
	    "name, region FROM class WHERE school = ? ORDER BY id",
	    ARGS(ID(merge->roster->schools[school].id)));
	uint32_t i;

	while (rows_next(&rows))
		for (i = merge->class_starts[school];
		     i < merge->class_starts[school + 1]; i++)
			if (class_fits(
				merge->roster, merge->class_order[i], &rows)) {
				class_compare(
				    merge, merge->class_order[i], &rows);
				break;
			}
}

static void
classes_count(struct merge *merge)
{
	struct import_counts *counts = &merge->import->report->classes;
	size_t i, end = merge->class_starts[merge->roster->school_ids.count];

	for (i = 0; i < end; i++) {
		uint8_t fate =
		    merge->roster->classes[merge->class_order[i]].fate;

		counts->added += fate == FATE_NEW;
		counts->changed += fate == FATE_CHANGED;
		counts->same += fate == FATE_SAME;
	}
}

static void
classes_match(struct merge *merge)
{
	const struct roster *roster = merge->roster;
	uint32_t school;

	merge->class_order = order_by(merge->arena, roster->class_ids.count,
	    roster->school_ids.count, school_of_class, roster,
	    &merge->class_starts);
	for (school = 0;
	     school < roster->school_ids.count && merge_goes_on(merge);
	     school++)
		if (merge->class_starts[school] <
		    merge->class_starts[school + 1])
			school_classes_match(merge, school);
	classes_count(merge);
}

static void
class_insert(struct merge *merge, uint32_t index)
{
	const struct roster *roster = merge->roster;
	struct roster_class *class = &roster->classes[index];
	const struct roster_school *school = &roster->schools[class->school];
	const char *source = class_source(roster, index);

	/*
	 * The id may stand at a class of another year: some systems give it
	 * again each March. The old class stays, without it.
	 */
	if (source != NULL)
		db_do(merge->db,
		    "UPDATE class SET source = NULL "
		    "WHERE source = ?",
		    ARGS(TEXT(source)));
	class->id = class_add(merge->db,
	    &(struct class_new){ .region = school->region,
		.school = school->id,
		.year = class->year,
		.grade = class->grade,
		.source = source,
		.name = id_at(&roster->names, class->name) });
}

static void
class_update(struct merge *merge, uint32_t index)
{
	const struct roster *roster = merge->roster;
	const struct roster_class *class = &roster->classes[index];

	db_do(merge->db,
	    "UPDATE class SET region = ?, source = "
	    "COALESCE(?, source), grade = ?, name = ? WHERE id = ?",
	    ARGS(ID(roster->schools[class->school].region),
		TEXT(class_source(roster, index)), INT(class->grade),
		TEXT(id_at(&roster->names, class->name)), ID(class->id)));
}

static void
classes_write(struct merge *merge)
{
	size_t i, end = merge->class_starts[merge->roster->school_ids.count];

	for (i = 0; i < end && merge_goes_on(merge); i++) {
		uint32_t index = merge->class_order[i];

		if (merge->roster->classes[index].fate == FATE_NEW)
			class_insert(merge, index);
		else if (merge->roster->classes[index].fate == FATE_CHANGED)
			class_update(merge, index);
	}
}

/* What goes with the writing */

static void
counts_enter(
    struct writer *writer, const char *name, const struct import_counts *counts)
{
	put_object(writer, name);
	put_int(writer, "added", counts->added);
	put_int(writer, "changed", counts->changed);
	put_int(writer, "left", counts->left);
	put_int(writer, "moved", counts->moved);
	put_object_end(writer);
}

static bool
counts_change(const struct import_counts *counts)
{
	return counts->added + counts->changed + counts->left + counts->moved >
	    0;
}

static void
change_enter(struct import *import, struct db *db)
{
	const struct import_report *report = import->report;
	static const char *const kinds[] = { [IMPORT_ROSTER] = "roster",
		[IMPORT_SCHOOLS] = "schools",
		[IMPORT_GROUPS] = "groups" };
	enum import_kind kind = import->order->kind;
	struct buffer detail = { 0 };
	struct writer writer = { .out = &detail };

	put_object(&writer, NULL);
	put_text(&writer, "kind", kinds[kind]);
	put_text(&writer, "hash", report->hash);
	if (kind == IMPORT_SCHOOLS)
		counts_enter(&writer, "schools", &report->schools);
	if (kind == IMPORT_ROSTER) {
		counts_enter(&writer, "classes", &report->classes);
		counts_enter(&writer, "staff", &report->staff);
	}
	if (kind != IMPORT_SCHOOLS)
		counts_enter(&writer, "pupils", &report->pupils);
	put_object_end(&writer);
	if (detail.failed)
		db_fail(db);
	else
		ledger_add(db, import->now,
		    &(struct ledger_entry){ .kind = "import.done",
			.actor = import->order->actor,
			.detail = detail.data });
	buffer_free(&detail);
}

static void
end_enter(struct import *import, struct db *db)
{
	struct buffer text = { 0 };
	struct writer writer = { .out = &text };

	report_write(&writer, import->report);
	if (text.failed)
		db_fail(db);
	else
		db_do(db,
		    "UPDATE import SET state = 'done', report = ?, "
		    "file_hash = ?, finished = ? WHERE id = ?",
		    ARGS(TEXT(text.data), TEXT(import->report->hash),
			INT(clock_now()), ID(import->order->row)));
	buffer_free(&text);
}

void
import_enter(struct import *import, struct db *db, bool changed)
{
	if (changed)
		change_enter(import, db);
	if (import->order->row != 0)
		end_enter(import, db);
}

/* One run */

/* What an earlier run of the same transaction has left. */
static void
merge_reset(struct merge *merge)
{
	struct import_report *report = merge->import->report;
	struct roster *roster = merge->roster;
	size_t i;

	report->schools = report->classes = report->staff = report->pupils =
	    (struct import_counts){ 0 };
	report->error_count = 0;
	merge->cancelled = merge->memory = false;
	merge->leavers = NULL;
	for (i = 0; i < roster->class_ids.count; i++) {
		roster->classes[i].id = 0;
		roster->classes[i].fate = FATE_NEW;
	}
	for (i = 0; i < roster->person_ids.count; i++) {
		roster->people[i].id = 0;
		roster->people[i].fate = FATE_NEW;
		roster->people[i].met = false;
		if (roster->is_oneroster)
			roster->people[i].number = 0;
	}
	for (i = 0; i < roster->post_count; i++)
		roster->posts[i].there = false;
	for (i = 0; i < roster->school_ids.count; i++)
		report->schools.same += roster->schools[i].covered;
}

static bool
merge_run(struct merge *merge)
{
	const struct import *import = merge->import;
	const struct import_report *report = import->report;

	merge_reset(merge);
	classes_match(merge);
	if (!pupils_match(merge))
		return false;
	if (!import->order->dry) {
		classes_write(merge);
		pupils_write(merge);
	}
	staff_merge(merge);
	if (!import->order->dry)
		import_enter(merge->import, merge->db,
		    counts_change(&report->classes) ||
			counts_change(&report->staff) ||
			counts_change(&report->pupils));
	return merge_goes_on(merge);
}

static bool
merge_try(struct merge *merge)
{
	if (ARENA_CATCH(merge->arena) &&
	    ARENA_CATCH(merge->import->report->arena))
		return merge_run(merge);
	merge->memory = true;
	return false;
}

/* Nothing may leave the transaction but by its end. */
static bool
merge_work(struct db *db, void *with)
{
	struct merge *merge = with;
	bool done = false;

	merge->db = db;
	merge->arena = arena_new(MERGE_MEMORY);
	merge->memory = merge->arena == NULL;
	if (merge->arena != NULL)
		done = merge_try(merge);
	arena_free(merge->arena);
	return done;
}

static bool
merge_dry(struct merge *merge)
{
	struct db *db = store_read(merge->import->store);
	bool done;

	if (db == NULL)
		return false;
	done = merge_work(db, merge);
	return store_read_end(db) && done;
}

static bool
merge_store(struct merge *merge)
{
	if (merge->import->order->dry)
		return merge_dry(merge);
	return store_write(merge->import->store, merge_work, merge) ==
	    WRITE_DONE;
}

static const char *
merge_failure(const struct merge *merge)
{
	return merge->cancelled ? "import.error.cancelled"
	    : merge->memory     ? "import.error.memory"
				: "import.error.database";
}

/* The caller's catch point is put back: the work's went with its frame. */
bool
roster_merge(struct import *import)
{
	struct import_report *report = import->report;
	struct merge merge = { .import = import, .roster = &import->roster };
	jmp_buf outer;
	bool done;

	memcpy(&outer, arena_catch(report->arena), sizeof outer);
	progress_step(import->order->progress, "import.step.comparing", 0);
	done = merge_store(&merge);
	memcpy(arena_catch(report->arena), &outer, sizeof outer);
	if (!done && report->error_count == 0)
		report->failure = merge_failure(&merge);
	return done;
}
