/*
 * Words that people read. C holds message ids; the words live in
 * lang/<language>/<room>.json and are built in. The build fails when a language
 * lacks an id or a variable.
 */
#ifndef GILJABI_LANG_H
#define GILJABI_LANG_H

#include "base/memory.h"

enum lang { LANG_KO, LANG_EN, LANGS };

struct word {
	const char *name;
	const char *value;
};

/* The text of an id; an unknown id is a bug and gives the id itself. */
const char *say(enum lang lang, const char *id);
/*
 * The text with its variables filled in: {name}, and {name:은/는} which adds the
 * particle that fits. words ends with a row of NULL; NULL means none.
 */
char *say_with(struct arena *arena, enum lang lang, const char *id,
    const struct word *words);
bool say_knows(const char *id);
/* "ko", "en"; from an Accept-Language header or LANG; Korean when in doubt. */
const char *lang_name(enum lang lang);
enum lang lang_from(const char *text);

/* For the build's own tables: see script/words.py. */
struct lang_row {
	const char *id;
	const char *text[LANGS];
};
extern const struct lang_row lang_rows[];
extern const size_t lang_rows_count;

#endif
