/*
 * Imports in the background, in a table of bounded size: at most two at work,
 * the others wait for their turn. A file that was handed in has no name any
 * more: only its descriptor keeps it, so nothing of it is left behind, whatever
 * ends the server. How an import ended stands in its row of the table import;
 * one that had not ended when the server did is told from that.
 */
#include <assert.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "base/text.h"
#include "people/import.h"
#include "people/inside.h"

enum { JOBS = 32, AT_WORK = 2, FILE_NAME = 256 };

struct job {
	int64_t id; /* 0: the place is free */
	struct store *store;
	enum import_kind kind;
	struct actor actor;
	char file_name[FILE_NAME];
	int file; /* -1: closed */
	enum job_state state;
	bool busy; /* a thread is at it, or waits for its turn */
	struct progress progress;
	int64_t since; /* it waits for a yes */
	struct buffer report; /* JSON */
	char hash[65];
};

static struct {
	pthread_mutex_t mutex;
	pthread_cond_t changed;
	struct job jobs[JOBS];
	size_t at_work;
	bool ending;
} table = {
	.mutex = PTHREAD_MUTEX_INITIALIZER,
	.changed = PTHREAD_COND_INITIALIZER,
};

const char *
job_state_name(enum job_state state)
{
	static const char *const names[] = {
		[JOB_CHECKING] = "checking",
		[JOB_CHECKED] = "checked",
		[JOB_REFUSED] = "refused",
		[JOB_WRITING] = "writing",
		[JOB_DONE] = "done",
		[JOB_FAILED] = "failed",
		[JOB_CANCELLED] = "cancelled",
	};

	return names[state];
}

/* Places. Under the mutex, as all that follows unless it says otherwise. */

static struct job *
job_find(int64_t id)
{
	size_t i;

	for (i = 0; i < JOBS; i++)
		if (table.jobs[i].id == id)
			return &table.jobs[i];
	return NULL;
}

static void
job_free(struct job *job)
{
	assert(!job->busy);
	if (job->file >= 0)
		close(job->file);
	buffer_free(&job->report);
	*job = (struct job){ .file = -1 };
}

/* Telling the row. Without the mutex. */

struct telling {
	const struct job *job;
	enum job_state state;
};

static bool
row_write(struct db *db, void *with)
{
	const struct telling *telling = with;
	const struct job *job = telling->job;
	const char *report = job->report.data;

	db_do(db,
	    "UPDATE import SET state = ?, report = ?, file_hash = ?, "
	    "finished = ? WHERE id = ?",
	    ARGS(TEXT(job_state_name(telling->state)),
		TEXT(report ? report : "{}"), TEXT(job->hash), INT(clock_now()),
		ID(job->id)));
	return db_ok(db);
}

/*
 * What was written told its row itself. A row that cannot be told stays behind,
 * and the place keeps what there is to see until somebody needs it.
 */
static bool
job_tell(const struct job *job, enum job_state state)
{
	struct telling telling = { job, state };

	if (state == JOB_DONE ||
	    store_write(job->store, row_write, &telling) == WRITE_DONE)
		return true;
	log_event(LOG_ERROR, "import.untold", "import", log_int(job->id), NULL);
	return false;
}

/* The report of an import that a clock or a person ended. */
static void
report_say(struct job *job, const char *failure)
{
	struct import_report report = { .failure = failure };
	struct writer writer = { .out = &job->report };

	buffer_clear(&job->report);
	report_write(&writer, &report);
	if (job->report.failed)
		buffer_free(&job->report);
}

/* Who waited a day for a yes gets none any more. */
static struct job *
expired_take(int64_t now)
{
	size_t i;

	for (i = 0; i < JOBS; i++) {
		struct job *job = &table.jobs[i];

		if (job->id == 0 || job->busy || job->state != JOB_CHECKED ||
		    now - job->since < DAY)
			continue;
		job->busy = true;
		job->state = JOB_FAILED;
		return job;
	}
	return NULL;
}

