/*
 * model.json out and in. Everything that reckoning rests on is checked here,
 * since a model comes from a file that anybody may have touched.
 */
#include "model/model_file.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/json.h"
#include "base/text.h"

enum {
	MODEL_BYTES = 64 * 1024 * 1024,
	DIGITS = 9, /* after the point */
	NAME_MOST = 200 /* bytes */
};

static const double weight_most = 1e6, temperature_most = 1000;

static const char *const letters[LETTERS] = { "R", "I", "A", "S", "E", "C" };

/* Out */

static void
numbers_write(
    struct writer *writer, const char *name, const double *numbers, int count)
{
	put_list(writer, name);
	for (int i = 0; i < count; i++)
		put_real(writer, NULL, numbers[i], DIGITS);
	put_list_end(writer);
}

static void
items_write(struct writer *writer, const struct model_file *file)
{
	const struct features *features = &file->features;

	put_list(writer, "items");
	for (int i = 0; i < features->items; i++) {
		int scale = features->scale[i];

		put_object(writer, NULL);
		put_text(writer, "id", file->ids[i]);
		put_text(writer, "letter", scale >= 0 ? letters[scale] : "");
		put_real(writer, "first", features->first[i], DIGITS);
		put_real(writer, "second", features->second[i], DIGITS);
		put_object_end(writer);
	}
	put_list_end(writer);
}

static void
model_write(struct writer *writer, const struct logit_model *model)
{
	put_list(writer, "weights");
	for (int k = 0; k < model->classes; k++)
		numbers_write(writer, NULL,
		    model->weights + k * model->features, model->features);
	put_list_end(writer);
	numbers_write(writer, "bases", model->bases, model->classes);
	put_real(writer, "temperature", model->temperature, DIGITS);
}

static void
prior_write(struct writer *writer, const struct model_prior *prior)
{
	put_object(writer, "prior");
	put_text(writer, "kind", prior->catalog ? "catalog" : "none");
	put_real(writer, "scale", prior->scale, DIGITS);
	put_real(writer, "strength", prior->strength, DIGITS);
	put_object_end(writer);
}

static void
source_write(struct writer *writer, const struct model_file *file)
{
	put_object(writer, "source");
	put_int(writer, "people", (int64_t)file->people);
	put_text(writer, "sha256", file->sha256);
	put_object_end(writer);
}

void
model_file_write(struct buffer *out, const struct model_file *file)
{
	struct writer writer = { .out = out };

	put_object(&writer, NULL);
	put_text(&writer, "format", MODEL_FORMAT);
	put_text(&writer, "label", file->label);
	put_list(&writer, "classes");
	for (int k = 0; k < file->model.classes; k++)
		put_text(&writer, NULL, file->classes[k]);
	put_list_end(&writer);
	items_write(&writer, file);
	put_text(&writer, "features", MODEL_FEATURES);
	numbers_write(&writer, "means", file->means, file->model.features);
	model_write(&writer, &file->model);
	prior_write(&writer, &file->prior);
	source_write(&writer, file);
	explore_write(&writer, &file->explore);
	put_object_end(&writer);
	buffer_char(out, '\n');
}

/* In */

/* A text of 1..NAME_MOST bytes that is none of the `count` before it. */
static const char *
name_take(struct arena *arena, const json_t *json, const char *const *names,
    int count)
{
	const char *name = json_string_value(json);

	if (name == NULL || name[0] == '\0' || strlen(name) > NAME_MOST)
		return NULL;
	for (int i = 0; i < count; i++)
		if (text_is(names[i], name))
			return NULL;
	return arena_text(arena, name);
}

static bool
number_take(const json_t *json, double least, double most, double *number)
{
	*number = json_number_value(json);
	return json_is_number(json) && *number >= least && *number <= most;
}

static bool
numbers_take(const json_t *json, int count, double *numbers)
{
	if (json_array_size(json) != (size_t)count)
		return false;
	for (int i = 0; i < count; i++)
		if (!number_take(json_array_get(json, (size_t)i), -weight_most,
			weight_most, &numbers[i]))
			return false;
	return true;
}

static bool
classes_take(struct arena *arena, const json_t *json, struct model_file *file)
{
	size_t count = json_array_size(json);

	if (count < 1 || count > LOGIT_CLASSES)
		return false;
	for (int k = 0; k < (int)count; k++) {
		file->classes[k] = name_take(
		    arena, json_array_get(json, (size_t)k), file->classes, k);
		if (file->classes[k] == NULL)
			return false;
	}
	file->model.classes = (int)count;
	return true;
}

static bool
letter_take(const json_t *json, int *scale)
{
	const char *name = json_string_value(json);

	*scale = -1;
	for (int l = 0; l < LETTERS; l++)
		if (text_is(letters[l], name))
			*scale = l;
	return *scale >= 0 || text_is(name, "");
}

/* NULL, or the member of the item that is not sound. */
static const char *
item_take(
    struct arena *arena, const json_t *json, struct model_file *file, int i)
{
	struct features *features = &file->features;

