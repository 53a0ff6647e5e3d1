/*
 * Whether a placement is the rule's: seats and caps, stability, and that no
 * stable placement is better for anybody.
 */
#include "engine/allot_check_parts.h"

#include <string.h>

/* The placement as it stands */

static void
placed_link(struct allot_check *check, struct side *side)
{
	const struct allot_market *market = check->market;

	check_side_clear(check, side);
	side->start = check->people_count;
	for (uint32_t i = 0; i < market->applicants; i++) {
		uint32_t place = check->place[i], s;

		if (place == ALLOT_NONE || !check_takes_part(check, side, i))
			continue;
		s = market->choices[market->first[i] + place];
		if (!check_may_be(check, side, i, place)) {
			check_tell(check,
			    (struct allot_violation){
				VIOLATION_ELIGIBLE, i, s, NOBODY, 0, 0 });
			continue;
		}
		check_person_link(
		    check, side, check_person_join(check, i, place), s);
		side->limits[s].holders++;
	}
}

static void
seats_judge(struct allot_check *check, const struct side *side)
{
	const struct allot_market *market = check->market;

	for (uint32_t s = 0; s < market->sessions; s++) {
		uint32_t taken = market->session[s].seats - side->seats[s];

		if (side->limits[s].holders <= side->seats[s])
			continue;
		check_tell(check,
		    side->classes
			? (struct allot_violation){ VIOLATION_UNITS, NOBODY, s,
			      NOBODY, side->limits[s].holders, side->seats[s] }
			: (struct allot_violation){ VIOLATION_SEATS, NOBODY, s,
			      NOBODY, taken + side->limits[s].holders,
			      market->session[s].seats });
	}
	for (uint32_t c = 0; c < check->capped_count; c++) {
		uint32_t n = check->capped[c];
		uint32_t held = check_holders_beneath(check, side, n);

		if (held > side->caps[n])
			check_tell(check,
			    (struct allot_violation){ VIOLATION_CAP, NOBODY,
				NOBODY, n, held, side->caps[n] });
	}
}

/* Stability */

/* Who is last on each seat of a session, and how many hold one. */
struct last {
	uint32_t held, key; /* key 0 where nobody is held */
};

static void
lasts_find(const struct allot_check *check, const struct side *side, uint32_t s,
    struct last *lasts)
{
	uint32_t reserves = check->market->session[s].reserves;

	memset(lasts, 0, sizeof *lasts * (reserves + 1));
	for (uint32_t i = side->head[s]; i != NOBODY;
	     i = check->people[i].next) {
		struct last *last = &lasts[check->people[i].seat];
		uint32_t key = check->people[i].key;

		last->held++;
		last->key = key > last->key ? key : last->key;
	}
}

#define NOT_FULL UINT64_MAX

/* The last holder beneath each node whose cap is reached; 0 where nobody is. */
static void
nodes_last(struct allot_check *check, const struct side *side)
{
	uint32_t count;

	for (uint32_t c = 0; c < check->capped_count; c++) {
		uint32_t n = check->capped[c];

		check->full[n] = NOT_FULL;
		if (check_holders_beneath(check, side, n) < side->caps[n])
			continue;
		count = check_node_sort(check, side, n);
		check->full[n] = count > 0 ? check->sorted[count - 1] >> 31 : 0;
	}
}

/* Of the nearest node above whose cap is reached; NOT_FULL where none is. */
static uint64_t
last_above(const struct allot_check *check, uint32_t s)
{
	const struct allot_market *market = check->market;
	uint32_t n = market->session[s].node;

	for (; n != ALLOT_NONE; n = market->node[n].parent)
		if (market->node[n].cap != ALLOT_NONE &&
		    check->full[n] != NOT_FULL)
			return check->full[n];
	return NOT_FULL;
}

/*
 * Below which key somebody would be taken: without a reserve (`open`), or on a
 * reserved seat that is free (`lent`), in a session or a node that is full or
 * has room.
 */
static void
doors_find(const struct allot_check *check, const struct side *side, uint32_t s,
    struct last others, uint32_t *open, uint32_t *lent)
{
	uint64_t last;

	*open = *lent = ALLOT_NONE;
	if (side->limits[s].holders >= side->seats[s]) {
		*open = others.held > 0 ? others.key : 0;
		return;
	}
	last = last_above(check, s);
	if (last == NOT_FULL)
		return;
	*open = last >> 32 ? (uint32_t)last : 0;
	*lent = last >> 32 ? ALLOT_NONE : (uint32_t)last;
}

static void
limits_find(struct allot_check *check, struct side *side, uint32_t s)
{
	const struct allot_session *session = &check->market->session[s];
	struct last lasts[ALLOT_GROUPS + 1];
	struct limits *limits = &side->limits[s];
	uint32_t open, lent;

	limits->open = limits->groups = 0;
	limits->waiting = NOBODY;
	lasts_find(check, side, s, lasts);
	doors_find(check, side, s, lasts[session->reserves], &open, &lent);
	if (check->closed[s])
		return;
	limits->open = open;
	limits->groups = check_groups_of(check->market, s);
	for (uint32_t r = 0; r < session->reserves; r++) {
		uint32_t row = session->reserve + r;
		uint32_t seats = side->reserve_seats[row];

		side->reserve_waiting[row] = NOBODY;
		side->reserve_limits[row] = lasts[r].held < seats
		    ? lent
		    : lasts[r].key;
	}
}

