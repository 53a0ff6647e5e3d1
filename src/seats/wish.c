/*
 * Wishes: the rounds that a pupil or a class may enter, what can be wished
 * there, the list and its saving. Saving is the path of the opening hour: a few
 * reads by key and one upsert, durable when it is acknowledged.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "guide/guide.h"
#include "ledger/ledger.h"
#include "seats/inside.h"
#include "seats/routes.h"

enum { ROUNDS_SHOWN = 20, HOUR_MS = 3600000 };

/* Lists */

int
wishes_read(const char *text, int64_t events[static ROUND_WISHES])
{
	int count = 0;
	char *end;

	while (text != NULL && *text != '\0' && count < ROUND_WISHES) {
		events[count++] = strtoll(text, &end, 10);
		text = *end == '>' ? end + 1 : NULL;
	}
	return count;
}

const char *
wishes_write(struct arena *arena, const int64_t *events, int count)
{
	const char *text = "";

	for (int i = 0; i < count; i++)
		text = arena_printf(arena, "%s%s%lld", text, i > 0 ? ">" : "",
		    (long long)events[i]);
	return text;
}

static bool
list_has(const int64_t *events, int count, int64_t event)
{
	for (int i = 0; i < count; i++)
		if (events[i] == event)
			return true;
	return false;
}

/* Who */

static bool
pupil_enters(struct request *rq, struct entrant *entrant)
{
	struct pupil *pupil = &entrant->pupil;

	if (!pupil_of_request(rq, pupil))
		return false;
	entrant->id = pupil->id;
	entrant->region = pupil->region;
	entrant->school = pupil->school;
	entrant->grade = pupil->grade;
	entrant->of_class = pupil->class;
	pupil_looked_at(rq, pupil, "record.looked");
	return true;
}

static bool
class_enters(struct request *rq, struct entrant *entrant)
{
	int64_t class = path_id(rq, "class");
	struct rows rows = db_ask(rq->db,
	    "SELECT region, school, grade FROM class WHERE id = ?",
	    ARGS(ID(class)));
	bool found = rows_next(&rows);

	if (found) {
		entrant->id = entrant->of_class = class;
		entrant->class = true;
		entrant->region = rows_id(&rows, 0);
		entrant->school = rows_id(&rows, 1);
		entrant->grade = rows_int(&rows, 2);
	}
	rows_close(&rows);
	if (!found)
		answer_error(rq, 404, "not_found", NULL);
	else
		class_looked_at(rq, entrant->region, class);
	return found;
}

bool
entrant_of_request(struct request *rq, struct entrant *entrant)
{
	*entrant = (struct entrant){ 0 };
	return strstr(rq->route->path, "{class}") != NULL
	    ? class_enters(rq, entrant)
	    : pupil_enters(rq, entrant);
}

/* Which rounds */

/* The class applies as a whole: its list is drawn, not those of its pupils. */
static bool
class_applies(struct db *db, int64_t round, int64_t class)
{
	return class != 0 &&
	    db_any(db,
		"SELECT 1 FROM wish WHERE round = ? AND applicant = ? "
		"AND class = 1 AND events <> ''",
		ARGS(ID(round), ID(class)));
}

static bool
took_part(
    struct db *db, const struct round *round, const struct entrant *entrant)
{
	return db_any(db,
		   "SELECT 1 FROM wish WHERE round = ? AND applicant = ?",
		   ARGS(ID(round->id), ID(entrant->id))) ||
	    db_any(db, "SELECT 1 FROM seat WHERE round = ? AND applicant = ?",
		ARGS(ID(round->id), ID(entrant->id)));
}

/*
 * Open to them by place, year and grade, or entered already. Rounds of whole
 * classes concern a pupil whose class has a list.
 */
