/*
 * Guardians come in with a one-time code that the school hands out for one
 * child. A second code, for a second child, adds the child to the account that
 * is signed in. There is no password: on a new device the school hands out a
 * new code.
 */
#include "base/clock.h"
#include "base/random.h"
#include "ledger/ledger.h"
#include "paper/paper.h"
#include "people/inside.h"
#include "people/routes.h"

#define INVITATION_LASTS (14 * DAY)

/* Inviting */

static void
invitation_keep(struct db *db, int64_t now, int64_t pupil,
    const struct actor *issuer, const char *code)
{
	int64_t region = pupil_region(db, pupil), id = id_new();
	char hash[HASH_HEX], detail[64];

	code_hash("invitation", code, hash);
	db_do(db,
	    "INSERT INTO invitation (id, region, pupil, hash, issuer, "
	    "issued, expires) VALUES (?, ?, ?, ?, ?, ?, ?)",
	    ARGS(ID(id), ID(region), ID(pupil), TEXT(hash),
		INT(issuer->account), INT(now), INT(now + INVITATION_LASTS)));
	detail_id(detail, "invitation", id);
	ledger_add(db, now,
	    &(struct ledger_entry){ .chain = region,
		.kind = "guardian.invited",
		.actor = issuer,
		.pupil = pupil,
		.detail = detail });
}

void
invitation_make(struct db *db, int64_t now, int64_t pupil, int64_t issuer,
    char code[static 27])
{
	const struct actor actor = { .account = issuer, .role = ROLE_TEACHER };

	random_code(code, CODE_LETTERS);
	invitation_keep(db, now, pupil, &actor, code);
}

void
invitation_issue(struct request *rq)
{
	char code[CODE_LETTERS + 1];
	struct writer *writer;
	const char *picture;

	random_code(code, CODE_LETTERS);
	picture = qr_svg(rq->arena,
	    arena_printf(rq->arena, "%s/g#%s", request_origin(rq), code));
	if (picture == NULL) {
		answer_error(rq, 503, "print", NULL);
		return;
	}
	invitation_keep(
	    rq->db, rq->now, path_id(rq, "pupil"), &rq->actor, code);
	writer = answer(rq);
	put_text(writer, "code", code_shown(rq->arena, code));
	put_int(writer, "expires", rq->now + INVITATION_LASTS);
	put_text(writer, "qr", picture);
}

/* Coming in */

/* The pupil that an unused code is for; it is used now. 0: none. */
static int64_t
invitation_take(struct request *rq, const char *hash)
{
	struct rows rows = db_ask(rq->db,
	    "UPDATE invitation SET used = ? "
	    "WHERE hash = ? AND used IS NULL AND expires > ? RETURNING pupil",
	    ARGS(INT(rq->now), TEXT(hash), INT(rq->now)));
	int64_t pupil = rows_next(&rows) ? rows_id(&rows, 0) : 0;

	rows_close(&rows);
	return pupil;
}

static int64_t
guardian_account(struct request *rq)
{
	int64_t id = id_new();

	if (rq->actor.role == ROLE_GUARDIAN)
		return rq->actor.account;
	db_do(rq->db,
	    "INSERT INTO account (id, role, name, lang, created) "
	    "VALUES (?, ?, ?, ?, ?)",
	    ARGS(ID(id), INT(ROLE_GUARDIAN), TEXT(body_text(rq, "name")),
		TEXT(lang_name(rq->lang)), INT(rq->now)));
	session_begin(rq, rq->db,
	    &(struct session_new){ .account = id,
		.role = ROLE_GUARDIAN,
		.lasts = 90 * DAY,
		.own_device = true,
		.device = device_words(rq) });
	return id;
}

static void
ward_add(struct request *rq, int64_t pupil)
{
	int64_t account = guardian_account(rq);

	db_do(rq->db,
	    "INSERT INTO guardian (pupil, account, since) "
	    "VALUES (?, ?, ?) ON CONFLICT (pupil, account) DO NOTHING",
	    ARGS(ID(pupil), ID(account), INT(rq->now)));
	ledger_add(rq->db, rq->now,
	    &(struct ledger_entry){ .chain = pupil_region(rq->db, pupil),
		.kind = "guardian.joined",
		.actor = &rq->actor,
		.pupil = pupil });
}

void
session_link(struct request *rq)
{
	char code[CODE_LETTERS + 1], hash[HASH_HEX];
	int64_t pupil;

	if (!code_read(body_text(rq, "code"), code)) {
		answer_field(rq, "code", "link.form", NULL);
		return;
	}
	code_hash("invitation", code, hash);
	if (!throttle(rq, "link", hash, 5, 5))
		return;
	pupil = invitation_take(rq, hash);
	if (pupil == 0) {
		answer_field(rq, "code", "link.unknown", NULL);
		return;
	}
	throttle_forgive(rq, "link", hash);
	ward_add(rq, pupil);
	session_answer(rq, rq->db);
}
