/*
 * The register over HTTP: what may be entered, how it is found, what it leaves
 * in the ledger; what a pupil needs. Over SQLite, then over the server of
 * GILJABI_TEST_POSTGRES if there is one.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "ledger/ledger.h"
#include "module.h"
#include "people/test_town.h"
#include "sites/sites.h"

static const struct module *const rooms[] = { &http_module, &ledger_module,
	&catalog_module, &people_module, &sites_module, NULL };

static const char secret[] =
    "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

enum { CODE = 27 };
#define HOUR INT64_C(3600000)
#define DAY (24 * HOUR)

struct scene {
	struct bed *bed;
	struct town town;
	struct server *server;
	struct visitor *centre, *teacher, *pupil;
	struct arena *arena;
	char code[CODE];
	int64_t sites[3], programmes[3];
	int64_t noon; /* twelve o'clock in Seoul, ten days on */
};

/* The town's school stands in Suwon, the sites ever farther from it. */
static const struct {
	const char *name, *kind, *step_free, *certification, *until;
	double latitude;
	size_t region;
} made_sites[] = {
	{ "가온 공방", "shop", "yes", "certified", "2099-12-31", 37.27, 0 },
	{ "나래 연구소", "company", "no", "certified", "2020-01-01", 37.36, 0 },
	{ "다솜 대학", "university", "partly", "none", NULL, NAN, 1 },
};
static const struct {
	const char *name, *kind, *field, *standards;
	int64_t first, last, minutes, cost;
} made_programmes[] = {
	{ "Wood at work", "FIELD", "food", "9진로01-01;9진로01-02", 7, 9, 120,
	    0 },
	{ "100%_손으로", "CAMP", "environment", "", 5, 6, 900, 5000 },
	{ "다음 걸음", "TALK", "animals", "9진로01-01", 10, 12, 50, 0 },
};

static bool
register_make(struct db *db, void *with)
{
	struct scene *scene = with;
	int64_t now = clock_now();
	size_t i;

	for (i = 0; i < COUNT(made_sites); i++) {
		scene->sites[i] = site_add(db, now,
		    &(struct site_new){
			.region = scene->town.regions[made_sites[i].region],
			.name = made_sites[i].name,
			.kind = made_sites[i].kind,
			.about = "",
			.address = "경기도",
			.phone = "",
			.step_free = made_sites[i].step_free,
			.certification = made_sites[i].certification,
			.certified_until = made_sites[i].until,
			.latitude = made_sites[i].latitude,
			.longitude = isnan(made_sites[i].latitude) ? (double)NAN
								   : 127.0 });
		scene->programmes[i] = programme_add(db, now,
		    &(struct programme_new){ .site = scene->sites[i],
			.name = made_programmes[i].name,
			.kind = made_programmes[i].kind,
			.field = made_programmes[i].field,
			.about = "",
			.standards = made_programmes[i].standards,
			.safety = "",
			.grade_from = made_programmes[i].first,
			.grade_to = made_programmes[i].last,
			.minutes = made_programmes[i].minutes,
			.cost = made_programmes[i].cost,
			.pupils_per_adult = 10 });
	}
	card_issue(
	    db, now, scene->town.pupils[0], scene->town.homeroom, scene->code);
	return db_ok(db);
}

static struct visitor *
staff_in(struct scene *scene, const char *login)
{
	struct visitor *visitor = visitor_new(scene->server);
	char body[200];

	snprintf(body, sizeof body, "{\"login\":\"%s\",\"password\":\"%s\"}",
	    login, TOWN_PASSWORD);
	assert_int_equal(
	    visitor_ask(visitor, "POST", "/api/session/password", body), 200);
	return visitor;
}

static void
visitors_enter(struct scene *scene)
{
	char body[100];

	scene->centre = staff_in(scene, "centre");
	scene->teacher = staff_in(scene, "homeroom");
	scene->pupil = visitor_new(scene->server);
	snprintf(body, sizeof body, "{\"code\":\"%s\",\"own_device\":true}",
	    scene->code);
	assert_int_equal(
	    visitor_ask(scene->pupil, "POST", "/api/session/card", body), 200);
}

