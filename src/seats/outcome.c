/*
 * What came of the wishes: a seat or the reason, wish by wish, in plain words
 * with the last who got in; the place on the waiting list; yes and no to a seat.
 */
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "guide/guide.h"
#include "ledger/ledger.h"
#include "seats/inside.h"
#include "seats/routes.h"

enum {
	OPEN_SHOWN = 10,
	OPEN_LOOKED = 200,
	DIGITS_SHOWN =
	    4, /* of a lottery number, or more where they are alike */
	DIGITS = 16
};

/* Seats */

static const char *
state_now(const struct rows *rows, int64_t now)
{
	const char *state = rows_text(rows, 7);
	bool held = text_is(state, "offered") || text_is(state, "accepted");

	if (held && text_is(rows_text(rows, 8), "cancelled"))
		return "cancelled";
	if (text_is(state, "offered") && rows_int(rows, 5) <= now)
		return "lapsed";
	return state;
}

bool
seat_last(struct db *db, struct arena *arena, int64_t now, int64_t round,
    int64_t applicant, struct seat *seat)
{
	struct rows rows = db_ask(db,
	    "SELECT s.id, s.region, s.event, s.size, s.place, s.until, "
	    "s.class, s.state, e.state FROM seat s "
	    "JOIN event e ON e.id = s.event "
	    "WHERE s.round = ? AND s.applicant = ? AND s.state <> 'moved' "
	    "ORDER BY CASE WHEN s.state IN ('offered', 'accepted') THEN 0 "
	    "ELSE 1 END, s.made DESC, s.id DESC LIMIT 1",
	    ARGS(ID(round), ID(applicant)));
	bool found = rows_next(&rows);

	if (found)
		*seat = (struct seat){ .id = rows_id(&rows, 0),
			.region = rows_id(&rows, 1),
			.round = round,
			.event = rows_id(&rows, 2),
			.applicant = applicant,
			.size = rows_int(&rows, 3),
			.place = rows_int(&rows, 4),
			.until = rows_int(&rows, 5),
			.class = rows_int(&rows, 6) != 0,
			.state = arena_text(arena, state_now(&rows, now)) };
	rows_close(&rows);
	return found;
}

bool
seat_of(struct db *db, struct arena *arena, int64_t now, int64_t round,
    const struct entrant *entrant, struct seat *seat)
{
	return seat_last(db, arena, now, round, entrant->id, seat) ||
	    (!entrant->class && entrant->of_class != 0 &&
		seat_last(db, arena, now, round, entrant->of_class, seat));
}

bool
seat_is_held(const struct seat *seat)
{
	return text_is(seat->state, "offered") ||
	    text_is(seat->state, "accepted");
}

/* What was drawn */

struct own {
	int64_t applicant, band, size;
	bool class;
	const char *pseudonym, *number, *held;
	int64_t events[ROUND_WISHES];
	int wishes;
};

static bool
own_load(struct request *rq, int64_t round, int64_t applicant, struct own *own)
{
	struct arena *arena = rq->arena;
	struct rows rows = db_ask(rq->db,
	    "SELECT band, size, class, pseudonym, COALESCE(number, ''), held, "
	    "events FROM applicant WHERE round = ? AND applicant = ?",
	    ARGS(ID(round), ID(applicant)));
	bool found = rows_next(&rows);

	if (found) {
		*own = (struct own){ .applicant = applicant,
			.band = rows_int(&rows, 0),
			.size = rows_int(&rows, 1),
			.class = rows_int(&rows, 2) != 0,
			.pseudonym = arena_text(arena, rows_text(&rows, 3)),
			.number = arena_text(arena, rows_text(&rows, 4)),
			.held = arena_text(arena, rows_text(&rows, 5)) };
		own->wishes = wishes_read(rows_text(&rows, 6), own->events);
	}
	rows_close(&rows);
	return found;
}

struct telling {
	struct request *rq;
	struct writer *writer;
	const struct catalogue *catalogue;
	const struct entrant *entrant;
	const struct round *round;
	struct own own;
	bool has_seat;
	struct seat seat;
	struct crowds crowds;
};

/* One wish */

struct wished {
	struct event event;
	int64_t place, seats, listed;
	bool closed;
	const char *day;
	bool cut_known;
	int64_t cut_band;
	const char *cut_number;
};

