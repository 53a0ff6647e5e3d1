/*
 * What is published: banks that were calibrated on answers to the catalogue's
 * items, and models of what people chose, each as a later version with the audit
 * that it passed. New sheets take the newest bank that is not retired, and new
 * suggestions the newest model; what was made with an older one is reckoned with
 * that one again.
 */
#ifndef GILJABI_PUBLISHED_H
#define GILJABI_PUBLISHED_H

#include "catalog/catalog.h"
#include "http/http.h"

/* What is to be published; the texts are the caller's. */
struct publication {
	const char *name; /* of the catalogue's bank with the items: "middle" */
	const char *file, *audit; /* bank.json or model.json, and audit.json */
};

/*
 * Publishes; writes one row of the ledger. The new version's id, in the arena;
 * NULL: refused, and *problem is a message id ("bank.audit_other") with *what
 * for its variable {what}; *problem NULL: the database failed.
 */
const char *published_add(struct db *db, struct arena *arena, int64_t now,
    const struct actor *actor, const struct catalogue *catalogue,
    const struct publication *publication, const char **problem,
    const char **what);

/* False: there is no such published version, or it is retired already. */
bool published_retire(struct db *db, struct arena *arena, int64_t now,
    const struct actor *actor, const char *id);

/*
 * The lists "banks" (those of the catalogue with wording, and all that is
 * published) and "names" (the catalogue's banks).
 */
void published_write(struct db *db, struct arena *arena, struct writer *writer);

/* Doors */
void banks_show(struct request *rq);
void banks_add(struct request *rq);
void banks_retire(struct request *rq);
void banks_card(struct request *rq);

#endif
