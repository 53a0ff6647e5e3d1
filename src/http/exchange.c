/*
 * The way of a request: its head, its door, who it is and whether that one may
 * enter, its fields, its scope, the handler. Each step answers itself when it
 * refuses; the next ones are then left out. A step runs under a guard, so that
 * a want of memory ends the request and not the server.
 */
#include "http/inside.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/text.h"

enum {
	SKIP_MOST = 64 * 1024, /* of a refused body that is read past */
	KEPT_MOST = 256 * 1024 /* a buffer larger than this is given back */
};

bool
guarded(struct exchange *x, void (*step)(struct exchange *x))
{
	if (ARENA_CATCH(x->rq.arena)) {
		step(x);
		return true;
	}
	log_event(LOG_ERROR, "request.memory", "id", x->rq.id, NULL);
	atomic_fetch_add(&x->server->memory_errors, 1);
	reply_last_words(x);
	return false;
}

static bool
is_answered(const struct exchange *x)
{
	return x->reply.status != 0;
}

/* The database failed: what was found, or not found, says nothing. */
static void
unavailable(struct exchange *x)
{
	atomic_fetch_add(&x->server->store_errors, 1);
	answer_error(&x->rq, 503, "unavailable", NULL);
}

/* The door */

static const struct {
	const char *name;
	enum method method;
} methods[] = {
	{ "GET", GET },
	{ "HEAD", GET },
	{ "POST", POST },
	{ "PUT", PUT },
	{ "PATCH", PATCH },
	{ "DELETE", DELETE },
};

static void
method_read(struct exchange *x, const char *name)
{
	size_t i;

	for (i = 0; i < COUNT(methods); i++)
		if (strcmp(methods[i].name, name) == 0)
			x->method = methods[i].method;
}

static void
refuse_method(struct exchange *x)
{
	char allow[64] = "";
	size_t i, length = 0;

	for (i = 0; i < COUNT(methods); i++)
		if (x->match.doors[methods[i].method] != NULL)
			length += (size_t)snprintf(allow + length,
			    sizeof allow - length, "%s%s", length ? ", " : "",
			    methods[i].name);
	answer_error(&x->rq, 405, "method", NULL);
	reply_header(x, "Allow", allow);
}

static void
page_find(struct exchange *x)
{
	const struct page *page = NULL;
	char *path = arena_text(x->rq.arena, x->uri);

	if (x->method == GET && x->server->pages != NULL &&
	    !text_starts(path, "/api/") && url_decode(path, false))
		page = pages_find(x->server->pages, path);
	if (page == NULL) {
		answer_error(&x->rq, 404, "not_found", NULL);
		return;
	}
	x->reply.kind = REPLY_PAGE;
	x->reply.status = 200;
	x->reply.page = page;
}

static void
door_find(struct exchange *x)
{
	const char *segments[SEGMENTS];
	char *path = arena_text(x->rq.arena, x->uri);
	int count = path_split(path, segments, SEGMENTS);

	if (count < 0 ||
	    !router_find(x->server->router, segments, count, &x->match)) {
		page_find(x);
		return;
	}
	x->door = x->method ? x->match.doors[x->method] : NULL;
	if (x->door == NULL) {
		refuse_method(x);
		return;
	}
	x->rq.route = x->door->route;
}

static void
head_step(struct exchange *x)
{
	if (!head_read(x))
		return;
	host_read(x);
	if (*x->uri != '/' || strlen(x->uri) >= URI_MOST) {
		answer_error(
		    &x->rq, *x->uri == '/' ? 414 : 400, "address", NULL);
		return;
	}
	x->query_text = strchr(x->uri, '?');
	if (x->query_text != NULL)
		*x->query_text++ = '\0';
	door_find(x);
}

/* Who it is, and whether that one may enter */

static void
session_step(struct exchange *x)
{
	session_find(x, x->reader);
	if (!db_ok(x->reader))
		unavailable(x);
}

/*
 * Somebody with half a sign-in is nobody, but at the doors that finish it.
 */
static void
actor_settle(struct exchange *x)
{
	bool known = !x->signed_in.partial || x->rq.route->partial;

	x->rq.actor = known ? x->signed_in : (struct actor){ 0 };
	x->token = known ? x->cookie_token : NULL;
}

