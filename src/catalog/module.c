/* The room of the catalogue. */
#include "module.h"

#include "catalog/catalog.h"
#include "catalog/routes.h"

enum { START_MEMORY = 64 * 1024 };

/* A server whose catalogue cannot be read does not start. */
static bool
catalog_start(struct store *store)
{
	struct arena *arena = arena_new(START_MEMORY);
	struct db *db = arena ? store_read(store) : NULL;
	bool ready = db != NULL && catalog_hold(db, arena) != NULL;

	if (db != NULL && !store_read_end(db))
		ready = false;
	arena_free(arena);
	return ready;
}

const struct module catalog_module = {
	.name = "catalog",
	.routes = catalog_routes,
	.commands = catalog_commands,
	.schema = catalog_schema,
	.start = catalog_start,
};
