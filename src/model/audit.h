/*
 * A fairness audit: what is measured of a model on answers that it was not
 * learned from, and the gates that say whether pupils may see it.
 *
 *	blind        lists and profiles stay the same to the last byte when
 *	             every column that is no item is dealt to other people
 *	exposure     the exploration list shows each class to all groups alike
 *	recall       it holds the chosen class as often for each group, at the
 *	             same mix of classes
 *	abroca       it tells who chose a class as well in each group
 *	calibration  chances come true in each group
 *	items        no scale as a whole favours a group among people who are
 *	             alike; items that do are named
 */
#ifndef GILJABI_AUDIT_H
#define GILJABI_AUDIT_H

#include "engine/fair.h"
#include "engine/measure.h"
#include "model/bank_file.h"
#include "model/match_data.h"
#include "model/model_file.h"

enum {
	AUDIT_DRAWS = 999, /* of each permutation test */

	AUDIT_ITEM_CLASSES = 4, /* A, B, C, not compared */
	AUDIT_PEOPLE = 100 /* a group of fewer is not compared */
};

/* Limits of the gates that the model file does not set. */
#define AUDIT_FLOOR 0.8 /* of exposure, where the model has no list */
#define AUDIT_RECALL 0.05 /* groups apart */
#define AUDIT_ABROCA 0.1 /* area beyond what chance makes */
#define AUDIT_CHANCE 0.05 /* of the permutation tests, after Holm */
#define AUDIT_SURE 3.29 /* standard errors: one in 1,000 lies further off */
#define AUDIT_CALIBRATION 0.05 /* error beyond what chance makes */
#define AUDIT_SCALE 0.1 /* of a scale as a whole, in deviations of an answer */

struct audit_group {
	const char *name;
	size_t people;
	size_t hits[2]; /* chosen class among the first: model, exploration */
	struct interval hits_95[2]; /* Wilson's, of the share */
	double even[2]; /* share at the mix of classes of everybody */
	double even_error[2]; /* its standard error */
	struct measure measure; /* of the model's chances */
};

/* A permutation test: a list, one class, one group against the largest. */
struct audit_roc {
	int list, class, group, against;
	struct fair_area found;
	double adjusted; /* p after Holm 1979, over all tests of the list */
};

struct audit_column {
	const char *name;
	int groups, largest;
	struct audit_group group[FAIR_GROUPS];
	size_t unknown; /* people of no group that is compared */
	struct fair_exposure
	    *exposure[2]; /* classes each: model, exploration */
	int rocs;
	struct audit_roc *roc;
	bool functioning; /* the bank knows of this column */
	int items[AUDIT_ITEM_CLASSES];
	double scale_shift; /* largest mean difference of a scale's items */
	const char *scale; /* whose that is; NULL: none */
	const char *worst[INTEREST_ITEMS]; /* items of class C */
	const char *worst_high[INTEREST_ITEMS]; /* who answers them higher */
};

/* A point of the trade-off curve, on these people. */
struct audit_point {
	double floor;
	struct measure measure;
	double ratio[FAIR_COLUMNS]; /* least of those known well enough */
	int classes[FAIR_COLUMNS]; /* how many those are */
};

struct audit_source {
	const char *name; /* of the file, without folders */
	char sha256[HASH_HEX];
};

struct audit_gate {
	const char *id;
	bool passed;
	double found, limit; /* NaN: the gate has no number */
};

enum { AUDIT_GATES = 6 };

struct audit {
	const struct model_file *model;
	const struct bank_file *bank;
	struct audit_source model_source, bank_source, answers_source;
	size_t people, left_out;
	int first; /* how long the lists are */
	double floor;
	int columns;
	struct audit_column column[FAIR_COLUMNS];
	size_t *chosen; /* people a class */
	struct measure measure[2]; /* model, exploration */
	int points, point_chosen;
	struct audit_point point[FAIR_POINTS];
	/* what was dealt anew, and what came of it */
	int dealt_columns;
	size_t dealt_people;
	char dealt_before[HASH_HEX], dealt_after[HASH_HEX];
	int ages; /* people with an age; 0: no such column */
	int ages_minor; /* of them, below 18 */
	double age_least, age_middle, age_most;
	struct audit_gate gate[AUDIT_GATES];
};

/* Everything but the gate "blind" and the sources. False without memory. */
bool audit_measure(
    struct arena *arena, const struct match_data *people, struct audit *audit);

/* Fills dealt_* and age*; false when the answers cannot be read or written. */
bool
audit_deal(struct command_line *cl, const char *answers, struct audit *audit);

/* After both: the gates. True when all are passed. */
bool audit_judge(struct audit *audit);

/* How the bank's items function by this column, from the bank's own JSON. */
void audit_items(
    struct arena *arena, const json_t *bank, struct audit_column *column);

#endif
