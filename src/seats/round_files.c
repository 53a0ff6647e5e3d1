/*
 * The files of a draw, made from the store: the same rows give the same bytes,
 * before the draw and at any time after it.
 */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "ledger/ledger.h"
#include "seats/round.h"
#include "seats/routes.h"

enum { LINE_MOST = 4096 };

const char *const round_file_names[ROUND_FILES + 1] = { "sessions", "nodes",
	"applicants", "held", "placements", "log", NULL };

/* What a file is made from. */
struct making {
	struct db *db;
	struct arena *arena;
	const struct round *round;
	bool open; /* as anybody may have it */
	struct out_file out;
};

__attribute__((format(printf, 2, 3))) static void
line_add(struct making *making, const char *format, ...)
{
	char line[LINE_MOST];
	va_list list;
	int length;

	va_start(list, format);
	length = vsnprintf(line, sizeof line, format, list);
	va_end(list);
	if (length < 0 || length >= LINE_MOST)
		making->out.failed = true;
	else
		out_add(&making->out, line, (size_t)length);
}

/* Sessions and nodes */

static const char *
node_of(struct making *making, int64_t site)
{
	const struct round_rule *rule = &making->round->rule;

	if (round_rule_site_cap(rule, site) >= 0)
		return arena_printf(making->arena, "site-%" PRId64, site);
	return round_rule_all_cap(rule) >= 0 ? "all" : "";
}

static void
sessions_make(struct making *making)
{
	struct rows rows = db_ask(making->db,
	    "SELECT event, seats, least, site, day FROM round_event "
	    "WHERE round = ? ORDER BY event",
	    ARGS(ID(making->round->id)));

	line_add(making, "session,seats,min_open,node,site,slot,reserve\n");
	while (rows_next(&rows)) {
		int64_t seats = rows_int(&rows, 1), site = rows_id(&rows, 3);

		line_add(making,
		    "%" PRId64 ",%" PRId64 ",%" PRId64 ",%s,%" PRId64
		    ",%s,%s\n",
		    rows_id(&rows, 0), seats, rows_int(&rows, 2),
		    node_of(making, site), site, rows_text(&rows, 4),
		    making->open ? ""
				 : round_rule_reserves(making->arena,
				       &making->round->rule, seats));
	}
}

static void
nodes_make(struct making *making)
{
	const struct round_rule *rule = &making->round->rule;
	int64_t all = round_rule_all_cap(rule);

	line_add(making, "node,parent,cap\n");
	if (all >= 0)
		line_add(making, "all,,%" PRId64 "\n", all);
	for (int i = 0; i < rule->cap_count; i++)
		if (rule->caps[i].site != 0)
			line_add(making, "site-%" PRId64 ",%s,%" PRId64 "\n",
			    rule->caps[i].site, all >= 0 ? "all" : "",
			    rule->caps[i].most);
}

/* Applicants, in the order of their pseudonyms */

static void
applicants_make(struct making *making)
{
	struct rows rows = db_ask(making->db,
	    "SELECT pseudonym, size, groups, band, events FROM applicant "
	    "WHERE round = ? ORDER BY pseudonym",
	    ARGS(ID(making->round->id)));

	line_add(making, "applicant,size,node,groups,band,choices\n");
	while (rows_next(&rows))
		line_add(making, "%s,%" PRId64 ",,%s,%" PRId64 ",%s\n",
		    rows_text(&rows, 0), rows_int(&rows, 1),
		    rows_text(&rows, 2), rows_int(&rows, 3),
		    rows_text(&rows, 4));
}

static void
held_make(struct making *making)
{
	struct rows rows = db_ask(making->db,
	    "SELECT pseudonym, held FROM applicant "
	    "WHERE round = ? AND held <> '' ORDER BY pseudonym",
	    ARGS(ID(making->round->id)));

	line_add(making, "applicant,slot\n");
	while (rows_next(&rows)) {
		struct cell days = cell_of(rows_text(&rows, 1)), day;

		while (cell_cut(&days, ';', &day))
			line_add(making, "%s,%.*s\n", rows_text(&rows, 0),
			    (int)day.length, day.text);
	}
}

