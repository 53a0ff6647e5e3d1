/* ID tokens: what is taken and what is not, with keys made here. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <cjose/cjose.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/text.h"
#include "module.h"
#include "people/office.h"

const struct module *const modules[] = { NULL };

#define COUNT(list) (sizeof(list) / sizeof(list)[0])
#define ISSUER "https://login.example"
#define CLIENT "giljabi"
#define NONCE "n-1"
#define NOW INT64_C(1770000000) /* seconds */

/* Keys: the first two are published, the third is a stranger's. */

enum key { BY_RSA, BY_CURVE, STRANGER, SHARED, KEYS };
static cjose_jwk_t *keys[KEYS];
static json_t *published;
static cjose_err error;

static json_t *
key_public(enum key key, const char *use)
{
	char *text = cjose_jwk_to_json(keys[key], false, &error);
	json_t *json = json_loads(text, 0, NULL);

	if (use != NULL)
		json_object_set_new(json, "use", json_string(use));
	free(text);
	return json;
}

static int
keys_make(void **state)
{
	static const uint8_t exponent[] = { 1, 0, 1 };
	static const char *const names[] = { "r1", "e1", "r1", "r1" };
	char *text;
	size_t i;

	(void)state;
	keys[BY_RSA] = cjose_jwk_create_RSA_random(
	    2048, exponent, sizeof exponent, &error);
	keys[BY_CURVE] = cjose_jwk_create_EC_random(CJOSE_JWK_EC_P_256, &error);
	keys[STRANGER] = cjose_jwk_create_RSA_random(
	    2048, exponent, sizeof exponent, &error);
	/* the oldest trick: our public key's text as a shared secret */
	cjose_jwk_set_kid(keys[BY_RSA], "r1", 2, &error);
	text = cjose_jwk_to_json(keys[BY_RSA], false, &error);
	keys[SHARED] = cjose_jwk_create_oct_spec(
	    (const uint8_t *)text, strlen(text), &error);
	free(text);
	for (i = 0; i < KEYS; i++)
		cjose_jwk_set_kid(keys[i], names[i], 2, &error);
	published = json_pack("{s:[o,o]}", "keys", key_public(BY_RSA, "sig"),
	    key_public(BY_CURVE, NULL));
	return 0;
}

static int
keys_free(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < KEYS; i++)
		cjose_jwk_release(keys[i]);
	json_decref(published);
	return 0;
}

/* Tokens */

struct token_row {
	const char *name;
	enum key key;
	const char *alg;
	const char *kid; /* NULL: none in the head */
	const char *claims; /* JSON instead of what is right; null: out */
	const char *head; /* more of the head */
	enum token_result want;
};

