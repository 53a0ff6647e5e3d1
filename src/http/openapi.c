/*
 * The OpenAPI 3.1 page, written from the route rows alone. The pages' types are
 * made from it, so it says of a field exactly what the check of a field does.
 * From the bottom up: schemas of fields, operations, paths, the whole.
 */
#include "http/inside.h"

#include <string.h>

#include "base/text.h"

#ifndef GILJABI_VERSION
#define GILJABI_VERSION "0"
#endif

static const char *const method_names[] = {
	[GET] = "get",
	[POST] = "post",
	[PUT] = "put",
	[PATCH] = "patch",
	[DELETE] = "delete",
};

/* Schemas of fields */

static const struct schema {
	const char *type; /* NULL: anything */
	const char *format;
	const char *pattern;
	const char *least, *most; /* names of its limits */
} schemas[] = {
	[FIELD_TEXT] = { "string", NULL, NULL, "minLength", "maxLength" },
	[FIELD_LONG] = { "string", NULL, NULL, "minLength", "maxLength" },
	[FIELD_INT] = { "integer", "int64", NULL, "minimum", "maximum" },
	[FIELD_REAL] = { "number", "double", NULL, "minimum", "maximum" },
	[FIELD_BOOL] = { "boolean", NULL, NULL, NULL, NULL },
	[FIELD_ID] = { "string", NULL, "^[1-9][0-9]{0,18}$", NULL, NULL },
	[FIELD_DATE] = { "string", "date", NULL, NULL, NULL },
	[FIELD_TIME] = { "integer", "int64", NULL, "minimum", "maximum" },
	[FIELD_CHOICE] = { "string", NULL, NULL, NULL, NULL },
	[FIELD_OBJECT] = { "object", NULL, NULL, NULL, NULL },
	[FIELD_LIST] = { "array", NULL, NULL, "minItems", "maxItems" },
	[FIELD_FILE] = { "string", "binary", NULL, NULL, NULL },
	[FIELD_ANY] = { NULL, NULL, NULL, NULL, NULL },
};

static void put_members(
    struct writer *page, const struct field *fields, enum direction direction);

/* What may be left out may come back as null, and never goes in as null. */
static void
put_type(struct writer *page, const struct field *field, bool nullable)
{
	const struct schema *schema = &schemas[field->type];

	if (schema->type == NULL)
		return;
	if (!nullable) {
		put_text(page, "type", schema->type);
	} else {
		put_list(page, "type");
		put_text(page, NULL, schema->type);
		put_text(page, NULL, "null");
		put_list_end(page);
	}
	if (schema->format != NULL)
		put_text(page, "format", schema->format);
	if (schema->pattern != NULL)
		put_text(page, "pattern", schema->pattern);
}

static void
put_limits(struct writer *page, const struct field *field)
{
	const struct schema *schema = &schemas[field->type];

	bool limited = field->min != 0 || field->max != 0;

	if (schema->least == NULL || (!limited && field->type != FIELD_TIME))
		return;
	put_int(page, schema->least, field->min);
	put_int(page, schema->most, limited ? field->max : TIME_MOST);
}

static void
put_choices(struct writer *page, const struct field *field, bool nullable)
{
	const char *const *choice;

	put_list(page, "enum");
	for (choice = field->choices; *choice != NULL; choice++)
		put_text(page, NULL, *choice);
	if (nullable)
		put_null(page, NULL);
	put_list_end(page);
}

/* Inside an open object. */
static void
put_schema(
    struct writer *page, const struct field *field, enum direction direction)
{
	bool nullable = direction == FIELDS_OUT && !field->required;

	put_type(page, field, nullable);
	put_limits(page, field);
	if (field->type == FIELD_CHOICE)
		put_choices(page, field, nullable);
	if (field->type == FIELD_OBJECT)
		put_members(page, field->fields, direction);
	if (field->type != FIELD_LIST)
		return;
	put_object(page, "items");
	if (field->fields != NULL) {
		put_text(page, "type", "object");
		put_members(page, field->fields, direction);
	} else {
		struct field element = field_element(field, direction);

		put_type(page, &element, false);
		put_limits(page, &element);
	}
	put_object_end(page);
}

/* The members of an object whose type was written. */
static void
put_members(
    struct writer *page, const struct field *fields, enum direction direction)
{
	const struct field *field;
	bool any = false;

	put_object(page, "properties");
	for (field = fields; field->name != NULL; field++) {
		put_object(page, field->name);
		put_schema(page, field, direction);
		put_object_end(page);
		any = any || field->required;
	}
	put_object_end(page);
	if (any) {
		put_list(page, "required");
		for (field = fields; field->name != NULL; field++)
			if (field->required)
				put_text(page, NULL, field->name);
		put_list_end(page);
	}
	put_bool(page, "additionalProperties", false);
}

/* Parts of an operation */

