/*
 * The draw against all stable placements of small markets, found by trying every
 * placement with the choice function from its definition; against lists that do
 * not tell the truth; and at its edges.
 *
 * GILJABI_ALLOT_INSTANCES=2000000 tries more small markets than the 20,000 of a
 * common run.
 */
#include "engine/allot.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "engine_cases.h"

enum { PEOPLE = 4, PLACES = 4, LISTED = 3, NODES = 3, ROWS = 8 };

/* A small market with room for all its arrays. */
struct small {
	struct allot_market market;
	uint32_t first[PEOPLE + 1], choices[PEOPLE * LISTED];
	uint32_t groups[PEOPLE], keys[PEOPLE * LISTED], owner[PEOPLE * LISTED];
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
shuffle(struct cases *cases, uint32_t *list, uint32_t count)
{
	for (uint32_t i = count; i > 1; i--) {
		uint32_t k = below(cases, i), kept = list[k];

		list[k] = list[i - 1];
		list[i - 1] = kept;
	}
}

static void
small_sessions(struct cases *cases, struct small *small)
{
	uint32_t row = 0;

	for (uint32_t s = 0; s < small->market.sessions; s++) {
		struct allot_session *session = &small->sessions[s];
		uint32_t left = below(cases, 4), group = below(cases, 2);

		*session = (struct allot_session){ left,
			below(cases, small->market.nodes + 1), row, 0 };
		if (session->node == small->market.nodes)
			session->node = ALLOT_NONE;
		for (uint32_t r = below(cases, 3); r > 0; r--, row++) {
			uint32_t seats = below(cases, left + 1);

			small->reserves[row] = (struct allot_reserve){ group,
				seats };
			group = 1 - group;
			left -= seats;
			session->reserves++;
		}
	}
}

static void
small_lists(struct cases *cases, struct small *small)
{
	uint32_t all[PLACES], at = 0;

	for (uint32_t i = 0; i < small->market.applicants; i++) {
		uint32_t most = small->market.sessions;

		for (uint32_t s = 0; s < most; s++)
			all[s] = s;
		shuffle(cases, all, most);
		most = most < LISTED ? most : LISTED;
		small->groups[i] = below(cases, 4);
		small->first[i] = at;
		for (uint32_t c = 0, n = below(cases, most + 1); c < n; c++)
			small->choices[at++] = all[c];
	}
	small->first[small->market.applicants] = at;
}

/* By choice some sessions do not take some applicants. */
static void
small_keys(struct cases *cases, struct small *small)
{
	struct allot_market *market = &small->market;
	uint32_t rows = market->by_choice ? market->first[market->applicants]
					  : market->applicants;
	uint32_t order[PEOPLE * LISTED], owners[PEOPLE * LISTED], next = 0;

	for (uint32_t i = 0; i < market->applicants; i++)
		for (uint32_t c = market->first[i]; c < market->first[i + 1];
		     c++)
			owners[c] = i;
	for (uint32_t k = 0; k < rows; k++)
		order[k] = k;
	shuffle(cases, order, rows);
	for (uint32_t k = 0; k < rows; k++) {
		uint32_t row = order[k];

		small->keys[row] = ALLOT_NONE;
		if (market->by_choice && below(cases, 8) == 0)
			continue;
		small->owner[next] = market->by_choice ? owners[row] : row;
		small->keys[row] = next++;
	}
	market->key_count = next;
}

static void
small_make(struct cases *cases, struct small *small)
{
	memset(small, 0, sizeof *small);
	small->market = (struct allot_market){
		.applicants = 1 + below(cases, PEOPLE),
		.sessions = 1 + below(cases, PLACES),
		.nodes = below(cases, 2) * below(cases, NODES + 1),
		.first = small->first,
		.choices = small->choices,
		.groups = small->groups,
		.keys = small->keys,
		.by_choice = below(cases, 3) == 0,
		.owner = small->owner,
		.session = small->sessions,
		.reserve = small->reserves,
		.node = small->nodes,
	};
	for (uint32_t n = 0; n < small->market.nodes; n++) {
		small->nodes[n].parent = n == 0 || below(cases, 3) == 0
		    ? ALLOT_NONE
		    : below(cases, n);
		small->nodes[n].cap = below(cases, 5) == 0 ? ALLOT_NONE
							   : below(cases, 4);
	}
	small_sessions(cases, small);
	small_lists(cases, small);
	small_keys(cases, small);
}

/* The choice function from its definition, over any set of applications */

struct application {
	uint32_t applicant, session, key;
	int kind; /* 0: on a reserved seat; 1: on another one; 2: turned away */
	bool seated;
};

static bool
comes_before(const struct application *a, const struct application *b)
{
	if (a->kind != b->kind)
		return a->kind < b->kind;
	return a->key != b->key ? a->key < b->key : a->session < b->session;
}

/* The first of those that `wanted` says, or NULL. */
static struct application *
best_of(struct application *all, int count,
    bool (*wanted)(const struct application *, const void *), const void *with)
{
	struct application *best = NULL;

	for (int k = 0; k < count; k++)
		if (wanted(&all[k], with) &&
		    (best == NULL || comes_before(&all[k], best)))
			best = &all[k];
	return best;
}

struct at {
	const struct small *small;
	uint32_t session, groups, node;
};

static bool
unseated_member(const struct application *one, const void *with)
{
	const struct at *at = with;

	return one->session == at->session && one->kind == 2 &&
	    (at->small->groups[one->applicant] & at->groups) != 0;
}

static bool
unseated(const struct application *one, const void *with)
{
	const struct at *at = with;

	return one->session == at->session && one->kind == 2;
}

static void
session_fill(
    const struct small *small, uint32_t s, struct application *all, int count)
{
	const struct allot_session *session = &small->sessions[s];
	uint32_t left = session->seats;
	struct application *best;
	struct at at = { small, s, 0, 0 };

	for (uint32_t r = 0; r < session->reserves; r++) {
		const struct allot_reserve *reserve =
		    &small->reserves[session->reserve + r];

		at.groups = (uint32_t)1 << reserve->group;
		for (uint32_t n = 0; n < reserve->seats; n++) {
			best = best_of(all, count, unseated_member, &at);
			if (best == NULL)
				break;
			best->kind = 0;
			left--;
		}
	}
	for (; left > 0; left--) {
		best = best_of(all, count, unseated, &at);
		if (best == NULL)
			break;
		best->kind = 1;
	}
}

static bool
lies_beneath(const struct small *small, uint32_t node, uint32_t above)
{
	while (node != ALLOT_NONE && node != above)
		node = small->nodes[node].parent;
	return node != ALLOT_NONE;
}

/* Kept by the sessions, and not yet counted in the node. */
static bool
counted_not(const struct application *one, const void *with)
{
	const struct at *at = with;

	return one->kind < 2 && !one->seated &&
	    lies_beneath(
		at->small, at->small->sessions[one->session].node, at->node);
}

static void
node_keep(const struct small *small, uint32_t node, struct application *all,
    int count)
{
	struct at at = { small, 0, 0, node };
	struct application *best;

	for (int k = 0; k < count; k++)
		all[k].seated = false;
	for (uint32_t n = 0; n < small->nodes[node].cap; n++) {
		best = best_of(all, count, counted_not, &at);
		if (best == NULL)
			return;
		best->seated = true;
	}
	while ((best = best_of(all, count, counted_not, &at)) != NULL)
		best->kind = 2;
}

/* Children have larger numbers than their parents here. */
static void
choose(const struct small *small, struct application *all, int count)
{
	for (int k = 0; k < count; k++)
		all[k].kind = 2;
	for (uint32_t s = 0; s < small->market.sessions; s++)
		session_fill(small, s, all, count);
	for (uint32_t n = small->market.nodes; n-- > 0;)
		if (small->nodes[n].cap != ALLOT_NONE)
			node_keep(small, n, all, count);
}

/* All placements */

/* A placement: a choice each, or the length of the list. */
struct placement {
	uint32_t at[PEOPLE];
};

static uint32_t
length_of(const struct small *small, uint32_t i)
{
	return small->first[i + 1] - small->first[i];
}

static struct application
application_of(const struct small *small, uint32_t i, uint32_t at)
{
	uint32_t c = small->first[i] + at;

	return (struct application){ .applicant = i,
		.session = small->choices[c],
		.key = small->keys[small->market.by_choice ? c : i] };
}

static int
applications_of(const struct small *small, const struct placement *placement,
    struct application *all)
{
	int count = 0;

