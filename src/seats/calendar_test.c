/*
 * The calendar: read back by libical and, line by line, by the rules of RFC
 * 5545; what was lost stays as cancelled, a new address ends the old one. Over
 * SQLite, then over the server of GILJABI_TEST_POSTGRES if there is one.
 */
#include <libical/ical.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "seats/wish_bed.h"

#define CALENDAR "/api/pupils/{pupil}/calendar"
#define SEAT "/api/pupils/{pupil}/rounds/{round}/seat"

/* Asks for an address as the visitor and answers it. */
static const char *
address_of(struct scene *scene, struct visitor *visitor, const char *path)
{
	assert_int_equal(
	    visitor_ask(visitor, "POST", path_of(scene, path), NULL), 200);
	return arena_text(scene->arena, visitor_got(visitor, "address"));
}

static const char *
feed_of(struct scene *scene, const char *address)
{
	size_t length;
	const char *body;

	assert_int_equal(visitor_ask(scene->nobody, "GET", address, NULL), 200);
	body = visitor_body(scene->nobody, &length);
	return arena_bytes(scene->arena, body, length);
}

/* RFC 5545, 3.1: CRLF, lines of 75 octets, no character cut in two. */
static void
lines_are_right(const char *feed)
{
	const char *line = feed, *end;
	int depth = 0;

	for (; *line != '\0'; line = end + 2) {
		end = strstr(line, "\r\n");
		assert_non_null(end);
		assert_true(end - line <= 75);
		assert_null(memchr(line, '\n', (size_t)(end - line)));
		assert_true(utf8_valid(line, (size_t)(end - line)));
		depth += text_starts(line, "BEGIN:");
		depth -= text_starts(line, "END:");
		assert_true(depth > 0 || *(end + 2) == '\0');
	}
	assert_int_equal(depth, 0);
}

static icalcomponent *
event_at(icalcomponent *calendar, int nth)
{
	icalcomponent *event = icalcomponent_get_first_component(
	    calendar, ICAL_VEVENT_COMPONENT);

	while (nth-- > 0)
		event = icalcomponent_get_next_component(
		    calendar, ICAL_VEVENT_COMPONENT);
	assert_non_null(event);
	return event;
}

static icalcomponent *
read_back(const char *feed)
{
	icalcomponent *calendar = icalparser_parse_string(feed);

	assert_non_null(calendar);
	assert_int_equal(icalcomponent_count_errors(calendar), 0);
	assert_int_equal(
	    icalcomponent_count_components(calendar, ICAL_VTIMEZONE_COMPONENT),
	    1);
	return calendar;
}

static void
a_seat_is_an_event_in_seoul(void **state)
{
	struct scene scene;
	icalcomponent *calendar, *event;
	struct icaltimetype start;
	const char *feed;

	scene_open(&scene, state);
	round_put(&scene, "pupils", "announced", -9, -5, NULL);
	entered_put(&scene,
	    &(struct entered){
		scene.town.pupils[0], false, 1, 0, '1', NULL, "01", 0 });
	feed = feed_of(&scene, address_of(&scene, scene.pupil, CALENDAR));
	lines_are_right(feed);
	calendar = read_back(feed);
	event = event_at(calendar, 0);
	start = icalcomponent_get_dtstart(event);
	assert_int_equal(start.hour, 10);
	assert_int_equal(
	    icaltime_as_timet_with_zone(start, icaltime_get_timezone(start)),
	    look(scene.bed, "SELECT starts / 1000 FROM event WHERE id = ?",
		ARGS(ID(scene.events[0]))));
	assert_int_equal(
	    icalcomponent_get_status(event), ICAL_STATUS_TENTATIVE);
	assert_string_equal(
	    icalcomponent_get_summary(event), "진로 체험: 로봇 만들기");
	assert_string_equal(icalcomponent_get_location(event),
	    "수원 로봇 센터, 수원시 길잡이로 1");
	assert_non_null(strstr(feed, "DTSTART;TZID=Asia/Seoul:"));
	assert_null(strstr(feed, "김하나"));
	icalcomponent_free(calendar);
	scene_close(&scene);
}

