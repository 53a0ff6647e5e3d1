/*
 * Multinomial logistic regression. Learning works on one array of parameters, a
 * row of classes a feature and a last row for the bases, each row filled up to
 * a multiple of LANES with classes that take no part: loss and gradient go
 * through four people and four classes at a time. Sums run in the order of the
 * rows.
 */
#include "engine/logit.h"

#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "engine/numeric.h"

/*
 * The two loops that learning spends its time in, for processors that do four
 * doubles at once; the bytes are the same, products and sums stay apart.
 */
#if defined __x86_64__ && !defined NARROW
#define WIDE __attribute__((target_clones("avx2", "default")))
#else
#define WIDE
#endif

enum {
	LANES = 4, /* classes, and people, at a time */
	PAIRS = 10, /* steps that L-BFGS remembers */
	STEPS = 500,
	HALVINGS = 30
};

struct logit_learner {
	const struct logit_data *data;
	int width; /* of a row of parameters: classes filled up */
	int rows; /* features, and one for the bases */
	size_t size; /* rows * width */
	double *gram; /* rows of rows: sum over people of x x' */
	double *people; /* x of LANES people, a row of them a feature */
	double *factor; /* of the bound on the curvature */
	double *column; /* of a class, `rows` of it */
	double *at, *next, *gradient, *next_gradient, *step; /* `size` each */
	double *moved[PAIRS], *turned[PAIRS]; /* `size` each */
};

/* The model */

bool
logit_valid(const struct logit_model *model)
{
	size_t count = (size_t)model->features * (size_t)model->classes;

	if (model->features < 1 || model->features > LOGIT_FEATURES ||
	    model->classes < 1 || model->classes > LOGIT_CLASSES)
		return false;
	if (!(model->temperature > 0) || !isfinite(model->temperature))
		return false;
	for (int k = 0; k < model->classes; k++)
		if (!isfinite(model->bases[k]))
			return false;
	for (size_t i = 0; i < count; i++)
		if (!isfinite(model->weights[i]))
			return false;
	return true;
}

void
logit_scores(const struct logit_model *model, const float *x, double *scores)
{
	const double *weights = model->weights;

	for (int k = 0; k < model->classes; k++) {
		double sum = model->bases[k];

		for (int f = 0; f < model->features; f++)
			sum += weights[f] * (double)x[f];
		scores[k] = sum;
		weights += model->features;
	}
}

/*
 * From scores to chances; returns the logarithm of what they were divided by.
 */
static double
scores_norm(
    const double *scores, int classes, double temperature, double *chances)
{
	double most = scores[0], sum = 0;

	for (int k = 1; k < classes; k++)
		most = scores[k] > most ? scores[k] : most;
	for (int k = 0; k < classes; k++) {
		chances[k] = exp((scores[k] - most) / temperature);
		sum += chances[k];
	}
	for (int k = 0; k < classes; k++)
		chances[k] /= sum;
	return most / temperature + log(sum);
}

void
logit_chances(
    const struct logit_model *model, const double *scores, double *chances)
{
	scores_norm(scores, model->classes, model->temperature, chances);
}

/* Loss and gradient */

/* People to go through: all of them, or those of a list. */
struct crowd {
	const size_t *who;
	size_t count;
};

static size_t
crowd_row(const struct crowd *crowd, size_t i)
{
	return crowd->who != NULL ? crowd->who[i] : i;
}

/* Lays out x of up to LANES people from `from` on; those missing are zeros. */
static int
people_load(
    struct logit_learner *learner, const struct crowd *crowd, size_t from)
{
	const struct logit_data *data = learner->data;
	size_t features = (size_t)data->features;
	double *to = learner->people;

	memset(to, 0, features * LANES * sizeof *to);
	for (size_t p = 0; p < LANES; p++) {
		if (from + p >= crowd->count)
			return (int)p;
		const float *x = data->x +
		    crowd_row(crowd, from + p) * features;

		for (size_t f = 0; f < features; f++)
			to[f * LANES + p] = (double)x[f];
	}
	return LANES;
}

/*
 * Scores of LANES people in LANES classes: `at` and `scores` from the first of
 * them on, in rows of `width`; x: features rows of people.
 */
WIDE static void
scores_block(const double *restrict x, int features, size_t width,
    const double *restrict at, double *restrict scores)
{
	const double *bases = at + (size_t)features * width;
	double sums[LANES][LANES];

	for (int p = 0; p < LANES; p++)
		for (int j = 0; j < LANES; j++)
			sums[p][j] = bases[j];
	for (int f = 0; f < features; f++) {
		for (int p = 0; p < LANES; p++)
			for (int j = 0; j < LANES; j++)
				sums[p][j] += x[p] * at[j];
		x += LANES;
		at += width;
	}
	for (int p = 0; p < LANES; p++)
		for (int j = 0; j < LANES; j++)
			scores[(size_t)p * width + (size_t)j] = sums[p][j];
}

