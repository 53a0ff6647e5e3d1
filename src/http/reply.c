/*
 * Sending: the answer as bytes, compressed where it pays, with its tag, or not
 * at all where the browser has it already; problems with their words.
 */
#include "http/inside.h"

#include <sodium.h>
#include <string.h>
#include <sys/stat.h>

#include "base/log.h"
#include "base/text.h"

enum { GZIP_LEVEL = 4 }; /* half the work of 6, a tenth larger */

static const struct {
	const char *name, *value;
} fixed_headers[] = {
	{ "Content-Security-Policy",
	    "default-src 'self'; "
	    "img-src 'self' data:; object-src 'none'; base-uri 'none'; "
	    "frame-ancestors 'none'; form-action 'self'" },
	{ "X-Content-Type-Options", "nosniff" },
	{ "Referrer-Policy", "same-origin" },
};

/* Problems (RFC 9457) */

/* The title of a status that has no words of its own is its class's. */
static const char *
title_of(struct arena *arena, enum lang lang, int status)
{
	char *id = arena_printf(arena, "http.%d", status);

	if (!say_knows(id))
		id = status < 500 ? "http.400" : "http.500";
	return say(lang, id);
}

/* An id without words is a bug, but nobody has to read ids for it. */
static const char *
detail_of(struct request *rq, int status, const char *problem,
    const struct word *words)
{
	char *id = arena_printf(rq->arena, "problem.%s", problem);

	if (say_knows(id))
		return say_with(rq->arena, rq->lang, id, words);
	log_event(LOG_ERROR, "problem.wordless", "problem", problem, NULL);
	return title_of(rq->arena, rq->lang, status);
}

static void
put_complaints(
    struct writer *page, struct request *rq, const struct complaint *complaint)
{
	put_list(page, "fields");
	for (; complaint != NULL; complaint = complaint->next) {
		put_object(page, NULL);
		put_text(page, "name", complaint->name);
		put_text(page, "id", complaint->id);
		put_text(page, "text",
		    detail_of(rq, 422, complaint->id, complaint->words));
		put_object_end(page);
	}
	put_list_end(page);
}

static void
put_problem(struct writer *page, struct request *rq, const struct reply *reply)
{
	put_object(page, NULL);
	put_text(page, "type", "about:blank");
	put_text(page, "title", title_of(rq->arena, rq->lang, reply->status));
	put_int(page, "status", reply->status);
	put_text(page, "detail",
	    detail_of(rq, reply->status, reply->problem, reply->words));
	put_text(page, "id", reply->problem);
	put_text(page, "reference", rq->id);
	put_complaints(page, rq, reply->complaints.first);
	put_object_end(page);
}

static void
problem_write(struct exchange *x)
{
	struct writer page = { .out = &x->json };

	buffer_clear(&x->json);
	x->json.limit = ANSWER_MOST;
	put_problem(&page, &x->rq, &x->reply);
	if (x->json.failed)
		arena_throw(x->rq.arena);
	x->reply.type = "application/problem+json";
	x->reply.bytes = (struct bytes){ x->json.data, x->json.length };
}

/* Written at the start, for when there is no memory to write another. */
static bool
last_words_say(struct server *server, struct arena *arena, enum lang lang)
{
	struct reply reply = { .status = 503, .problem = "unavailable" };
	struct request rq = { .arena = arena, .lang = lang, .id = "-" };
	struct writer page = { .out = &server->last_words[lang] };

	if (!ARENA_CATCH(arena))
		return false;
	put_problem(&page, &rq, &reply);
	return !page.out->failed;
}

bool
last_words_write(struct server *server)
{
	struct arena *arena = arena_new(1 << 20);
	bool said = arena != NULL;
	int lang;

	for (lang = 0; said && lang < LANGS; lang++)
		said = last_words_say(server, arena, (enum lang)lang);
	arena_free(arena);
	return said;
}

void
last_words_free(struct server *server)
{
	int lang;

	for (lang = 0; lang < LANGS; lang++)
		buffer_free(&server->last_words[lang]);
}

