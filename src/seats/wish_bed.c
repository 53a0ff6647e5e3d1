/* The bed of seats/wish_bed.h. */
#include "seats/wish_bed.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/random.h"
#include "base/text.h"
#include "guide/guide.h"
#include "ledger/ledger.h"
#include "model/model.h"
#include "module.h"
#include "seats/seats.h"
#include "sites/sites.h"

#define DAY_MS INT64_C(86400000)

static const struct module *const rooms[] = { &http_module, &ledger_module,
	&catalog_module, &people_module, &model_module, &guide_module,
	&sites_module, &seats_module, NULL };

static const char secret[] =
    "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

static const char no_rule[] = "{\"reserves\":[],\"bands\":[],\"caps\":[]}";

/* Places */

static int64_t
ten_in_seoul(const struct scene *scene, int64_t days)
{
	int64_t midnight = scene->now / DAY_MS * DAY_MS;

	return midnight + days * DAY_MS + 3600000;
}

static int64_t
site_put(struct db *db, const struct scene *scene, const char *name)
{
	return site_add(db, scene->now,
	    &(struct site_new){ .region = scene->town.regions[0],
		.name = name,
		.kind = "public",
		.about = "",
		.address = "수원시 길잡이로 1",
		.phone = "031-000-0000",
		.step_free = "yes",
		.certification = "certified",
		.certified_until = NULL,
		.latitude = 37.25,
		.longitude = 127.05 });
}

static void
events_put(struct db *db, struct scene *scene)
{
	int64_t programmes[3];

	for (int i = 0; i < 3; i++)
		programmes[i] = programme_add(db, scene->now,
		    &(struct programme_new){
			.site = i == 0 ? scene->site : scene->other_site,
			.name = i == 0 ? "로봇 만들기" : "숲 해설",
			.kind = "FIELD",
			.field = "engineering",
			.about = "",
			.standards = "",
			.safety = "편한 신발을 신어요.",
			.grade_from = i == 2 ? 10 : 7,
			.grade_to = i == 2 ? 12 : 9,
			.minutes = 120,
			.pupils_per_adult = 10 });
	for (int i = 0; i < BED_EVENTS; i++)
		scene->events[i] = event_add(db, scene->now,
		    &(struct event_new){ .programme = programmes[i < 3 ? 0
						 : i < BED_EVENTS - 1  ? 1
								       : 2],
			.starts = ten_in_seoul(scene, 40 + i),
			.ends = ten_in_seoul(scene, 40 + i) + 7200000,
			.seats = 2 });
}

struct filling {
	struct scene *scene;
	char card[27], invitation[27];
};

static bool
scene_fill(struct db *db, void *with)
{
	struct filling *filling = with;
	struct scene *scene = filling->scene;

	scene->site = site_put(db, scene, "수원 로봇 센터");
	scene->other_site = site_put(db, scene, "광교 숲");
	events_put(db, scene);
	card_issue(db, scene->now, scene->town.pupils[0], scene->town.homeroom,
	    filling->card);
	invitation_make(db, scene->now, scene->town.pupils[0],
	    scene->town.homeroom, filling->invitation);
	return db_ok(db);
}

/* People */

static struct visitor *
come_in(struct scene *scene, const char *path, const char *body)
{
	struct visitor *visitor = visitor_new(scene->server);

	assert_int_equal(visitor_ask(visitor, "POST", path, body), 200);
	return visitor;
}

static struct visitor *
staff_in(struct scene *scene, const char *login)
{
	return come_in(scene, "/api/session/password",
	    arena_printf(scene->arena, "{\"login\":\"%s\",\"password\":\"%s\"}",
		login, TOWN_PASSWORD));
}

static void
everybody_in(struct scene *scene, const struct filling *filling)
{
	scene->teacher = staff_in(scene, "homeroom");
	scene->centre = staff_in(scene, "centre");
	scene->nobody = visitor_new(scene->server);
	scene->pupil = come_in(scene, "/api/session/card",
	    arena_printf(scene->arena, "{\"code\":\"%s\",\"own_device\":true}",
		filling->card));
	scene->guardian = come_in(scene, "/api/session/link",
	    arena_printf(scene->arena, "{\"code\":\"%s\",\"name\":\"보호자\"}",
		filling->invitation));
}

