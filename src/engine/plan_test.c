/*
 * Plans: rules kept and broken by one in a table, the solver against trying all
 * plans, the public curriculum problems, conflicts, limits, bad input.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/csv.h"
#include "base/text.h"
#include "engine/plan_check.h"
#include "engine/plan_sections.h"

enum { A, B, C, SUBJECTS };

static int all_list[] = { A, B, C }, a_list[] = { A }, b_list[] = { B },
	   c_list[] = { C }, ab_list[] = { A, B };
#define ALL \
	{ \
		all_list, 3 \
	}
#define ONLY(list) \
	{ \
		list, (int)(sizeof(list) / sizeof(list[0])) \
	}
#define NO PLAN_NO_MOST

/* A (3 credits), B (4), C (5), each in semesters 0 to 3: offer = 4 * s + t. */
static struct plan_offer offers[SUBJECTS * 4];

static struct plan_problem
world(const struct plan_rule *rules, int count, int first_open)
{
	int s, t;

	for (s = 0; s < SUBJECTS; s++)
		for (t = 0; t < 4; t++)
			offers[4 * s + t] = (struct plan_offer){ s, t, 3 + s,
				3 + s, s == C ? -1 : t, t < first_open };
	return (struct plan_problem){ .subject_count = SUBJECTS,
		.offer_count = SUBJECTS * 4,
		.rule_count = count,
		.semester_count = 4,
		.first_open = first_open,
		.offers = offers,
		.rules = rules };
}

/* Semesters of A, B, C as text: "0.2" is A in 0, none of B, C in 2. */
static void
plan_of(const char *text, bool *taken)
{
	int s;

	memset(taken, 0, SUBJECTS * 4 * sizeof *taken);
	for (s = 0; s < SUBJECTS; s++)
		if (text[s] != '.')
			taken[4 * s + text[s] - '0'] = true;
}

