/*
 * The people that exploration weights are learned from: in an order of their
 * own, so that no sum depends on the caller's, with the directions along which
 * their groups differ.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "engine/fair_parts.h"
#include "engine/numeric.h"

#define APART 1e-9 /* squared distance of two means that are the same */

void *
fair_numbers_new(size_t count, size_t more)
{
	return more != 0 && count > SIZE_MAX / sizeof(double) / more
	    ? NULL
	    : memory_get(count * more * sizeof(double));
}

/* People: their order, so that sums do not depend on that of the caller. */

static int
person_compare(const void *left, const void *right)
{
	const struct person *a = left, *b = right;

	for (int c = 0; c < a->columns; c++)
		if (a->group[c] != b->group[c])
			return a->group[c] < b->group[c] ? -1 : 1;
	for (int f = 0; f < a->features; f++)
		if (a->x[f] != b->x[f])
			return a->x[f] < b->x[f] ? -1 : 1;
	return 0;
}

/* A group too small to say anything has nobody in it from here on. */
static void
sizes_count(struct fit *fit, const struct fair_column *columns, int count)
{
	fit->sizes[fit->everybody] = fit->people;
	for (int c = 0; c < count; c++) {
		size_t *sizes = fit->sizes + fit->rows_before[c];

		for (size_t i = 0; i < fit->people; i++)
			if (columns[c].of[i] >= 0)
				sizes[columns[c].of[i]]++;
		for (int g = 0; g < columns[c].groups; g++)
			if (sizes[g] < FAIR_PEOPLE)
				sizes[g] = 0;
	}
}

static void
people_sort(struct fit *fit, const struct logit_data *data,
    const struct fair_column *columns)
{
	for (size_t i = 0; i < fit->people; i++) {
		struct person *person = &fit->who[i];

		person->x = data->x + i * (size_t)fit->features;
		person->features = fit->features;
		person->columns = fit->columns;
		for (int c = 0; c < fit->columns; c++) {
			int group = columns[c].of[i] < 0
			    ? -1
			    : fit->rows_before[c] + columns[c].of[i];

			person->group[c] = (int16_t)(group >= 0 &&
				    fit->sizes[group] > 0
				? group
				: -1);
		}
	}
	qsort(fit->who, fit->people, sizeof *fit->who, person_compare);
}

/* Directions. */

struct spread {
	double *mean; /* of all people */
	double *apart; /* mean of a group less that of the last one */
	double *factor; /* of the covariance */
};

/* Mean of a group (of everybody: -1 in column -1). */
static void
mean_take(const struct fit *fit, int column, int group, double *mean)
{
	size_t people = 0;

	memset(mean, 0, (size_t)fit->features * sizeof *mean);
	for (size_t i = 0; i < fit->people; i++) {
		const float *x = fit->who[i].x;

		if (column >= 0 && fit->who[i].group[column] != group)
			continue;
		people++;
		for (int f = 0; f < fit->features; f++)
			mean[f] += (double)x[f];
	}
	for (int f = 0; f < fit->features; f++)
		mean[f] /= (double)people;
}

/*
 * The factor of the covariance, a millionth of its mean variance added to each,
 * so that features that say the same, or nothing, do no harm. False when no
 * feature varies.
 */
static bool
spread_take(const struct fit *fit, struct spread *spread, double *row)
{
	int size = fit->features;
	double trace = 0;

	mean_take(fit, -1, -1, spread->mean);
	for (size_t i = 0; i < fit->people; i++) {
		for (int f = 0; f < size; f++)
			row[f] = (double)fit->who[i].x[f] - spread->mean[f];
		for (int f = 0; f < size; f++)
			for (int other = 0; other <= f; other++)
				spread->factor[f * size + other] += row[f] *
				    row[other];
	}
	for (int f = 0; f < size * size; f++)
		spread->factor[f] /= (double)fit->people;
	for (int f = 0; f < size; f++)
		trace += spread->factor[f * size + f];
	for (int f = 0; f < size; f++)
		spread->factor[f * size + f] += 1e-6 * trace / size;
	return positive_factor(spread->factor, size);
}

/*
 * Adds the direction that tells two means apart, less what the earlier ones tell
 * already (Gram and Schmidt), unless nothing is left. images: covariance times
 * direction.
 */
static void
direction_add(struct fit *fit, const struct spread *spread, double *directions,
    double *images)
{
	int size = fit->features;
	double *next = directions + fit->directions * size;
	double *image = images + fit->directions * size;
	double length;

	memcpy(image, spread->apart, (size_t)size * sizeof *image);
	memcpy(next, image, (size_t)size * sizeof *next);
	positive_solve(spread->factor, size, next);
	for (int d = 0; d < fit->directions; d++) {
		double share = fair_product(directions + d * size, image, size);

		for (int f = 0; f < size; f++) {
			next[f] -= share * directions[d * size + f];
			image[f] -= share * images[d * size + f];
		}
	}
	length = fair_product(next, image, size);
	if (!(length > APART))
		return;
	for (int f = 0; f < size; f++) {
		next[f] /= sqrt(length);
		image[f] /= sqrt(length);
	}
	fit->directions++;
}

