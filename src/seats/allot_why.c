/*
 * allot why: one applicant's result. Each wish with what became of it, the last
 * keys that were taken there and the own one; how often redraws with other
 * numbers give each wish; what is still open.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "seats/allot_draw.h"
#include "seats/commands.h"

enum { REDRAWS = 100000, ALTERNATIVES = 10 };

struct why {
	struct draw *draw;
	struct writer writer;
	uint32_t applicant, start, length;
	const struct allot *market; /* that the applicant draws in */
	bool in_classes;
	uint32_t *won; /* how many redraws gave each wish */
	int64_t redraws;
};

/* What stands between the applicant and a session; NULL where nothing does. */
static const char *
session_bar(const struct why *why, uint32_t session)
{
	const struct draw *draw = why->draw;
	const struct allot_by_classes *by = &draw->outcome.by_classes[session];
	uint32_t seats = draw->files.sessions[session].seats;

	if (draw->outcome.closed[session])
		return "closed";
	if (why->in_classes &&
	    (by->units == 0 ||
		draw->files.sizes[why->applicant] > seats / by->units))
		return "size";
	return NULL;
}

static const char *
wish_bar(const struct why *why, uint32_t choice)
{
	const struct allot_files *files = &why->draw->files;

	if (files->choices[choice] == files->session_count)
		return "slot";
	if (files->scores != NULL && isnan(files->scores[choice]))
		return "score";
	return session_bar(why, files->choices[choice]);
}

/* What became of a wish. */
static const char *
wish_state(const struct why *why, uint32_t wish)
{
	uint32_t place = why->draw->outcome.place[why->applicant];
	const char *bar = wish_bar(why, why->start + wish);

	if (place == wish)
		return "held";
	if (place < wish)
		return "not needed";
	return bar != NULL ? bar : "refused";
}

static uint32_t
own_key(const struct why *why, uint32_t wish)
{
	const struct allot_files *files = &why->draw->files;

	return files->scores != NULL ? files->score_keys[why->start + wish]
				     : files->rank[why->applicant];
}

/* A key of the market that the applicant draws in. */
static void
last_put(struct why *why, uint32_t key)
{
	const struct draw *draw = why->draw;

	if (key != ALLOT_NONE && why->in_classes)
		key = draw->outcome.class_keys[key];
	key_put(&why->writer, "last", &draw->files, draw->lottery, key);
}

/* The last on each kind of seat that the applicant could have had. */
static void
cutoffs_put(struct why *why, uint32_t session)
{
	const struct allot_files *files = &why->draw->files;
	const struct allot_session *given = &files->sessions[session];
	uint32_t groups = files->groups[why->applicant];

	put_list(&why->writer, "cutoffs");
	for (uint32_t r = 0; r <= given->reserves; r++) {
		uint32_t row = given->reserve + r;
		bool others = r == given->reserves;

		if (!others && !(groups >> files->reserves[row].group & 1))
			continue;
		put_object(&why->writer, NULL);
		if (others)
			put_text(&why->writer, "seats", "others");
		else
			put_cell(&why->writer, "reserve",
			    files->group_names
				.cells[files->reserves[row].group]);
		put_int(
		    &why->writer, "taken", allot_held(why->market, session, r));
		last_put(why, allot_last(why->market, session, r));
		put_object_end(&why->writer);
	}
	put_list_end(&why->writer);
}

/* Caps above the session that are reached. */
static void
caps_put(struct why *why, uint32_t session)
{
	const struct allot_files *files = &why->draw->files;
	uint32_t n = files->sessions[session].node;
	bool reserved;

	put_list(&why->writer, "caps");
	for (; n != ALLOT_NONE; n = files->nodes[n].parent) {
		if (files->nodes[n].cap == ALLOT_NONE ||
		    why->draw->outcome.node_taken[n] < files->nodes[n].cap)
			continue;
		put_object(&why->writer, NULL);
		put_cell(&why->writer, "node", files->node_names.cells[n]);
		put_int(&why->writer, "cap", files->nodes[n].cap);
		last_put(why, allot_node_last(why->market, n, &reserved));
		put_object_end(&why->writer);
	}
	put_list_end(&why->writer);
}

static void
wish_put(struct why *why, uint32_t wish)
{
	const struct draw *draw = why->draw;
	const char *state = wish_state(why, wish);
	uint32_t session = choice_session(&draw->files, why->start + wish);

	put_object(&why->writer, NULL);
	put_int(&why->writer, "rank", wish + 1);
	put_cell(
	    &why->writer, "session", draw->files.session_names.cells[session]);
	put_text(&why->writer, "state", state);
	key_put(&why->writer, "own", &draw->files, draw->lottery,
	    own_key(why, wish));
	if (strcmp(state, "refused") == 0) {
		cutoffs_put(why, session);
		caps_put(why, session);
	}
	put_object_end(&why->writer);
}

