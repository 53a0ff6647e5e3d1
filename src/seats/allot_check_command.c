/* allot check: a draw from its files alone, a line a violation. */
#include <inttypes.h>
#include <stdio.h>

#include "seats/allot_draw.h"
#include "seats/commands.h"

static const char *
number_text(struct arena *arena, uint64_t number)
{
	return arena_printf(arena, "%" PRIu64, number);
}

static void
verdict_tell(const struct check *check)
{
	const struct listener *out = check->violations;
	struct arena *arena = out->arena;
	bool sound = check->violation_count == 0;

	if (check->violation_count > CHECK_TOLD)
		listener_tell(out, "seats.check.more",
		    (const struct word[]){
			{ "count",
			    number_text(
				arena, check->violation_count - CHECK_TOLD) },
			{ 0 } });
	listener_tell(out, sound ? "seats.check.sound" : "seats.check.unsound",
	    (const struct word[]){
		{ "count", number_text(arena, check->violation_count) },
		{ "applicants", number_text(arena, check->applicants) },
		{ "seated", number_text(arena, check->seated) },
		{ "closed", number_text(arena, check->closed) }, { 0 } });
	fprintf(stderr,
	    "{\"seconds\":{\"read\":%.4f,\"lottery\":%.4f,"
	    "\"order\":%.4f,\"check\":%.4f}}\n",
	    (double)check->times[0] / 1e9, (double)check->times[1] / 1e9,
	    (double)check->times[2] / 1e9, (double)check->times[3] / 1e9);
}

int
allot_check_command(struct command_line *cl)
{
	const struct listener mistakes = listener_command(cl);
	const struct listener violations = listener_out(cl);
	struct allot_paths paths;
	struct check check = { .paths = &paths,
		.mistakes = &mistakes,
		.violations = &violations };

	if (!draw_paths_take(cl, &paths) ||
	    !option_needed(cl, "placements", &check.placements) ||
	    !option_needed(cl, "log", &check.log))
		return EXIT_MISUSED;
	if (!check_files(&check))
		return EXIT_FAILED;
	verdict_tell(&check);
	return check.violation_count == 0 ? EXIT_DONE : EXIT_FAILED;
}
