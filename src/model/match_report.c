/* Measures as JSON. */
#include "model/match_report.h"

#include <stdio.h>
#include <string.h>

#include "base/memory.h"

enum { DIGITS = 4, LOSS_DIGITS = 5 };

bool
names_split(struct command_line *cl, const char *text,
    const char *names[ANSWERS_COLUMNS])
{
	int count = 0;

	memset(names, 0, ANSWERS_COLUMNS * sizeof *names);
	while (text != NULL && text[0] != '\0') {
		size_t length = strcspn(text, ",");

		/* One column is the label. */
		if (length == 0 || count == ANSWERS_COLUMNS - 1)
			return false;
		names[count++] = arena_bytes(command_arena(cl), text, length);
		text += length + (text[length] == ',');
	}
	return true;
}

static void
interval_write(
    struct writer *writer, const char *name, const struct interval *interval)
{
	put_list(writer, name);
	put_real(writer, NULL, interval->low, DIGITS);
	put_real(writer, NULL, interval->high, DIGITS);
	put_list_end(writer);
}

void
measure_write(struct writer *writer, const struct measure *measure)
{
	put_int(writer, "n", (int64_t)measure->people);
	put_int(writer, "classes", measure->present);
	put_real(writer, "top1", measure->top1, DIGITS);
	interval_write(writer, "top1_95", &measure->top1_95);
	put_real(writer, "top3", measure->top3, DIGITS);
	interval_write(writer, "top3_95", &measure->top3_95);
	put_real(writer, "top5", measure->top5, DIGITS);
	interval_write(writer, "top5_95", &measure->top5_95);
	put_real(writer, "macro_top1", measure->macro_top1, DIGITS);
	put_real(writer, "macro_top3", measure->macro_top3, DIGITS);
	put_real(writer, "nll", measure->nll, LOSS_DIGITS);
	put_real(writer, "ece", measure->ece, DIGITS);
	interval_write(writer, "ece_95", &measure->ece_95);
	put_real(writer, "ece_floor", measure->ece_floor, DIGITS);
}

/* Those of a value of a group; who has room for everybody. */
static bool
value_write(struct writer *writer, const struct match_data *people,
    struct measure_sample *sample, int group, int value, size_t *who)
{
	struct measure measure;

	sample->people = 0;
	for (size_t i = 0; i < people->data.people; i++)
		if (match_data_group(people, group, i) == value)
			who[sample->people++] = i;
	sample->who = who;
	if (!measure_take(sample, &measure))
		return false;
	put_object(writer, people->answers.column[1 + group].values[value]);
	measure_write(writer, &measure);
	put_object_end(writer);
	return true;
}

static bool
groups_write(struct writer *writer, const struct match_data *people,
    struct measure_sample *sample, size_t *who)
{
	bool written = true;

	put_object(writer, "groups");
	for (int g = 0; written && g + 1 < people->answers.columns; g++) {
		const struct answers_column *column =
		    &people->answers.column[1 + g];

		put_object(writer, column->name);
		for (int v = 0; written && v < column->count; v++)
			written = value_write(
			    writer, people, sample, g, v, who);
		put_object_end(writer);
	}
	put_object_end(writer);
	return written;
}

bool
match_report_write(struct writer *writer, const struct match_data *people,
    const double *chances)
{
	struct measure_sample sample = { .people = people->data.people,
		.classes = people->data.classes,
		.chances = chances,
		.class = people->data.class };
	size_t *who = memory_get((people->data.people + 1) * sizeof *who);
	struct measure measure;
	bool written = who != NULL && measure_take(&sample, &measure);

	if (written) {
		measure_write(writer, &measure);
		put_int(writer, "left_out", (int64_t)people->left_out);
		written = groups_write(writer, people, &sample, who);
	}
	memory_give(who);
	return written;
}

bool
match_report_print(struct buffer *bytes)
{
	bool printed;

	buffer_char(bytes, '\n');
	printed = !bytes->failed &&
	    fwrite(bytes->data, 1, bytes->length, stdout) == bytes->length &&
	    fflush(stdout) == 0;
	buffer_free(bytes);
	return printed;
}
