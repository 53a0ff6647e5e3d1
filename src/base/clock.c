/* Time, dates of the proleptic Gregorian calendar, ids. */
#include "base/clock.h"

#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/random.h"
#include "base/text.h"

#define DAY_MS INT64_C(86400000)
#define SEOUL_MS INT64_C(32400000) /* UTC+9, without summer time */
#define ID_EPOCH INT64_C(1577836800000) /* 2020-01-01 */

int64_t
clock_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t
clock_ticks(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

/*
 * 42 bits of milliseconds, 21 bits that start by chance in each process and
 * count on, so that the ids of one process in a millisecond differ.
 */
int64_t
id_new(void)
{
	static _Atomic uint32_t counter;
	static _Atomic bool seeded;
	uint32_t low;

	if (!atomic_exchange(&seeded, true)) {
		random_bytes(&low, sizeof low);
		atomic_fetch_add(&counter, low);
	}
	low = atomic_fetch_add(&counter, 1) & 0x1fffff;
	return (clock_now() - ID_EPOCH) << 21 | low;
}

/* Dates: days from civil and back (Hinnant 2013), March-based years. */

int64_t
date_days(struct date date)
{
	int64_t year = date.year - (date.month <= 2);
	int64_t era = (year >= 0 ? year : year - 399) / 400;
	int64_t of_era = year - era * 400;
	int64_t month = (date.month + 9) % 12;
	int64_t of_year = (153 * month + 2) / 5 + date.day - 1;

	return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 +
	    of_year - 719468;
}

static struct date
date_from_days(int64_t days)
{
	int64_t era, of_era, year, of_year, month;
	struct date date;

	days += 719468;
	era = (days >= 0 ? days : days - 146096) / 146097;
	of_era = days - era * 146097;
	year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) /
	    365;
	of_year = of_era - (365 * year + year / 4 - year / 100);
	month = (5 * of_year + 2) / 153;
	date.day = (int)(of_year - (153 * month + 2) / 5 + 1);
	date.month = (int)(month < 10 ? month + 3 : month - 9);
	date.year = (int)(year + era * 400 + (date.month <= 2));
	return date;
}

static bool
digits_read(const char *text, size_t count, int *value)
{
	*value = 0;
	for (; count > 0; count--, text++) {
		if (*text < '0' || *text > '9')
			return false;
		*value = *value * 10 + (*text - '0');
	}
	return true;
}

bool
date_read(const char *text, struct date *date)
{
	struct date same;

	if (text == NULL || strlen(text) != 10 || text[4] != '-' ||
	    text[7] != '-' || !digits_read(text, 4, &date->year) ||
	    !digits_read(text + 5, 2, &date->month) ||
	    !digits_read(text + 8, 2, &date->day))
		return false;
	if (date->year < 1900 || date->year > 2100 || date->month < 1 ||
	    date->month > 12 || date->day < 1)
		return false;
	same = date_from_days(date_days(*date));
	return same.month == date->month && same.day == date->day;
}

void
date_write(struct date date, char out[static 11])
{
	snprintf(out, 11, "%04u-%02u-%02u", (unsigned)date.year % 10000,
	    (unsigned)date.month % 100, (unsigned)date.day % 100);
}

static int64_t
days_of(int64_t ms)
{
	return (ms >= 0 ? ms : ms - DAY_MS + 1) / DAY_MS;
}

struct date
date_in_seoul(int64_t ms)
{
	return date_from_days(days_of(ms + SEOUL_MS));
}

int
date_age(struct date birth, struct date day)
{
	int age = day.year - birth.year;
	bool before = day.month < birth.month ||
	    (day.month == birth.month && day.day < birth.day);

	return age - before;
}

int
school_year(struct date day)
{
	return day.year - (day.month < 3);
}

int
semester(struct date day)
{
	return day.month >= 3 && day.month <= 8 ? 1 : 2;
}

void
clock_write(int64_t ms, char out[static 25])
{
	struct date date = date_from_days(days_of(ms));
	unsigned rest = (unsigned)(ms - days_of(ms) * DAY_MS);

	snprintf(out, 25, "%04u-%02u-%02uT%02u:%02u:%02u.%03uZ",
	    (unsigned)date.year % 10000, (unsigned)date.month % 100,
	    (unsigned)date.day % 100, rest / 3600000 % 24, rest / 60000 % 60,
	    rest / 1000 % 60, rest % 1000);
}

void
clock_write_seoul(int64_t ms, const char *lang, bool time, char out[static 40])
{
	static const char *const ko[] = { "목", "금", "토", "일", "월", "화",
		"수" };
	static const char *const en[] = { "Thu", "Fri", "Sat", "Sun", "Mon",
		"Tue", "Wed" };
	static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May",
		"Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
	int64_t days = days_of(ms + SEOUL_MS);
	struct date date = date_from_days(days);
	unsigned rest = (unsigned)(ms + SEOUL_MS - days * DAY_MS);
	unsigned weekday = (unsigned)((days % 7 + 7) % 7);
	int length;

	if (text_is(lang, "en"))
		length = snprintf(out, 40, "%s %d %s %d", en[weekday], date.day,
		    months[date.month - 1], date.year);
	else
		length = snprintf(out, 40, "%d. %d. %d.(%s)", date.year,
		    date.month, date.day, ko[weekday]);
	if (time && length > 0 && length < 33)
		snprintf(out + length, (size_t)(40 - length), " %02u:%02u",
		    rest / 3600000 % 24, rest / 60000 % 60);
}
