/*
 * Deferred acceptance, one application at a time. A session holds a heap of
 * keys for each reserve and one for its other seats, each with its last holder
 * on top. Sessions lie in the order of a walk through the tree of nodes, so
 * that those beneath a node are neighbours: a cap that is passed finds the last
 * of its holders as the maximum of a stretch.
 *
 * The parts in this order: heaps, the maximum of a stretch, making, a session's
 * choice, a cap's, the applications.
 */
#include "engine/allot.h"

#include <stddef.h>

#include "base/memory.h"

struct heap {
	size_t start; /* in allot.keys */
	uint32_t count, room;
	uint32_t group;
};

struct shelf {
	uint32_t seats, taken;
	uint32_t
	    heap; /* its first in allot.heaps: its reserves, then the rest */
	uint32_t reserves;
	uint32_t node; /* the nearest above with a cap, or ALLOT_NONE */
	uint32_t leaf; /* its place in the walk */
	bool shut; /* takes nobody any more */
};

/* What a session needs to turn most applications away at a glance. */
struct door {
	uint32_t limit; /* a key from here on gets no seat without a reserve */
	uint32_t
	    member_limit; /* nor does a member of these groups from here on */
	uint32_t groups; /* that have reserves here */
};

struct capped {
	uint32_t above; /* the nearest node above with a cap, or ALLOT_NONE */
	uint32_t start, end; /* its leaves */
	uint32_t taken;
};

struct allot {
	struct allot_market market;
	uint16_t *next; /* the choice that an applicant stands at */
	struct door
	    *doors; /* one more than sessions: the last lets nobody in */
	struct shelf *shelves;
	struct heap *heaps;
	uint32_t *keys;
	struct capped *capped; /* each node; only those with a cap are used */
	uint64_t *worst; /* a tree of maxima over leaves; NULL without caps */
	uint32_t *spare; /* room for one session's keys */
};

/* Heaps, the largest key on top */

static void
heap_sink(uint32_t *keys, uint32_t count, uint32_t key)
{
	uint32_t at = 0, child;

	while ((child = 2 * at + 1) < count) {
		if (child + 1 < count && keys[child + 1] > keys[child])
			child++;
		if (keys[child] <= key)
			break;
		keys[at] = keys[child];
		at = child;
	}
	keys[at] = key;
}

static void
heap_push(struct allot *allot, struct heap *heap, uint32_t key)
{
	uint32_t *keys = allot->keys + heap->start;
	uint32_t at = heap->count++;

	while (at > 0 && keys[(at - 1) / 2] < key) {
		keys[at] = keys[(at - 1) / 2];
		at = (at - 1) / 2;
	}
	keys[at] = key;
}

/* Puts a key in the place of the last one, which it answers. */
static uint32_t
heap_swap(struct allot *allot, struct heap *heap, uint32_t key)
{
	uint32_t *keys = allot->keys + heap->start;
	uint32_t last = keys[0];

	heap_sink(keys, heap->count, key);
	return last;
}

static uint32_t
heap_pop(struct allot *allot, struct heap *heap)
{
	uint32_t *keys = allot->keys + heap->start;
	uint32_t last = keys[0];

	heap->count--;
	heap_sink(keys, heap->count, keys[heap->count]);
	return last;
}

static uint32_t
heap_last(const struct allot *allot, const struct heap *heap)
{
	return heap->count > 0 ? allot->keys[heap->start] : ALLOT_NONE;
}

/* The maximum of a stretch: a node's two children stand at 2n and 2n + 1 */

/*
 * A session's last holder as its caps see it: 0 for nobody; one on a reserved
 * seat before (below) all others.
 */
static uint64_t
shelf_worst(const struct allot *allot, const struct shelf *shelf)
{
	const struct heap *heaps = allot->heaps + shelf->heap;
	const struct heap *open = heaps + shelf->reserves;
	uint64_t worst = 0;

	if (open->count > 0)
		return ((uint64_t)1 << 32) + heap_last(allot, open) + 1;
	for (uint32_t r = 0; r < shelf->reserves; r++)
		if (heaps[r].count > 0 && heap_last(allot, &heaps[r]) >= worst)
			worst = (uint64_t)heap_last(allot, &heaps[r]) + 1;
	return worst;
}

static void
worst_set(struct allot *allot, uint32_t leaf, uint64_t worst)
{
	uint64_t *tree = allot->worst;
	size_t at = (size_t)allot->market.sessions + leaf;

	for (tree[at] = worst; at > 1; at /= 2)
		tree[at / 2] = tree[at] > tree[at ^ 1] ? tree[at]
						       : tree[at ^ 1];
}

