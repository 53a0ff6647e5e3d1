/*
 * The server: starting, ending, and what libmicrohttpd tells of connections and
 * requests. A connection has a thread of its own, in which everything runs that
 * belongs to it.
 */
#include "http/inside.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/log.h"
#include "base/text.h"

enum {
	CONNECTIONS = 1024,
	RATE = 200,
	IDLE_SECONDS = 75, /* longer than nginx keeps a quiet one */
	HEAD_SECONDS = 15,
	DRAIN_SECONDS = 30,
	STACK = 1024 * 1024, /* cairo needs half of it */
	POOL = 16 * 1024, /* the library's, of a connection: the heads */
	SPARE_FILES = 1024 /* descriptors that are no connections */
};

/* What the library tells */

static void
connection_notice(void *with, struct MHD_Connection *mhd, void **context,
    enum MHD_ConnectionNotificationCode code)
{
	if (code == MHD_CONNECTION_NOTIFY_STARTED)
		*context = connection_open(with, mhd);
	else if (*context != NULL)
		connection_close(with, *context);
}

static struct connection *
connection_of(struct MHD_Connection *mhd)
{
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(
	    mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

	return info ? info->socket_context : NULL;
}

static void *
line_came(void *with, const char *uri, struct MHD_Connection *mhd)
{
	struct server *server = with;
	struct connection *connection = connection_of(mhd);

	if (connection == NULL)
		return NULL;
	connection_busy(connection, true, server->options.head_seconds);
	exchange_begin(&connection->exchange, uri);
	return connection;
}

static enum MHD_Result
request_came(void *with, struct MHD_Connection *mhd, const char *url,
    const char *method, const char *version, const char *bytes, size_t *length,
    void **context)
{
	struct connection *connection = *context;
	enum MHD_Result result;
	bool first;

	(void)with;
	(void)mhd;
	(void)url;
	(void)version;
	if (connection == NULL)
		return MHD_NO;
	first = connection->exchange.stage == STAGE_LINE;
	result = exchange_go_on(&connection->exchange, method, bytes, length);
	if (first) {
		const struct route *route = connection->exchange.rq.route;

		connection_deadline(connection,
		    route && route->seconds ? route->seconds : SECONDS);
	}
	return result;
}

static void
request_ended(void *with, struct MHD_Connection *mhd, void **context,
    enum MHD_RequestTerminationCode code)
{
	struct server *server = with;
	struct connection *connection = *context;

	(void)mhd;
	(void)code;
	if (connection == NULL)
		return;
	exchange_end(&connection->exchange);
	connection_busy(connection, false, server->options.idle_seconds);
	*context = NULL;
}

/* Addresses are decoded in url.c. */
static size_t
keep_escapes(void *with, struct MHD_Connection *mhd, char *text)
{
	(void)with;
	(void)mhd;
	return strlen(text);
}

/* Starting */

static int
option_or(int given, int otherwise)
{
	return given > 0 ? given : otherwise;
}

static int
rate_or(int given)
{
	int64_t rate = RATE;

	if (given > 0)
		return given;
	text_to_int(getenv("GILJABI_RATE"), 1, 1000000, &rate);
	return (int)rate;
}

static void
options_settle(struct server_options *options)
{
	options->connections = option_or(options->connections, CONNECTIONS);
	options->rate = rate_or(options->rate);
	options->idle_seconds = option_or(options->idle_seconds, IDLE_SECONDS);
	options->head_seconds = option_or(options->head_seconds, HEAD_SECONDS);
	options->drain_seconds = option_or(
	    options->drain_seconds, DRAIN_SECONDS);
}

/* A descriptor for each connection, and some more. */
static void
descriptors_allow(int connections)
{
	rlim_t wanted = (rlim_t)connections + SPARE_FILES;
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= wanted)
		return;
	limit.rlim_cur = wanted < limit.rlim_max ? wanted : limit.rlim_max;
	setrlimit(RLIMIT_NOFILE, &limit);
}

static sigset_t
end_signals(void)
{
	sigset_t signals;

	sigemptyset(&signals);
	sigaddset(&signals, SIGTERM);
	sigaddset(&signals, SIGINT);
	return signals;
}

