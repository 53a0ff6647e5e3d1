/* The catalogue for other rooms: rows by id, stages, letters, banks. */
#include "catalog/catalog.h"

#include <string.h>

#include "base/text.h"
#include "catalog/load.h"

const char *const letter_names[LETTERS] = { "R", "I", "A", "S", "E", "C" };

enum stage
stage_of_grade(int64_t grade)
{
	return grade <= 6 ? STAGE_ELEMENTARY
	    : grade <= 9  ? STAGE_MIDDLE
			  : STAGE_HIGH;
}

const char *
stage_name(enum stage stage)
{
	static const char *const names[STAGES] = {
		[STAGE_ELEMENTARY] = "elementary",
		[STAGE_MIDDLE] = "middle",
		[STAGE_HIGH] = "high",
	};

	return names[stage];
}

struct links
catalog_near(const struct occupation *occupation)
{
	return occupation->related.count > 0 ? occupation->related
					     : occupation->near;
}

static int
row_by_id(const struct catalogue *catalogue, enum catalog_sheet_id sheet,
    const char *id)
{
	return id ? catalog_find(&catalogue->tables[sheet], id, strlen(id))
		  : -1;
}

int
catalog_field(const struct catalogue *catalogue, const char *id)
{
	return row_by_id(catalogue, SHEET_FIELDS, id);
}

int
catalog_major(const struct catalogue *catalogue, const char *id)
{
	return row_by_id(catalogue, SHEET_MAJORS, id);
}

int
catalog_occupation(const struct catalogue *catalogue, const char *id)
{
	return row_by_id(catalogue, SHEET_OCCUPATIONS, id);
}

const struct bank_entry *
catalog_bank(const struct catalogue *catalogue, const char *id)
{
	int row = row_by_id(catalogue, SHEET_BANKS, id);

	return row < 0 ? NULL : &catalogue->banks[row];
}

/* The last row of a name is its newest version. */
const struct bank_entry *
catalog_bank_for(const struct catalogue *catalogue, enum stage stage)
{
	static const char *const names[STAGES] = {
		[STAGE_ELEMENTARY] = "elementary",
		[STAGE_MIDDLE] = "middle",
		[STAGE_HIGH] = "middle",
	};
	int row;

	for (row = catalogue->bank_count - 1; row >= 0; row--)
		if (text_is(catalogue->banks[row].name, names[stage]))
			return &catalogue->banks[row];
	return NULL;
}

int
catalog_letter(const double letters[static LETTERS])
{
	int letter, highest = 0;

	for (letter = 1; letter < LETTERS; letter++)
		if (letters[letter] > letters[highest])
			highest = letter;
	return highest;
}
