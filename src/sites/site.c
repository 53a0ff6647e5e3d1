/* Sites: places that open their doors. */
#include <math.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "sites/inside.h"

/* Rows */

int64_t
site_add(struct db *db, int64_t now, const struct site_new *site)
{
	int64_t id = id_new();

	db_do(db,
	    "INSERT INTO site (id, region, name, kind, about, address, "
	    "latitude, longitude, phone, step_free, certification, "
	    "certified_until, state, demo, created, changed) VALUES (?, ?, ?, "
	    "?, ?, ?, ?, ?, ?, ?, ?, ?, 'active', ?, ?, ?)",
	    ARGS(ID(id), ID(site->region), TEXT(site->name), TEXT(site->kind),
		TEXT(site->about), TEXT(site->address), REAL(site->latitude),
		REAL(site->longitude), TEXT(site->phone), TEXT(site->step_free),
		TEXT(site->certification), TEXT(site->certified_until),
		INT(site->demo), INT(now), INT(now)));
	return id;
}

struct wrong
site_check(const struct site_new *site)
{
	if (isnan(site->latitude) != isnan(site->longitude))
		return (struct wrong){ isnan(site->latitude) ? "latitude"
							     : "longitude",
			"sites.half_a_place" };
	if (text_is(site->certification, "certified") &&
	    site->certified_until == NULL)
		return (
		    struct wrong){ "certified_until", "sites.certified_until" };
	return (struct wrong){ 0 };
}

/* Telling one */

#define SITE_COLUMNS \
	"SELECT s.id, s.region, r.name_ko, r.name_en, s.name, s.kind, " \
	"s.about, s.address, s.latitude, s.longitude, s.phone, s.step_free, " \
	"s.certification, s.certified_until, s.state, " \
	"(SELECT COUNT(*) FROM programme p WHERE p.site = s.id " \
	"AND p.state = 'active'), " \
	"(SELECT COUNT(*) FROM event e WHERE e.site = s.id " \
	"AND e.starts > ? AND e.state = 'planned') "

static void
certification_put(
    struct request *rq, struct writer *writer, const struct rows *rows)
{
	const char *state = rows_text(rows, 12), *until = rows_text(rows, 13);

	put_text(writer, "certification", state);
	put_text(writer, "certified_until", until);
	put_bool(writer, "certified", certified_today(rq, state, until));
}

static void
site_put(struct request *rq, struct writer *writer, const struct rows *rows,
    struct place from)
{
	int64_t region = rows_id(rows, 1);

	put_id(writer, "id", rows_id(rows, 0));
	put_id(writer, "region", region);
	put_text(writer, "region_name",
	    rows_text(rows, rq->lang == LANG_EN ? 3 : 2));
	put_text(writer, "name", rows_text(rows, 4));
	put_text(writer, "kind", rows_text(rows, 5));
	put_text(writer, "about", rows_text(rows, 6));
	put_text(writer, "address", rows_text(rows, 7));
	put_real(writer, "latitude", rows_real(rows, 8), 6);
	put_real(writer, "longitude", rows_real(rows, 9), 6);
	put_text(writer, "phone", rows_text(rows, 10));
	put_text(writer, "step_free", rows_text(rows, 11));
	certification_put(rq, writer, rows);
	put_text(writer, "state", rows_text(rows, 14));
	put_int(writer, "programmes", rows_int(rows, 15));
	put_int(writer, "upcoming", rows_int(rows, 16));
	distance_put(writer, from, rows_real(rows, 8), rows_real(rows, 9));
	put_bool(writer, "may_change", keeps_region(rq, region));
}

void
site_show(struct request *rq)
{
	struct place from = place_of_actor(rq, 0);
	struct rows rows = db_ask(rq->db,
	    SITE_COLUMNS "FROM site s JOIN region r ON r.id = s.region "
			 "WHERE s.id = ?",
	    ARGS(INT(rq->now), ID(path_id(rq, "site"))));

	if (!gone(rq, rows_next(&rows)))
		site_put(rq, answer(rq), &rows, from);
	rows_close(&rows);
}

/* Many */

/* The same `?` for counting and for a page; from the index site_find alone. */
#define SITES_FIT \
	"FROM site s WHERE s.region BETWEEN ? AND ? " \
	"AND (? IS NOT NULL OR s.state = 'active') " \
	"AND (? IS NULL OR s.kind = ?) " \
	"AND (? IS NULL OR s.step_free = 'yes') " \
	"AND (? IS NULL OR (s.certification = 'certified' " \
	"AND s.certified_until >= ?)) " \
	"AND (? IS NULL OR s.id IN (SELECT id FROM site " \
	"WHERE region BETWEEN ? AND ? AND lower(name || ' ' || address || ' ' || about) LIKE " \
	"lower(CAST(? AS TEXT)) ESCAPE '\\')) "

