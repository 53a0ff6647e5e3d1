/*
 * What stands in addresses and cookies, made into texts. Everything here takes
 * bytes from anybody: see fuzz/.
 */
#include "http/inside.h"

#include <string.h>

#include "base/text.h"

static int
hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static bool
has_control(const char *text)
{
	for (; *text != '\0'; text++)
		if ((unsigned char)*text < 0x20 || *text == 0x7f)
			return true;
	return false;
}

bool
url_decode(char *text, bool query)
{
	char *in = text, *out = text;

	for (; *in != '\0'; in++) {
		int high, low;

		if (*in == ' ')
			return false;
		if (*in == '+' && query) {
			*out++ = ' ';
			continue;
		}
		if (*in != '%') {
			*out++ = *in;
			continue;
		}
		high = hex_value(in[1]);
		low = high < 0 ? -1 : hex_value(in[2]);
		if (low < 0 || (high == 0 && low == 0))
			return false;
		*out++ = (char)(high << 4 | low);
		in += 2;
	}
	*out = '\0';
	/* a text field says itself which control characters it takes */
	return utf8_valid(text, (size_t)(out - text)) &&
	    (query || !has_control(text));
}

int
path_split(char *path, const char **segments, int most)
{
	int count = 0;

	if (*path != '/')
		return -1;
	while (path != NULL) {
		char *segment = path + 1;

		if (count == most)
			return -1;
		path = strchr(segment, '/');
		if (path != NULL)
			*path = '\0';
		if (!url_decode(segment, false))
			return -1;
		segments[count++] = segment;
	}
	return count;
}

/* One "name=value" into the object. */
static bool
pair_read(struct complaints *complaints, const struct field *fields, char *pair,
    json_t *object)
{
	char *value = strchr(pair, '=');
	const struct field *field;

	if (value != NULL)
		*value++ = '\0';
	else
		value = pair + strlen(pair);
	if (!url_decode(pair, true) || !url_decode(value, true))
		return false;
	field = field_find(fields, pair);
	if (field == NULL)
		complaint_add(complaints, pair, "field.unknown", NULL);
	else if (json_object_get(object, pair) != NULL)
		complaint_add(complaints, pair, "field.twice", NULL);
	else if (json_object_set_new(
		     object, pair, field_from_text(field, value)) != 0)
		arena_throw(complaints->arena);
	return true;
}

bool
query_read(struct complaints *complaints, const struct field *fields,
    char *query, json_t *object)
{
	while (query != NULL) {
		char *pair = query;

		query = strchr(query, '&');
		if (query != NULL)
			*query++ = '\0';
		if (*pair != '\0' &&
		    !pair_read(complaints, fields, pair, object))
			return false;
	}
	return true;
}

char *
cookie_find(struct arena *arena, const char *header, const char *name)
{
	size_t length = strlen(name), value;

	while (header != NULL && *header != '\0') {
		header += strspn(header, " \t;");
		value = strcspn(header, ";");
		if (value > length && header[length] == '=' &&
		    memcmp(header, name, length) == 0) {
			header += length + 1;
			value -= length + 1;
			while (value > 0 &&
			    (header[value - 1] == ' ' ||
				header[value - 1] == '\t'))
				value--;
			return arena_bytes(arena, header, value);
		}
		header += value;
	}
	return NULL;
}

void
url_encode(struct buffer *out, const char *text)
{
	static const char kept[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				   "abcdefghijklmnopqrstuvwxyz0123456789-._~";

	for (; *text != '\0'; text++) {
		if (strchr(kept, *text) != NULL)
			buffer_char(out, *text);
		else
			buffer_printf(out, "%%%02X", (unsigned char)*text);
	}
}