static uint64_t
worst_between(const struct allot *allot, uint32_t start, uint32_t end)
{
	const uint64_t *tree = allot->worst;
	size_t a = (size_t)allot->market.sessions + start;
	size_t b = (size_t)allot->market.sessions + end;
	uint64_t worst = 0;

	for (; a < b; a /= 2, b /= 2) {
		if (a % 2 == 1) {
			worst = tree[a] > worst ? tree[a] : worst;
			a++;
		}
		if (b % 2 == 1) {
			b--;
			worst = tree[b] > worst ? tree[b] : worst;
		}
	}
	return worst;
}

/* Making */

static bool
session_closed(const struct allot_market *market, uint32_t session)
{
	return market->closed != NULL && market->closed[session];
}

/* How many rank each session, the most that it can ever hold. */
static void
demand_count(const struct allot_market *market, uint32_t *demand)
{
	for (uint32_t i = 0; i < market->applicants; i++) {
		if (!market->by_choice && market->keys[i] == ALLOT_NONE)
			continue;
		for (uint32_t c = market->first[i]; c < market->first[i + 1];
		     c++)
			demand[market->choices[c]]++;
	}
}

static size_t
heap_make(struct heap *heap, size_t start, uint32_t seats, uint32_t demand)
{
	heap->start = start;
	heap->room = seats < demand ? seats : demand;
	return start + heap->room;
}

/* A session's heaps, one behind another; answers where the keys end. */
static size_t
shelf_make(struct allot *allot, uint32_t session, uint32_t heap, size_t start,
    uint32_t demand)
{
	const struct allot_market *market = &allot->market;
	const struct allot_session *given = &market->session[session];
	const struct allot_reserve *reserve = market->reserve + given->reserve;
	struct shelf *shelf = &allot->shelves[session];

	shelf->seats = given->seats;
	shelf->heap = heap;
	shelf->reserves = given->reserves;
	shelf->shut = session_closed(market, session) || given->seats == 0;
	for (uint32_t r = 0; r < shelf->reserves; r++, heap++) {
		start = heap_make(
		    &allot->heaps[heap], start, reserve[r].seats, demand);
		allot->heaps[heap].group = (uint32_t)1 << reserve[r].group;
		if (reserve[r].seats > 0 && !shelf->shut)
			allot->doors[session].groups |=
			    allot->heaps[heap].group;
	}
	if (!shelf->shut)
		allot->doors[session].limit =
		    allot->doors[session].member_limit = ALLOT_NONE;
	return heap_make(&allot->heaps[heap], start, shelf->seats, demand);
}

static bool
shelves_make(struct allot *allot)
{
	uint32_t sessions = allot->market.sessions, heap = 0, most = 0;
	uint32_t *demand = memory_get(sizeof *demand * (sessions + 1));
	size_t start = 0;

	if (demand == NULL)
		return false;
	demand_count(&allot->market, demand);
	for (uint32_t s = 0; s < sessions; s++) {
		start = shelf_make(allot, s, heap, start, demand[s]);
		heap += allot->market.session[s].reserves + 1;
		most = demand[s] > most ? demand[s] : most;
	}
	memory_give(demand);
	allot->keys = memory_get(sizeof *allot->keys * start);
	allot->spare = memory_get(sizeof *allot->spare * most);
	return allot->keys != NULL && allot->spare != NULL;
}

static uint32_t
capped_from(const struct allot_market *market, uint32_t node)
{
	while (node != ALLOT_NONE && market->node[node].cap == ALLOT_NONE)
		node = market->node[node].parent;
	return node;
}

/*
 * The walk: how many sessions lie beneath each node; then, parents first, where
 * each node's stretch starts. `room` has two rows a node.
 */
static void
walk_nodes(struct allot *allot, uint32_t *start, uint32_t *depth)
{
	const struct allot_market *market = &allot->market;
	uint32_t above, n, next = 0;

	for (n = 0; n < market->nodes; n++)
		for (above = market->node[n].parent; above != ALLOT_NONE;
		     above = market->node[above].parent)
			depth[n]++;
	for (uint32_t s = 0; s < market->sessions; s++)
		for (n = market->session[s].node; n != ALLOT_NONE;
		     n = market->node[n].parent)
			allot->capped[n].end++;
	for (uint32_t level = 0; level < ALLOT_DEPTH; level++)
		for (n = 0; n < market->nodes; n++) {
			struct capped *capped = &allot->capped[n];
			uint32_t *from;

			if (depth[n] != level)
				continue;
			above = market->node[n].parent;
			from = above == ALLOT_NONE ? &next : &start[above];
			capped->start = start[n] = *from;
			*from += capped->end;
			capped->end += capped->start;
			capped->above = capped_from(market, above);
		}
	for (uint32_t s = 0; s < market->sessions; s++) {
		n = market->session[s].node;
		allot->shelves[s].leaf = n == ALLOT_NONE ? next++ : start[n]++;
		allot->shelves[s].node = capped_from(market, n);
	}
}

