/*
 * The listener and its connections: a thread each, through libmicrohttpd. What
 * the library does not do is done here: a watcher closes connections whose time
 * is over, however slowly they keep sending, and at the end no new ones are
 * taken while the open ones finish.
 */
#include "http/inside.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/random.h"
#include "base/text.h"

enum {
	CONNECTIONS = 1024,
	RATE = 200,
	IDLE_SECONDS = 75,	/* longer than nginx keeps a quiet one */
	HEAD_SECONDS = 15,
	DRAIN_SECONDS = 30,
	STACK = 1024 * 1024,	/* cairo needs half of it */
	POOL = 32 * 1024,	/* the library's, of a connection: the head */
	WATCH_MS = 250,
	BACKLOG = 1024
};
#define NEVER INT64_MAX
#define SECOND INT64_C(1000000000)

/* Connections. The watcher walks the list; it goes before its socket does. */

struct connection {
	struct connection *next, *before;
	int socket;
	_Atomic int64_t deadline;	/* ticks */
	_Atomic bool busy;		/* a request line came, no answer yet */
	struct exchange exchange;
};

struct connections {
	pthread_mutex_t mutex;
	pthread_cond_t changed;
	struct connection *first;
	size_t count;
	bool end;
	pthread_t watcher;
	sigset_t mask_before;
};

static void
deadline_set(struct connection *connection, int seconds)
{
	atomic_store(&connection->deadline,
	    clock_ticks() + seconds * SECOND);
}

