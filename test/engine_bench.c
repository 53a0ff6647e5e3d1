/*
 * How long the engine takes: a profile of 48 answers, and the ranking of 703
 * occupations and 210 majors (ten or twenty of each, five fields, steady and
 * change for a list of ten), all answered and nothing answered; the same profile
 * where letters and items go together, and the next item of an adaptive test
 * with half of the answers. Microseconds of one core; the best of several rounds, since other work disturbs.
 */
#include "engine_cases.h"

#include <math.h>
#include <stdio.h>
#include <time.h>

enum { PEOPLE = 100, ROUNDS = 20 };

static struct interest_bank bank;
static interest_answer answers[PEOPLE][INTEREST_ITEMS];
static struct interest_profile profiles[PEOPLE];
static struct cases_model occupations, majors;

static double
now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
	return (double)time.tv_sec * 1e6 + (double)time.tv_nsec * 1e-3;
}

static void
people_make(struct cases *cases, double missing)
{
	double theta[LETTERS];

	for (int person = 0; person < PEOPLE; person++) {
		for (int l = 0; l < LETTERS; l++)
			theta[l] = cases_normal(cases);
		cases_answers(cases, &bank, theta, missing, answers[person]);
	}
}

static void
people_score(const struct interest_table *table)
{
	for (int person = 0; person < PEOPLE; person++)
		interest_score(table, answers[person], &profiles[person]);
}

static void
people_rank(int want)
{
	struct match out[20];

	for (int person = 0; person < PEOPLE; person++) {
		const struct match_person who = { &profiles[person] };

		match_rank(&occupations.model, &who,
		    &(struct match_wish){ want, 10, 5, occupations.groups },
		    out);
		match_rank(&majors.model, &who,
		    &(struct match_wish){ want, 10, 5, majors.groups }, out);
	}
}

/* The most that a change of answers can take: things that nothing changes. */
static double
change_time(const struct interest_table *table, int most)
{
	static double weights[100 * LETTERS], bases[100];
	struct match_model model = { 100, weights, bases, 1 };
	double start = now();

	for (int i = 0; i < 100; i++)
		bases[i] = -i;
	change_find(&(struct change_question){
	    &bank, table, answers[0], &model, NULL, 3, most });
	return (now() - start) / 1000;
}

/* Of one person: scored with a table, ranked without. */
static double
best_time(const struct interest_table *table, int want)
{
	double best = INFINITY;

	for (int round = 0; round < ROUNDS; round++) {
		double start = now();

		if (table != NULL)
			people_score(table);
		else
			people_rank(want);
		best = fmin(best, (now() - start) / PEOPLE);
	}
	return best;
}

static double
next_time(const struct interest_table *table)
{
	struct adaptive_rule rule = { .most = INTEREST_ITEMS, .slack = 1 };
	double best = INFINITY;

	for (int round = 0; round < ROUNDS; round++) {
		double start = now();

		for (int person = 0; person < PEOPLE; person++)
			if (adaptive_next(table, answers[person], &rule, 1) < 0)
				return NAN;
		best = fmin(best, (now() - start) / PEOPLE);
	}
	return best;
}

/* Where letters and items go together. */
static bool
joint_print(struct cases *cases)
{
	struct interest_table *table;

	cases_joint_bank(cases, 48, &bank);
	table = interest_table_new(&bank);
	if (table == NULL)
		return false;
	people_make(cases, 0.5);
	printf("joint, half answered: score %.1f us, next item %.1f us\n",
	    best_time(table, 0), next_time(table));
	people_make(cases, 0);
	printf("joint, all answered: score %.1f us\n", best_time(table, 0));
	interest_table_free(table);
	return true;
}

int
main(void)
{
	struct cases cases = { 1 };
	struct interest_table *table;

	cases_bank(&cases, 48, &bank);
	cases_model(&cases, 703, 30, &occupations);
	cases_model(&cases, 210, 30, &majors);
	table = interest_table_new(&bank);
	if (table == NULL)
		return 1;
	for (int missing = 0; missing < 2; missing++) {
		people_make(&cases, missing);
		printf("%s answered: score %.1f us",
		    missing ? "nothing" : "all", best_time(table, 0));
		printf(", rank ten %.0f us", best_time(NULL, 10));
		printf(", rank twenty %.0f us\n", best_time(NULL, 20));
	}
	people_make(&cases, 0);
	printf("no change of one answer: %.1f ms, of two: %.0f ms\n",
	    change_time(table, 1), change_time(table, 2));
	interest_table_free(table);
	return joint_print(&cases) ? 0 : 1;
}
