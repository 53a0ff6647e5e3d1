/*
 * Who is signed in and where: what a page is told of it, the list of sessions,
 * signing out.
 */
#include <string.h>

#include "base/text.h"
#include "catalog/catalog.h"
#include "people/inside.h"
#include "people/routes.h"

/* Reads and writes of handlers that stand apart */

struct apart {
	struct request *rq;
	request_work *work;
	void *with;
	bool used_up;
};

static bool
apart_work(struct db *db, void *with)
{
	struct apart *apart = with;

	apart->used_up = false;
	if (ARENA_CATCH(apart->rq->arena))
		return apart->work(apart->rq, db, apart->with);
	apart->used_up = true;
	return false;
}

static bool
apart_read(struct apart *apart)
{
	struct db *db = store_read(apart->rq->store);
	bool done = db != NULL && apart_work(db, apart);

	return db != NULL && store_read_end(db) && done;
}

static bool
apart_write(struct apart *apart)
{
	return store_write(apart->rq->store, apart_work, apart) == WRITE_DONE;
}

/* The handler's own catch point is put back: work's goes with its frame. */
static bool
apart_run(struct apart *apart, bool (*run)(struct apart *apart))
{
	struct arena *arena = apart->rq->arena;
	jmp_buf outer;
	bool done;

	memcpy(&outer, arena_catch(arena), sizeof outer);
	done = run(apart);
	memcpy(arena_catch(arena), &outer, sizeof outer);
	if (apart->used_up)
		arena_throw(arena);
	if (!done && !answered(apart->rq))
		answer_error(apart->rq, 503, "unavailable", NULL);
	return done;
}

bool
request_read(struct request *rq, request_work *work, void *with)
{
	return apart_run(&(struct apart){ rq, work, with, false }, apart_read);
}

bool
request_write(struct request *rq, request_work *work, void *with)
{
	return apart_run(&(struct apart){ rq, work, with, false }, apart_write);
}

/* What a page is told */

const char *
role_text(enum role role)
{
	switch (role) {
	case ROLE_PUPIL: return "pupil";
	case ROLE_GUARDIAN: return "guardian";
	case ROLE_TEACHER: return "teacher";
	case ROLE_CENTRE: return "centre";
	case ROLE_SUPERVISOR: return "supervisor";
	case ROLE_ENGINEER: return "engineer";
	default: return "system";
	}
}

/* A pupil who comes with a card is asked to choose a picture PIN. */
static const char *
pupil_needs(struct db *db, const struct actor *actor)
{
	if (actor->partial)
		return "pin";
	return db_any(db,
		   "SELECT 1 FROM card c WHERE c.pupil = ? AND NOT "
		   "EXISTS (SELECT 1 FROM picture_pin p WHERE p.pupil = c.pupil)",
		   ARGS(ID(actor->pupil)))
	    ? "pin_setup"
	    : NULL;
}

static void
pupil_tell(struct request *rq, struct db *db, struct writer *writer)
{
	struct pupil pupil;

	if (!pupil_load(db, rq->arena, rq->actor.pupil, &pupil))
		return;
	put_text(writer, "name", pupil.name);
	put_text(writer, "lang", pupil.lang);
	put_text(writer, "needs", pupil_needs(db, &rq->actor));
	put_id(writer, "pupil", pupil.id);
	put_int(writer, "grade", pupil.grade);
	put_text(writer, "stage", stage_name(stage_of_grade(pupil.grade)));
}

static void
account_tell(struct request *rq, struct db *db, struct writer *writer)
{
	struct rows rows = db_ask(db,
	    "SELECT name, lang, totp FROM account WHERE id = ?",
	    ARGS(ID(rq->actor.account)));
	const char *needs = NULL;

	if (rows_next(&rows)) {
		if (rq->actor.partial)
			needs = rows_null(&rows, 2) ? "totp_setup" : "totp";
		put_text(writer, "name", rows_text(&rows, 0));
		put_text(writer, "lang", rows_text(&rows, 1));
		put_text(writer, "needs", needs);
	}
	rows_close(&rows);
}

/* Where a pupil goes, where a teacher has classes or a duty. */
static void
schools_tell(struct db *db, const struct actor *actor, struct writer *writer)
{
	struct rows rows = db_ask(db,
	    "SELECT s.id, s.name, s.level FROM school s WHERE s.id IN "
	    "(SELECT school FROM pupil WHERE id = ? "
	    "UNION SELECT school FROM duty WHERE account = ? "
	    "UNION SELECT c.school FROM class c JOIN class_teacher t "
	    "ON t.class = c.id WHERE t.account = ?) ORDER BY s.name, s.id",
	    ARGS(ID(actor->pupil), ID(actor->account), ID(actor->account)));

	while (rows_next(&rows)) {
		put_object(writer, NULL);
		put_id(writer, "id", rows_id(&rows, 0));
		put_text(writer, "name", rows_text(&rows, 1));
		put_text(writer, "level", rows_text(&rows, 2));
		put_object_end(writer);
	}
}