	for (uint32_t i = 0; i < small->market.applicants; i++)
		if (placement->at[i] < length_of(small, i))
			all[count++] = application_of(
			    small, i, placement->at[i]);
	return count;
}

static bool
all_kept(const struct small *small, struct application *all, int count)
{
	for (int k = 0; k < count; k++)
		if (all[k].key == ALLOT_NONE)
			return false;
	choose(small, all, count);
	for (int k = 0; k < count; k++)
		if (all[k].kind == 2)
			return false;
	return true;
}

static bool
is_stable(const struct small *small, const struct placement *placement)
{
	struct application held[PEOPLE + 1] = { 0 }, all[PEOPLE + 1];
	int count = applications_of(small, placement, held);

	memcpy(all, held, sizeof all);
	if (!all_kept(small, all, count))
		return false;
	for (uint32_t i = 0; i < small->market.applicants; i++)
		for (uint32_t c = 0; c < placement->at[i]; c++) {
			memcpy(all, held, sizeof all);
			all[count] = application_of(small, i, c);
			if (all[count].key == ALLOT_NONE)
				continue;
			choose(small, all, count + 1);
			if (all[count].kind < 2)
				return false;
		}
	return true;
}

static bool
placement_next(const struct small *small, struct placement *placement)
{
	for (uint32_t i = 0; i < small->market.applicants; i++) {
		if (placement->at[i]++ < length_of(small, i))
			return true;
		placement->at[i] = 0;
	}
	return false;
}

static struct placement
draw_placement(const struct small *small)
{
	struct allot *allot = allot_new(&small->market);
	struct placement placement = { { 0 } };

	assert_non_null(allot);
	allot_draw(allot);
	for (uint32_t i = 0; i < small->market.applicants; i++) {
		placement.at[i] = allot_place(allot, i);
		if (placement.at[i] == ALLOT_NONE)
			placement.at[i] = length_of(small, i);
	}
	allot_free(allot);
	return placement;
}

/* The draw is stable, and no stable placement is better for anybody. */
static int
small_judge(const struct small *small, unsigned instance)
{
	struct placement drawn = draw_placement(small), other = { { 0 } };
	int stable = 0;

	if (!is_stable(small, &drawn))
		fail_msg("instance %u: the draw is not stable", instance);
	do {
		if (!is_stable(small, &other))
			continue;
		stable++;
		for (uint32_t i = 0; i < small->market.applicants; i++)
			if (other.at[i] < drawn.at[i])
				fail_msg(
				    "instance %u: %u could have %u, has %u",
				    instance, i, other.at[i], drawn.at[i]);
	} while (placement_next(small, &other));
	return stable;
}

/* Any other list of one applicant; keys by choice stay with their session. */
static void
list_falsify(struct cases *cases, struct small *small, uint32_t i)
{
	uint32_t length = length_of(small, i), start = small->first[i];

	for (uint32_t k = length; k > 1; k--) {
		uint32_t a = start + below(cases, k), b = start + k - 1;
		uint32_t choice = small->choices[a], key = small->keys[a];

		small->choices[a] = small->choices[b];
		small->choices[b] = choice;
		if (!small->market.by_choice)
			continue;
		small->keys[a] = small->keys[b];
		small->keys[b] = key;
	}
	/* Truncated: nobody is taken at the number past the sessions. */
	for (uint32_t k = below(cases, length + 1); k < length; k++)
		if (below(cases, 2) == 0)
			small->choices[start + k] = small->market.sessions;
}

static uint32_t
true_wish(const struct small *small, uint32_t i, uint32_t session)
{
	uint32_t c;

	for (c = 0; c < length_of(small, i); c++)
		if (small->choices[small->first[i] + c] == session)
			break;
	return c;
}

static void
small_misreport(
    struct cases *cases, const struct small *small, unsigned instance)
{
	struct placement honest = draw_placement(small), got;
	uint32_t i = below(cases, small->market.applicants), gained;
	struct small lie = *small;

