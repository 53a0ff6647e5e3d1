/* JSON files with a place in each complaint. */
#include "plan/json_in.h"

#include <string.h>

#include "base/file.h"

enum { FILE_BYTES = 64 * 1024 * 1024, TEXT_BYTES = 300 };

void
place_fault(const struct place *place, const char *id, const char *what)
{
	const char *file = place->file;

	if (*place->path != '\0')
		file = arena_printf(
		    place->book->arena, "%s: %s", file, place->path);
	book_fault(place->book, file, 0, id, what);
}

bool
place_open(struct book *book, const char *file, struct place *place)
{
	struct buffer bytes = { .limit = FILE_BYTES };
	bool read = file_read(file, &bytes);

	*place = (struct place){ book, file, "", NULL };
	if (read && bytes.length > 0)
		place->json = json_read(book->arena, bytes.data, bytes.length);
	buffer_free(&bytes);
	if (!read)
		place_fault(place, "plan.fault.open", "");
	else if (!json_is_object(place->json))
		place_fault(place, "plan.fault.json", "");
	return json_is_object(place->json);
}

struct place
place_in(const struct place *place, const char *name)
{
	struct place inner = *place;

	inner.path = *place->path == '\0'
	    ? name
	    : arena_printf(place->book->arena, "%s.%s", place->path, name);
	inner.json = json_is_object(place->json)
	    ? json_object_get(place->json, name)
	    : NULL;
	return inner;
}

struct place
place_at(const struct place *place, size_t index)
{
	struct place inner = *place;

	inner.path = arena_printf(
	    place->book->arena, "%s[%zu]", place->path, index);
	inner.json = json_array_get(place->json, index);
	return inner;
}

size_t
place_count(const struct place *place, size_t most)
{
	if (place->json == NULL)
		return 0;
	if (!json_is_array(place->json)) {
		place_fault(place, "plan.fault.list", "");
		return 0;
	}
	if (json_array_size(place->json) > most) {
		place_fault(place, "plan.fault.many", "");
		return 0;
	}
	return json_array_size(place->json);
}

const char *
place_text(const struct place *place, const char *otherwise)
{
	const char *text = json_string_value(place->json);

	if (place->json == NULL && otherwise != NULL)
		return otherwise;
	if (text == NULL || strlen(text) > TEXT_BYTES) {
		place_fault(place, "plan.fault.text", "");
		return otherwise == NULL ? "" : otherwise;
	}
	return text;
}

int
place_int(const struct place *place, int least, int most, int otherwise)
{
	json_int_t value;

	if (place->json == NULL)
		return otherwise;
	value = json_integer_value(place->json);
	if (!json_is_integer(place->json) || value < least || value > most) {
		place_fault(place, "plan.fault.range",
		    arena_printf(place->book->arena, "%d … %d", least, most));
		return otherwise;
	}
	return (int)value;
}

int
place_subject(const struct place *place)
{
	const char *name = place_text(place, NULL);
	int subject = book_subject_find(place->book, name);

	if (subject < 0 && *name != '\0')
		place_fault(place, "plan.fault.subject", name);
	return subject;
}