static const struct {
	struct plan_rule rule;
	const char *plan;
	int breaches;
} golden[] = {
	/* credits of all */
	{ { PLAN_CREDITS, PLAN_WHOLE, ALL, { 0 }, PLAN_EVER, 12, NO }, "012",
	    0 },
	{ { PLAN_CREDITS, PLAN_WHOLE, ALL, { 0 }, PLAN_EVER, 13, NO }, "012",
	    1 },
	{ { PLAN_CREDITS, PLAN_WHOLE, ALL, { 0 }, PLAN_EVER, NO, 12 }, "012",
	    0 },
	{ { PLAN_CREDITS, PLAN_WHOLE, ALL, { 0 }, PLAN_EVER, NO, 11 }, "012",
	    1 },
	{ { PLAN_CREDITS, PLAN_WHOLE, ONLY(ab_list), { 0 }, PLAN_EVER, 7, 7 },
	    "012", 0 },
	{ { PLAN_CREDITS, PLAN_WHOLE, ONLY(ab_list), { 0 }, PLAN_EVER, 8, 8 },
	    "012", 1 },
	{ { PLAN_CREDITS, PLAN_WHOLE, { 0 }, { 0 }, PLAN_EVER, 0, 0 }, "012",
	    0 },
	{ { PLAN_CREDITS, PLAN_WHOLE, { 0 }, { 0 }, PLAN_EVER, 1, NO }, "012",
	    1 },
	/* only some semesters */
	{ { PLAN_CREDITS, PLAN_WHOLE, ALL, { 0 }, 3, 7, 7 }, "012", 0 },
	{ { PLAN_CREDITS, PLAN_WHOLE, ALL, { 0 }, 3, 8, NO }, "012", 1 },
	{ { PLAN_COUNT, PLAN_WHOLE, ALL, { 0 }, 1u << 3, 1, NO }, "012", 1 },
	{ { PLAN_COUNT, PLAN_WHOLE, ALL, { 0 }, 1u << 3, 1, NO }, "013", 0 },
	/* how many: wish, refusal, choose 2 of 3 */
	{ { PLAN_COUNT, PLAN_WHOLE, ONLY(c_list), { 0 }, PLAN_EVER, 1, NO },
	    "01.", 1 },
	{ { PLAN_COUNT, PLAN_WHOLE, ONLY(c_list), { 0 }, PLAN_EVER, 1, NO },
	    "..0", 0 },
	{ { PLAN_COUNT, PLAN_WHOLE, ONLY(c_list), { 0 }, PLAN_EVER, NO, 0 },
	    "..0", 1 },
	{ { PLAN_COUNT, PLAN_WHOLE, ONLY(c_list), { 0 }, PLAN_EVER, NO, 0 },
	    "00.", 0 },
	{ { PLAN_COUNT, PLAN_WHOLE, ALL, { 0 }, 1, 2, 2 }, "00.", 0 },
	{ { PLAN_COUNT, PLAN_WHOLE, ALL, { 0 }, 1, 2, 2 }, "001", 0 },
	{ { PLAN_COUNT, PLAN_WHOLE, ALL, { 0 }, 1, 2, 2 }, "000", 1 },
	{ { PLAN_COUNT, PLAN_WHOLE, ALL, { 0 }, 1, 2, 2 }, "011", 1 },
	/* each semester: four of them */
	{ { PLAN_CREDITS, PLAN_SEMESTER, ALL, { 0 }, PLAN_EVER, NO, 5 }, "012",
	    0 },
	{ { PLAN_CREDITS, PLAN_SEMESTER, ALL, { 0 }, PLAN_EVER, NO, 4 }, "012",
	    1 },
	{ { PLAN_CREDITS, PLAN_SEMESTER, ALL, { 0 }, PLAN_EVER, NO, 7 }, "000",
	    1 },
	{ { PLAN_CREDITS, PLAN_SEMESTER, ALL, { 0 }, PLAN_EVER, 3, NO }, "012",
	    1 },
	{ { PLAN_CREDITS, PLAN_SEMESTER, ALL, { 0 }, 7, 3, NO }, "012", 0 },
	{ { PLAN_COUNT, PLAN_SEMESTER, ALL, { 0 }, PLAN_EVER, 1, NO }, "000",
	    3 },
	{ { PLAN_COUNT, PLAN_SEMESTER, ALL, { 0 }, PLAN_EVER, NO, 2 }, "000",
	    1 },
	{ { PLAN_COUNT, PLAN_SEMESTER, ALL, { 0 }, PLAN_EVER, NO, 2 }, "001",
	    0 },
	/* each year: two of them */
	{ { PLAN_CREDITS, PLAN_YEAR, ALL, { 0 }, PLAN_EVER, 5, NO }, "012", 0 },
	{ { PLAN_CREDITS, PLAN_YEAR, ALL, { 0 }, PLAN_EVER, 6, NO }, "012", 1 },
	{ { PLAN_CREDITS, PLAN_YEAR, ALL, { 0 }, PLAN_EVER, 8, NO }, "012", 2 },
	{ { PLAN_CREDITS, PLAN_YEAR, ALL, { 0 }, PLAN_EVER, NO, 7 }, "012", 0 },
	{ { PLAN_CREDITS, PLAN_YEAR, ALL, { 0 }, PLAN_EVER, NO, 6 }, "012", 1 },
	/* slots: A and B meet in one semester, C meets nothing */
	{ { PLAN_COUNT, PLAN_SLOT, ALL, { 0 }, PLAN_EVER, NO, 1 }, "000", 1 },
	{ { PLAN_COUNT, PLAN_SLOT, ALL, { 0 }, PLAN_EVER, NO, 1 }, "010", 0 },
	{ { PLAN_COUNT, PLAN_SLOT, ALL, { 0 }, PLAN_EVER, NO, 1 }, "0.0", 0 },
	{ { PLAN_COUNT, PLAN_SLOT, ONLY(a_list), { 0 }, PLAN_EVER, NO, 1 },
	    "000", 0 },
	/* each subject */
	{ { PLAN_COUNT, PLAN_SUBJECT, ALL, { 0 }, PLAN_EVER, 1, 1 }, "012", 0 },
	{ { PLAN_COUNT, PLAN_SUBJECT, ALL, { 0 }, PLAN_EVER, 1, 1 }, "0..", 2 },
	{ { PLAN_CREDITS, PLAN_SUBJECT, ALL, { 0 }, PLAN_EVER, NO, 4 }, "012",
	    1 },
	{ { PLAN_CREDITS, PLAN_SUBJECT, ALL, { 0 }, PLAN_EVER, NO, 5 }, "012",
	    0 },
	/* each one that is taken */
	{ { PLAN_CREDITS, PLAN_OFFER, ALL, { 0 }, PLAN_EVER, 3, 5 }, "012", 0 },
	{ { PLAN_CREDITS, PLAN_OFFER, ALL, { 0 }, PLAN_EVER, 4, 5 }, "012", 1 },
	{ { PLAN_CREDITS, PLAN_OFFER, ALL, { 0 }, PLAN_EVER, 3, 4 }, "012", 1 },
	{ { PLAN_CREDITS, PLAN_OFFER, ALL, { 0 }, PLAN_EVER, 4, 4 }, "012", 2 },
	{ { PLAN_CREDITS, PLAN_OFFER, ALL, { 0 }, PLAN_EVER, 4, 4 }, ".1.", 0 },
	/* order */
	{ { PLAN_AFTER, PLAN_WHOLE, ONLY(b_list), ONLY(a_list), PLAN_EVER, 1,
	      NO },
	    "01.", 0 },
	{ { PLAN_AFTER, PLAN_WHOLE, ONLY(b_list), ONLY(a_list), PLAN_EVER, 1,
	      NO },
	    "11.", 1 },
	{ { PLAN_AFTER, PLAN_WHOLE, ONLY(b_list), ONLY(a_list), PLAN_EVER, 1,
	      NO },
	    "10.", 1 },
	{ { PLAN_AFTER, PLAN_WHOLE, ONLY(b_list), ONLY(a_list), PLAN_EVER, 1,
	      NO },
	    ".1.", 1 },
	{ { PLAN_AFTER, PLAN_WHOLE, ONLY(b_list), ONLY(a_list), PLAN_EVER, 1,
	      NO },
	    "3..", 0 },
	{ { PLAN_AFTER, PLAN_WHOLE, ONLY(c_list), ONLY(ab_list), PLAN_EVER, 2,
	      NO },
	    "012", 0 },
	{ { PLAN_AFTER, PLAN_WHOLE, ONLY(c_list), ONLY(ab_list), PLAN_EVER, 2,
	      NO },
	    "022", 1 },
	{ { PLAN_AFTER, PLAN_WHOLE, ONLY(c_list), ONLY(ab_list), PLAN_EVER, 1,
	      NO },
	    "022", 0 },
	{ { PLAN_AFTER, PLAN_WHOLE, ONLY(c_list), ONLY(ab_list), PLAN_EVER, 0,
	      NO },
	    "..0", 0 },
};