static bool
round_concerns(struct db *db, int64_t now, const struct round *round,
    const struct entrant *entrant)
{
	bool fits = round->region == entrant->region &&
	    round->year >= school_year(date_in_seoul(now)) &&
	    round->grade_from <= entrant->grade &&
	    round->grade_to >= entrant->grade;

	if (round->state == ROUND_DRAFT)
		return false;
	if (!entrant->class && text_is(round->kind, "classes"))
		return class_applies(db, round->id, entrant->of_class);
	return fits || took_part(db, round, entrant);
}

bool
round_of_request(
    struct request *rq, const struct entrant *entrant, struct round *round)
{
	if (round_load(
		rq->db, rq->arena, path_id(rq, "round"), rq->now, round) &&
	    round_concerns(rq->db, rq->now, round, entrant))
		return true;
	answer_error(rq, 404, "not_found", NULL);
	return false;
}

/* Events of the round for the own grade; -1: of any. */
static int64_t
events_count(struct db *db, const struct round *round, int64_t grade)
{
	return db_int(db,
	    "SELECT COUNT(*) FROM round_event r "
	    "JOIN event e ON e.id = r.event "
	    "JOIN programme p ON p.id = e.programme "
	    "WHERE r.round = ? AND p.grade_from <= ? AND p.grade_to >= ?",
	    ARGS(ID(round->id), INT(grade), INT(grade)), 0);
}

static void
list_put(struct request *rq, struct writer *writer, int64_t round,
    const struct entrant *entrant)
{
	int64_t events[ROUND_WISHES];
	struct rows rows = db_ask(rq->db,
	    "SELECT events, saved FROM wish WHERE round = ? AND applicant = ?",
	    ARGS(ID(round), ID(entrant->id)));

	if (rows_next(&rows)) {
		put_int(
		    writer, "wishes", wishes_read(rows_text(&rows, 0), events));
		put_int(writer, "saved", rows_int(&rows, 1));
	} else {
		put_int(writer, "wishes", 0);
	}
	rows_close(&rows);
}

static void
seat_put(struct request *rq, struct writer *writer, const struct round *round,
    const struct entrant *entrant)
{
	const struct catalogue *catalogue;
	struct seat seat;
	struct event event;

	if (round->state != ROUND_ANNOUNCED ||
	    !seat_of(rq->db, rq->arena, rq->now, round->id, entrant, &seat) ||
	    !event_load(rq->db, rq->arena, seat.event, &event))
		return;
	catalogue = catalog_hold(rq->db, rq->arena);
	if (catalogue != NULL) {
		put_object(writer, "event");
		event_put(rq, writer, catalogue, &event);
		put_object_end(writer);
	}
	put_text(writer, "seat", seat.state);
	put_int(writer, "until", seat.until);
}

void
own_round_put(struct request *rq, struct writer *writer, const char *name,
    const struct round *round, const struct entrant *entrant)
{
	put_object(writer, name);
	put_id(writer, "id", round->id);
	put_text(writer, "name", round->name);
	put_text(writer, "kind", round->kind);
	put_text(writer, "state", round_state_names[round->state]);
	put_int(writer, "opens", round->opens);
	put_int(writer, "closes", round->closes);
	put_int(writer, "answers_until", round->answers_until);
	put_int(writer, "most", round->most);
	put_int(writer, "events", events_count(rq->db, round, entrant->grade));
	list_put(rq, writer, round->id, entrant);
	put_bool(writer, "by_class",
	    class_applies(rq->db, round->id, entrant->of_class));
	seat_put(rq, writer, round, entrant);
	put_object_end(writer);
}

/* Newest first, of the own region or with a seat; ROUNDS_SHOWN at most. */
static int
rounds_find(struct request *rq, const struct entrant *entrant,
    struct round rounds[static ROUNDS_SHOWN])
{
	enum { LOOKED_AT = 100 };
	int64_t ids[LOOKED_AT];
	int found = 0, count = 0;
	struct rows rows = db_ask(rq->db,
	    "SELECT id FROM round WHERE region = ? AND state <> 'draft' "
	    "UNION SELECT round FROM seat WHERE applicant = ? "
	    "ORDER BY 1 DESC LIMIT 100",
	    ARGS(ID(entrant->region), ID(entrant->id)));

