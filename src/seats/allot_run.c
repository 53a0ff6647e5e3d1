/* allot run: from files to placements and the log of the draw. */
#include <stdio.h>

#include "base/json.h"
#include "seats/allot_draw.h"
#include "seats/commands.h"

static void
times_put(struct writer *writer, const struct draw_times *times)
{
	const struct {
		const char *name;
		int64_t ticks;
	} parts[] = { { "read", times->read }, { "lottery", times->lottery },
		{ "order", times->order }, { "draw", times->draw },
		{ "write", times->write } };

	put_object(writer, "seconds");
	for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
		put_real(
		    writer, parts[i].name, (double)parts[i].ticks / 1e9, 6);
	put_object_end(writer);
}

static void
run_tell(const struct draw *draw)
{
	struct buffer buffer = { 0 };
	struct writer writer = { .out = &buffer };
	const struct allot_files *files = &draw->files;
	int64_t seated = 0;

	for (uint32_t i = 0; i < files->applicant_count; i++)
		seated += draw->outcome.place[i] != ALLOT_UNPLACED;
	put_object(&writer, NULL);
	put_int(&writer, "applicants", files->applicant_count);
	put_int(&writer, "seated", seated);
	put_int(&writer, "sessions", files->session_count);
	put_int(&writer, "closed", draw->outcome.closing_count);
	times_put(&writer, &draw->times);
	put_object_end(&writer);
	if (!buffer.failed)
		puts(buffer.data);
	buffer_free(&buffer);
}

int
allot_run_command(struct command_line *cl)
{
	const struct listener listener = listener_command(cl);
	struct draw draw = { 0 };
	struct allot_paths paths;
	const char *out, *log;
	int threads, status = EXIT_FAILED;

	if (!draw_paths_take(cl, &paths) || !option_needed(cl, "out", &out) ||
	    !option_needed(cl, "log", &log) ||
	    !draw_threads_take(cl, &threads) ||
	    !draw_terms_take(cl, &draw.terms))
		return EXIT_MISUSED;
	if (!draw_make(&listener, &paths, threads, &draw))
		return EXIT_FAILED;
	if (draw_write(&listener, &draw, out, log)) {
		run_tell(&draw);
		status = EXIT_DONE;
	}
	draw_free(&draw);
	return status;
}
