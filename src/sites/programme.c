/* Programmes: what a site offers, to whom, and which standards it serves. */
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "sites/inside.h"

/* Rows */

int64_t
programme_add(struct db *db, int64_t now, const struct programme_new *programme)
{
	int64_t id = id_new();

	db_do(db,
	    "INSERT INTO programme (id, region, site, name, kind, field, "
	    "about, grade_from, grade_to, standards, minutes, cost, safety, "
	    "pupils_per_adult, state, demo, created, changed) "
	    "SELECT CAST(? AS BIGINT), region, id, CAST(? AS TEXT), "
	    "CAST(? AS TEXT), CAST(? AS TEXT), CAST(? AS TEXT), "
	    "CAST(? AS BIGINT), CAST(? AS BIGINT), CAST(? AS TEXT), "
	    "CAST(? AS BIGINT), CAST(? AS BIGINT), CAST(? AS TEXT), "
	    "CAST(? AS BIGINT), 'active', CAST(? AS BIGINT), "
	    "CAST(? AS BIGINT), CAST(? AS BIGINT) FROM site WHERE id = ?",
	    ARGS(ID(id), TEXT(programme->name), TEXT(programme->kind),
		TEXT(programme->field), TEXT(programme->about),
		INT(programme->grade_from), INT(programme->grade_to),
		TEXT(programme->standards), INT(programme->minutes),
		INT(programme->cost), TEXT(programme->safety),
		INT(programme->pupils_per_adult), INT(programme->demo),
		INT(now), INT(now), ID(programme->site)));
	return id;
}

/* Standards: codes by `;` */

static const struct standard *
standard_find(
    const struct catalogue *catalogue, const char *code, size_t length)
{
	int i;

	for (i = 0; i < catalogue->standard_count; i++) {
		const struct standard *standard = &catalogue->standards[i];

		if (strlen(standard->code) == length &&
		    strncmp(standard->code, code, length) == 0)
			return standard;
	}
	return NULL;
}

/* The next code of a list; moves the list on. 0 at the end. */
static size_t
code_next(const char **list, const char **code)
{
	size_t length = strcspn(*list, ";");

	*code = *list;
	*list += length + ((*list)[length] == ';');
	return length;
}

static bool
standard_before(const char *list, const char *code, size_t length)
{
	const char *other;
	size_t other_length;

	while (list < code) {
		other_length = code_next(&list, &other);
		if (other != code && other_length == length &&
		    strncmp(other, code, length) == 0)
			return true;
	}
	return false;
}

/* NULL: each is known and stands there once. */
static const char *
standards_wrong(const struct catalogue *catalogue, const char *list)
{
	const char *all = list, *code;
	size_t length;

	while (*list != '\0') {
		length = code_next(&list, &code);
		if (standard_find(catalogue, code, length) == NULL)
			return "sites.standard";
		if (standard_before(all, code, length))
			return "sites.standard_twice";
	}
	return NULL;
}

struct wrong
programme_check(
    const struct catalogue *catalogue, const struct programme_new *programme)
{
	if (catalog_field(catalogue, programme->field) < 0)
		return (struct wrong){ "field", "sites.field" };
	if (programme->grade_from > programme->grade_to)
		return (struct wrong){ "grade_to", "sites.grades" };
	return (struct wrong){ "standards",
		standards_wrong(catalogue, programme->standards) };
}

/* Telling one */

#define PROGRAMME_COLUMNS \
	"SELECT p.id, p.region, r.name_ko, r.name_en, p.site, s.name, " \
	"s.address, s.step_free, s.certification, s.certified_until, " \
	"s.latitude, s.longitude, p.name, p.kind, p.field, p.about, " \
	"p.grade_from, p.grade_to, p.standards, p.minutes, p.cost, " \
	"p.safety, p.pupils_per_adult, p.state, " \
	"(SELECT COUNT(*) FROM event e WHERE e.programme = p.id " \
	"AND e.starts > ? AND e.state = 'planned'), " \
	"(SELECT MIN(e.starts) FROM event e WHERE e.programme = p.id " \
	"AND e.starts > ? AND e.state = 'planned') "

