/*
 * Published banks. A bank of the catalogue has parameters that experts gave; one
 * that was calibrated on answers to the same items is published as a later
 * version, with the audit that it passed. New sheets take the newest version
 * that is not retired; a sheet that has begun keeps its own.
 */
#ifndef GILJABI_PUBLISHED_H
#define GILJABI_PUBLISHED_H

#include "catalog/catalog.h"
#include "http/http.h"

/* What is to be published; the texts are the caller's. */
struct publication {
	const char *name; /* of the catalogue's bank with the items: "middle" */
	const char *file, *audit; /* bank.json and audit.json */
};

/*
 * Publishes; writes one row of the ledger. The new version's id, in the arena;
 * NULL: refused, and *problem is a message id ("bank.audit_other") with *what
 * for its variable {what}; *problem NULL: the database failed.
 */
const char *bank_publish(struct db *db, struct arena *arena, int64_t now,
    const struct actor *actor, const struct catalogue *catalogue,
    const struct publication *publication, const char **problem,
    const char **what);

/* False: there is no such published bank, or it is retired already. */
bool bank_retire(struct db *db, struct arena *arena, int64_t now,
    const struct actor *actor, const char *id);

/* The list "banks": those of the catalogue with wording, and the published. */
void banks_write(struct db *db, struct arena *arena, struct writer *writer);

/* Doors */
void banks_show(struct request *rq);
void banks_add(struct request *rq);
void banks_retire(struct request *rq);
void banks_card(struct request *rq);

#endif
