/*
 * The room over a real socket: heads, doors, roles and scopes, fields,
 * sessions, answers, pages. What it does under strain stands in strain_test.c.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "base/clock.h"
#include "base/text.h"
#include "http/bed_test.h"
#include "http/inside.h"

static struct bed bed;

static int
bed_setup(void **state)
{
	(void)state;
	bed_start(&bed,
	    &(struct server_options){ .check_answers = true, .rate = 100000 });
	return 0;
}

static int
bed_teardown(void **state)
{
	(void)state;
	bed_stop(&bed);
	return 0;
}

/* Heads */

#define HOST "Host: test\r\n"
/* Bytes, the status, and whether the connection ends with it. */
static const struct {
	const char *bytes;
	int status;
	bool closed;
} heads[] = {
	{ "GET /api/query HTTP/1.1\r\n" HOST "\r\n", 200, false },
	{ "GET /api/query HTTP/1.0\r\n" HOST "\r\n", 200, true },
	{ "GET /api/query HTTP/1.1\r\n" HOST "Connection: close\r\n\r\n", 200,
	    true },
	/* two servers could read these in two ways */
	{ "GET /api/query HTTP/1.1\r\n\r\n", 400, true },
	{ "GET /api/query HTTP/1.1\r\nHost:\r\n\r\n", 400, true },
	{ "GET /api/query HTTP/1.1\r\n" HOST HOST "\r\n", 400, true },
	{ "GET /api/query HTTP/1.1\r\n" HOST "Host: other\r\n\r\n", 400, true },
	{ "GET /api/query HTTP/1.1\r\nHost: a b\r\n\r\n", 400, true },
	{ "GET /api/query HTTP/1.1\r\nHost: a/b\r\n\r\n", 400, true },
	{ "PUT /api/fields HTTP/1.1\r\n" HOST "Content-Length: 2\r\n"
	  "Content-Length: 2\r\n\r\n{}",
	    400, true },
	{ "PUT /api/fields HTTP/1.1\r\n" HOST "Content-Length: 2\r\n"
	  "Content-Length: 30\r\n\r\n{}",
	    400, true },
	{ "PUT /api/fields HTTP/1.1\r\n" HOST "Content-Length: 2\r\n"
	  "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
	    400, true },
	{ "PUT /api/fields HTTP/1.1\r\n" HOST
	  "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n"
	  "0\r\n\r\n",
	    400, true },
	{ "PUT /api/fields HTTP/1.1\r\n" HOST
	  "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
	    400, true },
	{ "PUT /api/fields HTTP/1.1\r\n" HOST
	  "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
	    400, true },
	{ "PUT /api/fields HTTP/1.1\r\n" HOST "Content-Length: +2\r\n\r\n{}",
	    400, true },
	{ "PUT /api/fields HTTP/1.1\r\n" HOST "Content-Length: 0x2\r\n\r\n{}",
	    400, true },
	{ "PUT /api/fields HTTP/1.1\r\n" HOST "Content-Length: -2\r\n\r\n{}",
	    400, true },
	{ "PUT /api/fields HTTP/1.1\r\n" HOST "Content-Length : 2\r\n\r\n{}",
	    400, true },
	{ "GET /api/query HTTP/1.1\r\n" HOST "Bad Name: 2\r\n\r\n", 400, true },
	{ "GET /api/query HTTP/1.1\r\n" HOST "Cookie: a=b\r\n"
	  "Cookie: giljabi_session=1\r\n\r\n",
	    400, true },
	/* not addresses of ours */
	{ "GET http://test/api/query HTTP/1.1\r\n" HOST "\r\n", 400, false },
	{ "GET * HTTP/1.1\r\n" HOST "\r\n", 400, false },
	{ "GET /api/query?q=%zz HTTP/1.1\r\n" HOST "\r\n", 400, false },
	{ "GET /api/%zz HTTP/1.1\r\n" HOST "\r\n", 404, false },
	{ "GET /api/none HTTP/1.1\r\n" HOST "\r\n", 404, false },
	/* methods */
	{ "DELETE /api/query HTTP/1.1\r\n" HOST "\r\n", 405, false },
	{ "OPTIONS /api/query HTTP/1.1\r\n" HOST "\r\n", 405, false },
	{ "BREW /api/query HTTP/1.1\r\n" HOST "\r\n", 405, false },
	{ "POST /page HTTP/1.1\r\n" HOST "Content-Length: 0\r\n\r\n", 404,
	    false },
	/* chunks are taken */
	{ "PUT /api/fields HTTP/1.1\r\n" HOST
	  "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n"
	  "\r\n6\r\n{\"text\r\n7\r\n\":\"ab\"}\r\n0\r\n\r\n",
	    200, false },
};

static void
heads_are_read(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(heads); i++) {
		static const char next[] = "GET /healthz HTTP/1.1\r\n" HOST
					   "\r\n";
		int socket = client_open(bed.port, NULL);
		struct got got;
		bool closed;

		client_send(socket, heads[i].bytes, strlen(heads[i].bytes));
		client_read(socket, &got, true);
		if (got.status != heads[i].status)
			fail_msg("row %zu: %d", i, got.status);
		got_free(&got);
		client_send(socket, next, strlen(next));
		client_read(socket, &got, true);
		closed = got.status == 0;
		got_free(&got);
		if (closed != heads[i].closed)
			fail_msg("row %zu: closed %d", i, closed);
		close(socket);
	}
}

