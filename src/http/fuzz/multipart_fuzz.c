/*
 * A form from anybody, in pieces whose size the first byte decides. However it
 * is cut, the parser tells the same.
 */
#include "http/inside.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static bool
told_begin(void *with, const struct part *part)
{
	buffer_printf(with, "<%s|%s>", part->name, part->file_name);
	return true;
}

static bool
told_data(void *with, const char *bytes, size_t length)
{
	buffer_add(with, bytes, length);
	return true;
}

static bool
told_end(void *with)
{
	buffer_char(with, ';');
	return true;
}

static const struct part_events events = { told_begin, told_data, told_end };

static bool
form_read(const char *bytes, size_t length, size_t step, struct buffer *told)
{
	struct multipart multipart;
	size_t at;

	multipart_begin(
	    &multipart, "multipart/form-data; boundary=XX", &events, told);
	for (at = 0; at < length; at += step)
		if (!multipart_feed(&multipart, bytes + at,
			length - at < step ? length - at : step))
			return false;
	return multipart_ended(&multipart);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct buffer whole = { 0 }, cut = { 0 };
	const char *form = (const char *)bytes + 1;

	if (length < 2)
		return 0;
	if (form_read(form, length - 1, length, &whole) !=
		form_read(form, length - 1, bytes[0] % 16 + 1, &cut) ||
	    whole.length != cut.length ||
	    (whole.length > 0 &&
		memcmp(whole.data, cut.data, whole.length) != 0))
		abort();
	buffer_free(&whole);
	buffer_free(&cut);
	return 0;
}
