/*
 * The room under strain: slow senders, too many tries, many at once, an end in
 * the middle of work, and memory that runs out at every place in turn.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

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
	    &(struct server_options){ .check_answers = true,
		.rate = 100000,
		.idle_seconds = 2,
		.head_seconds = 1,
		.connections = 300 });
	return 0;
}

static int
bed_teardown(void **state)
{
	(void)state;
	bed_stop(&bed);
	return 0;
}

static int64_t
ms_since(int64_t ticks)
{
	return (clock_ticks() - ticks) / 1000000;
}

/* Time */

/* Sends a byte every 50 ms: how long until the server has enough? */
static int64_t
cut_after(const char *start)
{
	int64_t began = clock_ticks();
	int socket = client_open(bed.port, NULL);

	client_send(socket, start, strlen(start));
	while (ms_since(began) < 6000 && client_send(socket, " ", 1)) {
		usleep(50000);
		if (recv(socket, &(char){ 0 }, 1, MSG_DONTWAIT) == 0)
			break;
	}
	close(socket);
	return ms_since(began);
}

/* Each state has its limit, however steadily the bytes come. */
static void
slow_senders_are_cut(void **state)
{
	static const struct {
		const char *start;
		int64_t seconds;
	} rows[] = {
		{ "GET /", 2 }, /* no whole line: as if quiet */
		{ "GET / HTTP/1.1\r\nX: ", 1 }, /* no whole head */
		{ "PUT /api/fields HTTP/1.1\r\nHost: a\r\nContent-Type: "
		  "application/json\r\nContent-Length: 500\r\n\r\n",
		    2 },
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(rows); i++) {
		int64_t ms = cut_after(rows[i].start);

		if (ms < rows[i].seconds * 1000 - 50 ||
		    ms > rows[i].seconds * 1000 + 1500)
			fail_msg("row %zu: %lld ms", i, (long long)ms);
	}
}

/* A connection in use is not cut for its age. */
static void
busy_connections_stay(void **state)
{
	int socket = client_open(bed.port, NULL), i;
	struct got got;

	(void)state;
	for (i = 0; i < 6; i++) {
		bed_send(socket, &(struct asking){ "GET", "/api/slow?ms=700" });
		client_read(socket, &got, true);
		assert_int_equal(got.status, 200);
		got_free(&got);
	}
	close(socket);
}

/* Tries */

static int
try(const char *key, bool right, const char *address, int *wait)
{
	char body[100], head[100];
	struct got got;

	snprintf(body, sizeof body, "{\"key\":\"%s\",\"right\":%s}", key,
	    right ? "true" : "false");
	snprintf(head, sizeof head, "X-Forwarded-For: %s\r\n", address);
	bed_ask(&bed,
	    &(struct asking){ "POST", "/api/try", .body = body, .head = head },
	    &got);
	if (wait != NULL)
		*wait = (int)strtol(got_header(&got, "Retry-After"), NULL, 10);
	got_free(&got);
	return got.status;
}

static void
tries_are_throttled(void **state)
{
	int i, wait = 0;

	(void)state;
	for (i = 0; i < 4; i++)
		assert_int_equal(try("a", false, "203.0.113.1", NULL), 403);
	/* the fourth has cost a pause */
	assert_int_equal(try("a", false, "203.0.113.1", &wait), 429);
	assert_int_equal(wait, 1);
	/* of this key only, from wherever it is tried */
	assert_int_equal(try("b", false, "203.0.113.1", NULL), 403);
	assert_int_equal(try("a", true, "203.0.113.2", NULL), 429);
	/* and not for good */
	usleep(300000);
	assert_int_equal(try("a", true, "203.0.113.1", NULL), 204);
	/* the right one forgives the wrong ones */
	for (i = 0; i < 3; i++)
		assert_int_equal(try("a", false, "203.0.113.1", NULL), 403);
}

/* Right tries of a whole school behind one address are never held up. */
static void
right_tries_are_free(void **state)
{
	char key[20];
	int i;

	(void)state;
	for (i = 0; i < 300; i++) {
		snprintf(key, sizeof key, "pupil %d", i);
		assert_int_equal(try(key, true, "203.0.113.3", NULL), 204);
	}
}

/* Wrong ones, each with another key, are: the address counts as well. */
static void
guessing_is_throttled(void **state)
{
	char key[20];
	int i, refused = 0;

	(void)state;
	for (i = 0; i < 200; i++) {
		snprintf(key, sizeof key, "guess %d", i);
		refused += try(key, false, "203.0.113.4", NULL) == 429;
	}
	assert_true(refused >= 60 && refused <= 100);
	/* others go on */
	assert_int_equal(try("c", false, "203.0.113.5", NULL), 403);
}