static void
long_addresses_are_refused(void **state)
{
	char path[5000];

	(void)state;
	memset(path, 'a', sizeof path);
	memcpy(path, "/api/", 5);
	path[4500] = '\0';
	assert_int_equal(
	    bed_status(&bed, &(struct asking){ "GET", path }), 414);
}

static void
methods_are_told(void **state)
{
	struct got got;

	(void)state;
	bed_ask(&bed, &(struct asking){ "DELETE", "/api/briefs/70" }, &got);
	assert_int_equal(got.status, 405);
	assert_string_equal(got_header(&got, "Allow"), "GET, HEAD, PUT");
	got_free(&got);
}

/* Requests one after the other on one connection, sent at once. */
static void
pipelines_are_answered(void **state)
{
	static const char three[] =
	    "GET /api/query?page=1 HTTP/1.1\r\n" HOST "\r\n"
	    "PUT /api/fields HTTP/1.1\r\n" HOST
	    "Content-Type: application/json\r\nContent-Length: 13\r\n\r\n"
	    "{\"text\":\"ab\"}"
	    "GET /api/query?page=3 HTTP/1.1\r\n" HOST "\r\n";
	int socket = client_open(bed.port, NULL), i;
	struct got got;

	(void)state;
	client_send(socket, three, strlen(three));
	for (i = 1; i <= 3; i++) {
		client_read(socket, &got, true);
		assert_int_equal(got.status, 200);
		if (i == 3)
			assert_string_equal(got_member(&got, "page"), "3");
		got_free(&got);
	}
	close(socket);
}

/* A refused body is read past, so that the next request is understood. */
static void
refused_bodies_are_read_past(void **state)
{
	int socket = client_open(bed.port, NULL);
	struct got got;

	(void)state;
	bed_send(socket,
	    &(struct asking){ "POST", "/api/apart",
		.body = "GET /healthz HTTP/1.1\r\n\r\n" });
	client_read(socket, &got, true);
	assert_int_equal(got.status, 401);
	got_free(&got);
	bed_send(socket, &(struct asking){ "GET", "/api/query?page=5" });
	client_read(socket, &got, true);
	assert_int_equal(got.status, 200);
	assert_string_equal(got_member(&got, "page"), "5");
	got_free(&got);
	close(socket);
}

/* Fields */

static const struct {
	const char *type, *body;
	int status;
	const char *id, *fields;
} bodies[] = {
	{ NULL, "{\"text\":\"ab\"}", 200, "", "" },
	{ "application/json; charset=utf-8", "{\"text\":\"ab\"}", 200, "", "" },
	{ "text/plain", "{\"text\":\"ab\"}", 415, "body.json", "" },
	{ "application/jsonx", "{\"text\":\"ab\"}", 415, "body.json", "" },
	{ "application/x-www-form-urlencoded", "text=ab", 415, "body.json",
	    "" },
	{ NULL, "{\"text\":\"ab\"", 400, "body.json", "" },
	{ NULL, "[]", 400, "body.json", "" },
	{ NULL, "7", 400, "body.json", "" },
	{ NULL, "{\"text\":\"ab\",\"text\":\"cd\"}", 400, "body.json", "" },
	{ NULL, "{\"text\":\"\xff\"}", 400, "body.json", "" },
	{ NULL, "{\"text\":\"a\\u0000\"}", 400, "body.json", "" },
	{ NULL, "{}", 422, "fields", "text field.required" },
	{ NULL, "{\"text\":\"a\",\"int\":4,\"x\":1,\"items\":[{\"n\":10}]}",
	    422, "fields",
	    "text field.short, int field.most, "
	    "items.0.n field.most, x field.unknown" },
	{ NULL, "{\"text\":\"ab\",\"int\":9223372036854775808}", 400,
	    "body.json", "" },
};

static void
fields_text(const struct got *got, char *out, size_t size)
{
	json_t *problem = json_loadb(got->body, got->length, 0, NULL), *field;
	size_t i;

	out[0] = '\0';
	json_array_foreach(json_object_get(problem, "fields"), i, field)
	    snprintf(out + strlen(out), size - strlen(out), "%s%s %s",
		i ? ", " : "", member_text(field, "name"),
		member_text(field, "id"));
	json_decref(problem);
}

static void
bodies_are_checked(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(bodies); i++) {
		struct got got;
		char fields[400];

		bed_ask(&bed,
		    &(struct asking){ "PUT", "/api/fields",
			.type = bodies[i].type, .body = bodies[i].body },
		    &got);
		fields_text(&got, fields, sizeof fields);
		if (got.status != bodies[i].status ||
		    (got.status != 200 &&
			strcmp(got_member(&got, "id"), bodies[i].id) != 0) ||
		    strcmp(fields, bodies[i].fields) != 0)
			fail_msg("row %zu: %d %s", i, got.status, got.body);
		got_free(&got);
	}
}

static void
bodies_reach_the_handler(void **state)
{
	struct got got;

	(void)state;
	bed_ask(&bed,
	    &(struct asking){ "PUT", "/api/fields",
		.body =
		    "{\"text\":\"상담\",\"int\":-2,\"real\":0.5,\"id\":"
		    "\"9007199254740993\",\"items\":[{\"n\":4},{\"n\":5}]}" },
	    &got);
	assert_string_equal(got.body,
	    "{\"text\":\"상담\",\"int\":-2,"
	    "\"real\":0.5,\"id\":\"9007199254740993\",\"given\":true,"
	    "\"items\":2,\"first\":4}");
	got_free(&got);
}

