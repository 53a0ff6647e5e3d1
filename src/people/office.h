/* The office's sign-in server: where it is, its tokens, its keys. */
#ifndef GILJABI_PEOPLE_OFFICE_H
#define GILJABI_PEOPLE_OFFICE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/json.h"
#include "base/memory.h"

/* As configured; see office.c. */
struct office {
	const char *issuer, *client;
	const char *secret; /* NULL: a public client */
	const char *base; /* our own address */
	const char *login_claim, *pupil_claim;
};

/* office_fetch.c */

struct fetch {
	const char *url;
	const char *form; /* posted; NULL: GET */
	const char *user, *password; /* basic; NULL: none */
	const char *bearer; /* or NULL */
};
/* False unless https, or http to 127.0.0.1. */
bool fetch_allowed(const char *url);
/* A JSON object answered with 200, or NULL (logged). */
json_t *fetch_json(struct arena *arena, const struct fetch *fetch);

/* office_provider.c */

/* From the discovery document, which is kept for an hour. */
struct provider {
	const char *authorize, *token, *keys;
	const char *userinfo; /* NULL: none */
	bool post; /* takes the secret in the form only */
};
bool provider_find(struct arena *arena, int64_t now,
    const struct office *office, struct provider *provider);

struct grant {
	const char *code, *verifier, *nonce, *redirect;
};
struct tokens {
	json_t *claims; /* of the ID token, proved */
	const char *access; /* NULL: none was given */
};
/* The code for tokens. */
bool tokens_fetch(struct arena *arena, int64_t now, const struct office *office,
    const struct provider *provider, const struct grant *grant,
    struct tokens *tokens);

/* office_token.c */

struct token_rule {
	const char *issuer, *client, *nonce;
	int64_t now; /* UTC milliseconds */
};
enum token_result { TOKEN_GOOD, TOKEN_BAD, TOKEN_KEY_UNKNOWN };
/* Checks an ID token (OpenID Connect Core 3.1.3.7) and gives its claims. */
enum token_result token_check(struct arena *arena, const char *token,
    json_t *keys, const struct token_rule *rule, json_t **claims);

#endif
