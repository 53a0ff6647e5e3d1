/*
 * A bed for tests of what stands on the store: a new database for each case, on
 * SQLite, and once more on PostgreSQL when GILJABI_TEST_POSTGRES has its URL
 * (test/postgres.sh run). What a case expects to fail would fill the log, so it
 * is off unless GILJABI_TEST_LOG is set.
 */
#ifndef GILJABI_STORE_BED_H
#define GILJABI_STORE_BED_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "store/store.h"

#define COUNT(list) (sizeof(list) / sizeof(list)[0])

/* Where a case runs; its state is this. */
struct bed {
	bool server;
	char folder[64]; /* for files, emptied of its databases */
	char url[256];
	struct store *store; /* open; NULL once the case has closed it */
};

enum where { SQLITE = 1, POSTGRES = 2, BOTH = 3 };

struct test_case {
	const char *name;
	CMUnitTestFunction run;
	enum where where;
};
#define CASE(where, name) \
	{ \
#name, name, where \
	}

/* How many failed. */
int cases_run(const struct test_case *cases, size_t count);

struct store *bed_open(const struct bed *bed);
/* A write of one statement that has to succeed; how many rows it touched. */
int64_t must(struct bed *bed, const char *sql, struct values values);
/* A read of one number; -1 when there is none. */
int64_t look(struct bed *bed, const char *sql, struct values values);
/* Tables place (id) and t (id, v, place), with one row (1, 'one') in t. */
void tables_make(struct bed *bed);

void nap_ms(long ms);
/* Runs `count` threads, each with its member of the list, and waits for all. */
void crew_run(size_t count, void *(*job)(void *), void *members, size_t size);

/* What goes to standard error in between; valid until it is caught again. */
void log_catch(void);
const char *log_caught(void);
size_t count_of(const char *text, const char *word);

#endif
