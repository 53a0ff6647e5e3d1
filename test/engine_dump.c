/*
 * Writes what the engine says of many made-up banks, answers and models, every
 * number to its last bit. engine_same_bytes.sh compares what different
 * compilers make of it.
 */
#include "engine_cases.h"

#include <stdio.h>

#include "engine/adaptive.h"
#include "engine/calibrate.h"
#include "engine/choice.h"
#include "engine/dif.h"
#include "engine/measure.h"
#include "engine/fair.h"
#include "engine/residual.h"

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

/* The same model as labels, which move the things of another one. */
static void
labels_write(const struct logit_model *fitted, const struct match_answers *with,
    const int *letters, const interest_answer *answers,
    const struct interest_profile *profile)
{
	static const int starts[] = { 0, 1, 3, 3 };
	static const struct match_share shares[] = { { 0, 1 }, { 5, 0.5 },
		{ 12, 0.5 } };
	static const double priors[13][LETTERS] = { { 0.5, -0.5 } };
	struct match_move moves[13];
	struct match list[3];
	const struct match_labels labels = { fitted, with, letters, priors,
		0.5 };
	const struct match_model model = { .count = 3,
		.weights = priors[0],
		.temperature = 0.5,
		.starts = starts,
		.shares = shares };

	match_labels_moves(&labels, answers, profile, moves);
	match_labels_slopes(&labels, answers, profile, moves);
	match_rank(&model,
	    &(struct match_person){ .profile = profile, .moves = moves },
	    &(struct match_wish){ 3, 2, 0, NULL }, list);
	for (int i = 0; i < 3; i++)
		match_write(&list[i]);
}

/* A model of the features of answers, and the smallest change of answers. */
static void
fitted_write(struct cases *cases, const struct interest_bank *bank,
    const struct interest_table *table, const interest_answer *answers,
    const struct interest_profile *profile)
{
	static double weights[13 * MATCH_FEATURES];
	static double values[MATCH_FEATURES], rises[MATCH_FEATURES][LETTERS];
	struct features features = { .items = bank->count };
	struct match_answers with = { &features, bank, NULL, NULL };
	int count = features_count(&features), letters[MATCH_FEATURES];
	struct match list[13];

	for (int i = 0; i < bank->count; i++) {
		features.scale[i] = bank->items[i].scale;
		features.first[i] = 3;
		features.second[i] = 10;
	}
	for (int f = 0; f < 13 * count; f++)
		weights[f] = cases_normal(cases) / 8;
	match_answers_letters(&features, letters);
	match_answers_values(&with, answers, profile, values);
	match_answers_rises(&with, answers, profile, rises);
	struct match_model model = { 13, weights, NULL, 1, count, letters };
	struct match_list ranked = match_rank(&model,
	    &(struct match_person){
		profile, values, (const double(*)[LETTERS])rises },
	    &(struct match_wish){ 13, 3, 0, NULL }, list);
	for (int i = 0; i < ranked.count; i++)
		match_write(&list[i]);
	struct change change = change_find(&(struct change_question){
	    bank, table, answers, &model, &with, 3, 1 });
	printf("%d %d %d\n", change.count, change.items[0], change.answers[0]);
	with.means = values;
	labels_write(&(struct logit_model){ count, 13, weights, NULL, 1 },
	    &with, letters, answers, profile);
}

/* Learned from made-up pairs: weights, and what is near. */
static void
related_write(struct cases *cases)
{
	enum { THINGS = 60, FEATURES = 5 };
	static float x[THINGS * THINGS * FEATURES];
	static unsigned char kinds[THINGS * THINGS];
	struct related_pairs pairs = { THINGS, FEATURES, x, kinds };
	struct related_model model;
	int near[THINGS];

	for (int i = 0; i < THINGS * THINGS * FEATURES; i++)
		x[i] = (float)cases_normal(cases);
	for (int i = 0; i < THINGS * THINGS; i++)
		kinds[i] = (unsigned char)(cases_below(cases, 9) == 0);
	printf("%d\n", related_fit(&pairs, NULL, 31, 1, &model));
	for (int f = 0; f < FEATURES; f++)
		printf("%a %a\n", model.weights[f], model.spreads[f]);
	for (int i = 0; i < THINGS; i++) {
		related_nearest(&model, &pairs, i, 3, near);
		printf("%d %d %d %a\n", near[0], near[1], near[2],
		    related_precision(&model, &pairs, i, 10));
	}
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
	profile_write(&profile);
	fitted_write(cases, &bank, table, answers, &profile);
	interest_table_free(table);
	cases_model(cases, 1 + cases_below(cases, 600), 30, &made);
	struct match_list ranked = match_rank(&made.model,
	    &(struct match_person){ &profile },
	    &(struct match_wish){ 20, 10, 5, made.groups }, list);
	printf("%a\n", ranked.loss);
	for (int i = 0; i < ranked.count; i++)
		match_write(&list[i]);
	return true;
}

