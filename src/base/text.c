/* UTF-8 (RFC 3629), numbers in text, hex, Korean particles. */
#include "base/text.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* UTF-8 */

/*
 * Length of the well-formed sequence at bytes, 0 when there is none. The second
 * byte's range shuts out overlong forms, surrogates and what lies past U+10FFFF.
 */
static size_t
sequence_length(const unsigned char *bytes, size_t left)
{
	unsigned char first = bytes[0], low = 0x80, high = 0xbf;
	size_t length, i;

	if (first < 0x80)
		return 1;
	if (first < 0xc2 || first > 0xf4)
		return 0;
	length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
	if (left < length)
		return 0;
	if (first == 0xe0)
		low = 0xa0;
	else if (first == 0xed)
		high = 0x9f;
	else if (first == 0xf0)
		low = 0x90;
	else if (first == 0xf4)
		high = 0x8f;
	if (bytes[1] < low || bytes[1] > high)
		return 0;
	for (i = 2; i < length; i++)
		if ((bytes[i] & 0xc0) != 0x80)
			return 0;
	return length;
}

bool
utf8_valid(const char *bytes, size_t length)
{
	const unsigned char *at = (const unsigned char *)bytes;
	size_t step;

	while (length > 0) {
		step = sequence_length(at, length);
		if (step == 0 || *at == 0)
			return false;
		at += step;
		length -= step;
	}
	return true;
}

