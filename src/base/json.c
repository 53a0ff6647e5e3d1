/* JSON out in canonical bytes; JSON in with bounds (jansson). */
#include "base/json.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { DEPTH = 32 };

static void
put_quoted(struct buffer *out, const char *text)
{
	const char *from = text;

	buffer_char(out, '"');
	for (; *text != '\0'; text++) {
		unsigned char c = (unsigned char)*text;

		if (c >= 0x20 && c != '"' && c != '\\')
			continue;
		buffer_add(out, from, (size_t)(text - from));
		if (c == '"' || c == '\\')
			buffer_printf(out, "\\%c", c);
		else if (c == '\n')
			buffer_text(out, "\\n");
		else
			buffer_printf(out, "\\u%04x", c);
		from = text + 1;
	}
	buffer_add(out, from, (size_t)(text - from));
	buffer_char(out, '"');
}

/* What stands before a value: a comma, a name. */
static void
put_name(struct writer *writer, const char *name)
{
	if (writer->comma)
		buffer_char(writer->out, ',');
	writer->comma = true;
	if (name == NULL)
		return;
	put_quoted(writer->out, name);
	buffer_char(writer->out, ':');
}

static void
put_open(struct writer *writer, const char *name, char bracket)
{
	put_name(writer, name);
	buffer_char(writer->out, bracket);
	writer->comma = false;
}

static void
put_close(struct writer *writer, char bracket)
{
	buffer_char(writer->out, bracket);
	writer->comma = true;
}

void
put_object(struct writer *writer, const char *name)
{
	put_open(writer, name, '{');
}

void
put_object_end(struct writer *writer)
{
	put_close(writer, '}');
}

void
put_list(struct writer *writer, const char *name)
{
	put_open(writer, name, '[');
}

void
put_list_end(struct writer *writer)
{
	put_close(writer, ']');
}

void
put_text(struct writer *writer, const char *name, const char *text)
{
	put_name(writer, name);
	if (text == NULL)
		buffer_text(writer->out, "null");
	else
		put_quoted(writer->out, text);
}

void
put_int(struct writer *writer, const char *name, int64_t value)
{
	put_name(writer, name);
	buffer_printf(writer->out, "%lld", (long long)value);
}

void
put_id(struct writer *writer, const char *name, int64_t id)
{
	put_name(writer, name);
	if (id == 0)
		buffer_text(writer->out, "null");
	else
		buffer_printf(writer->out, "\"%lld\"", (long long)id);
}

void
put_real(struct writer *writer, const char *name, double value, int digits)
{
	char text[400];
	size_t length;

	if (!isfinite(value)) {
		put_null(writer, name);
		return;
	}
	put_name(writer, name);
	length = (size_t)snprintf(text, sizeof text, "%.*f", digits, value);
	if (digits > 0) {
		while (text[length - 1] == '0')
			text[--length] = '\0';
		if (text[length - 1] == '.')
			text[--length] = '\0';
	}
	buffer_text(writer->out, strcmp(text, "-0") == 0 ? "0" : text);
}

void
put_bool(struct writer *writer, const char *name, bool value)
{
	put_name(writer, name);
	buffer_text(writer->out, value ? "true" : "false");
}

void
put_null(struct writer *writer, const char *name)
{
	put_name(writer, name);
	buffer_text(writer->out, "null");
}

void
put_raw(struct writer *writer, const char *name, const char *json)
{
	put_name(writer, name);
	buffer_text(writer->out, json);
}

/* jansson bounds its recursion at 2,048; what people send needs far less. */
static bool
depth_bounded(const char *bytes, size_t length)
{
	int depth = 0;
	bool quoted = false;
	size_t i;

	for (i = 0; i < length; i++) {
		char c = bytes[i];

		if (quoted && c == '\\')
			i++;
		else if (c == '"')
			quoted = !quoted;
		else if (!quoted && (c == '{' || c == '['))
			depth++;
		else if (!quoted && (c == '}' || c == ']'))
			depth--;
		if (depth > DEPTH)
			return false;
	}
	return true;
}

static void
json_give(void *value)
{
	json_decref(value);
}

json_t *
json_read(struct arena *arena, const char *bytes, size_t length)
{
	json_t *value;

	if (!depth_bounded(bytes, length))
		return NULL;
	value = json_loadb(
	    bytes, length, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, NULL);
	if (value != NULL)
		arena_defer(arena, json_give, value);
	return value;
}
