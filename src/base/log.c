/* One JSON object a line, written with one call so that lines never mix. */
#include "base/log.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/json.h"

static _Atomic int least_level = LOG_INFO;

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

void
log_event(enum log_level level, const char *event, ...)
{
	static const char *const names[] = { "debug", "info", "warning",
		"error" };
	struct buffer line = { .limit = 8192 };
	struct writer writer = { .out = &line };
	char when[25];
	const char *key;
	va_list list;

	if ((int)level < atomic_load(&least_level))
		return;
	clock_write(clock_now(), when);
	put_object(&writer, NULL);
	put_text(&writer, "time", when);
	put_text(&writer, "level", names[level]);
	put_text(&writer, "event", event);
	va_start(list, event);
	while ((key = va_arg(list, const char *)) != NULL)
		put_text(&writer, key, va_arg(list, const char *));
	va_end(list);
	put_object_end(&writer);
	buffer_char(&line, '\n');
	if (!line.failed && write(STDERR_FILENO, line.data, line.length) < 0)
		atomic_store(&least_level, LOG_ERROR + 1); /* nobody reads */
	buffer_free(&line);
}
