/* Exposure and ABROCA against hand-reckoned cases and against brute force. */
#include "engine/fair.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

#include "base/memory.h"
#include "engine_cases.h"

enum { PEOPLE = 400, CLASSES = 6 };

static void
near(const char *what, double got, double want, double tolerance)
{
	if (!(fabs(got - want) <= tolerance))
		fail_msg("%s: %.17g, not %.17g", what, got, want);
}

/* Five people, three classes, lists of one; the last one's group is unknown. */
static void
test_exposure_by_hand(void **state)
{
	static const double scores[] = { 3, 2, 1, 1, 3, 2, 5, 5, 0, 0, 0, 1, 9,
		0, 0 };
	static const int of[] = { 0, 0, 1, 1, -1 };
	static const struct {
		size_t shown[2];
		int least, most;
		double ratio, error;
	} rows[] = {
		{ { 1, 1 }, 0, 1, 1, 0.7302967433402214 },
		{ { 1, 0 }, 1, 0, 0, 1.3662601021279464 },
		{ { 0, 1 }, 0, 1, 0, 1.3662601021279464 },
	};
	struct fair_column column = { 2, of };
	struct fair_exposure out[3];

	(void)state;
	fair_exposure(scores, 5, 3, 1, &column, out);
	for (int k = 0; k < 3; k++) {
		assert_int_equal(out[k].people[0], 2);
		assert_int_equal(out[k].people[1], 2);
		assert_memory_equal(
		    out[k].shown, rows[k].shown, sizeof rows[k].shown);
		assert_int_equal(out[k].least, rows[k].least);
		assert_int_equal(out[k].most, rows[k].most);
		assert_true(out[k].ratio == rows[k].ratio);
		near("error", out[k].error, rows[k].error, 1e-12);
		assert_true(out[k].low <= out[k].ratio);
		assert_true(out[k].high >= out[k].ratio);
	}
}

/*
 * The interval of Katz and others: 12.5 of 80.5 against 40.5 of 160.5 people is
 * .6154 (.3463 to 1.0935), as exp(log ratio -+ 1.96 sqrt(1/a - 1/n + 1/b - 1/m)).
 */
static void
test_exposure_interval(void **state)
{
	double scores[240 * 2];
	int of[240];
	struct fair_column column = { 2, of };
	struct fair_exposure out[2];

	(void)state;
	for (int i = 0; i < 240; i++) {
		bool sees = i < 80 ? i < 12 : i < 120;

		of[i] = i >= 80;
		scores[2 * i] = sees;
		scores[2 * i + 1] = 0.5;
	}
	fair_exposure(scores, 240, 2, 1, &column, out);
	near("ratio", out[0].ratio, 0.6, 1e-15);
	near("error", out[0].error,
	    sqrt(1 / 12.5 - 1 / 80.5 + 1 / 40.5 - 1 / 160.5), 1e-12);
	near("low", out[0].low, 0.3463036, 1e-6);
	near("high", out[0].high, 1.0934810, 1e-6);
}

static size_t
shown_count(
    const double *scores, const int *of, int group, int class, int first)
{
	size_t shown = 0;

	for (int i = 0; i < PEOPLE; i++) {
		const double *row = scores + i * CLASSES;
		int taken[CLASSES] = { 0 };

		for (int place = 0; place < first; place++) {
			int best = -1;

			for (int k = 0; k < CLASSES; k++)
				if (!taken[k] &&
				    (best < 0 || row[k] > row[best]))
					best = k;
			taken[best] = 1;
		}
		shown += of[i] == group && taken[class];
	}
	return shown;
}

static void
test_exposure_by_force(void **state)
{
	struct cases cases = { 7 };
	static double scores[PEOPLE * CLASSES];
	int of[PEOPLE];
	struct fair_column column = { 3, of };
	struct fair_exposure out[CLASSES];

	(void)state;
	for (int i = 0; i < PEOPLE; i++)
		of[i] = cases_below(&cases, 4) - 1;
	for (int i = 0; i < PEOPLE * CLASSES; i++)
		scores[i] = cases_below(&cases, 5); /* many are tied */
	for (int first = 1; first <= CLASSES; first++) {
		fair_exposure(scores, PEOPLE, CLASSES, first, &column, out);
		for (int k = 0; k < CLASSES; k++)
			for (int g = 0; g < 3; g++)
				assert_int_equal(out[k].shown[g],
				    shown_count(scores, of, g, k, first));
	}
	near("all see all", out[0].ratio, 1, 0);
}