static void
bodies_out_of_place_are_refused(void **state)
{
	struct got got;

	(void)state;
	bed_ask(
	    &bed, &(struct asking){ "GET", "/api/query", .body = "{}" }, &got);
	assert_int_equal(got.status, 400);
	assert_string_equal(got_member(&got, "id"), "body.unwanted");
	got_free(&got);
	/* too long by its own word: refused before it is read */
	bed_ask(&bed,
	    &(struct asking){ "PUT", "/api/fields",
		.head = "Content-Type: application/json\r\n"
			"Content-Length: 65537\r\n" },
	    &got);
	assert_int_equal(got.status, 413);
	got_free(&got);
}

/* Too long in chunks, which do not say so before. */
static void
long_chunks_are_refused(void **state)
{
	int socket = client_open(bed.port, NULL);
	static char chunk[0x8000];
	struct got got;
	int i;

	(void)state;
	memset(chunk, ' ', sizeof chunk);
	bed_send(socket,
	    &(struct asking){ "PUT", "/api/fields",
		.head = "Content-Type: application/json\r\n"
			"Transfer-Encoding: chunked\r\n" });
	for (i = 0; i < 3; i++) {
		client_send(socket, "8000\r\n", 6);
		client_send(socket, chunk, sizeof chunk);
		client_send(socket, "\r\n", 2);
	}
	client_send(socket, "0\r\n\r\n", 5);
	client_read(socket, &got, true);
	assert_int_equal(got.status, 413);
	got_free(&got);
	close(socket);
}

static const struct {
	const char *query;
	int status;
	const char *want; /* the answer, or the fields */
} queries[] = {
	{ "", 200,
	    "{\"q\":null,\"page\":0,\"class\":null,\"all\":false,"
	    "\"given\":false}" },
	{ "?", 200,
	    "{\"q\":null,\"page\":0,\"class\":null,\"all\":false,"
	    "\"given\":false}" },
	{ "?q=%EC%83%81+x&page=100&class=12&all=true", 200,
	    "{\"q\":\"상 x\","
	    "\"page\":100,\"class\":\"12\",\"all\":true,\"given\":true}" },
	{ "?page=0", 422, "page field.least" },
	{ "?page=101", 422, "page field.most" },
	{ "?page=x", 422, "page field.int" },
	{ "?q=123456", 422, "q field.long" },
	{ "?q=%0A", 422, "q field.control" },
	{ "?class=0", 422, "class field.id" },
	{ "?all=1", 422, "all field.bool" },
	{ "?page=1&page=2", 422, "page field.twice" },
	{ "?x=1", 422, "x field.unknown" },
};

static void
queries_are_checked(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(queries); i++) {
		char path[100], fields[200];
		struct got got;

		snprintf(path, sizeof path, "/api/query%s", queries[i].query);
		bed_ask(&bed, &(struct asking){ "GET", path }, &got);
		fields_text(&got, fields, sizeof fields);
		if (got.status != queries[i].status ||
		    strcmp(got.status == 200 ? got.body : fields,
			queries[i].want) != 0)
			fail_msg("row %zu: %d %s", i, got.status, got.body);
		got_free(&got);
	}
	/* a door without a query takes none */
	assert_int_equal(
	    bed_status(&bed, &(struct asking){ "GET", "/api/anyone?x=1" }),
	    422);
}

/* Uploads */

#define PART(name, value) \
	"--XX\r\nContent-Disposition: form-data; name=\"" name \
	"\"\r\n\r\n" value "\r\n"
#define FILE_PART(file, bytes) \
	"--XX\r\nContent-Disposition: form-data; " \
	"name=\"file\"; filename=\"" file "\"\r\n\r\n" bytes "\r\n"
#define END "--XX--\r\n"
#define FORM "multipart/form-data; boundary=XX"

static const struct {
	const char *type, *body;
	int status;
	const char *want;
} uploads[] = {
	{ FORM, PART("kind", "roster") FILE_PART("명단.csv", "1\r\n2") END, 200,
	    "{\"kind\":\"roster\",\"count\":0,\"name\":\"명단.csv\","
	    "\"size\":4}" },
	{ FORM,
	    FILE_PART("a", "1") PART("count", "7") PART("kind", "roster") END,
	    200,
	    "{\"kind\":\"roster\",\"count\":7,\"name\":\"a\","
	    "\"size\":1}" },
	{ FORM, PART("kind", "roster") END, 422, "file field.required" },
	{ FORM,
	    PART("kind", "nope") PART("count", "x") PART("y", "1")
		FILE_PART("a", "1") END,
	    422,
	    "y field.unknown, "
	    "kind field.choice, count field.int" },
	{ FORM,
	    PART("kind", "roster") PART("kind", "roster") FILE_PART("a", "1")
		END,
	    422, "kind field.twice" },
	{ FORM,
	    PART("kind", "roster") FILE_PART("a", "1") FILE_PART("b", "2") END,
	    422, "file field.twice" },
	{ FORM, PART("kind", "roster") PART("file", "1") END, 422,
	    "file field.file, file field.required" },
	{ FORM, PART("kind", "roster") FILE_PART("a", "") END, 422,
	    "file field.file_empty" },
	{ FORM, PART("kind", "\xff") FILE_PART("a", "1") END, 422,
	    "kind field.choice" },
	{ "multipart/form-data", PART("kind", "roster") END, 400, "" },
	{ "multipart/form-data; boundary=YY", PART("kind", "roster") END, 400,
	    "" },
	{ FORM, PART("kind", "roster") FILE_PART("a", "1"), 400, "" },
	{ "application/json", "{\"kind\":\"roster\"}", 415, "" },
};

