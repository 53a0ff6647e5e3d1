/* The room of the tests, and what they all do with it. */
#define _XOPEN_SOURCE 700 /* nftw */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/text.h"
#include "http/bed_test.h"
#include "http/inside.h"

/* Handlers: sessions */

static void
put_me(struct request *rq)
{
	struct writer *writer = answer(rq);

	put_text(writer, "csrf", session_csrf(rq));
	put_id(writer, "session", rq->actor.session);
	put_id(writer, "account", rq->actor.account);
	put_int(writer, "role", rq->actor.role);
	put_bool(writer, "partial", rq->actor.partial);
}

static void
enter_do(struct request *rq)
{
	int64_t role = body_int(rq, "role");

	session_begin(rq, rq->db,
	    &(struct session_new){
		.account = body_id(rq, "account"),
		.role = (enum role)role,
		.pupil = role == ROLE_PUPIL ? body_id(rq, "account") : 0,
		.partial = body_bool(rq, "partial"),
		.own_device = body_bool(rq, "own_device"),
		.lasts = body_given(rq, "lasts") ? body_int(rq, "lasts")
						 : 3600000,
		.device = request_agent(rq),
	    });
	put_me(rq);
}

static void
enter_not_do(struct request *rq)
{
	session_begin(rq, rq->db,
	    &(struct session_new){
		.account = 1, .role = ROLE_TEACHER, .lasts = 1000 });
	answer_error(rq, 409, "not_found", NULL);
}

static void
complete_do(struct request *rq)
{
	session_complete(rq, rq->db);
	put_me(rq);
}

static void
leave_do(struct request *rq)
{
	session_end(rq, rq->db, rq->actor.session);
	answer_none(rq);
}

static void
leave_all_do(struct request *rq)
{
	session_end_all(rq->db, rq->actor.account, rq->actor.session);
	answer_none(rq);
}

/* Handlers: reading and writing */

static void
pupil_show(struct request *rq)
{
	struct writer *writer = answer(rq);

	put_id(writer, "id", path_id(rq, "pupil"));
	put_int(writer, "rows",
	    db_int(rq->db, "SELECT COUNT(*) FROM sample", NO_ARGS, 0));
}

static void
brief_show(struct request *rq)
{
	put_id(answer(rq), "id", path_id(rq, "brief"));
}

static void
sample_add(struct request *rq, struct db *db)
{
	db_do(db, "INSERT INTO sample (id, name) VALUES (?, ?)",
	    ARGS(ID(id_new()), TEXT("x")));
	(void)rq;
}

static void
write_do(struct request *rq)
{
	const char *how = path_text(rq, "how");

	sample_add(rq, rq->db);
	if (text_is(how, "well"))
		put_bool(answer(rq), "ok", true);
	else if (text_is(how, "refuse"))
		answer_error(rq, 409, "not_found", NULL);
	else if (text_is(how, "field"))
		answer_field(rq, "name", "field.long",
		    (const struct word[]){ { "max", "7" }, { 0 } });
	else if (text_is(how, "throw"))
		arena_throw(rq->arena);
	else if (text_is(how, "sql"))
		db_do(rq->db, "INSERT INTO nowhere (id) VALUES (1)", NO_ARGS);
	else if (text_is(how, "undeclared"))
		put_text(answer(rq), "ok", "yes");
	/* silent: a bug */
	if (text_is(how, "sql"))
		put_bool(answer(rq), "ok", true);
}

static void
read_do(struct request *rq)
{
	static const char pdf[] = "%PDF-1.7 …";
	const char *how = path_text(rq, "how");
	struct writer *writer;
	int i;

	if (text_is(how, "none")) {
		answer_none(rq);
	} else if (text_is(how, "redirect")) {
		answer_redirect(rq, "/elsewhere?x=1");
	} else if (text_is(how, "bytes")) {
		answer_bytes(rq, "application/pdf", pdf, sizeof pdf - 1,
		    "상담 기록.pdf");
	} else if (text_is(how, "throw")) {
		arena_throw(rq->arena);
	} else if (text_is(how, "sql")) {
		db_int(rq->db, "SELECT nothing FROM nowhere", NO_ARGS, 0);
		put_bool(answer(rq), "ok", true);
	} else if (text_is(how, "big")) {
		writer = answer(rq);
		put_list(writer, "list");
		for (i = 0; i < 2000; i++)
			put_int(writer, NULL, i);
		put_list_end(writer);
	} else if (text_is(how, "twice")) {
		answer_error(rq, 409, "not_found", NULL);
		put_bool(answer(rq), "ok", true); /* the last counts */
	}
}