	while (found < LOOKED_AT && rows_next(&rows))
		ids[found++] = rows_id(&rows, 0);
	rows_close(&rows);
	for (int i = 0; i < found && count < ROUNDS_SHOWN; i++)
		if (round_load(
			rq->db, rq->arena, ids[i], rq->now, &rounds[count]) &&
		    round_concerns(rq->db, rq->now, &rounds[count], entrant))
			count++;
	return count;
}

static void
rounds_show(struct request *rq)
{
	struct round *rounds = arena_array(
	    rq->arena, ROUNDS_SHOWN, sizeof *rounds);
	struct entrant entrant;
	struct writer *writer;
	int count;

	if (!entrant_of_request(rq, &entrant))
		return;
	waiting_lapse(rq);
	count = rounds_find(rq, &entrant, rounds);
	writer = answer(rq);
	put_list(writer, "rounds");
	for (int i = 0; i < count; i++)
		own_round_put(rq, writer, NULL, &rounds[i], &entrant);
	put_list_end(writer);
}

void
pupil_rounds(struct request *rq)
{
	rounds_show(rq);
}

void
class_rounds(struct request *rq)
{
	rounds_show(rq);
}

/* What can be wished */

const char *
days_held(struct db *db, struct arena *arena, const struct entrant *entrant,
    int64_t round)
{
	const char *days = "";
	struct rows rows = db_ask(db,
	    "SELECT e.day FROM seat s JOIN round r ON r.id = s.round "
	    "JOIN round_event e ON e.round = s.round AND e.event = s.event "
	    "JOIN event v ON v.id = s.event AND v.state = 'planned' "
	    "WHERE s.applicant IN (?, ?) AND s.state IN ('offered', "
	    "'accepted') AND s.round <> ? AND r.state = 'announced' "
	    "ORDER BY e.day",
	    ARGS(ID(entrant->id), INT(entrant->of_class), ID(round)));

	while (rows_next(&rows))
		days = arena_printf(arena, "%s%s%s", days,
		    days[0] != '\0' ? ";" : "", rows_text(&rows, 0));
	rows_close(&rows);
	return days;
}

struct choice {
	int64_t event, seats;
};

/* Those that fit the grade and take place, by time. */
static struct choice *
choices_load(
    struct request *rq, const struct round *round, int64_t grade, int *count)
{
	int most = (int)events_count(rq->db, round, grade);
	struct choice *choices = arena_array(
	    rq->arena, (size_t)most, sizeof *choices);
	struct rows rows = db_ask(rq->db,
	    "SELECT r.event, r.seats FROM round_event r "
	    "JOIN event e ON e.id = r.event "
	    "JOIN programme p ON p.id = e.programme "
	    "WHERE r.round = ? AND r.closed = 0 AND e.state = 'planned' "
	    "AND p.grade_from <= ? AND p.grade_to >= ? "
	    "ORDER BY e.starts, r.event",
	    ARGS(ID(round->id), INT(grade), INT(grade)));

	for (*count = 0; *count < most && rows_next(&rows); ++*count)
		choices[*count] = (struct choice){ rows_id(&rows, 0),
			rows_int(&rows, 1) };
	rows_close(&rows);
	return choices;
}

struct choosing {
	struct request *rq;
	struct writer *writer;
	const struct catalogue *catalogue;
	const struct entrant *entrant;
	const struct round *round;
	struct crowds crowds;
	const char *held; /* days */
	const char *liked[LIKED_FIELDS];
	int liked_count;
	double latitude, longitude; /* of the school; NAN: not known */
};

