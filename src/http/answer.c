/*
 * What a handler answers. It is only noted here, so that the last answer counts
 * and a transaction that runs again begins anew; reply.c sends it.
 */
#include "http/inside.h"

#include <assert.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"

void
reply_reset(struct exchange *x)
{
	if (x->reply.file >= 0)
		close(x->reply.file);
	x->reply = (struct reply){
		.file = -1,
		.complaints = { .arena = x->rq.arena },
	};
}

/* Another answer; what was set for the connection or the browser stays. */
static struct reply *
reply_new(struct exchange *x, enum reply_kind kind, int status)
{
	struct header *headers = x->reply.headers;
	bool end = x->reply.close;

	reply_reset(x);
	x->reply.kind = kind;
	x->reply.status = status;
	x->reply.headers = headers;
	x->reply.close = end;
	return &x->reply;
}

struct writer *
answer(struct request *rq)
{
	struct exchange *x = exchange_of(rq);
	struct reply *reply = reply_new(x, REPLY_JSON, 200);

	buffer_clear(&x->json);
	x->json.limit = ANSWER_MOST;
	reply->type = "application/json";
	reply->writer.out = &x->json;
	put_object(&reply->writer, NULL);
	return &reply->writer;
}

void
answer_status(struct request *rq, int status)
{
	exchange_of(rq)->reply.status = status;
}

void
answer_none(struct request *rq)
{
	reply_new(exchange_of(rq), REPLY_NOTHING, 204);
}

void
answer_bytes(struct request *rq, const char *type, const char *bytes,
    size_t length, const char *file_name)
{
	struct reply *reply = reply_new(exchange_of(rq), REPLY_BYTES, 200);

	reply->type = type;
	reply->bytes = (struct bytes){ bytes, length };
	reply->file_name = arena_text(rq->arena, file_name);
}

/* Unlinked at once: the descriptor keeps it until it is sent. */
void
answer_file(struct request *rq, const char *type, const char *path,
    const char *file_name)
{
	struct reply *reply = reply_new(exchange_of(rq), REPLY_FILE, 200);

	reply->type = type;
	reply->file_name = arena_text(rq->arena, file_name);
	reply->file = open(path, O_RDONLY | O_CLOEXEC);
	unlink(path);
	if (reply->file >= 0)
		return;
	log_event(LOG_ERROR, "answer.file", "id", rq->id, NULL);
	answer_error(rq, 500, "failed", NULL);
}

void
answer_redirect(struct request *rq, const char *location)
{
	struct exchange *x = exchange_of(rq);

	assert(strpbrk(location, "\r\n") == NULL);
	reply_new(x, REPLY_NOTHING, 303);
	reply_header(x, "Location", location);
}

void
answer_error(
    struct request *rq, int status, const char *id, const struct word *words)
{
	struct reply *reply = reply_new(exchange_of(rq), REPLY_PROBLEM, status);

	assert(status >= 400);
	/* what was not done sets no cookie */
	reply->headers = NULL;
	reply->problem = id;
	reply->words = words_copy(rq->arena, words);
}

void
answer_field(struct request *rq, const char *field, const char *id,
    const struct word *words)
{
	struct reply *reply = &exchange_of(rq)->reply;

	if (reply->kind != REPLY_PROBLEM || reply->status != 422)
		answer_error(rq, 422, "fields", NULL);
	complaint_add(&reply->complaints, field, id, words);
}

bool
answered(const struct request *rq)
{
	return ((const struct exchange *)rq)->reply.status >= 400;
}

/* Headers */

void
reply_header(struct exchange *x, const char *name, const char *value)
{
	struct header *header = arena_alloc(x->rq.arena, sizeof *header);

	header->name = name;
	header->value = arena_text(x->rq.arena, value);
	header->next = x->reply.headers;
	x->reply.headers = header;
}

/* A cookie that is set again, as by a write that runs again, goes out once. */
static void
cookie_drop(struct exchange *x, const char *name)
{
	struct header **at = &x->reply.headers;
	size_t length = strlen(name);

	while (*at != NULL)
		if (strcmp((*at)->name, "Set-Cookie") == 0 &&
		    strncmp((*at)->value, name, length) == 0 &&
		    (*at)->value[length] == '=')
			*at = (*at)->next;
		else
			at = &(*at)->next;
}

/* seconds below 0: until the browser is closed. */
void
answer_cookie(
    struct request *rq, const char *name, const char *value, int64_t seconds)
{
	struct exchange *x = exchange_of(rq);
	const char *secure = x->secure ? "; Secure" : "";
	char age[40] = "";

	assert(strpbrk(value, ";, \r\n") == NULL);
	if (seconds >= 0)
		snprintf(age, sizeof age, "; Max-Age=%lld", (long long)seconds);
	cookie_drop(x, name);
	reply_header(x, "Set-Cookie",
	    arena_printf(rq->arena, "%s=%s; Path=/; HttpOnly; SameSite=Lax%s%s",
		name, value, age, secure));
}
