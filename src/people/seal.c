/*
 * What a browser or a column keeps for us and can neither read nor change:
 * XSalsa20 and Poly1305 (libsodium's secretbox) under a key of its own for each
 * use, made from the server's secret.
 */
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "base/random.h"
#include "base/text.h"
#include "people/inside.h"

enum {
	SEAL_MOST = 4096, /* of the text */
	AROUND = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES
};

static void
key_of(const char *use, unsigned char key[static crypto_secretbox_KEYBYTES])
{
	char name[64], hash[HASH_HEX];

	snprintf(name, sizeof name, "seal:%s", use);
	secret_hash(name, hash);
	hex_read(hash, key, crypto_secretbox_KEYBYTES);
	sodium_memzero(hash, sizeof hash);
}

const char *
seal(struct arena *arena, const char *use, const char *text)
{
	unsigned char key[crypto_secretbox_KEYBYTES];
	size_t length = strlen(text), whole = AROUND + length;
	unsigned char *box = arena_alloc(arena, whole);
	char *hex = arena_alloc(arena, 2 * whole + 1);

	key_of(use, key);
	random_bytes(box, crypto_secretbox_NONCEBYTES);
	crypto_secretbox_easy(box + crypto_secretbox_NONCEBYTES,
	    (const unsigned char *)text, length, box, key);
	sodium_memzero(key, sizeof key);
	hex_write(box, whole, hex);
	return hex;
}

const char *
seal_open(struct arena *arena, const char *use, const char *sealed)
{
	unsigned char key[crypto_secretbox_KEYBYTES];
	size_t whole = sealed ? strlen(sealed) / 2 : 0;
	unsigned char *box;
	char *text;
	int opened;

	if (whole < AROUND || whole > AROUND + SEAL_MOST)
		return NULL;
	box = arena_alloc(arena, whole);
	text = arena_alloc(arena, whole - AROUND + 1);
	if (!hex_read(sealed, box, whole))
		return NULL;
	key_of(use, key);
	opened = crypto_secretbox_open_easy((unsigned char *)text,
	    box + crypto_secretbox_NONCEBYTES,
	    whole - crypto_secretbox_NONCEBYTES, box, key);
	sodium_memzero(key, sizeof key);
	return opened == 0 ? text : NULL;
}
