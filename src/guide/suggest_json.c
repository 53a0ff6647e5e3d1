/*
 * Suggestions as canonical JSON and back: what a draft keeps. Ids and numbers
 * only, so that a language or a corrected wording changes nothing of it.
 */
#include <math.h>
#include <string.h>

#include "base/text.h"
#include "guide/suggest.h"

static void
scale_write(struct writer *writer, const struct interest_scale *scale)
{
	put_object(writer, NULL);
	put_real(writer, "score", scale->score, 4);
	put_real(writer, "low", scale->low, 4);
	put_real(writer, "high", scale->high, 4);
	put_real(writer, "standard", scale->standard, 4);
	put_real(writer, "standard_sd", scale->standard_sd, 4);
	put_int(writer, "answered", scale->answered);
	put_object_end(writer);
}

static void
profile_write(struct writer *writer, const struct interest_profile *profile)
{
	int l;

	put_object(writer, "profile");
	put_list(writer, "scales");
	for (l = 0; l < LETTERS; l++)
		scale_write(writer, &profile->scales[l]);
	put_list_end(writer);
	put_list(writer, "order");
	for (l = 0; l < LETTERS; l++)
		put_int(writer, NULL, profile->order[l]);
	put_list_end(writer);
	put_int(writer, "answered", profile->answered);
	put_real(writer, "first_probability", profile->first_probability, 4);
	put_bool(writer, "level", profile->level);
	put_int(writer, "tied", profile->tied);
	put_object_end(writer);
}

static void
item_write(struct writer *writer, const struct suggestion *item)
{
	int l;

	put_object(writer, NULL);
	put_text(writer, "thing", item->thing);
	if (item->ranked) {
		put_real(writer, "probability", item->probability, 4);
		put_real(writer, "score", item->score, 4);
		put_real(writer, "base", item->base, 4);
		put_list(writer, "terms");
		for (l = 0; l < LETTERS; l++)
			put_real(writer, NULL, item->terms[l], 4);
		put_list_end(writer);
		put_real(writer, "steady", item->steady, 4);
		put_int(writer, "change_letter", item->change_letter);
		put_real(writer, "change", item->change, 4);
	}
	put_object_end(writer);
}

void
suggested_write(struct writer *writer, const struct suggested *suggested)
{
	int i, k;

	put_int(writer, "stage", (int64_t)suggested->stage);
	put_int(writer, "grade", suggested->grade);
	put_int(writer, "semester", suggested->semester);
	put_bool(writer, "ai", suggested->ai);
	put_int(writer, "notices", suggested->notices);
	put_text(writer, "bank", suggested->bank);
	put_text(writer, "model", suggested->model);
	put_text(writer, "catalogue", suggested->catalogue);
	put_text(writer, "list", suggested->list);
	if (suggested->apart != NULL)
		put_text(writer, "apart", suggested->apart);
	profile_write(writer, &suggested->profile);
	put_list(writer, "lists");
	for (i = 0; i < suggested->count; i++) {
		const struct suggestion_list *list = &suggested->lists[i];

		put_object(writer, NULL);
		put_text(writer, "kind", list_names[list->kind]);
		if (list->loss > 0)
			put_real(writer, "loss", list->loss, 4);
		put_list(writer, "items");
		for (k = 0; k < list->count; k++)
			item_write(writer, &list->items[k]);
		put_list_end(writer);
		put_object_end(writer);
	}
	put_list_end(writer);
}

/* Back again */

static int
int_of(const json_t *object, const char *name)
{
	return (int)json_integer_value(json_object_get(object, name));
}

static double
real_of(const json_t *object, const char *name)
{
	return json_number_value(json_object_get(object, name));
}

static const char *
text_of(struct arena *arena, const json_t *object, const char *name)
{
	const char *text = json_string_value(json_object_get(object, name));

	return arena_text(arena, text ? text : "");
}

