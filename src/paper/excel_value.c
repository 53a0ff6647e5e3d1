/*
 * Numbers, dates and texts as Office Open XML stores them (ECMA-376 part 1:
 * 18.17.4 dates, 18.8.30 number formats, 22.9.2.19 escaped characters).
 */
#include "paper/excel_value.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"

#define DAY INT64_C(86400) /* seconds */
#define EXACT 1e15 /* below, every whole number is exact and shown whole */

/* Numbers */

static bool
all_digits(const char *text)
{
	return *text != '\0' && text[strspn(text, "0123456789")] == '\0';
}

bool
value_number(const char *stored, char out[static EXCEL_VALUE])
{
	double number;

	if (all_digits(stored) && strlen(stored) < EXCEL_VALUE) {
		memcpy(out, stored, strlen(stored) + 1);
		return true;
	}
	if (!text_to_real(stored, &number))
		return false;
	snprintf(out, EXCEL_VALUE,
	    number == trunc(number) && fabs(number) < EXACT ? "%.0f" : "%.15g",
	    number == 0 ? 0 : number);
	return true;
}

/* Dates */

/*
 * Days since 1970 of a serial's day. Serials from 1900 count a 29 February 1900
 * that never was (60), as Lotus 1-2-3 did.
 */
static int64_t
serial_days(int64_t serial, bool from_1904)
{
	static const struct date start_1904 = { 1904, 1, 1 };
	static const struct date start_1900 = { 1899, 12, 30 };

	if (from_1904)
		return date_days(start_1904) + serial;
	return date_days(start_1900) + serial + (serial < 60);
}

static void
clock_text(int64_t second, char *out, size_t size)
{
	int hour = (int)(second / 3600), minute = (int)(second / 60 % 60);

	if (second % 60 == 0)
		snprintf(out, size, "%02d:%02d", hour, minute);
	else
		snprintf(out, size, "%02d:%02d:%02d", hour, minute,
		    (int)(second % 60));
}

bool
value_date(const char *stored, bool from_1904, char out[static EXCEL_VALUE])
{
	const int64_t end = 2958466 - (from_1904 ? 1462 : 0); /* 10000-01-01 */
	double serial;
	int64_t seconds, days;

	if (!text_to_real(stored, &serial) || serial < 0 ||
	    serial > (double)end)
		return false;
	seconds = llround(serial * (double)DAY);
	if (seconds >= end * DAY)
		return false;
	if (seconds < DAY) {
		clock_text(seconds, out, EXCEL_VALUE);
		return true;
	}
	days = serial_days(seconds / DAY, from_1904);
	date_write(date_in_seoul(days * DAY * 1000), out);
	if (seconds % DAY != 0) {
		out[10] = ' ';
		clock_text(seconds % DAY, out + 11, EXCEL_VALUE - 11);
	}
	return true;
}

/* 14 to 22 everywhere; the others in East Asian Excels; 45 to 47 are times. */
bool
format_builtin_is_date(int id)
{
	return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) ||
	    (id >= 45 && id <= 47) || (id >= 50 && id <= 58);
}

/* Past a quoted, escaped or bracketed piece of a format, or past one byte. */
static const char *
format_skip(const char *at)
{
	const char *end;

	if (*at == '"')
		end = strchr(at + 1, '"');
	else if (*at == '[')
		end = strchr(at + 1, ']');
	else if (*at == '\\' || *at == '_' || *at == '*')
		end = at + 1;
	else
		return at + 1;
	return end != NULL && *end != '\0' ? end + 1 : at + strlen(at);
}

bool
format_is_date(const char *code)
{
	for (; *code != '\0' && *code != ';'; code = format_skip(code))
		if (strchr("yYmMdDhHsS", *code) != NULL)
			return true;
	return false;
}

/* References and texts */

int
reference_column(const char *reference)
{
	int column = 0;

	for (; *reference >= 'A' && *reference <= 'Z'; reference++) {
		column = column * 26 + (*reference - 'A' + 1);
		if (column > 16384) /* XFD */
			return -1;
	}
	return *reference >= '1' && *reference <= '9' ? column - 1 : -1;
}

/* The character of "_x000A_"; 0 when it is none or may not stand in a text. */
static unsigned
escaped_unit(const char *text, size_t length)
{
	unsigned char bytes[2];
	char hex[5] = "";
	unsigned unit;

	if (length < 7 || text[0] != '_' || text[1] != 'x' || text[6] != '_')
		return 0;
	memcpy(hex, text + 2, 4);
	if (!hex_read(hex, bytes, sizeof bytes))
		return 0;
	unit = (unsigned)bytes[0] << 8 | bytes[1];
	return unit >= 0xd800 && unit <= 0xdfff ? 0 : unit;
}

static size_t
utf8_put(unsigned unit, char *out)
{
	if (unit < 0x80) {
		out[0] = (char)unit;
		return 1;
	}
	if (unit < 0x800) {
		out[0] = (char)(0xc0 | unit >> 6);
		out[1] = (char)(0x80 | (unit & 0x3f));
		return 2;
	}
	out[0] = (char)(0xe0 | unit >> 12);
	out[1] = (char)(0x80 | (unit >> 6 & 0x3f));
	out[2] = (char)(0x80 | (unit & 0x3f));
	return 3;
}

size_t
text_unescape(char *text, size_t length)
{
	size_t from = 0, to = 0;

	while (from < length) {
		unsigned unit = escaped_unit(text + from, length - from);

		if (unit == 0) {
			text[to++] = text[from++];
			continue;
		}
		from += 7;
		if (unit != '\r') /* lines end with \r\n there */
			to += utf8_put(unit, text + to);
	}
	return to;
}