static void
scene_open(struct scene *scene, void **state)
{
	int64_t day;

	*scene = (struct scene){ .bed = *state, .arena = arena_new(1 << 24) };
	day = date_days(date_in_seoul(clock_now())) + 10;
	scene->noon = day * DAY + 3 * HOUR;
	town_make(scene->bed, &scene->town);
	assert_true(store_migrate(scene->bed->store, rooms));
	must(scene->bed,
	    "UPDATE school SET latitude = 37.26, longitude = 127.0 "
	    "WHERE id = ?",
	    ARGS(ID(scene->town.schools[0])));
	assert_int_equal(
	    store_write(scene->bed->store, register_make, scene), WRITE_DONE);
	scene->server = server_start(
	    &(struct server_options){ .listen = "127.0.0.1:0",
		.store = scene->bed->store,
		.modules = rooms,
		.reach = people_reach,
		.secret = secret,
		.check_answers = true,
		.rate = 100000,
		.drain_seconds = 2 });
	assert_non_null(scene->server);
	visitors_enter(scene);
}

static void
scene_close(struct scene *scene)
{
	visitor_free(scene->centre);
	visitor_free(scene->teacher);
	visitor_free(scene->pupil);
	server_stop(scene->server);
	arena_free(scene->arena);
}

static const char *
at_id(struct scene *scene, const char *before, int64_t id, const char *after)
{
	return arena_printf(
	    scene->arena, "%s%lld%s", before, (long long)id, after);
}

/* What one says changed; what somebody asks for by a path. */
static void
answers(struct visitor *visitor, const char *method, const char *path,
    const char *body, int status)
{
	int got = visitor_ask(visitor, method, path, body);
	size_t length;

	if (got != status)
		fail_msg("%s %s %s: %d, not %d: %s", method, path,
		    body ? body : "", got, status,
		    visitor_body(visitor, &length));
}

static void
got(struct visitor *visitor, const char *member, const char *want)
{
	if (!text_is(visitor_got(visitor, member), want))
		fail_msg("%s is %s, not %s", member,
		    visitor_got(visitor, member), want);
}

/* Distances */

/* Great circles on a sphere of 6,371.0088 km, from the arc itself. */
static void
places_lie_apart(void **state)
{
	static const double degree = 111.1950802335329;
	static const struct {
		double at[4], want;
	} rows[] = {
		{ { 37, 127, 37, 127 }, 0 },
		{ { 36, 127, 37, 127 }, degree },
		{ { 0, 0, 0, 180 }, 180 * degree },
		{ { 90, 0, -90, 50 }, 180 * degree },
		{ { 0, 179.5, 0, -179.5 }, degree },
		{ { NAN, 127, 37, 127 }, NAN },
		{ { 37, 127, 37, NAN }, NAN },
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(rows); i++) {
		double apart = places_apart(
		    rows[i].at[0], rows[i].at[1], rows[i].at[2], rows[i].at[3]);

		if (isnan(rows[i].want) ? !isnan(apart)
					: fabs(apart - rows[i].want) > 1e-6)
			fail_msg("row %zu: %f", i, apart);
	}
}

/* Finding */

static const struct finding {
	const char *query, *first, *total;
} site_findings[] = {
	{ "", "가온 공방", "3" },
	{ "?q=연구", "나래 연구소", "1" },
	{ "?q=%25", "", "0" },
	{ "?q=_", "", "0" },
	{ "?kind=university", "다솜 대학", "1" },
	{ "?step_free=true", "가온 공방", "1" },
	{ "?certified=true", "가온 공방", "1" },
	{ "?order=distance", "가온 공방", "3" },
	{ "?order=soon", "나래 연구소", "3" },
	{ "?page=2", "", "3" },
};
static const struct finding programme_findings[] = {
	{ "", "100%_손으로", "3" },
	{ "?q=wood", "Wood at work", "1" },
	{ "?q=%25_", "100%_손으로", "1" },
	{ "?q=나래", "100%_손으로", "1" },
	{ "?kind=TALK", "다음 걸음", "1" },
	{ "?field=food", "Wood at work", "1" },
	{ "?field=nothing", "", "0" },
	{ "?stage=elementary", "100%_손으로", "1" },
	{ "?stage=high", "다음 걸음", "1" },
	{ "?grade=8", "Wood at work", "1" },
	{ "?standard=9진로01-01", "Wood at work", "2" },
	{ "?standard=9진로01-0", "", "0" },
	{ "?step_free=true", "Wood at work", "1" },
	{ "?free=true", "Wood at work", "2" },
	{ "?certified=true", "Wood at work", "1" },
	{ "?minutes=60", "다음 걸음", "1" },
	{ "?order=distance", "Wood at work", "3" },
	{ "?order=soon", "100%_손으로", "3" },
};

