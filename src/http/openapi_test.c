/*
 * The API page says what the rows say. With a file name as argument it writes
 * the page of the sample there, for a validator.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "http/http.h"
#include "module.h"

static void
nothing(struct request *rq)
{
	answer_none(rq);
}

static const char *const stages[] = { "middle", "high", NULL };
static const struct field query[] = {
	{ "page", FIELD_INT, 1, 100 },
	{ "q", FIELD_TEXT, 0, 60 },
	{ 0 },
};
static const struct field part[] = {
	{ "item", FIELD_ID, .required = true },
	{ "score", FIELD_REAL },
	{ 0 },
};
static const struct field body[] = {
	{ "name", FIELD_TEXT, 1, 60, .required = true },
	{ "stage", FIELD_CHOICE, .choices = stages },
	{ "day", FIELD_DATE },
	{ "parts", FIELD_LIST, 1, 5, .fields = part },
	{ "letters", FIELD_LIST, 0, 6, .of = FIELD_TEXT },
	{ 0 },
};
static const struct field upload[] = {
	{ "file", FIELD_FILE, 1, 1000, .required = true },
	{ 0 },
};
static const struct field out[] = {
	{ "id", FIELD_ID, .required = true },
	{ "stage", FIELD_CHOICE, .choices = stages },
	{ "part", FIELD_OBJECT, .fields = part },
	{ "rest", FIELD_ANY },
	{ 0 },
};
static const struct route routes[] = {
	{ GET, "/api/pupils/{pupil}/brief", nothing, ROLE_TEACHER | ROLE_PUPIL,
	    .scope = "pupil", .query = query, .answer = out,
	    .summary = "One brief" },
	{ POST, "/api/roster-files", nothing, ROLE_TEACHER, .body = upload,
	    .summary = "A file" },
	{ PUT, "/api/pupils/{pupil}/brief", nothing, ROLE_TEACHER,
	    .scope = "pupil", .body = body, .answer = out,
	    .summary = "Change it" },
	{ 0 },
};
static const struct route more_routes[] = {
	{ GET, "/healthz", nothing, ROLE_PUBLIC, .answer_type = "text/plain",
	    .summary = "Alive" },
	{ GET, "/api/pupils/{pupil}/paper", nothing, ROLE_TEACHER,
	    .scope = "pupil", .answer_type = "application/pdf",
	    .summary = "Paper" },
	{ DELETE, "/api/pupils/{pupil}/brief", nothing, ROLE_TEACHER,
	    .scope = "pupil", .summary = "Throw it away" },
	{ 0 },
};
static const struct module guide = { .name = "guide", .routes = routes };
static const struct module bare = { .name = "bare" };
static const struct module more = { .name = "more", .routes = more_routes };
static const struct module *const rooms[] = { &guide, &bare, &more, NULL };

#define BRIEF "paths", "/api/pupils/{pupil}/brief"

/* A place in the page and the JSON that has to stand there; NULL: nothing. */
static const struct {
	const char *place[12];
	const char *want;
} rows[] = {
	{ { "openapi" }, "\"3.1.0\"" },
	{ { "tags", "0", "name" }, "\"guide\"" },
	{ { "tags", "1", "name" }, "\"more\"" },
	{ { BRIEF, "get", "operationId" }, "\"get_pupils_pupil_brief\"" },
	{ { BRIEF, "get", "summary" }, "\"One brief\"" },
	{ { BRIEF, "get", "tags" }, "[\"guide\"]" },
	{ { BRIEF, "delete", "tags" }, "[\"more\"]" }, /* of another room */
	{ { BRIEF, "get", "x-roles" }, "[\"pupil\",\"teacher\"]" },
	{ { BRIEF, "get", "security" }, "[{\"session\":[]}]" },
	{ { "paths", "/healthz", "get", "security" }, "[]" },
	{ { "paths", "/healthz", "get", "x-roles" }, "[\"public\"]" },
	{ { BRIEF, "get", "parameters", "0" },
	    "{\"name\":\"pupil\",\"in\":\"path\",\"required\":true,"
	    "\"schema\":{\"type\":\"string\"}}" },
	{ { BRIEF, "get", "parameters", "1", "schema" },
	    "{\"type\":\"integer\",\"format\":\"int64\","
	    "\"minimum\":1,\"maximum\":100}" },
	{ { BRIEF, "get", "parameters", "2", "schema" },
	    "{\"type\":\"string\",\"minLength\":0,\"maxLength\":60}" },
	{ { BRIEF, "get", "requestBody" }, NULL },
	{ { BRIEF, "put", "requestBody", "required" }, "true" },
	{ { BRIEF, "put", "requestBody", "content", "application/json",
	      "schema", "required" },
	    "[\"name\"]" },
	{ { BRIEF, "put", "requestBody", "content", "application/json",
	      "schema", "additionalProperties" },
	    "false" },
	/* in: left out, never null */
	{ { BRIEF, "put", "requestBody", "content", "application/json",
	      "schema", "properties", "stage" },
	    "{\"type\":\"string\",\"enum\":[\"middle\",\"high\"]}" },
	{ { BRIEF, "put", "requestBody", "content", "application/json",
	      "schema", "properties", "letters" },
	    "{\"type\":\"array\",\"minItems\":0,\"maxItems\":6,"
	    "\"items\":{\"type\":\"string\",\"minLength\":0,"
	    "\"maxLength\":200}}" },
	{ { BRIEF, "put", "requestBody", "content", "application/json",
	      "schema", "properties", "parts", "items", "required" },
	    "[\"item\"]" },
	{ { "paths", "/api/roster-files", "post", "requestBody", "content",
	      "multipart/form-data", "schema", "properties", "file" },
	    "{\"type\":\"string\",\"format\":\"binary\"}" },
	{ { "paths", "/api/roster-files", "post", "responses", "204",
	      "description" },
	    "\"Done\"" },
	/* out: may be null */
	{ { BRIEF, "get", "responses", "200", "content", "application/json",
	      "schema", "properties", "stage" },
	    "{\"type\":[\"string\",\"null\"],"
	    "\"enum\":[\"middle\",\"high\",null]}" },
	{ { BRIEF, "get", "responses", "200", "content", "application/json",
	      "schema", "properties", "part", "type" },
	    "[\"object\",\"null\"]" },
	{ { BRIEF, "get", "responses", "200", "content", "application/json",
	      "schema", "properties", "rest" },
	    "{}" },
	{ { BRIEF, "get", "responses", "200", "content", "application/json",
	      "schema", "properties", "id" },
	    "{\"type\":\"string\",\"pattern\":\"^[1-9][0-9]{0,18}$\"}" },
	{ { "paths", "/api/pupils/{pupil}/paper", "get", "responses", "200",
	      "content" },
	    "{\"application/pdf\":{\"schema\":"
	    "{\"type\":\"string\",\"format\":\"binary\"}}}" },
	{ { BRIEF, "delete", "responses", "422" }, NULL },
	{ { BRIEF, "put", "responses", "422", "$ref" },
	    "\"#/components/responses/Fields\"" },
	{ { "components", "securitySchemes", "session", "name" },
	    "\"giljabi_session\"" },
};

