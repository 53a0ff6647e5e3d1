/*
 * The waiting list: where a seat goes that became free.
 *
 * The lists are made once, from what was drawn: for each event everybody who
 * ranked it above what the draw gave (or got nothing) and may go that day; some
 * thousand applicants a write, so that others are not held up. A row goes when
 * its applicant gets something better, declines or lets lapse.
 *
 * A free seat goes on by the draw's own choice (docs/seats.md, rule 7), never by
 * who is first to click: of those who hold a seat and those who wait together,
 * the event chooses again. Who holds one keeps it, since a choice from fewer
 * only adds (the choice is substitutable); who is added moves up, gives back
 * what was held below, and that seat goes on in the same way. So after any
 * sequence of declines:
 *
 *	nobody who waits for an event would be chosen by it from those who hold
 *	a seat there and himself, as far as a cap above it leaves room.
 *
 * In particular whoever holds a seat and comes later by band and number than
 * somebody who waits holds it on a reserve that the other is no member of.
 *
 * Classes come first, counted in class units as in the draw, where the seats
 * that are free hold the whole class; one that is too large for them is passed
 * over. Seats that no waiting class fits go to pupils. Beneath a cap that was
 * reached a seat anywhere beneath it frees room for all its events; the best of
 * all who would be added comes first, holders of reserved seats before others.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "ledger/ledger.h"
#include "seats/round.h"

#define DAY_MS INT64_C(86400000)

enum {
	MOVES_MOST = 10000, /* of one call */
	LAPSES_MOST = 10, /* of one write: each frees seats that go on */
	BATCH = 5000, /* applicants of one write */
	ANSWER_DAYS = 2, /* to answer a seat from the waiting list, at least */
	MASKS = 1 << ROUND_RESERVES
};

/* Making the lists */

struct drawn {
	int64_t applicant, class, band, size, place; /* 0: without a seat */
	const char *number, *pseudonym, *held, *events;
	bool out; /* declined or lapsed already */
};

struct making {
	struct db *db;
	int64_t round;
	struct arena *arena;
	struct crowds crowds;
	struct making_day {
		int64_t event;
		char day[11];
	} * days;
	int day_count;
};

static void
days_load(struct making *making)
{
	int most = making->crowds.count;
	struct rows rows = db_ask(making->db,
	    "SELECT event, day FROM round_event WHERE round = ? "
	    "ORDER BY event",
	    ARGS(ID(making->round)));

	making->days = arena_array(
	    making->arena, (size_t)most, sizeof *making->days);
	while (making->day_count < most && rows_next(&rows)) {
		struct making_day *day = &making->days[making->day_count++];

		day->event = rows_id(&rows, 0);
		snprintf(day->day, sizeof day->day, "%s", rows_text(&rows, 1));
	}
	rows_close(&rows);
}

static int
by_event(const void *a, const void *b)
{
	const struct making_day *left = a, *right = b;

	return (left->event > right->event) - (left->event < right->event);
}

/* Held then: the draw had barred it, and so does the waiting list. */
static bool
day_barred(const struct making *making, int64_t event, const char *held)
{
	const struct making_day key = { .event = event };
	const struct making_day *day = making->day_count == 0
	    ? NULL
	    : bsearch(&key, making->days, (size_t)making->day_count, sizeof key,
		  by_event);

	return day == NULL || strstr(held, day->day) != NULL;
}

static void
line_add(struct db *db, int64_t round, const struct drawn *drawn, int64_t event,
    int64_t place)
{
	db_do(db,
	    "INSERT INTO waiting (round, event, class, band, number, "
	    "pseudonym, applicant, place) VALUES (?, ?, ?, ?, ?, ?, ?, ?) "
	    "ON CONFLICT DO NOTHING",
	    ARGS(ID(round), ID(event), INT(drawn->class), INT(drawn->band),
		TEXT(drawn->number), TEXT(drawn->pseudonym),
		ID(drawn->applicant), INT(place)));
}

static void
drawn_waits(struct making *making, const struct drawn *drawn)
{
	int64_t events[ROUND_WISHES];
	int count = wishes_read(drawn->events, events);

	crowds_add(&making->crowds, drawn->events, drawn->size);
	if (drawn->out || drawn->number[0] == '\0')
		return;
	for (int i = 0; i < count; i++) {
		if (drawn->place != 0 && i + 1 >= drawn->place)
			break;
		if (!day_barred(making, events[i], drawn->held))
			line_add(
			    making->db, making->round, drawn, events[i], i + 1);
	}
}

#define DRAWN_COLUMNS \
	"SELECT a.applicant, a.class, a.band, COALESCE(a.number, ''), " \
	"a.pseudonym, a.held, a.events, a.size, COALESCE(s.place, 0), " \
	"COALESCE(s.state, '') FROM applicant a LEFT JOIN seat s " \
	"ON s.round = a.round AND s.applicant = a.applicant "