static struct connection *
connection_new(struct server *server, struct MHD_Connection *mhd)
{
	struct connection *connection = memory_get(sizeof *connection);

	if (connection == NULL)
		return NULL;
	connection->exchange.server = server;
	connection->exchange.mhd = mhd;
	connection->exchange.reply.file = -1;
	connection->exchange.rq.arena = arena_new(ARENA_MOST);
	if (connection->exchange.rq.arena == NULL) {
		memory_give(connection);
		return NULL;
	}
	connection->socket = MHD_get_connection_info(mhd,
	    MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
	deadline_set(connection, server->options.idle_seconds);
	return connection;
}

static void
connection_add(struct connections *all, struct connection *connection)
{
	pthread_mutex_lock(&all->mutex);
	connection->next = all->first;
	if (all->first != NULL)
		all->first->before = connection;
	all->first = connection;
	all->count++;
	pthread_mutex_unlock(&all->mutex);
}

static void
connection_remove(struct connections *all, struct connection *connection)
{
	pthread_mutex_lock(&all->mutex);
	if (connection->before != NULL)
		connection->before->next = connection->next;
	else
		all->first = connection->next;
	if (connection->next != NULL)
		connection->next->before = connection->before;
	all->count--;
	pthread_cond_broadcast(&all->changed);
	pthread_mutex_unlock(&all->mutex);
}

static void
connection_free(struct connection *connection)
{
	arena_free(connection->exchange.rq.arena);
	buffer_free(&connection->exchange.json);
	buffer_free(&connection->exchange.bytes);
	memory_give(connection);
}

static void
connection_notice(void *with, struct MHD_Connection *mhd, void **context,
    enum MHD_ConnectionNotificationCode code)
{
	struct server *server = with;
	struct connection *connection = *context;

	if (code == MHD_CONNECTION_NOTIFY_STARTED) {
		*context = connection = connection_new(server, mhd);
		if (connection == NULL)
			return;
		atomic_fetch_add(&server->open, 1);
		connection_add(server->connections, connection);
	} else if (connection != NULL) {
		connection_remove(server->connections, connection);
		atomic_fetch_sub(&server->open, 1);
		connection_free(connection);
	}
}

/* The watcher */

static void
connections_watch(struct connections *all)
{
	int64_t now = clock_ticks();
	struct connection *at;

	for (at = all->first; at != NULL; at = at->next) {
		if (now < atomic_load(&at->deadline))
			continue;
		shutdown(at->socket, SHUT_RDWR);
		atomic_store(&at->deadline, NEVER);
		if (atomic_load(&at->busy))
			log_event(LOG_WARNING, "request.late",
			    "id", at->exchange.rq.id, NULL);
	}
}

/* Waits for a change, on the mutex, at most so long. */
static void
connections_wait(struct connections *all, int64_t milliseconds)
{
	struct timespec until;
	int64_t at;

	clock_gettime(CLOCK_REALTIME, &until);
	at = until.tv_nsec + milliseconds * 1000000;
	until.tv_sec += at / SECOND;
	until.tv_nsec = at % SECOND;
	pthread_cond_timedwait(&all->changed, &all->mutex, &until);
}

static void *
watcher_run(void *with)
{
	struct connections *all = with;

	pthread_mutex_lock(&all->mutex);
	while (!all->end) {
		connections_watch(all);
		connections_wait(all, WATCH_MS);
	}
	pthread_mutex_unlock(&all->mutex);
	return NULL;
}

/* What the library tells of a request */

static struct connection *
connection_of(struct MHD_Connection *mhd)
{
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(mhd,
	    MHD_CONNECTION_INFO_SOCKET_CONTEXT);

	return info ? info->socket_context : NULL;
}

static void *
line_came(void *with, const char *uri, struct MHD_Connection *mhd)
{
	struct server *server = with;
	struct connection *connection = connection_of(mhd);

	if (connection == NULL)
		return NULL;
	atomic_store(&connection->busy, true);
	deadline_set(connection, server->options.head_seconds);
	exchange_begin(&connection->exchange, uri);
	return connection;
}

static enum MHD_Result
request_came(void *with, struct MHD_Connection *mhd, const char *url,
    const char *method, const char *version, const char *bytes,
    size_t *length, void **context)
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

		deadline_set(connection,
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
	atomic_store(&connection->busy, false);
	deadline_set(connection, server->options.idle_seconds);
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

/* Listening */

static int
listen_failed(int listener, const char *why)
{
	log_event(LOG_ERROR, "server.listen", "why", why, NULL);
	if (listener >= 0)
		close(listener);
	return -1;
}

/* A socket file that nobody answers at is left over from a crash. */
static bool
unix_path_clear(const struct sockaddr_un *address)
{
	struct stat about;
	int probe;
	bool answers;

	if (lstat(address->sun_path, &about) != 0)
		return errno == ENOENT;
	if (!S_ISSOCK(about.st_mode))
		return false;
	probe = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (probe < 0)
		return false;
	answers = connect(probe, (const struct sockaddr *)address,
	    sizeof *address) == 0;
	close(probe);
	return !answers && unlink(address->sun_path) == 0;
}

static int
listen_unix(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int listener;

	if (strlen(path) >= sizeof address.sun_path)
		return listen_failed(-1, "the path is too long");
	memcpy(address.sun_path, path, strlen(path));
	if (!unix_path_clear(&address))
		return listen_failed(-1, "the path is in use");
	listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (listener < 0 || bind(listener, (struct sockaddr *)&address,
	    sizeof address) != 0 || chmod(path, 0660) != 0 ||
	    listen(listener, BACKLOG) != 0)
		return listen_failed(listener, strerror(errno));
	return listener;
}

static int
listen_at(const struct addrinfo *address)
{
	int listener = socket(address->ai_family, SOCK_STREAM | SOCK_CLOEXEC,
	    0);
	int on = 1;

	if (listener < 0)
		return listen_failed(-1, strerror(errno));
	setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
	if (bind(listener, address->ai_addr, address->ai_addrlen) != 0 ||
	    listen(listener, BACKLOG) != 0)
		return listen_failed(listener, strerror(errno));
	return listener;
}

/* "127.0.0.1:8080", "[::1]:8080" */
static int
listen_tcp(const char *text)
{
	struct addrinfo hints = { .ai_socktype = SOCK_STREAM,
		.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE };
	struct addrinfo *address;
	const char *colon = strrchr(text, ':');
	char host[64];
	size_t length;
	int listener;

	if (colon == NULL || (length = (size_t)(colon - text)) >= sizeof host)
		return listen_failed(-1, "not an address and a port");
	if (*text == '[' && length > 1 && text[length - 1] == ']') {
		text++;
		length -= 2;
	}
	memcpy(host, text, length);
	host[length] = '\0';
	if (getaddrinfo(host, colon + 1, &hints, &address) != 0)
		return listen_failed(-1, "not an address and a port");
	listener = listen_at(address);
	freeaddrinfo(address);
	return listener;
}

static bool
server_listen(struct server *server)
{
	const char *where = server->options.listen;
	struct sockaddr_storage address;
	socklen_t length = sizeof address;

	server->over_unix = text_starts(where, "unix:");
	server->listener = server->over_unix ?
	    listen_unix(where + strlen("unix:")) : listen_tcp(where);
	if (server->listener < 0)
		return false;
	if (!server->over_unix && getsockname(server->listener,
	    (struct sockaddr *)&address, &length) == 0)
		/* the port stands at the same place in both kinds */
		server->port =
		    ntohs(((struct sockaddr_in *)&address)->sin_port);
	return true;
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
	options->idle_seconds = option_or(options->idle_seconds,
	    IDLE_SECONDS);
	options->head_seconds = option_or(options->head_seconds,
	    HEAD_SECONDS);
	options->drain_seconds = option_or(options->drain_seconds,
	    DRAIN_SECONDS);
}

/* A descriptor for each connection, and some more. */
static void
descriptors_allow(int connections)
{
	rlim_t wanted = (rlim_t)connections + 1024;
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= wanted)
		return;
	limit.rlim_cur = wanted < limit.rlim_max ? wanted : limit.rlim_max;
	setrlimit(RLIMIT_NOFILE, &limit);
}

static void
signals_block(sigset_t *before)
{
	sigset_t signals;

	sigemptyset(&signals);
	sigaddset(&signals, SIGTERM);
	sigaddset(&signals, SIGINT);
	pthread_sigmask(SIG_BLOCK, &signals, before);
	signal(SIGPIPE, SIG_IGN);
}

static bool
watcher_start(struct server *server)
{
	struct connections *all = memory_get(sizeof *all);

	if (all == NULL)
		return false;
	server->connections = all;
	pthread_mutex_init(&all->mutex, NULL);
	pthread_cond_init(&all->changed, NULL);
	signals_block(&all->mask_before);
	if (pthread_create(&all->watcher, NULL, watcher_run, all) == 0)
		return true;
	all->end = true;
	return false;
}

static bool
daemon_start(struct server *server)
{
	server->daemon = MHD_start_daemon(MHD_USE_INTERNAL_POLLING_THREAD |
	    MHD_USE_THREAD_PER_CONNECTION | MHD_USE_POLL | MHD_USE_ITC, 0,
	    NULL, NULL, request_came, server,
	    MHD_OPTION_LISTEN_SOCKET, server->listener,
	    MHD_OPTION_CONNECTION_LIMIT,
	    (unsigned)server->options.connections,
	    MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)POOL,
	    MHD_OPTION_THREAD_STACK_SIZE, (size_t)STACK,
	    MHD_OPTION_UNESCAPE_CALLBACK, keep_escapes, NULL,
	    MHD_OPTION_URI_LOG_CALLBACK, line_came, server,
	    MHD_OPTION_NOTIFY_CONNECTION, connection_notice, server,
	    MHD_OPTION_NOTIFY_COMPLETED, request_ended, server,
	    MHD_OPTION_END);
	if (server->daemon == NULL)
		log_event(LOG_ERROR, "server.start", NULL);
	return server->daemon != NULL;
}