/* Nobody, one group, an empty group, a class that nobody sees. */
static void
test_exposure_degenerate(void **state)
{
	static const double scores[] = { 1, 0, 1, 0, 1, 0 };
	static const int of[] = { 1, 1, -1 };
	static const struct {
		size_t people;
		int groups;
	} rows[] = { { 0, 2 }, { 3, 2 }, { 2, 2 }, { 0, 0 } };
	struct fair_exposure out[2];

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct fair_column column = { rows[i].groups, of };

		fair_exposure(scores, rows[i].people, 2, 1, &column, out);
		for (int k = 0; k < 2; k++) {
			assert_true(out[k].ratio == 1);
			assert_true(isinf(out[k].error));
		}
	}
}

struct roc_people {
	double scores[PEOPLE];
	bool is[PEOPLE];
	int of[PEOPLE];
	struct fair_roc roc;
};

static void
roc_person(struct roc_people *people, double score, bool is, int group)
{
	size_t at = people->roc.people++;

	people->scores[at] = score;
	people->is[at] = is;
	people->of[at] = group;
	people->roc.scores = people->scores;
	people->roc.is = people->is;
	people->roc.of = people->of;
}

/* Group 0: one of the class high, one low, two others between: (0, 1/2), (1, 1/2). */
static void
test_abroca_by_hand(void **state)
{
	static const struct {
		double yes[2], no[2]; /* scores of group 1 */
		double area;
	} rows[] = {
		{ { 4, 1 }, { 3, 2 }, 0 }, /* the same */
		{ { 2, 2 }, { 2, 2 }, 0.25 }, /* the diagonal: they cross */
		{ { 9, 8 }, { 1, 0 }, 0.5 }, /* always right */
		{ { 1, 0 }, { 9, 8 }, 0.5 }, /* always wrong */
		{ { 3, 1 }, { 3, 1 }, 0.25 }, /* the diagonal, in two parts */
		{ { 5, 3 }, { 4, 1 }, 0.25 }, /* (0, 1/2), (1/2, 1/2), 1 */
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct roc_people people = { 0 };
		struct fair_area out;

		roc_person(&people, 4, true, 0);
		roc_person(&people, 1, true, 0);
		roc_person(&people, 3, false, 0);
		roc_person(&people, 2, false, 0);
		for (int j = 0; j < 2; j++) {
			roc_person(&people, rows[i].yes[j], true, 1);
			roc_person(&people, rows[i].no[j], false, 1);
			roc_person(&people, 2.5, j, 2); /* of no group */
		}
		assert_true(fair_abroca(&people.roc, 0, &out));
		near("area", out.area, rows[i].area, 1e-15);
		assert_true(isnan(out.dealt) && out.p == 1);
	}
}

/* Height of a group's curve at x: over all pairs of corners, the slow way. */
static double
height_by_force(const struct roc_people *people, int group, double x)
{
	double counts[2] = { 0, 0 }, before[2] = { 0, 0 }, all[2] = { 0, 0 };
	double top = INFINITY;

	for (size_t i = 0; i < people->roc.people; i++)
		if (people->of[i] == group)
			all[people->is[i]]++;
	while (counts[0] < all[0] && counts[0] / all[0] <= x) {
		double next = -INFINITY;

		for (size_t i = 0; i < people->roc.people; i++)
			if (people->of[i] == group && people->scores[i] < top)
				next = fmax(next, people->scores[i]);
		memcpy(before, counts, sizeof before);
		for (size_t i = 0; i < people->roc.people; i++)
			if (people->of[i] == group && people->scores[i] == next)
				counts[people->is[i]]++;
		top = next;
	}
	return (before[1] +
		   (counts[1] - before[1]) * (x * all[0] - before[0]) /
		       (counts[0] - before[0])) /
	    all[1];
}

static void
roc_make(struct cases *cases, int count, int levels, double gap,
    struct roc_people *people)
{
	*people = (struct roc_people){ 0 };
	for (int i = 0; i < count; i++) {
		int group = cases_below(cases, 2);
		bool is = cases_uniform(cases) < 0.4;
		double score = cases_normal(cases) + is * (group ? gap : 1);

		roc_person(
		    people, levels ? floor(score * levels) : score, is, group);
	}
}

