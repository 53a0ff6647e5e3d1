/*
 * Bringing in school lists and rosters: what its files share. No other room
 * includes it.
 *
 *	import_report.c     what was found: errors by line, counts; as JSON
 *	import_ids.c        many short texts and what is known by them, packed
 *	import_table.c      rows of a CSV or a sheet, checked cell by cell
 *	import_roster.c     a roster in memory, whatever it came in; the way of
 *	                    one import from the file to the store
 *	import_oneroster.c  OneRoster: the archive, its files, their order
 *	import_rows.c       … their rows (import_rows.h)
 *	import_xlsx.c       Excel with Korean headings; the empty template
 *	import_store.c      the roster against the store, in one transaction:
 *	import_pupils.c     … pupils      import_staff.c  … teachers
 *	import_schools.c    the public list of schools
 *	import_groups.c     who is in which group, into the vault
 *	import_jobs.c       imports in the background
 *	import_routes.c     their doors
 *	import_commands.c   giljabi import schools, roster, groups
 *
 * The way of an import: the file is read whole and every row is checked; only
 * when nothing is wrong it meets the store, in one transaction, in which only
 * what differs is written. A dry run goes the same way in a read snapshot.
 */
#ifndef GILJABI_PEOPLE_IMPORT_H
#define GILJABI_PEOPLE_IMPORT_H

#include "base/clock.h"
#include "base/command.h"
#include "base/csv.h"
#include "people/people.h"

enum import_kind { IMPORT_ROSTER, IMPORT_SCHOOLS, IMPORT_GROUPS };

struct import_order {
	enum import_kind kind;
	const char *path;
	const char *file_name; /* as errors name it */
	const struct actor *actor; /* who brings it; NULL: the system */
	bool dry;
	struct progress *progress;
	/* The row of the table import that is told of its end, or 0. */
	int64_t row;
};
/* False: refused or failed; the report tells. */
bool import_run(struct store *store, const struct import_order *order,
    struct import_report *report);

/* import_commands.c */

extern const struct option_row import_options[];
int import_roster_run(struct command_line *cl);
int import_schools_run(struct command_line *cl);
int import_groups_run(struct command_line *cl);

/* import_report.c */

enum { ERRORS_KEPT = 1000, ERROR_VALUE = 100 };

/* column from 1, 0: the whole line; texts are copied. */
void report_error(struct import_report *report, const char *file, int64_t line,
    int64_t column, const char *column_name, const char *id, const char *value);
/* By file, line and column. */
void report_sort(struct import_report *report);
/* What is wrong and what to do; the arena's. */
const char *error_text(
    struct arena *arena, enum lang lang, const struct import_error *error);
/* Counts and errors with their ids; report_read of the same text gives them. */
void report_write(struct writer *writer, const struct import_report *report);
bool report_read(
    struct arena *arena, const char *json, struct import_report *report);
/* Members of an open object, for a page: words in place of ids. */
void report_tell(struct arena *arena, enum lang lang, struct writer *writer,
    const struct import_report *report);

/* import_ids.c */

#define NO_INDEX UINT32_MAX

/* The array whose address stands at `owner` goes with the arena. */
void array_own(struct arena *arena, void *owner);
/*
 * Room for one more: answers the array, perhaps in a new place. Gives the task
 * of the arena up when there is no memory or no end to it.
 */
void *array_room(
    struct arena *arena, void *items, size_t count, size_t *room, size_t size);

/* Texts of at most TEXT_MOST bytes, known by a number; 0 is no text. */
enum { TEXT_MOST = 1024 };
struct texts {
	struct arena *arena;
	char **chunks;
	size_t count, room, used;
	unsigned char key[16]; /* of the hash, by chance */
};
void texts_begin(struct texts *texts, struct arena *arena);
uint32_t text_keep(struct texts *texts, const char *text);
const char *text_at(const struct texts *texts, uint32_t text); /* 0: NULL */