/* "get_pupils_pupil_brief" */
static void
put_operation_id(struct writer *page, const struct route *route)
{
	struct buffer id = { .limit = 256 };
	const char *at = route->path;

	buffer_text(&id, method_names[route->method]);
	if (text_starts(at, "/api/"))
		at += strlen("/api");
	for (; *at != '\0'; at++) {
		if (*at == '/' || *at == '-')
			buffer_char(&id, '_');
		else if (*at != '{' && *at != '}')
			buffer_char(&id, *at);
	}
	put_text(page, "operationId", id.data);
	buffer_free(&id);
}

static void
put_roles(struct writer *page, unsigned roles)
{
	unsigned role;

	put_list(page, "x-roles");
	for (role = ROLE_PUPIL; role <= ROLE_PUBLIC; role <<= 1)
		if (roles & role)
			put_text(page, NULL, role_name(role));
	put_list_end(page);
}

static void
put_path_parameters(struct writer *page, const char *path)
{
	const char *open, *shut;
	char name[64];

	for (; (open = strchr(path, '{')) != NULL &&
	     (shut = strchr(open, '}')) != NULL;
	     path = shut) {
		size_t length = (size_t)(shut - open - 1);

		if (length >= sizeof name)
			continue;
		memcpy(name, open + 1, length);
		name[length] = '\0';
		put_object(page, NULL);
		put_text(page, "name", name);
		put_text(page, "in", "path");
		put_bool(page, "required", true);
		put_object(page, "schema");
		put_text(page, "type", "string");
		put_object_end(page);
		put_object_end(page);
	}
}

static void
put_query_parameters(struct writer *page, const struct field *field)
{
	for (; field != NULL && field->name != NULL; field++) {
		put_object(page, NULL);
		put_text(page, "name", field->name);
		put_text(page, "in", "query");
		put_bool(page, "required", field->required);
		put_object(page, "schema");
		put_schema(page, field, FIELDS_IN);
		put_object_end(page);
		put_object_end(page);
	}
}

static void
put_parameters(struct writer *page, const struct route *route)
{
	if (strchr(route->path, '{') == NULL && route->query == NULL)
		return;
	put_list(page, "parameters");
	put_path_parameters(page, route->path);
	put_query_parameters(page, route->query);
	put_list_end(page);
}

static bool
takes_required(const struct field *field)
{
	for (; field->name != NULL; field++)
		if (field->required)
			return true;
	return false;
}

static void
put_content(struct writer *page, const char *type, const struct field *fields,
    enum direction direction)
{
	put_object(page, "content");
	put_object(page, type);
	put_object(page, "schema");
	put_text(page, "type", "object");
	put_members(page, fields, direction);
	put_object_end(page);
	put_object_end(page);
	put_object_end(page);
}

static void
put_body(struct writer *page, const struct field *body)
{
	if (body == NULL)
		return;
	put_object(page, "requestBody");
	put_bool(page, "required", takes_required(body));
	put_content(page,
	    fields_have_file(body) ? "multipart/form-data" : "application/json",
	    body, FIELDS_IN);
	put_object_end(page);
}

static void
put_bytes(struct writer *page, const char *type)
{
	put_object(page, "content");
	put_object(page, type);
	put_object(page, "schema");
	put_text(page, "type", "string");
	if (!text_starts(type, "text/"))
		put_text(page, "format", "binary");
	put_object_end(page);
	put_object_end(page);
	put_object_end(page);
}

static void
put_success(struct writer *page, const struct route *route)
{
	bool none = route->answer == NULL && route->answer_type == NULL;

	put_object(page, none ? "204" : "200");
	put_text(page, "description", none ? "Done" : "The answer");
	if (route->answer != NULL)
		put_content(
		    page, "application/json", route->answer, FIELDS_OUT);
	else if (route->answer_type != NULL)
		put_bytes(page, route->answer_type);
	put_object_end(page);
}

/* A mistake's words stand once, in the components. */
static void
put_problem(struct writer *page, const char *status, const char *component)
{
	put_object(page, status);
	put_text(page, "$ref", component);
	put_object_end(page);
}

static void
put_responses(struct writer *page, const struct route *route)
{
	put_object(page, "responses");
	put_success(page, route);
	if (route->query != NULL || route->body != NULL)
		put_problem(page, "422", "#/components/responses/Fields");
	put_problem(page, "4XX", "#/components/responses/Refused");
	put_problem(page, "5XX", "#/components/responses/Failed");
	put_object_end(page);
}

static void
put_security(struct writer *page, unsigned roles)
{
	put_list(page, "security");
	if (!(roles & ROLE_PUBLIC)) {
		put_object(page, NULL);
		put_list(page, "session");
		put_list_end(page);
		put_object_end(page);
	}
	put_list_end(page);
}

