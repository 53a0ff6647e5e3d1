/*
 * Which letter is truly the highest: exactly, node by node, where letters are
 * independent given the answers; by points of the joint posterior where not.
 */
#include <math.h>
#include <string.h>

#include "engine/interest_parts.h"

static const double variance_least = 1e-12;

/* Multiplies P(the true score of `other` < that of `letter` at the node). */
static void
others_multiply(const struct place places[INTEREST_NODES],
    const double below[POINTS], double chances[INTEREST_NODES])
{
	for (int q = 0; q < INTEREST_NODES; q++) {
		const double *at = below + places[q].point;

		chances[q] *= at[0] + places[q].part * (at[1] - at[0]);
	}
}

static double
first_reckon(const struct interest_table *table,
    const struct posterior posteriors[LETTERS], int letter)
{
	double chances[INTEREST_NODES], sum = 0;

	memcpy(chances, posteriors[letter].weight, sizeof chances);
	for (int other = 0; other < LETTERS; other++)
		if (other != letter)
			others_multiply(table->places[letter][other],
			    posteriors[other].below, chances);
	for (int q = 0; q < INTEREST_NODES; q++)
		sum += chances[q];
	return sum;
}

static void
firsts_independent(const struct interest_table *table,
    const struct posterior posteriors[LETTERS], double firsts[LETTERS])
{
	double total = 0;

	for (int letter = 0; letter < LETTERS; letter++) {
		firsts[letter] = first_reckon(table, posteriors, letter);
		total += firsts[letter];
	}
	for (int letter = 0; letter < LETTERS; letter++)
		firsts[letter] /= total;
}

/* root root' = covariance, root lower triangular. */
static void
root_make(
    const double covariance[LETTERS][LETTERS], double root[LETTERS][LETTERS])
{
	for (int l = 0; l < LETTERS; l++)
		for (int m = 0; m <= l; m++) {
			double rest = covariance[l][m];

			for (int k = 0; k < m; k++)
				rest -= root[l][k] * root[m][k];
			root[l][m] = l == m ? sqrt(fmax(rest, variance_least))
					    : rest / root[m][m];
		}
}

static double
truth_of(const struct interest_table *table, int letter, double theta)
{
	const double *truth = table->truth[letter] + 1;
	double at = (theta - table->theta[0]) /
	    (table->theta[1] - table->theta[0]);
	int node;

	at = fmin(fmax(at, 0), INTEREST_NODES - 1);
	node = at < INTEREST_NODES - 2 ? (int)at : INTEREST_NODES - 2;
	return truth[node] + (at - node) * (truth[node + 1] - truth[node]);
}

/* The letter with the highest true score where the traits are at one point. */
static int
first_at(const struct interest_table *table, const struct traits *traits,
    const double root[LETTERS][LETTERS], const double draw[LETTERS])
{
	double most = -1;
	int first = 0;

	for (int l = 0; l < LETTERS; l++) {
		double theta = traits->mean[l], truth;

		for (int k = 0; k <= l; k++)
			theta += root[l][k] * draw[k];
		truth = truth_of(table, l, theta);
		if (truth > most) {
			most = truth;
			first = l;
		}
	}
	return first;
}

static void
firsts_joint(const struct interest_table *table, const struct traits *traits,
    double firsts[LETTERS])
{
	double root[LETTERS][LETTERS];

	root_make(traits->covariance, root);
	memset(firsts, 0, LETTERS * sizeof *firsts);
	for (int draw = 0; draw < TRAIT_DRAWS; draw++)
		firsts[first_at(table, traits, (const double(*)[LETTERS])root,
		    table->draws[draw])] += 1.0 / TRAIT_DRAWS;
}

void
firsts_reckon(const struct interest_table *table,
    const struct posterior posteriors[LETTERS], const struct traits *traits,
    double firsts[LETTERS])
{
	if (table->joint)
		firsts_joint(table, traits, firsts);
	else
		firsts_independent(table, posteriors, firsts);
}
