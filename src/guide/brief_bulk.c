/*
 * giljabi brief: briefs of a pupil, a school, the province in one night.
 *
 * Pupils come in order of their ids, a thousand at a time, each batch from its
 * own snapshot; threads share a batch and the main one writes in order. So a run
 * that was cut off goes on behind the last whole line (json) or passes over the
 * files that are there (pdf), and memory stays what one batch takes.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/progress.h"
#include "base/text.h"
#include "guide/brief_paper.h"
#include "guide/commands.h"
#include "ledger/ledger.h"
#include "model/model.h"

enum {
	BATCH = 1000,
	THREADS = 64,
	TASK_MEMORY = 16 * 1024 * 1024,
	LINE_MOST = 1024 * 1024
};

#define NO_EDITS "{\"decisions\":{},\"own\":[],\"sections\":{}}"

/* One pupil of a batch: what is read, and the line that comes of it. */
struct task {
	int64_t pupil, school, class, number, version;
	bool ai;
	struct sheet sheet;
	const struct bank_entry *bank;
	const struct model_entry *model;
	const char *hash; /* of the newest signed brief, or NULL */
	struct buffer line;
};

struct bulk {
	struct command_line *cl;
	struct store *store;
	const struct catalogue *catalogue;
	struct arena *arena; /* of one batch's rows */
	const char *folder;
	bool pdf, staff;
	int64_t school, only; /* 0: all */
	int64_t after; /* the last pupil done */
	int threads;
	FILE *out; /* briefs.jsonl */
	struct progress progress;
	struct task tasks[BATCH];
	int count;
	atomic_int next; /* task to be taken */
	atomic_bool failed;
};

/* Reading a batch */

static const char batch_sql[] =
    "SELECT p.id, p.school, p.class, p.number, p.ai, t.id, t.bank, t.answers, "
    "t.grade, t.finished, t.notices, b.version, b.hash "
    "FROM pupil p JOIN sheet t ON t.id = (SELECT s.id FROM sheet s "
    "WHERE s.pupil = p.id AND s.finished IS NOT NULL "
    "ORDER BY s.finished DESC LIMIT 1) "
    "LEFT JOIN brief b ON b.id = (SELECT d.id FROM brief d "
    "WHERE d.pupil = p.id AND d.version IS NOT NULL "
    "ORDER BY d.version DESC LIMIT 1) "
    "WHERE p.id > ? AND p.state = 'enrolled' AND (? = 0 OR p.school = ?) "
    "AND (? = 0 OR p.id = ?) ORDER BY p.id LIMIT 1000";

/* Bank and model: those of the pupil before, where they are the same. */
static void
task_rests_on(struct bulk *bulk, struct db *db, struct task *task)
{
	enum stage stage = stage_of_grade(task->sheet.grade);
	const struct task *before = bulk->count > 1 ? task - 1 : NULL;

	if (before != NULL && text_is(before->sheet.bank, task->sheet.bank)) {
		task->bank = before->bank;
		if (stage_of_grade(before->sheet.grade) == stage) {
			task->model = before->model;
			return;
		}
	} else
		task->bank = model_bank(
		    db, bulk->arena, bulk->catalogue, task->sheet.bank);
	if (task->bank != NULL)
		task->model = model_entry_for(
		    db, bulk->arena, bulk->catalogue, task->bank, stage);
}

static void
task_read(struct bulk *bulk, struct db *db, const struct rows *rows)
{
	struct task *task = &bulk->tasks[bulk->count++];
	struct buffer line = task->line;

	buffer_clear(&line);
	*task = (struct task){
		.pupil = rows_id(rows, 0), .school = rows_id(rows, 1),
		.class = rows_id(rows, 2), .number = rows_int(rows, 3),
		.ai = rows_int(rows, 4) != 0,
		.sheet = {
			.id = rows_id(rows, 5), .pupil = rows_id(rows, 0),
			.bank = arena_text(bulk->arena, rows_text(rows, 6)),
			.answers = arena_text(bulk->arena, rows_text(rows, 7)),
			.grade = rows_int(rows, 8),
			.finished = rows_int(rows, 9),
			.notices = (unsigned)rows_int(rows, 10),
		},
		.version = rows_int(rows, 11),
		.hash = arena_text(bulk->arena, rows_text(rows, 12)),
		.line = line,
	};
	task->line.limit = LINE_MOST;
	task_rests_on(bulk, db, task);
}

