/* What a draw writes: placements, and the log of it. */
#include <string.h>

#include "base/clock.h"
#include "seats/allot_draw.h"

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
lost(const struct listener *listener, const char *path)
{
	listener_tell(listener, "seats.write",
	    (const struct word[]){ { "file", path }, { 0 } });
	return false;
}

bool
draw_write(const struct listener *listener, struct draw *draw,
    const char *placements, const char *log)
{
	int64_t start = clock_ticks();
	struct out_file out;

	if (out_open(&out, placements))
		placements_write(&out, draw);
	if (!out_close(&out))
		return lost(listener, placements);
	if (out_open(&out, log))
		draw_log_write(&out, &draw->files, &draw->terms, draw->lottery,
		    &draw->outcome);
	if (!out_close(&out))
		return lost(listener, log);
	draw->times.write = clock_ticks() - start;
	return true;
}
