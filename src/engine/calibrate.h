/*
 * Calibration: from people's answers to a bank of items, and how far the bank
 * can be trusted.
 *
 * Each scale has one trait, standard normal, and each of its items follows
 * Samejima's graded response model (Samejima 1969), as engine/interest.h has
 * it. Slopes and thresholds maximise the marginal likelihood of the answers,
 * the trait integrated out over 41 equidistant nodes on [-4, 4] (Bock and
 * Aitkin 1981): in turns, the expected number of answers at each node is
 * reckoned from the items (E), and each item is fitted to them by Fisher
 * scoring (M); every other turn is drawn out by squared extrapolation (SQUAREM,
 * Varadhan and Roland 2008, scheme S3), taken back where the likelihood falls.
 * An answer that was not given says nothing.
 *
 * A category that nobody chose is taken as chosen by half a person of unknown
 * trait, so that each threshold has a place and no answer a probability of 0;
 * an item that nobody answered has five such categories. Slopes stay within
 * .05 and 20: an item that runs against its scale ends at .05. Thresholds are
 * moved into -20..20 and .0001 apart where they are not.
 *
 * Order: that of the people, of the scales and of the items changes nothing but
 * the order of what comes out, to the last bit (items of one scale that were
 * answered 1, 2, … 5 equally often apart).
 */
#ifndef GILJABI_CALIBRATE_H
#define GILJABI_CALIBRATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	CALIBRATE_CATEGORIES = 5,
	CALIBRATE_NODES = 41,
	CALIBRATE_PEOPLE = 20000000,
	CALIBRATE_ITEMS = 512, /* most items, of all scales */
	CALIBRATE_SCALES = 60
};

/* What is learned from; the caller's. */
struct calibrate_data {
	size_t people;
	int items, scales;
	const uint8_t *given; /* people rows of `items`: 1..5, 0 for none */
	const int *scale; /* an item each: 0..scales-1 */
};

/*
 * Fit of an item: S-X2, the observed against the expected answers among those
 * who answered the whole scale and have the same sum (Orlando and Thissen 2000;
 * for graded items Kang and Chen 2008). Neighbouring categories of a sum are
 * taken together until one person or more is expected. RMSEA: the misfit that
 * is more than chance, per degree of freedom and person; .05 and less is
 * close. freedom 0: too few people or items to say; the rest is NaN then.
 */
struct calibrate_fit {
	double statistic;
	int freedom;
	double chance; /* of so much misfit where there is none */
	double rmsea;
};

struct calibrate_item {
	double slope;
	double slope_error; /* standard error; NaN: cannot be told */
	double thresholds[CALIBRATE_CATEGORIES - 1];
	int64_t counts[CALIBRATE_CATEGORIES]; /* how often each was chosen */
	struct calibrate_fit fit;
};

/*
 * SRMSR: root of the mean squared difference between the correlations of the
 * items as observed and as the model has them; .05 and less is adequate
 * (Maydeu-Olivares 2013). `pair`: the two items (numbers in the data, the
 * lower first) that differ most, which may ask the same; -1 where no two items
 * vary together in ten people.
 */
struct calibrate_scale {
	int64_t people; /* with an answer */
	size_t patterns; /* different ones */
	int iterations;
	bool settled; /* before the most iterations were used up */
	double likelihood; /* logarithm, of all answers */
	double reliability; /* marginal: 1 - mean posterior variance (Green,
				   Bock, Humphreys, Linn and Reckase 1984) */
	double srmsr; /* NaN without a pair */
	int pair[2];
	double pair_residual; /* observed less expected correlation */
};

/* What comes out; given back by calibration_free. Zeroed: nothing is held. */
struct calibration {
	size_t people;
	int items, scales;
	struct calibrate_item *item;
	struct calibrate_scale *scale;
	double *correlation; /* of the traits: scales rows of `scales` */
	uint8_t *strata; /* people rows of `scales`: the stratum of the
				posterior mean, as engine/dif.h has them */
};

/*
 * Standard errors are from the cross products of the people's scores (Meilijson
 * 1989). The correlation of two traits maximises the likelihood of the answers
 * to both scales, items as estimated, the bivariate normal density expanded in
 * Hermite polynomials (Mehler 1866; 32 terms): it is that of the traits and not
 * of their estimates. A matrix that is not positive definite is drawn towards
 * the identity until it is.
 *
 * False without memory or when the data are not as said above (an answer over
 * 5, a scale that is none, more than there may be); `out` is zeroed then. No
 * people, no items and scales without items are allowed: correlation 0,
 * reliability 0.
 */
bool calibrate(const struct calibrate_data *data, struct calibration *out);
void calibration_free(struct calibration *calibration);

#endif