static bool
caps_make(struct allot *allot)
{
	size_t nodes = allot->market.nodes;
	uint32_t *room = memory_get(sizeof *room * 2 * nodes);

	if (room != NULL)
		walk_nodes(allot, room, room + nodes);
	memory_give(room);
	allot->worst = memory_get(
	    sizeof *allot->worst * 2 * ((size_t)allot->market.sessions + 1));
	return room != NULL && allot->worst != NULL;
}

static void
caps_none(struct allot *allot)
{
	for (uint32_t s = 0; s < allot->market.sessions; s++)
		allot->shelves[s].node = ALLOT_NONE;
}

static size_t
heaps_count(const struct allot_market *market)
{
	size_t count = market->sessions;

	for (uint32_t s = 0; s < market->sessions; s++)
		count += market->session[s].reserves;
	return count;
}

struct allot *
allot_new(const struct allot_market *market)
{
	struct allot *allot = memory_get(sizeof *allot);
	size_t sessions = market->sessions;

	if (allot == NULL)
		return NULL;
	allot->market = *market;
	allot->next = memory_get(sizeof *allot->next * market->applicants);
	allot->doors = memory_get(sizeof *allot->doors * (sessions + 1));
	allot->shelves = memory_get(sizeof *allot->shelves * sessions);
	allot->heaps = memory_get(sizeof *allot->heaps * heaps_count(market));
	allot->capped = memory_get(sizeof *allot->capped * market->nodes);
	if (allot->next == NULL || allot->doors == NULL ||
	    allot->shelves == NULL || allot->heaps == NULL ||
	    allot->capped == NULL || !shelves_make(allot) ||
	    (market->nodes > 0 && !caps_make(allot))) {
		allot_free(allot);
		return NULL;
	}
	if (market->nodes == 0)
		caps_none(allot);
	for (uint32_t i = 0; i < market->applicants; i++)
		if (!market->by_choice && market->keys[i] == ALLOT_NONE)
			allot->next[i] = (uint16_t)(market->first[i + 1] -
			    market->first[i]);
	return allot;
}

void
allot_free(struct allot *allot)
{
	if (allot == NULL)
		return;
	memory_give(allot->next);
	memory_give(allot->doors);
	memory_give(allot->shelves);
	memory_give(allot->heaps);
	memory_give(allot->keys);
	memory_give(allot->capped);
	memory_give(allot->worst);
	memory_give(allot->spare);
	memory_give(allot);
}

/* A session's choice */

static struct heap *
open_heap(const struct allot *allot, const struct shelf *shelf)
{
	return allot->heaps + shelf->heap + shelf->reserves;
}

/*
 * Offers a key to the reserves in their order; one that is better than the last
 * of a full reserve takes its place, and the other goes on. Answers who is left,
 * or ALLOT_NONE when a reserved seat was free.
 */
static uint32_t
reserves_take(struct allot *allot, const struct shelf *shelf, uint32_t key)
{
	const struct allot_market *market = &allot->market;

	for (uint32_t r = 0; r < shelf->reserves; r++) {
		struct heap *heap = &allot->heaps[shelf->heap + r];

		if (!(market->groups[market->owner[key]] & heap->group) ||
		    heap->room == 0)
			continue;
		if (heap->count < heap->room) {
			heap_push(allot, heap, key);
			return ALLOT_NONE;
		}
		if (key < heap_last(allot, heap))
			key = heap_swap(allot, heap, key);
	}
	return key;
}

/* Answers the key that is turned away, or ALLOT_NONE. */
static uint32_t
shelf_take(struct allot *allot, struct shelf *shelf, uint32_t key)
{
	struct heap *open = open_heap(allot, shelf);

	key = reserves_take(allot, shelf, key);
	if (shelf->taken < shelf->seats) {
		shelf->taken++;
		if (key != ALLOT_NONE)
			heap_push(allot, open, key);
		return ALLOT_NONE;
	}
	if (key == ALLOT_NONE)
		return heap_pop(allot, open); /* sat on a seat that was lent */
	if (open->count == 0 || key > heap_last(allot, open))
		return key;
	return heap_swap(allot, open, key);
}

