/*
 * Freezing: wishes become applicants. Each gets a pseudonym, the pupils it
 * stands for, groups from the vault, a band and the days that are taken, so
 * that nothing that changes later changes the draw.
 */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "seats/round.h"

enum { STEP_MEMORY = 64 * 1024 * 1024 };

/* Pieces of long work */

struct piece {
	struct round_work *work;
	struct arena *arena;
	round_run *run;
	void *with;
};

static bool
piece_run(struct db *db, void *with)
{
	struct piece *piece = with;

	if (ARENA_CATCH(piece->arena))
		return piece->run(db, piece->arena, piece->work, piece->with);
	return false;
}

/* The caller's catch point is put back: the piece's goes with its frame. */
bool
round_read(struct round_work *work, round_run *run, void *with)
{
	struct piece piece = { work, work->arena, run, with };
	struct db *db = store_read(work->store);
	jmp_buf outer;
	bool done;

	if (db == NULL)
		return false;
	memcpy(&outer, arena_catch(work->arena), sizeof outer);
	done = piece_run(db, &piece);
	memcpy(arena_catch(work->arena), &outer, sizeof outer);
	return store_read_end(db) && done;
}

bool
round_write(struct round_work *work, round_run *run, void *with)
{
	struct piece piece = { work, arena_new(STEP_MEMORY), run, with };
	bool done = piece.arena != NULL &&
	    store_write(work->store, piece_run, &piece) == WRITE_DONE;

	arena_free(piece.arena);
	return done;
}

static bool
work_load(
    struct db *db, struct arena *arena, struct round_work *work, void *with)
{
	work->wrong = round_load(db, arena, work->id, work->now, &work->round)
	    ? step_wrong(db, &work->round, with, work->now)
	    : "round.step";
	return work->wrong == NULL;
}

bool
round_work_load(struct round_work *work, const char *to)
{
	return round_read(work, work_load, (void *)to);
}

/* What is looked up */

struct place {
	int64_t id;
	double latitude, longitude;
	bool remote; /* a school, far from every site of the round */
};

struct past {
	int64_t applicant;
	int day; /* of the round's days; -1: another */
	bool counts; /* of this school year */
};

struct member {
	int64_t pupil;
	unsigned groups;
};

struct freeze {
	const char **days; /* of the round, in order */
	int day_count;
	struct place *sites, *schools;
	size_t site_count, school_count;
	struct past *past; /* by applicant */
	size_t past_count;
	struct member *members; /* by pupil */
	size_t member_count;
	int64_t last; /* applicant that is frozen */
	int64_t frozen; /* in the piece that ran last */
	bool more;
};

/* Rows that are not counted before; the array is the work's own. */
static void *
grown(void *list, size_t count, size_t *room, size_t size)
{
	size_t more = *room > 0 ? 2 * *room : 1024;
	void *new;

	if (count < *room)
		return list;
	new = memory_resize(list, more * size);
	if (new != NULL)
		*room = more;
	return new;
}

static bool
days_ask(
    struct db *db, struct arena *arena, int64_t round, struct freeze *freeze)
{
	struct rows rows = db_ask(db,
	    "SELECT DISTINCT day FROM round_event WHERE round = ? ORDER BY day",
	    ARGS(ID(round)));

	freeze->days = arena_array(arena, ROUND_EVENTS, sizeof *freeze->days);
	while (freeze->day_count < ROUND_EVENTS && rows_next(&rows))
		freeze->days[freeze->day_count++] = arena_text(
		    arena, rows_text(&rows, 0));
	rows_close(&rows);
	return db_ok(db);
}

static int
day_find(const struct freeze *freeze, const char *day)
{
	for (int i = 0; i < freeze->day_count; i++)
		if (text_is(freeze->days[i], day))
			return i;
	return -1;
}

