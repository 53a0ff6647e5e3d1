/*
 * giljabi interest replay --bank bank.json --answers A.csv
 *     --items 8,12,15,20,24,30 [--until-se X] [--exposure SHARE]
 *     [--groups gender,residence] [--threads N]
 *
 * Asks each person of a file the next best item after what was answered so far,
 * takes the answer that stands there, and says how well the profile agrees with
 * the full test: after so many items, and where the test ends by itself.
 *
 * A passage is one way through the test: one for all lengths, one until the
 * doubt is small enough. People are taken in blocks whose figures are added up
 * in order, so that threads change nothing.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "engine/adaptive.h"
#include "model/answers.h"
#include "model/bank_file.h"
#include "model/blocks.h"
#include "model/commands.h"
#include "model/figures.h"

enum {
	LENGTHS = 16, /* most of them */
	STOPS = LENGTHS + 1, /* and where the test ends by itself */
	SLOTS = 64, /* everybody, and most groups */
	BLOCKS = 64
};

const struct option_row interest_replay_options[] = {
	{ "bank", "FILE.json", "option.replay.bank" },
	{ "answers", "FILE.csv", "option.replay.answers" },
	{ "items", "N,…", "option.replay.items" },
	{ "until-se", "X", "option.replay.until" },
	{ "exposure", "SHARE", "option.replay.exposure" },
	{ "groups", "COLUMN,…", "option.replay.groups" },
	{ "threads", "N", "option.replay.threads" },
	{ 0 },
};

/* What is known at one stop. */
struct stop {
	struct figures slots[SLOTS];
	int64_t asked[INTEREST_ITEMS];
	int64_t ended[INTEREST_ITEMS + 1]; /* people by items asked */
	int64_t nanoseconds;
};

struct replay {
	struct command_line *cl;
	struct bank_file file;
	struct answers answers;
	struct interest_table *table;
	int lengths[LENGTHS], length_count;
	bool until;
	struct adaptive_rule rule, ending; /* by length, by doubt */
	double eligible[INTEREST_ITEMS];
	double exposure; /* 0: unbounded */
	int64_t threads;
	int slots, first_slot[ANSWERS_COLUMNS];
	struct stop *blocks[BLOCKS]; /* STOPS each */
};

static bool
tell(struct command_line *cl, const char *id, const char *what)
{
	complain(cl, id, (const struct word[]){ { "what", what }, { 0 } });
	return false;
}

/* What was asked for */

static bool
lengths_take(struct replay *replay)
{
	const char *at = option_text(replay->cl, "items");

	while (at != NULL) {
		size_t length = strcspn(at, ",");
		int64_t items;

		if (replay->length_count == LENGTHS ||
		    !text_to_int(
			arena_bytes(command_arena(replay->cl), at, length), 1,
			INTEREST_ITEMS, &items) ||
		    (replay->length_count > 0 &&
			items <= replay->lengths[replay->length_count - 1]))
			return tell(replay->cl, "replay.items", "items");
		replay->lengths[replay->length_count++] = (int)items;
		at = at[length] == ',' ? at + length + 1 : NULL;
	}
	return true;
}

static bool
share_take(struct replay *replay, const char *name, double *share)
{
	const char *text = option_text(replay->cl, name);

	if (text != NULL &&
	    (!text_to_real(text, share) || !(*share > 0 && *share <= 1)))
		return tell(replay->cl, "replay.share", name);
	return true;
}

static bool
groups_take(struct replay *replay, const char *columns[ANSWERS_COLUMNS + 1])
{
	const char *at = option_text(replay->cl, "groups");
	int count = 0;

	memset(columns, 0, (ANSWERS_COLUMNS + 1) * sizeof *columns);
	while (at != NULL) {
		size_t length = strcspn(at, ",");

		if (length == 0 || count == ANSWERS_COLUMNS)
			return tell(replay->cl, "replay.groups", "groups");
		columns[count++] = arena_bytes(
		    command_arena(replay->cl), at, length);
		at = at[length] == ',' ? at + length + 1 : NULL;
	}
	return true;
}

static bool
options_take(struct replay *replay, const char *columns[ANSWERS_COLUMNS + 1])
{
	static const char *const needed[] = { "bank", "answers" };
	double doubt = 0;

	for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
		if (!option_given(replay->cl, needed[i]))
			return tell(replay->cl, "replay.needs", needed[i]);
	if (!lengths_take(replay) || !share_take(replay, "until-se", &doubt) ||
	    !share_take(replay, "exposure", &replay->exposure) ||
	    !groups_take(replay, columns) ||
	    !option_int(replay->cl, "threads", 1, BLOCKS_THREADS,
		blocks_cores(), &replay->threads))
		return false;
	replay->until = option_given(replay->cl, "until-se");
	if (replay->length_count == 0 && !replay->until)
		return tell(replay->cl, "replay.needs", "items");
	replay->ending = replay->rule = adaptive_default;
	replay->ending.target = doubt;
	replay->ending.least = 1;
	replay->ending.most = INTEREST_ITEMS;
	replay->rule.target = 0;
	replay->rule.least = replay->rule.most = replay->length_count > 0
	    ? replay->lengths[replay->length_count - 1]
	    : replay->ending.most;
	return true;
}

