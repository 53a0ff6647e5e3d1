/*
 * The prior of the weights: around zero, or around the catalogue. There a
 * letter counts for a class as its vector has it, times `scale`, and what items
 * add beyond is alike for classes with like vectors u: the weights of a feature
 * have the covariance (I + u u') / strength between classes.
 */
#include "model/match_learn.h"

#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "engine/numeric.h"

enum {
	FOLDS = 5,
	PEOPLE_LEAST = 20, /* to be divided */
	STRENGTH_START = 5, /* powers of two */
	STRENGTH_LEAST = 0,
	STRENGTH_MOST = 14,
	SCALE_START = 1,
	SCALE_LEAST = -2,
	SCALE_MOST = 3
};

/* Squares bend a score; straight lines are likelier by far. */
static const double square_strength = 12;
static const double base_strength = 0.1;
static const double crossed = 1e-4, settled = 1e-8; /* losses a person */

struct bench {
	const struct match_learning *learning;
	struct logit_learner *learner;
	size_t people;
	int features, classes;
	double *means; /* of the features */
	double *log_shares; /* of the classes */
	double strengths[LOGIT_FEATURES];
	double *weights, *bases, *precision; /* of the prior */
	uint8_t *fold;
	struct logit_model models[FOLDS];
	double *scores, *best; /* people rows of classes */
	int strength, scale; /* powers of two, tried last */
	struct arena *arena;
};

static double *
doubles(struct arena *arena, int rows, int width)
{
	return arena_array(
	    arena, (size_t)rows * (size_t)width + 1, sizeof(double));
}

/* What is known before */

static void
means_take(struct bench *bench)
{
	const float *x = bench->learning->data->x;

	bench->means = doubles(bench->arena, bench->features, 1);
	for (size_t i = 0; i < bench->people; i++)
		for (int f = 0; f < bench->features; f++)
			bench->means[f] += (double)*x++;
	for (int f = 0; f < bench->features && bench->people > 0; f++)
		bench->means[f] /= (double)bench->people;
}

/* Half a person is added to each class, so that none is impossible. */
static void
shares_take(struct bench *bench)
{
	double *counts = doubles(bench->arena, bench->classes, 1);
	double all = (double)bench->people + 0.5 * bench->classes;

	for (size_t i = 0; i < bench->people; i++)
		counts[bench->learning->data->class[i]]++;
	for (int k = 0; k < bench->classes; k++)
		counts[k] = log((counts[k] + 0.5) / all);
	bench->log_shares = counts;
}

/* The inverse of I + u u' over classes. */
static void
precision_take(struct bench *bench)
{
	const double(*u)[LETTERS] = bench->learning->vectors;
	int classes = bench->classes;
	double *matrix = doubles(bench->arena, classes, classes);

	if (u == NULL)
		return;
	bench->precision = doubles(bench->arena, classes, classes);
	for (int k = 0; k < classes; k++)
		for (int j = 0; j < classes; j++) {
			matrix[k * classes + j] = k == j;
			for (int l = 0; l < LETTERS; l++)
				matrix[k * classes + j] += u[k][l] * u[j][l];
		}
	positive_factor(matrix, classes);
	for (int k = 0; k < classes; k++) {
		double *row = bench->precision + k * classes;

		row[k] = 1;
		positive_solve(matrix, classes, row);
	}
	for (int k = 0; k < classes; k++) /* to the last bit */
		for (int j = 0; j < k; j++)
			bench->precision[j * classes + k] =
			    bench->precision[k * classes + j];
}

static void
folds_deal(struct bench *bench)
{
	uint8_t *next = arena_array(
	    bench->arena, (size_t)bench->classes, sizeof *next);

	bench->fold = arena_array(bench->arena, bench->people + 1, 1);
	for (size_t i = 0; i < bench->people; i++) {
		uint8_t *class = &next[bench->learning->data->class[i]];

		bench->fold[i] = *class;
		*class = (uint8_t)((*class + 1) % FOLDS);
	}
}

static void
strengths_set(struct bench *bench, double strength)
{
	int items = bench->learning->features->items * FEATURES_EACH;

	for (int f = 0; f < bench->features; f++)
		bench->strengths[f] = strength *
		    (f < items && f % FEATURES_EACH > 0 ? square_strength : 1);
}

/* Bases so that the average person has the classes' shares. */
static void
prior_set(struct bench *bench, double scale)
{
	int first = bench->learning->features->items * FEATURES_EACH;

	for (int k = 0; k < bench->classes; k++) {
		bench->bases[k] = bench->log_shares[k];
		for (int l = 0; l < LETTERS && scale > 0; l++) {
			int f = first + l * FEATURES_LETTER;
			double weight = scale * bench->learning->vectors[k][l];

			bench->weights[k * bench->features + f] = weight;
			bench->bases[k] -= weight * bench->means[f];
		}
	}
}

static struct logit_prior
prior_of(struct bench *bench)
{
	bool vectors = bench->learning->vectors != NULL;

	strengths_set(bench, exp2(bench->strength));
	prior_set(bench, vectors ? exp2(bench->scale) : 0);
	return (struct logit_prior){ .strengths = bench->strengths,
		.weights = bench->weights,
		.precision = bench->precision,
		.base_strength = base_strength,
		.bases = bench->bases };
}

