/* Rounds: their settings, which a draft changes freely, and how they show. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "ledger/ledger.h"
#include "seats/round.h"
#include "seats/routes.h"

const char *const round_state_names[] = { "draft", "published", "open",
	"closed", "frozen", "drawn", "announced", NULL };

/* Loading */

static enum round_state
state_now(const char *kept, int64_t now, int64_t opens, int64_t closes)
{
	enum round_state state = ROUND_DRAFT;

	while (
	    state < ROUND_ANNOUNCED && !text_is(kept, round_state_names[state]))
		state++;
	if (state != ROUND_PUBLISHED || now < opens)
		return state;
	return now < closes ? ROUND_OPEN : ROUND_CLOSED;
}

static const char *
text_of(struct arena *arena, const struct rows *rows, int column)
{
	const char *text = rows_text(rows, column);

	return text != NULL ? arena_text(arena, text) : NULL;
}

static bool
row_read(struct arena *arena, int64_t now, const struct rows *rows,
    struct round *round)
{
	*round = (struct round){
		.id = rows_id(rows, 0),
		.region = rows_id(rows, 1),
		.name = text_of(arena, rows, 2),
		.kind = text_of(arena, rows, 3),
		.state = state_now(rows_text(rows, 4), now, rows_int(rows, 9),
		    rows_int(rows, 10)),
		.year = rows_int(rows, 5),
		.grade_from = rows_int(rows, 6),
		.grade_to = rows_int(rows, 7),
		.most = rows_int(rows, 8),
		.opens = rows_int(rows, 9),
		.closes = rows_int(rows, 10),
		.answers_until = rows_int(rows, 11),
		.class_unit = rows_int(rows, 12),
		.seed_hash = text_of(arena, rows, 14),
		.public_number = text_of(arena, rows, 16),
		.log_hash = text_of(arena, rows, 17),
		.drawn = rows_int(rows, 18),
		.announced = rows_int(rows, 19),
		.demo = rows_int(rows, 20) != 0,
	};
	/* sealed until the draw */
	if (round->state >= ROUND_DRAWN)
		round->seed = text_of(arena, rows, 15);
	return round_rule_read(arena, rows_text(rows, 13), &round->rule);
}

bool
round_load(struct db *db, struct arena *arena, int64_t id, int64_t now,
    struct round *round)
{
	struct rows rows = db_ask(db,
	    "SELECT id, region, name, kind, state, year, grade_from, "
	    "grade_to, most, opens, closes, answers_until, class_unit, rule, "
	    "seed_hash, seed, public_number, log_hash, drawn, announced, demo "
	    "FROM round WHERE id = ?",
	    ARGS(ID(id)));
	bool there = rows_next(&rows) && row_read(arena, now, &rows, round);

	rows_close(&rows);
	return there;
}

const char *
region_name(struct db *db, struct arena *arena, enum lang lang, int64_t region)
{
	const char *name = db_text(db, arena,
	    "SELECT CASE WHEN ? = 1 THEN name_en ELSE name_ko END "
	    "FROM region WHERE id = ?",
	    ARGS(INT(lang == LANG_EN), ID(region)));

	return name != NULL ? name : "";
}

void
round_ledger(struct db *db, int64_t now, const struct round *round,
    const char *kind, const struct actor *actor)
{
	char detail[64];

	detail_id(detail, "round", round->id);
	ledger_add(db, now,
	    &(struct ledger_entry){ .chain = round->region,
		.kind = kind,
		.actor = actor,
		.detail = detail });
}

/* Keeping */

void
round_events_set(struct db *db, int64_t round, const int64_t *events, int count)
{
	db_do(db, "DELETE FROM round_event WHERE round = ?", ARGS(ID(round)));
	for (int i = 0; i < count; i++)
		db_do(db,
		    "INSERT INTO round_event (round, event, seats, least, "
		    "day, site) SELECT CAST(? AS BIGINT), id, seats, least, "
		    "'', site FROM event WHERE id = ?",
		    ARGS(ID(round), ID(events[i])));
}

