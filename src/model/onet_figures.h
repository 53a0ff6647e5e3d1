/*
 * O*NET's figures of some occupations, read from the text files of its
 * database: what the likeness of occupations is learned from and measured by.
 * Source: O*NET database, US Department of Labor, CC BY 4.0.
 */
#ifndef GILJABI_ONET_FIGURES_H
#define GILJABI_ONET_FIGURES_H

#include "base/command.h"
#include "engine/interest.h"

enum {
	ONET_ELEMENTS = 64, /* most elements of a kind */
	ONET_RELATED = 32 /* most primary related occupations of one */
};

/* Importance of a kind of elements (33 of knowledge, 16 of work styles), 1..5. */
struct onet_elements {
	bool known; /* O*NET has not asked about every occupation */
	double values[ONET_ELEMENTS]; /* 0 where it gives none */
};

struct onet_figures {
	const char *code; /* "11-1011.00" */
	double letters[LETTERS]; /* 1..7; 0 where it gives none */
	int job_zone; /* 1..5; 0: none */
	struct onet_elements knowledge, styles;
	int related[ONET_RELATED]; /* places in the list; primary tiers */
	int related_count;
};

struct onet_list {
	struct onet_figures *figures; /* by code, ascending, each once */
	int count;
	int knowledge, styles; /* how many elements of each kind */
};

/*
 * Fills the list, whose codes are given, from the folder's files. Mistakes are
 * told on standard error by file and line; false then. Primary: the tiers
 * Primary-Short and Primary-Long of "Related Occupations.txt", five each.
 */
bool onet_figures_read(
    struct command_line *cl, const char *folder, struct onet_list *list);
/* The place of a code, -1 when it is not in the list. */
int onet_figures_find(const struct onet_list *list, const char *code);

#endif