	lie.market.choices = lie.choices;
	lie.market.first = lie.first;
	lie.market.keys = lie.keys;
	list_falsify(cases, &lie, i);
	got = draw_placement(&lie);
	if (got.at[i] >= length_of(small, i))
		return;
	gained = true_wish(small, i, lie.choices[lie.first[i] + got.at[i]]);
	if (gained < honest.at[i])
		fail_msg("instance %u: %u gains by a false list", instance, i);
}

static bool
same_results(
    const struct small *small, const struct allot *a, const struct allot *b)
{
	for (uint32_t i = 0; i < small->market.applicants; i++)
		if (allot_place(a, i) != allot_place(b, i))
			return false;
	for (uint32_t s = 0; s < small->market.sessions; s++)
		for (uint32_t r = 0; r <= small->sessions[s].reserves; r++)
			if (allot_held(a, s, r) != allot_held(b, s, r) ||
			    allot_last(a, s, r) != allot_last(b, s, r))
				return false;
	return true;
}

/* Closing after the draw is the same as a draw without the session. */
static void
small_close(struct cases *cases, const struct small *small, unsigned instance)
{
	uint32_t session = below(cases, small->market.sessions);
	bool closed[PLACES] = { false };
	struct allot_market market = small->market;
	struct allot *after = allot_new(&market), *without;

	assert_non_null(after);
	allot_draw(after);
	if (!allot_close(after, session)) {
		allot_free(after);
		return;
	}
	closed[session] = true;
	market.closed = closed;
	without = allot_new(&market);
	assert_non_null(without);
	allot_draw(without);
	if (!same_results(small, after, without))
		fail_msg("instance %u: closing differs", instance);
	allot_free(after);
	allot_free(without);
}

static void
test_small(void **state)
{
	const char *wanted = getenv("GILJABI_ALLOT_INSTANCES");
	unsigned long instances = wanted != NULL ? strtoul(wanted, NULL, 10)
						 : 20000;
	struct cases cases = { 20260301 };
	struct small small;
	unsigned several = 0;

	(void)state;
	for (unsigned k = 0; k < instances; k++) {
		small_make(&cases, &small);
		several += small_judge(&small, k) > 1;
		small_misreport(&cases, &small, k);
		small_close(&cases, &small, k);
	}
	/* Where there is one stable placement alone, being best proves little. */
	assert_true(several > instances / 200);
}

/* By hand */

/*
 * Four seats, one reserved for group 0, one for group 1, in this order; keys are
 * the applicants' numbers. 5 (group 0) takes the first reserve, 4 (both groups)
 * the second one; 0 and 1 the others; 2, 3 and 6 are turned away.
 */
static void
test_reserves(void **state)
{
	static const uint32_t first[] = { 0, 1, 2, 3, 4, 5, 6, 7 };
	static const uint32_t choices[7] = { 0 };
	static const uint32_t keys[] = { 0, 1, 2, 3, 5, 4, 6 };
	static const uint32_t owner[] = { 0, 1, 2, 3, 5, 4, 6 };
	static const uint32_t groups[] = { 0, 0, 0, 0, 3, 1, 3 };
	static const struct allot_session session = { 4, ALLOT_NONE, 0, 2 };
	static const struct allot_reserve reserves[] = { { 0, 1 }, { 1, 1 } };
	static const bool seated[] = { true, true, false, false, true, true,
		false };
	const struct allot_market market = { .applicants = 7,
		.sessions = 1,
		.first = first,
		.choices = choices,
		.groups = groups,
		.keys = keys,
		.owner = owner,
		.key_count = 7,
		.session = &session,
		.reserve = reserves };
	struct allot *allot = allot_new(&market);

	(void)state;
	assert_non_null(allot);
	allot_draw(allot);
	for (uint32_t i = 0; i < 7; i++)
		assert_int_equal(
		    allot_place(allot, i), seated[i] ? 0 : ALLOT_NONE);
	assert_int_equal(allot_last(allot, 0, 0), 4);
	assert_int_equal(allot_last(allot, 0, 1), 5);
	assert_int_equal(allot_last(allot, 0, 2), 1);
	allot_free(allot);
}

/* Large shapes */

struct large {
	struct allot_market market;
	uint32_t *first, *choices, *groups, *keys, *owner;
	struct allot_session *sessions;
};

static void
large_make(
    struct large *large, uint32_t applicants, uint32_t sessions, uint32_t each)
{
	large->first = calloc(applicants + 1, sizeof *large->first);
	large->choices = calloc((size_t)applicants * each, sizeof(uint32_t));
	large->groups = calloc(applicants, sizeof *large->groups);
	large->keys = calloc((size_t)applicants * each, sizeof(uint32_t));
	large->owner = calloc((size_t)applicants * each, sizeof(uint32_t));
	large->sessions = calloc(sessions, sizeof *large->sessions);
	large->market = (struct allot_market){ .applicants = applicants,
		.sessions = sessions,
		.first = large->first,
		.choices = large->choices,
		.groups = large->groups,
		.keys = large->keys,
		.owner = large->owner,
		.key_count = applicants,
		.session = large->sessions };
	for (uint32_t i = 0; i <= applicants; i++)
		large->first[i] = i * each;
	for (uint32_t i = 0; i < applicants; i++)
		large->keys[i] = large->owner[i] = i;
	for (uint32_t s = 0; s < sessions; s++)
		large->sessions[s] = (struct allot_session){ 1, ALLOT_NONE, 0,
			0 };
}

static void
large_free(struct large *large)
{
	free(large->first);
	free(large->choices);
	free(large->groups);
	free(large->keys);
	free(large->owner);
	free(large->sessions);
}

/*
 * A chain: applicant i holds session i until i - 1 comes, whom session i likes
 * better; the last application moves all 100,000 down by one.
 */
static void
test_chain(void **state)
{
	enum { LINKS = 100000 };
	struct large large;
	struct allot *allot;
	uint32_t key = 0;

	(void)state;
	large_make(&large, LINKS, LINKS, 2);
	large.market.by_choice = true;
	large.market.key_count = 2 * LINKS;
	for (uint32_t i = 0; i < LINKS; i++) {
		large.choices[2 * i] = i;
		large.choices[2 * i + 1] = i + 1;
	}
	/* The last one wants session 0 first, and is wanted there. */
	large.choices[2 * (LINKS - 1)] = 0;
	large.choices[2 * (LINKS - 1) + 1] = LINKS - 1;
	for (uint32_t turn = 0; turn < LINKS; turn++, key += 2) {
		uint32_t i = (turn + LINKS - 1) % LINKS;

		large.keys[2 * i] = key;
		large.keys[2 * i + 1] = key + 1;
		large.owner[key] = large.owner[key + 1] = i;
	}
	allot = allot_new(&large.market);
	assert_non_null(allot);
	allot_draw(allot);
	assert_int_equal(allot_place(allot, LINKS - 1), 0);
	for (uint32_t i = 0; i + 1 < LINKS; i++)
		assert_int_equal(allot_place(allot, i), 1);
	assert_int_equal(allot_taken(allot, LINKS - 1), 1);
	allot_free(allot);
	large_free(&large);
}

/* One session that all want: the best get in, whatever its size. */
static void
test_giant(void **state)
{
	static const uint32_t seats[] = { 0, 1, 99999, 199999, 200000,
		4000000 };
	enum { PUPILS = 200000 };
	struct large large;

	(void)state;
	large_make(&large, PUPILS, 1, 1);
	for (size_t row = 0; row < sizeof seats / sizeof seats[0]; row++) {
		struct allot *allot;
		uint32_t taken = seats[row] < PUPILS ? seats[row] : PUPILS;

		large.sessions[0].seats = seats[row];
		allot = allot_new(&large.market);
		assert_non_null(allot);
		allot_draw(allot);
		assert_int_equal(allot_taken(allot, 0), taken);
		for (uint32_t i = 0; i < PUPILS; i++)
			assert_int_equal(
			    allot_place(allot, i), i < taken ? 0 : ALLOT_NONE);
		allot_free(allot);
	}
	large_free(&large);
}

/* Nobody, nothing, empty lists. */
static void
test_empty(void **state)
{
	struct large large;
	struct allot *allot;

	(void)state;
	large_make(&large, 3, 1, 1);
	for (uint32_t i = 0; i <= 3; i++)
		large.first[i] = 0;
	allot = allot_new(&large.market);
	assert_non_null(allot);
	allot_draw(allot);
	for (uint32_t i = 0; i < 3; i++)
		assert_int_equal(allot_place(allot, i), ALLOT_NONE);
	allot_free(allot);
	large.market.applicants = large.market.key_count = 0;
	large.market.sessions = 0;
	allot = allot_new(&large.market);
	assert_non_null(allot);
	allot_draw(allot);
	allot_free(allot);
	large_free(&large);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_small),
		cmocka_unit_test(test_reserves),
		cmocka_unit_test(test_chain),
		cmocka_unit_test(test_giant),
		cmocka_unit_test(test_empty),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