static struct drawn
drawn_take(struct arena *arena, const struct rows *rows)
{
	const char *state = rows_text(rows, 9);

	return (struct drawn){ .applicant = rows_id(rows, 0),
		.class = rows_int(rows, 1),
		.band = rows_int(rows, 2),
		.number = arena_text(arena, rows_text(rows, 3)),
		.pseudonym = arena_text(arena, rows_text(rows, 4)),
		.held = arena_text(arena, rows_text(rows, 5)),
		.events = arena_text(arena, rows_text(rows, 6)),
		.size = rows_int(rows, 7),
		.place = rows_int(rows, 8),
		.out = state[0] != '\0' && !text_is(state, "offered") &&
		    !text_is(state, "accepted") };
}

/* Those after an id; answers how many there were. */
static int
batch_take(struct making *making, int64_t *after)
{
	struct drawn *list = arena_array(making->arena, BATCH, sizeof *list);
	struct rows rows = db_ask(making->db,
	    DRAWN_COLUMNS "WHERE a.round = ? AND a.applicant > ? "
			  "ORDER BY a.applicant LIMIT 5000",
	    ARGS(ID(making->round), INT(*after)));
	int count = 0;

	while (count < BATCH && rows_next(&rows))
		list[count++] = drawn_take(making->arena, &rows);
	rows_close(&rows);
	for (int i = 0; i < count; i++)
		drawn_waits(making, &list[i]);
	if (count > 0)
		*after = list[count - 1].applicant;
	return count;
}

/* How far the lists are made stands in the row of event 0: up to which id. */
static bool
batch_make(struct making *making)
{
	int64_t after = db_int(making->db,
	    "SELECT first FROM wish_crowd WHERE round = ? AND day = 'drawn' "
	    "AND event = 0",
	    ARGS(ID(making->round)), 0);
	bool done;

	making->crowds = crowds_new(
	    making->db, making->arena, making->round, "drawn");
	days_load(making);
	done = batch_take(making, &after) < BATCH;
	crowds_keep(making->db, making->round, &making->crowds);
	db_do(making->db,
	    "INSERT INTO wish_crowd (round, day, event, first, listed) "
	    "VALUES (?, 'drawn', 0, ?, ?) ON CONFLICT (round, day, event) "
	    "DO UPDATE SET first = excluded.first, listed = excluded.listed",
	    ARGS(ID(making->round), INT(after), INT(done)));
	return done;
}

bool
waiting_made(struct db *db, int64_t round)
{
	return db_any(db,
	    "SELECT 1 FROM wish_crowd WHERE round = ? AND day = 'drawn' "
	    "AND event = 0 AND listed = 1",
	    ARGS(ID(round)));
}

bool
waiting_make_some(struct db *db, int64_t round)
{
	struct arena *arena;
	struct making making = { .db = db, .round = round };
	volatile bool done = true;

	if (waiting_made(db, round))
		return true;
	arena = making.arena = arena_new(1 << 26);
	if (arena == NULL || !ARENA_CATCH(arena))
		db_fail(db);
	else
		done = batch_make(&making);
	arena_free(arena);
	return done;
}

static void
waiting_make(struct db *db, int64_t round)
{
	while (!waiting_make_some(db, round) && db_ok(db))
		;
}

struct making_some {
	int64_t round;
	bool done;
};

static bool
some_work(struct db *db, void *with)
{
	struct making_some *some = with;

	some->done = waiting_make_some(db, some->round);
	return db_ok(db);
}

bool
waiting_ready(struct store *store, int64_t round)
{
	struct making_some some = { round, false };

	while (!some.done)
		if (store_write(store, some_work, &some) != WRITE_DONE)
			return false;
	return true;
}

void
waiting_leave(struct db *db, int64_t round, int64_t applicant)
{
	db_do(db, "DELETE FROM waiting WHERE round = ? AND applicant = ?",
	    ARGS(ID(round), ID(applicant)));
}

void
waiting_return(
    struct db *db, const struct round *round, int64_t applicant, int64_t place)
{
	struct arena *arena = arena_new(1 << 20);
	struct making making = { .db = db, .round = round->id, .arena = arena };
	struct drawn drawn = { 0 };
	struct rows rows;

