/*
 * Pupils: one and many, what is shown of them, who looked at their record, the
 * switch that refuses suggestions by AI.
 */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "catalog/catalog.h"
#include "ledger/ledger.h"
#include "people/inside.h"
#include "people/routes.h"

bool
pupil_load(struct db *db, struct arena *arena, int64_t id, struct pupil *pupil)
{
	struct rows rows = db_ask(db,
	    "SELECT id, region, school, class, grade, number, name, birth, "
	    "lang, ai, state FROM pupil WHERE id = ?",
	    ARGS(ID(id)));
	bool found = rows_next(&rows);

	if (found)
		*pupil = (struct pupil){
			.id = rows_id(&rows, 0),
			.region = rows_id(&rows, 1),
			.school = rows_id(&rows, 2),
			.class = rows_id(&rows, 3),
			.grade = rows_int(&rows, 4),
			.number = rows_int(&rows, 5),
			.name = arena_text(arena, rows_text(&rows, 6)),
			.birth = rows_null(&rows, 7)
			    ? NULL
			    : arena_text(arena, rows_text(&rows, 7)),
			.lang = arena_text(arena, rows_text(&rows, 8)),
			.ai = rows_int(&rows, 9) != 0,
			.enrolled = text_is(rows_text(&rows, 10), "enrolled"),
		};
	rows_close(&rows);
	return found;
}

bool
pupil_of_request(struct request *rq, struct pupil *pupil)
{
	if (pupil_load(rq->db, rq->arena, path_id(rq, "pupil"), pupil))
		return true;
	answer_error(rq, 404, "not_found", NULL);
	return false;
}

int64_t
pupil_region(struct db *db, int64_t pupil)
{
	return db_int(
	    db, "SELECT region FROM pupil WHERE id = ?", ARGS(ID(pupil)), 0);
}

int64_t
pupil_add(struct db *db, int64_t now, const struct pupil_new *pupil)
{
	int64_t id = id_new();

	db_do(db,
	    "INSERT INTO pupil (id, region, school, class, source, name, "
	    "number, grade, birth, changed) "
	    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
	    ARGS(ID(id), ID(pupil->region), ID(pupil->school), ID(pupil->class),
		TEXT(pupil->source), TEXT(pupil->name), ID(pupil->number),
		INT(pupil->grade), TEXT(pupil->birth), INT(now)));
	if (pupil->class != 0)
		db_do(db,
		    "INSERT INTO enrolment (pupil, class, region, "
		    "school, year, grade, number, since) "
		    "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
		    ARGS(ID(id), ID(pupil->class), ID(pupil->region),
			ID(pupil->school), INT(pupil->year), INT(pupil->grade),
			ID(pupil->number), INT(now)));
	if (pupil->sex != NULL)
		db_do(db,
		    "INSERT INTO vault (pupil, kind, value) "
		    "VALUES (?, 'sex', ?)",
		    ARGS(ID(id), TEXT(pupil->sex)));
	return id;
}

/* Looks */

struct look {
	const struct request *rq;
	int64_t region, about;
	const char *kind;
};

static bool
look_write(struct db *db, void *with)
{
	const struct look *look = with;

	ledger_add(db, look->rq->now,
	    &(struct ledger_entry){ .chain = look->region,
		.kind = look->kind,
		.actor = &look->rq->actor,
		.pupil = look->about });
	return db_ok(db);
}

static bool
look_is_known(const struct look *look)
{
	const struct request *rq = look->rq;

	return rq->db != NULL &&
	    ledger_has(rq->db, look->about, look->kind, rq->actor.account,
		rq->now - HOUR);
}

/*
 * A look that cannot be written down must not happen: the handle fails, or
 * without one the request is given up.
 */
static void
looked_at(struct request *rq, int64_t region, int64_t about, const char *what)
{
	struct look look = { rq, region, about, what };
	bool reading = rq->db == NULL || rq->route->method == GET;

	if (look_is_known(&look))
		return;
	if (!reading) {
		look_write(rq->db, &look);
		return;
	}
	if (store_write(rq->store, look_write, &look) == WRITE_DONE)
		return;
	if (rq->db == NULL)
		arena_throw(rq->arena);
	db_fail(rq->db);
}

void
pupil_looked_at(struct request *rq, const struct pupil *pupil, const char *what)
{
	if (rq->actor.pupil != pupil->id)
		looked_at(rq, pupil->region, pupil->id, what);
}

void
class_looked_at(struct request *rq, int64_t region, int64_t class)
{
	looked_at(rq, region, class, "class.looked");
}

/* Lists */

struct page
page_asked(struct request *rq)
{
	int64_t number = query_given(rq, "page") ? query_int(rq, "page") : 1;

	return (struct page){ number, (number - 1) * PAGE_ROWS };
}