int64_t
round_add(struct db *db, int64_t now, const struct round *round,
    const int64_t *events, int count, const struct actor *maker)
{
	struct arena *arena = arena_new(ROUND_MEMORY);
	struct round made = *round;

	if (arena == NULL)
		return 0;
	made.id = id_new();
	db_do(db,
	    "INSERT INTO round (id, region, name, kind, state, year, "
	    "grade_from, grade_to, most, opens, closes, answers_until, "
	    "class_unit, rule, maker, demo, created, changed) VALUES "
	    "(?, ?, ?, ?, 'draft', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
	    ARGS(ID(made.id), ID(made.region), TEXT(made.name), TEXT(made.kind),
		INT(school_year(date_in_seoul(made.opens))),
		INT(made.grade_from), INT(made.grade_to), INT(made.most),
		INT(made.opens), INT(made.closes), INT(made.answers_until),
		INT(made.class_unit), TEXT(round_rule_text(arena, &made.rule)),
		INT(maker != NULL ? maker->account : 0), INT(made.demo),
		INT(now), INT(now)));
	arena_free(arena);
	round_events_set(db, made.id, events, count);
	round_ledger(db, now, &made, "round.made", maker);
	return made.id;
}

static void
round_keep(struct request *rq, const struct round *round)
{
	db_do(rq->db,
	    "UPDATE round SET name = ?, kind = ?, year = ?, grade_from = ?, "
	    "grade_to = ?, most = ?, opens = ?, closes = ?, "
	    "answers_until = ?, class_unit = ?, rule = ?, changed = ? "
	    "WHERE id = ?",
	    ARGS(TEXT(round->name), TEXT(round->kind),
		INT(school_year(date_in_seoul(round->opens))),
		INT(round->grade_from), INT(round->grade_to), INT(round->most),
		INT(round->opens), INT(round->closes),
		INT(round->answers_until), INT(round->class_unit),
		TEXT(round_rule_text(rq->arena, &round->rule)), INT(rq->now),
		ID(round->id)));
	round_ledger(rq->db, rq->now, round, "round.changed", &rq->actor);
}

/* What a page sends */

struct settings {
	struct round round;
	int64_t *events, *sites; /* of the events */
	int count;
};

static void
rule_take(struct request *rq, struct round_rule *rule)
{
	json_t *reserves = body_json(rq, "reserves");
	json_t *bands = body_json(rq, "bands");
	json_t *caps = body_json(rq, "caps");
	size_t i;

	for (i = 0; i < json_array_size(reserves); i++) {
		json_t *row = json_array_get(reserves, i);

		rule->reserves[rule->reserve_count++] = (struct round_reserve){
			member_text(row, "group"), member_int(row, "percent")
		};
	}
	for (i = 0; i < json_array_size(bands); i++) {
		json_t *row = json_array_get(bands, i);

		rule->bands[rule->band_count++] = (struct round_band){
			member_text(row, "by"), member_int(row, "value")
		};
	}
	for (i = 0; i < json_array_size(caps); i++) {
		json_t *row = json_array_get(caps, i);

		rule->caps[rule->cap_count++] = (struct round_cap){
			member_id(row, "site"), member_int(row, "most")
		};
	}
}

static int
ids_order(const void *a, const void *b)
{
	int64_t one = *(const int64_t *)a, other = *(const int64_t *)b;

	return (one > other) - (one < other);
}

