/* A Cookie header from anybody: what is found stands in it. */
#include "http/inside.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void
cookie_read(struct arena *arena, const char *header)
{
	char *value = cookie_find(arena, header, SESSION_COOKIE);

	if (value != NULL &&
	    (strstr(header, value) == NULL || strchr(value, ';') != NULL))
		abort();
	cookie_find(arena, header, "x");
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct arena *arena = arena_new(16 << 20);

	if (ARENA_CATCH(arena))
		cookie_read(
		    arena, arena_bytes(arena, (const char *)bytes, length));
	arena_free(arena);
	return 0;
}
