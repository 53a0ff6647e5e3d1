#include "engine_cases.h"

#include <math.h>
#include <string.h>

/* Marsaglia's xorshift with 64 bits (2003). */
double
cases_uniform(struct cases *cases)
{
	cases->state ^= cases->state << 13;
	cases->state ^= cases->state >> 7;
	cases->state ^= cases->state << 17;
	return (double)(cases->state >> 11) / 9007199254740992.0;
}

int
cases_below(struct cases *cases, int limit)
{
	return (int)(cases_uniform(cases) * limit);
}

/* Twelve uniforms less six: near enough to normal, and no libm in it. */
double
cases_normal(struct cases *cases)
{
	double sum = -6;

	for (int i = 0; i < 12; i++)
		sum += cases_uniform(cases);
	return sum;
}

void
cases_bank(struct cases *cases, int count, struct interest_bank *bank)
{
	memset(bank, 0, sizeof *bank);
	bank->count = count;
	for (int i = 0; i < count; i++) {
		struct interest_item *item = &bank->items[i];
		double threshold = -2.5 + 2 * cases_uniform(cases);

		item->scale = i % LETTERS;
		item->slope = 0.4 + 3.6 * cases_uniform(cases);
		for (int k = 0; k < INTEREST_CATEGORIES - 1; k++) {
			item->thresholds[k] = threshold;
			threshold += 0.2 + cases_uniform(cases);
		}
	}
}

void
cases_joint_bank(struct cases *cases, int count, struct interest_bank *bank)
{
	cases_bank(cases, count, bank);
	for (int l = 0; l < LETTERS; l++)
		for (int m = 0; m < LETTERS; m++)
			bank->correlation[l][m] = l == m ? 1
			    : l + m == LETTERS - 1       ? -0.2
							 : 0.3;
	for (int i = LETTERS; i < count; i += 2) {
		float rest = (float)(cases_uniform(cases) - 0.5) / 4;

		bank->residual[i][i - LETTERS] = rest;
		bank->residual[i - LETTERS][i] = rest;
	}
}

interest_answer
cases_answer(
    struct cases *cases, const struct interest_item *item, double theta)
{
	double u = cases_uniform(cases);
	int k = 0;

	while (k < INTEREST_CATEGORIES - 1 &&
	    u < 1 / (1 + exp(-item->slope * (theta - item->thresholds[k]))))
		k++;
	return (interest_answer)(k + 1);
}

void
cases_answers(struct cases *cases, const struct interest_bank *bank,
    const double theta[LETTERS], double missing, interest_answer *answers)
{
	for (int i = 0; i < bank->count; i++)
		answers[i] = cases_uniform(cases) < missing
		    ? 0
		    : cases_answer(
			  cases, &bank->items[i], theta[bank->items[i].scale]);
}

void
cases_model(struct cases *cases, int count, int fields, struct cases_model *out)
{
	for (int i = 0; i < count; i++) {
		bool copy = i % 7 == 6;

		for (int l = 0; l < LETTERS; l++)
			out->vectors[i][l] = copy
			    ? out->vectors[i - 1][l]
			    : (10 + cases_below(cases, 61)) / 10.0;
		out->bases[i] = copy ? out->bases[i - 1]
				     : log(0.001 + cases_uniform(cases));
		out->groups[i] = cases_below(cases, fields);
	}
	match_weights(
	    (const double(*)[LETTERS])out->vectors, count, out->weights);
	out->model = (struct match_model){ count, out->weights[0], out->bases,
		1 };
}