static void
settings_take(struct request *rq, struct settings *settings)
{
	json_t *events = body_json(rq, "events");
	size_t count = json_array_size(events);

	settings->round = (struct round){
		.name = body_text(rq, "name"),
		.kind = body_text(rq, "kind"),
		.grade_from = body_int(rq, "grade_from"),
		.grade_to = body_int(rq, "grade_to"),
		.most = body_int(rq, "most"),
		.opens = body_int(rq, "opens"),
		.closes = body_int(rq, "closes"),
		.answers_until = body_int(rq, "answers_until"),
		.class_unit = body_int(rq, "class_unit"),
	};
	rule_take(rq, &settings->round.rule);
	settings->count = (int)count;
	settings->events = arena_array(rq->arena, count, sizeof(int64_t));
	settings->sites = arena_array(rq->arena, count, sizeof(int64_t));
	for (size_t i = 0; i < count; i++)
		text_to_int(json_string_value(json_array_get(events, i)), 1,
		    INT64_MAX, &settings->events[i]);
	qsort(settings->events, count, sizeof(int64_t), ids_order);
}

/* What is wrong with settings: the field and the problem; true when nothing. */

static bool
wrong(struct request *rq, const char *field, const char *id)
{
	answer_field(rq, field, id, NULL);
	return false;
}

static bool
dates_fit(struct request *rq, const struct round *round)
{
	if (round->grade_from > round->grade_to)
		return wrong(rq, "grade_to", "round.grades");
	if (round->closes <= round->opens)
		return wrong(rq, "closes", "round.closes");
	if (round->answers_until <= round->closes)
		return wrong(rq, "answers_until", "round.answers");
	if (round->class_unit == 1)
		return wrong(rq, "class_unit", "round.class_unit");
	return true;
}

static bool
reserves_fit(struct request *rq, const struct round_rule *rule)
{
	int64_t sum = 0;

	for (int i = 0; i < rule->reserve_count; i++) {
		sum += rule->reserves[i].percent;
		for (int j = 0; j < i; j++)
			if (text_is(rule->reserves[i].group,
				rule->reserves[j].group))
				return wrong(
				    rq, "reserves", "round.reserve_twice");
	}
	return sum <= 100 || wrong(rq, "reserves", "round.reserves");
}

static bool
bands_fit(struct request *rq, const struct round_rule *rule)
{
	for (int i = 0; i < rule->band_count; i++)
		if (text_is(rule->bands[i].by, "fewer") &&
		    rule->bands[i].value > 9)
			return wrong(rq, "bands", "round.fewer");
	if (rule->band_count == 2 &&
	    text_is(rule->bands[0].by, rule->bands[1].by))
		return wrong(rq, "bands", "round.band_twice");
	return true;
}

static bool
caps_fit(struct request *rq, const struct settings *settings)
{
	const struct round_rule *rule = &settings->round.rule;

	for (int i = 0; i < rule->cap_count; i++) {
		int64_t site = rule->caps[i].site;
		bool found = site == 0;

		for (int j = 0; j < i; j++)
			if (rule->caps[j].site == site)
				return wrong(rq, "caps", "round.cap_twice");
		for (int j = 0; j < settings->count && !found; j++)
			found = settings->sites[j] == site;
		if (!found)
			return wrong(rq, "caps", "round.cap_site");
	}
	return true;
}

/* NULL: the event fits. */
static const char *
event_wrong(
    struct db *db, const struct round *round, int64_t event, int64_t *site)
{
	struct rows rows = db_ask(db,
	    "SELECT e.region, e.site, e.state, e.starts, p.grade_from, "
	    "p.grade_to, (SELECT COUNT(*) FROM round_event x JOIN round o "
	    "ON o.id = x.round WHERE x.event = e.id AND x.round <> ? "
	    "AND o.state <> 'draft') FROM event e "
	    "JOIN programme p ON p.id = e.programme WHERE e.id = ?",
	    ARGS(INT(round->id), ID(event)));
	const char *id = NULL;

	if (!rows_next(&rows) || rows_id(&rows, 0) != round->region)
		id = "round.event_unknown";
	else if (!text_is(rows_text(&rows, 2), "planned"))
		id = "round.event_cancelled";
	else if (rows_int(&rows, 3) <= round->answers_until)
		id = "round.event_early";
	else if (rows_int(&rows, 4) > round->grade_to ||
	    rows_int(&rows, 5) < round->grade_from)
		id = "round.event_grades";
	else if (rows_int(&rows, 6) > 0)
		id = "round.event_taken";
	else
		*site = rows_id(&rows, 1);
	rows_close(&rows);
	return id;
}

