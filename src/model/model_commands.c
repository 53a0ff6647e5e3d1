/* giljabi model list|publish|retire: what is published. */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/text.h"
#include "model/commands.h"
#include "model/model.h"
#include "model/published.h"

enum { FILE_MOST = 16 * 1024 * 1024, ARENA_MOST = 256 * 1024 * 1024 };

const struct option_row model_publish_options[] = {
	{ "for", "NAME", "option.model.for" },
	{ "audit", "FILE.json", "option.model.audit" },
	{ 0 },
};

/* problem: as the pages name it, too. */
static int
refused(struct command_line *cl, const char *problem, const char *what)
{
	complain(cl, arena_printf(command_arena(cl), "problem.%s", problem),
	    (const struct word[]){ { "what", what }, { 0 } });
	return EXIT_FAILED;
}

/* Publishing */

struct publishing {
	struct arena *arena;
	struct publication publication;
	const char *id; /* of the version; in or out */
	const char *problem, *what;
};

static bool
publish_write(struct db *db, void *with)
{
	struct publishing *change = with;
	const struct catalogue *catalogue = catalog_hold(db, change->arena);

	change->problem = "catalogue";
	change->what = "";
	change->id = catalogue == NULL
	    ? NULL
	    : published_add(db, change->arena, clock_now(), NULL, catalogue,
		  &change->publication, &change->problem, &change->what);
	return change->id != NULL;
}

/* A whole file; NULL after a complaint. */
static const char *
file_text(struct command_line *cl, const char *path)
{
	struct buffer bytes = { .limit = FILE_MOST };
	const char *text = NULL;

	if (file_read(path, &bytes) && bytes.length > 0)
		text = arena_bytes(command_arena(cl), bytes.data, bytes.length);
	else
		complain(cl, "model.file.read",
		    (const struct word[]){ { "file", path }, { 0 } });
	buffer_free(&bytes);
	return text;
}

static int
change_run(struct command_line *cl, struct publishing *change, store_work *work)
{
	struct store *store = store_open_command(cl, NULL);
	enum write_result result;

	if (store == NULL)
		return EXIT_FAILED;
	change->arena = arena_new(ARENA_MOST);
	result = change->arena != NULL ? store_write(store, work, change)
				       : WRITE_FAILED;
	if (result == WRITE_DONE)
		puts(change->id);
	else if (change->problem != NULL)
		refused(cl, change->problem, change->what);
	else
		refused(cl, "unwritten", "");
	arena_free(change->arena);
	store_close(store);
	return result == WRITE_DONE ? EXIT_DONE : EXIT_FAILED;
}

int
model_publish_run(struct command_line *cl)
{
	struct publishing change = { .publication.name = option_text(
					 cl, "for") };

	if (change.publication.name == NULL || !option_given(cl, "audit")) {
		complain(cl, "model.publish.needs", NULL);
		return EXIT_MISUSED;
	}
	change.publication.file = file_text(cl, operand(cl, 0));
	change.publication.audit = change.publication.file != NULL
	    ? file_text(cl, option_text(cl, "audit"))
	    : NULL;
	return change.publication.audit != NULL
	    ? change_run(cl, &change, publish_write)
	    : EXIT_FAILED;
}

/* Retiring */

static bool
retire_write(struct db *db, void *with)
{
	struct publishing *change = with;

	change->problem = "bank.unknown";
	change->what = change->id;
	return published_retire(
	    db, change->arena, clock_now(), NULL, change->id);
}

int
model_retire_run(struct command_line *cl)
{
	struct publishing change = { .id = operand(cl, 0) };

	return change_run(cl, &change, retire_write);
}

/* Listing */

int
model_list_run(struct command_line *cl)
{
	struct store *store = store_open_command(cl, NULL);
	struct arena *arena = arena_new(ARENA_MOST);
	struct db *db = store != NULL && arena != NULL ? store_read(store)
						       : NULL;
	struct buffer text = { 0 };
	struct writer writer = { .out = &text };
	bool done = db != NULL;

	if (done) {
		put_object(&writer, NULL);
		published_write(db, arena, &writer);
		put_object_end(&writer);
		done = store_read_end(db) && !text.failed;
	}
	if (done)
		puts(text.data);
	else if (store != NULL)
		refused(cl, "bank.unread", "");
	buffer_free(&text);
	arena_free(arena);
	store_close(store);
	return done ? EXIT_DONE : EXIT_FAILED;
}
