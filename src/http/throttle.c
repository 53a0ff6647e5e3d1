/*
 * Too many tries. Buckets that fill with each try and leak over time, in a
 * table of fixed size: a key has four places, and the emptiest of them makes
 * room, so that whoever floods the table pushes out strangers before the ones
 * under attack. Nothing is kept over a restart, and no bucket stays full.
 */
#include "http/inside.h"

#include <math.h>
#include <pthread.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/random.h"
#include "base/text.h"

enum {
	SETS = 4096,
	WAYS = 4,
	LOCKS = 64,
	FREE_TRIES = 3, /* wrong tries that cost no wait */
	PAUSE_FIRST = 250, /* milliseconds; doubled with each try */
	PAUSE_MOST = 8000,
	ADDRESS_SHARE = 20 /* of many people behind one address */
};

struct bucket {
	uint64_t key; /* 0: nobody's */
	double level; /* when it was last looked at: */
	int64_t at;
	int64_t not_before; /* the next try */
};

struct throttle {
	pthread_mutex_t locks[LOCKS];
	unsigned char hash_key[crypto_shorthash_KEYBYTES];
	int rate;
	struct bucket buckets[SETS][WAYS];
};

/* How a kind of bucket fills and leaks. */
struct leak {
	double burst;
	double a_millisecond;
	bool slows;
};

struct throttle *
throttle_new(int rate)
{
	struct throttle *throttle = memory_get(sizeof *throttle);
	size_t i;

	if (throttle == NULL)
		return NULL;
	throttle->rate = rate;
	random_bytes(throttle->hash_key, sizeof throttle->hash_key);
	for (i = 0; i < LOCKS; i++)
		pthread_mutex_init(&throttle->locks[i], NULL);
	return throttle;
}

void
throttle_free(struct throttle *throttle)
{
	size_t i;

	if (throttle == NULL)
		return;
	for (i = 0; i < LOCKS; i++)
		pthread_mutex_destroy(&throttle->locks[i]);
	memory_give(throttle);
}

/* Nobody outside can choose keys that meet. */
static uint64_t
key_hash(const struct throttle *throttle, const char *kind, const char *key)
{
	unsigned char bytes[512];
	size_t kind_length = strlen(kind) + 1, length = strlen(key);
	uint64_t hash;

	if (kind_length > 64)
		kind_length = 64;
	if (length > sizeof bytes - kind_length)
		length = sizeof bytes - kind_length;
	memcpy(bytes, kind, kind_length);
	memcpy(bytes + kind_length, key, length);
	crypto_shorthash((unsigned char *)&hash, bytes, kind_length + length,
	    throttle->hash_key);
	return hash ? hash : 1;
}

static double
bucket_level(const struct bucket *bucket, const struct leak *leak, int64_t now)
{
	double gone = (double)(now - bucket->at) * leak->a_millisecond;

	return fmax(0, bucket->level - fmax(0, gone));
}

/* The key's own place, or the emptiest one. */
static struct bucket *
bucket_get(struct bucket set[static WAYS], uint64_t key)
{
	struct bucket *emptiest = &set[0];
	size_t i;

	for (i = 0; i < WAYS; i++) {
		if (set[i].key == key)
			return &set[i];
		if (set[i].level < emptiest->level)
			emptiest = &set[i];
	}
	*emptiest = (struct bucket){ .key = key };
	return emptiest;
}

static int64_t
pause_after(double level)
{
	double pause = PAUSE_FIRST * pow(2, level - FREE_TRIES - 1);

	return level <= FREE_TRIES ? 0 : (int64_t)fmin(pause, PAUSE_MOST);
}

