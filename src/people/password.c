/*
 * The first factor of staff. argon2id over 64 MiB is a tenth of a second of a
 * core, so at most two run at a time and few may wait; nothing else waits with
 * them, since it never runs inside a transaction.
 */
#include <errno.h>
#include <pthread.h>
#include <sodium.h>
#include <string.h>
#include <sys/resource.h>

#include "base/random.h"
#include "base/text.h"
#include "ledger/ledger.h"
#include "people/inside.h"
#include "people/routes.h"

enum {
	RUNNING_MOST = 2,
	WAITING_MOST = 48, /* two and a half seconds for the last one */
	MEMORY = 64 * 1024 * 1024,
	NICE = 10,
	SESSION_HOURS = 12
};

/* The gate */

static struct {
	pthread_mutex_t lock;
	pthread_cond_t left;
	int running, waiting;
} gate = { PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 0, 0 };

static bool
gate_enter(void)
{
	bool in;

	pthread_mutex_lock(&gate.lock);
	in = gate.waiting < WAITING_MOST;
	if (in) {
		gate.waiting++;
		while (gate.running == RUNNING_MOST)
			pthread_cond_wait(&gate.left, &gate.lock);
		gate.waiting--;
		gate.running++;
	}
	pthread_mutex_unlock(&gate.lock);
	return in;
}

static void
gate_leave(void)
{
	pthread_mutex_lock(&gate.lock);
	gate.running--;
	pthread_cond_signal(&gate.left);
	pthread_mutex_unlock(&gate.lock);
}

/*
 * The work, in a thread of its own that asks for less than its share of a core:
 * pages that take a millisecond do not queue behind it.
 */

struct hashing {
	const char *password;
	const char *against; /* a hash to be checked; NULL: make one */
	char made[crypto_pwhash_STRBYTES];
	bool fits, failed;
};

static void *
hashing_run(void *with)
{
	struct hashing *hashing = with;
	const char *password = hashing->password;

	/* on Linux of the calling thread alone */
	setpriority(PRIO_PROCESS, 0, NICE);
	errno = 0;
	if (hashing->against == NULL)
		hashing->fits = crypto_pwhash_str_alg(hashing->made, password,
				    strlen(password),
				    crypto_pwhash_OPSLIMIT_MODERATE, MEMORY,
				    crypto_pwhash_ALG_ARGON2ID13) == 0;
	else
		hashing->fits = crypto_pwhash_str_verify(hashing->against,
				    password, strlen(password)) == 0;
	hashing->failed = !hashing->fits && errno == ENOMEM;
	return NULL;
}

/* False: too many wait, or there is no memory for it. */
static bool
hashing_do(struct hashing *hashing)
{
	pthread_t thread;
	bool done;

	if (sodium_init() < 0 || !gate_enter())
		return false;
	done = pthread_create(&thread, NULL, hashing_run, hashing) == 0 &&
	    pthread_join(thread, NULL) == 0;
	gate_leave();
	return done && !hashing->failed;
}

const char *
password_hash(struct arena *arena, const char *password)
{
	struct hashing hashing = { .password = password };

	return hashing_do(&hashing) && hashing.fits
	    ? arena_text(arena, hashing.made)
	    : NULL;
}

/* Of a password that nobody knows: what an unknown login is checked against. */
static const char decoy[] =
    "$argon2id$v=19$m=65536,t=3,p=1$"
    "1bT3NYHSuRCujDsArDWuJg$7r5LE4n1qSJHNr1yEJst0OzptivfKnfKAr5VC0pH3o4";

const char *
password_decoy(void)
{
	return decoy;
}

enum password_result
password_check(const char *hash, const char *password)
{
	struct hashing hashing = { .password = password,
		.against = hash ? hash : decoy };

	if (!hashing_do(&hashing))
		return PASSWORD_BUSY;
	return hashing.fits && hash != NULL ? PASSWORD_RIGHT : PASSWORD_WRONG;
}

