/* Keyed hashes under the server's secret (HMAC-SHA256, RFC 2104). */
#include "http/inside.h"

#include <assert.h>
#include <sodium.h>
#include <string.h>

#include "base/random.h"
#include "base/text.h"

/* Set once, before there are threads: the hash that has taken the key in. */
static crypto_auth_hmacsha256_state keyed;
static bool key_set;

void
secret_use(const char *hex)
{
	unsigned char key[32];

	key_set = hex_read(hex, key, sizeof key);
	assert(key_set);
	crypto_auth_hmacsha256_init(&keyed, key, sizeof key);
	sodium_memzero(key, sizeof key);
}

void
secret_hash(const char *secret, char out[static 65])
{
	crypto_auth_hmacsha256_state state = keyed;
	unsigned char hash[crypto_auth_hmacsha256_BYTES];

	assert(key_set);
	crypto_auth_hmacsha256_update(
	    &state, (const unsigned char *)secret, strlen(secret));
	crypto_auth_hmacsha256_final(&state, hash);
	hex_write(hash, sizeof hash, out);
}