static void
somebody_tell(struct request *rq, struct db *db, struct writer *writer)
{
	const struct actor *actor = &rq->actor;

	put_text(writer, "csrf", session_csrf(rq));
	put_text(writer, "role", role_text(actor->role));
	put_id(writer, "account", actor->account);
	put_id(writer, "region", actor->region);
	put_id(writer, "office", actor->office);
	if (actor->role == ROLE_PUPIL)
		pupil_tell(rq, db, writer);
	else
		account_tell(rq, db, writer);
}

/* A demonstration shows on every page that it is one. */
void
session_answer(struct request *rq, struct db *db)
{
	struct writer *writer = answer(rq);

	put_bool(writer, "signed_in", rq->actor.session != 0);
	if (rq->actor.session != 0)
		somebody_tell(rq, db, writer);
	put_list(writer, "schools");
	if (rq->actor.session != 0 && !rq->actor.partial)
		schools_tell(db, &rq->actor, writer);
	put_list_end(writer);
	put_bool(writer, "office_sign_in", office_configured());
	put_bool(writer, "demo",
	    db_any(db, "SELECT 1 FROM school WHERE demo = 1 LIMIT 1", NO_ARGS));
}

void
session_show(struct request *rq)
{
	session_answer(rq, rq->db);
}

/* The list */

struct sign {
	const char *in, *name;
};

static const char *
sign_find(const struct sign *signs, const char *agent)
{
	for (; signs->in != NULL; signs++)
		if (strstr(agent, signs->in) != NULL)
			return signs->name;
	return NULL;
}

/* The first that fits: most browsers also name those they descend from. */
const char *
device_words(struct request *rq)
{
	static const struct sign browsers[] = {
		{ "Edg", "Edge" },
		{ "Whale/", "Whale" },
		{ "SamsungBrowser", "Samsung Internet" },
		{ "OPR/", "Opera" },
		{ "Firefox", "Firefox" },
		{ "FxiOS", "Firefox" },
		{ "Chrome", "Chrome" },
		{ "CriOS", "Chrome" },
		{ "Safari", "Safari" },
		{ 0 },
	};
	static const struct sign systems[] = {
		{ "iPhone", "iPhone" },
		{ "iPad", "iPad" },
		{ "Android", "Android" },
		{ "Windows", "Windows" },
		{ "CrOS", "ChromeOS" },
		{ "Macintosh", "macOS" },
		{ "Linux", "Linux" },
		{ 0 },
	};
	const char *agent = request_agent(rq);
	const char *browser = sign_find(browsers, agent);
	const char *system = sign_find(systems, agent);

	if (browser != NULL && system != NULL)
		return arena_printf(
		    rq->arena, "%s \302\267 %s", browser, system);
	if (browser == NULL)
		browser = system;
	return browser ? browser : say(rq->lang, "session.device.unknown");
}

void
sessions_list(struct request *rq)
{
	struct writer *writer = answer(rq);
	struct rows rows = db_ask(rq->db,
	    "SELECT id, device, created, last FROM session "
	    "WHERE account = ? AND expires > ? "
	    "ORDER BY last DESC, id LIMIT 100",
	    ARGS(ID(rq->actor.account), INT(rq->now)));

	put_list(writer, "sessions");
	while (rows_next(&rows)) {
		put_object(writer, NULL);
		put_id(writer, "id", rows_id(&rows, 0));
		put_text(writer, "device", rows_text(&rows, 1));
		put_int(writer, "created", rows_int(&rows, 2));
		put_int(writer, "last", rows_int(&rows, 3));
		put_bool(
		    writer, "this_one", rows_id(&rows, 0) == rq->actor.session);
		put_object_end(writer);
	}
	put_list_end(writer);
}

/* Signing out */

void
session_leave(struct request *rq)
{
	session_end(rq, rq->db, rq->actor.session);
	answer_none(rq);
}

void
sessions_end(struct request *rq)
{
	session_end(rq, rq->db, path_id(rq, "session"));
	answer_none(rq);
}

void
sessions_end_all(struct request *rq)
{
	session_end_all(rq->db, rq->actor.account, rq->actor.session);
	answer_none(rq);
}

/* The language for letters; pages speak by a cookie that they set themselves. */
void
lang_replace(struct request *rq)
{
	const char *lang = body_text(rq, "lang");
	struct values values = ARGS(TEXT(lang), ID(rq->actor.account));

	if (rq->actor.role == ROLE_PUPIL)
		db_do(rq->db, "UPDATE pupil SET lang = ? WHERE id = ?", values);
	else
		db_do(
		    rq->db, "UPDATE account SET lang = ? WHERE id = ?", values);
	answer_none(rq);
}