static const struct token_row rows[] = {
	{ "right", BY_RSA, "RS256", "r1", "{}", NULL, TOKEN_GOOD },
	{ "right with a curve", BY_CURVE, "ES256", "e1", "{}", NULL,
	    TOKEN_GOOD },
	{ "the only key of its kind", BY_CURVE, "ES256", NULL, "{}", NULL,
	    TOKEN_GOOD },
	{ "one of several audiences", BY_RSA, "RS256", "r1",
	    "{\"aud\":[\"x\",\"giljabi\"],\"azp\":\"giljabi\"}", NULL,
	    TOKEN_GOOD },
	{ "ran out a moment ago", BY_RSA, "RS256", "r1", "{\"exp\":1769999950}",
	    NULL, TOKEN_GOOD },

	{ "another issuer", BY_RSA, "RS256", "r1",
	    "{\"iss\":\"https://login.example.evil\"}", NULL, TOKEN_BAD },
	{ "no issuer", BY_RSA, "RS256", "r1", "{\"iss\":null}", NULL,
	    TOKEN_BAD },
	{ "another audience", BY_RSA, "RS256", "r1", "{\"aud\":\"other\"}",
	    NULL, TOKEN_BAD },
	{ "no audience", BY_RSA, "RS256", "r1", "{\"aud\":null}", NULL,
	    TOKEN_BAD },
	{ "made for another party", BY_RSA, "RS256", "r1",
	    "{\"aud\":[\"giljabi\",\"x\"],\"azp\":\"x\"}", NULL, TOKEN_BAD },
	{ "several audiences and no party", BY_RSA, "RS256", "r1",
	    "{\"aud\":[\"giljabi\",\"x\"]}", NULL, TOKEN_BAD },
	{ "another nonce", BY_RSA, "RS256", "r1", "{\"nonce\":\"n-2\"}", NULL,
	    TOKEN_BAD },
	{ "no nonce", BY_RSA, "RS256", "r1", "{\"nonce\":null}", NULL,
	    TOKEN_BAD },
	{ "ran out", BY_RSA, "RS256", "r1", "{\"exp\":1769999000}", NULL,
	    TOKEN_BAD },
	{ "never runs out", BY_RSA, "RS256", "r1", "{\"exp\":null}", NULL,
	    TOKEN_BAD },
	{ "runs out by word", BY_RSA, "RS256", "r1", "{\"exp\":\"1790000000\"}",
	    NULL, TOKEN_BAD },
	{ "from the future", BY_RSA, "RS256", "r1", "{\"iat\":1770001000}",
	    NULL, TOKEN_BAD },
	{ "nobody", BY_RSA, "RS256", "r1", "{\"sub\":null}", NULL, TOKEN_BAD },
	{ "nobody by name", BY_RSA, "RS256", "r1", "{\"sub\":\"\"}", NULL,
	    TOKEN_BAD },
	{ "a stranger's key", STRANGER, "RS256", "r1", "{}", NULL, TOKEN_BAD },
	{ "a shared key", SHARED, "HS256", "r1", "{}", NULL, TOKEN_BAD },
	{ "another hash", BY_RSA, "RS512", "r1", "{}", NULL, TOKEN_BAD },
	{ "another padding", BY_RSA, "PS256", "r1", "{}", NULL, TOKEN_BAD },
	{ "a curve's key under an RSA name", BY_CURVE, "ES256", "r1", "{}",
	    NULL, TOKEN_KEY_UNKNOWN },
	{ "an unknown key", BY_RSA, "RS256", "r9", "{}", NULL,
	    TOKEN_KEY_UNKNOWN },
	{ "a critical extension", BY_RSA, "RS256", "r1", "{}",
	    "{\"crit\":[\"b64\"],\"b64\":true}", TOKEN_BAD },
};

static char *
claims_text(const char *differ)
{
	json_t *claims = json_pack("{s:s,s:s,s:s,s:s,s:I,s:I}", "iss", ISSUER,
	    "aud", CLIENT, "nonce", NONCE, "sub", "s-1", "iat",
	    (json_int_t)NOW - 10, "exp", (json_int_t)NOW + 300);
	json_t *changes = json_loads(differ, 0, NULL), *value;
	const char *name;
	char *text;

	assert_non_null(changes);
	json_object_foreach(changes, name, value)
	{
		if (json_is_null(value))
			json_object_del(claims, name);
		else
			json_object_set(claims, name, value);
	}
	text = json_dumps(claims, JSON_COMPACT);
	json_decref(changes);
	json_decref(claims);
	return text;
}

static char *
token_make(const struct token_row *row)
{
	cjose_header_t *head = cjose_header_new(&error);
	char *claims = claims_text(row->claims), *token;
	const char *serial = NULL;
	cjose_jws_t *jws;
	json_t *more;

	cjose_header_set(head, CJOSE_HDR_ALG, row->alg, &error);
	if (row->kid != NULL)
		cjose_header_set(head, CJOSE_HDR_KID, row->kid, &error);
	if (row->head != NULL) {
		more = json_loads(row->head, 0, NULL);
		json_object_update(head, more);
		json_decref(more);
	}
	jws = cjose_jws_sign(keys[row->key], head, (const uint8_t *)claims,
	    strlen(claims), &error);
	assert_non_null(jws);
	assert_true(cjose_jws_export(jws, &serial, &error));
	token = strdup(serial);
	cjose_jws_release(jws);
	cjose_header_release(head);
	free(claims);
	return token;
}

static enum token_result
token_checked(struct arena *arena, const char *token, json_t **claims)
{
	const struct token_rule rule = { ISSUER, CLIENT, NONCE, NOW * 1000 };

	return token_check(arena, token, published, &rule, claims);
}