void
reply_last_words(struct exchange *x)
{
	const struct buffer *words = &x->server->last_words[x->rq.lang];

	reply_reset(x);
	x->reply.kind = REPLY_BYTES;
	x->reply.status = 503;
	x->reply.type = "application/problem+json";
	x->reply.bytes = (struct bytes){ words->data, words->length };
}

/* JSON */

/* An answer that its row does not declare is a bug, found by tests. */
static bool
answer_is_declared(struct exchange *x)
{
	const struct route *route = x->rq.route;
	struct complaints complaints = { .arena = x->rq.arena };
	json_t *value = json_read(x->rq.arena, x->json.data, x->json.length);
	const struct complaint *at;

	if (value == NULL || route->answer == NULL)
		complaint_add(&complaints, "", "no answer as declared", NULL);
	else
		fields_check(&complaints, route->answer, value, FIELDS_OUT);
	for (at = complaints.first; at != NULL; at = at->next)
		log_event(LOG_ERROR, "answer.undeclared", "method",
		    method_name(route->method), "route", route->path, "field",
		    at->name, "why", at->id, NULL);
	return complaints.count == 0;
}

static void
json_finish(struct exchange *x)
{
	put_object_end(&x->reply.writer);
	if (x->json.failed) {
		log_event(LOG_ERROR, "answer.unwritten", "id", x->rq.id, NULL);
		answer_error(&x->rq, 500, "failed", NULL);
	} else if (x->server->options.check_answers && !answer_is_declared(x)) {
		answer_error(&x->rq, 500, "failed", NULL);
	} else {
		x->reply.bytes = (struct bytes){ x->json.data, x->json.length };
	}
}

/* The same bytes have the same tag on every server of the house. */
static char *
tag_of(struct exchange *x, struct bytes bytes)
{
	unsigned char hash[crypto_shorthash_siphashx24_BYTES];
	char hex[2 * sizeof hash + 1];

	crypto_shorthash_siphashx24(hash, (const unsigned char *)bytes.data,
	    bytes.length, x->server->tag_key);
	hex_write(hash, sizeof hash, hex);
	return arena_printf(x->rq.arena, "W/\"%s\"", hex);
}

/* What the browser has already, it need not be sent. */
static void
tag_settle(struct exchange *x, const char *tag)
{
	const char *has = x->head[HEAD_IF_NONE_MATCH];

	reply_header(x, "ETag", tag);
	/* the tag is quoted, so that no other one can hold it */
	if (has == NULL || strstr(has, tag + 2) == NULL)
		return;
	x->reply.status = 304;
	x->reply.bytes = (struct bytes){ "", 0 };
}

/* Compression */

static bool
takes_gzip(const struct exchange *x)
{
	const char *takes = x->head[HEAD_ACCEPT_ENCODING], *at;

	at = takes ? strstr(takes, "gzip") : NULL;
	return at != NULL && !text_starts(at, "gzip;q=0") &&
	    !text_starts(at, "gzip; q=0");
}

static bool
type_shrinks(const char *type)
{
	return strstr(type, "json") != NULL || text_starts(type, "text/") ||
	    strstr(type, "javascript") != NULL || text_ends(type, "svg+xml");
}

static void
shrink(struct exchange *x)
{
	struct reply *reply = &x->reply;
	struct bytes zipped;

	if (reply->bytes.length < GZIP_LEAST || !type_shrinks(reply->type))
		return;
	reply_header(x, "Vary", "Accept-Encoding");
	if (!takes_gzip(x))
		return;
	zipped = gzip(x->rq.arena, reply->bytes, GZIP_LEVEL);
	if (zipped.length == 0)
		return;
	reply->bytes = zipped;
	reply_header(x, "Content-Encoding", "gzip");
}

/* Pages */

static void
page_finish(struct exchange *x)
{
	const struct page *page = x->reply.page;
	struct reply *reply = &x->reply;

	reply->type = page->type;
	if (page->plain.data == NULL) {
		reply->file = page_open(x->server->pages, page);
		if (reply->file < 0)
			answer_error(&x->rq, 404, "not_found", NULL);
	} else if (page->zipped.length > 0 && takes_gzip(x)) {
		reply->bytes = page->zipped;
		reply_header(x, "Content-Encoding", "gzip");
	} else {
		reply->bytes = page->plain;
	}
	if (reply->kind != REPLY_PAGE)
		return;
	if (page->zipped.length > 0)
		reply_header(x, "Vary", "Accept-Encoding");
	tag_settle(x, page->tag);
}

