/*
 * Reading: what a sound catalogue holds, every fault with its place, the
 * catalogue shared by those who hold it, the shipped one's size and speed.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "catalog/load.h"
#include "catalog/small.h"

static struct catalog_loaded *
small_load(const struct small_change *change)
{
	char folder[SMALL_PATH];
	struct catalog_loaded *loaded;

	small_make(change, folder);
	loaded = catalog_read(folder, NULL);
	small_remove(folder);
	assert_non_null(loaded);
	return loaded;
}

static void
reads_rows(void **state)
{
	struct catalog_loaded *loaded = small_load(NULL);
	const struct catalogue *catalogue = &loaded->catalogue;
	const struct occupation *carer = &catalogue->occupations[1];

	(void)state;
	assert_int_equal(loaded->faults.count, 0);
	assert_int_equal(catalogue->occupation_count, 3);
	assert_string_equal(carer->id, "carer");
	assert_string_equal(carer->name.text[LANG_EN], "Care Worker");
	assert_int_equal(carer->fields.count, 2);
	assert_int_equal(
	    carer->fields.list[0], catalog_field(catalogue, "helping"));
	assert_true(carer->letters[3] == 6.6);
	assert_int_equal(carer->job_zone, 2);
	assert_int_equal(carer->related.count, 0);
	assert_int_equal(catalog_near(carer).count, 2);
	assert_int_equal(catalog_near(carer).list[0],
	    catalog_occupation(catalogue, "teacher"));
	assert_false(carer->from_onet);
	assert_int_equal(catalogue->prompts[2].semester, 6);
	assert_int_equal(catalogue->prompts[2].kind, PROMPT_NEXT);
	assert_int_equal(catalogue->prompts[6].letter, -1);
	assert_int_equal(catalogue->experiences[1].pupils_per_adult, 0);
	assert_int_equal(strlen(catalogue->version), 64);
	catalog_free(loaded);
}

static void
finds_by_id(void **state)
{
	struct catalog_loaded *loaded = small_load(NULL);
	const struct catalogue *catalogue = &loaded->catalogue;

	(void)state;
	assert_int_equal(catalog_field(catalogue, "helping"), 1);
	assert_int_equal(catalog_field(catalogue, "help"), -1);
	assert_int_equal(catalog_field(catalogue, NULL), -1);
	assert_int_equal(catalog_major(catalogue, "mechanics"), 0);
	assert_int_equal(catalog_major(catalogue, ""), -1);
	assert_int_equal(catalog_occupation(catalogue, "teacher"), 2);
	assert_null(catalog_bank(catalogue, "middle-2"));
	assert_string_equal(catalog_bank(catalogue, "plain-1")->name, "plain");
	assert_string_equal(
	    catalog_bank_for(catalogue, STAGE_HIGH)->id, "middle-1");
	assert_int_equal(
	    catalog_bank_for(catalogue, STAGE_ELEMENTARY)->least_ms, 700);
	catalog_free(loaded);
}

static void
turns_links(void **state)
{
	struct catalog_loaded *loaded = small_load(NULL);
	const struct catalogue *catalogue = &loaded->catalogue;
	const struct field_entry *making = &catalogue->fields[0];

	(void)state;
	assert_int_equal(making->majors.count, 1);
	assert_int_equal(making->occupations.count, 2); /* welder, carer */
	assert_int_equal(making->occupations.list[1], 1);
	assert_int_equal(making->tries.list[0], 0);
	assert_int_equal(catalogue->majors[0].occupations.count, 2);
	assert_int_equal(catalogue->majors[0].occupations.list[1], 2);
	assert_int_equal(catalogue->subjects[0].majors.count, 2);
	catalog_free(loaded);
}

