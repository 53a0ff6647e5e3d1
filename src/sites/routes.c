/*
 * The doors of this room: sites, programmes, events. Everybody signed in may
 * look; the centre of the region changes them.
 */
#include "sites/routes.h"

#include "sites/sites.h"

static const char *const site_kinds[] = { "public", "company", "university",
	"school", "youth", "shop", "other", NULL };
static const char *const step_free[] = { "yes", "partly", "no", "unknown",
	NULL };
static const char *const certifications[] = { "none", "applied", "certified",
	"suspended", "revoked", NULL };
static const char *const states[] = { "active", "closed", NULL };
static const char *const event_states[] = { "planned", "cancelled", NULL };
static const char *const kinds[] = { "FIELD", "PRACTICE", "VISIT", "DEPT",
	"CAMP", "TALK", NULL };
static const char *const stages[] = { "elementary", "middle", "high", NULL };
static const char *const orders[] = { "name", "distance", "soon", NULL };

/* Sites */

static const struct field sites_query[] = {
	{ "q", FIELD_TEXT, 0, 60 },
	{ "region", FIELD_ID },
	{ "kind", FIELD_CHOICE, .choices = site_kinds },
	{ "step_free", FIELD_BOOL }, /* true: only those that are */
	{ "certified", FIELD_BOOL }, /* true: only those that are, today */
	{ "closed", FIELD_BOOL }, /* true: closed ones too */
	{ "school", FIELD_ID }, /* distances are from here */
	{ "order", FIELD_CHOICE, .choices = orders },
	{ "page", FIELD_INT, 1, 10000 },
	{ 0 },
};
static const struct field site_fields[] = {
	{ "id", FIELD_ID, .required = true },
	{ "region", FIELD_ID, .required = true },
	{ "region_name", FIELD_TEXT, .required = true },
	{ "name", FIELD_TEXT, .required = true },
	{ "kind", FIELD_CHOICE, .choices = site_kinds, .required = true },
	{ "about", FIELD_LONG, .required = true },
	{ "address", FIELD_TEXT, .required = true },
	{ "latitude", FIELD_REAL },
	{ "longitude", FIELD_REAL },
	{ "phone", FIELD_TEXT, .required = true },
	{ "step_free", FIELD_CHOICE, .choices = step_free, .required = true },
	{ "certification", FIELD_CHOICE, .choices = certifications,
	    .required = true },
	{ "certified_until", FIELD_DATE },
	{ "certified", FIELD_BOOL, .required = true }, /* today */
	{ "state", FIELD_CHOICE, .choices = states, .required = true },
	{ "programmes", FIELD_INT, .required = true }, /* active ones */
	{ "upcoming", FIELD_INT, .required = true }, /* planned events */
	{ "distance", FIELD_REAL }, /* km from the school; map-free */
	{ "may_change", FIELD_BOOL, .required = true },
	{ 0 },
};
static const struct field sites_answer[] = {
	{ "sites", FIELD_LIST, .fields = site_fields, .required = true },
	{ "total", FIELD_INT, .required = true },
	{ "page", FIELD_INT, .required = true },
	{ "pages", FIELD_INT, .required = true },
	{ 0 },
};
static const struct field site_body[] = {
	{ "name", FIELD_TEXT, 1, 100, .required = true },
	{ "kind", FIELD_CHOICE, .choices = site_kinds, .required = true },
	{ "about", FIELD_LONG, 0, 2000, .required = true },
	{ "address", FIELD_TEXT, 1, 200, .required = true },
	{ "latitude", FIELD_REAL, 33, 39 },
	{ "longitude", FIELD_REAL, 124, 132 },
	{ "phone", FIELD_TEXT, 0, 30, .required = true },
	{ "step_free", FIELD_CHOICE, .choices = step_free, .required = true },
	{ "certification", FIELD_CHOICE, .choices = certifications,
	    .required = true },
	{ "certified_until", FIELD_DATE },
	{ "state", FIELD_CHOICE, .choices = states, .required = true },
	{ 0 },
};

/* Programmes */

