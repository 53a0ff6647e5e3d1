/*
 * Differential item functioning from one table of counts: which groups and
 * categories can be compared, the proportional odds model in its three forms,
 * the standardised difference of means, the class.
 */
#include "engine/dif.h"

#include <math.h>
#include <string.h>

#include "engine/numeric.h"

enum {
	CATEGORIES = DIF_CATEGORIES,
	BASES = CATEGORIES - 1,
	FORMS = 3, /* trait alone, with groups, with groups times trait */
	NUMBERS = BASES + 1 + 2 * (DIF_GROUPS - 1),
	STEPS_MOST = 60,
	HALVINGS_MOST = 20
};

static const double settled = 1e-7;
static const double predictor_most = 500;
static const double ridge = 1e-6; /* keeps still what no answer tells of */
static const double chance_level = 0.05;
static const double gain_b = 0.035, gain_c = 0.07;
static const double difference_b = 0.17, difference_c = 0.25;

uint8_t
dif_stratum(double theta)
{
	int stratum = (int)floor(theta * 10 + 0.5) + DIF_STRATA / 2;

	if (stratum < 0)
		return 0;
	return (uint8_t)(stratum < DIF_STRATA ? stratum : DIF_STRATA - 1);
}

static double
stratum_theta(int stratum)
{
	return (stratum - DIF_STRATA / 2) / 10.0;
}

void
dif_count(struct dif_table *table, size_t people, const uint8_t *given,
    size_t stride, const uint8_t *strata, size_t strata_stride,
    const uint16_t *group)
{
	memset(table->counts, 0, sizeof table->counts);
	for (size_t p = 0; p < people; p++) {
		uint8_t answer = given[p * stride];
		uint8_t stratum = strata[p * strata_stride];

		if (group[p] < table->groups && answer >= 1 &&
		    answer <= CATEGORIES && stratum < DIF_STRATA)
			table->counts[stratum][group[p]][answer - 1]++;
	}
}

/*
 * What is compared: groups of enough people, and the categories that they use,
 * closed up. The largest group comes first: the others are told against it.
 */
struct compared {
	int groups, categories;
	int group[DIF_GROUPS]; /* their numbers in the table */
	double people;
	double total[CATEGORIES];
	double value[CATEGORIES]; /* of a category, from 0 */
	double counts[DIF_STRATA][DIF_GROUPS][CATEGORIES];
};

static int64_t
group_people(const struct dif_table *table, int group)
{
	int64_t people = 0;

	for (int s = 0; s < DIF_STRATA; s++)
		for (int k = 0; k < CATEGORIES; k++)
			people += table->counts[s][group][k];
	return people;
}

/* By people, the largest first; equally large ones as they are numbered. */
static void
groups_pick(const struct dif_table *table, struct compared *compared)
{
	int64_t sizes[DIF_GROUPS];

	for (int g = 0; g < table->groups && g < DIF_GROUPS; g++) {
		int64_t people = group_people(table, g);
		int at = compared->groups;

		if (people < DIF_PEOPLE)
			continue;
		for (; at > 0 && sizes[at - 1] < people; at--) {
			sizes[at] = sizes[at - 1];
			compared->group[at] = compared->group[at - 1];
		}
		sizes[at] = people;
		compared->group[at] = g;
		compared->groups++;
	}
}

static double
category_total(
    const struct dif_table *table, const struct compared *compared, int k)
{
	double total = 0;

	for (int s = 0; s < DIF_STRATA; s++)
		for (int g = 0; g < compared->groups; g++)
			total += (double)
				     table->counts[s][compared->group[g]][k];
	return total;
}

static void
category_take(const struct dif_table *table, struct compared *compared, int k)
{
	int to = compared->categories;
	double total = category_total(table, compared, k);

	if (!(total > 0))
		return;
	compared->total[to] = total;
	compared->value[to] = k;
	compared->people += total;
	for (int s = 0; s < DIF_STRATA; s++)
		for (int g = 0; g < compared->groups; g++)
			compared->counts[s][g][to] =
			    (double)table->counts[s][compared->group[g]][k];
	compared->categories++;
}

/*
 * The proportional odds model: P(X >= k) = 1 / (1 + exp(-(base_k + predictor)))
 * with the predictor theta, then one for each group but the first, then each of
 * them times theta. The numbers lie in this order, the bases before them.
 */
struct model {
	int form, size;
	double numbers[NUMBERS];
	double likelihood;
	double gradient[NUMBERS];
	double information[NUMBERS * NUMBERS]; /* lower half */
};

