/*
 * The lottery: one number per applicant and round that anybody can compute from
 * what is published after the draw,
 *
 *	HMAC-SHA256(seed, round LF public LF applicant)
 *
 * (RFC 2104, FIPS 180-4), of which the first eight bytes count, most significant
 * first. The seed is drawn and its SHA-256 shown before anybody ranks; the
 * public number is entered at the draw, so that nobody alone picks the numbers.
 */
#ifndef GILJABI_LOTTERY_H
#define GILJABI_LOTTERY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct lottery;

/* NULL without memory. To be freed with lottery_free, which wipes the seed. */
struct lottery *lottery_new(const unsigned char *seed, size_t seed_length,
    const char *round, const char *public_number);
void lottery_free(struct lottery *lottery);
/* Any number of threads may ask one lottery at once. */
uint64_t
lottery_number(const struct lottery *lottery, const char *id, size_t length);

/*
 * Who comes before whom: by band, then number, then place (the applicant's
 * place in the order of ids; NULL: as they stand). order gets the applicants,
 * best first; rank, its inverse, is room to work in until then. No row of
 * either but 0..count - 1 is touched.
 */
void lottery_order(const int32_t *bands, const uint64_t *numbers,
    const uint32_t *places, uint32_t count, uint32_t *order, uint32_t *rank);

#endif
