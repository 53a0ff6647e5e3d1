/*
 * The open connections. A watcher closes those whose time is over, however
 * slowly they keep sending; it also sees that no line of the log waits long. The
 * list holds a connection only as long as its socket is open, so that no other
 * one can be closed in its place.
 */
#include "http/inside.h"

#include <pthread.h>
#include <sys/socket.h>
#include <time.h>

#include "base/clock.h"
#include "base/log.h"

enum { WATCH_MS = 250 };
#define NEVER INT64_MAX
#define SECOND INT64_C(1000000000)

struct connections {
	pthread_mutex_t mutex;
	pthread_cond_t changed; /* one has gone, or the end has come */
	struct connection *first;
	size_t count;
	bool end;
	pthread_t watcher;
};

/* Time */

void
connection_deadline(struct connection *connection, int seconds)
{
	atomic_store(&connection->deadline, clock_ticks() + seconds * SECOND);
}

void
connection_busy(struct connection *connection, bool busy, int seconds)
{
	atomic_store(&connection->busy, busy);
	connection_deadline(connection, seconds);
}

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
			log_event(LOG_WARNING, "request.late", NULL);
	}
}

/* Waits for a change, on the mutex, at most a moment. */
static void
connections_wait(struct connections *all)
{
	struct timespec until;
	int64_t at;

	clock_gettime(CLOCK_REALTIME, &until);
	at = until.tv_nsec + WATCH_MS * INT64_C(1000000);
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
		connections_wait(all);
		pthread_mutex_unlock(&all->mutex);
		log_flush();
		pthread_mutex_lock(&all->mutex);
	}
	pthread_mutex_unlock(&all->mutex);
	return NULL;
}

/* Coming and going */

static struct connection *
connection_new(struct server *server, struct MHD_Connection *mhd)
{
	struct connection *connection = memory_get(sizeof *connection);

	if (connection == NULL)
		return NULL;
	connection->exchange.server = server;
	connection->exchange.mhd = mhd;
	connection->exchange.reply.file = -1;
	peer_read(&connection->exchange);
	connection->exchange.rq.arena = arena_new(ARENA_MOST);
	if (connection->exchange.rq.arena == NULL) {
		memory_give(connection);
		return NULL;
	}
	connection->socket = MHD_get_connection_info(
	    mhd, MHD_CONNECTION_INFO_CONNECTION_FD)
				 ->connect_fd;
	connection_deadline(connection, server->options.idle_seconds);
	return connection;
}

struct connection *
connection_open(struct server *server, struct MHD_Connection *mhd)
{
	struct connection *connection = connection_new(server, mhd);
	struct connections *all = server->connections;

	if (connection == NULL)
		return NULL;
	pthread_mutex_lock(&all->mutex);
	connection->next = all->first;
	if (all->first != NULL)
		all->first->before = connection;
	all->first = connection;
	all->count++;
	pthread_mutex_unlock(&all->mutex);
	return connection;
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

void
connection_close(struct server *server, struct connection *connection)
{
	connection_remove(server->connections, connection);
	arena_free(connection->exchange.rq.arena);
	buffer_free(&connection->exchange.json);
	buffer_free(&connection->exchange.bytes);
	memory_give(connection);
}

/* All of them */

struct connections *
connections_new(void)
{
	struct connections *all = memory_get(sizeof *all);

	if (all == NULL)
		return NULL;
	pthread_mutex_init(&all->mutex, NULL);
	pthread_cond_init(&all->changed, NULL);
	if (pthread_create(&all->watcher, NULL, watcher_run, all) == 0)
		return all;
	pthread_cond_destroy(&all->changed);
	pthread_mutex_destroy(&all->mutex);
	memory_give(all);
	return NULL;
}

size_t
connections_count(struct connections *all)
{
	size_t count;

	pthread_mutex_lock(&all->mutex);
	count = all->count;
	pthread_mutex_unlock(&all->mutex);
	return count;
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

void
connections_drain(struct connections *all, int seconds)
{
	int64_t until = clock_ticks() + seconds * SECOND;

	pthread_mutex_lock(&all->mutex);
	while (all->count > 0 && clock_ticks() < until) {
		connections_quieten(all);
		connections_wait(all);
	}
	pthread_mutex_unlock(&all->mutex);
}

void
connections_free(struct connections *all)
{
	if (all == NULL)
		return;
	pthread_mutex_lock(&all->mutex);
	all->end = true;
	pthread_cond_broadcast(&all->changed);
	pthread_mutex_unlock(&all->mutex);
	pthread_join(all->watcher, NULL);
	pthread_cond_destroy(&all->changed);
	pthread_mutex_destroy(&all->mutex);
	memory_give(all);
}