/* The checker says it, and the solver has the same plan or shuns it. */
static void
test_golden(void **state)
{
	size_t i;
	int k;

	(void)state;
	for (i = 0; i < sizeof golden / sizeof golden[0]; i++) {
		struct plan_rule rules[1 + SUBJECTS * 4];
		bool taken[SUBJECTS * 4], found[SUBJECTS * 4];
		struct plan_problem problem = world(rules, 1, 0);
		struct plan_aim aim = { 0 };
		struct plan_proof proof;
		int lists[SUBJECTS], count = 1, has;

		rules[0] = golden[i].rule;
		plan_of(golden[i].plan, taken);
		has = plan_check(&problem, taken, NULL, NULL);
		if (has != golden[i].breaches)
			fail_msg("row %zu: %d breaches", i, has);
		for (k = 0; k < SUBJECTS * 4; k++) {
			lists[k / 4] = k / 4;
			rules[count++] = (struct plan_rule){ PLAN_COUNT,
				PLAN_WHOLE, { &lists[k / 4], 1 }, { 0 },
				1u << k % 4, taken[k], taken[k] };
		}
		problem.rule_count = count;
		if ((plan_solve(&problem, &aim, NULL, found, &proof) ==
			PLAN_OPTIMAL) != (golden[i].breaches == 0))
			fail_msg("row %zu: the solver differs", i);
	}
}