/* At a session with reserves for a group of the applicant's. */
static bool
reserve_judge(struct allot_check *check, struct side *side, uint32_t i,
    uint32_t s, uint32_t key, bool placed)
{
	const struct allot_session *session = &check->market->session[s];
	bool wanted = false;

	for (uint32_t r = 0; r < session->reserves; r++) {
		uint32_t row = session->reserve + r;

		if (!(check->market->groups[i] >>
			    check->market->reserve[row].group &
			1))
			continue;
		wanted = wanted || key < side->reserve_limits[row];
		if (!placed && key < side->reserve_waiting[row])
			side->reserve_waiting[row] = key;
	}
	return wanted;
}

static void
choice_judge(struct allot_check *check, struct side *side, uint32_t i,
    uint32_t choice, uint32_t s, bool placed)
{
	struct limits *limits = &side->limits[s];
	uint32_t key = check_key(check, i, choice);
	struct allot_violation violation = { VIOLATION_BLOCKING, i, s, NOBODY,
		0, 0 };
	bool open = key < limits->open;
	bool reserve = (check->market->groups[i] & limits->groups) &&
	    reserve_judge(check, side, i, s, key, placed);

	if (!open && !reserve)
		return;
	if (!open)
		violation.kind = VIOLATION_RESERVE;
	else if (limits->open == ALLOT_NONE)
		violation.kind = VIOLATION_WASTED;
	check_tell(check, violation);
}

static void
glance_find(const struct allot_check *check, struct side *side, uint32_t s)
{
	const struct allot_session *session = &check->market->session[s];
	const struct limits *limits = &side->limits[s];
	struct glance *glance = &side->glances[s];
	uint32_t most = limits->open > limits->waiting ? limits->open
						       : limits->waiting;

	glance->other = check->closed[s] ? 0 : most;
	for (uint32_t r = 0; r < session->reserves; r++) {
		uint32_t limit = side->reserve_limits[session->reserve + r];
		uint32_t waiting = side->reserve_waiting[session->reserve + r];

		most = limit > most ? limit : most;
		most = waiting > most ? waiting : most;
	}
	glance->member = check->closed[s] ? 0 : most;
}

/* Every choice above the own place; this is where the time of a check goes. */
static void
applicant_judge(struct allot_check *check, struct side *side, uint32_t i)
{
	const uint32_t *list = check->market->choices + check->market->first[i];
	uint32_t step = check->given.scores != NULL;
	const uint32_t *keys = check->standing +
	    (step ? check->market->first[i] : i);
	bool member = check->market->groups[i] != 0;
	bool placed = check->place[i] != ALLOT_NONE;
	uint32_t end = placed ? check->place[i] : check_list_length(check, i);

	for (uint32_t c = 0; c < end; c++) {
		const struct glance *glance = &side->glances[list[c]];
		uint32_t key = keys[c * step];

		if (key >= (member ? glance->member : glance->other) ||
		    !check_may_be(check, side, i, c))
			continue;
		choice_judge(check, side, i, c, list[c], placed);
		if (!placed && key < side->limits[list[c]].waiting)
			side->limits[list[c]].waiting = key;
		glance_find(check, side, list[c]);
	}
}

static void
stability_judge(struct allot_check *check, struct side *side)
{
	nodes_last(check, side);
	for (uint32_t s = 0; s < check->market->sessions; s++) {
		limits_find(check, side, s);
		glance_find(check, side, s);
	}
	for (uint32_t i = 0; i < check->market->applicants; i++)
		if (check_takes_part(check, side, i))
			applicant_judge(check, side, i);
}

/* Optimality */

/* The first of those who wait take part, each once. */
static void
waiting_join(struct allot_check *check, uint32_t key)
{
	uint32_t i;

	if (key == NOBODY)
		return;
	i = check->owner[key];
	if (!check->joined[i])
		check_person_join(check, i, 0);
	check->joined[i] = true;
}

static void
witnesses_join(struct allot_check *check, const struct side *side)
{
	const struct allot_market *market = check->market;

	for (uint32_t s = 0; s < market->sessions; s++) {
		const struct allot_session *session = &market->session[s];

		if (check->closed[s])
			continue;
		waiting_join(check, side->limits[s].waiting);
		for (uint32_t r = 0; r < session->reserves; r++)
			waiting_join(
			    check, side->reserve_waiting[session->reserve + r]);
	}
}

static void
optimality_judge(struct allot_check *check, struct side *side)
{
	uint32_t placed = check->people_count;

	for (uint32_t i = side->start; i < placed; i++)
		check_person_stand(check, &check->people[i], 0);
	witnesses_join(check, side);
	check_people_run(check, side);
	for (uint32_t i = side->start; i < check->people_count; i++) {
		const struct person *person = &check->people[i];
		uint32_t applicant = person->applicant;
		uint32_t at = person->at < person->length ? person->at
							  : ALLOT_NONE;

		check->joined[applicant] = false;
		if (at != check->place[applicant])
			check_tell(check,
			    (struct allot_violation){ VIOLATION_OPTIMAL,
				applicant, NOBODY, NOBODY,
				check->place[applicant], at });
		check->seat[applicant] = (uint8_t)person->seat;
	}
}

/* One market of the placement, whole. */
void
check_side_judge(struct allot_check *check, struct side *side)
{
	placed_link(check, side);
	seats_judge(check, side);
	if (check->found > 0)
		return;
	for (uint32_t s = 0; s < check->market->sessions; s++)
		check_session_choose(check, side, s, NULL);
	stability_judge(check, side);
	if (check->found == 0)
		optimality_judge(check, side);
}
