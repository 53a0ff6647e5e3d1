/*
 * The two markets: classes in class units, and pupils on what the classes that
 * are held leave.
 */
#include "engine/allot_check_parts.h"

#include "base/memory.h"

bool
check_side_make(const struct allot_check *check, struct side *side)
{
	size_t sessions = check->market->sessions, size = sizeof(uint32_t);

	side->seats = memory_get(size * sessions);
	side->most = memory_get(size * sessions);
	side->reserve_seats = memory_get(size * check->rows);
	side->reserve_limits = memory_get(size * check->rows);
	side->reserve_waiting = memory_get(size * check->rows);
	side->caps = memory_get(size * check->market->nodes);
	side->limits = memory_get(sizeof *side->limits * (sessions + 1));
	side->glances = memory_get(sizeof *side->glances * (sessions + 1));
	side->head = memory_get(size * sessions);
	return side->seats != NULL && side->most != NULL &&
	    side->reserve_seats != NULL && side->reserve_limits != NULL &&
	    side->reserve_waiting != NULL && side->caps != NULL &&
	    side->limits != NULL && side->glances != NULL && side->head != NULL;
}

void
check_side_free(struct side *side)
{
	void *const held[] = { side->seats, side->most, side->reserve_seats,
		side->reserve_limits, side->reserve_waiting, side->caps,
		side->limits, side->glances, side->head };

	for (size_t i = 0; i < sizeof held / sizeof held[0]; i++)
		memory_give(held[i]);
}

static uint32_t
classes_in(uint32_t pupils, uint32_t unit)
{
	uint32_t classes = pupils / unit;

	return pupils > 0 && classes == 0 ? 1 : classes;
}

void
check_classes_capacity(struct allot_check *check)
{
	const struct allot_market *market = check->market;
	struct side *side = &check->classes;
	uint32_t unit = check->class_unit;

	for (uint32_t n = 0; n < market->nodes; n++)
		side->caps[n] = market->node[n].cap == ALLOT_NONE
		    ? ALLOT_NONE
		    : classes_in(market->node[n].cap, unit);
	for (uint32_t s = 0; s < market->sessions; s++) {
		const struct allot_session *session = &market->session[s];
		uint32_t units = classes_in(session->seats, unit), row;
		uint32_t each = units > 0 ? session->seats / units : 0;

		side->seats[s] = units;
		side->most[s] = each;
		for (uint32_t r = 0; r < session->reserves; r++) {
			row = session->reserve + r;
			side->reserve_seats[row] = each > 0
			    ? market->reserve[row].seats / each
			    : 0;
		}
		for (uint32_t n = session->node; n != ALLOT_NONE;
		     n = market->node[n].parent) {
			uint32_t cap = market->node[n].cap;
			uint32_t fits = cap == ALLOT_NONE ? ALLOT_NONE
			    : cap == 0                    ? 0
							  : cap / side->caps[n];

			if (fits < side->most[s])
				side->most[s] = fits;
		}
	}
}

/* A class takes its seats, a unit of its reserve, and its part of the caps. */
static void
class_subtract(
    struct allot_check *check, uint32_t s, const struct person *person)
{
	const struct allot_market *market = check->market;
	const struct allot_session *session = &market->session[s];
	struct side *side = &check->pupils;
	uint32_t unit = session->seats /
	    classes_in(session->seats, check->class_unit);

	side->seats[s] -= person->size;
	if (person->seat < session->reserves) {
		uint32_t *left =
		    &side->reserve_seats[session->reserve + person->seat];

		*left -= unit < *left ? unit : *left;
	}
	for (uint32_t n = session->node; n != ALLOT_NONE;
	     n = market->node[n].parent)
		if (side->caps[n] != ALLOT_NONE)
			side->caps[n] -= person->size;
}

/* Reserves, in their order, are no more than the seats that are left. */
static void
reserves_fit(struct allot_check *check, uint32_t s)
{
	const struct allot_session *session = &check->market->session[s];
	uint32_t left = check->pupils.seats[s];

	for (uint32_t r = 0; r < session->reserves; r++) {
		uint32_t *seats =
		    &check->pupils.reserve_seats[session->reserve + r];

		*seats = *seats < left ? *seats : left;
		left -= *seats;
	}
}

/* What the classes that are held now leave to the pupils. */
void
check_pupils_capacity(struct allot_check *check)
{
	const struct allot_market *market = check->market;
	struct side *side = &check->pupils;

	for (uint32_t n = 0; n < market->nodes; n++)
		side->caps[n] = market->node[n].cap;
	for (uint32_t row = 0; row < check->rows; row++)
		side->reserve_seats[row] = market->reserve[row].seats;
	for (uint32_t s = 0; s < market->sessions; s++) {
		side->seats[s] = market->session[s].seats;
		side->most[s] = 1;
		if (check->class_unit > 0)
			for (uint32_t i = check->classes.head[s]; i != NOBODY;
			     i = check->people[i].next)
				class_subtract(check, s, &check->people[i]);
		reserves_fit(check, s);
	}
}