/* Adds what LANES people push LANES classes; shapes as above. */
WIDE static void
gradient_block(const double *restrict x, int features, size_t width,
    const double *restrict rests, double *restrict gradient)
{
	double rest[LANES][LANES];

	for (int p = 0; p < LANES; p++)
		for (int j = 0; j < LANES; j++)
			rest[p][j] = rests[(size_t)p * width + (size_t)j];
	for (int f = 0; f < features; f++) {
		for (int j = 0; j < LANES; j++)
			gradient[j] += x[0] * rest[0][j] + x[1] * rest[1][j] +
			    (x[2] * rest[2][j] + x[3] * rest[3][j]);
		x += LANES;
		gradient += width;
	}
	for (int j = 0; j < LANES; j++)
		gradient[j] += rest[0][j] + rest[1][j] +
		    (rest[2][j] + rest[3][j]);
}

/* -log of the chance of their class; scores become chances less the truth. */
static double
person_loss(double *scores, int classes, int class)
{
	double own = scores[class];
	double loss = scores_norm(scores, classes, 1, scores) - own;

	scores[class] -= 1;
	return loss;
}

static double
people_loss(struct logit_learner *learner, const struct crowd *crowd,
    const double *at, double *gradient)
{
	double scores[LANES * (LOGIT_CLASSES + LANES)];
	int width = learner->width, classes = learner->data->classes;
	int features = learner->data->features;
	size_t columns = (size_t)width;
	double loss = 0;

	memset(gradient, 0, learner->size * sizeof *gradient);
	for (size_t from = 0; from < crowd->count; from += LANES) {
		int here = people_load(learner, crowd, from);

		for (int k = 0; k < width; k += LANES)
			scores_block(learner->people, features, columns, at + k,
			    scores + k);
		for (int p = 0; p < here; p++) {
			double *row = scores + p * width;
			size_t person = crowd_row(crowd, from + (size_t)p);

			loss += person_loss(
			    row, classes, learner->data->class[person]);
			for (int k = classes; k < width; k++)
				row[k] = 0;
		}
		memset(scores + here * width, 0,
		    (size_t)((LANES - here) * width) * sizeof *scores);
		for (int k = 0; k < width; k += LANES)
			gradient_block(learner->people, features, columns,
			    scores + k, gradient + k);
	}
	return loss;
}

/* What a feature's weights, less their means, add to loss and gradient. */
static double
weights_loss(const double *away, const double *precision, int classes,
    double strength, double *gradient)
{
	double loss = 0;

	for (int k = 0; k < classes; k++) {
		double pull = away[k];

		if (precision != NULL) {
			const double *row = precision + k * classes;

			pull = 0;
			for (int l = 0; l < classes; l++)
				pull += row[l] * away[l];
		}
		gradient[k] += strength * pull;
		loss += strength / 2 * pull * away[k];
	}
	return loss;
}

static double
prior_loss(const struct logit_learner *learner, const struct logit_prior *prior,
    const double *at, double *gradient)
{
	int features = learner->data->features;
	int classes = learner->data->classes;
	double away[LOGIT_CLASSES], loss = 0;

	for (int f = 0; f < features; f++) {
		for (int k = 0; k < classes; k++)
			away[k] = at[k] -
			    (prior->weights != NULL
				    ? prior->weights[k * features + f]
				    : 0);
		loss += weights_loss(away, prior->precision, classes,
		    prior->strengths[f], gradient);
		at += learner->width;
		gradient += learner->width;
	}
	for (int k = 0; k < classes; k++)
		away[k] = at[k] - (prior->bases != NULL ? prior->bases[k] : 0);
	return loss +
	    weights_loss(away, NULL, classes, prior->base_strength, gradient);
}

static double
loss_take(struct logit_learner *learner, const struct crowd *crowd,
    const struct logit_prior *prior, const double *at, double *gradient)
{
	double loss = people_loss(learner, crowd, at, gradient);

	return loss + prior_loss(learner, prior, at, gradient);
}

/* Between a model and an array of parameters */

static void
model_load(const struct logit_learner *learner, const struct logit_model *model,
    double *at)
{
	int features = learner->data->features;

	memset(at, 0, learner->size * sizeof *at);
	for (int k = 0; k < model->classes; k++) {
		for (int f = 0; f < features; f++)
			at[f * learner->width + k] =
			    model->weights[k * features + f];
		at[features * learner->width + k] = model->bases[k];
	}
}

