/*
 * The day itself: who is on a roll and who may read it, marks that come late,
 * twice and out of order, who is missing, seats that were not used, how it was.
 * Over SQLite, then over the server of GILJABI_TEST_POSTGRES if there is one.
 */
#include <stdio.h>
#include <string.h>

#include "base/random.h"
#include "base/text.h"
#include "seats/wish_bed.h"

#define MINUTE_MS INT64_C(60000)
#define HOUR_MS INT64_C(3600000)
#define DAY_MS INT64_C(86400000)
#define ROLL "/api/events/{event}/roll"
#define MARKS "/api/events/{event}/marks"
#define CLASS_ROLL "/api/classes/{class}/events/{event}/roll"
#define CLASS_MARKS "/api/classes/{class}/events/{event}/marks"
#define CODE "/api/pupils/{pupil}/rounds/{round}/code"

static int
ask(struct scene *scene, struct visitor *visitor, const char *method,
    const char *path, const char *body)
{
	return visitor_ask(visitor, method, path_of(scene, path), body);
}

/* Event 0 is from an hour ago to in an hour, or so many hours later. */
static void
event_move(struct scene *scene, int64_t hours)
{
	must(scene->bed, "UPDATE event SET starts = ?, ends = ? WHERE id = ?",
	    ARGS(INT(scene->now + (hours - 1) * HOUR_MS),
		INT(scene->now + (hours + 1) * HOUR_MS), ID(scene->events[0])));
}

static void
seated(struct scene *scene, int64_t applicant, bool class, char number)
{
	entered_put(scene,
	    &(struct entered){ applicant, class, 1, 0, number, NULL, "0", 0 });
}

/* The town's first two pupils, of two classes, hold seats of event 0 today. */
static void
day_open(struct scene *scene, void **state)
{
	scene_open(scene, state);
	round_put(scene, "both", "announced", -9, -5, NULL);
	event_move(scene, 0);
	seated(scene, scene->town.pupils[0], false, '1');
	seated(scene, scene->town.pupils[1], false, '2');
}

/* ago: minutes before now. */
static const char *
mark_text(struct scene *scene, int64_t pupil, const char *point,
    const char *state, int64_t ago)
{
	return arena_printf(scene->arena,
	    "{\"pupil\":\"%lld\",\"point\":\"%s\",\"state\":\"%s\","
	    "\"reason\":\"\",\"at\":%lld}",
	    (long long)pupil, point, state,
	    (long long)(scene->now - ago * MINUTE_MS));
}

static int
mark(struct scene *scene, struct visitor *visitor, const char *path,
    const char *text)
{
	return ask(scene, visitor, "POST", path,
	    arena_printf(scene->arena, "{\"marks\":[%s]}", text));
}

static int
mark_one(struct scene *scene, int64_t pupil, const char *point,
    const char *state, int64_t ago)
{
	return mark(scene, scene->centre, MARKS,
	    mark_text(scene, pupil, point, state, ago));
}

