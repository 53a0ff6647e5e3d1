/*
 * What came of wishes: a reason for each in plain words, yes and no to a seat,
 * letters and lists on paper. Over SQLite, then over the server of
 * GILJABI_TEST_POSTGRES if there is one.
 */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "seats/wish_bed.h"

#define DAY_MS INT64_C(86400000)
#define OUTCOME "/api/pupils/{pupil}/rounds/{round}/outcome"
#define SEAT "/api/pupils/{pupil}/rounds/{round}/seat"
#define CLASS "/api/classes/{class}/rounds/{round}"
#define BANDS \
	"{\"reserves\":[{\"group\":\"care\",\"percent\":50}]," \
	"\"bands\":[{\"by\":\"fewer\",\"value\":2}],\"caps\":[]}"

static const char yes[] = "{\"answer\":\"accept\"}";
static const char no[] = "{\"answer\":\"decline\"}";

static int
ask(struct scene *scene, struct visitor *visitor, const char *method,
    const char *path, const char *body)
{
	return visitor_ask(visitor, method, path_of(scene, path), body);
}

static void
enter(struct scene *scene, char number, const char *list, int got)
{
	entered_put(scene,
	    &(struct entered){
		scene->town.pupils[0], false, 1, 0, number, NULL, list, got });
}

/* As the draw leaves it: with its waiting lists. */
static void
drawn(struct scene *scene)
{
	assert_true(waiting_ready(scene->bed->store, scene->round));
}

/* Each wish of one list with its own end. */
static void
each_wish_has_its_reason(void **state)
{
	static const char *const outcomes[] = { "full", "cancelled", "closed",
		"held", "got", "better" };
	struct scene scene;
	char member[40];

	scene_open(&scene, state);
	round_put(&scene, "pupils", "announced", -9, -5, BANDS);
	enter(&scene, 'b', "012345", 4);
	for (int i = 0; i < 9; i++)
		entered_put(&scene,
		    &(struct entered){ pupil_put(&scene, 40 + i), false, 1, 0,
			(char)('0' + i), NULL, "0", i < 2 ? 0 : -1 });
	cutoff_put(&scene, 0, "open", 0, "3a91000000000000");
	must(scene.bed, "UPDATE event SET state = 'cancelled' WHERE id = ?",
	    ARGS(ID(scene.events[1])));
	must(scene.bed, "UPDATE round_event SET closed = 1 WHERE event = ?",
	    ARGS(ID(scene.events[2])));
	must(scene.bed,
	    "UPDATE applicant SET held = (SELECT day FROM round_event "
	    "WHERE event = ?) WHERE applicant = ?",
	    ARGS(ID(scene.events[3]), ID(scene.town.pupils[0])));
	/* made by the first look, read by the second */
	assert_int_equal(ask(&scene, scene.pupil, "GET", OUTCOME, NULL), 503);
	assert_string_equal(visitor_wrong(scene.pupil), "outcome.again");
	assert_int_equal(ask(&scene, scene.pupil, "GET", OUTCOME, NULL), 200);
	for (int i = 0; i < 6; i++) {
		snprintf(member, sizeof member, "wishes.%d.outcome", i);
		assert_string_equal(
		    visitor_got(scene.pupil, member), outcomes[i]);
	}
	assert_string_equal(visitor_got(scene.pupil, "wishes.0.words"),
	    "2자리에 10명이 희망했어요. 자리는 우선순위 구간이 빠른 순서, 같은 "
	    "구간에서는 추첨 번호가 작은 순서로 정했어요. 마지막으로 자리를 "
	    "받은 사람은 0구간 3a91…번, 내 번호는 0구간 bbbb…번이에요. 2자리 "
	    "가운데 1자리는 우선 배정 자리로 먼저 정했어요.");
	assert_string_equal(visitor_got(scene.pupil, "wishes.0.waiting"), "8");
	assert_string_equal(visitor_got(scene.pupil, "seat"), "offered");
	assert_string_equal(
	    visitor_got(scene.pupil, "safety"), "편한 신발을 신어요.");
	/* others see no number of who has a seat, and else not "mine" */
	assert_int_equal(
	    ask(&scene, scene.guardian, "GET", OUTCOME, NULL), 200);
	assert_int_equal(seen(scene.guardian, "번호"), 0);
	assert_int_equal(seen(scene.guardian, "bbbb"), 0);
	assert_int_equal(seen(scene.guardian, "pseudonym"), 0);
	must(scene.bed, "DELETE FROM seat WHERE applicant = ?",
	    ARGS(ID(scene.town.pupils[0])));
	assert_int_equal(
	    ask(&scene, scene.guardian, "GET", OUTCOME, NULL), 200);
	assert_int_equal(seen(scene.guardian, "이 학생의 번호는"), 1);
	scene_close(&scene);
}

/* Seats are free and the own number is good: a cap was in the way. */
static void
a_cap_is_told_as_one(void **state)
{
	struct scene scene;

	scene_open(&scene, state);
	round_put(&scene, "pupils", "announced", -9, -5, NULL);
	enter(&scene, '1', "0", -1);
	cutoff_put(&scene, 0, "open", 0, "3a91000000000000");
	drawn(&scene);
	assert_int_equal(ask(&scene, scene.pupil, "GET", OUTCOME, NULL), 200);
	assert_int_equal(seen(scene.pupil, "인원이 차서"), 1);
	/* of the own grade, and all are free */
	assert_string_equal(visitor_got(scene.pupil, "open.4.id"),
	    id_text(scene.arena, scene.events[4]));
	assert_string_equal(visitor_got(scene.pupil, "open.5.id"), "");
	state_set(&scene, "drawn");
	assert_int_equal(ask(&scene, scene.pupil, "GET", OUTCOME, NULL), 409);
	assert_string_equal(visitor_wrong(scene.pupil), "outcome.early");
	assert_int_equal(ask(&scene, scene.pupil, "PUT", SEAT, yes), 409);
	scene_close(&scene);
}