static const struct field programmes_query[] = {
	{ "q", FIELD_TEXT, 0, 60 },
	{ "region", FIELD_ID },
	{ "site", FIELD_ID },
	{ "kind", FIELD_CHOICE, .choices = kinds },
	{ "field", FIELD_TEXT, 1, 40 },
	{ "stage", FIELD_CHOICE, .choices = stages },
	{ "grade", FIELD_INT, 5, 12 },
	{ "standard", FIELD_TEXT, 1, 40 },
	{ "step_free", FIELD_BOOL },
	{ "free", FIELD_BOOL }, /* true: only without cost */
	{ "certified", FIELD_BOOL },
	{ "minutes", FIELD_INT, 1, 1440 }, /* no longer than */
	{ "closed", FIELD_BOOL },
	{ "school", FIELD_ID },
	{ "order", FIELD_CHOICE, .choices = orders },
	{ "page", FIELD_INT, 1, 10000 },
	{ 0 },
};
static const struct field standard_fields[] = {
	{ "code", FIELD_TEXT, .required = true },
	{ "text", FIELD_TEXT, .required = true },
	{ 0 },
};
static const struct field programme_fields[] = {
	{ "id", FIELD_ID, .required = true },
	{ "region", FIELD_ID, .required = true },
	{ "region_name", FIELD_TEXT, .required = true },
	{ "site", FIELD_ID, .required = true },
	{ "site_name", FIELD_TEXT, .required = true },
	{ "address", FIELD_TEXT, .required = true },
	{ "step_free", FIELD_CHOICE, .choices = step_free, .required = true },
	{ "certified", FIELD_BOOL, .required = true },
	{ "name", FIELD_TEXT, .required = true },
	{ "kind", FIELD_CHOICE, .choices = kinds, .required = true },
	{ "kind_name", FIELD_TEXT, .required = true },
	{ "field", FIELD_TEXT, .required = true },
	{ "field_name", FIELD_TEXT, .required = true },
	{ "about", FIELD_LONG, .required = true },
	{ "grade_from", FIELD_INT, .required = true },
	{ "grade_to", FIELD_INT, .required = true },
	{ "standards", FIELD_LIST, .fields = standard_fields,
	    .required = true },
	{ "minutes", FIELD_INT, .required = true },
	{ "cost", FIELD_INT, .required = true }, /* won a pupil */
	{ "safety", FIELD_LONG, .required = true },
	{ "pupils_per_adult", FIELD_INT, .required = true },
	/* what the kind asks at the least; none: no norm */
	{ "norm", FIELD_INT },
	{ "state", FIELD_CHOICE, .choices = states, .required = true },
	{ "upcoming", FIELD_INT, .required = true },
	{ "next", FIELD_TIME }, /* the next event's start */
	{ "distance", FIELD_REAL },
	{ "may_change", FIELD_BOOL, .required = true },
	{ 0 },
};
static const struct field programmes_answer[] = {
	{ "programmes", FIELD_LIST, .fields = programme_fields,
	    .required = true },
	{ "total", FIELD_INT, .required = true },
	{ "page", FIELD_INT, .required = true },
	{ "pages", FIELD_INT, .required = true },
	{ 0 },
};
static const struct field programme_body[] = {
	{ "name", FIELD_TEXT, 1, 100, .required = true },
	{ "kind", FIELD_CHOICE, .choices = kinds, .required = true },
	{ "field", FIELD_TEXT, 1, 40, .required = true },
	{ "about", FIELD_LONG, 0, 2000, .required = true },
	{ "grade_from", FIELD_INT, 5, 12, .required = true },
	{ "grade_to", FIELD_INT, 5, 12, .required = true },
	{ "standards", FIELD_LIST, 0, 10, .of = FIELD_TEXT, .required = true },
	{ "minutes", FIELD_INT, 10, 1440, .required = true },
	{ "cost", FIELD_INT, 0, 1000000, .required = true },
	{ "safety", FIELD_LONG, 0, 1000, .required = true },
	{ "pupils_per_adult", FIELD_INT, 1, 200, .required = true },
	{ "state", FIELD_CHOICE, .choices = states, .required = true },
	{ 0 },
};

/* Events */

