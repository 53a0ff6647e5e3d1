/*
 * Looking around: finding in the small catalogue, and the doors of the room
 * over HTTP, each answer checked by the server against its row.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/text.h"
#include "catalog/find.h"
#include "catalog/small.h"
#include "module.h"

enum { MEMORY = 1024 * 1024 };

/* Finding */

static const struct {
	struct finding finding;
	const char *want;
} rows[] = {
	{ { ENTRY_OCCUPATION, LANG_KO, NULL, -1, -1 },
	    "teacher carer welder " },
	{ { ENTRY_OCCUPATION, LANG_EN, NULL, -1, -1 },
	    "carer teacher welder " },
	{ { ENTRY_MAJOR, LANG_KO, NULL, -1, -1 }, "mechanics welfare " },
	{ { ENTRY_OCCUPATION, LANG_KO, "용접", -1, -1 }, "welder " },
	{ { ENTRY_OCCUPATION, LANG_KO, "WORKER care", -1, -1 }, "carer " },
	{ { ENTRY_OCCUPATION, LANG_KO, "worker 용접", -1, -1 }, "" },
	{ { ENTRY_OCCUPATION, LANG_EN, "  ", -1, -1 },
	    "carer teacher welder " },
	{ { ENTRY_OCCUPATION, LANG_EN, "sentences", -1, -1 },
	    "carer teacher welder " },
	{ { ENTRY_OCCUPATION, LANG_EN, NULL, 0, -1 }, "carer welder " },
	{ { ENTRY_OCCUPATION, LANG_EN, NULL, -1, 3 }, "carer teacher " },
	{ { ENTRY_OCCUPATION, LANG_EN, NULL, 0, 3 }, "carer " },
	{ { ENTRY_OCCUPATION, LANG_EN, NULL, -1, 5 }, "" },
	{ { ENTRY_MAJOR, LANG_EN, "학과", 1, 3 }, "welfare " },
};

static void
finds(void **state)
{
	char folder[SMALL_PATH];
	struct catalog_loaded *loaded;

	(void)state;
	small_make(NULL, folder);
	loaded = catalog_read(folder, NULL);
	small_remove(folder);
	assert_non_null(loaded);
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct arena *arena = arena_new(MEMORY);
		struct entry *found;
		int count = entries_find(
			&loaded->catalogue, arena, &rows[i].finding, &found),
		    k;
		struct buffer out = { 0 };

		for (k = 0; k < count; k++)
			buffer_printf(&out, "%s ", found[k].id);
		if (strcmp(out.data ? out.data : "", rows[i].want) != 0)
			fail_msg("row %zu: %s", i, out.data);
		buffer_free(&out);
		arena_free(arena);
	}
	catalog_free(loaded);
}

/* Over HTTP */

/* Signs a teacher in: the room itself has no door for it. */
static void
enter(struct request *rq)
{
	session_begin(rq, rq->db,
	    &(struct session_new){ .account = 7,
		.role = ROLE_TEACHER,
		.lasts = 3600000,
		.device = "test" });
	answer_none(rq);
}

static const struct route enter_routes[] = {
	{ POST, "/api/test/enter", enter, ROLE_PUBLIC,
	    .summary = "Sign in for the test" },
	{ 0 },
};
static const struct module enter_module = {
	.name = "enter",
	.routes = enter_routes,
};
const struct module *const modules[] = { &http_module, &catalog_module,
	&enter_module, NULL };

static bool
reach_nothing(
    struct db *db, const struct actor *actor, const char *scope, int64_t id)
{
	(void)db;
	(void)actor;
	(void)scope;
	(void)id;
	return false;
}

static struct setting {
	char folder[32];
	char path[64];
	char cookie[256];
	struct store *store;
	struct server *server;
} setting;

/* The whole answer, head and body. */
static void
ask(const char *line, struct buffer *out)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
		.sin_port = htons((uint16_t)server_port(setting.server)) };
	int s = socket(AF_INET, SOCK_STREAM, 0);
	char piece[4096];
	ssize_t got;

	assert_int_equal(
	    connect(s, (struct sockaddr *)&address, sizeof address), 0);
	dprintf(s,
	    "%s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
	    "Accept-Language: en\r\nContent-Length: 0\r\n%s%s\r\n",
	    line, setting.cookie, setting.cookie[0] ? "\r\n" : "");
	buffer_clear(out);
	while ((got = read(s, piece, sizeof piece)) > 0)
		buffer_add(out, piece, (size_t)got);
	close(s);
	assert_true(out->length > 0);
}