static void
column_directions(struct fit *fit, int column, struct spread *spread,
    double *last, double *directions, double *images)
{
	int group = fit->rows_before[column + 1] - 1;

	while (group >= fit->rows_before[column] && fit->sizes[group] == 0)
		group--;
	if (group < fit->rows_before[column])
		return;
	mean_take(fit, column, group, last);
	while (--group >= fit->rows_before[column]) {
		if (fit->sizes[group] == 0)
			continue;
		mean_take(fit, column, group, spread->apart);
		for (int f = 0; f < fit->features; f++)
			spread->apart[f] -= last[f];
		direction_add(fit, spread, directions, images);
	}
}

/* Writes rows of `directions`, and the mean; sets how many there are. */
static bool
directions_find(struct fit *fit, double *directions, double *mean)
{
	size_t size = (size_t)fit->features;
	double *images = fair_numbers_new(FAIR_DIRECTIONS, size);
	struct spread spread = { mean, fair_numbers_new(size, 1),
		fair_numbers_new(size, size) };
	double *row = fair_numbers_new(size, 1);
	bool done = images != NULL && spread.apart != NULL &&
	    spread.factor != NULL && row != NULL;

	if (done && spread_take(fit, &spread, row))
		for (int c = 0; c < fit->columns; c++)
			column_directions(
			    fit, c, &spread, row, directions, images);
	fit->width = fit->directions + 1;
	fit->unknowns = fit->classes * fit->width;
	memory_give(images);
	memory_give(spread.apart);
	memory_give(spread.factor);
	memory_give(row);
	return done;
}

/* chances: of the scores. Returns the logarithm of what they were divided by. */
double
fair_chances_take(const double *scores, int count, double *chances)
{
	double most = scores[0], sum = 0;

	for (int k = 1; k < count; k++)
		most = scores[k] > most ? scores[k] : most;
	for (int k = 0; k < count; k++)
		sum += chances[k] = exp(scores[k] - most);
	for (int k = 0; k < count; k++)
		chances[k] /= sum;
	return most + log(sum);
}

/* What is known of each person before any shift. */
static void
people_place(struct fit *fit, const struct logit_model *model,
    const double *directions, const double *mean)
{
	for (size_t i = 0; i < fit->people; i++) {
		const float *x = fit->who[i].x;
		double *along = fit->along + i * (size_t)fit->width;
		double *scores = fit->scores + i * (size_t)fit->classes;

		logit_scores(model, x, scores);
		for (int k = 0; k < fit->classes; k++)
			scores[k] /= model->temperature;
		fair_chances_take(scores, fit->classes,
		    fit->chances + i * (size_t)fit->classes);
		for (int d = 0; d < fit->directions; d++)
			for (int f = 0; f < fit->features; f++)
				along[d] += directions[d * fit->features + f] *
				    ((double)x[f] - mean[f]);
		along[fit->directions] = 1;
	}
}

void
fair_scores_shift(
    const struct fit *fit, size_t person, const double *shifts, double *scores)
{
	const double *along = fit->along + person * (size_t)fit->width;
	const double *own = fit->scores + person * (size_t)fit->classes;

	for (int k = 0; k < fit->classes; k++)
		scores[k] = own[k] +
		    fair_product(shifts + k * fit->width, along, fit->width);
}

/* Groups of all columns are numbered in one row. */
static void
groups_number(struct fit *fit, int column, int groups)
{
	int before = fit->rows_before[column];

	for (int g = 0; g < groups; g++)
		fit->column_of[before + g] = column;
	fit->rows_before[column + 1] = before + groups;
}

void
fair_people_free(struct fit *fit)
{
	memory_give(fit->sizes);
	memory_give(fit->who);
	memory_give(fit->scores);
	memory_give(fit->chances);
	memory_give(fit->along);
}

bool
fair_people_make(struct fit *fit, const struct logit_model *model,
    const struct logit_data *data, const struct fair_column *columns,
    double *mean, struct fair_path *path)
{
	for (int c = 0; c < fit->columns; c++)
		groups_number(fit, c, columns[c].groups);
	fit->everybody = fit->rows_before[fit->columns];
	fit->sizes = fair_numbers_new((size_t)fit->everybody + 1, 1);
	fit->who = memory_get(fit->people * sizeof *fit->who);
	path->direction = fair_numbers_new(
	    FAIR_DIRECTIONS, (size_t)fit->features);
	if (fit->sizes == NULL || fit->who == NULL || path->direction == NULL)
		return false;
	sizes_count(fit, columns, fit->columns);
	people_sort(fit, data, columns);
	if (!directions_find(fit, path->direction, mean) ||
	    fit->unknowns > FAIR_UNKNOWNS)
		return false;
	path->features = fit->features;
	path->classes = fit->classes;
	path->directions = fit->directions;
	fit->scores = fair_numbers_new(fit->people, (size_t)fit->classes);
	fit->chances = fair_numbers_new(fit->people, (size_t)fit->classes);
	fit->along = fair_numbers_new(fit->people, (size_t)fit->width);
	if (fit->scores == NULL || fit->chances == NULL || fit->along == NULL)
		return false;
	people_place(fit, model, path->direction, mean);
	return true;
}
