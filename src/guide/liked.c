/*
 * Which fields of the catalogue stand among a pupil's newest suggestions, for
 * other rooms that say "you could like this". Computed anew: a profile and its
 * ranking take well under a millisecond.
 */
#include "base/text.h"
#include "guide/guide.h"
#include "guide/sheet.h"
#include "guide/suggest.h"

static int
row_of_major(const struct catalogue *catalogue, const char *id)
{
	int row = catalog_major(catalogue, id);

	return row < 0 ? -1 : catalogue->majors[row].field;
}

static int
row_of_try(const struct catalogue *catalogue, const char *id)
{
	for (int i = 0; i < catalogue->try_count; i++)
		if (text_is(catalogue->tries[i].id, id))
			return catalogue->tries[i].field;
	return -1;
}

/* The field that a suggestion is of; -1: of none. */
static int
field_of(
    const struct catalogue *catalogue, enum list_kind kind, const char *thing)
{
	switch (kind) {
	case LIST_TRIES: return row_of_try(catalogue, thing);
	case LIST_FIELDS: return catalog_field(catalogue, thing);
	case LIST_MAJORS: return row_of_major(catalogue, thing);
	default: return -1;
	}
}

static int
field_add(const char *fields[static LIKED_FIELDS], int count, const char *id)
{
	for (int i = 0; i < count; i++)
		if (text_is(fields[i], id))
			return count;
	if (count < LIKED_FIELDS)
		fields[count++] = id;
	return count;
}

int
liked_fields(struct db *db, struct arena *arena,
    const struct catalogue *catalogue, const struct pupil *pupil,
    const char *fields[static LIKED_FIELDS])
{
	struct suggestion_input input;
	struct suggested suggested;
	struct sheet sheet;
	int count = 0;

	if (!pupil->ai || !sheet_finished(db, arena, pupil->id, 0, &sheet) ||
	    !sheet_input(db, arena, catalogue, &sheet, true, &input))
		return 0;
	suggest(arena, &input, &suggested);
	for (int l = 0; l < suggested.count; l++) {
		const struct suggestion_list *list = &suggested.lists[l];

		for (int i = 0; i < list->count; i++) {
			int field = field_of(
			    catalogue, list->kind, list->items[i].thing);

			if (field >= 0)
				count = field_add(
				    fields, count, catalogue->fields[field].id);
		}
	}
	return count;
}