static void
model_store(const struct logit_learner *learner, const double *at,
    double *weights, double *bases)
{
	int features = learner->data->features;

	for (int k = 0; k < learner->data->classes; k++) {
		for (int f = 0; f < features; f++)
			weights[k * features + f] = at[f * learner->width + k];
		bases[k] = at[features * learner->width + k];
	}
}

double
logit_loss(struct logit_learner *learner, const size_t *who, size_t count,
    const struct logit_prior *prior, const struct logit_model *model,
    double *gradient)
{
	struct crowd crowd = { who,
		who != NULL ? count : learner->data->people };
	double loss;

	model_load(learner, model, learner->at);
	loss = loss_take(
	    learner, &crowd, prior, learner->at, learner->gradient);
	if (gradient != NULL)
		model_store(learner, learner->gradient, gradient,
		    gradient + model->classes * model->features);
	return loss;
}

/* The learner */

static bool
data_valid(const struct logit_data *data)
{
	size_t count = data->people * (size_t)data->features;

	if (data->features < 1 || data->features > LOGIT_FEATURES ||
	    data->classes < 1 || data->classes > LOGIT_CLASSES)
		return false;
	for (size_t i = 0; i < data->people; i++)
		if (data->class[i] < 0 || data->class[i] >= data->classes)
			return false;
	for (size_t i = 0; i < count; i++)
		if (!isfinite(data->x[i]))
			return false;
	return true;
}

/* Lower half; of LANES people at a time. */
static void
gram_add(struct logit_learner *learner)
{
	const double *x = learner->people;

	for (int f = 0; f < learner->data->features; f++) {
		double *row = learner->gram + f * learner->rows;

		for (int g = 0; g <= f; g++)
			for (int p = 0; p < LANES; p++)
				row[g] += x[f * LANES + p] * x[g * LANES + p];
	}
}

/* The row of the bases, as if it were a feature that is 1 in everybody. */
static void
gram_bases(struct logit_learner *learner, int here)
{
	int features = learner->data->features;
	double *row = learner->gram + features * learner->rows;

	for (int g = 0; g < features; g++)
		for (int p = 0; p < LANES; p++)
			row[g] += learner->people[g * LANES + p];
	row[features] += here;
}

static void
gram_take(struct logit_learner *learner)
{
	struct crowd all = { NULL, learner->data->people };

	for (size_t from = 0; from < all.count; from += LANES) {
		int here = people_load(learner, &all, from);

		gram_add(learner);
		gram_bases(learner, here);
	}
}

struct logit_learner *
logit_learner_new(const struct logit_data *data)
{
	struct logit_learner *learner;
	size_t rows, width, size, count;
	double *room;

	if (!data_valid(data))
		return NULL;
	rows = (size_t)data->features + 1;
	width = ((size_t)data->classes + LANES - 1) / LANES * LANES;
	size = rows * width;
	count = 2 * rows * rows + rows * LANES + rows + (5 + 2 * PAIRS) * size;
	learner = memory_get(sizeof *learner + count * sizeof *room);
	if (learner == NULL)
		return NULL;
	room = (double *)(learner + 1);
	memset(room, 0, count * sizeof *room);
	*learner = (struct logit_learner){ .data = data,
		.width = (int)width,
		.rows = (int)rows,
		.size = size };
	learner->gram = room;
	learner->factor = room += rows * rows;
	learner->people = room += rows * rows;
	learner->column = room += rows * LANES;
	learner->at = room += rows;
	learner->next = room += size;
	learner->gradient = room += size;
	learner->next_gradient = room += size;
	learner->step = room += size;
	for (int i = 0; i < PAIRS; i++) {
		learner->moved[i] = room += size;
		learner->turned[i] = room += size;
	}
	gram_take(learner);
	return learner;
}

void
logit_learner_free(struct logit_learner *learner)
{
	memory_give(learner);
}

/* Learning */

static double
product(const double *a, const double *b, size_t size)
{
	double sum = 0;

	for (size_t i = 0; i < size; i++)
		sum += a[i] * b[i];
	return sum;
}

static void
add_times(double *a, double times, const double *b, size_t size)
{
	for (size_t i = 0; i < size; i++)
		a[i] += times * b[i];
}

/*
 * Curvature is at most p (1 - p) x x' a class and person, p the chance; with
 * the shares of the classes for p it is near to it on the whole.
 */
