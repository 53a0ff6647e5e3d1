/* OneRoster's files and what their rows leave behind while they are read. */
#ifndef GILJABI_PEOPLE_IMPORT_ROWS_H
#define GILJABI_PEOPLE_IMPORT_ROWS_H

#include "people/import.h"

/* In the order they are read: what is referred to comes first. */
enum part {
	PART_ORGS,
	PART_SESSIONS,
	PART_COURSES,
	PART_CLASSES,
	PART_USERS,
	PART_ROLES,
	PART_DEMOGRAPHICS,
	PART_ENROLLMENTS,
	PARTS
};

struct org {
	uint32_t school; /* of the roster; NO_INDEX: none, or not known */
	bool is_school;
	bool bad; /* something is wrong with its row */
	bool gone;
};

/* A reference to a row further down in its own file. */
struct pending {
	uint32_t id; /* text */
	uint32_t line;
	uint32_t column;
};

struct oneroster {
	struct import *import;
	struct roster *roster;
	bool old; /* 1.1: users carry their role */
	struct table tables[PARTS];
	/*
	 * Some of its rows are not known: what is not found in it may be in
	 * those.
	 */
	bool torn[PARTS];
	struct ids *ids[PARTS]; /* NULL: nothing refers to it */
	struct ids org_ids, session_ids, course_ids;
	struct marks marks; /* ids of rows nothing refers to */
	struct org *orgs;
	size_t org_room;
	int16_t *years; /* school year of each session */
	size_t year_room;
	struct pending *pending; /* of the file being read */
	size_t pending_count, pending_room;
	bool homes; /* there is a class of its own */
};

/* How a file is read, by version. */
struct part_rule {
	const char *file; /* "orgs.csv" */
	const char *property; /* "file.orgs" */
	const struct column *columns, *old_columns;
	void (*row)(struct table *table);
	bool needed, old_needed;
};
extern const struct part_rule part_rules[PARTS];
/* What is said of an id that is not in the file it should be in. */
extern const char *const unknown_ids[PARTS];

/* What only shows when all files are read. */
void people_finish(struct oneroster *oneroster);

#endif
