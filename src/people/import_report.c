/*
 * What an import found: the first thousand errors by file, line and column, all
 * of them counted; what would change. As JSON it lies in the table of imports,
 * with message ids, so that it is told in the language of whoever reads it.
 */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "people/import.h"

/* Errors */

/* Cut, and without what could speak to a terminal. */
static const char *
value_shown(struct arena *arena, const char *value)
{
	const char *end = value;
	char *shown, *at;
	int left;

	if (value == NULL || value[0] == '\0' ||
	    !utf8_valid(value, strlen(value)))
		return NULL;
	for (left = ERROR_VALUE; left > 0 && *end != '\0'; left--)
		utf8_next(&end);
	shown = arena_bytes(arena, value, (size_t)(end - value));
	for (at = shown; *at != '\0'; at++)
		if ((unsigned char)*at < 0x20 || *at == 0x7f)
			*at = ' ';
	return shown;
}

void
report_error(struct import_report *report, const char *file, int64_t line,
    int64_t column, const char *column_name, const char *id, const char *value)
{
	if (report->errors == NULL)
		report->errors = arena_array(
		    report->arena, ERRORS_KEPT, sizeof *report->errors);
	if (report->error_count < ERRORS_KEPT)
		report->errors[report->error_count] = (struct import_error){
			.file = arena_text(report->arena, file),
			.line = line,
			.column = column,
			.column_name = arena_text(report->arena, column_name),
			.id = id,
			.value = value_shown(report->arena, value),
		};
	report->error_count++;
}

static size_t
errors_kept(const struct import_report *report)
{
	return report->error_count < ERRORS_KEPT ? (size_t)report->error_count
						 : ERRORS_KEPT;
}

static int
error_order(const void *one, const void *other)
{
	const struct import_error *a = one, *b = other;
	int files = strcmp(a->file, b->file);

	if (files != 0)
		return files;
	if (a->line != b->line)
		return a->line < b->line ? -1 : 1;
	return a->column < b->column ? -1 : a->column > b->column;
}

void
report_sort(struct import_report *report)
{
	if (report->errors != NULL)
		qsort(report->errors, errors_kept(report),
		    sizeof *report->errors, error_order);
}

const char *
error_text(
    struct arena *arena, enum lang lang, const struct import_error *error)
{
	return say_with(arena, lang, error->id,
	    (const struct word[]){
		{ "column", error->column_name ? error->column_name : "" },
		{ "value", error->value ? error->value : "" }, { 0 } });
}

/* Out */

static void
counts_write(
    struct writer *writer, const char *name, const struct import_counts *counts)
{
	put_object(writer, name);
	put_int(writer, "added", counts->added);
	put_int(writer, "changed", counts->changed);
	put_int(writer, "left", counts->left);
	put_int(writer, "same", counts->same);
	put_int(writer, "moved", counts->moved);
	put_object_end(writer);
}

static void
figures_write(struct writer *writer, const struct import_report *report)
{
	counts_write(writer, "schools", &report->schools);
	counts_write(writer, "classes", &report->classes);
	counts_write(writer, "staff", &report->staff);
	counts_write(writer, "pupils", &report->pupils);
	put_int(writer, "passed_over", report->passed_over);
	put_int(writer, "error_count", report->error_count);
}

/* A column of 0 is none. */
static void
place_write(struct writer *writer, const struct import_error *error)
{
	put_text(writer, "file", error->file);
	put_int(writer, "line", error->line);
	if (error->column > 0)
		put_int(writer, "column", error->column);
	if (error->column_name != NULL)
		put_text(writer, "column_name", error->column_name);
	if (error->value != NULL)
		put_text(writer, "value", error->value);
}

void
report_write(struct writer *writer, const struct import_report *report)
{
	size_t i;

	put_object(writer, NULL);
	figures_write(writer, report);
	if (report->failure != NULL)
		put_text(writer, "failure", report->failure);
	put_list(writer, "errors");
	for (i = 0; i < errors_kept(report); i++) {
		put_object(writer, NULL);
		place_write(writer, &report->errors[i]);
		put_text(writer, "id", report->errors[i].id);
		put_object_end(writer);
	}
	put_list_end(writer);
	put_object_end(writer);
}

/* What failed without the file's fault: an error of the whole file. */
static void
failure_tell(struct arena *arena, enum lang lang, struct writer *writer,
    const char *failure)
{
	put_object(writer, NULL);
	put_text(writer, "file", "");
	put_int(writer, "line", 0);
	put_text(writer, "text", say_with(arena, lang, failure, NULL));
	put_object_end(writer);
}

void
report_tell(struct arena *arena, enum lang lang, struct writer *writer,
    const struct import_report *report)
{
	size_t i;

	figures_write(writer, report);
	put_list(writer, "errors");
	if (report->failure != NULL)
		failure_tell(arena, lang, writer, report->failure);
	for (i = 0; i < errors_kept(report); i++) {
		put_object(writer, NULL);
		place_write(writer, &report->errors[i]);
		put_text(writer, "text",
		    error_text(arena, lang, &report->errors[i]));
		put_object_end(writer);
	}
	put_list_end(writer);
}

/* In */

static int64_t
integer_of(const json_t *object, const char *name)
{
	return (int64_t)json_integer_value(json_object_get(object, name));
}

static const char *
text_of(const json_t *object, const char *name)
{
	return json_string_value(json_object_get(object, name));
}

static struct import_counts
counts_read(const json_t *object)
{
	return (struct import_counts){
		.added = integer_of(object, "added"),
		.changed = integer_of(object, "changed"),
		.left = integer_of(object, "left"),
		.same = integer_of(object, "same"),
		.moved = integer_of(object, "moved"),
	};
}

static bool
error_read(const json_t *object, struct import_error *error)
{
	*error = (struct import_error){
		.file = text_of(object, "file"),
		.line = integer_of(object, "line"),
		.column = integer_of(object, "column"),
		.column_name = text_of(object, "column_name"),
		.id = text_of(object, "id"),
		.value = text_of(object, "value"),
	};
	return error->file != NULL && error->id != NULL;
}

/* The texts are the JSON value's, which goes with the arena. */
bool
report_read(struct arena *arena, const char *json, struct import_report *report)
{
	json_t *object = json_read(arena, json, strlen(json)), *list;
	size_t i;

	*report = (struct import_report){ .arena = arena };
	list = json_object_get(object, "errors");
	if (json_array_size(list) > ERRORS_KEPT)
		return false;
	report->schools = counts_read(json_object_get(object, "schools"));
	report->classes = counts_read(json_object_get(object, "classes"));
	report->staff = counts_read(json_object_get(object, "staff"));
	report->pupils = counts_read(json_object_get(object, "pupils"));
	report->passed_over = integer_of(object, "passed_over");
	report->error_count = integer_of(object, "error_count");
	report->failure = text_of(object, "failure");
	report->errors = arena_array(
	    arena, ERRORS_KEPT, sizeof *report->errors);
	for (i = 0; i < json_array_size(list); i++)
		if (!error_read(json_array_get(list, i), &report->errors[i]))
			return false;
	return object != NULL && errors_kept(report) == json_array_size(list);
}
