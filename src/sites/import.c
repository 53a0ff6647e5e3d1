/*
 * giljabi import sites: a register as one flat file, a line an event, with its
 * programme and site before it. Read and checked whole; only when nothing is
 * wrong is it written, all in one transaction. What stands already (the same
 * site of a region, programme of a site, start of an event) stays as it is, so
 * that the same file again changes nothing.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "ledger/ledger.h"
#include "sites/import.h"

enum { ROWS_MOST = 20000 };
#define MEMORY ((size_t)512 << 20)
#define MINUTE INT64_C(60000)
#define SEOUL (540 * MINUTE)

/* What stands above a row, by its first row. */
struct above {
	const struct register_row *row;
	int64_t region, id;
	size_t site; /* of a programme */
};
struct counts {
	int64_t added, same;
};
struct bringing {
	struct register_file file;
	struct store *store;
	int64_t now;
	struct register_row *rows;
	struct above *sites, *programmes;
	size_t *site_of, *programme_of; /* of each row */
	size_t row_count, site_count, programme_count;
	struct counts counts[3]; /* sites, programmes, events */
};
enum { NONE = ROWS_MOST }; /* a row without a programme */

static const char *
text_of(const struct register_row *row, enum register_column column)
{
	return row->cells[column].text;
}

/* The text of a cell that may be left out. */
static const char *
text_or(const struct register_row *row, enum register_column column,
    const char *otherwise)
{
	const char *text = text_of(row, column);

	return text[0] != '\0' ? text : otherwise;
}

/* Checks */

static bool
cells_filled(struct bringing *bringing, const struct register_row *row,
    const enum register_column *columns, size_t count)
{
	bool filled = true;
	size_t i;

	for (i = 0; i < count; i++)
		if (text_of(row, columns[i])[0] == '\0') {
			register_complain(&bringing->file, row->line,
			    (int)columns[i], "import.error.empty", NULL);
			filled = false;
		}
	return filled;
}

static void
wrong_tell(struct bringing *bringing, const struct register_row *row,
    struct wrong wrong)
{
	int column = wrong.id != NULL ? register_column(wrong.field) : -1;

	if (wrong.id != NULL)
		register_complain(&bringing->file, row->line, column,
		    arena_printf(bringing->file.arena, "problem.%s", wrong.id),
		    column >= 0 ? row->cells[column].text : NULL);
}

/* Later rows leave the cells of what stands above empty, or say the same. */
static void
same_above(struct bringing *bringing, const struct register_row *row,
    const struct register_row *first, enum register_column from,
    enum register_column to)
{
	int i;

	for (i = (int)from; i <= (int)to; i++)
		if (row->cells[i].text[0] != '\0' &&
		    !text_is(row->cells[i].text, first->cells[i].text))
			register_complain(&bringing->file, row->line, i,
			    "sites.import.differs", row->cells[i].text);
}

/* Sites */

static struct site_new
site_of_row(const struct register_row *row, int64_t region)
{
	const char *until = text_of(row, COLUMN_CERTIFIED_UNTIL);

	return (struct site_new){
		.region = region,
		.name = text_of(row, COLUMN_SITE),
		.kind = text_of(row, COLUMN_SITE_KIND),
		.about = text_of(row, COLUMN_SITE_ABOUT),
		.address = text_of(row, COLUMN_ADDRESS),
		.phone = text_of(row, COLUMN_PHONE),
		.step_free = text_or(row, COLUMN_STEP_FREE, "unknown"),
		.certification = text_or(row, COLUMN_CERTIFICATION, "none"),
		.certified_until = until[0] != '\0' ? until : NULL,
		.latitude = row->cells[COLUMN_LATITUDE].real,
		.longitude = row->cells[COLUMN_LONGITUDE].real,
	};
}

static int64_t
region_of_row(struct db *db, const struct register_row *row)
{
	return db_int(db,
	    "SELECT id FROM region WHERE valid_to IS NULL "
	    "AND (code = ? OR name_ko = ? OR name_en = ?)",
	    ARGS(TEXT(text_of(row, COLUMN_REGION)),
		TEXT(text_of(row, COLUMN_REGION)),
		TEXT(text_of(row, COLUMN_REGION))),
	    0);
}

