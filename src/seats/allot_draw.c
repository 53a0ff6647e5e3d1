/* A draw: the files, the lottery, the engine, one after another. */
#include "seats/allot_draw.h"

#include "base/clock.h"

bool
option_needed(struct command_line *cl, const char *name, const char **value)
{
	*value = option_text(cl, name);
	if (*value == NULL)
		complain(cl, "seats.needed",
		    (const struct word[]){ { "option", name }, { 0 } });
	return *value != NULL;
}

bool
draw_paths_take(struct command_line *cl, struct allot_paths *paths)
{
	paths->nodes = option_text(cl, "nodes");
	paths->scores = option_text(cl, "scores");
	paths->held = option_text(cl, "held");
	return option_needed(cl, "sessions", &paths->sessions) &&
	    option_needed(cl, "applicants", &paths->applicants);
}

bool
draw_threads_take(struct command_line *cl, int *threads)
{
	int64_t count;

	if (!option_int(cl, "threads", 1, 64, 1, &count))
		return false;
	*threads = (int)count;
	return true;
}

static bool
draw_number(struct draw *draw, int threads)
{
	struct allot_files *files = &draw->files;
	int64_t start = clock_ticks();
	uint64_t *numbers = memory_get(
	    sizeof *numbers * files->applicant_count);
	bool ranked;

	draw->lottery = lottery_new(draw->terms.seed, draw->terms.seed_length,
	    draw->terms.round, draw->terms.public_number);
	if (numbers == NULL || draw->lottery == NULL) {
		memory_give(numbers);
		return false;
	}
	lots_number(files, draw->lottery, threads, numbers);
	draw->times.lottery = clock_ticks() - start;
	start = clock_ticks();
	ranked = lots_rank(files, numbers);
	memory_give(numbers);
	draw->times.order = clock_ticks() - start;
	return ranked;
}

static bool
draw_files(struct draw *draw, int threads)
{
	int64_t start;

	if (!draw_number(draw, threads))
		return false;
	start = clock_ticks();
	draw->round = files_round(&draw->files, draw->terms.class_unit);
	if (!allot_round_draw(&draw->round, NULL, &draw->outcome))
		return false;
	draw->times.draw = clock_ticks() - start;
	return true;
}

bool
draw_make(const struct listener *listener, const struct allot_paths *paths,
    int threads, struct draw *draw)
{
	struct faults faults = { .listener = listener };
	int64_t start = clock_ticks();

	if (!allot_files_read(&draw->files, paths, &faults))
		return false;
	draw->times.read = clock_ticks() - start;
	if (draw_files(draw, threads))
		return true;
	listener_tell(listener, "seats.memory", NULL);
	draw_free(draw);
	return false;
}

void
draw_free(struct draw *draw)
{
	allot_outcome_free(&draw->outcome);
	lottery_free(draw->lottery);
	draw->lottery = NULL;
	allot_files_free(&draw->files);
}
