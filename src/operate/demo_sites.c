/*
 * The demonstration's register: in each region four to six invented sites with
 * their programmes, events in the coming weeks, and some pupils with needs and
 * groups. The texts stand in catalog/names/; which of them a region gets follows
 * from its place in the list, so that every demonstration looks the same.
 */
#include <string.h>

#include "base/clock.h"
#include "base/csv.h"
#include "base/text.h"
#include "operate/commands.h"
#include "people/people.h"
#include "sites/sites.h"

enum { CELLS = 16, SHEET_ROWS = 64, PUPILS = 8192 };
#define HOUR INT64_C(3600000)
#define DAY (24 * HOUR)
#define SEOUL (9 * HOUR)

/* A file of texts, whole. */
struct sheet {
	const char *cells[SHEET_ROWS][CELLS];
	size_t count;
};

struct register_demo {
	struct db *db;
	struct arena *arena;
	int64_t now;
	struct sheet places, houses, sites, programmes;
	const char *certified_until;
	size_t programme_number; /* of all, to spread the days */
};

static bool
sheet_read(struct arena *arena, const char *file, const char *const *heads,
    size_t width, struct sheet *sheet)
{
	struct csv *csv = csv_open_file(
	    share_path(arena, arena_printf(arena, "catalog/names/%s", file)),
	    ',');
	int at[CELLS];
	size_t i;
	bool whole = csv != NULL && csv_head(csv, heads, width, at);

	for (i = 0; i < width && whole; i++)
		whole = at[i] >= 0;
	sheet->count = 0;
	while (whole && sheet->count < SHEET_ROWS && csv_next(csv) == CSV_ROW) {
		for (i = 0; i < width; i++)
			sheet->cells[sheet->count][i] = arena_text(
			    arena, csv_field(csv, (size_t)at[i]));
		sheet->count++;
	}
	csv_close(csv);
	return whole && sheet->count > 0;
}

static int64_t
number(const char *text)
{
	int64_t value = 0;

	text_to_int(text, 0, 1000000, &value);
	return value;
}

/* Events */

/* The Monday after next, as days since 1970-01-01, which was a Thursday. */
static int64_t
monday_ahead(int64_t now)
{
	int64_t day = date_days(date_in_seoul(now));

	return day - (day + 3) % 7 + 14;
}

/* Two events on weekdays, two weeks apart; a camp's days lie in one week. */
static void
events_made(struct register_demo *demo, int64_t programme,
    const char *const *cells, int64_t days)
{
	int64_t minutes = number(cells[7]), seats = number(cells[9]);
	int64_t weekday = (int64_t)(demo->programme_number * 3 % 5);
	int64_t week = (int64_t)(demo->programme_number % 4), start, i;

	if (weekday > 5 - days)
		weekday = 5 - days;
	for (i = 0; i < 2; i++) {
		start = (monday_ahead(demo->now) + 7 * (week + 2 * i) +
			    weekday) *
			DAY -
		    SEOUL + number(cells[11]) * HOUR;
		event_add(demo->db, demo->now,
		    &(struct event_new){ .programme = programme,
			.starts = start,
			.ends = start + (days - 1) * DAY +
			    minutes * 60000 / days,
			.seats = seats,
			.least = number(cells[10]),
			.demo = true });
	}
}

/* Programmes */

enum { CAMP_MINUTES = 360 }; /* of one day */

static void
programme_made(
    struct register_demo *demo, int64_t site, const char *const *cells)
{
	const struct programme_new programme = {
		.site = site,
		.name = cells[1],
		.kind = cells[2],
		.field = cells[3],
		.grade_from = number(cells[4]),
		.grade_to = number(cells[5]),
		.standards = cells[6],
		.minutes = number(cells[7]),
		.cost = number(cells[8]),
		.pupils_per_adult = number(cells[12]),
		.about = cells[13],
		.safety = cells[14],
		.demo = true,
	};
	bool camp = text_is(programme.kind, "CAMP");
	int64_t id = programme_add(demo->db, demo->now, &programme);

	events_made(
	    demo, id, cells, camp ? programme.minutes / CAMP_MINUTES : 1);
	demo->programme_number++;
}

/* Sites */

