/*
 * Wishes: which rounds and events somebody may choose from, what a list has to
 * be, when it is saved, and that the hint of a day does not move within it.
 * Over SQLite, then over the server of GILJABI_TEST_POSTGRES if there is one.
 */
#include <string.h>

#include "base/text.h"
#include "seats/wish_bed.h"

#define DAY_MS INT64_C(86400000)
#define ROUND "/api/pupils/{pupil}/rounds/{round}"
#define WISHES ROUND "/wishes"
#define CLASS_ROUND "/api/classes/{class}/rounds/{round}"

static int
ask(struct scene *scene, struct visitor *visitor, const char *method,
    const char *path, const char *body)
{
	return visitor_ask(visitor, method, path_of(scene, path), body);
}

static void
lists_are_read_as_written(void **state)
{
	static const struct {
		const char *text;
		int count;
		int64_t last;
	} rows[] = {
		{ NULL, 0, 0 },
		{ "", 0, 0 },
		{ "7", 1, 7 },
		{ "12>7>9", 3, 9 },
		{ "9223372036854775807>1", 2, 1 },
		{ "1>2>3>4>5>6>7>8>9>10>11>12>13>14>15>16>17>18>19>20>21", 20,
		    20 },
	};
	int64_t events[ROUND_WISHES];
	struct arena *arena = arena_new(1 << 16);

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		int count = wishes_read(rows[i].text, events);

		assert_int_equal(count, rows[i].count);
		if (count > 0)
			assert_int_equal(events[count - 1], rows[i].last);
		if (count > 0 && count < ROUND_WISHES)
			assert_string_equal(
			    wishes_write(arena, events, count), rows[i].text);
	}
	arena_free(arena);
}

static void
a_list_is_saved_and_said_back(void **state)
{
	struct scene scene;

	scene_open(&scene, state);
	round_put(&scene, "both", "published", -3, 3, NULL);
	assert_int_equal(
	    ask(&scene, scene.pupil, "PUT", WISHES, list_of(&scene, "201")),
	    200);
	assert_string_not_equal(visitor_got(scene.pupil, "saved"), "");
	assert_int_equal(ask(&scene, scene.pupil, "GET", ROUND, NULL), 200);
	assert_string_equal(visitor_got(scene.pupil, "round.wishes"), "3");
	assert_string_equal(visitor_got(scene.pupil, "round.state"), "open");
	assert_string_equal(visitor_got(scene.pupil, "list.0"),
	    id_text(scene.arena, scene.events[2]));
	assert_string_equal(visitor_got(scene.pupil, "list.2"),
	    id_text(scene.arena, scene.events[1]));
	/* five of the own grade */
	assert_string_equal(visitor_got(scene.pupil, "round.events"), "5");
	assert_int_equal(seen(scene.pupil, "\"crowd\":"), 5);
	assert_int_equal(
	    ask(&scene, scene.pupil, "PUT", WISHES, list_of(&scene, "")), 200);
	assert_int_equal(
	    ask(&scene, scene.pupil, "GET", "/api/pupils/{pupil}/rounds", NULL),
	    200);
	assert_string_equal(visitor_got(scene.pupil, "rounds.0.wishes"), "0");
	assert_string_not_equal(visitor_got(scene.pupil, "rounds.0.saved"), "");
	scene_close(&scene);
}

/* What no list may have. */
static void
what_does_not_fit_is_refused(void **state)
{
	static const struct {
		const char *list, *wrong;
	} rows[] = {
		{ "0120", "wish.many" }, { "010", "wish.twice" },
		{ "5", "wish.event" }, /* of another grade */
		{ "4", "wish.event" }, /* closed */
		{ "3", "wish.event" }, /* cancelled */
	};
	struct scene scene;

	scene_open(&scene, state);
	round_put(&scene, "pupils", "published", -3, 3, NULL);
	must(scene.bed, "UPDATE round_event SET closed = 1 WHERE event = ?",
	    ARGS(ID(scene.events[4])));
	must(scene.bed, "UPDATE event SET state = 'cancelled' WHERE id = ?",
	    ARGS(ID(scene.events[3])));
	for (size_t i = 0; i < COUNT(rows); i++) {
		assert_int_equal(ask(&scene, scene.pupil, "PUT", WISHES,
				     list_of(&scene, rows[i].list)),
		    422);
		assert_string_equal(visitor_wrong(scene.pupil), rows[i].wrong);
	}
	assert_int_equal(
	    ask(&scene, scene.pupil, "PUT", WISHES, "{\"events\":[\"9\"]}"),
	    422);
	assert_int_equal(
	    look(scene.bed, "SELECT COUNT(*) FROM wish", NO_ARGS), 0);
	scene_close(&scene);
}

/* Only while it is open; what was sent comes back in the words. */
static void
only_an_open_round_is_written(void **state)
{
	static const struct {
		const char *state;
		int64_t opens, closes;
		int status;
		const char *id;
	} rows[] = {
		{ "draft", -1, 1, 404, "not_found" },
		{ "published", 1, 2, 409, "wish.early" },
		{ "published", -1, 1, 200, "" },
		{ "published", -2, -1, 409, "wish.closed" },
		{ "frozen", -2, -1, 409, "wish.closed" },
		{ "drawn", -2, -1, 409, "wish.closed" },
		{ "announced", -2, -1, 409, "wish.closed" },
	};
	struct scene scene;

	scene_open(&scene, state);
	for (size_t i = 0; i < COUNT(rows); i++) {
		round_put(&scene, "both", rows[i].state, rows[i].opens,
		    rows[i].closes, NULL);
		assert_int_equal(ask(&scene, scene.pupil, "PUT", WISHES,
				     list_of(&scene, "0")),
		    rows[i].status);
		assert_string_equal(visitor_wrong(scene.pupil), rows[i].id);
		if (text_is(rows[i].id, "wish.closed"))
			assert_int_equal(
			    seen(scene.pupil, "1. 로봇 만들기"), 1);
	}
	scene_close(&scene);
}