static void
finds(struct scene *scene, const char *list, const struct finding *finding)
{
	answers(scene->pupil, "GET",
	    arena_printf(scene->arena, "/api/%s%s", list, finding->query), NULL,
	    200);
	if (!text_is(visitor_got(scene->pupil, "total"), finding->total))
		fail_msg("%s%s: %s in all", list, finding->query,
		    visitor_got(scene->pupil, "total"));
	got(scene->pupil, arena_printf(scene->arena, "%s.0.name", list),
	    finding->first);
}

static void
event_made(struct scene *scene, size_t programme, int64_t starts, int64_t ends)
{
	const char *body = arena_printf(scene->arena,
	    "{\"events\":[{\"starts\":%lld,\"ends\":%lld,\"seats\":20,"
	    "\"least\":5}]}",
	    (long long)starts, (long long)ends);

	answers(scene->centre, "POST",
	    at_id(scene, "/api/programmes/", scene->programmes[programme],
		"/events"),
	    body, 200);
}

static void
the_register_is_searched(void **state)
{
	struct scene scene;
	size_t i;

	scene_open(&scene, state);
	event_made(&scene, 1, scene.noon, scene.noon + 2 * DAY);
	event_made(&scene, 0, scene.noon + DAY, scene.noon + DAY + HOUR);
	for (i = 0; i < COUNT(site_findings); i++)
		finds(&scene, "sites", &site_findings[i]);
	for (i = 0; i < COUNT(programme_findings); i++)
		finds(&scene, "programmes", &programme_findings[i]);
	answers(
	    scene.pupil, "GET", "/api/programmes?order=distance", NULL, 200);
	got(scene.pupil, "programmes.1.name", "100%_손으로");
	got(scene.pupil, "programmes.1.upcoming", "1");
	got(scene.pupil, "programmes.2.distance", "");
	got(scene.pupil, "programmes.0.may_change", "false");
	scene_close(&scene);
}

/* Paging goes over every row once, whatever the order. */
static bool
many_add(struct db *db, void *with)
{
	struct scene *scene = with;
	int i;

	for (i = 0; i < 2 * PAGE_ROWS; i++)
		site_add(db, 1,
		    &(struct site_new){ .region = scene->town.regions[0],
			.name = i % 2 ? "같은 이름" : "Same name",
			.kind = "other",
			.about = "",
			.address = "",
			.phone = "",
			.step_free = "unknown",
			.certification = "none",
			.latitude = 37.26 + (i % 7) * 0.01,
			.longitude = 127 });
	return db_ok(db);
}

static void
pages_hold_every_row_once(void **state)
{
	static const char *const orders[] = { "name", "distance", "soon" };
	struct scene scene;
	size_t i, j, k;

	scene_open(&scene, state);
	assert_int_equal(
	    store_write(scene.bed->store, many_add, &scene), WRITE_DONE);
	for (i = 0; i < COUNT(orders); i++) {
		const char *ids[3 * PAGE_ROWS];
		size_t count = 0;

		for (j = 1; j <= 3; j++) {
			answers(scene.pupil, "GET",
			    arena_printf(scene.arena,
				"/api/sites?order=%s&page=%zu", orders[i], j),
			    NULL, 200);
			got(scene.pupil, "pages", "3");
			for (k = 0; k < PAGE_ROWS; k++) {
				const char *id = visitor_got(scene.pupil,
				    arena_printf(
					scene.arena, "sites.%zu.id", k));

				if (id[0] != '\0')
					ids[count++] = arena_text(
					    scene.arena, id);
			}
		}
		assert_int_equal(count, 2 * PAGE_ROWS + COUNT(made_sites));
		for (j = 0; j < count; j++)
			for (k = 0; k < j; k++)
				assert_string_not_equal(ids[j], ids[k]);
	}
	scene_close(&scene);
}

