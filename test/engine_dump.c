/*
 * Writes what the engine says of many made-up banks, answers and models, every
 * number to its last bit. engine_same_bytes.sh compares what different
 * compilers make of it.
 */
#include "engine_cases.h"

#include <stdio.h>

static struct cases_model made;

static void
profile_write(const struct interest_profile *profile)
{
	for (int l = 0; l < LETTERS; l++) {
		const struct interest_scale *scale = &profile->scales[l];

		printf("%d %a %a %a %a %a %a %a %a %d\n", profile->order[l],
		    scale->theta, scale->theta_sd, scale->score, scale->low,
		    scale->high, scale->standard, scale->standard_sd,
		    scale->rise, scale->answered);
	}
	printf("%d %a %d %d\n", profile->answered, profile->first_probability,
	    profile->level, profile->tied);
}

static void
match_write(const struct match *match)
{
	printf("%d %a %a %a", match->thing, match->score, match->probability,
	    match->base);
	for (int l = 0; l < LETTERS; l++)
		printf(" %a", match->terms[l]);
	printf(
	    " %a %d %a\n", match->steady, match->change_letter, match->change);
}

static bool
person_write(struct cases *cases, double missing)
{
	struct interest_bank bank;
	interest_answer answers[INTEREST_ITEMS];
	struct interest_profile profile;
	struct match list[20];
	double theta[LETTERS];

	cases_bank(cases, 1 + cases_below(cases, INTEREST_ITEMS), &bank);
	struct interest_table *table = interest_table_new(&bank);
	if (table == NULL)
		return false;
	for (int l = 0; l < LETTERS; l++)
		theta[l] = cases_normal(cases);
	cases_answers(cases, &bank, theta, missing, answers);
	interest_score(table, answers, &profile);
	interest_table_free(table);
	profile_write(&profile);
	cases_model(cases, 1 + cases_below(cases, 600), 30, &made);
	int count = match_rank(
	    &made.model, &profile, made.groups, 5, 10, 20, list);
	for (int i = 0; i < count; i++)
		match_write(&list[i]);
	return true;
}

int
main(void)
{
	struct cases cases = { 20260320 };

	for (int person = 0; person < 400; person++)
		if (!person_write(&cases, person % 5 / 4.0))
			return 1;
	return 0;
}