static void
classes_and_pupils_by_kind(void **state)
{
	static const struct {
		const char *kind;
		int pupil, class;
	} rows[] = {
		{ "pupils", 200, 409 },
		{ "classes", 404, 200 },
		{ "both", 200, 200 },
	};
	struct scene scene;

	scene_open(&scene, state);
	for (size_t i = 0; i < COUNT(rows); i++) {
		round_put(&scene, rows[i].kind, "published", -1, 1, NULL);
		assert_int_equal(ask(&scene, scene.pupil, "PUT", WISHES,
				     list_of(&scene, "0")),
		    rows[i].pupil);
		assert_int_equal(
		    ask(&scene, scene.teacher, "PUT", CLASS_ROUND "/wishes",
			list_of(&scene, "10")),
		    rows[i].class);
		assert_int_equal(
		    ask(&scene, scene.teacher, "GET", CLASS_ROUND, NULL), 200);
		assert_string_equal(visitor_got(scene.teacher, "size"), "1");
		assert_string_equal(
		    visitor_got(scene.teacher, "pupils.0.wishes"),
		    rows[i].pupil == 200 ? "1" : "0");
	}
	/* the class's list concerns its pupils */
	assert_int_equal(ask(&scene, scene.pupil, "GET", ROUND, NULL), 200);
	assert_string_equal(visitor_got(scene.pupil, "round.by_class"), "true");
	assert_int_equal(told(&scene, "class.wished"), 1);
	scene_close(&scene);
}

/* Guardians and teachers read; nobody but the pupil writes. */
static void
others_read_and_do_not_write(void **state)
{
	struct scene scene;

	scene_open(&scene, state);
	round_put(&scene, "pupils", "published", -1, 1, NULL);
	assert_int_equal(ask(&scene, scene.guardian, "GET", ROUND, NULL), 200);
	assert_int_equal(ask(&scene, scene.teacher, "GET", ROUND, NULL), 200);
	assert_int_equal(told(&scene, "record.looked"), 2);
	assert_int_equal(
	    ask(&scene, scene.guardian, "PUT", WISHES, list_of(&scene, "0")),
	    403);
	assert_int_equal(
	    ask(&scene, scene.teacher, "PUT", WISHES, list_of(&scene, "0")),
	    403);
	/* a round of another region or grade */
	must(scene.bed, "UPDATE round SET grade_to = 7 WHERE id = ?",
	    ARGS(ID(scene.round)));
	assert_int_equal(ask(&scene, scene.pupil, "GET", ROUND, NULL), 404);
	must(scene.bed,
	    "UPDATE round SET grade_to = 9, region = ? WHERE id = ?",
	    ARGS(ID(scene.town.regions[1]), ID(scene.round)));
	assert_int_equal(ask(&scene, scene.pupil, "GET", ROUND, NULL), 404);
	scene_close(&scene);
}

static const char *
crowd_of_first(struct scene *scene)
{
	assert_int_equal(ask(scene, scene->pupil, "GET", ROUND, NULL), 200);
	return visitor_got(scene->pupil, "choices.0.crowd");
}

/* Saved before the last midnight counts; what comes after does not move it. */
static void
the_hint_is_of_yesterday(void **state)
{
	struct scene scene;
	int64_t pupil;

	scene_open(&scene, state);
	round_put(&scene, "pupils", "published", -3, 3, NULL);
	for (int i = 0; i < 7; i++) {
		pupil = pupil_put(&scene, 20 + i);
		must(scene.bed,
		    "INSERT INTO wish (round, applicant, class, region, "
		    "events, saved) VALUES (?, ?, 0, ?, ?, ?)",
		    ARGS(ID(scene.round), ID(pupil), ID(scene.town.regions[0]),
			TEXT(id_text(scene.arena, scene.events[i < 3 ? 1 : 0])),
			INT(scene.now - 2 * DAY_MS)));
	}
	crowd_of_first(&scene); /* has the day counted */
	assert_string_equal(crowd_of_first(&scene), "some");
	assert_string_equal(
	    visitor_got(scene.pupil, "choices.1.crowd"), "some");
	assert_string_equal(visitor_got(scene.pupil, "choices.2.crowd"), "few");
	must(scene.bed, "UPDATE wish SET saved = ?, events = ?",
	    ARGS(INT(scene.now), TEXT(id_text(scene.arena, scene.events[2]))));
	assert_string_equal(visitor_got(scene.pupil, "choices.2.crowd"), "few");
	assert_string_equal(crowd_of_first(&scene), "some");
	assert_int_equal(
	    look(scene.bed, "SELECT first FROM wish_crowd WHERE event = ?",
		ARGS(ID(scene.events[0]))),
	    4);
	scene_close(&scene);
}

int
main(void)
{
	static const struct test_case cases[] = {
		CASE(SQLITE, lists_are_read_as_written),
		CASE(BOTH, a_list_is_saved_and_said_back),
		CASE(BOTH, what_does_not_fit_is_refused),
		CASE(BOTH, only_an_open_round_is_written),
		CASE(BOTH, classes_and_pupils_by_kind),
		CASE(BOTH, others_read_and_do_not_write),
		CASE(BOTH, the_hint_is_of_yesterday),
	};

	return cases_run(cases, COUNT(cases));
}
