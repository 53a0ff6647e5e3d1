/*
 * The round as a sequence of markets (engine/allot): the freeze, the classes'
 * market in class units, the pupils' market on what is left, the closings.
 */
#include "engine/allot_round.h"

#include <string.h>

#include "base/memory.h"

struct allot_round_room {
	/* The classes' market: each class is an applicant of its own. */
	uint32_t *class_of; /* its applicant in the round */
	uint32_t class_count;
	uint32_t *class_first, *class_choices, *class_groups, *class_owner;
	uint32_t *class_row_keys;
	struct allot_session *class_sessions;
	struct allot_reserve *class_reserves;
	struct allot_node *class_nodes;
	uint32_t *session_most, *node_most; /* largest class that fits */
	/* The pupils' market. */
	uint32_t *pupil_keys; /* NULL without classes: the round's own */
	struct allot_session *pupil_sessions;
	struct allot_reserve *pupil_reserves;
	struct allot_node *pupil_nodes;
};

static uint32_t
reserve_rows(const struct allot_market *market)
{
	uint32_t rows = 0;

	for (uint32_t s = 0; s < market->sessions; s++) {
		const struct allot_session *session = &market->session[s];

		if (session->reserve + session->reserves > rows)
			rows = session->reserve + session->reserves;
	}
	return rows;
}

/* Class units */

static uint32_t
units(uint32_t pupils, uint32_t unit)
{
	if (pupils == 0)
		return 0;
	return pupils / unit > 1 ? pupils / unit : 1;
}

/* Writes a capacity in units; answers the largest class that fits. */
static uint32_t
capacity_units(uint32_t pupils, uint32_t unit, uint32_t *classes)
{
	*classes = units(pupils, unit);
	return *classes == 0 ? 0 : pupils / *classes;
}

static uint32_t
class_unit_of(const struct allot_round *round, uint32_t *count)
{
	uint32_t largest = 0;

	*count = 0;
	for (uint32_t i = 0; i < round->market.applicants; i++)
		if (round->sizes[i] > 1) {
			++*count;
			if (round->sizes[i] > largest)
				largest = round->sizes[i];
		}
	return *count > 0 && round->class_unit > 0 ? round->class_unit
						   : largest;
}

static void
class_caps_make(const struct allot_round *round, struct allot_round_room *room,
    uint32_t unit)
{
	const struct allot_market *market = &round->market;

	for (uint32_t n = 0; n < market->nodes; n++) {
		room->class_nodes[n] = market->node[n];
		room->node_most[n] = ALLOT_NONE;
		if (market->node[n].cap != ALLOT_NONE)
			room->node_most[n] = capacity_units(market->node[n].cap,
			    unit, &room->class_nodes[n].cap);
	}
}

/* The largest class that fits a session and every cap above it. */
static uint32_t
class_most(const struct allot_market *market,
    const struct allot_round_room *room, uint32_t node, uint32_t most)
{
	for (; node != ALLOT_NONE; node = market->node[node].parent)
		if (room->node_most[node] < most)
			most = room->node_most[node];
	return most;
}

static void
class_sessions_make(const struct allot_round *round,
    struct allot_round_room *room, uint32_t unit,
    struct allot_by_classes *by_classes)
{
	const struct allot_market *market = &round->market;

	for (uint32_t s = 0; s < market->sessions; s++) {
		struct allot_session *session = &room->class_sessions[s];
		uint32_t most;

		*session = market->session[s];
		most = capacity_units(
		    market->session[s].seats, unit, &session->seats);
		by_classes[s].units = session->seats;
		for (uint32_t r = 0; r < session->reserves; r++) {
			uint32_t row = session->reserve + r;

			room->class_reserves[row] = market->reserve[row];
			room->class_reserves[row].seats = most == 0
			    ? 0
			    : market->reserve[row].seats / most;
		}
		room->session_most[s] = class_most(
		    market, room, session->node, most);
	}
}

/* Choices where the class is too large lead to nobody's session. */
static void
class_list_make(const struct allot_round *round, struct allot_round_room *room,
    uint32_t row)
{
	const struct allot_market *market = &round->market;
	uint32_t applicant = room->class_of[row];
	uint32_t at = room->class_first[row];

	for (uint32_t c = market->first[applicant];
	     c < market->first[applicant + 1]; c++, at++) {
		uint32_t session = market->choices[c];
		bool fits = session < market->sessions &&
		    round->sizes[applicant] <= room->session_most[session];

		room->class_choices[at] = fits ? session : market->sessions;
		if (market->by_choice)
			room->class_row_keys[at] = market->keys[c];
	}
	room->class_first[row + 1] = at;
	room->class_groups[row] = market->groups[applicant];
}

