/* Time and ids. The store holds UTC milliseconds; people see Asia/Seoul. */
#ifndef GILJABI_CLOCK_H
#define GILJABI_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

int64_t clock_now(void); /* UTC milliseconds since 1970 */
int64_t clock_ticks(void); /* monotonic nanoseconds */

/*
 * A new id: 63 bits, sorted by the time it was made (milliseconds since 2020
 * in the upper 42 bits, a counter and chance below). Safe between threads;
 * two servers meet with a chance of one in a million a millisecond.
 */
int64_t id_new(void);

struct date {
	int year, month, day;
};

/* "2026-03-02", strictly; a date that exists, 1900 to 2100. */
bool date_read(const char *text, struct date *date);
void date_write(struct date date, char out[static 11]);
struct date date_in_seoul(int64_t ms);
/* Days since 1970-01-01. */
int64_t date_days(struct date date);
/* Whole years from birth until the day. */
int date_age(struct date birth, struct date day);
/* The school year (March to February) that a day lies in, and its semester. */
int school_year(struct date day);
int semester(struct date day); /* 1: March to August, 2: after */

/* "2026-03-02T09:30:00.000Z" */
void clock_write(int64_t ms, char out[static 25]);
/* "2026. 3. 2.(월) 18:30" in Seoul, weekday by language ("ko" or "en"). */
void
clock_write_seoul(int64_t ms, const char *lang, bool time, char out[static 40]);

#endif