static int
form_size(const struct compared *compared, int form)
{
	return compared->categories + form * (compared->groups - 1);
}

/* What the numbers behind the bases are multiplied with. */
static void
factors_make(const struct model *model, const struct compared *compared, int s,
    int g, double factors[NUMBERS])
{
	int at = compared->categories - 1, others = compared->groups - 1;

	memset(factors, 0, NUMBERS * sizeof *factors);
	factors[at] = stratum_theta(s);
	if (g == 0)
		return;
	if (model->form >= 1)
		factors[at + g] = 1;
	if (model->form >= 2)
		factors[at + others + g] = factors[at];
}

/* F_k = P(X >= k), F_0 = 1; false when a number has run away. */
static bool
reaches_make(const struct model *model, const struct compared *compared,
    const double factors[NUMBERS], double reach[CATEGORIES + 1])
{
	int bases = compared->categories - 1;
	double predictor = 0;

	for (int i = bases; i < model->size; i++)
		predictor += model->numbers[i] * factors[i];
	reach[0] = 1;
	reach[compared->categories] = 0;
	for (int k = 1; k <= bases; k++) {
		double x = model->numbers[k - 1] + predictor;

		if (!(fabs(x) < predictor_most))
			return false;
		reach[k] = 1 / (1 + exp(-x));
		if (!(reach[k] < reach[k - 1]))
			return false;
	}
	return reach[bases] > 0;
}

/* Adds one cell: people of one group, stratum and category. */
static void
cell_add(struct model *model, const double factors[NUMBERS],
    const double reach[CATEGORIES + 1], int k, int bases, double chosen,
    double people)
{
	double chance = reach[k] - reach[k + 1];
	double here = reach[k] * (1 - reach[k]) / chance;
	double next = reach[k + 1] * (1 - reach[k + 1]) / chance;
	double score[NUMBERS];

	for (int i = 0; i < model->size; i++)
		score[i] = factors[i] * (here - next);
	if (k > 0)
		score[k - 1] = here;
	if (k < bases)
		score[k] = -next;
	model->likelihood += chosen * log(chance);
	for (int i = 0; i < model->size; i++) {
		model->gradient[i] += chosen * score[i];
		for (int j = 0; j <= i; j++)
			model->information[i * model->size + j] += people *
			    chance * score[i] * score[j];
	}
}

/* Likelihood, gradient, information; false where there is none. */
static bool
model_reckon(struct model *model, const struct compared *compared)
{
	double factors[NUMBERS], reach[CATEGORIES + 1];
	int bases = compared->categories - 1;

	model->likelihood = 0;
	memset(model->gradient, 0, sizeof model->gradient);
	memset(model->information, 0, sizeof model->information);
	for (int s = 0; s < DIF_STRATA; s++)
		for (int g = 0; g < compared->groups; g++) {
			const double *counts = compared->counts[s][g];
			double people = 0;

			for (int k = 0; k <= bases; k++)
				people += counts[k];
			if (!(people > 0))
				continue;
			factors_make(model, compared, s, g, factors);
			if (!reaches_make(model, compared, factors, reach))
				return false;
			for (int k = 0; k <= bases; k++)
				cell_add(model, factors, reach, k, bases,
				    counts[k], people);
		}
	return isfinite(model->likelihood);
}

/* A step of Fisher scoring, halved until it rises; how long it was. */
static double
model_step(struct model *model, const struct compared *compared)
{
	struct model moved = *model;
	double longest = 0, part = 1;

	for (int i = 0; i < model->size; i++)
		model->information[i * model->size + i] += ridge *
		    compared->people;
	if (!positive_factor(model->information, model->size))
		return 0;
	positive_solve(model->information, model->size, model->gradient);
	for (int i = 0; i < model->size; i++)
		longest = fmax(longest, fabs(model->gradient[i]));
	for (int halving = 0; halving < HALVINGS_MOST; halving++, part /= 2) {
		for (int i = 0; i < model->size; i++)
			moved.numbers[i] = model->numbers[i] +
			    part * model->gradient[i];
		if (model_reckon(&moved, compared) &&
		    moved.likelihood >= model->likelihood) {
			*model = moved;
			return part * longest;
		}
	}
	return 0;
}

/* Starts where the form before it ended; the first, from the shares. */
static void
model_fit(struct model *model, const struct compared *compared, int form)
{
	model->form = form;
	model->size = form_size(compared, form);
	if (!model_reckon(model, compared))
		return;
	for (int steps = 0; steps < STEPS_MOST; steps++)
		if (model_step(model, compared) < settled)
			return;
}

