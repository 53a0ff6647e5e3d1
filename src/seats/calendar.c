/*
 * Seats as an iCalendar feed (RFC 5545) for the phone or the computer of a
 * pupil, a guardian or a teacher. Who knows the address may read it, so it has
 * 130 random bits, of which only a keyed hash is kept, and a new one ends the
 * one before. It tells where and when and names nobody.
 *
 * Events that were cancelled and seats that are no longer held stay in the feed
 * as cancelled, since a calendar that no longer finds an event keeps what it
 * has. Times stand in Seoul's own time with its VTIMEZONE.
 */
#include <libical/ical.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/random.h"
#include "base/text.h"
#include "ledger/ledger.h"
#include "seats/inside.h"
#include "seats/routes.h"

#define SEOUL "Asia/Seoul"
#define YEAR_MS INT64_C(31622400000)

enum {
	LETTERS_OF_ADDRESS = 26, /* 130 bits */
	SEOUL_SECONDS = 32400,
	ENTRIES_MOST = 400
};

/* Addresses */

static void
address_hash(const char *code, char out[static 65])
{
	char text[64];

	snprintf(text, sizeof text, "calendar:%s", code);
	secret_hash(text, out);
}

/* The one before ends. */
static void
address_make(struct request *rq, const struct entrant *entrant)
{
	char code[LETTERS_OF_ADDRESS + 1], hash[65];

	random_code(code, LETTERS_OF_ADDRESS);
	address_hash(code, hash);
	db_do(rq->db, "DELETE FROM calendar WHERE holder = ?",
	    ARGS(ID(entrant->id)));
	db_do(rq->db,
	    "INSERT INTO calendar (hash, holder, class, made) "
	    "VALUES (?, ?, ?, ?)",
	    ARGS(TEXT(hash), ID(entrant->id), INT(entrant->class),
		INT(rq->now)));
	ledger_add(rq->db, rq->now,
	    &(struct ledger_entry){ .chain = entrant->region,
		.kind = "calendar.made",
		.actor = &rq->actor,
		.pupil = entrant->id });
	put_text(answer(rq), "address",
	    arena_printf(rq->arena, "/api/calendars/%s", code));
}

static void
calendar_make(struct request *rq)
{
	struct entrant entrant;

	if (entrant_of_request(rq, &entrant))
		address_make(rq, &entrant);
}

void
pupil_calendar(struct request *rq)
{
	calendar_make(rq);
}

void
class_calendar(struct request *rq)
{
	calendar_make(rq);
}

/* Who reads */

struct reader {
	int64_t holder, of_class;
	bool class;
	enum lang lang;
};

/* A pupil who left has no calendar any more. */
static bool
reader_find(struct request *rq, struct reader *reader)
{
	const char *code = path_text(rq, "calendar");
	char hash[65];
	struct rows rows;
	bool found;

	if (strlen(code) != LETTERS_OF_ADDRESS)
		return false;
	address_hash(code, hash);
	rows = db_ask(rq->db,
	    "SELECT c.holder, c.class, p.class, COALESCE(p.lang, 'ko') "
	    "FROM calendar c LEFT JOIN pupil p ON p.id = c.holder "
	    "WHERE c.hash = ? AND (c.class = 1 OR p.state = 'enrolled')",
	    ARGS(TEXT(hash)));
	found = rows_next(&rows);
	if (found)
		*reader = (struct reader){ .holder = rows_id(&rows, 0),
			.class = rows_int(&rows, 1) != 0,
			.of_class = rows_id(&rows, 2),
			.lang = lang_from(rows_text(&rows, 3)) };
	rows_close(&rows);
	return found;
}

struct entry {
	int64_t seat, made, changed;
	int64_t event;
	const char *state;
};

/* Seats of announced rounds from a year ago on, in the order of their ids. */
static int
entries_load(struct request *rq, const struct reader *reader,
    struct entry entries[static ENTRIES_MOST])
{
	struct rows rows = db_ask(rq->db,
	    "SELECT s.id, s.made, s.changed, s.event, s.state FROM seat s "
	    "JOIN round r ON r.id = s.round JOIN event e ON e.id = s.event "
	    "WHERE s.applicant IN (?, ?) AND r.state = 'announced' "
	    "AND e.starts > ? ORDER BY s.id LIMIT 400",
	    ARGS(ID(reader->holder), INT(reader->of_class),
		INT(rq->now - YEAR_MS)));
	int count = 0;

	while (count < ENTRIES_MOST && rows_next(&rows))
		entries[count++] = (struct entry){ rows_id(&rows, 0),
			rows_int(&rows, 1), rows_int(&rows, 2),
			rows_id(&rows, 3),
			arena_text(rq->arena, rows_text(&rows, 4)) };
	rows_close(&rows);
	return count;
}

/* The calendar's parts */

static icalcomponent *
zone_make(void)
{
	/* Seoul knows no summer time since 1988. */
	return icalcomponent_vanew(ICAL_VTIMEZONE_COMPONENT,
	    icalproperty_new_tzid(SEOUL),
	    icalcomponent_vanew(ICAL_XSTANDARD_COMPONENT,
		icalproperty_new_dtstart(
		    icaltime_from_string("19881009T000000")),
		icalproperty_new_tzoffsetfrom(SEOUL_SECONDS),
		icalproperty_new_tzoffsetto(SEOUL_SECONDS),
		icalproperty_new_tzname("KST"), (void *)0),
	    (void *)0);
}