void
page_tell(struct writer *writer, const struct page *page, int64_t total)
{
	put_int(writer, "total", total);
	put_int(writer, "page", page->number);
	put_int(writer, "pages", (total + PAGE_ROWS - 1) / PAGE_ROWS);
}

const char *
like_text(struct arena *arena, const char *text)
{
	char *out = arena_alloc(arena, 2 * strlen(text ? text : "") + 3);
	char *at = out;

	*at++ = '%';
	for (; text != NULL && *text != '\0'; text++) {
		if (strchr("%_\\", *text) != NULL)
			*at++ = '\\';
		*at++ = *text;
	}
	*at = '%';
	return out;
}

static void
pupils_row_tell(struct writer *writer, const struct rows *rows)
{
	put_object(writer, NULL);
	put_id(writer, "id", rows_id(rows, 0));
	put_text(writer, "name", rows_text(rows, 1));
	put_int(writer, "grade", rows_int(rows, 2));
	if (!rows_null(rows, 3))
		put_int(writer, "number", rows_int(rows, 3));
	put_id(writer, "class", rows_id(rows, 4));
	put_text(writer, "class_name", rows_text(rows, 5));
	put_text(writer, "school_name", rows_text(rows, 6));
	put_object_end(writer);
}

static void
pupils_tell(struct writer *writer, const char *name, struct rows rows)
{
	put_list(writer, name);
	while (rows_next(&rows))
		pupils_row_tell(writer, &rows);
	put_list_end(writer);
}

void
pupils_find(struct request *rq)
{
	const struct actor *actor = &rq->actor;
	struct page page = page_asked(rq);
	const char *like = like_text(rq->arena, query_text(rq, "q"));
	int64_t class = query_id(rq, "class");
	struct writer *writer = answer(rq);

	page_tell(writer, &page,
	    db_int(rq->db,
		"SELECT COUNT(*) FROM pupil WHERE state = 'enrolled' "
		"AND class IN (" CLASSES_OF_TEACHER ") "
		"AND (? IS NULL OR class = ?) "
		"AND lower(name) LIKE lower(CAST(? AS TEXT)) ESCAPE '\\'",
		ARGS(ID(actor->account), ID(actor->account), ID(class),
		    ID(class), TEXT(like)),
		0));
	pupils_tell(writer, "pupils",
	    db_ask(rq->db,
		"SELECT p.id, p.name, p.grade, p.number, p.class, c.name, s.name "
		"FROM pupil p JOIN class c ON c.id = p.class "
		"JOIN school s ON s.id = p.school WHERE p.state = 'enrolled' "
		"AND p.class IN (" CLASSES_OF_TEACHER ") "
		"AND (? IS NULL OR p.class = ?) "
		"AND lower(p.name) LIKE lower(CAST(? AS TEXT)) ESCAPE '\\' "
		"ORDER BY s.name, c.grade, c.name, p.number, p.name, p.id "
		"LIMIT ? OFFSET ?",
		ARGS(ID(actor->account), ID(actor->account), ID(class),
		    ID(class), TEXT(like), INT(PAGE_ROWS), INT(page.offset))));
}

void
wards_list(struct request *rq)
{
	pupils_tell(answer(rq), "wards",
	    db_ask(rq->db,
		"SELECT p.id, p.name, p.grade, p.number, p.class, c.name, s.name "
		"FROM guardian g JOIN pupil p ON p.id = g.pupil "
		"JOIN school s ON s.id = p.school "
		"LEFT JOIN class c ON c.id = p.class "
		"WHERE g.account = ? ORDER BY p.grade DESC, p.name, p.id",
		ARGS(ID(rq->actor.account))));
}

/* One */

static void
place_tell(struct request *rq, struct writer *writer, const struct pupil *pupil)
{
	struct rows rows = db_ask(rq->db,
	    "SELECT s.name, c.name "
	    "FROM pupil p JOIN school s ON s.id = p.school "
	    "LEFT JOIN class c ON c.id = p.class WHERE p.id = ?",
	    ARGS(ID(pupil->id)));

	put_id(writer, "class", pupil->class);
	if (rows_next(&rows)) {
		put_text(writer, "school_name", rows_text(&rows, 0));
		put_text(writer, "class_name", rows_text(&rows, 1));
	}
	rows_close(&rows);
}

static void
entry_tell(struct request *rq, struct writer *writer, int64_t pupil)
{
	struct rows rows = db_ask(rq->db,
	    "SELECT "
	    "(SELECT COUNT(*) FROM guardian g WHERE g.pupil = p.id), "
	    "(SELECT d.issued FROM card d WHERE d.pupil = p.id), "
	    "(SELECT COUNT(*) FROM device v WHERE v.pupil = p.id), "
	    "(SELECT COUNT(*) FROM picture_pin n WHERE n.pupil = p.id) "
	    "FROM pupil p WHERE p.id = ?",
	    ARGS(ID(pupil)));

	if (rows_next(&rows)) {
		put_int(writer, "guardians", rows_int(&rows, 0));
		if (!rows_null(&rows, 1))
			put_int(writer, "card_issued", rows_int(&rows, 1));
		put_int(writer, "devices", rows_int(&rows, 2));
		put_bool(writer, "pin", rows_int(&rows, 3) > 0);
	}
	rows_close(&rows);
}

