/* The room's rows. */
#include "guide/commands.h"
#include "guide/routes.h"
#include "guide/guide.h"
#include "module.h"

static const struct option_row brief_options[] = {
	{ "all", NULL, "option.brief.all" },
	{ "school", "ID", "option.brief.school" },
	{ "pupil", "ID", "option.brief.pupil" },
	{ "format", "json|pdf", NULL },
	{ "out", "DIR", NULL },
	{ "copy", "teacher|pupil", NULL },
	{ "threads", "N", NULL },
	{ 0 },
};
static const struct option_row answers_options[] = {
	{ "bank", "NAME", NULL },
	{ "school", "NAME", "option.answers.school" },
	{ 0 },
};

const struct command guide_commands[] = {
	{ "brief", "", brief_options, brief_run },
	{ "import answers", "FILE.csv", answers_options, import_answers_run },
	{ 0 },
};

const struct scope guide_scopes[] = {
	{ "sheet", "pupil", "SELECT pupil FROM sheet WHERE id = ?" },
	{ "brief", "pupil", "SELECT pupil FROM brief WHERE id = ?" },
	{ 0 },
};

const struct module guide_module = {
	.name = "guide",
	.routes = guide_routes,
	.commands = guide_commands,
	.schema = guide_schema,
	.scopes = guide_scopes,
};