static bool
slots_make(struct replay *replay)
{
	replay->slots = 1;
	for (int c = 0; c < replay->answers.columns; c++) {
		replay->first_slot[c] = replay->slots;
		replay->slots += replay->answers.column[c].count;
		if (replay->slots > SLOTS)
			return tell(replay->cl, "replay.many",
			    replay->answers.column[c].name);
	}
	return true;
}

static bool
replay_read(struct replay *replay, const char *const *columns)
{
	struct command_line *cl = replay->cl;
	const char *path = option_text(cl, "bank");

	if (!bank_file_read(cl, path, &replay->file))
		return false;
	replay->table = interest_table_new(&replay->file.bank);
	if (replay->table == NULL)
		return tell(cl, "replay.bank", path);
	return answers_read(cl, option_text(cl, "answers"), replay->file.ids,
		   replay->file.bank.count, columns, &replay->answers) &&
	    slots_make(replay);
}

static bool
exposure_bound(struct replay *replay)
{
	struct adaptive_rule rule = replay->rule;

	if (!(replay->exposure > 0))
		return true;
	if (!adaptive_exposure(
		replay->table, &rule, replay->exposure, replay->eligible))
		return tell(replay->cl, "replay.exposure",
		    option_text(replay->cl, "exposure"));
	replay->rule.eligible = replay->ending.eligible = replay->eligible;
	return true;
}

/* One person */

struct passage {
	struct replay *replay;
	size_t person;
	const uint8_t *given;
	struct full_test full;
	interest_answer answers[INTEREST_ITEMS];
	int asked;
	int64_t nanoseconds;
};

static void
passage_start(struct passage *passage, struct replay *replay, size_t person)
{
	size_t count = (size_t)replay->file.bank.count;

	passage->replay = replay;
	passage->person = person;
	passage->given = replay->answers.given + person * count;
	passage->asked = 0;
	passage->nanoseconds = 0;
	full_test_make(&replay->file.bank, passage->given, &passage->full);
	for (size_t i = 0; i < count; i++)
		passage->answers[i] = passage->given[i] == 0 ? ADAPTIVE_NEVER
							     : 0;
}

/* False when the test is at its end. */
static bool
passage_ask(struct passage *passage, const struct adaptive_rule *rule)
{
	int64_t start = clock_ticks();
	int item = adaptive_next(
	    passage->replay->table, passage->answers, rule, passage->person);

	passage->nanoseconds += clock_ticks() - start;
	if (item < 0)
		return false;
	passage->answers[item] = passage->given[item];
	passage->asked++;
	return true;
}

static void
passage_stop(const struct passage *passage, struct stop *stop)
{
	const struct replay *replay = passage->replay;
	struct interest_profile profile;

	interest_score(replay->table, passage->answers, &profile);
	figures_take(&stop->slots[0], &profile, &passage->full);
	for (int c = 0; c < replay->answers.columns; c++) {
		uint16_t value = replay->answers.column[c].of[passage->person];

		if (value != ANSWERS_NO_VALUE)
			figures_take(
			    &stop->slots[replay->first_slot[c] + value],
			    &profile, &passage->full);
	}
	for (int i = 0; i < replay->file.bank.count; i++)
		stop->asked[i] += passage->answers[i] >= 1 &&
		    passage->answers[i] <= INTEREST_CATEGORIES;
	stop->ended[passage->asked]++;
	stop->nanoseconds += passage->nanoseconds;
}

static void
person_replay(struct replay *replay, size_t person, struct stop *stops)
{
	struct passage passage;

	passage_start(&passage, replay, person);
	for (int k = 0; k < replay->length_count; k++) {
		while (passage.asked < replay->lengths[k])
			if (!passage_ask(&passage, &replay->rule))
				break;
		passage_stop(&passage, &stops[k]);
	}
	if (!replay->until)
		return;
	passage_start(&passage, replay, person);
	while (passage_ask(&passage, &replay->ending))
		continue;
	passage_stop(&passage, &stops[LENGTHS]);
}

static void
block_replay(void *with, int block)
{
	struct replay *replay = with;
	size_t people = replay->answers.people;
	size_t from = people * (size_t)block / BLOCKS;
	size_t to = people * ((size_t)block + 1) / BLOCKS;

	for (size_t person = from; person < to; person++)
		person_replay(replay, person, replay->blocks[block]);
}

/* All of them */

