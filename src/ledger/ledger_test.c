/* The chain shows every change of a row, a missing one, an added one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/test_folder.h"
#include "ledger/ledger.h"
#include "module.h"

static const struct module *const rooms[] = { &ledger_module, NULL };

static char folder[64];

static struct store *
store_fresh(void)
{
	char url[96];
	struct store *store;

	snprintf(folder, sizeof folder, "/tmp/giljabi-ledger-XXXXXX");
	assert_non_null(mkdtemp(folder));
	snprintf(url, sizeof url, "sqlite:%s/ledger.db", folder);
	store = store_open(url, NULL);
	assert_non_null(store);
	assert_true(store_migrate(store, rooms));
	return store;
}

static void
store_end(struct store *store)
{
	store_close(store);
	folder_remove(folder);
}

/* Three chains of four rows. */
static bool
fill(struct db *db, void *with)
{
	const struct actor actor = { .account = 77, .role = ROLE_TEACHER };

	(void)with;
	for (int64_t i = 0; i < 12; i++)
		ledger_add(db, 1000 + i,
		    &(struct ledger_entry){ .chain = i % 3,
			.kind = "brief.signed",
			.actor = i % 2 ? &actor : NULL,
			.pupil = 5 + i,
			.detail = "{\"version\":1}" });
	return db_ok(db);
}

static bool
change(struct db *db, void *with)
{
	return db_do(db, with, NO_ARGS) >= 0;
}

static bool
verified(struct store *store, int64_t *chain, int64_t *seq)
{
	struct db *db = store_read(store);
	int64_t count;
	bool whole;

	assert_non_null(db);
	whole = ledger_verify(db, NULL, chain, seq, &count);
	assert_true(store_read_end(db));
	if (whole)
		assert_int_equal(count, 12);
	return whole;
}

/* Each row: what was done to the table, and where it has to show. */
static const struct {
	const char *sql;
	int64_t chain, seq;
} rows[] = {
	{ "UPDATE ledger SET at = 1 WHERE chain = 0 AND seq = 1", 0, 1 },
	{ "UPDATE ledger SET kind = 'ai.taken' WHERE chain = 1 AND seq = 2", 1,
	    2 },
	{ "UPDATE ledger SET actor = 78 WHERE chain = 1 AND seq = 3", 1, 3 },
	{ "UPDATE ledger SET role = 1 WHERE chain = 2 AND seq = 4", 2, 4 },
	{ "UPDATE ledger SET pupil = 9 WHERE chain = 2 AND seq = 2", 2, 2 },
	{ "UPDATE ledger SET detail = '{}' WHERE chain = 0 AND seq = 3", 0, 3 },
	{ "UPDATE ledger SET hash = previous WHERE chain = 0 AND seq = 2", 0,
	    2 },
	{ "DELETE FROM ledger WHERE chain = 1 AND seq = 2", 1, 2 },
	{ "DELETE FROM ledger WHERE chain = 1 AND seq = 4", 1, 4 },
	{ "DELETE FROM ledger WHERE chain = 2 AND seq = 1", 2, 1 },
	{ "DELETE FROM ledger WHERE chain = 1", 1, 1 },
	{ "INSERT INTO ledger SELECT chain, 5, at, kind, actor, role, pupil, "
	  "detail, hash, hash FROM ledger WHERE chain = 0 AND seq = 4",
	    0, 5 },
	{ "UPDATE ledger SET seq = 6 WHERE chain = 2 AND seq = 3", 2, 3 },
};

static void
shows_tampering(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct store *store = store_fresh();
		int64_t chain, seq;

		assert_int_equal(store_write(store, fill, NULL), WRITE_DONE);
		assert_true(verified(store, &chain, &seq));
		assert_int_equal(
		    store_write(store, change, (void *)(uintptr_t)rows[i].sql),
		    WRITE_DONE);
		if (verified(store, &chain, &seq))
			fail_msg("row %zu was not seen", i);
		if (chain != rows[i].chain || seq != rows[i].seq)
			fail_msg("row %zu: chain %d, seq %d", i, (int)chain,
			    (int)seq);
		store_end(store);
	}
}

static bool
add_unknown(struct db *db, void *with)
{
	(void)with;
	ledger_add(db, 1, &(struct ledger_entry){ .kind = "made.up" });
	return db_ok(db);
}

static void
refuses_unknown_kinds(void **state)
{
	struct store *store = store_fresh();

	(void)state;
	assert_int_not_equal(store_write(store, add_unknown, NULL), WRITE_DONE);
	store_end(store);
}

static void
has_words_for_every_kind(void **state)
{
	char id[64];

	(void)state;
	for (const char *const *kind = ledger_kinds; *kind != NULL; kind++) {
		snprintf(id, sizeof id, "ledger.%s", *kind);
		if (!say_knows(id))
			fail_msg("no words for %s", id);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(shows_tampering),
		cmocka_unit_test(refuses_unknown_kinds),
		cmocka_unit_test(has_words_for_every_kind),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