static void
uploads_are_taken(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(uploads); i++) {
		struct got got;
		char fields[200];

		bed_ask(&bed,
		    &(struct asking){ "POST", "/api/upload",
			.type = uploads[i].type, .body = uploads[i].body },
		    &got);
		fields_text(&got, fields, sizeof fields);
		if (got.status != uploads[i].status ||
		    strcmp(got.status == 200 ? got.body : fields,
			uploads[i].want) != 0)
			fail_msg("row %zu: %d %s", i, got.status, got.body);
		got_free(&got);
	}
}

/* Uploads and papers that are left in the folder for files of a while. */
static int
files_left(void)
{
	DIR *folder = opendir(bed.folder);
	struct dirent *entry;
	int left = 0;

	while ((entry = readdir(folder)) != NULL)
		left += text_starts(entry->d_name, "giljabi-") ||
		    text_starts(entry->d_name, "paper-");
	closedir(folder);
	return left;
}

/* They go when the answer is out. */
static void
files_go(void **state)
{
	int tries;

	(void)state;
	for (tries = 0; tries < 100 && files_left() > 0; tries++)
		usleep(20000);
	assert_int_equal(files_left(), 0);
}

/* A file just as large as its field takes, one byte more, too large a form. */
static void
large_files_are_refused(void **state)
{
	static const struct {
		size_t length;
		int status;
		const char *fields;
	} sizes[] = {
		{ 100000, 200, "" },
		{ 100001, 422, "file field.file_large" },
		{ 200000, 413, "" },
	};
	size_t i, k;

	(void)state;
	for (i = 0; i < COUNT(sizes); i++) {
		struct buffer form = { 0 };
		char fields[200];
		struct got got;

		buffer_text(&form,
		    PART("kind",
			"roster") "--XX\r\nContent-Disposition: form-data; name=\"file\"; "
				  "filename=\"a\"\r\n\r\n");
		for (k = 0; k < sizes[i].length; k++)
			buffer_char(&form, k % 3 ? '\r' : 'x');
		buffer_text(&form, "\r\n" END);
		bed_ask(&bed,
		    &(struct asking){ "POST", "/api/upload", .type = FORM,
			.body = form.data, .length = form.length },
		    &got);
		fields_text(&got, fields, sizeof fields);
		if (got.status != sizes[i].status ||
		    strcmp(fields, sizes[i].fields) != 0)
			fail_msg("row %zu: %d %s", i, got.status, fields);
		got_free(&got);
		buffer_free(&form);
	}
}

/* Who may enter */

static const struct {
	const char *method, *path;
	unsigned role; /* 0: nobody */
	int64_t account;
	bool partial;
	int status;
} entries[] = {
	{ "GET", "/api/pupils/7", 0, 0, false, 401 },
	{ "GET", "/api/pupils/7", ROLE_TEACHER, 1, false, 200 },
	{ "GET", "/api/pupils/17", ROLE_TEACHER, 1, false, 404 },
	{ "GET", "/api/pupils/7", ROLE_PUPIL, 7, false, 200 },
	{ "GET", "/api/pupils/8", ROLE_PUPIL, 7, false, 404 },
	{ "GET", "/api/pupils/7", ROLE_GUARDIAN, 7, false, 403 },
	{ "GET", "/api/pupils/7", ROLE_CENTRE, 7, false, 403 },
	{ "GET", "/api/pupils/7", ROLE_SUPERVISOR, 7, false, 403 },
	{ "GET", "/api/pupils/7", ROLE_ENGINEER, 7, false, 403 },
	{ "GET", "/api/pupils/7", ROLE_TEACHER, 1, true, 403 },
	{ "GET", "/api/pupils/x", ROLE_TEACHER, 1, false, 404 },
	{ "GET", "/api/pupils/0", ROLE_TEACHER, 1, false, 404 },
	{ "GET", "/api/pupils/-1", ROLE_TEACHER, 1, false, 404 },
	{ "GET", "/api/pupils/07", ROLE_TEACHER, 1, false, 404 },
	{ "GET", "/api/pupils/99999999999999999999", ROLE_TEACHER, 1, false,
	    404 },
	/* by way of the brief to its pupil */
	{ "GET", "/api/briefs/70", ROLE_PUPIL, 7, false, 200 },
	{ "GET", "/api/briefs/80", ROLE_PUPIL, 7, false, 404 },
	{ "GET", "/api/briefs/90", ROLE_PUPIL, 7, false, 404 },
	{ "PUT", "/api/briefs/70", ROLE_PUPIL, 7, false, 200 },
	{ "PUT", "/api/briefs/80", ROLE_PUPIL, 7, false, 404 },
	{ "POST", "/api/briefs/70/apart", ROLE_PUPIL, 7, false, 200 },
	{ "POST", "/api/briefs/80/apart", ROLE_PUPIL, 7, false, 404 },
	/* half a sign-in */
	{ "GET", "/api/me", ROLE_TEACHER, 1, true, 200 },
	{ "GET", "/api/me", 0, 0, false, 401 },
	{ "GET", "/api/anyone", 0, 0, false, 200 },
	{ "GET", "/api/anyone", ROLE_TEACHER, 1, true, 200 },
};

static void
roles_and_scopes_bound(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(entries); i++) {
		struct person person;
		int status;

		if (entries[i].role != 0)
			bed_enter(&bed, (enum role)entries[i].role,
			    entries[i].account, entries[i].partial, &person);
		status = bed_status(&bed,
		    &(struct asking){ entries[i].method, entries[i].path,
			.person = entries[i].role ? &person : NULL });
		if (status != entries[i].status)
			fail_msg("row %zu: %d", i, status);
	}
}

