/*
 * The waiting list: a seat goes on by the published order and nobody is left to
 * envy; what was held below goes on too; classes where they fit; who has a seat
 * that day is passed over; what nobody answers lapses. Over SQLite, then over
 * the server of GILJABI_TEST_POSTGRES if there is one.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "seats/wish_bed.h"

#define DAY_MS INT64_C(86400000)

/* Steps, as the pages would take them */

struct stepping {
	struct scene *scene;
	int64_t applicant; /* who declines; 0: nobody */
	int event; /* whose seats go on */
	int moved;
};

static bool
step_work(struct db *db, void *with)
{
	struct stepping *stepping = with;
	struct scene *scene = stepping->scene;
	struct round round;

	assert_true(
	    round_load(db, scene->arena, scene->round, scene->now, &round));
	while (!waiting_make_some(db, round.id))
		;
	if (stepping->applicant != 0) {
		db_do(db,
		    "UPDATE seat SET state = 'declined' WHERE round = ? "
		    "AND applicant = ? AND state IN ('offered', 'accepted')",
		    ARGS(ID(round.id), ID(stepping->applicant)));
		waiting_leave(db, round.id, stepping->applicant);
	}
	stepping->moved = waiting_move(db, scene->arena, scene->now, &round,
	    scene->events[stepping->event]);
	return db_ok(db);
}

static int
decline(struct scene *scene, int64_t applicant, int event)
{
	struct stepping stepping = { scene, applicant, event, 0 };

	assert_int_equal(
	    store_write(scene->bed->store, step_work, &stepping), WRITE_DONE);
	return stepping.moved;
}

/* Nobody envies: told again from the published rule alone */

enum { PEOPLE = 14, MARKETS = 24, MARKET_EVENTS = 4 };

struct person {
	int64_t id;
	int band;
	char number;
	unsigned groups; /* bit 0 care, bit 1 rural */
	char list[MARKET_EVENTS + 1];
	bool out;
	int held; /* the place in the list, -1: none */
};

struct market {
	struct scene *scene;
	struct person people[PEOPLE];
	int reserves; /* 0, 1 or 2 of one seat each */
	int site_cap; /* of the first three events; 0: none */
};

static bool
better(const struct person *a, const struct person *b)
{
	return a->band != b->band ? a->band < b->band : a->number < b->number;
}

static bool
holds(const struct person *person, int event)
{
	return person->held >= 0 && person->list[person->held] == '0' + event;
}

static int
place_of(const struct person *person, int event)
{
	const char *at = strchr(person->list, '0' + event);

	return at == NULL ? -1 : (int)(at - person->list);
}

/*
 * Would the event take `asks` from its holders and him? Two seats; reserve r
 * has its best member, then the best of what is left.
 */
static bool
takes(const struct market *market, int event, int asks)
{
	bool in[PEOPLE] = { false };

	for (int seat = 0; seat < 2; seat++) {
		int best = -1;

		for (int i = 0; i < PEOPLE; i++) {
			const struct person *one = &market->people[i];

			if (in[i] || (i != asks && !holds(one, event)) ||
			    (seat < market->reserves &&
				(one->groups >> seat & 1) == 0))
				continue;
			if (best < 0 || better(one, &market->people[best]))
				best = i;
		}
		if (best >= 0)
			in[best] = true;
	}
	/* reserved seats that lacked members go to anybody */
	for (int left = 2; left > 0; left--) {
		int count = 0, best = -1;

		for (int i = 0; i < PEOPLE; i++)
			count += in[i];
		for (int i = 0; i < PEOPLE && count < 2; i++)
			if (!in[i] &&
			    (i == asks || holds(&market->people[i], event)) &&
			    (best < 0 ||
				better(
				    &market->people[i], &market->people[best])))
				best = i;
		if (best >= 0)
			in[best] = true;
	}
	return in[asks];
}

static void
market_read(struct market *market)
{
	struct scene *scene = market->scene;

	for (int i = 0; i < PEOPLE; i++) {
		struct person *person = &market->people[i];
		person->held = (int)look(scene->bed,
		    "SELECT place FROM seat WHERE round = ? "
		    "AND applicant = ? AND state IN "
		    "('offered', 'accepted')",
		    ARGS(ID(scene->round), ID(person->id)));
		if (person->held > 0)
			person->held--;
	}
}

static void
nobody_envies(const struct market *market)
{
	int at_site = 0;

	for (int event = 0; event < MARKET_EVENTS; event++) {
		int count = 0;

		for (int i = 0; i < PEOPLE; i++)
			count += holds(&market->people[i], event);
		assert_true(count <= 2);
		at_site += event < 3 ? count : 0;
	}
	assert_true(market->site_cap == 0 || at_site <= market->site_cap);
	for (int i = 0; i < PEOPLE; i++)
		for (int event = 0; event < MARKET_EVENTS; event++) {
			const struct person *one = &market->people[i];
			int place = place_of(one, event);
			bool full = market->site_cap != 0 && event < 3 &&
			    at_site >= market->site_cap;

			if (one->out || place < 0 || full ||
			    (one->held >= 0 && one->held <= place))
				continue;
			assert_false(takes(market, event, i));
		}
}