/* What is known by a text, numbered from 0 in the order it came. */
struct ids {
	struct texts *texts;
	uint32_t *keys;
	size_t count, room;
	struct id_slot *slots;
	size_t slot_count;
};
void ids_begin(struct ids *ids, struct texts *texts);
void ids_end(struct ids *ids); /* gives its memory back early */
uint32_t ids_find(const struct ids *ids, const char *id); /* NO_INDEX */
/* False when it is known already; index is then the first one's. */
bool ids_add(struct ids *ids, const char *id, uint32_t *index);
/* A number without a text. */
uint32_t ids_add_nameless(struct ids *ids);
const char *id_at(const struct ids *ids, uint32_t index);

/*
 * Texts that only have to differ, eight bytes each: by a keyed hash of 64 bits,
 * so that of two million different ones two are taken for the same with a
 * chance of one in nine million.
 */
struct marks {
	struct texts *texts;
	uint64_t *slots;
	size_t count, slot_count;
};
void marks_begin(struct marks *marks, struct texts *texts);
void marks_end(struct marks *marks);
bool marks_add(struct marks *marks, const char *text); /* false: was there */

/* import_table.c */

struct import;
struct table;

enum { TABLE_COLUMNS = 16, CELL_TRIM = 256 };

struct cell {
	const char *text; /* "" when empty; until the next row */
	int64_t number; /* what the check made of it */
	uint32_t index; /* what a reference leads to, or NO_INDEX */
	bool filled; /* there, and right */
	bool unknown; /* there, but unreadable or wrong */
	char trimmed[CELL_TRIM];
};
enum column_need {
	COLUMN_MAY_LACK,
	COLUMN_HEADED, /* the heading has to be there */
	COLUMN_FILLED /* and no cell may be empty */
};
struct column {
	const char *name;
	enum column_need need;
	/* Of a text that is not empty. Complains itself and answers false. */
	bool (*check)(struct table *table, size_t column, struct cell *cell);
	int64_t min, max;
	const char *const *choices; /* ends with NULL */
	int to; /* of a reference: where, as the reader counts */
};
struct table {
	struct import *import;
	const char *file;
	const struct column *columns;
	size_t count;
	void *with; /* the reader's own */
	struct csv *csv; /* one of the two */
	struct excel_in *excel;
	int at[TABLE_COLUMNS]; /* from 0; -1: not there */
	size_t width; /* of the heading row */
	struct cell cells[TABLE_COLUMNS];
	int64_t line;
	int64_t rows, bytes; /* read so far, for progress */
	bool good; /* nothing is wrong with the row */
	bool torn; /* rows were lost on the way */
};
/* Columns end with a row of zeros. */
void table_begin(struct table *table, struct import *import, const char *file,
    const struct column *columns);
/* False: there is no usable heading row; complains itself. */
bool table_head(struct table *table);
/*
 * The next row with its cells checked; false at the end. A row that cannot be
 * read whole comes too, with what could not be read unknown, so that what
 * refers to it is not called wrong.
 */
bool table_next(struct table *table);
void table_complain(struct table *table, size_t column, const char *id);
/* Of an earlier row. */
void table_complain_of(struct table *table, int64_t line, size_t column,
    const char *id, const char *value);
/* end before start, where both are known: complains of end. */
void table_check_order(struct table *table, size_t start, size_t end);

bool cell_id(struct table *table, size_t column, struct cell *cell);
bool cell_text(struct table *table, size_t column, struct cell *cell);
bool cell_date(struct table *table, size_t column, struct cell *cell);
bool cell_bool(struct table *table, size_t column, struct cell *cell);
bool cell_int(struct table *table, size_t column, struct cell *cell);
/* number: which of the choices. */
bool cell_choice(struct table *table, size_t column, struct cell *cell);

/* A date as one number, 20130504, that sorts; and back. */
int32_t date_pack(struct date date);
struct date date_unpack(int32_t packed);

