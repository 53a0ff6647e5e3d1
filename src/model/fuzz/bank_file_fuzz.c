/* bank.json from anybody: what is taken for sound makes a table. */
#include <stdlib.h>

#include "model/bank_file.h"

enum { MEMORY = 64 << 20 };

static void
bank_check(const struct bank_file *file)
{
	struct interest_table *table = interest_table_new(&file->bank);

	if (table == NULL)
		abort();
	interest_table_free(table);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct arena *arena = arena_new(MEMORY);
	struct bank_file file;

	if (arena == NULL)
		return 0;
	if (ARENA_CATCH(arena) &&
	    bank_file_parse(arena, (const char *)bytes, length, &file) == NULL)
		bank_check(&file);
	arena_free(arena);
	return 0;
}