static void
the_roll_has_who_holds_a_seat(void **state)
{
	struct scene scene;
	struct town *town = &scene.town;

	day_open(&scene, state);
	must(scene.bed,
	    "INSERT INTO vault (pupil, kind, value) VALUES (?, 'needs', '1')",
	    ARGS(ID(town->pupils[0])));
	must(scene.bed,
	    "INSERT INTO vault (pupil, kind, value) VALUES (?, 'groups', '1')",
	    ARGS(ID(town->pupils[0])));
	assert_int_equal(ask(&scene, scene.centre, "GET", ROLL, NULL), 200);
	assert_int_equal(seen(scene.centre, "\"pupil\":"), 2);
	assert_int_equal(seen(scene.centre, "group"), 0);
	assert_string_equal(visitor_got(scene.centre, "people.0.pupil"),
	    id_text(scene.arena, town->pupils[0]));
	assert_string_not_equal(
	    visitor_got(scene.centre, "people.0.needs.0"), "");
	assert_string_equal(visitor_got(scene.centre, "people.1.needs.0"), "");
	assert_string_equal(
	    visitor_got(scene.centre, "safety"), "편한 신발을 신어요.");
	/* a look is written down once an hour */
	assert_int_equal(ask(&scene, scene.centre, "GET", ROLL, NULL), 200);
	assert_int_equal(told(&scene, "roll.looked"), 1);
	/* the teacher sees the own class alone */
	assert_int_equal(
	    ask(&scene, scene.teacher, "GET", CLASS_ROLL, NULL), 200);
	assert_int_equal(seen(scene.teacher, "\"pupil\":"), 1);
	assert_int_equal(ask(&scene, scene.teacher, "GET", ROLL, NULL), 403);
	assert_int_equal(ask(&scene, scene.nobody, "GET", ROLL, NULL), 401);
	/* of an event that nobody of the class goes to */
	must(scene.bed,
	    "UPDATE seat SET state = 'declined' WHERE applicant = ?",
	    ARGS(ID(town->pupils[0])));
	assert_int_equal(
	    ask(&scene, scene.teacher, "GET", CLASS_ROLL, NULL), 404);
	/* a seat of the class brings all its pupils, each once */
	pupil_put(&scene, 30);
	seated(&scene, town->classes[0], true, '3');
	must(scene.bed,
	    "UPDATE seat SET state = 'accepted' WHERE applicant = ?",
	    ARGS(ID(town->pupils[0])));
	assert_int_equal(
	    ask(&scene, scene.teacher, "GET", CLASS_ROLL, NULL), 200);
	assert_int_equal(seen(scene.teacher, "\"pupil\":"), 2);
	assert_int_equal(ask(&scene, scene.centre, "GET", ROLL, NULL), 200);
	assert_int_equal(seen(scene.centre, "\"pupil\":"), 3);
	state_set(&scene, "drawn");
	assert_int_equal(ask(&scene, scene.centre, "GET", ROLL, NULL), 200);
	assert_int_equal(seen(scene.centre, "\"pupil\":"), 0);
	scene_close(&scene);
}

/* The roll knows a code by its hash alone. */
static void
a_code_is_matched_by_its_hash(void **state)
{
	struct scene scene;
	char code[64], hash[HASH_HEX];

	day_open(&scene, state);
	assert_int_equal(ask(&scene, scene.pupil, "GET", CODE, NULL), 200);
	snprintf(code, sizeof code, "%s", visitor_got(scene.pupil, "code"));
	assert_int_equal(strlen(code), 26);
	assert_int_equal(strspn(code, "0123456789ABCDEFGHJKMNPQRSTVWXYZ"), 26);
	assert_int_equal(seen(scene.pupil, "<svg"), 1);
	sha256_hex(code, strlen(code), hash);
	assert_int_equal(ask(&scene, scene.centre, "GET", ROLL, NULL), 200);
	assert_string_equal(visitor_got(scene.centre, "people.0.code"), hash);
	assert_string_not_equal(
	    visitor_got(scene.centre, "people.1.code"), hash);
	assert_int_equal(seen(scene.centre, code), 0);
	/* the same for whoever shows it, and gone with the seat */
	assert_int_equal(ask(&scene, scene.guardian, "GET", CODE, NULL), 200);
	assert_string_equal(visitor_got(scene.guardian, "code"), code);
	must(scene.bed,
	    "UPDATE seat SET state = 'declined' WHERE applicant = ?",
	    ARGS(ID(scene.town.pupils[0])));
	assert_int_equal(ask(&scene, scene.pupil, "GET", CODE, NULL), 409);
	assert_string_equal(visitor_wrong(scene.pupil), "seat.none");
	state_set(&scene, "drawn");
	assert_int_equal(ask(&scene, scene.pupil, "GET", CODE, NULL), 409);
	assert_string_equal(visitor_wrong(scene.pupil), "outcome.early");
	scene_close(&scene);
}