/* import_roster.c */

enum { GRADE_FIRST = 5, GRADE_LAST = 12, NAME_MOST = 60 };

enum fate { FATE_NEW, FATE_SAME, FATE_CHANGED, FATE_MOVED };
enum sex { SEX_UNKNOWN, SEX_MALE, SEX_FEMALE, SEX_OTHER };

/* A school of the store. */
struct roster_school {
	int64_t id, region;
	uint32_t name; /* text */
	uint8_t stage; /* 0 elementary, 1 middle, 2 high */
	bool allowed; /* the one who brings the file may */
	bool named; /* the file names it */
	bool covered; /* and has pupils of it: it is whole */
};
struct roster_class {
	int64_t id; /* in the store; 0: not yet */
	uint32_t school; /* index, NO_INDEX: not known */
	uint32_t name; /* of roster->names */
	uint32_t line;
	int16_t year;
	uint8_t grade; /* 0: not known */
	bool home; /* a class of its own, not a lesson */
	bool gone; /* to be deleted */
	uint8_t fate;
};
struct roster_person {
	int64_t id; /* in the store; 0: not yet, or not a pupil */
	uint32_t school; /* index, of a pupil; NO_INDEX */
	uint32_t class; /* index, of a pupil; NO_INDEX */
	uint32_t name; /* of roster->names */
	uint32_t line;
	int32_t birth; /* date_pack; 0: not known */
	uint8_t grade; /* 0: not known; above 12: none of ours */
	uint8_t number; /* in class; 0: not known */
	uint8_t sex;
	uint8_t fate;
	bool pupil : 1;
	bool staff : 1; /* teacher or counsellor */
	bool role : 1; /* any role at all */
	bool primary : 1; /* school comes from a primary role */
	bool bad : 1; /* something is wrong with its rows */
	bool gone : 1; /* to be deleted */
	bool twin : 1; /* another of school, name and birth is there */
	bool born : 1; /* a row of demographics came */
	bool met : 1; /* the account of staff was looked for */
};
/* Where a teacher stands. */
enum post_kind { POST_HERE, POST_HOMEROOM, POST_CAREER, POST_CLASS };
struct roster_post {
	uint32_t place; /* school; of POST_CLASS: class */
	uint32_t person;
	uint8_t kind;
	bool there; /* in the store already */
};
struct roster {
	struct texts texts;
	struct ids names; /* of people and classes */
	struct roster_school *schools;
	struct ids school_ids; /* by code */
	size_t school_room;
	struct roster_class *classes;
	struct ids class_ids; /* by the file's id, or a made one */
	size_t class_room;
	struct roster_person *people;
	struct ids person_ids; /* by the file's id */
	size_t person_room;
	struct roster_post *posts;
	size_t post_count, post_room;
	/* Where the id of a person stands, for errors that show later. */
	const char *people_file, *id_name;
	int64_t id_column;
	bool is_oneroster; /* classes have ids, teachers come too */
};

struct import {
	const struct import_order *order;
	struct import_report *report;
	struct arena *arena; /* of this import; gone with it */
	struct store *store;
	int64_t now;
	int32_t today; /* date_pack */
	bool bound; /* only schools that are allowed */
	struct roster roster;
};
/* Gives the import up: not the file's fault. */
_Noreturn void import_fail(struct import *import, const char *id);
/* Looks whether somebody asked to stop. */
void import_breathe(struct import *import);

/* A read handle that goes back with the import, if not before. */
struct db **import_read(struct import *import);
void import_read_end(struct import *import, struct db **db);

void roster_begin(struct import *import);
/* New ones at the end of their arrays; the ids stand already. */
struct roster_school *roster_school_add(struct roster *roster);
struct roster_class *roster_class_add(struct roster *roster);
struct roster_person *roster_person_add(struct roster *roster);
void roster_post_add(struct roster *roster, enum post_kind kind, uint32_t place,
    uint32_t person);
