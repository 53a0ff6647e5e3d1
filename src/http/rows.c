/*
 * Are the rows of all rooms as they have to be? A wrong row is a bug, found at
 * the start and named in the log, before a request can meet it.
 */
#include "http/inside.h"

#include <string.h>

#include "base/log.h"
#include "base/text.h"

/* Fields */

enum side { SIDE_QUERY, SIDE_BODY, SIDE_FORM, SIDE_ANSWER };

static bool
type_fits_side(enum field_type type, enum side side)
{
	bool nested = type == FIELD_OBJECT || type == FIELD_LIST;

	switch (side) {
	case SIDE_QUERY:
		return !nested && type != FIELD_FILE && type != FIELD_ANY;
	case SIDE_FORM: return !nested && type != FIELD_ANY;
	case SIDE_BODY: return type != FIELD_FILE && type != FIELD_ANY;
	case SIDE_ANSWER: return type != FIELD_FILE;
	}
	return false;
}

/* What comes from outside has a bound. */
static bool
field_is_bounded(const struct field *field)
{
	switch (field->type) {
	case FIELD_TEXT:
	case FIELD_LONG:
	case FIELD_LIST:
	case FIELD_FILE:
		return field->max > 0 && field->min >= 0 &&
		    field->min <= field->max;
	case FIELD_INT:
	case FIELD_REAL:
	case FIELD_TIME: return field->min <= field->max;
	default: return true;
	}
}

static bool
field_is_whole(const struct field *field)
{
	switch (field->type) {
	case FIELD_CHOICE:
		return field->choices != NULL && field->choices[0] != NULL;
	case FIELD_OBJECT: return field->fields != NULL;
	case FIELD_LIST:
		return field->fields != NULL ||
		    (field->of <= FIELD_TIME && field->of != FIELD_LONG);
	default: return true;
	}
}

/* NULL, or what is wrong with the first wrong field. */
static const char *
fields_wrong(const struct field *fields, enum side side)
{
	const struct field *field;
	const char *wrong;

	for (field = fields; field != NULL && field->name != NULL; field++) {
		if (field_find(fields, field->name) != field)
			return "a field stands twice";
		if (!type_fits_side(field->type, side))
			return "a field's type has no place here";
		if (side != SIDE_ANSWER && !field_is_bounded(field))
			return "a field has no bound";
		if (!field_is_whole(field))
			return "a field lacks its choices or its members";
		wrong = fields_wrong(field->fields, side);
		if (wrong != NULL)
			return wrong;
	}
	return NULL;
}

static const char *
query_wrong(const struct route *route)
{
	return fields_wrong(route->query, SIDE_QUERY);
}

static const char *
body_wrong(const struct route *route)
{
	bool form = fields_have_file(route->body);
	size_t most = route->body_max ? route->body_max : BODY_MOST;
	const struct field *field;

	if (route->body != NULL &&
	    (route->method == GET || route->method == DELETE))
		return "this method has no body";
	for (field = route->body; field && field->name; field++)
		if (field->type == FIELD_FILE && (size_t)field->max > most)
			return "the file may be larger than the body";
	return fields_wrong(route->body, form ? SIDE_FORM : SIDE_BODY);
}

static const char *
answer_wrong(const struct route *route)
{
	if (route->answer != NULL && route->answer_type != NULL)
		return "an answer is JSON or of another type";
	return fields_wrong(route->answer, SIDE_ANSWER);
}

/* The rest of a row */

static const char *
head_wrong(const struct route *route)
{
	if (route->method < GET || route->method > DELETE)
		return "no method";
	if (route->handler == NULL)
		return "no handler";
	if (route->roles == 0)
		return "nobody may enter";
	if (route->summary == NULL || *route->summary == '\0')
		return "no summary";
	return NULL;
}

static const char *
scope_wrong(const struct route *route)
{
	const char *at = route->scope ? strstr(route->path, route->scope) : "";

	while (route->scope != NULL && at != NULL) {
		if (at > route->path && at[-1] == '{' &&
		    at[strlen(route->scope)] == '}')
			return NULL;
		at = strstr(at + 1, route->scope);
	}
	return route->scope ? "the scope names no parameter" : NULL;
}

static bool
row_check(const struct module *room, const struct route *route)
{
	static const char *(*const checks[])(const struct route *) = {
		head_wrong, scope_wrong, query_wrong, body_wrong, answer_wrong
	};
	bool fits = true;
	size_t i;

	for (i = 0; i < COUNT(checks); i++) {
		const char *wrong = checks[i](route);

		if (wrong == NULL)
			continue;
		log_event(LOG_ERROR, "route.wrong", "room", room->name,
		    "method", method_name(route->method), "path", route->path,
		    "why", wrong, NULL);
		fits = false;
	}
	return fits;
}

bool
rows_check(const struct module *const *rooms)
{
	const struct route *route;
	bool fit = true;

	for (; *rooms != NULL; rooms++)
		for (route = (*rooms)->routes; route && route->path; route++)
			fit = row_check(*rooms, route) && fit;
	return fit;
}