static void
place_put(struct request *rq, struct writer *writer, const struct rows *rows)
{
	put_id(writer, "region", rows_id(rows, 1));
	put_text(writer, "region_name",
	    rows_text(rows, rq->lang == LANG_EN ? 3 : 2));
	put_id(writer, "site", rows_id(rows, 4));
	put_text(writer, "site_name", rows_text(rows, 5));
	put_text(writer, "address", rows_text(rows, 6));
	put_text(writer, "step_free", rows_text(rows, 7));
	put_bool(writer, "certified",
	    certified_today(rq, rows_text(rows, 8), rows_text(rows, 9)));
}

/* A code that the catalogue no longer has stays, without words. */
static void
standards_put(struct request *rq, struct writer *writer,
    const struct catalogue *catalogue, const char *list)
{
	const struct standard *standard;
	const char *code;
	size_t length;

	put_list(writer, "standards");
	while (*list != '\0') {
		length = code_next(&list, &code);
		standard = standard_find(catalogue, code, length);
		put_object(writer, NULL);
		put_text(writer, "code", arena_bytes(rq->arena, code, length));
		put_text(writer, "text",
		    standard != NULL ? standard->text.text[rq->lang] : "");
		put_object_end(writer);
	}
	put_list_end(writer);
}

static void
care_put(struct writer *writer, const struct catalogue *catalogue,
    const struct rows *rows)
{
	const struct experience *experience = experience_of(
	    catalogue, rows_text(rows, 13));

	put_int(writer, "minutes", rows_int(rows, 19));
	put_int(writer, "cost", rows_int(rows, 20));
	put_text(writer, "safety", rows_text(rows, 21));
	put_int(writer, "pupils_per_adult", rows_int(rows, 22));
	if (experience != NULL && experience->pupils_per_adult > 0)
		put_int(writer, "norm", experience->pupils_per_adult);
}

static void
programme_put(struct request *rq, struct writer *writer,
    const struct catalogue *catalogue, const struct rows *rows,
    struct place from)
{
	put_id(writer, "id", rows_id(rows, 0));
	place_put(rq, writer, rows);
	put_text(writer, "name", rows_text(rows, 12));
	kind_put(writer, rq->lang, catalogue, rows_text(rows, 13),
	    rows_text(rows, 14));
	put_text(writer, "about", rows_text(rows, 15));
	put_int(writer, "grade_from", rows_int(rows, 16));
	put_int(writer, "grade_to", rows_int(rows, 17));
	standards_put(rq, writer, catalogue, rows_text(rows, 18));
	care_put(writer, catalogue, rows);
	put_text(writer, "state", rows_text(rows, 23));
	put_int(writer, "upcoming", rows_int(rows, 24));
	if (!rows_null(rows, 25))
		put_int(writer, "next", rows_int(rows, 25));
	distance_put(writer, from, rows_real(rows, 10), rows_real(rows, 11));
	put_bool(writer, "may_change", keeps_region(rq, rows_id(rows, 1)));
}

void
programme_show(struct request *rq)
{
	const struct catalogue *catalogue = catalogue_of(rq);
	struct rows rows = db_ask(rq->db,
	    PROGRAMME_COLUMNS "FROM programme p JOIN site s ON s.id = p.site "
			      "JOIN region r ON r.id = p.region WHERE p.id = ?",
	    ARGS(INT(rq->now), INT(rq->now), ID(path_id(rq, "programme"))));

	if (catalogue != NULL && !gone(rq, rows_next(&rows)))
		programme_put(
		    rq, answer(rq), catalogue, &rows, place_of_actor(rq, 0));
	rows_close(&rows);
}

/* Many */

/*
 * What is asked of the site, and words in long texts, are sets that are made
 * once where they are asked for: the index programme_find answers the rest.
 */