static void
tokens_are_proved(void **state)
{
	struct arena *arena = arena_new(1 << 22);
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(rows); i++) {
		char *token = token_make(&rows[i]);
		json_t *claims;

		if (token_checked(arena, token, &claims) != rows[i].want)
			fail_msg("%s", rows[i].name);
		assert_int_equal(claims != NULL, rows[i].want == TOKEN_GOOD);
		free(token);
	}
	arena_free(arena);
}

/* Without a signature, or with one that belongs to other words. */
static void
words_cannot_be_exchanged(void **state)
{
	struct arena *arena = arena_new(1 << 22);
	char *token = token_make(&rows[0]), *other = token_make(&rows[5]);
	const char *dot = strchr(token, '.'), *end = strrchr(token, '.');
	const char *other_dot = strchr(other, '.');
	const char *other_end = strrchr(other, '.');
	/* {"alg":"none"} */
	const char *none = "eyJhbGciOiJub25lIn0";
	json_t *claims;
	size_t i;
	const char *const made[] = {
		arena_printf(arena, "%s%.*s.", none, (int)(end - dot), dot),
		arena_printf(arena, "%s%s", none, dot),
		arena_printf(arena, "%.*s", (int)(end - token), token),
		arena_printf(arena, "%.*s.", (int)(end - token), token),
		arena_printf(arena, "%.*s%.*s%s", (int)(dot - token), token,
		    (int)(other_end - other_dot), other_dot, end),
		"",
		"..",
		"a.b.c",
		"not a token",
		NULL,
	};

	(void)state;
	for (i = 0; i < COUNT(made); i++)
		if (token_checked(arena, made[i], &claims) != TOKEN_BAD)
			fail_msg("row %zu", i);
	free(token);
	free(other);
	arena_free(arena);
}

/* Keys that are not for signing, or that are none, are not found. */
static void
keys_are_for_signing(void **state)
{
	static const char *const broken[] = {
		"{}",
		"{\"keys\":{}}",
		"{\"keys\":[]}",
		"{\"keys\":[1,null]}",
		"{\"keys\":[{\"kty\":\"RSA\"}]}",
	};
	const struct token_rule rule = { ISSUER, CLIENT, NONCE, NOW * 1000 };
	struct arena *arena = arena_new(1 << 22);
	char *token = token_make(&rows[0]);
	json_t *sealing = json_pack(
	    "{s:[o]}", "keys", key_public(BY_RSA, "enc"));
	json_t *claims;
	size_t i;

	(void)state;
	assert_int_equal(token_check(arena, token, sealing, &rule, &claims),
	    TOKEN_KEY_UNKNOWN);
	assert_int_equal(
	    token_check(arena, token, NULL, &rule, &claims), TOKEN_KEY_UNKNOWN);
	for (i = 0; i < COUNT(broken); i++) {
		json_t *set = json_loads(broken[i], 0, NULL);

		assert_int_not_equal(
		    token_check(arena, token, set, &rule, &claims), TOKEN_GOOD);
		json_decref(set);
	}
	json_decref(sealing);
	free(token);
	arena_free(arena);
}

static void
only_safe_addresses_are_asked(void **state)
{
	static const struct {
		const char *url;
		bool want;
	} urls[] = {
		{ "https://login.example/x", true },
		{ "http://127.0.0.1:9000/x", true },
		{ "http://127.0.0.1/x", true },
		{ "http://login.example/x", false },
		{ "http://127.0.0.1@login.example/", false },
		{ "http://127.0.0.1.login.example/", false },
		{ "http://localhost:9000/", false },
		{ "file:///etc/passwd", false },
		{ "ftp://127.0.0.1/", false },
		{ "", false },
		{ NULL, false },
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(urls); i++)
		if (fetch_allowed(urls[i].url) != urls[i].want)
			fail_msg("%s", urls[i].url);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tokens_are_proved),
		cmocka_unit_test(words_cannot_be_exchanged),
		cmocka_unit_test(keys_are_for_signing),
		cmocka_unit_test(only_safe_addresses_are_asked),
	};

	log_level(LOG_ERROR);
	return cmocka_run_group_tests(tests, keys_make, keys_free);
}
