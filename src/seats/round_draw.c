/*
 * The draw: files from the store, the very draw and check of `giljabi allot` on
 * them, and what came of it kept. Numbers go into the store a piece at a time;
 * seats, cut-offs, the log and the new state then in one write, so that a draw
 * that was broken off leaves the round frozen, to be drawn again with the same
 * seed and the same result.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"
#include "base/random.h"
#include "base/text.h"
#include "seats/round.h"
#include "seats/routes.h"

#define WAITING_TICKS (INT64_C(8) * 1000 * 1000 * 1000)

enum { LOG_MOST = 512 * 1024 * 1024, BATCH = 20 };

#define TWENTY(row) \
	row ", " row ", " row ", " row ", " row ", " row ", " row ", " row \
	    ", " row ", " row ", " row ", " row ", " row ", " row ", " row \
	    ", " row ", " row ", " row ", " row ", " row

/* Somebody who got a seat. */
struct seated {
	int64_t applicant, event, size, place;
	bool class;
};

struct keeping {
	struct draw draw;
	struct draw_folder folder;
	const char *seed; /* hex */
	const char *public_number;
	int64_t *events; /* a session each */
	int64_t last; /* applicant that has a number */
	bool more;
	struct seated *seated;
	size_t seated_count, seated_room;
	struct shares shares;
	struct buffer log;
	char log_hash[HASH_HEX];
};

/* The files */

static bool
files_make(
    struct db *db, struct arena *arena, struct round_work *work, void *with)
{
	struct keeping *keeping = with;
	struct allot_paths *paths = &keeping->folder.paths;
	const struct round *round = &work->round;

	if (round_rule_all_cap(&round->rule) < 0 && round->rule.cap_count == 0)
		paths->nodes = NULL;
	keeping->seed = seal_open(arena, "round",
	    db_text(db, arena, "SELECT seed FROM round WHERE id = ?",
		ARGS(ID(round->id))));
	return keeping->seed != NULL &&
	    round_file_write(
		db, arena, round, FILE_SESSIONS, false, paths->sessions) &&
	    (paths->nodes == NULL ||
		round_file_write(
		    db, arena, round, FILE_NODES, false, paths->nodes)) &&
	    round_file_write(
		db, arena, round, FILE_APPLICANTS, false, paths->applicants) &&
	    round_file_write(db, arena, round, FILE_HELD, false, paths->held);
}

/*
 * The public number is fixed before anything is drawn: a draw that breaks off
 * can only be finished with the number that it was begun with.
 */
static bool
number_fixed(
    struct db *db, struct arena *arena, struct round_work *work, void *with)
{
	const struct keeping *keeping = with;
	const char *fixed = db_text(db, arena,
	    "SELECT public_number FROM round WHERE id = ?", ARGS(ID(work->id)));

	if (fixed != NULL && !text_is(fixed, keeping->public_number)) {
		work->wrong = "round.number_set";
		return false;
	}
	if (fixed != NULL)
		return true;
	round_ledger(
	    db, work->now, &work->round, "round.numbered", work->actor);
	return db_do(db,
		   "UPDATE round SET public_number = ? "
		   "WHERE id = ? AND state = 'frozen'",
		   ARGS(TEXT(keeping->public_number), ID(work->id))) == 1;
}

static bool
number_keep(struct round_work *work, struct keeping *keeping)
{
	return round_write(work, number_fixed, keeping);
}

static bool
terms_make(struct round_work *work, const struct keeping *keeping,
    struct draw_terms *terms)
{
	size_t length = strlen(keeping->seed);

	*terms = (struct draw_terms){
		.round = id_text(work->arena, work->id),
		.public_number = keeping->public_number,
		.seed_length = length / 2,
		.class_unit = (uint32_t)work->round.class_unit,
	};
	return length / 2 <= SEED_BYTES &&
	    hex_read(keeping->seed, terms->seed, length / 2);
}

static bool
draw_run(struct round_work *work, struct keeping *keeping)
{
	struct draw *draw = &keeping->draw;
	struct draw_terms terms;

	if (!terms_make(work, keeping, &terms) ||
	    !folder_draw(&keeping->folder, work->arena, &terms, draw))
		return false;
	keeping->events = arena_array(
	    work->arena, draw->files.session_count, sizeof(int64_t));
	for (uint32_t s = 0; s < draw->files.session_count; s++)
		keeping->events[s] = session_event(&draw->files, s);
	keeping->log.limit = LOG_MOST;
	if (!applicants_index(&draw->files) ||
	    !file_read(keeping->folder.log, &keeping->log))
		return false;
	sha256_hex(keeping->log.data, keeping->log.length, keeping->log_hash);
	return true;
}