static void
school_find(struct choosing *choosing)
{
	struct rows rows = db_ask(choosing->rq->db,
	    "SELECT latitude, longitude FROM school WHERE id = ?",
	    ARGS(ID(choosing->entrant->school)));
	bool found = rows_next(&rows);

	choosing->latitude = rows_real(&rows, 0);
	choosing->longitude = rows_real(&rows, 1);
	if (!found)
		choosing->latitude = choosing->longitude = (double)NAN;
	rows_close(&rows);
}

/*
 * How many list it for each seat: under one, up to three, more. So coarse, and
 * as of a midnight, that watching it tells nobody what to write.
 */
static const char *
crowd_name(const struct crowds *crowds, const struct choice *choice)
{
	const struct crowd *crowd = crowd_of(crowds, choice->event);
	int64_t listed = crowd ? crowd->listed : 0;

	if (crowds->day == NULL)
		return NULL;
	return listed < choice->seats     ? "few"
	    : listed <= 3 * choice->seats ? "some"
					  : "many";
}

static const char *
like_words(const struct choosing *choosing, const struct event *event)
{
	int row = catalog_field(choosing->catalogue, event->field);

	for (int i = 0; row >= 0 && i < choosing->liked_count; i++)
		if (text_is(choosing->liked[i], event->field))
			return say_with(choosing->rq->arena, choosing->rq->lang,
			    "wish.like",
			    (const struct word[]){
				{ "field",
				    choosing->catalogue->fields[row]
					.name.text[choosing->rq->lang] },
				{ 0 } });
	return NULL;
}

static void
choice_put(struct choosing *choosing, const struct choice *choice)
{
	struct request *rq = choosing->rq;
	struct writer *writer = choosing->writer;
	struct event event;

	if (!event_load(rq->db, rq->arena, choice->event, &event))
		return;
	put_object(writer, NULL);
	put_object(writer, "event");
	event_put(rq, writer, choosing->catalogue, &event);
	put_object_end(writer);
	put_int(writer, "seats", choice->seats);
	put_text(writer, "crowd", crowd_name(&choosing->crowds, choice));
	put_real(writer, "distance",
	    places_apart(choosing->latitude, choosing->longitude,
		event.latitude, event.longitude),
	    1);
	put_text(writer, "like", like_words(choosing, &event));
	put_bool(writer, "held",
	    strstr(choosing->held, event_day(rq->arena, &event)) != NULL);
	put_object_end(writer);
}

/* The list as it stands, without what no longer takes place. */
static void
own_list_put(
    const struct choosing *choosing, const struct choice *choices, int count)
{
	struct request *rq = choosing->rq;
	int64_t events[ROUND_WISHES];
	int wishes = wishes_read(
	    db_text(rq->db, rq->arena,
		"SELECT events FROM wish WHERE round = ? AND applicant = ?",
		ARGS(ID(choosing->round->id), ID(choosing->entrant->id))),
	    events);

	put_list(choosing->writer, "list");
	for (int i = 0; i < wishes; i++)
		for (int k = 0; k < count; k++)
			if (choices[k].event == events[i])
				put_id(choosing->writer, NULL, events[i]);
	put_list_end(choosing->writer);
}

/* Of a class: who has how many wishes; a pupil's page has none of it. */
static void
class_pupils_put(const struct choosing *choosing)
{
	struct writer *writer = choosing->writer;
	struct rows rows;
	int64_t events[ROUND_WISHES], size = 0;

	put_list(writer, "pupils");
	rows = db_ask(choosing->rq->db,
	    "SELECT p.id, p.number, p.name, w.events FROM pupil p "
	    "LEFT JOIN wish w ON w.round = ? AND w.applicant = p.id "
	    "WHERE p.class = ? AND p.state = 'enrolled' ORDER BY p.number, "
	    "p.name, p.id",
	    ARGS(ID(choosing->round->id),
		ID(choosing->entrant->class ? choosing->entrant->id : 0)));
	for (; rows_next(&rows); size++) {
		put_object(writer, NULL);
		put_id(writer, "id", rows_id(&rows, 0));
		if (!rows_null(&rows, 1))
			put_int(writer, "number", rows_int(&rows, 1));
		put_text(writer, "name", rows_text(&rows, 2));
		put_int(
		    writer, "wishes", wishes_read(rows_text(&rows, 3), events));
		put_object_end(writer);
	}
	rows_close(&rows);
	put_list_end(writer);
	if (choosing->entrant->class)
		put_int(writer, "size", size);
}