/*
 * Keys of classes: by choice they stay as they are; one a class, they are
 * numbered anew without gaps.
 */
static void
class_keys_make(const struct allot_round *round, struct allot_round_room *room,
    const uint32_t *class_at, struct allot_market *classes,
    uint32_t *class_keys)
{
	const struct allot_market *market = &round->market;
	uint32_t next = 0;

	for (uint32_t k = 0; k < market->key_count; k++) {
		uint32_t applicant = market->owner[k];
		uint32_t row = class_at[applicant];

		if (row == ALLOT_NONE)
			continue;
		if (market->by_choice) {
			class_keys[k] = k;
			room->class_owner[k] = row;
			continue;
		}
		class_keys[next] = k;
		room->class_owner[next] = row;
		room->class_row_keys[row] = next++;
	}
	classes->key_count = market->by_choice ? market->key_count : next;
}

static bool
class_room_make(const struct allot_round *round, struct allot_outcome *outcome,
    uint32_t count, size_t choices)
{
	const struct allot_market *market = &round->market;
	struct allot_round_room *room = outcome->room;
	size_t keys = market->by_choice ? market->key_count : count;
	size_t row_keys = market->by_choice ? choices : count;
	size_t size = sizeof(uint32_t);

	room->class_count = count;
	room->class_of = memory_get(size * count);
	room->class_first = memory_get(size * (count + 1));
	room->class_choices = memory_get(size * choices);
	room->class_groups = memory_get(size * count);
	room->class_owner = memory_get(size * keys);
	room->class_row_keys = memory_get(size * row_keys);
	room->class_sessions = memory_get(
	    sizeof *room->class_sessions * market->sessions);
	room->class_reserves = memory_get(
	    sizeof *room->class_reserves * reserve_rows(market));
	room->class_nodes = memory_get(
	    sizeof *room->class_nodes * market->nodes);
	room->session_most = memory_get(size * market->sessions);
	room->node_most = memory_get(size * market->nodes);
	outcome->class_keys = memory_get(size * keys);
	return room->class_of != NULL && room->class_first != NULL &&
	    room->class_choices != NULL && room->class_groups != NULL &&
	    room->class_owner != NULL && room->class_row_keys != NULL &&
	    room->class_sessions != NULL && room->class_reserves != NULL &&
	    room->class_nodes != NULL && room->session_most != NULL &&
	    room->node_most != NULL && outcome->class_keys != NULL;
}

static size_t
class_choices_count(const struct allot_round *round)
{
	const uint32_t *first = round->market.first;
	size_t count = 0;

	for (uint32_t i = 0; i < round->market.applicants; i++)
		if (round->sizes[i] > 1)
			count += first[i + 1] - first[i];
	return count;
}

static struct allot_market
class_market(const struct allot_round *round, struct allot_outcome *outcome)
{
	const struct allot_round_room *room = outcome->room;
	struct allot_market classes = round->market;

	classes.applicants = room->class_count;
	classes.first = room->class_first;
	classes.choices = room->class_choices;
	classes.groups = room->class_groups;
	classes.keys = room->class_row_keys;
	classes.owner = room->class_owner;
	classes.session = room->class_sessions;
	classes.reserve = room->class_reserves;
	classes.node = room->class_nodes;
	classes.closed = outcome->closed;
	return classes;
}

/* Pupils draw with the round's keys, those of classes left out. */
static bool
pupil_keys_make(const struct allot_round *round, struct allot_round_room *room)
{
	const struct allot_market *market = &round->market;
	size_t rows = market->by_choice ? market->first[market->applicants]
					: market->applicants;

	room->pupil_keys = memory_get(sizeof *room->pupil_keys * rows);
	if (room->pupil_keys == NULL)
		return false;
	memcpy(room->pupil_keys, market->keys, sizeof *market->keys * rows);
	for (uint32_t row = 0; row < room->class_count; row++) {
		uint32_t i = room->class_of[row];

		if (!market->by_choice) {
			room->pupil_keys[i] = ALLOT_NONE;
			continue;
		}
		for (uint32_t c = market->first[i]; c < market->first[i + 1];
		     c++)
			room->pupil_keys[c] = ALLOT_NONE;
	}
	return true;
}