/* A plain generator: tests need the same numbers everywhere. */
static uint32_t
chance(uint32_t *seed, uint32_t below)
{
	*seed = *seed * 1664525u + 1013904223u;
	return (*seed >> 8) % below;
}

static struct plan_rule
rule_random(uint32_t *seed)
{
	static const struct plan_set sets[] = { ALL, ONLY(a_list), ONLY(b_list),
		ONLY(c_list), ONLY(ab_list), { 0 } };
	struct plan_rule rule = {
		.measure = (enum plan_measure)chance(seed, 3),
		.span = (enum plan_span)chance(seed, 6),
		.set = sets[chance(seed, 6)],
		.first = sets[chance(seed, 6)],
		.semesters = chance(seed, 3) == 0 ? 1 + chance(seed, 15)
						  : PLAN_EVER,
	};
	uint32_t scale = rule.measure == PLAN_CREDITS ? 8 : 3;

	rule.least = (int)chance(seed, scale) - 1;
	rule.most = chance(seed, 2) == 0 ? PLAN_NO_MOST
					 : rule.least + (int)chance(seed, 5);
	if (rule.most < PLAN_NO_MOST)
		rule.most = PLAN_NO_MOST;
	return rule;
}

/* All 4096 plans by the checker. INT64_MIN: none keeps the rules. */
static int64_t
best_of_all(const struct plan_problem *problem, const struct plan_aim *aim)
{
	int64_t best = INT64_MIN;
	bool taken[SUBJECTS * 4];
	int plan, i;

	for (plan = 0; plan < 1 << (SUBJECTS * 4); plan++) {
		bool passed = true;
		int64_t objective;

		for (i = 0; i < SUBJECTS * 4; i++) {
			taken[i] = plan >> i & 1;
			passed &= taken[i] || !problem->offers[i].passed;
		}
		if (!passed || plan_check(problem, taken, NULL, NULL) > 0 ||
		    plan_worth(problem, taken) < aim->least_worth)
			continue;
		objective = plan_objective(problem, aim, taken);
		best = objective > best ? objective : best;
	}
	return best;
}

static void
test_brute_force(void **state)
{
	static const int values[] = { 3, 1, 2 };
	static const struct plan_door doors[] = { { ALL, 3, 2 },
		{ ONLY(ab_list), 1, 1 }, { ONLY(c_list), 1, 1 } };
	uint32_t seed = 20250301;
	int i, k, possible = 0;

	(void)state;
	for (i = 0; i < 120; i++) {
		struct plan_rule rules[5];
		int count = 1 + (int)chance(&seed, 5);
		struct plan_problem problem = world(
		    rules, count, (int)chance(&seed, 3) % 2);
		struct plan_aim aim = { (int)chance(&seed, 3),
			(int)chance(&seed, 3), (int)chance(&seed, 3),
			(int)chance(&seed, 2), (int)chance(&seed, 4), NULL };
		bool taken[SUBJECTS * 4];
		struct plan_proof proof = { 0 };
		enum plan_outcome outcome;
		int64_t best;

		for (k = 0; k < count; k++)
			rules[k] = rule_random(&seed);
		problem.values = values;
		problem.doors = doors;
		problem.door_count = 3;
		best = best_of_all(&problem, &aim);
		outcome = plan_solve(&problem, &aim, NULL, taken, &proof);
		if (best == INT64_MIN) {
			assert_int_equal(outcome, PLAN_IMPOSSIBLE);
			continue;
		}
		possible++;
		assert_int_equal(outcome, PLAN_OPTIMAL);
		assert_int_equal(plan_check(&problem, taken, NULL, NULL), 0);
		if ((int64_t)proof.objective != best)
			fail_msg("case %d: %g, by trying all %lld", i,
			    proof.objective, (long long)best);
	}
	assert_in_range(possible, 20, 110);
}

