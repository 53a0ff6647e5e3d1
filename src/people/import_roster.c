/*
 * A roster in memory, whatever it came in, and the way of an import: the file
 * is read and checked without holding the store, then it meets the store.
 */
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "catalog/catalog.h"
#include "paper/excel.h"
#include "paper/unzip.h"
#include "people/import.h"

#define IMPORT_MEMORY ((size_t)2 << 30)
#define ZIP_MOST (INT64_C(2) << 30)
enum { REPORT_MEMORY = 16 * 1024 * 1024 };

/* Giving up */

void
import_fail(struct import *import, const char *id)
{
	import->report->failure = id;
	arena_throw(import->arena);
}

void
import_breathe(struct import *import)
{
	struct progress *progress = import->order->progress;

	if (progress != NULL && atomic_load(&progress->cancel))
		import_fail(import, "import.error.cancelled");
}

/* Reads */

static void
read_release(void *with)
{
	struct db **db = with;

	if (*db != NULL)
		store_read_end(*db);
}

struct db **
import_read(struct import *import)
{
	struct db **db = arena_alloc(import->arena, sizeof *db);

	arena_defer(import->arena, read_release, db);
	*db = store_read(import->store);
	if (*db == NULL)
		import_fail(import, "import.error.database");
	return db;
}

void
import_read_end(struct import *import, struct db **db)
{
	struct db *reading = *db;

	*db = NULL;
	if (!store_read_end(reading))
		import_fail(import, "import.error.database");
}

/* The roster */

void
roster_begin(struct import *import)
{
	struct roster *roster = &import->roster;
	struct arena *arena = import->arena;

	texts_begin(&roster->texts, arena);
	ids_begin(&roster->names, &roster->texts);
	ids_begin(&roster->school_ids, &roster->texts);
	ids_begin(&roster->class_ids, &roster->texts);
	ids_begin(&roster->person_ids, &roster->texts);
	array_own(arena, &roster->schools);
	array_own(arena, &roster->classes);
	array_own(arena, &roster->people);
	array_own(arena, &roster->posts);
}

/* The newest id's entry. */
struct roster_school *
roster_school_add(struct roster *roster)
{
	size_t at = roster->school_ids.count - 1;

	roster->schools = array_room(roster->texts.arena, roster->schools, at,
	    &roster->school_room, sizeof *roster->schools);
	roster->schools[at] = (struct roster_school){ 0 };
	return &roster->schools[at];
}

struct roster_class *
roster_class_add(struct roster *roster)
{
	size_t at = roster->class_ids.count - 1;

	roster->classes = array_room(roster->texts.arena, roster->classes, at,
	    &roster->class_room, sizeof *roster->classes);
	roster->classes[at] = (struct roster_class){ .school = NO_INDEX };
	return &roster->classes[at];
}

struct roster_person *
roster_person_add(struct roster *roster)
{
	size_t at = roster->person_ids.count - 1;

	roster->people = array_room(roster->texts.arena, roster->people, at,
	    &roster->person_room, sizeof *roster->people);
	roster->people[at] = (struct roster_person){ .school = NO_INDEX,
		.class = NO_INDEX };
	return &roster->people[at];
}

void
roster_post_add(
    struct roster *roster, enum post_kind kind, uint32_t place, uint32_t person)
{
	roster->posts = array_room(roster->texts.arena, roster->posts,
	    roster->post_count, &roster->post_room, sizeof *roster->posts);
	roster->posts[roster->post_count++] = (struct roster_post){
		.place = place, .person = person, .kind = (uint8_t)kind
	};
}

uint32_t
roster_name(struct roster *roster, const char *name)
{
	uint32_t index;

	ids_add(&roster->names, name, &index);
	return index;
}

const char *
person_name(const struct roster *roster, const struct roster_person *person)
{
	return id_at(&roster->names, person->name);
}

bool
person_counts(const struct roster_person *person)
{
	return person->pupil && !person->gone && person->grade >= GRADE_FIRST &&
	    person->grade <= GRADE_LAST;
}

bool
class_counts(const struct roster_class *class)
{
	return class->home && !class->gone && class->school != NO_INDEX &&
	    class->grade >= GRADE_FIRST && class->grade <= GRADE_LAST;
}

/* Who is who */

static size_t
who_place(const struct who *who, uint32_t school, uint32_t name, int32_t birth)
{
	const uint32_t key[3] = { school, name, (uint32_t)birth };
	uint64_t hash;

	crypto_shorthash((unsigned char *)&hash, (const unsigned char *)key,
	    sizeof key, who->roster->texts.key);
	return (size_t)hash & (who->slot_count - 1);
}

