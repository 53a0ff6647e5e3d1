/*
 * From argv to a row of a room's commands. Options may stand anywhere after the
 * command's words; "--name=VALUE" and "--name VALUE" are the same; "--" ends
 * the options.
 */
#include "base/command.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"

enum { OPTIONS = 32, OPERANDS = 16, COMMAND_MEMORY = 512 * 1024 * 1024 };

struct given {
	const struct option_row *row;
	const char *value;
};

struct command_line {
	const struct command *const *lists;
	const struct command *command;
	struct given options[OPTIONS];
	size_t option_count;
	const char *operands[OPERANDS];
	size_t operand_count;
	enum lang lang;
	struct arena *arena;
};

const struct option_row common_options[] = {
	{ "db", "URL", NULL },
	{ "lang", "ko|en", NULL },
	{ "help", NULL, NULL },
	{ 0 },
};

/* What was given */

static const struct given *
given_find(const struct command_line *cl, const char *name)
{
	size_t i;

	for (i = cl->option_count; i-- > 0;)
		if (text_is(cl->options[i].row->name, name))
			return &cl->options[i];
	return NULL;
}

const char *
option_text(const struct command_line *cl, const char *name)
{
	const struct given *given = given_find(cl, name);

	return given ? given->value : NULL;
}

bool
option_given(const struct command_line *cl, const char *name)
{
	return given_find(cl, name) != NULL;
}

bool
option_int(const struct command_line *cl, const char *name, int64_t least,
    int64_t most, int64_t otherwise, int64_t *value)
{
	const char *text = option_text(cl, name);

	*value = otherwise;
	if (text == NULL || text_to_int(text, least, most, value))
		return true;
	complain(cl, "command.number",
	    (const struct word[]){ { "option", name },
		{ "least", arena_printf(cl->arena, "%lld", (long long)least) },
		{ "most", arena_printf(cl->arena, "%lld", (long long)most) },
		{ 0 } });
	return false;
}

const char *
operand(const struct command_line *cl, size_t index)
{
	return index < cl->operand_count ? cl->operands[index] : NULL;
}

enum lang
command_lang(const struct command_line *cl)
{
	return cl->lang;
}

struct arena *
command_arena(struct command_line *cl)
{
	return cl->arena;
}

void
complain(
    const struct command_line *cl, const char *id, const struct word *words)
{
	fprintf(
	    stderr, "giljabi: %s\n", say_with(cl->arena, cl->lang, id, words));
}

const char *
share_path(struct arena *arena, const char *name)
{
	static const char *const beside[] = { "/../share/giljabi", "/..", "" };
	const char *share = getenv("GILJABI_SHARE");
	char exe[4096];
	ssize_t length;
	char *slash, *path;
	size_t i;

	if (share != NULL)
		return arena_printf(arena, "%s/%s", share, name);
	length = readlink("/proc/self/exe", exe, sizeof exe - 1);
	if (length <= 0)
		return arena_text(arena, name);
	exe[length] = '\0';
	slash = strrchr(exe, '/');
	*slash = '\0';
	for (i = 0; i < sizeof beside / sizeof beside[0]; i++) {
		path = arena_printf(arena, "%s%s/%s", exe, beside[i], name);
		if (access(path, R_OK) == 0)
			return path;
	}
	return arena_text(arena, name);
}

/* Help */

static void
help_option(const struct command_line *cl, const struct option_row *row)
{
	const char *help = row->help
	    ? row->help
	    : arena_printf(cl->arena, "option.%s", row->name);
	const char *left = arena_printf(cl->arena, "--%s%s%s", row->name,
	    row->value ? " " : "", row->value ? row->value : "");

	printf("  %-24s %s\n", left, say(cl->lang, help));
}

static const char *
command_words(const struct command_line *cl, const struct command *command)
{
	char *id = arena_printf(cl->arena, "command.%s", command->name);
	char *at;

	for (at = id; (at = strchr(at, ' ')) != NULL;)
		*at = '.';
	return say(cl->lang, id);
}

static void
help_command(const struct command_line *cl)
{
	const struct command *command = cl->command;
	const struct option_row *row;

	printf("giljabi %s%s%s [%s]\n\n  %s\n\n", command->name,
	    command->operands[0] ? " " : "", command->operands,
	    say(cl->lang, "command.options"), command_words(cl, command));
	for (row = command->options; row != NULL && row->name != NULL; row++)
		help_option(cl, row);
	for (row = common_options; row->name != NULL; row++)
		help_option(cl, row);
}

static void
help_all(const struct command_line *cl, FILE *out)
{
	const struct command *const *list, *command;

	fprintf(out, "giljabi %s\n\n", say(cl->lang, "command.usage"));
	for (list = cl->lists; *list != NULL; list++)
		for (command = *list; command->name != NULL; command++)
			fprintf(out, "  %-22s %s\n", command->name,
			    command_words(cl, command));
	fprintf(out, "\n  %s\n", say(cl->lang, "command.more"));
}

/* Finding the row */

