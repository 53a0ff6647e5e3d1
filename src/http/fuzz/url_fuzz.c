/* An address from anybody: its path, its query, and back again. */
#include "http/inside.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static const struct field fields[] = {
	{ "q", FIELD_TEXT, 0, 5 },
	{ "page", FIELD_INT, 1, 100 },
	{ "real", FIELD_REAL, 0, 1 },
	{ "all", FIELD_BOOL },
	{ "class", FIELD_ID },
	{ 0 },
};

/* What was decoded, encoded and decoded again, is the same. */
static void
round_trip(const char *segment)
{
	struct buffer encoded = { 0 };

	url_encode(&encoded, segment);
	if (encoded.data != NULL &&
	    (!url_decode(encoded.data, false) ||
		strcmp(encoded.data, segment) != 0))
		abort();
	buffer_free(&encoded);
}

static void
address_read(struct arena *arena, char *address)
{
	struct complaints complaints = { .arena = arena };
	const char *segments[SEGMENTS];
	char *query = strchr(address, '?');
	json_t *object = object_new(arena);
	int count;

	if (query != NULL)
		*query++ = '\0';
	count = path_split(address, segments, SEGMENTS);
	while (count > 0)
		round_trip(segments[--count]);
	if (query_read(&complaints, fields, query, object))
		fields_check(&complaints, fields, object, FIELDS_IN);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct arena *arena = arena_new(16 << 20);

	if (ARENA_CATCH(arena))
		address_read(
		    arena, arena_bytes(arena, (const char *)bytes, length));
	arena_free(arena);
	return 0;
}
