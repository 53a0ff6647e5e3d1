/* What an .xlsx means by its numbers, formats and texts; pure functions. */
#ifndef GILJABI_PAPER_EXCEL_VALUE_H
#define GILJABI_PAPER_EXCEL_VALUE_H

#include <stdbool.h>
#include <stddef.h>

enum { EXCEL_VALUE = 32 }; /* bytes of a number or date as text */

/*
 * The stored number as a person sees it: whole ones without point or exponent,
 * others with at most 15 digits. False when it is no number.
 */
bool value_number(const char *stored, char out[static EXCEL_VALUE]);
/*
 * The stored serial as a date, "2026-03-02", "2026-03-02 09:30" or, below one
 * day, "09:30"; seconds only where there are some. False outside Excel's years.
 */
bool
value_date(const char *stored, bool from_1904, char out[static EXCEL_VALUE]);

bool format_is_date(const char *code); /* "yyyy\-mm\-dd;@" */
bool format_builtin_is_date(int id);

/* The column of a reference from 0: "C5" is 2; -1 when it is none. */
int reference_column(const char *reference);

/* In place: _x000A_ becomes its character, as Excel reads texts. */
size_t text_unescape(char *text, size_t length);

#endif