void
scene_open(struct scene *scene, void **state)
{
	struct filling filling = { .scene = scene };

	*scene = (struct scene){
		.bed = *state, .arena = arena_new(1 << 24), .now = clock_now()
	};
	town_make(scene->bed, &scene->town);
	assert_true(store_migrate(scene->bed->store, rooms));
	assert_int_equal(
	    store_write(scene->bed->store, scene_fill, &filling), WRITE_DONE);
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
	everybody_in(scene, &filling);
}

void
scene_close(struct scene *scene)
{
	visitor_free(scene->pupil);
	visitor_free(scene->teacher);
	visitor_free(scene->guardian);
	visitor_free(scene->centre);
	visitor_free(scene->nobody);
	server_stop(scene->server);
	arena_free(scene->arena);
}

/* Rounds */

static void
round_events_put(struct scene *scene)
{
	for (int i = 0; i < BED_EVENTS; i++) {
		char day[11];

		date_write(date_in_seoul(ten_in_seoul(scene, 40 + i)), day);
		must(scene->bed,
		    "INSERT INTO round_event (round, event, seats, least, "
		    "day, site) VALUES (?, ?, 2, 0, ?, ?)",
		    ARGS(ID(scene->round), ID(scene->events[i]), TEXT(day),
			ID(i < 3 ? scene->site : scene->other_site)));
	}
}

int64_t
round_put(struct scene *scene, const char *kind, const char *state,
    int64_t opens, int64_t closes, const char *rule)
{
	int64_t year = school_year(date_in_seoul(scene->now));

	scene->round = id_new();
	must(scene->bed,
	    "INSERT INTO round (id, region, name, kind, state, year, "
	    "grade_from, grade_to, most, opens, closes, answers_until, "
	    "class_unit, rule, seed_hash, maker, created, changed) "
	    "VALUES (?, ?, '봄 체험', ?, ?, ?, 7, 9, 3, ?, ?, ?, 0, ?, 'hash', "
	    "?, ?, ?)",
	    ARGS(ID(scene->round), ID(scene->town.regions[0]), TEXT(kind),
		TEXT(state), INT(year), INT(scene->now + opens * DAY_MS),
		INT(scene->now + closes * DAY_MS),
		INT(scene->now + 20 * DAY_MS), TEXT(rule ? rule : no_rule),
		ID(scene->town.centre), INT(scene->now), INT(scene->now)));
	round_events_put(scene);
	return scene->round;
}

void
state_set(struct scene *scene, const char *state)
{
	must(scene->bed, "UPDATE round SET state = ? WHERE id = ?",
	    ARGS(TEXT(state), ID(scene->round)));
}

static const char *
ids_of(struct scene *scene, const char *places, const char *between)
{
	const char *text = "";

	for (; *places != '\0'; places++)
		text = arena_printf(scene->arena, "%s%s%lld", text,
		    text[0] != '\0' ? between : "",
		    (long long)scene->events[*places - '0']);
	return text;
}

static void
seat_put(struct scene *scene, const struct entered *entered)
{
	const char *at = strchr(entered->list, '0' + entered->got);

	assert_non_null(at);
	must(scene->bed,
	    "INSERT INTO seat (id, region, round, event, applicant, class, "
	    "size, place, source, state, until, made, changed) "
	    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'draw', 'offered', ?, ?, ?)",
	    ARGS(ID(id_new()), ID(scene->town.regions[0]), ID(scene->round),
		ID(scene->events[entered->got]), ID(entered->applicant),
		INT(entered->class), INT(entered->size),
		INT(at - entered->list + 1), INT(scene->now + 20 * DAY_MS),
		INT(scene->now), INT(scene->now)));
}