const struct field event_fields[] = {
	{ "id", FIELD_ID, .required = true },
	{ "programme", FIELD_ID, .required = true },
	{ "programme_name", FIELD_TEXT, .required = true },
	{ "site", FIELD_ID, .required = true },
	{ "site_name", FIELD_TEXT, .required = true },
	{ "region", FIELD_ID, .required = true },
	{ "address", FIELD_TEXT, .required = true },
	{ "kind", FIELD_CHOICE, .choices = kinds, .required = true },
	{ "kind_name", FIELD_TEXT, .required = true },
	{ "field", FIELD_TEXT, .required = true },
	{ "field_name", FIELD_TEXT, .required = true },
	{ "starts", FIELD_TIME, .required = true },
	{ "ends", FIELD_TIME, .required = true },
	{ "seats", FIELD_INT, .required = true },
	{ "least", FIELD_INT, .required = true },
	{ "grade_from", FIELD_INT, .required = true },
	{ "grade_to", FIELD_INT, .required = true },
	{ "minutes", FIELD_INT, .required = true },
	{ "cost", FIELD_INT, .required = true },
	{ "step_free", FIELD_CHOICE, .choices = step_free, .required = true },
	{ "state", FIELD_CHOICE, .choices = event_states, .required = true },
	{ 0 },
};
static const struct field events_query[] = {
	{ "from", FIELD_DATE, .required = true },
	{ "to", FIELD_DATE, .required = true }, /* at most 400 days on */
	{ "region", FIELD_ID },
	{ "site", FIELD_ID },
	{ "programme", FIELD_ID },
	{ "kind", FIELD_CHOICE, .choices = kinds },
	{ "field", FIELD_TEXT, 1, 40 },
	{ "grade", FIELD_INT, 5, 12 },
	{ "cancelled", FIELD_BOOL }, /* true: cancelled ones too */
	{ 0 },
};
static const struct field events_answer[] = {
	{ "events", FIELD_LIST, .fields = event_fields, .required = true },
	{ "more", FIELD_BOOL, .required = true }, /* cut after 1,000 */
	{ 0 },
};
static const struct field event_body[] = {
	{ "starts", FIELD_TIME, .required = true },
	{ "ends", FIELD_TIME, .required = true },
	{ "seats", FIELD_INT, 0, 1000, .required = true },
	{ "least", FIELD_INT, 0, 1000, .required = true },
	{ 0 },
};
static const struct field events_body[] = {
	{ "events", FIELD_LIST, 1, 60, .fields = event_body, .required = true },
	{ 0 },
};
static const struct field made_answer[] = {
	{ "id", FIELD_ID, .required = true },
	{ 0 },
};
static const struct field made_all_answer[] = {
	{ "ids", FIELD_LIST, .of = FIELD_ID, .required = true },
	{ 0 },
};

const struct route sites_routes[] = {
	{ GET, "/api/sites", sites_list, ROLE_ANY, .query = sites_query,
	    .answer = sites_answer,
	    .summary = "Sites: searched, filtered, with distances" },
	{ POST, "/api/regions/{region}/sites", site_make, ROLE_CENTRE,
	    .scope = "region", .body = site_body, .answer = made_answer,
	    .summary = "Enter a site" },
	{ GET, "/api/sites/{site}", site_show, ROLE_ANY, .answer = site_fields,
	    .summary = "One site" },
	{ PUT, "/api/sites/{site}", site_change, ROLE_CENTRE, .scope = "site",
	    .body = site_body, .summary = "Change or close a site" },

	{ GET, "/api/programmes", programmes_list, ROLE_ANY,
	    .query = programmes_query, .answer = programmes_answer,
	    .summary = "Programmes: searched, filtered, with distances" },
	{ POST, "/api/sites/{site}/programmes", programme_make, ROLE_CENTRE,
	    .scope = "site", .body = programme_body, .answer = made_answer,
	    .summary = "Enter a programme of a site" },
	{ GET, "/api/programmes/{programme}", programme_show, ROLE_ANY,
	    .answer = programme_fields, .summary = "One programme" },
	{ PUT, "/api/programmes/{programme}", programme_change, ROLE_CENTRE,
	    .scope = "programme", .body = programme_body,
	    .summary = "Change or close a programme" },

	{ GET, "/api/events", events_list, ROLE_ANY, .query = events_query,
	    .answer = events_answer, .summary = "Events between two days" },
	{ POST, "/api/programmes/{programme}/events", events_make, ROLE_CENTRE,
	    .scope = "programme", .body = events_body,
	    .answer = made_all_answer,
	    .summary = "Enter events of a programme, several at once" },
	{ PUT, "/api/events/{event}", event_change, ROLE_CENTRE,
	    .scope = "event", .body = event_body,
	    .summary = "Move an event, change its seats" },
	{ POST, "/api/events/{event}/cancel", event_cancel, ROLE_CENTRE,
	    .scope = "event", .summary = "Cancel an event" },
	{ 0 },
};
