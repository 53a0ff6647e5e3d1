/*
 * Sessions: a random token in a cookie, its keyed hash in the store. Each
 * request reads its session afresh, so that one that was ended is ended
 * everywhere at once. The token that changing requests carry is made of the
 * session's token and is kept nowhere.
 */
#include "http/inside.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/random.h"
#include "base/text.h"

enum { TOKEN_BYTES = 32, TOKEN_HEX = 2 * TOKEN_BYTES };
#define SEEN_EVERY INT64_C(600000) /* ten minutes */
#define SWEEP_EVERY INT64_C(600000)

/* Each use of the token has a hash of its own. */
static void
token_hash(const char *token, const char *use, char out[static HASH_HEX])
{
	char text[TOKEN_HEX + 16];

	snprintf(text, sizeof text, "%s:%s", use, token);
	secret_hash(text, out);
}

static bool
token_is_one(const char *token)
{
	unsigned char bytes[TOKEN_BYTES];

	return token != NULL && hex_read(token, bytes, sizeof bytes);
}

static void
actor_read(struct exchange *x, const struct rows *rows)
{
	x->signed_in = (struct actor){
		.session = rows_id(rows, 0),
		.account = rows_id(rows, 1),
		.role = (enum role)rows_int(rows, 2),
		.pupil = rows_id(rows, 3),
		.region = rows_id(rows, 4),
		.office = rows_id(rows, 5),
		.partial = rows_int(rows, 6) != 0,
	};
	x->own_device = rows_int(rows, 7) != 0;
	x->last = rows_int(rows, 8);
	x->expires = rows_int(rows, 9);
}

/* Who the cookie stands for; nobody when it stands for none. */
void
session_find(struct exchange *x, struct db *db)
{
	char *token = cookie_find(
	    x->rq.arena, x->head[HEAD_COOKIE], SESSION_COOKIE);
	char hash[HASH_HEX];
	struct rows rows;

	if (!token_is_one(token))
		return;
	token_hash(token, "session", hash);
	rows = db_ask(db,
	    "SELECT id, account, role, pupil, region, office, partial, "
	    "own_device, last, expires FROM session "
	    "WHERE hash = ? AND expires > ?",
	    ARGS(TEXT(hash), INT(x->rq.now)));
	if (rows_next(&rows)) {
		actor_read(x, &rows);
		x->cookie_token = x->token = token;
	}
	rows_close(&rows);
}

const char *
session_csrf(struct request *rq)
{
	struct exchange *x = exchange_of(rq);
	char hash[HASH_HEX];

	if (x->token == NULL)
		return NULL;
	token_hash(x->token, "csrf", hash);
	return arena_text(rq->arena, hash);
}

bool
session_token_fits(struct exchange *x)
{
	const char *sent = x->head[HEAD_CSRF];

	return sent != NULL && secret_equal(sent, session_csrf(&x->rq));
}

static void
token_new(struct exchange *x, char hash[static HASH_HEX])
{
	unsigned char bytes[TOKEN_BYTES];
	char token[TOKEN_HEX + 1];

	random_bytes(bytes, sizeof bytes);
	hex_write(bytes, sizeof bytes, token);
	x->token = arena_text(x->rq.arena, token);
	token_hash(token, "session", hash);
}

/* A cookie without an age ends with the browser. */
static void
token_give(struct exchange *x)
{
	int64_t left = (x->expires - x->rq.now) / 1000;

	answer_cookie(
	    &x->rq, SESSION_COOKIE, x->token, x->own_device ? left : -1);
}

/* Those that ran out, now and then, by whoever signs in. */
static void
sessions_sweep(struct db *db, int64_t now)
{
	static _Atomic int64_t swept;
	int64_t before = atomic_load(&swept);

	if (now - before < SWEEP_EVERY ||
	    !atomic_compare_exchange_strong(&swept, &before, now))
		return;
	db_do(db, "DELETE FROM session WHERE expires <= ?", ARGS(INT(now)));
}

static void
session_insert(
    struct exchange *x, struct db *db, const char *hash, const char *device)
{
	const struct actor *actor = &x->rq.actor;

	db_do(db,
	    "INSERT INTO session (id, hash, account, role, pupil, region, "
	    "office, partial, own_device, device, created, last, expires) "
	    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
	    ARGS(ID(actor->session), TEXT(hash), ID(actor->account),
		INT(actor->role), ID(actor->pupil), ID(actor->region),
		ID(actor->office), INT(actor->partial), INT(x->own_device),
		TEXT(device), INT(x->rq.now), INT(x->rq.now), INT(x->expires)));
}

/* Whoever signs in leaves the session that the browser had. */
void
session_begin(
    struct request *rq, struct db *db, const struct session_new *session)
{
	struct exchange *x = exchange_of(rq);
	char hash[HASH_HEX];

	sessions_sweep(db, rq->now);
	if (x->signed_in.session != 0)
		db_do(db, "DELETE FROM session WHERE id = ?",
		    ARGS(ID(x->signed_in.session)));
	token_new(x, hash);
	x->own_device = session->own_device;
	x->expires = rq->now + session->lasts;
	rq->actor = (struct actor){
		.session = id_new(),
		.account = session->account,
		.role = session->role,
		.pupil = session->pupil,
		.region = session->region,
		.office = session->office,
		.partial = session->partial,
	};
	session_insert(x, db, hash, session->device ? session->device : "");
	token_give(x);
}

void
session_complete(struct request *rq, struct db *db)
{
	struct exchange *x = exchange_of(rq);
	char hash[HASH_HEX];

	assert(rq->actor.session != 0);
	token_new(x, hash);
	rq->actor.partial = false;
	db_do(db,
	    "UPDATE session SET hash = ?, partial = 0, last = ? "
	    "WHERE id = ?",
	    ARGS(TEXT(hash), INT(rq->now), ID(rq->actor.session)));
	token_give(x);
}

void
session_end(struct request *rq, struct db *db, int64_t session)
{
	db_do(db, "DELETE FROM session WHERE id = ?", ARGS(ID(session)));
	if (session != rq->actor.session)
		return;
	answer_cookie(rq, SESSION_COOKIE, "", 0);
	exchange_of(rq)->token = NULL;
	rq->actor = (struct actor){ 0 };
}

void
session_end_all(struct db *db, int64_t account, int64_t except)
{
	db_do(db, "DELETE FROM session WHERE account = ? AND id <> ?",
	    ARGS(ID(account), INT(except)));
}

/* When somebody was last here, to about ten minutes. */

static bool
seen_write(struct db *db, void *with)
{
	const struct exchange *x = with;

	return db_do(db, "UPDATE session SET last = ? WHERE id = ?",
		   ARGS(INT(x->rq.now), ID(x->signed_in.session))) >= 0;
}

void
session_seen(struct exchange *x)
{
	if (x->signed_in.session != 0 && x->rq.now - x->last >= SEEN_EVERY &&
	    store_write(x->server->options.store, seen_write, x) ==
		WRITE_FAILED)
		atomic_fetch_add(&x->server->store_errors, 1);
}