static bool
batch_read(struct bulk *bulk)
{
	struct db *db = store_read(bulk->store);
	struct rows rows;

	arena_clear(bulk->arena);
	bulk->count = 0;
	if (db == NULL)
		return false;
	rows = db_ask(db, batch_sql,
	    ARGS(INT(bulk->after), INT(bulk->school), INT(bulk->school),
		INT(bulk->only), INT(bulk->only)));
	while (bulk->count < BATCH && rows_next(&rows))
		task_read(bulk, db, &rows);
	rows_close(&rows);
	return store_read_end(db);
}

/* Working on it */

static void
line_write(const struct task *task, const struct suggested *suggested,
    struct writer *writer)
{
	put_object(writer, NULL);
	put_id(writer, "pupil", task->pupil);
	put_id(writer, "school", task->school);
	put_id(writer, "class", task->class);
	put_int(writer, "number", task->number);
	put_id(writer, "sheet", task->sheet.id);
	put_int(writer, "answered", task->sheet.finished);
	if (task->version > 0) {
		put_int(writer, "signed_version", task->version);
		put_text(writer, "signed_hash", task->hash);
	}
	suggested_write(writer, suggested);
	put_object_end(writer);
	buffer_char(writer->out, '\n');
}

static bool
task_line(struct bulk *bulk, struct task *task, struct arena *arena)
{
	struct writer writer = { .out = &task->line };
	struct suggestion_input input;
	struct suggested suggested;

	if (!sheet_input_of(task->bank, task->model, bulk->catalogue,
		&task->sheet, task->ai, &input))
		return false;
	suggest(arena, &input, &suggested);
	line_write(task, &suggested, &writer);
	return !task->line.failed;
}

static const char *
suggested_text(struct arena *arena, const struct suggestion_input *input)
{
	struct buffer text = { .limit = LINE_MOST };
	struct writer writer = { .out = &text };
	struct suggested suggested;
	const char *kept;

	suggest(arena, input, &suggested);
	put_object(&writer, NULL);
	suggested_write(&writer, &suggested);
	put_object_end(&writer);
	kept = arena_text(arena, text.failed ? "" : text.data);
	buffer_free(&text);
	return kept;
}

/* The newest brief there is; without one, what would be suggested now. */
static bool
brief_for(struct bulk *bulk, const struct task *task, struct db *db,
    struct arena *arena, struct brief *brief)
{
	struct suggestion_input input;
	int64_t id = db_int(db,
	    "SELECT id FROM brief WHERE pupil = ? "
	    "ORDER BY CASE WHEN state = 'signed' THEN 0 ELSE 1 END, "
	    "version DESC, created DESC LIMIT 1",
	    ARGS(ID(task->pupil)), 0);

	if (id != 0)
		return brief_load(db, arena, id, brief);
	if (!sheet_input_of(task->bank, task->model, bulk->catalogue,
		&task->sheet, task->ai, &input))
		return false;
	*brief = (struct brief){ .pupil = task->pupil,
		.sheet = task->sheet.id,
		.edits = NO_EDITS,
		.suggested = suggested_text(arena, &input) };
	return true;
}

static bool
paper_make(struct bulk *bulk, const struct task *task, struct db *db,
    struct arena *arena, const char *path)
{
	enum lang lang = command_lang(bulk->cl);
	struct brief brief;
	struct pupil pupil;
	struct brief_view view = { &brief, &pupil, bulk->catalogue, lang,
		bulk->staff };
	char when[40];
	const char *foot, *part = arena_printf(arena, "%s.part", path);
	struct paper *paper;