static bool
who_fits(const struct who *who, uint32_t slot, uint32_t school, uint32_t name,
    int32_t birth)
{
	const struct roster_person *person = &who->roster->people[slot - 1];

	return person->school == school && person->name == name &&
	    person->birth == birth;
}

/* The slot of such a person, or the empty one where it would be. */
static uint32_t *
who_slot(const struct who *who, uint32_t school, uint32_t name, int32_t birth)
{
	size_t at = who_place(who, school, name, birth);

	while (who->slots[at] != 0 &&
	    !who_fits(who, who->slots[at], school, name, birth))
		at = (at + 1) & (who->slot_count - 1);
	return &who->slots[at];
}

static void
who_add(struct who *who, uint32_t index)
{
	struct roster_person *person = &who->roster->people[index];
	uint32_t *slot = who_slot(
	    who, person->school, person->name, person->birth);

	if (*slot == 0)
		*slot = index + 1;
	else
		person->twin = who->roster->people[*slot - 1].twin = true;
}

void
who_begin(struct who *who, struct arena *arena, struct roster *roster)
{
	size_t count = roster->person_ids.count, i;

	*who = (struct who){ .roster = roster, .slot_count = 64 };
	while (who->slot_count < count * 2)
		who->slot_count *= 2;
	who->slots = arena_array(arena, who->slot_count, sizeof *who->slots);
	for (i = 0; i < count; i++)
		if (person_counts(&roster->people[i]))
			who_add(who, (uint32_t)i);
}

uint32_t
who_find(const struct who *who, uint32_t school, uint32_t name, int32_t birth)
{
	uint32_t slot = *who_slot(who, school, name, birth);

	return slot ? slot - 1 : NO_INDEX;
}

/* The schools that the store knows */

static uint8_t
stage_of_level(const char *level)
{
	return text_is(level, "elementary") ? STAGE_ELEMENTARY
	    : text_is(level, "middle")      ? STAGE_MIDDLE
					    : STAGE_HIGH;
}

static void
schools_load(struct import *import, struct db *db)
{
	struct roster *roster = &import->roster;
	struct rows rows = db_ask(db,
	    "SELECT id, region, code, name, level "
	    "FROM school ORDER BY id",
	    NO_ARGS);
	uint32_t index;

	while (rows_next(&rows)) {
		struct roster_school *school;

		ids_add(&roster->school_ids, rows_text(&rows, 2), &index);
		school = roster_school_add(roster);
		school->id = rows_id(&rows, 0);
		school->region = rows_id(&rows, 1);
		school->name = text_keep(&roster->texts, rows_text(&rows, 3));
		school->stage = stage_of_level(rows_text(&rows, 4));
		school->allowed = !import->bound;
	}
}

/*
 * A roster is that of a whole school, and who is not in it has left: only the
 * one who has the whole school in hand may bring it.
 */
static void
schools_allow(struct import *import, struct db *db)
{
	struct roster *roster = &import->roster;
	struct rows rows = db_ask(db,
	    "SELECT school FROM duty "
	    "WHERE account = ? AND kind = 'career'",
	    ARGS(ID(import->order->actor->account)));
	size_t i;

	while (rows_next(&rows))
		for (i = 0; i < roster->school_ids.count; i++)
			if (roster->schools[i].id == rows_id(&rows, 0))
				roster->schools[i].allowed = true;
}

static void
schools_read(struct import *import)
{
	struct db **db = import_read(import);

	schools_load(import, *db);
	if (import->bound)
		schools_allow(import, *db);
	import_read_end(import, db);
	if (import->roster.school_ids.count == 0)
		import_fail(import, "import.error.no_schools");
}

/* The file */

static void
zip_release(void *with)
{
	zip_close_read(*(struct zip_in **)with);
}

static void
excel_release(void *with)
{
	excel_close(*(struct excel_in **)with);
}

static bool
archive_has(void *with, const char *name)
{
	return zip_has(with, name);
}

static int64_t
archive_size(void *with, const char *name)
{
	return zip_size(with, name);
}

static void *
archive_open(void *with, const char *name)
{
	return zip_stream_open(with, name);
}

static void
archive_close(void *stream)
{
	zip_stream_close(stream);
}

static void
whole_file_complain(struct import *import, const char *id)
{
	report_error(
	    import->report, import->order->file_name, 0, 0, NULL, id, NULL);
}

/* Answers NULL after reading, or why it is no OneRoster archive. */
static const char *
zip_try(struct import *import)
{
	static const struct archive of_zip = { .has = archive_has,
		.size = archive_size,
		.open = archive_open,
		.read = zip_stream_read,
		.close = archive_close };
	struct zip_in **zip = arena_alloc(import->arena, sizeof *zip);
	struct archive *archive = arena_alloc(import->arena, sizeof *archive);
	const char *problem;

	arena_defer(import->arena, zip_release, zip);
	*zip = zip_open_read(import->order->path, ZIP_MOST, &problem);
	if (*zip == NULL)
		return problem;
	if (!zip_has(*zip, "manifest.csv"))
		return "import.error.no_manifest";
	*archive = of_zip;
	archive->with = *zip;
	oneroster_read(import, archive);
	return NULL;
}

