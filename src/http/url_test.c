/* Addresses and cookies, as anybody may send them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "http/inside.h"

/* NULL: refused. */
static const struct {
	const char *in;
	bool query;
	const char *want;
} decoded[] = {
	{ "abc", false, "abc" }, { "%EC%83%81%EB%8B%B4", false, "상담" },
	{ "%ec%83%81", false, "상" }, { "a+b", false, "a+b" },
	{ "a+b", true, "a b" }, { "a%2Bb", true, "a+b" },
	{ "a%2Fb", false, "a/b" }, { "%", false, NULL }, { "%2", false, NULL },
	{ "%zz", false, NULL }, { "%00", false, NULL },
	{ "%EC%83", false, NULL }, /* half a syllable */
	{ "%C0%AF", false, NULL }, /* overlong */
	{ "%ED%A0%80", false, NULL }, /* surrogate */
	{ "\xff", false, NULL }, { "a b", false, NULL }, { "%0A", false, NULL },
	{ "%7F", false, NULL }, { "%0A", true, "\n" }, /* the field decides */
};

static void
urls_are_decoded(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(decoded); i++) {
		char text[64];
		bool read;

		snprintf(text, sizeof text, "%s", decoded[i].in);
		read = url_decode(text, decoded[i].query);
		if (read != (decoded[i].want != NULL) ||
		    (read && strcmp(text, decoded[i].want) != 0))
			fail_msg("row %zu: %s", i, decoded[i].in);
	}
}

static const struct {
	const char *path;
	int count;
	const char *last;
} paths[] = {
	{ "/", 1, "" }, { "/a", 1, "a" }, { "/a/b/", 3, "" },
	{ "/a//b", 3, "b" }, { "/a/%2e%2e/b", 3, "b" },
	{ "/a/..%2fb", 2, "../b" }, /* never more than one segment */
	{ "", -1, NULL }, { "a/b", -1, NULL }, { "http://a/b", -1, NULL },
	{ "*", -1, NULL }, { "/a/%zz", -1, NULL },
	{ "/1/2/3/4/5/6/7/8/9", -1, NULL }, /* too deep here */
};

static void
paths_are_split(void **state)
{
	const char *segments[8];
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(paths); i++) {
		char text[64];
		int count;

		snprintf(text, sizeof text, "%s", paths[i].path);
		count = path_split(text, segments, 8);
		if (count != paths[i].count ||
		    (count > 0 &&
			strcmp(segments[count - 1], paths[i].last) != 0))
			fail_msg("%s: %d", paths[i].path, count);
	}
}

static const struct field fields[] = {
	{ "q", FIELD_TEXT, 0, 60 },
	{ "page", FIELD_INT, 1, 100 },
	{ 0 },
};
/* The object, and the names complained of; NULL: no query. */
static const struct {
	const char *query, *object, *complaints;
} queries[] = {
	{ "", "{}", "" },
	{ "q=%EC%83%81+x&page=3", "{\"q\": \"상 x\", \"page\": 3}", "" },
	{ "&&page=3&", "{\"page\": 3}", "" },
	{ "q", "{\"q\": \"\"}", "" },
	{ "q=a=b", "{\"q\": \"a=b\"}", "" },
	{ "%71=1", "{\"q\": \"1\"}", "" },
	{ "q=1&q=2", "{\"q\": \"1\"}", "q field.twice " },
	{ "x=1&page=2", "{\"page\": 2}", "x field.unknown " },
	{ "=1", "{}", " field.unknown " },
	{ "q=%zz", NULL, "" },
	{ "%00=1", NULL, "" },
};

static void
queries_are_read(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(queries); i++) {
		struct arena *arena = arena_new(1 << 20);
		struct complaints complaints = { .arena = arena };
		json_t *object = object_new(arena);
		const struct complaint *at;
		char said[200] = "", *is;

		if (!query_read(&complaints, fields,
			arena_text(arena, queries[i].query), object)) {
			assert_null(queries[i].object);
			arena_free(arena);
			continue;
		}
		for (at = complaints.first; at != NULL; at = at->next)
			snprintf(said + strlen(said),
			    sizeof said - strlen(said), "%s %s ", at->name,
			    at->id);
		is = json_dumps(object, 0);
		assert_string_equal(is, queries[i].object);
		assert_string_equal(said, queries[i].complaints);
		free(is);
		arena_free(arena);
	}
}

static const struct {
	const char *header, *want;
} cookies[] = {
	{ NULL, NULL },
	{ "", NULL },
	{ "sid=1", "1" },
	{ "a=b; sid=1; c=d", "1" },
	{ "a=b;sid=1", "1" },
	{ "  sid=1  ", "1" },
	{ "sid=", "" },
	{ "sid", NULL },
	{ "xsid=1", NULL },
	{ "sidx=1", NULL },
	{ "a=sid=1", NULL },
	{ "a=\"; sid=2", "2" },
	{ "sid=1; sid=2", "1" },
	{ ";;;=;sid=1", "1" },
	{ "sid=a=b", "a=b" },
};

static void
cookies_are_found(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cookies); i++) {
		struct arena *arena = arena_new(1 << 16);
		char *is = cookie_find(arena, cookies[i].header, "sid");

		if ((is == NULL) != (cookies[i].want == NULL) ||
		    (is != NULL && strcmp(is, cookies[i].want) != 0))
			fail_msg("row %zu: is %s", i, is ? is : "none");
		arena_free(arena);
	}
}

static void
urls_are_encoded(void **state)
{
	struct buffer out = { 0 };

	(void)state;
	url_encode(&out, "상 a-1.pdf\"\n");
	assert_string_equal(out.data, "%EC%83%81%20a-1.pdf%22%0A");
	buffer_free(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(urls_are_decoded),
		cmocka_unit_test(paths_are_split),
		cmocka_unit_test(queries_are_read),
		cmocka_unit_test(cookies_are_found),
		cmocka_unit_test(urls_are_encoded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