static void
person_make(struct market *market, int i)
{
	static const char *const groups[] = { "", "care", "rural",
		"care;rural" };
	struct person *person = &market->people[i];
	int count = 1 + rand() % MARKET_EVENTS;

	person->band = rand() % 2;
	person->number = "0123456789abcdef"[i];
	person->groups = (unsigned)rand() % 4;
	person->out = false;
	memset(person->list, 0, sizeof person->list);
	for (int k = 0; k < count;) {
		char event = (char)('0' + rand() % MARKET_EVENTS);

		if (strchr(person->list, event) == NULL)
			person->list[k++] = event;
	}
	entered_put(market->scene,
	    &(struct entered){ .applicant = person->id,
		.size = 1,
		.band = person->band,
		.number = person->number,
		.groups = groups[person->groups],
		.list = person->list,
		.got = -1 });
}

static void
market_make(struct market *market)
{
	const char *rule = NULL;

	market->reserves = rand() % 3;
	market->site_cap = rand() % 2 == 0 ? 0 : 3;
	rule = arena_printf(market->scene->arena,
	    "{\"reserves\":[%s%s],\"bands\":[{\"by\":\"fewer\",\"value\":1}],"
	    "\"caps\":[%s]}",
	    market->reserves > 0 ? "{\"group\":\"care\",\"percent\":50}" : "",
	    market->reserves > 1 ? ",{\"group\":\"rural\",\"percent\":50}" : "",
	    market->site_cap == 0 ? ""
				  : arena_printf(market->scene->arena,
					"{\"site\":\"%lld\",\"most\":3}",
					(long long)market->scene->site));
	round_put(market->scene, "pupils", "announced", -9, -5, rule);
	for (int i = 0; i < PEOPLE; i++)
		person_make(market, i);
}

/*
 * From nobody placed: each event's free seats go on, then people decline in any
 * order.
 */
static void
no_decline_leaves_envy(void **state)
{
	struct scene scene;
	struct market market = { .scene = &scene };
	int moved = 0;

	scene_open(&scene, state);
	srand(20260524);
	for (int i = 0; i < PEOPLE; i++)
		market.people[i].id = pupil_put(&scene, 30 + i);
	for (int m = 0; m < MARKETS; m++) {
		market_make(&market);
		for (int event = 0; event < MARKET_EVENTS; event++)
			moved += decline(&scene, 0, event);
		market_read(&market);
		nobody_envies(&market);
		for (int i = 0; i < PEOPLE; i++) {
			struct person *one =
			    &market.people[(i * 5 + m) % PEOPLE];

			if (one->held < 0)
				continue;
			one->out = true;
			moved += decline(
			    &scene, one->id, one->list[one->held] - '0');
			market_read(&market);
			assert_int_equal(one->held, -1);
			nobody_envies(&market);
		}
		/* else these days would be taken in the next one */
		must(scene.bed, "UPDATE seat SET state = 'declined'", NO_ARGS);
	}
	assert_int_equal(told(&scene, "seat.moved"), moved);
	assert_true(moved > MARKETS * 8);
	scene_close(&scene);
}

/* One decline, three moves down the lists. */
static void
what_is_given_back_goes_on(void **state)
{
	struct scene scene;
	int64_t one[6];

	scene_open(&scene, state);
	round_put(&scene, "pupils", "announced", -9, -5, NULL);
	for (int i = 0; i < 6; i++) {
		static const char *const lists[] = { "0", "0", "01", "12", "1",
			"2" };
		static const int got[] = { 0, 0, 1, 2, 1, -1 };

		one[i] = pupil_put(&scene, 40 + i);
		entered_put(&scene,
		    &(struct entered){ one[i], false, 1, 0, (char)('0' + i),
			NULL, lists[i], got[i] });
	}
	must(scene.bed,
	    "UPDATE seat SET state = 'accepted' WHERE applicant = ?",
	    ARGS(ID(one[2])));
	entered_put(&scene,
	    &(struct entered){
		pupil_put(&scene, 50), false, 1, 0, '6', NULL, "2", 2 });
	assert_int_equal(decline(&scene, one[0], 0), 3);
	assert_int_equal(holder_of(&scene, 0, 1), one[2]);
	assert_string_equal(seat_state(&scene, one[2], 0), "accepted");
	assert_string_equal(seat_state(&scene, one[2], 1), "moved");
	assert_string_equal(seat_state(&scene, one[3], 1), "offered");
	assert_string_equal(seat_state(&scene, one[5], 2), "offered");
	assert_string_equal(seat_state(&scene, one[0], 0), "declined");
	assert_int_equal(told(&scene, "seat.moved"), 3);
	/* nobody is left who waits */
	assert_int_equal(
	    look(scene.bed, "SELECT COUNT(*) FROM waiting", NO_ARGS), 0);
	scene_close(&scene);
}

