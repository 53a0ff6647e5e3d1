/*
 * The check: each kind of fault is found with its place in a small catalogue;
 * the shipped one has none, and ranks sensibly for plain profiles.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "catalog/load.h"
#include "catalog/small.h"

enum { MEMORY = 4 * 1024 * 1024 };

/* Every fault a line, as file:line:column:problem:value. */
static void
faults_write(const struct catalog_faults *faults, struct buffer *out)
{
	const struct catalog_fault *fault;

	for (fault = faults->first; fault != NULL; fault = fault->next)
		buffer_printf(out, "%s:%lld:%s:%s:%s\n", fault->file,
		    (long long)fault->line, fault->column ? fault->column : "",
		    fault->problem, fault->value);
}

static void
small_check(const struct small_change *change, struct buffer *out)
{
	struct arena *arena = arena_new(MEMORY);
	struct catalog_faults faults = { .arena = arena };
	struct catalog_loaded *loaded;
	char folder[SMALL_PATH];

	small_make(change, folder);
	loaded = catalog_read(folder, NULL);
	small_remove(folder);
	assert_non_null(loaded);
	assert_int_equal(loaded->faults.count, 0);
	catalog_check(loaded, &faults);
	faults_write(&faults, out);
	catalog_free(loaded);
	arena_free(arena);
}

/* Faults that the small catalogue has because it is small. */
static const char small_faults[] = "fields.csv:1::few:2 < 24\n"
				   "majors.csv:1::few:2 < 150\n"
				   "occupations.csv:1::few:3 < 450\n"
				   "subjects.csv:1::few:2 < 155\n"
				   "standards.csv:1::few:1 < 29\n"
				   "regions.csv:1::few:1 < 31\n"
				   "offices.csv:1::few:1 < 25\n"
				   "experiences.csv:1::few:2 < 6\n"
				   "occupations.csv:1::few:R: 1 < 40\n"
				   "occupations.csv:1::few:I: 0 < 40\n"
				   "occupations.csv:1::few:A: 0 < 40\n"
				   "occupations.csv:1::few:S: 2 < 40\n"
				   "occupations.csv:1::few:E: 0 < 40\n"
				   "occupations.csv:1::few:C: 0 < 40\n";

static void
finds_nothing_else(void **state)
{
	struct buffer out = { 0 };

	(void)state;
	small_check(NULL, &out);
	assert_string_equal(out.data, small_faults);
	buffer_free(&out);
}

static const struct {
	struct small_change change;
	const char *want;
} rows[] = {
	{ { "fields.csv", ",만들기,", ",Making," },
	    "fields.csv:2:name_ko:no_hangul:Making\n" },
	{ { "majors.csv", ",Welfare,", ",Welfare 복지," },
	    "majors.csv:3:name_en:hangul:Welfare 복지\n" },
	{ { "occupations.csv", "교사", "여의사" },
	    "occupations.csv:4:name_ko:gendered:여의사\n" },
	{ { "occupations.csv", "Care Worker", "A SALESMAN" },
	    "occupations.csv:3:name_en:gendered:salesman\n" },
	{ { "majors.csv", "두 문장입니다. 둘째입니다.", "한 문장입니다." },
	    "majors.csv:2:about_ko:sentences_two:한 문장입니다.\n" },
	{ { "high_schools.csv", "Two sentences. The second.", "No end" },
	    "high_schools.csv:2:about_en:sentences_two:No end\n" },
	{ { "occupations.csv", "It is care.", "It is care. Yes." },
	    "occupations.csv:3:child_en:sentences_one:It is care. Yes.\n" },
	{ { "occupations.csv", "51-4121.00", "51-4121" },
	    "occupations.csv:2:onet:onet:51-4121\n" },
	{ { "occupations.csv", "31-1122.00", "31-1122.005" },
	    "occupations.csv:3:onet:onet:31-1122.005\n" },
	{ { "offices.csv", "2020-01-01,", "2020-01-01,2020-01-01" },
	    "offices.csv:2:valid_to:dates:2020-01-01\n" },
	{ { "tries.csv", "try-2,helping", "try-2,making" },
	    "fields.csv:3::no_try:helping\n" },
	{ { "majors.csv", "welfare,복지학과,Welfare,helping",
	      "welfare,복지학과,Welfare,making" },
	    "fields.csv:3::no_major:helping\n" },
	{ { "majors.csv", "심리학;물리학", "물리학" },
	    "subjects.csv:3::no_major:심리학\n" },
	{ { "fields.csv", "helping,돕기",
	      "third,셋째,Third,하나. 둘.,"
	      "One. Two.,셋.,Three.,1,2,3,4,5,6\nhelping,돕기" },
	    "fields.csv:3::no_occupation:third\n" },
	{ { "majors.csv", "welfare,",
	      "third,셋째,Third,making,하나. 둘.,"
	      "One. Two.,물리학,1,2,3,4,5,6\nwelfare," },
	    "majors.csv:3::no_occupation:third\n" },
	{ { "related.csv", "welder,carer,onet", "welder,welder,onet" },
	    "related.csv:2::near_self:welder\n" },
	{ { "related.csv", "teacher,carer,own", "welder,carer,own" },
	    "related.csv:4::twice:welder\n"
	    "occupations.csv:4::near_none:teacher\n" },
	{ { "region_offices.csv", "2020-01-01,", "2020-01-01,2026-01-01" },
	    "regions.csv:2::no_office:41110\n" },
	{ { "strengths.csv", "s-6,C", "s-6,R" },
	    "strengths.csv:1::few:C: 0 < 1\n" },
	{ { "prompts.csv", "high,E", "high,R" },
	    "prompts.csv:1::few:E: 0 < 1\n" },
	{ { "items/plain.csv", "S1,S", "S1,R" },
	    "items/plain.csv:1::few:S: 0 < 1\n" },
	{ { "items/words.csv", "돕기", "Helping" },
	    "items/words.csv:5:text_ko:no_hangul:Helping\n" },
	{ { "items/banks.csv", "middle-1,middle", "middle-1,centre" },
	    "items/banks.csv:1::no_bank:middle\n" },
};