/* From which key on nobody gets a reserved seat. */
static uint32_t
reserves_limit(const struct allot *allot, const struct shelf *shelf)
{
	uint32_t limit = 0;

	for (uint32_t r = 0; r < shelf->reserves; r++) {
		const struct heap *heap = &allot->heaps[shelf->heap + r];

		if (heap->count < heap->room)
			return ALLOT_NONE;
		if (heap->count > 0 && heap_last(allot, heap) > limit)
			limit = heap_last(allot, heap);
	}
	return limit;
}

/* Brings what others look at up to date with the session's heaps. */
static void
shelf_show(struct allot *allot, uint32_t session)
{
	const struct shelf *shelf = &allot->shelves[session];
	const struct heap *open = open_heap(allot, shelf);
	struct door *door = &allot->doors[session];

	if (shelf->shut)
		*door = (struct door){ 0, 0, 0 };
	else if (shelf->taken < shelf->seats)
		door->limit = ALLOT_NONE;
	else
		door->limit = open->count > 0 ? heap_last(allot, open) : 0;
	if (door->groups != 0)
		door->member_limit = reserves_limit(allot, shelf);
	if (allot->worst != NULL)
		worst_set(allot, shelf->leaf, shelf_worst(allot, shelf));
}

/* Takes all keys out of a session's heaps; answers how many went to spare. */
static uint32_t
shelf_empty(struct allot *allot, struct shelf *shelf)
{
	uint32_t count = 0;

	for (uint32_t h = 0; h <= shelf->reserves; h++) {
		struct heap *heap = &allot->heaps[shelf->heap + h];

		for (uint32_t k = 0; k < heap->count; k++)
			allot->spare[count++] = allot->keys[heap->start + k];
		heap->count = 0;
	}
	shelf->taken = 0;
	return count;
}

/*
 * Takes the last holder out, which a cap above asks for. Where it sat on a
 * reserved seat and the session has further reserves, others may move up: all
 * are seated again.
 */
static void
shelf_drop(struct allot *allot, struct shelf *shelf, uint32_t key)
{
	struct heap *heap = open_heap(allot, shelf);
	uint32_t count;

	shelf->taken--;
	if (heap->count > 0) {
		heap_pop(allot, heap);
		return;
	}
	for (heap = &allot->heaps[shelf->heap]; heap_last(allot, heap) != key;)
		heap++;
	heap_pop(allot, heap);
	if (shelf->reserves == 1)
		return;
	count = shelf_empty(allot, shelf);
	for (uint32_t k = 0; k < count; k++)
		shelf_take(allot, shelf, allot->spare[k]);
}

/* A cap's choice */

static uint32_t
session_held(const struct allot *allot, uint32_t applicant)
{
	const struct allot_market *market = &allot->market;

	return market
	    ->choices[market->first[applicant] + allot->next[applicant]];
}

/* Takes one from the counts above a session, up to the node `last`. */
static void
count_down(struct allot *allot, uint32_t node, uint32_t last)
{
	for (; node != last; node = allot->capped[node].above)
		allot->capped[node].taken--;
	allot->capped[last].taken--;
}

/* The last of all holders beneath a node goes; answers the key. */
static uint32_t
cap_drop(struct allot *allot, uint32_t node)
{
	const struct capped *capped = &allot->capped[node];
	uint64_t worst = worst_between(allot, capped->start, capped->end);
	uint32_t key = (uint32_t)(worst - 1);
	uint32_t session = session_held(allot, allot->market.owner[key]);
	struct shelf *shelf = &allot->shelves[session];

	shelf_drop(allot, shelf, key);
	shelf_show(allot, session);
	count_down(allot, shelf->node, node);
	return key;
}

/* One more is held in a session: answers whom the caps above turn away. */
static uint32_t
caps_take(struct allot *allot, const struct shelf *shelf)
{
	uint32_t node;

	for (node = shelf->node; node != ALLOT_NONE;
	     node = allot->capped[node].above)
		if (++allot->capped[node].taken > allot->market.node[node].cap)
			return cap_drop(allot, node);
	return ALLOT_NONE;
}

/* The applications */

/* Answers the key that is turned away in the end, or ALLOT_NONE. */
static uint32_t
session_take(struct allot *allot, uint32_t session, uint32_t key)
{
	struct shelf *shelf = &allot->shelves[session];
	uint32_t before = shelf->taken;
	uint32_t away = shelf_take(allot, shelf, key);

	shelf_show(allot, session);
	return shelf->taken == before ? away : caps_take(allot, shelf);
}

/*
 * An applicant goes down the own list from where it stands to the first session
 * that listens; answers the key that is turned away there, or ALLOT_NONE.
 */