#define PROGRAMMES_FIT \
	"FROM programme p " \
	"WHERE p.region BETWEEN ? AND ? AND p.site BETWEEN ? AND ? " \
	"AND (? IS NOT NULL OR p.state = 'active') " \
	"AND (? IS NULL OR p.kind = ?) AND (? IS NULL OR p.field = ?) " \
	"AND p.grade_from <= ? AND p.grade_to >= ? " \
	"AND (? IS NULL OR p.grade_from <= ?) " \
	"AND (? IS NULL OR p.grade_to >= ?) " \
	"AND (? IS NULL OR p.minutes <= ?) " \
	"AND (? IS NULL OR p.cost = 0) " \
	"AND (? IS NULL OR ';' || p.standards || ';' LIKE " \
	"CAST(? AS TEXT) ESCAPE '\\') " \
	"AND (? IS NULL OR p.site IN " \
	"(SELECT id FROM site WHERE step_free = 'yes')) " \
	"AND (? IS NULL OR p.site IN (SELECT id FROM site " \
	"WHERE certification = 'certified' AND certified_until >= ?)) " \
	"AND (? IS NULL OR p.site IN (SELECT id FROM site " \
	"WHERE region BETWEEN ? AND ? AND lower(name || ' ' || address) " \
	"LIKE lower(CAST(? AS TEXT)) ESCAPE '\\') OR p.id IN " \
	"(SELECT id FROM programme WHERE region BETWEEN ? AND ? AND " \
	"lower(name || ' ' || about) LIKE lower(CAST(? AS TEXT)) " \
	"ESCAPE '\\')) "

/* A stage is a range of grades; one that reaches into it fits. */
static void
ask_grades(struct asked *asked, struct request *rq)
{
	static const struct {
		const char *stage;
		int64_t first, last;
	} stages[] = {
		{ "elementary", 5, 6 },
		{ "middle", 7, 9 },
		{ "high", 10, 12 },
	};
	int64_t first = 5, last = 12;
	size_t i;

	for (i = 0; i < sizeof stages / sizeof stages[0]; i++)
		if (text_is(stages[i].stage, query_text(rq, "stage"))) {
			first = stages[i].first;
			last = stages[i].last;
		}
	ask(asked, INT(last));
	ask(asked, INT(first));
	ask_twice(asked, ID(query_int(rq, "grade")));
	ask_twice(asked, ID(query_int(rq, "grade")));
}

static const char *
standard_like(struct request *rq)
{
	const char *code = query_text(rq, "standard");

	if (code == NULL)
		return NULL;
	return like_text(rq->arena, arena_printf(rq->arena, ";%s;", code));
}

static void
ask_programmes(struct asked *asked, struct request *rq)
{
	int i;

	ask_range(asked, query_id(rq, "region"));
	ask_range(asked, query_id(rq, "site"));
	ask(asked, ID(query_bool(rq, "closed")));
	ask_twice(asked, TEXT(query_text(rq, "kind")));
	ask_twice(asked, TEXT(query_text(rq, "field")));
	ask_grades(asked, rq);
	ask_twice(asked, ID(query_int(rq, "minutes")));
	ask(asked, ID(query_bool(rq, "free")));
	ask_twice(asked, TEXT(standard_like(rq)));
	ask(asked, ID(query_bool(rq, "step_free")));
	ask(asked, ID(query_bool(rq, "certified")));
	ask(asked, TEXT(today_text(rq)));
	ask(asked, TEXT(query_like(rq)));
	for (i = 0; i < 2; i++) {
		ask_range(asked, query_id(rq, "region"));
		ask(asked, TEXT(query_like(rq)));
	}
}

static struct rows
programmes_page(struct request *rq, const struct page *page, struct place from)
{
	struct asked asked = { 0 };

	ask_twice(&asked, INT(rq->now));
	ask_order(&asked, rq, from);
	ask_programmes(&asked, rq);
	ask(&asked, INT(PAGE_ROWS));
	ask(&asked, INT(page->offset));
	return db_ask(rq->db,
	    PROGRAMME_COLUMNS
	    "FROM (SELECT p.id, p.name, CASE WHEN ? IS NOT NULL THEN (SELECT " NEAR
	    "FROM site s WHERE s.id = p.site) END AS near, " SOON(
		"programme = p.id") PROGRAMMES_FIT
	    "ORDER BY near NULLS LAST, soon NULLS LAST, p.name, p.id "
	    "LIMIT ? OFFSET ?) k CROSS JOIN programme p CROSS JOIN site s "
	    "CROSS JOIN region r WHERE p.id = k.id AND s.id = p.site "
	    "AND r.id = p.region "
	    "ORDER BY k.near NULLS LAST, k.soon NULLS LAST, p.name, p.id",
	    asked_values(&asked));
}

