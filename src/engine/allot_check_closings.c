/* Closings: the frozen set from the wishes, then one at a time after a draw. */
#include "engine/allot_check_parts.h"

#include <string.h>

#include "base/memory.h"

static void
closing_expect(
    struct allot_check *check, uint32_t session, bool drawn, uint32_t had)
{
	check->closed[session] = true;
	check->closings[check->closing_count++] = (struct allot_closing){
		session, drawn, had
	};
}

static bool
freeze_expect(struct allot_check *check)
{
	const struct allot_market *market = check->market;
	uint64_t *wishes = memory_get(sizeof *wishes * market->sessions);

	if (wishes == NULL)
		return false;
	for (uint32_t i = 0; i < market->applicants; i++) {
		uint16_t size = check->given.round->sizes[i];
		const struct side *side = size > 1 ? &check->classes
						   : &check->pupils;

		for (uint32_t c = 0; c < check_list_length(check, i); c++)
			if (check_may_be(check, side, i, c))
				wishes[market->choices[market->first[i] + c]] +=
				    size;
	}
	for (uint32_t s = 0; s < market->sessions; s++) {
		uint64_t had = wishes[s] < market->session[s].seats
		    ? wishes[s]
		    : market->session[s].seats;

		if (had < check->given.round->least[s])
			closing_expect(check, s, false, (uint32_t)had);
	}
	memory_give(wishes);
	return true;
}

static uint32_t
pupils_in(const struct allot_check *check, uint32_t s)
{
	return check->market->session[s].seats - check->pupils.seats[s] +
	    check->pupils.limits[s].holders;
}

/* The open session that falls short by most, the first of equals. */
static uint32_t
most_short(const struct allot_check *check)
{
	uint32_t found = NOBODY, by = 0;

	for (uint32_t s = check->market->sessions; s-- > 0;) {
		uint32_t least = check->given.round->least[s];

		if (check->closed[s] || pupils_in(check, s) >= least ||
		    least - pupils_in(check, s) < by)
			continue;
		by = least - pupils_in(check, s);
		found = s;
	}
	return found;
}

static void
round_draw(struct allot_check *check)
{
	if (check->class_unit > 0)
		check_side_draw(check, &check->classes);
	check->pupils.start = check->class_count;
	check_pupils_capacity(check);
	check_side_draw(check, &check->pupils);
}

/* All who are held in a closed session apply further down. */
static void
session_leave(struct allot_check *check, struct side *side, uint32_t s)
{
	uint32_t free = 0;

	for (uint32_t i = side->head[s]; i != NOBODY;
	     i = check->people[i].next) {
		check_person_pass(check, i);
		check->free[free++] = i;
	}
	side->head[s] = NOBODY;
	side->limits[s].holders = 0;
	check_days_run(check, side, free);
}

/* Those whom a cap turned away have to be asked again when it has room. */
static bool
beneath_cap(const struct allot_check *check, uint32_t s)
{
	const struct allot_market *market = check->market;
	uint32_t n = market->session[s].node;

	while (n != ALLOT_NONE && market->node[n].cap == ALLOT_NONE)
		n = market->node[n].parent;
	return n != ALLOT_NONE;
}

static void
closings_expect(struct allot_check *check)
{
	uint32_t s;

	round_draw(check);
	while ((s = most_short(check)) != NOBODY) {
		closing_expect(check, s, true, pupils_in(check, s));
		if (beneath_cap(check, s) ||
		    (check->class_unit > 0 && check->classes.head[s] != NOBODY))
			round_draw(check);
		else
			session_leave(check, &check->pupils, s);
	}
}

void
check_closings_judge(struct allot_check *check,
    const struct allot_closing *given, uint32_t count)
{
	uint32_t most = count > check->closing_count ? count
						     : check->closing_count;

	for (uint32_t c = 0; c < most; c++) {
		const struct allot_closing *wants = &check->closings[c];

		if (c < count && c < check->closing_count &&
		    given[c].session == wants->session &&
		    given[c].drawn == wants->drawn &&
		    given[c].had == wants->had)
			continue;
		check_tell(check,
		    (struct allot_violation){ VIOLATION_CLOSING, NOBODY,
			c < count ? given[c].session : NOBODY, NOBODY, c,
			c < check->closing_count ? wants->session : NOBODY });
	}
}

void
check_short_judge(struct allot_check *check)
{
	for (uint32_t s = 0; s < check->market->sessions; s++) {
		uint32_t least = check->given.round->least[s];

		if (!check->closed[s] && pupils_in(check, s) < least)
			check_tell(check,
			    (struct allot_violation){ VIOLATION_SHORT, NOBODY,
				s, NOBODY, pupils_in(check, s), least });
	}
}

static bool
least_any(const struct allot_check *check)
{
	for (uint32_t s = 0; s < check->market->sessions; s++)
		if (check->given.round->least[s] > 0)
			return true;
	return false;
}

/*
 * Draws between closings are made only where the log has some: else the
 * placement itself, found to be the rule's, shows that no session falls short.
 */
bool
check_closings_find(struct allot_check *check,
    const struct allot_closing *given, uint32_t count)
{
	check->closing_count = 0;
	memset(
	    check->closed, 0, sizeof *check->closed * check->market->sessions);
	for (uint32_t s = 0; s < check->market->sessions; s++)
		check->pupils.most[s] = 1;
	if (!least_any(check))
		return true;
	if (!freeze_expect(check))
		return false;
	for (uint32_t c = 0; c < count; c++)
		if (given[c].drawn) {
			closings_expect(check);
			break;
		}
	return true;
}