static void
finds_faults(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct buffer out = { 0 };

		small_check(&rows[i].change, &out);
		if (strstr(out.data, rows[i].want) == NULL)
			fail_msg(
			    "row %zu: no %s in %s", i, rows[i].want, out.data);
		buffer_free(&out);
	}
}

static void
leaves_longer_words(void **state)
{
	static const struct small_change change = { "occupations.csv",
		"Care Worker", "Unsalesmanlike Salesmanship" };
	struct buffer out = { 0 };

	(void)state;
	small_check(&change, &out);
	assert_string_equal(out.data, small_faults);
	buffer_free(&out);
}

/* The shipped catalogue */

static struct catalog_loaded *shipped;

static int
ship(void **state)
{
	(void)state;
	shipped = catalog_read(NULL, NULL);
	return shipped == NULL || shipped->faults.count > 0;
}

static int
unship(void **state)
{
	(void)state;
	catalog_free(shipped);
	return 0;
}

static void
the_shipped_one_is_sound(void **state)
{
	struct arena *arena = arena_new(MEMORY);
	struct catalog_faults faults = { .arena = arena };
	struct buffer out = { 0 };

	(void)state;
	catalog_check(shipped, &faults);
	faults_write(&faults, &out);
	if (faults.count > 0)
		fail_msg("%s", out.data);
	buffer_free(&out);
	arena_free(arena);
}

/* Answers 5 to the letter's items and 1 to all others. */
static void
pure_profile(
    const struct bank_entry *bank, int letter, struct interest_profile *profile)
{
	interest_answer answers[INTEREST_ITEMS];
	int i;

	for (i = 0; i < bank->count; i++)
		answers[i] = bank->items[i].letter == letter ? 5 : 1;
	interest_score(bank->table, answers, profile);
}

/* At least one of these is to be among the first five fields. */
static const struct {
	const char *letter, *one, *other;
} pure[] = {
	{ "R", "machinery", "agriculture" },
	{ "I", "science", "data" },
	{ "A", "fine-art", "design" },
	{ "S", "welfare", "education" },
	{ "E", "trade-marketing", "business" },
	{ "C", "finance", "business" },
};

static bool
is_first(const struct match *matches, int count, const char *id)
{
	int row = catalog_field(&shipped->catalogue, id);

	while (count-- > 0)
		if (matches[count].thing == row)
			return true;
	return false;
}

static void
ranks_fields(void **state)
{
	const struct catalogue *catalogue = &shipped->catalogue;
	struct interest_profile profile;
	struct match first[5];
	int letter;

	(void)state;
	for (letter = 0; letter < LETTERS; letter++) {
		pure_profile(
		    catalog_bank(catalogue, "middle-1"), letter, &profile);
		assert_int_equal(
		    match_rank(&catalogue->rank_fields.model,
			&(struct match_person){ .profile = &profile },
			&(struct match_wish){ .want = 5, .keep = 5 }, first)
			.count,
		    5);
		if (!is_first(first, 5, pure[letter].one) &&
		    !is_first(first, 5, pure[letter].other))
			fail_msg("%s", pure[letter].letter);
	}
}

/* For a pure profile each kind of thing leads with that letter. */
static void
ranks_everything(void **state)
{
	const struct catalogue *catalogue = &shipped->catalogue;
	const struct {
		const struct ranking *ranking;
		enum catalog_sheet_id sheet;
		size_t letters;
	} kinds[] = {
		{ &catalogue->rank_fields, SHEET_FIELDS,
		    offsetof(struct field_entry, letters) },
		{ &catalogue->rank_majors, SHEET_MAJORS,
		    offsetof(struct major, letters) },
		{ &catalogue->rank_occupations, SHEET_OCCUPATIONS,
		    offsetof(struct occupation, letters) },
		{ &catalogue->rank_tries, SHEET_TRIES,
		    offsetof(struct try, letters) },
	};
	struct interest_profile profile;
	struct match first[3];
	size_t kind;
	int letter;

	(void)state;
	for (letter = 0; letter < LETTERS; letter++)
		for (kind = 0; kind < sizeof kinds / sizeof kinds[0]; kind++) {
			const struct ranking *ranking = kinds[kind].ranking;

			pure_profile(catalog_bank(catalogue, "middle-1"),
			    letter, &profile);
			match_rank(&ranking->model,
			    &(struct match_person){ .profile = &profile },
			    &(struct match_wish){ 3, 3, 3, ranking->groups },
			    first);
			assert_int_equal(
			    catalog_letter(catalog_cell(
				&shipped->tables[kinds[kind].sheet],
				first[0].thing, kinds[kind].letters)),
			    letter);
			/* One thing is neither all nor nothing. */
			assert_true(
			    first[0].probability > 1.0 / ranking->model.count);
			assert_true(first[0].probability < .9);
		}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_nothing_else),
		cmocka_unit_test(finds_faults),
		cmocka_unit_test(leaves_longer_words),
		cmocka_unit_test_setup_teardown(
		    the_shipped_one_is_sound, ship, unship),
		cmocka_unit_test_setup_teardown(ranks_fields, ship, unship),
		cmocka_unit_test_setup_teardown(ranks_everything, ship, unship),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
