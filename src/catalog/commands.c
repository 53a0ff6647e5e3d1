/* giljabi catalog check, giljabi import onet */
#include <inttypes.h>
#include <stdio.h>

#include "catalog/onet.h"
#include "catalog/routes.h"

static const char *
number(struct arena *arena, int64_t value)
{
	return arena_printf(arena, "%" PRId64, value);
}

/* "majors.csv:12: subjects: …" */
static void
fault_print(
    struct command_line *cl, const struct catalog_fault *fault, FILE *out)
{
	struct arena *arena = command_arena(cl);
	const struct word words[] = { { "value", fault->value }, { 0 } };
	const char *id = arena_printf(
	    arena, "catalog.fault.%s", fault->problem);

	fprintf(out, "%s:%" PRId64 ": %s%s%s\n", fault->file, fault->line,
	    fault->column ? fault->column : "", fault->column ? ": " : "",
	    say_with(arena, command_lang(cl), id, words));
}

static void
faults_print(
    struct command_line *cl, const struct catalog_faults *faults, FILE *out)
{
	const struct catalog_fault *fault;

	for (fault = faults->first; fault != NULL; fault = fault->next)
		fault_print(cl, fault, out);
}

static int
check_verdict(struct command_line *cl, const struct catalogue *catalogue,
    const struct catalog_faults *faults)
{
	struct arena *arena = command_arena(cl);
	const struct word words[] = {
		{ "faults", number(arena, faults->count) },
		{ "fields", number(arena, catalogue->field_count) },
		{ "majors", number(arena, catalogue->major_count) },
		{ "occupations", number(arena, catalogue->occupation_count) },
		{ 0 },
	};
	bool sound = faults->count == 0;

	faults_print(cl, faults, stdout);
	puts(say_with(arena, command_lang(cl),
	    sound ? "catalog.sound" : "catalog.faulty", words));
	return sound ? EXIT_DONE : EXIT_FAILED;
}

static int
check_run(struct command_line *cl)
{
	struct catalog_loaded *loaded = catalog_read(NULL, NULL);
	struct catalog_faults faults = { .arena = command_arena(cl) };
	int status;

	if (loaded == NULL)
		return EXIT_FAILED;
	if (loaded->faults.count == 0)
		catalog_check(loaded, &faults);
	else
		faults = loaded->faults;
	status = check_verdict(cl, &loaded->catalogue, &faults);
	catalog_free(loaded);
	return status;
}

static void
import_tell(struct command_line *cl, const struct onet_counts *counts)
{
	struct arena *arena = command_arena(cl);

	puts(say_with(arena, command_lang(cl), "onet.imported",
	    (const struct word[]){
		{ "occupations", number(arena, counts->occupations) },
		{ "codes", number(arena, counts->codes) },
		{ "zones", number(arena, counts->zones) },
		{ "related", number(arena, counts->related) },
		{ "without", number(arena, counts->without) }, { 0 } }));
}

static int
import_into(struct command_line *cl, struct store *store,
    const struct catalog_loaded *loaded)
{
	struct catalog_faults faults = { .arena = command_arena(cl) };
	struct onet_counts counts;

	if (onet_import(store, loaded, operand(cl, 0), &faults, &counts)) {
		import_tell(cl, &counts);
		return EXIT_DONE;
	}
	faults_print(cl, &faults, stderr);
	complain(cl, "onet.undone", NULL);
	return EXIT_FAILED;
}

static int
import_run(struct command_line *cl)
{
	struct catalog_loaded *loaded = catalog_read(NULL, NULL);
	struct store *store = NULL;
	int status = EXIT_FAILED;

	if (loaded == NULL || loaded->faults.count > 0)
		complain(cl, "catalog.broken", NULL);
	else
		store = store_open_command(cl, NULL);
	if (store != NULL)
		status = import_into(cl, store, loaded);
	store_close(store);
	catalog_free(loaded);
	return status;
}

const struct command catalog_commands[] = {
	{ "catalog check", "", NULL, check_run },
	{ "import onet", "FOLDER", NULL, import_run },
	{ 0 },
};