static bool
wished_load(const struct telling *telling, int at, struct wished *wished)
{
	struct request *rq = telling->rq;
	int64_t event = telling->own.events[at];
	const struct crowd *crowd = crowd_of(&telling->crowds, event);
	struct rows rows = db_ask(rq->db,
	    "SELECT r.seats, r.closed, r.day, c.band, c.number "
	    "FROM round_event r LEFT JOIN cutoff c ON c.round = r.round "
	    "AND c.event = r.event AND c.kind = ? "
	    "WHERE r.round = ? AND r.event = ?",
	    ARGS(TEXT(telling->own.class ? "class" : "open"),
		ID(telling->round->id), ID(event)));
	bool found = rows_next(&rows);

	if (found)
		*wished = (struct wished){ .place = at + 1,
			.seats = rows_int(&rows, 0),
			.listed = crowd ? crowd->listed : 0,
			.closed = rows_int(&rows, 1) != 0,
			.day = arena_text(rq->arena, rows_text(&rows, 2)),
			.cut_known = !rows_null(&rows, 4),
			.cut_band = rows_int(&rows, 3),
			.cut_number = arena_text(
			    rq->arena, rows_text(&rows, 4)) };
	rows_close(&rows);
	return found && event_load(rq->db, rq->arena, event, &wished->event);
}

static const char *
outcome_of(const struct telling *telling, const struct wished *wished)
{
	const struct own *own = &telling->own;

	if (wished->event.cancelled)
		return "cancelled";
	if (wished->closed)
		return "closed";
	if (telling->has_seat && wished->place == telling->seat.place)
		return "got";
	if (telling->has_seat && wished->place > telling->seat.place)
		return "better";
	if (strstr(own->held, wished->day) != NULL)
		return "held";
	if (own->class &&
	    own->size >
		class_largest(telling->rq->db, telling->round, wished->seats))
		return "small";
	return "full";
}

/* As few digits as tell the two apart, four at the least: "3a91…". */
static const char *
digits(struct arena *arena, const char *number, const char *other)
{
	int shown = DIGITS_SHOWN;

	while (shown < DIGITS && strncmp(number, other, (size_t)shown) == 0)
		shown++;
	return arena_printf(
	    arena, "%.*s%s", shown, number, shown < DIGITS ? "…" : "");
}

/* The own key is behind the last one's, so the seats were gone before. */
static bool
beyond_the_last(const struct own *own, const struct wished *wished)
{
	if (!wished->cut_known)
		return false;
	if (own->band != wished->cut_band)
		return own->band > wished->cut_band;
	return strcmp(own->number, wished->cut_number) > 0;
}

static int64_t
reserved_of(const struct telling *telling, int64_t seats)
{
	int64_t reserved = 0;

	for (int i = 0; i < telling->round->rule.reserve_count; i++)
		reserved += seats * telling->round->rule.reserves[i].percent /
		    100;
	return reserved;
}

static const char *
own_number_words(const struct telling *telling)
{
	return say(telling->rq->lang,
	    telling->own.class                          ? "outcome.own.class"
		: telling->rq->actor.role == ROLE_PUPIL ? "outcome.own.pupil"
							: "outcome.own.other");
}

/*
 * Who knows both a number and who holds a seat may tell a reserved one. So
 * others see no numbers of a pupil who has or had a seat.
 */
static bool
numbers_shown(const struct telling *telling)
{
	return telling->own.class || !telling->has_seat ||
	    telling->rq->actor.role == ROLE_PUPIL;
}

static const char *
full_words(const struct telling *telling, const struct wished *wished)
{
	struct arena *arena = telling->rq->arena;
	const struct own *own = &telling->own;
	int64_t reserved = reserved_of(telling, wished->seats);
	bool shown = numbers_shown(telling) && wished->cut_known;
	bool known = shown && beyond_the_last(own, wished);
	const struct word words[] = {
		{ "seats", id_text(arena, wished->seats) },
		{ "wished", id_text(arena, wished->listed) },
		{ "reserved", id_text(arena, reserved) },
		{ "own", own_number_words(telling) },
		{ "cut_band", id_text(arena, wished->cut_band) },
		{ "band", id_text(arena, own->band) },
		{ "cut_number",
		    known ? digits(arena, wished->cut_number, own->number)
			  : "" },
		{ "number",
		    known ? digits(arena, own->number, wished->cut_number)
			  : "" },
		{ 0 },
	};
	const char *id = !shown                   ? "outcome.taken"
	    : !known                              ? "outcome.capped"
	    : telling->round->rule.band_count > 0 ? "outcome.full_bands"
						  : "outcome.full";
	const char *text = say_with(arena, telling->rq->lang, id, words);

	return reserved == 0 || !known ? text
				       : arena_printf(arena, "%s %s", text,
					     say_with(arena, telling->rq->lang,
						 "outcome.reserved", words));
}

