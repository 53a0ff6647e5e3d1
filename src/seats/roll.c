/*
 * The day itself: who is to come, where each was seen, who is missing now.
 *
 * A phone marks people at four points (leaving school, arriving, leaving the
 * site, home) and may have no network, so marks come late, twice and out of
 * order: of a person at a point the mark counts that was made last. A phone
 * matches a pupil's code without holding it, by the SHA-256 that the roll
 * tells; the codes have 130 bits.
 *
 * Who never came is "absent" once the event is over: such a seat was not used,
 * and the bands of later rounds count used ones alone.
 */
#include <stdio.h>
#include <string.h>

#include "base/random.h"
#include "base/text.h"
#include "ledger/ledger.h"
#include "paper/qr.h"
#include "seats/inside.h"
#include "seats/routes.h"

#define MINUTE_MS INT64_C(60000)
#define DAY_MS INT64_C(86400000)

enum {
	ROLL_MOST = 2000,
	MISSING_MOST = 200,
	CODE_LENGTH = 26,
	EARLY_DAYS = 2, /* before an event nothing is marked */
	AHEAD_MINUTES = 5, /* that a phone's clock may be */
	MISSING_DAYS = 3, /* after an event a child is looked for here */
	SETTLED_DAYS = 30 /* after it late marks still change a seat */
};

/*
 * A seat that puts somebody on a roll, and the pupils whom it does: an own one
 * or the class's. `s`, `r` and `p` are the seat, its round and the pupil.
 */
#define ON_ROLL \
	"s.state IN ('offered', 'accepted', 'absent') " \
	"AND r.state = 'announced' AND p.state = 'enrolled' "

/* Codes */

