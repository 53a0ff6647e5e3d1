/*
 * Multinomial logistic model with a Gaussian prior around given weights:
 *
 *	P(class k | x) = softmax_k(score[k] / temperature),
 *	score[k] = base[k] + sum over f of weight[k][f] x[f].
 *
 * Learned as the mode of the posterior (Bishop 2006, 4.3.4), the least of
 *
 *	- sum over people of log P(their class | x, temperature 1)
 *	+ 1/2 sum over f of strength[f] (w_f - m_f)' precision (w_f - m_f)
 *	+ base_strength / 2 sum over k of (base[k] - prior base[k])^2,
 *
 * w_f, m_f: the weights of feature f and their prior means, a class each.
 * Linear in x, so that the terms of a score are its exact reasons.
 */
#ifndef GILJABI_LOGIT_H
#define GILJABI_LOGIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { LOGIT_CLASSES = 256, LOGIT_FEATURES = 512, LOGIT_FOLDS = 10 };

/* What is learned from; the caller's. */
struct logit_data {
	size_t people;
	int features, classes;
	const float *x; /* people rows of `features`, finite */
	const int *class; /* a person each: 0..classes-1 */
};

struct logit_model {
	int features, classes;
	double *weights; /* classes rows of `features` */
	double *bases; /* a class each */
	double temperature; /* > 0 */
};

/* What was thought before; the caller's. */
struct logit_prior {
	const double *strengths; /* a feature each, > 0 */
	const double *weights; /* classes rows of features; NULL: zeros */
	/* between classes: symmetric, positive definite; NULL: identity */
	const double *precision;
	double base_strength; /* > 0: a class of nobody has a base too */
	const double *bases; /* a class each; NULL: zeros */
};

/* Sizes and temperature within bounds, all weights and bases finite. */
bool logit_valid(const struct logit_model *model);

/*
 * scores[k] = bases[k] + weights[k][0] x[0] + weights[k][1] x[1] + …, in order.
 */
void
logit_scores(const struct logit_model *model, const float *x, double *scores);
/* chances[k], of a person's scores. May be the same array. */
void logit_chances(
    const struct logit_model *model, const double *scores, double *chances);

/*
 * What learning needs more than once: the covariance of the features, room to
 * reckon in. For one thread; the data must outlive it. NULL without memory, or
 * when the data is out of its bounds or has a value that is not finite.
 */
struct logit_learner;
struct logit_learner *logit_learner_new(const struct logit_data *data);
void logit_learner_free(struct logit_learner *learner); /* NULL is allowed */

/*
 * The loss above, over the rows `who` (`count` of them; NULL: all), at a model
 * of temperature 1. gradient: classes rows of features, then a base each, or
 * NULL.
 */
double logit_loss(struct logit_learner *learner, const size_t *who,
    size_t count, const struct logit_prior *prior,
    const struct logit_model *model, double *gradient);

/*
 * Learns from the rows `who`, starting where the model stands, until the loss
 * is within about `tolerance` a person of its least (1e-9: to the last figure
 * that matters). The model's arrays are the caller's; its temperature becomes
 * 1. L-BFGS (Nocedal 1980) from the inverse of one curvature for all classes
 * (after Boehning 1992). False when the prior is out of its bounds. The bytes depend
 * on the order of people: sort them where order has no meaning.
 */
bool logit_fit(struct logit_learner *learner, const size_t *who, size_t count,
    const struct logit_prior *prior, double tolerance,
    struct logit_model *model);

/*
 * Scores of each person by a model that has not seen them: fold[i] in
 * 0..folds-1 is the part that person i is held out with (2..LOGIT_FOLDS).
 * models: one a fold, where to start; learned on return. scores: people rows of
 * classes.
 */
bool logit_cross(struct logit_learner *learner, const uint8_t *fold, int folds,
    const struct logit_prior *prior, double tolerance,
    struct logit_model *models, double *scores);

/*
 * Mean over people of -log P(their class) from scores, people rows of classes,
 * at a temperature; and the temperature, 1/16 to 16, where it is least (Guo et
 * al. 2017). 0 and 1 for nobody.
 */
double logit_nll(const double *scores, const int *class, size_t people,
    int classes, double temperature);
double logit_temperature(
    const double *scores, const int *class, size_t people, int classes);

#endif