/* A house's invented name goes with one of its kinds: "가온 목공방". */
static void
site_made(struct register_demo *demo, size_t place, int64_t region,
    const char *region_name, size_t i)
{
	/* about one to three kilometres around the middle of the schools */
	static const double north[] = { 0.008, -0.012, 0.02, -0.004, 0.015,
		-0.022 };
	static const double east[] = { 0.01, 0.014, -0.006, -0.018, 0.024,
		0.004 };
	const char *const *kind =
	    demo->sites.cells[(place * 5 + i) % demo->sites.count];
	const char *house =
	    demo->houses.cells[(place + 7 * i) % demo->houses.count][0];
	double latitude = 0, longitude = 0;
	bool certified = text_is(kind[5], "certified");
	int64_t id;
	size_t p;

	text_to_real(demo->places.cells[place][1], &latitude);
	text_to_real(demo->places.cells[place][2], &longitude);
	id = site_add(demo->db, demo->now,
	    &(struct site_new){ .region = region,
		.name = arena_printf(demo->arena, "%s %s", house, kind[1]),
		.kind = kind[2],
		.about = kind[3],
		.address = arena_printf(demo->arena, "%s %s길 %d", region_name,
		    house, (int)(3 + 4 * i)),
		.phone = arena_printf(
		    demo->arena, "031-000-%02d%02d", (int)place, (int)i),
		.step_free = kind[4],
		.certification = kind[5],
		.certified_until = certified ? demo->certified_until : NULL,
		.latitude = latitude + north[i],
		.longitude = longitude + east[i],
		.demo = true });
	for (p = 0; p < demo->programmes.count; p++)
		if (text_is(demo->programmes.cells[p][0], kind[0]))
			programme_made(demo, id, demo->programmes.cells[p]);
}

static void
schools_placed(struct register_demo *demo, size_t place, int64_t region)
{
	double latitude = 0, longitude = 0;

	text_to_real(demo->places.cells[place][1], &latitude);
	text_to_real(demo->places.cells[place][2], &longitude);
	db_do(demo->db,
	    "UPDATE school SET latitude = CAST(? AS DOUBLE PRECISION) + "
	    "CASE level WHEN 'elementary' THEN 0.006 "
	    "WHEN 'middle' THEN -0.008 ELSE 0.002 END, "
	    "longitude = CAST(? AS DOUBLE PRECISION) + "
	    "CASE level WHEN 'high' THEN 0.011 ELSE 0.003 END "
	    "WHERE region = ? AND code LIKE 'demo-%' AND latitude IS NULL",
	    ARGS(REAL(latitude), REAL(longitude), ID(region)));
}

static void
region_made(struct register_demo *demo, size_t place)
{
	struct values code = ARGS(TEXT(demo->places.cells[place][0]));
	int64_t region = db_int(demo->db,
	    "SELECT id FROM region WHERE code = ? AND valid_to IS NULL", code,
	    0);
	const char *name = db_text(demo->db, demo->arena,
	    "SELECT name_ko FROM region WHERE code = ? AND valid_to IS NULL",
	    code);
	size_t i;

	if (region == 0)
		return;
	schools_placed(demo, place, region);
	for (i = 0; i < 4 + place % 3; i++)
		site_made(demo, place, region, name, i);
}

/* Pupils: about one in nineteen has a need, one in thirteen a group. */

static void
vault_made(struct register_demo *demo)
{
	int64_t *pupils = arena_array(demo->arena, PUPILS, sizeof *pupils);
	struct rows rows = db_ask(
	    demo->db, "SELECT id FROM pupil ORDER BY id", NO_ARGS);
	size_t count = 0, i;

	while (count < PUPILS && rows_next(&rows))
		pupils[count++] = rows_id(&rows, 0);
	rows_close(&rows);
	for (i = 0; i < count; i++) {
		if (i % 19 == 3)
			vault_needs_set(
			    demo->db, pupils[i], 1u << i / 19 % NEEDS);
		if (i % 13 == 5)
			vault_groups_set(
			    demo->db, pupils[i], 1u << i / 13 % GROUPS);
	}
}

bool
demo_sites_make(struct db *db, struct arena *arena, int64_t now)
{
	static const char *const places[] = { "region", "latitude",
		"longitude" };
	static const char *const houses[] = { "name_ko" };
	static const char *const sites[] = { "id", "name", "kind", "about",
		"step_free", "certification" };
	static const char *const programmes[] = { "site", "name", "kind",
		"field", "grade_from", "grade_to", "standards", "minutes",
		"cost", "seats", "least", "hour", "pupils_per_adult", "about",
		"safety" };
	struct register_demo *demo = arena_alloc(arena, sizeof *demo);
	size_t i;

	demo->db = db;
	demo->arena = arena;
	demo->now = now;
	demo->certified_until = arena_printf(
	    arena, "%d-12-31", date_in_seoul(now).year + 2);
	if (!sheet_read(arena, "places.csv", places, 3, &demo->places) ||
	    !sheet_read(arena, "houses.csv", houses, 1, &demo->houses) ||
	    !sheet_read(arena, "sites.csv", sites, 6, &demo->sites) ||
	    !sheet_read(
		arena, "programmes.csv", programmes, 15, &demo->programmes))
		return false;
	for (i = 0; i < demo->places.count; i++)
		region_made(demo, i);
	vault_made(demo);
	return db_ok(db);
}
