/*
 * What is suggested, as numbers and ids: computed from answers alone, written
 * and read as canonical JSON, and told in words of a language by words.c.
 */
#ifndef GILJABI_SUGGEST_H
#define GILJABI_SUGGEST_H

#include "guide/guide.h"

/* Kinds of lists, in the order in which they are shown. */
enum list_kind {
	LIST_STRENGTHS,
	LIST_TRIES,
	LIST_FIELDS,
	LIST_OCCUPATIONS,
	LIST_HIGH_SCHOOLS,
	LIST_MAJORS,
	LIST_QUESTIONS,
	LIST_NEXT,
	LIST_STARTERS,
	LIST_CHECKS,
	LISTS
};
extern const char *const list_names[LISTS]; /* "strengths" … */
/* For the teacher alone: starters of the talk, things to check. */
bool list_is_staff(enum list_kind kind);

struct suggestion {
	const char *thing; /* id in the catalogue */
	bool ranked; /* the numbers below are there */
	double probability, score, base, terms[LETTERS];
	double steady; /* 0..1 */
	int change_letter; /* -1: none */
	double change;
};

struct suggestion_list {
	enum list_kind kind;
	int count;
	struct suggestion *items;
};

struct suggested {
	enum stage stage;
	int grade, semester;
	bool ai;
	unsigned notices;
	struct interest_profile profile;
	/* the item that would tell the two strongest apart, where they are tied */
	const char *apart; /* its id, or NULL */
	const char *bank, *model, *catalogue; /* versions */
	int count;
	struct suggestion_list lists[LISTS];
};

/* Everything is the arena's or the catalogue's. */
void suggest(struct arena *arena, const struct suggestion_input *input,
    struct suggested *out);

/* The members of one JSON object; ids and numbers, no words. */
void suggested_write(struct writer *writer, const struct suggested *suggested);
/* False: not what suggested_write writes. */
bool
suggested_read(struct arena *arena, const char *json, struct suggested *out);

/*
 * As the pages and papers show it: the members stage, ai, profile, lists and
 * versions of result_answer. staff: with the lists for the teacher.
 */
void suggested_say(struct writer *writer, struct arena *arena, enum lang lang,
    const struct catalogue *catalogue, const struct suggested *suggested,
    bool staff);

/* A suggestion's id on pages: "majors:nursing". */
const char *suggestion_id(struct arena *arena, enum list_kind kind,
    const struct suggestion *suggestion);
/* Its name and what it is about, by language; the id where it is gone. */
struct suggestion_words {
	const char *name, *about;
};
struct suggestion_words suggestion_words(struct arena *arena, enum lang lang,
    const struct catalogue *catalogue, const struct suggested *suggested,
    enum list_kind kind, const struct suggestion *suggestion);

#endif