static struct icaltimetype
seoul_time(int64_t ms)
{
	return icaltime_from_timet_with_zone(
	    (time_t)(ms / 1000 + SEOUL_SECONDS), 0, NULL);
}

static icalproperty *
in_seoul(icalproperty *property)
{
	icalproperty_add_parameter(property, icalparameter_new_tzid(SEOUL));
	return property;
}

static enum icalproperty_status
status_of(const struct entry *entry, const struct event *event)
{
	if (event->cancelled)
		return ICAL_STATUS_CANCELLED;
	if (text_is(entry->state, "offered"))
		return ICAL_STATUS_TENTATIVE;
	if (text_is(entry->state, "accepted") ||
	    text_is(entry->state, "absent"))
		return ICAL_STATUS_CONFIRMED;
	return ICAL_STATUS_CANCELLED;
}

/*
 * Grows with every change: the event counts its own; a seat has the seconds
 * from when it was made to when it last changed.
 */
static int
sequence_of(const struct entry *entry, const struct event *event)
{
	int64_t sequence = event->sequence +
	    (entry->changed - entry->made + 999) / 1000;

	return sequence > INT32_MAX ? INT32_MAX : (int)sequence;
}

static int64_t
later(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

static icalcomponent *
entry_make(struct request *rq, enum lang lang, const struct entry *entry,
    const struct event *event)
{
	int64_t changed = later(entry->changed, event->changed);
	const struct word words[] = {
		{ "programme", event->programme_name },
		{ "site", event->site_name },
		{ "address", event->address },
		{ "safety", event->safety },
		{ 0 },
	};
	const char *uid = arena_printf(
	    rq->arena, "seat-%lld@giljabi", (long long)entry->seat);
	const char *summary = say_with(
	    rq->arena, lang, "calendar.summary", words);
	const char *place = say_with(rq->arena, lang, "calendar.place", words);
	const char *about = say_with(rq->arena, lang,
	    event->safety[0] != '\0' ? "calendar.about_safety"
				     : "calendar.about",
	    words);

	return icalcomponent_vanew(ICAL_VEVENT_COMPONENT,
	    icalproperty_new_uid(uid),
	    icalproperty_new_sequence(sequence_of(entry, event)),
	    icalproperty_new_dtstamp(icaltime_from_timet_with_zone(
		(time_t)(changed / 1000), 0, icaltimezone_get_utc_timezone())),
	    in_seoul(icalproperty_new_dtstart(seoul_time(event->starts))),
	    in_seoul(icalproperty_new_dtend(seoul_time(event->ends))),
	    icalproperty_new_status(status_of(entry, event)),
	    icalproperty_new_summary(summary), icalproperty_new_location(place),
	    icalproperty_new_description(about), (void *)0);
}

static icalcomponent *
calendar_begin(enum lang lang)
{
	icalcomponent *calendar = icalcomponent_vanew(ICAL_VCALENDAR_COMPONENT,
	    icalproperty_new_version("2.0"),
	    icalproperty_new_prodid("-//Giljabi//Seats//KO"),
	    icalproperty_new_calscale("GREGORIAN"), (void *)0);
	icalproperty *name = icalproperty_new_x(say(lang, "calendar.name"));

	icalproperty_set_x_name(name, "X-WR-CALNAME");
	icalcomponent_add_property(calendar, name);
	icalcomponent_add_component(calendar, zone_make());
	return calendar;
}

static void
calendar_end(void *calendar)
{
	icalcomponent_free(calendar);
}

static const char *
calendar_write(struct request *rq, const struct reader *reader)
{
	struct entry *entries = arena_array(
	    rq->arena, ENTRIES_MOST, sizeof *entries);
	int count = entries_load(rq, reader, entries);
	struct event *events = arena_array(
	    rq->arena, (size_t)count, sizeof *events);
	icalcomponent *calendar;
	char *text;
	const char *kept;

	for (int i = 0; i < count; i++)
		if (!event_load(
			rq->db, rq->arena, entries[i].event, &events[i]))
			count = i;
	calendar = calendar_begin(reader->lang);
	arena_defer(rq->arena, calendar_end, calendar);
	for (int i = 0; i < count; i++)
		icalcomponent_add_component(calendar,
		    entry_make(rq, reader->lang, &entries[i], &events[i]));
	text = icalcomponent_as_ical_string_r(calendar);
	kept = text ? arena_text(rq->arena, text) : NULL;
	icalmemory_free_buffer(text);
	return kept;
}

void
calendar_show(struct request *rq)
{
	struct reader reader;
	const char *text;

	if (!reader_find(rq, &reader)) {
		answer_error(rq, 404, "not_found", NULL);
		return;
	}
	text = calendar_write(rq, &reader);
	if (text == NULL)
		answer_error(rq, 503, "paper", NULL);
	else
		answer_bytes(rq, "text/calendar; charset=utf-8", text,
		    strlen(text), "giljabi.ics");
}
