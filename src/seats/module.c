/* The room's rows. */
#include "seats/commands.h"
#include "seats/routes.h"
#include "seats/seats.h"

/* The files that a draw is made from. */
#define FILE_OPTIONS \
	{ "sessions", "S.csv", "seats.option.sessions" }, \
	    { "nodes", "N.csv", "seats.option.nodes" }, \
	    { "applicants", "A.csv", "seats.option.applicants" }, \
	    { "scores", "P.csv", "seats.option.scores" }, \
	{ \
		"held", "H.csv", "seats.option.held" \
	}

static const struct option_row run_options[] = {
	FILE_OPTIONS,
	{ "seed", "HEX", "seats.option.seed" },
	{ "public", "TEXT", "seats.option.public" },
	{ "round", "TEXT", "seats.option.round" },
	{ "class-unit", "N", "seats.option.class_unit" },
	{ "out", "FILE", "seats.option.out" },
	{ "log", "FILE", "seats.option.log" },
	{ "threads", "N", "seats.option.threads" },
	{ 0 },
};

static const struct option_row check_options[] = {
	FILE_OPTIONS,
	{ "placements", "FILE", "seats.option.placements" },
	{ "log", "FILE", "seats.option.log" },
	{ 0 },
};

static const struct option_row why_options[] = {
	FILE_OPTIONS,
	{ "applicant", "ID", "seats.option.applicant" },
	{ "log", "FILE", "seats.option.log" },
	{ "redraws", "N", "seats.option.redraws" },
	{ "threads", "N", "seats.option.threads" },
	{ 0 },
};

static const struct option_row probe_options[] = {
	FILE_OPTIONS,
	{ "seed", "HEX", "seats.option.seed" },
	{ "public", "TEXT", "seats.option.public" },
	{ "round", "TEXT", "seats.option.round" },
	{ "class-unit", "N", "seats.option.class_unit" },
	{ "samples", "N", "seats.option.samples" },
	{ "threads", "N", "seats.option.threads" },
	{ 0 },
};

static const struct option_row convert_options[] = {
	{ "from", "preflib|matching|algmatch|chile", "seats.option.from" },
	{ "out", "FOLDER", "seats.option.folder" },
	{ "seats", "N", "seats.option.seats" },
	{ "level", "N", "seats.option.level" },
	{ 0 },
};

const struct command seats_commands[] = {
	{ "allot run", "", run_options, allot_run_command },
	{ "allot check", "", check_options, allot_check_command },
	{ "allot why", "", why_options, allot_why_command },
	{ "allot probe", "", probe_options, allot_probe_command },
	{ "allot convert", "FILE [FILE] [FILE]", convert_options,
	    allot_convert_command },
	{ 0 },
};

const struct scope seats_scopes[] = {
	{ "round", "region", "SELECT region FROM round WHERE id = ?" },
	{ 0 },
};

const struct module seats_module = {
	.name = "seats",
	.routes = seats_routes,
	.schema = seats_schema,
	.scopes = seats_scopes,
	.commands = seats_commands,
};
