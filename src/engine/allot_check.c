/*
 * The check of a placement, in these parts: keys, a market (classes or pupils)
 * made from the round, choice from its definition, deferred acceptance in days,
 * the placement as it stands, stability, optimality, closings.
 */
#include "engine/allot_check.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

#define NOBODY UINT32_MAX

/* What decides at the door of a session, given who is held. */
struct limits {
	uint32_t open; /* a smaller key gets in without a reserve */
	uint32_t groups; /* that have reserves */
	/* The first of those who are placed nowhere; NOBODY where none is. */
	uint32_t waiting;
	uint32_t member; /* a smaller key of one of the groups may get in */
	uint32_t holders; /* held now */
};

/* From which key on there is nothing to find at a session. */
struct glance {
	uint32_t other; /* for an applicant without groups */
	uint32_t member;
};

/* A market: classes in class units, or pupils on what classes left. */
struct side {
	bool classes;
	uint32_t *seats; /* a session each */
	uint32_t *most; /* a session each: largest applicant that fits */
	uint32_t *reserve_seats; /* a reserve row each */
	uint32_t *reserve_limits; /* a smaller key of the group gets in */
	uint32_t *reserve_waiting;
	uint32_t *caps; /* a node each */
	struct limits *limits; /* a session each, and one for no session */
	struct glance *glances; /* as limits */
	uint32_t *head; /* a session each: the first person who is held */
	uint32_t start; /* its first person */
};

/* Somebody who takes part in a draw: all that it looks at, side by side. */
struct person {
	uint32_t applicant;
	uint32_t start; /* of its list in the market's choices */
	uint32_t key; /* of the choice that it stands at */
	uint32_t groups;
	uint32_t next; /* the next one held in the same session */
	uint16_t at; /* the choice it stands at */
	uint16_t length; /* of its list */
	uint16_t size;
	uint16_t seat; /* the reserve it sits on, or the number of reserves */
};

struct allot_check {
	struct allot_check_round given;
	const struct allot_market *market;
	uint32_t class_unit, class_count, rows;
	uint32_t *standing; /* an applicant each, or a choice with scores */
	uint32_t *owner; /* whose standing it is */
	bool *closed;
	struct side classes, pupils;
	struct person *people; /* of the classes' draw, then the pupils' */
	uint32_t people_count;
	const uint32_t *place; /* an applicant each, as it was published */
	uint8_t *seat; /* an applicant each who is placed */
	bool *joined; /* an applicant each: takes part in the draw */
	uint32_t *free; /* people who apply */
	uint64_t *sorted; /* room for the holders of a session or node */
	uint32_t *touched; /* sessions that somebody applied to today */
	bool *is_touched;
	uint32_t *beneath_first,
	    *beneath; /* sessions of each node with a cap */
	uint32_t *capped; /* nodes with a cap, deepest first */
	uint32_t capped_count;
	uint64_t
	    *full; /* a node each: its last holder, if its cap is reached */
	struct allot_closing *closings;
	uint32_t closing_count;
	allot_report *report;
	void *with;
	uint64_t found;
};

static void
tell(struct allot_check *check, struct allot_violation violation)
{
	check->found++;
	check->report(check->with, &violation);
}

/* Keys */

/* To be sorted by major, then value; or by value alone. */
struct lot {
	uint64_t value;
	uint32_t major, index;
};

static bool
lot_before(const struct lot *a, const struct lot *b, bool value_alone)
{
	if (!value_alone && a->major != b->major)
		return a->major < b->major;
	return a->value < b->value;
}

/* Merges runs of `length` two by two; equals keep their order. */
static void
runs_merge(const struct lot *from, struct lot *to, uint64_t count,
    uint64_t length, bool value_alone)
{
	for (uint64_t start = 0; start < count; start += 2 * length) {
		uint64_t middle = start + length, end = middle + length;
		uint64_t a = start, b;

		middle = middle < count ? middle : count;
		end = end < count ? end : count;
		b = middle;
		for (uint64_t at = start; at < end; at++)
			to[at] = a < middle &&
				(b == end ||
				    !lot_before(
					&from[b], &from[a], value_alone))
			    ? from[a++]
			    : from[b++];
	}
}