static bool
classes_make(const struct allot_round *round, struct allot_outcome *outcome,
    struct allot_market *classes)
{
	struct allot_round_room *room = outcome->room;
	uint32_t count, *class_at;

	outcome->class_unit = class_unit_of(round, &count);
	if (count == 0)
		return true;
	class_at = memory_get(sizeof *class_at * round->market.applicants);
	if (class_at == NULL ||
	    !class_room_make(
		round, outcome, count, class_choices_count(round))) {
		memory_give(class_at);
		return false;
	}
	class_caps_make(round, room, outcome->class_unit);
	class_sessions_make(
	    round, room, outcome->class_unit, outcome->by_classes);
	*classes = class_market(round, outcome);
	count = 0;
	for (uint32_t i = 0; i < round->market.applicants; i++) {
		class_at[i] = ALLOT_NONE;
		if (round->sizes[i] == 1)
			continue;
		class_at[i] = count;
		room->class_of[count] = i;
		class_list_make(round, room, count++);
	}
	class_keys_make(round, room, class_at, classes, outcome->class_keys);
	memory_give(class_at);
	return pupil_keys_make(round, room);
}

/* The freeze */

/* Whether the applicant could be taken at the choice at all. */
static bool
choice_counts(const struct allot_round *round,
    const struct allot_round_room *room, uint32_t applicant, uint32_t choice)
{
	const struct allot_market *market = &round->market;
	uint32_t session = market->choices[choice];

	if (session == market->sessions ||
	    (market->by_choice && market->keys[choice] == ALLOT_NONE))
		return false;
	return round->sizes[applicant] == 1 ||
	    round->sizes[applicant] <= room->session_most[session];
}

static void
demand_sum(const struct allot_round *round, const struct allot_round_room *room,
    uint64_t *demand)
{
	const struct allot_market *market = &round->market;

	for (uint32_t i = 0; i < market->applicants; i++)
		for (uint32_t c = market->first[i]; c < market->first[i + 1];
		     c++)
			if (choice_counts(round, room, i, c))
				demand[market->choices[c]] += round->sizes[i];
}

static bool
round_has_least(const struct allot_round *round)
{
	for (uint32_t s = 0; s < round->market.sessions; s++)
		if (round->least[s] > 0)
			return true;
	return false;
}

static void
closing_add(
    struct allot_outcome *outcome, uint32_t session, bool drawn, uint32_t had)
{
	outcome->closed[session] = true;
	outcome->closings[outcome->closing_count++] = (struct allot_closing){
		session, drawn, had
	};
}

static bool
sessions_freeze(const struct allot_round *round, struct allot_outcome *outcome)
{
	const struct allot_market *market = &round->market;
	uint64_t *demand;

	if (!round_has_least(round))
		return true;
	demand = memory_get(sizeof *demand * market->sessions);
	if (demand == NULL)
		return false;
	demand_sum(round, outcome->room, demand);
	for (uint32_t s = 0; s < market->sessions; s++) {
		uint32_t seats = market->session[s].seats;
		uint32_t had = demand[s] < seats ? (uint32_t)demand[s] : seats;

		if (had < round->least[s])
			closing_add(outcome, s, false, had);
	}
	memory_give(demand);
	return true;
}

/* Pupils after classes */

static void
nodes_add(const struct allot_market *market, uint32_t node, uint32_t pupils,
    uint32_t *taken)
{
	for (; node != ALLOT_NONE; node = market->node[node].parent)
		taken[node] += pupils;
}

static void
classes_count(const struct allot_round *round, struct allot_outcome *outcome)
{
	const struct allot_round_room *room = outcome->room;
	const struct allot_market *market = &round->market;

	for (uint32_t s = 0; s < market->sessions; s++)
		outcome->by_classes[s].classes = outcome->by_classes[s].pupils =
		    0;
	for (uint32_t row = 0; row < room->class_count; row++) {
		uint32_t place = allot_place(outcome->classes, row);
		struct allot_by_classes *at;

		if (place == ALLOT_NONE)
			continue;
		at = &outcome->by_classes
			  [room->class_choices[room->class_first[row] + place]];
		at->classes++;
		at->pupils += round->sizes[room->class_of[row]];
	}
}

