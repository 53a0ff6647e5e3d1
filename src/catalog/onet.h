/*
 * Inside the room: O*NET's figures (US Department of Labor, Employment and
 * Training Administration; CC BY 4.0) in the store.
 */
#ifndef GILJABI_CATALOG_ONET_H
#define GILJABI_CATALOG_ONET_H

#include "catalog/load.h"

/* What an import brought. */
struct onet_counts {
	int occupations; /* that have interest figures now */
	int codes; /* of O*NET behind them */
	int zones; /* of these, with a job zone */
	int related; /* pairs */
	int without; /* linked to a code that has no figures */
};

/*
 * Reads Interests.txt, Job Zones.txt and Related Occupations.txt of the folder
 * and puts what the catalogue links to in place of what the store held: all of
 * it or nothing. False after telling the fault, or the log.
 */
bool onet_import(struct store *store, const struct catalog_loaded *loaded,
    const char *folder, struct catalog_faults *faults,
    struct onet_counts *counts);

/* Lays the store's figures over the occupations; sets loaded->state. */
void onet_apply(struct db *db, struct catalog_loaded *loaded);

#endif