static void
choices_put(struct choosing *choosing)
{
	int count;
	struct choice *choices = choices_load(
	    choosing->rq, choosing->round, choosing->entrant->grade, &count);

	put_list(choosing->writer, "choices");
	for (int i = 0; i < count; i++)
		choice_put(choosing, &choices[i]);
	put_list_end(choosing->writer);
	own_list_put(choosing, choices, count);
}

static void
choosing_begin(struct choosing *choosing)
{
	struct request *rq = choosing->rq;
	const struct entrant *entrant = choosing->entrant;

	school_find(choosing);
	choosing->crowds = crowds_of_day(rq, choosing->round);
	choosing->held = days_held(
	    rq->db, rq->arena, entrant, choosing->round->id);
	if (!entrant->class)
		choosing->liked_count = liked_fields(rq->db, rq->arena,
		    choosing->catalogue, &entrant->pupil, choosing->liked);
}

static void
round_choices(struct request *rq)
{
	struct entrant entrant;
	struct round round;
	struct choosing choosing = { .rq = rq,
		.entrant = &entrant,
		.round = &round,
		.catalogue = catalog_hold(rq->db, rq->arena) };

	if (!entrant_of_request(rq, &entrant) ||
	    !round_of_request(rq, &entrant, &round))
		return;
	if (choosing.catalogue == NULL) {
		answer_error(rq, 503, "catalogue", NULL);
		return;
	}
	choosing_begin(&choosing);
	choosing.writer = answer(rq);
	own_round_put(rq, choosing.writer, "round", &round, &entrant);
	round_words_put(rq, rq->db, choosing.writer, "words", &round);
	put_text(choosing.writer, "seed_hash", round.seed_hash);
	choices_put(&choosing);
	class_pupils_put(&choosing);
}

void
pupil_round(struct request *rq)
{
	round_choices(rq);
}

void
class_round(struct request *rq)
{
	round_choices(rq);
}

/* Saving */

static bool
event_fits(
    struct db *db, const struct round *round, int64_t event, int64_t grade)
{
	return db_any(db,
	    "SELECT 1 FROM round_event r JOIN event e ON e.id = r.event "
	    "JOIN programme p ON p.id = e.programme "
	    "WHERE r.round = ? AND r.event = ? AND r.closed = 0 "
	    "AND e.state = 'planned' AND p.grade_from <= ? "
	    "AND p.grade_to >= ?",
	    ARGS(ID(round->id), ID(event), INT(grade), INT(grade)));
}

/* The list that came; answers 422 itself, and then -1. */
static int
list_take(struct request *rq, const struct round *round, int64_t grade,
    int64_t events[static ROUND_WISHES])
{
	json_t *list = body_json(rq, "events"), *one;
	const struct word most[] = {
		{ "most", id_text(rq->arena, round->most) }, { 0 }
	};
	int count = 0;
	size_t i;

	if ((int64_t)json_array_size(list) > round->most) {
		answer_field(rq, "events", "wish.many", most);
		return -1;
	}
	json_array_foreach(list, i, one)
	{
		int64_t event = 0;

		if (!text_to_int(
			json_string_value(one), 1, INT64_MAX, &event) ||
		    !event_fits(rq->db, round, event, grade))
			answer_field(rq, "events", "wish.event", NULL);
		else if (list_has(events, count, event))
			answer_field(rq, "events", "wish.twice", NULL);
		else
			events[count++] = event;
	}
	return answered(rq) ? -1 : count;
}