static bool
events_fit(struct request *rq, const struct settings *settings)
{
	for (int i = 0; i < settings->count; i++) {
		const char *id = i > 0 &&
			settings->events[i] == settings->events[i - 1]
		    ? "round.event_twice"
		    : event_wrong(rq->db, &settings->round, settings->events[i],
			  &settings->sites[i]);

		if (id != NULL)
			return wrong(rq, "events", id);
	}
	return true;
}

static bool
settings_fit(struct request *rq, const struct settings *settings)
{
	const struct round *round = &settings->round;

	return dates_fit(rq, round) && reserves_fit(rq, &round->rule) &&
	    bands_fit(rq, &round->rule) && events_fit(rq, settings) &&
	    caps_fit(rq, settings);
}

void
round_make(struct request *rq)
{
	struct settings settings;
	int64_t id;

	settings_take(rq, &settings);
	settings.round.region = path_id(rq, "region");
	if (!settings_fit(rq, &settings))
		return;
	id = round_add(rq->db, rq->now, &settings.round, settings.events,
	    settings.count, &rq->actor);
	put_id(answer(rq), "id", id);
}

/* Changing */

static bool
events_same(struct db *db, const struct settings *settings)
{
	struct rows rows = db_ask(db,
	    "SELECT event FROM round_event WHERE round = ? ORDER BY event",
	    ARGS(ID(settings->round.id)));
	int at = 0;

	while (rows_next(&rows))
		if (at >= settings->count ||
		    rows_id(&rows, 0) != settings->events[at++])
			at = settings->count + 1;
	return at == settings->count;
}

/* Once it is published, only its dates change, and none to an earlier one. */
static const char *
change_wrong(
    struct request *rq, const struct round *is, const struct settings *settings)
{
	const struct round *to = &settings->round;

	if (is->state == ROUND_ANNOUNCED)
		return "round.announced";
	if (!text_is(is->name, to->name) || !text_is(is->kind, to->kind) ||
	    is->grade_from != to->grade_from || is->grade_to != to->grade_to ||
	    is->most != to->most || is->class_unit != to->class_unit ||
	    !text_is(round_rule_text(rq->arena, &is->rule),
		round_rule_text(rq->arena, &to->rule)) ||
	    !events_same(rq->db, settings))
		return "round.published";
	if (to->opens < is->opens || to->closes < is->closes ||
	    to->answers_until < is->answers_until)
		return "round.earlier";
	if ((to->opens != is->opens && is->state > ROUND_PUBLISHED) ||
	    (to->closes != is->closes && is->state >= ROUND_CLOSED))
		return "round.past";
	return NULL;
}

void
round_change(struct request *rq)
{
	struct settings settings;
	struct round round;
	const char *id;

	if (!round_load(
		rq->db, rq->arena, path_id(rq, "round"), rq->now, &round)) {
		answer_error(rq, 404, "not_found", NULL);
		return;
	}
	settings_take(rq, &settings);
	settings.round.id = round.id;
	settings.round.region = round.region;
	id = round.state == ROUND_DRAFT ? NULL
					: change_wrong(rq, &round, &settings);
	if (id != NULL) {
		answer_error(rq, 409, id, NULL);
		return;
	}
	/* events that are cancelled since must not hold the dates fast */
	if (!(round.state == ROUND_DRAFT ? settings_fit(rq, &settings)
					 : dates_fit(rq, &settings.round)))
		return;
	round_keep(rq, &settings.round);
	if (round.state == ROUND_DRAFT)
		round_events_set(
		    rq->db, round.id, settings.events, settings.count);
	answer_none(rq);
}

/* Showing */