const char *
password_make(struct arena *arena)
{
	char code[17];

	random_code(code, 16);
	return arena_printf(
	    arena, "%.4s-%.4s-%.4s-%.4s", code, code + 4, code + 8, code + 12);
}

/* Signing in */

struct login {
	int64_t id, region, office;
	enum role role;
	const char *hash;
	bool partial;
};

/*
 * An account without a second factor has to set one up before it gets anywhere;
 * those of the demonstration are for looking around.
 */
static bool
login_find(struct request *rq, struct db *db, void *with)
{
	struct login *login = with;
	struct rows rows = db_ask(db,
	    "SELECT id, role, region, office, password, totp, demo "
	    "FROM account WHERE login = ? AND state = 'active'",
	    ARGS(TEXT(body_text(rq, "login"))));

	*login = (struct login){ 0 };
	if (rows_next(&rows)) {
		login->id = rows_id(&rows, 0);
		login->role = (enum role)rows_int(&rows, 1);
		login->region = rows_id(&rows, 2);
		login->office = rows_id(&rows, 3);
		login->partial = !rows_null(&rows, 5) ||
		    rows_int(&rows, 6) == 0;
		if (!rows_null(&rows, 4))
			login->hash = arena_text(
			    rq->arena, rows_text(&rows, 4));
	}
	rows_close(&rows);
	return true;
}

/* False after an answer. A wrong login and a wrong password are one answer. */
static bool
password_fits(struct request *rq, const char *hash, const char *field)
{
	switch (password_check(hash, body_text(rq, field))) {
	case PASSWORD_RIGHT: return true;
	case PASSWORD_WRONG:
		answer_field(rq, field, "password.wrong", NULL);
		return false;
	default: answer_error(rq, 503, "password.busy", NULL); return false;
	}
}

static bool
login_enter(struct request *rq, struct db *db, void *with)
{
	const struct login *login = with;

	session_begin(rq, db,
	    &(struct session_new){ .account = login->id,
		.role = login->role,
		.region = login->region,
		.office = login->office,
		.partial = login->partial,
		.lasts = SESSION_HOURS * HOUR,
		.device = device_words(rq) });
	session_answer(rq, db);
	return db_ok(db);
}

void
session_password(struct request *rq)
{
	const char *name = body_text(rq, "login");
	struct login login;

	if (!throttle(rq, "password", name, 5, 5) ||
	    !request_read(rq, login_find, &login) ||
	    !password_fits(rq, login.hash, "password"))
		return;
	throttle_forgive(rq, "password", name);
	request_write(rq, login_enter, &login);
}

/* The own password: whoever holds another session of it has to come again. */

static bool
own_find(struct request *rq, struct db *db, void *with)
{
	*(const char **)with = db_text(db, rq->arena,
	    "SELECT password FROM account WHERE id = ?",
	    ARGS(ID(rq->actor.account)));
	return true;
}

static bool
password_write(struct request *rq, struct db *db, void *with)
{
	const char *const *hash = with;

	db_do(db, "UPDATE account SET password = ? WHERE id = ?",
	    ARGS(TEXT(*hash), ID(rq->actor.account)));
	session_end_all(db, rq->actor.account, rq->actor.session);
	ledger_add(db, rq->now,
	    &(struct ledger_entry){
		.kind = "account.secured", .actor = &rq->actor });
	answer_none(rq);
	return db_ok(db);
}

void
password_replace(struct request *rq)
{
	const char *key = id_text(rq->arena, rq->actor.account), *hash;

	if (!throttle(rq, "password.own", key, 5, 5) ||
	    !request_read(rq, own_find, &hash) ||
	    !password_fits(rq, hash, "old"))
		return;
	throttle_forgive(rq, "password.own", key);
	if (text_is(body_text(rq, "old"), body_text(rq, "new"))) {
		answer_field(rq, "new", "password.same", NULL);
		return;
	}
	hash = password_hash(rq->arena, body_text(rq, "new"));
	if (hash == NULL)
		answer_error(rq, 503, "password.busy", NULL);
	else
		request_write(rq, password_write, &hash);
}
