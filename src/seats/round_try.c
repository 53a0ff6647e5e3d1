/*
 * A draw before the draw: the settings as they stand on the wishes of the last
 * announced round of the same kind, each event standing for one of the same
 * programme or else of the same field and kind; without such a round on made-up
 * wishes, drawn with fixed chance from how popular a field is and how far a
 * site lies. The very draw and check run on it; nothing is kept.
 */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/random.h"
#include "base/text.h"
#include "seats/round.h"
#include "seats/routes.h"

enum {
	TRIED_MOST = 2000000, /* applicants */
	MADE_WISHES = 8, /* most of a made-up list */
	LINE_MOST = 1024,
	FIELDS = 6 /* steps of popularity */
};

struct target {
	int64_t id, programme, grade_from, grade_to;
	double latitude, longitude;
	const char *field, *kind;
	double pull; /* of the field */
};

struct source {
	int64_t id;
	uint32_t start, count; /* of targets that stand for it */
};

struct trial {
	struct draw_folder folder;
	struct draw draw;
	bool last_year;
	struct target *targets; /* by id */
	uint32_t target_count;
	struct source *sources; /* events of the last round, by id */
	uint32_t source_count;
	uint32_t *stand_ins;
	struct shared *people; /* an applicant each */
	size_t people_count, people_room;
	struct shares shares;
	struct out_file out;
	uint64_t chance;
	/* Of the school and grade that come now. */
	int64_t school, grade;
	double *near; /* how a site's distance weighs, a target each */
	double *pulls; /* sums of weights */
	double nearest;
};

