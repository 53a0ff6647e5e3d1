/*
 * Differential item functioning: do people of different groups who are alike in
 * the trait answer an item differently? Alike means the same stratum of the
 * posterior mean of the trait, the item itself included, since to leave it out
 * makes groups with different means look different where they are not (Holland
 * and Thayer 1988; Zwick 1990).
 *
 * Ordinal logistic regression (Zumbo 1999): the cumulative logits of the answer
 * on the trait (1), with the groups (2), with the groups times the trait (3).
 * The chance is that of the likelihood ratio of 3 against 1, the size the gain
 * in Nagelkerke's R2 (1991); A below .035, B below .070, else C (Jodoin and
 * Gierl 2001). Beside it, the difference in the mean answer, standardised over
 * the strata to the smaller group, in standard deviations of the answer (Dorans
 * and Schmitt 1991): A below .17, B up to .25, else C (Zwick, Thayer and Mazzeo
 * 1997). The class is the worse of the two, and A where the chance is .05 or
 * more. Thresholds are the same for all groups: a group that only chooses both
 * ends more often is not told from the others.
 */
#ifndef GILJABI_DIF_H
#define GILJABI_DIF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	DIF_CATEGORIES = 5,
	DIF_GROUPS = 16, /* most groups of a column */
	DIF_STRATA = 81, /* of the trait: -4, -3.9, … 4 */
	DIF_PEOPLE = 100 /* least of a group that is compared */
};

/* The stratum of a posterior mean; those beyond -4..4 go to the outer ones. */
uint8_t dif_stratum(double theta);

/* How often each answer was given. */
struct dif_table {
	int groups; /* 0..DIF_GROUPS */
	int64_t counts[DIF_STRATA][DIF_GROUPS][DIF_CATEGORIES];
};

struct dif {
	char class; /* 'A', 'B', 'C', or 0: fewer than two groups of enough
		       people, or all answers alike; the rest is 0 then */
	int groups; /* that were compared */
	int64_t people;
	double gain; /* in R2, 3 against 1 */
	double gain_uniform; /* 2 against 1: the same way at every trait */
	int freedom;
	double ratio; /* likelihood ratio, chi-square of that freedom */
	double chance; /* of one so large where there is no difference */
	double difference; /* of the means, standardised: the largest, >= 0 */
	int high, low; /* the groups that it lies between */
};

/*
 * Counts people of the groups 0..groups-1 (others are passed over) who answered
 * 1..5. Person p's answer is given[p * stride], the stratum
 * strata[p * strata_stride].
 */
void dif_count(struct dif_table *table, size_t people, const uint8_t *given,
    size_t stride, const uint8_t *strata, size_t strata_stride,
    const uint16_t *group);

/* Groups of different sizes may be numbered in any order. */
void dif_measure(const struct dif_table *table, struct dif *dif);

#endif