/* Answers where the sorted ones lie: in lots or in room. */
static struct lot *
lots_sort(struct lot *lots, struct lot *room, uint64_t count, bool value_alone)
{
	for (uint64_t length = 1; length < count; length *= 2) {
		struct lot *kept = lots;

		runs_merge(lots, room, count, length, value_alone);
		lots = room;
		room = kept;
	}
	return lots;
}

/* By band, then number; equals stay in the order of ids. */
static void
applicants_stand(struct allot_check *check, struct lot *lots, struct lot *room)
{
	const struct allot_check_round *given = &check->given;
	uint32_t count = check->market->applicants;

	for (uint32_t i = 0; i < count; i++)
		lots[given->places != NULL ? given->places[i] : i] =
		    (struct lot){ given->numbers[i],
			    (uint32_t)given->bands[i] ^ 0x80000000u, i };
	lots = lots_sort(lots, room, count, false);
	for (uint32_t k = 0; k < count; k++) {
		check->owner[k] = lots[k].index;
		check->standing[lots[k].index] = k;
	}
}

/* Bits of a number in the order of numbers; -0 is 0. */
static uint64_t
score_bits(double score)
{
	uint64_t bits;

	score += 0.0;
	memcpy(&bits, &score, sizeof bits);
	return bits >> 63 ? ~bits : bits | (uint64_t)1 << 63;
}

static uint32_t
scored_lots(struct allot_check *check, struct lot *lots)
{
	const struct allot_market *market = check->market;
	uint32_t count = 0;

	for (uint32_t i = 0; i < market->applicants; i++)
		for (uint32_t c = market->first[i]; c < market->first[i + 1];
		     c++)
			if (!isnan(check->given.scores[c]))
				lots[count++] = (struct lot){
					market->choices[c], check->standing[i],
					c
				};
	return count;
}

/*
 * Choices by score; then as their applicants stand without scores, then by
 * session. by_standing: who stands where.
 */
static void
choices_stand(struct allot_check *check, const uint32_t *by_standing,
    struct lot *lots, struct lot *room)
{
	const struct allot_market *market = check->market;
	uint32_t count = scored_lots(check, lots);
	struct lot *sorted = lots_sort(lots, room, count, false);

	for (uint32_t k = 0; k < count; k++)
		sorted[k].value = score_bits(
		    check->given.scores[sorted[k].index]);
	sorted = lots_sort(sorted, sorted == lots ? room : lots, count, true);
	for (uint32_t c = 0; c < market->first[market->applicants]; c++)
		check->standing[c] = NOBODY;
	for (uint32_t k = 0; k < count; k++) {
		check->standing[sorted[k].index] = k;
		check->owner[k] = by_standing[sorted[k].major];
	}
}

static bool
scores_stand(struct allot_check *check, struct lot *lots, struct lot *room)
{
	size_t size = sizeof *check->owner * check->market->applicants;
	uint32_t *by_standing = memory_get(size);

	if (by_standing == NULL)
		return false;
	memcpy(by_standing, check->owner, size);
	choices_stand(check, by_standing, lots, room);
	memory_give(by_standing);
	return true;
}

static bool
keys_make(struct allot_check *check)
{
	const struct allot_market *market = check->market;
	size_t rows = market->applicants;
	struct lot *lots, *room;
	bool made;

	if (check->given.scores != NULL &&
	    rows < market->first[market->applicants])
		rows = market->first[market->applicants];
	lots = memory_get(sizeof *lots * rows);
	room = memory_get(sizeof *room * rows);
	check->standing = memory_get(sizeof *check->standing * rows);
	check->owner = memory_get(sizeof *check->owner * rows);
	made = lots != NULL && room != NULL && check->standing != NULL &&
	    check->owner != NULL;
	if (made)
		applicants_stand(check, lots, room);
	if (made && check->given.scores != NULL)
		made = scores_stand(check, lots, room);
	memory_give(lots);
	memory_give(room);
	return made;
}

static uint32_t
key_of(const struct allot_check *check, uint32_t applicant, uint32_t choice)
{
	return check->given.scores != NULL
	    ? check->standing[check->market->first[applicant] + choice]
	    : check->standing[applicant];
}

/* Markets */

static bool
side_make(const struct allot_check *check, struct side *side)
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

static void
side_free(struct side *side)
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

static void
classes_capacity(struct allot_check *check)
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
static void
pupils_capacity(struct allot_check *check)
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