static const char *
caching_of(const struct exchange *x)
{
	const struct page *page = x->reply.page;

	if (x->reply.kind != REPLY_PAGE)
		return "no-store";
	return page->lasting ? "public, max-age=31536000, immutable"
			     : "no-cache";
}

/* RFC 6266: the name in UTF-8. */
static void
file_name_add(struct exchange *x)
{
	struct buffer value = { .limit = 4096 };

	if (x->reply.file_name == NULL)
		return;
	buffer_text(&value, "attachment; filename*=UTF-8''");
	url_encode(&value, x->reply.file_name);
	if (!value.failed)
		reply_header(x, "Content-Disposition", value.data);
	buffer_free(&value);
}

/* All that can want memory: after it, nothing is left but to send. */
static void
reply_finish(struct exchange *x)
{
	struct reply *reply = &x->reply;

	if (reply->kind == REPLY_JSON)
		json_finish(x);
	if (reply->kind == REPLY_PAGE)
		page_finish(x);
	if (reply->kind == REPLY_PROBLEM)
		problem_write(x);
	if (reply->kind == REPLY_JSON && reply->status == 200 &&
	    x->method == GET)
		tag_settle(x, tag_of(x, reply->bytes));
	if (reply->kind == REPLY_JSON || reply->kind == REPLY_PROBLEM ||
	    reply->kind == REPLY_BYTES)
		shrink(x);
	file_name_add(x);
}

/* Sending */

static struct MHD_Response *
response_new(struct exchange *x)
{
	struct reply *reply = &x->reply;
	struct MHD_Response *response;
	struct stat about;

	if (reply->file < 0 || reply->status == 304)
		return MHD_create_response_from_buffer(reply->bytes.length,
		    (void *)(uintptr_t)(reply->bytes.data ? reply->bytes.data
							  : ""),
		    MHD_RESPMEM_PERSISTENT);
	if (fstat(reply->file, &about) != 0)
		return NULL;
	response = MHD_create_response_from_fd64(
	    (uint64_t)about.st_size, reply->file);
	if (response != NULL)
		reply->file = -1; /* it closes it */
	return response;
}

static bool
headers_add(struct exchange *x, struct MHD_Response *response)
{
	const struct reply *reply = &x->reply;
	const struct header *header;
	bool added = true;
	size_t i;

	for (i = 0; i < COUNT(fixed_headers); i++)
		added = MHD_add_response_header(response, fixed_headers[i].name,
			    fixed_headers[i].value) &&
		    added;
	if (reply->type != NULL && reply->status != 304)
		added = MHD_add_response_header(
			    response, "Content-Type", reply->type) &&
		    added;
	added = MHD_add_response_header(
		    response, "Cache-Control", caching_of(x)) &&
	    added;
	added = MHD_add_response_header(response, "X-Request-Id", x->rq.id) &&
	    added;
	if (reply->close || atomic_load(&x->server->draining))
		added = MHD_add_response_header(
			    response, "Connection", "close") &&
		    added;
	for (header = reply->headers; header != NULL; header = header->next)
		added = MHD_add_response_header(
			    response, header->name, header->value) &&
		    added;
	return added;
}

static enum MHD_Result
response_queue(struct exchange *x)
{
	struct MHD_Response *response = response_new(x);
	enum MHD_Result queued = MHD_NO;

	if (response == NULL)
		return MHD_NO;
	if (headers_add(x, response))
		queued = MHD_queue_response(
		    x->mhd, (unsigned)x->reply.status, response);
	MHD_destroy_response(response);
	return queued;
}

enum MHD_Result
reply_send(struct exchange *x)
{
	guarded(x, reply_finish);
	x->stage = STAGE_DONE;
	return response_queue(x);
}