static void
settings_put(struct writer *writer, const struct round *round)
{
	put_int(writer, "year", round->year);
	put_text(writer, "name", round->name);
	put_text(writer, "kind", round->kind);
	put_int(writer, "grade_from", round->grade_from);
	put_int(writer, "grade_to", round->grade_to);
	put_int(writer, "most", round->most);
	put_int(writer, "opens", round->opens);
	put_int(writer, "closes", round->closes);
	put_int(writer, "answers_until", round->answers_until);
	put_int(writer, "class_unit", round->class_unit);
	round_rule_put(writer, &round->rule);
}

static void
moment_put(struct writer *writer, const char *name, int64_t when)
{
	if (when != 0)
		put_int(writer, name, when);
	else
		put_null(writer, name);
}

void
round_tell(struct request *rq, struct db *db, const struct round *round)
{
	struct values id = ARGS(ID(round->id));
	struct writer *writer = answer(rq);

	put_id(writer, "id", round->id);
	put_id(writer, "region", round->region);
	put_text(writer, "region_name",
	    region_name(db, rq->arena, rq->lang, round->region));
	put_text(writer, "state", round_state_names[round->state]);
	settings_put(writer, round);
	round_words_put(rq, db, writer, "words", round);
	put_int(writer, "events",
	    db_int(
		db, "SELECT COUNT(*) FROM round_event WHERE round = ?", id, 0));
	put_int(writer, "seats",
	    db_int(db, "SELECT SUM(seats) FROM round_event WHERE round = ?", id,
		0));
	put_int(writer, "lists",
	    db_int(db,
		"SELECT COUNT(*) FROM wish WHERE round = ? AND events <> ''",
		id, 0));
	put_text(writer, "seed_hash", round->seed_hash);
	put_text(writer, "seed", round->seed);
	put_text(writer, "public_number", round->public_number);
	put_text(writer, "log_hash", round->log_hash);
	moment_put(writer, "drawn", round->drawn);
	moment_put(writer, "announced", round->announced);
	steps_put(rq, db, writer, round);
}

void
round_show(struct request *rq)
{
	struct round round;

	if (round_load(
		rq->db, rq->arena, path_id(rq, "round"), rq->now, &round))
		round_tell(rq, rq->db, &round);
	else
		answer_error(rq, 404, "not_found", NULL);
}

/* Columns of ROUND_ROWS. */
void
round_row_put(
    struct request *rq, struct writer *writer, const struct rows *rows)
{
	enum round_state state = state_now(
	    rows_text(rows, 6), rq->now, rows_int(rows, 8), rows_int(rows, 9));

	put_object(writer, NULL);
	put_id(writer, "id", rows_id(rows, 0));
	put_id(writer, "region", rows_id(rows, 1));
	put_text(writer, "region_name",
	    rows_text(rows, rq->lang == LANG_EN ? 3 : 2));
	put_text(writer, "name", rows_text(rows, 4));
	put_text(writer, "kind", rows_text(rows, 5));
	put_text(writer, "state", round_state_names[state]);
	put_int(writer, "year", rows_int(rows, 7));
	put_int(writer, "opens", rows_int(rows, 8));
	put_int(writer, "closes", rows_int(rows, 9));
	put_int(writer, "answers_until", rows_int(rows, 10));
	put_int(writer, "events", rows_int(rows, 11));
	put_int(writer, "seats", rows_int(rows, 12));
	put_int(writer, "lists", rows_int(rows, 13));
	put_object_end(writer);
}

/* Of a region or of an office's regions; by state as of now, by year. */
#define WITHIN \
	"FROM round r JOIN region g ON g.id = r.region " \
	"WHERE (CAST(? AS BIGINT) = 0 OR r.region = ?) " \
	"AND (CAST(? AS BIGINT) = 0 OR EXISTS (SELECT 1 FROM region_office o " \
	"WHERE o.region = r.region AND o.office = ? " \
	"AND o.valid_to IS NULL)) " \
	"AND (CAST(? AS BIGINT) = 0 OR r.year = ?) " \
	"AND (CAST(? AS TEXT) = '' OR ? = CASE WHEN r.state <> 'published' " \
	"THEN r.state WHEN r.opens > ? THEN 'published' " \
	"WHEN r.closes > ? THEN 'open' ELSE 'closed' END) "