static void
enrolments_tell(struct request *rq, struct writer *writer, int64_t pupil)
{
	struct rows rows = db_ask(rq->db,
	    "SELECT e.year, e.grade, s.name, "
	    "c.name, e.number FROM enrolment e "
	    "JOIN school s ON s.id = e.school JOIN class c ON c.id = e.class "
	    "WHERE e.pupil = ? ORDER BY e.year DESC, e.since DESC",
	    ARGS(ID(pupil)));

	put_list(writer, "enrolments");
	while (rows_next(&rows)) {
		put_object(writer, NULL);
		put_int(writer, "year", rows_int(&rows, 0));
		put_int(writer, "grade", rows_int(&rows, 1));
		put_text(writer, "school_name", rows_text(&rows, 2));
		put_text(writer, "class_name", rows_text(&rows, 3));
		if (!rows_null(&rows, 4))
			put_int(writer, "number", rows_int(&rows, 4));
		put_object_end(writer);
	}
	put_list_end(writer);
}

void
pupil_show(struct request *rq)
{
	struct pupil pupil;
	struct writer *writer;

	if (!pupil_of_request(rq, &pupil))
		return;
	pupil_looked_at(rq, &pupil, "record.looked");
	writer = answer(rq);
	put_id(writer, "id", pupil.id);
	put_text(writer, "name", pupil.name);
	put_int(writer, "grade", pupil.grade);
	put_text(writer, "stage", stage_name(stage_of_grade(pupil.grade)));
	if (pupil.number != 0)
		put_int(writer, "number", pupil.number);
	place_tell(rq, writer, &pupil);
	put_text(writer, "birth", pupil.birth);
	put_bool(writer, "under_14", pupil_under_14(&pupil, rq->now));
	put_bool(writer, "ai", pupil.ai);
	put_text(writer, "consent",
	    consent_state_name(consent_state(rq->db, &pupil, "test", rq->now)));
	entry_tell(rq, writer, pupil.id);
	enrolments_tell(rq, writer, pupil.id);
	consents_tell(rq, writer, pupil.id);
}

/* Who it was is told by role: names of staff are not the pupil's to list. */
void
pupil_looks(struct request *rq)
{
	int64_t pupil = path_id(rq, "pupil");
	struct writer *writer = answer(rq);
	struct rows rows = db_ask(rq->db,
	    "SELECT l.at, l.kind, l.role FROM ledger l WHERE l.pupil = ? "
	    "UNION ALL SELECT l.at, l.kind, l.role FROM enrolment e "
	    "JOIN ledger l ON l.pupil = e.class AND l.at >= e.since "
	    "AND (e.until IS NULL OR l.at <= e.until) WHERE e.pupil = ? "
	    "ORDER BY 1 DESC, 2 LIMIT 200",
	    ARGS(ID(pupil), ID(pupil)));

	put_list(writer, "looks");
	while (rows_next(&rows)) {
		const char *kind = rows_text(&rows, 1);

		put_object(writer, NULL);
		put_int(writer, "at", rows_int(&rows, 0));
		put_text(writer, "kind", kind);
		put_text(writer, "text",
		    say(rq->lang, arena_printf(rq->arena, "ledger.%s", kind)));
		put_text(
		    writer, "role", role_text((enum role)rows_int(&rows, 2)));
		put_object_end(writer);
	}
	put_list_end(writer);
}

void
pupil_ai(struct request *rq)
{
	bool on = body_bool(rq, "on");
	struct pupil pupil;

	if (!pupil_of_request(rq, &pupil))
		return;
	if (pupil.ai != on) {
		db_do(rq->db,
		    "UPDATE pupil SET ai = ?, changed = ? WHERE id = ?",
		    ARGS(INT(on), INT(rq->now), ID(pupil.id)));
		ledger_add(rq->db, rq->now,
		    &(struct ledger_entry){ .chain = pupil.region,
			.kind = on ? "ai.taken" : "ai.refused",
			.actor = &rq->actor,
			.pupil = pupil.id });
	}
	answer_none(rq);
}

/* Small things of the whole room */

const char *
id_text(struct arena *arena, int64_t id)
{
	return arena_printf(arena, "%lld", (long long)id);
}

void
detail_id(char out[static 64], const char *name, int64_t id)
{
	snprintf(out, 64, "{\"%s\":\"%lld\"}", name, (long long)id);
}
