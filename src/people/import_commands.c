/*
 * giljabi import schools, roster, groups. What is wrong goes to standard
 * error, a line each, as compilers write it; what came of it to standard
 * output.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "people/import.h"

enum { LABEL_WIDTH = 10, FIGURE_WIDTH = 12 };

const struct option_row import_options[] = {
	{ "dry-run", NULL, NULL },
	{ 0 },
};

static const char *
number_text(struct command_line *cl, int64_t number)
{
	return arena_printf(command_arena(cl), "%" PRId64, number);
}

/* Errors */

static void
error_print(struct command_line *cl, const struct import_error *error)
{
	fputs(error->file, stderr);
	if (error->line > 0)
		fprintf(stderr, ":%" PRId64, error->line);
	if (error->column > 0)
		fprintf(stderr, ":%" PRId64, error->column);
	fprintf(stderr, ": %s\n",
	    error_text(command_arena(cl), command_lang(cl), error));
}

static void
refusal_print(struct command_line *cl, const struct import_report *report)
{
	bool more = report->error_count > ERRORS_KEPT;
	int64_t i;

	for (i = 0; i < report->error_count && i < ERRORS_KEPT; i++)
		error_print(cl, &report->errors[i]);
	if (report->failure != NULL)
		complain(cl, report->failure, NULL);
	else
		complain(cl, more ? "import.refused_more" : "import.refused",
		    (const struct word[]){
			{ "count", number_text(cl, report->error_count) },
			{ "kept", number_text(cl, ERRORS_KEPT) }, { 0 } });
}

/* The table. A Hangul syllable is two columns wide. */

static int
width_of(const char *text)
{
	uint32_t c;
	int width = 0;

	while ((c = utf8_next(&text)) != 0)
		width += c < 0x1100 ? 1 : 2;
	return width;
}

static void
pad(int width)
{
	while (width-- > 0)
		putchar(' ');
}

static void
figure_print(const char *text)
{
	pad(FIGURE_WIDTH - width_of(text));
	fputs(text, stdout);
}

static void
heads_print(struct command_line *cl)
{
	static const char *const heads[] = { "import.head.added",
		"import.head.changed", "import.head.moved", "import.head.left",
		"import.head.same" };
	size_t i;

	pad(LABEL_WIDTH);
	for (i = 0; i < sizeof heads / sizeof heads[0]; i++)
		figure_print(say(command_lang(cl), heads[i]));
	putchar('\n');
}

static void
counts_print(
    struct command_line *cl, const char *id, const struct import_counts *counts)
{
	const char *label = say(command_lang(cl), id);

	fputs(label, stdout);
	pad(LABEL_WIDTH - width_of(label));
	figure_print(number_text(cl, counts->added));
	figure_print(number_text(cl, counts->changed));
	figure_print(number_text(cl, counts->moved));
	figure_print(number_text(cl, counts->left));
	figure_print(number_text(cl, counts->same));
	putchar('\n');
}

static void
remark_print(struct command_line *cl, const char *id, int64_t count)
{
	if (count > 0)
		puts(say_with(command_arena(cl), command_lang(cl), id,
		    (const struct word[]){
			{ "count", number_text(cl, count) }, { 0 } }));
}

static void
summary_print(struct command_line *cl, const struct import_report *report,
    enum import_kind kind)
{
	bool dry = option_given(cl, "dry-run");

	heads_print(cl);
	if (kind != IMPORT_GROUPS)
		counts_print(cl, "import.row.schools", &report->schools);
	if (kind == IMPORT_ROSTER) {
		counts_print(cl, "import.row.classes", &report->classes);
		counts_print(cl, "import.row.staff", &report->staff);
	}
	if (kind != IMPORT_SCHOOLS)
		counts_print(cl, "import.row.pupils", &report->pupils);
	remark_print(cl, "import.passed_over", report->passed_over);
	remark_print(cl, "import.schools_left", report->schools.left);
	puts(say(command_lang(cl),
	    dry ? "import.result.dry" : "import.result.done"));
}

/* The commands */

static int
run(struct command_line *cl, enum import_kind kind)
{
	struct progress progress = { .terminal = isatty(STDERR_FILENO) };
	const char *path = operand(cl, 0);
	bool dry = option_given(cl, "dry-run"), done;
	struct store *store = store_open_command(cl, NULL);
	struct import_report report;

	if (store == NULL)
		return EXIT_FAILED;
	if (kind == IMPORT_ROSTER)
		done = import_roster(
		    store, path, NULL, dry, &progress, &report);
	else
		done = (kind == IMPORT_SCHOOLS
			? import_schools
			: import_groups)(store, path, dry, &progress, &report);
	progress_end(&progress);
	if (done)
		summary_print(cl, &report, kind);
	else
		refusal_print(cl, &report);
	arena_free(report.arena);
	store_close(store);
	return done ? EXIT_DONE : EXIT_FAILED;
}

int
import_roster_run(struct command_line *cl)
{
	return run(cl, IMPORT_ROSTER);
}

int
import_schools_run(struct command_line *cl)
{
	return run(cl, IMPORT_SCHOOLS);
}

int
import_groups_run(struct command_line *cl)
{
	return run(cl, IMPORT_GROUPS);
}