void
programmes_list(struct request *rq)
{
	const struct catalogue *catalogue = catalogue_of(rq);
	struct page page = page_asked(rq);
	struct place from = place_of_actor(rq, query_id(rq, "school"));
	struct asked asked = { 0 };
	struct writer *writer;
	struct rows rows;

	if (catalogue == NULL)
		return;
	writer = answer(rq);
	ask_programmes(&asked, rq);
	page_tell(writer, &page,
	    db_int(rq->db, "SELECT COUNT(*) " PROGRAMMES_FIT,
		asked_values(&asked), 0));
	rows = programmes_page(rq, &page, from);
	put_list(writer, "programmes");
	while (rows_next(&rows)) {
		put_object(writer, NULL);
		programme_put(rq, writer, catalogue, &rows, from);
		put_object_end(writer);
	}
	put_list_end(writer);
}

/* Changing */

static const char *
standards_of_body(struct request *rq)
{
	json_t *list = body_json(rq, "standards"), *code;
	const char *text = "";
	size_t i;

	json_array_foreach(list, i, code) text = arena_printf(
	    rq->arena, "%s%s%s", text, i ? ";" : "", json_string_value(code));
	return text;
}

/* An active programme stands at an active site. */
static bool
site_open(struct request *rq, int64_t site)
{
	bool open = !text_is(body_text(rq, "state"), "active") ||
	    db_any(rq->db,
		"SELECT 1 FROM site WHERE id = ? AND state = 'active'",
		ARGS(ID(site)));

	if (!open)
		answer_error(rq, 409, "sites.closed", NULL);
	return open;
}

/* False: what is wrong was answered. */
static bool
programme_of_body(struct request *rq, struct programme_new *programme)
{
	const struct catalogue *catalogue = catalogue_of(rq);
	struct wrong wrong;

	if (catalogue == NULL)
		return false;
	*programme = (struct programme_new){
		.name = body_text(rq, "name"),
		.kind = body_text(rq, "kind"),
		.field = body_text(rq, "field"),
		.about = body_text(rq, "about"),
		.standards = standards_of_body(rq),
		.safety = body_text(rq, "safety"),
		.grade_from = body_int(rq, "grade_from"),
		.grade_to = body_int(rq, "grade_to"),
		.minutes = body_int(rq, "minutes"),
		.cost = body_int(rq, "cost"),
		.pupils_per_adult = body_int(rq, "pupils_per_adult"),
	};
	wrong = programme_check(catalogue, programme);
	if (wrong.id != NULL)
		answer_field(rq, wrong.field, wrong.id, NULL);
	return wrong.id == NULL;
}

static void
programme_keep(
    struct request *rq, int64_t id, const struct programme_new *programme)
{
	db_do(rq->db,
	    "UPDATE programme SET name = ?, kind = ?, field = ?, about = ?, "
	    "grade_from = ?, grade_to = ?, standards = ?, minutes = ?, "
	    "cost = ?, safety = ?, pupils_per_adult = ?, state = ?, "
	    "changed = ? WHERE id = ?",
	    ARGS(TEXT(programme->name), TEXT(programme->kind),
		TEXT(programme->field), TEXT(programme->about),
		INT(programme->grade_from), INT(programme->grade_to),
		TEXT(programme->standards), INT(programme->minutes),
		INT(programme->cost), TEXT(programme->safety),
		INT(programme->pupils_per_adult), TEXT(body_text(rq, "state")),
		INT(rq->now), ID(id)));
	register_tell(rq,
	    db_int(rq->db, "SELECT region FROM programme WHERE id = ?",
		ARGS(ID(id)), 0),
	    "programme.changed", "programme", id);
}

void
programme_make(struct request *rq)
{
	struct programme_new programme;
	int64_t id;

	if (!site_open(rq, path_id(rq, "site")) ||
	    !programme_of_body(rq, &programme))
		return;
	programme.site = path_id(rq, "site");
	id = programme_add(rq->db, rq->now, &programme);
	programme_keep(rq, id, &programme);
	put_id(answer(rq), "id", id);
}

void
programme_change(struct request *rq)
{
	int64_t id = path_id(rq, "programme");
	struct programme_new programme;

	if (!site_open(rq,
		db_int(rq->db, "SELECT site FROM programme WHERE id = ?",
		    ARGS(ID(id)), 0)) ||
	    !programme_of_body(rq, &programme))
		return;
	programme_keep(rq, id, &programme);
	answer_none(rq);
}
