/*
 * The check against the draw: what the draw gives is found sound, and every
 * other placement or list of closings is not.
 */
#include "engine/allot_check.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "engine/lottery.h"
#include "engine_cases.h"

enum { PEOPLE = 40, PLACES = 8, LISTED = 5, NODES = 5, ROWS = 24 };

/* A round with classes, reserves, caps, and sessions that need a least. */
struct made {
	struct allot_round round;
	struct allot_check_round check;
	uint32_t first[PEOPLE + 1], choices[PEOPLE * LISTED];
	uint32_t groups[PEOPLE], order[PEOPLE], rank[PEOPLE];
	uint32_t keys[PEOPLE * LISTED], owner[PEOPLE * LISTED];
	double scores[PEOPLE * LISTED];
	int32_t bands[PEOPLE];
	uint64_t numbers[PEOPLE];
	uint16_t sizes[PEOPLE];
	uint32_t least[PLACES];
	struct allot_session sessions[PLACES];
	struct allot_reserve reserves[ROWS];
	struct allot_node nodes[NODES];
};

static uint32_t
below(struct cases *cases, uint32_t limit)
{
	return (uint32_t)cases_below(cases, (int)limit);
}

static void
sessions_make(struct cases *cases, struct made *made, bool classes)
{
	uint32_t row = 0, seats = classes ? 60 : 5;

	for (uint32_t s = 0; s < made->round.market.sessions; s++) {
		struct allot_session *session = &made->sessions[s];
		uint32_t left = below(cases, seats), group = below(cases, 3);

		*session = (struct allot_session){ left,
			below(cases, made->round.market.nodes + 1), row, 0 };
		if (session->node == made->round.market.nodes)
			session->node = ALLOT_NONE;
		made->least[s] = below(cases, 3) == 0 ? below(cases, left + 2)
						      : 0;
		for (uint32_t r = below(cases, 4); r > 0; r--, row++) {
			uint32_t kept = below(cases, left + 1);

			made->reserves[row] = (struct allot_reserve){ group,
				kept };
			group = (group + 1) % 3;
			left -= kept;
			session->reserves++;
		}
	}
}

static void
lists_make(struct cases *cases, struct made *made, bool classes)
{
	struct allot_market *market = &made->round.market;
	uint32_t all[PLACES], at = 0;

	for (uint32_t i = 0; i < market->applicants; i++) {
		uint32_t n = below(cases, LISTED + 1);

		for (uint32_t s = 0; s < market->sessions; s++)
			all[s] = s;
		n = n < market->sessions ? n : market->sessions;
		made->first[i] = at;
		for (uint32_t c = 0; c < n; c++) {
			uint32_t k = c + below(cases, market->sessions - c);
			uint32_t kept = all[k];

			all[k] = all[c];
			all[c] = kept;
			/* Now and then one that is not open to this one. */
			made->choices[at++] = below(cases, 20) == 0
			    ? market->sessions
			    : kept;
		}
		made->groups[i] = below(cases, 8);
		made->bands[i] = (int32_t)below(cases, 3) - 1;
		made->numbers[i] = below(cases, 50);
		made->sizes[i] = classes && below(cases, 4) == 0
		    ? (uint16_t)(15 + below(cases, 26))
		    : 1;
	}
	made->first[market->applicants] = at;
}

/* By score, some missing, many equal: then rank, then session. */
static void
scores_make(struct cases *cases, struct made *made)
{
	struct allot_market *market = &made->round.market;
	uint32_t count = market->first[market->applicants], next = 0;

	for (uint32_t c = 0; c < count; c++) {
		made->scores[c] = below(cases, 10) == 0
		    ? NAN
		    : (double)below(cases, 4);
		made->keys[c] = ALLOT_NONE;
	}
	for (double score = 0; score < 4; score++)
		for (uint32_t k = 0; k < market->applicants; k++) {
			uint32_t i = made->order[k];

			for (uint32_t s = 0; s <= market->sessions; s++)
				for (uint32_t c = made->first[i];
				     c < made->first[i + 1]; c++)
					if (made->scores[c] == score &&
					    made->choices[c] == s) {
						made->owner[next] = i;
						made->keys[c] = next++;
					}
		}
	market->by_choice = true;
	market->keys = made->keys;
	market->owner = made->owner;
	market->key_count = next;
	made->check.scores = made->scores;
}

static void
made_make(struct cases *cases, struct made *made)
{
	struct allot_market *market = &made->round.market;
	bool classes = below(cases, 2) == 0;

	memset(made, 0, sizeof *made);
	*market = (struct allot_market){
		.applicants = 1 + below(cases, PEOPLE),
		.sessions = 1 + below(cases, PLACES),
		.nodes = below(cases, 2) * below(cases, NODES + 1),
		.first = made->first,
		.choices = made->choices,
		.groups = made->groups,
		.keys = made->rank,
		.owner = made->order,
		.session = made->sessions,
		.reserve = made->reserves,
		.node = made->nodes,
	};
	made->round.sizes = made->sizes;
	made->round.least = made->least;
	made->round.class_unit = below(cases, 2) * (10 + below(cases, 30));
	for (uint32_t n = 0; n < market->nodes; n++) {
		made->nodes[n].parent = n == 0 || below(cases, 3) == 0
		    ? ALLOT_NONE
		    : below(cases, n);
		made->nodes[n].cap = below(cases, 5) == 0
		    ? ALLOT_NONE
		    : below(cases, classes ? 100 : 10);
	}
	sessions_make(cases, made, classes);
	lists_make(cases, made, classes);
	lottery_order(made->bands, made->numbers, NULL, market->applicants,
	    made->order, made->rank);
	market->key_count = market->applicants;
	made->check.round = &made->round;
	made->check.bands = made->bands;
	made->check.numbers = made->numbers;
	if (below(cases, 3) == 0)
		scores_make(cases, made);
}