void
rounds_list(struct request *rq)
{
	const struct actor *actor = &rq->actor;
	struct page page = page_asked(rq);
	int64_t region = actor->role != ROLE_CENTRE ? 0
	    : actor->region != 0                    ? actor->region
						    : -1;
	int64_t office = actor->role == ROLE_SUPERVISOR ? actor->office : 0;
	const char *state = query_given(rq, "state") ? query_text(rq, "state")
						     : "";
	const struct value values[] = { INT(region), INT(region), INT(office),
		INT(office), INT(query_int(rq, "year")),
		INT(query_int(rq, "year")), TEXT(state), TEXT(state),
		INT(rq->now), INT(rq->now), INT(PAGE_ROWS), INT(page.offset) };
	size_t count = sizeof values / sizeof values[0];
	struct writer *writer = answer(rq);
	struct rows rows = db_ask(rq->db,
	    ROUND_ROWS WITHIN "ORDER BY r.opens DESC, r.id LIMIT ? OFFSET ?",
	    (struct values){ values, count });

	put_list(writer, "rounds");
	while (rows_next(&rows))
		round_row_put(rq, writer, &rows);
	put_list_end(writer);
	page_tell(writer, &page,
	    db_int(rq->db, "SELECT COUNT(*) " WITHIN,
		(struct values){ values, count - 2 }, 0));
}

/* Events and how many wish them */

struct wanted {
	int64_t event, seats, least, first, any;
};

static int
wanted_order(const void *a, const void *b)
{
	return ids_order(a, b);
}

static void
list_count(struct wanted *wanted, size_t count, const char *list)
{
	int64_t events[ROUND_WISHES];
	int length = wishes_read(list, events);

	for (int i = 0; i < length; i++) {
		const struct wanted key = { .event = events[i] };
		struct wanted *row = bsearch(
		    &key, wanted, count, sizeof key, wanted_order);

		if (row == NULL)
			continue;
		row->any++;
		row->first += i == 0;
	}
}

static struct wanted *
events_read(struct request *rq, int64_t round, size_t *count)
{
	struct wanted *list = arena_array(
	    rq->arena, ROUND_EVENTS, sizeof *list);
	struct rows rows = db_ask(rq->db,
	    "SELECT event, seats, least FROM round_event WHERE round = ? "
	    "ORDER BY event",
	    ARGS(ID(round)));

	*count = 0;
	while (*count < ROUND_EVENTS && rows_next(&rows))
		list[(*count)++] = (struct wanted){ rows_id(&rows, 0),
			rows_int(&rows, 1), rows_int(&rows, 2), 0, 0 };
	rows_close(&rows);
	return list;
}

void
round_events(struct request *rq)
{
	int64_t round = path_id(rq, "round");
	const struct catalogue *catalogue = catalog_hold(rq->db, rq->arena);
	struct writer *writer;
	struct wanted *list;
	struct event event;
	struct rows rows;
	size_t count;

	if (catalogue == NULL) {
		answer_error(rq, 503, "catalogue", NULL);
		return;
	}
	list = events_read(rq, round, &count);
	rows = db_ask(
	    rq->db, "SELECT events FROM wish WHERE round = ?", ARGS(ID(round)));
	while (rows_next(&rows))
		list_count(list, count, rows_text(&rows, 0));
	writer = answer(rq);
	put_list(writer, "events");
	for (size_t i = 0; i < count; i++) {
		if (!event_load(rq->db, rq->arena, list[i].event, &event))
			continue;
		put_object(writer, NULL);
		put_object(writer, "event");
		event_put(rq, writer, catalogue, &event);
		put_object_end(writer);
		put_int(writer, "seats", list[i].seats);
		put_int(writer, "least", list[i].least);
		put_int(writer, "first", list[i].first);
		put_int(writer, "any", list[i].any);
		put_object_end(writer);
	}
	put_list_end(writer);
}