/* One after another; what stands then at the first pupil's arrival. */
static void
the_last_mark_counts(void **state)
{
	static const struct {
		const char *state;
		int64_t ago;
		const char *kept, *stands;
	} rows[] = {
		{ "here", 30, "1", "here" },
		{ "here", 30, "0", "here" }, /* sent again */
		{ "missing", 40, "0", "here" }, /* older, comes late */
		{ "missing", 20, "1", "missing" },
		{ "excused", 20, "0", "missing" }, /* the same moment */
		{ "excused", 10, "1", "excused" },
		{ "here", -4, "1", "here" }, /* a clock that is ahead */
	};
	struct scene scene;

	day_open(&scene, state);
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		assert_int_equal(mark_one(&scene, scene.town.pupils[0],
				     "arrive", rows[i].state, rows[i].ago),
		    200);
		assert_string_equal(
		    visitor_got(scene.centre, "kept"), rows[i].kept);
		ask(&scene, scene.centre, "GET", ROLL, NULL);
		assert_string_equal(
		    visitor_got(scene.centre, "people.0.marks.0.state"),
		    rows[i].stands);
	}
	assert_string_equal(
	    visitor_got(scene.centre, "people.0.marks.1.state"), "");
	assert_int_equal(told(&scene, "roll.marked"), 4);
	assert_int_equal(told(&scene, "roll.missing"), 1);
	scene_close(&scene);
}

static void
what_cannot_be_is_refused_and_holds_up_nothing(void **state)
{
	enum { OWN, OTHER, NO_SEAT };
	static const struct {
		bool teacher;
		int whose;
		int64_t ago;
		bool kept;
	} rows[] = {
		{ true, OWN, 0, true },
		{ true, OTHER, 0, false }, /* another class */
		{ false, OTHER, 0, true },
		{ false, NO_SEAT, 0, false },
		{ false, OWN, -6, false },
		{ false, OTHER, 60 + 49 * 60, false },
	};
	struct scene scene;
	int64_t pupils[3];

	day_open(&scene, state);
	pupils[OWN] = scene.town.pupils[0];
	pupils[OTHER] = scene.town.pupils[1];
	pupils[NO_SEAT] = scene.town.pupils[3];
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct visitor *visitor = rows[i].teacher ? scene.teacher
							  : scene.centre;

		assert_int_equal(
		    mark(&scene, visitor, rows[i].teacher ? CLASS_MARKS : MARKS,
			mark_text(&scene, pupils[rows[i].whose], "depart",
			    "here", rows[i].ago)),
		    200);
		assert_string_equal(
		    visitor_got(visitor, "kept"), rows[i].kept ? "1" : "0");
		assert_string_equal(visitor_got(visitor, "refused.0.pupil"),
		    rows[i].kept ? ""
				 : id_text(scene.arena, pupils[rows[i].whose]));
	}
	/* the one that is wrong is named, the others are kept */
	assert_int_equal(
	    mark(&scene, scene.centre, MARKS,
		arena_printf(scene.arena, "%s,%s,%s",
		    mark_text(&scene, pupils[OWN], "home", "here", 0),
		    mark_text(&scene, pupils[NO_SEAT], "home", "here", 0),
		    mark_text(&scene, pupils[OTHER], "home", "here", 0))),
	    200);
	assert_string_equal(visitor_got(scene.centre, "kept"), "2");
	assert_int_equal(seen(scene.centre, "\"why\":\""), 1);
	assert_string_equal(visitor_got(scene.centre, "refused.0.pupil"),
	    id_text(scene.arena, pupils[NO_SEAT]));
	must(scene.bed, "UPDATE event SET state = 'cancelled' WHERE id = ?",
	    ARGS(ID(scene.events[0])));
	assert_int_equal(mark_one(&scene, pupils[OWN], "home", "here", 0), 409);
	assert_string_equal(visitor_wrong(scene.centre), "roll.cancelled");
	scene_close(&scene);
}

