/*
 * One JSON object a line. All lines go through one place in memory, which keeps
 * their order; it is written out at once, or gathered for a moment by a server,
 * for which a system call a request is dear. A write takes whole lines and no
 * more than a pipe keeps together, so that lines never mix.
 */
#include "base/log.h"

#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/json.h"

enum { LINE_MOST = 8192 };

static _Atomic int least_level = LOG_INFO;

static struct {
	pthread_mutex_t mutex;
	bool on;
	size_t length;
	char lines[PIPE_BUF];
} gathered = { .mutex = PTHREAD_MUTEX_INITIALIZER };

void
log_level(enum log_level least)
{
	atomic_store(&least_level, (int)least);
}

const char *
log_int(int64_t value)
{
	static _Thread_local char ring[8][24];
	static _Thread_local unsigned turn;
	char *text = ring[turn++ % 8];

	snprintf(text, sizeof ring[0], "%lld", (long long)value);
	return text;
}

/* Writing. The mutex is held. */

static void
lines_write(const char *lines, size_t length)
{
	if (length > 0 && write(STDERR_FILENO, lines, length) < 0)
		atomic_store(&least_level, LOG_ERROR + 1); /* nobody reads */
}

static void
gathered_write(void)
{
	lines_write(gathered.lines, gathered.length);
	gathered.length = 0;
}

static void
line_add(const char *line, size_t length)
{
	if (length > sizeof gathered.lines - gathered.length)
		gathered_write();
	if (length > sizeof gathered.lines) {
		lines_write(line, length);
		return;
	}
	memcpy(gathered.lines + gathered.length, line, length);
	gathered.length += length;
}

static void
line_out(enum log_level level, const struct buffer *line)
{
	pthread_mutex_lock(&gathered.mutex);
	line_add(line->data, line->length);
	if (!gathered.on || level > LOG_INFO)
		gathered_write();
	pthread_mutex_unlock(&gathered.mutex);
}

void
log_gather(bool on)
{
	pthread_mutex_lock(&gathered.mutex);
	gathered.on = on;
	gathered_write();
	pthread_mutex_unlock(&gathered.mutex);
}

void
log_flush(void)
{
	pthread_mutex_lock(&gathered.mutex);
	gathered_write();
	pthread_mutex_unlock(&gathered.mutex);
}

/* Lines */

/* Within a second only the milliseconds change: "…:00.000Z". */
static const char *
time_text(void)
{
	static _Thread_local char text[25];
	static _Thread_local int64_t second = -1;
	int64_t now = clock_now();
	int milliseconds = (int)(now % 1000);

	if (now / 1000 != second)
		clock_write(now, text);
	second = now / 1000;
	text[20] = (char)('0' + milliseconds / 100);
	text[21] = (char)('0' + milliseconds / 10 % 10);
	text[22] = (char)('0' + milliseconds % 10);
	return text;
}

void
log_event(enum log_level level, const char *event, ...)
{
	static const char *const names[] = { "debug", "info", "warning",
		"error" };
	struct buffer line = { .limit = LINE_MOST };
	struct writer writer = { .out = &line };
	const char *key;
	va_list list;

	if ((int)level < atomic_load(&least_level))
		return;
	put_object(&writer, NULL);
	put_text(&writer, "time", time_text());
	put_text(&writer, "level", names[level]);
	put_text(&writer, "event", event);
	va_start(list, event);
	while ((key = va_arg(list, const char *)) != NULL)
		put_text(&writer, key, va_arg(list, const char *));
	va_end(list);
	put_object_end(&writer);
	buffer_char(&line, '\n');
	if (!line.failed)
		line_out(level, &line);
	buffer_free(&line);
}
