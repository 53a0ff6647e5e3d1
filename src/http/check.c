/*
 * Values against their fields: the same walk checks what comes in and, in
 * tests, what goes out. Each type is a row of `kinds`; a check answers the
 * message id of what is wrong, without its "problem." in front.
 */
#include "http/inside.h"

#include <string.h>

#include "base/clock.h"
#include "base/text.h"

enum { COMPLAINTS = 50 };

/* Complaints */

struct word *
words_copy(struct arena *arena, const struct word *words)
{
	struct word *copy;
	size_t count = 0, i;

	if (words == NULL)
		return NULL;
	while (words[count].name != NULL)
		count++;
	copy = arena_array(arena, count + 1, sizeof *copy);
	for (i = 0; i < count; i++) {
		copy[i].name = arena_text(arena, words[i].name);
		copy[i].value = arena_text(arena, words[i].value);
	}
	return copy;
}

void
complaint_add(struct complaints *complaints, const char *name, const char *id,
    const struct word *words)
{
	struct complaint *complaint;

	if (complaints->count++ >= COMPLAINTS)
		return;
	complaint = arena_alloc(complaints->arena, sizeof *complaint);
	complaint->name = arena_bytes(
	    complaints->arena, name, utf8_fit(name, 200));
	complaint->id = id;
	complaint->words = words_copy(complaints->arena, words);
	if (complaints->last != NULL)
		complaints->last->next = complaint;
	else
		complaints->first = complaint;
	complaints->last = complaint;
}

/* Where the walk is: a member of a member of … */
struct place {
	const struct place *up;
	const char *name; /* NULL: an element */
	size_t index;
};

struct walk {
	struct complaints *complaints;
	enum direction direction;
};

static char *
place_text(struct arena *arena, const struct place *place)
{
	const char *up;

	if (place->up == NULL)
		return arena_text(arena, place->name);
	up = place_text(arena, place->up);
	if (place->name != NULL)
		return arena_printf(arena, "%s.%s", up, place->name);
	return arena_printf(arena, "%s.%zu", up, place->index);
}

static void
complain_at(struct walk *walk, const struct place *place,
    const struct field *field, const char *id)
{
	struct arena *arena = walk->complaints->arena;
	const char *name = place_text(arena, place);
	struct word words[] = { { "min", "" }, { "max", "" }, { 0 } };

	if (field != NULL) {
		words[0].value = arena_printf(
		    arena, "%lld", (long long)field->min);
		words[1].value = arena_printf(
		    arena, "%lld", (long long)field->max);
	}
	complaint_add(walk->complaints, name, id, words);
}

/* Types */

static bool
is_limited(const struct field *field)
{
	return field->min != 0 || field->max != 0;
}

static const char *
text_wrong(const struct field *field, const json_t *value)
{
	const char *text = json_string_value(value);
	size_t count;

	if (text == NULL)
		return "field.text";
	if (text_has_control(text) ||
	    (field->type == FIELD_TEXT && strpbrk(text, "\t\n") != NULL))
		return "field.control";
	if (!is_limited(field))
		return NULL;
	count = utf8_count(text);
	if (count == 0 && field->min > 0)
		return "field.required";
	if (count < (size_t)field->min)
		return "field.short";
	return count > (size_t)field->max ? "field.long" : NULL;
}

static const char *
int_wrong(const struct field *field, const json_t *value)
{
	json_int_t number = json_integer_value(value);

	if (!json_is_integer(value))
		return "field.int";
	if (!is_limited(field))
		return NULL;
	if (number < field->min)
		return "field.least";
	return number > field->max ? "field.most" : NULL;
}

static const char *
real_wrong(const struct field *field, const json_t *value)
{
	double number = json_number_value(value);

	if (!json_is_number(value))
		return "field.real";
	if (!is_limited(field))
		return NULL;
	if (number < (double)field->min)
		return "field.least";
	return number > (double)field->max ? "field.most" : NULL;
}

static const char *
bool_wrong(const struct field *field, const json_t *value)
{
	(void)field;
	return json_is_boolean(value) ? NULL : "field.bool";
}

bool
id_read(const char *text, int64_t *id)
{
	return text != NULL && *text >= '1' && *text <= '9' &&
	    strspn(text, "0123456789") == strlen(text) &&
	    text_to_int(text, 1, INT64_MAX, id);
}

static const char *
id_wrong(const struct field *field, const json_t *value)
{
	int64_t id;

	(void)field;
	return id_read(json_string_value(value), &id) ? NULL : "field.id";
}

static const char *
date_wrong(const struct field *field, const json_t *value)
{
	const char *text = json_string_value(value);
	struct date date;

	(void)field;
	return text != NULL && date_read(text, &date) ? NULL : "field.date";
}

static const char *
time_wrong(const struct field *field, const json_t *value)
{
	json_int_t time = json_integer_value(value);

	if (!json_is_integer(value) || time < 0 || time > TIME_MOST)
		return "field.time";
	return int_wrong(field, value);
}

static const char *
choice_wrong(const struct field *field, const json_t *value)
{
	const char *text = json_string_value(value);
	const char *const *choice;

	for (choice = field->choices; *choice != NULL; choice++)
		if (text_is(text, *choice))
			return NULL;
	return "field.choice";
}

