/*
 * Events: one session of a programme each, planned or cancelled. A round that
 * is published keeps its own copy of the seats, so they change here freely.
 */
#include <math.h>

#include "base/clock.h"
#include "base/text.h"
#include "sites/inside.h"

enum { EVENTS_MOST = 1000, SPAN_MOST = 400, CAMP_DAYS = 3 };

/* Seoul lies nine hours before UTC, all the year. */
#define SEOUL (INT64_C(9) * 3600000)
/* What a calendar here can hold: 2020 to 2100. */
#define TIME_FIRST INT64_C(1577836800000)
#define TIME_LAST INT64_C(4102444800000)

/* Rows */

int64_t
event_add(struct db *db, int64_t now, const struct event_new *event)
{
	int64_t id = id_new();

	db_do(db,
	    "INSERT INTO event (id, region, programme, site, starts, ends, "
	    "seats, least, state, sequence, demo, created, changed) "
	    "SELECT CAST(? AS BIGINT), region, id, site, CAST(? AS BIGINT), "
	    "CAST(? AS BIGINT), CAST(? AS BIGINT), CAST(? AS BIGINT), "
	    "'planned', 0, CAST(? AS BIGINT), CAST(? AS BIGINT), "
	    "CAST(? AS BIGINT) FROM programme WHERE id = ?",
	    ARGS(ID(id), INT(event->starts), INT(event->ends),
		INT(event->seats), INT(event->least), INT(event->demo),
		INT(now), INT(now), ID(event->programme)));
	return id;
}

#define EVENT_ROWS \
	"SELECT e.id, e.region, e.programme, e.site, p.name, s.name, " \
	"s.address, p.kind, p.field, s.step_free, s.latitude, s.longitude, " \
	"e.starts, e.ends, e.seats, e.least, p.grade_from, p.grade_to, " \
	"p.minutes, p.cost, p.safety, e.state, e.sequence, e.changed " \
	"FROM event e JOIN programme p ON p.id = e.programme " \
	"JOIN site s ON s.id = e.site "

/* The texts are the rows'. */
static struct event
event_of_row(const struct rows *rows)
{
	return (struct event){
		.id = rows_id(rows, 0),
		.region = rows_id(rows, 1),
		.programme = rows_id(rows, 2),
		.site = rows_id(rows, 3),
		.programme_name = rows_text(rows, 4),
		.site_name = rows_text(rows, 5),
		.address = rows_text(rows, 6),
		.kind = rows_text(rows, 7),
		.field = rows_text(rows, 8),
		.step_free = rows_text(rows, 9),
		.latitude = rows_real(rows, 10),
		.longitude = rows_real(rows, 11),
		.starts = rows_int(rows, 12),
		.ends = rows_int(rows, 13),
		.seats = rows_int(rows, 14),
		.least = rows_int(rows, 15),
		.grade_from = rows_int(rows, 16),
		.grade_to = rows_int(rows, 17),
		.minutes = rows_int(rows, 18),
		.cost = rows_int(rows, 19),
		.safety = rows_text(rows, 20),
		.cancelled = text_is(rows_text(rows, 21), "cancelled"),
		.sequence = rows_int(rows, 22),
		.changed = rows_int(rows, 23),
	};
}

static void
texts_keep(struct arena *arena, struct event *event)
{
	event->programme_name = arena_text(arena, event->programme_name);
	event->site_name = arena_text(arena, event->site_name);
	event->address = arena_text(arena, event->address);
	event->kind = arena_text(arena, event->kind);
	event->field = arena_text(arena, event->field);
	event->step_free = arena_text(arena, event->step_free);
	event->safety = arena_text(arena, event->safety);
}

bool
event_load(struct db *db, struct arena *arena, int64_t id, struct event *event)
{
	struct rows rows = db_ask(
	    db, EVENT_ROWS "WHERE e.id = ?", ARGS(ID(id)));
	bool found = rows_next(&rows);

	if (found) {
		*event = event_of_row(&rows);
		texts_keep(arena, event);
	}
	rows_close(&rows);
	return found;
}

const char *
event_day(struct arena *arena, const struct event *event)
{
	char *text = arena_alloc(arena, 11);

	date_write(date_in_seoul(event->starts), text);
	return text;
}