	if (arena == NULL || !ARENA_CATCH(arena)) {
		db_fail(db);
		arena_free(arena);
		return;
	}
	making.crowds = crowds_new(db, arena, round->id, NULL);
	days_load(&making);
	rows = db_ask(db,
	    DRAWN_COLUMNS "WHERE a.round = ? AND a.applicant = ? LIMIT 1",
	    ARGS(ID(round->id), ID(applicant)));
	if (rows_next(&rows))
		drawn = drawn_take(arena, &rows);
	rows_close(&rows);
	drawn.place = place;
	drawn.out = false;
	if (drawn.applicant != 0)
		drawn_waits(&making, &drawn);
	arena_free(arena);
}

/* The choice of one event */

static int64_t
lesser(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

struct line {
	int64_t applicant, place, size, band;
	unsigned mask; /* of the round's reserves, by their order */
	bool holds, reserved, chosen;
	char number[17], pseudonym[17];
};

/* What can be given of an event. */
struct room {
	int64_t event, site, seats, taken, starts;
	char day[11];
	bool planned; /* its seats count beneath caps */
	bool open; /* can be given: neither closed nor begun */
	bool waited; /* by somebody, at first */
};

/* Whom an event takes next, found when so much of it was free. */
struct next {
	struct line line;
	bool found, class;
	int64_t free;
};

/*
 * What an event takes next hangs on its seats, on who waits for it and on what
 * is free; it is looked for anew only where one of them changed.
 */
struct choice {
	struct room room;
	struct next next;
	bool known, queued;
};

struct moving {
	struct db *db;
	struct arena *arena; /* of the search in one event */
	int64_t now;
	const struct round *round;
	int64_t unit; /* of classes; 0: none applied */
	struct choice *choices; /* of the events looked at */
	struct choice **queue;
	int count, queued, most;
	int64_t used[ROUND_CAPS]; /* pupils beneath each cap */
};

static int
by_key(const void *a, const void *b)
{
	const struct line *left = a, *right = b;
	int number;

	if (left->band != right->band)
		return left->band < right->band ? -1 : 1;
	number = strcmp(left->number, right->number);
	return number != 0 ? number : strcmp(left->pseudonym, right->pseudonym);
}

/* The best members of a reserve whom none before took; answers how many. */
static int64_t
lines_reserve(struct line *lines, int count, int reserve, int64_t most)
{
	int64_t taken = 0;

	for (int i = 0; i < count && taken < most; i++)
		if (!lines[i].chosen && (lines[i].mask >> reserve & 1) != 0) {
			lines[i].chosen = lines[i].reserved = true;
			taken++;
		}
	return taken;
}

/* Rule 7: the reserves in their order, then the best of all others. */
static void
lines_choose(struct line *lines, int count,
    const int64_t reserves[static ROUND_RESERVES], int64_t seats)
{
	for (int r = 0; r < ROUND_RESERVES; r++)
		seats -= lines_reserve(
		    lines, count, r, lesser(reserves[r], seats));
	for (int i = 0; i < count && seats > 0; i++)
		if (!lines[i].chosen) {
			lines[i].chosen = true;
			seats--;
		}
}

struct place {
	int64_t event, class; /* 1: for classes */
	int64_t free; /* pupils, above it every cap too */
	const char *day;
};

static unsigned
mask_of(const struct moving *moving, const char *groups)
{
	const struct round_rule *rule = &moving->round->rule;
	unsigned bits = groups_of(groups), mask = 0;

	for (int r = 0; r < rule->reserve_count; r++)
		if ((bits & groups_of(rule->reserves[r].group)) != 0)
			mask |= 1u << r;
	return mask;
}

static struct line
line_take(const struct moving *moving, const struct rows *rows, bool holds)
{
	struct line line = { .applicant = rows_id(rows, 0),
		.band = rows_int(rows, 1),
		.mask = mask_of(moving, rows_text(rows, 4)),
		.size = rows_int(rows, 5),
		.place = rows_int(rows, 6),
		.holds = holds };

	snprintf(line.number, sizeof line.number, "%s", rows_text(rows, 2));
	snprintf(
	    line.pseudonym, sizeof line.pseudonym, "%s", rows_text(rows, 3));
	return line;
}

/* The + has SQLite search by event and not by round, which has far more. */
static int
holders_count(const struct moving *moving, const struct place *place)
{
	return (int)db_int(moving->db,
	    "SELECT COUNT(*) FROM seat WHERE event = ? "
	    "AND state IN ('offered', 'accepted') AND +round = ? AND class = ?",
	    ARGS(ID(place->event), ID(moving->round->id), INT(place->class)),
	    0);
}

static int
holders_take(const struct moving *moving, const struct place *place,
    struct line *lines, int most)
{
	struct rows rows = db_ask(moving->db,
	    "SELECT s.applicant, a.band, COALESCE(a.number, ''), "
	    "a.pseudonym, a.groups, s.size, s.place "
	    "FROM seat s JOIN applicant a ON a.round = s.round "
	    "AND a.applicant = s.applicant WHERE s.event = ? "
	    "AND s.state IN ('offered', 'accepted') AND +s.round = ? "
	    "AND s.class = ?",
	    ARGS(ID(place->event), ID(moving->round->id), INT(place->class)));
	int count = 0;

	while (count < most && rows_next(&rows))
		lines[count++] = line_take(moving, &rows, true);
	rows_close(&rows);
	return count;
}

/* Has no other seat that day, own or the class's, and is still there. */
static bool
may_go(const struct moving *moving, const struct line *line,
    const struct place *place)
{
	return !db_any(moving->db,
		   "SELECT 1 FROM seat s JOIN round_event e "
		   "ON e.round = s.round AND e.event = s.event "
		   "JOIN event v ON v.id = s.event AND v.state = 'planned' "
		   "WHERE s.applicant IN (?, (SELECT class FROM pupil "
		   "WHERE id = ?)) AND s.round <> ? AND e.day = ? "
		   "AND s.state IN ('offered', 'accepted')",
		   ARGS(ID(line->applicant), ID(line->applicant),
		       ID(moving->round->id), TEXT(place->day))) &&
	    db_any(moving->db,
		place->class == 1 ? "SELECT 1 FROM class WHERE id = ?"
				  : "SELECT 1 FROM pupil WHERE id = ? "
				    "AND state = 'enrolled'",
		ARGS(ID(line->applicant)));
}

/*
 * The first who waits of each set of reserves: the one who is added is one of
 * them, since a choice sees no more of an applicant than that and the key.
 */
static int
waiting_take(const struct moving *moving, const struct place *place,
    int64_t largest, struct line *lines)
{
	bool seen[MASKS] = { false };
	int count = 0, masks = 1 << moving->round->rule.reserve_count;
	struct rows rows = db_ask(moving->db,
	    "SELECT w.applicant, w.band, w.number, w.pseudonym, a.groups, "
	    "a.size, w.place FROM waiting w JOIN applicant a "
	    "ON a.round = w.round AND a.applicant = w.applicant "
	    "WHERE w.round = ? AND w.event = ? AND w.class = ? "
	    "ORDER BY w.band, w.number, w.pseudonym, w.applicant",
	    ARGS(ID(moving->round->id), ID(place->event), INT(place->class)));

	while (count < masks && rows_next(&rows)) {
		struct line line = line_take(moving, &rows, false);

		if (seen[line.mask] || line.size > largest ||
		    line.size > place->free || !may_go(moving, &line, place))
			continue;
		seen[line.mask] = true;
		lines[count++] = line;
	}
	rows_close(&rows);
	return count;
}

/* What the event adds to its holders; NULL: nobody. The best of them. */
static const struct line *
newcomer_of(const struct moving *moving, const struct place *place,
    const int64_t reserves[static ROUND_RESERVES], int64_t seats,
    int64_t largest)
{
	int most = holders_count(moving, place), count;
	struct line *lines = arena_array(
	    moving->arena, (size_t)most + MASKS, sizeof *lines);
	const struct line *best = NULL;

	count = holders_take(moving, place, lines, most);
	if (count >= seats)
		return NULL;
	count += waiting_take(moving, place, largest, lines + count);
	qsort(lines, (size_t)count, sizeof *lines, by_key);
	lines_choose(lines, count, reserves, seats);
	for (int i = 0; i < count; i++)
		if (lines[i].chosen && !lines[i].holds &&
		    (best == NULL || (lines[i].reserved && !best->reserved)))
			best = &lines[i];
	return best;
}

/* Room: seats, units, caps */

static bool
cap_covers(const struct round_cap *cap, const struct room *room)
{
	return cap->site == 0 || cap->site == room->site;
}

/* Pupils who still fit, beneath every cap too. */
static int64_t
room_free(const struct moving *moving, const struct room *room)
{
	const struct round_rule *rule = &moving->round->rule;
	int64_t free = room->seats - room->taken;

	for (int i = 0; i < rule->cap_count; i++)
		if (cap_covers(&rule->caps[i], room))
			free = lesser(
			    free, rule->caps[i].most - moving->used[i]);
	return free;
}

/* Seats are taken, or given back by a size below 0. */
static void
room_take(struct moving *moving, struct room *room, int64_t size)
{
	const struct round_rule *rule = &moving->round->rule;

	room->taken += size;
	for (int i = 0; i < rule->cap_count; i++)
		if (room->planned && cap_covers(&rule->caps[i], room))
			moving->used[i] += size;
}

static void
room_add(struct moving *moving, const struct rows *rows)
{
	struct room *room = &moving->choices[moving->count++].room;

	*room = (struct room){ .event = rows_id(rows, 0),
		.site = rows_id(rows, 1),
		.seats = rows_int(rows, 2),
		.starts = rows_int(rows, 4),
		.planned = rows_int(rows, 5) != 0 };
	snprintf(room->day, sizeof room->day, "%s", rows_text(rows, 3));
	room->open = room->planned && rows_int(rows, 6) == 0 &&
	    room->starts > moving->now;
	room->waited = rows_int(rows, 8) != 0;
	room_take(moving, room, rows_int(rows, 7));
}

/* The event; all beneath the cap of the round, or else of its site, with it. */
static void
rooms_load(struct moving *moving, int64_t event)
{
	const struct round_rule *rule = &moving->round->rule;
	int64_t site = db_int(moving->db,
	    "SELECT site FROM round_event WHERE round = ? AND event = ?",
	    ARGS(ID(moving->round->id), ID(event)), 0);
	bool all = round_rule_all_cap(rule) >= 0;
	bool here = round_rule_site_cap(rule, site) >= 0;
	struct rows rows = db_ask(moving->db,
	    "SELECT r.event, r.site, r.seats, r.day, e.starts, "
	    "CASE WHEN e.state = 'planned' THEN 1 ELSE 0 END, r.closed, "
	    "(SELECT COALESCE(SUM(s.size), 0) FROM seat s "
	    "WHERE s.event = r.event AND s.state IN ('offered', 'accepted') "
	    "AND +s.round = r.round), "
	    "CASE WHEN EXISTS (SELECT 1 FROM waiting w WHERE w.round = r.round "
	    "AND w.event = r.event) THEN 1 ELSE 0 END "
	    "FROM round_event r JOIN event e ON e.id = r.event "
	    "WHERE r.round = ? AND (? = 1 OR r.event = ? OR r.site = ?) "
	    "ORDER BY r.event",
	    ARGS(ID(moving->round->id), INT(all), INT(event),
		INT(here ? site : 0)));

	while (moving->count < moving->most && rows_next(&rows))
		room_add(moving, &rows);
	rows_close(&rows);
}

/* NULL: not looked at. */
static struct choice *
choice_find(const struct moving *moving, int64_t event)
{
	for (int i = 0; i < moving->count; i++)
		if (moving->choices[i].room.event == event)
			return &moving->choices[i];
	return NULL;
}

/* NULL: not of the round. */
static struct choice *
choice_of(struct moving *moving, int64_t event)
{
	struct choice *choice = choice_find(moving, event);

	if (choice != NULL)
		return choice;
	rooms_load(moving, event);
	return choice_find(moving, event);
}

/* Reserved seats as they are published: rounded down, in their order. */
static void
reserves_of(const struct round_rule *rule, int64_t seats,
    int64_t reserves[static ROUND_RESERVES])
{
	int64_t left = seats;

	for (int r = 0; r < ROUND_RESERVES; r++) {
		reserves[r] = r < rule->reserve_count
		    ? lesser(seats * rule->reserves[r].percent / 100, left)
		    : 0;
		left -= reserves[r];
	}
}

/* Classes that an event can take. */
static int64_t
units_of(int64_t seats, int64_t unit)
{
	return unit == 0 || seats / unit < 1 ? 1 : seats / unit;
}

/* Pupils of the largest class that fits. */
static int64_t
seats_a_class(int64_t seats, int64_t unit)
{
	return seats / units_of(seats, unit);
}

static const struct line *
class_newcomer(
    const struct moving *moving, const struct room *room, int64_t free)
{
	int64_t reserves[ROUND_RESERVES];
	int64_t units = units_of(room->seats, moving->unit);
	int64_t largest = seats_a_class(room->seats, moving->unit);
	const struct place place = { room->event, 1, free, room->day };

	if (moving->unit == 0 || largest == 0)
		return NULL;
	reserves_of(&moving->round->rule, room->seats, reserves);
	for (int r = 0; r < ROUND_RESERVES; r++)
		reserves[r] /= largest;
	return newcomer_of(moving, &place, reserves, units, largest);
}

/* Classes use up whole units of a reserve; the rest cannot exceed what is left. */
static void
reserves_left(const struct moving *moving, const struct room *room,
    int64_t seats, int64_t reserves[static ROUND_RESERVES])
{
	const struct place place = { .event = room->event, .class = 1 };
	int holders = holders_count(moving, &place), count;
	struct line *lines = arena_array(
	    moving->arena, (size_t)holders + 1, sizeof *lines);
	int64_t unit = seats_a_class(room->seats, moving->unit);

	count = holders_take(moving, &place, lines, holders);
	qsort(lines, (size_t)count, sizeof *lines, by_key);
	for (int r = 0; r < ROUND_RESERVES; r++) {
		int64_t most = unit > 0 ? reserves[r] / unit : 0;

		reserves[r] -= unit * lines_reserve(lines, count, r, most);
		reserves[r] = lesser(reserves[r], seats);
		seats -= reserves[r];
	}
}

static int64_t
seats_of_classes(const struct moving *moving, int64_t event)
{
	return db_int(moving->db,
	    "SELECT COALESCE(SUM(size), 0) FROM seat WHERE event = ? "
	    "AND state IN ('offered', 'accepted') AND +round = ? "
	    "AND class = 1",
	    ARGS(ID(event), ID(moving->round->id)), 0);
}

static const struct line *
pupil_newcomer(
    const struct moving *moving, const struct room *room, int64_t free)
{
	const struct place place = { room->event, 0, free, room->day };
	int64_t reserves[ROUND_RESERVES], seats = room->seats;

	reserves_of(&moving->round->rule, seats, reserves);
	if (moving->unit != 0) {
		seats -= seats_of_classes(moving, room->event);
		reserves_left(moving, room, seats, reserves);
	}
	return newcomer_of(moving, &place, reserves, seats, 1);
}

/* The next move */

/*
 * More room may let in a class that was too large; less keeps out nobody but
 * classes, and lets nobody in.
 */
static bool
next_holds(
    const struct moving *moving, const struct choice *choice, int64_t free)
{
	const struct next *next = &choice->next;
	int64_t largest = moving->unit == 0
	    ? 1
	    : seats_a_class(choice->room.seats, moving->unit);

	if (!choice->known || free == next->free)
		return choice->known;
	return free < next->free ? !next->class : next->free >= largest;
}

static void
next_look(struct moving *moving, struct choice *choice, int64_t free)
{
	const struct line *line = class_newcomer(moving, &choice->room, free);
	struct next *next = &choice->next;

	*next = (struct next){ .class = line != NULL, .free = free };
	if (line == NULL)
		line = pupil_newcomer(moving, &choice->room, free);
	next->found = line != NULL;
	if (line != NULL)
		next->line = *line;
	choice->known = true;
	arena_clear(moving->arena);
}

static bool
next_of(struct moving *moving, struct choice *choice)
{
	int64_t free = room_free(moving, &choice->room);

	if (free > 0 && !next_holds(moving, choice, free))
		next_look(moving, choice, free);
	return free > 0 && choice->next.found;
}

/* Classes before pupils, reserved seats before others, then the key. */
static bool
comes_before(const struct next *one, const struct next *other)
{
	if (one->class != other->class)
		return one->class;
	if (one->line.reserved != other->line.reserved)
		return one->line.reserved;
	return by_key(&one->line, &other->line) < 0;
}

/* NULL: nobody moves any more. */
static struct choice *
next_find(struct moving *moving)
{
	struct choice *best = NULL;
	int kept = 0;

	for (int i = 0; i < moving->queued; i++) {
		struct choice *choice = moving->queue[i];

		choice->queued = next_of(moving, choice);
		if (!choice->queued)
			continue;
		moving->queue[kept++] = choice;
		if (best == NULL || comes_before(&choice->next, &best->next))
			best = choice;
	}
	moving->queued = kept;
	return best;
}

static void
queue_add(struct moving *moving, struct choice *choice)
{
	if (choice->queued || !choice->room.open || !choice->room.waited)
		return;
	choice->queued = true;
	moving->queue[moving->queued++] = choice;
}

/* The event, and beneath a cap all that the cap may have turned away from. */
static void
queue_freed(struct moving *moving, int64_t event)
{
	const struct round_rule *rule = &moving->round->rule;
	struct choice *freed = choice_of(moving, event);
	bool all = round_rule_all_cap(rule) >= 0;

	if (freed == NULL)
		return;
	queue_add(moving, freed);
	if (!all && round_rule_site_cap(rule, freed->room.site) < 0)
		return;
	for (int i = 0; i < moving->count; i++)
		if (all || moving->choices[i].room.site == freed->room.site)
			queue_add(moving, &moving->choices[i]);
}

/* Moving */

static void
move_tell(const struct moving *moving, const struct choice *to, int64_t from)
{
	struct buffer text = { 0 };
	struct writer writer = { .out = &text };

	put_object(&writer, NULL);
	put_id(&writer, "round", moving->round->id);
	put_id(&writer, "event", to->room.event);
	if (from != 0)
		put_id(&writer, "from", from);
	put_object_end(&writer);
	if (text.failed)
		db_fail(moving->db);
	else
		ledger_add(moving->db, moving->now,
		    &(struct ledger_entry){ .chain = moving->round->region,
			.kind = "seat.moved",
			.pupil = to->next.line.applicant,
			.detail = text.data });
	buffer_free(&text);
}

/* What was held below goes back; answers its event, or 0. */
static int64_t
seat_give_back(struct moving *moving, int64_t applicant, bool *accepted)
{
	struct rows rows = db_ask(moving->db,
	    "SELECT id, event, state, size FROM seat WHERE round = ? "
	    "AND applicant = ? AND state IN ('offered', 'accepted')",
	    ARGS(ID(moving->round->id), ID(applicant)));
	int64_t seat = 0, event = 0, size = 0;
	struct choice *from;

	*accepted = false;
	if (rows_next(&rows)) {
		seat = rows_id(&rows, 0);
		event = rows_id(&rows, 1);
		*accepted = text_is(rows_text(&rows, 2), "accepted");
		size = rows_int(&rows, 3);
	}
	rows_close(&rows);
	if (seat == 0)
		return 0;
	from = choice_of(moving, event); /* as it was before */
	if (from != NULL) {
		room_take(moving, &from->room, -size);
		from->known = false;
	}
	db_do(moving->db,
	    "UPDATE seat SET state = 'moved', changed = ? WHERE id = ?",
	    ARGS(INT(moving->now), ID(seat)));
	return event;
}

/* Waits no more for what is no better, so that others come next there. */
static void
lists_leave(struct moving *moving, const struct line *line)
{
	struct rows rows = db_ask(moving->db,
	    "SELECT event FROM waiting WHERE round = ? AND applicant = ? "
	    "AND place >= ?",
	    ARGS(ID(moving->round->id), ID(line->applicant), INT(line->place)));

	while (rows_next(&rows)) {
		struct choice *choice = choice_find(moving, rows_id(&rows, 0));

		if (choice != NULL)
			choice->known = false;
	}
	rows_close(&rows);
	db_do(moving->db,
	    "DELETE FROM waiting WHERE round = ? AND applicant = ? "
	    "AND place >= ?",
	    ARGS(ID(moving->round->id), ID(line->applicant), INT(line->place)));
}

/* Two days at the least, but not beyond the beginning. */
static int64_t
answer_until(const struct moving *moving, int64_t starts)
{
	int64_t until = moving->now + ANSWER_DAYS * DAY_MS;

	if (until < moving->round->answers_until)
		until = moving->round->answers_until;
	return lesser(until, starts);
}

/* Who had said yes to less has said yes to this, and need not answer again. */
static void
seat_give(struct moving *moving, struct choice *to)
{
	const struct line *line = &to->next.line;
	bool accepted;
	int64_t from = seat_give_back(moving, line->applicant, &accepted);

	db_do(moving->db,
	    "INSERT INTO seat (id, region, round, event, applicant, class, "
	    "size, place, source, state, until, made, changed) "
	    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'waiting', ?, ?, ?, ?)",
	    ARGS(ID(id_new()), ID(moving->round->region), ID(moving->round->id),
		ID(to->room.event), ID(line->applicant), INT(to->next.class),
		INT(line->size), INT(line->place),
		TEXT(accepted ? "accepted" : "offered"),
		INT(answer_until(moving, to->room.starts)), INT(moving->now),
		INT(moving->now)));
	room_take(moving, &to->room, line->size);
	lists_leave(moving, line);
	move_tell(moving, to, from);
	if (from != 0)
		queue_freed(moving, from);
}

