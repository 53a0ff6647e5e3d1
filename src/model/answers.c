/*
 * Reading an answer file, a row at a time: the bytes are hashed as they come,
 * answers go into one array that doubles, and the values of a further column
 * get numbers as they are met, which the end puts into the order of the values.
 */
#include "model/answers.h"

#include <assert.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "base/csv.h"
#include "base/text.h"

enum {
	MISTAKES_TOLD = 20,
	VALUE_TOLD = 60, /* bytes of a wrong value that are shown */
	ROOM_FIRST = 1024
};

/* A value and its number by the order in which it was met. */
struct value {
	const char *text;
	uint16_t number;
};

struct values {
	struct value *sorted; /* by bytes */
	int count, room;
};

struct hashed_file {
	FILE *file;
	crypto_hash_sha256_state hash;
};

struct reading {
	struct command_line *cl;
	const char *path;
	struct hashed_file source;
	struct csv *csv;
	size_t width; /* fields of the header */
	int places[ANSWERS_ITEMS + ANSWERS_COLUMNS]; /* of what is wanted */
	const char *names[ANSWERS_ITEMS + ANSWERS_COLUMNS];
	struct values values[ANSWERS_COLUMNS];
	size_t room; /* for so many people */
	int mistakes;
	bool lost; /* the file or the memory came to an end */
	struct answers *answers;
};

static ssize_t
hashed_read(void *with, char *bytes, size_t size)
{
	struct hashed_file *source = with;
	size_t got = fread(bytes, 1, size, source->file);

	if (ferror(source->file))
		return -1;
	crypto_hash_sha256_update(
	    &source->hash, (const unsigned char *)bytes, got);
	return (ssize_t)got;
}

/* Mistakes */

static void
mistake(struct reading *reading, const char *id, const char *column,
    const char *value)
{
	struct arena *arena = command_arena(reading->cl);

	if (reading->mistakes++ >= MISTAKES_TOLD)
		return;
	complain(reading->cl, id,
	    (const struct word[]){ { "file", reading->path },
		{ "line",
		    arena_printf(
			arena, "%lld", (long long)csv_line(reading->csv)) },
		{ "column", column },
		{ "value",
		    arena_bytes(arena, value, utf8_fit(value, VALUE_TOLD)) },
		{ 0 } });
}

/* One that ends the reading. */
static bool
lose(struct reading *reading, const char *id)
{
	mistake(reading, id, "", "");
	reading->lost = true;
	return false;
}

static void
mistake_broken(struct reading *reading)
{
	mistake(reading, "model.answers.broken",
	    arena_printf(command_arena(reading->cl), "%zu",
		csv_problem_column(reading->csv)),
	    say(command_lang(reading->cl), csv_problem(reading->csv)));
}

/* Values of a further column */

