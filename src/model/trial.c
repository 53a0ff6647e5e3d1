#include "model/trial.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/test_folder.h"

enum { WORDS = 32 };

static char before[4096]; /* the folder that the test began in */

void
trial_begin(struct trial *trial)
{
	snprintf(
	    trial->folder, sizeof trial->folder, "/tmp/giljabi-trial-XXXXXX");
	assert_non_null(mkdtemp(trial->folder));
	assert_non_null(getcwd(before, sizeof before));
	assert_int_equal(chdir(trial->folder), 0);
	setenv("LC_ALL", "en_US.UTF-8", 1);
}

void
trial_end(struct trial *trial)
{
	assert_int_equal(chdir(before), 0);
	folder_remove(trial->folder);
}

void
trial_write(const char *file, const char *text)
{
	FILE *out = fopen(file, "wb");

	assert_non_null(out);
	assert_int_equal(fwrite(text, 1, strlen(text), out), strlen(text));
	assert_int_equal(fclose(out), 0);
}

/* Sends a stream into a file; answers where it went before. */
static int
stream_turn(FILE *stream, const char *file)
{
	int to = open(file, O_RDWR | O_CREAT | O_TRUNC, 0600), was;

	assert_true(to >= 0);
	fflush(stream);
	was = dup(fileno(stream));
	assert_true(was >= 0 && dup2(to, fileno(stream)) >= 0);
	close(to);
	return was;
}

static void
stream_return(FILE *stream, int was, const char *file, char text[TRIAL_TOLD])
{
	FILE *in;

	fflush(stream);
	assert_true(dup2(was, fileno(stream)) >= 0);
	close(was);
	in = fopen(file, "rb");
	assert_non_null(in);
	text[fread(text, 1, TRIAL_TOLD - 1, in)] = '\0';
	fclose(in);
	remove(file);
}

int
trial_run(struct trial *trial, const struct command *command,
    const char *const *words)
{
	const struct command rows[] = { *command, { 0 } };
	const struct command *const lists[] = { rows, NULL };
	char *argv[WORDS];
	int argc = 0, out, error, status;

	argv[argc++] = "giljabi";
	while (*words != NULL && argc < WORDS)
		argv[argc++] = (char *)*words++;
	out = stream_turn(stdout, "standard-output");
	error = stream_turn(stderr, "standard-error");
	status = command_run(lists, argc, argv);
	stream_return(stderr, error, "standard-error", trial->told);
	stream_return(stdout, out, "standard-output", trial->answered);
	return status;
}

int
trial_lines(const struct trial *trial)
{
	int lines = 0;

	for (const char *at = trial->told; *at != '\0'; at++)
		lines += *at == '\n';
	return lines;
}