	if (!brief_for(bulk, task, db, arena, &brief) ||
	    !pupil_load(db, arena, task->pupil, &pupil))
		return false;
	clock_write_seoul(clock_now(), lang_name(lang), true, when);
	foot = say_with(arena, lang,
	    bulk->staff ? "paper.foot.teacher" : "paper.foot.pupil",
	    (const struct word[]){ { "when", when }, { 0 } });
	paper = paper_new(arena,
	    &(struct paper_options){ .title = say(lang, "paper.name"),
		.author = "Giljabi",
		.foot = foot,
		.lang = lang });
	if (paper == NULL)
		return false;
	brief_print(paper, db, arena, &view, foot);
	return paper_end_file(paper, part) && rename(part, path) == 0;
}

static bool
task_paper(struct bulk *bulk, const struct task *task, struct arena *arena)
{
	const char *path = arena_printf(
	    arena, "%s/%" PRId64 ".pdf", bulk->folder, task->pupil);
	struct db *db;
	bool made;

	if (access(path, F_OK) == 0)
		return true;
	db = store_read(bulk->store);
	if (db == NULL)
		return false;
	made = ARENA_CATCH(arena) && paper_make(bulk, task, db, arena, path);
	return store_read_end(db) && made;
}

static bool
task_run(struct bulk *bulk, struct task *task, struct arena *arena)
{
	if (!ARENA_CATCH(arena))
		return false;
	return bulk->pdf ? task_paper(bulk, task, arena)
			 : task_line(bulk, task, arena);
}

static void
tasks_run(struct bulk *bulk, struct arena *arena)
{
	int i;

	while ((i = atomic_fetch_add(&bulk->next, 1)) < bulk->count &&
	    !atomic_load(&bulk->failed)) {
		struct task *task = &bulk->tasks[i];

		if (!task_run(bulk, task, arena))
			atomic_store(&bulk->failed, true);
		arena_clear(arena);
		progress_add(&bulk->progress, 1);
	}
}

static void *
worker(void *with)
{
	struct bulk *bulk = with;
	struct arena *arena = arena_new(TASK_MEMORY);

	if (arena == NULL)
		atomic_store(&bulk->failed, true);
	else
		tasks_run(bulk, arena);
	arena_free(arena);
	return NULL;
}

static void
batch_run(struct bulk *bulk)
{
	pthread_t threads[THREADS];
	int started = 0;

	atomic_store(&bulk->next, 0);
	while (started < bulk->threads &&
	    pthread_create(&threads[started], NULL, worker, bulk) == 0)
		started++;
	if (started == 0)
		worker(bulk);
	while (started > 0)
		pthread_join(threads[--started], NULL);
}

static bool
batch_keep(struct bulk *bulk)
{
	int i;

	for (i = 0; !bulk->pdf && i < bulk->count; i++)
		if (fwrite(bulk->tasks[i].line.data, 1,
			bulk->tasks[i].line.length,
			bulk->out) != bulk->tasks[i].line.length)
			return false;
	bulk->after = bulk->tasks[bulk->count - 1].pupil;
	return bulk->pdf || fflush(bulk->out) == 0;
}

/* Going on where a run was cut off */

/* Finds the last whole line and its pupil; what follows it goes. */
static bool
file_resume(struct bulk *bulk, int file)
{
	static const char key[] = "{\"pupil\":\"";
	char bytes[65536];
	off_t size = lseek(file, 0, SEEK_END), end = 0, at = 0, start = 0;
	ssize_t got, i;

	while (at < size && (got = pread(file, bytes, sizeof bytes, at)) > 0) {
		for (i = 0; i < got; i++)
			if (bytes[i] == '\n') {
				start = end;
				end = at + i + 1;
			}
		at += got;
	}
	if (ftruncate(file, end) != 0)
		return false;
	if (end == 0)
		return true;
	got = pread(file, bytes, 64, start);
	bytes[got > 0 ? got : 0] = '\0';
	if (!text_starts(bytes, key) ||
	    strchr(bytes + sizeof key - 1, '"') == NULL)
		return false;
	*strchr(bytes + sizeof key - 1, '"') = '\0';
	return text_to_int(bytes + sizeof key - 1, 1, INT64_MAX, &bulk->after);
}