static bool
places_ask(struct rows rows, struct place **list, size_t *count)
{
	size_t room = 0;

	while (rows_next(&rows)) {
		struct place *new = grown(*list, *count, &room, sizeof **list);

		if (new == NULL)
			return false;
		*list = new;
		new[(*count)++] = (struct place){ rows_id(&rows, 0),
			rows_real(&rows, 1), rows_real(&rows, 2), false };
	}
	return true;
}

/* Kilometres to the nearest site that is known to lie somewhere. */
static bool
school_remote(
    const struct freeze *freeze, const struct place *school, double least)
{
	double nearest = INFINITY;

	for (size_t i = 0; i < freeze->site_count; i++) {
		double apart = places_apart(school->latitude, school->longitude,
		    freeze->sites[i].latitude, freeze->sites[i].longitude);

		if (apart < nearest)
			nearest = apart;
	}
	return isfinite(nearest) && nearest > least;
}

static bool
schools_ask(struct db *db, const struct round *round, struct freeze *freeze)
{
	double least = INFINITY;

	for (int i = 0; i < round->rule.band_count; i++)
		if (text_is(round->rule.bands[i].by, "remote"))
			least = (double)round->rule.bands[i].value;
	if (isinf(least))
		return true;
	if (!places_ask(db_ask(db,
			    "SELECT DISTINCT s.id, s.latitude, s.longitude "
			    "FROM round_event x JOIN site s ON s.id = x.site "
			    "WHERE x.round = ?",
			    ARGS(ID(round->id))),
		&freeze->sites, &freeze->site_count) ||
	    !places_ask(db_ask(db,
			    "SELECT id, latitude, longitude FROM school "
			    "ORDER BY id",
			    NO_ARGS),
		&freeze->schools, &freeze->school_count))
		return false;
	for (size_t i = 0; i < freeze->school_count; i++)
		freeze->schools[i].remote = school_remote(
		    freeze, &freeze->schools[i], least);
	return true;
}

/* Seats that are held from other rounds. */
static bool
past_ask(struct db *db, const struct round *round, struct freeze *freeze)
{
	struct rows rows = db_ask(db,
	    "SELECT s.applicant, e.starts, r.year FROM seat s "
	    "JOIN round r ON r.id = s.round JOIN event e ON e.id = s.event "
	    "AND e.state = 'planned' WHERE s.round <> ? "
	    "AND s.state IN ('offered', 'accepted') AND r.year >= ? ORDER BY s.applicant",
	    ARGS(ID(round->id), INT(round->year - 1)));
	size_t room = 0;
	char day[11];

	while (rows_next(&rows)) {
		struct past *new = grown(
		    freeze->past, freeze->past_count, &room, sizeof *new);

		if (new == NULL)
			return false;
		freeze->past = new;
		date_write(date_in_seoul(rows_int(&rows, 1)), day);
		new[freeze->past_count++] = (struct past){
			.applicant = rows_id(&rows, 0),
			.day = day_find(freeze, day),
			.counts = rows_int(&rows, 2) == round->year,
		};
	}
	return true;
}

static bool
members_ask(struct db *db, const struct round *round, struct freeze *freeze)
{
	struct rows rows;
	size_t room = 0;

	if (round->rule.reserve_count == 0)
		return true;
	rows = vault_groups_ask(db, round->region);
	while (rows_next(&rows)) {
		struct member *new = grown(
		    freeze->members, freeze->member_count, &room, sizeof *new);

		if (new == NULL)
			return false;
		freeze->members = new;
		new[freeze->member_count++] = (struct member){
			rows_id(&rows, 0), (unsigned)rows_int(&rows, 1)
		};
	}
	return true;
}

static bool
freeze_ask(
    struct db *db, struct arena *arena, struct round_work *work, void *with)
{
	struct freeze *freeze = with;
	const struct round *round = &work->round;

	return days_ask(db, arena, round->id, freeze) &&
	    schools_ask(db, round, freeze) && past_ask(db, round, freeze) &&
	    members_ask(db, round, freeze);
}