/* Many at once */

static void *
asks_often(void *with)
{
	int *failed = with, socket = client_open(bed.port, NULL), i;
	struct got got;

	for (i = 0; i < 10; i++) {
		bed_send(
		    socket, &(struct asking){ "GET", "/api/query?page=9" });
		client_read(socket, &got, true);
		*failed += got.status != 200;
		got_free(&got);
	}
	close(socket);
	return NULL;
}

static void
two_hundred_at_once(void **state)
{
	enum { MANY = 200 };
	static pthread_t threads[MANY];
	static int failed[MANY];
	int i, sum = 0;

	(void)state;
	for (i = 0; i < MANY; i++)
		pthread_create(&threads[i], NULL, asks_often, &failed[i]);
	for (i = 0; i < MANY; i++) {
		pthread_join(threads[i], NULL);
		sum += failed[i];
	}
	assert_int_equal(sum, 0);
}

/* Past the limit, connections are closed and the server lives on. */
static void
connections_are_bounded(void **state)
{
	enum { MANY = 330 };
	static int sockets[MANY];
	int i;

	(void)state;
	for (i = 0; i < MANY; i++)
		sockets[i] = client_open(bed.port, NULL);
	for (i = 0; i < MANY; i++)
		close(sockets[i]);
	usleep(300000);
	assert_int_equal(
	    bed_status(&bed, &(struct asking){ "GET", "/healthz" }), 200);
}

/* Memory */

/* What each request answers when there is memory. */
static const struct asking askings[] = {
	{ "GET", "/api/query?q=x&page=2" },
	{ "GET", "/api/pupils/7" },
	{ "GET", "/api/pupils/17" },
	{ "GET", "/api/read/big", .head = "Accept-Encoding: gzip\r\n" },
	{ "GET", "/assets/main-Ab12.js" },
	{ "GET", "/api/cookie", .head = "Cookie: chosen=no\r\n" },
	{ "PUT", "/api/fields",
	    .body = "{\"text\":\"ab\",\"int\":2,"
		    "\"items\":[{\"n\":1},{\"n\":2}]}" },
	{ "PUT", "/api/fields", .body = "{\"text\":\"abcde\",\"x\":2}" },
	{ "PUT", "/api/fields", .body = "{" },
	{ "POST", "/api/upload", .type = "multipart/form-data; boundary=X",
	    .body = "--X\r\nContent-Disposition: form-data; name=\"kind\"\r\n"
		    "\r\nroster\r\n--X\r\nContent-Disposition: form-data; "
		    "name=\"file\"; filename=\"a\"\r\n\r\n12345\r\n--X--\r\n" },
	{ "POST", "/api/write/well" },
	{ "POST", "/api/write/refuse" },
	{ "POST", "/api/apart" },
};

static int
status_on(int socket, const struct asking *asking)
{
	struct got got;

	bed_send(socket, asking);
	client_read(socket, &got, true);
	got_free(&got);
	return got.status;
}

/* The status when the nth allocation of the request fails, and those after. */
static int
status_without_memory(const struct asking *asking, size_t nth, bool on)
{
	int socket = client_open(bed.port, NULL), status;

	/* what belongs to the connection is there already */
	status_on(socket, &(struct asking){ "GET", "/healthz" });
	memory_fail_at(nth, on);
	status = status_on(socket, asking);
	memory_fail_at(0, false);
	close(socket);
	return status;
}

/*
 * Each allocation of a request fails in turn, once and then for good: the
 * answer is the right one or a 5xx, nothing is half done, and the next request
 * is answered as if nothing had been.
 */
static void
memory_may_run_out(void **state)
{
	enum { ALLOCATIONS = 60 };
	struct person person;
	size_t i, nth;

	(void)state;
	bed_enter(&bed, ROLE_TEACHER, 1, false, &person);
	for (i = 0; i < COUNT(askings); i++) {
		struct asking asking = askings[i];
		int right;

		asking.person = asking.head ? NULL : &person;
		right = bed_status(&bed, &asking);
		for (nth = 2; nth <= 2 * ALLOCATIONS; nth++) {
			int64_t rows = bed_count(&bed);
			int status = status_without_memory(
			    &asking, nth / 2, nth % 2 != 0);

			if (status != right && status < 500)
				fail_msg("%s %s: %zu gives %d", asking.method,
				    asking.path, nth, status);
			if (bed_count(&bed) != rows &&
			    !text_ends(asking.path, "/well"))
				fail_msg("%s: %zu was kept", asking.path, nth);
		}
		assert_int_equal(bed_status(&bed, &asking), right);
	}
}