/*
 * The folder belongs to what it was begun for: going on with another school
 * behind the last pupil of the first would pass over pupils silently.
 */
static bool
scope_same(struct bulk *bulk)
{
	struct arena *arena = command_arena(bulk->cl);
	const char *path = arena_printf(arena, "%s/briefs.scope", bulk->folder);
	const char *scope = arena_printf(arena,
	    "school %" PRId64 " pupil %" PRId64 " %s\n", bulk->school,
	    bulk->only,
	    bulk->pdf ? (bulk->staff ? "pdf teacher" : "pdf pupil") : "json");
	char there[128] = "";
	FILE *file = fopen(path, "r");
	bool same;

	if (file == NULL) {
		file = fopen(path, "w");
		if (file == NULL)
			return false;
		same = fputs(scope, file) >= 0;
		return fclose(file) == 0 && same;
	}
	same = fgets(there, sizeof there, file) != NULL &&
	    text_is(there, scope);
	fclose(file);
	if (!same)
		complain(bulk->cl, "bulk.other",
		    (const struct word[]){ { "folder", bulk->folder }, { 0 } });
	return same;
}

static bool
out_open(struct bulk *bulk)
{
	const char *path = arena_printf(
	    command_arena(bulk->cl), "%s/briefs.jsonl", bulk->folder);
	int file;

	if ((mkdir(bulk->folder, 0700) != 0 && errno != EEXIST) ||
	    !scope_same(bulk))
		return false;
	if (bulk->pdf)
		return true;
	file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (file < 0)
		return false;
	if (!file_resume(bulk, file) || lseek(file, 0, SEEK_END) < 0 ||
	    (bulk->out = fdopen(file, "a")) == NULL) {
		close(file);
		return false;
	}
	if (bulk->after != 0)
		complain(bulk->cl, "bulk.goes_on", NULL);
	return true;
}

/* The whole run */

static bool
export_told(struct db *db, void *with)
{
	struct bulk *bulk = with;

	ledger_add(db, clock_now(),
	    &(struct ledger_entry){ .kind = "brief.exported",
		.pupil = bulk->only,
		.detail = arena_printf(command_arena(bulk->cl),
		    "{\"format\":\"%s\",\"school\":\"%" PRId64 "\"}",
		    bulk->pdf ? "pdf" : "json", bulk->school) });
	return db_ok(db);
}

static bool
bulk_count(struct bulk *bulk)
{
	struct db *db = store_read(bulk->store);
	int64_t total;

	if (db == NULL)
		return false;
	total = db_int(db,
	    "SELECT COUNT(*) FROM pupil p "
	    "WHERE p.id > ? AND p.state = 'enrolled' "
	    "AND (? = 0 OR p.school = ?) AND (? = 0 OR p.id = ?) "
	    "AND EXISTS (SELECT 1 FROM sheet s WHERE s.pupil = p.id "
	    "AND s.finished IS NOT NULL)",
	    ARGS(INT(bulk->after), INT(bulk->school), INT(bulk->school),
		INT(bulk->only), INT(bulk->only)),
	    0);
	progress_step(&bulk->progress, "bulk.step", total);
	bulk->catalogue = catalog_hold(db, command_arena(bulk->cl));
	return store_read_end(db) && bulk->catalogue != NULL;
}