static bool
takes_part(const struct allot_check *check, const struct side *side,
    uint32_t applicant)
{
	return (check->given.round->sizes[applicant] > 1) == side->classes;
}

/* Whether an applicant may be in the session of a choice at all. */
static bool
may_be(const struct allot_check *check, const struct side *side,
    uint32_t applicant, uint32_t choice)
{
	const struct allot_market *market = check->market;
	uint32_t session = market->choices[market->first[applicant] + choice];

	return session < market->sessions && !check->closed[session] &&
	    check->given.round->sizes[applicant] <= side->most[session] &&
	    key_of(check, applicant, choice) != NOBODY;
}

/* Choice, from its definition */

static int
numbers_compare(const void *a, const void *b)
{
	uint64_t one = *(const uint64_t *)a, other = *(const uint64_t *)b;

	return one < other ? -1 : one > other;
}

enum { FEW = 64 };

/* Nearly all sessions are small, and but few of a day's are new. */
static void
numbers_sort(uint64_t *numbers, uint32_t count)
{
	if (count > FEW) {
		qsort(numbers, count, sizeof *numbers, numbers_compare);
		return;
	}
	for (uint32_t i = 1; i < count; i++) {
		uint64_t number = numbers[i];
		uint32_t at = i;

		for (; at > 0 && numbers[at - 1] > number; at--)
			numbers[at] = numbers[at - 1];
		numbers[at] = number;
	}
}

static uint32_t
session_at(const struct allot_check *check, const struct person *person)
{
	return check->market->choices[person->start + person->at];
}

/* Those who are held in a session into `sorted`, the first key first. */
static uint32_t
holders_sort(struct allot_check *check, const struct side *side, uint32_t s)
{
	uint32_t count = 0;

	for (uint32_t i = side->head[s]; i != NOBODY; i = check->people[i].next)
		check->sorted[count++] = (uint64_t)check->people[i].key << 32 |
		    i;
	numbers_sort(check->sorted, count);
	return count;
}

/* Marks of somebody in `sorted` who has no seat yet. */
enum { UNSEATED = 255 };

static uint32_t
reserves_fill(struct allot_check *check, const struct side *side, uint32_t s,
    uint32_t count)
{
	const struct allot_session *session = &check->market->session[s];
	uint32_t filled = 0;

	for (uint32_t k = 0; k < count; k++)
		check->people[(uint32_t)check->sorted[k]].seat = UNSEATED;
	for (uint32_t r = 0; r < session->reserves; r++) {
		uint32_t row = session->reserve + r;
		uint32_t bit = (uint32_t)1 << check->market->reserve[row].group;
		uint32_t left = side->reserve_seats[row];

		for (uint32_t k = 0; k < count && left > 0; k++) {
			uint32_t i = (uint32_t)check->sorted[k];

			if (check->people[i].seat != UNSEATED ||
			    !(check->people[i].groups & bit))
				continue;
			check->people[i].seat = (uint16_t)r;
			filled++;
			left--;
		}
	}
	return filled;
}

static uint32_t
reserved_seats(
    const struct allot_check *check, const struct side *side, uint32_t s)
{
	const struct allot_session *session = &check->market->session[s];
	uint32_t seats = 0;

	for (uint32_t r = 0; r < session->reserves; r++)
		seats += side->reserve_seats[session->reserve + r];
	return seats;
}

/*
 * A session chooses; who gets no seat goes to `away`. Answers how many do. Once
 * it or its reserves are full, the limits say who need not apply any more: who
 * is turned away once is turned away for good.
 */
static uint32_t
session_choose(
    struct allot_check *check, struct side *side, uint32_t s, uint32_t *away)
{
	uint32_t count = holders_sort(check, side, s), gone = 0;
	uint32_t reserved = reserves_fill(check, side, s, count);
	uint32_t left = side->seats[s] - reserved, last = 0, last_member = 0;
	uint16_t others = (uint16_t)check->market->session[s].reserves;
	uint32_t *end = &side->head[s];

