/*
 * giljabi interest calibrate --answers A.csv --scales S.csv --out bank.json
 *     [--groups gender,residence]
 *
 * From people's answers to a bank of items: reads both files, calibrates, looks
 * at the items' functioning by each column, writes the bank whole or not at
 * all, and answers a summary.
 */
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "model/bank_learned.h"
#include "model/calibrated.h"
#include "model/commands.h"

const struct option_row interest_calibrate_options[] = {
	{ "answers", "FILE.csv", "option.calibrate.answers" },
	{ "scales", "FILE.csv", "option.calibrate.scales" },
	{ "out", "FILE.json", "option.calibrate.out" },
	{ "groups", "COLUMN,…", "option.calibrate.groups" },
	{ 0 },
};

static bool
tell(struct command_line *cl, const char *id, const char *what)
{
	complain(cl, id, (const struct word[]){ { "what", what }, { 0 } });
	return false;
}

static bool
options_given(struct command_line *cl)
{
	static const char *const needed[] = { "answers", "scales", "out" };

	for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
		if (!option_given(cl, needed[i]))
			return tell(cl, "model.calibrate.needs", needed[i]);
	return true;
}

/* The names between the commas; columns ends with NULL. */
static bool
groups_split(struct command_line *cl, const char *columns[ANSWERS_COLUMNS + 1])
{
	const char *at = option_text(cl, "groups");
	int count = 0;

	memset(columns, 0, (ANSWERS_COLUMNS + 1) * sizeof *columns);
	while (at != NULL) {
		size_t length = strcspn(at, ",");

		if (length == 0 || count == ANSWERS_COLUMNS)
			return tell(cl, "model.calibrate.groups", "groups");
		columns[count++] = arena_bytes(command_arena(cl), at, length);
		at = at[length] == ',' ? at + length + 1 : NULL;
	}
	return true;
}

/*
 * Numbers the values that enough people have; the others get ANSWERS_NO_VALUE.
 * False when there are more than can be compared.
 */
static bool
values_number(struct arena *arena, const struct answers *answers,
    const struct answers_column *column, struct functioning *functioning,
    uint16_t *numbers)
{
	size_t *people = arena_array(
	    arena, (size_t)column->count + 1, sizeof *people);

	for (size_t p = 0; p < answers->people; p++)
		if (column->of[p] != ANSWERS_NO_VALUE)
			people[column->of[p]]++;
	for (int v = 0; v < column->count; v++) {
		numbers[v] = ANSWERS_NO_VALUE;
		if (people[v] < DIF_PEOPLE)
			continue;
		if (functioning->groups == DIF_GROUPS)
			return false;
		functioning->values[functioning->groups] = column->values[v];
		numbers[v] = (uint16_t)functioning->groups++;
	}
	return true;
}

/* From values to groups, in place. */
static void
people_group(const struct answers *answers, struct answers_column *column,
    const uint16_t *numbers)
{
	for (size_t p = 0; p < answers->people; p++)
		if (column->of[p] != ANSWERS_NO_VALUE)
			column->of[p] = numbers[column->of[p]];
}

static void
items_measure(struct arena *arena, const struct calibrated *calibrated,
    const uint16_t *groups, struct functioning *functioning)
{
	const struct answers *answers = &calibrated->answers;
	const struct scales_file *scales = &calibrated->scales;
	struct dif_table *table = arena_alloc(arena, sizeof *table);

	table->groups = functioning->groups;
	functioning->items = arena_array(
	    arena, (size_t)scales->items, sizeof *functioning->items);
	for (int i = 0; i < scales->items; i++) {
		dif_count(table, answers->people, answers->given + i,
		    (size_t)scales->items,
		    calibrated->calibration.strata + scales->scale[i],
		    (size_t)scales->scales, groups);
		dif_measure(table, &functioning->items[i]);
	}
}

static bool
columns_measure(struct command_line *cl, struct calibrated *calibrated)
{
	struct answers *answers = &calibrated->answers;
	struct arena *arena = command_arena(cl);

	for (int c = 0; c < answers->columns; c++) {
		struct functioning *functioning =
		    &calibrated->functioning[calibrated->columns++];
		struct answers_column *column = &answers->column[c];
		uint16_t *numbers = arena_array(
		    arena, (size_t)column->count + 1, sizeof *numbers);

		functioning->name = column->name;
		if (!values_number(
			arena, answers, column, functioning, numbers))
			return tell(cl, "model.calibrate.many", column->name);
		people_group(answers, column, numbers);
		items_measure(arena, calibrated, column->of, functioning);
	}
	return true;
}

static bool
bank_save(struct command_line *cl, const struct calibrated *calibrated)
{
	const char *path = option_text(cl, "out");
	struct buffer bytes = { 0 };
	bool saved;

	bank_write(&bytes, calibrated);
	saved = file_write(path, &bytes);
	buffer_free(&bytes);
	return saved || tell(cl, "model.calibrate.out", path);
}

static bool
summary_print(struct command_line *cl, const struct calibrated *calibrated)
{
	struct buffer bytes = { 0 };
	bool printed;

	calibrated_summarise(&bytes, calibrated);
	printed = !bytes.failed &&
	    fwrite(bytes.data, 1, bytes.length, stdout) == bytes.length;
	buffer_free(&bytes);
	return printed || tell(cl, "model.calibrate.out", "-");
}

static bool
calibrate_answers(struct command_line *cl, struct calibrated *calibrated)
{
	const struct calibrate_data data = {
		.people = calibrated->answers.people,
		.items = calibrated->scales.items,
		.scales = calibrated->scales.scales,
		.given = calibrated->answers.given,
		.scale = calibrated->scales.scale,
	};

	if (data.people == 0)
		return tell(
		    cl, "model.calibrate.nobody", option_text(cl, "answers"));
	if (!calibrate(&data, &calibrated->calibration))
		return tell(cl, "model.calibrate.memory", "");
	calibrated->bank = bank_learn(command_arena(cl), calibrated);
	return true;
}

static void
calibrated_free(void *with)
{
	struct calibrated *calibrated = with;

	answers_free(&calibrated->answers);
	calibration_free(&calibrated->calibration);
}

int
interest_calibrate_run(struct command_line *cl)
{
	struct calibrated *calibrated = arena_alloc(
	    command_arena(cl), sizeof *calibrated);
	const char *columns[ANSWERS_COLUMNS + 1];

	if (!options_given(cl) || !groups_split(cl, columns))
		return EXIT_MISUSED;
	arena_defer(command_arena(cl), calibrated_free, calibrated);
	if (!scales_file_read(
		cl, option_text(cl, "scales"), &calibrated->scales) ||
	    !answers_read(cl, option_text(cl, "answers"),
		calibrated->scales.item_names, calibrated->scales.items,
		columns, &calibrated->answers) ||
	    !calibrate_answers(cl, calibrated) ||
	    !columns_measure(cl, calibrated) || !bank_save(cl, calibrated) ||
	    !summary_print(cl, calibrated))
		return EXIT_FAILED;
	return EXIT_DONE;
}
