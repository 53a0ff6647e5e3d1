/* The room's rows. */
#include "model/commands.h"
#include "model/model.h"
#include "module.h"

const struct command model_commands[] = {
	{ "fair audit", "", fair_audit_options, fair_audit_run },
	{ "interest calibrate", "", interest_calibrate_options,
	    interest_calibrate_run },
	{ "interest replay", "", interest_replay_options, interest_replay_run },
	{ "interest simulate", "", interest_simulate_options,
	    interest_simulate_run },
	{ "match related", "", match_related_options, match_related_run },
	{ "match test", "", match_test_options, match_test_run },
	{ "match train", "", match_train_options, match_train_run },
	{ "model list", "", NULL, model_list_run },
	{ "model publish", "FILE.json", model_publish_options,
	    model_publish_run },
	{ "model retire", "ID", NULL, model_retire_run },
	{ 0 },
};

extern const struct route model_routes[];
extern const struct migration model_schema[];

const struct module model_module = {
	.name = "model",
	.routes = model_routes,
	.commands = model_commands,
	.schema = model_schema,
};
