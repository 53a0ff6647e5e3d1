/*
 * Numbers from libsodium's HMAC, whose state after seed, round and public number
 * is made once and copied for each applicant; and their order: numbers are
 * uniform, so nearly all of the sorting is dealing them out to slots.
 */
#include "engine/lottery.h"

#include <sodium.h>
#include <string.h>

#include "base/memory.h"

struct lottery {
	crypto_auth_hmacsha256_state state;
};

static void
text_mix(struct lottery *lottery, const char *text)
{
	crypto_auth_hmacsha256_update(
	    &lottery->state, (const unsigned char *)text, strlen(text));
	crypto_auth_hmacsha256_update(
	    &lottery->state, (const unsigned char *)"\n", 1);
}

struct lottery *
lottery_new(const unsigned char *seed, size_t seed_length, const char *round,
    const char *public_number)
{
	struct lottery *lottery = memory_get(sizeof *lottery);

	if (lottery == NULL)
		return NULL;
	crypto_auth_hmacsha256_init(&lottery->state, seed, seed_length);
	text_mix(lottery, round);
	text_mix(lottery, public_number);
	return lottery;
}

void
lottery_free(struct lottery *lottery)
{
	if (lottery != NULL)
		sodium_memzero(lottery, sizeof *lottery);
	memory_give(lottery);
}

uint64_t
lottery_number(const struct lottery *lottery, const char *id, size_t length)
{
	crypto_auth_hmacsha256_state state = lottery->state;
	unsigned char hash[crypto_auth_hmacsha256_BYTES];
	uint64_t number = 0;

	crypto_auth_hmacsha256_update(
	    &state, (const unsigned char *)id, length);
	crypto_auth_hmacsha256_final(&state, hash);
	for (int i = 0; i < 8; i++)
		number = number << 8 | hash[i];
	return number;
}

/* The order */

struct drawn {
	const uint64_t *numbers;
	const uint32_t *places;
};

static bool
drawn_before(const struct drawn *drawn, uint32_t a, uint32_t b)
{
	if (drawn->numbers[a] != drawn->numbers[b])
		return drawn->numbers[a] < drawn->numbers[b];
	if (drawn->places != NULL)
		return drawn->places[a] < drawn->places[b];
	return a < b;
}

/* Sinks into a heap with the last on top; for slots that are too full. */
static void
slot_sink(
    const struct drawn *drawn, uint32_t *slot, uint32_t at, uint32_t count)
{
	uint32_t applicant = slot[at], child;

	while ((child = 2 * at + 1) < count) {
		if (child + 1 < count &&
		    drawn_before(drawn, slot[child], slot[child + 1]))
			child++;
		if (!drawn_before(drawn, applicant, slot[child]))
			break;
		slot[at] = slot[child];
		at = child;
	}
	slot[at] = applicant;
}

static void
slot_heap_sort(const struct drawn *drawn, uint32_t *slot, uint32_t count)
{
	for (uint32_t at = count / 2; at-- > 0;)
		slot_sink(drawn, slot, at, count);
	while (count > 1) {
		uint32_t last = slot[0];

		slot[0] = slot[--count];
		slot[count] = last;
		slot_sink(drawn, slot, 0, count);
	}
}

static void
slot_sort(const struct drawn *drawn, uint32_t *slot, uint32_t count)
{
	if (count > 256) {
		slot_heap_sort(drawn, slot, count);
		return;
	}
	for (uint32_t i = 1; i < count; i++) {
		uint32_t applicant = slot[i], at = i;

		for (; at > 0 && drawn_before(drawn, applicant, slot[at - 1]);
		     at--)
			slot[at] = slot[at - 1];
		slot[at] = applicant;
	}
}

enum { SLOTS = 65536 };

/* By the upper 16 bits to slots, then each slot by the whole number. */
static void
numbers_sort(const struct drawn *drawn, uint32_t count, uint32_t *order)
{
	uint32_t ends[SLOTS] = { 0 };
	uint32_t start = 0, i;

	for (i = 0; i < count; i++)
		ends[drawn->numbers[i] >> 48]++;
	for (i = 0; i < SLOTS; i++) {
		start += ends[i];
		ends[i] = start - ends[i];
	}
	for (i = 0; i < count; i++)
		order[ends[drawn->numbers[i] >> 48]++] = i;
	for (i = 0, start = 0; i < SLOTS; start = ends[i++])
		slot_sort(drawn, order + start, ends[i] - start);
}

/* The sign turned, negative bands come before the others. */
static uint32_t
band_digit(int32_t band, int shift)
{
	return ((uint32_t)band ^ 0x80000000u) >> shift & 255;
}

/* One byte of the bands, keeping the order within; false: all are equal. */
static bool
bands_pass(const int32_t *bands, int shift, uint32_t count,
    const uint32_t *from, uint32_t *to)
{
	uint32_t starts[257] = { 0 };
	uint32_t i;

	for (i = 0; i < count; i++)
		starts[band_digit(bands[from[i]], shift) + 1]++;
	for (i = 0; i < 256; i++)
		if (starts[i + 1] == count)
			return false;
	for (i = 0; i < 256; i++)
		starts[i + 1] += starts[i];
	for (i = 0; i < count; i++)
		to[starts[band_digit(bands[from[i]], shift)]++] = from[i];
	return true;
}

void
lottery_order(const int32_t *bands, const uint64_t *numbers,
    const uint32_t *places, uint32_t count, uint32_t *order, uint32_t *rank)
{
	const struct drawn drawn = { numbers, places };

	numbers_sort(&drawn, count, order);
	for (int shift = 0; shift < 32; shift += 8)
		if (bands_pass(bands, shift, count, order, rank))
			memcpy(order, rank, sizeof *order * count);
	for (uint32_t i = 0; i < count; i++)
		rank[order[i]] = i;
}
