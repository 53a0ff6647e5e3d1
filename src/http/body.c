/*
 * The body: JSON is collected and read, a form is taken apart while it comes,
 * its files written to the disk under names that go with the request.
 */
#include "http/inside.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/log.h"
#include "base/text.h"

enum { PART_TEXT = 64 * 1024 };

/*
 * jansson does not tell a text that is not JSON from a want of memory; whoever
 * sent it has to be told.
 */
static _Thread_local bool starved;

static void *
json_get(size_t size)
{
	void *memory = memory_get(size);

	starved = starved || memory == NULL;
	return memory;
}

void
json_memory_use(void)
{
	json_set_alloc_funcs(json_get, memory_give);
}

size_t
body_most(const struct exchange *x)
{
	const struct route *route = x->rq.route;

	return route && route->body_max ? route->body_max : BODY_MOST;
}

/* Forms */

static void
upload_remove(void *with)
{
	struct upload *upload = with;

	close(upload->file);
	unlink(upload->path);
}

static struct upload *
upload_new(struct exchange *x, const struct part *part)
{
	struct arena *arena = x->rq.arena;
	struct upload *upload = arena_alloc(arena, sizeof *upload);
	const char *folder = getenv("TMPDIR");
	char *path = arena_printf(
	    arena, "%s/giljabi-XXXXXX", folder ? folder : "/tmp");

	upload->name = x->part_field->name;
	upload->file_name = arena_text(arena, part->file_name);
	upload->file = mkstemp(path);
	upload->path = path;
	if (upload->file < 0)
		return NULL;
	arena_defer(arena, upload_remove, upload);
	upload->next = x->uploads;
	x->uploads = upload;
	return upload;
}

static bool
disk_failed(struct exchange *x)
{
	log_event(LOG_ERROR, "upload.unwritten", "id", x->rq.id, NULL);
	answer_error(&x->rq, 503, "unavailable", NULL);
	return false;
}

static void
body_set(struct exchange *x, json_t *value)
{
	if (json_object_set_new(x->body, x->part_field->name, value) != 0)
		arena_throw(x->rq.arena);
}

static bool
part_begin(void *with, const struct part *part)
{
	struct exchange *x = with;
	const struct field *field = field_find(x->rq.route->body, part->name);

	x->part_field = NULL;
	buffer_clear(&x->bytes);
	if (field == NULL) {
		answer_field(&x->rq, part->name, "field.unknown", NULL);
	} else if (json_object_get(x->body, part->name) != NULL) {
		answer_field(&x->rq, part->name, "field.twice", NULL);
	} else if (part->is_file != (field->type == FIELD_FILE)) {
		answer_field(&x->rq, part->name, "field.file", NULL);
	} else {
		x->part_field = field;
		if (part->is_file && upload_new(x, part) == NULL)
			return disk_failed(x);
		if (part->is_file)
			body_set(x, json_true());
	}
	return true;
}

static const struct word *
megabytes(struct exchange *x)
{
	struct word *words = arena_array(x->rq.arena, 2, sizeof *words);

	words[0].name = "megabytes";
	words[0].value = arena_printf(
	    x->rq.arena, "%.4g", (double)x->part_field->max / (1024 * 1024));
	return words;
}

static bool
file_data(struct exchange *x, const char *bytes, size_t length)
{
	struct upload *upload = x->uploads;

	upload->size += (int64_t)length;
	if (upload->size > x->part_field->max) {
		answer_field(
		    &x->rq, upload->name, "field.file_large", megabytes(x));
		x->part_field = NULL;
		return true;
	}
	while (length > 0) {
		ssize_t written = write(upload->file, bytes, length);

		if (written < 0)
			return disk_failed(x);
		bytes += written;
		length -= (size_t)written;
	}
	return true;
}

static bool
part_data(void *with, const char *bytes, size_t length)
{
	struct exchange *x = with;

	if (x->part_field == NULL)
		return true;
	if (x->part_field->type == FIELD_FILE)
		return file_data(x, bytes, length);
	if (x->bytes.length + length > PART_TEXT) {
		answer_field(&x->rq, x->part_field->name, "field.text", NULL);
		x->part_field = NULL;
		return true;
	}
	buffer_add(&x->bytes, bytes, length);
	if (x->bytes.failed)
		arena_throw(x->rq.arena);
	return true;
}

