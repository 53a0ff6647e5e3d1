/* Looking words up, filling variables in. The words come from script/words.py. */
#include "base/lang.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

static int
compare_row(const void *id, const void *row)
{
	return strcmp(id, ((const struct lang_row *)row)->id);
}

static const struct lang_row *
row_find(const char *id)
{
	return bsearch(
	    id, lang_rows, lang_rows_count, sizeof lang_rows[0], compare_row);
}

const char *
say(enum lang lang, const char *id)
{
	const struct lang_row *row = row_find(id);

	return row != NULL ? row->text[lang] : id;
}

bool
say_knows(const char *id)
{
	return row_find(id) != NULL;
}

static const char *
word_find(const struct word *words, const char *name, size_t length)
{
	for (; words != NULL && words->name != NULL; words++)
		if (strlen(words->name) == length &&
		    memcmp(words->name, name, length) == 0)
			return words->value ? words->value : "";
	return NULL;
}

/* {name} or {name:은/는}, without its braces. */
static void
fill(struct buffer *out, const char *inside, size_t length,
    const struct word *words)
{
	const char *colon = memchr(inside, ':', length);
	size_t name = colon ? (size_t)(colon - inside) : length;
	const char *value = word_find(words, inside, name);
	char pair[32], chosen[16];

	if (value == NULL) {
		buffer_printf(out, "{%.*s}", (int)length, inside);
		return;
	}
	buffer_text(out, value);
	if (colon == NULL || length - name > sizeof pair)
		return;
	memcpy(pair, colon + 1, length - name - 1);
	pair[length - name - 1] = '\0';
	buffer_text(out, particle(value, pair, chosen));
}

char *
say_with(struct arena *arena, enum lang lang, const char *id,
    const struct word *words)
{
	struct buffer out = { .limit = 65536 };
	const char *text = say(lang, id), *open, *shut;
	char *said;

	while ((open = strchr(text, '{')) != NULL &&
	    (shut = strchr(open, '}')) != NULL) {
		buffer_add(&out, text, (size_t)(open - text));
		fill(&out, open + 1, (size_t)(shut - open - 1), words);
		text = shut + 1;
	}
	buffer_text(&out, text);
	if (out.failed) {
		buffer_free(&out);
		return arena_text(arena, say(lang, id));
	}
	said = arena_bytes(arena, out.data, out.length);
	buffer_free(&out);
	return said;
}

const char *
lang_name(enum lang lang)
{
	return lang == LANG_EN ? "en" : "ko";
}

/* The first of the two that is named; "ko-KR,en;q=0.8", "en_US.UTF-8". */
enum lang
lang_from(const char *text)
{
	const char *ko, *en;

	if (text == NULL)
		return LANG_KO;
	ko = strstr(text, "ko");
	en = strstr(text, "en");
	if (en != NULL && (ko == NULL || en < ko))
		return LANG_EN;
	return LANG_KO;
}
