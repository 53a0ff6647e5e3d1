/*
 * giljabi: the one list of the rooms. Each brings its commands, its routes and
 * its tables; nothing registers itself.
 */
#include "catalog/catalog.h"
#include "guide/guide.h"
#include "http/http.h"
#include "ledger/ledger.h"
#include "model/model.h"
#include "module.h"
#include "operate/operate.h"
#include "people/people.h"
#include "plan/plan.h"
#include "seats/seats.h"
#include "sites/sites.h"

const struct module *const modules[] = { &http_module, &ledger_module,
	&catalog_module, &plan_module, &people_module, &model_module,
	&guide_module, &sites_module, &seats_module, &operate_module, NULL };

int
main(int argc, char **argv)
{
	const struct command *lists[sizeof modules / sizeof modules[0]];
	size_t count = 0, i;

	for (i = 0; modules[i] != NULL; i++)
		if (modules[i]->commands != NULL)
			lists[count++] = modules[i]->commands;
	lists[count] = NULL;
	return command_run(lists, argc, argv);
}