/* Conflicts: in conflict, and any one left out no more, by trying all plans. */
static void
test_conflict(void **state)
{
	uint32_t seed = 7;
	int i, k, n, conflicts = 0;

	(void)state;
	for (i = 0; i < 60; i++) {
		struct plan_rule rules[6], kept[6];
		struct plan_problem problem = world(rules, 6, 0);
		struct plan_problem part = world(kept, 0, 0);
		struct plan_aim aim = { 0 };
		bool in[6];
		enum plan_outcome outcome;
		int left;

		for (k = 0; k < 6; k++)
			rules[k] = rule_random(&seed);
		outcome = plan_conflict(&problem, NULL, in);
		if (best_of_all(&problem, &aim) != INT64_MIN) {
			assert_int_equal(outcome, PLAN_OPTIMAL);
			continue;
		}
		conflicts++;
		assert_int_equal(outcome, PLAN_IMPOSSIBLE);
		for (left = -1; left < 6; left++) {
			if (left >= 0 && !in[left])
				continue;
			for (k = n = 0; k < 6; k++)
				if (in[k] && k != left)
					kept[n++] = rules[k];
			part.rule_count = n;
			assert_int_equal(
			    best_of_all(&part, &aim) == INT64_MIN, left < 0);
		}
	}
	assert_in_range(conflicts, 10, 55);
}

/* The public curricula */

enum { COURSES = 80, PERIODS = 12 };

struct curriculum {
	char names[COURSES][16];
	int credits[COURSES], every[COURSES], one[200][2];
	int courses, rules, periods;
	struct plan_offer offers[COURSES * PERIODS];
	struct plan_rule rule[200];
};

static int
course_find(
    const struct curriculum *curriculum, const char *name, size_t length)
{
	int i;

	for (i = 0; i < curriculum->courses; i++)
		if (strlen(curriculum->names[i]) == length &&
		    strncmp(curriculum->names[i], name, length) == 0)
			return i;
	fail_msg("no course %s", name);
	return -1;
}

static void
course_after(struct curriculum *curriculum, int course, const char *names)
{
	while (*names != '\0') {
		size_t length = strcspn(names, ";");
		int *pair = curriculum->one[curriculum->rules];

		pair[0] = course;
		pair[1] = course_find(curriculum, names, length);
		curriculum->rule[curriculum->rules++] = (struct plan_rule){
			PLAN_AFTER, PLAN_WHOLE, { pair, 1 }, { pair + 1, 1 },
			PLAN_EVER, 1, PLAN_NO_MOST
		};
		names += length + (names[length] == ';');
	}
}