static void
site_begin(
    struct bringing *bringing, struct db *db, const struct register_row *row)
{
	static const enum register_column needed[] = { COLUMN_SITE_KIND,
		COLUMN_ADDRESS };
	struct above *site = &bringing->sites[bringing->site_count++];
	struct site_new new;

	*site = (struct above){ .row = row, .region = region_of_row(db, row) };
	new = site_of_row(row, site->region);
	if (site->region == 0)
		register_complain(&bringing->file, row->line, COLUMN_REGION,
		    "sites.import.region", text_of(row, COLUMN_REGION));
	cells_filled(bringing, row, needed, 2);
	wrong_tell(bringing, row, site_check(&new));
}

static size_t
site_find(
    struct bringing *bringing, struct db *db, const struct register_row *row)
{
	size_t i;

	for (i = 0; i < bringing->site_count; i++) {
		const struct register_row *first = bringing->sites[i].row;

		if (!text_is(text_of(first, COLUMN_SITE),
			text_of(row, COLUMN_SITE)) ||
		    !text_is(text_of(first, COLUMN_REGION),
			text_of(row, COLUMN_REGION)))
			continue;
		same_above(bringing, row, first, COLUMN_SITE_KIND,
		    COLUMN_CERTIFIED_UNTIL);
		return i;
	}
	site_begin(bringing, db, row);
	return i;
}

/* Programmes */

static struct programme_new
programme_of_row(const struct register_row *row, int64_t site)
{
	int64_t adult = row->cells[COLUMN_PUPILS_PER_ADULT].number;

	return (struct programme_new){
		.site = site,
		.name = text_of(row, COLUMN_PROGRAMME),
		.kind = text_of(row, COLUMN_KIND),
		.field = text_of(row, COLUMN_FIELD),
		.about = text_of(row, COLUMN_ABOUT),
		.standards = text_of(row, COLUMN_STANDARDS),
		.safety = text_of(row, COLUMN_SAFETY),
		.grade_from = row->cells[COLUMN_GRADE_FROM].number,
		.grade_to = row->cells[COLUMN_GRADE_TO].number,
		.minutes = row->cells[COLUMN_MINUTES].number,
		.cost = row->cells[COLUMN_COST].number,
		.pupils_per_adult = adult,
	};
}

static void
programme_begin(
    struct bringing *bringing, const struct register_row *row, size_t site)
{
	static const enum register_column needed[] = { COLUMN_KIND,
		COLUMN_FIELD, COLUMN_GRADE_FROM, COLUMN_GRADE_TO,
		COLUMN_MINUTES, COLUMN_PUPILS_PER_ADULT };
	struct above *programme =
	    &bringing->programmes[bringing->programme_count++];
	struct programme_new new = programme_of_row(row, 0);

	*programme = (struct above){ .row = row, .site = site };
	if (cells_filled(bringing, row, needed, 6))
		wrong_tell(bringing, row,
		    programme_check(bringing->file.catalogue, &new));
}

static size_t
programme_find(
    struct bringing *bringing, const struct register_row *row, size_t site)
{
	size_t i;

	if (text_of(row, COLUMN_PROGRAMME)[0] == '\0')
		return NONE;
	for (i = 0; i < bringing->programme_count; i++) {
		const struct above *programme = &bringing->programmes[i];

		if (programme->site != site ||
		    !text_is(text_of(programme->row, COLUMN_PROGRAMME),
			text_of(row, COLUMN_PROGRAMME)))
			continue;
		same_above(bringing, row, programme->row, COLUMN_KIND,
		    COLUMN_PUPILS_PER_ADULT);
		return i;
	}
	programme_begin(bringing, row, site);
	return i;
}

/* Events */

static int64_t
time_of(const struct register_row *row, enum register_column day,
    enum register_column clock)
{
	return row->cells[day].number * DAY - SEOUL +
	    row->cells[clock].number * MINUTE;
}