/* At a public door, half a sign-in is none. */
static void
half_a_sign_in_is_nobody(void **state)
{
	struct person person;
	struct got got;

	(void)state;
	bed_enter(&bed, ROLE_TEACHER, 1, true, &person);
	bed_ask(&bed,
	    &(struct asking){ "GET", "/api/anyone", .person = &person }, &got);
	assert_string_equal(got_member(&got, "session"), "null");
	got_free(&got);
}

static void
changes_want_the_token(void **state)
{
	struct person person, other;

	(void)state;
	bed_enter(&bed, ROLE_TEACHER, 1, false, &person);
	bed_enter(&bed, ROLE_TEACHER, 1, false, &other);
	assert_int_equal(bed_status(&bed,
			     &(struct asking){ "POST", "/api/apart",
				 .person = &person, .no_csrf = true }),
	    403);
	assert_int_equal(
	    bed_status(&bed,
		&(struct asking){ "POST", "/api/apart", .person = &person }),
	    200);
	/* another session's token */
	memcpy(person.csrf, other.csrf, sizeof person.csrf);
	assert_int_equal(
	    bed_status(&bed,
		&(struct asking){ "POST", "/api/apart", .person = &person }),
	    403);
	/* reading needs none; a public door does, when somebody is there */
	assert_int_equal(bed_status(&bed,
			     &(struct asking){ "GET", "/api/me",
				 .person = &person, .no_csrf = true }),
	    200);
	assert_int_equal(
	    bed_status(&bed,
		&(struct asking){ "PUT", "/api/fields", .person = &person,
		    .no_csrf = true, .body = "{\"text\":\"ab\"}" }),
	    403);
}

/* Sessions */

static int
me_status(const struct person *person)
{
	return bed_status(
	    &bed, &(struct asking){ "GET", "/api/me", .person = person });
}

static void
sessions_rotate(void **state)
{
	struct person before, after;
	struct got got;

	(void)state;
	bed_enter(&bed, ROLE_TEACHER, 1, true, &before);
	after = before;
	bed_ask(&bed,
	    &(struct asking){ "POST", "/api/complete", .person = &before },
	    &got);
	assert_int_equal(got.status, 200);
	assert_string_equal(got_member(&got, "partial"), "false");
	snprintf(after.csrf, sizeof after.csrf, "%s", got_member(&got, "csrf"));
	snprintf(after.token, sizeof after.token, "%.64s",
	    got_header(&got, "Set-Cookie") + strlen("giljabi_session="));
	got_free(&got);
	assert_string_not_equal(before.token, after.token);
	assert_int_equal(me_status(&before), 401);
	assert_int_equal(me_status(&after), 200);
	assert_int_equal(
	    bed_status(&bed,
		&(struct asking){ "POST", "/api/apart", .person = &after }),
	    200);
}

static void
sessions_end(void **state)
{
	struct person one, two, three;
	struct got got;

	(void)state;
	bed_enter(&bed, ROLE_TEACHER, 5, false, &one);
	bed_enter(&bed, ROLE_TEACHER, 5, false, &two);
	bed_enter(&bed, ROLE_TEACHER, 6, false, &three);
	assert_int_equal(
	    bed_status(&bed,
		&(struct asking){ "POST", "/api/leave-all", .person = &one }),
	    204);
	assert_int_equal(me_status(&one), 200);
	assert_int_equal(me_status(&two), 401);
	assert_int_equal(me_status(&three), 200);
	bed_ask(&bed, &(struct asking){ "POST", "/api/leave", .person = &one },
	    &got);
	assert_int_equal(got.status, 204);
	assert_non_null(strstr(got_header(&got, "Set-Cookie"),
	    "giljabi_session=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0"));
	got_free(&got);
	assert_int_equal(me_status(&one), 401);
}

static void
sessions_run_out(void **state)
{
	struct person person;

	(void)state;
	bed_enter(&bed, ROLE_TEACHER, 1, false, &person);
	assert_int_equal(me_status(&person), 200);
	bed_sql(
	    &bed, "UPDATE session SET expires = ?", ARGS(INT(clock_now() - 1)));
	assert_int_equal(me_status(&person), 401);
}

static void
session_tokens_are_checked(void **state)
{
	static const char zeros[] = "00000000000000000000000000000000"
				    "00000000000000000000000000000000";
	const char *const tokens[] = { "", "x", "00", zeros, "' OR 1=1 --" };
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(tokens); i++) {
		struct person person = { 0 };

		snprintf(person.token, sizeof person.token, "%s", tokens[i]);
		assert_int_equal(me_status(&person), 401);
	}
}

/* Only the hash is kept, and signing in again ends what the browser had. */
static void
sessions_keep_no_token(void **state)
{
	struct person person;
	struct db *db;

	(void)state;
	bed_enter(&bed, ROLE_TEACHER, 77, false, &person);
	db = store_read(bed.store);
	assert_int_equal(db_int(db,
			     "SELECT COUNT(*) FROM session "
			     "WHERE hash = ?",
			     ARGS(TEXT(person.token)), -1),
	    0);
	assert_true(store_read_end(db));
	assert_int_equal(
	    bed_status(&bed,
		&(struct asking){ "POST", "/api/enter", .person = &person,
		    .body = "{\"role\":4,\"account\":\"77\"}" }),
	    200);
	assert_int_equal(me_status(&person), 401);
}

static int64_t
last_of(int64_t account)
{
	struct db *db = store_read(bed.store);
	int64_t last = db_int(db, "SELECT last FROM session WHERE account = ?",
	    ARGS(ID(account)), -1);

	assert_true(store_read_end(db));
	return last;
}

