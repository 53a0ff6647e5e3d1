/*
 * The joint posterior of six traits, normal with the bank's correlation, given
 * the answers: expectation propagation (Minka 2001), one site a letter.
 *
 * The likelihood of a letter's answers depends on its own trait alone. A site
 * stands for it: a normal factor of precision tau and shift nu. In turn, each
 * site is taken out of the joint normal, what is left (the cavity) is
 * multiplied by the true likelihood at the nodes, and the site is set so that
 * the joint has the mean and the variance of that product. Likelihoods of the
 * graded response model are log-concave, so a site never has a negative
 * precision and the turns settle. Where traits are independent, one turn is exact.
 */
#include <math.h>
#include <string.h>

#include "engine/interest_parts.h"

enum { SWEEPS_MOST = 100 };

static const double settled = 1e-5; /* of a mean, in trait units */
static const double variance_least = 1e-6;

struct sites {
	double tau[LETTERS], nu[LETTERS];
};

struct moments {
	double mean, variance;
};

/*
 * The prior's logarithm is in `weight` already: the cavity takes its place.
 */
static struct moments
tilt(const struct interest_table *table, double precision, double shift,
    double weight[INTEREST_NODES])
{
	struct moments tilted = { 0, 0 };

	for (int q = 0; q < INTEREST_NODES; q++)
		weight[q] += (precision - 1) * table->prior[q] +
		    shift * table->theta[q];
	weights_norm(weight);
	for (int q = 0; q < INTEREST_NODES; q++)
		tilted.mean += weight[q] * table->theta[q];
	for (int q = 0; q < INTEREST_NODES; q++) {
		double distance = table->theta[q] - tilted.mean;

		tilted.variance += weight[q] * distance * distance;
	}
	tilted.variance = fmax(tilted.variance, variance_least);
	return tilted;
}

/* The joint normal after a site has grown by tau and nu. */
static void
traits_shift(struct traits *traits, int letter, double tau, double nu)
{
	double column[LETTERS];
	double part = 1 / (1 + tau * traits->covariance[letter][letter]);
	double push = (nu - tau * traits->mean[letter]) * part;

	for (int l = 0; l < LETTERS; l++)
		column[l] = traits->covariance[l][letter];
	for (int l = 0; l < LETTERS; l++) {
		traits->mean[l] += column[l] * push;
		for (int m = 0; m < LETTERS; m++)
			traits->covariance[l][m] -= tau * part * column[l] *
			    column[m];
	}
}

/* Sets the site of one letter; by how much the letter's mean moved. */
static double
site_settle(const struct interest_table *table, int letter,
    double weight[INTEREST_NODES], struct sites *sites, struct traits *traits)
{
	double before = traits->mean[letter];
	double variance = traits->covariance[letter][letter];
	double precision = 1 / variance - sites->tau[letter];
	double shift = before / variance - sites->nu[letter];
	struct moments tilted = tilt(table, precision, shift, weight);
	double tau = fmax(1 / tilted.variance - precision, 0);
	double nu = tilted.mean / tilted.variance - shift;

	traits_shift(
	    traits, letter, tau - sites->tau[letter], nu - sites->nu[letter]);
	sites->tau[letter] = tau;
	sites->nu[letter] = nu;
	return fabs(traits->mean[letter] - before);
}

void
traits_settle(const struct interest_table *table,
    struct posterior posteriors[LETTERS], struct traits *traits)
{
	double given[LETTERS][INTEREST_NODES];
	struct sites sites = { { 0 }, { 0 } };
	double moved = INFINITY;

	for (int l = 0; l < LETTERS; l++)
		memcpy(given[l], posteriors[l].weight, sizeof given[l]);
	memset(traits->mean, 0, sizeof traits->mean);
	memcpy(
	    traits->covariance, table->correlation, sizeof traits->covariance);
	for (int sweep = 0; sweep < SWEEPS_MOST && moved > settled; sweep++) {
		moved = 0;
		for (int l = 0; l < LETTERS; l++) {
			double *weight = posteriors[l].weight;

			memcpy(weight, given[l], sizeof given[l]);
			moved = fmax(moved,
			    site_settle(table, l, weight, &sites, traits));
		}
		if (!table->joint)
			break;
	}
}
