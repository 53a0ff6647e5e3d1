/*
 * giljabi backup FILE, giljabi restore FILE: copies of an SQLite database. For
 * PostgreSQL its own pg_dump serves (docs/operations.md).
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "module.h"
#include "operate/commands.h"
#include "operate/key.h"

static int
refuse(struct command_line *cl, const char *id, const char *path)
{
	complain(cl, id,
	    (const struct word[]){ { "path", path },
		{ "reason", errno ? strerror(errno) : "-" }, { 0 } });
	return EXIT_FAILED;
}

int
backup_run(struct command_line *cl)
{
	const char *path = operand(cl, 0);
	struct store *store;
	bool done;

	if (database_path(cl) == NULL)
		return refuse(cl, "backup.postgres", path);
	errno = 0;
	if (access(path, F_OK) == 0)
		return refuse(cl, "backup.exists", path);
	store = store_open_command(cl, NULL);
	if (store == NULL)
		return EXIT_FAILED;
	errno = 0;
	done = store_backup(store, path);
	store_close(store);
	if (!done)
		return refuse(cl, "backup.failed", path);
	puts(say_with(command_arena(cl), command_lang(cl), "backup.done",
	    (const struct word[]){ { "path", path }, { 0 } }));
	return EXIT_DONE;
}

/* A backup opens, is a whole database and holds this program's tables. */
static bool
backup_whole(struct command_line *cl, const char *path)
{
	const char *url = arena_printf(command_arena(cl), "sqlite:%s", path);
	struct store *store;
	struct db *db;
	bool whole = false;

	if (access(path, R_OK) != 0)
		return false;
	store = store_open(url, NULL);
	if (store == NULL)
		return false;
	db = store_read(store);
	if (db != NULL) {
		char *check = db_text(
		    db, command_arena(cl), "PRAGMA integrity_check", NO_ARGS);

		whole = text_is(check, "ok") &&
		    db_int(db, "SELECT COUNT(*) FROM migration", NO_ARGS, 0) >
			0;
		whole = store_read_end(db) && whole;
	}
	store_close(store);
	return whole;
}

static bool
copy_bytes(int from, int to)
{
	char bytes[65536];
	ssize_t got;

	while ((got = read(from, bytes, sizeof bytes)) > 0)
		if (write(to, bytes, (size_t)got) != got)
			return false;
	return got == 0 && fsync(to) == 0;
}

static bool
copy_file(const char *from_path, const char *to_path)
{
	int from = open(from_path, O_RDONLY | O_CLOEXEC);
	int to = open(to_path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	bool done = from >= 0 && to >= 0 && copy_bytes(from, to);

	if (from >= 0)
		close(from);
	if (to >= 0)
		close(to);
	return done;
}

/* What still stands in the write-ahead log goes into the database itself. */
static void
settle(struct command_line *cl, const char *database)
{
	struct store *store;

	if (access(database, F_OK) != 0)
		return;
	store = store_open(
	    arena_printf(command_arena(cl), "sqlite:%s", database), NULL);
	store_close(store);
}

/* The copy takes the database's place in one step; the old logs go with it. */
static bool
replace(struct command_line *cl, const char *path, const char *database)
{
	struct arena *arena = command_arena(cl);
	const char *next = arena_printf(arena, "%s.restoring", database);

	if (!copy_file(path, next))
		return false;
	settle(cl, database);
	unlink(arena_printf(arena, "%s-wal", database));
	unlink(arena_printf(arena, "%s-shm", database));
	return rename(next, database) == 0;
}

int
restore_run(struct command_line *cl)
{
	const char *path = operand(cl, 0), *database = database_path(cl);

	errno = 0;
	if (database == NULL)
		return refuse(cl, "backup.postgres", path);
	if (!database_lock(cl, true))
		return EXIT_FAILED;
	if (!backup_whole(cl, path))
		return refuse(cl, "restore.unusable", path);
	errno = 0;
	if (!replace(cl, path, database))
		return refuse(cl, "restore.failed", path);
	puts(say_with(command_arena(cl), command_lang(cl), "restore.done",
	    (const struct word[]){ { "path", path }, { 0 } }));
	return EXIT_DONE;
}
