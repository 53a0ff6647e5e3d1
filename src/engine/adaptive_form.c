/*
 * The best fixed form, and the shares that bound an item's exposure.
 *
 * Everything is in the normal model of the answers before anybody answered:
 * Cov(X_i, X_j) = growth_i growth_j correlation_ij, and the variance an item
 * has on its own. What a set explains is what its items take away one after
 * another, whatever the order.
 */
#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "engine/adaptive_parts.h"
#include "engine/interest_parts.h"

enum { EXCHANGES_MOST = 1000, PEOPLE = 1000, TURNS = 10 };

static const double explained_more = 1e-9; /* worth an exchange */
static const double exposure_near = 0.01;
/* Aimed at below the bound: real people are not quite those of the model. */
static const double exposure_aim = 0.9;

struct form {
	const struct response_table *table;
	int slack;
	int count, items[INTEREST_ITEMS];
	bool in[INTEREST_ITEMS];
	int letters[LETTERS]; /* of the items in it */
	double variance[INTEREST_ITEMS]; /* of an answer before all */
	double prior[INTEREST_ITEMS][INTEREST_ITEMS];
	double left[INTEREST_ITEMS][INTEREST_ITEMS]; /* given the items */
};

static bool
form_start(struct form *form, const struct response_table *table, int slack)
{
	struct responses *responses = memory_get(sizeof *responses);
	struct outlook outlook;

	if (responses == NULL)
		return false;
	memset(form, 0, sizeof *form);
	form->table = table;
	form->slack = slack;
	responses_start(table, responses);
	responses_look(responses, &outlook);
	memory_give(responses);
	for (int i = 0; i < table->count; i++)
		for (int j = 0; j < table->count; j++)
			form->prior[i][j] = i == j ? (double)outlook.variance[i]
						   : (double)outlook.growth[i] *
				(double)outlook.growth[j] *
				(double)table->correlation[i][j];
	memcpy(form->left, form->prior, sizeof form->left);
	return true;
}

/* What the item explains of the full scores, given the others. */
static double
form_gain(const struct form *form, int item)
{
	const struct response_table *table = form->table;
	double with[LETTERS] = { 0 }, gain = 0;

	for (int j = 0; j < table->count; j++)
		with[table->scale[j]] += form->left[item][j];
	for (int l = 0; l < LETTERS; l++)
		gain += (double)table->weights[l] * with[l] * with[l];
	return gain / fmax(form->left[item][item], 1e-9);
}

/* Takes the item's answer as known. */
static void
form_condition(struct form *form, int item)
{
	double column[INTEREST_ITEMS];
	double own = fmax(form->left[item][item], 1e-9);
	int count = form->table->count;

	memcpy(column, form->left[item], sizeof column);
	for (int i = 0; i < count; i++)
		for (int j = 0; j < count; j++)
			form->left[i][j] -= column[i] * column[j] / own;
}

static void
form_add(struct form *form, int item)
{
	form_condition(form, item);
	form->items[form->count++] = item;
	form->in[item] = true;
	form->letters[form->table->scale[item]]++;
}

/* Without the item at a place; everything else is conditioned on again. */
static void
form_remove(struct form *form, int place)
{
	int item = form->items[place];

	form->in[item] = false;
	form->letters[form->table->scale[item]]--;
	form->count--;
	for (int p = place; p < form->count; p++)
		form->items[p] = form->items[p + 1];
	memcpy(form->left, form->prior, sizeof form->left);
	for (int p = 0; p < form->count; p++)
		form_condition(form, form->items[p]);
}

/* The best item to add among those allowed (NULL: all); -1 for none. */
static int
form_best(const struct form *form, int total, const bool *allowed)
{
	const struct response_table *table = form->table;
	int share = (total + table->letters - 1) / table->letters + form->slack;
	int best = -1;

	for (int fair = 1; fair >= 0 && best < 0; fair--) {
		double most = -1;

		for (int i = 0; i < table->count; i++) {
			double gain;

			if (form->in[i] || (allowed && !allowed[i]) ||
			    (fair && form->letters[table->scale[i]] >= share))
				continue;
			gain = form_gain(form, i);
			if (gain > most) {
				most = gain;
				best = i;
			}
		}
	}
	return best;
}

