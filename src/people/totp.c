/*
 * The second factor of staff: time-based codes of six digits (RFC 6238, SHA-1,
 * 30 seconds), as every authenticator program makes them. A step counts once,
 * so that a code that was looked at over a shoulder is worth nothing. The
 * secret lies sealed in the account; until its first code is confirmed it lies,
 * sealed too, in the browser that is setting it up and nowhere else.
 */
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "base/random.h"
#include "base/text.h"
#include "ledger/ledger.h"
#include "paper/paper.h"
#include "people/inside.h"
#include "people/routes.h"

enum { DIGITS = 6, STEPS_BESIDE = 1, SETUP_SECONDS = 600 };
#define SETUP_COOKIE "giljabi_totp"

/* Codes */

void
totp_code(const unsigned char *secret, size_t length, int64_t step, int digits,
    char out[static 9])
{
	unsigned char counter[8], hash[EVP_MAX_MD_SIZE];
	uint32_t number, bound = 1;
	int i, at;

	for (i = 7; i >= 0; i--, step >>= 8)
		counter[i] = (unsigned char)(step & 0xff);
	HMAC(EVP_sha1(), secret, (int)length, counter, sizeof counter, hash,
	    NULL);
	at = hash[19] & 0xf;
	number = (uint32_t)(hash[at] & 0x7f) << 24 |
	    (uint32_t)hash[at + 1] << 16 | (uint32_t)hash[at + 2] << 8 |
	    hash[at + 3];
	for (i = 0; i < digits; i++)
		bound *= 10;
	snprintf(out, 9, "%0*u", digits, number % bound);
}

int64_t
totp_step(const unsigned char *secret, size_t length, int64_t now, int64_t used,
    const char *code)
{
	int64_t middle = now / 1000 / TOTP_SECONDS, step, fits = 0;
	char right[9];

	for (step = middle - STEPS_BESIDE; step <= middle + STEPS_BESIDE;
	     step++) {
		totp_code(secret, length, step, DIGITS, right);
		if (secret_equal(right, code) && step > used && fits == 0)
			fits = step;
	}
	return fits;
}