static int64_t
unit_of(struct db *db, const struct round *round)
{
	int64_t largest = db_int(db,
	    "SELECT COALESCE(MAX(size), 0) FROM applicant WHERE round = ? "
	    "AND class = 1",
	    ARGS(ID(round->id)), 0);

	return largest > 0 && round->class_unit > 0 ? round->class_unit
						    : largest;
}

static int
moves_make(struct moving *moving)
{
	struct choice *next;
	int moved = 0;

	while (moved < MOVES_MOST && db_ok(moving->db) &&
	    (next = next_find(moving)) != NULL) {
		seat_give(moving, next);
		moved++;
	}
	return moved;
}

static struct moving
moving_of(
    struct db *db, struct arena *arena, int64_t now, const struct round *round)
{
	struct moving moving = { .db = db, .now = now, .round = round };

	moving.most = (int)db_int(db,
	    "SELECT COUNT(*) FROM round_event WHERE round = ?",
	    ARGS(ID(round->id)), 0);
	moving.choices = arena_array(
	    arena, (size_t)moving.most, sizeof *moving.choices);
	moving.queue = arena_array(
	    arena, (size_t)moving.most, sizeof *moving.queue);
	return moving;
}

/* Seats of several events go on together. */
static int
seats_move(struct db *db, struct arena *arena, int64_t now,
    const struct round *round, const int64_t *events, int count)
{
	struct moving moving;
	volatile int moved = 0;

	if (round->state != ROUND_ANNOUNCED)
		return 0;
	waiting_make(db, round->id);
	moving = moving_of(db, arena, now, round);
	if (!text_is(round->kind, "pupils"))
		moving.unit = unit_of(db, round);
	for (int i = 0; i < count; i++)
		queue_freed(&moving, events[i]);
	moving.arena = arena_new(1 << 24);
	if (moving.arena == NULL || !ARENA_CATCH(moving.arena))
		db_fail(db);
	else
		moved = moves_make(&moving);
	arena_free(moving.arena);
	return moved;
}