static const char *
outcome_words(const struct telling *telling, const struct wished *wished,
    const char *outcome)
{
	struct arena *arena = telling->rq->arena;

	if (text_is(outcome, "full"))
		return full_words(telling, wished);
	return say(telling->rq->lang,
	    text_is(outcome, "got")
		? arena_printf(arena, "outcome.got.%s", telling->seat.state)
		: arena_printf(arena, "outcome.%s", outcome));
}

/* From 1; 0: does not wait there. */
static int64_t
waiting_place(const struct telling *telling, int64_t event)
{
	struct db *db = telling->rq->db;
	const struct own *own = &telling->own;

	if (!db_any(db,
		"SELECT 1 FROM waiting WHERE round = ? AND applicant = ? "
		"AND event = ?",
		ARGS(ID(telling->round->id), ID(own->applicant), ID(event))))
		return 0;
	return 1 +
	    db_int(db,
		"SELECT COUNT(*) FROM waiting WHERE round = ? AND event = ? "
		"AND class = ? AND (band < ? OR (band = ? AND (number < ? "
		"OR (number = ? AND pseudonym < ?))))",
		ARGS(ID(telling->round->id), ID(event), INT(own->class),
		    INT(own->band), INT(own->band), TEXT(own->number),
		    TEXT(own->number), TEXT(own->pseudonym)),
		0);
}

static void
wish_put(const struct telling *telling, int at)
{
	struct writer *writer = telling->writer;
	struct wished wished;
	const char *outcome;
	int64_t waiting;

	if (!wished_load(telling, at, &wished))
		return;
	outcome = outcome_of(telling, &wished);
	waiting = waiting_place(telling, wished.event.id);
	put_object(writer, NULL);
	put_object(writer, "event");
	event_put(telling->rq, writer, telling->catalogue, &wished.event);
	put_object_end(writer);
	put_int(writer, "place", wished.place);
	put_text(writer, "outcome", outcome);
	put_text(writer, "words", outcome_words(telling, &wished, outcome));
	if (text_is(outcome, "full") && wished.cut_known &&
	    numbers_shown(telling)) {
		put_int(writer, "cut_band", wished.cut_band);
		put_text(writer, "cut_number", wished.cut_number);
	}
	put_int(writer, "seats", wished.seats);
	put_int(writer, "wished", wished.listed);
	if (waiting > 0)
		put_int(writer, "waiting", waiting);
	put_object_end(writer);
}

/* Where seats are left */

static int
open_find(const struct telling *telling, int64_t ids[static OPEN_LOOKED])
{
	struct request *rq = telling->rq;
	int64_t size = telling->own.class ? telling->own.size : 1;
	const char *held = days_held(
	    rq->db, rq->arena, telling->entrant, telling->round->id);
	struct rows rows = db_ask(rq->db,
	    "SELECT r.event, r.day, r.seats - COALESCE((SELECT SUM(s.size) "
	    "FROM seat s WHERE s.event = r.event AND s.round = r.round "
	    "AND s.state IN ('offered', 'accepted')), 0) "
	    "FROM round_event r JOIN event e ON e.id = r.event "
	    "JOIN programme p ON p.id = e.programme "
	    "WHERE r.round = ? AND r.closed = 0 AND e.state = 'planned' "
	    "AND e.starts > ? AND p.grade_from <= ? AND p.grade_to >= ? "
	    "ORDER BY e.starts, r.event",
	    ARGS(ID(telling->round->id), INT(rq->now),
		INT(telling->entrant->grade), INT(telling->entrant->grade)));
	int count = 0;

	while (count < OPEN_LOOKED && rows_next(&rows))
		if (rows_int(&rows, 2) >= size &&
		    strstr(held, rows_text(&rows, 1)) == NULL)
			ids[count++] = rows_id(&rows, 0);
	rows_close(&rows);
	return count;
}

