/* What a handler asks for: what the row has declared and the check let in. */
#include "http/inside.h"

#include <assert.h>
#include <string.h>

#include "base/text.h"

/* Members */

static int64_t
id_of(const json_t *value)
{
	int64_t id;

	return id_read(json_string_value(value), &id) ? id : 0;
}

int64_t
member_int(json_t *object, const char *name)
{
	return json_integer_value(json_object_get(object, name));
}

int64_t
member_id(json_t *object, const char *name)
{
	return id_of(json_object_get(object, name));
}

const char *
member_text(json_t *object, const char *name)
{
	return json_string_value(json_object_get(object, name));
}

/* Path */

const char *
path_text(struct request *rq, const char *name)
{
	const struct exchange *x = exchange_of(rq);
	size_t i;

	for (i = 0; i < x->door->count; i++)
		if (strcmp(x->door->names[i], name) == 0)
			break;
	assert(i < x->door->count);
	return x->match.values[i];
}

int64_t
path_id(struct request *rq, const char *name)
{
	int64_t id;

	return id_read(path_text(rq, name), &id) ? id : 0;
}

/* Query and body: to ask for a field that the row lacks is a bug. */

static json_t *
query_get(struct request *rq, const char *name)
{
	assert(field_find(rq->route->query, name) != NULL);
	return json_object_get(exchange_of(rq)->query, name);
}

bool
query_given(struct request *rq, const char *name)
{
	return query_get(rq, name) != NULL;
}

const char *
query_text(struct request *rq, const char *name)
{
	return json_string_value(query_get(rq, name));
}

int64_t
query_int(struct request *rq, const char *name)
{
	return json_integer_value(query_get(rq, name));
}

int64_t
query_id(struct request *rq, const char *name)
{
	return id_of(query_get(rq, name));
}

bool
query_bool(struct request *rq, const char *name)
{
	return json_is_true(query_get(rq, name));
}

json_t *
body_json(struct request *rq, const char *name)
{
	assert(field_find(rq->route->body, name) != NULL);
	return json_object_get(exchange_of(rq)->body, name);
}

bool
body_given(struct request *rq, const char *name)
{
	return body_json(rq, name) != NULL;
}

const char *
body_text(struct request *rq, const char *name)
{
	return json_string_value(body_json(rq, name));
}

int64_t
body_int(struct request *rq, const char *name)
{
	return json_integer_value(body_json(rq, name));
}

double
body_real(struct request *rq, const char *name)
{
	return json_number_value(body_json(rq, name));
}

int64_t
body_id(struct request *rq, const char *name)
{
	return id_of(body_json(rq, name));
}

bool
body_bool(struct request *rq, const char *name)
{
	return json_is_true(body_json(rq, name));
}

static const struct upload *
upload_find(struct request *rq, const char *name)
{
	const struct upload *upload = exchange_of(rq)->uploads;

	while (upload != NULL && strcmp(upload->name, name) != 0)
		upload = upload->next;
	return upload;
}

const char *
body_file(struct request *rq, const char *name)
{
	const struct upload *upload = upload_find(rq, name);

	return upload ? upload->path : NULL;
}

const char *
body_file_name(struct request *rq, const char *name)
{
	const struct upload *upload = upload_find(rq, name);

	return upload ? upload->file_name : NULL;
}

/* The head */

const char *
request_agent(struct request *rq)
{
	const char *agent = exchange_of(rq)->head[HEAD_USER_AGENT];
	size_t length;

	if (agent == NULL || !utf8_valid(agent, strlen(agent)) ||
	    text_has_control(agent))
		return "";
	length = utf8_fit(agent, 200);
	return arena_bytes(rq->arena, agent, length);
}

const char *
request_cookie(struct request *rq, const char *name)
{
	char *value = cookie_find(
	    rq->arena, exchange_of(rq)->head[HEAD_COOKIE], name);

	return value != NULL && utf8_valid(value, strlen(value)) ? value : NULL;
}

const char *
request_origin(struct request *rq)
{
	const struct exchange *x = exchange_of(rq);
	const char *host = x->head[HEAD_HOST];

	if (!utf8_valid(host, strlen(host)) || text_has_control(host))
		return "";
	return arena_printf(
	    rq->arena, "%s://%s", x->secure ? "https" : "http", host);
}
