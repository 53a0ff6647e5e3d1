/*
 * Staff accounts: made, given a new password, closed and opened again, by the
 * office's engineers in the browser or on the command line.
 */
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "ledger/ledger.h"
#include "people/inside.h"
#include "people/routes.h"

enum role
staff_role(const char *name)
{
	static const enum role roles[] = { ROLE_TEACHER, ROLE_CENTRE,
		ROLE_SUPERVISOR, ROLE_ENGINEER };
	size_t i;

	for (i = 0; i < sizeof roles / sizeof roles[0]; i++)
		if (text_is(role_text(roles[i]), name))
			return roles[i];
	return (enum role)0;
}

/* Rules */

static void
account_enter(struct db *db, int64_t now, const char *kind,
    const struct actor *actor, int64_t account)
{
	char detail[64];

	detail_id(detail, "account", account);
	ledger_add(db, now,
	    &(struct ledger_entry){
		.kind = kind, .actor = actor, .detail = detail });
}

int64_t
account_create(struct db *db, int64_t now, const struct account_new *account)
{
	int64_t id = id_new();

	if (db_do(db,
		"INSERT INTO account (id, role, name, login, password, "
		"region, office, demo, created) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) "
		"ON CONFLICT (login) DO NOTHING",
		ARGS(ID(id), INT(account->role), TEXT(account->name),
		    TEXT(account->login), TEXT(account->password_hash),
		    ID(account->region), ID(account->office),
		    INT(account->demo), INT(now))) != 1)
		return 0;
	account_enter(db, now, "account.made", account->maker, id);
	return id;
}

void
duty_add(struct db *db, int64_t account, int64_t school, const char *kind)
{
	db_do(db,
	    "INSERT INTO duty (account, school, kind) VALUES (?, ?, ?) "
	    "ON CONFLICT (account, school, kind) DO NOTHING",
	    ARGS(ID(account), ID(school), TEXT(kind)));
}

bool
account_renew(struct db *db, int64_t now, const struct actor *actor,
    int64_t account, const char *hash)
{
	if (db_do(db,
		"UPDATE account SET password = ?, totp = NULL, "
		"totp_step = 0 WHERE id = ?",
		ARGS(TEXT(hash), ID(account))) != 1)
		return false;
	session_end_all(db, account, 0);
	account_enter(db, now, "account.reset", actor, account);
	return true;
}

bool
account_set_state(struct db *db, int64_t now, const struct actor *actor,
    int64_t account, const char *state)
{
	bool closed = text_is(state, "closed");

	if (db_do(db,
		"UPDATE account SET state = ? WHERE id = ? "
		"AND state <> ?",
		ARGS(TEXT(state), ID(account), TEXT(state))) != 1)
		return false;
	if (closed)
		session_end_all(db, account, 0);
	account_enter(db, now, closed ? "account.closed" : "account.opened",
	    actor, account);
	return true;
}

/* The list */

struct found {
	int64_t id;
	enum role role;
	const char *name, *login, *state;
	bool totp;
};

static size_t
accounts_read(struct request *rq, struct rows rows, struct found *found)
{
	size_t count = 0;

	while (count < PAGE_ROWS && rows_next(&rows))
		found[count++] = (struct found){
			.id = rows_id(&rows, 0),
			.role = (enum role)rows_int(&rows, 1),
			.name = arena_text(rq->arena, rows_text(&rows, 2)),
			.login = arena_text(rq->arena, rows_text(&rows, 3)),
			.state = arena_text(rq->arena, rows_text(&rows, 4)),
			.totp = rows_int(&rows, 5) != 0,
		};
	rows_close(&rows);
	return count;
}

/* Names, joined; NULL: none. */
static const char *
account_schools(struct request *rq, int64_t account)
{
	struct rows rows = db_ask(rq->db,
	    "SELECT s.name FROM school s WHERE s.id IN "
	    "(SELECT school FROM duty WHERE account = ? "
	    "UNION SELECT c.school FROM class c JOIN class_teacher t "
	    "ON t.class = c.id WHERE t.account = ?) ORDER BY s.name LIMIT 20",
	    ARGS(ID(account), ID(account)));
	const char *names = NULL;

	while (rows_next(&rows))
		names = names == NULL
		    ? arena_text(rq->arena, rows_text(&rows, 0))
		    : arena_printf(
			  rq->arena, "%s, %s", names, rows_text(&rows, 0));
	rows_close(&rows);
	return names;
}

static void
account_show(
    struct request *rq, struct writer *writer, const struct found *found)
{
	put_object(writer, NULL);
	put_id(writer, "id", found->id);
	put_text(writer, "name", found->name);
	put_text(writer, "login", found->login);
	put_text(writer, "role", role_text(found->role));
	put_text(writer, "state", found->state);
	put_bool(writer, "totp", found->totp);
	put_text(writer, "schools", account_schools(rq, found->id));
	put_object_end(writer);
}

#define STAFF_FOUND \
	"FROM account WHERE role IN (4, 8, 16, 32) " \
	"AND (? IS NULL OR role = ?) " \
	"AND (lower(name) LIKE lower(CAST(? AS TEXT)) ESCAPE '\\' " \
	"OR lower(COALESCE(login, '')) LIKE lower(CAST(? AS TEXT)) ESCAPE '\\')"

