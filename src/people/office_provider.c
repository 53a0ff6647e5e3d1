/*
 * The office's sign-in server: its discovery document and its keys, kept for an
 * hour, and the exchange of a code for tokens. A token with a key that is not
 * known asks for the keys again, at most once a minute.
 */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/text.h"
#include "people/inside.h"
#include "people/office.h"

#define KEEP HOUR
#define KEEP_AT_LEAST MINUTE

/* Documents that are kept. The text lives as long as the program. */
static struct kept {
	char *text;
	char *url;
	int64_t since;
} discovery, keys;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

/* The arena's copy, or NULL when there is none that is young enough. */
static const char *
kept_text(struct arena *arena, const struct kept *kept, const char *url,
    int64_t since)
{
	const char *text = NULL;
	char *copy;
	size_t length = 0;

	pthread_mutex_lock(&lock);
	if (kept->text != NULL && text_is(kept->url, url) &&
	    kept->since > since)
		length = strlen(kept->text) + 1;
	pthread_mutex_unlock(&lock);
	if (length == 0)
		return NULL;
	/* allocating may end the request: not while the lock is held */
	copy = arena_alloc(arena, length);
	pthread_mutex_lock(&lock);
	if (strlen(kept->text) + 1 == length) {
		memcpy(copy, kept->text, length);
		text = copy;
	}
	pthread_mutex_unlock(&lock);
	return text;
}

static void
kept_replace(
    struct kept *kept, const char *url, const json_t *json, int64_t now)
{
	size_t length = json_dumpb(json, NULL, 0, JSON_COMPACT);
	char *text = malloc(length + 1), *name = strdup(url);

	if (text == NULL || name == NULL) {
		free(text);
		free(name);
		return;
	}
	json_dumpb(json, text, length, JSON_COMPACT);
	text[length] = '\0';
	pthread_mutex_lock(&lock);
	free(kept->text);
	free(kept->url);
	*kept = (struct kept){ text, name, now };
	pthread_mutex_unlock(&lock);
}

static json_t *
document(struct arena *arena, int64_t now, struct kept *kept, const char *url,
    int64_t keep)
{
	const char *text = kept_text(arena, kept, url, now - keep);
	json_t *json = NULL;

	if (text != NULL)
		json = json_read(arena, text, strlen(text));
	if (json != NULL)
		return json;
	json = fetch_json(arena, &(struct fetch){ .url = url });
	if (json != NULL)
		kept_replace(kept, url, json, now);
	return json;
}

/* Discovery (OpenID Connect Discovery 1.0, 4) */

static bool
address_read(const json_t *json, const char *name, const char **address)
{
	*address = json_string_value(json_object_get(json, name));
	return fetch_allowed(*address);
}

/* Basic is what holds when the document is silent. */
static bool
takes_post_only(const json_t *json)
{
	json_t *list = json_object_get(
		   json, "token_endpoint_auth_methods_supported"),
	       *one;
	bool post = false;
	size_t i;

	json_array_foreach(list, i, one)
	{
		if (text_is(json_string_value(one), "client_secret_basic"))
			return false;
		if (text_is(json_string_value(one), "client_secret_post"))
			post = true;
	}
	return post;
}

bool
provider_find(struct arena *arena, int64_t now, const struct office *office,
    struct provider *provider)
{
	const char *slash = text_ends(office->issuer, "/") ? "" : "/";
	json_t *json = document(arena, now, &discovery,
	    arena_printf(arena, "%s%s.well-known/openid-configuration",
		office->issuer, slash),
	    KEEP);

	if (json == NULL ||
	    !text_is(json_string_value(json_object_get(json, "issuer")),
		office->issuer) ||
	    !address_read(
		json, "authorization_endpoint", &provider->authorize) ||
	    !address_read(json, "token_endpoint", &provider->token) ||
	    !address_read(json, "jwks_uri", &provider->keys)) {
		log_event(LOG_WARNING, "office.discovery", "issuer",
		    office->issuer, NULL);
		return false;
	}
	if (!address_read(json, "userinfo_endpoint", &provider->userinfo))
		provider->userinfo = NULL;
	provider->post = takes_post_only(json);
	return true;
}

/* The exchange */

static const char *
escaped(struct arena *arena, const char *text)
{
	struct buffer out = { .limit = 4096 };
	const char *kept;

	form_escape(&out, text);
	kept = out.failed || out.data == NULL ? ""
					      : arena_text(arena, out.data);
	buffer_free(&out);
	return kept;
}

static json_t *
exchange_post(struct arena *arena, const struct office *office,
    const struct provider *provider, const struct grant *grant)
{
	struct buffer *form = arena_alloc(arena, sizeof *form);
	struct fetch fetch = { .url = provider->token };
	bool basic = office->secret != NULL && !provider->post;
	json_t *answer = NULL;

	form->limit = 16384;
	form_add(form, "grant_type", "authorization_code");
	form_add(form, "code", grant->code);
	form_add(form, "redirect_uri", grant->redirect);
	form_add(form, "code_verifier", grant->verifier);
	form_add(form, "client_id", office->client);
	if (office->secret != NULL && provider->post)
		form_add(form, "client_secret", office->secret);
	if (!form->failed)
		fetch.form = arena_text(arena, form->data);
	buffer_free(form);
	if (basic) {
		fetch.user = escaped(arena, office->client);
		fetch.password = escaped(arena, office->secret);
	}
	if (fetch.form != NULL)
		answer = fetch_json(arena, &fetch);
	return answer;
}

static enum token_result
token_prove(struct arena *arena, const char *keys_url, const char *token,
    const struct token_rule *rule, json_t **claims)
{
	enum token_result result = token_check(arena, token,
	    document(arena, rule->now, &keys, keys_url, KEEP), rule, claims);

	if (result == TOKEN_KEY_UNKNOWN)
		result = token_check(arena, token,
		    document(arena, rule->now, &keys, keys_url, KEEP_AT_LEAST),
		    rule, claims);
	return result;
}

bool
tokens_fetch(struct arena *arena, int64_t now, const struct office *office,
    const struct provider *provider, const struct grant *grant,
    struct tokens *tokens)
{
	const struct token_rule rule = { office->issuer, office->client,
		grant->nonce, now };
	json_t *answer = exchange_post(arena, office, provider, grant);

	tokens->access = json_string_value(
	    json_object_get(answer, "access_token"));
	return answer != NULL &&
	    token_prove(arena, provider->keys,
		json_string_value(json_object_get(answer, "id_token")), &rule,
		&tokens->claims) == TOKEN_GOOD;
}
