/*
 * multipart/form-data (RFC 7578) as a stream: bytes in pieces of any size,
 * parts out as events, in bounded memory. What a mark could begin with is held
 * back by counting how much of it was seen; only its first byte is a CR, so
 * that a mismatch never hides a later beginning.
 */
#include "http/inside.h"

#include <string.h>
#include <strings.h>

#include "base/text.h"

enum { PARTS = 64 };

/* Where a word stands, whatever its case. */
static const char *
word_find(const char *text, const char *word)
{
	size_t length = strlen(word);

	for (; *text != '\0'; text++)
		if (strncasecmp(text, word, length) == 0)
			return text;
	return NULL;
}

static bool
boundary_fits(const char *boundary, size_t length)
{
	static const char kept[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "abcdefghijklmnopqrstuvwxyz0123456789'()+_,-./:=? ";

	return length >= 1 && length <= 70 && strspn(boundary, kept) >= length;
}

bool
multipart_begin(struct multipart *multipart, const char *content_type,
    const struct part_events *events, void *with)
{
	const char *boundary = word_find(content_type, "boundary=");
	size_t length;

	if (boundary == NULL)
		return false;
	boundary += strlen("boundary=");
	if (*boundary == '"')
		length = strcspn(++boundary, "\"");
	else
		length = strcspn(boundary, "; \t");
	if (!boundary_fits(boundary, length))
		return false;
	*multipart = (struct multipart){ .events = events, .with = with };
	memcpy(multipart->mark, "\r\n--", 4);
	memcpy(multipart->mark + 4, boundary, length);
	multipart->mark_length = length + 4;
	/* the first mark stands at the start, without a line end before it */
	multipart->matched = 2;
	return true;
}

/* The head of a part */

/*
 * The value of a parameter, name="…", with \" for a mark in it; false when it
 * is not there, is not text or does not fit.
 */
static bool
parameter_read(const char *line, const char *name, char *out, size_t size)
{
	size_t length = strlen(name), used = 0;
	const char *at = line;

	while ((at = word_find(at, name)) != NULL) {
		bool starts = at > line && strchr("; \t", at[-1]) != NULL;

		at += length;
		if (starts && at[0] == '=' && at[1] == '"')
			break;
	}
	if (at == NULL)
		return false;
	for (at += 2; *at != '"'; at++) {
		if (at[0] == '\\' && at[1] == '"')
			at++;
		if (*at == '\0' || used + 1 >= size)
			return false;
		out[used++] = *at;
	}
	out[used] = '\0';
	return utf8_valid(out, used) && !text_has_control(out);
}

/* Old browsers send the whole path. */
static void
path_remove(char *file_name)
{
	char *slash = strrchr(file_name, '/');
	char *back = strrchr(file_name, '\\');

	if (back != NULL && (slash == NULL || back > slash))
		slash = back;
	if (slash != NULL)
		memmove(file_name, slash + 1, strlen(slash + 1) + 1);
}

static const char *
disposition_find(char *head)
{
	static const char wanted[] = "content-disposition:";
	char *line, *rest = head;

	while ((line = strsep(&rest, "\n")) != NULL)
		if (strncasecmp(line, wanted, strlen(wanted)) == 0)
			return line;
	return NULL;
}

static bool
part_read(struct multipart *multipart)
{
	struct part *part = &multipart->part;
	const char *line;

	*part = (struct part){ 0 };
	multipart->head[multipart->head_length] = '\0';
	if (strlen(multipart->head) != multipart->head_length)
		return false;
	line = disposition_find(multipart->head);
	if (line == NULL || word_find(line, "form-data") == NULL ||
	    !parameter_read(line, "name", part->name, sizeof part->name))
		return false;
	part->is_file = word_find(line, "filename=") != NULL;
	if (part->is_file &&
	    !parameter_read(
		line, "filename", part->file_name, sizeof part->file_name))
		part->file_name[0] = '\0';
	path_remove(part->file_name);
	return ++multipart->parts <= PARTS;
}

/* States. Each takes some of the bytes and answers how many. */

static size_t
bad(struct multipart *multipart)
{
	multipart->state = MULTIPART_BAD;
	return 0;
}

static bool
data_give(struct multipart *multipart, const char *bytes, size_t length)
{
	return length == 0 || multipart->state == MULTIPART_BEFORE ||
	    multipart->events->data(multipart->with, bytes, length);
}

/* A whole mark: what was data ends before it. */
static size_t
mark_found(struct multipart *multipart)
{
	bool data = multipart->state == MULTIPART_DATA;

	multipart->state = MULTIPART_AFTER_MARK;
	multipart->after = '\0';
	multipart->matched = 0;
	if (data && !multipart->events->end(multipart->with))
		return bad(multipart);
	return 1;
}

static size_t
data_take(struct multipart *multipart, const char *bytes, size_t length)
{
	size_t held = multipart->matched;
	const char *next;

	if (bytes[0] == multipart->mark[held]) {
		if (++multipart->matched == multipart->mark_length)
			return mark_found(multipart);
		return 1;
	}
	multipart->matched = 0;
	if (held > 0) {
		if (!data_give(multipart, multipart->mark, held))
			return bad(multipart);
		if (bytes[0] == '\r') {
			multipart->matched = 1;
			return 1;
		}
	}
	next = memchr(bytes, '\r', length);
	if (next != NULL)
		length = (size_t)(next - bytes);
	return data_give(multipart, bytes, length) ? length : bad(multipart);
}

static size_t
after_take(struct multipart *multipart, char c)
{
	if (multipart->after == '\0') {
		multipart->after = c;
		return c == '\r' || c == '-' ? 1 : bad(multipart);
	}
	multipart->head_length = 0;
	if (multipart->after == '\r' && c == '\n')
		multipart->state = MULTIPART_HEAD;
	else if (multipart->after == '-' && c == '-')
		multipart->state = MULTIPART_END;
	else
		return bad(multipart);
	return 1;
}

static size_t
head_take(struct multipart *multipart, char c)
{
	static const char end[] = "\r\n\r\n";
	size_t length = multipart->head_length;

	if (length + 1 >= sizeof multipart->head)
		return bad(multipart);
	multipart->head[length++] = c;
	multipart->head_length = length;
	if (length < 4 || memcmp(multipart->head + length - 4, end, 4) != 0)
		return 1;
	multipart->state = MULTIPART_DATA;
	if (!part_read(multipart) ||
	    !multipart->events->begin(multipart->with, &multipart->part))
		return bad(multipart);
	return 1;
}

bool
multipart_feed(struct multipart *multipart, const char *bytes, size_t length)
{
	while (length > 0) {
		size_t taken = 0;

		switch (multipart->state) {
		case MULTIPART_BEFORE:
		case MULTIPART_DATA:
			taken = data_take(multipart, bytes, length);
			break;
		case MULTIPART_AFTER_MARK:
			taken = after_take(multipart, *bytes);
			break;
		case MULTIPART_HEAD:
			taken = head_take(multipart, *bytes);
			break;
		case MULTIPART_END: taken = length; break;
		case MULTIPART_BAD: return false;
		}
		bytes += taken;
		length -= taken;
	}
	return multipart->state != MULTIPART_BAD;
}

bool
multipart_ended(const struct multipart *multipart)
{
	return multipart->state == MULTIPART_END;
}