static void
file_show(struct request *rq)
{
	char *path = arena_printf(
	    rq->arena, "%s/paper-XXXXXX", getenv("TMPDIR"));
	int file = mkstemp(path);

	assert_true(file >= 0 && write(file, "paper", 5) == 5);
	close(file);
	answer_file(rq, "text/plain", path, NULL);
}

static struct db *
apart_open(struct request *rq)
{
	assert_null(rq->db);
	return store_read(rq->store);
}

static void
apart_do(struct request *rq)
{
	struct db *db = apart_open(rq);
	int64_t rows = db_int(db, "SELECT COUNT(*) FROM sample", NO_ARGS, -1);

	assert_true(store_read_end(db));
	put_int(answer(rq), "rows", rows);
}

/* Handlers: what comes in */

static void
fields_do(struct request *rq)
{
	struct writer *writer = answer(rq);

	put_text(writer, "text", body_text(rq, "text"));
	put_int(writer, "int", body_int(rq, "int"));
	put_real(writer, "real", body_real(rq, "real"), 3);
	put_id(writer, "id", body_id(rq, "id"));
	put_bool(writer, "given", body_given(rq, "int"));
	put_int(
	    writer, "items", (int64_t)json_array_size(body_json(rq, "items")));
	put_int(writer, "first",
	    member_int(json_array_get(body_json(rq, "items"), 0), "n"));
}

static void
query_do(struct request *rq)
{
	struct writer *writer = answer(rq);

	put_text(writer, "q", query_text(rq, "q"));
	put_int(writer, "page", query_int(rq, "page"));
	put_id(writer, "class", query_id(rq, "class"));
	put_bool(writer, "all", query_bool(rq, "all"));
	put_bool(writer, "given", query_given(rq, "page"));
}

static void
upload_do(struct request *rq)
{
	const char *path = body_file(rq, "file");
	struct writer *writer = answer(rq);
	struct stat about = { 0 };

	assert_true(path == NULL || stat(path, &about) == 0);
	put_text(writer, "kind", body_text(rq, "kind"));
	put_int(writer, "count", body_int(rq, "count"));
	put_text(writer, "name", body_file_name(rq, "file"));
	put_int(writer, "size", about.st_size);
}

static void
try_do(struct request *rq)
{
	const char *key = body_text(rq, "key");

	if (!throttle(rq, "door", key, 5, 60))
		return;
	if (!body_bool(rq, "right")) {
		answer_error(rq, 403, "role", NULL);
		return;
	}
	throttle_forgive(rq, "door", key);
	answer_none(rq);
}

static void
slow_do(struct request *rq)
{
	int64_t ms = query_int(rq, "ms");

	nanosleep(&(struct timespec){ ms / 1000, ms % 1000 * 1000000 }, NULL);
	put_bool(answer(rq), "ok", true);
}

static void
cookie_do(struct request *rq)
{
	answer_cookie(rq, "chosen", "yes", 60);
	put_text(answer(rq), "was", request_cookie(rq, "chosen"));
}

/* Rows */