/* A phone that runs four minutes fast says "here"; then the child is gone. */
static void
a_fast_clock_hides_nothing(void **state)
{
	struct scene scene;
	int64_t own;

	day_open(&scene, state);
	own = scene.town.pupils[0];
	mark_one(&scene, own, "arrive", "here", -4);
	mark_one(&scene, own, "arrive", "missing", -1);
	assert_string_equal(visitor_got(scene.centre, "kept"), "1");
	ask(&scene, scene.centre, "GET", ROLL, NULL);
	assert_string_equal(
	    visitor_got(scene.centre, "people.0.marks.0.state"), "missing");
	scene_close(&scene);
}

static size_t
missing(struct visitor *visitor)
{
	assert_int_equal(
	    visitor_ask(visitor, "GET", "/api/missing", NULL), 200);
	return seen(visitor, "\"pupil\":");
}

static void
who_is_missing_is_told_at_once(void **state)
{
	struct scene scene;
	int64_t own, other;

	day_open(&scene, state);
	own = scene.town.pupils[0];
	other = scene.town.pupils[1];
	assert_int_equal(missing(scene.centre), 0);
	mark_one(&scene, own, "depart", "missing", 50);
	mark_one(&scene, other, "depart", "missing", 45);
	assert_int_equal(missing(scene.centre), 2);
	assert_int_equal(missing(scene.teacher), 1);
	assert_string_equal(visitor_got(scene.teacher, "missing.0.pupil"),
	    id_text(scene.arena, own));
	/* once, with the point where it was said last */
	mark_one(&scene, own, "arrive", "missing", 40);
	assert_int_equal(missing(scene.teacher), 1);
	assert_string_equal(
	    visitor_got(scene.teacher, "missing.0.point"), "arrive");
	/* an older "here" that comes late ends nothing; a later one does */
	mark_one(&scene, own, "leave", "here", 60);
	assert_int_equal(missing(scene.teacher), 1);
	mark_one(&scene, own, "leave", "here", 30);
	mark_one(&scene, other, "depart", "excused", 30);
	assert_int_equal(missing(scene.teacher), 0);
	assert_int_equal(missing(scene.centre), 0);
	/* days after nobody is looked for here any more */
	mark_one(&scene, own, "home", "missing", 20);
	assert_int_equal(missing(scene.centre), 1);
	event_move(&scene, -4 * 24);
	assert_int_equal(missing(scene.centre), 0);
	scene_close(&scene);
}

static void
unused_seats_become_absent_after_the_event(void **state)
{
	struct scene scene;
	int64_t own, other, class;

	day_open(&scene, state);
	own = scene.town.pupils[0];
	other = scene.town.pupils[1];
	class = scene.town.classes[0];
	mark_one(&scene, own, "arrive", "excused", 50);
	mark_one(&scene, other, "arrive", "missing", 50);
	mark_one(&scene, other, "leave", "here", 40);
	ask(&scene, scene.centre, "GET", ROLL, NULL);
	assert_string_equal(seat_state(&scene, own, 0), "offered");
	event_move(&scene, -2);
	ask(&scene, scene.centre, "GET", ROLL, NULL);
	assert_string_equal(seat_state(&scene, own, 0), "absent");
	/* came late, was seen after all */
	assert_string_equal(seat_state(&scene, other, 0), "offered");
	/* who was absent stays on the roll, and a late mark takes it back */
	ask(&scene, scene.centre, "GET", ROLL, NULL);
	assert_int_equal(seen(scene.centre, "\"pupil\":"), 2);
	mark_one(&scene, own, "arrive", "here", 20);
	assert_string_equal(seat_state(&scene, own, 0), "accepted");
	mark_one(&scene, own, "arrive", "excused", 10);
	assert_string_equal(seat_state(&scene, own, 0), "absent");
	/* a class was absent when all of it was */
	must(scene.bed, "DELETE FROM seat WHERE applicant = ?", ARGS(ID(own)));
	must(scene.bed, "DELETE FROM mark WHERE pupil = ?", ARGS(ID(own)));
	pupil_put(&scene, 30);
	seated(&scene, class, true, '3');
	mark_one(&scene, own, "arrive", "excused", 10);
	assert_string_equal(seat_state(&scene, class, 0), "offered");
	mark_one(&scene,
	    look(scene.bed, "SELECT id FROM pupil WHERE number = 30", NO_ARGS),
	    "arrive", "missing", 10);
	assert_string_equal(seat_state(&scene, class, 0), "absent");
	scene_close(&scene);
}