static const char *
excel_try(struct import *import)
{
	struct excel_in **excel = arena_alloc(import->arena, sizeof *excel);
	const char *problem;

	arena_defer(import->arena, excel_release, excel);
	*excel = excel_open(import->order->path, &problem);
	if (*excel == NULL)
		return problem;
	xlsx_read(import, *excel);
	return NULL;
}

/*
 * Both are zips. An archive of OneRoster tells itself by its manifest; of what
 * neither reader takes, the one that knows more of it tells why.
 */
static void
roster_read(struct import *import)
{
	const char *zip = zip_try(import), *excel;

	if (zip == NULL)
		return;
	excel = excel_try(import);
	if (text_is(excel, "paper.memory") || text_is(zip, "paper.memory"))
		import_fail(import, "import.error.memory");
	if (excel != NULL)
		whole_file_complain(
		    import, text_is(excel, "excel.broken") ? zip : excel);
}

static void
schools_cover(struct roster *roster)
{
	size_t i;

	for (i = 0; i < roster->person_ids.count; i++)
		if (person_counts(&roster->people[i]))
			roster->schools[roster->people[i].school].covered =
			    true;
}

static bool
roster_import(struct import *import)
{
	roster_begin(import);
	schools_read(import);
	roster_read(import);
	if (import->report->error_count > 0)
		return false;
	schools_cover(&import->roster);
	return roster_merge(import);
}

/* The way of an import */

static void
file_release(void *with)
{
	if (*(int *)with >= 0)
		close(*(int *)with);
}

static void
file_hash(struct import *import)
{
	crypto_hash_sha256_state state;
	unsigned char bytes[16384], hash[crypto_hash_sha256_BYTES];
	int *file = arena_alloc(import->arena, sizeof *file);
	ssize_t got;

	*file = -1;
	arena_defer(import->arena, file_release, file);
	*file = open(import->order->path, O_RDONLY | O_CLOEXEC);
	crypto_hash_sha256_init(&state);
	while ((got = read(*file, bytes, sizeof bytes)) > 0) {
		crypto_hash_sha256_update(
		    &state, bytes, (unsigned long long)got);
		import_breathe(import);
	}
	if (got < 0)
		import_fail(import, "import.error.file");
	crypto_hash_sha256_final(&state, hash);
	hex_write(hash, sizeof hash, import->report->hash);
}

static bool
import_steps(struct import *import)
{
	file_hash(import);
	if (import->order->kind == IMPORT_SCHOOLS)
		return schools_import(import);
	if (import->order->kind == IMPORT_GROUPS)
		return groups_import(import);
	return roster_import(import);
}

/* Whatever gives up, in this arena or the report's, ends here. */
static bool
import_try(struct import *import)
{
	if (ARENA_CATCH(import->arena) && ARENA_CATCH(import->report->arena))
		return import_steps(import);
	if (import->report->failure == NULL)
		import->report->failure = "import.error.memory";
	return false;
}

bool
import_run(struct store *store, const struct import_order *order,
    struct import_report *report)
{
	struct import import = { .order = order,
		.report = report,
		.store = store,
		.now = clock_now() };
	bool done;

	*report = (struct import_report){ .arena = arena_new(REPORT_MEMORY) };
	import.today = date_pack(date_in_seoul(import.now));
	import.bound = order->actor != NULL &&
	    order->actor->role == ROLE_TEACHER;
	if (report->arena != NULL)
		import.arena = arena_new(IMPORT_MEMORY);
	if (import.arena == NULL) {
		report->failure = "import.error.memory";
		return false;
	}
	done = import_try(&import);
	arena_free(import.arena);
	report_sort(report);
	return done;
}

bool
import_roster(struct store *store, const char *path, const struct actor *within,
    bool dry, struct progress *progress, struct import_report *report)
{
	const struct import_order order = { IMPORT_ROSTER, path, path, within,
		dry, progress };

	return import_run(store, &order, report);
}

bool
import_schools(struct store *store, const char *path, bool dry,
    struct progress *progress, struct import_report *report)
{
	const struct import_order order = { IMPORT_SCHOOLS, path, path, NULL,
		dry, progress };

	return import_run(store, &order, report);
}

bool
import_groups(struct store *store, const char *path, bool dry,
    struct progress *progress, struct import_report *report)
{
	const struct import_order order = { IMPORT_GROUPS, path, path, NULL,
		dry, progress };

	return import_run(store, &order, report);
}
