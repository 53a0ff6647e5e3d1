/* The doors of this room: looking around in the catalogue. */
#include "catalog/routes.h"

#include "catalog/catalog.h"

static const char *const letters[] = { "R", "I", "A", "S", "E", "C", NULL };

static const struct field link_fields[] = {
	{ "id", FIELD_TEXT, .required = true },
	{ "name", FIELD_TEXT, .required = true },
	{ 0 },
};
static const struct field letters_fields[] = {
	{ "letter", FIELD_TEXT, .required = true },
	{ "value", FIELD_REAL, .required = true }, /* 1..7 */
	{ 0 },
};
static const struct field entry_row[] = {
	{ "id", FIELD_TEXT, .required = true },
	{ "name", FIELD_TEXT, .required = true },
	{ "about", FIELD_TEXT, .required = true },
	{ "field", FIELD_TEXT, .required = true }, /* id of the main one */
	{ 0 },
};
static const struct field fields_answer[] = {
	{ "fields", FIELD_LIST, .fields = entry_row, .required = true },
	{ 0 },
};
static const struct field experience_fields[] = {
	{ "id", FIELD_TEXT, .required = true },
	{ "name", FIELD_TEXT, .required = true },
	{ "about", FIELD_TEXT, .required = true },
	{ "pupils_per_adult", FIELD_INT }, /* none: no norm */
	{ 0 },
};
static const struct field standard_fields[] = {
	{ "code", FIELD_TEXT, .required = true },
	{ "text", FIELD_TEXT, .required = true },
	{ 0 },
};
static const struct field experiences_answer[] = {
	{ "kinds", FIELD_LIST, .fields = experience_fields, .required = true },
	{ "standards", FIELD_LIST, .fields = standard_fields,
	    .required = true },
	{ 0 },
};
static const struct field find_query[] = {
	{ "q", FIELD_TEXT, 0, 60 },
	{ "field", FIELD_TEXT, 0, 60 },
	{ "letter", FIELD_CHOICE, .choices = letters },
	{ "page", FIELD_INT, 1, 1000 },
	{ 0 },
};
static const struct field find_answer[] = {
	{ "entries", FIELD_LIST, .fields = entry_row, .required = true },
	{ "total", FIELD_INT, .required = true },
	{ "page", FIELD_INT, .required = true },
	{ "pages", FIELD_INT, .required = true },
	{ 0 },
};
static const struct field field_answer[] = {
	{ "id", FIELD_TEXT, .required = true },
	{ "name", FIELD_TEXT, .required = true },
	{ "about", FIELD_TEXT, .required = true },
	{ "majors", FIELD_LIST, .fields = link_fields, .required = true },
	{ "occupations", FIELD_LIST, .fields = link_fields, .required = true },
	{ 0 },
};
static const struct field major_answer[] = {
	{ "id", FIELD_TEXT, .required = true },
	{ "name", FIELD_TEXT, .required = true },
	{ "about", FIELD_TEXT, .required = true },
	{ "field", FIELD_OBJECT, .fields = link_fields, .required = true },
	{ "subjects", FIELD_LIST, .fields = link_fields, .required = true },
	{ "occupations", FIELD_LIST, .fields = link_fields, .required = true },
	{ "letters", FIELD_LIST, .fields = letters_fields, .required = true },
	{ 0 },
};
static const struct field occupation_answer[] = {
	{ "id", FIELD_TEXT, .required = true },
	{ "name", FIELD_TEXT, .required = true },
	{ "about", FIELD_TEXT, .required = true },
	{ "fields", FIELD_LIST, .fields = link_fields, .required = true },
	{ "majors", FIELD_LIST, .fields = link_fields, .required = true },
	{ "subjects", FIELD_LIST, .fields = link_fields, .required = true },
	{ "related", FIELD_LIST, .fields = link_fields, .required = true },
	{ "letters", FIELD_LIST, .fields = letters_fields, .required = true },
	{ "job_zone", FIELD_INT, .required = true },
	{ "source", FIELD_TEXT, .required = true }, /* own, onet */
	{ "onet", FIELD_TEXT },
	{ 0 },
};

const struct route catalog_routes[] = {
	{ GET, "/api/catalog/fields", fields_list, ROLE_ANY,
	    .answer = fields_answer,
	    .summary = "The fields of work and study" },
	{ GET, "/api/catalog/fields/{field}", field_show, ROLE_ANY,
	    .answer = field_answer, .summary = "One field" },
	{ GET, "/api/catalog/experiences", experiences_list, ROLE_ANY,
	    .answer = experiences_answer,
	    .summary = "Kinds of experiences, and standards they may serve" },
	{ GET, "/api/catalog/majors", majors_find, ROLE_ANY,
	    .query = find_query, .answer = find_answer,
	    .summary = "Majors by words, field, letter" },
	{ GET, "/api/catalog/majors/{major}", major_show, ROLE_ANY,
	    .answer = major_answer, .summary = "One major" },
	{ GET, "/api/catalog/occupations", occupations_find, ROLE_ANY,
	    .query = find_query, .answer = find_answer,
	    .summary = "Occupations by words, field, letter" },
	{ GET, "/api/catalog/occupations/{occupation}", occupation_show,
	    ROLE_ANY, .answer = occupation_answer,
	    .summary = "One occupation" },
	{ 0 },
};
