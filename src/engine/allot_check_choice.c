/* Choice, from its definition: a session, then the nodes above it. */
#include "engine/allot_check_parts.h"

#include <stdlib.h>

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
uint32_t
check_session_choose(
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

uint32_t
check_holders_beneath(
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
uint32_t
check_node_sort(
    struct allot_check *check, const struct side *side, uint32_t node)
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
		check_session_choose(check, side, s, NULL);
}

/* A node keeps as many as its cap; answers how many go to `away`. */
uint32_t
check_node_choose(
    struct allot_check *check, struct side *side, uint32_t node, uint32_t *away)
{
	uint32_t count, gone = 0;

	if (check_holders_beneath(check, side, node) <= side->caps[node])
		return 0;
	count = check_node_sort(check, side, node);
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