void
event_put(struct request *rq, struct writer *writer,
    const struct catalogue *catalogue, const struct event *event)
{
	put_id(writer, "id", event->id);
	put_id(writer, "programme", event->programme);
	put_text(writer, "programme_name", event->programme_name);
	put_id(writer, "site", event->site);
	put_text(writer, "site_name", event->site_name);
	put_id(writer, "region", event->region);
	put_text(writer, "address", event->address);
	kind_put(writer, rq->lang, catalogue, event->kind, event->field);
	put_int(writer, "starts", event->starts);
	put_int(writer, "ends", event->ends);
	put_int(writer, "seats", event->seats);
	put_int(writer, "least", event->least);
	put_int(writer, "grade_from", event->grade_from);
	put_int(writer, "grade_to", event->grade_to);
	put_int(writer, "minutes", event->minutes);
	put_int(writer, "cost", event->cost);
	put_text(writer, "step_free", event->step_free);
	put_text(writer, "state", event->cancelled ? "cancelled" : "planned");
}

/* Many */

/* Midnight in Seoul, before the day. */
static int64_t
day_begins(struct request *rq, const char *name)
{
	struct date date = { 0 };

	date_read(query_text(rq, name), &date);
	return date_days(date) * DAY - SEOUL;
}

static void
ask_events(struct asked *asked, struct request *rq, int64_t from, int64_t to)
{
	ask_range(asked, query_id(rq, "region"));
	ask_range(asked, query_id(rq, "programme"));
	ask_range(asked, query_id(rq, "site"));
	ask(asked, INT(from));
	ask(asked, INT(to + DAY));
	ask(asked, ID(query_bool(rq, "cancelled")));
	ask_twice(asked, TEXT(query_text(rq, "kind")));
	ask_twice(asked, TEXT(query_text(rq, "field")));
	ask_twice(asked, ID(query_int(rq, "grade")));
	ask_twice(asked, ID(query_int(rq, "grade")));
	ask(asked, INT(EVENTS_MOST + 1));
}

static void
events_put(
    struct request *rq, const struct catalogue *catalogue, struct rows *rows)
{
	struct writer *writer = answer(rq);
	int count;

	put_list(writer, "events");
	for (count = 0; count < EVENTS_MOST && rows_next(rows); count++) {
		struct event event = event_of_row(rows);

		put_object(writer, NULL);
		event_put(rq, writer, catalogue, &event);
		put_object_end(writer);
	}
	put_list_end(writer);
	put_bool(writer, "more", count == EVENTS_MOST && rows_next(rows));
}

void
events_list(struct request *rq)
{
	const struct catalogue *catalogue = catalogue_of(rq);
	int64_t from = day_begins(rq, "from"), to = day_begins(rq, "to");
	struct asked asked = { 0 };
	struct rows rows;

	if (catalogue == NULL)
		return;
	if (to < from || to - from > SPAN_MOST * DAY) {
		answer_field(rq, "to", "sites.span", NULL);
		return;
	}
	ask_events(&asked, rq, from, to);
	rows = db_ask(rq->db,
	    EVENT_ROWS
	    "WHERE e.region BETWEEN ? AND ? AND e.programme BETWEEN ? AND ? "
	    "AND e.site BETWEEN ? AND ? AND e.starts >= ? AND e.starts < ? "
	    "AND (? IS NOT NULL OR e.state = 'planned') "
	    "AND (? IS NULL OR p.kind = ?) AND (? IS NULL OR p.field = ?) "
	    "AND (? IS NULL OR p.grade_from <= ?) "
	    "AND (? IS NULL OR p.grade_to >= ?) "
	    "ORDER BY e.starts, e.id LIMIT ?",
	    asked_values(&asked));
	events_put(rq, catalogue, &rows);
	rows_close(&rows);
}

/* Changing */

/* Days in Seoul that a time reaches into; the end of a day is not the next. */
static int64_t
days_of(const struct event_new *event)
{
	return date_days(date_in_seoul(event->ends - 1)) -
	    date_days(date_in_seoul(event->starts)) + 1;
}