/* What came of it */

static void
placements_make(struct making *making)
{
	struct rows rows = db_ask(making->db,
	    "SELECT a.pseudonym, s.event, s.place FROM applicant a "
	    "LEFT JOIN seat s ON s.round = a.round "
	    "AND s.applicant = a.applicant AND s.source = 'draw' "
	    "WHERE a.round = ? ORDER BY a.pseudonym",
	    ARGS(ID(making->round->id)));

	line_add(making, "applicant,session,rank\n");
	while (rows_next(&rows))
		if (rows_null(&rows, 1))
			line_add(making, "%s,,\n", rows_text(&rows, 0));
		else
			line_add(making, "%s,%" PRId64 ",%" PRId64 "\n",
			    rows_text(&rows, 0), rows_id(&rows, 1),
			    rows_int(&rows, 2));
}

/*
 * A line of the log as anybody may have it: who was last on a reserved seat
 * tells that somebody belongs to a group, so that is cut out.
 */
static void
open_line(struct making *making, const char *line)
{
	static const char reserves[] = "\"reserves\":[";
	const char *from = strstr(line, reserves), *to = NULL;

	if (from != NULL) {
		from += sizeof reserves - 1;
		to = strchr(from, ']');
	} else if ((from = strstr(line, ",\"seat\":\"reserved\"")) != NULL) {
		to = strstr(from, "}}");
		to = to == NULL ? NULL : to + 1;
	}
	if (to == NULL)
		from = to = line + strlen(line);
	line_add(making, "%.*s%s\n", (int)(from - line), line, to);
}

static void
log_make(struct making *making)
{
	char *log = db_text(making->db, making->arena,
	    "SELECT log FROM round WHERE id = ?", ARGS(ID(making->round->id)));
	struct cell text, line;

	if (log == NULL) {
		making->out.failed = true;
		return;
	}
	if (!making->open) {
		out_add(&making->out, log, strlen(log));
		return;
	}
	text = cell_of(log);
	while (cell_cut(&text, '\n', &line))
		if (line.length > 0)
			open_line(making, cell_copy(making->arena, line));
}

static void (*const makers[ROUND_FILES])(
    struct making *making) = { sessions_make, nodes_make, applicants_make,
	held_make, placements_make, log_make };

bool
round_file_write(struct db *db, struct arena *arena, const struct round *round,
    enum round_file file, bool open, const char *path)
{
	struct making making = { db, arena, round, open, { 0 } };

	if (out_open(&making.out, path))
		makers[file](&making);
	return out_close(&making.out) && db_ok(db);
}

/* From when on somebody may have a file. */
bool
round_has_file(const struct round *round, enum round_file file, bool open)
{
	switch (file) {
	case FILE_SESSIONS: return round->state >= ROUND_PUBLISHED;
	case FILE_NODES:
		return round->state >= ROUND_PUBLISHED &&
		    round->rule.cap_count > 0;
	case FILE_APPLICANTS:
	case FILE_HELD: return !open && round->state >= ROUND_FROZEN;
	default: return round->state >= (open ? ROUND_ANNOUNCED : ROUND_DRAWN);
	}
}

/* Folders */

static const char *
temporary(void)
{
	const char *folder = getenv("TMPDIR");

	return folder != NULL ? folder : "/tmp";
}

bool
folder_make(struct draw_folder *folder, struct arena *arena)
{
	const char *path = folder->path;

	*folder = (struct draw_folder){ 0 };
	snprintf(folder->path, sizeof folder->path, "%s/giljabi-draw.XXXXXX",
	    temporary());
	if (mkdtemp(folder->path) == NULL) {
		folder->path[0] = '\0';
		return false;
	}
	folder->paths = (struct allot_paths){
		.sessions = arena_printf(arena, "%s/S.csv", path),
		.nodes = arena_printf(arena, "%s/N.csv", path),
		.applicants = arena_printf(arena, "%s/A.csv", path),
		.held = arena_printf(arena, "%s/H.csv", path),
	};
	folder->placements = arena_printf(arena, "%s/placements.csv", path);
	folder->log = arena_printf(arena, "%s/draw.json", path);
	return true;
}

