/* The room. */
#include "module.h"
#include "people/people.h"
#include "people/routes.h"

const struct module people_module = {
	.name = "people",
	.routes = people_routes,
	.commands = people_commands,
	.schema = people_schema,
	.scopes = people_scopes,
};
