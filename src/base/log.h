/*
 * The log: one JSON object a line on standard error. Never a name, an answer, a
 * code or an address of a person; ids and counts only.
 */
#ifndef GILJABI_LOG_H
#define GILJABI_LOG_H

#include <stdint.h>

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARNING, LOG_ERROR };

void log_level(enum log_level least);
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
