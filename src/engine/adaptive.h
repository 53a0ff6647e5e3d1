/*
 * The adaptive test: which item to ask next, and when enough is known.
 *
 * The next item is the one that is expected to lower the variances of the six
 * full scores most, each over its variance before anybody answered, summed: for
 * letter l and item j the fall is Cov(answer j, sum l)^2 / Var(answer j) under
 * the joint posterior of all answers (responses.h). So an item counts for what
 * it takes away of its own doubt, for what it tells of its letter and for what
 * it tells of others (the A-optimal choice; van der Linden 1999 for traits).
 *
 * Nothing is kept between two questions: everything follows from the answers
 * that stand, in whatever order they came. Who goes back and changes an answer
 * goes on from the answers as they are then.
 */
#ifndef GILJABI_ADAPTIVE_H
#define GILJABI_ADAPTIVE_H

#include "engine/interest.h"

/* In place of an answer: the item cannot be asked. */
#define ADAPTIVE_NEVER ((interest_answer)255)

/*
 * target: the doubt (adaptive_doubt) at which the test ends, 0..1; with 0 it
 * goes on to `most`. It never ends before `least` nor goes on after `most`.
 * slack: no letter is asked more than its share of the items asked, rounded up,
 * plus this. eligible: of each item the share of people it may be shown to
 * (adaptive_exposure finds it); NULL for all. Both give way, the balance first,
 * when no item would be left.
 */
struct adaptive_rule {
	int least, most; /* items, 0..INTEREST_ITEMS */
	double target;
	int slack; /* >= 0 */
	const double *eligible; /* the caller's, one an item of the bank */
};

/* For middle and high school: about 18 to 22 of 48 items. */
extern const struct adaptive_rule adaptive_default;

/*
 * The next item, or -1 when the profile is as sure as the rule asks or no item
 * is left. seed: the person's, the same at every call; it decides which items
 * the person may be shown where the rule has shares. 80 KB of stack.
 */
int adaptive_next(const struct interest_table *table,
    const interest_answer *answers, const struct adaptive_rule *rule,
    uint64_t seed);

/*
 * Root of the mean over the letters that have items of the squared sum_sd, the
 * standard error of the full score, 0..1.
 */
double adaptive_doubt(const struct interest_profile *profile);

/*
 * The item not answered yet that tells most of which of two letters is
 * stronger: the one that is expected to lower the variance of the difference of
 * their full scores most. -1 when none is left, or the letters are the same.
 */
int adaptive_between(const struct interest_table *table,
    const interest_answer *answers, int letter, int other);

/*
 * The best fixed set of `count` items for everybody: chosen one by one by the
 * variance of the full scores that it explains in a normal model of the
 * answers, then improved by exchanging single items until none does better. No
 * letter has more than its share, rounded up, plus `slack`, as long as another has items.
 * Writes them in the order in which they tell most and returns how many: the
 * least of `count` and the items of the bank.
 */
int adaptive_form(const struct interest_table *table, int count, int slack,
    int items[INTEREST_ITEMS]);

/*
 * Shares for rule->eligible so that no item is asked of more than `share`
 * (0..1) of the people among the first rule->most items: people of the bank's
 * own model are asked, and the shares of items met too often lowered, in turns
 * (after Sympson and Hetter 1985), until none is met by more than nine tenths
 * of `share`, since real people are not quite those of the model; where that
 * cannot be, of `share` itself. Deterministic. True when it was reached within
 * a hundredth among those people; it cannot be where share is less than
 * rule->most over the number of items.
 */
bool adaptive_exposure(const struct interest_table *table,
    const struct adaptive_rule *rule, double share,
    double eligible[INTEREST_ITEMS]);

/*
 * People made by the bank's own model, for simulation: latent responses with
 * the bank's correlation, cut into answers. NULL without memory. The table has
 * to live as long; any number of threads may ask.
 */
struct adaptive_crowd;
struct adaptive_crowd *adaptive_crowd_new(const struct interest_table *table);
void adaptive_crowd_free(struct adaptive_crowd *crowd); /* NULL is allowed */
/*
 * The adaptive test of one of them, rule->most items long. answers: out, those
 * to all items of the bank, asked or not. Of the profile only answered, order
 * and, by letter, score, full, sum_sd, items and answered are set, as
 * interest_score has them for joint traits; the sites of the answers are set
 * once, as they come (adaptive_next settles them, which moves a score by about
 * .002).
 */
void adaptive_crowd_ask(const struct adaptive_crowd *crowd,
    const struct adaptive_rule *rule, uint64_t seed, uint64_t person,
    interest_answer answers[INTEREST_ITEMS], struct interest_profile *profile);

#endif