static bool
field_is_liked(const char *const *liked, int count, const char *field)
{
	for (int i = 0; i < count; i++)
		if (text_is(liked[i], field))
			return true;
	return false;
}

/* Of liked fields first, each part by time. */
static void
open_put(const struct telling *telling)
{
	struct request *rq = telling->rq;
	const char *liked[LIKED_FIELDS];
	int64_t ids[OPEN_LOOKED];
	int likes = telling->entrant->class ? 0
					    : liked_fields(rq->db, rq->arena,
						  telling->catalogue,
						  &telling->entrant->pupil,
						  liked);
	int count = open_find(telling, ids), shown = 0;
	struct event *events = arena_array(
	    rq->arena, OPEN_LOOKED, sizeof *events);

	for (int i = 0; i < count; i++)
		if (!event_load(rq->db, rq->arena, ids[i], &events[i]))
			count = i;
	for (int part = 0; part < 2; part++)
		for (int i = 0; i < count && shown < OPEN_SHOWN; i++) {
			if (field_is_liked(liked, likes, events[i].field) !=
			    (part == 0))
				continue;
			put_object(telling->writer, NULL);
			event_put(rq, telling->writer, telling->catalogue,
			    &events[i]);
			put_object_end(telling->writer);
			shown++;
		}
}

/* The whole */

static void
seat_part_put(const struct telling *telling)
{
	struct request *rq = telling->rq;
	struct writer *writer = telling->writer;
	struct event event;

	if (!telling->has_seat)
		return;
	put_text(writer, "seat", telling->seat.state);
	put_int(writer, "until", telling->seat.until);
	if (!event_load(rq->db, rq->arena, telling->seat.event, &event))
		return;
	put_object(writer, "event");
	event_put(rq, writer, telling->catalogue, &event);
	put_object_end(writer);
	put_text(writer, "safety", event.safety);
}

static void
outcome_put(struct telling *telling)
{
	struct writer *writer = telling->writer = answer(telling->rq);
	const struct own *own = &telling->own;

	own_round_put(
	    telling->rq, writer, "round", telling->round, telling->entrant);
	if (own->applicant != 0 && numbers_shown(telling)) {
		put_text(writer, "pseudonym", own->pseudonym);
		put_int(writer, "band", own->band);
		put_text(writer, "number", own->number);
	}
	seat_part_put(telling);
	put_list(writer, "wishes");
	for (int i = 0; i < own->wishes; i++)
		wish_put(telling, i);
	put_list_end(writer);
	put_list(writer, "open");
	if (!telling->has_seat || !seat_is_held(&telling->seat))
		open_put(telling);
	put_list_end(writer);
}

/* As drawn: the own list, or the class's where that was drawn. */
static void
telling_load(struct telling *telling)
{
	struct request *rq = telling->rq;
	const struct entrant *entrant = telling->entrant;
	int64_t round = telling->round->id;

	if (!own_load(rq, round, entrant->id, &telling->own) &&
	    entrant->of_class != 0)
		own_load(rq, round, entrant->of_class, &telling->own);
	telling->has_seat = seat_of(
	    rq->db, rq->arena, rq->now, round, entrant, &telling->seat);
	telling->crowds = crowds_drawn(rq->db, rq->arena, round);
}

static bool
announced(struct request *rq, const struct round *round)
{
	if (round->state == ROUND_ANNOUNCED)
		return true;
	answer_error(rq, 409, "outcome.early", NULL);
	return false;
}

/*
 * The draw makes the waiting lists. Where it was cut off before, the first look
 * makes them; what it reads is older, so it has to look again.
 */
static bool
lists_stand(struct request *rq, int64_t round)
{
	if (waiting_made(rq->db, round))
		return true;
	if (waiting_ready(rq->store, round))
		answer_error(rq, 503, "outcome.again", NULL);
	else
		answer_error(rq, 503, "failed", NULL);
	return false;
}

static void
outcome_show(struct request *rq)
{
	struct entrant entrant;
	struct round round;
	struct telling telling = { .rq = rq,
		.entrant = &entrant,
		.round = &round,
		.catalogue = catalog_hold(rq->db, rq->arena) };

	if (!entrant_of_request(rq, &entrant) ||
	    !round_of_request(rq, &entrant, &round) || !announced(rq, &round))
		return;
	if (telling.catalogue == NULL) {
		answer_error(rq, 503, "catalogue", NULL);
		return;
	}
	if (!lists_stand(rq, round.id))
		return;
	waiting_lapse(rq);
	telling_load(&telling);
	outcome_put(&telling);
}