void
folder_drop(struct draw_folder *folder)
{
	const char *const files[] = { folder->paths.sessions,
		folder->paths.nodes, folder->paths.applicants,
		folder->paths.held, folder->placements, folder->log };

	for (size_t i = 0; i < sizeof files / sizeof files[0]; i++)
		if (files[i] != NULL)
			unlink(files[i]);
	if (folder->path[0] != '\0')
		rmdir(folder->path);
}

bool
folder_draw(struct draw_folder *folder, struct arena *arena,
    const struct draw_terms *terms, struct draw *draw)
{
	const struct listener listener = listener_log(arena);
	struct check check = { .paths = &folder->paths,
		.placements = folder->placements,
		.log = folder->log,
		.mistakes = &listener,
		.violations = &listener };

	draw->terms = *terms;
	if (!draw_make(&listener, &folder->paths, 1, draw))
		return false;
	if (draw_write(&listener, draw, folder->placements, folder->log) &&
	    check_files(&check) && check.violation_count == 0)
		return true;
	draw_free(draw);
	return false;
}

int64_t
session_event(const struct allot_files *files, uint32_t session)
{
	struct cell name = files->session_names.cells[session];
	char text[24] = "";
	int64_t event = 0;

	if (name.length < sizeof text)
		memcpy(text, name.text, name.length);
	text_to_int(text, 1, INT64_MAX, &event);
	return event;
}

/* The doors */

struct asking {
	enum round_file file;
	bool open;
	char path[256];
	bool made;
};

/* Applicants' groups and days leave the house: that is written down. */
static bool
asking_tell(
    struct request *rq, const struct round *round, const struct asking *asking)
{
	char detail[64];

	if (asking->file != FILE_APPLICANTS && asking->file != FILE_HELD)
		return true;
	detail_id(detail, "round", round->id);
	if (ledger_tell(rq->store, rq->now,
		&(struct ledger_entry){ .chain = round->region,
		    .kind = "round.exported",
		    .actor = &rq->actor,
		    .detail = detail }))
		return true;
	answer_error(rq, 503, "unwritten", NULL);
	return false;
}

static bool
asking_make(struct request *rq, struct db *db, void *with)
{
	struct asking *asking = with;
	struct round round;
	int file;

	if (!round_load(db, rq->arena, path_id(rq, "round"), rq->now, &round) ||
	    !round_has_file(&round, asking->file, asking->open)) {
		answer_error(rq, 404, "not_found", NULL);
		return false;
	}
	if (!asking_tell(rq, &round, asking))
		return false;
	snprintf(asking->path, sizeof asking->path, "%s/giljabi-file.XXXXXX",
	    temporary());
	file = mkstemp(asking->path);
	if (file < 0)
		return false;
	close(file);
	asking->made = true;
	return round_file_write(
	    db, rq->arena, &round, asking->file, asking->open, asking->path);
}

static enum round_file
file_find(const char *name)
{
	enum round_file file = FILE_SESSIONS;

	while (file < ROUND_FILES && !text_is(name, round_file_names[file]))
		file++;
	return file;
}

void
round_file_answer(struct request *rq, bool open)
{
	struct asking asking = { .file = file_find(path_text(rq, "file")),
		.open = open };
	bool log = asking.file == FILE_LOG;

	if (asking.file == ROUND_FILES)
		answer_error(rq, 404, "not_found", NULL);
	else if (request_read(rq, asking_make, &asking))
		answer_file(rq, log ? "application/json" : "text/csv",
		    arena_text(rq->arena, asking.path),
		    arena_printf(rq->arena, "%s.%s",
			round_file_names[asking.file], log ? "json" : "csv"));
	else if (asking.made)
		unlink(asking.path);
}

void
round_file(struct request *rq)
{
	round_file_answer(rq, false);
}
