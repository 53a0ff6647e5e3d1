/* libsodium behind the few names that the rest needs. */
#include "base/random.h"

#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

static void
sodium_start(void)
{
	if (sodium_init() < 0)
		abort(); /* no source of chance: nothing can be safe */
}

static void
sodium_ready(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, sodium_start);
}

void
random_bytes(void *out, size_t length)
{
	sodium_ready();
	randombytes_buf(out, length);
}

void
random_code(char *out, size_t length)
{
	static const char letters[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
	size_t i;

	random_bytes(out, length);
	for (i = 0; i < length; i++)
		out[i] = letters[(unsigned char)out[i] & 31];
	out[length] = '\0';
}

void
sha256_hex(const void *bytes, size_t length, char out[static HASH_HEX])
{
	unsigned char hash[crypto_hash_sha256_BYTES];

	crypto_hash_sha256(hash, bytes, length);
	hex_write(hash, sizeof hash, out);
}

void
hmac_sha256_hex(const void *key, size_t key_length, const void *bytes,
    size_t length, char out[static HASH_HEX])
{
	crypto_auth_hmacsha256_state state;
	unsigned char hash[crypto_auth_hmacsha256_BYTES];

	crypto_auth_hmacsha256_init(&state, key, key_length);
	crypto_auth_hmacsha256_update(&state, bytes, length);
	crypto_auth_hmacsha256_final(&state, hash);
	hex_write(hash, sizeof hash, out);
}

bool
secret_equal(const char *a, const char *b)
{
	size_t length = strlen(a);

	return length == strlen(b) && sodium_memcmp(a, b, length) == 0;
}
