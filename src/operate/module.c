/* The room's rows. */
#include <stdio.h>

#include "base/text.h"
#include "catalog/catalog.h"
#include "module.h"
#include "operate/commands.h"
#include "operate/operate.h"
#include "operate/version.h"

static int
openapi_run(struct command_line *cl)
{
	struct buffer out = { .limit = 8 * 1024 * 1024 };
	int status = EXIT_DONE;

	openapi_write(&out, modules);
	if (out.failed ||
	    fwrite(out.data, 1, out.length, stdout) != out.length ||
	    putchar('\n') == EOF) {
		complain(cl, "openapi.failed", NULL);
		status = EXIT_FAILED;
	}
	buffer_free(&out);
	return status;
}

static int
version_run(struct command_line *cl)
{
	(void)cl;
	puts("giljabi " GILJABI_VERSION);
	return EXIT_DONE;
}

static const struct option_row serve_options[] = {
	{ "listen", "ADDRESS:PORT|unix:PATH", NULL },
	{ "port", "N", NULL },
	{ "web", "FOLDER", NULL },
	{ "key", "FILE", NULL },
	{ "check-answers", NULL, NULL },
	{ 0 },
};
static const struct option_row setup_options[] = {
	{ "demo", NULL, NULL },
	{ "key", "FILE", NULL },
	{ 0 },
};

static const struct command commands[] = {
	{ "serve", "", serve_options, serve_run },
	{ "setup", "", setup_options, setup_run },
	{ "backup", "FILE", NULL, backup_run },
	{ "restore", "FILE", NULL, restore_run },
	{ "openapi", "", NULL, openapi_run },
	{ "--version", "", NULL, version_run },
	{ 0 },
};

/* What the office's engineer sees first. */

static const struct field room_answer[] = {
	{ "version", FIELD_TEXT, .required = true },
	{ "database", FIELD_TEXT, .required = true },
	{ "catalogue", FIELD_TEXT, .required = true },
	{ "schools", FIELD_INT, .required = true },
	{ "classes", FIELD_INT, .required = true },
	{ "pupils", FIELD_INT, .required = true },
	{ "accounts", FIELD_INT, .required = true },
	{ "sheets", FIELD_INT, .required = true },
	{ "signed", FIELD_INT, .required = true },
	{ "ledger", FIELD_INT, .required = true },
	{ "sessions", FIELD_INT, .required = true },
	{ 0 },
};

static const struct {
	const char *name, *sql;
} counts[] = {
	{ "schools", "SELECT COUNT(*) FROM school" },
	{ "classes", "SELECT COUNT(*) FROM class" },
	{ "pupils", "SELECT COUNT(*) FROM pupil WHERE state = 'enrolled'" },
	{ "accounts", "SELECT COUNT(*) FROM account WHERE state = 'active'" },
	{ "sheets", "SELECT COUNT(*) FROM sheet WHERE finished IS NOT NULL" },
	{ "signed", "SELECT COUNT(*) FROM brief WHERE state = 'signed'" },
	{ "ledger", "SELECT COALESCE(SUM(seq), 0) FROM ledger_head" },
	{ "sessions", "SELECT COUNT(*) FROM session" },
};

static void
engine_room(struct request *rq)
{
	const struct catalogue *catalogue = catalog_hold(rq->db, rq->arena);
	struct writer *writer = answer(rq);
	size_t i;

	put_text(writer, "version", GILJABI_VERSION);
	put_text(writer, "database", store_kind(rq->store));
	put_text(writer, "catalogue", catalogue ? catalogue->version : "");
	for (i = 0; i < sizeof counts / sizeof counts[0]; i++)
		put_int(writer, counts[i].name,
		    db_int(rq->db, counts[i].sql, NO_ARGS, 0));
}

static const struct route routes[] = {
	{ GET, "/api/engine-room", engine_room, ROLE_ENGINEER,
	    .answer = room_answer,
	    .summary = "Versions and counts for the office's engineers" },
	{ 0 },
};

const struct module operate_module = {
	.name = "operate",
	.routes = routes,
	.commands = commands,
};