/* How many of argv's words the name takes; 0 when they differ. */
static int
name_matches(const char *name, int argc, char **argv)
{
	const char *space = strchr(name, ' ');
	size_t first = space ? (size_t)(space - name) : strlen(name);

	if (argc < 1 || strlen(argv[0]) != first ||
	    memcmp(argv[0], name, first) != 0)
		return 0;
	if (space == NULL)
		return 1;
	return argc >= 2 && text_is(argv[1], space + 1) ? 2 : 0;
}

/* The longest name wins, so that "brief" and "brief check" can both be. */
static int
command_find(struct command_line *cl, int argc, char **argv)
{
	const struct command *const *list, *command;
	int best = 0;

	for (list = cl->lists; *list != NULL; list++)
		for (command = *list; command->name != NULL; command++) {
			int words = name_matches(command->name, argc, argv);

			if (words > best) {
				best = words;
				cl->command = command;
			}
		}
	return best;
}

static const struct option_row *
option_find(const struct option_row *rows, const char *name, size_t length)
{
	for (; rows != NULL && rows->name != NULL; rows++)
		if (strlen(rows->name) == length &&
		    memcmp(rows->name, name, length) == 0)
			return rows;
	return NULL;
}

static bool
misused(const struct command_line *cl, const char *id, const char *what)
{
	complain(cl, id, (const struct word[]){ { "what", what }, { 0 } });
	return false;
}

static bool
option_take(struct command_line *cl, int argc, char **argv, int *at)
{
	const char *name = argv[*at] + 2, *equals = strchr(name, '=');
	size_t length = equals ? (size_t)(equals - name) : strlen(name);
	const struct option_row *row;
	const char *value = "";

	row = option_find(cl->command->options, name, length);
	if (row == NULL)
		row = option_find(common_options, name, length);
	if (row == NULL)
		return misused(cl, "command.unknown_option", argv[*at]);
	if (row->value == NULL && equals != NULL)
		return misused(cl, "command.no_value", row->name);
	if (row->value != NULL && equals == NULL) {
		if (*at + 1 >= argc)
			return misused(cl, "command.needs_value", row->name);
		value = argv[++*at];
	} else if (equals != NULL)
		value = equals + 1;
	if (cl->option_count == OPTIONS)
		return misused(cl, "command.too_many", argv[*at]);
	cl->options[cl->option_count++] = (struct given){ row, value };
	return true;
}

static bool
arguments_take(struct command_line *cl, int argc, char **argv)
{
	bool options = true;
	int i;

	for (i = 0; i < argc; i++) {
		if (options && text_is(argv[i], "--"))
			options = false;
		else if (options && text_starts(argv[i], "--")) {
			if (!option_take(cl, argc, argv, &i))
				return false;
		} else if (cl->operand_count == OPERANDS)
			return misused(cl, "command.too_many", argv[i]);
		else
			cl->operands[cl->operand_count++] = argv[i];
	}
	return true;
}

/* Between the operands without brackets and all of them. */
static bool
operands_fit(const struct command_line *cl)
{
	const char *at = cl->command->operands;
	size_t least = 0, most = 0;

	while (*at != '\0') {
		size_t length = strcspn(at, " ");

		most++;
		least += at[0] != '[';
		at += length;
		at += strspn(at, " ");
	}
	if (cl->operand_count >= least && cl->operand_count <= most)
		return true;
	return misused(cl, "command.operands", cl->command->operands);
}

static bool
lang_take(struct command_line *cl)
{
	const char *name = option_text(cl, "lang");

	if (name == NULL)
		return true;
	cl->lang = lang_from(name);
	return text_is(name, lang_name(cl->lang)) ||
	    misused(cl, "command.lang", name);
}

static int
command_start(struct command_line *cl, int words, int argc, char **argv)
{
	if (!arguments_take(cl, argc - words, argv + words))
		return EXIT_MISUSED;
	if (!lang_take(cl))
		return EXIT_MISUSED;
	if (option_given(cl, "help")) {
		help_command(cl);
		return EXIT_DONE;
	}
	if (!operands_fit(cl))
		return EXIT_MISUSED;
	return cl->command->run(cl);
}

static int
command_pick(struct command_line *cl, int argc, char **argv)
{
	int words = command_find(cl, argc, argv);

	if (words > 0)
		return command_start(cl, words, argc, argv);
	if (argc == 1 &&
	    (text_is(argv[0], "--help") || text_is(argv[0], "help"))) {
		help_all(cl, stdout);
		return EXIT_DONE;
	}
	if (argc > 0)
		misused(cl, "command.unknown", argv[0]);
	help_all(cl, stderr);
	return EXIT_MISUSED;
}

int
command_run(const struct command *const *lists, int argc, char **argv)
{
	struct command_line cl = { .lists = lists };
	const char *lang = getenv("LC_ALL");
	int status;

	cl.lang = lang_from(lang && lang[0] ? lang : getenv("LANG"));
	cl.arena = arena_new(COMMAND_MEMORY);
	if (cl.arena == NULL)
		return EXIT_FAILED;
	status = command_pick(&cl, argc - 1, argv + 1);
	if (fflush(stdout) != 0 && status == EXIT_DONE)
		status = EXIT_FAILED; /* the results did not arrive */
	arena_free(cl.arena);
	return status;
}