	for (uint32_t k = 0; k < count; k++) {
		uint32_t i = (uint32_t)check->sorted[k];
		struct person *person = &check->people[i];

		if (person->seat != UNSEATED)
			last_member = person->key;
		else if (left > 0) {
			left--;
			last = person->key;
			person->seat = others;
		} else {
			away[gone++] = i;
			continue;
		}
		*end = i;
		end = &person->next;
	}
	*end = NOBODY;
	side->limits[s].holders = count - gone;
	if (count - gone == side->seats[s])
		side->limits[s].open = last;
	if (reserved == reserved_seats(check, side, s))
		side->limits[s].member = last_member;
	return gone;
}

static uint32_t
holders_beneath(
    const struct allot_check *check, const struct side *side, uint32_t node)
{
	uint32_t count = 0;

	for (uint32_t b = check->beneath_first[node];
	     b < check->beneath_first[node + 1]; b++)
		count += side->limits[check->beneath[b]].holders;
	return count;
}

/*
 * Those beneath a node into `sorted`: whether on a reserved seat, key, person,
 * in 1, 32 and 31 bits.
 */
static uint32_t
node_sort(struct allot_check *check, const struct side *side, uint32_t node)
{
	uint32_t count = 0;

	for (uint32_t b = check->beneath_first[node];
	     b < check->beneath_first[node + 1]; b++) {
		uint32_t s = check->beneath[b];
		uint32_t reserves = check->market->session[s].reserves;

		for (uint32_t i = side->head[s]; i != NOBODY;
		     i = check->people[i].next)
			check->sorted[count++] =
			    (uint64_t)(check->people[i].seat == reserves)
				<< 63 |
			    (uint64_t)check->people[i].key << 31 | i;
	}
	numbers_sort(check->sorted, count);
	return count;
}

/* Takes those without a seat out of a session. */
static void
session_clear(struct allot_check *check, struct side *side, uint32_t s)
{
	uint32_t i = side->head[s], next;

	side->head[s] = NOBODY;
	side->limits[s].holders = 0;
	for (; i != NOBODY; i = next) {
		next = check->people[i].next;
		if (check->people[i].seat == UNSEATED)
			continue;
		check->people[i].next = side->head[s];
		side->head[s] = i;
		side->limits[s].holders++;
	}
	/* With several reserves others may move up to a reserved seat. */
	if (check->market->session[s].reserves > 1)
		session_choose(check, side, s, NULL);
}

/* A node keeps as many as its cap; answers how many go to `away`. */
static uint32_t
node_choose(
    struct allot_check *check, struct side *side, uint32_t node, uint32_t *away)
{
	uint32_t count, gone = 0;

	if (holders_beneath(check, side, node) <= side->caps[node])
		return 0;
	count = node_sort(check, side, node);
	for (uint32_t k = side->caps[node]; k < count; k++) {
		uint32_t i = (uint32_t)check->sorted[k] & INT32_MAX;

		check->people[i].seat = UNSEATED;
		away[gone++] = i;
	}
	for (uint32_t b = check->beneath_first[node];
	     b < check->beneath_first[node + 1]; b++)
		session_clear(check, side, check->beneath[b]);
	return gone;
}

/* Deferred acceptance in days */

static uint32_t
list_length(const struct allot_check *check, uint32_t applicant)
{
	const uint32_t *first = check->market->first + applicant;

	return first[1] - first[0];
}

/* With scores each choice has a key of its own. */
static void
person_stand(
    const struct allot_check *check, struct person *person, uint16_t at)
{
	person->at = at;
	if (check->given.scores != NULL && at < person->length)
		person->key = check->standing[person->start + at];
}

/* Lets an applicant take part; answers the person. */
static uint32_t
person_join(struct allot_check *check, uint32_t applicant, uint32_t at)
{
	struct person *person = &check->people[check->people_count];

	*person = (struct person){
		.applicant = applicant,
		.start = check->market->first[applicant],
		.key = check->standing[applicant],
		.groups = check->market->groups[applicant],
		.length = (uint16_t)list_length(check, applicant),
		.size = check->given.round->sizes[applicant],
	};
	person_stand(check, person, (uint16_t)at);
	return check->people_count++;
}

/* Puts a person among the holders of the session that it stands at. */
static void
person_link(
    struct allot_check *check, struct side *side, uint32_t i, uint32_t s)
{
	check->people[i].next = side->head[s];
	side->head[s] = i;
}

/*
 * Whether it is worth asking: the person may be there, and not all seats, the
 * reserved ones too, are taken by others who come before.
 */