/* Fixed chance: splitmix64 (Steele, Lea, Flood 2014). */
static uint64_t
chance_next(struct trial *trial)
{
	uint64_t z = trial->chance += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

static double
chance_share(struct trial *trial)
{
	return (double)(chance_next(trial) >> 11) * 0x1p-53;
}

/* Events */

/* FNV-1a: which fields are liked more is fixed and means nothing. */
static double
field_pull(const char *field)
{
	uint32_t hash = 2166136261U;

	for (; *field != '\0'; field++)
		hash = (hash ^ (unsigned char)*field) * 16777619U;
	return 1 / (1 + (double)(hash % FIELDS));
}

static void
targets_read(
    struct db *db, struct arena *arena, int64_t round, struct trial *trial)
{
	struct rows rows = db_ask(db,
	    "SELECT x.event, e.programme, p.grade_from, p.grade_to, "
	    "s.latitude, s.longitude, p.field, p.kind FROM round_event x "
	    "JOIN event e ON e.id = x.event "
	    "JOIN programme p ON p.id = e.programme "
	    "JOIN site s ON s.id = e.site WHERE x.round = ? ORDER BY x.event",
	    ARGS(ID(round)));

	trial->targets = arena_array(
	    arena, ROUND_EVENTS, sizeof *trial->targets);
	while (trial->target_count < ROUND_EVENTS && rows_next(&rows)) {
		struct target *target = &trial->targets[trial->target_count++];

		*target = (struct target){
			.id = rows_id(&rows, 0),
			.programme = rows_id(&rows, 1),
			.grade_from = rows_int(&rows, 2),
			.grade_to = rows_int(&rows, 3),
			.latitude = rows_real(&rows, 4),
			.longitude = rows_real(&rows, 5),
			.field = arena_text(arena, rows_text(&rows, 6)),
			.kind = arena_text(arena, rows_text(&rows, 7)),
		};
		target->pull = field_pull(target->field);
	}
	rows_close(&rows);
}

/* Adds the targets that an event of last time stands for. */
static void
stand_ins_find(struct trial *trial, struct source *source, uint32_t *at,
    const struct rows *rows)
{
	source->start = *at;
	for (int pass = 0; pass < 2 && source->count == 0; pass++)
		for (uint32_t t = 0; t < trial->target_count; t++) {
			const struct target *target = &trial->targets[t];

			if (pass == 0
				? target->programme != rows_id(rows, 1)
				: !text_is(target->field, rows_text(rows, 2)) ||
				    !text_is(target->kind, rows_text(rows, 3)))
				continue;
			if (*at == 4 * ROUND_EVENTS)
				return;
			trial->stand_ins[(*at)++] = t;
			source->count++;
		}
}

static void
sources_read(
    struct db *db, struct arena *arena, int64_t last, struct trial *trial)
{
	struct rows rows = db_ask(db,
	    "SELECT x.event, e.programme, p.field, p.kind FROM round_event x "
	    "JOIN event e ON e.id = x.event "
	    "JOIN programme p ON p.id = e.programme WHERE x.round = ? "
	    "ORDER BY x.event",
	    ARGS(ID(last)));
	uint32_t at = 0;

	trial->sources = arena_array(
	    arena, ROUND_EVENTS, sizeof *trial->sources);
	trial->stand_ins = arena_array(
	    arena, 4 * ROUND_EVENTS, sizeof *trial->stand_ins);
	while (trial->source_count < ROUND_EVENTS && rows_next(&rows)) {
		struct source *source = &trial->sources[trial->source_count++];

		source->id = rows_id(&rows, 0);
		stand_ins_find(trial, source, &at, &rows);
	}
	rows_close(&rows);
}

/* Applicants, a line each */

static bool
person_add(struct trial *trial, const struct shared *person, int64_t band,
    const uint32_t *list, int count)
{
	char groups[64], line[LINE_MOST];
	size_t length;

	if (trial->people_count == trial->people_room) {
		size_t room = trial->people_room > 0 ? 2 * trial->people_room
						     : 4096;
		struct shared *people = memory_resize(
		    trial->people, room * sizeof *people);

		if (people == NULL)
			return false;
		trial->people = people;
		trial->people_room = room;
	}
	groups[0] = '\0';
	for (int i = 0, at = 0; i < GROUPS; i++)
		if (person->groups >> i & 1)
			at += snprintf(groups + at, sizeof groups - (size_t)at,
			    "%s%s", at > 0 ? ";" : "", group_names[i]);
	length = (size_t)snprintf(line, sizeof line,
	    "t%08zu,%" PRId64 ",,%s,%" PRId64 ",", trial->people_count,
	    person->size, groups, band);
	for (int i = 0; i < count; i++)
		length += (size_t)snprintf(line + length, sizeof line - length,
		    "%s%" PRId64, i > 0 ? ">" : "", trial->targets[list[i]].id);
	line[length++] = '\n';
	out_add(&trial->out, line, length);
	trial->people[trial->people_count++] = *person;
	return true;
}

static bool
list_has(const uint32_t *list, int count, uint32_t target)
{
	for (int i = 0; i < count; i++)
		if (list[i] == target)
			return true;
	return false;
}

/* Wishes of last time */

static int
source_order(const void *key, const void *row)
{
	int64_t id = *(const int64_t *)key;
	const struct source *source = row;

	return (id > source->id) - (id < source->id);
}

static int
list_mapped(
    struct trial *trial, const char *events, uint32_t list[static ROUND_WISHES])
{
	int64_t wishes[ROUND_WISHES];
	int length = wishes_read(events, wishes), count = 0;

	for (int i = 0; i < length; i++) {
		const struct source *source = bsearch(&wishes[i],
		    trial->sources, trial->source_count, sizeof *source,
		    source_order);
		uint32_t target;

		if (source == NULL || source->count == 0)
			continue;
		target = trial->stand_ins[source->start +
		    (uint32_t)(chance_next(trial) % source->count)];
		if (!list_has(list, count, target))
			list[count++] = target;
	}
	return count;
}

static bool
last_read(struct db *db, int64_t last, struct trial *trial)
{
	uint32_t list[ROUND_WISHES];
	struct rows rows = db_ask(db,
	    "SELECT a.events, a.size, a.groups, a.band, "
	    "COALESCE(p.school, c.school), COALESCE(p.grade, c.grade) "
	    "FROM applicant a LEFT JOIN pupil p ON p.id = a.applicant "
	    "AND a.class = 0 LEFT JOIN class c ON c.id = a.applicant "
	    "AND a.class = 1 WHERE a.round = ? ORDER BY a.applicant LIMIT ?",
	    ARGS(ID(last), INT(TRIED_MOST)));
	bool fits = true;

	while (fits && rows_next(&rows)) {
		const struct shared person = { rows_id(&rows, 4),
			rows_int(&rows, 5), rows_int(&rows, 1), 0,
			groups_of(rows_text(&rows, 2)) };
		int count = list_mapped(trial, rows_text(&rows, 0), list);

		fits = person_add(
		    trial, &person, rows_int(&rows, 3), list, count);
	}
	rows_close(&rows);
	return fits;
}

/* Made-up wishes */

static void
school_look(struct trial *trial, const struct rows *rows)
{
	double latitude = rows_real(rows, 3), longitude = rows_real(rows, 4);

	trial->nearest = INFINITY;
	for (uint32_t t = 0; t < trial->target_count; t++) {
		double apart = places_apart(latitude, longitude,
		    trial->targets[t].latitude, trial->targets[t].longitude);

		trial->near[t] = isnan(apart) ? 1 : 1 / (1 + apart / 10);
		if (apart < trial->nearest)
			trial->nearest = apart;
	}
}

static void
grade_look(struct trial *trial)
{
	double sum = 0;

	for (uint32_t t = 0; t < trial->target_count; t++) {
		const struct target *target = &trial->targets[t];

		if (trial->grade >= target->grade_from &&
		    trial->grade <= target->grade_to)
			sum += target->pull * trial->near[t];
		trial->pulls[t] = sum;
	}
}

static uint32_t
target_drawn(struct trial *trial)
{
	uint32_t low = 0, high = trial->target_count - 1;
	double at = chance_share(trial) * trial->pulls[high];

	while (low < high) {
		uint32_t middle = (low + high) / 2;

		if (trial->pulls[middle] > at)
			high = middle;
		else
			low = middle + 1;
	}
	return low;
}

static int
list_made(struct trial *trial, int64_t most, uint32_t list[static MADE_WISHES])
{
	int wanted = 1 +
	    (int)(chance_next(trial) %
		(uint64_t)(most < MADE_WISHES ? most : MADE_WISHES));
	int count = 0;

	if (trial->pulls[trial->target_count - 1] <= 0)
		return 0;
	for (int i = 0; i < 4 * wanted && count < wanted; i++) {
		uint32_t target = target_drawn(trial);

		if (!list_has(list, count, target))
			list[count++] = target;
	}
	return count;
}

static int64_t
band_made(const struct trial *trial, const struct round_rule *rule)
{
	int64_t band = 0;

	for (int i = 0; i < rule->band_count; i++) {
		bool remote = text_is(rule->bands[i].by, "remote") &&
		    isfinite(trial->nearest) &&
		    trial->nearest > (double)rule->bands[i].value;

		band *= 10;
		if (text_is(rule->bands[i].by, "remote") && !remote)
			band++;
	}
	return band;
}

/* Columns: id, school, grade, latitude, longitude, size, groups. */
#define PUPILS \
	"SELECT p.id, p.school, p.grade, s.latitude, s.longitude, 1, " \
	"COALESCE((SELECT CAST(v.value AS BIGINT) FROM vault v " \
	"WHERE v.pupil = p.id AND v.kind = 'groups'), 0) " \
	"FROM pupil p JOIN school s ON s.id = p.school " \
	"WHERE p.region = ? AND p.state = 'enrolled' " \
	"AND p.grade BETWEEN ? AND ? ORDER BY p.school, p.grade, p.id LIMIT ?"
#define CLASSES \
	"SELECT c.id, c.school, c.grade, s.latitude, s.longitude, " \
	"(SELECT COUNT(*) FROM pupil p WHERE p.class = c.id " \
	"AND p.state = 'enrolled'), 0 " \
	"FROM class c JOIN school s ON s.id = c.school " \
	"WHERE c.region = ? AND c.grade BETWEEN ? AND ? " \
	"ORDER BY c.school, c.grade, c.id LIMIT ?"

static bool
one_made(
    struct trial *trial, const struct round *round, const struct rows *rows)
{
	uint32_t list[MADE_WISHES];
	const struct shared person = { rows_id(rows, 1), rows_int(rows, 2),
		rows_int(rows, 5), 0, (unsigned)rows_int(rows, 6) };

	if (person.school != trial->school)
		school_look(trial, rows);
	if (person.school != trial->school || person.grade != trial->grade) {
		trial->school = person.school;
		trial->grade = person.grade;
		grade_look(trial);
	}
	/* seven in ten take part */
	if (person.size < 1 || chance_share(trial) > 0.7)
		return true;
	return person_add(trial, &person, band_made(trial, &round->rule), list,
	    list_made(trial, round->most, list));
}

static bool
made_read(struct db *db, struct arena *arena, const struct round *round,
    struct trial *trial)
{
	const struct values values = ARGS(ID(round->region),
	    INT(round->grade_from), INT(round->grade_to), INT(TRIED_MOST));
	struct rows rows = text_is(round->kind, "classes")
	    ? db_ask(db, CLASSES, values)
	    : db_ask(db, PUPILS, values);
	bool fits = true;

	trial->near = arena_array(
	    arena, trial->target_count, sizeof *trial->near);
	trial->pulls = arena_array(
	    arena, trial->target_count, sizeof *trial->pulls);
	while (fits && rows_next(&rows))
		fits = one_made(trial, round, &rows);
	rows_close(&rows);
	return fits;
}

/* The files */

static int64_t
last_round(struct db *db, const struct round *round)
{
	return db_int(db,
	    "SELECT id FROM round WHERE region = ? AND id <> ? AND kind = ? "
	    "AND state = 'announced' AND grade_from <= ? AND grade_to >= ? "
	    "ORDER BY announced DESC LIMIT 1",
	    ARGS(ID(round->region), ID(round->id), TEXT(round->kind),
		INT(round->grade_to), INT(round->grade_from)),
	    0);
}

static bool
applicants_write(struct db *db, struct arena *arena, const struct round *round,
    struct trial *trial)
{
	static const char head[] = "applicant,size,node,groups,band,choices\n";
	int64_t last = last_round(db, round);
	bool read = false;

	trial->last_year = last != 0;
	if (out_open(&trial->out, trial->folder.paths.applicants)) {
		out_add(&trial->out, head, sizeof head - 1);
		if (last != 0)
			sources_read(db, arena, last, trial);
		read = last != 0 ? last_read(db, last, trial)
				 : made_read(db, arena, round, trial);
	}
	return out_close(&trial->out) && read;
}

static bool
trial_files(
    struct db *db, struct arena *arena, struct round_work *work, void *with)
{
	struct trial *trial = with;
	struct allot_paths *paths = &trial->folder.paths;
	struct round *round = &work->round;

	if (!round_load(db, arena, work->id, work->now, round))
		return false;
	targets_read(db, arena, round->id, trial);
	paths->held = NULL;
	if (round->rule.cap_count == 0)
		paths->nodes = NULL;
	if (trial->target_count > 0 &&
	    !applicants_write(db, arena, round, trial))
		return false;
	if (trial->people_count == 0)
		work->wrong = "round.nobody";
	return work->wrong == NULL &&
	    round_file_write(
		db, arena, round, FILE_SESSIONS, false, paths->sessions) &&
	    (paths->nodes == NULL ||
		round_file_write(
		    db, arena, round, FILE_NODES, false, paths->nodes));
}

static void
trial_count(struct trial *trial)
{
	for (size_t i = 0; i < trial->people_count; i++) {
		struct shared person = trial->people[i];
		uint32_t place = trial->draw.outcome.place[i];

		person.place = place == ALLOT_UNPLACED ? 0 : place + 1;
		shares_add(&trial->shares, &person);
	}
}

static bool
trial_run(struct round_work *work, struct trial *trial)
{
	struct draw_terms terms = { .round = "simulation",
		.public_number = "simulation",
		.seed_length = 32 };
	bool done;

	if (!ARENA_CATCH(work->arena))
		return false;
	if (!folder_make(&trial->folder, work->arena) ||
	    !round_read(work, trial_files, trial))
		return false;
	terms.class_unit = (uint32_t)work->round.class_unit;
	done = folder_draw(&trial->folder, work->arena, &terms, &trial->draw);
	if (done)
		trial_count(trial);
	return done;
}

/* What came of it */

static void
event_tell(struct request *rq, struct db *db, struct writer *writer,
    const struct catalogue *catalogue, const struct trial *trial, uint32_t s)
{
	const struct draw *draw = &trial->draw;
	struct event event;

	if (!event_load(db, rq->arena, session_event(&draw->files, s), &event))
		return;
	put_object(writer, NULL);
	put_object(writer, "event");
	event_put(rq, writer, catalogue, &event);
	put_object_end(writer);
	put_int(writer, "seats", draw->files.sessions[s].seats);
	put_int(writer, "taken", draw->outcome.taken[s]);
	put_int(writer, "accepted", 0);
	put_int(writer, "waiting", 0);
	put_bool(writer, "closed", draw->outcome.closed[s]);
	put_object_end(writer);
}

static bool
trial_tell(struct request *rq, struct db *db, void *with)
{
	const struct catalogue *catalogue = catalog_hold(db, rq->arena);
	const struct trial *trial = with;
	struct writer *writer;

	if (catalogue == NULL) {
		answer_error(rq, 503, "catalogue", NULL);
		return false;
	}
	writer = answer(rq);
	shares_put(rq, db, writer, shares_text(rq->arena, &trial->shares));
	put_list(writer, "events");
	for (uint32_t s = 0; s < trial->draw.files.session_count; s++)
		event_tell(rq, db, writer, catalogue, trial, s);
	put_list_end(writer);
	put_text(writer, "wishes", trial->last_year ? "last_year" : "made_up");
	put_bool(writer, "checked", true);
	return true;
}

static void
trial_free(struct trial *trial)
{
	folder_drop(&trial->folder);
	draw_free(&trial->draw);
	memory_give(trial->people);
	shares_free(&trial->shares);
	memory_give(trial);
}

static void
trial_answer(struct request *rq, struct round_work *work, struct trial *trial)
{
	if (trial_run(work, trial))
		request_read(rq, trial_tell, trial);
	else if (work->wrong != NULL)
		answer_error(rq, 409, work->wrong, NULL);
	else
		answer_error(rq, 500, "failed", NULL);
}

void
round_try(struct request *rq)
{
	struct round_work work = { .store = rq->store,
		.now = rq->now,
		.id = path_id(rq, "round"),
		.actor = &rq->actor };
	struct trial *trial;

	if (!rounds_take()) {
		answer_error(rq, 409, "round.busy", NULL);
		return;
	}
	work.arena = arena_new(ROUND_MEMORY);
	trial = memory_get(sizeof *trial);
	if (work.arena != NULL && trial != NULL)
		trial_answer(rq, &work, trial);
	else
		answer_error(rq, 500, "failed", NULL);
	if (trial != NULL)
		trial_free(trial);
	arena_free(work.arena);
	rounds_give();
}
