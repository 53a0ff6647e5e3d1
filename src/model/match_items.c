/*
 * Finding the items: from a bank, from a file of scales, or by their answers.
 */
#include "model/match_items.h"

#include <string.h>

#include "base/csv.h"
#include "base/text.h"
#include "model/bank_file.h"
#include "model/calibrated.h"

static const char letter_signs[] = "RIASEC";

/* "R", or "R12": a letter, here with a number behind it. */
static int
letter_of(const char *name, bool number)
{
	const char *at = name[0] != '\0' ? strchr(letter_signs, name[0]) : NULL;

	if (at == NULL || (name[1] != '\0') != number ||
	    strspn(name + 1, "0123456789") != strlen(name + 1))
		return -1;
	return (int)(at - letter_signs);
}

static bool
item_add(struct command_line *cl, struct match_items *items, const char *name,
    int scale)
{
	if (items->count == FEATURES_ITEMS) {
		complain(cl, "match.items.many", NULL);
		return false;
	}
	items->names[items->count] = arena_text(command_arena(cl), name);
	items->scale[items->count++] = scale;
	return true;
}

static bool
items_of_bank(struct command_line *cl, struct match_items *items)
{
	struct bank_file *bank = arena_alloc(command_arena(cl), sizeof *bank);
	bool added = bank_file_read(cl, option_text(cl, "bank"), bank);

	for (int i = 0; added && i < bank->bank.count; i++)
		added = item_add(cl, items, bank->ids[i],
		    letter_of(
			bank->scale_names[bank->bank.items[i].scale], false));
	return added;
}

static bool
items_of_scales(struct command_line *cl, struct match_items *items)
{
	struct scales_file *scales = arena_alloc(
	    command_arena(cl), sizeof *scales);
	bool added = scales_file_read(cl, option_text(cl, "scales"), scales);

	for (int i = 0; added && i < scales->items; i++)
		added = item_add(cl, items, scales->item_names[i],
		    letter_of(scales->scale_names[scales->scale[i]], false));
	return added;
}

/* By their answers */

struct columns {
	size_t count;
	const char *names[CSV_COLUMNS];
	bool wrong[CSV_COLUMNS], answered[CSV_COLUMNS];
};

static bool
name_among(const char *name, const char *const *names)
{
	for (; *names != NULL; names++)
		if (text_is(*names, name))
			return true;
	return false;
}

static void
head_take(struct arena *arena, struct csv *csv, const char *const *others,
    struct columns *columns)
{
	static const char *const never[] = { "person", "id", "age", NULL };

	columns->count = csv_count(csv);
	for (size_t c = 0; c < columns->count; c++) {
		columns->names[c] = arena_text(arena, csv_field(csv, c));
		columns->wrong[c] = columns->names[c][0] == '\0' ||
		    name_among(columns->names[c], others) ||
		    name_among(columns->names[c], never);
	}
}

static void
row_look(const struct csv *csv, struct columns *columns)
{
	for (size_t c = 0; c < columns->count; c++) {
		const char *text = csv_field(csv, c);

		if (text[0] == '\0' || columns->wrong[c])
			continue;
		columns->wrong[c] = text[0] < '1' || text[0] > '5' ||
		    text[1] != '\0';
		columns->answered[c] = true;
	}
}

/* Broken rows are told by whoever reads the answers afterwards. */
static bool
columns_look(struct command_line *cl, const char *path,
    const char *const *others, struct columns *columns)
{
	struct csv *csv = csv_open_file(path, ',');
	enum csv_result result;

	if (csv == NULL || csv_next(csv) != CSV_ROW) {
		complain(cl, csv == NULL ? "model.file.read" : "match.head",
		    (const struct word[]){ { "file", path }, { 0 } });
		csv_close(csv);
		return false;
	}
	head_take(command_arena(cl), csv, others, columns);
	while ((result = csv_next(csv)) == CSV_ROW || result == CSV_BAD)
		if (result == CSV_ROW)
			row_look(csv, columns);
	csv_close(csv);
	return true;
}

static bool
items_of_answers(struct command_line *cl, const char *path,
    const char *const *others, struct match_items *items)
{
	struct columns *columns = arena_alloc(
	    command_arena(cl), sizeof *columns);
	bool added = columns_look(cl, path, others, columns);

	for (size_t c = 0; added && c < columns->count; c++)
		if (!columns->wrong[c] && columns->answered[c])
			added = item_add(cl, items, columns->names[c],
			    letter_of(columns->names[c], true));
	if (added && items->count == 0) {
		complain(cl, "match.items.none",
		    (const struct word[]){ { "file", path }, { 0 } });
		return false;
	}
	return added;
}

bool
match_items_find(struct command_line *cl, const char *path,
    const char *const *others, struct match_items *items)
{
	memset(items, 0, sizeof *items);
	if (option_given(cl, "bank"))
		return items_of_bank(cl, items);
	if (option_given(cl, "scales"))
		return items_of_scales(cl, items);
	return items_of_answers(cl, path, others, items);
}
