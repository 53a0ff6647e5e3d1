/*
 * The register: sites that open their doors, the programmes that they offer,
 * and events: one session of a programme, with its seats. Anybody signed in may
 * read it; the centre of the region keeps it.
 */
#ifndef GILJABI_SITES_H
#define GILJABI_SITES_H

#include "catalog/catalog.h"
#include "people/people.h"

/* One session of a programme, with what people want to know of it. */
struct event {
	int64_t id, region, programme, site;
	const char *programme_name, *site_name, *address, *kind, *field;
	const char *step_free; /* yes, partly, no, unknown */
	double latitude, longitude; /* NAN: not known */
	int64_t starts, ends; /* UTC milliseconds */
	int64_t seats, least, grade_from, grade_to, minutes, cost;
	const char *safety;
	bool cancelled;
	int64_t sequence, changed; /* for calendars */
};
/* False when there is none. Texts are the arena's. */
bool
event_load(struct db *db, struct arena *arena, int64_t id, struct event *event);
/* "2026-05-14", the day in Seoul: who holds a seat that day gets no other. */
const char *event_day(struct arena *arena, const struct event *event);
/*
 * The members of an event as every list shows it (event_fields): id, programme,
 * programme_name, site, site_name, region, address, kind, kind_name, field,
 * field_name, starts, ends, seats, least, grade_from, grade_to, minutes, cost,
 * step_free, state.
 */
extern const struct field event_fields[];
void event_put(struct request *rq, struct writer *writer,
    const struct catalogue *catalogue, const struct event *event);
/* Great-circle distance in km (haversine); NAN where a place is not known. */
double places_apart(double latitude, double longitude, double other_latitude,
    double other_longitude);

/* New rows; each answers the new id. For the demonstration and the pages. */
struct site_new {
	int64_t region;
	const char *name, *kind, *about, *address, *phone, *step_free;
	const char *certification, *certified_until; /* until or NULL */
	double latitude, longitude;
	bool demo;
};
int64_t site_add(struct db *db, int64_t now, const struct site_new *site);
struct programme_new {
	int64_t site;
	const char *name, *kind, *field, *about, *standards, *safety;
	int64_t grade_from, grade_to, minutes, cost, pupils_per_adult;
	bool demo;
};
int64_t programme_add(
    struct db *db, int64_t now, const struct programme_new *programme);
struct event_new {
	int64_t programme, starts, ends, seats, least;
	bool demo;
};
int64_t event_add(struct db *db, int64_t now, const struct event_new *event);

extern const struct module sites_module;

#endif