static void
test_abroca_by_force(void **state)
{
	enum { STRIPS = 2000 };
	struct cases cases = { 11 };

	(void)state;
	for (int turn = 0; turn < 12; turn++) {
		struct roc_people people;
		struct fair_area out;
		double sum = 0;

		roc_make(&cases, 40, turn % 3, 0.2, &people);
		assert_true(fair_abroca(&people.roc, 0, &out));
		for (int i = 0; i < STRIPS; i++) {
			double x = (i + 0.5) / STRIPS;

			sum += fabs(height_by_force(&people, 0, x) -
				   height_by_force(&people, 1, x)) /
			    STRIPS;
		}
		near("area", out.area, sum, 1e-3);
	}
}

/* A group without people of either kind has no curve. */
static void
test_abroca_degenerate(void **state)
{
	static const struct {
		bool is[4];
		int of[4];
	} rows[] = {
		{ { true, true, true, false }, { 0, 0, 1, 1 } },
		{ { true, false, true, false }, { 0, 0, 0, 0 } },
		{ { true, false, true, false }, { 2, -1, 7, 3 } },
		{ { false, false, false, false }, { 0, 1, 0, 1 } },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		for (size_t people = 0; people <= 4; people += 4) {
			static const double scores[] = { 1, 2, 3, 4 };
			struct fair_roc roc = { people, scores, rows[i].is,
				rows[i].of };
			struct fair_area out;

			assert_true(fair_abroca(&roc, 9, &out));
			assert_true(isnan(out.area) && isnan(out.dealt));
			assert_true(out.p == 1);
		}
}

/* Where groups are alike, p is as often below any x as x says. */
static void
test_abroca_null(void **state)
{
	enum { SETS = 300 };
	static const double limits[] = { 0.05, 0.25, 0.5, 0.75 };
	struct cases cases = { 2020 };
	double p[SETS], apart = 0;

	(void)state;
	for (int s = 0; s < SETS; s++) {
		struct roc_people people;
		struct fair_area out;

		roc_make(&cases, 60, 0, 1, &people);
		assert_true(fair_abroca(&people.roc, 99, &out));
		p[s] = out.p;
		apart += out.area - out.dealt;
		assert_true(p[s] >= 0.01 && p[s] <= 1);
	}
	near("dealt", apart / SETS, 0, 0.01);
	for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
		double below = 0, x = limits[i];

		for (int s = 0; s < SETS; s++)
			below += p[s] <= x;
		near("share", below / SETS, x, 3.3 * sqrt(x * (1 - x) / SETS));
	}
}

static void
test_abroca_found(void **state)
{
	struct cases cases = { 5 };
	struct roc_people people, turned = { 0 };
	struct fair_area out, again;

	(void)state;
	roc_make(&cases, PEOPLE, 0, -0.5, &people);
	assert_true(fair_abroca(&people.roc, 199, &out));
	assert_true(out.area > 0.2);
	assert_true(out.dealt < 0.08);
	near("p", out.p, 0.005, 1e-15);
	for (int i = PEOPLE; i-- > 0;)
		roc_person(
		    &turned, people.scores[i], people.is[i], people.of[i]);
	assert_true(fair_abroca(&turned.roc, 199, &again));
	assert_memory_equal(&out, &again, sizeof out);
}

static void
test_abroca_without_memory(void **state)
{
	struct cases cases = { 5 };
	struct roc_people people;
	struct fair_area out;

	(void)state;
	roc_make(&cases, 20, 0, 1, &people);
	for (size_t nth = 1; nth <= 3; nth++) {
		memory_fail_at(nth, false);
		assert_false(fair_abroca(&people.roc, 9, &out));
	}
	memory_fail_at(0, false);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_exposure_by_hand),
		cmocka_unit_test(test_exposure_interval),
		cmocka_unit_test(test_exposure_by_force),
		cmocka_unit_test(test_exposure_degenerate),
		cmocka_unit_test(test_abroca_by_hand),
		cmocka_unit_test(test_abroca_by_force),
		cmocka_unit_test(test_abroca_degenerate),
		cmocka_unit_test(test_abroca_null),
		cmocka_unit_test(test_abroca_found),
		cmocka_unit_test(test_abroca_without_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