static void
text_end(struct exchange *x)
{
	const char *text = x->bytes.length > 0 ? x->bytes.data : "";

	body_set(x,
	    utf8_valid(text, x->bytes.length)
		? field_from_text(x->part_field, text)
		: json_null());
}

static bool
part_end(void *with)
{
	struct exchange *x = with;

	if (x->part_field == NULL)
		return true;
	if (x->part_field->type != FIELD_FILE)
		text_end(x);
	else if (x->uploads->size < x->part_field->min)
		answer_field(
		    &x->rq, x->part_field->name, "field.file_empty", NULL);
	return true;
}

static const struct part_events part_events = { part_begin, part_data,
	part_end };

/* The whole */

static bool
type_is(const struct exchange *x, const char *type)
{
	const char *is = x->head[HEAD_CONTENT_TYPE];
	size_t length = strlen(type);

	return is != NULL && strncasecmp(is, type, length) == 0 &&
	    (is[length] == '\0' || strchr("; \t", is[length]) != NULL);
}

static void
form_begin(struct exchange *x)
{
	if (!type_is(x, "multipart/form-data")) {
		answer_error(&x->rq, 415, "body.form", NULL);
		return;
	}
	x->multipart = arena_alloc(x->rq.arena, sizeof *x->multipart);
	x->body = object_new(x->rq.arena);
	if (!multipart_begin(
		x->multipart, x->head[HEAD_CONTENT_TYPE], &part_events, x))
		answer_error(&x->rq, 400, "body.form", NULL);
}

/* Before the first byte: may there be a body, of this size and type? */
void
body_begin(struct exchange *x)
{
	size_t length = head_body_length(x);
	const struct field *fields = x->rq.route->body;

	buffer_clear(&x->bytes);
	x->bytes.limit = body_most(x) + 2;
	if (length == 0)
		return;
	if (fields == NULL)
		answer_error(&x->rq, 400, "body.unwanted", NULL);
	else if (length != SIZE_MAX && length > body_most(x))
		answer_error(&x->rq, 413, "body.large", NULL);
	else if (fields_have_file(fields))
		form_begin(x);
	else if (!type_is(x, "application/json"))
		answer_error(&x->rq, 415, "body.json", NULL);
}

static void
form_feed(struct exchange *x, const char *bytes, size_t length)
{
	if (!multipart_feed(x->multipart, bytes, length) &&
	    x->reply.status < 500)
		answer_error(&x->rq, 400, "body.form", NULL);
}

void
body_feed(struct exchange *x, const char *bytes, size_t length)
{
	if (x->received > body_most(x)) {
		answer_error(&x->rq, 413, "body.large", NULL);
		return;
	}
	if (x->multipart != NULL) {
		form_feed(x, bytes, length);
		return;
	}
	buffer_add(&x->bytes, bytes, length);
	if (x->bytes.failed)
		arena_throw(x->rq.arena);
}

static void
json_end(struct exchange *x)
{
	if (x->bytes.length == 0) {
		x->body = object_new(x->rq.arena);
		return;
	}
	starved = false;
	x->body = json_read(x->rq.arena, x->bytes.data, x->bytes.length);
	if (x->body == NULL && starved)
		arena_throw(x->rq.arena);
	if (!json_is_object(x->body))
		answer_error(&x->rq, 400, "body.json", NULL);
}

/* All has come: is it whole, and do its fields fit? */
void
body_end(struct exchange *x)
{
	if (x->rq.route->body == NULL)
		return;
	if (x->multipart == NULL)
		json_end(x);
	else if (!multipart_ended(x->multipart))
		answer_error(&x->rq, 400, "body.form", NULL);
	if (x->reply.status != 0 && x->reply.status != 422)
		return;
	fields_check(
	    &x->reply.complaints, x->rq.route->body, x->body, FIELDS_IN);
}