void
pupil_outcome(struct request *rq)
{
	outcome_show(rq);
}

void
class_outcome(struct request *rq)
{
	outcome_show(rq);
}

/* Yes and no */

static void
seat_change(struct request *rq, const struct seat *seat, const char *state,
    const char *kind)
{
	char detail[64];

	db_do(rq->db, "UPDATE seat SET state = ?, changed = ? WHERE id = ?",
	    ARGS(TEXT(state), INT(rq->now), ID(seat->id)));
	detail_id(detail, "event", seat->event);
	ledger_add(rq->db, rq->now,
	    &(struct ledger_entry){ .chain = seat->region,
		.kind = kind,
		.actor = &rq->actor,
		.pupil = seat->applicant,
		.detail = detail });
	put_text(answer(rq), "seat", state);
}

/* Another seat is held on the day of this one. */
static bool
day_is_held(struct request *rq, const struct entrant *entrant,
    const struct round *round, const struct seat *seat)
{
	const char *day = db_text(rq->db, rq->arena,
	    "SELECT day FROM round_event WHERE round = ? AND event = ?",
	    ARGS(ID(round->id), ID(seat->event)));

	return day != NULL &&
	    strstr(days_held(rq->db, rq->arena, entrant, round->id), day) !=
	    NULL;
}

/* A no can be taken back until the seat has gone on. */
static void
seat_accept(struct request *rq, const struct entrant *entrant,
    const struct round *round, const struct seat *seat)
{
	bool again = text_is(seat->state, "declined") &&
	    seat->until > rq->now &&
	    seats_free(rq->db, rq->arena, rq->now, round, seat->event) >=
		seat->size;

	if (text_is(seat->state, "accepted")) {
		put_text(answer(rq), "seat", "accepted");
	} else if (day_is_held(rq, entrant, round, seat)) {
		answer_error(rq, 409, "seat.day", NULL);
	} else if (again || text_is(seat->state, "offered")) {
		seat_change(rq, seat, "accepted", "seat.accepted");
		if (again)
			waiting_return(
			    rq->db, round, seat->applicant, seat->place);
	} else {
		answer_error(rq, 409, "seat.gone", NULL);
	}
}

static void
seat_decline(
    struct request *rq, const struct round *round, const struct seat *seat)
{
	if (text_is(seat->state, "declined")) {
		put_text(answer(rq), "seat", "declined");
	} else if (seat_is_held(seat)) {
		while (!waiting_make_some(rq->db, round->id))
			;
		seat_change(rq, seat, "declined", "seat.declined");
		waiting_leave(rq->db, round->id, seat->applicant);
		waiting_move(rq->db, rq->arena, rq->now, round, seat->event);
	} else {
		answer_error(rq, 409, "seat.gone", NULL);
	}
}

/* The seat that may be answered; answers 409 itself. */
static bool
seat_take(struct request *rq, const struct entrant *entrant,
    const struct round *round, struct seat *seat)
{
	struct event event;

	if (!seat_of(rq->db, rq->arena, rq->now, round->id, entrant, seat)) {
		answer_error(rq, 409, "seat.none", NULL);
		return false;
	}
	if (seat->applicant != entrant->id) {
		answer_error(rq, 409, "seat.class", NULL);
		return false;
	}
	if (!event_load(rq->db, rq->arena, seat->event, &event) ||
	    event.starts <= rq->now) {
		answer_error(rq, 409, "seat.over", NULL);
		return false;
	}
	return true;
}

static void
seat_answer(struct request *rq)
{
	struct entrant entrant;
	struct round round;
	struct seat seat;

	if (!entrant_of_request(rq, &entrant) ||
	    !round_of_request(rq, &entrant, &round) || !announced(rq, &round) ||
	    !seat_take(rq, &entrant, &round, &seat))
		return;
	if (text_is(body_text(rq, "answer"), "accept"))
		seat_accept(rq, &entrant, &round, &seat);
	else
		seat_decline(rq, &round, &seat);
}

void
pupil_answer(struct request *rq)
{
	seat_answer(rq);
}

void
class_answer(struct request *rq)
{
	seat_answer(rq);
}