static void
freeze_free(struct freeze *freeze)
{
	memory_give(freeze->sites);
	memory_give(freeze->schools);
	memory_give(freeze->past);
	memory_give(freeze->members);
}

/* One applicant */

struct frozen {
	int64_t applicant, class, school, of_class, size;
	const char *events;
};

static int
past_order(const void *key, const void *row)
{
	int64_t id = *(const int64_t *)key;
	const struct past *past = row;

	return (id > past->applicant) - (id < past->applicant);
}

/* Any of the rows of an applicant, then the first of them. */
static const struct past *
past_first(const struct freeze *freeze, int64_t applicant)
{
	const struct past *found = freeze->past_count == 0
	    ? NULL
	    : bsearch(&applicant, freeze->past, freeze->past_count,
		  sizeof *found, past_order);

	while (found != NULL && found > freeze->past &&
	    found[-1].applicant == applicant)
		found--;
	return found;
}

/* Adds the days of an applicant to a text, counts seats of the year. */
static const char *
past_add(const struct freeze *freeze, struct arena *arena, int64_t applicant,
    const char *held, int64_t *seats)
{
	const struct past *end = freeze->past + freeze->past_count;
	const struct past *row = past_first(freeze, applicant);

	for (; row != NULL && row < end && row->applicant == applicant; row++) {
		*seats += row->counts;
		if (row->day < 0 ||
		    strstr(held, freeze->days[row->day]) != NULL)
			continue;
		held = held[0] == '\0' ? freeze->days[row->day]
				       : arena_printf(arena, "%s;%s", held,
					     freeze->days[row->day]);
	}
	return held;
}

static int
place_order(const void *key, const void *row)
{
	int64_t id = *(const int64_t *)key;
	const struct place *place = row;

	return (id > place->id) - (id < place->id);
}

static bool
is_remote(const struct freeze *freeze, int64_t school)
{
	const struct place *place = freeze->school_count == 0
	    ? NULL
	    : bsearch(&school, freeze->schools, freeze->school_count,
		  sizeof *place, place_order);

	return place != NULL && place->remote;
}

static int64_t
band_of(const struct freeze *freeze, const struct round_rule *rule,
    const struct frozen *one, int64_t seats)
{
	int64_t band = 0;

	for (int i = 0; i < rule->band_count; i++) {
		int64_t most = rule->bands[i].value;

		band *= 10;
		if (text_is(rule->bands[i].by, "fewer"))
			band += seats < most ? seats : most;
		else
			band += is_remote(freeze, one->school) ? 0 : 1;
	}
	return band;
}

static int
member_order(const void *key, const void *row)
{
	int64_t id = *(const int64_t *)key;
	const struct member *member = row;

	return (id > member->pupil) - (id < member->pupil);
}

/* Only what seats are reserved for: nothing else is copied from the vault. */
static unsigned
groups_for(
    const struct freeze *freeze, const struct round_rule *rule, int64_t pupil)
{
	const struct member *member = freeze->member_count == 0
	    ? NULL
	    : bsearch(&pupil, freeze->members, freeze->member_count,
		  sizeof *member, member_order);
	unsigned wanted = 0;

	for (int i = 0; i < rule->reserve_count; i++)
		wanted |= groups_of(rule->reserves[i].group);
	return member == NULL ? 0 : member->groups & wanted;
}

/*
 * Sixteen digits of a keyed hash: who holds the server's secret can say whose
 * it is, nobody else.
 */
const char *
pseudonym_of(struct arena *arena, int64_t round, int64_t applicant)
{
	char hash[65];

	secret_hash(
	    arena_printf(arena, "seats:%" PRId64 ":%" PRId64, round, applicant),
	    hash);
	hash[16] = '\0';
	return arena_text(arena, hash);
}

/* A piece: the wishes after the last frozen one, twenty rows a statement. */

enum { BATCH = 20, WIDTH = 10 };
#define ROW "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
#define FIVE ROW ", " ROW ", " ROW ", " ROW ", " ROW
#define INSERT \
	"INSERT INTO applicant (round, applicant, class, region, pseudonym, " \
	"size, groups, band, held, events) VALUES "

