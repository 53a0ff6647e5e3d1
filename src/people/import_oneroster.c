/*
 * OneRoster bulk CSV, 1.2 and 1.1 (1EdTech, "OneRoster CSV Binding"): the
 * manifest, the files in the order of their references, each as a stream.
 * Files that the product has no use for (results, resources, profiles) are not
 * opened.
 */
#include <string.h>

#include "base/text.h"
#include "people/import_rows.h"

/* The manifest */

enum { MANIFEST_NAME, MANIFEST_VALUE };
enum mode { MODE_ABSENT, MODE_BULK, MODE_DELTA, MODES };

static const char *const modes[] = { "absent", "bulk", "delta", NULL };
static const struct column manifest_columns[] = {
	{ "propertyName", COLUMN_FILLED, cell_id },
	{ "value", COLUMN_HEADED, cell_id },
	{ 0 },
};

struct manifest {
	bool named, known; /* the version */
	enum mode modes[PARTS];
	int64_t lines[PARTS];
};

static void
version_take(
    struct oneroster *oneroster, struct table *table, struct manifest *manifest)
{
	const char *version = table->cells[MANIFEST_VALUE].text;

	manifest->named = true;
	oneroster->old = text_starts(version, "1.1");
	manifest->known = oneroster->old || text_starts(version, "1.2");
	if (!manifest->known)
		table_complain(table, MANIFEST_VALUE, "import.error.version");
}

static void
mode_take(struct table *table, enum part part, struct manifest *manifest)
{
	const char *value = table->cells[MANIFEST_VALUE].text;
	int mode = 0;

	while (modes[mode] != NULL && !text_is(modes[mode], value))
		mode++;
	manifest->lines[part] = table->line;
	manifest->modes[part] = mode == MODES ? MODE_ABSENT : (enum mode)mode;
	if (mode == MODES)
		table_complain(table, MANIFEST_VALUE, "import.error.choice");
	else if (mode == MODE_DELTA)
		table_complain(table, MANIFEST_VALUE, "import.error.delta");
}

static void
property_take(
    struct oneroster *oneroster, struct table *table, struct manifest *manifest)
{
	const char *name = table->cells[MANIFEST_NAME].text;
	int part;

	if (text_is(name, "oneroster.version"))
		version_take(oneroster, table, manifest);
	for (part = 0; part < PARTS; part++)
		if (text_is(name, part_rules[part].property))
			mode_take(table, (enum part)part, manifest);
}

static bool
part_is_needed(const struct oneroster *oneroster, int part)
{
	return oneroster->old ? part_rules[part].old_needed
			      : part_rules[part].needed;
}

/* What the manifest says of each file against what has to be there. */
static void
manifest_judge(struct oneroster *oneroster, struct table *table,
    const struct manifest *manifest)
{
	int part;

	if (!manifest->named)
		table_complain_of(
		    table, 0, MANIFEST_VALUE, "import.error.version", NULL);
	for (part = 0; part < PARTS && manifest->known; part++)
		if (manifest->modes[part] == MODE_ABSENT &&
		    part_is_needed(oneroster, part))
			table_complain_of(table, manifest->lines[part],
			    MANIFEST_VALUE, "import.error.part_absent",
			    part_rules[part].file);
}

/* The files as streams */

struct stream {
	const struct archive *archive;
	void *opened;
	struct csv *csv;
};

static void
stream_close(void *with)
{
	struct stream *stream = with;

	csv_close(stream->csv);
	if (stream->opened != NULL)
		stream->archive->close(stream->opened);
	stream->csv = NULL;
	stream->opened = NULL;
}

/* Closed with the arena at the latest. */
static struct stream *
stream_open(
    struct import *import, const struct archive *archive, const char *name)
{
	struct stream *stream = arena_alloc(import->arena, sizeof *stream);

	stream->archive = archive;
	arena_defer(import->arena, stream_close, stream);
	stream->opened = archive->open(archive->with, name);
	if (stream->opened != NULL)
		stream->csv = csv_open(archive->read, stream->opened, ',');
	if (stream->csv == NULL)
		import_fail(import, "import.error.memory");
	return stream;
}

static void
manifest_read(struct oneroster *oneroster, const struct archive *archive,
    struct manifest *manifest)
{
	struct stream *stream = stream_open(
	    oneroster->import, archive, "manifest.csv");
	struct table *table = arena_alloc(
	    oneroster->import->arena, sizeof *table);

