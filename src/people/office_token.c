/*
 * ID tokens (OpenID Connect Core 1.0, 3.1.3.7): signed with RS256 or ES256 by a
 * key that the issuer publishes, meant for us, not run out, and made for the
 * sign-in that this browser began. Any other way of signing is refused, "none"
 * and those with a shared key above all.
 */
#include <cjose/cjose.h>
#include <string.h>

#include "base/json.h"
#include "base/log.h"
#include "base/random.h"
#include "base/text.h"
#include "people/office.h"

enum { TOKEN_MOST = 32 * 1024, KEYS_MOST = 64, LEEWAY = 60 };

static const struct algorithm {
	const char *name, *key_type;
	cjose_jwk_kty_t type;
} algorithms[] = {
	{ "RS256", "RSA", CJOSE_JWK_KTY_RSA },
	{ "ES256", "EC", CJOSE_JWK_KTY_EC },
};

static const struct algorithm *
algorithm_find(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof algorithms / sizeof algorithms[0]; i++)
		if (text_is(algorithms[i].name, name))
			return &algorithms[i];
	return NULL;
}

/* Keys */

static bool
key_fits(const json_t *key, const struct algorithm *algorithm, const char *kid)
{
	const char *use = json_string_value(json_object_get(key, "use"));
	const char *alg = json_string_value(json_object_get(key, "alg"));

	return text_is(json_string_value(json_object_get(key, "kty")),
		   algorithm->key_type) &&
	    (use == NULL || text_is(use, "sig")) &&
	    (alg == NULL || text_is(alg, algorithm->name)) &&
	    (kid == NULL ||
		text_is(json_string_value(json_object_get(key, "kid")), kid));
}

/* The one key that is meant; without a name there may be only one. */
static json_t *
key_find(json_t *keys, const struct algorithm *algorithm, const char *kid)
{
	json_t *list = json_object_get(keys, "keys"), *key, *found = NULL;
	size_t i, count = 0;

	json_array_foreach(
	    list, i, key) if (i < KEYS_MOST && key_fits(key, algorithm, kid))
	{
		found = key;
		count++;
	}
	return count == 1 || (count > 1 && kid != NULL) ? found : NULL;
}

static cjose_jwk_t *
key_import(
    struct arena *arena, const json_t *key, const struct algorithm *algorithm)
{
	size_t length = json_dumpb(key, NULL, 0, JSON_COMPACT);
	char *text = arena_alloc(arena, length + 1);
	cjose_jwk_t *jwk;
	cjose_err error;

	json_dumpb(key, text, length, JSON_COMPACT);
	jwk = cjose_jwk_import(text, length, &error);
	if (jwk != NULL && cjose_jwk_get_kty(jwk, &error) != algorithm->type) {
		cjose_jwk_release(jwk);
		return NULL;
	}
	return jwk;
}

/* Signature */

static json_t *
payload_read(struct arena *arena, cjose_jws_t *jws)
{
	uint8_t *bytes;
	size_t length;
	cjose_err error;

	if (!cjose_jws_get_plaintext(jws, &bytes, &length, &error))
		return NULL;
	return json_read(
	    arena, arena_bytes(arena, (const char *)bytes, length), length);
}

static enum token_result
signature_check(struct arena *arena, cjose_jws_t *jws, json_t *keys)
{
	cjose_header_t *header = cjose_jws_get_protected(jws);
	cjose_err error;
	const struct algorithm *algorithm = algorithm_find(
	    cjose_header_get(header, CJOSE_HDR_ALG, &error));
	json_t *key;
	cjose_jwk_t *jwk;
	bool right;

	/* RFC 7515, 4.1.11: we know no extension that may be critical */
	if (algorithm == NULL || json_object_get(header, "crit") != NULL)
		return TOKEN_BAD;
	key = key_find(
	    keys, algorithm, cjose_header_get(header, CJOSE_HDR_KID, &error));
	if (key == NULL)
		return TOKEN_KEY_UNKNOWN;
	jwk = key_import(arena, key, algorithm);
	if (jwk == NULL)
		return TOKEN_BAD;
	right = cjose_jws_verify(jws, jwk, &error);
	cjose_jwk_release(jwk);
	return right ? TOKEN_GOOD : TOKEN_BAD;
}

/* Claims */

static bool
audience_has(const json_t *audience, const char *client)
{
	json_t *one;
	size_t i;

	if (json_is_string(audience))
		return text_is(json_string_value(audience), client);
	json_array_foreach(audience, i,
	    one) if (text_is(json_string_value(one), client)) return true;
	return false;
}

/* Meant for several, it has to say that it was made for us. */
static bool
party_fits(const json_t *claims, const char *client)
{
	const char *party = json_string_value(json_object_get(claims, "azp"));

	if (party != NULL)
		return text_is(party, client);
	return json_array_size(json_object_get(claims, "aud")) < 2;
}

static const char *
claim_wrong(const json_t *claims, const struct token_rule *rule)
{
	const json_t *expires = json_object_get(claims, "exp");
	const json_t *issued = json_object_get(claims, "iat");
	const char *nonce = json_string_value(json_object_get(claims, "nonce"));
	const char *subject = json_string_value(json_object_get(claims, "sub"));
	double now = (double)rule->now / 1000;

	if (!text_is(json_string_value(json_object_get(claims, "iss")),
		rule->issuer))
		return "iss";
	if (!audience_has(json_object_get(claims, "aud"), rule->client) ||
	    !party_fits(claims, rule->client))
		return "aud";
	if (!json_is_number(expires) ||
	    now > json_number_value(expires) + LEEWAY)
		return "exp";
	if (!json_is_number(issued) || json_number_value(issued) > now + LEEWAY)
		return "iat";
	if (nonce == NULL || !secret_equal(nonce, rule->nonce))
		return "nonce";
	return subject == NULL || *subject == '\0' || strlen(subject) > 255
	    ? "sub"
	    : NULL;
}

static enum token_result
claims_check(struct arena *arena, cjose_jws_t *jws,
    const struct token_rule *rule, json_t **claims)
{
	const char *wrong;

	*claims = payload_read(arena, jws);
	if (!json_is_object(*claims))
		return TOKEN_BAD;
	wrong = claim_wrong(*claims, rule);
	if (wrong == NULL)
		return TOKEN_GOOD;
	log_event(LOG_WARNING, "office.token", "claim", wrong, NULL);
	return TOKEN_BAD;
}

static void
jws_release(void *jws)
{
	cjose_jws_release(jws);
}

enum token_result
token_check(struct arena *arena, const char *token, json_t *keys,
    const struct token_rule *rule, json_t **claims)
{
	enum token_result result;
	cjose_jws_t *jws;
	cjose_err error;

	*claims = NULL;
	if (token == NULL || strlen(token) > TOKEN_MOST)
		return TOKEN_BAD;
	jws = cjose_jws_import(token, strlen(token), &error);
	if (jws == NULL)
		return TOKEN_BAD;
	arena_defer(arena, jws_release, jws);
	result = signature_check(arena, jws, keys);
	if (result == TOKEN_GOOD)
		result = claims_check(arena, jws, rule, claims);
	if (result != TOKEN_GOOD)
		*claims = NULL;
	return result;
}