/* 10 to 24 credits and 2 to 10 courses a period, each course once. */
static void
curriculum_read(struct curriculum *curriculum, const char *folder)
{
	static const struct plan_rule frame[] = {
		{ PLAN_CREDITS, PLAN_SEMESTER, { 0 }, { 0 }, PLAN_EVER, 10,
		    24 },
		{ PLAN_COUNT, PLAN_SEMESTER, { 0 }, { 0 }, PLAN_EVER, 2, 10 },
		{ PLAN_COUNT, PLAN_SUBJECT, { 0 }, { 0 }, PLAN_EVER, 1, 1 },
	};
	char path[1024];
	struct csv *csv;
	int pass, i;

	snprintf(path, sizeof path, "%s/test/plan/curriculum_%d.csv", folder,
	    curriculum->periods);
	for (pass = 0; pass < 2; pass++) {
		csv = csv_open_file(path, ',');
		assert_non_null(csv);
		assert_int_equal(csv_next(csv), CSV_ROW);
		for (i = 0; csv_next(csv) == CSV_ROW; i++) {
			int64_t credits;

			assert_true(i < COURSES);
			assert_true(
			    text_to_int(csv_field(csv, 1), 1, 9, &credits));
			snprintf(curriculum->names[i],
			    sizeof curriculum->names[i], "%s",
			    csv_field(csv, 0));
			curriculum->credits[i] = (int)credits;
			curriculum->every[i] = i;
			if (pass == 0)
				curriculum->courses = i + 1;
			else
				course_after(curriculum, i, csv_field(csv, 2));
		}
		csv_close(csv);
	}
	for (i = 0; i < 3; i++) {
		curriculum->rule[curriculum->rules] = frame[i];
		curriculum->rule[curriculum->rules++].set = (struct plan_set){
			curriculum->every, curriculum->courses
		};
	}
}

/*
 * CSPLib problem 030 (Hnich, Kiziltan, Walsh), instances bacp8, bacp10, bacp12;
 * their proven optima.
 */
static void
test_curricula(void **state)
{
	static const int cases[][2] = { { 8, 17 }, { 10, 14 }, { 12, 17 } };
	const char *folder = getenv("GILJABI_SHARE");
	size_t n;
	int i, t;

	(void)state;
	for (n = 0; n < sizeof cases / sizeof cases[0]; n++) {
		struct curriculum *curriculum = calloc(1, sizeof *curriculum);
		bool taken[COURSES * PERIODS];
		struct plan_aim aim = { .peak = 1 };
		struct plan_proof proof = { 0 };
		struct plan_problem problem;
		int offer = 0;

		assert_non_null(curriculum);
		curriculum->periods = cases[n][0];
		curriculum_read(curriculum, folder ? folder : ".");
		for (i = 0; i < curriculum->courses; i++)
			for (t = 0; t < cases[n][0]; t++)
				curriculum->offers[offer++] =
				    (struct plan_offer){ i, t,
					    curriculum->credits[i],
					    curriculum->credits[i], -1, false };
		problem = (struct plan_problem){
			.subject_count = curriculum->courses,
			.offer_count = offer,
			.rule_count = curriculum->rules,
			.semester_count = cases[n][0],
			.offers = curriculum->offers,
			.rules = curriculum->rule,
		};
		assert_int_equal(
		    plan_solve(&problem, &aim, NULL, taken, &proof),
		    PLAN_OPTIMAL);
		assert_int_equal(-(int)proof.objective, cases[n][1]);
		assert_int_equal(plan_check(&problem, taken, NULL, NULL), 0);
		free(curriculum);
	}
}

static double
nothing_left(void *with)
{
	(void)with;
	return 0;
}

/* No time: said so, nothing claimed. */
static void
test_limit(void **state)
{
	struct plan_rule rule = { PLAN_COUNT, PLAN_SUBJECT, ALL, { 0 },
		PLAN_EVER, 1, 1 };
	struct plan_problem problem = world(&rule, 1, 0);
	struct plan_limit limit = { nothing_left, NULL };
	struct plan_aim aim = { .peak = 1 };
	struct plan_proof proof;
	bool taken[SUBJECTS * 4], in[1];

	(void)state;
	assert_int_equal(
	    plan_solve(&problem, &aim, &limit, taken, &proof), PLAN_UNDECIDED);
	assert_int_equal(plan_conflict(&problem, &limit, in), PLAN_UNDECIDED);
}