/* The end */

static void *
stops_soon(void *with)
{
	(void)with;
	usleep(300000);
	kill(getpid(), SIGTERM);
	return NULL;
}

static void *
asks_slowly(void *with)
{
	struct got *got = with;
	int socket = client_open(bed.port, NULL);

	bed_send(socket, &(struct asking){ "GET", "/api/slow?ms=900" });
	client_read(socket, got, true);
	close(socket);
	return NULL;
}

/* Open requests are answered, quiet connections closed, new ones refused. */
static void
the_end_is_graceful(void **state)
{
	pthread_t stopper, asker;
	int64_t began = clock_ticks();
	struct got got;
	int quiet;

	(void)state;
	quiet = client_open(bed.port, NULL);
	bed_send(quiet, &(struct asking){ "GET", "/healthz" });
	client_read(quiet, &got, true);
	got_free(&got);
	pthread_create(&asker, NULL, asks_slowly, &got);
	pthread_create(&stopper, NULL, stops_soon, NULL);
	server_wait(bed.server);
	assert_true(ms_since(began) >= 850 && ms_since(began) < 5000);
	assert_int_equal(client_open(bed.port, NULL), -1);
	pthread_join(asker, NULL);
	pthread_join(stopper, NULL);
	assert_int_equal(got.status, 200);
	assert_string_equal(got_header(&got, "Connection"), "close");
	got_free(&got);
	assert_true(client_is_closed(quiet));
	close(quiet);
}

static void
a_unix_socket_serves(void **state)
{
	struct bed over_unix;
	struct got got;
	struct stat about;
	int socket;

	(void)state;
	bed_start(&over_unix,
	    &(struct server_options){
		.listen = "unix:/tmp/giljabi-http-test.sock" });
	assert_int_equal(stat("/tmp/giljabi-http-test.sock", &about), 0);
	assert_int_equal(about.st_mode & 0777, 0660);
	socket = client_open(0, "/tmp/giljabi-http-test.sock");
	bed_send(socket, &(struct asking){ "GET", "/healthz" });
	client_read(socket, &got, true);
	assert_int_equal(got.status, 200);
	got_free(&got);
	close(socket);
	/* a second server does not take it away */
	assert_null(server_start(&(struct server_options){
	    .listen = "unix:/tmp/giljabi-http-test.sock",
	    .store = over_unix.store,
	    .modules = bed_rooms,
	    .secret = bed_secret }));
	bed_stop(&over_unix);
	assert_int_not_equal(stat("/tmp/giljabi-http-test.sock", &about), 0);
}

/* One address may ask so often in a second, and twice that at once. */
static void
requests_are_throttled(void **state)
{
	struct bed slow;
	int i, refused = 0;

	(void)state;
	bed_start(&slow, &(struct server_options){ .rate = 10 });
	for (i = 0; i < 40; i++)
		refused +=
		    bed_status(&slow,
			&(struct asking){ "GET", "/api/query",
			    .head = "X-Forwarded-For: a, 192.0.2.1\r\n" }) ==
		    429;
	assert_true(refused >= 10 && refused <= 20);
	assert_int_equal(
	    bed_status(&slow,
		&(struct asking){ "GET", "/api/query",
		    .head = "X-Forwarded-For: 192.0.2.1, 192.0.2.2\r\n" }),
	    200);
	/* one household has one network */
	for (i = 0; i < 40; i++)
		bed_status(&slow,
		    &(struct asking){ "GET", "/api/query",
			.head = "X-Forwarded-For: 2001:db8:0:1::5\r\n" });
	assert_int_equal(
	    bed_status(&slow,
		&(struct asking){ "GET", "/api/query",
		    .head = "X-Forwarded-For: 2001:db8:0:1:f::6\r\n" }),
	    429);
	assert_int_equal(
	    bed_status(&slow,
		&(struct asking){ "GET", "/api/query",
		    .head = "X-Forwarded-For: 2001:db8:0:2::6\r\n" }),
	    200);
	bed_stop(&slow);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(slow_senders_are_cut),
		cmocka_unit_test(busy_connections_stay),
		cmocka_unit_test(tries_are_throttled),
		cmocka_unit_test(right_tries_are_free),
		cmocka_unit_test(guessing_is_throttled),
		cmocka_unit_test(two_hundred_at_once),
		cmocka_unit_test(connections_are_bounded),
		cmocka_unit_test(memory_may_run_out),
		cmocka_unit_test(a_unix_socket_serves),
		cmocka_unit_test(requests_are_throttled),
		cmocka_unit_test(the_end_is_graceful),
	};

	return cmocka_run_group_tests(tests, bed_setup, bed_teardown);
}
