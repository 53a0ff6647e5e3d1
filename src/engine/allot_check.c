/*
 * The check of a placement: its parts one after another, and what they stand on.
 * allot_check_parts.h tells the parts.
 */
#include "engine/allot_check_parts.h"

#include <string.h>

#include "base/memory.h"

void
check_tell(struct allot_check *check, struct allot_violation violation)
{
	check->found++;
	check->report(check->with, &violation);
}

bool
allot_check_placement(struct allot_check *check, const uint32_t *place,
    const struct allot_closing *closings, uint32_t closing_count,
    allot_report *report, void *with)
{
	check->report = report;
	check->with = with;
	check->found = 0;
	check->place = place;
	check->classes.start = 0;
	if (!check_closings_find(check, closings, closing_count))
		return false;
	check_closings_judge(check, closings, closing_count);
	check->people_count = 0;
	if (check->class_unit > 0)
		check_side_judge(check, &check->classes);
	if (check->found > 0)
		return true;
	check_pupils_capacity(check);
	check_side_judge(check, &check->pupils);
	if (check->found == 0)
		check_short_judge(check);
	return true;
}

/* Making */

static void
class_unit_find(struct allot_check *check)
{
	const struct allot_round *round = check->given.round;
	uint32_t largest = 0;

	for (uint32_t i = 0; i < round->market.applicants; i++)
		if (round->sizes[i] > 1) {
			check->class_count++;
			largest = round->sizes[i] > largest ? round->sizes[i]
							    : largest;
		}
	check->class_unit = largest;
	if (check->class_count > 0 && round->class_unit > 0)
		check->class_unit = round->class_unit;
}

static void
rows_count(struct allot_check *check)
{
	const struct allot_market *market = check->market;

	for (uint32_t s = 0; s < market->sessions; s++) {
		uint32_t end = market->session[s].reserve +
		    market->session[s].reserves;

		check->rows = end > check->rows ? end : check->rows;
	}
}

static uint32_t
depth_of(const struct allot_market *market, uint32_t node)
{
	uint32_t depth = 0;

	for (; node != ALLOT_NONE; node = market->node[node].parent)
		depth++;
	return depth;
}

/* Nodes with a cap, deepest first, and the sessions beneath each node. */
static bool
nodes_make(struct allot_check *check)
{
	const struct allot_market *market = check->market;
	uint32_t *first, n, s, total = 0;

	check->beneath_first = memory_get(
	    sizeof *first * ((size_t)market->nodes + 1));
	check->capped = memory_get(sizeof *check->capped * market->nodes);
	check->full = memory_get(sizeof *check->full * market->nodes);
	if (check->beneath_first == NULL || check->capped == NULL ||
	    check->full == NULL)
		return false;
	for (uint32_t depth = ALLOT_DEPTH; depth > 0; depth--)
		for (n = 0; n < market->nodes; n++)
			if (market->node[n].cap != ALLOT_NONE &&
			    depth_of(market, n) == depth)
				check->capped[check->capped_count++] = n;
	for (s = 0; s < market->sessions; s++)
		for (n = market->session[s].node; n != ALLOT_NONE;
		     n = market->node[n].parent, total++)
			check->beneath_first[n + 1]++;
	for (n = 0; n < market->nodes; n++)
		check->beneath_first[n + 1] += check->beneath_first[n];
	check->beneath = memory_get(sizeof *check->beneath * total);
	first = memory_get(sizeof *first * market->nodes);
	if (check->beneath != NULL && first != NULL) {
		memcpy(
		    first, check->beneath_first, sizeof *first * market->nodes);
		for (s = 0; s < market->sessions; s++)
			for (n = market->session[s].node; n != ALLOT_NONE;
			     n = market->node[n].parent)
				check->beneath[first[n]++] = s;
	}
	memory_give(first);
	return check->beneath != NULL && first != NULL;
}

static bool
room_make(struct allot_check *check)
{
	size_t applicants = check->market->applicants;
	size_t sessions = check->market->sessions;

	check->closed = memory_get(sizeof *check->closed * sessions);
	check->people = memory_get(sizeof *check->people * applicants);
	check->seat = memory_get(sizeof *check->seat * applicants);
	check->joined = memory_get(sizeof *check->joined * applicants);
	check->free = memory_get(sizeof *check->free * applicants);
	check->sorted = memory_get(sizeof *check->sorted * applicants);
	check->touched = memory_get(sizeof *check->touched * sessions);
	check->is_touched = memory_get(sizeof *check->is_touched * sessions);
	check->closings = memory_get(sizeof *check->closings * sessions);
	return check->closed != NULL && check->people != NULL &&
	    check->seat != NULL && check->joined != NULL &&
	    check->free != NULL && check->sorted != NULL &&
	    check->touched != NULL && check->is_touched != NULL &&
	    check->closings != NULL;
}

struct allot_check *
allot_check_new(const struct allot_check_round *round)
{
	struct allot_check *check = memory_get(sizeof *check);

	if (check == NULL)
		return NULL;
	check->given = *round;
	check->market = &check->given.round->market;
	check->classes.classes = true;
	class_unit_find(check);
	rows_count(check);
	if (!check_keys_make(check) || !room_make(check) ||
	    !nodes_make(check) || !check_side_make(check, &check->classes) ||
	    !check_side_make(check, &check->pupils)) {
		allot_check_free(check);
		return NULL;
	}
	if (check->class_unit > 0)
		check_classes_capacity(check);
	return check;
}

void
allot_check_free(struct allot_check *check)
{
	if (check == NULL)
		return;
	check_side_free(&check->classes);
	check_side_free(&check->pupils);
	memory_give(check->standing);
	memory_give(check->owner);
	memory_give(check->closed);
	memory_give(check->people);
	memory_give(check->seat);
	memory_give(check->joined);
	memory_give(check->free);
	memory_give(check->sorted);
	memory_give(check->touched);
	memory_give(check->is_touched);
	memory_give(check->beneath_first);
	memory_give(check->beneath);
	memory_give(check->capped);
	memory_give(check->full);
	memory_give(check->closings);
	memory_give(check);
}

/* For the log */

const struct allot_closing *
allot_check_closings(const struct allot_check *check, uint32_t *count)
{
	*count = check->closing_count;
	return check->closings;
}

uint32_t
allot_check_seat(const struct allot_check *check, uint32_t applicant)
{
	return check->seat[applicant];
}

uint32_t
allot_check_key(
    const struct allot_check *check, uint32_t applicant, uint32_t choice)
{
	return check_key(check, applicant, choice);
}

uint32_t
allot_check_class_unit(const struct allot_check *check)
{
	return check->class_unit;
}

uint32_t
allot_check_units(const struct allot_check *check, uint32_t session)
{
	return check->class_unit > 0 ? check->classes.seats[session] : 0;
}