/* Before the first thread is made, so that server_wait alone gets them. */
static void
signals_block(struct server *server)
{
	const sigset_t signals = end_signals();

	signal(SIGPIPE, SIG_IGN);
	pthread_sigmask(SIG_BLOCK, &signals, &server->mask_before);
	server->masked = true;
}

static bool
daemon_start(struct server *server)
{
	server->daemon = MHD_start_daemon(MHD_USE_INTERNAL_POLLING_THREAD |
		MHD_USE_THREAD_PER_CONNECTION | MHD_USE_POLL | MHD_USE_ITC,
	    0, NULL, NULL, request_came, server, MHD_OPTION_LISTEN_SOCKET,
	    server->listener, MHD_OPTION_CONNECTION_LIMIT,
	    (unsigned)server->options.connections,
	    MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)POOL,
	    MHD_OPTION_THREAD_STACK_SIZE, (size_t)STACK,
	    MHD_OPTION_UNESCAPE_CALLBACK, keep_escapes, NULL,
	    MHD_OPTION_URI_LOG_CALLBACK, line_came, server,
	    MHD_OPTION_NOTIFY_CONNECTION, connection_notice, server,
	    MHD_OPTION_NOTIFY_COMPLETED, request_ended, server, MHD_OPTION_END);
	if (server->daemon == NULL)
		log_event(LOG_ERROR, "server.start", NULL);
	return server->daemon != NULL;
}

/* What is needed before the first connection, without a thread yet. */
static bool
server_prepare(struct server *server)
{
	struct server_options *options = &server->options;
	char hash[65];

	options_settle(options);
	descriptors_allow(options->connections);
	json_memory_use();
	secret_use(options->secret);
	secret_hash("tag", hash);
	memcpy(server->tag_key, hash, sizeof server->tag_key);
	server->router = router_new(options->modules);
	server->throttle = throttle_new(options->rate);
	if (options->web != NULL)
		server->pages = pages_open(options->web);
	return server->router != NULL && server->throttle != NULL &&
	    (server->pages != NULL || options->web == NULL) &&
	    last_words_write(server);
}

static bool
server_open(struct server *server)
{
	if (!server_prepare(server))
		return false;
	server->listener = listen_open(server->options.listen);
	if (server->listener < 0)
		return false;
	server->port = listen_port(server->listener);
	signals_block(server);
	server->connections = connections_new();
	return server->connections != NULL && daemon_start(server);
}

struct server *
server_start(const struct server_options *options)
{
	struct server *server = memory_get(sizeof *server);

	if (server == NULL)
		return NULL;
	server->options = *options;
	server->listener = -1;
	if (server_open(server)) {
		log_gather(true);
		return server;
	}
	server_stop(server);
	return NULL;
}

int
server_port(const struct server *server)
{
	return server->port;
}

/* Ending */

static void
listener_close(struct server *server)
{
	const char *path = listen_path(server->options.listen);

	if (server->listener < 0)
		return;
	if (path != NULL)
		unlink(path);
	/* the library closes what it still listens at */
	if (server->daemon == NULL || atomic_load(&server->draining))
		close(server->listener);
}

/* New connections are refused at once, though the descriptor lives on. */
static void
server_drain(struct server *server)
{
	log_event(LOG_INFO, "server.drain", NULL);
	log_flush();
	atomic_store(&server->draining, true);
	MHD_quiesce_daemon(server->daemon);
	shutdown(server->listener, SHUT_RDWR);
	connections_drain(server->connections, server->options.drain_seconds);
}

void
server_wait(struct server *server)
{
	const sigset_t signals = end_signals();
	int which;

	while (sigwait(&signals, &which) != 0)
		;
	server_drain(server);
}

void
server_stop(struct server *server)
{
	if (server->daemon != NULL)
		MHD_stop_daemon(server->daemon);
	listener_close(server);
	connections_free(server->connections);
	log_gather(false);
	if (server->masked)
		pthread_sigmask(SIG_SETMASK, &server->mask_before, NULL);
	pages_close(server->pages);
	throttle_free(server->throttle);
	router_free(server->router);
	last_words_free(server);
	memory_give(server);
}