/* Takes the mutex itself. */
static void
jobs_expire(int64_t now)
{
	struct job *job;

	pthread_mutex_lock(&table.mutex);
	while ((job = expired_take(now)) != NULL) {
		pthread_mutex_unlock(&table.mutex);
		report_say(job, "import.error.expired");
		job_tell(job, JOB_FAILED);
		pthread_mutex_lock(&table.mutex);
		job->busy = false;
		job_free(job);
	}
	pthread_mutex_unlock(&table.mutex);
}

/* At work. Without the mutex. */

static enum job_state
state_after(
    const struct job *job, bool done, const struct import_report *report)
{
	if (done)
		return job->state == JOB_CHECKING ? JOB_CHECKED : JOB_DONE;
	if (text_is(report->failure, "import.error.cancelled"))
		return JOB_CANCELLED;
	return report->failure != NULL ? JOB_FAILED : JOB_REFUSED;
}

static enum job_state
job_work(struct job *job)
{
	struct import_report report;
	struct writer writer = { .out = &job->report };
	char path[32];
	struct import_order order = { .kind = job->kind,
		.path = path,
		.file_name = job->file_name,
		.actor = &job->actor,
		.dry = job->state == JOB_CHECKING,
		.progress = &job->progress };
	enum job_state after;
	bool done;

	snprintf(path, sizeof path, "/proc/self/fd/%d", job->file);
	order.row = order.dry ? 0 : job->id;
	done = import_run(job->store, &order, &report);
	buffer_clear(&job->report);
	report_write(&writer, &report);
	memcpy(job->hash, report.hash, sizeof job->hash);
	after = state_after(job, done, &report);
	arena_free(report.arena);
	if (job->report.failed)
		buffer_free(&job->report);
	return after;
}

/* Waits for a turn; false: it was cancelled before. Takes the mutex. */
static bool
turn_take(struct job *job)
{
	bool cancelled;

	pthread_mutex_lock(&table.mutex);
	while (table.at_work == AT_WORK && !atomic_load(&job->progress.cancel))
		pthread_cond_wait(&table.changed, &table.mutex);
	cancelled = atomic_load(&job->progress.cancel);
	table.at_work += !cancelled;
	pthread_mutex_unlock(&table.mutex);
	return !cancelled;
}

static void
job_settle(struct job *job, enum job_state state, bool told, bool turn)
{
	pthread_mutex_lock(&table.mutex);
	job->state = state;
	job->busy = false;
	job->since = clock_now();
	if (state != JOB_CHECKED && told)
		job_free(job);
	else if (state != JOB_CHECKED) {
		close(job->file);
		job->file = -1;
	}
	table.at_work -= turn;
	pthread_cond_broadcast(&table.changed);
	pthread_mutex_unlock(&table.mutex);
}

static void *
job_run(void *with)
{
	struct job *job = with;
	bool turn = turn_take(job);
	enum job_state state = JOB_CANCELLED;

	if (turn)
		state = job_work(job);
	else
		report_say(job, "import.error.cancelled");
	job_settle(job, state, job_tell(job, state), turn);
	return NULL;
}

static bool
thread_start(struct job *job)
{
	pthread_attr_t attributes;
	pthread_t thread;
	int error;

	job->busy = true;
	atomic_store(&job->progress.cancel, false);
	progress_step(&job->progress, "import.step.waiting", 0);
	pthread_attr_init(&attributes);
	pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
	error = pthread_create(&thread, &attributes, job_run, job);
	pthread_attr_destroy(&attributes);
	if (error != 0)
		job->busy = false;
	return error == 0;
}

/* From outside. Each takes the mutex. */

/* A free one, or one of which there was only left to see how it ended. */
static struct job *
place_find(void)
{
	size_t i;

	for (i = 0; i < JOBS; i++)
		if (table.jobs[i].id == 0)
			return &table.jobs[i];
	for (i = 0; i < JOBS; i++)
		if (!table.jobs[i].busy && table.jobs[i].state != JOB_CHECKED) {
			job_free(&table.jobs[i]);
			return &table.jobs[i];
		}
	return NULL;
}

