/* allot run: from files to placements and the log of the draw. */
#include <stdio.h>

#include "base/clock.h"
#include "base/json.h"
#include "seats/allot_draw.h"
#include "seats/commands.h"

/* What is written */

static size_t
number_write(char *out, unsigned number)
{
	char digits[10];
	size_t count = 0, i;

	do
		digits[count++] = (char)('0' + number % 10);
	while ((number /= 10) > 0);
	for (i = 0; i < count; i++)
		out[i] = digits[count - 1 - i];
	return count;
}

/* In the order of ids, whatever the order of the file. */
static void
placements_write(struct out_file *out, struct draw *draw)
{
	struct allot_files *files = &draw->files;
	char rank[16] = ",";

	out_add(out, "applicant,session,rank\n", 23);
	for (uint32_t k = 0; k < files->applicant_count; k++) {
		uint32_t i = applicant_in(files, k), place;
		size_t length = 1;

		place = draw->outcome.place[i];
		if (files->sorted == NULL)
			ids_forget(files, i);
		out_cell(out, applicant_id(files, i));
		out_add(out, ",", 1);
		if (place != ALLOT_UNPLACED) {
			out_cell(out,
			    files->session_names.cells
				[files->choices[files->first[i] + place]]);
			length += number_write(rank + 1, place + 1);
		}
		rank[length] = '\n';
		out_add(out, rank, length + 1);
	}
}

static bool
lost(struct command_line *cl, const char *path)
{
	complain(cl, "seats.write",
	    (const struct word[]){ { "file", path }, { 0 } });
	return false;
}

static bool
run_write(struct command_line *cl, struct draw *draw)
{
	const char *out_path = option_text(cl, "out");
	const char *log_path = option_text(cl, "log");
	int64_t start = clock_ticks();
	struct out_file out;

	if (out_open(&out, out_path))
		placements_write(&out, draw);
	if (!out_close(&out))
		return lost(cl, out_path);
	if (out_open(&out, log_path))
		draw_log_write(&out, &draw->files, &draw->terms, draw->lottery,
		    &draw->outcome);
	if (!out_close(&out))
		return lost(cl, log_path);
	draw->times.write = clock_ticks() - start;
	return true;
}

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
	struct draw draw = { 0 };
	struct allot_paths paths;
	const char *out, *log;
	int threads, status = EXIT_FAILED;

	if (!draw_paths_take(cl, &paths) || !option_needed(cl, "out", &out) ||
	    !option_needed(cl, "log", &log) ||
	    !draw_threads_take(cl, &threads) ||
	    !draw_terms_take(cl, &draw.terms))
		return EXIT_MISUSED;
	if (!draw_make(cl, &paths, threads, &draw))
		return EXIT_FAILED;
	if (run_write(cl, &draw)) {
		run_tell(&draw);
		status = EXIT_DONE;
	}
	draw_free(&draw);
	return status;
}