/* Exchanges one item for a better one; false when there is none. */
static bool
form_exchange(struct form *form, int total)
{
	for (int place = 0; place < total; place++) {
		int before = form->items[0], after;
		double had;

		/* The first goes out and comes back, or another, as the last. */
		form_remove(form, 0);
		had = form_gain(form, before);
		after = form_best(form, total, NULL);
		if (form_gain(form, after) > had + explained_more) {
			form_add(form, after);
			return true;
		}
		form_add(form, before);
	}
	return false;
}

/* In the order in which they tell most. */
static void
form_order(struct form *form, int total)
{
	bool chosen[INTEREST_ITEMS];

	memcpy(chosen, form->in, sizeof chosen);
	while (form->count > 0)
		form_remove(form, form->count - 1);
	while (form->count < total)
		form_add(form, form_best(form, form->count + 1, chosen));
}

int
adaptive_form(const struct interest_table *table, int count, int slack,
    int items[INTEREST_ITEMS])
{
	int total = count < table->count ? count : table->count;
	struct form *form;

	if (total <= 0)
		return 0;
	form = memory_get(sizeof *form);
	if (form == NULL)
		return 0;
	if (!form_start(form, &table->responses, slack)) {
		memory_give(form);
		return 0;
	}
	while (form->count < total)
		form_add(form, form_best(form, total, NULL));
	for (int turn = 0; turn < EXCHANGES_MOST; turn++)
		if (!form_exchange(form, total))
			break;
	form_order(form, total);
	memcpy(items, form->items, (size_t)total * sizeof *items);
	memory_give(form);
	return total;
}

/* Exposure */

struct asking {
	struct people people;
	struct responses responses;
	struct outlook outlook;
	int64_t asked[INTEREST_ITEMS];
};

static void
person_ask(
    struct asking *asking, const struct adaptive_rule *rule, uint64_t person)
{
	interest_answer answers[INTEREST_ITEMS];

	people_answer(&asking->people, 0, person, answers);
	responses_start(asking->people.table, &asking->responses);
	for (int n = 0; n < rule->most; n++) {
		int item;

		responses_look(&asking->responses, &asking->outlook);
		item = adaptive_pick(&asking->responses, &asking->outlook, rule,
		    NULL, number_mix(person + 1));
		if (item < 0)
			break;
		responses_take(&asking->responses, item, answers[item]);
		asking->asked[item]++;
	}
}

/* Lowers what was asked too often, raises what may be again; the most often. */
static double
shares_adjust(const struct asking *asking, double share, int count,
    double eligible[INTEREST_ITEMS])
{
	double most = 0;

	for (int i = 0; i < count; i++) {
		double met = (double)asking->asked[i] / PEOPLE;

		most = fmax(most, met);
		if (met > 0)
			eligible[i] = fmin(eligible[i] * share / met, 1);
	}
	return most;
}

static bool
shares_find(struct asking *asking, const struct adaptive_rule *rule,
    double share, double eligible[INTEREST_ITEMS])
{
	struct adaptive_rule bounded = *rule;
	int count = asking->people.table->count;
	double most = 1;

	bounded.eligible = eligible;
	for (int i = 0; i < INTEREST_ITEMS; i++)
		eligible[i] = 1;
	for (int turn = 0; turn < TURNS && most > share + exposure_near;
	     turn++) {
		double next[INTEREST_ITEMS];

		memset(asking->asked, 0, sizeof asking->asked);
		for (uint64_t person = 0; person < PEOPLE; person++)
			person_ask(asking, &bounded, person);
		memcpy(next, eligible, sizeof next);
		most = shares_adjust(asking, share, count, next);
		if (most > share + exposure_near)
			memcpy(eligible, next, sizeof next);
	}
	return most <= share + exposure_near;
}

bool
adaptive_exposure(const struct interest_table *table,
    const struct adaptive_rule *rule, double share,
    double eligible[INTEREST_ITEMS])
{
	struct asking *asking = memory_get(sizeof *asking);
	bool found;

	for (int i = 0; i < INTEREST_ITEMS; i++)
		eligible[i] = 1;
	if (asking == NULL)
		return false;
	found = people_make(&table->responses, &asking->people) &&
	    (shares_find(asking, rule, share * exposure_aim, eligible) ||
		shares_find(asking, rule, share, eligible));
	memory_give(asking);
	return found;
}