/* Numbers, and who got what, a piece at a time */

struct drawn {
	int64_t applicant;
	bool class;
	struct shared shared;
	int64_t event; /* 0: no seat */
	const char *number;
};

static const char *
number_text(
    struct arena *arena, const struct keeping *keeping, struct cell pseudonym)
{
	return arena_printf(arena, "%016" PRIx64,
	    lottery_number(
		keeping->draw.lottery, pseudonym.text, pseudonym.length));
}

static bool
drawn_read(struct arena *arena, const struct keeping *keeping,
    const struct rows *rows, struct drawn *one)
{
	const struct allot_files *files = &keeping->draw.files;
	struct cell pseudonym = cell_of(rows_text(rows, 2));
	uint32_t i = applicant_find(files, pseudonym);
	uint32_t place;

	if (i == UINT32_MAX)
		return false;
	place = keeping->draw.outcome.place[i];
	*one = (struct drawn){
		.applicant = rows_id(rows, 0),
		.class = rows_int(rows, 1) != 0,
		.shared = { rows_id(rows, 5), rows_int(rows, 6),
		    rows_int(rows, 3),
		    place == ALLOT_UNPLACED ? 0 : (int64_t)place + 1,
		    groups_of(rows_text(rows, 4)) },
		.number = number_text(arena, keeping, pseudonym),
	};
	if (place != ALLOT_UNPLACED)
		one->event =
		    keeping->events[files->choices[files->first[i] + place]];
	return true;
}

#define NUMBER "(CAST(? AS BIGINT), CAST(? AS TEXT))"
#define NUMBERS(rows) \
	"WITH n (applicant, number) AS (VALUES " rows ") " \
	"UPDATE applicant SET number = (SELECT n.number FROM n " \
	"WHERE n.applicant = applicant.applicant) " \
	"WHERE round = ? AND applicant IN (SELECT n.applicant FROM n)"

/* Twenty a statement; the few at the end one by one. */
static void
numbers_write(
    struct db *db, int64_t round, const struct drawn *list, size_t count)
{
	struct value values[2 * BATCH + 1];
	size_t at = 0;

	for (; count - at >= BATCH; at += BATCH) {
		for (size_t i = 0; i < BATCH; i++) {
			values[2 * i] = ID(list[at + i].applicant);
			values[2 * i + 1] = TEXT(list[at + i].number);
		}
		values[2 * BATCH] = ID(round);
		db_do(db, NUMBERS(TWENTY(NUMBER)),
		    (struct values){ values, 2 * BATCH + 1 });
	}
	for (; at < count; at++)
		db_do(db,
		    "UPDATE applicant SET number = ? "
		    "WHERE round = ? AND applicant = ?",
		    ARGS(TEXT(list[at].number), ID(round),
			ID(list[at].applicant)));
}

static bool
seated_add(struct keeping *keeping, const struct drawn *one)
{
	if (keeping->seated_count == keeping->seated_room) {
		size_t room = keeping->seated_room > 0
		    ? 2 * keeping->seated_room
		    : 4096;
		struct seated *list = memory_resize(
		    keeping->seated, room * sizeof *list);

		if (list == NULL)
			return false;
		keeping->seated = list;
		keeping->seated_room = room;
	}
	keeping->seated[keeping->seated_count++] =
	    (struct seated){ one->applicant, one->event, one->shared.size,
		    one->shared.place, one->class };
	return true;
}

/* Counted once the piece is kept: it may run twice before. */
struct numbering {
	struct keeping *keeping;
	struct drawn *list; /* of ROUND_STEP */
	size_t count;
};

static bool
piece_number(
    struct db *db, struct arena *arena, struct round_work *work, void *with)
{
	struct numbering *numbering = with;
	const struct keeping *keeping = numbering->keeping;
	bool found = true;
	struct rows rows = db_ask(db,
	    "SELECT a.applicant, a.class, a.pseudonym, a.size, a.groups, "
	    "COALESCE(p.school, c.school), COALESCE(p.grade, c.grade) "
	    "FROM applicant a LEFT JOIN pupil p ON p.id = a.applicant "
	    "AND a.class = 0 LEFT JOIN class c ON c.id = a.applicant "
	    "AND a.class = 1 WHERE a.round = ? AND a.applicant > ? "
	    "ORDER BY a.applicant LIMIT ?",
	    ARGS(ID(work->id), INT(keeping->last), INT(ROUND_STEP)));

