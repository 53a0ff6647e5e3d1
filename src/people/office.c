/*
 * The office's own sign-in, for staff and pupils alike: OpenID Connect, the
 * authorization code flow with PKCE, as a relying party. Switched on by
 *
 *	GILJABI_OIDC_ISSUER         https://login.example.go.kr
 *	GILJABI_OIDC_CLIENT_ID
 *	GILJABI_OIDC_CLIENT_SECRET  none for a public client
 *	GILJABI_OIDC_REDIRECT       our address as browsers know it
 *	GILJABI_OIDC_LOGIN_CLAIM    preferred_username: an account's login
 *	GILJABI_OIDC_PUPIL_CLAIM    student_id: a pupil's id in the roster
 *
 * Who comes is known by issuer and subject. The first time, one of the two
 * claims finds the account or the pupil and binds it; so both have to be given
 * by the office and not be the person's own to change. The provider proves who
 * it is, with as many factors as the office wants: none of ours is asked.
 */
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/random.h"
#include "base/text.h"
#include "ledger/ledger.h"
#include "people/inside.h"
#include "people/office.h"
#include "people/routes.h"

enum { STATE_SECONDS = 600, STATE_LETTERS = 26, VERIFIER_LETTERS = 52 };
#define STATE_COOKIE "giljabi_office"

/* Configuration */

static const char *
setting(const char *name, const char *otherwise)
{
	const char *value = getenv(name);

	return value != NULL && *value != '\0' ? value : otherwise;
}

static bool
office_read(struct office *office)
{
	*office = (struct office){
		.issuer = setting("GILJABI_OIDC_ISSUER", NULL),
		.client = setting("GILJABI_OIDC_CLIENT_ID", NULL),
		.secret = setting("GILJABI_OIDC_CLIENT_SECRET", NULL),
		.base = setting("GILJABI_OIDC_REDIRECT", NULL),
		.login_claim = setting(
		    "GILJABI_OIDC_LOGIN_CLAIM", "preferred_username"),
		.pupil_claim = setting(
		    "GILJABI_OIDC_PUPIL_CLAIM", "student_id"),
	};
	return office->issuer != NULL && office->client != NULL &&
	    office->base != NULL && fetch_allowed(office->issuer);
}

bool
office_configured(void)
{
	struct office office;

	return office_read(&office);
}

static const char *
redirect_address(struct request *rq, const struct office *office)
{
	int length = (int)strlen(office->base);

	while (length > 0 && office->base[length - 1] == '/')
		length--;
	return arena_printf(
	    rq->arena, "%.*s/api/session/office/back", length, office->base);
}

/* A page of its own: whoever comes back from elsewhere is in none of ours. */
static void
tell(struct request *rq, int status, const char *why)
{
	const char *title = say(rq->lang, "office.title");
	const char *html = arena_printf(rq->arena,
	    "<!doctype html>\n<html lang=\"%s\">\n<meta charset=\"utf-8\">\n"
	    "<meta name=\"viewport\" content=\"width=device-width\">\n"
	    "<title>%s</title>\n<main>\n<h1>%s</h1>\n<p>%s</p>\n"
	    "<p><a href=\"/sign-in\">%s</a></p>\n</main>\n</html>\n",
	    lang_name(rq->lang), title, title,
	    say(rq->lang, arena_printf(rq->arena, "office.%s", why)),
	    say(rq->lang, "office.back"));

	answer_bytes(rq, "text/html", html, strlen(html), NULL);
	answer_status(rq, status);
}

/* Going */

struct going {
	char state[STATE_LETTERS + 1], nonce[STATE_LETTERS + 1];
	char verifier[VERIFIER_LETTERS + 1];
};