static double
curvature_level(const struct logit_data *data, const struct crowd *crowd)
{
	size_t counts[LOGIT_CLASSES] = { 0 };
	double sum = 0;

	if (crowd->count == 0 || data->classes < 2)
		return 0;
	for (size_t i = 0; i < crowd->count; i++)
		counts[data->class[crowd_row(crowd, i)]]++;
	for (int k = 0; k < data->classes; k++) {
		double share = (double)counts[k] / (double)crowd->count;

		sum += share * (1 - share);
	}
	return sum / (data->classes - 1) * (double)crowd->count /
	    (double)data->people;
}

static bool
curvature_factor(struct logit_learner *learner, const struct crowd *crowd,
    const struct logit_prior *prior)
{
	double level = curvature_level(learner->data, crowd);
	int rows = learner->rows;

	for (int f = 0; f < rows; f++) {
		double *row = learner->factor + f * rows;

		for (int g = 0; g <= f; g++)
			row[g] = level * learner->gram[f * rows + g];
		row[f] += f + 1 < rows ? prior->strengths[f]
				       : prior->base_strength;
	}
	return positive_factor(learner->factor, rows);
}

/* Solves by the factor, class by class, in place. */
static void
curvature_solve(struct logit_learner *learner, double *values)
{
	int width = learner->width, rows = learner->rows;
	double *column = learner->column;

	for (int k = 0; k < learner->data->classes; k++) {
		for (int f = 0; f < rows; f++)
			column[f] = values[f * width + k];
		positive_solve(learner->factor, rows, column);
		for (int f = 0; f < rows; f++)
			values[f * width + k] = column[f];
	}
}

/* The steps remembered, the newest last. */
struct memory {
	int count;
	double bend[PAIRS]; /* moved ' turned, > 0 */
	double scale; /* of the first guess at the inverse */
};

/* Nocedal's two loops: learner->step becomes - inverse curvature * gradient. */
static void
step_take(struct logit_learner *learner, const struct memory *memory)
{
	double *step = learner->step, part[PAIRS];
	size_t size = learner->size;

	for (size_t i = 0; i < size; i++)
		step[i] = -learner->gradient[i];
	for (int i = memory->count - 1; i >= 0; i--) {
		part[i] = product(learner->moved[i], step, size) /
		    memory->bend[i];
		add_times(step, -part[i], learner->turned[i], size);
	}
	curvature_solve(learner, step);
	for (size_t i = 0; i < size; i++)
		step[i] *= memory->scale;
	for (int i = 0; i < memory->count; i++) {
		double back = product(learner->turned[i], step, size) /
		    memory->bend[i];

		add_times(step, part[i] - back, learner->moved[i], size);
	}
}

/* Remembers the way from `at` to `next`, forgetting the oldest when full. */
static void
step_remember(struct logit_learner *learner, struct memory *memory)
{
	double *moved = learner->moved[0], *turned = learner->turned[0];
	size_t size = learner->size;
	double bend;

	for (int i = 1; i < PAIRS && memory->count == PAIRS; i++) {
		learner->moved[i - 1] = learner->moved[i];
		learner->turned[i - 1] = learner->turned[i];
		memory->bend[i - 1] = memory->bend[i];
	}
	if (memory->count == PAIRS) {
		learner->moved[PAIRS - 1] = moved;
		learner->turned[PAIRS - 1] = turned;
		memory->count--;
	}
	moved = learner->moved[memory->count];
	turned = learner->turned[memory->count];
	for (size_t i = 0; i < size; i++) {
		moved[i] = learner->next[i] - learner->at[i];
		turned[i] = learner->next_gradient[i] - learner->gradient[i];
	}
	bend = product(moved, turned, size);
	if (!(bend > 0))
		return; /* nothing but rounding: the loss is convex */
	memory->bend[memory->count++] = bend;
	memcpy(learner->step, turned, size * sizeof *turned);
	curvature_solve(learner, learner->step);
	memory->scale = bend / product(turned, learner->step, size);
}

/* Halves the step until the loss falls enough; false when it cannot. */
static bool
step_try(struct logit_learner *learner, const struct crowd *crowd,
    const struct logit_prior *prior, double slope, double *loss)
{
	double length = 1;

	for (int i = 0; i < HALVINGS; i++) {
		double next;

		memcpy(learner->next, learner->at,
		    learner->size * sizeof *learner->at);
		add_times(learner->next, length, learner->step, learner->size);
		next = loss_take(learner, crowd, prior, learner->next,
		    learner->next_gradient);
		if (next <= *loss + 1e-4 * length * slope) {
			*loss = next;
			return true;
		}
		length /= 2;
	}
	return false;
}

