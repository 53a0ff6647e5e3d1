/* Text: UTF-8, numbers in text, hex, and what Korean needs. */
#ifndef GILJABI_TEXT_H
#define GILJABI_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/memory.h"

/* Well-formed UTF-8 without NUL, as RFC 3629 has it. */
bool utf8_valid(const char *bytes, size_t length);
/* Characters in valid UTF-8. */
size_t utf8_count(const char *text);
/* The next character; moves the text on. 0 at the end. */
uint32_t utf8_next(const char **text);
/* The longest prefix of at most max bytes that ends between characters. */
size_t utf8_fit(const char *text, size_t max);
/* Has a control character other than tab and line feed. */
bool text_has_control(const char *text);

/* A whole decimal number within [min, max] and nothing else. */
bool text_to_int(const char *text, int64_t min, int64_t max, int64_t *value);
bool text_to_real(const char *text, double *value);
bool text_is(const char *a, const char *b); /* equal; NULL equals nothing */
bool text_starts(const char *text, const char *start);
bool text_ends(const char *text, const char *end);
/* In place: without white space (ASCII and U+3000) at both ends. */
char *text_trim(char *text);

/* out holds 2 * length + 1. */
void hex_write(const unsigned char *bytes, size_t length, char *out);
bool hex_read(const char *hex, unsigned char *bytes, size_t length);

/*
 * The particle that fits the end of a word: pair is "은/는", "이/가", "을/를",
 * "과/와", "으로/로", "이에요/예요" … (after a consonant / after a vowel).
 * Digits and Latin letters are read as a Korean reader says them.
 */
const char *particle(const char *word, const char *pair, char out[static 16]);

#endif