static const char *const kinds[] = { "roster", "schools", NULL };
static const struct field me_answer[] = {
	{ "csrf", FIELD_TEXT },
	{ "session", FIELD_ID },
	{ "account", FIELD_ID },
	{ "role", FIELD_INT, .required = true },
	{ "partial", FIELD_BOOL, .required = true },
	{ 0 },
};
static const struct field enter_body[] = {
	{ "role", FIELD_INT, 0, 63, .required = true },
	{ "account", FIELD_ID, .required = true },
	{ "partial", FIELD_BOOL },
	{ "own_device", FIELD_BOOL },
	{ "lasts", FIELD_INT, 1, 10000000 },
	{ 0 },
};
static const struct field pupil_answer[] = {
	{ "id", FIELD_ID, .required = true },
	{ "rows", FIELD_INT, .required = true },
	{ 0 },
};
static const struct field brief_answer[] = {
	{ "id", FIELD_ID, .required = true },
	{ 0 },
};
static const struct field ok_answer[] = {
	{ "ok", FIELD_BOOL },
	{ "list", FIELD_LIST, .of = FIELD_INT },
	{ 0 },
};
static const struct field item[] = {
	{ "n", FIELD_INT, 0, 9, .required = true },
	{ 0 },
};
static const struct field fields_body[] = {
	{ "text", FIELD_TEXT, 2, 4, .required = true },
	{ "int", FIELD_INT, -2, 3 },
	{ "real", FIELD_REAL, 0, 1 },
	{ "id", FIELD_ID },
	{ "items", FIELD_LIST, 1, 2, .fields = item },
	{ 0 },
};
static const struct field fields_answer[] = {
	{ "text", FIELD_TEXT, .required = true },
	{ "int", FIELD_INT, .required = true },
	{ "real", FIELD_REAL, .required = true },
	{ "id", FIELD_ID },
	{ "given", FIELD_BOOL, .required = true },
	{ "items", FIELD_INT, .required = true },
	{ "first", FIELD_INT, .required = true },
	{ 0 },
};
static const struct field query_fields[] = {
	{ "q", FIELD_TEXT, 0, 5 },
	{ "page", FIELD_INT, 1, 100 },
	{ "class", FIELD_ID },
	{ "all", FIELD_BOOL },
	{ 0 },
};
static const struct field query_answer[] = {
	{ "q", FIELD_TEXT },
	{ "page", FIELD_INT, .required = true },
	{ "class", FIELD_ID },
	{ "all", FIELD_BOOL, .required = true },
	{ "given", FIELD_BOOL, .required = true },
	{ 0 },
};
static const struct field upload_body[] = {
	{ "kind", FIELD_CHOICE, .choices = kinds, .required = true },
	{ "count", FIELD_INT, 0, 9 },
	{ "file", FIELD_FILE, 1, 100000, .required = true },
	{ 0 },
};
static const struct field upload_answer[] = {
	{ "kind", FIELD_TEXT, .required = true },
	{ "count", FIELD_INT, .required = true },
	{ "name", FIELD_TEXT, .required = true },
	{ "size", FIELD_INT, .required = true },
	{ 0 },
};
static const struct field try_body[] = {
	{ "key", FIELD_TEXT, 1, 20, .required = true },
	{ "right", FIELD_BOOL },
	{ 0 },
};
static const struct field slow_query[] = {
	{ "ms", FIELD_INT, 0, 5000, .required = true },
	{ 0 },
};
static const struct field rows_answer[] = {
	{ "rows", FIELD_INT, .required = true },
	{ 0 },
};
static const struct field cookie_answer[] = {
	{ "was", FIELD_TEXT },
	{ 0 },
};

#define X .summary = "x"
enum { READS = ROLE_TEACHER | ROLE_PUPIL };
static const struct route sample_routes[] = {
	{ POST, "/api/enter", enter_do, ROLE_PUBLIC, .body = enter_body,
	    .answer = me_answer, X },
	{ POST, "/api/enter-not", enter_not_do, ROLE_PUBLIC, X },
	{ GET, "/api/me", put_me, ROLE_ANY, .answer = me_answer,
	    .partial = true, X },
	{ GET, "/api/anyone", put_me, ROLE_PUBLIC | ROLE_ANY,
	    .answer = me_answer, X },
	{ POST, "/api/complete", complete_do, ROLE_ANY, .answer = me_answer,
	    .partial = true, X },
	{ POST, "/api/leave", leave_do, ROLE_ANY, .partial = true, X },
	{ POST, "/api/leave-all", leave_all_do, ROLE_ANY, X },
	{ GET, "/api/pupils/{pupil}", pupil_show, READS, .scope = "pupil",
	    .answer = pupil_answer, X },
	{ GET, "/api/briefs/{brief}", brief_show, READS, .scope = "brief",
	    .answer = brief_answer, X },
	{ PUT, "/api/briefs/{brief}", brief_show, READS, .scope = "brief",
	    .answer = brief_answer, X },
	{ POST, "/api/briefs/{brief}/apart", brief_show, READS, .apart = true,
	    .scope = "brief", .answer = brief_answer, X },
	{ POST, "/api/write/{how}", write_do, ROLE_TEACHER, .answer = ok_answer,
	    X },
	{ GET, "/api/read/{how}", read_do, ROLE_PUBLIC, .answer = ok_answer,
	    X },
	{ GET, "/api/file", file_show, ROLE_PUBLIC, .apart = true,
	    .answer_type = "text/plain", X },
	{ POST, "/api/apart", apart_do, ROLE_TEACHER, .apart = true,
	    .answer = rows_answer, X },
	{ PUT, "/api/fields", fields_do, ROLE_PUBLIC, .body = fields_body,
	    .answer = fields_answer, .seconds = 2, X },
	{ GET, "/api/query", query_do, ROLE_PUBLIC, .query = query_fields,
	    .answer = query_answer, X },
	{ POST, "/api/upload", upload_do, ROLE_PUBLIC, .body = upload_body,
	    .answer = upload_answer, .body_max = 200000, X },
	{ POST, "/api/try", try_do, ROLE_PUBLIC, .body = try_body, X },
	{ GET, "/api/slow", slow_do, ROLE_PUBLIC, .query = slow_query,
	    .answer = ok_answer, .apart = true, X },
	{ GET, "/api/cookie", cookie_do, ROLE_PUBLIC, .answer = cookie_answer,
	    X },
	{ 0 },
};
static const struct migration sample_schema[] = {
	{ 1, "sample",
	    "CREATE TABLE sample (id BIGINT PRIMARY KEY, "
	    "name TEXT NOT NULL);"
	    "CREATE TABLE brief (id BIGINT PRIMARY KEY, pupil BIGINT NOT NULL);"
	    "INSERT INTO brief (id, pupil) VALUES (70, 7), (80, 8);" },
	{ 0 },
};
static const struct scope sample_scopes[] = {
	{ "brief", "pupil", "SELECT pupil FROM brief WHERE id = ?" },
	{ 0 },
};
static const struct module sample_module = {
	.name = "sample",
	.routes = sample_routes,
	.schema = sample_schema,
	.scopes = sample_scopes,
};
const struct module *const bed_rooms[] = { &http_module, &sample_module, NULL };

