/*
 * People: regions, offices, schools, classes, staff, pupils, guardians, how they
 * come in, what they consented to, and who may reach whom.
 */
#ifndef GILJABI_PEOPLE_H
#define GILJABI_PEOPLE_H

#include "base/progress.h"
#include "http/http.h"
#include "store/store.h"

/*
 * The one place where reach is decided. Scopes known by name: "self" (an account
 * or pupil id), "pupil", "class", "school", "region", "office", "account",
 * "import".
 *
 *	pupil       self and the own record
 *	guardian    the own wards' records
 *	teacher     classes taught; with a career duty all classes of the
 *	            school; the own schools and imports
 *	centre      the own region, never a pupil
 *	supervisor  schools and regions of the own office or the province, never
 *	            a class or a pupil
 *	engineer    schools, regions, accounts, imports; never a pupil
 */
bool people_reach(
    struct db *db, const struct actor *actor, const char *scope, int64_t id);

/*
 * The same rule as SQL for lists: a subquery of the classes that a teacher
 * reaches takes the account twice, with ARGS(ID(account), ID(account)).
 */
#define CLASSES_OF_TEACHER \
	"SELECT class FROM class_teacher WHERE account = ? " \
	"UNION SELECT c.id FROM class c JOIN duty d ON d.school = c.school " \
	"WHERE d.account = ? AND d.kind = 'career'"

struct pupil {
	int64_t id, region, school, class;
	int64_t grade, number;
	const char *name, *birth, *lang;
	bool ai; /* takes suggestions by AI */
	bool enrolled;
};
/* False when there is none. Texts are the arena's. */
bool
pupil_load(struct db *db, struct arena *arena, int64_t id, struct pupil *pupil);
/* As pupil_load for a route's {pupil}; answers 404 itself. */
bool pupil_of_request(struct request *rq, struct pupil *pupil);

/*
 * May the pupil answer the optional test? Fourteen and older: the own consent;
 * younger: a guardian's that was checked.
 */
enum consent_state { CONSENT_GIVEN, CONSENT_NEEDED, CONSENT_NEEDED_GUARDIAN };
enum consent_state consent_state(
    struct db *db, const struct pupil *pupil, const char *purpose, int64_t now);
/* Enters one and writes the ledger. */
int64_t consent_give(struct db *db, int64_t now, const struct actor *actor,
    const struct pupil *pupil, const char *purpose, const char *method);

/*
 * A look at another's record, into the ledger; at most once an hour each. what:
 * a kind of the ledger, "record.looked". What cannot be written down must not be
 * shown: the request then fails by itself. A look at a whole class is one row
 * about the class.
 */
void class_looked_at(struct request *rq, int64_t region, int64_t class);
void pupil_looked_at(
    struct request *rq, const struct pupil *pupil, const char *what);

/* For handlers of every room */

/*
 * A read or a write of a handler that stands apart. Work may use the request's
 * arena: when that is used up, a write is undone and the request given up. Work
 * that says false has answered. False: an error was answered.
 */
typedef bool request_work(struct request *rq, struct db *db, void *with);
bool request_read(struct request *rq, request_work *work, void *with);
bool request_write(struct request *rq, request_work *work, void *with);

/* The page of a list that was asked for, and how it is told. */
enum { PAGE_ROWS = 50 };
struct page {
	int64_t number, offset;
};
struct page page_asked(struct request *rq);
void page_tell(struct writer *writer, const struct page *page, int64_t total);
/* "%name%" with what LIKE … ESCAPE '\' reads as itself; the arena's. */
const char *like_text(struct arena *arena, const char *text);
const char *id_text(struct arena *arena, int64_t id);
/* {"name":"id"}, for the ledger. */
void detail_id(char out[static 64], const char *name, int64_t id);
/* Secret and unchangeable for whoever keeps it (seal.c); hex, the arena's. */
const char *seal(struct arena *arena, const char *use, const char *text);
/* NULL when it was not sealed here for this use. */
const char *seal_open(struct arena *arena, const char *use, const char *sealed);

