/*
 * How good probabilities are: how often the right class stands among the first,
 * how likely the truth was held, and whether "60 %" comes true in 60 of 100.
 *
 * Ranks: a class stands before another when it is more probable, among equals
 * when its number is smaller. Every figure is the same to the last bit for any
 * order of people.
 */
#ifndef GILJABI_MEASURE_H
#define GILJABI_MEASURE_H

#include <stdbool.h>
#include <stddef.h>

/* People with known classes; all arrays are the caller's. */
struct measure_sample {
	size_t people; /* how many are measured */
	int classes; /* 1.. */
	/* rows of `classes` probabilities, each row sums to 1 */
	const double *chances;
	const int *class; /* a row each: 0..classes-1 */
	/* which rows are measured, `people` of them; NULL: the first ones */
	const size_t *who;
};

struct interval {
	double low, high;
};

enum { MEASURE_BINS = 15 };

struct measure {
	size_t people; /* 0: all else is NaN */
	int present; /* classes that somebody of them has */
	double top1, top3, top5; /* share with their class among the first */
	struct interval top1_95, top3_95, top5_95; /* Wilson's */
	double macro_top1, macro_top3; /* mean over the classes present */
	double nll; /* mean of -log chance of the class, at most 745 */
	double ece; /* expected calibration error, see below */
	struct interval ece_95; /* bootstrap over people */
	double ece_floor; /* what perfect calibration would show on average */
};

/* False only without memory. */
bool measure_take(const struct measure_sample *sample, struct measure *out);

/* The place of a class, 1 the first. */
int measure_place(const double *chances, int classes, int class);

/*
 * Share of hits with its interval (Wilson 1927): z is 1.96 for 95 %. All of
 * 0..1 when there is nobody.
 */
struct interval measure_wilson(size_t hits, size_t people, double z);

/*
 * Expected calibration error of the first choice: people sorted by how probable
 * it was held (`confidence`, 0..1; `right`: whether it was theirs), cut into 15
 * bins of equal numbers (adaptive bins: Nguyen and O'Connor 2015); the mean
 * over people of |share right - mean confidence| of their bin. Fewer people
 * than 15: a bin each. 0 for nobody. *interval (may be NULL): the 2.5 % and
 * 97.5 % points of 400 bootstrap samples of the people, moved so that their
 * mean is the error (Efron and Tibshirani 1993, 10.6), not below 0. *floor (may
 * be NULL): the mean over 400 samples in which `right` is drawn with
 * probability `confidence` (Broecker and Smith 2007): what perfect calibration
 * would show. Both from a fixed seed. NaN without memory.
 */
double measure_calibration(const double *confidence, const bool *right,
    size_t people, struct interval *interval, double *floor);

#endif