/* The state of each and that the sequence never goes back. */
static void
what_is_lost_stays_as_cancelled(void **state)
{
	struct scene scene;
	icalcomponent *calendar;
	const char *address;
	int sequence;

	scene_open(&scene, state);
	round_put(&scene, "pupils", "announced", -9, -5, NULL);
	entered_put(&scene,
	    &(struct entered){
		scene.town.pupils[0], false, 1, 0, '1', NULL, "01", 0 });
	address = address_of(&scene, scene.guardian, CALENDAR);
	must(scene.bed, "UPDATE seat SET made = made - 5000", NO_ARGS);
	assert_int_equal(visitor_ask(scene.pupil, "PUT", path_of(&scene, SEAT),
			     "{\"answer\":\"accept\"}"),
	    200);
	calendar = read_back(feed_of(&scene, address));
	sequence = icalcomponent_get_sequence(event_at(calendar, 0));
	assert_true(sequence >= 5);
	assert_int_equal(icalcomponent_get_status(event_at(calendar, 0)),
	    ICAL_STATUS_CONFIRMED);
	icalcomponent_free(calendar);
	must(scene.bed,
	    "UPDATE event SET state = 'cancelled', sequence = sequence + 1 "
	    "WHERE id = ?",
	    ARGS(ID(scene.events[0])));
	calendar = read_back(feed_of(&scene, address));
	assert_int_equal(icalcomponent_get_status(event_at(calendar, 0)),
	    ICAL_STATUS_CANCELLED);
	assert_int_equal(
	    icalcomponent_get_sequence(event_at(calendar, 0)), sequence + 1);
	icalcomponent_free(calendar);
	scene_close(&scene);
}

static void
an_address_is_secret_and_the_last_one_counts(void **state)
{
	static const char *const wrong[] = { "/api/calendars/x",
		"/api/calendars/00000000000000000000000000" };
	struct scene scene;
	const char *first, *second, *class;

	scene_open(&scene, state);
	round_put(&scene, "both", "announced", -9, -5, NULL);
	entered_put(&scene,
	    &(struct entered){
		scene.town.classes[0], true, 2, 0, '1', NULL, "0", 0 });
	first = address_of(&scene, scene.pupil, CALENDAR);
	class = address_of(
	    &scene, scene.teacher, "/api/classes/{class}/calendar");
	/* the class's seat is everybody's of the class */
	assert_non_null(strstr(feed_of(&scene, first), "BEGIN:VEVENT"));
	assert_non_null(strstr(feed_of(&scene, class), "BEGIN:VEVENT"));
	second = address_of(&scene, scene.guardian, CALENDAR);
	assert_string_not_equal(first, second);
	assert_int_equal(visitor_ask(scene.nobody, "GET", first, NULL), 404);
	feed_of(&scene, second);
	for (size_t i = 0; i < COUNT(wrong); i++)
		assert_int_equal(
		    visitor_ask(scene.nobody, "GET", wrong[i], NULL), 404);
	must(scene.bed, "UPDATE pupil SET state = 'left' WHERE id = ?",
	    ARGS(ID(scene.town.pupils[0])));
	assert_int_equal(visitor_ask(scene.nobody, "GET", second, NULL), 404);
	assert_int_equal(told(&scene, "calendar.made"), 3);
	/* not before it is announced */
	state_set(&scene, "drawn");
	assert_null(strstr(feed_of(&scene, class), "BEGIN:VEVENT"));
	scene_close(&scene);
}

int
main(void)
{
	static const struct test_case cases[] = {
		CASE(BOTH, a_seat_is_an_event_in_seoul),
		CASE(BOTH, what_is_lost_stays_as_cancelled),
		CASE(BOTH, an_address_is_secret_and_the_last_one_counts),
	};

	return cases_run(cases, COUNT(cases));
}
