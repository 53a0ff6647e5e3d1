/*
 * Imports by the browser: hand a file in, watch it being checked, say yes or
 * no, watch it being written.
 */
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "people/import.h"
#include "people/inside.h"
#include "people/routes.h"

enum { JOBS_OF_ONE = 2 };

/* Handing in */

static bool
row_add(struct request *rq, struct db *db, void *with)
{
	const struct job_new *new = with;

	db_do(db,
	    "INSERT INTO import (id, account, kind, file_name, "
	    "file_hash, state, report, created) "
	    "VALUES (?, ?, ?, ?, '', 'checking', '{}', ?)",
	    ARGS(ID(new->id), ID(rq->actor.account),
		TEXT(body_text(rq, "kind")), TEXT(new->file_name),
		INT(rq->now)));
	return db_ok(db);
}

static bool
row_remove(struct request *rq, struct db *db, void *with)
{
	const struct job_new *new = with;

	(void)rq;
	db_do(db, "DELETE FROM import WHERE id = ?", ARGS(ID(new->id)));
	return db_ok(db);
}

static const char *
file_name(struct request *rq)
{
	const char *name = body_file_name(rq, "file");

	if (name == NULL || name[0] == '\0')
		return "-";
	return arena_bytes(rq->arena, name, utf8_fit(name, 200));
}

/* The file goes with the request; its descriptor does not. */
static void
import_begin(struct request *rq, struct job_new *new)
{
	int64_t id = new->id;

	new->file = open(body_file(rq, "file"), O_RDONLY | O_CLOEXEC);
	if (new->file < 0) {
		answer_error(rq, 503, "unavailable", NULL);
		return;
	}
	if (!request_write(rq, row_add, new))
		close(new->file);
	else if (job_start(new))
		put_id(answer(rq), "id", id);
	else if (request_write(rq, row_remove, new))
		answer_error(rq, 503, "import.busy", NULL);
}

void
import_start(struct request *rq)
{
	struct job_new new = { .id = id_new(),
		.store = rq->store,
		.actor = rq->actor,
		.now = rq->now };

	new.kind = text_is(body_text(rq, "kind"), "schools") ? IMPORT_SCHOOLS
							     : IMPORT_ROSTER;
	if (new.kind == IMPORT_SCHOOLS && rq->actor.role != ROLE_ENGINEER)
		answer_error(rq, 403, "import.kind", NULL);
	else if (jobs_of(rq->actor.account, rq->now) >= JOBS_OF_ONE)
		answer_error(rq, 409, "import.own", NULL);
	else {
		new.file_name = file_name(rq);
		import_begin(rq, &new);
	}
}

/* Looking */

/*
 * What its row says, where no job of this server says more. A row that has not
 * ended and has no job was cut off with the server.
 */
static bool
row_was_cut(const char *state)
{
	return text_is(state, "checking") || text_is(state, "checked") ||
	    text_is(state, "writing");
}

static const char *
state_shown(const char *state)
{
	return row_was_cut(state) ? "failed" : state;
}

static void
view_release(void *with)
{
	memory_give(*(char **)with);
}

/* As job_look, with the report in the request's arena. */
static bool
job_seen(struct request *rq, int64_t id, struct job_view *view)
{
	char **report = arena_alloc(rq->arena, sizeof *report);
	bool seen;

	arena_defer(rq->arena, view_release, report);
	seen = job_look(id, view);
	*report = view->report;
	return seen;
}

static void
report_show(struct request *rq, struct writer *writer, const char *json,
    const char *failure)
{
	struct import_report report;

	if (json == NULL || !report_read(rq->arena, json, &report))
		report = (struct import_report){ 0 };
	if (failure != NULL)
		report.failure = failure;
	report_tell(rq->arena, rq->lang, writer, &report);
}

static void
row_show(struct request *rq, struct writer *writer, const struct rows *row)
{
	const char *state = rows_text(row, 2);

	put_text(writer, "state", state_shown(state));
	put_int(writer, "done", 0);
	put_int(writer, "total", 0);
	report_show(rq, writer, rows_text(row, 4),
	    row_was_cut(state) ? "import.error.restarted" : NULL);
}