/* RFC 7636, S256 */
static void
challenge_of(const char *verifier, char out[static 64])
{
	unsigned char hash[crypto_hash_sha256_BYTES];

	crypto_hash_sha256(
	    hash, (const unsigned char *)verifier, strlen(verifier));
	sodium_bin2base64(out, 64, hash, sizeof hash,
	    sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

static void
going_keep(struct request *rq, const struct going *going)
{
	answer_cookie(rq, STATE_COOKIE,
	    seal(rq->arena, "office",
		arena_printf(rq->arena, "%lld %s %s %s", (long long)rq->now,
		    going->state, going->nonce, going->verifier)),
	    STATE_SECONDS);
}

static const char *
going_address(struct request *rq, const struct office *office,
    const struct provider *provider, const struct going *going)
{
	struct buffer query = { .limit = 16384 };
	const char *address = NULL;
	char challenge[64];

	challenge_of(going->verifier, challenge);
	form_add(&query, "response_type", "code");
	form_add(&query, "client_id", office->client);
	form_add(&query, "redirect_uri", redirect_address(rq, office));
	form_add(&query, "scope", "openid profile");
	form_add(&query, "state", going->state);
	form_add(&query, "nonce", going->nonce);
	form_add(&query, "code_challenge", challenge);
	form_add(&query, "code_challenge_method", "S256");
	form_add(&query, "ui_locales", lang_name(rq->lang));
	if (!query.failed)
		address = arena_printf(rq->arena, "%s%c%s", provider->authorize,
		    strchr(provider->authorize, '?') ? '&' : '?', query.data);
	buffer_free(&query);
	return address;
}

void
session_office(struct request *rq)
{
	struct office office;
	struct provider provider;
	struct going going;
	const char *address;

	if (!office_read(&office)) {
		tell(rq, 404, "off");
		return;
	}
	if (!provider_find(rq->arena, rq->now, &office, &provider)) {
		tell(rq, 503, "unreachable");
		return;
	}
	random_code(going.state, STATE_LETTERS);
	random_code(going.nonce, STATE_LETTERS);
	random_code(going.verifier, VERIFIER_LETTERS);
	address = going_address(rq, &office, &provider, &going);
	if (address == NULL) {
		tell(rq, 503, "unreachable");
		return;
	}
	going_keep(rq, &going);
	answer_redirect(rq, address);
}

/* Coming back */

/* What this browser went away with, if it comes back with the same state. */
static bool
going_read(struct request *rq, struct going *going)
{
	const char *text = seal_open(
	    rq->arena, "office", request_cookie(rq, STATE_COOKIE));
	const char *state = query_text(rq, "state");
	long long began;

	return text != NULL && state != NULL &&
	    sscanf(text, "%lld %26s %26s %52s", &began, going->state,
		going->nonce, going->verifier) == 4 &&
	    rq->now - began <= STATE_SECONDS * INT64_C(1000) &&
	    secret_equal(state, going->state);
}

/* Who the provider says it is. */
struct person {
	const char *subject; /* issuer and subject, one text */
	const char *login, *student; /* claims; NULL: not given */
	bool known; /* bound already */
};

static const char *
claim_text(const json_t *claims, const char *name)
{
	const char *text = json_string_value(json_object_get(claims, name));

	return text != NULL && *text != '\0' && strlen(text) <= 200 ? text
								    : NULL;
}

static void
person_read(struct request *rq, const struct office *office,
    const json_t *claims, struct person *person)
{
	person->subject = arena_printf(rq->arena, "%s %s", office->issuer,
	    json_string_value(json_object_get(claims, "sub")));
	person->login = claim_text(claims, office->login_claim);
	person->student = claim_text(claims, office->pupil_claim);
}

/* Most providers give the claims of a profile in an answer of their own. */
static void
person_complete(struct request *rq, const struct office *office,
    const struct provider *provider, const struct tokens *tokens,
    struct person *person)
{
	json_t *claims;

	if (person->login != NULL || person->student != NULL ||
	    provider->userinfo == NULL || tokens->access == NULL)
		return;
	claims = fetch_json(rq->arena,
	    &(struct fetch){
		.url = provider->userinfo, .bearer = tokens->access });
	if (claims == NULL ||
	    !text_is(claim_text(claims, "sub"),
		json_string_value(json_object_get(tokens->claims, "sub"))))
		return;
	person->login = claim_text(claims, office->login_claim);
	person->student = claim_text(claims, office->pupil_claim);
}

/* The session of whoever is bound to the subject; false: nobody is. */

static bool
account_known(struct db *db, const char *subject, struct session_new *new)
{
	struct rows rows = db_ask(db,
	    "SELECT id, role, region, office FROM account "
	    "WHERE subject = ? AND state = 'active'",
	    ARGS(TEXT(subject)));
	bool known = rows_next(&rows);

	if (known)
		*new = (struct session_new){ .account = rows_id(&rows, 0),
			.role = (enum role)rows_int(&rows, 1),
			.region = rows_id(&rows, 2),
			.office = rows_id(&rows, 3),
			.lasts = 12 * HOUR };
	rows_close(&rows);
	return known;
}

static bool
pupil_known(struct db *db, const char *subject, struct session_new *new)
{
	struct rows rows = db_ask(db,
	    "SELECT id, region FROM pupil "
	    "WHERE subject = ? AND state = 'enrolled'",
	    ARGS(TEXT(subject)));
	bool known = rows_next(&rows);

	if (known)
		*new = (struct session_new){ .account = rows_id(&rows, 0),
			.role = ROLE_PUPIL,
			.pupil = rows_id(&rows, 0),
			.region = rows_id(&rows, 1),
			.lasts = 2 * HOUR };
	rows_close(&rows);
	return known;
}

static bool
person_known(struct db *db, const char *subject, struct session_new *new)
{
	return account_known(db, subject, new) || pupil_known(db, subject, new);
}

/* Binds who has none yet; a subject that is bound is never bound anew. */
static void
person_bind(struct db *db, const struct person *person)
{
	if (person->login != NULL &&
	    db_do(db,
		"UPDATE account SET subject = ? WHERE login = ? "
		"AND subject IS NULL AND state = 'active' "
		"AND role IN (4, 8, 16, 32) AND NOT EXISTS "
		"(SELECT 1 FROM account b WHERE b.subject = ?)",
		ARGS(TEXT(person->subject), TEXT(person->login),
		    TEXT(person->subject))) != 0)
		return;
	if (person->student != NULL)
		db_do(db,
		    "UPDATE pupil SET subject = ? WHERE source = ? "
		    "AND subject IS NULL AND state = 'enrolled' "
		    "AND NOT EXISTS (SELECT 1 FROM pupil b "
		    "WHERE b.subject = ?)",
		    ARGS(TEXT(person->subject), TEXT(person->student),
			TEXT(person->subject)));
}

static void
binding_enter(struct request *rq, struct db *db, const struct session_new *new)
{
	const struct actor actor = { .account = new->account,
		.role = new->role };

	ledger_add(db, rq->now,
	    &(struct ledger_entry){ .chain = new->pupil ? new->region : 0,
		.kind = "account.linked",
		.actor = &actor,
		.pupil = new->pupil });
}

static bool
person_enter(struct request *rq, struct db *db, void *with)
{
	const struct person *person = with;
	struct session_new new;

	if (!person_known(db, person->subject, &new)) {
		person_bind(db, person);
		if (!person_known(db, person->subject, &new)) {
			tell(rq, 403, "unknown");
			return false;
		}
		binding_enter(rq, db, &new);
	}
	new.device = device_words(rq);
	session_begin(rq, db, &new);
	answer_redirect(rq, "/");
	return db_ok(db);
}

static bool
person_ask(struct request *rq, struct db *db, void *with)
{
	struct person *person = with;
	struct session_new unused;

	(void)rq;
	person->known = person_known(db, person->subject, &unused);
	return true;
}

static void
office_enter(struct request *rq, const struct office *office,
    const struct provider *provider, const struct tokens *tokens)
{
	struct person person;

	person_read(rq, office, tokens->claims, &person);
	if (!request_read(rq, person_ask, &person))
		return;
	if (!person.known)
		person_complete(rq, office, provider, tokens, &person);
	request_write(rq, person_enter, &person);
}

/* What is wrong with how somebody came back; NULL: nothing. */
static const char *
coming_wrong(
    struct request *rq, const struct office *office, struct going *going)
{
	if (!going_read(rq, going))
		return "again";
	if (query_given(rq, "iss") &&
	    !text_is(query_text(rq, "iss"), office->issuer))
		return "again"; /* RFC 9207 */
	return query_given(rq, "code") ? NULL : "refused";
}

void
session_office_back(struct request *rq)
{
	struct office office;
	struct provider provider;
	struct going going;
	struct tokens tokens;
	const char *wrong;

	if (!office_read(&office)) {
		tell(rq, 404, "off");
		return;
	}
	wrong = coming_wrong(rq, &office, &going);
	answer_cookie(rq, STATE_COOKIE, "", 0);
	if (wrong != NULL) {
		tell(rq, 403, wrong);
		return;
	}
	if (!provider_find(rq->arena, rq->now, &office, &provider) ||
	    !tokens_fetch(rq->arena, rq->now, &office, &provider,
		&(struct grant){ query_text(rq, "code"), going.verifier,
		    going.nonce, redirect_address(rq, &office) },
		&tokens)) {
		tell(rq, 503, "unreachable");
		return;
	}
	office_enter(rq, &office, &provider, &tokens);
}