/* What was sent, in words: "1. Robots (2026. 5. 14.) 2. …". */
static const char *
list_words(struct request *rq)
{
	json_t *list = body_json(rq, "events"), *one;
	const char *words = "";
	size_t i;

	json_array_foreach(list, i, one)
	{
		struct event event;
		int64_t id = 0;
		char when[40];

		if (!text_to_int(json_string_value(one), 1, INT64_MAX, &id) ||
		    !event_load(rq->db, rq->arena, id, &event))
			continue;
		clock_write_seoul(
		    event.starts, lang_name(rq->lang), false, when);
		words = arena_printf(rq->arena, "%s%s%zu. %s (%s)", words,
		    words[0] != '\0' ? ", " : "", i + 1, event.programme_name,
		    when);
	}
	return words;
}

/* 409 with what was sent, so that nobody has to remember it. */
static void
refuse_closed(struct request *rq, const struct round *round)
{
	bool early = round->state == ROUND_PUBLISHED;
	const char *list = list_words(rq);
	char when[40];

	clock_write_seoul(early ? round->opens : round->closes,
	    lang_name(rq->lang), true, when);
	answer_error(rq, 409,
	    early                 ? "wish.early"
		: list[0] != '\0' ? "wish.closed"
				  : "wish.closed_empty",
	    (const struct word[]){ { "when", when }, { "list", list }, { 0 } });
}

/*
 * The ledger learns of a class's list once an hour and teacher, since lists are
 * saved with every step; a pupil's own list is the pupil's.
 */
static void
class_saving_tell(struct request *rq, const struct entrant *entrant,
    const struct round *round)
{
	char detail[64];

	if (!entrant->class ||
	    ledger_has(rq->db, entrant->id, "class.wished", rq->actor.account,
		rq->now - HOUR_MS))
		return;
	detail_id(detail, "round", round->id);
	ledger_add(rq->db, rq->now,
	    &(struct ledger_entry){ .chain = round->region,
		.kind = "class.wished",
		.actor = &rq->actor,
		.pupil = entrant->id,
		.detail = detail });
}

static void
list_save(struct request *rq, const struct entrant *entrant,
    const struct round *round, const int64_t *events, int count)
{
	db_do(rq->db,
	    "INSERT INTO wish (round, applicant, class, region, events, saved) "
	    "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (round, applicant) "
	    "DO UPDATE SET events = excluded.events, saved = excluded.saved",
	    ARGS(ID(round->id), ID(entrant->id), INT(entrant->class),
		ID(entrant->region),
		TEXT(wishes_write(rq->arena, events, count)), INT(rq->now)));
	class_saving_tell(rq, entrant, round);
	put_int(answer(rq), "saved", rq->now);
}

static void
wishes_save(struct request *rq)
{
	int64_t events[ROUND_WISHES];
	struct entrant entrant;
	struct round round;
	int count;

	if (!entrant_of_request(rq, &entrant) ||
	    !round_of_request(rq, &entrant, &round))
		return;
	if (text_is(round.kind, entrant.class ? "pupils" : "classes")) {
		answer_error(rq, 409,
		    entrant.class ? "wish.pupils_only" : "wish.classes_only",
		    NULL);
		return;
	}
	/* the clock anew: a slow sender's head may have come in time */
	if (round.state != ROUND_OPEN || clock_now() >= round.closes) {
		refuse_closed(rq, &round);
		return;
	}
	count = list_take(rq, &round, entrant.grade, events);
	if (count >= 0)
		list_save(rq, &entrant, &round, events, count);
}

void
pupil_wishes(struct request *rq)
{
	wishes_save(rq);
}

void
class_wishes(struct request *rq)
{
	wishes_save(rq);
}
