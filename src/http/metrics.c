/*
 * What a watcher wants to know: counts for Prometheus, is it alive, can it
 * work. Counts carry the path's pattern and never a person.
 */
#include "http/inside.h"

#include <stdio.h>

/* Upper ends in microseconds; the last bucket has none. */
static const int64_t bucket_ends[BUCKETS - 1] = { 500, 1000, 2500, 5000, 10000,
	25000, 50000, 100000, 250000, 1000000, 10000000 };

static const struct {
	enum role role;
	const char *name;
} roles[] = {
	{ ROLE_PUPIL, "pupil" },
	{ ROLE_GUARDIAN, "guardian" },
	{ ROLE_TEACHER, "teacher" },
	{ ROLE_CENTRE, "centre" },
	{ ROLE_SUPERVISOR, "supervisor" },
	{ ROLE_ENGINEER, "engineer" },
	{ ROLE_PUBLIC, "public" },
};

const char *
role_name(unsigned role)
{
	size_t i;

	for (i = 0; i < COUNT(roles); i++)
		if (roles[i].role == role)
			return roles[i].name;
	return "-";
}

const char *
method_name(enum method method)
{
	static const char *const names[] = { "-", "GET", "POST", "PUT", "PATCH",
		"DELETE" };

	return method < COUNT(names) ? names[method] : "-";
}

void
metrics_count(struct exchange *x, int64_t microseconds)
{
	struct tally *tally = &x->server->other_tally;
	int status = x->stage == STAGE_DONE ? x->reply.status / 100 : 0;
	size_t bucket = 0;

	if (x->door != NULL)
		tally = &x->door->tally;
	else if (x->reply.page != NULL)
		tally = &x->server->pages_tally;
	while (bucket < BUCKETS - 1 && microseconds > bucket_ends[bucket])
		bucket++;
	atomic_fetch_add(&tally->classes[status], 1);
	atomic_fetch_add(&tally->buckets[bucket], 1);
	atomic_fetch_add(&tally->microseconds, (uint64_t)microseconds);
}

/* Text form of Prometheus */

static void
put_classes(struct buffer *out, const char *labels, struct tally *tally)
{
	size_t i;

	for (i = 0; i < CLASSES; i++) {
		unsigned long long count = atomic_load(&tally->classes[i]);

		if (count == 0)
			continue;
		buffer_printf(out, "giljabi_requests_total{%s,status=", labels);
		if (i == 0)
			buffer_text(out, "\"cut\"");
		else
			buffer_printf(out, "\"%zuxx\"", i);
		buffer_printf(out, "} %llu\n", count);
	}
}

static void
put_histogram(struct buffer *out, const char *labels, struct tally *tally)
{
	unsigned long long sum = 0;
	size_t i;

	for (i = 0; i < BUCKETS; i++) {
		sum += atomic_load(&tally->buckets[i]);
		buffer_printf(
		    out, "giljabi_request_seconds_bucket{%s,le=", labels);
		if (i == BUCKETS - 1)
			buffer_text(out, "\"+Inf\"");
		else
			buffer_printf(
			    out, "\"%g\"", (double)bucket_ends[i] / 1e6);
		buffer_printf(out, "} %llu\n", sum);
	}
	buffer_printf(out, "giljabi_request_seconds_sum{%s} %g\n", labels,
	    (double)atomic_load(&tally->microseconds) / 1e6);
	buffer_printf(
	    out, "giljabi_request_seconds_count{%s} %llu\n", labels, sum);
}

/* Rows of one name stand together. */
static void
put_tallies(struct buffer *out, struct server *server,
    void (*put)(struct buffer *, const char *, struct tally *))
{
	struct door *door;
	char labels[256];

	for (door = router_doors(server->router); door; door = door->next) {
		snprintf(labels, sizeof labels, "method=\"%s\",route=\"%s\"",
		    method_name(door->route->method), door->route->path);
		put(out, labels, &door->tally);
	}
	put(out, "method=\"GET\",route=\"page\"", &server->pages_tally);
	put(out, "method=\"-\",route=\"-\"", &server->other_tally);
}

static void
put_head(
    struct buffer *out, const char *name, const char *type, const char *help)
{
	buffer_printf(out, "# HELP giljabi_%s %s\n# TYPE giljabi_%s %s\n", name,
	    help, name, type);
}

static void
put_number(struct buffer *out, const char *name, const char *type,
    const char *help, long long value)
{
	put_head(out, name, type, help);
	buffer_printf(out, "giljabi_%s %lld\n", name, value);
}

static void
put_metrics(struct buffer *out, struct server *server)
{
	put_head(out, "requests_total", "counter",
	    "Requests by route and class of status.");
	put_tallies(out, server, put_classes);
	put_head(out, "request_seconds", "histogram",
	    "From the request line to the last byte of the answer.");
	put_tallies(out, server, put_histogram);
	put_number(out, "connections", "gauge", "Open connections.",
	    (long long)connections_count(server->connections));
	put_number(out, "store_errors_total", "counter",
	    "Requests that the database failed.",
	    (long long)atomic_load(&server->store_errors));
	put_number(out, "memory_errors_total", "counter",
	    "Requests given up for want of memory.",
	    (long long)atomic_load(&server->memory_errors));
}

/* Doors. What came through a proxy came from outside and sees no counts. */

#define PLAIN "text/plain; charset=utf-8"

static void
metrics_show(struct request *rq)
{
	struct exchange *x = exchange_of(rq);
	struct buffer *out = &x->bytes;

	if (x->head[HEAD_FORWARDED_FOR] != NULL) {
		answer_error(rq, 404, "not_found", NULL);
		return;
	}
	buffer_clear(out);
	out->limit = ANSWER_MOST;
	put_metrics(out, x->server);
	if (out->failed)
		arena_throw(rq->arena);
	answer_bytes(rq, "text/plain; version=0.0.4; charset=utf-8", out->data,
	    out->length, NULL);
}

static void
health_show(struct request *rq)
{
	answer_bytes(rq, PLAIN, "ok\n", 3, NULL);
}

static void
ready_show(struct request *rq)
{
	struct server *server = exchange_of(rq)->server;

	if (atomic_load(&server->draining) ||
	    !store_is_current(rq->store, server->options.modules))
		answer_error(rq, 503, "unavailable", NULL);
	else
		answer_bytes(rq, PLAIN, "ready\n", 6, NULL);
}

const struct route http_routes[] = {
	{ GET, "/healthz", health_show, ROLE_PUBLIC, .apart = true,
	    .answer_type = PLAIN, .summary = "The process answers" },
	{ GET, "/readyz", ready_show, ROLE_PUBLIC, .apart = true,
	    .answer_type = PLAIN,
	    .summary = "The database answers and its tables are current" },
	{ GET, "/metrics", metrics_show, ROLE_PUBLIC, .apart = true,
	    .answer_type = PLAIN, .summary = "Counts in Prometheus's form" },
	{ 0 },
};

extern const struct migration http_schema[];
const struct module http_module = {
	.name = "http",
	.routes = http_routes,
	.schema = http_schema,
};