static void
makes_banks_and_rankings(void **state)
{
	struct catalog_loaded *loaded = small_load(NULL);
	const struct catalogue *catalogue = &loaded->catalogue;
	const struct ranking *ranking = &catalogue->rank_occupations;
	const struct bank_entry *bank = catalog_bank(catalogue, "middle-1");

	(void)state;
	assert_int_equal(bank->count, 6);
	assert_int_equal(bank->bank.items[4].scale, 4);
	assert_true(bank->bank.items[4].thresholds[3] == 2);
	assert_string_equal(bank->items[0].text.text[LANG_EN], "Making a box");
	assert_non_null(bank->table);
	assert_true(bank->bank.correlation[4][5] == 0.6);
	assert_true(
	    catalog_bank(catalogue, "plain-1")->bank.correlation[0][0] == 0);
	assert_int_equal(ranking->model.count, 3);
	assert_int_equal(ranking->groups[1], 1);
	assert_true(ranking->model.weights[0] > .8); /* the welder's R */
	assert_int_equal(catalogue->rank_fields.groups[1], 1);
	assert_int_equal(catalogue->rank_high_schools.groups[0], 0);
	catalog_free(loaded);
}

static void
version_follows_bytes(void **state)
{
	static const struct small_change change = { "tries.csv", "a box",
		"a bag" };
	struct catalog_loaded *a = small_load(NULL), *b = small_load(NULL),
			      *c = small_load(&change);

	(void)state;
	assert_string_equal(a->catalogue.version, b->catalogue.version);
	assert_string_not_equal(a->catalogue.version, c->catalogue.version);
	catalog_free(a);
	catalog_free(b);
	catalog_free(c);
}

/* The first fault, as file:line:column:problem:value. */
static const struct {
	struct small_change change;
	const char *want;
} rows[] = {
	{ { "fields.csv" }, "fields.csv:1::file:" },
	{ { "fields.csv", "id,name_ko", "id,name_kr" },
	    "fields.csv:1::column:name_ko" },
	{ { "regions.csv", "valid_to\n", "valid_to,more\n" },
	    "regions.csv:1::head:" },
	{ { "strengths.csv", "s-2,I,", "s-2," }, "strengths.csv:3::cells:" },
	{ { "majors.csv", "welfare,복지학과", "welfare,\"복지\"학과" },
	    "majors.csv:3::csv:csv.quote" },
	{ { "fields.csv", "helping,돕기", "making,돕기" },
	    "fields.csv:3:id:twice:making" },
	{ { "majors.csv", "mechanics,", "Mechanics_1," },
	    "majors.csv:2:id:kebab:Mechanics_1" },
	{ { "majors.csv", "mechanics,", "mechanics-," },
	    "majors.csv:2:id:kebab:mechanics-" },
	{ { "majors.csv", "mechanics,", "," }, "majors.csv:2:id:empty:" },
	{ { "majors.csv", ",Welfare,", ", ," }, "majors.csv:3:name_en:empty:" },
	{ { "majors.csv", "making,", "cooking," },
	    "majors.csv:2:field:link:cooking" },
	{ { "majors.csv", "심리학;물리학", "심리학;화학" },
	    "majors.csv:3:subjects:link:화학" },
	{ { "majors.csv", "심리학;물리학", "심리학;" },
	    "majors.csv:3:subjects:link:" },
	{ { "majors.csv", "심리학;물리학", "심리학;심리학" },
	    "majors.csv:3:subjects:link_twice:심리학" },
	{ { "occupations.csv", "welfare;mechanics", "welfare;medicine" },
	    "occupations.csv:4:majors:link:medicine" },
	{ { "occupations.csv", "6.8,2.0", "7.1,2.0" },
	    "occupations.csv:2:R:number:7.1" },
	{ { "occupations.csv", "6.8,2.0", "nan,2.0" },
	    "occupations.csv:2:R:number:nan" },
	{ { "occupations.csv", "own,,4", "own,,6" },
	    "occupations.csv:4:job_zone:number:6" },
	{ { "occupations.csv", "own,,4", "other,,4" },
	    "occupations.csv:4:source:choice:other" },
	{ { "tries.csv", "6,2,2,1,1,2", "6,2,2,1,1," },
	    "tries.csv:2:C:empty:" },
	{ { "regions.csv", "2020-01-01", "2020-02-30" },
	    "regions.csv:2:valid_from:date:2020-02-30" },
	{ { "prompts.csv", "next,high", "next,highest" },
	    "prompts.csv:4:stage:choice:highest" },
	{ { "prompts.csv", "high,A,6", "high,A,7" },
	    "prompts.csv:4:semester:number:7" },
	{ { "items/banks.csv", "plain.csv", "none.csv" },
	    "items/none.csv:1::file:" },
	{ { "items/plain.csv" }, "items/plain.csv:1::file:" },
	{ { "items/correlation.csv", "R,1,0.3", "R,1,0.2" },
	    "items/correlation.csv:1::correlation:" },
	{ { "items/correlation.csv", "A,0,0,1", "A,0,0,0.9" },
	    "items/correlation.csv:1::correlation:" },
	{ { "items/correlation.csv", "0.6\nC,0,0,0,0,0.6", "1\nC,0,0,0,0,1" },
	    "items/correlation.csv:1::correlation:" },
	{ { "items/correlation.csv", "S,0,0", "R,0,0" },
	    "items/correlation.csv:1::correlation:" },
	{ { "items/banks.csv", "plain.csv,0", "plain.csv,1" },
	    "items/plain.csv:2::empty:" },
	{ { "items/words.csv", "답 찾기", "" }, "items/words.csv:3::empty:" },
	{ { "items/words.csv", "1.5,-1,0,1,2\nX3", "1.5,-1,1,1,2\nX3" },
	    "items/words.csv:3::thresholds:X2" },
	{ { "items/words.csv", "1.5,-1,0,1,2\nX3", "0,-1,0,1,2\nX3" },
	    "items/words.csv:3:slope:number:0" },
};