static struct event_new
event_of_row(const struct register_row *row, int64_t programme)
{
	bool longer = text_of(row, COLUMN_LAST_DATE)[0] != '\0';

	return (struct event_new){
		.programme = programme,
		.starts = time_of(row, COLUMN_DATE, COLUMN_STARTS),
		.ends = time_of(
		    row, longer ? COLUMN_LAST_DATE : COLUMN_DATE, COLUMN_ENDS),
		.seats = row->cells[COLUMN_SEATS].number,
		.least = row->cells[COLUMN_LEAST].number,
	};
}

static bool
has_event(const struct register_row *row)
{
	return text_of(row, COLUMN_DATE)[0] != '\0';
}

static void
event_look(
    struct bringing *bringing, const struct register_row *row, size_t programme)
{
	static const enum register_column needed[] = { COLUMN_PROGRAMME,
		COLUMN_STARTS, COLUMN_ENDS, COLUMN_SEATS };
	struct event_new event;

	if (!has_event(row) || !cells_filled(bringing, row, needed, 4))
		return;
	event = event_of_row(row, 0);
	wrong_tell(bringing, row,
	    event_check(&event,
		text_of(bringing->programmes[programme].row, COLUMN_KIND)));
}

/* Reading */

static void
row_place(struct bringing *bringing, struct db *db, struct register_row *row)
{
	static const enum register_column needed[] = { COLUMN_REGION,
		COLUMN_SITE };
	size_t at = bringing->row_count, site, programme;

	if (row->line == 0 || !cells_filled(bringing, row, needed, 2))
		return;
	site = site_find(bringing, db, row);
	programme = programme_find(bringing, row, site);
	event_look(bringing, row, programme);
	bringing->site_of[at] = site;
	bringing->programme_of[at] = programme;
	bringing->row_count++;
}

static void
rows_read(struct bringing *bringing, struct db *db)
{
	struct register_file *file = &bringing->file;
	struct arena *arena = file->arena;

	bringing->rows = arena_array(
	    arena, ROWS_MOST + 1, sizeof *bringing->rows);
	bringing->sites = arena_array(
	    arena, ROWS_MOST, sizeof *bringing->sites);
	bringing->programmes = arena_array(
	    arena, ROWS_MOST, sizeof *bringing->programmes);
	bringing->site_of = arena_array(
	    arena, ROWS_MOST, sizeof *bringing->site_of);
	bringing->programme_of = arena_array(
	    arena, ROWS_MOST, sizeof *bringing->programme_of);
	while (register_next(file, &bringing->rows[bringing->row_count])) {
		if (bringing->row_count == ROWS_MOST) {
			register_complain(file, csv_line(file->csv), -1,
			    "sites.import.many", NULL);
			return;
		}
		row_place(bringing, db, &bringing->rows[bringing->row_count]);
	}
}

/* Writing */

static void
sites_write(struct bringing *bringing, struct db *db)
{
	size_t i;

	for (i = 0; i < bringing->site_count; i++) {
		struct above *site = &bringing->sites[i];
		const struct site_new new = site_of_row(
		    site->row, site->region);

		site->id = db_int(db,
		    "SELECT MIN(id) FROM site WHERE region = ? AND name = ?",
		    ARGS(ID(new.region), TEXT(new.name)), 0);
		if (site->id != 0) {
			bringing->counts[0].same++;
			continue;
		}
		site->id = site_add(db, bringing->now, &new);
		bringing->counts[0].added++;
	}
}

static void
programmes_write(struct bringing *bringing, struct db *db)
{
	size_t i;

	for (i = 0; i < bringing->programme_count; i++) {
		struct above *programme = &bringing->programmes[i];
		const struct programme_new new = programme_of_row(
		    programme->row, bringing->sites[programme->site].id);

		programme->id = db_int(db,
		    "SELECT MIN(id) FROM programme WHERE site = ? AND name = ?",
		    ARGS(ID(new.site), TEXT(new.name)), 0);
		if (programme->id != 0) {
			bringing->counts[1].same++;
			continue;
		}
		programme->id = programme_add(db, bringing->now, &new);
		bringing->counts[1].added++;
	}
}

