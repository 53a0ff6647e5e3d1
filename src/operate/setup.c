/* giljabi setup: tables, places, the key; again changes nothing. */
#include <stdio.h>

#include "base/clock.h"
#include "catalog/catalog.h"
#include "module.h"
#include "operate/commands.h"
#include "operate/key.h"
#include "people/people.h"

static bool
seed(struct db *db, void *with)
{
	return places_seed(db, with);
}

static bool
setup_store(struct command_line *cl, struct store *store)
{
	if (!store_migrate(store, modules)) {
		complain(cl, "setup.migration", NULL);
		return false;
	}
	if (store_write(store, seed, command_arena(cl)) != WRITE_DONE) {
		complain(cl, "setup.places", NULL);
		return false;
	}
	return !option_given(cl, "demo") || demo_make(cl, store);
}

int
setup_run(struct command_line *cl)
{
	struct store *store;
	bool done;

	store = store_make_command(cl);
	if (store == NULL)
		return EXIT_FAILED;
	done = key_load(cl, true) != NULL && setup_store(cl, store);
	store_close(store);
	if (done)
		puts(say(command_lang(cl), "setup.done"));
	return done ? EXIT_DONE : EXIT_FAILED;
}