static void
last_visit_is_kept(void **state)
{
	struct person person;
	int64_t before;
	int tries;

	(void)state;
	bed_enter(&bed, ROLE_TEACHER, 88, false, &person);
	before = last_of(88);
	assert_int_equal(me_status(&person), 200);
	assert_int_equal(last_of(88), before); /* not written each time */
	bed_sql(&bed, "UPDATE session SET last = ? WHERE account = 88",
	    ARGS(INT(before - 600000)));
	assert_int_equal(me_status(&person), 200);
	for (tries = 0; tries < 100 && last_of(88) < before; tries++)
		usleep(20000); /* it is written after the answer */
	assert_true(last_of(88) >= before);
}

static void
cookies_are_guarded(void **state)
{
	struct got got;

	(void)state;
	bed_ask(&bed,
	    &(struct asking){ "POST", "/api/enter",
		.body = "{\"role\":4,\"account\":\"1\"}" },
	    &got);
	assert_null(strstr(got_header(&got, "Set-Cookie"), "Max-Age"));
	assert_null(strstr(got_header(&got, "Set-Cookie"), "Secure"));
	assert_non_null(strstr(got_header(&got, "Set-Cookie"),
	    "; Path=/; HttpOnly; SameSite=Lax"));
	got_free(&got);
	bed_ask(&bed,
	    &(struct asking){ "POST", "/api/enter",
		.head = "X-Forwarded-Proto: https\r\n",
		.body =
		    "{\"role\":4,"
		    "\"account\":\"1\",\"own_device\":true,\"lasts\":60000}" },
	    &got);
	assert_non_null(
	    strstr(got_header(&got, "Set-Cookie"), "; Max-Age=60; Secure"));
	got_free(&got);
	bed_ask(&bed,
	    &(struct asking){
		"GET", "/api/cookie", .head = "Cookie: a=b; chosen=no\r\n" },
	    &got);
	assert_string_equal(got.body, "{\"was\":\"no\"}");
	assert_string_equal(got_header(&got, "Set-Cookie"),
	    "chosen=yes; Path=/; HttpOnly; SameSite=Lax; Max-Age=60");
	got_free(&got);
}

/* Transactions */

static const struct {
	const char *how;
	int status;
	int kept;
	const char *id;
} writes[] = {
	{ "well", 200, 1, "" }, { "refuse", 409, 0, "not_found" },
	{ "field", 422, 0, "fields" }, { "throw", 503, 0, "unavailable" },
	{ "sql", 503, 0, "unavailable" }, { "silent", 500, 0, "failed" },
	{ "well", 200, 1, "" }, /* the server lives on */
};

static void
writes_are_whole_or_undone(void **state)
{
	struct person person;
	size_t i;

	(void)state;
	bed_enter(&bed, ROLE_TEACHER, 1, false, &person);
	for (i = 0; i < COUNT(writes); i++) {
		int64_t before = bed_count(&bed);
		char path[64];
		struct got got;

		snprintf(path, sizeof path, "/api/write/%s", writes[i].how);
		bed_ask(&bed,
		    &(struct asking){ "POST", path, .person = &person }, &got);
		if (got.status != writes[i].status ||
		    bed_count(&bed) - before != writes[i].kept ||
		    strcmp(got_member(&got, "id"), writes[i].id) != 0)
			fail_msg(
			    "%s: %d %s", writes[i].how, got.status, got.body);
		got_free(&got);
	}
}

/* A sign-in that was rolled back leaves the browser as it was. */
static void
undone_writes_set_no_cookie(void **state)
{
	struct person person;
	struct got got;

	(void)state;
	bed_enter(&bed, ROLE_TEACHER, 1, false, &person);
	bed_ask(&bed,
	    &(struct asking){ "POST", "/api/enter-not", .person = &person },
	    &got);
	assert_int_equal(got.status, 409);
	assert_string_equal(got_header(&got, "Set-Cookie"), "");
	got_free(&got);
	assert_int_equal(me_status(&person), 200);
}

static void
undeclared_answers_are_errors(void **state)
{
	struct person person;

	(void)state;
	bed_enter(&bed, ROLE_TEACHER, 1, false, &person);
	assert_int_equal(bed_status(&bed,
			     &(struct asking){ "POST", "/api/write/undeclared",
				 .person = &person }),
	    500);
}

/* Answers */

static const struct {
	const char *path;
	int status;
	const char *header, *value;
	size_t length;
} reads[] = {
	{ "/api/read/none", 204, "Cache-Control", "no-store", 0 },
	{ "/api/read/redirect", 303, "Location", "/elsewhere?x=1", 0 },
	{ "/api/read/bytes", 200, "Content-Disposition",
	    "attachment; "
	    "filename*=UTF-8''%EC%83%81%EB%8B%B4%20%EA%B8%B0%EB%A1%9D.pdf",
	    12 },
	{ "/api/read/bytes", 200, "Content-Type", "application/pdf", 12 },
	{ "/api/read/throw", 503, "Content-Type", "application/problem+json",
	    0 },
	{ "/api/read/sql", 503, "Content-Type", "application/problem+json", 0 },
	{ "/api/read/silent", 500, "Content-Type", "application/problem+json",
	    0 },
	{ "/api/read/twice", 200, "Content-Type", "application/json", 11 },
	{ "/api/file", 200, "Content-Type", "text/plain", 5 },
	{ "/healthz", 200, "Content-Type", "text/plain; charset=utf-8", 3 },
	{ "/readyz", 200, "Content-Type", "text/plain; charset=utf-8", 6 },
	{ "/api/query", 200, "Content-Security-Policy",
	    "default-src 'self'; "
	    "img-src 'self' data:; object-src 'none'; base-uri 'none'; "
	    "frame-ancestors 'none'; form-action 'self'",
	    0 },
	{ "/api/query", 200, "X-Content-Type-Options", "nosniff", 0 },
	{ "/api/query", 200, "Referrer-Policy", "same-origin", 0 },
};