static bool
is_worth(const struct allot_check *check, const struct side *side,
    const struct person *person)
{
	uint32_t s = session_at(check, person);
	const struct limits *limits = &side->limits[s];

	if (person->key >= limits->open &&
	    (person->key >= limits->member ||
		!(person->groups & limits->groups)))
		return false;
	return s < check->market->sessions && !check->closed[s] &&
	    person->size <= side->most[s];
}

/* Applies to the next session where it may be; the end of the list is the end. */
static void
person_apply(
    struct allot_check *check, struct side *side, uint32_t i, uint32_t *touched)
{
	struct person *person = &check->people[i];
	uint32_t s;

	while (person->at < person->length && !is_worth(check, side, person))
		person_stand(check, person, (uint16_t)(person->at + 1));
	if (person->at == person->length)
		return;
	s = session_at(check, person);
	person_link(check, side, i, s);
	if (check->is_touched[s])
		return;
	check->is_touched[s] = true;
	check->touched[(*touched)++] = s;
}

/* Turned away: to the next choice. */
static void
person_pass(struct allot_check *check, uint32_t i)
{
	struct person *person = &check->people[i];

	person_stand(check, person, (uint16_t)(person->at + 1));
}

/* All who are free apply, the last first; then the sessions choose. */
static uint32_t
day_run(struct allot_check *check, struct side *side, uint32_t free)
{
	uint32_t touched = 0;

	while (free > 0)
		person_apply(check, side, check->free[--free], &touched);
	while (touched > 0) {
		uint32_t s = check->touched[--touched];

		check->is_touched[s] = false;
		free += session_choose(check, side, s, check->free + free);
	}
	for (uint32_t c = 0; c < check->capped_count; c++)
		free += node_choose(
		    check, side, check->capped[c], check->free + free);
	for (uint32_t k = 0; k < free; k++)
		person_pass(check, check->free[k]);
	return free;
}

static void
days_run(struct allot_check *check, struct side *side, uint32_t free)
{
	while (free > 0)
		free = day_run(check, side, free);
}

static uint32_t
groups_of(const struct allot_market *market, uint32_t s)
{
	const struct allot_session *session = &market->session[s];
	uint32_t groups = 0;

	for (uint32_t r = 0; r < session->reserves; r++)
		groups |= (uint32_t)1
		    << market->reserve[session->reserve + r].group;
	return groups;
}

static void
side_clear(const struct allot_check *check, struct side *side)
{
	for (uint32_t s = 0; s < check->market->sessions; s++) {
		side->head[s] = NOBODY;
		side->limits[s].holders = 0;
		side->limits[s].open = side->limits[s].member = ALLOT_NONE;
		side->limits[s].groups = groups_of(check->market, s);
	}
}

/* Who has joined since the side's start applies from the top. */
static void
people_run(struct allot_check *check, struct side *side)
{
	uint32_t free = 0;

	side_clear(check, side);
	for (uint32_t i = side->start; i < check->people_count; i++)
		check->free[free++] = i;
	days_run(check, side, free);
}

/* The whole draw of a market; people of the pupils' come after the classes'. */
static void
side_draw(struct allot_check *check, struct side *side)
{
	check->people_count = side->start;
	for (uint32_t i = 0; i < check->market->applicants; i++)
		if (takes_part(check, side, i))
			person_join(check, i, 0);
	people_run(check, side);
}

/* The placement as it stands */