static uint32_t
applicant_apply(struct allot *allot, uint32_t applicant)
{
	const struct allot_market *market = &allot->market;
	uint32_t start = market->first[applicant];
	uint32_t end = market->first[applicant + 1];
	uint32_t at = start + allot->next[applicant];
	uint32_t groups = market->groups[applicant];
	uint32_t key = market->by_choice ? 0 : market->keys[applicant];
	uint32_t away = ALLOT_NONE;

	for (; at < end; at++) {
		const struct door *door = &allot->doors[market->choices[at]];

		if (market->by_choice)
			key = market->keys[at];
		if (key >= door->limit &&
		    (!(groups & door->groups) || key >= door->member_limit))
			continue;
		allot->next[applicant] = (uint16_t)(at - start);
		away = session_take(allot, market->choices[at], key);
		if (away != key)
			return away;
	}
	allot->next[applicant] = (uint16_t)(end - start);
	return ALLOT_NONE;
}

/* Who is turned away applies again, until nobody is. */
static void
chain_run(struct allot *allot, uint32_t applicant)
{
	uint32_t away;

	while ((away = applicant_apply(allot, applicant)) != ALLOT_NONE) {
		applicant = allot->market.owner[away];
		allot->next[applicant]++;
	}
}

/* Far enough ahead that what an applicant needs is at hand in its turn. */
enum { AHEAD = 8 };

/* Whose turn it is; what the next ones need is sent for. */
static uint32_t
turn_take(const struct allot *allot, uint32_t turn)
{
	const struct allot_market *market = &allot->market;
	const uint32_t *owner = market->owner + turn;
	uint32_t left = market->key_count - turn;

	if (left > 2 * AHEAD) {
		__builtin_prefetch(&market->first[owner[2 * AHEAD]]);
		__builtin_prefetch(&market->groups[owner[2 * AHEAD]]);
		__builtin_prefetch(&market->keys[owner[2 * AHEAD]]);
		__builtin_prefetch(&allot->next[owner[2 * AHEAD]], 1);
	}
	if (left > AHEAD)
		__builtin_prefetch(
		    &market->choices[market->first[owner[AHEAD]]]);
	return owner[0];
}

/*
 * The order is without meaning for the result. Where each applicant has one key
 * the best apply first, and hardly anybody is turned away after having been
 * taken.
 */
void
allot_draw(struct allot *allot)
{
	const struct allot_market *market = &allot->market;

	if (market->by_choice)
		for (uint32_t i = 0; i < market->applicants; i++)
			chain_run(allot, i);
	else
		for (uint32_t turn = 0; turn < market->key_count; turn++)
			chain_run(allot, turn_take(allot, turn));
}

/* Its holders leave one after another; each has the door shut behind. */
bool
allot_close(struct allot *allot, uint32_t session)
{
	struct shelf *shelf = &allot->shelves[session];

	if (shelf->node != ALLOT_NONE)
		return false;
	shelf->shut = true;
	shelf_show(allot, session);
	while (shelf->taken > 0) {
		uint64_t worst = shelf_worst(allot, shelf);
		uint32_t key = (uint32_t)(worst - 1);
		uint32_t applicant = allot->market.owner[key];

		shelf_drop(allot, shelf, key);
		shelf_show(allot, session);
		allot->next[applicant]++;
		chain_run(allot, applicant);
	}
	return true;
}

/* What came of it */

uint32_t
allot_place(const struct allot *allot, uint32_t applicant)
{
	const uint32_t *first = allot->market.first + applicant;
	uint32_t at = allot->next[applicant];

	return at < first[1] - first[0] ? at : ALLOT_NONE;
}

uint32_t
allot_taken(const struct allot *allot, uint32_t session)
{
	return allot->shelves[session].taken;
}

uint32_t
allot_held(const struct allot *allot, uint32_t session, uint32_t reserve)
{
	return allot->heaps[allot->shelves[session].heap + reserve].count;
}

uint32_t
allot_last(const struct allot *allot, uint32_t session, uint32_t reserve)
{
	return heap_last(
	    allot, &allot->heaps[allot->shelves[session].heap + reserve]);
}

uint32_t
allot_node_taken(const struct allot *allot, uint32_t node)
{
	return allot->capped[node].taken;
}

uint32_t
allot_node_last(const struct allot *allot, uint32_t node, bool *reserved)
{
	const struct capped *capped = &allot->capped[node];
	uint64_t worst = worst_between(allot, capped->start, capped->end);

	*reserved = worst <= (uint64_t)1 << 32;
	return worst == 0 ? ALLOT_NONE : (uint32_t)(worst - 1);
}