static const char base32[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

void
base32_write(const unsigned char *bytes, size_t length, char *out)
{
	unsigned bits = 0, held = 0;
	size_t i;

	for (i = 0; i < length; i++) {
		bits = (bits << 8 | bytes[i]) & 0xfff;
		for (held += 8; held >= 5; held -= 5)
			*out++ = base32[bits >> (held - 5) & 31];
	}
	if (held > 0)
		*out++ = base32[bits << (5 - held) & 31];
	*out = '\0';
}

/* Signing in: the second step */

/* The secret of an account and the step it used last. */
struct factor {
	unsigned char secret[TOTP_BYTES];
	int64_t used;
	bool set;
};

static void
factor_load(struct request *rq, struct factor *factor)
{
	struct rows rows = db_ask(rq->db,
	    "SELECT totp, totp_step FROM account WHERE id = ?",
	    ARGS(ID(rq->actor.account)));
	const char *hex;

	*factor = (struct factor){ 0 };
	if (rows_next(&rows) && !rows_null(&rows, 0)) {
		hex = seal_open(rq->arena, "totp", rows_text(&rows, 0));
		factor->set = true;
		factor->used = rows_int(&rows, 1);
		/* sealed under another key: no code can fit */
		if (hex == NULL || !hex_read(hex, factor->secret, TOTP_BYTES))
			factor->used = INT64_MAX;
	}
	rows_close(&rows);
}

/* Of two requests with one code, one finds the step still free. */
static bool
step_take(struct request *rq, int64_t step)
{
	return step != 0 &&
	    db_do(rq->db,
		"UPDATE account SET totp_step = ? WHERE id = ? AND totp_step < ?",
		ARGS(INT(step), ID(rq->actor.account), INT(step))) == 1;
}

void
session_totp(struct request *rq)
{
	const char *key = id_text(rq->arena, rq->actor.account);
	struct factor factor;

	if (!throttle(rq, "totp", key, 5, 5))
		return;
	factor_load(rq, &factor);
	if (!factor.set ||
	    !step_take(rq,
		totp_step(factor.secret, TOTP_BYTES, rq->now, factor.used,
		    body_text(rq, "code")))) {
		answer_field(rq, "code", "totp.wrong", NULL);
		return;
	}
	throttle_forgive(rq, "totp", key);
	if (rq->actor.partial)
		session_complete(rq, rq->db);
	session_answer(rq, rq->db);
}

/* Setting up */

/* Whoever has only the password must not replace a second factor. */
static bool
may_set_up(struct request *rq)
{
	struct factor factor;

	factor_load(rq, &factor);
	if (!rq->actor.partial || !factor.set)
		return true;
	answer_error(rq, 403, "totp.set", NULL);
	return false;
}

/* A label of the address, with what may not stand in one escaped. */
static const char *
label_of(struct request *rq)
{
	char *login = db_text(rq->db, rq->arena,
	    "SELECT COALESCE(login, name) FROM account WHERE id = ?",
	    ARGS(ID(rq->actor.account)));
	struct buffer out = { 0 };
	const char *label;

	form_escape(&out, login ? login : "");
	label = out.failed ? "" : arena_text(rq->arena, out.data);
	buffer_free(&out);
	return label;
}

static void
setup_answer(struct request *rq, const unsigned char *secret)
{
	struct writer *writer;
	char letters[TOTP_TEXT];
	const char *uri, *picture;

	base32_write(secret, TOTP_BYTES, letters);
	uri = arena_printf(rq->arena,
	    "otpauth://totp/Giljabi:%s?secret=%s"
	    "&issuer=Giljabi&algorithm=SHA1&digits=6&period=30",
	    label_of(rq), letters);
	picture = qr_svg(rq->arena, uri);
	if (picture == NULL) {
		answer_error(rq, 503, "print", NULL);
		return;
	}
	writer = answer(rq);
	put_text(writer, "secret", letters);
	put_text(writer, "uri", uri);
	put_text(writer, "qr", picture);
}

void
totp_begin(struct request *rq)
{
	unsigned char secret[TOTP_BYTES];
	char hex[2 * TOTP_BYTES + 1];

	if (!may_set_up(rq))
		return;
	random_bytes(secret, sizeof secret);
	hex_write(secret, sizeof secret, hex);
	answer_cookie(rq, SETUP_COOKIE,
	    seal(rq->arena, "totp-setup",
		arena_printf(rq->arena, "%s %s %s",
		    id_text(rq->arena, rq->actor.account),
		    id_text(rq->arena, rq->now), hex)),
	    SETUP_SECONDS);
	setup_answer(rq, secret);
	sodium_memzero(secret, sizeof secret);
}

/* The hex of the secret that this account began with a while ago; or NULL. */
static const char *
setup_read(struct request *rq)
{
	const char *text = seal_open(
	    rq->arena, "totp-setup", request_cookie(rq, SETUP_COOKIE));
	long long account, began;
	char hex[2 * TOTP_BYTES + 1];

	if (text == NULL ||
	    sscanf(text, "%lld %lld %40[0-9a-f]", &account, &began, hex) != 3)
		return NULL;
	if (account != rq->actor.account ||
	    rq->now - began > SETUP_SECONDS * INT64_C(1000))
		return NULL;
	return arena_text(rq->arena, hex);
}

static void
factor_keep(struct request *rq, const char *hex, int64_t step)
{
	db_do(rq->db, "UPDATE account SET totp = ?, totp_step = ? WHERE id = ?",
	    ARGS(TEXT(seal(rq->arena, "totp", hex)), INT(step),
		ID(rq->actor.account)));
	session_end_all(rq->db, rq->actor.account, rq->actor.session);
	ledger_add(rq->db, rq->now,
	    &(struct ledger_entry){
		.kind = "account.secured", .actor = &rq->actor });
	answer_cookie(rq, SETUP_COOKIE, "", 0);
	if (rq->actor.partial)
		session_complete(rq, rq->db);
}

void
totp_confirm(struct request *rq)
{
	const char *key = id_text(rq->arena, rq->actor.account), *hex;
	unsigned char secret[TOTP_BYTES];
	int64_t step;

	if (!throttle(rq, "totp", key, 5, 5) || !may_set_up(rq))
		return;
	hex = setup_read(rq);
	if (hex == NULL || !hex_read(hex, secret, sizeof secret)) {
		answer_error(rq, 409, "totp.begin", NULL);
		return;
	}
	step = totp_step(
	    secret, sizeof secret, rq->now, 0, body_text(rq, "code"));
	if (step == 0) {
		answer_field(rq, "code", "totp.wrong", NULL);
		return;
	}
	throttle_forgive(rq, "totp", key);
	factor_keep(rq, hex, step);
	session_answer(rq, rq->db);
}