static void
put_operation(
    struct writer *page, const struct module *room, const struct route *route)
{
	put_object(page, method_names[route->method]);
	put_operation_id(page, route);
	put_text(page, "summary", route->summary);
	put_list(page, "tags");
	put_text(page, NULL, room->name);
	put_list_end(page);
	put_roles(page, route->roles);
	put_security(page, route->roles);
	put_parameters(page, route);
	put_body(page, route->body);
	put_responses(page, route);
	put_object_end(page);
}

/* Paths */

/* Where the walk over all rows of all rooms stands. */
struct walk {
	const struct module *const *room;
	const struct route *route; /* NULL: before the first */
};

static bool
walk_next(struct walk *walk)
{
	if (walk->route != NULL)
		walk->route++;
	while (*walk->room != NULL) {
		if (walk->route == NULL)
			walk->route = (*walk->room)->routes;
		if (walk->route != NULL && walk->route->path != NULL)
			return true;
		walk->route = NULL;
		walk->room++;
	}
	return false;
}

static bool
path_is_first(const struct module *const *rooms, const struct route *route)
{
	struct walk walk = { rooms, NULL };

	while (walk_next(&walk) && walk.route != route)
		if (strcmp(walk.route->path, route->path) == 0)
			return false;
	return true;
}

static void
put_paths(struct writer *page, const struct module *const *rooms)
{
	struct walk walk = { rooms, NULL };

	put_object(page, "paths");
	while (walk_next(&walk)) {
		struct walk same = walk;

		if (!path_is_first(rooms, walk.route))
			continue;
		put_object(page, walk.route->path);
		do {
			if (strcmp(same.route->path, walk.route->path) == 0)
				put_operation(page, *same.room, same.route);
		} while (walk_next(&same));
		put_object_end(page);
	}
	put_object_end(page);
}

/* The parts that all paths share */

static const struct field problem_field[] = {
	{ "name", FIELD_TEXT, .required = true },
	{ "id", FIELD_TEXT, .required = true },
	{ "text", FIELD_TEXT, .required = true },
	{ 0 },
};
static const struct field problem_members[] = {
	{ "type", FIELD_TEXT, .required = true },
	{ "title", FIELD_TEXT, .required = true },
	{ "status", FIELD_INT, .required = true },
	{ "detail", FIELD_TEXT, .required = true },
	{ "id", FIELD_TEXT, .required = true },
	{ "reference", FIELD_TEXT, .required = true },
	{ "fields", FIELD_LIST, .fields = problem_field, .required = true },
	{ 0 },
};

static void
put_problem_response(
    struct writer *page, const char *name, const char *description)
{
	put_object(page, name);
	put_text(page, "description", description);
	put_object(page, "content");
	put_object(page, "application/problem+json");
	put_object(page, "schema");
	put_text(page, "$ref", "#/components/schemas/Problem");
	put_object_end(page);
	put_object_end(page);
	put_object_end(page);
	put_object_end(page);
}

static void
put_components(struct writer *page)
{
	put_object(page, "components");
	put_object(page, "schemas");
	put_object(page, "Problem");
	put_text(page, "type", "object");
	put_members(page, problem_members, FIELDS_OUT);
	put_object_end(page);
	put_object_end(page);
	put_object(page, "responses");
	put_problem_response(page, "Fields", "A field is missing or wrong");
	put_problem_response(page, "Refused", "Not done, and why");
	put_problem_response(page, "Failed", "Failed here; nothing was kept");
	put_object_end(page);
	put_object(page, "securitySchemes");
	put_object(page, "session");
	put_text(page, "type", "apiKey");
	put_text(page, "in", "cookie");
	put_text(page, "name", "giljabi_session");
	put_object_end(page);
	put_object_end(page);
	put_object_end(page);
}

static void
put_info(struct writer *page)
{
	put_object(page, "info");
	put_text(page, "title", "Giljabi");
	put_text(page, "version", GILJABI_VERSION);
	put_text(page, "description",
	    "Career and academic guidance for a province. Requests other than "
	    "GET carry the session's token in X-CSRF-Token.");
	put_object(page, "license");
	put_text(page, "name", "Apache-2.0");
	put_text(page, "identifier", "Apache-2.0");
	put_object_end(page);
	put_object_end(page);
}

static void
put_tags(struct writer *page, const struct module *const *rooms)
{
	put_list(page, "tags");
	for (; *rooms != NULL; rooms++) {
		if ((*rooms)->routes == NULL)
			continue;
		put_object(page, NULL);
		put_text(page, "name", (*rooms)->name);
		put_object_end(page);
	}
	put_list_end(page);
}

void
openapi_write(struct buffer *out, const struct module *const *rooms)
{
	struct writer page = { .out = out };

	put_object(&page, NULL);
	put_text(&page, "openapi", "3.1.0");
	put_info(&page);
	put_list(&page, "servers");
	put_object(&page, NULL);
	put_text(&page, "url", "/");
	put_object_end(&page);
	put_list_end(&page);
	put_tags(&page, rooms);
	put_paths(&page, rooms);
	put_components(&page);
	put_object_end(&page);
}