/* Entering */

#define SITE_BODY(more) \
	"{\"name\":\"새 곳\",\"kind\":\"youth\",\"about\":\"\"," \
	"\"address\":\"수원\",\"phone\":\"\",\"step_free\":\"yes\"," \
	"\"state\":\"active\"," more "}"
#define PROGRAMME_BODY(field, first, last, standards) \
	"{\"name\":\"새것\",\"kind\":\"VISIT\",\"field\":\"" field \
	"\",\"about\":\"\",\"grade_from\":" first ",\"grade_to\":" last \
	",\"standards\":[" standards "],\"minutes\":60,\"cost\":0," \
	"\"safety\":\"\",\"pupils_per_adult\":10,\"state\":\"active\"}"

static void
what_is_wrong_is_told(void **state)
{
	static const struct {
		const char *body, *id;
	} sites[] = {
		{ SITE_BODY("\"certification\":\"certified\""),
		    "sites.certified_until" },
		{ SITE_BODY("\"certification\":\"none\",\"latitude\":37.1"),
		    "sites.half_a_place" },
		{ SITE_BODY("\"certification\":\"none\",\"longitude\":127"),
		    "sites.half_a_place" },
		{ SITE_BODY("\"certification\":\"none\",\"latitude\":12,"
			    "\"longitude\":127"),
		    "field.least" },
	}, programmes[] = {
		{ PROGRAMME_BODY("nothing", "7", "9", ""), "sites.field" },
		{ PROGRAMME_BODY("food", "9", "7", ""), "sites.grades" },
		{ PROGRAMME_BODY("food", "7", "9", "\"9진로01\""),
		    "sites.standard" },
		{ PROGRAMME_BODY("food", "7", "9",
		      "\"9진로01-01\",\"9진로01-01\""),
		    "sites.standard_twice" },
	};
	struct scene scene;
	size_t i;

	scene_open(&scene, state);
	for (i = 0; i < COUNT(sites); i++) {
		answers(scene.centre, "PUT",
		    at_id(&scene, "/api/sites/", scene.sites[0], ""),
		    sites[i].body, 422);
		assert_string_equal(visitor_wrong(scene.centre), sites[i].id);
	}
	for (i = 0; i < COUNT(programmes); i++) {
		answers(scene.centre, "PUT",
		    at_id(&scene, "/api/programmes/", scene.programmes[0], ""),
		    programmes[i].body, 422);
		assert_string_equal(
		    visitor_wrong(scene.centre), programmes[i].id);
	}
	scene_close(&scene);
}

static int64_t
told(struct scene *scene, const char *kind)
{
	return look(scene->bed, "SELECT COUNT(*) FROM ledger WHERE kind = ?",
	    ARGS(TEXT(kind)));
}

