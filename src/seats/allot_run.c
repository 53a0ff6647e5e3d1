/* allot run: from files to placements and the log of the draw. */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/json.h"
#include "seats/allot_draw.h"
#include "seats/commands.h"

/* What is written */

static char *
number_write(char *out, unsigned number)
{
	char digits[10];
	size_t count = 0;

	do
		digits[count++] = (char)('0' + number % 10);
	while ((number /= 10) > 0);
	while (count > 0)
		*out++ = digits[--count];
	return out;
}

static char *
cell_write(char *out, struct cell cell)
{
	bool quotes = memchr(cell.text, ',', cell.length) != NULL;

	if (quotes)
		*out++ = '"';
	memcpy(out, cell.text, cell.length);
	out += cell.length;
	if (quotes)
		*out++ = '"';
	return out;
}

/* Most bytes of a line: two ids in quotes, a rank, what parts them. */
enum { LINE = 2 * (ALLOT_ID + 2) + 16 };

static void
placement_write(struct out_file *out, const struct draw *draw, uint32_t i)
{
	const struct allot_files *files = &draw->files;
	uint32_t place = draw->outcome.place[i];
	char *line = out_room(out, LINE), *at;

	if (line == NULL)
		return;
	at = cell_write(line, applicant_id(files, i));
	*at++ = ',';
	if (place != ALLOT_UNPLACED)
		at = cell_write(at,
		    files->session_names
			.cells[files->choices[files->first[i] + place]]);
	*at++ = ',';
	if (place != ALLOT_UNPLACED)
		at = number_write(at, place + 1);
	*at++ = '\n';
	out->length += (size_t)(at - line);
}

/* In the order of ids, whatever the order of the file. */
static void
placements_write(struct out_file *out, const struct draw *draw)
{
	const struct allot_files *files = &draw->files;

	out_add(out, "applicant,session,rank\n", 23);
	for (uint32_t k = 0; k < files->applicant_count; k++) {
		uint32_t i = applicant_in(files, k);

		if (files->sorted == NULL)
			ids_forget(files, i);
		placement_write(out, draw, i);
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