	numbering->count = 0;
	while (found && rows_next(&rows))
		found = drawn_read(arena, keeping, &rows,
		    &numbering->list[numbering->count++]);
	rows_close(&rows);
	if (found)
		numbers_write(db, work->id, numbering->list, numbering->count);
	return found && db_ok(db);
}

static bool
numbering_end(struct numbering *numbering)
{
	struct keeping *keeping = numbering->keeping;

	keeping->more = numbering->count == ROUND_STEP;
	for (size_t i = 0; i < numbering->count; i++) {
		const struct drawn *one = &numbering->list[i];

		keeping->last = one->applicant;
		shares_add(&keeping->shares, &one->shared);
		if (one->event != 0 && !seated_add(keeping, one))
			return false;
	}
	return true;
}

static bool
numbers_keep(struct round_work *work, struct keeping *keeping)
{
	struct numbering numbering = { keeping,
		arena_array(work->arena, ROUND_STEP, sizeof(struct drawn)), 0 };

	for (keeping->more = true; keeping->more;)
		if (!round_write(work, piece_number, &numbering) ||
		    !numbering_end(&numbering))
			return false;
	return true;
}

/* The last write */

#define SEAT "(?, ?, ?, ?, ?, ?, ?, ?, 'draw', 'offered', ?, ?, ?)"
#define SEATS \
	"INSERT INTO seat (id, region, round, event, applicant, class, size, " \
	"place, source, state, until, made, changed) VALUES "
enum { SEAT_VALUES = 11 };

static void
seats_write(
    struct db *db, const struct round_work *work, const struct keeping *keeping)
{
	const struct round *round = &work->round;
	struct value values[BATCH * SEAT_VALUES];
	size_t count = 0;

	for (size_t i = 0; i < keeping->seated_count; i++) {
		const struct seated *seat = &keeping->seated[i];

		memcpy(values + count,
		    ((const struct value[SEAT_VALUES]){ ID(id_new()),
			ID(round->region), ID(round->id), ID(seat->event),
			ID(seat->applicant), INT(seat->class), INT(seat->size),
			INT(seat->place), INT(round->answers_until),
			INT(work->now), INT(work->now) }),
		    SEAT_VALUES * sizeof *values);
		count += SEAT_VALUES;
		if (count < BATCH * SEAT_VALUES)
			continue;
		db_do(db, SEATS TWENTY(SEAT), (struct values){ values, count });
		count = 0;
	}
	for (size_t at = 0; at < count; at += SEAT_VALUES)
		db_do(db, SEATS SEAT,
		    (struct values){ values + at, SEAT_VALUES });
}

struct cut {
	const char *kind;
	int64_t seats, holders;
	uint32_t key; /* of the last, or ALLOT_NONE */
};

static void
cutoff_write(struct db *db, struct arena *arena, const struct round_work *work,
    const struct keeping *keeping, uint32_t session, const struct cut *cut)
{
	const struct allot_files *files = &keeping->draw.files;
	struct value band = NOTHING, number = NOTHING;

	if (cut->key != ALLOT_NONE) {
		uint32_t last = files->order[cut->key];

		band = INT(files->bands[last]);
		number = TEXT(
		    number_text(arena, keeping, applicant_id(files, last)));
	}
	db_do(db,
	    "INSERT INTO cutoff (round, event, kind, seats, holders, band, "
	    "number) VALUES (?, ?, ?, ?, ?, ?, ?)",
	    ARGS(ID(work->id), ID(keeping->events[session]), TEXT(cut->kind),
		INT(cut->seats), INT(cut->holders), band, number));
}