/* Where learning starts: nothing but the prior. */
static void
model_start(const struct bench *bench, struct logit_model *model)
{
	size_t classes = (size_t)bench->classes;

	model->features = bench->features;
	model->classes = bench->classes;
	model->temperature = 1;
	memcpy(model->weights, bench->weights,
	    classes * (size_t)bench->features * sizeof *model->weights);
	memcpy(model->bases, bench->bases, classes * sizeof *model->bases);
}

static void
bench_set(struct bench *bench)
{
	bench->strength = STRENGTH_START;
	bench->scale = SCALE_START;
	bench->weights = doubles(bench->arena, bench->classes, bench->features);
	bench->bases = doubles(bench->arena, bench->classes, 1);
	bench->scores = arena_array(bench->arena,
	    bench->people * (size_t)bench->classes + 1, sizeof(double));
	bench->best = arena_array(bench->arena,
	    bench->people * (size_t)bench->classes + 1, sizeof(double));
	means_take(bench);
	shares_take(bench);
	precision_take(bench);
	folds_deal(bench);
	prior_of(bench);
	for (int f = 0; f < FOLDS; f++) {
		bench->models[f].weights = doubles(
		    bench->arena, bench->classes, bench->features);
		bench->models[f].bases = doubles(
		    bench->arena, bench->classes, 1);
		model_start(bench, &bench->models[f]);
	}
}

/* Choosing */

/* Half the square of how far it is from one that has served: two a power. */
static double
power_doubt(int power, int start)
{
	double away = 2.0 * (power - start);

	return away * away / 2;
}

/*
 * The loss of people held out, and what is thought of the powers before: sets
 * of 250 to 12,000 people were served best by those at the start. Few people's
 * loss says little of them. Not finite when nothing could be learned.
 */
static double
loss_crossed(struct bench *bench)
{
	const struct logit_data *data = bench->learning->data;
	struct logit_prior prior = prior_of(bench);

	if (!logit_cross(bench->learner, bench->fold, FOLDS, &prior, crossed,
		bench->models, bench->scores))
		return INFINITY;
	return (double)data->people *
	    logit_nll(
		bench->scores, data->class, data->people, data->classes, 1) +
	    power_doubt(bench->strength, STRENGTH_START) +
	    power_doubt(bench->scale, SCALE_START);
}

static void
best_keep(struct bench *bench)
{
	double *was = bench->best;

	bench->best = bench->scores;
	bench->scores = was;
}

/*
 * Walks up a scale of powers from where *power stands as long as the loss
 * falls, down when the first step up was no use. Leaves the best in *power.
 */
static void
power_search(struct bench *bench, int *power, int least, int most, double *loss)
{
	int best = *power, way = 1;
	bool moved = false;

	for (;;) {
		double next = INFINITY;

		*power = best + way;
		if (*power >= least && *power <= most)
			next = loss_crossed(bench);
		if (next < *loss) {
			*loss = next;
			best = *power;
			best_keep(bench);
			moved = true;
		} else if (way > 0 && !moved) {
			way = -1;
		} else {
			break;
		}
	}
	*power = best;
}

static void
powers_choose(struct bench *bench)
{
	double loss = loss_crossed(bench);

	best_keep(bench);
	power_search(
	    bench, &bench->strength, STRENGTH_LEAST, STRENGTH_MOST, &loss);
	if (bench->learning->vectors != NULL)
		power_search(
		    bench, &bench->scale, SCALE_LEAST, SCALE_MOST, &loss);
}

/* Without anybody held out. */
static void
scores_own(struct bench *bench, const struct logit_model *model)
{
	const struct logit_data *data = bench->learning->data;

	for (size_t i = 0; i < data->people; i++)
		logit_scores(model, data->x + i * (size_t)data->features,
		    bench->best + i * (size_t)data->classes);
}

static bool
bench_learn(struct bench *bench, struct logit_model *model,
    struct match_learned *learned)
{
	const struct logit_data *data = bench->learning->data;
	bool divided = data->people >= PEOPLE_LEAST;
	struct logit_prior prior;
	size_t size = data->people * (size_t)data->classes * sizeof(double);

	if (divided)
		powers_choose(bench);
	prior = prior_of(bench);
	model_start(bench, model);
	if (!logit_fit(bench->learner, NULL, 0, &prior, settled, model))
		return false;
	if (!divided)
		scores_own(bench, model);
	else
		model->temperature = logit_temperature(
		    bench->best, data->class, data->people, data->classes);
	learned->strength = exp2(bench->strength);
	learned->scale = bench->learning->vectors != NULL ? exp2(bench->scale)
							  : 0;
	learned->nll = logit_nll(bench->best, data->class, data->people,
	    data->classes, model->temperature);
	learned->held_out = memory_get(size + 1);
	if (learned->held_out == NULL)
		return false;
	memcpy(learned->held_out, bench->best, size);
	return true;
}

bool
match_learn(const struct match_learning *learning, struct logit_model *model,
    struct match_learned *learned)
{
	const struct logit_data *data = learning->data;
	struct bench bench = { .learning = learning,
		.people = data->people,
		.features = data->features,
		.classes = data->classes };
	volatile bool done = false;

	*learned = (struct match_learned){ 0 };
	bench.arena = arena_new(SIZE_MAX);
	bench.learner = logit_learner_new(data);
	if (bench.arena != NULL && bench.learner != NULL &&
	    ARENA_CATCH(bench.arena)) {
		bench_set(&bench);
		done = bench_learn(&bench, model, learned);
	}
	logit_learner_free(bench.learner);
	arena_free(bench.arena);
	return done;
}
