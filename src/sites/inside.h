/*
 * What the files of this room share. No other room includes it.
 *
 *	site.c  programme.c  event.c   one noun each: rows, rules, handlers
 *	place.c    where somebody looks from, how far it is
 *	keep.c     who keeps the register, what of it is written down
 *	import.c   a register as one flat file; import_cells.c  its cells
 */
#ifndef GILJABI_SITES_INSIDE_H
#define GILJABI_SITES_INSIDE_H

#include "catalog/catalog.h"
#include "sites/routes.h"
#include "sites/sites.h"

#define DAY INT64_C(86400000)

/* place.c */

struct place {
	double latitude, longitude; /* NAN: not known */
};
/*
 * Where distances are from: the school that was asked for; 0: the pupil's own
 * or the first of a teacher's.
 */
struct place place_of_actor(struct request *rq, int64_t school);
void distance_put(struct writer *writer, struct place from, double latitude,
    double longitude);

/* keep.c */

/* "2026-05-14": certifications hold until a day in Seoul. */
const char *today_text(struct request *rq);
bool certified_today(
    struct request *rq, const char *certification, const char *until);
/* The text that LIKE looks for; NULL when nothing was asked. */
const char *query_like(struct request *rq);
bool order_is(struct request *rq, const char *order);
/* Does who asks keep the register of this region? */
bool keeps_region(struct request *rq, int64_t region);
/* A row of the ledger about a site, a programme, an event. */
void register_tell(struct request *rq, int64_t region, const char *kind,
    const char *name, int64_t id);
/* 404 is answered where the object of the path is gone. */
bool gone(struct request *rq, bool found);

/*
 * The values of a search, gathered in the order of its `?`. An id that was not
 * asked for is a range of all, so that an index is used where it was.
 */
struct asked {
	struct value list[48];
	size_t count;
};
void ask(struct asked *asked, struct value value);
void ask_twice(struct asked *asked, struct value value);
void ask_range(struct asked *asked, int64_t id); /* BETWEEN ? AND ? */
struct values asked_values(const struct asked *asked);
/*
 * How a list is ordered: `near`, `soon` or neither, then by name. Both are NULL
 * in each row unless the order is asked for. NEAR is the square of a distance
 * in degrees: right in its order within a province, not in kilometres.
 */
#define NEAR \
	"(s.latitude - ?) * (s.latitude - ?) + " \
	"(s.longitude - ?) * (s.longitude - ?) * ? "
#define SOON(of) \
	"CASE WHEN ? IS NOT NULL THEN (SELECT MIN(e.starts) FROM event e " \
	"WHERE e." of \
	" AND e.starts > ? AND e.state = 'planned') END AS soon "
void ask_order(struct asked *asked, struct request *rq, struct place from);

/* NULL: it cannot be read, and 503 is answered. */
const struct catalogue *catalogue_of(struct request *rq);
/* NULL when the catalogue does not know the kind. */
const struct experience *
experience_of(const struct catalogue *catalogue, const char *kind);
/* kind, kind_name, field, field_name */
void kind_put(struct writer *writer, enum lang lang,
    const struct catalogue *catalogue, const char *kind, const char *field);

/*
 * What is wrong with something that is to be entered: a field of its body and
 * the id of a problem. NULL: nothing.
 */
struct wrong {
	const char *field, *id;
};
struct wrong site_check(const struct site_new *site);
struct wrong programme_check(
    const struct catalogue *catalogue, const struct programme_new *programme);
/* kind: of its programme. */
struct wrong event_check(const struct event_new *event, const char *kind);

#endif