static void
session_cutoffs(struct db *db, struct arena *arena,
    const struct round_work *work, const struct keeping *keeping, uint32_t s)
{
	const struct allot_files *files = &keeping->draw.files;
	const struct allot_outcome *outcome = &keeping->draw.outcome;
	const struct allot_session *session = &files->sessions[s];
	struct cut open = { "open", session->seats, 0, ALLOT_NONE };

	for (uint32_t r = 0; r < session->reserves; r++) {
		const struct allot_reserve *reserve =
		    &files->reserves[session->reserve + r];
		struct cut cut = {
			cell_copy(
			    arena, files->group_names.cells[reserve->group]),
			reserve->seats, allot_held(outcome->pupils, s, r),
			allot_last(outcome->pupils, s, r)
		};

		open.seats -= reserve->seats;
		cutoff_write(db, arena, work, keeping, s, &cut);
	}
	open.holders = allot_held(outcome->pupils, s, session->reserves);
	open.key = allot_last(outcome->pupils, s, session->reserves);
	cutoff_write(db, arena, work, keeping, s, &open);
	if (outcome->classes != NULL) {
		const struct allot_by_classes *by = &outcome->by_classes[s];
		struct cut cut = { "class", by->units, by->classes,
			classes_last(files, outcome, s) };

		cutoff_write(db, arena, work, keeping, s, &cut);
	}
}

static void
sessions_write(struct db *db, struct arena *arena,
    const struct round_work *work, const struct keeping *keeping)
{
	for (uint32_t s = 0; s < keeping->draw.files.session_count; s++) {
		session_cutoffs(db, arena, work, keeping, s);
		db_do(db,
		    "UPDATE round_event SET closed = ? "
		    "WHERE round = ? AND event = ?",
		    ARGS(INT(keeping->draw.outcome.closed[s]), ID(work->id),
			ID(keeping->events[s])));
	}
}

static bool
outcome_write(
    struct db *db, struct arena *arena, struct round_work *work, void *with)
{
	struct keeping *keeping = with;

	if (db_do(db,
		"UPDATE round SET state = 'drawn', seed = ?, log = ?, "
		"log_hash = ?, shares = ?, drawn = ?, changed = ? "
		"WHERE id = ? AND state = 'frozen' AND public_number = ?",
		ARGS(TEXT(keeping->seed), TEXT(keeping->log.data),
		    TEXT(keeping->log_hash),
		    TEXT(shares_text(arena, &keeping->shares)), INT(work->now),
		    INT(work->now), ID(work->id),
		    TEXT(keeping->public_number))) != 1)
		return false;
	seats_write(db, work, keeping);
	sessions_write(db, arena, work, keeping);
	round_ledger(db, work->now, &work->round, "round.drawn", work->actor);
	return db_ok(db);
}

static void
keeping_free(struct keeping *keeping)
{
	folder_drop(&keeping->folder);
	draw_free(&keeping->draw);
	memory_give(keeping->seated);
	shares_free(&keeping->shares);
	buffer_free(&keeping->log);
	memory_give(keeping);
}

static bool
files_keep(struct round_work *work, struct keeping *keeping)
{
	return folder_make(&keeping->folder, work->arena) &&
	    round_read(work, files_make, keeping);
}

static bool
outcome_keep(struct round_work *work, struct keeping *keeping)
{
	return round_write(work, outcome_write, keeping);
}

static bool
waiting_piece(
    struct db *db, struct arena *arena, struct round_work *work, void *with)
{
	(void)arena;
	*(bool *)with = waiting_make_some(db, work->id);
	return db_ok(db);
}

/*
 * The waiting lists, so that the first look finds them. The draw stands by now:
 * what is not ready within some seconds, or fails, is made by later looks.
 */
static bool
waiting_keep(struct round_work *work, struct keeping *keeping)
{
	int64_t end = clock_ticks() + WAITING_TICKS;
	bool whole = false;

	(void)keeping;
	while (!whole && clock_ticks() < end)
		if (!round_write(work, waiting_piece, &whole))
			break;
	return true;
}

/* Each part is told with its milliseconds, for whoever looks after a server. */
static const struct part {
	const char *name;
	bool (*run)(struct round_work *work, struct keeping *keeping);
} parts[] = {
	{ "number", number_keep },
	{ "files", files_keep },
	{ "draw", draw_run },
	{ "numbers", numbers_keep },
	{ "keep", outcome_keep },
	{ "waiting", waiting_keep },
};

static bool
draw_whole(struct round_work *work, struct keeping *keeping)
{
	if (!ARENA_CATCH(work->arena))
		return false;
	for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
		int64_t start = clock_ticks();

		if (!parts[i].run(work, keeping))
			return false;
		log_event(LOG_INFO, "seats.part", "part", parts[i].name, "ms",
		    log_int((clock_ticks() - start) / 1000000), NULL);
	}
	return true;
}