/* Sections */

enum { CLASSES = 5, ASKED = 6 };

static int64_t
placed_worth(const struct section_problem *problem, const int *placed)
{
	int sizes[CLASSES] = { 0 }, i, s;
	int64_t worth = 0;

	for (i = 0; i < problem->wish_count; i++)
		if (placed[i] >= 0) {
			worth += SECTIONS_WORTH;
			sizes[placed[i]]++;
		}
	for (s = 0; s < problem->subject_count; s++) {
		int largest = 0;

		for (i = 0; i < CLASSES; i++)
			if (problem->sections[i].subject == s &&
			    sizes[i] > largest)
				largest = sizes[i];
		worth -= problem->without & SECTION_BALANCE ? 0 : largest;
	}
	return worth;
}

/* All assignments by the checker. */
static int64_t
best_placed(const struct section_problem *problem)
{
	int placed[ASKED], all = 1, number, rest, i;
	int64_t best = 0, worth;

	for (i = 0; i < problem->wish_count; i++)
		all *= CLASSES + 1;
	for (number = 0; number < all; number++) {
		for (rest = number, i = 0; i < problem->wish_count; i++) {
			placed[i] = rest % (CLASSES + 1) - 1;
			rest /= CLASSES + 1;
		}
		worth = placed_worth(problem, placed);
		if (worth > best && sections_check(problem, placed) == 0)
			best = worth;
	}
	return best;
}

static void
classes_random(
    struct section *sections, struct section_wish *wishes, uint32_t *seed)
{
	int i;

	for (i = 0; i < CLASSES; i++)
		sections[i] = (struct section){ (int)chance(seed, 2),
			(int)chance(seed, 3), (int)chance(seed, 3) - 1,
			(int)chance(seed, 3), (int)chance(seed, 3) };
	for (i = 0; i < ASKED; i++)
		wishes[i] = (struct section_wish){ i / 2, i % 2 };
}

/* As good as trying all; without time the answer is valid, the bound true. */
static void
test_sections(void **state)
{
	static const int most[] = { 1, 2 };
	struct section sections[CLASSES];
	struct section_wish wishes[ASKED];
	struct section_problem problem = { .pupil_count = 3,
		.subject_count = 2,
		.teacher_count = 2,
		.section_count = CLASSES,
		.wish_count = ASKED,
		.sections = sections,
		.wishes = wishes,
		.teacher_most = most };
	struct plan_limit limit = { nothing_left, NULL };
	uint32_t seed = 30;
	int placed[ASKED], quick[ASKED], i;

	(void)state;
	for (i = 0; i < 40; i++) {
		struct section_proof proof = { 0 };
		int64_t best;

		classes_random(sections, wishes, &seed);
		problem.without = i % 2 == 0 ? 0 : chance(&seed, 32);
		best = best_placed(&problem);
		assert_int_equal(
		    sections_solve(&problem, 0, NULL, NULL, placed, &proof),
		    PLAN_OPTIMAL);
		assert_int_equal(sections_check(&problem, placed), 0);
		if (proof.objective != best ||
		    placed_worth(&problem, placed) != best)
			fail_msg("case %d: %lld, by trying all %lld", i,
			    (long long)proof.objective, (long long)best);
		sections_solve(&problem, 0, &limit, NULL, quick, &proof);
		assert_int_equal(sections_check(&problem, quick), 0);
		assert_int_equal(
		    proof.objective, placed_worth(&problem, quick));
		assert_true(proof.bound >= (double)best);
		sections_solve(&problem, 0, &limit, placed, quick, &proof);
		assert_int_equal(proof.objective, best);
	}
}