static json_t *
page_place(json_t *page, const char *const *place)
{
	for (; *place != NULL && page != NULL; place++)
		page = json_is_array(page)
		    ? json_array_get(page, (size_t)(**place - '0'))
		    : json_object_get(page, *place);
	return page;
}

static void
page_says_what_the_rows_say(void **state)
{
	struct arena *arena = arena_new(1 << 20);
	struct buffer text = { 0 };
	json_t *page;
	size_t i;

	(void)state;
	openapi_write(&text, rooms);
	assert_false(text.failed);
	page = json_read(arena, text.data, text.length);
	assert_non_null(page); /* no key stands twice */
	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		json_t *there = page_place(page, rows[i].place);
		char *is = there
		    ? json_dumps(there, JSON_COMPACT | JSON_ENCODE_ANY)
		    : NULL;

		if (is == NULL && rows[i].want == NULL)
			continue;
		if (is == NULL || rows[i].want == NULL ||
		    strcmp(is, rows[i].want) != 0)
			fail_msg("row %zu: want %s, is %s", i,
			    rows[i].want ? rows[i].want : "nothing",
			    is ? is : "nothing");
		free(is);
	}
	arena_free(arena);
	buffer_free(&text);
}

static int
page_save(const char *path)
{
	struct buffer text = { 0 };
	FILE *file = fopen(path, "w");

	if (file == NULL)
		return 1;
	openapi_write(&text, rooms);
	fwrite(text.data, 1, text.length, file);
	buffer_free(&text);
	return fclose(file) != 0;
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(page_says_what_the_rows_say),
	};

	if (argc > 1)
		return page_save(argv[1]);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