/*
 * The vault: special facts of pupils. Needs (a path without steps, sign language)
 * are told to those who look after the child that day; groups only weigh in a
 * draw, and no page or export shows them. A bit each, in the order of the names;
 * words under "need.<name>", "group.<name>".
 */
enum { NEEDS = 7, GROUPS = 4 };
extern const char *const need_names[NEEDS + 1]; /* ends with NULL */
extern const char *const group_names[GROUPS + 1];
unsigned vault_needs(struct db *db, int64_t pupil);
unsigned vault_groups(struct db *db, int64_t pupil);
void vault_needs_set(struct db *db, int64_t pupil, unsigned needs);
void vault_groups_set(struct db *db, int64_t pupil, unsigned groups);
/* For a draw: rows of pupil and bits, by pupil, of all who are in a group. */
struct rows vault_groups_ask(struct db *db, int64_t region);

/* The card's code, 26 letters; the hash of an older one is replaced. */
void card_issue(struct db *db, int64_t now, int64_t pupil, int64_t issuer,
    char code[static 27]);
/* A one-time code for a guardian, 26 letters, good for 14 days. */
void invitation_make(struct db *db, int64_t now, int64_t pupil, int64_t issuer,
    char code[static 27]);
/*
 * argon2id over 64 MiB, a tenth of a second: never inside a transaction. At most
 * two run at a time. NULL without memory.
 */
const char *password_hash(struct arena *arena, const char *password);
/* A new staff account; no hash: only the office's sign-in. 0: login taken. */
struct account_new {
	enum role role;
	const char *name, *login, *password_hash;
	int64_t region, office;
	bool demo;
	const struct actor *maker; /* for the ledger; NULL: the system */
};
int64_t
account_create(struct db *db, int64_t now, const struct account_new *account);
void duty_add(struct db *db, int64_t account, int64_t school, const char *kind);

/* New rows; each answers the new id. The import uses the same. */
struct school_new {
	const char *code, *name, *name_en, *level, *founding, *address;
	int64_t region, office;
	double latitude, longitude; /* NAN: not known */
	bool demo;
};
int64_t school_add(struct db *db, const struct school_new *school);
struct class_new {
	int64_t region, school, year, grade;
	const char *source; /* or NULL */
	const char *name;
};
int64_t class_add(struct db *db, const struct class_new *class);
struct pupil_new {
	int64_t region, school, class, year, grade, number;
	const char *source; /* or NULL */
	const char *name, *birth; /* birth or NULL */
	const char *sex; /* into the vault; or NULL */
};
/* With its enrolment. */
int64_t pupil_add(struct db *db, int64_t now, const struct pupil_new *pupil);

/* Regions and offices of the catalogue into the store; again changes nothing. */
bool places_seed(struct db *db, struct arena *arena);

/*
 * Imports. Checked before anything is written, all or nothing, the same file
 * again changes nothing. `within`: who brings it; a teacher's schools bound it.
 * NULL: the system.
 */
struct import_error {
	const char *file;
	int64_t line;
	int64_t column; /* from 1; 0: the whole line */
	const char *column_name; /* or NULL */
	const char *id; /* message id: what is wrong, what to do */
	const char *value; /* cut to 100 characters, or NULL */
};
struct import_counts {
	int64_t added, changed, left, same, moved;
};
struct import_report {
	/* holds the texts; the import makes it, the caller frees it */
	struct arena *arena;
	struct import_error *errors; /* the first 1,000 */
	int64_t error_count; /* all of them */
	struct import_counts schools, classes, staff, pupils;
	int64_t passed_over; /* pupils of grades 1 to 4: not kept here */
	const char *failure; /* message id; NULL: nothing but the file */
	char hash[65]; /* SHA-256 of the file */
};
/* False: refused or failed; the report tells. dry: nothing is written. */
bool
import_roster(struct store *store, const char *path, const struct actor *within,
    bool dry, struct progress *progress, struct import_report *report);
bool import_schools(struct store *store, const char *path, bool dry,
    struct progress *progress, struct import_report *report);
bool import_groups(struct store *store, const char *path, bool dry,
    struct progress *progress, struct import_report *report);
/* The server ends: what is being checked or written is given up. */
void imports_end(void);

extern const struct module people_module;

#endif