void
entered_put(struct scene *scene, const struct entered *entered)
{
	char number[17], pseudonym[17], hash[HASH_HEX];

	memset(number, entered->number, 16);
	number[16] = '\0';
	sha256_hex(&entered->applicant, sizeof entered->applicant, hash);
	snprintf(pseudonym, sizeof pseudonym, "%.16s", hash);
	must(scene->bed,
	    "INSERT INTO applicant (round, applicant, class, region, "
	    "pseudonym, size, groups, band, held, number, events) "
	    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, '', ?, ?)",
	    ARGS(ID(scene->round), ID(entered->applicant), INT(entered->class),
		ID(scene->town.regions[0]), TEXT(pseudonym), INT(entered->size),
		TEXT(entered->groups ? entered->groups : ""),
		INT(entered->band), TEXT(number),
		TEXT(ids_of(scene, entered->list, ">"))));
	if (entered->got >= 0)
		seat_put(scene, entered);
}

void
cutoff_put(struct scene *scene, int event, const char *kind, int64_t band,
    const char *number)
{
	must(scene->bed,
	    "INSERT INTO cutoff (round, event, kind, seats, holders, band, "
	    "number) VALUES (?, ?, ?, 2, 2, ?, ?)",
	    ARGS(ID(scene->round), ID(scene->events[event]), TEXT(kind),
		INT(band), TEXT(number)));
}

struct adding {
	struct scene *scene;
	int64_t number, id;
};

static bool
pupil_work(struct db *db, void *with)
{
	struct adding *adding = with;
	const struct town *town = &adding->scene->town;

	adding->id = pupil_add(db, adding->scene->now,
	    &(struct pupil_new){ .region = town->regions[0],
		.school = town->schools[0],
		.class = town->classes[0],
		.year = 2026,
		.grade = 8,
		.number = adding->number,
		.name = "더한이",
		.birth = "2010-01-01" });
	return db_ok(db);
}

int64_t
pupil_put(struct scene *scene, int64_t number)
{
	struct adding adding = { scene, number, 0 };

	assert_int_equal(
	    store_write(scene->bed->store, pupil_work, &adding), WRITE_DONE);
	return adding.id;
}

int64_t
holder_of(struct scene *scene, int event, int nth)
{
	int64_t found = look(scene->bed,
	    "SELECT applicant FROM seat WHERE round = ? AND event = ? "
	    "AND state IN ('offered', 'accepted') "
	    "ORDER BY applicant LIMIT 1 OFFSET ?",
	    ARGS(ID(scene->round), ID(scene->events[event]), INT(nth)));

	return found < 0 ? 0 : found;
}

const char *
seat_state(struct scene *scene, int64_t applicant, int event)
{
	struct db *db = store_read(scene->bed->store);
	const char *state;

	assert_non_null(db);
	state = db_text(db, scene->arena,
	    "SELECT state FROM seat WHERE round = ? AND applicant = ? "
	    "AND event = ? ORDER BY id DESC LIMIT 1",
	    ARGS(ID(scene->round), ID(applicant), ID(scene->events[event])));
	assert_true(store_read_end(db));
	return state != NULL ? state : "";
}

/* Asking */

const char *
path_of(struct scene *scene, const char *path)
{
	const struct {
		const char *name;
		int64_t id;
	} names[] = {
		{ "{pupil}", scene->town.pupils[0] },
		{ "{class}", scene->town.classes[0] },
		{ "{round}", scene->round },
		{ "{event}", scene->events[0] },
	};

	for (size_t i = 0; i < COUNT(names); i++) {
		const char *at = strstr(path, names[i].name);

		if (at != NULL)
			path = arena_printf(scene->arena, "%.*s%lld%s",
			    (int)(at - path), path, (long long)names[i].id,
			    at + strlen(names[i].name));
	}
	return path;
}

const char *
list_of(struct scene *scene, const char *places)
{
	if (places[0] == '\0')
		return "{\"events\":[]}";
	return arena_printf(scene->arena, "{\"events\":[\"%s\"]}",
	    ids_of(scene, places, "\",\""));
}

int64_t
told(struct scene *scene, const char *kind)
{
	return look(scene->bed, "SELECT COUNT(*) FROM ledger WHERE kind = ?",
	    ARGS(TEXT(kind)));
}

size_t
seen(const struct visitor *visitor, const char *text)
{
	size_t length;

	return count_of(visitor_body(visitor, &length), text);
}
