/* Keyed hashes under the server's secret (HMAC-SHA256, RFC 2104). */
#include "http/inside.h"

#include <assert.h>
#include <string.h>

#include "base/random.h"
#include "base/text.h"

/* Set once, before there are threads. */
static unsigned char key[32];
static bool key_set;

void
secret_use(const char *hex)
{
	key_set = hex_read(hex, key, sizeof key);
	assert(key_set);
}

void
secret_hash(const char *secret, char out[static 65])
{
	assert(key_set);
	hmac_sha256_hex(key, sizeof key, secret, strlen(secret), out);
}
