/* giljabi serve: the server until it is told to end. */
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/log.h"
#include "base/text.h"
#include "module.h"
#include "operate/commands.h"
#include "operate/key.h"
#include "people/people.h"

/*
 * A server holds the lock of its SQLite database in common, `restore` alone, so
 * that no database is replaced under a running server. The lock ends with the
 * program.
 */
bool
database_lock(struct command_line *cl, bool alone)
{
	const char *path = database_path(cl);
	int file;

	if (path == NULL)
		return true;
	file = open(arena_printf(command_arena(cl), "%s.lock", path),
	    O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (file >= 0 &&
	    flock(file, (alone ? LOCK_EX : LOCK_SH) | LOCK_NB) == 0)
		return true;
	complain(cl, alone ? "restore.in_use" : "serve.restoring", NULL);
	return false;
}

static const char *
listen_address(struct command_line *cl)
{
	const char *listen = option_text(cl, "listen");
	int64_t port;

	if (!option_int(cl, "port", 0, 65535, 8080, &port))
		return NULL;
	if (listen != NULL)
		return listen;
	return arena_printf(command_arena(cl), "127.0.0.1:%d", (int)port);
}

static bool
rooms_start(struct command_line *cl, struct store *store)
{
	const struct module *const *module;

	if (!store_is_current(store, modules)) {
		complain(cl, "serve.not_set_up", NULL);
		return false;
	}
	for (module = modules; *module != NULL; module++)
		if ((*module)->start != NULL && !(*module)->start(store)) {
			complain(cl, "serve.room",
			    (const struct word[]){
				{ "room", (*module)->name }, { 0 } });
			return false;
		}
	return true;
}

static const char *
web_folder(struct command_line *cl)
{
	const char *web = option_text(cl, "web");

	if (web == NULL)
		web = share_path(command_arena(cl), "web/dist");
	return access(web, R_OK) == 0 ? web : NULL;
}

static void
announce(
    struct command_line *cl, const char *listen, const struct server *server)
{
	const char *where = listen;

	if (!text_starts(listen, "unix:"))
		where = arena_printf(command_arena(cl), "http://localhost:%d",
		    server_port(server));
	puts(say_with(command_arena(cl), command_lang(cl), "serve.ready",
	    (const struct word[]){ { "where", where }, { 0 } }));
	fflush(stdout);
}

static int
serve_store(struct command_line *cl, struct store *store, const char *listen)
{
	struct server_options options = {
		.listen = listen,
		.web = web_folder(cl),
		.store = store,
		.modules = modules,
		.reach = people_reach,
		.secret = key_load(cl, false),
		.check_answers = option_given(cl, "check-answers"),
	};
	struct server *server;

	if (options.secret == NULL || !rooms_start(cl, store))
		return EXIT_FAILED;
	server = server_start(&options);
	if (server == NULL) {
		complain(cl, "serve.failed",
		    (const struct word[]){
			{ "where", options.listen }, { 0 } });
		return EXIT_FAILED;
	}
	announce(cl, options.listen, server);
	server_wait(server);
	server_stop(server);
	imports_end();
	return EXIT_DONE;
}

int
serve_run(struct command_line *cl)
{
	const char *listen = listen_address(cl);
	struct store *store;
	int status;

	if (listen == NULL)
		return EXIT_MISUSED;
	if (!database_lock(cl, false))
		return EXIT_FAILED;
	store = store_open_command(cl, NULL);
	if (store == NULL)
		return EXIT_FAILED;
	status = serve_store(cl, store, listen);
	store_close(store);
	return status;
}