	file->ids[i] = name_take(
	    arena, json_object_get(json, "id"), file->ids, i);
	if (file->ids[i] == NULL)
		return "id";
	if (!letter_take(json_object_get(json, "letter"), &features->scale[i]))
		return "letter";
	if (!number_take(json_object_get(json, "first"), 1, INTEREST_CATEGORIES,
		&features->first[i]))
		return "first";
	if (!number_take(json_object_get(json, "second"), 1,
		INTEREST_CATEGORIES * INTEREST_CATEGORIES,
		&features->second[i]))
		return "second";
	return NULL;
}

static const char *
items_take(struct arena *arena, const json_t *json, struct model_file *file)
{
	size_t count = json_array_size(json);

	if (count < 1 || count > FEATURES_ITEMS)
		return "items";
	for (size_t i = 0; i < count; i++) {
		const char *member = item_take(
		    arena, json_array_get(json, i), file, (int)i);

		if (member != NULL)
			return arena_printf(arena, "items[%zu].%s", i, member);
	}
	file->features.items = (int)count;
	file->model.features = features_count(&file->features);
	return NULL;
}

static bool
weights_take(struct arena *arena, const json_t *json, struct logit_model *model)
{
	size_t features = (size_t)model->features;

	if (json_array_size(json) != (size_t)model->classes)
		return false;
	model->weights = arena_array(
	    arena, (size_t)model->classes * features, sizeof(double));
	for (size_t k = 0; k < (size_t)model->classes; k++)
		if (!numbers_take(json_array_get(json, k), model->features,
			model->weights + k * features))
			return false;
	return true;
}

static bool
prior_take(const json_t *json, struct model_prior *prior)
{
	const char *kind = json_string_value(json_object_get(json, "kind"));

	prior->catalog = text_is(kind, "catalog");
	return (prior->catalog || text_is(kind, "none")) &&
	    number_take(json_object_get(json, "scale"), 0, weight_most,
		&prior->scale) &&
	    number_take(json_object_get(json, "strength"), 0, weight_most,
		&prior->strength);
}

static bool
source_take(const json_t *json, struct model_file *file)
{
	const char *hash = json_string_value(json_object_get(json, "sha256"));
	unsigned char bytes[HASH_HEX / 2];
	double people;

	if (!number_take(json_object_get(json, "people"), 0, 1e9, &people) ||
	    hash == NULL || strlen(hash) != HASH_HEX - 1 ||
	    !hex_read(hash, bytes, sizeof bytes))
		return false;
	file->people = (size_t)people;
	memcpy(file->sha256, hash, HASH_HEX);
	return true;
}

/* The numbers of the model; sizes are known. */
static const char *
model_take(struct arena *arena, const json_t *json, struct model_file *file)
{
	struct logit_model *model = &file->model;
	const char *member;

	model->bases = arena_array(
	    arena, (size_t)model->classes, sizeof(double));
	if (!numbers_take(
		json_object_get(json, "means"), model->features, file->means))
		return "means";
	if (!weights_take(arena, json_object_get(json, "weights"), model))
		return "weights";
	if (!numbers_take(
		json_object_get(json, "bases"), model->classes, model->bases))
		return "bases";
	if (!number_take(json_object_get(json, "temperature"),
		1 / temperature_most, temperature_most, &model->temperature))
		return "temperature";
	if (!prior_take(json_object_get(json, "prior"), &file->prior))
		return "prior";
	if (!source_take(json_object_get(json, "source"), file))
		return "source";
	member = explore_read(arena, json_object_get(json, "explore"),
	    model->features, model->classes, &file->explore);
	return member != NULL ? arena_printf(arena, "explore.%s", member)
			      : NULL;
}

const char *
model_file_parse(struct arena *arena, const char *bytes, size_t length,
    struct model_file *file)
{
	const json_t *json = json_read(arena, bytes, length);
	const char *member;

	memset(file, 0, sizeof *file);
	if (!json_is_object(json))
		return "json";
	if (!text_is(json_string_value(json_object_get(json, "format")),
		MODEL_FORMAT))
		return "format";
	if (!text_is(json_string_value(json_object_get(json, "features")),
		MODEL_FEATURES))
		return "features";
	file->label = name_take(arena, json_object_get(json, "label"), NULL, 0);
	if (file->label == NULL)
		return "label";
	if (!classes_take(arena, json_object_get(json, "classes"), file))
		return "classes";
	member = items_take(arena, json_object_get(json, "items"), file);
	return member != NULL ? member : model_take(arena, json, file);
}

bool
model_file_read(
    struct command_line *cl, const char *path, struct model_file *file)
{
	struct buffer bytes = { .limit = MODEL_BYTES };
	const char *member = NULL, *id = "model.file.read";
	bool read = file_read(path, &bytes);

	if (read) {
		member = model_file_parse(command_arena(cl),
		    bytes.data != NULL ? bytes.data : "", bytes.length, file);
		id = text_is(member, "json") || text_is(member, "format")
		    ? "match.file.other"
		    : "match.file.member";
	}
	if (!read || member != NULL)
		complain(cl, id,
		    (const struct word[]){ { "file", path },
			{ "member", member != NULL ? member : "" }, { 0 } });
	buffer_free(&bytes);
	return read && member == NULL;
}