struct batch {
	struct value values[BATCH * WIDTH];
	size_t count;
};

static void
batch_write(struct db *db, struct batch *batch)
{
	if (batch->count == BATCH * WIDTH)
		db_do(db, INSERT FIVE ", " FIVE ", " FIVE ", " FIVE,
		    (struct values){ batch->values, batch->count });
	else
		for (size_t at = 0; at < batch->count; at += WIDTH)
			db_do(db, INSERT ROW,
			    (struct values){ batch->values + at, WIDTH });
	batch->count = 0;
}

static void
one_freeze(struct batch *batch, struct arena *arena,
    const struct round_work *work, const struct freeze *freeze,
    const struct frozen *one)
{
	const struct round *round = &work->round;
	const char *held = "";
	unsigned groups = one->class ? 0
				     : groups_for(freeze, &round->rule,
					   one->applicant);
	int64_t seats = 0;

	held = past_add(freeze, arena, one->applicant, held, &seats);
	if (one->of_class != 0)
		held = past_add(freeze, arena, one->of_class, held, &seats);
	memcpy(batch->values + batch->count,
	    ((const struct value[WIDTH]){ ID(round->id), ID(one->applicant),
		INT(one->class), ID(round->region),
		TEXT(pseudonym_of(arena, round->id, one->applicant)),
		INT(one->size), TEXT(groups_text(arena, groups)),
		INT(band_of(freeze, &round->rule, one, seats)), TEXT(held),
		TEXT(one->events) }),
	    WIDTH * sizeof *batch->values);
	batch->count += WIDTH;
}

static bool
frozen_read(struct arena *arena, const struct rows *rows, struct frozen *one)
{
	*one = (struct frozen){
		.applicant = rows_id(rows, 0),
		.class = rows_int(rows, 1),
		.school = rows_id(rows, 3),
		.of_class = rows_id(rows, 4),
		.size = rows_int(rows, 5),
	};
	/* who left, and who goes with the class */
	if (one->school == 0 || one->size < 1 || rows_int(rows, 6) > 0)
		return false;
	one->events = arena_text(arena, rows_text(rows, 2));
	return true;
}

static bool
piece_freeze(
    struct db *db, struct arena *arena, struct round_work *work, void *with)
{
	struct freeze *freeze = with;
	struct frozen *list = arena_array(arena, ROUND_STEP, sizeof *list);
	struct batch batch = { .count = 0 };
	int64_t last = freeze->last;
	size_t count = 0, seen = 0;
	struct rows rows = db_ask(db,
	    "SELECT w.applicant, w.class, w.events, "
	    "COALESCE(p.school, c.school), p.class, "
	    "CASE WHEN w.class = 0 THEN 1 ELSE (SELECT COUNT(*) FROM pupil q "
	    "WHERE q.class = w.applicant AND q.state = 'enrolled') END, "
	    "(SELECT COUNT(*) FROM wish k WHERE k.round = w.round "
	    "AND k.applicant = p.class AND k.class = 1 AND k.events <> '') "
	    "FROM wish w LEFT JOIN pupil p ON p.id = w.applicant "
	    "AND w.class = 0 AND p.state = 'enrolled' "
	    "LEFT JOIN class c ON c.id = w.applicant AND w.class = 1 "
	    "WHERE w.round = ? AND w.applicant > ? AND w.events <> '' "
	    "ORDER BY w.applicant LIMIT ?",
	    ARGS(ID(work->id), INT(last), INT(ROUND_STEP)));

	for (; rows_next(&rows); seen++) {
		last = rows_id(&rows, 0);
		if (frozen_read(arena, &rows, &list[count]))
			count++;
	}
	for (size_t i = 0; i < count; i++) {
		one_freeze(&batch, arena, work, freeze, &list[i]);
		if (batch.count == BATCH * WIDTH)
			batch_write(db, &batch);
	}
	batch_write(db, &batch);
	if (!db_ok(db))
		return false;
	freeze->last = last;
	freeze->more = seen == ROUND_STEP;
	return true;
}

