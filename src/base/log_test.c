/* Lines come whole, in their order, and none waits where it must not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"

enum { THREADS = 4, LINES = 500 };

static FILE *file;
static int stderr_before;
static char text[1 << 20];

/* Standard error goes into a file for one test. */
static int
capture(void **state)
{
	(void)state;
	file = tmpfile();
	if (file == NULL)
		return -1;
	stderr_before = dup(STDERR_FILENO);
	return dup2(fileno(file), STDERR_FILENO) < 0;
}

static int
release(void **state)
{
	(void)state;
	log_gather(false);
	dup2(stderr_before, STDERR_FILENO);
	close(stderr_before);
	return fclose(file);
}

/* The events written so far, in order, with a blank between. */
static const char *
events(void)
{
	static char found[1 << 16];
	ssize_t length = pread(fileno(file), text, sizeof text - 1, 0);
	const char *at = text;

	assert_true(length >= 0);
	text[length] = '\0';
	found[0] = '\0';
	while ((at = strstr(at, "\"event\":\"")) != NULL) {
		size_t end = strlen(found), size;

		at += strlen("\"event\":\"");
		size = strcspn(at, "\"");
		assert_true(end + size + 2 < sizeof found);
		snprintf(found + end, sizeof found - end, "%s%.*s",
		    end ? " " : "", (int)size, at);
	}
	return found;
}

static void
what_waits_and_what_does_not(void **state)
{
	static const struct {
		enum log_level level;
		const char *event, *written;
	} rows[] = {
		{ LOG_INFO, "a", "" },
		{ LOG_DEBUG, "unheard", "" },
		{ LOG_INFO, "b", "" },
		{ LOG_WARNING, "c", "a b c" },
		{ LOG_INFO, "d", "a b c" },
		{ LOG_ERROR, "e", "a b c d e" },
		{ LOG_INFO, "f", "a b c d e" },
	};

	(void)state;
	log_gather(true);
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		log_event(rows[i].level, rows[i].event, NULL);
		assert_string_equal(events(), rows[i].written);
	}
	log_flush();
	assert_string_equal(events(), "a b c d e f");
	log_event(LOG_INFO, "g", NULL);
	log_gather(false);
	assert_string_equal(events(), "a b c d e f g");
	log_event(LOG_INFO, "h", NULL);
	assert_string_equal(events(), "a b c d e f g h");
}

/* One too long to be gathered keeps its place; one past all bounds is left. */
static void
long_lines_stand_alone(void **state)
{
	static char value[9000];

	(void)state;
	log_gather(true);
	log_event(LOG_INFO, "short", NULL);
	memset(value, 'x', sizeof value - 1);
	log_event(LOG_INFO, "endless", "value", value, NULL);
	value[PIPE_BUF + 100] = '\0';
	log_event(LOG_INFO, "long", "value", value, NULL);
	log_event(LOG_INFO, "last", NULL);
	assert_string_equal(events(), "short long");
	log_flush();
	assert_string_equal(events(), "short long last");
	assert_non_null(strstr(text, value));
}

static void *
log_lines(void *name)
{
	for (int i = 0; i < LINES; i++)
		log_event(LOG_INFO, name, "number", log_int(i), NULL);
	return NULL;
}

/* Each thread's lines in their order, all of them, each on a line. */
static void
threads_lose_nothing(void **state)
{
	static char names[THREADS][2] = { "p", "q", "r", "s" };
	pthread_t threads[THREADS];
	int next[THREADS] = { 0 }, number;
	const char *line = text, *end;
	char name;

	(void)state;
	log_gather(true);
	for (int i = 0; i < THREADS; i++)
		assert_int_equal(
		    pthread_create(&threads[i], NULL, log_lines, names[i]), 0);
	for (int i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	log_flush();
	events();
	for (; (end = strchr(line, '\n')) != NULL; line = end + 1) {
		assert_int_equal(sscanf(line,
				     "{\"time\":\"%*[^\"]\",\"level\":\"info\","
				     "\"event\":\"%c\",\"number\":\"%d\"}",
				     &name, &number),
		    2);
		assert_int_equal(number, next[name - 'p']++);
	}
	for (int i = 0; i < THREADS; i++)
		assert_int_equal(next[i], LINES);
}

/* "2026-03-02T09:30:00.000Z", whose last digits are put in by hand. */
static void
times_never_go_back(void **state)
{
	char before[25] = "";
	const char *at;

	(void)state;
	for (int i = 0; i < 3000; i++)
		log_event(LOG_INFO, "t", NULL);
	events();
	for (at = text; (at = strstr(at, "\"time\":\"")) != NULL; at++) {
		char now[25];
		int milliseconds;

		snprintf(now, sizeof now, "%s", at + strlen("\"time\":\""));
		assert_int_equal(sscanf(now + 19, ".%3dZ", &milliseconds), 1);
		assert_int_equal(now[23], 'Z');
		assert_true(strcmp(before, now) <= 0);
		memcpy(before, now, sizeof before);
	}
	assert_int_not_equal(before[0], '\0');
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    what_waits_and_what_does_not, capture, release),
		cmocka_unit_test_setup_teardown(
		    long_lines_stand_alone, capture, release),
		cmocka_unit_test_setup_teardown(
		    threads_lose_nothing, capture, release),
		cmocka_unit_test_setup_teardown(
		    times_never_go_back, capture, release),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