static void
answers_are_sent(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(reads); i++) {
		struct got got, head;

		bed_ask(&bed, &(struct asking){ "GET", reads[i].path }, &got);
		if (got.status != reads[i].status ||
		    strcmp(got_header(&got, reads[i].header), reads[i].value) !=
			0 ||
		    (reads[i].length && got.length != reads[i].length))
			fail_msg("row %zu: %d %s %s", i, got.status,
			    got_header(&got, reads[i].header), got.body);
		/* HEAD is GET without the body */
		bed_ask(&bed, &(struct asking){ "HEAD", reads[i].path }, &head);
		assert_int_equal(head.status, got.status);
		if (reads[i].length)
			assert_int_equal(
			    strtoul(
				got_header(&head, "Content-Length"), NULL, 10),
			    got.length);
		assert_int_equal(head.length, 0);
		got_free(&got);
		got_free(&head);
	}
}

static void
problems_speak_the_language(void **state)
{
	static const struct {
		const char *head, *want;
	} langs[] = {
		{ NULL, "로그인해 주세요." },
		{ "Accept-Language: en-US,en;q=0.9\r\n", "Please sign in." },
		{ "Accept-Language: ko-KR,en;q=0.8\r\n", "로그인해 주세요." },
		{ "Accept-Language: ko\r\nCookie: giljabi_lang=en\r\n",
		    "Please sign in." },
		{ "Accept-Language: en\r\nCookie: giljabi_lang=xx\r\n",
		    "Please sign in." },
	};
	struct got got;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(langs); i++) {
		bed_ask(&bed,
		    &(struct asking){ "GET", "/api/me", .head = langs[i].head },
		    &got);
		assert_int_equal(got.status, 401);
		assert_string_equal(got_member(&got, "detail"), langs[i].want);
		assert_string_equal(got_member(&got, "id"), "session.expired");
		assert_string_equal(got_member(&got, "type"), "about:blank");
		assert_string_equal(got_member(&got, "status"), "401");
		assert_string_equal(got_member(&got, "reference"),
		    got_header(&got, "X-Request-Id"));
		got_free(&got);
	}
}

static void
same_answers_are_not_sent_again(void **state)
{
	static const char *const paths[] = { "/api/query", "/api/read/big", "/",
		"/assets/main-Ab12.js", "/assets/font.woff2" };
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(paths); i++) {
		char head[200];
		struct got got;

		bed_ask(&bed, &(struct asking){ "GET", paths[i] }, &got);
		assert_int_equal(got.status, 200);
		snprintf(head, sizeof head, "If-None-Match: \"x\", %s\r\n",
		    got_header(&got, "ETag"));
		got_free(&got);
		bed_ask(&bed, &(struct asking){ "GET", paths[i], .head = head },
		    &got);
		if (got.status != 304 || got.length != 0)
			fail_msg("%s: %d", paths[i], got.status);
		assert_non_null(strstr(head, got_header(&got, "ETag")));
		got_free(&got);
		bed_ask(&bed,
		    &(struct asking){
			"GET", paths[i], .head = "If-None-Match: \"x\"\r\n" },
		    &got);
		assert_int_equal(got.status, 200);
		got_free(&got);
	}
}

static size_t
gunzip(const struct got *got, char *out, size_t size)
{
	z_stream stream = { .next_in = (unsigned char *)got->body,
		.avail_in = (unsigned)got->length,
		.next_out = (unsigned char *)out,
		.avail_out = (unsigned)size };

	assert_int_equal(inflateInit2(&stream, 15 + 16), Z_OK);
	assert_int_equal(inflate(&stream, Z_FINISH), Z_STREAM_END);
	inflateEnd(&stream);
	return size - stream.avail_out;
}

static void
large_answers_are_compressed(void **state)
{
	static const struct {
		const char *path, *takes, *want;
	} rows[] = {
		{ "/api/read/big", "gzip, deflate, br", "gzip" },
		{ "/api/read/big", "br", "" },
		{ "/api/read/big", "gzip;q=0", "" },
		{ "/api/read/bytes", "gzip", "" },
		{ "/api/query", "gzip", "" },
		{ "/assets/main-Ab12.js", "gzip", "gzip" },
		{ "/assets/main-Ab12.js", "identity", "" },
		{ "/assets/kept-Cd34.js", "gzip", "gzip" },
		{ "/assets/font.woff2", "gzip", "" },
		{ "/", "gzip", "" },
	};
	static char plain[20000];
	struct got got;
	char head[100];
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(rows); i++) {
		snprintf(head, sizeof head, "Accept-Encoding: %s\r\n",
		    rows[i].takes);
		bed_ask(&bed,
		    &(struct asking){ "GET", rows[i].path, .head = head },
		    &got);
		assert_int_equal(got.status, 200);
		if (strcmp(got_header(&got, "Content-Encoding"),
			rows[i].want) != 0)
			fail_msg("row %zu", i);
		if (i == 0) {
			assert_string_equal(
			    got_header(&got, "Vary"), "Accept-Encoding");
			assert_true(gunzip(&got, plain, sizeof plain) > 8000);
			assert_memory_equal(plain, "{\"list\":[0,1,2", 14);
		}
		if (text_is(rows[i].path, "/assets/kept-Cd34.js"))
			assert_string_equal(got.body, "as it was built");
		got_free(&got);
	}
}