const char bed_secret[] =
    "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

/* A teacher reaches the pupils below 10, a pupil the own record. */
static bool
sample_reach(
    struct db *db, const struct actor *actor, const char *scope, int64_t id)
{
	(void)db;
	if (!text_is(scope, "pupil"))
		return false;
	return actor->role == ROLE_TEACHER ? id < 10 : id == actor->pupil;
}

/* The bed */

static void
page_write(
    const struct bed *bed, const char *name, const char *bytes, size_t repeat)
{
	char path[256];
	FILE *file;

	snprintf(path, sizeof path, "%s/%s", bed->web, name);
	file = fopen(path, "w");
	assert_non_null(file);
	while (repeat-- > 0)
		fputs(bytes, file);
	fclose(file);
}

static void
web_make(struct bed *bed)
{
	char path[128];

	snprintf(bed->web, sizeof bed->web, "%s/web", bed->folder);
	mkdir(bed->web, 0700);
	snprintf(path, sizeof path, "%s/assets", bed->web);
	mkdir(path, 0700);
	page_write(bed, "index.html", "<!doctype html><title>길</title>", 1);
	page_write(bed, "assets/main-Ab12.js", "let x = 1;\n", 300);
	page_write(bed, "assets/kept-Cd34.js", "let y = 2;\n", 300);
	page_write(bed, "assets/kept-Cd34.js.gz", "as it was built", 1);
	page_write(bed, "assets/font.woff2", "font", 1000);
	page_write(bed, ".hidden", "secret", 1);
	snprintf(path, sizeof path, "%s/secret", bed->folder);
	symlink("/etc/passwd", path);
	snprintf(path, sizeof path, "%s/link.html", bed->web);
	symlink("/etc/passwd", path);
}

void
bed_start(struct bed *bed, const struct server_options *tweak)
{
	const char *server = getenv("GILJABI_TEST_POSTGRES");
	struct server_options options = { 0 };
	char url[96];

	if (getenv("GILJABI_TEST_LOG") == NULL)
		log_level(LOG_ERROR + 1);
	snprintf(bed->folder, sizeof bed->folder, "/tmp/giljabi-http-XXXXXX");
	assert_non_null(mkdtemp(bed->folder));
	setenv("TMPDIR", bed->folder, 1);
	web_make(bed);
	snprintf(url, sizeof url, "sqlite:%s/test.db", bed->folder);
	bed->store = store_open(server ? server : url, NULL);
	assert_non_null(bed->store);
	assert_true(store_migrate(bed->store, bed_rooms));
	if (tweak != NULL)
		options = *tweak;
	options.listen = tweak && tweak->listen ? tweak->listen : "127.0.0.1:0";
	options.web = bed->web;
	options.store = bed->store;
	options.modules = bed_rooms;
	options.reach = sample_reach;
	options.secret = bed_secret;
	bed->server = server_start(&options);
	assert_non_null(bed->server);
	bed->port = server_port(bed->server);
}