static void
a_site_is_entered_and_closed(void **state)
{
	struct scene scene;
	const char *path, *body;

	scene_open(&scene, state);
	answers(scene.centre, "POST",
	    at_id(&scene, "/api/regions/", scene.town.regions[0], "/sites"),
	    SITE_BODY("\"certification\":\"certified\","
		      "\"certified_until\":\"2099-01-01\","
		      "\"latitude\":37.35,\"longitude\":127"),
	    200);
	path = arena_printf(
	    scene.arena, "/api/sites/%s", visitor_got(scene.centre, "id"));
	answers(scene.centre, "GET", path, NULL, 200);
	got(scene.centre, "certified", "true");
	got(scene.centre, "may_change", "true");
	answers(scene.centre, "POST",
	    arena_printf(scene.arena, "%s/programmes", path),
	    PROGRAMME_BODY("food", "7", "9", "\"9진로01-02\""), 200);
	body = visitor_got(scene.centre, "id");
	answers(scene.pupil, "GET",
	    arena_printf(scene.arena, "/api/programmes/%s", body), NULL, 200);
	got(scene.pupil, "standards.0.code", "9진로01-02");
	got(scene.pupil, "site_name", "새 곳");
	answers(scene.centre, "PUT", path,
	    "{\"name\":\"새 곳\",\"kind\":\"youth\",\"about\":\"\","
	    "\"address\":\"수원\",\"phone\":\"\",\"step_free\":\"yes\","
	    "\"certification\":\"none\",\"state\":\"closed\"}",
	    204);
	answers(scene.pupil, "GET", "/api/programmes?q=새것", NULL, 200);
	got(scene.pupil, "total", "0");
	answers(scene.pupil, "GET", "/api/programmes?q=새것&closed=true", NULL,
	    200);
	got(scene.pupil, "total", "1");
	assert_int_equal(told(&scene, "site.changed"), 2);
	assert_int_equal(told(&scene, "programme.changed"), 1);
	scene_close(&scene);
}

static void
other_regions_are_kept_by_others(void **state)
{
	struct scene scene;
	const char *body = SITE_BODY("\"certification\":\"none\"");

	scene_open(&scene, state);
	answers(scene.centre, "POST",
	    at_id(&scene, "/api/regions/", scene.town.regions[1], "/sites"),
	    body, 404);
	answers(scene.centre, "PUT",
	    at_id(&scene, "/api/sites/", scene.sites[2], ""), body, 404);
	answers(scene.teacher, "PUT",
	    at_id(&scene, "/api/sites/", scene.sites[0], ""), body, 403);
	answers(scene.centre, "PUT",
	    at_id(&scene, "/api/programmes/", scene.programmes[2], ""),
	    PROGRAMME_BODY("food", "7", "9", ""), 404);
	answers(scene.centre, "GET",
	    at_id(&scene, "/api/sites/", scene.sites[2], ""), NULL, 200);
	got(scene.centre, "may_change", "false");
	scene_close(&scene);
}

/* Events */

static void
an_event_ends_in_time(void **state)
{
	static const struct {
		size_t programme;
		int64_t starts, ends; /* from noon */
		int64_t seats, least;
		const char *id; /* NULL: right */
	} rows[] = {
		{ 0, 0, HOUR, 20, 20, NULL },
		{ 0, 0, 0, 20, 0, "sites.ends" },
		{ 0, HOUR, 0, 20, 0, "sites.ends" },
		{ 0, 0, 12 * HOUR, 20, 0, NULL }, /* until midnight */
		{ 0, 0, 12 * HOUR + 1, 20, 0, "sites.one_day" },
		{ 1, 0, 2 * DAY + 12 * HOUR, 0, 0, NULL },
		{ 1, 0, 2 * DAY + 12 * HOUR + 1, 1, 0, "sites.camp_days" },
		{ 0, 0, HOUR, 20, 21, "sites.least" },
		{ 0, -40000 * DAY, HOUR, 20, 0, "field.time" },
		{ 0, -20000 * DAY, HOUR, 20, 0, "sites.time" },
		{ 0, 0, HOUR, 1001, 0, "field.most" },
	};
	struct scene scene;
	size_t i;

	scene_open(&scene, state);
	for (i = 0; i < COUNT(rows); i++) {
		const char *body = arena_printf(scene.arena,
		    "{\"events\":[{\"starts\":%lld,\"ends\":%lld,"
		    "\"seats\":%lld,\"least\":%lld}]}",
		    (long long)(scene.noon + rows[i].starts),
		    (long long)(scene.noon + rows[i].ends),
		    (long long)rows[i].seats, (long long)rows[i].least);

		answers(scene.centre, "POST",
		    at_id(&scene, "/api/programmes/",
			scene.programmes[rows[i].programme], "/events"),
		    body, rows[i].id == NULL ? 200 : 422);
		if (rows[i].id != NULL)
			assert_string_equal(
			    visitor_wrong(scene.centre), rows[i].id);
	}
	assert_int_equal(
	    look(scene.bed, "SELECT COUNT(*) FROM event", NO_ARGS), 3);
	scene_close(&scene);
}