void
accounts_find(struct request *rq)
{
	struct page page = page_asked(rq);
	const char *like = like_text(rq->arena, query_text(rq, "q"));
	enum role role = staff_role(query_text(rq, "role"));
	struct found *found = arena_array(rq->arena, PAGE_ROWS, sizeof *found);
	struct writer *writer = answer(rq);
	size_t count, i;

	page_tell(writer, &page,
	    db_int(rq->db, "SELECT COUNT(*) " STAFF_FOUND,
		ARGS(ID(role), ID(role), TEXT(like), TEXT(like)), 0));
	count = accounts_read(rq,
	    db_ask(rq->db,
		"SELECT id, role, name, "
		"login, state, CASE WHEN totp IS NULL THEN 0 ELSE 1 END " STAFF_FOUND
		" ORDER BY name, id LIMIT ? OFFSET ?",
		ARGS(ID(role), ID(role), TEXT(like), TEXT(like), INT(PAGE_ROWS),
		    INT(page.offset))),
	    found);
	put_list(writer, "accounts");
	for (i = 0; i < count; i++)
		account_show(rq, writer, &found[i]);
	put_list_end(writer);
}

/* Making one */

struct secret {
	const char *password, *hash;
};

/* False after an answer. */
static bool
secret_make(struct request *rq, struct secret *secret)
{
	secret->password = password_make(rq->arena);
	secret->hash = password_hash(rq->arena, secret->password);
	if (secret->hash == NULL)
		answer_error(rq, 503, "password.busy", NULL);
	return secret->hash != NULL;
}

static void
secret_answer(struct request *rq, int64_t account, const struct secret *secret)
{
	struct writer *writer = answer(rq);

	put_id(writer, "id", account);
	put_text(writer, "password", secret->password);
}

/*
 * Which place a role needs: a teacher a school, a centre manager a region; a
 * supervisor may have an office, or else has the province.
 */
static const struct place {
	enum role role;
	const char *field;
	bool required;
	const char *sql;
} places[] = {
	{ ROLE_TEACHER, "school", true, "SELECT 1 FROM school WHERE id = ?" },
	{ ROLE_CENTRE, "region", true,
	    "SELECT 1 FROM region WHERE id = ? AND valid_to IS NULL" },
	{ ROLE_SUPERVISOR, "office", false,
	    "SELECT 1 FROM office WHERE id = ? AND valid_to IS NULL" },
};

/* False after an answer: missing, unknown, or of another role. */
static bool
place_fits(struct request *rq, struct db *db, enum role role,
    const struct place *place)
{
	int64_t id = body_id(rq, place->field);
	const char *wrong = NULL;

	if (place->role != role)
		wrong = id ? "account.place_of_other" : NULL;
	else if (id == 0)
		wrong = place->required ? "account.place" : NULL;
	else if (!db_any(db, place->sql, ARGS(ID(id))))
		wrong = "account.place_unknown";
	if (wrong != NULL)
		answer_field(rq, place->field, wrong, NULL);
	return wrong == NULL;
}

static bool
places_fit(struct request *rq, struct db *db, enum role role)
{
	bool fit = true;
	size_t i;

	for (i = 0; i < sizeof places / sizeof places[0]; i++)
		fit = place_fits(rq, db, role, &places[i]) && fit;
	return fit;
}

static bool
account_write(struct request *rq, struct db *db, void *with)
{
	const struct secret *secret = with;
	struct account_new account = {
		.role = staff_role(body_text(rq, "role")),
		.name = body_text(rq, "name"),
		.login = body_text(rq, "login"),
		.password_hash = secret->hash,
		.region = body_id(rq, "region"),
		.office = body_id(rq, "office"),
		.maker = &rq->actor,
	};
	int64_t id;

	if (!places_fit(rq, db, account.role))
		return false;
	id = account_create(db, rq->now, &account);
	if (id == 0 && db_ok(db))
		answer_field(rq, "login", "account.login_taken", NULL);
	if (id == 0)
		return false;
	if (account.role == ROLE_TEACHER)
		duty_add(db, id, body_id(rq, "school"),
		    body_given(rq, "duty") ? body_text(rq, "duty")
					   : "homeroom");
	secret_answer(rq, id, secret);
	return db_ok(db);
}

void
account_add(struct request *rq)
{
	struct secret secret;

	if (!login_fits(body_text(rq, "login")))
		answer_field(rq, "login", "account.login_form", NULL);
	else if (secret_make(rq, &secret))
		request_write(rq, account_write, &secret);
}

bool
login_fits(const char *login)
{
	size_t length = utf8_count(login);

	return length >= 3 && length <= 100 && strpbrk(login, " /\\") == NULL;
}

/* Changing one */

static bool
reset_write(struct request *rq, struct db *db, void *with)
{
	int64_t account = path_id(rq, "account");

	if (!account_renew(db, rq->now, &rq->actor, account,
		((const struct secret *)with)->hash))
		return false;
	secret_answer(rq, account, with);
	return db_ok(db);
}

void
account_reset(struct request *rq)
{
	struct secret secret;

	if (secret_make(rq, &secret))
		request_write(rq, reset_write, &secret);
}

/* Nobody closes the own account: the last engineer would be outside. */
void
account_state(struct request *rq)
{
	const char *state = body_text(rq, "state");
	int64_t account = path_id(rq, "account");

	if (!text_is(state, "active") && !text_is(state, "closed")) {
		answer_field(rq, "state", "account.state", NULL);
		return;
	}
	if (account == rq->actor.account) {
		answer_error(rq, 409, "account.own", NULL);
		return;
	}
	account_set_state(rq->db, rq->now, &rq->actor, account, state);
	answer_none(rq);
}