/* Many doors go by rounds: the plan is valid and the bound holds. */
static void
test_doors(void **state)
{
	struct plan_rule rule = { PLAN_CREDITS, PLAN_SEMESTER, ALL, { 0 },
		PLAN_EVER, PLAN_NO_LEAST, 2 };
	struct plan_problem problem = world(&rule, 1, 0);
	struct plan_door doors[60];
	struct plan_aim aim = { .door = 1 };
	struct plan_proof proof;
	bool taken[SUBJECTS * 4];
	int most, i;

	(void)state;
	for (i = 0; i < 60; i++)
		doors[i] = i % 2 == 0
		    ? (struct plan_door){ ALL, 3, 1 }
		    : (struct plan_door){ ONLY(b_list), 1, 1 };
	problem.doors = doors;
	problem.door_count = 60;
	for (most = 2; most <= 5; most++) {
		rule.most = most;
		plan_solve(&problem, &aim, NULL, taken, &proof);
		assert_int_equal(plan_check(&problem, taken, NULL, NULL), 0);
		assert_int_equal(
		    (int64_t)proof.objective, best_of_all(&problem, &aim));
		assert_true(proof.bound >= proof.objective);
	}
}

static void
test_same_again(void **state)
{
	struct plan_rule rules[2] = { { PLAN_COUNT, PLAN_SUBJECT, ALL, { 0 },
					  PLAN_EVER, 1, 1 },
		{ PLAN_COUNT, PLAN_SEMESTER, ALL, { 0 }, PLAN_EVER,
		    PLAN_NO_LEAST, 1 } };
	struct plan_problem problem = world(rules, 2, 0);
	struct plan_aim aim = { .peak = 1 };
	struct plan_proof proof;
	bool first[SUBJECTS * 4], again[SUBJECTS * 4];
	int i;

	(void)state;
	plan_solve(&problem, &aim, NULL, first, &proof);
	for (i = 0; i < 3; i++) {
		plan_solve(&problem, &aim, NULL, again, &proof);
		assert_memory_equal(first, again, sizeof first);
	}
}

static void
test_degenerate(void **state)
{
	struct plan_problem none = { .semester_count = 1 };
	struct plan_aim aim = { .value = 1, .door = 1, .peak = 1 };
	struct plan_proof proof = { 0 };
	bool taken[SUBJECTS * 4], in[1];
	struct plan_rule rule = { PLAN_COUNT, PLAN_WHOLE, ALL, { 0 }, PLAN_EVER,
		0, PLAN_NO_MOST };
	struct plan_problem bad;
	int i;

	(void)state;
	assert_int_equal(
	    plan_solve(&none, &aim, NULL, taken, &proof), PLAN_OPTIMAL);
	assert_int_equal(plan_conflict(&none, NULL, in), PLAN_OPTIMAL);
	assert_int_equal(plan_check(&none, taken, NULL, NULL), 0);
	for (i = 0; i < 8; i++) {
		bad = world(&rule, 1, 0);
		rule.least = 0;
		rule.semesters = PLAN_EVER;
		switch (i) {
		case 0: offers[0].subject = SUBJECTS; break;
		case 1: offers[0].semester = 4; break;
		case 2: offers[0].credits = -1; break;
		case 3: bad.semester_count = 0; break;
		case 4: bad.semester_count = PLAN_SEMESTERS + 1; break;
		case 5: rule.least = -2; break;
		case 6: rule.semesters = PLAN_EVER + 1; break;
		case 7: offers[0].passed = true; break;
		}
		assert_int_equal(plan_solve(&bad, &aim, NULL, taken, &proof),
		    PLAN_BAD_INPUT);
		assert_int_equal(plan_conflict(&bad, NULL, in), PLAN_BAD_INPUT);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_golden),
		cmocka_unit_test(test_brute_force),
		cmocka_unit_test(test_conflict),
		cmocka_unit_test(test_curricula),
		cmocka_unit_test(test_limit),
		cmocka_unit_test(test_sections),
		cmocka_unit_test(test_doors),
		cmocka_unit_test(test_same_again),
		cmocka_unit_test(test_degenerate),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