static int
entry_remove(
    const char *path, const struct stat *about, int type, struct FTW *ftw)
{
	(void)about;
	(void)type;
	(void)ftw;
	return remove(path);
}

void
bed_stop(struct bed *bed)
{
	server_stop(bed->server);
	store_close(bed->store);
	nftw(bed->folder, entry_remove, 8, FTW_DEPTH | FTW_PHYS);
}

int64_t
bed_count(struct bed *bed)
{
	struct db *db = store_read(bed->store);
	int64_t count = db_int(db, "SELECT COUNT(*) FROM sample", NO_ARGS, -1);

	assert_true(store_read_end(db));
	return count;
}

struct statement {
	const char *sql;
	struct values values;
};

static bool
statement_do(struct db *db, void *with)
{
	const struct statement *statement = with;

	return db_do(db, statement->sql, statement->values) >= 0;
}

void
bed_sql(struct bed *bed, const char *sql, struct values values)
{
	struct statement statement = { sql, values };

	assert_int_equal(
	    store_write(bed->store, statement_do, &statement), WRITE_DONE);
}

/* Asking */

/* Not through memory.h, whose faults are meant for the server. */
bool
bed_send(int socket, const struct asking *asking)
{
	const struct person *person = asking->person;
	size_t length = asking->length ? asking->length
	    : asking->body             ? strlen(asking->body)
				       : 0,
	       size;
	char *bytes;
	FILE *out = open_memstream(&bytes, &size);
	bool sent;

	fprintf(out, "%s %s HTTP/1.1\r\nHost: test\r\n", asking->method,
	    asking->path);
	if (person != NULL)
		fprintf(out, "Cookie: giljabi_session=%s\r\n", person->token);
	if (person != NULL && !asking->no_csrf)
		fprintf(out, "X-CSRF-Token: %s\r\n", person->csrf);
	if (asking->body != NULL)
		fprintf(out, "Content-Type: %s\r\nContent-Length: %zu\r\n",
		    asking->type ? asking->type : "application/json", length);
	fprintf(out, "%s\r\n", asking->head ? asking->head : "");
	if (length > 0)
		fwrite(asking->body, 1, length, out);
	fclose(out);
	sent = client_send(socket, bytes, size);
	free(bytes);
	return sent;
}

void
bed_ask(struct bed *bed, const struct asking *asking, struct got *got)
{
	int socket = client_open(bed->port, NULL);

	assert_true(socket >= 0);
	bed_send(socket, asking);
	client_read(socket, got, strcmp(asking->method, "HEAD") != 0);
	close(socket);
}

int
bed_status(struct bed *bed, const struct asking *asking)
{
	struct got got;

	bed_ask(bed, asking, &got);
	got_free(&got);
	return got.status;
}

const char *
got_member(const struct got *got, const char *name)
{
	static char text[1024];
	json_t *object = json_loadb(
	    got->body ? got->body : "", got->length, 0, NULL);
	json_t *member = json_object_get(object, name);
	char *dump = member ? json_dumps(member, JSON_ENCODE_ANY) : NULL;

	snprintf(text, sizeof text, "%s",
	    json_is_string(member) ? json_string_value(member)
		: dump             ? dump
				   : "");
	memory_give(dump);
	json_decref(object);
	return text;
}

/* The token of the cookie that an answer sets. */
static void
token_take(const struct got *got, struct person *person)
{
	const char *cookie = got_header(got, "Set-Cookie");

	assert_true(text_starts(cookie, "giljabi_session="));
	cookie += strlen("giljabi_session=");
	snprintf(person->token, sizeof person->token, "%.*s",
	    (int)strcspn(cookie, ";"), cookie);
}

void
bed_enter(struct bed *bed, enum role role, int64_t account, bool partial,
    struct person *person)
{
	char body[128];
	struct got got;

	snprintf(body, sizeof body,
	    "{\"role\":%d,\"account\":\"%lld\",\"partial\":%s}", (int)role,
	    (long long)account, partial ? "true" : "false");
	bed_ask(
	    bed, &(struct asking){ "POST", "/api/enter", .body = body }, &got);
	assert_int_equal(got.status, 200);
	token_take(&got, person);
	snprintf(
	    person->csrf, sizeof person->csrf, "%s", got_member(&got, "csrf"));
	got_free(&got);
}