/*
 * What a session has left. A class on a reserved unit uses up the seats of that
 * unit in the reserve; what remains of the reserves, in their order, cannot be
 * more than the seats that are left.
 */
static void
pupil_session_make(
    const struct allot_round *round, struct allot_outcome *outcome, uint32_t s)
{
	const struct allot_session *given = &round->market.session[s];
	struct allot_round_room *room = outcome->room;
	const struct allot_by_classes *by = &outcome->by_classes[s];
	struct allot_session *session = &room->pupil_sessions[s];
	uint32_t left;

	*session = *given;
	left = session->seats -= by->pupils;
	for (uint32_t r = 0; r < given->reserves; r++) {
		struct allot_reserve *reserve =
		    &room->pupil_reserves[given->reserve + r];
		uint32_t used = 0;

		*reserve = round->market.reserve[given->reserve + r];
		if (outcome->classes != NULL && by->units > 0)
			used = allot_held(outcome->classes, s, r) *
			    (given->seats / by->units);
		reserve->seats -= used < reserve->seats ? used : reserve->seats;
		if (reserve->seats > left)
			reserve->seats = left;
		left -= reserve->seats;
	}
}

static bool
pupils_draw(const struct allot_round *round, struct allot_outcome *outcome)
{
	struct allot_round_room *room = outcome->room;
	struct allot_market pupils = round->market;

	allot_free(outcome->pupils);
	memset(
	    outcome->node_taken, 0, sizeof *outcome->node_taken * pupils.nodes);
	for (uint32_t s = 0; s < pupils.sessions; s++) {
		pupil_session_make(round, outcome, s);
		nodes_add(&pupils, pupils.session[s].node,
		    outcome->by_classes[s].pupils, outcome->node_taken);
	}
	for (uint32_t n = 0; n < pupils.nodes; n++) {
		room->pupil_nodes[n] = pupils.node[n];
		if (pupils.node[n].cap != ALLOT_NONE)
			room->pupil_nodes[n].cap -= outcome->node_taken[n];
	}
	if (room->pupil_keys != NULL)
		pupils.keys = room->pupil_keys;
	pupils.session = room->pupil_sessions;
	pupils.reserve = room->pupil_reserves;
	pupils.node = room->pupil_nodes;
	pupils.closed = outcome->closed;
	outcome->pupils = allot_new(&pupils);
	if (outcome->pupils != NULL)
		allot_draw(outcome->pupils);
	return outcome->pupils != NULL;
}

static bool
markets_draw(const struct allot_round *round, struct allot_outcome *outcome,
    const struct allot_market *classes)
{
	if (outcome->class_unit > 0) {
		allot_free(outcome->classes);
		outcome->classes = allot_new(classes);
		if (outcome->classes == NULL)
			return false;
		allot_draw(outcome->classes);
		classes_count(round, outcome);
	}
	return pupils_draw(round, outcome);
}

/* The closings */

static uint32_t
session_taken(const struct allot_outcome *outcome, uint32_t session)
{
	return outcome->by_classes[session].pupils +
	    allot_taken(outcome->pupils, session);
}

/* The open session that falls short by most, or ALLOT_NONE. */
static uint32_t
session_shortest(
    const struct allot_round *round, const struct allot_outcome *outcome)
{
	uint32_t shortest = ALLOT_NONE, most = 0;

	for (uint32_t s = 0; s < round->market.sessions; s++) {
		uint32_t taken = session_taken(outcome, s);

		if (!outcome->closed[s] && taken < round->least[s] &&
		    round->least[s] - taken > most) {
			shortest = s;
			most = round->least[s] - taken;
		}
	}
	return shortest;
}

/* Classes that have to move leave other seats to the pupils, who draw anew. */
static bool
session_close(const struct allot_round *round,
    const struct allot_market *classes, struct allot_outcome *outcome,
    uint32_t session)
{
	bool moved = outcome->by_classes[session].classes > 0;

	closing_add(outcome, session, true, session_taken(outcome, session));
	if (outcome->classes != NULL && !allot_close(outcome->classes, session))
		return markets_draw(round, outcome, classes);
	if (moved)
		classes_count(round, outcome);
	return (!moved && allot_close(outcome->pupils, session)) ||
	    pupils_draw(round, outcome);
}

static bool
sessions_close(const struct allot_round *round,
    const struct allot_market *classes, struct allot_outcome *outcome)
{
	uint32_t session;

	while ((session = session_shortest(round, outcome)) != ALLOT_NONE)
		if (!session_close(round, classes, outcome, session))
			return false;
	return true;
}