static bool
job_place(const struct job_new *new)
{
	struct job *job = table.ending ? NULL : place_find();

	if (job == NULL)
		return false;
	*job = (struct job){ .id = new->id,
		.store = new->store,
		.kind = new->kind,
		.actor = new->actor,
		.file = new->file };
	snprintf(job->file_name, sizeof job->file_name, "%.*s",
	    (int)utf8_fit(new->file_name, sizeof job->file_name - 1),
	    new->file_name);
	if (thread_start(job))
		return true;
	job->file = -1;
	job_free(job);
	return false;
}

bool
job_start(const struct job_new *new)
{
	bool placed;

	jobs_expire(new->now);
	pthread_mutex_lock(&table.mutex);
	placed = job_place(new);
	pthread_mutex_unlock(&table.mutex);
	if (!placed)
		close(new->file);
	return placed;
}

size_t
jobs_of(int64_t account, int64_t now)
{
	size_t count = 0, i;

	jobs_expire(now);
	pthread_mutex_lock(&table.mutex);
	for (i = 0; i < JOBS; i++)
		count += table.jobs[i].id != 0 &&
		    table.jobs[i].actor.account == account &&
		    (table.jobs[i].busy || table.jobs[i].state == JOB_CHECKED);
	pthread_mutex_unlock(&table.mutex);
	return count;
}

/* Without the request's arena, which may not give up under the mutex. */
static char *
text_copy(const char *text)
{
	size_t size = strlen(text) + 1;
	char *copy = memory_get(size);

	if (copy != NULL)
		memcpy(copy, text, size);
	return copy;
}

bool
job_look(int64_t id, struct job_view *view)
{
	const struct job *job;

	*view = (struct job_view){ 0 };
	pthread_mutex_lock(&table.mutex);
	job = job_find(id);
	if (job != NULL) {
		view->state = job->state;
		view->done = atomic_load(&job->progress.done);
		view->total = atomic_load(&job->progress.total);
		if (job->busy)
			view->step = atomic_load(&job->progress.step);
		else if (job->report.data != NULL)
			view->report = text_copy(job->report.data);
	}
	pthread_mutex_unlock(&table.mutex);
	return job != NULL;
}

bool
job_confirm(int64_t id)
{
	struct job *job;
	bool confirmed;

	pthread_mutex_lock(&table.mutex);
	job = job_find(id);
	confirmed = job != NULL && !job->busy && !table.ending &&
	    job->state == JOB_CHECKED;
	if (confirmed) {
		job->state = JOB_WRITING;
		if (!thread_start(job)) {
			job->state = JOB_CHECKED;
			confirmed = false;
		}
	}
	pthread_mutex_unlock(&table.mutex);
	return confirmed;
}

/* A checked one ends here; one at work is asked, and ends by itself. */
bool
job_cancel(int64_t id)
{
	struct job *job;
	bool checked, busy;

	pthread_mutex_lock(&table.mutex);
	job = job_find(id);
	busy = job != NULL && job->busy;
	checked = job != NULL && !busy && job->state == JOB_CHECKED;
	if (busy)
		atomic_store(&job->progress.cancel, true);
	if (checked) {
		job->busy = true;
		job->state = JOB_CANCELLED;
	}
	pthread_cond_broadcast(&table.changed);
	pthread_mutex_unlock(&table.mutex);
	if (checked) {
		report_say(job, "import.error.cancelled");
		job_settle(
		    job, JOB_CANCELLED, job_tell(job, JOB_CANCELLED), false);
	}
	return busy || checked;
}

static bool
somebody_is_busy(void)
{
	size_t i;

	for (i = 0; i < JOBS; i++)
		if (table.jobs[i].busy)
			return true;
	return false;
}

void
imports_end(void)
{
	size_t i;

	pthread_mutex_lock(&table.mutex);
	table.ending = true;
	for (i = 0; i < JOBS; i++)
		atomic_store(&table.jobs[i].progress.cancel, true);
	pthread_cond_broadcast(&table.changed);
	while (somebody_is_busy())
		pthread_cond_wait(&table.changed, &table.mutex);
	for (i = 0; i < JOBS; i++)
		if (table.jobs[i].id != 0)
			job_free(&table.jobs[i]);
	table.ending = false;
	pthread_mutex_unlock(&table.mutex);
}