static void
stop_add(struct stop *sum, const struct stop *more)
{
	for (int s = 0; s < SLOTS; s++)
		figures_add(&sum->slots[s], &more->slots[s]);
	for (int i = 0; i < INTEREST_ITEMS; i++)
		sum->asked[i] += more->asked[i];
	for (int n = 0; n <= INTEREST_ITEMS; n++)
		sum->ended[n] += more->ended[n];
	sum->nanoseconds += more->nanoseconds;
}

/* The figures of all blocks end in the first. */
static struct stop *
replay_run(struct replay *replay)
{
	struct arena *arena = command_arena(replay->cl);

	for (int b = 0; b < BLOCKS; b++)
		replay->blocks[b] = arena_array(
		    arena, STOPS, sizeof *replay->blocks[b]);
	blocks_run(BLOCKS, (int)replay->threads, block_replay, replay);
	for (int b = 1; b < BLOCKS; b++)
		for (int k = 0; k < STOPS; k++)
			stop_add(&replay->blocks[0][k], &replay->blocks[b][k]);
	return replay->blocks[0];
}

static void
put_groups(
    struct writer *writer, const struct replay *replay, const struct stop *stop)
{
	const struct bank_file *file = &replay->file;

	put_object(writer, "groups");
	for (int c = 0; c < replay->answers.columns; c++) {
		const struct answers_column *column =
		    &replay->answers.column[c];

		put_object(writer, column->name);
		for (int v = 0; v < column->count; v++) {
			const struct figures *figures =
			    &stop->slots[replay->first_slot[c] + v];

			put_object(writer, column->values[v]);
			put_int(writer, "people", figures->people);
			figures_put(
			    writer, figures, file->scale_names, file->scales);
			put_object_end(writer);
		}
		put_object_end(writer);
	}
	put_object_end(writer);
}

static void
put_stop(
    struct writer *writer, const struct replay *replay, const struct stop *stop)
{
	const struct bank_file *file = &replay->file;
	double people = (double)stop->slots[0].people;
	double items = (double)stop->slots[0].items;
	int64_t most = 0;

	for (int i = 0; i < file->bank.count; i++)
		most = stop->asked[i] > most ? stop->asked[i] : most;
	figures_put(writer, &stop->slots[0], file->scale_names, file->scales);
	put_real(writer, "items_mean", items / people, 2);
	put_real(writer, "exposure_most", (double)most / people, 4);
	put_real(writer, "microseconds_per_item",
	    (double)stop->nanoseconds / 1000 / items, 2);
	if (replay->answers.columns > 0)
		put_groups(writer, replay, stop);
}

static void
put_until(
    struct writer *writer, const struct replay *replay, const struct stop *stop)
{
	put_object(writer, "until_se");
	put_real(writer, "target", replay->ending.target, 6);
	put_list(writer, "ended");
	for (int n = 0; n <= INTEREST_ITEMS; n++) {
		if (stop->ended[n] == 0)
			continue;
		put_object(writer, NULL);
		put_int(writer, "items", n);
		put_int(writer, "people", stop->ended[n]);
		put_object_end(writer);
	}
	put_list_end(writer);
	put_stop(writer, replay, stop);
	put_object_end(writer);
}

static bool
replay_print(const struct replay *replay, const struct stop *stops)
{
	struct buffer bytes = { 0 };
	struct writer writer = { .out = &bytes };
	bool printed;

	put_object(&writer, NULL);
	put_int(&writer, "people", (int64_t)replay->answers.people);
	put_list(&writer, "lengths");
	for (int k = 0; k < replay->length_count; k++) {
		put_object(&writer, NULL);
		put_int(&writer, "items", replay->lengths[k]);
		put_stop(&writer, replay, &stops[k]);
		put_object_end(&writer);
	}
	put_list_end(&writer);
	if (replay->until)
		put_until(&writer, replay, &stops[LENGTHS]);
	put_object_end(&writer);
	buffer_char(&bytes, '\n');
	printed = !bytes.failed &&
	    fwrite(bytes.data, 1, bytes.length, stdout) == bytes.length;
	buffer_free(&bytes);
	return printed || tell(replay->cl, "replay.out", "-");
}

static void
replay_free(void *with)
{
	struct replay *replay = with;

	answers_free(&replay->answers);
	interest_table_free(replay->table);
}

int
interest_replay_run(struct command_line *cl)
{
	struct replay *replay = arena_alloc(command_arena(cl), sizeof *replay);
	const char *columns[ANSWERS_COLUMNS + 1];

	replay->cl = cl;
	if (!options_take(replay, columns))
		return EXIT_MISUSED;
	arena_defer(command_arena(cl), replay_free, replay);
	if (!replay_read(replay, columns) || !exposure_bound(replay) ||
	    !replay_print(replay, replay_run(replay)))
		return EXIT_FAILED;
	return EXIT_DONE;
}