/* The result */

static void
places_write(const struct allot_round *round, struct allot_outcome *outcome)
{
	const struct allot_round_room *room = outcome->room;
	const struct allot_market *market = &round->market;
	uint32_t place;

	for (uint32_t i = 0; i < market->applicants; i++) {
		place = round->sizes[i] > 1 ? ALLOT_NONE
					    : allot_place(outcome->pupils, i);
		outcome->place[i] = place == ALLOT_NONE ? ALLOT_UNPLACED
							: (uint16_t)place;
	}
	for (uint32_t row = 0; row < room->class_count; row++) {
		place = allot_place(outcome->classes, row);
		if (place != ALLOT_NONE)
			outcome->place[room->class_of[row]] = (uint16_t)place;
	}
	for (uint32_t s = 0; s < market->sessions; s++) {
		outcome->taken[s] = session_taken(outcome, s);
		nodes_add(market, market->session[s].node,
		    allot_taken(outcome->pupils, s), outcome->node_taken);
	}
}

static bool
outcome_make(const struct allot_round *round, struct allot_outcome *outcome)
{
	const struct allot_market *market = &round->market;
	size_t sessions = market->sessions, rows = reserve_rows(market);
	struct allot_round_room *room = memory_get(sizeof *room);

	memset(outcome, 0, sizeof *outcome);
	if (room == NULL)
		return false;
	outcome->room = room;
	outcome->place = memory_get(
	    sizeof *outcome->place * market->applicants);
	outcome->closed = memory_get(sizeof *outcome->closed * sessions);
	outcome->closings = memory_get(sizeof *outcome->closings * sessions);
	outcome->by_classes = memory_get(
	    sizeof *outcome->by_classes * sessions);
	outcome->taken = memory_get(sizeof *outcome->taken * sessions);
	outcome->node_taken = memory_get(
	    sizeof *outcome->node_taken * market->nodes);
	room->pupil_sessions = memory_get(
	    sizeof *room->pupil_sessions * sessions);
	room->pupil_reserves = memory_get(sizeof *room->pupil_reserves * rows);
	room->pupil_nodes = memory_get(
	    sizeof *room->pupil_nodes * market->nodes);
	return outcome->place != NULL && outcome->closed != NULL &&
	    outcome->closings != NULL && outcome->by_classes != NULL &&
	    outcome->taken != NULL && outcome->node_taken != NULL &&
	    room->pupil_sessions != NULL && room->pupil_reserves != NULL &&
	    room->pupil_nodes != NULL;
}

bool
allot_round_draw(const struct allot_round *round, const bool *frozen,
    struct allot_outcome *outcome)
{
	struct allot_market classes = round->market;
	bool made = outcome_make(round, outcome) &&
	    classes_make(round, outcome, &classes);

	if (made && frozen != NULL)
		memcpy(outcome->closed, frozen,
		    sizeof *frozen * round->market.sessions);
	else if (made)
		made = sessions_freeze(round, outcome);
	made = made && markets_draw(round, outcome, &classes) &&
	    (frozen != NULL || sessions_close(round, &classes, outcome));
	if (made)
		places_write(round, outcome);
	else
		allot_outcome_free(outcome);
	return made;
}

static void
room_free(struct allot_round_room *room)
{
	void *const held[] = { room->class_of, room->class_first,
		room->class_choices, room->class_groups, room->class_owner,
		room->class_row_keys, room->class_sessions,
		room->class_reserves, room->class_nodes, room->session_most,
		room->node_most, room->pupil_keys, room->pupil_sessions,
		room->pupil_reserves, room->pupil_nodes };

	for (size_t i = 0; i < sizeof held / sizeof held[0]; i++)
		memory_give(held[i]);
	memory_give(room);
}

void
allot_outcome_free(struct allot_outcome *outcome)
{
	allot_free(outcome->classes);
	allot_free(outcome->pupils);
	if (outcome->room != NULL)
		room_free(outcome->room);
	memory_give(outcome->place);
	memory_give(outcome->closed);
	memory_give(outcome->closings);
	memory_give(outcome->by_classes);
	memory_give(outcome->taken);
	memory_give(outcome->node_taken);
	memory_give(outcome->class_keys);
	memset(outcome, 0, sizeof *outcome);
}