/* What is still open */

static uint32_t
free_seats(const struct why *why, uint32_t session)
{
	const struct allot_files *files = &why->draw->files;
	const struct allot_outcome *outcome = &why->draw->outcome;
	uint32_t left = files->sessions[session].seats -
	    outcome->taken[session];
	uint32_t n = files->sessions[session].node;

	for (; n != ALLOT_NONE; n = files->nodes[n].parent)
		if (files->nodes[n].cap != ALLOT_NONE &&
		    files->nodes[n].cap - outcome->node_taken[n] < left)
			left = files->nodes[n].cap - outcome->node_taken[n];
	return left;
}

/* At a slot that is taken, by a seat of before or by the one held now. */
static bool
slot_taken(const struct why *why, uint32_t session)
{
	const struct allot_files *files = &why->draw->files;
	struct cell slot = files->session_rows[session].slot;
	uint32_t place = why->draw->outcome.place[why->applicant], other;

	if (slot.length == 0)
		return false;
	for (uint32_t wish = 0; wish < why->length; wish++) {
		other = choice_session(files, why->start + wish);
		if ((wish == place ||
			files->choices[why->start + wish] ==
			    files->session_count) &&
		    cell_compare(files->session_rows[other].slot, slot) == 0)
			return true;
	}
	return false;
}

static bool
is_open(const struct why *why, uint32_t session)
{
	const struct allot_files *files = &why->draw->files;

	if (files->scores != NULL || session_bar(why, session) != NULL ||
	    slot_taken(why, session) ||
	    free_seats(why, session) < files->sizes[why->applicant])
		return false;
	for (uint32_t wish = 0; wish < why->length; wish++)
		if (choice_session(files, why->start + wish) == session)
			return false;
	return true;
}

/* In the place of the first wish; then by free seats, then id. */
static bool
open_before(const struct why *why, uint32_t a, uint32_t b)
{
	const struct session_row *rows = why->draw->files.session_rows;
	uint32_t seats = free_seats(why, a), others = free_seats(why, b);
	bool near_a = false, near_b = false;

	if (why->length > 0) {
		const struct session_row *first =
		    &rows[choice_session(&why->draw->files, why->start)];

		near_a = cell_compare(rows[a].node, first->node) == 0;
		near_b = cell_compare(rows[b].node, first->node) == 0;
	}
	if (near_a != near_b)
		return near_a;
	return seats != others ? seats > others : a < b;
}

static void
alternatives_put(struct why *why)
{
	const struct allot_files *files = &why->draw->files;
	uint32_t best[ALTERNATIVES], count = 0;

	for (uint32_t s = 0; s < files->session_count; s++) {
		uint32_t at = count;

		if (!is_open(why, s))
			continue;
		while (at > 0 && open_before(why, s, best[at - 1]))
			at--;
		if (at == ALTERNATIVES)
			continue;
		count += count < ALTERNATIVES;
		memmove(
		    best + at + 1, best + at, sizeof *best * (count - at - 1));
		best[at] = s;
	}
	put_list(&why->writer, "open");
	for (uint32_t k = 0; k < count; k++) {
		put_object(&why->writer, NULL);
		put_cell(&why->writer, "session",
		    files->session_names.cells[best[k]]);
		put_int(&why->writer, "free", free_seats(why, best[k]));
		put_object_end(&why->writer);
	}
	put_list_end(&why->writer);
}

/* Redraws */

/* Numbers of another draw, made of this one's (Steele, Lea and Flood 2014). */
static uint64_t
number_mix(uint64_t number, uint64_t redraw)
{
	number += (redraw + 1) * 0x9e3779b97f4a7c15u;
	number = (number ^ number >> 30) * 0xbf58476d1ce4e5b9u;
	number = (number ^ number >> 27) * 0x94d049bb133111ebu;
	return number ^ number >> 31;
}

static bool
redraw_run(
    struct why *why, const uint64_t *numbers, uint64_t *mixed, uint64_t redraw)
{
	struct draw *draw = why->draw;
	struct allot_outcome outcome;
	uint32_t place;

	for (uint32_t i = 0; i < draw->files.applicant_count; i++)
		mixed[i] = number_mix(numbers[i], redraw);
	if (!lots_rank(&draw->files, mixed) ||
	    !allot_round_draw(&draw->round, NULL, &outcome))
		return false;
	place = outcome.place[why->applicant];
	if (place != ALLOT_UNPLACED)
		why->won[place]++;
	allot_outcome_free(&outcome);
	return true;
}