	table_begin(table, oneroster->import, "manifest.csv", manifest_columns);
	table->csv = stream->csv;
	if (table_head(table)) {
		while (table_next(table))
			property_take(oneroster, table, manifest);
		manifest_judge(oneroster, table, manifest);
	}
	stream_close(stream);
}

/* The parts */

/* References to rows further down in the same file. */
static void
pending_resolve(struct oneroster *oneroster, enum part part)
{
	const struct roster *roster = oneroster->roster;
	struct table *table = &oneroster->tables[part];
	size_t i;

	for (i = 0; i < oneroster->pending_count; i++) {
		const struct pending *pending = &oneroster->pending[i];
		const char *id = text_at(&roster->texts, pending->id);

		if (!oneroster->torn[part] &&
		    ids_find(oneroster->ids[part], id) == NO_INDEX)
			table_complain_of(table, pending->line, pending->column,
			    unknown_ids[part], id);
	}
	oneroster->pending_count = 0;
}

static const struct column *
part_columns(const struct oneroster *oneroster, enum part part)
{
	return oneroster->old ? part_rules[part].old_columns
			      : part_rules[part].columns;
}

static void
part_read(
    struct oneroster *oneroster, const struct archive *archive, enum part part)
{
	const struct part_rule *rule = &part_rules[part];
	struct table *table = &oneroster->tables[part];
	struct stream *stream = stream_open(
	    oneroster->import, archive, rule->file);

	table_begin(table, oneroster->import, rule->file,
	    part_columns(oneroster, part));
	table->with = oneroster;
	table->csv = stream->csv;
	marks_begin(&oneroster->marks, &oneroster->roster->texts);
	if (!table_head(table))
		table->torn = true;
	else
		while (table_next(table))
			rule->row(table);
	oneroster->torn[part] = table->torn;
	pending_resolve(oneroster, part);
	marks_end(&oneroster->marks);
	stream_close(stream);
}

static void
part_try(struct oneroster *oneroster, const struct archive *archive,
    const struct manifest *manifest, enum part part)
{
	const char *file = part_rules[part].file;

	oneroster->torn[part] = true;
	if (manifest->modes[part] == MODE_ABSENT ||
	    part_columns(oneroster, part) == NULL)
		return;
	if (archive->has(archive->with, file))
		part_read(oneroster, archive, part);
	else
		report_error(oneroster->import->report, file, 0, 0, NULL,
		    "import.error.part_missing", NULL);
}

static void
parts_read(struct oneroster *oneroster, const struct archive *archive,
    const struct manifest *manifest)
{
	int64_t total = 0;
	int part;

	for (part = 0; part < PARTS; part++)
		if (archive->has(archive->with, part_rules[part].file))
			total += archive->size(
			    archive->with, part_rules[part].file);
	progress_step(
	    oneroster->import->order->progress, "import.step.reading", total);
	for (part = 0; part < PARTS; part++)
		part_try(oneroster, archive, manifest, (enum part)part);
}

static struct oneroster *
oneroster_new(struct import *import)
{
	struct oneroster *oneroster = arena_alloc(
	    import->arena, sizeof *oneroster);
	struct roster *roster = &import->roster;

	oneroster->import = import;
	oneroster->roster = roster;
	ids_begin(&oneroster->org_ids, &roster->texts);
	ids_begin(&oneroster->session_ids, &roster->texts);
	ids_begin(&oneroster->course_ids, &roster->texts);
	oneroster->ids[PART_ORGS] = &oneroster->org_ids;
	oneroster->ids[PART_SESSIONS] = &oneroster->session_ids;
	oneroster->ids[PART_COURSES] = &oneroster->course_ids;
	oneroster->ids[PART_CLASSES] = &roster->class_ids;
	oneroster->ids[PART_USERS] = &roster->person_ids;
	array_own(import->arena, &oneroster->orgs);
	array_own(import->arena, &oneroster->years);
	array_own(import->arena, &oneroster->pending);
	return oneroster;
}

void
oneroster_read(struct import *import, const struct archive *archive)
{
	struct oneroster *oneroster = oneroster_new(import);
	struct roster *roster = &import->roster;
	struct manifest manifest = { 0 };

	roster->people_file = part_rules[PART_USERS].file;
	roster->id_name = "sourcedId";
	roster->is_oneroster = true;
	manifest_read(oneroster, archive, &manifest);
	if (!manifest.known)
		return;
	parts_read(oneroster, archive, &manifest);
	people_finish(oneroster);
	roster->id_column = oneroster->tables[PART_USERS].at[0] + 1;
}