static bool
bulk_run(struct bulk *bulk, int64_t *made)
{
	if (!bulk_count(bulk) ||
	    store_write(bulk->store, export_told, bulk) != WRITE_DONE)
		return false;
	for (*made = 0;; *made += bulk->count) {
		if (!batch_read(bulk))
			return false;
		if (bulk->count == 0)
			return true;
		batch_run(bulk);
		if (atomic_load(&bulk->failed) || !batch_keep(bulk))
			return false;
	}
}

static void
bulk_end(struct bulk *bulk)
{
	int i;

	progress_end(&bulk->progress);
	for (i = 0; i < BATCH; i++)
		buffer_free(&bulk->tasks[i].line);
	if (bulk->out != NULL)
		fclose(bulk->out);
	arena_free(bulk->arena);
	store_close(bulk->store);
}

/* Exactly one of --all, --school, --pupil. */
static bool
scope_read(struct bulk *bulk)
{
	struct command_line *cl = bulk->cl;
	const char *school = option_text(cl, "school");
	const char *pupil = option_text(cl, "pupil");
	int given = option_given(cl, "all") + (school != NULL) +
	    (pupil != NULL);

	if (given != 1 ||
	    (pupil != NULL && !text_to_int(pupil, 1, INT64_MAX, &bulk->only))) {
		complain(cl, "bulk.scope", NULL);
		return false;
	}
	return true;
}

static bool
options_read(struct bulk *bulk)
{
	struct command_line *cl = bulk->cl;
	const char *format = option_text(cl, "format");
	const char *copy = option_text(cl, "copy");
	int64_t threads;

	bulk->folder = option_text(cl, "out");
	bulk->pdf = text_is(format, "pdf");
	bulk->staff = !text_is(copy, "pupil");
	if (!scope_read(bulk) ||
	    !option_int(cl, "threads", 1, THREADS,
		sysconf(_SC_NPROCESSORS_ONLN), &threads))
		return false;
	bulk->threads = (int)threads;
	if (bulk->folder != NULL && (bulk->pdf || text_is(format, "json")) &&
	    (copy == NULL || text_is(copy, "pupil") ||
		text_is(copy, "teacher")))
		return true;
	complain(cl, "bulk.options", NULL);
	return false;
}

/* A school by its id or by its code. */
static bool
school_find(struct bulk *bulk)
{
	const char *school = option_text(bulk->cl, "school");
	struct db *db;
	int64_t id = 0;

	if (school == NULL)
		return true;
	db = store_read(bulk->store);
	if (db == NULL)
		return false;
	text_to_int(school, 1, INT64_MAX, &id);
	bulk->school = db_int(db,
	    "SELECT id FROM school WHERE code = ? "
	    "OR id = ?",
	    ARGS(TEXT(school), INT(id)), 0);
	if (!store_read_end(db))
		return false;
	if (bulk->school == 0)
		complain(bulk->cl, "bulk.no_school",
		    (const struct word[]){ { "school", school }, { 0 } });
	return bulk->school != 0;
}

int
brief_run(struct command_line *cl)
{
	struct bulk *bulk = arena_alloc(command_arena(cl), sizeof *bulk);
	int64_t made = 0;
	bool done;

	bulk->cl = cl;
	bulk->progress.terminal = isatty(STDERR_FILENO);
	if (!options_read(bulk))
		return EXIT_MISUSED;
	bulk->arena = arena_new(TASK_MEMORY);
	bulk->store = bulk->arena ? store_open_command(cl, NULL) : NULL;
	if (bulk->store == NULL) {
		arena_free(bulk->arena);
		return EXIT_FAILED;
	}
	done = school_find(bulk) && out_open(bulk) && bulk_run(bulk, &made);
	bulk_end(bulk);
	if (!done) {
		complain(cl, "bulk.failed", NULL);
		return EXIT_FAILED;
	}
	puts(say_with(command_arena(cl), command_lang(cl), "bulk.done",
	    (const struct word[]){
		{ "count", arena_printf(command_arena(cl), "%" PRId64, made) },
		{ "folder", bulk->folder }, { 0 } }));
	return EXIT_DONE;
}