struct wrong
event_check(const struct event_new *event, const char *kind)
{
	bool camp = text_is(kind, "CAMP");

	if (event->starts < TIME_FIRST || event->starts > TIME_LAST)
		return (struct wrong){ "starts", "sites.time" };
	if (event->ends < TIME_FIRST || event->ends > TIME_LAST)
		return (struct wrong){ "ends", "sites.time" };
	if (event->ends <= event->starts)
		return (struct wrong){ "ends", "sites.ends" };
	if (days_of(event) > (camp ? CAMP_DAYS : 1))
		return (struct wrong){ "ends",
			camp ? "sites.camp_days" : "sites.one_day" };
	if (event->least > event->seats)
		return (struct wrong){ "least", "sites.least" };
	return (struct wrong){ 0 };
}

static struct event_new
event_of_member(json_t *object, int64_t programme)
{
	return (struct event_new){ .programme = programme,
		.starts = member_int(object, "starts"),
		.ends = member_int(object, "ends"),
		.seats = member_int(object, "seats"),
		.least = member_int(object, "least") };
}

static bool
events_fit(struct request *rq, json_t *list, const char *kind)
{
	struct wrong wrong;
	json_t *member;
	size_t i;

	json_array_foreach(list, i, member)
	{
		struct event_new event = event_of_member(member, 0);

		wrong = event_check(&event, kind);
		if (wrong.id == NULL)
			continue;
		answer_field(rq,
		    arena_printf(rq->arena, "events.%zu.%s", i, wrong.field),
		    wrong.id, NULL);
		return false;
	}
	return true;
}

/* The kind of an open programme; NULL: closed, told. */
static const char *
kind_open(struct request *rq, int64_t programme)
{
	const char *kind = db_text(rq->db, rq->arena,
	    "SELECT kind FROM programme WHERE id = ? AND state = 'active'",
	    ARGS(ID(programme)));

	if (kind == NULL)
		answer_error(rq, 409, "sites.closed", NULL);
	return kind;
}

void
events_make(struct request *rq)
{
	int64_t programme = path_id(rq, "programme");
	json_t *list = body_json(rq, "events"), *member;
	const char *kind = kind_open(rq, programme);
	struct writer *writer;
	size_t i;

	if (kind == NULL || !events_fit(rq, list, kind))
		return;
	writer = answer(rq);
	put_list(writer, "ids");
	json_array_foreach(list, i, member)
	{
		struct event_new event = event_of_member(member, programme);

		put_id(writer, NULL, event_add(rq->db, rq->now, &event));
	}
	put_list_end(writer);
	register_tell(rq,
	    db_int(rq->db, "SELECT region FROM programme WHERE id = ?",
		ARGS(ID(programme)), 0),
	    "event.changed", "programme", programme);
}

/* What was cancelled was told to people as such: it does not come back. */
static bool
event_planned(struct request *rq, struct event *event)
{
	if (gone(
		rq, event_load(rq->db, rq->arena, path_id(rq, "event"), event)))
		return false;
	if (event->cancelled)
		answer_error(rq, 409, "sites.cancelled", NULL);
	return !event->cancelled;
}

void
event_change(struct request *rq)
{
	struct event_new new = {
		.starts = body_int(rq, "starts"),
		.ends = body_int(rq, "ends"),
		.seats = body_int(rq, "seats"),
		.least = body_int(rq, "least"),
	};
	struct event event;
	struct wrong wrong;

	if (!event_planned(rq, &event))
		return;
	wrong = event_check(&new, event.kind);
	if (wrong.id != NULL) {
		answer_field(rq, wrong.field, wrong.id, NULL);
		return;
	}
	db_do(rq->db,
	    "UPDATE event SET starts = ?, ends = ?, seats = ?, least = ?, "
	    "sequence = sequence + 1, changed = ? WHERE id = ?",
	    ARGS(INT(new.starts), INT(new.ends), INT(new.seats), INT(new.least),
		INT(rq->now), ID(event.id)));
	register_tell(rq, event.region, "event.changed", "event", event.id);
	answer_none(rq);
}

void
event_cancel(struct request *rq)
{
	struct event event;

	if (!event_planned(rq, &event))
		return;
	db_do(rq->db,
	    "UPDATE event SET state = 'cancelled', sequence = sequence + 1, "
	    "changed = ? WHERE id = ?",
	    ARGS(INT(rq->now), ID(event.id)));
	register_tell(rq, event.region, "event.cancelled", "event", event.id);
	answer_none(rq);
}
