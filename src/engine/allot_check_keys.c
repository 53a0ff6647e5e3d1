/* Keys: who comes before whom, by band and number, or by score. */
#include "engine/allot_check_parts.h"

#include <math.h>
#include <string.h>

#include "base/memory.h"

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

bool
check_keys_make(struct allot_check *check)
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