/* The days asked for, from today: the event lies ten days on. */
static const char *
span(struct scene *scene, int from, int to)
{
	char first[11], last[11];
	int64_t now = clock_now();

	date_write(date_in_seoul(now + from * DAY), first);
	date_write(date_in_seoul(now + to * DAY), last);
	return arena_printf(
	    scene->arena, "/api/events?from=%s&to=%s", first, last);
}

static void
events_are_listed_by_day(void **state)
{
	static const struct {
		int from, to;
		const char *more;
		size_t count;
	} rows[] = {
		{ 10, 10, "", 1 },
		{ 0, 9, "", 0 },
		{ 11, 40, "", 0 },
		{ 0, 400, "&kind=FIELD&field=food&grade=7", 1 },
		{ 0, 400, "&kind=CAMP", 0 },
		{ 0, 400, "&grade=6", 0 },
	};
	struct scene scene;
	size_t i, length;

	scene_open(&scene, state);
	event_made(&scene, 0, scene.noon, scene.noon + HOUR);
	for (i = 0; i < COUNT(rows); i++) {
		answers(scene.pupil, "GET",
		    arena_printf(scene.arena, "%s%s",
			span(&scene, rows[i].from, rows[i].to), rows[i].more),
		    NULL, 200);
		assert_int_equal(count_of(visitor_body(scene.pupil, &length),
				     "\"programme_name\""),
		    rows[i].count);
	}
	answers(scene.pupil, "GET", span(&scene, 1, 0), NULL, 422);
	answers(scene.pupil, "GET", span(&scene, 0, 401), NULL, 422);
	assert_string_equal(visitor_wrong(scene.pupil), "sites.span");
	scene_close(&scene);
}

static bool
event_look(struct db *db, void *with)
{
	struct scene *scene = with;
	struct event event;
	int64_t id = db_int(db, "SELECT MAX(id) FROM event", NO_ARGS, 0);
	char day[11];

	date_write(date_in_seoul(scene->noon + DAY), day);
	assert_true(event_load(db, scene->arena, id, &event));
	assert_true(event.cancelled);
	assert_int_equal(event.sequence, 2);
	assert_int_equal(event.site, scene->sites[0]);
	assert_string_equal(event.programme_name, "Wood at work");
	assert_string_equal(event_day(scene->arena, &event), day);
	assert_false(event_load(db, scene->arena, 1, &event));
	return db_ok(db);
}

static void
a_cancelled_event_stays_cancelled(void **state)
{
	struct scene scene;
	const char *path, *body;

	scene_open(&scene, state);
	event_made(&scene, 0, scene.noon, scene.noon + HOUR);
	path = arena_printf(
	    scene.arena, "/api/events/%s", visitor_got(scene.centre, "ids.0"));
	body = arena_printf(scene.arena,
	    "{\"starts\":%lld,\"ends\":%lld,\"seats\":10,\"least\":0}",
	    (long long)(scene.noon + DAY),
	    (long long)(scene.noon + DAY + HOUR));
	answers(scene.centre, "PUT", path, body, 204);
	answers(scene.centre, "POST",
	    arena_printf(scene.arena, "%s/cancel", path), NULL, 204);
	answers(scene.centre, "PUT", path, body, 409);
	answers(scene.centre, "POST",
	    arena_printf(scene.arena, "%s/cancel", path), NULL, 409);
	assert_int_equal(
	    store_write(scene.bed->store, event_look, &scene), WRITE_DONE);
	answers(scene.pupil, "GET", span(&scene, 0, 30), NULL, 200);
	got(scene.pupil, "events.0.id", "");
	answers(scene.pupil, "GET",
	    arena_printf(scene.arena, "%s&cancelled=true", span(&scene, 0, 30)),
	    NULL, 200);
	got(scene.pupil, "events.0.state", "cancelled");
	assert_int_equal(told(&scene, "event.changed"), 2);
	assert_int_equal(told(&scene, "event.cancelled"), 1);
	scene_close(&scene);
}

