/* Bringing in a register: what its two files share. */
#ifndef GILJABI_SITES_IMPORT_H
#define GILJABI_SITES_IMPORT_H

#include "base/command.h"
#include "base/csv.h"
#include "sites/inside.h"

/* In the order of docs/operations.md: a site, its programme, an event of it. */
enum register_column {
	COLUMN_REGION,
	COLUMN_SITE,
	COLUMN_SITE_KIND,
	COLUMN_SITE_ABOUT,
	COLUMN_ADDRESS,
	COLUMN_LATITUDE,
	COLUMN_LONGITUDE,
	COLUMN_PHONE,
	COLUMN_STEP_FREE,
	COLUMN_CERTIFICATION,
	COLUMN_CERTIFIED_UNTIL,
	COLUMN_PROGRAMME,
	COLUMN_KIND,
	COLUMN_FIELD,
	COLUMN_ABOUT,
	COLUMN_GRADE_FROM,
	COLUMN_GRADE_TO,
	COLUMN_STANDARDS,
	COLUMN_MINUTES,
	COLUMN_COST,
	COLUMN_SAFETY,
	COLUMN_PUPILS_PER_ADULT,
	COLUMN_DATE,
	COLUMN_LAST_DATE,
	COLUMN_STARTS,
	COLUMN_ENDS,
	COLUMN_SEATS,
	COLUMN_LEAST,
	REGISTER_COLUMNS
};

struct register_cell {
	const char *text; /* as it stands; "" for none; of a choice its id */
	int64_t number; /* days of a date, minutes of a time of day */
	double real; /* NAN for none */
};
struct register_row {
	int64_t line;
	struct register_cell cells[REGISTER_COLUMNS];
};

/* The file being read; texts are the arena's. */
struct register_file {
	struct command_line *cl;
	struct arena *arena;
	const struct catalogue *catalogue;
	const char *path;
	struct csv *csv;
	int at[REGISTER_COLUMNS]; /* from 0; -1: not there */
	size_t width;
	int64_t errors;
};
/* False after complaints: no usable heading. */
bool register_head(struct register_file *file);
/* False at the end. A row in which something is wrong has line 0. */
bool register_next(struct register_file *file, struct register_row *row);
/* A line on standard error; counts it. The first 1,000 are shown. */
void register_complain(struct register_file *file, int64_t line, int column,
    const char *id, const char *value);
/* The column of a field as a check names it; -1: none. */
int register_column(const char *field);

#endif