/* The next by number has a visit that day in another round. */
static void
a_day_that_is_taken_is_passed_over(void **state)
{
	struct scene scene;
	int64_t one[4], first;

	scene_open(&scene, state);
	for (int i = 0; i < 4; i++)
		one[i] = pupil_put(&scene, 40 + i);
	first = round_put(&scene, "pupils", "announced", -9, -5, NULL);
	entered_put(&scene,
	    &(struct entered){ one[2], false, 1, 0, '0', NULL, "0", 0 });
	round_put(&scene, "pupils", "announced", -9, -5, NULL);
	for (int i = 0; i < 4; i++)
		entered_put(&scene,
		    &(struct entered){ one[i], false, 1, 0, (char)('0' + i),
			NULL, "0", i < 2 ? 0 : -1 });
	assert_int_equal(decline(&scene, one[1], 0), 1);
	assert_string_equal(seat_state(&scene, one[3], 0), "offered");
	/* a pupil who left is passed over, too */
	must(scene.bed, "UPDATE seat SET state = 'declined' WHERE round = ?",
	    ARGS(ID(first)));
	must(scene.bed, "UPDATE pupil SET state = 'left' WHERE id = ?",
	    ARGS(ID(one[2])));
	assert_int_equal(decline(&scene, one[0], 0), 0);
	scene_close(&scene);
}

/* Classes first where they fit whole, pupils on what is left. */
static void
a_class_seat_goes_to_classes_that_fit(void **state)
{
	struct scene scene;
	int64_t pupil;

	scene_open(&scene, state);
	pupil = pupil_put(&scene, 40);
	round_put(&scene, "both", "announced", -9, -5, NULL);
	must(scene.bed, "UPDATE round_event SET seats = 20", NO_ARGS);
	entered_put(&scene,
	    &(struct entered){
		scene.town.classes[0], true, 18, 0, '1', NULL, "0", 0 });
	entered_put(&scene,
	    &(struct entered){
		scene.town.classes[1], true, 19, 0, '3', NULL, "0", -1 });
	entered_put(&scene,
	    &(struct entered){
		scene.town.classes[2], true, 25, 0, '2', NULL, "0", -1 });
	entered_put(&scene,
	    &(struct entered){ pupil, false, 1, 0, '0', NULL, "0", -1 });
	assert_int_equal(decline(&scene, scene.town.classes[0], 0), 2);
	assert_string_equal(
	    seat_state(&scene, scene.town.classes[1], 0), "offered");
	assert_string_equal(seat_state(&scene, pupil, 0), "offered");
	assert_string_equal(seat_state(&scene, scene.town.classes[2], 0), "");
	scene_close(&scene);
}

static int64_t
until_of(struct scene *scene, int64_t applicant)
{
	return look(scene->bed, "SELECT until FROM seat WHERE applicant = ?",
	    ARGS(ID(applicant)));
}

/* Nobody answered in time: the next look lets it go on. */
static void
what_nobody_answers_lapses(void **state)
{
	struct scene scene;
	int64_t one[3];

	scene_open(&scene, state);
	round_put(&scene, "pupils", "announced", -9, -5, NULL);
	for (int i = 0; i < 3; i++) {
		one[i] = pupil_put(&scene, 40 + i);
		entered_put(&scene,
		    &(struct entered){ one[i], false, 1, 0, (char)('0' + i),
			NULL, "0", i < 2 ? 0 : -1 });
	}
	must(scene.bed, "UPDATE round SET answers_until = ?",
	    ARGS(INT(scene.now - DAY_MS)));
	must(scene.bed, "UPDATE seat SET until = ? WHERE applicant = ?",
	    ARGS(INT(scene.now - DAY_MS), ID(one[0])));
	assert_int_equal(
	    visitor_ask(scene.pupil, "GET",
		path_of(&scene, "/api/pupils/{pupil}/rounds"), NULL),
	    200);
	assert_string_equal(seat_state(&scene, one[0], 0), "lapsed");
	assert_string_equal(seat_state(&scene, one[1], 0), "offered");
	assert_string_equal(seat_state(&scene, one[2], 0), "offered");
	assert_true(until_of(&scene, one[2]) >= scene.now + 2 * DAY_MS);
	assert_int_equal(told(&scene, "seat.lapsed"), 1);
	scene_close(&scene);
}

int
main(void)
{
	static const struct test_case cases[] = {
		CASE(BOTH, no_decline_leaves_envy),
		CASE(BOTH, what_is_given_back_goes_on),
		CASE(BOTH, a_day_that_is_taken_is_passed_over),
		CASE(BOTH, a_class_seat_goes_to_classes_that_fit),
		CASE(BOTH, what_nobody_answers_lapses),
	};

	return cases_run(cases, COUNT(cases));
}