static void
nothing_new_where_it_is_closed(void **state)
{
	struct scene scene;
	const char *body;

	scene_open(&scene, state);
	answers(scene.centre, "PUT",
	    at_id(&scene, "/api/sites/", scene.sites[0], ""),
	    "{\"name\":\"가온 공방\",\"kind\":\"shop\",\"about\":\"\","
	    "\"address\":\"수원\",\"phone\":\"\",\"step_free\":\"yes\","
	    "\"certification\":\"none\",\"state\":\"closed\"}",
	    204);
	answers(scene.centre, "PUT",
	    at_id(&scene, "/api/programmes/", scene.programmes[0], ""),
	    PROGRAMME_BODY("food", "7", "9", ""), 409);
	answers(scene.centre, "POST",
	    at_id(&scene, "/api/sites/", scene.sites[0], "/programmes"),
	    PROGRAMME_BODY("food", "7", "9", ""), 409);
	body = arena_printf(scene.arena,
	    "{\"events\":[{\"starts\":%lld,\"ends\":%lld,\"seats\":1,"
	    "\"least\":0}]}",
	    (long long)scene.noon, (long long)(scene.noon + HOUR));
	answers(scene.centre, "POST",
	    at_id(&scene, "/api/programmes/", scene.programmes[0], "/events"),
	    body, 409);
	assert_string_equal(visitor_wrong(scene.centre), "sites.closed");
	scene_close(&scene);
}

/* Needs */

static void
needs_are_kept_and_never_told(void **state)
{
	static const struct {
		const char *body;
		int status;
	} rows[] = {
		{ "{\"needs\":[\"food\",\"step_free\"]}", 204 },
		{ "{\"needs\":[\"food\",\"step_free\"]}", 204 }, /* the same */
		{ "{\"needs\":[\"care\"]}", 422 },
		{ "{\"needs\":[\"food\",\"food\"]}", 422 },
	};
	struct scene scene;
	const char *path;
	size_t i;

	scene_open(&scene, state);
	path = at_id(&scene, "/api/pupils/", scene.town.pupils[0], "/needs");
	for (i = 0; i < COUNT(rows); i++)
		answers(
		    scene.teacher, "PUT", path, rows[i].body, rows[i].status);
	answers(scene.pupil, "PUT", path, "{\"needs\":[]}", 403);
	answers(scene.centre, "GET", path, NULL, 403);
	answers(scene.pupil, "GET", path, NULL, 200);
	got(scene.pupil, "needs.0", "step_free");
	got(scene.pupil, "needs.1", "food");
	got(scene.pupil, "needs.2", "");
	assert_int_equal(told(&scene, "needs.changed"), 1);
	assert_int_equal(look(scene.bed,
			     "SELECT COUNT(*) FROM ledger "
			     "WHERE detail LIKE '%food%'",
			     NO_ARGS),
	    0);
	answers(scene.teacher, "PUT", path, "{\"needs\":[]}", 204);
	assert_int_equal(
	    look(scene.bed, "SELECT COUNT(*) FROM vault WHERE kind = 'needs'",
		NO_ARGS),
	    0);
	answers(scene.teacher, "PUT",
	    at_id(&scene, "/api/pupils/", scene.town.pupils[2], "/needs"),
	    "{\"needs\":[]}", 404);
	scene_close(&scene);
}

int
main(void)
{
	static const struct test_case cases[] = {
		CASE(SQLITE, places_lie_apart),
		CASE(BOTH, the_register_is_searched),
		CASE(BOTH, pages_hold_every_row_once),
		CASE(BOTH, what_is_wrong_is_told),
		CASE(BOTH, a_site_is_entered_and_closed),
		CASE(BOTH, other_regions_are_kept_by_others),
		CASE(BOTH, an_event_ends_in_time),
		CASE(BOTH, events_are_listed_by_day),
		CASE(BOTH, a_cancelled_event_stays_cancelled),
		CASE(BOTH, nothing_new_where_it_is_closed),
		CASE(BOTH, needs_are_kept_and_never_told),
	};

	return cases_run(cases, COUNT(cases));
}