static bool
redraws_run(struct why *why, int threads)
{
	const struct allot_files *files = &why->draw->files;
	size_t count = files->applicant_count;
	uint64_t *numbers = memory_get(sizeof *numbers * count);
	uint64_t *mixed = memory_get(sizeof *mixed * count);
	bool done = numbers != NULL && mixed != NULL;

	if (done)
		lots_number(files, why->draw->lottery, threads, numbers);
	for (int64_t k = 0; done && k < why->redraws; k++)
		done = redraw_run(why, numbers, mixed, (uint64_t)k);
	memory_give(numbers);
	memory_give(mixed);
	return done;
}

static void
chances_put(struct why *why)
{
	uint32_t sum = 0;

	put_object(&why->writer, "chance");
	put_int(&why->writer, "redraws", why->redraws);
	put_list(&why->writer, "wishes");
	for (uint32_t wish = 0; wish < why->length; wish++) {
		put_real(&why->writer, NULL,
		    (double)why->won[wish] / (double)why->redraws, 4);
		sum += why->won[wish];
	}
	put_list_end(&why->writer);
	put_real(&why->writer, "any", (double)sum / (double)why->redraws, 4);
	put_object_end(&why->writer);
}

/* The whole */

static void
result_put(struct why *why)
{
	const struct draw *draw = why->draw;
	uint32_t place = draw->outcome.place[why->applicant];

	put_cell(&why->writer, "applicant",
	    applicant_id(&draw->files, why->applicant));
	if (place == ALLOT_UNPLACED) {
		put_null(&why->writer, "session");
		put_null(&why->writer, "rank");
	} else {
		put_cell(&why->writer, "session",
		    draw->files.session_names
			.cells[draw->files.choices[why->start + place]]);
		put_int(&why->writer, "rank", place + 1);
	}
	put_list(&why->writer, "wishes");
	for (uint32_t wish = 0; wish < why->length; wish++)
		wish_put(why, wish);
	put_list_end(&why->writer);
	alternatives_put(why);
}

static bool
why_find(struct command_line *cl, struct why *why, const char *id)
{
	const struct allot_files *files = &why->draw->files;

	if (!applicants_index(&why->draw->files)) {
		complain(cl, "seats.memory", NULL);
		return false;
	}
	why->applicant = applicant_find(files, cell_of(id));
	if (why->applicant == UINT32_MAX) {
		complain(cl, "seats.applicant",
		    (const struct word[]){ { "applicant", id }, { 0 } });
		return false;
	}
	why->start = files->first[why->applicant];
	why->length = files->first[why->applicant + 1] - why->start;
	why->in_classes = files->sizes[why->applicant] > 1;
	why->market = why->in_classes ? why->draw->outcome.classes
				      : why->draw->outcome.pupils;
	why->won = arena_array(
	    command_arena(cl), (size_t)why->length + 1, sizeof *why->won);
	return true;
}

/* Redraws come last: they use up the ranks that everything else speaks of. */
static int
why_run(struct command_line *cl, struct why *why, int threads)
{
	struct buffer buffer = { 0 };
	int status = EXIT_FAILED;

	why->writer.out = &buffer;
	put_object(&why->writer, NULL);
	result_put(why);
	if (redraws_run(why, threads)) {
		chances_put(why);
		put_object_end(&why->writer);
		status = EXIT_DONE;
	}
	if (status == EXIT_DONE && !buffer.failed)
		puts(buffer.data);
	else
		complain(cl, "seats.memory", NULL);
	buffer_free(&buffer);
	return status;
}

int
allot_why_command(struct command_line *cl)
{
	const struct listener listener = listener_command(cl);
	struct draw draw = { 0 };
	struct why why = { .draw = &draw };
	struct allot_paths paths;
	const char *id, *log;
	int threads, status = EXIT_FAILED;

	if (!draw_paths_take(cl, &paths) ||
	    !option_needed(cl, "applicant", &id) ||
	    !option_needed(cl, "log", &log) ||
	    !draw_threads_take(cl, &threads) ||
	    !option_int(cl, "redraws", 1, REDRAWS, 200, &why.redraws))
		return EXIT_MISUSED;
	if (!draw_terms_read(cl, log, &draw.terms) ||
	    !draw_make(&listener, &paths, threads, &draw))
		return EXIT_FAILED;
	if (why_find(cl, &why, id))
		status = why_run(cl, &why, threads);
	draw_free(&draw);
	return status;
}