enum { PEOPLE = 400, ITEMS = 18 };

static void
dif_write(const struct calibration *found, const uint8_t *given)
{
	static struct dif_table table = { .groups = 2 };
	static uint16_t groups[PEOPLE];
	struct dif dif;

	for (size_t p = 0; p < PEOPLE; p++)
		groups[p] = p % 3 == 0;
	for (size_t i = 0; i < ITEMS; i++) {
		dif_count(&table, PEOPLE, given + i, ITEMS,
		    found->strata + i % LETTERS, LETTERS, groups);
		dif_measure(&table, &dif);
		printf("%d %a %a %a %a %a\n", dif.class, dif.gain,
		    dif.gain_uniform, dif.ratio, dif.chance, dif.difference);
	}
}

static void
calibration_write(const struct calibration *found)
{
	for (int i = 0; i < found->items; i++) {
		const struct calibrate_item *item = &found->item[i];

		printf("%a %a %a %d %a\n", item->slope, item->slope_error,
		    item->fit.statistic, item->fit.freedom, item->fit.rmsea);
		for (int k = 0; k < CALIBRATE_CATEGORIES - 1; k++)
			printf("%a\n", item->thresholds[k]);
	}
	for (int s = 0; s < found->scales; s++)
		printf("%a %a %a %d\n", found->scale[s].likelihood,
		    found->scale[s].reliability, found->scale[s].srmsr,
		    found->scale[s].iterations);
	for (int c = 0; c < found->scales * found->scales; c++)
		printf("%a\n", found->correlation[c]);
}

/* Items are dealt to the six scales in turn. */
static bool
bank_write(struct cases *cases)
{
	static uint8_t given[PEOPLE * ITEMS];
	struct interest_bank bank;
	struct calibration found;
	double theta[LETTERS];
	int scale[ITEMS];

	cases_bank(cases, ITEMS, &bank);
	for (int i = 0; i < ITEMS; i++)
		scale[i] = bank.items[i].scale;
	for (int p = 0; p < PEOPLE; p++) {
		for (int l = 0; l < LETTERS; l++)
			theta[l] = cases_normal(cases);
		cases_answers(cases, &bank, theta, 0.1, given + p * ITEMS);
	}
	struct calibrate_data data = { PEOPLE, ITEMS, LETTERS, given, scale };
	if (!calibrate(&data, &found))
		return false;
	calibration_write(&found);
	dif_write(&found, given);
	calibration_free(&found);
	return true;
}

/* Exploration weights of made-up people, and a test of two groups' curves. */
static bool
fair_write(struct cases *cases)
{
	enum { PEOPLE = 400, FEATURES = 7, CLASSES = 9 };
	static float x[PEOPLE * FEATURES];
	static int class[PEOPLE], of[2][PEOPLE];
	static double weights[CLASSES * FEATURES], bases[CLASSES];
	static double scores[PEOPLE];
	static bool is[PEOPLE];
	struct logit_data data = { PEOPLE, FEATURES, CLASSES, x, class };
	struct logit_model model = { FEATURES, CLASSES, weights, bases, 1.5 };
	struct fair_column columns[] = { { 2, of[0] }, { 3, of[1] } };
	struct fair_roc roc = { PEOPLE, scores, is, of[0] };
	struct fair_path path;
	struct fair_area area;

	for (int i = 0; i < PEOPLE; i++) {
		of[0][i] = cases_below(cases, 2);
		of[1][i] = cases_below(cases, 3);
		is[i] = cases_below(cases, 3) == 0;
		scores[i] = cases_normal(cases) + is[i] * of[0][i];
		for (int f = 0; f < FEATURES; f++)
			x[i * FEATURES + f] = (float)(cases_normal(cases) +
			    (f < 2 ? of[f][i] : 0));
	}
	for (int i = 0; i < CLASSES * FEATURES; i++)
		weights[i] = cases_normal(cases);
	if (!fair_fit(&data, columns, 2, &model, 3, 0.8, &path) ||
	    !fair_abroca(&roc, 99, &area))
		return false;
	printf("%d %d %a %a %a\n", path.directions, path.chosen, area.area,
	    area.dealt, area.p);
	for (int d = 0; d < path.directions * FEATURES; d++)
		printf("%a\n", path.direction[d]);
	for (int i = 0; i < path.points; i++)
		for (int s = 0; s < CLASSES * (path.directions + 1); s++)
			printf("%a\n", path.point[i].shifts[s]);
	fair_free(&path);
	return true;
}

