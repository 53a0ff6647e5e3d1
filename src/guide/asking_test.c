/*
 * What a sheet asks: no item twice, a few ahead of the answers, to the same end
 * whatever was looked up in between; children get the fixed form.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/test_folder.h"
#include "base/text.h"
#include "guide/asking.h"
#include "module.h"

enum { MEMORY = 64 * 1024 * 1024, PEOPLE = 40 };

static const struct module *const rooms[] = { &catalog_module, NULL };

struct fixture {
	char folder[64];
	struct store *store;
	struct arena *held;
	const struct catalogue *catalogue;
};

static int
fixture_make(void **state)
{
	static struct fixture fixture;
	char url[96];
	struct db *db;

	snprintf(fixture.folder, sizeof fixture.folder,
	    "/tmp/giljabi-asking-XXXXXX");
	assert_non_null(mkdtemp(fixture.folder));
	snprintf(url, sizeof url, "sqlite:%s/t.db", fixture.folder);
	fixture.store = store_open(url, NULL);
	assert_non_null(fixture.store);
	assert_true(store_migrate(fixture.store, rooms));
	fixture.held = arena_new(MEMORY);
	db = store_read(fixture.store);
	fixture.catalogue = catalog_hold(db, fixture.held);
	assert_true(store_read_end(db));
	assert_non_null(fixture.catalogue);
	*state = &fixture;
	return 0;
}

static int
fixture_end(void **state)
{
	struct fixture *fixture = *state;

	arena_free(fixture->held);
	store_close(fixture->store);
	folder_remove(fixture->folder);
	return 0;
}

/* A whole sheet of one person; what was asked in the end. */
static void
sheet_run(const struct bank_entry *bank, enum stage stage, unsigned person,
    struct asking *asking)
{
	char answers[INTEREST_ITEMS + 1], text[ASKING_TEXT];
	int at = 0;

	memset(answers, '0', sizeof answers);
	answers[bank->count] = '\0';
	asking_plan(bank, stage, asking);
	asking_more(bank, stage, answers, (int64_t)person, asking);
	while (at < asking->count) {
		assert_false(asking->complete);
		answers[asking->items[at]] = (char)('1' +
		    (person * 7 + (unsigned)at * person) % 5);
		at++;
		/* as a sheet keeps it, and on from there */
		asking_write(asking, text);
		assert_true(asking_read(bank, stage, text, answers, asking));
		asking_more(bank, stage, answers, (int64_t)person, asking);
	}
	assert_true(asking->complete);
}

static void
assert_each_once(const struct asking *asking, const struct bank_entry *bank)
{
	bool seen[INTEREST_ITEMS] = { false };
	int i;

	for (i = 0; i < asking->count; i++) {
		assert_in_range(asking->items[i], 0, bank->count - 1);
		assert_false(seen[asking->items[i]]);
		seen[asking->items[i]] = true;
	}
}

static void
asks_until_it_is_sure(void **state)
{
	const struct fixture *fixture = *state;
	const struct bank_entry *bank = catalog_bank_for(
	    fixture->catalogue, STAGE_HIGH);
	int shortest = INTEREST_ITEMS, longest = 0;
	struct asking asking;
	unsigned person;

	for (person = 0; person < PEOPLE; person++) {
		sheet_run(bank, STAGE_HIGH, person, &asking);
		assert_each_once(&asking, bank);
		if (asking.count < shortest)
			shortest = asking.count;
		if (asking.count > longest)
			longest = asking.count;
	}
	assert_in_range(shortest, 12, 24);
	assert_in_range(longest, shortest, 24);
	assert_in_range(asking.usual, shortest, longest);
}

/* One that was calibrated knows how far its estimates lie off. */
static void
asks_a_calibrated_bank_until_its_doubt(void **state)
{
	const struct fixture *fixture = *state;
	struct bank_entry bank = *catalog_bank_for(
	    fixture->catalogue, STAGE_HIGH);
	struct asking asking;
	int sooner = 0;

	for (int level = 0; level < INTEREST_LEVELS; level++)
		for (int stage = 0; stage < INTEREST_STAGES; stage++)
			for (int l = 0; l < LETTERS; l++)
				for (int bin = 0; bin < INTEREST_BINS; bin++)
					bank.bank.reach
					    .at[level][stage][l][bin] = 1 +
					    level;
	for (int i = 0; i < bank.count; i++)
		bank.bank.items[i].slope = 4; /* so that it is soon sure */
	bank.table = interest_table_new(&bank.bank);
	assert_non_null(bank.table);
	for (unsigned person = 0; person < PEOPLE; person++) {
		sheet_run(&bank, STAGE_HIGH, person, &asking);
		assert_each_once(&asking, &bank);
		assert_int_equal(asking.most, 28);
		assert_in_range(asking.count, 12, 28);
		sooner += asking.count < 28;
	}
	assert_true(sooner > 0);
	interest_table_free(bank.table);
}

static void
asks_children_one_form(void **state)
{
	const struct fixture *fixture = *state;
	const struct bank_entry *bank = catalog_bank_for(
	    fixture->catalogue, STAGE_ELEMENTARY);
	struct asking first, other;
	int letters[LETTERS] = { 0 }, i;

	sheet_run(bank, STAGE_ELEMENTARY, 1, &first);
	sheet_run(bank, STAGE_ELEMENTARY, 2, &other);
	assert_each_once(&first, bank);
	assert_int_equal(first.count, 18);
	assert_int_equal(other.count, 18);
	assert_memory_equal(first.items, other.items, 18 * sizeof *first.items);
	for (i = 0; i < 18; i++)
		letters[bank->items[first.items[i]].letter]++;
	for (i = 0; i < LETTERS; i++)
		assert_int_equal(letters[i], 3);
}

/* Sheets of before, and of imports, hold the whole bank. */
static void
takes_a_whole_bank_as_asked(void **state)
{
	const struct fixture *fixture = *state;
	const struct bank_entry *bank = catalog_bank_for(
	    fixture->catalogue, STAGE_MIDDLE);
	char answers[INTEREST_ITEMS + 1];
	struct asking asking;

	memset(answers, '3', sizeof answers);
	answers[bank->count] = '\0';
	assert_true(asking_read(bank, STAGE_MIDDLE, NULL, answers, &asking));
	assert_int_equal(asking.count, bank->count);
	assert_true(asking.complete);
	answers[7] = '0';
	assert_true(asking_read(bank, STAGE_MIDDLE, NULL, answers, &asking));
	assert_false(asking.complete);
}

static void
refuses_what_was_never_kept(void **state)
{
	static const char *const texts[] = { "x", "0 0", "48", "-1", "1,2",
		"1 x" };
	const struct fixture *fixture = *state;
	const struct bank_entry *bank = catalog_bank_for(
	    fixture->catalogue, STAGE_MIDDLE);
	char answers[INTEREST_ITEMS + 1];
	struct asking asking;
	size_t i;

	memset(answers, '0', sizeof answers);
	answers[bank->count] = '\0';
	for (i = 0; i < sizeof texts / sizeof *texts; i++)
		assert_false(asking_read(
		    bank, STAGE_MIDDLE, texts[i], answers, &asking));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(asks_until_it_is_sure),
		cmocka_unit_test(asks_a_calibrated_bank_until_its_doubt),
		cmocka_unit_test(asks_children_one_form),
		cmocka_unit_test(takes_a_whole_bank_as_asked),
		cmocka_unit_test(refuses_what_was_never_kept),
	};

	return cmocka_run_group_tests(tests, fixture_make, fixture_end);
}