static void
swap(double **a, double **b)
{
	double *was = *a;

	*a = *b;
	*b = was;
}

static void
descend(struct logit_learner *learner, const struct crowd *crowd,
    const struct logit_prior *prior, double tolerance)
{
	struct memory memory = { .scale = 1 };
	double loss = loss_take(
	    learner, crowd, prior, learner->at, learner->gradient);

	for (int i = 0; i < STEPS; i++) {
		double slope;

		step_take(learner, &memory);
		slope = product(
		    learner->gradient, learner->step, learner->size);
		if (!(-slope / 2 > tolerance * (double)crowd->count) ||
		    !step_try(learner, crowd, prior, slope, &loss))
			return;
		step_remember(learner, &memory);
		swap(&learner->at, &learner->next);
		swap(&learner->gradient, &learner->next_gradient);
	}
}

static bool
prior_valid(const struct logit_prior *prior, int features)
{
	for (int f = 0; f < features; f++)
		if (!(prior->strengths[f] > 0) ||
		    !isfinite(prior->strengths[f]))
			return false;
	return prior->base_strength > 0 && isfinite(prior->base_strength);
}

bool
logit_fit(struct logit_learner *learner, const size_t *who, size_t count,
    const struct logit_prior *prior, double tolerance,
    struct logit_model *model)
{
	const struct logit_data *data = learner->data;
	struct crowd crowd = { who, who != NULL ? count : data->people };

	model->features = data->features;
	model->classes = data->classes;
	model->temperature = 1;
	if (!prior_valid(prior, data->features) || !logit_valid(model) ||
	    !curvature_factor(learner, &crowd, prior))
		return false;
	model_load(learner, model, learner->at);
	descend(learner, &crowd, prior, tolerance);
	model_store(learner, learner->at, model->weights, model->bases);
	return true;
}

/* Held out */

/* Learns without a fold and scores it; `who` has room for everybody. */
static bool
fold_cross(struct logit_learner *learner, const uint8_t *fold, int without,
    const struct logit_prior *prior, double tolerance,
    struct logit_model *model, size_t *who, double *scores)
{
	const struct logit_data *data = learner->data;
	size_t count = 0;

	for (size_t i = 0; i < data->people; i++)
		if (fold[i] != without)
			who[count++] = i;
	if (!logit_fit(learner, who, count, prior, tolerance, model))
		return false;
	for (size_t i = 0; i < data->people; i++)
		if (fold[i] == without)
			logit_scores(model,
			    data->x + i * (size_t)data->features,
			    scores + i * (size_t)data->classes);
	return true;
}

bool
logit_cross(struct logit_learner *learner, const uint8_t *fold, int folds,
    const struct logit_prior *prior, double tolerance,
    struct logit_model *models, double *scores)
{
	size_t *who = memory_get((learner->data->people + 1) * sizeof *who);
	bool done = who != NULL;

	for (int f = 0; done && f < folds; f++)
		done = fold_cross(learner, fold, f, prior, tolerance,
		    &models[f], who, scores);
	memory_give(who);
	return done;
}

double
logit_nll(const double *scores, const int *class, size_t people, int classes,
    double temperature)
{
	double chances[LOGIT_CLASSES], sum = 0;

	for (size_t i = 0; i < people; i++) {
		const double *row = scores + i * (size_t)classes;

		sum += scores_norm(row, classes, temperature, chances) -
		    row[class[i]] / temperature;
	}
	return people > 0 ? sum / (double)people : 0;
}

/* By golden sections (Kiefer 1953) of the logarithm: one least there is. */
double
logit_temperature(
    const double *scores, const int *class, size_t people, int classes)
{
	static const double golden = 0.6180339887498949;
	double low = -4, high = 4, left, right, left_loss, right_loss;

	if (people == 0)
		return 1;
	left = high - golden * (high - low);
	right = low + golden * (high - low);
	left_loss = logit_nll(scores, class, people, classes, exp2(left));
	right_loss = logit_nll(scores, class, people, classes, exp2(right));
	while (high - low > 1e-4) {
		if (left_loss <= right_loss) {
			high = right;
			right = left;
			right_loss = left_loss;
			left = high - golden * (high - low);
			left_loss = logit_nll(
			    scores, class, people, classes, exp2(left));
		} else {
			low = left;
			left = right;
			left_loss = right_loss;
			right = low + golden * (high - low);
			right_loss = logit_nll(
			    scores, class, people, classes, exp2(right));
		}
	}
	return exp2((low + high) / 2);
}