static void
sign_in(void)
{
	struct buffer out = { 0 };
	const char *at;

	ask("POST /api/test/enter", &out);
	at = strstr(out.data, "Set-Cookie: ");
	if (at == NULL)
		at = strstr(out.data, "set-cookie: ");
	assert_non_null(at);
	at += strlen("Set-Cookie: ");
	snprintf(setting.cookie, sizeof setting.cookie, "Cookie: %.*s",
	    (int)strcspn(at, ";"), at);
	buffer_free(&out);
}

static int
serve(void **state)
{
	(void)state;
	snprintf(setting.folder, sizeof setting.folder,
	    "/tmp/giljabi-browse-XXXXXX");
	assert_non_null(mkdtemp(setting.folder));
	snprintf(
	    setting.path, sizeof setting.path, "%s/test.db", setting.folder);
	setting.store = store_open(setting.path, NULL);
	assert_non_null(setting.store);
	assert_true(store_migrate(setting.store, modules));
	setting.server = server_start(
	    &(struct server_options){ .listen = "127.0.0.1:0",
		.store = setting.store,
		.modules = modules,
		.reach = reach_nothing,
		.check_answers = true,
		.secret = "00112233445566778899aabbccddeeff"
			  "00112233445566778899aabbccddeeff" });
	assert_non_null(setting.server);
	setting.cookie[0] = '\0';
	sign_in();
	return 0;
}

static int
serve_end(void **state)
{
	static const char *const files[] = { "test.db", "test.db-wal",
		"test.db-shm" };
	size_t i;

	(void)state;
	server_stop(setting.server);
	store_close(setting.store);
	for (i = 0; i < sizeof files / sizeof files[0]; i++)
		small_write(setting.folder, files[i], NULL);
	assert_int_equal(rmdir(setting.folder), 0);
	return 0;
}

static const struct {
	const char *line;
	int status;
	const char *holds;
} doors[] = {
	{ "GET /api/catalog/fields", 200, "\"id\":\"fine-art\"" },
	{ "GET /api/catalog/fields/software", 200, "\"id\":\"ai-engineer\"" },
	{ "GET /api/catalog/fields/none", 404, "catalog.unknown" },
	{ "GET /api/catalog/majors", 200, "\"page\":1,\"pages\":7" },
	{ "GET /api/catalog/majors?page=1000", 200, "\"entries\":[]" },
	{ "GET /api/catalog/majors?q=mathematics&field=data&letter=I", 200,
	    "\"id\":\"mathematics\"" },
	{ "GET /api/catalog/majors?field=none", 422, "catalog.field" },
	{ "GET /api/catalog/majors?letter=X", 422, "letter" },
	{ "GET /api/catalog/majors/painting", 200,
	    "\"field\":{\"id\":\"fine-art\"" },
	{ "GET /api/catalog/majors/none", 404, "catalog.unknown" },
	{ "GET /api/catalog/occupations?q=%EA%B0%84%ED%98%B8%EC%82%AC", 200,
	    "\"id\":\"registered-nurse\"" },
	{ "GET /api/catalog/occupations/registered-nurse", 200,
	    "\"source\":\"own\"" },
	{ "GET /api/catalog/occupations/none", 404, "catalog.unknown" },
};

static void
answers_at_the_doors(void **state)
{
	struct buffer out = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof doors / sizeof doors[0]; i++) {
		ask(doors[i].line, &out);
		if (strtol(out.data + strlen("HTTP/1.1 "), NULL, 10) !=
			doors[i].status ||
		    !strstr(out.data, doors[i].holds))
			fail_msg("%s: %s", doors[i].line, out.data);
	}
	buffer_free(&out);
}

static void
lets_nobody_else_in(void **state)
{
	struct buffer out = { 0 };
	char cookie = setting.cookie[0];

	(void)state;
	setting.cookie[0] = '\0';
	ask("GET /api/catalog/fields", &out);
	setting.cookie[0] = cookie;
	assert_true(text_starts(out.data, "HTTP/1.1 401"));
	buffer_free(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds),
		cmocka_unit_test_setup_teardown(
		    answers_at_the_doors, serve, serve_end),
		cmocka_unit_test_setup_teardown(
		    lets_nobody_else_in, serve, serve_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