static void
who_was_there_says_how_it_was(void **state)
{
	static const char said[] = "{\"stars\":4,\"text\":\"재미있었어요\"}";
	static const char again[] =
	    "{\"stars\":5,\"text\":\"다시 가고 싶어요\"}";
	static const char own[] = "/api/pupils/{pupil}/events/{event}/feedback";
	static const char whole[] =
	    "/api/classes/{class}/events/{event}/feedback";
	static const char read[] = "/api/events/{event}/feedback";
	struct scene scene;

	day_open(&scene, state);
	assert_int_equal(ask(&scene, scene.pupil, "PUT", own, said), 409);
	assert_string_equal(visitor_wrong(scene.pupil), "feedback.early");
	event_move(&scene, -2);
	assert_int_equal(ask(&scene, scene.pupil, "PUT", own, said), 204);
	assert_int_equal(ask(&scene, scene.pupil, "PUT", own, again), 204);
	assert_int_equal(ask(&scene, scene.teacher, "PUT", whole, said), 204);
	assert_int_equal(ask(&scene, scene.guardian, "PUT", own, said), 403);
	assert_int_equal(ask(&scene, scene.centre, "GET", read, NULL), 200);
	assert_string_equal(visitor_got(scene.centre, "count"), "2");
	assert_string_equal(visitor_got(scene.centre, "mean"), "");
	assert_string_equal(visitor_got(scene.centre, "rows.0.stars"), "4");
	assert_string_equal(visitor_got(scene.centre, "rows.1.stars"), "5");
	for (int i = 0; i < 3; i++)
		must(scene.bed,
		    "INSERT INTO feedback (event, giver, class, region, stars, "
		    "text, given) VALUES (?, ?, 0, ?, 2, '', 0)",
		    ARGS(ID(scene.events[0]), INT(i + 1),
			ID(scene.town.regions[0])));
	assert_int_equal(ask(&scene, scene.centre, "GET", read, NULL), 200);
	assert_string_equal(visitor_got(scene.centre, "count"), "5");
	assert_int_equal(seen(scene.centre, "\"mean\":3,"), 1);
	must(scene.bed, "UPDATE seat SET state = 'absent' WHERE applicant = ?",
	    ARGS(ID(scene.town.pupils[0])));
	assert_int_equal(ask(&scene, scene.pupil, "PUT", own, said), 409);
	assert_string_equal(visitor_wrong(scene.pupil), "feedback.nobody");
	scene_close(&scene);
}

int
main(void)
{
	static const struct test_case cases[] = {
		CASE(BOTH, the_roll_has_who_holds_a_seat),
		CASE(BOTH, a_code_is_matched_by_its_hash),
		CASE(BOTH, the_last_mark_counts),
		CASE(BOTH, what_cannot_be_is_refused_and_holds_up_nothing),
		CASE(BOTH, a_fast_clock_hides_nothing),
		CASE(BOTH, who_is_missing_is_told_at_once),
		CASE(BOTH, unused_seats_become_absent_after_the_event),
		CASE(BOTH, who_was_there_says_how_it_was),
	};

	return cases_run(cases, COUNT(cases));
}