static bool
server_open(struct server *server)
{
	struct server_options *options = &server->options;
	char hash[65];

	options_settle(options);
	descriptors_allow(options->connections);
	json_set_alloc_funcs(memory_get, memory_give);
	secret_use(options->secret);
	secret_hash("tag", hash);
	memcpy(server->tag_key, hash, sizeof server->tag_key);
	server->router = router_new(options->modules);
	server->throttle = throttle_new(options->rate);
	if (server->router == NULL || server->throttle == NULL ||
	    !last_words_write(server))
		return false;
	if (options->web != NULL &&
	    (server->pages = pages_open(options->web)) == NULL)
		return false;
	return server_listen(server) && watcher_start(server) &&
	    daemon_start(server);
}

struct server *
server_start(const struct server_options *options)
{
	struct server *server = memory_get(sizeof *server);

	if (server == NULL)
		return NULL;
	server->options = *options;
	server->listener = -1;
	if (server_open(server))
		return server;
	server_stop(server);
	return NULL;
}

int
server_port(const struct server *server)
{
	return server->port;
}

/* Ending */

/* No new connection: refused at once, though the descriptor lives on. */
static void
listener_shut(struct server *server)
{
	MHD_quiesce_daemon(server->daemon);
	server->quiesced = true;
	shutdown(server->listener, SHUT_RDWR);
}

static void
listener_close(struct server *server)
{
	if (server->listener < 0)
		return;
	if (server->over_unix)
		unlink(server->options.listen + strlen("unix:"));
	/* the library closes what it still listens at */
	if (server->daemon == NULL || server->quiesced)
		close(server->listener);
}

/* Quiet ones go; what they have sent already is still read. */
static void
connections_quieten(struct connections *all)
{
	struct connection *at;

	for (at = all->first; at != NULL; at = at->next)
		if (!atomic_load(&at->busy))
			shutdown(at->socket, SHUT_RD);
}

static void
server_drain(struct server *server)
{
	struct connections *all = server->connections;
	int64_t until = clock_ticks() +
	    server->options.drain_seconds * SECOND;

	log_event(LOG_INFO, "server.drain", NULL);
	atomic_store(&server->draining, true);
	listener_shut(server);
	pthread_mutex_lock(&all->mutex);
	while (all->count > 0 && clock_ticks() < until) {
		connections_quieten(all);
		connections_wait(all, WATCH_MS);
	}
	pthread_mutex_unlock(&all->mutex);
}

void
server_wait(struct server *server)
{
	sigset_t signals;
	int signal_number;

	sigemptyset(&signals);
	sigaddset(&signals, SIGTERM);
	sigaddset(&signals, SIGINT);
	while (sigwait(&signals, &signal_number) != 0)
		;
	server_drain(server);
}

static void
watcher_stop(struct connections *all)
{
	bool runs;

	if (all == NULL)
		return;
	pthread_mutex_lock(&all->mutex);
	runs = !all->end;
	all->end = true;
	pthread_cond_broadcast(&all->changed);
	pthread_mutex_unlock(&all->mutex);
	if (runs)
		pthread_join(all->watcher, NULL);
	pthread_sigmask(SIG_SETMASK, &all->mask_before, NULL);
	pthread_cond_destroy(&all->changed);
	pthread_mutex_destroy(&all->mutex);
	memory_give(all);
}

void
server_stop(struct server *server)
{
	if (server->daemon != NULL)
		MHD_stop_daemon(server->daemon);
	listener_close(server);
	watcher_stop(server->connections);
	pages_close(server->pages);
	throttle_free(server->throttle);
	router_free(server->router);
	last_words_free(server);
	memory_give(server);
}