/* A joint bank: what it learns, who is asked what, and the profiles. */
static bool
joint_write(struct cases *cases)
{
	enum { PEOPLE = 100, COUNT = 24 };
	static struct interest_bank bank;
	static uint8_t given[PEOPLE][COUNT];
	double theta[LETTERS], eligible[INTEREST_ITEMS];
	struct adaptive_rule rule = adaptive_default;
	struct interest_profile profile;
	int form[INTEREST_ITEMS];

	cases_joint_bank(cases, COUNT, &bank);
	for (int p = 0; p < PEOPLE; p++) {
		for (int l = 0; l < LETTERS; l++)
			theta[l] = cases_normal(cases);
		cases_answers(cases, &bank, theta, 0.1, given[p]);
	}
	if (!residual_learn(&bank, given[0], PEOPLE))
		return false;
	struct interest_table *table = interest_table_new(&bank);
	if (table == NULL)
		return false;
	rule.most = COUNT / 2;
	adaptive_exposure(table, &rule, 0.7, eligible);
	rule.eligible = eligible;
	for (int i = 0; i < adaptive_form(table, COUNT, 1, form); i++)
		printf("%d %a\n", form[i], eligible[i]);
	for (int p = 0; p < PEOPLE; p++) {
		interest_answer answers[COUNT] = { 0 };
		int item;

		while ((item = adaptive_next(
			    table, answers, &rule, (uint64_t)p)) >= 0) {
			printf("%d ", item);
			answers[item] = given[p][item] ? given[p][item] : 3;
		}
		interest_score(table, answers, &profile);
		profile_write(&profile);
		for (int l = 0; l < LETTERS; l++)
			printf("%a %a %a\n", profile.scales[l].sum_sd,
			    profile.scales[l].full[1].low,
			    profile.covariance[l][0]);
	}
	interest_table_free(table);
	return true;
}

/* A model of made-up choices, how good it is, what it would ask next. */
static bool
learned_write(struct cases *cases)
{
	enum {
		CLASSES = 5,
		FEATURES = ITEMS * FEATURES_EACH + FEATURES_COMMON
	};
	static uint8_t given[PEOPLE * ITEMS];
	static float x[PEOPLE * FEATURES];
	static double chances[PEOPLE * CLASSES], weights[CLASSES * FEATURES];
	static int class[PEOPLE];
	double bases[CLASSES] = { 0 }, strengths[FEATURES], theta[LETTERS];
	int places[ITEMS];
	struct interest_bank bank;
	struct features features = { .items = ITEMS };
	struct logit_data data = { PEOPLE, FEATURES, CLASSES, x, class };
	struct logit_model model = { FEATURES, CLASSES, weights, bases, 1 };
	struct logit_prior prior = { .strengths = strengths,
		.base_strength = 0.1 };
	struct measure measure;

	cases_bank(cases, ITEMS, &bank);
	for (int i = 0; i < ITEMS; i++) {
		features.scale[i] = bank.items[i].scale;
		places[i] = i;
	}
	for (int f = 0; f < FEATURES; f++)
		strengths[f] = 2;
	features_learn(&features, given, 0);
	for (int p = 0; p < PEOPLE; p++) {
		for (int l = 0; l < LETTERS; l++)
			theta[l] = cases_normal(cases);
		cases_answers(cases, &bank, theta, 0.1, given + p * ITEMS);
		features_make(&features, given + p * ITEMS, x + p * FEATURES);
		class[p] = theta[0] > theta[1] ? 0 : 1 + cases_below(cases, 4);
	}
	struct logit_learner *learner = logit_learner_new(&data);
	if (learner == NULL ||
	    !logit_fit(learner, NULL, 0, &prior, 1e-9, &model))
		return false;
	logit_learner_free(learner);
	for (int p = 0; p < PEOPLE; p++) {
		logit_scores(&model, x + p * FEATURES, chances + p * CLASSES);
		logit_chances(
		    &model, chances + p * CLASSES, chances + p * CLASSES);
	}
	struct measure_sample sample = { PEOPLE, CLASSES, chances, class,
		NULL };
	if (!measure_take(&sample, &measure))
		return false;
	for (int w = 0; w < CLASSES * FEATURES; w++)
		printf("%a\n", weights[w]);
	printf("%a %a %a %a %a %a\n", measure.nll, measure.ece,
	    measure.ece_95.low, measure.ece_floor, measure.top3_95.low,
	    logit_temperature(chances, class, PEOPLE, CLASSES));
	struct interest_table *table = interest_table_new(&bank);
	struct choice_model choice = { table, &features, &model, places };
	for (int p = 0; p < 40 && table != NULL; p++)
		printf("%d\n", choice_next(&choice, given + p * ITEMS));
	interest_table_free(table);
	return table != NULL;
}

int
main(void)
{
	struct cases cases = { 20260320 };

	for (int person = 0; person < 400; person++)
		if (!person_write(&cases, person % 5 / 4.0))
			return 1;
	related_write(&cases);
	for (int bank = 0; bank < 3; bank++)
		if (!bank_write(&cases))
			return 1;
	if (!fair_write(&cases))
		return 1;
	for (int bank = 0; bank < 3; bank++)
		if (!joint_write(&cases))
			return 1;
	return learned_write(&cases) ? 0 : 1;
}
