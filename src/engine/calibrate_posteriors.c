/*
 * What the posteriors say once the curves are known: standard errors of the
 * slopes, reliability, each pattern's stratum and moments.
 */
#include <math.h>

#include "base/memory.h"
#include "engine/calibrate_parts.h"
#include "engine/dif.h"
#include "engine/numeric.h"

static const double threshold_most = 20, threshold_gap = 1e-4;

/* Derivatives of the logarithm of each answer's probability. */
typedef double item_scores[CATEGORIES][NODES][CURVE];

/* The cross products of the people's scores, all numbers of all curves. */
struct errors {
	int size;
	double *matrix; /* size rows of size; lower half */
	item_scores *scores;
	double *score; /* of a pattern: what is not 0, */
	int *place; /* and where it stands */
	int count;
};

static void
scores_tabulate(const struct scale_work *work, const struct nodes *nodes,
    item_scores *scores)
{
	for (int i = 0; i < work->count; i++) {
		double gaps[CATEGORIES];
		struct at_theta at;

		gaps_make(&work->curves[i], gaps);
		for (int q = 0; q < NODES; q++) {
			curve_at(&work->curves[i], gaps, nodes->theta[q], &at);
			for (int k = 0; k < CATEGORIES; k++)
				score_make(
				    &at, nodes->theta[q], k, scores[i][k][q]);
		}
	}
}

static bool
errors_open(struct errors *errors, const struct scale_work *work,
    const struct nodes *nodes)
{
	bool failed = false;
	size_t size = (size_t)work->count * CURVE;

	errors->size = (int)size;
	errors->matrix = room(size * size, sizeof *errors->matrix, &failed);
	errors->scores = room(
	    (size_t)work->count, sizeof *errors->scores, &failed);
	errors->score = room(size, sizeof *errors->score, &failed);
	errors->place = room(size, sizeof *errors->place, &failed);
	if (failed)
		return false;
	scores_tabulate(work, nodes, errors->scores);
	return true;
}

static void
errors_close(struct errors *errors)
{
	memory_give(errors->matrix);
	memory_give(errors->scores);
	memory_give(errors->score);
	memory_give(errors->place);
}

static void
score_push(struct errors *errors, int item, int number, double value)
{
	errors->score[errors->count] = value;
	errors->place[errors->count++] = item * CURVE + number;
}

/* The score of a pattern: the posterior means of the derivatives. */
static void
score_gather(struct errors *errors, const struct scale_work *work,
    const uint8_t *answers, const double posterior[NODES])
{
	errors->count = 0;
	for (int i = 0; i < work->count; i++) {
		double means[CURVE] = { 0 };
		int k = answers[i] - 1;

		if (answers[i] == 0)
			continue;
		for (int q = 0; q < NODES; q++)
			for (int n = 0; n < CURVE; n++)
				means[n] += posterior[q] *
				    errors->scores[i][k][q][n];
		score_push(errors, i, 0, means[0]);
		if (k > 0)
			score_push(errors, i, k, means[k]);
		if (k < CATEGORIES - 1)
			score_push(errors, i, k + 1, means[k + 1]);
	}
}

static void
errors_add(struct errors *errors, double people)
{
	for (int i = 0; i < errors->count; i++) {
		double *row = errors->matrix +
		    (size_t)errors->place[i] * (size_t)errors->size;
		double weight = people * errors->score[i];

		for (int j = 0; j <= i; j++)
			row[errors->place[j]] += weight * errors->score[j];
	}
}

/* The half people of categories that nobody chose count here too. */
static void
unused_errors(struct errors *errors, const struct scale_work *work,
    const struct nodes *nodes, const struct calibrate_item *items)
{
	for (int i = 0; i < work->count; i++)
		for (int k = 0; k < CATEGORIES; k++) {
			if (items[work->items[i]].counts[k] > 0)
				continue;
			for (int q = 0; q < NODES; q++) {
				errors->count = 0;
				for (int n = 0; n < CURVE; n++)
					score_push(errors, i, n,
					    errors->scores[i][k][q][n]);
				errors_add(
				    errors, unused_people * nodes->prior[q]);
			}
		}
}