/* Crockford's letters, as on the cards: nothing to mistake when typed. */
static void
code_make(int64_t seat, int64_t pupil, char code[static CODE_LENGTH + 1])
{
	static const char letters[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
	char text[64], hex[65];
	unsigned char hash[32];
	unsigned held = 0;
	int bits = 0;
	size_t at = 0;

	snprintf(text, sizeof text, "roll:%lld:%lld", (long long)seat,
	    (long long)pupil);
	secret_hash(text, hex);
	hex_read(hex, hash, sizeof hash);
	for (int i = 0; i < CODE_LENGTH; i++) {
		if (bits < 5) {
			held = (held << 8 | hash[at++]) & 0xffff;
			bits += 8;
		}
		bits -= 5;
		code[i] = letters[held >> bits & 31];
	}
	code[CODE_LENGTH] = '\0';
}

/* The seat that puts a pupil on an event's roll; 0: none does. */
static int64_t
roll_seat(struct db *db, int64_t event, int64_t pupil)
{
	return db_int(db,
	    "SELECT MIN(s.id) FROM pupil p "
	    "JOIN seat s ON s.applicant IN (p.id, p.class) "
	    "JOIN round r ON r.id = s.round "
	    "WHERE p.id = ? AND s.event = ? AND " ON_ROLL,
	    ARGS(ID(pupil), ID(event)), 0);
}

/* False: there is none to have a code for; that was answered. */
static bool
code_seat(struct request *rq, const struct entrant *entrant, int64_t *seat)
{
	struct round round;
	struct seat held;

	if (!round_of_request(rq, entrant, &round))
		return false;
	if (round.state != ROUND_ANNOUNCED) {
		answer_error(rq, 409, "outcome.early", NULL);
		return false;
	}
	*seat = seat_of(rq->db, rq->arena, rq->now, round.id, entrant, &held) &&
		seat_is_held(&held)
	    ? roll_seat(rq->db, held.event, entrant->id)
	    : 0;
	if (*seat == 0)
		answer_error(rq, 409, "seat.none", NULL);
	return *seat != 0;
}

void
pupil_code(struct request *rq)
{
	struct entrant entrant;
	struct writer *writer;
	char code[CODE_LENGTH + 1];
	int64_t seat;

	if (!entrant_of_request(rq, &entrant) ||
	    !code_seat(rq, &entrant, &seat))
		return;
	code_make(seat, entrant.id, code);
	writer = answer(rq);
	put_text(writer, "code", code);
	put_text(writer, "qr", qr_svg(rq->arena, code));
}

/* Seats that were not used */

#define OF_SEAT "(p.id = s.applicant OR p.class = s.applicant) "
/* A pupil who holds the seat, or is of the class that does, was seen. */
#define SOMEBODY_CAME \
	"EXISTS (SELECT 1 FROM pupil p " \
	"JOIN mark m ON m.event = s.event AND m.pupil = p.id " \
	"WHERE m.state = 'here' AND " OF_SEAT ") "
/* One of them of whom nobody said that they did not arrive. */
#define SOMEBODY_UNKNOWN \
	"EXISTS (SELECT 1 FROM pupil p WHERE p.state = 'enrolled' " \
	"AND " OF_SEAT "AND NOT EXISTS (SELECT 1 FROM mark m " \
	"WHERE m.event = s.event AND m.pupil = p.id AND m.point = 'arrive' " \
	"AND m.state IN ('missing', 'excused'))) "
/* From the few marks of a region that say so, not from its seats. */
#define NO_SHOWS \
	"SELECT s.id FROM mark x JOIN event e ON e.id = x.event " \
	"JOIN pupil q ON q.id = x.pupil " \
	"JOIN seat s ON s.event = x.event AND s.applicant IN (q.id, q.class) " \
	"WHERE x.region = ? AND x.state IN ('missing', 'excused') " \
	"AND x.kept > ? AND x.point = 'arrive' " \
	"AND e.ends <= ? AND e.state = 'planned' " \
	"AND s.state IN ('offered', 'accepted') " \
	"AND NOT " SOMEBODY_CAME "AND NOT " SOMEBODY_UNKNOWN
/* A late mark says that somebody was there after all. */
#define CAME_AFTER_ALL \
	"SELECT s.id FROM event e JOIN seat s ON s.event = e.id " \
	"WHERE e.region = ? AND e.starts > ? AND e.ends <= ? " \
	"AND s.state = 'absent' AND " SOMEBODY_CAME

/* A class's seat is unused when nobody of the class came. */
void
absences_keep(struct db *db, int64_t now, int64_t region)
{
	int64_t since = now - SETTLED_DAYS * DAY_MS;

	db_do(db,
	    "UPDATE seat SET state = 'absent', changed = ? "
	    "WHERE id IN (" NO_SHOWS ")",
	    ARGS(INT(now), ID(region), INT(since), INT(now)));
	db_do(db,
	    "UPDATE seat SET state = 'accepted', changed = ? "
	    "WHERE id IN (" CAME_AFTER_ALL ")",
	    ARGS(INT(now), ID(region), INT(since), INT(now)));
}

struct settling {
	int64_t now, region;
};

static bool
absences_work(struct db *db, void *with)
{
	const struct settling *settling = with;

	absences_keep(db, settling->now, settling->region);
	return db_ok(db);
}

/* At a look, a write of its own where there is something to do. */
static void
absences_look(struct request *rq, int64_t region)
{
	if (db_any(rq->db, NO_SHOWS "LIMIT 1",
		ARGS(ID(region), INT(rq->now - SETTLED_DAYS * DAY_MS),
		    INT(rq->now))))
		store_write(rq->store, absences_work,
		    &(struct settling){ rq->now, region });
}

/* Who is to come */

struct person {
	int64_t pupil, seat, number;
	const char *name, *school_name, *class_name;
};

struct roll {
	struct request *rq;
	struct event event;
	int64_t class; /* 0: all who come */
	struct person *list;
	int count;
};

#define PERSON \
	"SELECT p.id, s.id, p.name, k.name, c.name, p.number, p.grade " \
	"FROM seat s "
#define OF_EVENT \
	"JOIN round r ON r.id = s.round JOIN school k ON k.id = p.school " \
	"LEFT JOIN class c ON c.id = p.class WHERE s.event = ? AND " ON_ROLL

static struct rows
people_ask(const struct roll *roll)
{
	struct db *db = roll->rq->db;
	int64_t event = roll->event.id;

	if (roll->class == 0)
		return db_ask(db,
		    PERSON "JOIN pupil p ON p.id = s.applicant " OF_EVENT
			   "AND s.class = 0 UNION ALL " PERSON
			   "JOIN pupil p ON p.class = s.applicant " OF_EVENT
			   "AND s.class = 1 "
			   "ORDER BY 4, 7, 5, 6, 3, 1, 2 LIMIT 2000",
		    ARGS(ID(event), ID(event)));
	return db_ask(db,
	    PERSON "JOIN pupil p ON s.applicant IN (p.id, p.class) " OF_EVENT
		   "AND p.class = ? ORDER BY 6, 3, 1, 2 LIMIT 2000",
	    ARGS(ID(event), ID(roll->class)));
}

/* Each once: of an own seat and the class's the elder counts. */
static void
people_load(struct roll *roll)
{
	struct arena *arena = roll->rq->arena;
	struct rows rows = people_ask(roll);
	int64_t before = 0;

	roll->list = arena_array(arena, ROLL_MOST, sizeof *roll->list);
	while (roll->count < ROLL_MOST && rows_next(&rows)) {
		if (rows_id(&rows, 0) == before)
			continue;
		before = rows_id(&rows, 0);
		roll->list[roll->count++] = (struct person){ .pupil = before,
			.seat = rows_id(&rows, 1),
			.name = arena_text(arena, rows_text(&rows, 2)),
			.school_name = arena_text(arena, rows_text(&rows, 3)),
			.class_name = rows_null(&rows, 4)
			    ? NULL
			    : arena_text(arena, rows_text(&rows, 4)),
			.number = rows_int(&rows, 5) };
	}
	rows_close(&rows);
}

static void
needs_put(struct request *rq, struct writer *writer, unsigned needs)
{
	put_list(writer, "needs");
	for (unsigned i = 0; i < NEEDS; i++)
		if ((needs >> i & 1) != 0)
			put_text(writer, NULL,
			    say(rq->lang,
				arena_printf(
				    rq->arena, "need.%s", need_names[i])));
	put_list_end(writer);
}

static void
marks_put(const struct roll *roll, struct writer *writer, int64_t pupil)
{
	struct rows rows = db_ask(roll->rq->db,
	    "SELECT point, state, reason, at FROM mark "
	    "WHERE event = ? AND pupil = ? ORDER BY at, point",
	    ARGS(ID(roll->event.id), ID(pupil)));

	put_list(writer, "marks");
	while (rows_next(&rows)) {
		put_object(writer, NULL);
		put_text(writer, "point", rows_text(&rows, 0));
		put_text(writer, "state", rows_text(&rows, 1));
		put_text(writer, "reason", rows_text(&rows, 2));
		put_int(writer, "at", rows_int(&rows, 3));
		put_object_end(writer);
	}
	put_list_end(writer);
	rows_close(&rows);
}

static void
person_put(
    const struct roll *roll, struct writer *writer, const struct person *person)
{
	struct request *rq = roll->rq;
	char code[CODE_LENGTH + 1], hash[HASH_HEX];

	code_make(person->seat, person->pupil, code);
	sha256_hex(code, CODE_LENGTH, hash);
	put_object(writer, NULL);
	put_id(writer, "pupil", person->pupil);
	put_text(writer, "name", person->name);
	put_text(writer, "school_name", person->school_name);
	put_text(writer, "class_name", person->class_name);
	if (person->number != 0)
		put_int(writer, "number", person->number);
	needs_put(rq, writer, vault_needs(rq->db, person->pupil));
	put_text(writer, "code", hash);
	marks_put(roll, writer, person->pupil);
	put_object_end(writer);
}

/* The route's {event}; class 0: all. False: 404 was answered. */
static bool
roll_open(struct request *rq, int64_t class, struct roll *roll)
{
	*roll = (struct roll){ .rq = rq, .class = class };
	if (event_load(rq->db, rq->arena, path_id(rq, "event"), &roll->event))
		return true;
	answer_error(rq, 404, "not_found", NULL);
	return false;
}

static void
roll_answer(struct roll *roll)
{
	struct request *rq = roll->rq;
	const struct catalogue *catalogue = catalog_hold(rq->db, rq->arena);
	struct writer *writer;

	people_load(roll);
	if (roll->class != 0 && roll->count == 0) {
		answer_error(rq, 404, "not_found", NULL);
		return;
	}
	if (catalogue == NULL) {
		answer_error(rq, 503, "catalogue", NULL);
		return;
	}
	writer = answer(rq);
	put_object(writer, "event");
	event_put(rq, writer, catalogue, &roll->event);
	put_object_end(writer);
	put_text(writer, "safety", roll->event.safety);
	put_list(writer, "people");
	for (int i = 0; i < roll->count; i++)
		person_put(roll, writer, &roll->list[i]);
	put_list_end(writer);
}

/* A look at all who come is one row of the event, at most once an hour. */
static void
roll_looked_at(const struct roll *roll)
{
	struct request *rq = roll->rq;

	if (!ledger_has(rq->db, roll->event.id, "roll.looked",
		rq->actor.account, rq->now - 60 * MINUTE_MS) &&
	    !ledger_tell(rq->store, rq->now,
		&(struct ledger_entry){ .chain = roll->event.region,
		    .kind = "roll.looked",
		    .actor = &rq->actor,
		    .pupil = roll->event.id }))
		db_fail(rq->db);
}

void
event_roll(struct request *rq)
{
	struct roll roll;

	if (!roll_open(rq, 0, &roll))
		return;
	waiting_lapse(rq);
	absences_look(rq, roll.event.region);
	roll_looked_at(&roll);
	roll_answer(&roll);
}

void
class_roll(struct request *rq)
{
	struct entrant class;
	struct roll roll;

	if (!entrant_of_request(rq, &class) || !roll_open(rq, class.id, &roll))
		return;
	waiting_lapse(rq);
	absences_look(rq, roll.event.region);
	roll_answer(&roll);
}

/* Marks */

struct mark {
	int64_t pupil, at;
	const char *point, *state, *reason;
};

/* The class is the pupil's own, where one is asked for. */
static bool
is_on_roll(const struct roll *roll, int64_t pupil)
{
	struct db *db = roll->rq->db;

	return (roll->class == 0 ||
		   db_any(db, "SELECT 1 FROM pupil WHERE id = ? AND class = ?",
		       ARGS(ID(pupil), ID(roll->class)))) &&
	    roll_seat(db, roll->event.id, pupil) != 0;
}

/* Why a mark is not kept, as a message id; NULL: it can be. */
static const char *
mark_fault(const struct roll *roll, const struct mark *mark)
{
	int64_t now = roll->rq->now;

	if (!is_on_roll(roll, mark->pupil))
		return "roll.not_here";
	if (mark->at > now + AHEAD_MINUTES * MINUTE_MS ||
	    mark->at < roll->event.starts - EARLY_DAYS * DAY_MS)
		return "roll.when";
	return NULL;
}

static void
missing_tell(const struct roll *roll, const struct mark *mark)
{
	struct request *rq = roll->rq;

	ledger_add(rq->db, rq->now,
	    &(struct ledger_entry){ .chain = roll->event.region,
		.kind = "roll.missing",
		.actor = &rq->actor,
		.pupil = mark->pupil,
		.detail = arena_printf(rq->arena,
		    "{\"event\":\"%lld\",\"point\":\"%s\"}",
		    (long long)roll->event.id, mark->point) });
}

/*
 * The one that was made last counts; the same again changes nothing. A mark is
 * never later than now, so that a phone that runs fast hides no later one.
 */
static bool
mark_keep(const struct roll *roll, const struct mark *mark)
{
	struct request *rq = roll->rq;
	bool new = db_do(rq->db,
		       "INSERT INTO mark (event, pupil, point, region, state, "
		       "reason, account, at, kept) "
		       "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) "
		       "ON CONFLICT (event, pupil, point) DO UPDATE "
		       "SET state = excluded.state, reason = excluded.reason, "
		       "account = excluded.account, at = excluded.at, "
		       "kept = excluded.kept WHERE excluded.at > mark.at",
		       ARGS(ID(roll->event.id), ID(mark->pupil),
			   TEXT(mark->point), ID(roll->event.region),
			   TEXT(mark->state), TEXT(mark->reason),
			   ID(rq->actor.account),
			   INT(mark->at < rq->now ? mark->at : rq->now),
			   INT(rq->now))) == 1;

	if (new &&text_is(mark->state, "missing"))
		missing_tell(roll, mark);
	return new;
}

static struct mark
mark_of(json_t *one)
{
	return (struct mark){ .pupil = member_id(one, "pupil"),
		.at = member_int(one, "at"),
		.point = member_text(one, "point"),
		.state = member_text(one, "state"),
		.reason = member_text(one, "reason") };
}

/* Marks of one request: how many counted, and why the others cannot. */
struct marking {
	int64_t kept;
	struct fault {
		struct mark mark;
		const char *why;
	} * faults;
	int fault_count;
};

/* One that is wrong holds up no other: a phone brings what it gathered. */
static void
marks_keep(const struct roll *roll, struct marking *marking)
{
	json_t *list = body_json(roll->rq, "marks"), *one;
	size_t i;

	marking->faults = arena_array(
	    roll->rq->arena, json_array_size(list), sizeof *marking->faults);
	json_array_foreach(list, i, one)
	{
		const struct mark mark = mark_of(one);
		const char *why = mark_fault(roll, &mark);

		if (why == NULL)
			marking->kept += mark_keep(roll, &mark);
		else
			marking->faults[marking->fault_count++] =
			    (struct fault){ mark, why };
	}
}

static void
marking_put(struct request *rq, const struct marking *marking)
{
	struct writer *writer = answer(rq);

	put_int(writer, "kept", marking->kept);
	put_list(writer, "refused");
	for (int i = 0; i < marking->fault_count; i++) {
		const struct fault *fault = &marking->faults[i];

		put_object(writer, NULL);
		put_id(writer, "pupil", fault->mark.pupil);
		put_text(writer, "point", fault->mark.point);
		put_text(writer, "why", say(rq->lang, fault->why));
		put_object_end(writer);
	}
	put_list_end(writer);
}

static void
marks_tell(const struct roll *roll, int64_t kept)
{
	struct request *rq = roll->rq;

	ledger_add(rq->db, rq->now,
	    &(struct ledger_entry){ .chain = roll->event.region,
		.kind = "roll.marked",
		.actor = &rq->actor,
		.detail = arena_printf(rq->arena,
		    "{\"count\":%lld,\"event\":\"%lld\"}", (long long)kept,
		    (long long)roll->event.id) });
}

static void
marks_take(struct request *rq, int64_t class)
{
	struct roll roll;
	struct marking marking = { 0 };

	if (!roll_open(rq, class, &roll))
		return;
	if (roll.event.cancelled) {
		answer_error(rq, 409, "roll.cancelled", NULL);
		return;
	}
	marks_keep(&roll, &marking);
	if (marking.kept > 0)
		marks_tell(&roll, marking.kept);
	if (marking.kept > 0 && roll.event.ends <= rq->now)
		absences_keep(rq->db, rq->now, roll.event.region);
	marking_put(rq, &marking);
}

void
event_marks(struct request *rq)
{
	marks_take(rq, 0);
}

void
class_marks(struct request *rq)
{
	marks_take(rq, path_id(rq, "class"));
}

/* Missing now */

struct lost {
	int64_t pupil, class, at;
	const char *name, *school_name, *point;
	struct event event;
};

/*
 * Somebody's last mark of an event says missing; at the same moment being
 * missing counts, so that a doubt is looked at.
 */
#define MISSING \
	"SELECT m.event, m.pupil, p.name, k.name, p.class, m.point, m.at " \
	"FROM mark m JOIN event e ON e.id = m.event " \
	"JOIN pupil p ON p.id = m.pupil JOIN school k ON k.id = p.school " \
	"WHERE m.state = 'missing' AND e.ends > ? AND e.state = 'planned' " \
	"AND p.state = 'enrolled' AND NOT EXISTS (SELECT 1 FROM mark o " \
	"WHERE o.event = m.event AND o.pupil = m.pupil AND (o.at > m.at " \
	"OR (o.at = m.at AND o.state = 'missing' AND o.point > m.point))) "
#define LATEST_FIRST "ORDER BY m.at DESC, m.pupil LIMIT 200"

static struct rows
missing_ask(struct request *rq)
{
	int64_t since = rq->now - MISSING_DAYS * DAY_MS;
	int64_t account = rq->actor.account;

	if (rq->actor.role == ROLE_CENTRE)
		return db_ask(rq->db, MISSING "AND m.region = ? " LATEST_FIRST,
		    ARGS(INT(since), ID(rq->actor.region)));
	return db_ask(rq->db,
	    MISSING "AND p.class IN (" CLASSES_OF_TEACHER
		    ") AND m.region IN (SELECT c.region FROM class c "
		    "WHERE c.id IN (" CLASSES_OF_TEACHER ")) " LATEST_FIRST,
	    ARGS(INT(since), ID(account), ID(account), ID(account),
		ID(account)));
}

static int
missing_load(struct request *rq, struct lost list[static MISSING_MOST])
{
	struct arena *arena = rq->arena;
	struct rows rows = missing_ask(rq);
	int count = 0;

	while (count < MISSING_MOST && rows_next(&rows))
		list[count++] = (struct lost){ .event = { .id = rows_id(
							      &rows, 0) },
			.pupil = rows_id(&rows, 1),
			.name = arena_text(arena, rows_text(&rows, 2)),
			.school_name = arena_text(arena, rows_text(&rows, 3)),
			.class = rows_id(&rows, 4),
			.point = arena_text(arena, rows_text(&rows, 5)),
			.at = rows_int(&rows, 6) };
	rows_close(&rows);
	return count;
}

static void
lost_put(struct request *rq, struct writer *writer,
    const struct catalogue *catalogue, struct lost *lost)
{
	if (!event_load(rq->db, rq->arena, lost->event.id, &lost->event))
		return;
	put_object(writer, NULL);
	put_object(writer, "event");
	event_put(rq, writer, catalogue, &lost->event);
	put_object_end(writer);
	put_id(writer, "pupil", lost->pupil);
	put_text(writer, "name", lost->name);
	put_text(writer, "school_name", lost->school_name);
	put_id(writer, "class", lost->class);
	put_text(writer, "point", lost->point);
	put_int(writer, "at", lost->at);
	put_object_end(writer);
}

void
missing_list(struct request *rq)
{
	const struct catalogue *catalogue = catalog_hold(rq->db, rq->arena);
	struct lost *list = arena_array(rq->arena, MISSING_MOST, sizeof *list);
	struct writer *writer;
	int count;

	if (catalogue == NULL) {
		answer_error(rq, 503, "catalogue", NULL);
		return;
	}
	if (rq->actor.role == ROLE_CENTRE)
		absences_look(rq, rq->actor.region);
	count = missing_load(rq, list);
	writer = answer(rq);
	put_list(writer, "missing");
	for (int i = 0; i < count; i++)
		lost_put(rq, writer, catalogue, &list[i]);
	put_list_end(writer);
}