/* Milliseconds to wait; 0: the try counts and may go on. */
static int64_t
bucket_fill(struct bucket *bucket, const struct leak *leak, int64_t now)
{
	double level = bucket_level(bucket, leak, now);

	if (leak->slows && now < bucket->not_before)
		return bucket->not_before - now;
	if (level + 1 > leak->burst)
		return 1 +
		    (int64_t)((level + 1 - leak->burst) / leak->a_millisecond);
	bucket->level = level + 1;
	bucket->at = now;
	if (leak->slows)
		bucket->not_before = now + pause_after(bucket->level);
	return 0;
}

static int64_t
key_fill(struct throttle *throttle, uint64_t key, const struct leak *leak,
    int64_t now)
{
	size_t set = key % SETS;
	pthread_mutex_t *lock = &throttle->locks[set % LOCKS];
	int64_t wait;

	pthread_mutex_lock(lock);
	wait = bucket_fill(bucket_get(throttle->buckets[set], key), leak, now);
	pthread_mutex_unlock(lock);
	return wait;
}

/* Takes back what a try has added; all of it, or one. */
static void
key_empty(struct throttle *throttle, uint64_t key, bool all)
{
	size_t set = key % SETS;
	pthread_mutex_t *lock = &throttle->locks[set % LOCKS];
	struct bucket *bucket;

	pthread_mutex_lock(lock);
	bucket = bucket_get(throttle->buckets[set], key);
	bucket->level = all ? 0 : fmax(0, bucket->level - 1);
	bucket->not_before = 0;
	pthread_mutex_unlock(lock);
}

bool
throttle_request(struct throttle *throttle, const char *address, int64_t now)
{
	const struct leak leak = { .burst = 2.0 * throttle->rate,
		.a_millisecond = throttle->rate / 1000.0 };

	return key_fill(throttle, key_hash(throttle, "request", address), &leak,
		   now) == 0;
}

/* Tries */

static bool
tried_before(const struct exchange *x, const char *kind, const char *key)
{
	const struct tried *tried;

	for (tried = x->tried; tried != NULL; tried = tried->next)
		if (strcmp(tried->kind, kind) == 0 &&
		    strcmp(tried->key, key) == 0)
			return true;
	return false;
}

static void
tried_keep(struct exchange *x, const char *kind, const char *key)
{
	struct tried *tried = arena_alloc(x->rq.arena, sizeof *tried);

	tried->kind = kind;
	tried->key = arena_text(x->rq.arena, key);
	tried->next = x->tried;
	x->tried = tried;
}

/* The kind of a key's bucket with the addresses of all who tried it. */
static uint64_t
address_hash(const struct exchange *x, const char *kind)
{
	char of_address[64];

	snprintf(of_address, sizeof of_address, "%.50s@", kind);
	return key_hash(x->server->throttle, of_address, x->host);
}

bool
throttle(struct request *rq, const char *kind, const char *key, int burst,
    int a_minute)
{
	struct exchange *x = exchange_of(rq);
	struct throttle *table = x->server->throttle;
	const struct leak own = { burst, a_minute / 60000.0, true };
	const struct leak shared = { burst * (double)ADDRESS_SHARE,
		a_minute * (double)ADDRESS_SHARE / 60000.0, false };
	int64_t wait;
	char *seconds;

	if (tried_before(x, kind, key))
		return true;
	wait = key_fill(table, address_hash(x, kind), &shared, rq->now);
	if (wait == 0)
		wait = key_fill(
		    table, key_hash(table, kind, key), &own, rq->now);
	if (wait == 0) {
		tried_keep(x, kind, key);
		return true;
	}
	seconds = arena_printf(
	    rq->arena, "%lld", (long long)((wait + 999) / 1000));
	answer_error(rq, 429, "throttled",
	    (const struct word[]){ { "seconds", seconds }, { 0 } });
	reply_header(x, "Retry-After", seconds);
	return false;
}

void
throttle_forgive(struct request *rq, const char *kind, const char *key)
{
	struct exchange *x = exchange_of(rq);
	struct throttle *table = x->server->throttle;

	key_empty(table, key_hash(table, kind, key), true);
	key_empty(table, address_hash(x, kind), false);
}