static void
scale_read(const json_t *json, struct interest_scale *scale)
{
	scale->score = real_of(json, "score");
	scale->low = real_of(json, "low");
	scale->high = real_of(json, "high");
	scale->standard = real_of(json, "standard");
	scale->standard_sd = real_of(json, "standard_sd");
	scale->answered = int_of(json, "answered");
}

static bool
profile_read(const json_t *json, struct interest_profile *profile)
{
	const json_t *scales = json_object_get(json, "scales");
	const json_t *order = json_object_get(json, "order");
	size_t l;

	if (json_array_size(scales) != LETTERS ||
	    json_array_size(order) != LETTERS)
		return false;
	for (l = 0; l < LETTERS; l++) {
		json_int_t letter = json_integer_value(
		    json_array_get(order, l));

		if (letter < 0 || letter >= LETTERS)
			return false;
		profile->order[l] = (int)letter;
		scale_read(json_array_get(scales, l), &profile->scales[l]);
	}
	profile->answered = int_of(json, "answered");
	profile->first_probability = real_of(json, "first_probability");
	profile->level = json_is_true(json_object_get(json, "level"));
	profile->tied = int_of(json, "tied");
	return true;
}

static void
item_read(struct arena *arena, const json_t *json, struct suggestion *item)
{
	const json_t *terms = json_object_get(json, "terms");
	size_t l;

	item->thing = text_of(arena, json, "thing");
	item->change_letter = -1;
	item->ranked = json_array_size(terms) == LETTERS;
	if (!item->ranked)
		return;
	item->probability = real_of(json, "probability");
	item->score = real_of(json, "score");
	item->base = real_of(json, "base");
	for (l = 0; l < LETTERS; l++)
		item->terms[l] = json_number_value(json_array_get(terms, l));
	item->steady = real_of(json, "steady");
	item->change_letter = int_of(json, "change_letter");
	if (item->change_letter < 0 || item->change_letter >= LETTERS)
		item->change_letter = -1;
	item->change = real_of(json, "change");
}

static bool
list_read(struct arena *arena, const json_t *json, struct suggestion_list *list)
{
	const char *kind = json_string_value(json_object_get(json, "kind"));
	const json_t *items = json_object_get(json, "items");
	size_t i, count = json_array_size(items);

	for (i = 0; i < LISTS && !text_is(kind, list_names[i]); i++)
		;
	if (i == LISTS || count > 1000)
		return false;
	list->kind = (enum list_kind)i;
	list->loss = real_of(json, "loss");
	list->count = (int)count;
	list->items = arena_array(arena, count, sizeof *list->items);
	for (i = 0; i < count; i++)
		item_read(arena, json_array_get(items, i), &list->items[i]);
	return true;
}

bool
suggested_read(struct arena *arena, const char *text, struct suggested *out)
{
	json_t *json = json_read(arena, text, strlen(text));
	const json_t *lists = json_object_get(json, "lists");
	size_t i, count = json_array_size(lists);
	int stage = int_of(json, "stage");

	*out = (struct suggested){ 0 };
	if (json == NULL || count > LISTS || stage < 0 || stage >= STAGES)
		return false;
	out->stage = (enum stage)stage;
	out->grade = int_of(json, "grade");
	out->semester = int_of(json, "semester");
	out->ai = json_is_true(json_object_get(json, "ai"));
	out->notices = (unsigned)int_of(json, "notices");
	out->bank = text_of(arena, json, "bank");
	out->model = text_of(arena, json, "model");
	out->catalogue = text_of(arena, json, "catalogue");
	out->list = text_of(arena, json, "list");
	if (json_object_get(json, "apart") != NULL)
		out->apart = text_of(arena, json, "apart");
	out->count = (int)count;
	for (i = 0; i < count; i++)
		if (!list_read(arena, json_array_get(lists, i), &out->lists[i]))
			return false;
	return profile_read(json_object_get(json, "profile"), &out->profile);
}