static bool
continues(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

size_t
utf8_count(const char *text)
{
	size_t count = 0;

	for (; *text != '\0'; text++)
		count += !continues(*text);
	return count;
}

uint32_t
utf8_next(const char **text)
{
	static const unsigned char masks[] = { 0x7f, 0x7f, 0x1f, 0x0f, 0x07 };
	const unsigned char *at = (const unsigned char *)*text;
	size_t length, i;
	uint32_t c;

	if (*at == 0)
		return 0;
	length = *at < 0xc0 ? 1 : *at < 0xe0 ? 2 : *at < 0xf0 ? 3 : 4;
	c = *at & masks[length];
	for (i = 1; i < length && (at[i] & 0xc0) == 0x80; i++)
		c = c << 6 | (at[i] & 0x3f);
	*text += i;
	return c;
}

size_t
utf8_fit(const char *text, size_t max)
{
	size_t length = strnlen(text, max + 1);

	if (length <= max)
		return length;
	for (length = max; length > 0 && continues(text[length]); length--)
		;
	return length;
}

bool
text_has_control(const char *text)
{
	const unsigned char *at = (const unsigned char *)text;

	for (; *at != 0; at++)
		if ((*at < 0x20 && *at != '\t' && *at != '\n') || *at == 0x7f)
			return true;
	return false;
}

/* Numbers */

bool
text_to_int(const char *text, int64_t min, int64_t max, int64_t *value)
{
	char *end;
	long long number;

	if (text == NULL || !((*text >= '0' && *text <= '9') || *text == '-'))
		return false;
	errno = 0;
	number = strtoll(text, &end, 10);
	if (errno != 0 || end == text || *end != '\0' || number < min ||
	    number > max)
		return false;
	*value = number;
	return true;
}

bool
text_to_real(const char *text, double *value)
{
	char *end;

	if (text == NULL || strspn(text, "+-.0123456789eE") != strlen(text))
		return false;
	*value = strtod(text, &end);
	return end != text && *end == '\0' && isfinite(*value);
}

/* Comparing */

bool
text_is(const char *a, const char *b)
{
	return a != NULL && b != NULL && strcmp(a, b) == 0;
}

bool
text_starts(const char *text, const char *start)
{
	return text != NULL && strncmp(text, start, strlen(start)) == 0;
}

bool
text_ends(const char *text, const char *end)
{
	size_t length = text ? strlen(text) : 0, tail = strlen(end);

	return text != NULL && length >= tail &&
	    strcmp(text + length - tail, end) == 0;
}

#define WIDE_SPACE "\xe3\x80\x80"

char *
text_trim(char *text)
{
	size_t length;

	while (*text == ' ' || (*text >= '\t' && *text <= '\r') ||
	    text_starts(text, WIDE_SPACE))
		text += *text == WIDE_SPACE[0] ? 3 : 1;
	for (length = strlen(text); length > 0;) {
		char last = text[length - 1];

		if (last == ' ' || (last >= '\t' && last <= '\r'))
			length -= 1;
		else if (length >= 3 &&
		    memcmp(text + length - 3, WIDE_SPACE, 3) == 0)
			length -= 3;
		else
			break;
	}
	text[length] = '\0';
	return text;
}

/* Hex */

void
hex_write(const unsigned char *bytes, size_t length, char *out)
{
	static const char digits[] = "0123456789abcdef";
	size_t i;

	for (i = 0; i < length; i++) {
		out[2 * i] = digits[bytes[i] >> 4];
		out[2 * i + 1] = digits[bytes[i] & 15];
	}
	out[2 * length] = '\0';
}

static int
hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

bool
hex_read(const char *hex, unsigned char *bytes, size_t length)
{
	size_t i;

	if (strlen(hex) != 2 * length)
		return false;
	for (i = 0; i < length; i++) {
		int high = hex_digit(hex[2 * i]);
		int low = hex_digit(hex[2 * i + 1]);

		if (high < 0 || low < 0)
			return false;
		bytes[i] = (unsigned char)(high << 4 | low);
	}
	return true;
}

/* Particles */

enum final { FINAL_NONE, FINAL_RIEUL, FINAL_OTHER };

/* How a word ends when it is said aloud; digits: 영 일 이 삼 사 오 육 칠 팔 구. */
static enum final
final_sound(uint32_t c)
{
	static const enum final digits[] = { FINAL_OTHER, FINAL_RIEUL,
		FINAL_NONE, FINAL_OTHER, FINAL_NONE, FINAL_NONE, FINAL_OTHER,
		FINAL_RIEUL, FINAL_RIEUL, FINAL_NONE };

	if (c >= 0xac00 && c <= 0xd7a3) {
		uint32_t final = (c - 0xac00) % 28;

		return final == 0 ? FINAL_NONE
		    : final == 8  ? FINAL_RIEUL
				  : FINAL_OTHER;
	}
	if (c >= '0' && c <= '9')
		return digits[c - '0'];
	if (c == 'l' || c == 'L' || c == 'R')
		return FINAL_RIEUL; /* 엘, 알; a word that ends in r: 러 */
	if (c == 'm' || c == 'M' || c == 'n' || c == 'N')
		return FINAL_OTHER; /* 엠, 엔 */
	return FINAL_NONE;
}

/*
 * The last letter or digit; marks, and what stands in brackets behind a word,
 * are not read aloud.
 */
static uint32_t
last_sounded(const char *word)
{
	uint32_t c, last = 0, inside = 0;
	int depth = 0;

	while ((c = utf8_next(&word)) != 0) {
		if (c == '(')
			depth++;
		else if (c == ')' && depth > 0)
			depth--;
		else if (c >= 0x80 || (c >= '0' && c <= '9') ||
		    (c | 0x20) - 'a' < 26)
			*(depth > 0 ? &inside : &last) = c;
	}
	return last != 0 ? last : inside;
}

const char *
particle(const char *word, const char *pair, char out[static 16])
{
	enum final final = final_sound(last_sounded(word));
	const char *slash = strchr(pair, '/');
	size_t length;

	if (slash == NULL)
		slash = pair + strlen(pair);
	/* 으로/로: ㄹ goes with the vowels (서울로) */
	if (final == FINAL_RIEUL &&
	    text_starts(pair, "\xec\x9c\xbc\xeb\xa1\x9c"))
		final = FINAL_NONE;
	if (final == FINAL_NONE && *slash == '/')
		pair = slash + 1, slash = pair + strlen(pair);
	length = (size_t)(slash - pair);
	if (length > 15)
		length = utf8_fit(pair, 15);
	memcpy(out, pair, length);
	out[length] = '\0';
	return out;
}
