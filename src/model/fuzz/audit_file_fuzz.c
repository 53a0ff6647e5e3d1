/* audit.json from anybody: what is read of it is within its bounds. */
#include <stdlib.h>

#include "model/audit_file.h"

enum { MEMORY = 64 << 20 };

static bool
share_sound(double share)
{
	return share >= 0 && share <= 1;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct arena *arena = arena_new(MEMORY);
	struct audit_file audit;

	if (arena == NULL)
		return 0;
	if (ARENA_CATCH(arena)) {
		audit_file_parse(arena, (const char *)bytes, length, &audit);
		if (audit.bank == NULL || audit.model == NULL ||
		    !share_sound(audit.top3_model) ||
		    !share_sound(audit.top3_list) || !share_sound(audit.ratio))
			abort();
	}
	arena_free(arena);
	return 0;
}
