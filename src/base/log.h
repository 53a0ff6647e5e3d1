/*
 * The log: one JSON object a line on standard error. Never a name, an answer, a
 * code or an address of a person; ids and counts only.
 */
#ifndef GILJABI_LOG_H
#define GILJABI_LOG_H

#include <stdbool.h>
#include <stdint.h>

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARNING, LOG_ERROR };

void log_level(enum log_level least);

/*
 * While a server gathers, a line of LOG_INFO may wait for others, until
 * log_flush at the latest, which the server calls four times a second; a
 * warning or an error goes out at once, after what waits. The order is kept.
 * log_gather(false) writes what waits; a crash or kill -9 loses it.
 */
void log_gather(bool on);
void log_flush(void);

/*
 * log_event(LOG_ERROR, "store.failed", "code", "%d", code, NULL): an event name
 * from a fixed set, then pairs of a key and a printf format with one value. For
 * more than this, write several pairs: each is key, text.
 */
void log_event(enum log_level level, const char *event, ...)
    __attribute__((sentinel)); /* key, text, key, text, …, NULL */
/* Text of a number for log_event, in a ring of eight per thread. */
const char *log_int(int64_t value);

#endif