static const char *
object_wrong(const struct field *field, const json_t *value)
{
	(void)field;
	return json_is_object(value) ? NULL : "field.object";
}

static const char *
list_wrong(const struct field *field, const json_t *value)
{
	size_t count = json_array_size(value);

	if (!json_is_array(value))
		return "field.list";
	if (!is_limited(field))
		return NULL;
	if (count < (size_t)field->min)
		return "field.few";
	return count > (size_t)field->max ? "field.many" : NULL;
}

/* A file is never a value: body.c has put its name where it came. */
static const char *
file_wrong(const struct field *field, const json_t *value)
{
	(void)field;
	return json_is_true(value) ? NULL : "field.file";
}

static const char *
any_wrong(const struct field *field, const json_t *value)
{
	(void)field;
	(void)value;
	return NULL;
}

typedef const char *wrong(const struct field *field, const json_t *value);
static wrong *const kinds[] = {
	[FIELD_TEXT] = text_wrong,
	[FIELD_LONG] = text_wrong,
	[FIELD_INT] = int_wrong,
	[FIELD_REAL] = real_wrong,
	[FIELD_BOOL] = bool_wrong,
	[FIELD_ID] = id_wrong,
	[FIELD_DATE] = date_wrong,
	[FIELD_TIME] = time_wrong,
	[FIELD_CHOICE] = choice_wrong,
	[FIELD_OBJECT] = object_wrong,
	[FIELD_LIST] = list_wrong,
	[FIELD_FILE] = file_wrong,
	[FIELD_ANY] = any_wrong,
};

/* The walk */

static void object_walk(struct walk *walk, const struct place *up,
    const struct field *fields, json_t *object);

/* What has no row of its own has a bound all the same, coming in. */
struct field
field_element(const struct field *list, enum direction direction)
{
	bool bounded = direction == FIELDS_IN && list->of == FIELD_TEXT;

	return (struct field){ .type = list->of,
		.max = bounded ? ELEMENT_MOST : 0 };
}

static void
list_walk(struct walk *walk, const struct place *place,
    const struct field *field, const json_t *list)
{
	const struct field element = field_element(field, walk->direction);
	struct place at = { .up = place };
	const char *id;

	for (; at.index < json_array_size(list); at.index++) {
		json_t *value = json_array_get(list, at.index);

		if (field->fields != NULL && json_is_object(value)) {
			object_walk(walk, &at, field->fields, value);
			continue;
		}
		id = field->fields != NULL ? "field.object"
					   : kinds[field->of](&element, value);
		if (id != NULL)
			complain_at(walk, &at, &element, id);
	}
}

static void
value_walk(struct walk *walk, const struct place *place,
    const struct field *field, json_t *value)
{
	const char *id;

	if (json_is_null(value) && walk->direction == FIELDS_OUT &&
	    !field->required)
		return;
	id = kinds[field->type](field, value);
	if (id != NULL)
		complain_at(walk, place, field, id);
	else if (field->type == FIELD_OBJECT)
		object_walk(walk, place, field->fields, value);
	else if (field->type == FIELD_LIST)
		list_walk(walk, place, field, value);
}

static void
object_walk(struct walk *walk, const struct place *up,
    const struct field *fields, json_t *object)
{
	const struct field *field;
	const char *name;
	json_t *value;

	for (field = fields; field->name != NULL; field++) {
		struct place place = { .up = up, .name = field->name };

		value = json_object_get(object, field->name);
		if (value != NULL)
			value_walk(walk, &place, field, value);
		else if (field->required)
			complain_at(walk, &place, field, "field.required");
	}
	json_object_foreach(object, name, value)
	{
		struct place place = { .up = up, .name = name };

		if (field_find(fields, name) == NULL)
			complain_at(walk, &place, NULL, "field.unknown");
	}
}

void
fields_check(struct complaints *complaints, const struct field *fields,
    json_t *object, enum direction direction)
{
	struct walk walk = { complaints, direction };

	object_walk(&walk, NULL, fields, object);
}

const struct field *
field_find(const struct field *fields, const char *name)
{
	for (; fields != NULL && fields->name != NULL; fields++)
		if (strcmp(fields->name, name) == 0)
			return fields;
	return NULL;
}

bool
fields_have_file(const struct field *fields)
{
	for (; fields != NULL && fields->name != NULL; fields++)
		if (fields->type == FIELD_FILE)
			return true;
	return false;
}

static void
object_give(void *with)
{
	json_decref(with);
}

json_t *
object_new(struct arena *arena)
{
	json_t *object = json_object();

	if (object == NULL)
		arena_throw(arena);
	arena_defer(arena, object_give, object);
	return object;
}

json_t *
field_from_text(const struct field *field, const char *text)
{
	int64_t integer;
	double real;

	if ((field->type == FIELD_INT || field->type == FIELD_TIME) &&
	    text_to_int(text, INT64_MIN, INT64_MAX, &integer))
		return json_integer(integer);
	if (field->type == FIELD_REAL && text_to_real(text, &real))
		return json_real(real);
	if (field->type == FIELD_BOOL && strcmp(text, "true") == 0)
		return json_true();
	if (field->type == FIELD_BOOL && strcmp(text, "false") == 0)
		return json_false();
	return json_string(text);
}