int
waiting_move(struct db *db, struct arena *arena, int64_t now,
    const struct round *round, int64_t event)
{
	return seats_move(db, arena, now, round, &event, 1);
}

int64_t
seats_free(struct db *db, struct arena *arena, int64_t now,
    const struct round *round, int64_t event)
{
	struct moving moving = moving_of(db, arena, now, round);
	const struct choice *choice = choice_of(&moving, event);
	int64_t free = choice == NULL || !choice->room.open
	    ? 0
	    : room_free(&moving, &choice->room);

	return free > 0 ? free : 0;
}

int64_t
class_largest(struct db *db, const struct round *round, int64_t seats)
{
	return seats_a_class(seats, unit_of(db, round));
}

/* Lapsing */

/* Nobody can answer before the announcement. */
#define LAPSED \
	"state = 'offered' AND until <= ? AND EXISTS (SELECT 1 FROM round r " \
	"WHERE r.id = seat.round AND r.state = 'announced')"

struct lapsed {
	int64_t id, region, round, event, applicant;
};

static int
lapsed_find(struct db *db, int64_t now, struct lapsed list[static LAPSES_MOST])
{
	struct rows rows = db_ask(db,
	    "SELECT id, region, round, event, applicant FROM seat "
	    "WHERE " LAPSED " ORDER BY until, id LIMIT 10",
	    ARGS(INT(now)));
	int count = 0;

	while (count < LAPSES_MOST && rows_next(&rows))
		list[count++] = (struct lapsed){ rows_id(&rows, 0),
			rows_id(&rows, 1), rows_id(&rows, 2), rows_id(&rows, 3),
			rows_id(&rows, 4) };
	rows_close(&rows);
	return count;
}