static void
finds_faults(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct catalog_loaded *loaded = small_load(&rows[i].change);
		const struct catalog_fault *fault = loaded->faults.first;
		char got[256] = "none";

		if (fault != NULL)
			snprintf(got, sizeof got, "%s:%lld:%s:%s:%s",
			    fault->file, (long long)fault->line,
			    fault->column ? fault->column : "", fault->problem,
			    fault->value);
		if (strcmp(got, rows[i].want) != 0)
			fail_msg("row %zu: %s, not %s", i, got, rows[i].want);
		catalog_free(loaded);
	}
}

/* Whichever allocation fails: NULL, or a whole catalogue; nothing leaks. */
static void
survives_no_memory(void **state)
{
	char folder[SMALL_PATH];
	struct catalog_loaded *loaded = NULL;
	size_t nth;

	(void)state;
	small_make(NULL, folder);
	for (nth = 1; loaded == NULL && nth < 1000; nth++) {
		memory_fail_at(nth, false);
		loaded = catalog_read(folder, NULL);
		memory_fail_at(0, false);
		if (loaded != NULL && loaded->faults.count > 0) {
			catalog_free(loaded); /* a file that did not fit */
			loaded = NULL;
		}
	}
	assert_non_null(loaded);
	assert_true(nth > 10);
	catalog_free(loaded);
	small_remove(folder);
}

static void
holds_and_lets_go(void **state)
{
	struct arena *a = arena_new(65536), *b = arena_new(65536);
	const struct catalogue *one, *two;

	(void)state;
	one = catalog_hold(NULL, a);
	two = catalog_hold(NULL, b);
	assert_non_null(one);
	assert_ptr_equal(one, two);
	arena_free(a);
	assert_int_equal(strlen(two->version), 64);
	arena_free(b);
}

/* Figures for the report; the bounds are wide, for sanitizers and old CPUs. */
static void
loads_the_shipped_one(void **state)
{
	int64_t start = clock_ticks(), took;
	struct catalog_loaded *loaded = catalog_read(NULL, NULL);
	const struct catalogue *catalogue;

	(void)state;
	took = clock_ticks() - start;
	assert_non_null(loaded);
	catalogue = &loaded->catalogue;
	print_message("%d fields, %d majors, %d occupations: "
		      "%.1f ms, %zu KiB\n",
	    catalogue->field_count, catalogue->major_count,
	    catalogue->occupation_count, (double)took / 1e6,
	    arena_used(loaded->arena) / 1024);
	assert_int_equal(loaded->faults.count, 0);
	assert_true(took < INT64_C(1000000000));
	assert_true(arena_used(loaded->arena) < 16 * 1024 * 1024);
	catalog_free(loaded);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_rows),
		cmocka_unit_test(finds_by_id),
		cmocka_unit_test(turns_links),
		cmocka_unit_test(makes_banks_and_rankings),
		cmocka_unit_test(version_follows_bytes),
		cmocka_unit_test(finds_faults),
		cmocka_unit_test(survives_no_memory),
		cmocka_unit_test(holds_and_lets_go),
		cmocka_unit_test(loads_the_shipped_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
