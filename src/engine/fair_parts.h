/*
 * What the files that learn exploration weights share: the people in an order of
 * their own (fair_people.c), a pass over them at some shifts (fair_shares.c).
 * fair_fit.c looks for the shifts.
 */
#ifndef GILJABI_FAIR_PARTS_H
#define GILJABI_FAIR_PARTS_H

#include "engine/fair.h"

/* A person; group: a group of all columns each, -1 none that counts. */
struct person {
	const float *x;
	int features, columns;
	int16_t group[FAIR_COLUMNS];
};

struct fit {
	size_t people;
	int classes, features, first;
	int columns;
	int rows_before[FAIR_COLUMNS + 1]; /* groups of earlier columns */
	int column_of[FAIR_COLUMNS * FAIR_GROUPS]; /* a group each */
	int everybody; /* after all groups, as a group of its own */
	int directions, width; /* width: the directions and the base */
	int unknowns; /* classes * width */
	struct person *who; /* in their own order */
	double *scores; /* people rows of classes: the model's, in logits */
	double *chances; /* of those */
	double *along; /* people rows of width, centred; the last is 1 */
	size_t *sizes; /* a group each, of all columns, and everybody */
};

/* Zeroed; NULL without memory. */
void *fair_numbers_new(size_t count, size_t more);

static inline double
fair_product(const double *a, const double *b, int count)
{
	double sum = 0;

	for (int i = 0; i < count; i++)
		sum += a[i] * b[i];
	return sum;
}

/*
 * Fills what is zero in fit after people, classes, features, first, columns; the
 * directions into path, and the mean that `along` is centred by. False without
 * memory, or when there would be too many unknowns.
 */
bool fair_people_make(struct fit *fit, const struct logit_model *model,
    const struct logit_data *data, const struct fair_column *columns,
    double *mean, struct fair_path *path);
void fair_people_free(struct fit *fit);
/* chances: of scores in logits. Returns the logarithm of their divisor. */
double fair_chances_take(const double *scores, int count, double *chances);
/* A person's scores, in logits, at some shifts. */
void fair_scores_shift(
    const struct fit *fit, size_t person, const double *shifts, double *scores);

/* How much each class is on a person's list. */
struct list {
	double steps[LOGIT_CLASSES]; /* 0..1; they sum to the list's length */
	double slopes[LOGIT_CLASSES]; /* of the steps */
	double slope; /* their sum */
	int move[LOGIT_CLASSES], moving; /* classes with a slope */
	double parts[LOGIT_CLASSES]; /* of the sum, of those */
};

/*
 * The steps lie around the end of the list, which is where they sum to its
 * length; first < count.
 */
void
fair_list_take(const double *scores, int count, int first, struct list *list);

/* What comes of some shifts, over all people. */
struct pass {
	double loss; /* the first sum */
	double *gradient; /* of it; unknowns */
	double *shares; /* groups rows of classes */
	double *slopes; /* of those: rows of unknowns */
};

bool fair_pass_new(const struct fit *fit, struct pass *pass);
void fair_pass_free(struct pass *pass);
void
fair_pass_run(const struct fit *fit, const double *shifts, struct pass *pass);
/* A share, and its slope: a number an unknown. */
double fair_share(
    const struct fit *fit, const struct pass *pass, int group, int class);
double *fair_slope_row(
    const struct fit *fit, const struct pass *pass, int group, int class);

#endif
