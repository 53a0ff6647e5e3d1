/*
 * Inside the room: how a file of catalog/ becomes rows. sheets.c says what each
 * file holds, column by column; load.c reads by it; check.c walks by it.
 */
#ifndef GILJABI_CATALOG_LOAD_H
#define GILJABI_CATALOG_LOAD_H

#include "base/csv.h"
#include "base/random.h"
#include "catalog/catalog.h"

/* The files in the order they are read: links lead to earlier ones. */
enum catalog_sheet_id {
	SHEET_FIELDS,
	SHEET_SUBJECTS,
	SHEET_MAJORS,
	SHEET_OCCUPATIONS,
	SHEET_RELATED,
	SHEET_TRIES,
	SHEET_HIGH_SCHOOLS,
	SHEET_STANDARDS,
	SHEET_REGIONS,
	SHEET_OFFICES,
	SHEET_REGION_OFFICES,
	SHEET_EXPERIENCES,
	SHEET_STRENGTHS,
	SHEET_PROMPTS,
	SHEET_GENDERED,
	SHEET_CORRELATION,
	SHEET_BANKS,
	SHEETS
};

enum cell {
	CELL_ID, /* const char *: unique, kebab-case */
	CELL_CODE, /* const char *: unique */
	CELL_TEXT, /* const char * */
	CELL_DATE, /* const char *: 2026-03-02 */
	CELL_WHOLE, /* int within least and most */
	CELL_REAL, /* double within least and most */
	CELL_CHOICE, /* int: place in choices */
	CELL_FLAG, /* bool: place in choices */
	CELL_LINK, /* int: row of the sheet meant */
	CELL_LINKS /* struct links: rows of the sheet meant */
};

struct catalog_column {
	const char *name;
	enum cell kind;
	size_t offset; /* where the value goes within the row */
	double least, most;
	const char *const *choices; /* ends with NULL */
	enum catalog_sheet_id sheet;
	bool optional; /* may be empty: text "", else `otherwise` */
	int otherwise;
};

struct catalog_sheet {
	const char *file;
	const struct catalog_column *columns; /* ends with a row of zeros */
	size_t row_size;
	size_t list, count; /* where in struct catalogue; 0: nowhere */
};

extern const struct catalog_sheet catalog_sheets[SHEETS];
extern const struct catalog_sheet catalog_items; /* of each bank */

struct catalog_item {
	struct item item;
	double slope;
	double thresholds[INTEREST_CATEGORIES - 1];
};
struct catalog_gendered {
	int lang;
	const char *word, *reason;
};

/* A letter's row of the traits' correlation. */
struct catalog_correlation {
	int letter;
	double with[LETTERS];
};

struct catalog_near {
	int occupation;
	struct links near; /* nearest first */
	bool from_onet; /* reckoned with O*NET's figures */
};

/* A file that was read. */
struct catalog_table {
	const struct catalog_sheet *sheet;
	const char *file;
	char *rows;
	int count;
	int64_t *lines; /* where each row stands in the file */
	const char **keys; /* the id of each row, "" without one */
	int *slots; /* hash of the keys: row + 1, 0 free */
	size_t mask;
};
/* Where a column's value of a row stands. */
static inline void *
catalog_cell(const struct catalog_table *table, int row, size_t offset)
{
	return table->rows + (size_t)row * table->sheet->row_size + offset;
}
/* Row by id, -1 when there is none. */
int
catalog_find(const struct catalog_table *table, const char *key, size_t length);

/* What is wrong with the files, in the order found. */
struct catalog_fault {
	const char *file;
	int64_t line;
	const char *column; /* or NULL */
	const char *problem; /* message id "catalog.fault.<problem>" */
	const char *value; /* what stands there, or "" */
	struct catalog_fault *next;
};
struct catalog_faults {
	struct arena *arena;
	struct catalog_fault *first, *last;
	int count;
};
void
catalog_fault(struct catalog_faults *faults, const struct catalog_fault *fault);

/* The catalogue with what it was made of. Everything lies in its arena. */
struct catalog_loaded {
	struct arena *arena;
	struct catalogue catalogue;
	struct catalog_table tables[SHEETS];
	struct catalog_table *items; /* one a bank */
	struct catalog_faults faults;
	char state[HASH_HEX]; /* catalog_state.version, "" for none */
	/* While it is being read: */
	struct buffer bytes; /* of all files so far */
	struct csv *csv;
};

/*
 * Reads the folder, NULL for the shared one, and O*NET's figures from db unless
 * it is NULL. A catalogue with faults is not finished and only good for telling
 * them. NULL when memory is used up. Its arena takes nothing more; catalog_free
 * frees it.
 */
struct catalog_loaded *catalog_read(const char *folder, struct db *db);
void catalog_free(struct catalog_loaded *loaded);

/* Looks at what the files say, once they can be read. */
void catalog_check(
    const struct catalog_loaded *loaded, struct catalog_faults *faults);

/* The first of the strongest letters. */
int catalog_letter(const double letters[static LETTERS]);

/* catalog_hold at a time of the monotonic clock, in nanoseconds. */
const struct catalogue *
catalog_hold_at(struct db *db, struct arena *arena, int64_t ticks);

#endif