/* Pages */

static const struct {
	const char *path;
	int status;
	const char *caching, *type, *start;
} pages[] = {
	{ "/", 200, "no-cache", "text/html; charset=utf-8", "<!doctype" },
	{ "/index.html", 200, "no-cache", "text/html; charset=utf-8",
	    "<!doctype" },
	{ "/classes/7?x=1", 200, "no-cache", "text/html; charset=utf-8",
	    "<!doctype" },
	{ "/assets/main-Ab12.js", 200, "public, max-age=31536000, immutable",
	    "text/javascript; charset=utf-8", "let x" },
	{ "/assets/font.woff2", 200, "public, max-age=31536000, immutable",
	    "font/woff2", "font" },
	{ "/assets/gone-Ab12.js", 404, "no-store", "application/problem+json",
	    "{" },
	{ "/api/gone", 404, "no-store", "application/problem+json", "{" },
	/* nothing that was not there at the start, and nothing hidden */
	{ "/.hidden", 200, "no-cache", NULL, "<!doctype" },
	{ "/link.html", 200, "no-cache", NULL, "<!doctype" },
	{ "/../secret", 200, "no-cache", NULL, "<!doctype" },
	{ "/..%2fsecret", 200, "no-cache", NULL, "<!doctype" },
	{ "/%2e%2e/secret", 200, "no-cache", NULL, "<!doctype" },
	{ "/assets/../../secret", 404, "no-store", NULL, "{" },
	{ "/assets/..%2f..%2fsecret", 404, "no-store", NULL, "{" },
	{ "//etc/passwd", 200, "no-cache", NULL, "<!doctype" },
	{ "/assets/main-Ab12.js%00.html", 404, "no-store", NULL, "{" },
	{ "/assets/kept-Cd34.js.gz", 404, "no-store", NULL, "{" },
};

static void
pages_are_served(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(pages); i++) {
		struct got got;

		bed_ask(&bed, &(struct asking){ "GET", pages[i].path }, &got);
		if (got.status != pages[i].status ||
		    strcmp(got_header(&got, "Cache-Control"),
			pages[i].caching) != 0 ||
		    !text_starts(got.body, pages[i].start))
			fail_msg("%s: %d %.40s", pages[i].path, got.status,
			    got.body);
		if (pages[i].type != NULL)
			assert_string_equal(
			    got_header(&got, "Content-Type"), pages[i].type);
		got_free(&got);
	}
}

/* Counts */

static void
requests_are_counted(void **state)
{
	struct got got;

	(void)state;
	bed_status(&bed, &(struct asking){ "GET", "/api/cookie" });
	bed_status(&bed, &(struct asking){ "GET", "/api/cookie?x=1" });
	bed_ask(&bed, &(struct asking){ "GET", "/metrics" }, &got);
	assert_int_equal(got.status, 200);
	assert_non_null(strstr(got.body,
	    "giljabi_requests_total{method="
	    "\"GET\",route=\"/api/cookie\",status=\"4xx\"} 1\n"));
	assert_non_null(strstr(got.body,
	    "giljabi_request_seconds_bucket{"
	    "method=\"GET\",route=\"/api/cookie\",le=\"+Inf\"} "));
	assert_non_null(strstr(got.body, "\ngiljabi_connections "));
	got_free(&got);
	/* not for those outside */
	assert_int_equal(bed_status(&bed,
			     &(struct asking){ "GET", "/metrics",
				 .head = "X-Forwarded-For: 203.0.113.9\r\n" }),
	    404);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(heads_are_read),
		cmocka_unit_test(long_addresses_are_refused),
		cmocka_unit_test(methods_are_told),
		cmocka_unit_test(pipelines_are_answered),
		cmocka_unit_test(refused_bodies_are_read_past),
		cmocka_unit_test(bodies_are_checked),
		cmocka_unit_test(bodies_reach_the_handler),
		cmocka_unit_test(bodies_out_of_place_are_refused),
		cmocka_unit_test(long_chunks_are_refused),
		cmocka_unit_test(queries_are_checked),
		cmocka_unit_test(uploads_are_taken),
		cmocka_unit_test(large_files_are_refused),
		cmocka_unit_test(roles_and_scopes_bound),
		cmocka_unit_test(half_a_sign_in_is_nobody),
		cmocka_unit_test(changes_want_the_token),
		cmocka_unit_test(sessions_rotate),
		cmocka_unit_test(sessions_end),
		cmocka_unit_test(sessions_run_out),
		cmocka_unit_test(session_tokens_are_checked),
		cmocka_unit_test(sessions_keep_no_token),
		cmocka_unit_test(last_visit_is_kept),
		cmocka_unit_test(cookies_are_guarded),
		cmocka_unit_test(writes_are_whole_or_undone),
		cmocka_unit_test(undone_writes_set_no_cookie),
		cmocka_unit_test(undeclared_answers_are_errors),
		cmocka_unit_test(answers_are_sent),
		cmocka_unit_test(problems_speak_the_language),
		cmocka_unit_test(same_answers_are_not_sent_again),
		cmocka_unit_test(large_answers_are_compressed),
		cmocka_unit_test(pages_are_served),
		cmocka_unit_test(requests_are_counted),
		cmocka_unit_test(files_go),
	};

	return cmocka_run_group_tests(tests, bed_setup, bed_teardown);
}
