/* The member "explore" of model.json, out and in. */
#include "model/explore_file.h"

#include <math.h>
#include <string.h>

enum { DIGITS = 9, NAME_MOST = 200 };

static const double number_most = 1e6;

/* Out */

static void
row_write(struct writer *writer, const double *numbers, int count)
{
	put_list(writer, NULL);
	for (int i = 0; i < count; i++)
		put_real(writer, NULL, numbers[i], DIGITS);
	put_list_end(writer);
}

static void
rows_write(struct writer *writer, const char *name, const double *numbers,
    int rows, int width)
{
	put_list(writer, name);
	for (int r = 0; r < rows; r++)
		row_write(writer, numbers + r * width, width);
	put_list_end(writer);
}

void
explore_write(struct writer *writer, const struct explore *explore)
{
	const struct fair_path *path = &explore->path;

	if (explore->columns == 0) {
		put_null(writer, "explore");
		return;
	}
	put_object(writer, "explore");
	put_list(writer, "groups");
	for (int c = 0; c < explore->columns; c++)
		put_text(writer, NULL, explore->groups[c]);
	put_list_end(writer);
	put_int(writer, "first", explore->first);
	put_real(writer, "floor", explore->floor, DIGITS);
	rows_write(writer, "directions", path->direction, path->directions,
	    path->features);
	put_list(writer, "points");
	for (int p = 0; p < path->points; p++) {
		put_object(writer, NULL);
		put_real(writer, "floor", path->point[p].floor, DIGITS);
		rows_write(writer, "shifts", path->point[p].shifts,
		    path->classes, path->directions + 1);
		put_object_end(writer);
	}
	put_list_end(writer);
	put_int(writer, "chosen", path->chosen);
	put_object_end(writer);
}

/* In */

static bool
number_take(const json_t *json, double least, double most, double *number)
{
	*number = json_number_value(json);
	return json_is_number(json) && *number >= least && *number <= most;
}

static bool
whole_take(const json_t *json, int least, int most, int *number)
{
	json_int_t value = json_integer_value(json);

	if (!json_is_integer(json) || value < least || value > most)
		return false;
	*number = (int)value;
	return true;
}

/* NULL when it is not so many rows of so many numbers. */
static double *
rows_take(struct arena *arena, const json_t *json, int rows, int width)
{
	double *numbers = arena_array(
	    arena, (size_t)rows * (size_t)width + 1, sizeof *numbers);

	if (json_array_size(json) != (size_t)rows)
		return NULL;
	for (int r = 0; r < rows; r++) {
		const json_t *row = json_array_get(json, (size_t)r);

		if (json_array_size(row) != (size_t)width)
			return NULL;
		for (int i = 0; i < width; i++)
			if (!number_take(json_array_get(row, (size_t)i),
				-number_most, number_most,
				&numbers[r * width + i]))
				return NULL;
	}
	return numbers;
}

static bool
groups_take(struct arena *arena, const json_t *json, struct explore *explore)
{
	size_t count = json_array_size(json);

	if (count < 1 || count > FAIR_COLUMNS)
		return false;
	for (size_t c = 0; c < count; c++) {
		const char *name = json_string_value(json_array_get(json, c));

		if (name == NULL || name[0] == '\0' || strlen(name) > NAME_MOST)
			return false;
		explore->groups[c] = arena_text(arena, name);
	}
	explore->columns = (int)count;
	return true;
}

static bool
point_take(struct arena *arena, const json_t *json, double least,
    const struct fair_path *path, struct fair_point *point)
{
	point->shifts = rows_take(arena, json_object_get(json, "shifts"),
	    path->classes, path->directions + 1);
	return point->shifts != NULL &&
	    number_take(
		json_object_get(json, "floor"), least, 1, &point->floor);
}

static bool
points_take(struct arena *arena, const json_t *json, struct fair_path *path)
{
	size_t count = json_array_size(json);
	double least = 0;

	if (count < 1 || count > FAIR_POINTS)
		return false;
	for (size_t p = 0; p < count; p++) {
		if (!point_take(arena, json_array_get(json, p), least, path,
			&path->point[p]))
			return false;
		least = path->point[p].floor;
	}
	path->points = (int)count;
	return true;
}

static bool
directions_take(struct arena *arena, const json_t *json, struct fair_path *path)
{
	size_t count = json_array_size(json);

	if (!json_is_array(json) || count > FAIR_DIRECTIONS)
		return false;
	path->directions = (int)count;
	path->direction = rows_take(
	    arena, json, path->directions, path->features);
	return path->direction != NULL;
}

const char *
explore_read(struct arena *arena, const json_t *json, int features, int classes,
    struct explore *explore)
{
	struct fair_path *path = &explore->path;

	*explore = (struct explore){ 0 };
	if (json == NULL || json_is_null(json))
		return NULL;
	path->features = features;
	path->classes = classes;
	if (!groups_take(arena, json_object_get(json, "groups"), explore))
		return "groups";
	if (!whole_take(json_object_get(json, "first"), 1, LOGIT_CLASSES,
		&explore->first))
		return "first";
	if (!number_take(json_object_get(json, "floor"), 0, 1, &explore->floor))
		return "floor";
	if (!directions_take(arena, json_object_get(json, "directions"), path))
		return "directions";
	if (!points_take(arena, json_object_get(json, "points"), path))
		return "points";
	if (!whole_take(json_object_get(json, "chosen"), 0, path->points - 1,
		&path->chosen))
		return "chosen";
	return NULL;
}