static bool
role_fits(struct exchange *x)
{
	unsigned roles = x->rq.route->roles;

	if (roles & ROLE_PUBLIC)
		return true;
	if (x->signed_in.session == 0)
		answer_error(&x->rq, 401, "session.expired", NULL);
	else if (!(roles & x->signed_in.role))
		answer_error(&x->rq, 403, "role", NULL);
	else if (x->signed_in.partial && !x->rq.route->partial)
		answer_error(&x->rq, 403, "session.partial", NULL);
	return !is_answered(x);
}

static bool
pace_fits(struct exchange *x)
{
	if (throttle_request(x->server->throttle, x->host, x->rq.now))
		return true;
	answer_error(&x->rq, 429, "throttled",
	    (const struct word[]){ { "seconds", "1" }, { 0 } });
	reply_header(x, "Retry-After", "1");
	return false;
}

/* A page of strangers cannot read the token, so it cannot send it. */
static bool
token_fits(struct exchange *x)
{
	if (x->method == GET || x->cookie_token == NULL ||
	    session_token_fits(x))
		return true;
	answer_error(&x->rq, 403, "csrf", NULL);
	return false;
}

static void
admit_step(struct exchange *x)
{
	if (role_fits(x) && pace_fits(x) && token_fits(x))
		actor_settle(x);
}

static bool
reader_open(struct exchange *x)
{
	if (x->reader == NULL)
		x->reader = store_read(x->server->options.store);
	if (x->reader == NULL)
		guarded(x, unavailable);
	return x->reader != NULL;
}

/* What was read on a handle that failed must not be answered. */
static void
reader_close(struct exchange *x)
{
	struct db *reader = x->reader;

	x->reader = x->rq.db = NULL;
	if (reader != NULL && !store_read_end(reader) && x->reply.status != 503)
		guarded(x, unavailable);
}

/* A GET keeps the snapshot of its session for its handler. */
static bool
reads(const struct exchange *x)
{
	return x->method == GET && !x->rq.route->apart;
}

static void
enter(struct exchange *x)
{
	x->entered = true;
	if (x->head[HEAD_COOKIE] != NULL && reader_open(x))
		guarded(x, session_step);
	if (x->reader != NULL && !reads(x))
		reader_close(x);
	if (!is_answered(x))
		guarded(x, admit_step);
}

/* Fields */

static void
query_check(struct exchange *x)
{
	const struct field *fields = x->rq.route->query;

	if (fields == NULL && x->query_text == NULL)
		return;
	x->query = object_new(x->rq.arena);
	if (!query_read(&x->reply.complaints, fields, x->query_text, x->query))
		answer_error(&x->rq, 400, "address", NULL);
	else if (fields != NULL)
		fields_check(&x->reply.complaints, fields, x->query, FIELDS_IN);
}

static void
fields_step(struct exchange *x)
{
	body_end(x);
	if (is_answered(x) && x->reply.status != 422)
		return;
	query_check(x);
	if (x->reply.complaints.count > 0 && !is_answered(x)) {
		x->reply.kind = REPLY_PROBLEM;
		x->reply.status = 422;
		x->reply.problem = "fields";
	}
}

/* The work */

static void
handler_step(struct exchange *x)
{
	x->rq.route->handler(&x->rq);
	if (is_answered(x))
		return;
	log_event(
	    LOG_ERROR, "answer.missing", "route", x->rq.route->path, NULL);
	answer_error(&x->rq, 500, "failed", NULL);
}

static void
scope_step(struct exchange *x)
{
	scope_check(x);
}

static void
work_step(struct exchange *x)
{
	if (scope_check(x))
		handler_step(x);
}

/* May run again from the start: what the first run answered is forgotten. */
static bool
write_work(struct db *db, void *with)
{
	struct exchange *x = with;

	reply_reset(x);
	actor_settle(x);
	x->rq.db = db;
	guarded(x, work_step);
	x->rq.db = NULL;
	x->db_failed = !db_ok(db);
	return x->reply.status < 400 && !x->db_failed;
}

static void
run_write(struct exchange *x)
{
	enum write_result result = store_write(
	    x->server->options.store, write_work, x);

	if (result == WRITE_FAILED || x->db_failed)
		guarded(x, unavailable);
}

static void
run_read(struct exchange *x)
{
	if (!reader_open(x))
		return;
	x->rq.db = x->reader;
	guarded(x, work_step);
}

static void
run_apart(struct exchange *x)
{
	if (x->rq.route->scope != NULL) {
		if (!reader_open(x))
			return;
		x->rq.db = x->reader;
		guarded(x, scope_step);
		reader_close(x);
	}
	if (!is_answered(x))
		guarded(x, handler_step);
}