static void
placed_link(struct allot_check *check, struct side *side)
{
	const struct allot_market *market = check->market;

	side_clear(check, side);
	side->start = check->people_count;
	for (uint32_t i = 0; i < market->applicants; i++) {
		uint32_t place = check->place[i], s;

		if (place == ALLOT_NONE || !takes_part(check, side, i))
			continue;
		s = market->choices[market->first[i] + place];
		if (!may_be(check, side, i, place)) {
			tell(check,
			    (struct allot_violation){
				VIOLATION_ELIGIBLE, i, s, NOBODY, 0, 0 });
			continue;
		}
		person_link(check, side, person_join(check, i, place), s);
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
		tell(check,
		    side->classes
			? (struct allot_violation){ VIOLATION_UNITS, NOBODY, s,
			      NOBODY, side->limits[s].holders, side->seats[s] }
			: (struct allot_violation){ VIOLATION_SEATS, NOBODY, s,
			      NOBODY, taken + side->limits[s].holders,
			      market->session[s].seats });
	}
	for (uint32_t c = 0; c < check->capped_count; c++) {
		uint32_t n = check->capped[c];
		uint32_t held = holders_beneath(check, side, n);

		if (held > side->caps[n])
			tell(check,
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
		if (holders_beneath(check, side, n) < side->caps[n])
			continue;
		count = node_sort(check, side, n);
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
	limits->groups = groups_of(check->market, s);
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
	uint32_t key = key_of(check, i, choice);
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
	tell(check, violation);
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
	uint32_t end = placed ? check->place[i] : list_length(check, i);

	for (uint32_t c = 0; c < end; c++) {
		const struct glance *glance = &side->glances[list[c]];
		uint32_t key = keys[c * step];

		if (key >= (member ? glance->member : glance->other) ||
		    !may_be(check, side, i, c))
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
		if (takes_part(check, side, i))
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
		person_join(check, i, 0);
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
		person_stand(check, &check->people[i], 0);
	witnesses_join(check, side);
	people_run(check, side);
	for (uint32_t i = side->start; i < check->people_count; i++) {
		const struct person *person = &check->people[i];
		uint32_t applicant = person->applicant;
		uint32_t at = person->at < person->length ? person->at
							  : ALLOT_NONE;

		check->joined[applicant] = false;
		if (at != check->place[applicant])
			tell(check,
			    (struct allot_violation){ VIOLATION_OPTIMAL,
				applicant, NOBODY, NOBODY,
				check->place[applicant], at });
		check->seat[applicant] = (uint8_t)person->seat;
	}
}

/* One market of the placement, whole. */
static void
side_judge(struct allot_check *check, struct side *side)
{
	placed_link(check, side);
	seats_judge(check, side);
	if (check->found > 0)
		return;
	for (uint32_t s = 0; s < check->market->sessions; s++)
		session_choose(check, side, s, NULL);
	stability_judge(check, side);
	if (check->found == 0)
		optimality_judge(check, side);
}

/* Closings */

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

		for (uint32_t c = 0; c < list_length(check, i); c++)
			if (may_be(check, side, i, c))
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
		side_draw(check, &check->classes);
	check->pupils.start = check->class_count;
	pupils_capacity(check);
	side_draw(check, &check->pupils);
}

/* All who are held in a closed session apply further down. */
static void
session_leave(struct allot_check *check, struct side *side, uint32_t s)
{
	uint32_t free = 0;

	for (uint32_t i = side->head[s]; i != NOBODY;
	     i = check->people[i].next) {
		person_pass(check, i);
		check->free[free++] = i;
	}
	side->head[s] = NOBODY;
	side->limits[s].holders = 0;
	days_run(check, side, free);
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

static void
closings_judge(struct allot_check *check, const struct allot_closing *given,
    uint32_t count)
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
		tell(check,
		    (struct allot_violation){ VIOLATION_CLOSING, NOBODY,
			c < count ? given[c].session : NOBODY, NOBODY, c,
			c < check->closing_count ? wants->session : NOBODY });
	}
}

static void
short_judge(struct allot_check *check)
{
	for (uint32_t s = 0; s < check->market->sessions; s++) {
		uint32_t least = check->given.round->least[s];

		if (!check->closed[s] && pupils_in(check, s) < least)
			tell(check,
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
static bool
closings_find(struct allot_check *check, const struct allot_closing *given,
    uint32_t count)
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
	if (!closings_find(check, closings, closing_count))
		return false;
	closings_judge(check, closings, closing_count);
	check->people_count = 0;
	if (check->class_unit > 0)
		side_judge(check, &check->classes);
	if (check->found > 0)
		return true;
	pupils_capacity(check);
	side_judge(check, &check->pupils);
	if (check->found == 0)
		short_judge(check);
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
	if (!keys_make(check) || !room_make(check) || !nodes_make(check) ||
	    !side_make(check, &check->classes) ||
	    !side_make(check, &check->pupils)) {
		allot_check_free(check);
		return NULL;
	}
	if (check->class_unit > 0)
		classes_capacity(check);
	return check;
}

void
allot_check_free(struct allot_check *check)
{
	if (check == NULL)
		return;
	side_free(&check->classes);
	side_free(&check->pupils);
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
	return key_of(check, applicant, choice);
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