/* Likelihood of the shares alone, without the trait. */
static double
model_start(struct model *model, const struct compared *compared)
{
	double likelihood = 0, above = compared->people;

	memset(model, 0, sizeof *model);
	for (int k = 0; k < compared->categories; k++) {
		double total = compared->total[k];

		likelihood += total * log(total / compared->people);
		if (k > 0)
			model->numbers[k - 1] = log(
			    above / (compared->people - above));
		above -= total;
	}
	return likelihood;
}

/* Nagelkerke (1991), from logarithms of likelihoods. */
static double
determined(double with, double without, double people)
{
	return -expm1(2 * (without - with) / people) /
	    -expm1(2 * without / people);
}

static void
forms_compare(const struct compared *compared, struct dif *dif)
{
	double nothing, likelihoods[FORMS], shares[FORMS];
	struct model model;

	nothing = model_start(&model, compared);
	for (int form = 0; form < FORMS; form++) {
		model_fit(&model, compared, form);
		likelihoods[form] = model.likelihood;
		shares[form] = determined(
		    model.likelihood, nothing, compared->people);
	}
	dif->gain_uniform = fmax(shares[1] - shares[0], 0);
	dif->gain = fmax(shares[2] - shares[0], 0);
	dif->freedom = 2 * (compared->groups - 1);
	dif->ratio = fmax(2 * (likelihoods[2] - likelihoods[0]), 0);
	dif->chance = chi_square_tail(dif->ratio, dif->freedom);
}

/* Sum of the values of a cell, and its people. */
static double
cell_sum(const struct compared *compared, int s, int g, double *people)
{
	double sum = 0;

	*people = 0;
	for (int k = 0; k < compared->categories; k++) {
		sum += compared->counts[s][g][k] * compared->value[k];
		*people += compared->counts[s][g][k];
	}
	return sum;
}

static double
value_deviation(const struct compared *compared)
{
	double mean = 0, square = 0;

	for (int k = 0; k < compared->categories; k++)
		mean += compared->total[k] * compared->value[k];
	mean /= compared->people;
	for (int k = 0; k < compared->categories; k++)
		square += compared->total[k] * (compared->value[k] - mean) *
		    (compared->value[k] - mean);
	return sqrt(square / compared->people);
}

/*
 * How much higher group b answers than group a in the same stratum, on average
 * over b's people: b is the smaller group.
 */
static double
pair_difference(const struct compared *compared, int a, int b)
{
	double difference = 0, total = 0;

	for (int s = 0; s < DIF_STRATA; s++) {
		double people_a, people_b;
		double sum_a = cell_sum(compared, s, a, &people_a);
		double sum_b = cell_sum(compared, s, b, &people_b);

		if (!(people_a > 0 && people_b > 0))
			continue;
		difference += sum_b - people_b * (sum_a / people_a);
		total += people_b;
	}
	return total > 0 ? difference / total : 0;
}

static void
pairs_compare(const struct compared *compared, struct dif *dif)
{
	double deviation = value_deviation(compared), largest = -1;

	for (int a = 0; a < compared->groups; a++)
		for (int b = a + 1; b < compared->groups; b++) {
			double difference = pair_difference(compared, a, b) /
			    deviation;
			bool above = difference > 0;

			if (fabs(difference) <= largest)
				continue;
			largest = fabs(difference);
			dif->high = compared->group[above ? b : a];
			dif->low = compared->group[above ? a : b];
		}
	dif->difference = fmax(largest, 0);
}

static char
class_find(const struct dif *dif)
{
	if (dif->chance >= chance_level)
		return 'A';
	if (dif->gain >= gain_c || dif->difference > difference_c)
		return 'C';
	if (dif->gain >= gain_b || dif->difference >= difference_b)
		return 'B';
	return 'A';
}

void
dif_measure(const struct dif_table *table, struct dif *dif)
{
	struct compared compared = { 0 };

	memset(dif, 0, sizeof *dif);
	groups_pick(table, &compared);
	for (int k = 0; k < CATEGORIES; k++)
		category_take(table, &compared, k);
	if (compared.groups < 2 || compared.categories < 2)
		return;
	dif->groups = compared.groups;
	dif->people = (int64_t)compared.people;
	forms_compare(&compared, dif);
	pairs_compare(&compared, dif);
	dif->class = class_find(dif);
}