static void
ask_sites(struct asked *asked, struct request *rq)
{
	ask_range(asked, query_id(rq, "region"));
	ask(asked, ID(query_bool(rq, "closed")));
	ask_twice(asked, TEXT(query_text(rq, "kind")));
	ask(asked, ID(query_bool(rq, "step_free")));
	ask(asked, ID(query_bool(rq, "certified")));
	ask(asked, TEXT(today_text(rq)));
	ask(asked, TEXT(query_like(rq)));
	ask_range(asked, query_id(rq, "region"));
	ask(asked, TEXT(query_like(rq)));
}

static struct rows
sites_page(struct request *rq, const struct page *page, struct place from)
{
	struct asked asked = { 0 };

	ask(&asked, INT(rq->now));
	ask_order(&asked, rq, from);
	ask_sites(&asked, rq);
	ask(&asked, INT(PAGE_ROWS));
	ask(&asked, INT(page->offset));
	return db_ask(rq->db,
	    SITE_COLUMNS "FROM (SELECT s.id, CASE WHEN ? IS NOT NULL THEN " NEAR
			 "END AS near, " SOON("site = s.id") SITES_FIT
	    "ORDER BY near NULLS LAST, soon NULLS LAST, s.name, s.id "
	    "LIMIT ? OFFSET ?) k CROSS JOIN site s CROSS JOIN region r "
	    "WHERE s.id = k.id AND r.id = s.region "
	    "ORDER BY k.near NULLS LAST, k.soon NULLS LAST, s.name, s.id",
	    asked_values(&asked));
}

void
sites_list(struct request *rq)
{
	struct page page = page_asked(rq);
	struct place from = place_of_actor(rq, query_id(rq, "school"));
	struct asked asked = { 0 };
	struct writer *writer = answer(rq);
	struct rows rows;

	ask_sites(&asked, rq);
	page_tell(writer, &page,
	    db_int(
		rq->db, "SELECT COUNT(*) " SITES_FIT, asked_values(&asked), 0));
	rows = sites_page(rq, &page, from);
	put_list(writer, "sites");
	while (rows_next(&rows)) {
		put_object(writer, NULL);
		site_put(rq, writer, &rows, from);
		put_object_end(writer);
	}
	put_list_end(writer);
}

/* Changing */

static double
body_degrees(struct request *rq, const char *name)
{
	return body_given(rq, name) ? body_real(rq, name) : (double)NAN;
}

/* False: what is wrong was answered. */
static bool
site_of_body(struct request *rq, struct site_new *site)
{
	struct wrong wrong;

	*site = (struct site_new){
		.name = body_text(rq, "name"),
		.kind = body_text(rq, "kind"),
		.about = body_text(rq, "about"),
		.address = body_text(rq, "address"),
		.phone = body_text(rq, "phone"),
		.step_free = body_text(rq, "step_free"),
		.certification = body_text(rq, "certification"),
		.certified_until = body_text(rq, "certified_until"),
		.latitude = body_degrees(rq, "latitude"),
		.longitude = body_degrees(rq, "longitude"),
	};
	wrong = site_check(site);
	if (wrong.id != NULL)
		answer_field(rq, wrong.field, wrong.id, NULL);
	return wrong.id == NULL;
}

/* With a site its programmes close; each is opened again by itself. */
static void
site_keep(struct request *rq, int64_t id, const struct site_new *site)
{
	db_do(rq->db,
	    "UPDATE site SET name = ?, kind = ?, about = ?, address = ?, "
	    "latitude = ?, longitude = ?, phone = ?, step_free = ?, "
	    "certification = ?, certified_until = ?, state = ?, changed = ? "
	    "WHERE id = ?",
	    ARGS(TEXT(site->name), TEXT(site->kind), TEXT(site->about),
		TEXT(site->address), REAL(site->latitude),
		REAL(site->longitude), TEXT(site->phone), TEXT(site->step_free),
		TEXT(site->certification), TEXT(site->certified_until),
		TEXT(body_text(rq, "state")), INT(rq->now), ID(id)));
	if (text_is(body_text(rq, "state"), "closed"))
		db_do(rq->db,
		    "UPDATE programme SET state = 'closed', changed = ? "
		    "WHERE site = ? AND state = 'active'",
		    ARGS(INT(rq->now), ID(id)));
	register_tell(rq, site->region, "site.changed", "site", id);
}

void
site_make(struct request *rq)
{
	struct site_new site;
	int64_t id;

	if (!site_of_body(rq, &site))
		return;
	site.region = path_id(rq, "region");
	id = site_add(rq->db, rq->now, &site);
	site_keep(rq, id, &site);
	put_id(answer(rq), "id", id);
}

void
site_change(struct request *rq)
{
	int64_t id = path_id(rq, "site");
	struct site_new site;

	if (!site_of_body(rq, &site))
		return;
	site.region = db_int(
	    rq->db, "SELECT region FROM site WHERE id = ?", ARGS(ID(id)), 0);
	site_keep(rq, id, &site);
	answer_none(rq);
}