static void
run(struct exchange *x)
{
	if (!x->entered)
		enter(x);
	if (!is_answered(x) || x->reply.status == 422)
		guarded(x, fields_step);
	if (!is_answered(x)) {
		if (x->rq.route->apart)
			run_apart(x);
		else if (x->method == GET)
			run_read(x);
		else
			run_write(x);
	}
	reader_close(x);
}

/* From the server */

static void
request_id_write(char out[static 17])
{
	uint64_t id = (uint64_t)id_new();
	unsigned char bytes[sizeof id];
	size_t i;

	for (i = sizeof bytes; i-- > 0; id >>= 8)
		bytes[i] = (unsigned char)id;
	hex_write(bytes, sizeof bytes, out);
}

static void
uri_step(struct exchange *x)
{
	x->uri = arena_text(x->rq.arena, x->uri);
}

void
exchange_begin(struct exchange *x, const char *uri)
{
	*x = (struct exchange){
		.rq = { .arena = x->rq.arena,
		    .store = x->server->options.store,
		    .now = clock_now() },
		.server = x->server,
		.mhd = x->mhd,
		.began = clock_ticks(),
		.uri = (char *)(uintptr_t)(uri ? uri : ""),
		.json = x->json,
		.bytes = x->bytes,
		.peer = x->peer,
		.reply = { .file = -1 },
	};
	request_id_write(x->rq.id);
	reply_reset(x);
	guarded(x, uri_step);
}

/* A small body is read past, so that the connection lives on. */
static enum MHD_Result
refuse_early(struct exchange *x)
{
	if (x->reply.close || head_body_length(x) > SKIP_MOST)
		return reply_send(x);
	x->stage = STAGE_SKIP;
	return MHD_YES;
}

static enum MHD_Result
head_came(struct exchange *x, const char *method)
{
	x->stage = STAGE_BODY;
	method_read(x, method);
	if (!is_answered(x))
		guarded(x, head_step);
	if (!is_answered(x) && head_body_length(x) > 0) {
		enter(x);
		if (!is_answered(x))
			guarded(x, body_begin);
	}
	return is_answered(x) ? refuse_early(x) : MHD_YES;
}

static void
body_step(struct exchange *x)
{
	body_feed(x, x->piece.data, x->piece.length);
}

/*
 * The library cannot answer before the end of a body it has begun to read, so a
 * refused one is read past, up to a limit.
 */
static enum MHD_Result
body_came(struct exchange *x, struct bytes piece)
{
	x->received += piece.length;
	if (x->stage == STAGE_SKIP)
		return x->received > body_most(x) + SKIP_MOST ? MHD_NO
							      : MHD_YES;
	x->piece = piece;
	guarded(x, body_step);
	if (is_answered(x) && x->reply.status != 422)
		x->stage = STAGE_SKIP;
	return MHD_YES;
}

enum MHD_Result
exchange_go_on(
    struct exchange *x, const char *method, const char *bytes, size_t *length)
{
	size_t came = *length;

	*length = 0;
	if (x->stage == STAGE_LINE)
		return head_came(x, method);
	if (came > 0)
		return body_came(x, (struct bytes){ bytes, came });
	if (x->stage == STAGE_BODY)
		run(x);
	return reply_send(x);
}

static void
buffer_keep(struct buffer *buffer)
{
	if (buffer->capacity > KEPT_MOST)
		buffer_free(buffer);
}

static void
exchange_log(const struct exchange *x, int64_t microseconds)
{
	const char *route = x->reply.page != NULL ? "page" : "-";

	if (x->door != NULL)
		route = x->door->route->path;
	log_event(LOG_INFO, "request", "id", x->rq.id, "method",
	    method_name(x->method), "route", route, "status",
	    log_int(x->stage == STAGE_DONE ? x->reply.status : 0), "us",
	    log_int(microseconds), "role", role_name(x->rq.actor.role), NULL);
}

/* The answer is out, or the connection is gone. */
void
exchange_end(struct exchange *x)
{
	int64_t microseconds = (clock_ticks() - x->began) / 1000;

	if (x->stage != STAGE_LINE) {
		metrics_count(x, microseconds);
		exchange_log(x, microseconds);
	}
	session_seen(x);
	reply_reset(x);
	buffer_keep(&x->json);
	buffer_keep(&x->bytes);
	arena_clear(x->rq.arena);
}