/* Where the text stands or would stand among the sorted. */
static int
value_place(const struct values *values, const char *text, bool *found)
{
	int low = 0, high = values->count;

	*found = false;
	while (low < high) {
		int middle = (low + high) / 2;
		int order = strcmp(values->sorted[middle].text, text);

		if (order == 0) {
			*found = true;
			return middle;
		}
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool
values_grow(struct values *values)
{
	int room = values->room > 0 ? values->room * 2 : 16;
	struct value *more;

	if (values->count < values->room)
		return true;
	more = memory_resize(
	    values->sorted, (size_t)room * sizeof *values->sorted);
	if (more == NULL)
		return false;
	values->sorted = more;
	values->room = room;
	return true;
}

static bool
value_insert(struct values *values, int place, const char *text)
{
	size_t size = strlen(text) + 1;
	struct value *at;
	char *copy;

	if (!values_grow(values))
		return false;
	copy = memory_get(size);
	if (copy == NULL)
		return false;
	memcpy(copy, text, size);
	at = values->sorted + place;
	memmove(at + 1, at, (size_t)(values->count - place) * sizeof *at);
	*at = (struct value){ copy, (uint16_t)values->count++ };
	return true;
}

static uint16_t
value_number(struct reading *reading, int c, const char *text)
{
	struct values *values = &reading->values[c];
	bool found;
	int place;

	if (text[0] == '\0')
		return ANSWERS_NO_VALUE;
	place = value_place(values, text, &found);
	if (!found && values->count == ANSWERS_NO_VALUE) {
		lose(reading, "model.answers.values");
		return ANSWERS_NO_VALUE;
	}
	if (!found && !value_insert(values, place, text)) {
		lose(reading, "model.answers.memory");
		return ANSWERS_NO_VALUE;
	}
	return values->sorted[place].number;
}

/* From numbers by the order met to numbers by the order of the values. */
static bool
column_finish(
    struct answers_column *column, struct values *values, size_t people)
{
	uint16_t *ranks = memory_get((size_t)values->count * sizeof *ranks);

	column->values = memory_get(
	    (size_t)values->count * sizeof *column->values);
	if (ranks == NULL || column->values == NULL) {
		memory_give(ranks);
		return false;
	}
	for (int v = 0; v < values->count; v++) {
		column->values[v] = values->sorted[v].text;
		ranks[values->sorted[v].number] = (uint16_t)v;
	}
	column->count = values->count;
	values->count = 0; /* the texts are the column's now */
	for (size_t p = 0; p < people; p++)
		if (column->of[p] != ANSWERS_NO_VALUE)
			column->of[p] = ranks[column->of[p]];
	memory_give(ranks);
	return true;
}

/* Rows */

/* The array with room for so many bytes, or as it was. */
static void *
grown(void *array, size_t bytes, bool *failed)
{
	void *more = *failed ? NULL : memory_resize(array, bytes ? bytes : 1);

	*failed |= more == NULL;
	return more != NULL ? more : array;
}

static bool
people_grow(struct reading *reading)
{
	struct answers *answers = reading->answers;
	size_t room = reading->room > 0 ? reading->room * 2 : ROOM_FIRST;
	bool failed = false;

	if (answers->people < reading->room)
		return true;
	if (answers->people >= ANSWERS_PEOPLE)
		return lose(reading, "model.answers.people");
	answers->given = grown(
	    answers->given, room * (size_t)answers->items, &failed);
	for (int c = 0; c < answers->columns; c++)
		answers->column[c].of = grown(answers->column[c].of,
		    room * sizeof *answers->column[c].of, &failed);
	if (failed)
		return lose(reading, "model.answers.memory");
	reading->room = room < ANSWERS_PEOPLE ? room : ANSWERS_PEOPLE;
	return true;
}

static uint8_t
answer_read(struct reading *reading, int i)
{
	const char *text = csv_field(reading->csv, (size_t)reading->places[i]);

	if (text[0] == '\0')
		return 0;
	if (text[0] >= '1' && text[0] <= '5' && text[1] == '\0')
		return (uint8_t)(text[0] - '0');
	mistake(reading, "model.answers.cell", reading->names[i], text);
	return 0;
}

static void
row_take(struct reading *reading)
{
	struct answers *answers = reading->answers;
	uint8_t *given;

	if (!people_grow(reading))
		return;
	given = answers->given + answers->people * (size_t)answers->items;
	for (int i = 0; i < answers->items; i++)
		given[i] = answer_read(reading, i);
	for (int c = 0; c < answers->columns; c++)
		answers->column[c].of[answers->people] = value_number(reading,
		    c,
		    csv_field(reading->csv,
			(size_t)reading->places[answers->items + c]));
	answers->people++;
}

static void
rows_take(struct reading *reading)
{
	enum csv_result result;

	while (!reading->lost && (result = csv_next(reading->csv)) != CSV_END) {
		if (result == CSV_LOST)
			lose(reading, "model.file.read");
		else if (result == CSV_BAD)
			mistake_broken(reading);
		else if (csv_count(reading->csv) != reading->width)
			mistake(reading, "model.answers.width", "", "");
		else
			row_take(reading);
	}
}

static bool
head_take(struct reading *reading)
{
	int wanted = reading->answers->items + reading->answers->columns;

	if (!csv_head(reading->csv, reading->names, (size_t)wanted,
		reading->places)) {
		if (csv_problem(reading->csv) != NULL)
			mistake_broken(reading);
		else
			mistake(reading, "model.answers.head", "", "");
		return false;
	}
	for (int i = 0; i < wanted; i++)
		if (reading->places[i] < 0)
			mistake(reading, "model.answers.column",
			    reading->names[i], "");
	reading->width = csv_count(reading->csv);
	return reading->mistakes == 0;
}

static bool
file_read(struct reading *reading)
{
	struct answers *answers = reading->answers;

	if (!head_take(reading))
		return false;
	rows_take(reading);
	for (int c = 0; c < answers->columns && reading->mistakes == 0; c++)
		if (!column_finish(&answers->column[c], &reading->values[c],
			answers->people))
			return lose(reading, "model.answers.memory");
	return reading->mistakes == 0;
}

/* The file */

static void
reading_close(struct reading *reading)
{
	unsigned char hash[crypto_hash_sha256_BYTES];

	crypto_hash_sha256_final(&reading->source.hash, hash);
	hex_write(hash, sizeof hash, reading->answers->sha256);
	for (int c = 0; c < ANSWERS_COLUMNS; c++) {
		for (int v = 0; v < reading->values[c].count; v++)
			memory_give((void *)reading->values[c].sorted[v].text);
		memory_give(reading->values[c].sorted);
	}
	csv_close(reading->csv);
	fclose(reading->source.file);
}

static bool
reading_open(struct reading *reading)
{
	reading->source.file = fopen(reading->path, "rbe");
	if (reading->source.file == NULL)
		return false;
	crypto_hash_sha256_init(&reading->source.hash);
	reading->csv = csv_open(hashed_read, &reading->source, ',');
	if (reading->csv == NULL)
		fclose(reading->source.file);
	return reading->csv != NULL;
}

bool
answers_read(struct command_line *cl, const char *path,
    const char *const *items, int item_count, const char *const *columns,
    struct answers *answers)
{
	struct reading reading = { .cl = cl, .path = path, .answers = answers };
	bool read;

	assert(item_count <= ANSWERS_ITEMS);
	memset(answers, 0, sizeof *answers);
	for (int i = 0; i < item_count; i++)
		reading.names[answers->items++] = items[i];
	for (int c = 0; columns != NULL && columns[c] != NULL; c++) {
		assert(c < ANSWERS_COLUMNS);
		answers->column[answers->columns++].name = columns[c];
		reading.names[item_count + c] = columns[c];
	}
	if (!reading_open(&reading)) {
		complain(cl, "model.file.read",
		    (const struct word[]){ { "file", path }, { 0 } });
		return false;
	}
	read = file_read(&reading);
	reading_close(&reading);
	if (!read)
		answers_free(answers);
	return read;
}

void
answers_free(struct answers *answers)
{
	memory_give(answers->given);
	for (int c = 0; c < answers->columns; c++) {
		struct answers_column *column = &answers->column[c];

		for (int v = 0; v < column->count; v++)
			memory_give((void *)column->values[v]);
		memory_give(column->values);
		memory_give(column->of);
	}
	memset(answers, 0, sizeof *answers);
}
