/* Chance from the system, hashes and keyed hashes (libsodium). */
#ifndef GILJABI_RANDOM_H
#define GILJABI_RANDOM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define HASH_HEX 65 /* SHA-256 in hex, with its zero */

void random_bytes(void *out, size_t length);
/* Letters of Crockford's base 32, five bits each; out holds length + 1. */
void random_code(char *out, size_t length);

void sha256_hex(const void *bytes, size_t length, char out[static HASH_HEX]);
void hmac_sha256_hex(const void *key, size_t key_length, const void *bytes,
    size_t length, char out[static HASH_HEX]);
/* In a time that does not depend on where they differ. */
bool secret_equal(const char *a, const char *b);

#endif
