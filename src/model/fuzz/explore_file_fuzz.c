/* The exploration list alone, at sizes that a small file can fill. */
#include <stdlib.h>
#include <string.h>

#include "model/explore_file.h"

enum { MEMORY = 16 << 20, FEATURES = 2, CLASSES = 3 };

static void
points_reckon(const struct explore *explore)
{
	double weights[CLASSES * FEATURES] = { 0 }, bases[CLASSES] = { 0 };
	double moved[CLASSES * FEATURES], moved_bases[CLASSES];
	const struct logit_model model = { FEATURES, CLASSES, weights, bases,
		1 };
	struct logit_model out = { FEATURES, CLASSES, moved, moved_bases, 1 };

	for (int p = 0; p < explore->path.points; p++)
		fair_model(&explore->path, p, &model, &out);
}

static void
bytes_check(struct arena *arena, const struct explore *explore)
{
	struct buffer text = { 0 };
	struct writer writer = { .out = &text };
	struct explore again;
	json_t *json;

	put_object(&writer, NULL);
	explore_write(&writer, explore);
	put_object_end(&writer);
	json = json_read(arena, text.data, text.length);
	if (json == NULL ||
	    explore_read(arena, json_object_get(json, "explore"), FEATURES,
		CLASSES, &again) != NULL)
		abort();
	buffer_free(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct arena *arena = arena_new(MEMORY);
	struct explore explore;

	if (arena == NULL)
		return 0;
	if (ARENA_CATCH(arena) &&
	    explore_read(arena, json_read(arena, (const char *)bytes, length),
		FEATURES, CLASSES, &explore) == NULL &&
	    explore.columns > 0) {
		points_reckon(&explore);
		bytes_check(arena, &explore);
	}
	arena_free(arena);
	return 0;
}
