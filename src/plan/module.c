/* The room's rows. */
#include "plan/commands.h"
#include "plan/plan.h"

/* The files that a plan is made from. */
#define FILE_OPTIONS \
	{ "pupil", "FILE.json", "plan.option.pupil" }, \
	    { "rules", "DIR", "plan.option.rules" }, \
	    { "school", "FILE.json", "plan.option.school" }, \
	    { "out", "FILE", "plan.option.out" }, \
	{ \
		"seconds", "N", "plan.option.seconds" \
	}

static const struct option_row pupil_options[] = {
	FILE_OPTIONS,
	{ 0 },
};

static const struct option_row solve_options[] = {
	FILE_OPTIONS,
	{ "plans", "N", "plan.option.plans" },
	{ 0 },
};

static const struct option_row sections_options[] = {
	{ "out", "FILE", "plan.option.out" },
	{ "seconds", "N", "plan.option.seconds" },
	{ 0 },
};

static const struct command plan_commands[] = {
	{ "plan solve", "", solve_options, plan_solve_command },
	{ "plan check", "PLAN.json", pupil_options, plan_check_command },
	{ "plan why-not", "", pupil_options, plan_why_not_command },
	{ "plan sections", "FILE.json", sections_options,
	    plan_sections_command },
	{ 0 },
};

const struct module plan_module = {
	.name = "plan",
	.commands = plan_commands,
};