/* The caller's catch point is put back; files and arrays go in any case. */
bool
round_draw_make(struct round_work *work, const char *public_number)
{
	struct keeping *keeping;
	jmp_buf outer;
	bool done;

	if (!round_work_load(work, "drawn"))
		return false;
	keeping = memory_get(sizeof *keeping);
	if (keeping == NULL)
		return false;
	keeping->public_number = public_number;
	memcpy(&outer, arena_catch(work->arena), sizeof outer);
	done = draw_whole(work, keeping);
	memcpy(arena_catch(work->arena), &outer, sizeof outer);
	keeping_free(keeping);
	return done;
}

/* What came of it */

struct event_result {
	int64_t event, seats, taken, accepted, waiting;
	bool closed;
};

static void
event_result_put(struct request *rq, struct db *db, struct writer *writer,
    const struct catalogue *catalogue, const struct event_result *result)
{
	struct event event;

	if (!event_load(db, rq->arena, result->event, &event))
		return;
	put_object(writer, NULL);
	put_object(writer, "event");
	event_put(rq, writer, catalogue, &event);
	put_object_end(writer);
	put_int(writer, "seats", result->seats);
	put_int(writer, "taken", result->taken);
	put_int(writer, "accepted", result->accepted);
	put_int(writer, "waiting", result->waiting);
	put_bool(writer, "closed", result->closed);
	put_object_end(writer);
}

static bool
results_tell(struct request *rq, struct db *db, void *with)
{
	const struct catalogue *catalogue = catalog_hold(db, rq->arena);
	int64_t round = path_id(rq, "round");
	struct writer *writer;
	struct rows rows;

	(void)with;
	if (catalogue == NULL) {
		answer_error(rq, 503, "catalogue", NULL);
		return false;
	}
	writer = answer(rq);
	shares_put(rq, db, writer,
	    db_text(db, rq->arena, "SELECT shares FROM round WHERE id = ?",
		ARGS(ID(round))));
	rows = db_ask(db,
	    "SELECT x.event, x.seats, x.closed, COALESCE(t.taken, 0), "
	    "COALESCE(t.accepted, 0), (SELECT COUNT(*) FROM waiting w "
	    "WHERE w.round = x.round AND w.event = x.event) "
	    "FROM round_event x LEFT JOIN (SELECT event, "
	    "SUM(CASE WHEN state IN ('offered', 'accepted', 'absent') "
	    "THEN size ELSE 0 END) AS taken, "
	    "SUM(CASE WHEN state IN ('accepted', 'absent') "
	    "THEN size ELSE 0 END) AS accepted "
	    "FROM seat WHERE round = ? GROUP BY event) t "
	    "ON t.event = x.event WHERE x.round = ? ORDER BY x.event",
	    ARGS(ID(round), ID(round)));
	put_list(writer, "events");
	while (rows_next(&rows))
		event_result_put(rq, db, writer, catalogue,
		    &(struct event_result){ rows_id(&rows, 0),
			rows_int(&rows, 1), rows_int(&rows, 3),
			rows_int(&rows, 4), rows_int(&rows, 5),
			rows_int(&rows, 2) != 0 });
	put_list_end(writer);
	put_null(writer, "wishes");
	/* what does not check is not kept */
	put_bool(writer, "checked", true);
	return true;
}

static bool
state_drawn(struct request *rq, struct db *db)
{
	struct round round;

	return round_load(
		   db, rq->arena, path_id(rq, "round"), rq->now, &round) &&
	    round.state >= ROUND_DRAWN;
}

void
round_results(struct request *rq)
{
	if (state_drawn(rq, rq->db))
		results_tell(rq, rq->db, NULL);
	else
		answer_error(rq, 409, "round.not_drawn", NULL);
}

void
round_draw(struct request *rq)
{
	struct round_work work = { .store = rq->store,
		.now = rq->now,
		.id = path_id(rq, "round"),
		.actor = &rq->actor };
	bool done = false;

	if (!rounds_take()) {
		answer_error(rq, 409, "round.busy", NULL);
		return;
	}
	work.arena = arena_new(ROUND_MEMORY);
	if (work.arena != NULL && ARENA_CATCH(work.arena))
		done = round_draw_make(&work, body_text(rq, "public_number"));
	arena_free(work.arena);
	rounds_give();
	if (done)
		request_read(rq, results_tell, NULL);
	else if (work.wrong != NULL)
		answer_error(rq, 409, work.wrong, NULL);
	else
		answer_error(rq, 500, "failed", NULL);
}
