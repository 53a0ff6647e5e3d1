/*
 * Reading bank.json: everything the tables are made from is checked here, since
 * a bank comes from a file that anybody may have touched.
 */
#include "model/bank_file.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/json.h"
#include "base/text.h"
#include "model/bank_learned.h"

enum { BANK_BYTES = 16 * 1024 * 1024, THRESHOLDS = INTEREST_CATEGORIES - 1 };

static const double slope_most = 20, threshold_most = 20;

/* A text that is not empty and none of the `count` before it. */
static const char *
name_take(struct arena *arena, const json_t *json, const char *const *names,
    int count)
{
	const char *name = json_string_value(json);

	if (name == NULL || name[0] == '\0')
		return NULL;
	for (int i = 0; i < count; i++)
		if (text_is(names[i], name))
			return NULL;
	return arena_text(arena, name);
}

/* A number between the bounds; NaN, which lies in none, when it is not. */
static double
number_take(const json_t *json, double least, double most)
{
	double value = json_number_value(json);

	return json_is_number(json) && value >= least && value <= most ? value
								       : NAN;
}

static bool
scales_take(struct arena *arena, const json_t *json, struct bank_file *file)
{
	size_t count = json_array_size(json);

	if (count < 1 || count > LETTERS)
		return false;
	for (int s = 0; s < (int)count; s++) {
		file->scale_names[s] = name_take(arena,
		    json_array_get(json, (size_t)s), file->scale_names, s);
		if (file->scale_names[s] == NULL)
			return false;
	}
	file->scales = (int)count;
	return true;
}

/* -1 when there is no such scale. */
static int
scale_find(const struct bank_file *file, const char *name)
{
	for (int s = 0; s < file->scales; s++)
		if (text_is(file->scale_names[s], name))
			return s;
	return -1;
}

static bool
thresholds_take(const json_t *json, double thresholds[THRESHOLDS])
{
	if (json_array_size(json) != THRESHOLDS)
		return false;
	for (size_t k = 0; k < THRESHOLDS; k++) {
		thresholds[k] = number_take(
		    json_array_get(json, k), -threshold_most, threshold_most);
		if (isnan(thresholds[k]) ||
		    (k > 0 && !(thresholds[k] > thresholds[k - 1])))
			return false;
	}
	return true;
}

/* NULL, or the member of the item that is not sound. */
static const char *
item_take(
    struct arena *arena, const json_t *json, struct bank_file *file, int i)
{
	struct interest_item *item = &file->bank.items[i];

	file->ids[i] = name_take(
	    arena, json_object_get(json, "id"), file->ids, i);
	if (file->ids[i] == NULL)
		return "id";
	item->scale = scale_find(
	    file, json_string_value(json_object_get(json, "scale")));
	if (item->scale < 0)
		return "scale";
	item->slope = number_take(
	    json_object_get(json, "slope"), 0, slope_most);
	if (!(item->slope > 0))
		return "slope";
	if (!thresholds_take(
		json_object_get(json, "thresholds"), item->thresholds))
		return "thresholds";
	return NULL;
}

static const char *
items_take(struct arena *arena, const json_t *json, struct bank_file *file)
{
	size_t count = json_array_size(json);

	if (count < 1 || count > INTEREST_ITEMS)
		return "items";
	for (size_t i = 0; i < count; i++) {
		const char *member = item_take(
		    arena, json_array_get(json, i), file, (int)i);

		if (member != NULL)
			return arena_printf(arena, "items[%zu].%s", i, member);
	}
	file->bank.count = (int)count;
	return NULL;
}

/* By the factor of Cholesky, which exists only where it is. */
static bool
definite(double matrix[LETTERS][LETTERS], int count)
{
	double factor[LETTERS][LETTERS] = { { 0 } };

	for (int i = 0; i < count; i++)
		for (int j = 0; j <= i; j++) {
			double rest = matrix[i][j];

			for (int k = 0; k < j; k++)
				rest -= factor[i][k] * factor[j][k];
			if (i == j && !(rest > 0))
				return false;
			factor[i][j] = i == j ? sqrt(rest)
					      : rest / factor[j][j];
		}
	return true;
}

static bool
correlation_take(const json_t *json, struct bank_file *file)
{
	double(*matrix)[LETTERS] = file->bank.correlation;

	if (json == NULL)
		return true;
	for (size_t i = 0; i < LETTERS; i++)
		matrix[i][i] = 1;
	if (json_array_size(json) != (size_t)file->scales)
		return false;
	for (size_t i = 0; i < (size_t)file->scales; i++) {
		const json_t *row = json_array_get(json, i);

		if (json_array_size(row) != (size_t)file->scales)
			return false;
		for (size_t j = 0; j < (size_t)file->scales; j++) {
			matrix[i][j] = number_take(
			    json_array_get(row, j), -1, 1);
			if (isnan(matrix[i][j]) ||
			    (i == j && matrix[i][j] != 1) ||
			    (j < i && matrix[i][j] != matrix[j][i]))
				return false;
		}
	}
	return definite(matrix, file->scales);
}

const char *
bank_file_parse(struct arena *arena, const char *bytes, size_t length,
    struct bank_file *file)
{
	const json_t *json = json_read(arena, bytes, length);
	const char *member;

	memset(file, 0, sizeof *file);
	if (!json_is_object(json))
		return "json";
	if (!text_is(json_string_value(json_object_get(json, "format")),
		BANK_FORMAT))
		return "format";
	if (!scales_take(arena, json_object_get(json, "scales"), file))
		return "scales";
	member = items_take(arena, json_object_get(json, "items"), file);
	if (member != NULL)
		return member;
	if (!correlation_take(json_object_get(json, "correlation"), file))
		return "correlation";
	return learned_take(json, file->scales, &file->bank);
}

/* The words are those of the outermost member: "model.bank.items". */
static void
tell(struct command_line *cl, const char *path, const char *member)
{
	const char *id = arena_printf(command_arena(cl), "model.bank.%.*s",
	    (int)strcspn(member, "["), member);

	complain(cl, id,
	    (const struct word[]){
		{ "file", path }, { "member", member }, { 0 } });
}

bool
bank_file_read(
    struct command_line *cl, const char *path, struct bank_file *file)
{
	struct buffer bytes = { .limit = BANK_BYTES };
	const char *member = NULL;

	if (file_read(path, &bytes)) {
		member = bank_file_parse(command_arena(cl),
		    bytes.data ? bytes.data : "", bytes.length, file);
		if (member != NULL)
			tell(cl, path, member);
	} else {
		member = path;
		complain(cl, "model.file.read",
		    (const struct word[]){ { "file", path }, { 0 } });
	}
	buffer_free(&bytes);
	return member == NULL;
}