/* Yes and no, by state of the seat and by whether somebody waits. */
static void
a_no_can_be_taken_back_until_it_went_on(void **state)
{
	static const struct {
		bool waits;
		const char *answer;
		int status;
		const char *seat;
	} rows[] = {
		{ false, yes, 200, "accepted" },
		{ false, yes, 200, "accepted" },
		{ false, no, 200, "declined" },
		{ false, no, 200, "declined" },
		{ false, yes, 200, "accepted" },
		{ true, no, 200, "declined" },
		{ true, yes, 409, "" },
	};
	struct scene scene;
	int64_t other;

	scene_open(&scene, state);
	round_put(&scene, "pupils", "announced", -9, -5, NULL);
	must(scene.bed, "UPDATE round_event SET seats = 1", NO_ARGS);
	other = pupil_put(&scene, 40);
	enter(&scene, '1', "10", 0);
	entered_put(&scene,
	    &(struct entered){ other, false, 1, 0, '2', NULL, "0", -1 });
	must(scene.bed, "UPDATE pupil SET state = 'left' WHERE id = ?",
	    ARGS(ID(other)));
	for (size_t i = 0; i < COUNT(rows); i++) {
		if (rows[i].waits)
			must(scene.bed,
			    "UPDATE pupil SET state = 'enrolled' WHERE id = ?",
			    ARGS(ID(other)));
		assert_int_equal(
		    ask(&scene, i % 2 ? scene.pupil : scene.guardian, "PUT",
			SEAT, rows[i].answer),
		    rows[i].status);
		if (rows[i].status == 200)
			assert_string_equal(
			    visitor_got(
				i % 2 ? scene.pupil : scene.guardian, "seat"),
			    rows[i].seat);
	}
	assert_string_equal(seat_state(&scene, other, 0), "offered");
	assert_int_equal(told(&scene, "seat.accepted"), 2);
	assert_int_equal(told(&scene, "seat.declined"), 2);
	/* what was taken back waits for its first wish again, then no more */
	assert_int_equal(
	    look(scene.bed, "SELECT COUNT(*) FROM waiting WHERE applicant = ?",
		ARGS(ID(scene.town.pupils[0]))),
	    0);
	scene_close(&scene);
}

static void
a_class_answers_through_its_teacher(void **state)
{
	struct scene scene;

	scene_open(&scene, state);
	round_put(&scene, "both", "announced", -9, -5, NULL);
	entered_put(&scene,
	    &(struct entered){
		scene.town.classes[0], true, 2, 0, '1', NULL, "01", 0 });
	drawn(&scene);
	assert_int_equal(
	    ask(&scene, scene.teacher, "GET", CLASS "/outcome", NULL), 200);
	assert_string_equal(
	    visitor_got(scene.teacher, "wishes.0.outcome"), "got");
	assert_int_equal(ask(&scene, scene.pupil, "GET", OUTCOME, NULL), 200);
	assert_string_equal(visitor_got(scene.pupil, "seat"), "offered");
	assert_int_equal(ask(&scene, scene.pupil, "PUT", SEAT, no), 409);
	assert_string_equal(visitor_wrong(scene.pupil), "seat.class");
	assert_int_equal(
	    ask(&scene, scene.teacher, "PUT", CLASS "/seat", yes), 200);
	assert_string_equal(
	    seat_state(&scene, scene.town.classes[0], 0), "accepted");
	scene_close(&scene);
}

static size_t
paper_of(struct scene *scene, struct visitor *visitor, const char *path,
    const char *begins)
{
	size_t length;

	assert_int_equal(ask(scene, visitor, "GET", path, NULL), 200);
	assert_memory_equal(
	    visitor_body(visitor, &length), begins, strlen(begins));
	visitor_body(visitor, &length);
	return length;
}

static void
papers_are_made_of_what_is_known(void **state)
{
	struct scene scene;

	scene_open(&scene, state);
	round_put(&scene, "pupils", "announced", -9, -5, NULL);
	assert_int_equal(
	    ask(&scene, scene.teacher, "GET", CLASS "/letters", NULL), 409);
	enter(&scene, '1', "0", 0);
	must(scene.bed,
	    "INSERT INTO vault (pupil, kind, value) VALUES (?, 'needs', '3')",
	    ARGS(ID(scene.town.pupils[0])));
	assert_true(
	    paper_of(&scene, scene.teacher, CLASS "/letters", "%PDF") > 2000);
	assert_true(paper_of(&scene, scene.centre, "/api/events/{event}/paper",
			"%PDF") > 2000);
	assert_true(paper_of(&scene, scene.centre, "/api/events/{event}/people",
			"PK") > 1000);
	assert_int_equal(told(&scene, "class.exported"), 1);
	assert_int_equal(told(&scene, "event.exported"), 2);
	/* before the announcement nobody comes */
	state_set(&scene, "drawn");
	assert_int_equal(
	    ask(&scene, scene.teacher, "GET", CLASS "/letters", NULL), 409);
	scene_close(&scene);
}

int
main(void)
{
	static const struct test_case cases[] = {
		CASE(BOTH, each_wish_has_its_reason),
		CASE(BOTH, a_cap_is_told_as_one),
		CASE(BOTH, a_no_can_be_taken_back_until_it_went_on),
		CASE(BOTH, a_class_answers_through_its_teacher),
		CASE(BOTH, papers_are_made_of_what_is_known),
	};

	return cases_run(cases, COUNT(cases));
}