static void
view_show(
    struct request *rq, struct writer *writer, const struct job_view *view)
{
	put_text(writer, "state", job_state_name(view->state));
	if (view->step != NULL)
		put_text(writer, "step", say(rq->lang, view->step));
	put_int(writer, "done", view->done);
	put_int(writer, "total", view->total);
	report_show(rq, writer, view->report, NULL);
}

/* One import: its job, if one of this server is at it, and its row. */
struct shown {
	int64_t id;
	struct job_view view;
	bool seen;
};

static bool
shown_read(struct request *rq, struct db *db, void *with)
{
	const struct shown *shown = with;
	struct rows rows = db_ask(db,
	    "SELECT kind, file_name, state, "
	    "created, report FROM import WHERE id = ?",
	    ARGS(ID(shown->id)));
	struct writer *writer;

	if (!rows_next(&rows)) {
		answer_error(rq, 404, "not_found", NULL);
		return false;
	}
	writer = answer(rq);
	put_id(writer, "id", shown->id);
	put_text(writer, "kind", rows_text(&rows, 0));
	put_text(writer, "file_name", rows_text(&rows, 1));
	put_int(writer, "created", rows_int(&rows, 3));
	if (shown->seen)
		view_show(rq, writer, &shown->view);
	else
		row_show(rq, writer, &rows);
	rows_close(&rows);
	return true;
}

/*
 * The job is looked at first, and the row in a snapshot of its own after it:
 * when the job ends in between, its row tells.
 */
void
import_show(struct request *rq)
{
	struct shown shown = { .id = path_id(rq, "import") };

	shown.seen = job_seen(rq, shown.id, &shown.view);
	request_read(rq, shown_read, &shown);
}

/* True: its row has not ended, and no job of this server is at it. */
static bool
import_list_row(struct writer *writer, const struct rows *rows)
{
	struct job_view view;
	bool seen = job_look(rows_id(rows, 0), &view);
	const char *state = rows_text(rows, 3);

	memory_give(view.report);
	put_object(writer, NULL);
	put_id(writer, "id", rows_id(rows, 0));
	put_text(writer, "kind", rows_text(rows, 1));
	put_text(writer, "file_name", rows_text(rows, 2));
	put_text(writer, "state",
	    seen ? job_state_name(view.state) : state_shown(state));
	put_int(writer, "created", rows_int(rows, 4));
	put_object_end(writer);
	return !seen && row_was_cut(state);
}

static bool
imports_read(struct request *rq, struct db *db, void *with)
{
	bool *cut = with;
	struct rows rows = db_ask(db,
	    "SELECT id, kind, file_name, state, "
	    "created FROM import WHERE account = ? "
	    "ORDER BY created DESC, id DESC LIMIT 50",
	    ARGS(ID(rq->actor.account)));
	struct writer *writer = answer(rq);

	*cut = false;
	put_list(writer, "imports");
	while (rows_next(&rows))
		*cut = import_list_row(writer, &rows) || *cut;
	put_list_end(writer);
	return true;
}

/* One that seems cut off may have ended since the rows were read: once more. */
void
imports_list(struct request *rq)
{
	bool cut;

	if (request_read(rq, imports_read, &cut) && cut)
		request_read(rq, imports_read, &cut);
}

/* Yes and no */

void
import_confirm(struct request *rq)
{
	if (job_confirm(path_id(rq, "import")))
		answer_none(rq);
	else
		answer_error(rq, 409, "import.not_checked", NULL);
}

void
import_cancel(struct request *rq)
{
	if (job_cancel(path_id(rq, "import")))
		answer_none(rq);
	else
		answer_error(rq, 409, "import.ended", NULL);
}

/* The empty template */

void
import_template(struct request *rq)
{
	const char *bytes;
	size_t length;

	if (xlsx_template(rq->arena, &bytes, &length))
		answer_bytes(rq, rq->route->answer_type, bytes, length,
		    say(rq->lang, "import.template_file"));
	else
		answer_error(rq, 503, "unavailable", NULL);
}