static void
lapse(struct db *db, int64_t now, const struct lapsed *seat)
{
	char detail[64];

	db_do(db,
	    "UPDATE seat SET state = 'lapsed', changed = ? WHERE id = ? "
	    "AND state = 'offered'",
	    ARGS(INT(now), ID(seat->id)));
	waiting_leave(db, seat->round, seat->applicant);
	detail_id(detail, "event", seat->event);
	ledger_add(db, now,
	    &(struct ledger_entry){ .chain = seat->region,
		.kind = "seat.lapsed",
		.pupil = seat->applicant,
		.detail = detail });
}

/* The seats of the first one's round go on, in one queue. */
static void
lapsed_move(struct db *db, struct arena *arena, int64_t now,
    const struct lapsed *list, int count)
{
	struct round round;
	int64_t events[LAPSES_MOST];
	int freed = 0;

	for (int i = 0; i < count; i++)
		if (list[i].round == list[0].round)
			events[freed++] = list[i].event;
	if (round_load(db, arena, list[0].round, now, &round))
		seats_move(db, arena, now, &round, events, freed);
}

static bool
round_is_first(const struct lapsed *list, int at)
{
	for (int i = 0; i < at; i++)
		if (list[i].round == list[at].round)
			return false;
	return true;
}

/* All that lapsed leave their lists before the first seat goes on. */
static void
lapses_move(struct db *db, struct arena *arena, int64_t now)
{
	struct lapsed list[LAPSES_MOST];
	int count = lapsed_find(db, now, list);

	for (int i = 0; i < count; i++)
		waiting_make(db, list[i].round);
	for (int i = 0; i < count; i++)
		lapse(db, now, &list[i]);
	for (int i = 0; i < count; i++)
		if (round_is_first(list, i))
			lapsed_move(db, arena, now, list + i, count - i);
}

static bool
lapses_work(struct db *db, void *with)
{
	const int64_t *now = with;
	struct arena *arena = arena_new(1 << 26);

	if (arena == NULL || !ARENA_CATCH(arena))
		db_fail(db);
	else
		lapses_move(db, arena, *now);
	arena_free(arena);
	return db_ok(db);
}

void
waiting_lapse(struct request *rq)
{
	if (db_any(rq->db, "SELECT 1 FROM seat WHERE " LAPSED " LIMIT 1",
		ARGS(INT(rq->now))))
		store_write(rq->store, lapses_work, &rq->now);
}