static void
events_write(struct bringing *bringing, struct db *db)
{
	struct event_new new;
	size_t i;

	for (i = 0; i < bringing->row_count && db_ok(db); i++) {
		if (!has_event(&bringing->rows[i]))
			continue;
		new = event_of_row(&bringing->rows[i],
		    bringing->programmes[bringing->programme_of[i]].id);
		if (db_any(db,
			"SELECT 1 FROM event WHERE programme = ? "
			"AND starts = ?",
			ARGS(ID(new.programme), INT(new.starts)))) {
			bringing->counts[2].same++;
			continue;
		}
		event_add(db, bringing->now, &new);
		bringing->counts[2].added++;
	}
}

/* May run again from the start. Allocates nothing. */
static bool
register_write(struct db *db, void *with)
{
	struct bringing *bringing = with;

	memset(bringing->counts, 0, sizeof bringing->counts);
	sites_write(bringing, db);
	programmes_write(bringing, db);
	events_write(bringing, db);
	if (bringing->counts[0].added + bringing->counts[1].added +
		bringing->counts[2].added >
	    0)
		ledger_add(db, bringing->now,
		    &(struct ledger_entry){ .kind = "import.done",
			.detail = "{\"kind\":\"sites\"}" });
	return db_ok(db);
}

/* The command */

static void
counts_print(const struct bringing *bringing)
{
	static const char *const names[] = { "sites", "programmes", "events" };
	struct buffer out = { 0 };
	struct writer writer = { .out = &out };
	size_t i;

	put_object(&writer, NULL);
	for (i = 0; i < 3; i++) {
		put_object(&writer, names[i]);
		put_int(&writer, "added", bringing->counts[i].added);
		put_int(&writer, "same", bringing->counts[i].same);
		put_object_end(&writer);
	}
	put_object_end(&writer);
	puts(out.failed ? "{}" : out.data);
	buffer_free(&out);
}

static bool
register_check(struct bringing *bringing, struct db *db)
{
	struct register_file *file = &bringing->file;

	file->catalogue = catalog_hold(db, file->arena);
	if (file->catalogue == NULL) {
		complain(file->cl, "import.error.database", NULL);
		return false;
	}
	if (register_head(file))
		rows_read(bringing, db);
	if (file->errors > 0)
		complain(file->cl, "import.refused",
		    (const struct word[]){
			{ "count", id_text(file->arena, file->errors) },
			{ 0 } });
	return file->errors == 0;
}

static bool
register_bring(struct bringing *bringing)
{
	struct register_file *file = &bringing->file;
	struct db *db = store_read(bringing->store);
	bool right = db != NULL;

	if (!ARENA_CATCH(file->arena)) {
		if (db != NULL)
			store_read_end(db);
		complain(file->cl, "import.error.memory", NULL);
		return false;
	}
	right = right && register_check(bringing, db);
	if (db == NULL || !store_read_end(db)) {
		complain(file->cl, "import.error.database", NULL);
		return false;
	}
	if (!right)
		return false;
	if (store_write(bringing->store, register_write, bringing) ==
	    WRITE_DONE)
		return true;
	complain(file->cl, "import.error.database", NULL);
	return false;
}

int
import_sites_run(struct command_line *cl)
{
	struct bringing bringing = { .now = clock_now() };
	struct register_file *file = &bringing.file;
	bool done = false;

	file->cl = cl;
	file->path = operand(cl, 0);
	bringing.store = store_open_command(cl, NULL);
	if (bringing.store == NULL)
		return EXIT_FAILED;
	file->csv = csv_open_file(file->path, ',');
	file->arena = arena_new(MEMORY);
	if (file->csv == NULL || file->arena == NULL)
		complain(cl, "import.error.file", NULL);
	else
		done = register_bring(&bringing);
	if (done)
		counts_print(&bringing);
	csv_close(file->csv);
	arena_free(file->arena);
	store_close(bringing.store);
	return done ? EXIT_DONE : EXIT_FAILED;
}