static void
errors_read(struct errors *errors, const struct scale_work *work,
    struct calibrate_item *items)
{
	bool known = positive_factor(errors->matrix, errors->size);

	for (int i = 0; i < work->count; i++)
		items[work->items[i]].slope_error = known
		    ? sqrt(positive_inverse(errors->matrix, errors->size,
			  i * CURVE, errors->score))
		    : NAN;
}

/* Mean and variance of the trait after a pattern's answers. */
struct moments {
	double mean, variance;
};

static struct moments
moments_make(const struct nodes *nodes, const double posterior[NODES])
{
	struct moments m = { 0 };

	for (int q = 0; q < NODES; q++)
		m.mean += posterior[q] * nodes->theta[q];
	for (int q = 0; q < NODES; q++)
		m.variance += posterior[q] * (nodes->theta[q] - m.mean) *
		    (nodes->theta[q] - m.mean);
	return m;
}

static void
hermite_means(
    double hermite[MOMENTS][NODES], const double posterior[NODES], float *means)
{
	for (int n = 0; n < MOMENTS; n++) {
		double sum = 0;

		for (int q = 0; q < NODES; q++)
			sum += posterior[q] * hermite[n][q];
		means[n] = (float)sum;
	}
}

static bool
answered(const struct scale_work *work, size_t u)
{
	const uint8_t *answers = work->answers + u * (size_t)work->count;

	for (int i = 0; i < work->count; i++)
		if (answers[i] > 0)
			return true;
	return false;
}

/* Walks the patterns once more, at the curves that were found. */
static void
posteriors_read(struct scale_work *work, const struct nodes *nodes,
    struct errors *errors, struct calibrate_scale *scale)
{
	double hermite[MOMENTS][NODES], posterior[NODES], variance = 0;

	hermite_make(nodes, hermite);
	curves_tabulate(work, nodes);
	for (size_t u = 0; u < work->patterns; u++) {
		double total = pattern_open(work, u), people = work->people[u];
		struct moments m;

		for (int q = 0; q < NODES; q++)
			posterior[q] = work->product[work->count][q] / total;
		m = moments_make(nodes, posterior);
		work->strata[u] = dif_stratum(m.mean);
		hermite_means(hermite, posterior, work->moments + u * MOMENTS);
		if (!answered(work, u))
			continue;
		scale->likelihood += people *
		    (log(total) + work->scaled[work->count]);
		scale->people += work->people[u];
		variance += people * m.variance;
		score_gather(errors, work,
		    work->answers + u * (size_t)work->count, posterior);
		errors_add(errors, people);
	}
	scale->patterns = work->patterns;
	if (scale->people > 0)
		scale->reliability = fmax(
		    1 - variance / (double)scale->people, 0);
}

/* From bases to thresholds that a bank can hold. */
static void
thresholds_make(const struct curve *curve, double thresholds[BASES])
{
	for (int k = 0; k < BASES; k++) {
		double least = -threshold_most + k * threshold_gap;
		double most = threshold_most - (BASES - 1 - k) * threshold_gap;
		double threshold = -curve->bases[k] / curve->slope;

		if (k > 0)
			least = thresholds[k - 1] + threshold_gap;
		thresholds[k] = fmin(fmax(threshold, least), most);
	}
}

bool
posteriors_settle(struct scale_work *work, const struct nodes *nodes,
    struct calibrate_item *items, struct calibrate_scale *scale)
{
	struct errors errors = { 0 };
	bool opened = errors_open(&errors, work, nodes);

	if (opened) {
		posteriors_read(work, nodes, &errors, scale);
		unused_errors(&errors, work, nodes, items);
		errors_read(&errors, work, items);
		for (int i = 0; i < work->count; i++) {
			struct calibrate_item *item = &items[work->items[i]];

			item->slope = work->curves[i].slope;
			thresholds_make(&work->curves[i], item->thresholds);
		}
	}
	errors_close(&errors);
	return opened;
}