/* What an earlier freezing left, a piece at a time. */
static bool
piece_clear(
    struct db *db, struct arena *arena, struct round_work *work, void *with)
{
	(void)arena;
	*(int64_t *)with = db_do(db,
	    "DELETE FROM applicant WHERE round = ? AND applicant IN "
	    "(SELECT a.applicant FROM applicant a WHERE a.round = ? LIMIT ?)",
	    ARGS(ID(work->id), ID(work->id), INT(ROUND_STEP)));
	return db_ok(db);
}

static bool
applicants_clear(struct round_work *work)
{
	int64_t cleared = 0;

	do
		if (!round_write(work, piece_clear, &cleared))
			return false;
	while (cleared == ROUND_STEP);
	return true;
}

/* The end */

/* A cancelled event takes nobody; a moved one lies on its new day. */
static void
events_freeze(struct db *db, struct arena *arena, int64_t round)
{
	struct rows rows = db_ask(db,
	    "SELECT event FROM round_event WHERE round = ? ORDER BY event",
	    ARGS(ID(round)));
	int64_t *list = arena_array(arena, ROUND_EVENTS, sizeof *list);
	struct event event;
	int count = 0;

	while (count < ROUND_EVENTS && rows_next(&rows))
		list[count++] = rows_id(&rows, 0);
	rows_close(&rows);
	for (int i = 0; i < count; i++)
		if (event_load(db, arena, list[i], &event))
			db_do(db,
			    "UPDATE round_event SET "
			    "seats = CASE WHEN ? = 1 THEN 0 ELSE seats END, "
			    "least = CASE WHEN ? = 1 THEN 0 ELSE least END, "
			    "day = ?, site = ? WHERE round = ? AND event = ?",
			    ARGS(INT(event.cancelled), INT(event.cancelled),
				TEXT(event_day(arena, &event)), ID(event.site),
				ID(round), ID(list[i])));
}

static bool
state_set(struct db *db, const struct round_work *work, const char *from,
    const char *to, const char *kind)
{
	if (db_do(db,
		"UPDATE round SET state = ?, changed = ? "
		"WHERE id = ? AND state = ? AND closes <= ?",
		ARGS(TEXT(to), INT(work->now), ID(work->id), TEXT(from),
		    INT(work->now))) != 1)
		return false;
	round_ledger(db, work->now, &work->round, kind, work->actor);
	return db_ok(db);
}

static bool
frozen_keep(
    struct db *db, struct arena *arena, struct round_work *work, void *with)
{
	(void)arena;
	(void)with;
	return state_set(db, work, "published", "frozen", "round.frozen");
}

static bool
thawed_keep(
    struct db *db, struct arena *arena, struct round_work *work, void *with)
{
	(void)arena;
	(void)with;
	return state_set(db, work, "frozen", "published", "round.thawed");
}

static bool
events_fixed(
    struct db *db, struct arena *arena, struct round_work *work, void *with)
{
	(void)with;
	absences_keep(db, work->now, work->round.region);
	events_freeze(db, arena, work->id);
	return db_ok(db);
}

bool
round_freeze(struct round_work *work)
{
	struct freeze freeze = { .more = true };
	bool done = round_work_load(work, "frozen") && applicants_clear(work) &&
	    round_write(work, events_fixed, NULL) &&
	    round_read(work, freeze_ask, &freeze);

	while (done && freeze.more)
		done = round_write(work, piece_freeze, &freeze);
	done = done && round_write(work, frozen_keep, NULL);
	freeze_free(&freeze);
	return done;
}

/* Groups and bands go with the frozen state, as they are of no more use. */
bool
round_thaw(struct round_work *work)
{
	return round_work_load(work, "closed") &&
	    round_write(work, thawed_keep, NULL) && applicants_clear(work);
}