uint32_t roster_name(struct roster *roster, const char *name);
const char *
person_name(const struct roster *roster, const struct roster_person *person);
/* What of the file comes into the store. */
bool person_counts(const struct roster_person *person);
bool class_counts(const struct roster_class *class);

/*
 * Those who count, by school, name and birth. Who has the same as one before is
 * marked a twin, and so is that one.
 */
struct who {
	struct roster *roster;
	uint32_t *slots;
	size_t slot_count;
};
void who_begin(struct who *who, struct arena *arena, struct roster *roster);
/* The first of them; NO_INDEX when there is none. */
uint32_t
who_find(const struct who *who, uint32_t school, uint32_t name, int32_t birth);

/* import_oneroster.c */

/* Where the files of an archive come from. Lives as long as the import. */
struct archive {
	void *with;
	bool (*has)(void *with, const char *name);
	int64_t (*size)(void *with, const char *name);
	/* NULL without memory, or when it cannot be opened. */
	void *(*open)(void *with, const char *name);
	csv_source *read; /* of what open gave */
	void (*close)(void *stream);
};
void oneroster_read(struct import *import, const struct archive *archive);

/* import_xlsx.c */

void xlsx_read(struct import *import, struct excel_in *excel);
bool xlsx_template(struct arena *arena, const char **bytes, size_t *length);

/* import_store.c, import_pupils.c, import_staff.c */

struct leaver {
	struct leaver *next;
	int64_t id;
};
struct merge {
	struct db *db;
	struct import *import;
	struct roster *roster;
	struct arena *arena; /* of this run of the transaction */
	/* The file's classes: a school's from class_starts[school] on. */
	uint32_t *class_order, *class_starts;
	struct leaver *leavers;
	bool cancelled, memory;
};
/* False: refused, failed or cancelled; the report tells. */
bool roster_merge(struct import *import);
/* Somebody may have asked to stop; the database may have failed. */
bool merge_goes_on(struct merge *merge);
/*
 * Indexes from 0 sorted by a key below `keys`, in the order they came; starts
 * has keys + 1 entries. NO_INDEX leaves one out.
 */
uint32_t *order_by(struct arena *arena, size_t count, size_t keys,
    uint32_t (*key)(const struct roster *roster, uint32_t index),
    const struct roster *roster, uint32_t **starts);
/* Who is there, who is new, who leaves. False: refused. */
bool pupils_match(struct merge *merge);
void pupils_write(struct merge *merge);
void staff_merge(struct merge *merge);
/*
 * What goes with the writing, in the same transaction: the ledger, when
 * something did change, and the end in the row of the import.
 */
void import_enter(struct import *import, struct db *db, bool changed);

/* import_schools.c */

bool schools_import(struct import *import);

/* import_groups.c */

bool groups_import(struct import *import);

/* import_jobs.c */

enum job_state {
	JOB_CHECKING,
	JOB_CHECKED,
	JOB_REFUSED,
	JOB_WRITING,
	JOB_DONE,
	JOB_FAILED,
	JOB_CANCELLED
};
const char *job_state_name(enum job_state state);

struct job_new {
	int64_t id; /* of the row that stands in the table import */
	struct store *store;
	enum import_kind kind;
	struct actor actor;
	const char *file_name;
	int file; /* open for reading; the job's from here on */
	int64_t now;
};
/* The file is closed by it in any case. False: there is no room for it. */
bool job_start(const struct job_new *new);
/* How many of the account's are under way or wait for a yes. */
size_t jobs_of(int64_t account, int64_t now);

struct job_view {
	enum job_state state;
	const char *step; /* message id, or NULL */
	int64_t done, total;
	char *report; /* JSON, memory_give it; or NULL */
};
/* False: it is not under way here. */
bool job_look(int64_t id, struct job_view *view);
/* False: it does not wait for a yes; it has ended. */
bool job_confirm(int64_t id);
bool job_cancel(int64_t id);

#endif
