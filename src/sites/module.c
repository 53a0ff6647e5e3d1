/* The room's rows. */
#include "module.h"
#include "sites/routes.h"
#include "sites/sites.h"

const struct command sites_commands[] = {
	{ "import sites", "FILE.csv", NULL, import_sites_run },
	{ 0 },
};

const struct scope sites_scopes[] = {
	{ "site", "region", "SELECT region FROM site WHERE id = ?" },
	{ "programme", "region", "SELECT region FROM programme WHERE id = ?" },
	{ "event", "region", "SELECT region FROM event WHERE id = ?" },
	{ 0 },
};

const struct module sites_module = {
	.name = "sites",
	.routes = sites_routes,
	.commands = sites_commands,
	.schema = sites_schema,
	.scopes = sites_scopes,
};