static void
count_up(void *with, const struct allot_violation *violation)
{
	(void)violation;
	++*(unsigned *)with;
}

static unsigned
violations(struct allot_check *check, const uint32_t *place,
    const struct allot_closing *closings, uint32_t count)
{
	unsigned found = 0;

	assert_true(allot_check_placement(
	    check, place, closings, count, count_up, &found));
	return found;
}

static void
places_of(const struct made *made, const struct allot_outcome *outcome,
    uint32_t *place)
{
	for (uint32_t i = 0; i < made->round.market.applicants; i++)
		place[i] = outcome->place[i] == ALLOT_UNPLACED
		    ? ALLOT_NONE
		    : outcome->place[i];
}

/* One applicant elsewhere, or two who change places. */
static bool
tamper(struct cases *cases, const struct made *made, uint32_t *place)
{
	uint32_t i = below(cases, made->round.market.applicants);
	uint32_t length = made->first[i + 1] - made->first[i];
	uint32_t to = below(cases, length + 1), before = place[i];

	place[i] = to == length ? ALLOT_NONE : to;
	return place[i] != before;
}

static void
tampered_closings(struct cases *cases, struct allot_check *check,
    const uint32_t *place, const struct allot_outcome *outcome, unsigned k)
{
	struct allot_closing closings[PLACES + 1];
	uint32_t count = outcome->closing_count, at;

	memcpy(closings, outcome->closings, sizeof *closings * count);
	if (count == 0)
		return;
	at = below(cases, count);
	switch (below(cases, 4)) {
	case 0: closings[at].had++; break;
	case 1: closings[at].drawn = !closings[at].drawn; break;
	case 2: count--; break;
	default:
		if (count == 1 || at == 0)
			return;
		closings[at] = outcome->closings[at - 1];
		closings[at - 1] = outcome->closings[at];
	}
	if (violations(check, place, closings, count) == 0)
		fail_msg("round %u: tampered closings are not found", k);
}

static void
round_judge(
    struct cases *cases, const struct made *made, unsigned k, unsigned *closed)
{
	struct allot_outcome outcome;
	struct allot_check *check = allot_check_new(&made->check);
	uint32_t place[PEOPLE];

	assert_non_null(check);
	assert_true(allot_round_draw(&made->round, NULL, &outcome));
	places_of(made, &outcome, place);
	for (uint32_t c = 0; c < outcome.closing_count; c++)
		*closed += outcome.closings[c].drawn;
	if (violations(check, place, outcome.closings, outcome.closing_count))
		fail_msg("round %u: a sound draw is not found sound", k);
	for (int times = 0; times < 3; times++) {
		places_of(made, &outcome, place);
		if (tamper(cases, made, place) &&
		    violations(check, place, outcome.closings,
			outcome.closing_count) == 0)
			fail_msg("round %u: a tampered one is not found", k);
	}
	places_of(made, &outcome, place);
	tampered_closings(cases, check, place, &outcome, k);
	allot_check_free(check);
	allot_outcome_free(&outcome);
}

static void
test_rounds(void **state)
{
	const char *wanted = getenv("GILJABI_ALLOT_INSTANCES");
	unsigned long rounds = wanted != NULL ? strtoul(wanted, NULL, 10)
					      : 5000;
	struct cases cases = { 20260302 };
	unsigned closed = 0;
	struct made *made = malloc(sizeof *made);

	(void)state;
	assert_non_null(made);
	for (unsigned k = 0; k < rounds; k++) {
		made_make(&cases, made);
		round_judge(&cases, made, k, &closed);
	}
	assert_true(closed > rounds / 20);
	free(made);
}

/*
 * Two stable placements: pupils like what the sessions like least. The one that
 * is worse for the pupils is stable, and the check says that it is not theirs.
 */
static void
test_not_optimal(void **state)
{
	static const uint32_t first[] = { 0, 2, 4 };
	static const uint32_t choices[] = { 0, 1, 1, 0 };
	static const uint32_t groups[2] = { 0 };
	static const double scores[] = { 2, 1, 2, 1 };
	static const int32_t bands[2] = { 0 };
	static const uint64_t numbers[] = { 1, 2 };
	static const uint16_t sizes[] = { 1, 1 };
	static const uint32_t least[2] = { 0 };
	static const struct allot_session sessions[] = {
		{ 1, ALLOT_NONE, 0, 0 }, { 1, ALLOT_NONE, 0, 0 }
	};
	const struct allot_round round = { .market = { .applicants = 2,
					       .sessions = 2,
					       .first = first,
					       .choices = choices,
					       .groups = groups,
					       .session = sessions },
		.sizes = sizes,
		.least = least };
	const struct allot_check_round given = { &round, bands, numbers, NULL,
		scores };
	static const struct {
		uint32_t place[2];
		unsigned found;
	} rows[] = {
		{ { 0, 0 }, 0 },
		{ { 1, 1 }, 2 }, /* stable, and worse for both */
		{ { 0, ALLOT_NONE }, 1 }, /* a free seat */
		{ { 0, 1 }, 1 }, /* two on one seat */
	};
	struct allot_check *check = allot_check_new(&given);

	(void)state;
	assert_non_null(check);
	for (size_t row = 0; row < sizeof rows / sizeof rows[0]; row++) {
		unsigned found = violations(check, rows[row].place, NULL, 0);

		if ((found > 0) != (rows[row].found > 0) ||
		    (row == 1 && found != 2))
			fail_msg("row %zu: %u violations", row, found);
	}
	allot_check_free(check);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rounds),
		cmocka_unit_test(test_not_optimal),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
