/*
 * O*NET: small files that are right and wrong, all or nothing, the same again;
 * the catalogue that follows the store; the real files where they are. All of it
 * over SQLite, then over the server of GILJABI_TEST_POSTGRES if there is one.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "catalog/onet.h"
#include "catalog/routes.h"
#include "catalog/small.h"
#include "module.h"

enum { MEMORY = 64 * 1024 * 1024 };

static const struct module only_tables = {
	.name = "catalog",
	.schema = catalog_schema,
};
const struct module *const modules[] = { &only_tables, NULL };

/* A store in a file of its own, a small catalogue, O*NET's files */

static const char *server_url; /* NULL: SQLite */

struct setting {
	struct store *store;
	struct arena *arena;
	struct catalog_loaded *loaded;
	char catalog[SMALL_PATH];
	char folder[SMALL_PATH];
	char share[256]; /* GILJABI_SHARE before setting_share */
};

static const char interests_head[] =
    "O*NET-SOC Code\tElement ID\tScale ID\tData Value\tDomain Source\n";
static const char zones[] = "O*NET-SOC Code\tTitle\tJob Zone\n"
			    "51-4121.00\tWelders\t3\n99-9999.00\tOther\t9\n";
static const char related[] =
    "O*NET-SOC Code\tRelated O*NET-SOC Code\tIndex\n"
    "51-4121.00\t99-9999.00\t1\n51-4121.00\t31-1122.00\t2\n"
    "31-1122.00\t51-4121.00\t7\n";
static const char interests[] =
    "O*NET-SOC Code\tElement ID\tScale ID\tData Value\tDomain Source\n"
    "51-4121.00\t1.B.1.a\tOI\t6.61\tMachine Learning\n"
    "51-4121.00\t1.B.1.b\tOI\t2.5\tMachine Learning\n"
    "51-4121.00\t1.B.1.c\tOI\t1.5\tMachine Learning\n"
    "51-4121.00\t1.B.1.d\tOI\t1\tMachine Learning\n"
    "51-4121.00\t1.B.1.e\tOI\t2\tMachine Learning\n"
    "51-4121.00\t1.B.1.f\tOI\t4\tMachine Learning\n"
    "51-4121.00\t1.B.1.g\tIH\t9\tMachine Learning\n"
    "99-9999.00\t1.B.1.a\tOI\t9\tMachine Learning\n";

/* A server outlives the setting. */
static bool
tables_clear(struct db *db, void *with)
{
	(void)with;
	db_do(db, "DELETE FROM onet_interest", NO_ARGS);
	db_do(db, "DELETE FROM onet_related", NO_ARGS);
	db_do(db, "DELETE FROM catalog_state", NO_ARGS);
	return db_ok(db);
}

static void
setting_open(struct setting *setting)
{
	memset(setting, 0, sizeof *setting);
	small_make(NULL, setting->catalog);
	snprintf(setting->folder, sizeof setting->folder,
	    "/tmp/giljabi-onet-XXXXXX");
	assert_non_null(mkdtemp(setting->folder));
	small_write(setting->folder, "Job Zones.txt", zones);
	small_write(setting->folder, "Related Occupations.txt", related);
	small_write(setting->folder, "Interests.txt", interests);
	setting->arena = arena_new(MEMORY);
	setting->store = store_open(server_url
		? server_url
		: arena_printf(setting->arena, "%s/test.db", setting->folder),
	    NULL);
	assert_non_null(setting->store);
	assert_true(store_migrate(setting->store, modules));
	assert_int_equal(
	    store_write(setting->store, tables_clear, NULL), WRITE_DONE);
	setting->loaded = catalog_read(setting->catalog, NULL);
	assert_non_null(setting->loaded);
}

/* The small catalogue is the one that catalog_hold reads. */
static void
setting_share(struct setting *setting)
{
	const char *share = getenv("GILJABI_SHARE");

	snprintf(
	    setting->share, sizeof setting->share, "%s", share ? share : "");
	setenv("GILJABI_SHARE",
	    arena_printf(setting->arena, "%s/..", setting->catalog), 1);
}

static void
setting_close(struct setting *setting)
{
	static const char *const files[] = { "Job Zones.txt",
		"Related Occupations.txt", "Interests.txt", "test.db",
		"test.db-wal", "test.db-shm" };
	size_t i;

	if (setting->share[0] != '\0')
		setenv("GILJABI_SHARE", setting->share, 1);
	catalog_free(setting->loaded);
	arena_free(setting->arena);
	store_close(setting->store);
	for (i = 0; i < sizeof files / sizeof files[0]; i++)
		small_write(setting->folder, files[i], NULL);
	assert_int_equal(rmdir(setting->folder), 0);
	small_remove(setting->catalog);
}

static bool
import(struct setting *setting, struct catalog_faults *faults,
    struct onet_counts *counts)
{
	*faults = (struct catalog_faults){ .arena = setting->arena };
	return onet_import(
	    setting->store, setting->loaded, setting->folder, faults, counts);
}

static int64_t
stored(struct setting *setting)
{
	struct db *db = store_read(setting->store);
	int64_t count = db_int(db,
	    "SELECT (SELECT COUNT(*) FROM onet_interest)"
	    " + (SELECT COUNT(*) FROM onet_related)"
	    " + (SELECT COUNT(*) FROM catalog_state)",
	    NO_ARGS, -1);

	assert_true(store_read_end(db));
	return count;
}

static struct catalog_loaded *
read_again(struct setting *setting)
{
	struct db *db = store_read(setting->store);
	struct catalog_loaded *loaded = catalog_read(setting->catalog, db);

	assert_true(store_read_end(db));
	assert_non_null(loaded);
	return loaded;
}

static void
imports_and_lays_over(void **state)
{
	struct setting setting;
	struct catalog_faults faults;
	struct onet_counts counts;
	struct catalog_loaded *loaded;
	const struct occupation *welder, *carer;

	(void)state;
	setting_open(&setting);
	assert_true(import(&setting, &faults, &counts));
	assert_int_equal(counts.occupations, 1);
	assert_int_equal(counts.codes, 1);
	assert_int_equal(counts.zones, 1);
	assert_int_equal(counts.related, 1); /* the carer has no figures */
	assert_int_equal(counts.without, 1);
	loaded = read_again(&setting);
	welder = &loaded->catalogue.occupations[0];
	carer = &loaded->catalogue.occupations[1];
	assert_true(welder->from_onet && !carer->from_onet);
	assert_true(welder->letters[0] == 6.61 && welder->letters[5] == 4);
	assert_int_equal(welder->job_zone, 3);
	assert_int_equal(welder->related.count, 1);
	assert_int_equal(welder->related.list[0], 1);
	assert_ptr_equal(catalog_near(welder).list, welder->related.list);
	assert_int_equal(carer->job_zone, 2);
	assert_string_not_equal(
	    loaded->catalogue.version, setting.loaded->catalogue.version);
	catalog_free(loaded);
	setting_close(&setting);
}

static void
imports_the_same_again(void **state)
{
	struct setting setting;
	struct catalog_faults faults;
	struct onet_counts first, second;
	struct catalog_loaded *a, *b;

	(void)state;
	setting_open(&setting);
	assert_true(import(&setting, &faults, &first));
	a = read_again(&setting);
	assert_true(import(&setting, &faults, &second));
	b = read_again(&setting);
	assert_memory_equal(&first, &second, sizeof first);
	assert_int_equal(stored(&setting), 3);
	assert_string_equal(a->catalogue.version, b->catalogue.version);
	catalog_free(a);
	catalog_free(b);
	setting_close(&setting);
}

static const struct {
	const char *file, *text, *want;
} rows[] = {
	{ "Interests.txt", NULL, "Interests.txt:1::file:" },
	{ "Job Zones.txt", "O*NET-SOC Code\tZone\n",
	    "Job Zones.txt:1::column:Job Zone" },
	{ "Job Zones.txt", "O*NET-SOC Code\tJob Zone\n51-4121.00\t6\n",
	    "Job Zones.txt:2:Job Zone:number:6" },
	{ "Job Zones.txt", "O*NET-SOC Code\tJob Zone\nx\t\"y\" z\n",
	    "Job Zones.txt:2::csv:csv.quote" },
	{ "Related Occupations.txt",
	    "O*NET-SOC Code\tRelated O*NET-SOC Code\tIndex\n"
	    "51-4121.00\t31-1122.00\tsecond\n",
	    "Related Occupations.txt:2:Index:number:second" },
	{ "Interests.txt", "51-4121.00\t1.B.1.h\tOI\t6.61\tx\n",
	    "Interests.txt:2:Element ID:choice:1.B.1.h" },
	{ "Interests.txt", "51-4121.00\t1.B.1.a\tOI\t0.5\tx\n",
	    "Interests.txt:2:Data Value:number:0.5" },
	{ "Interests.txt",
	    "51-4121.00\t1.B.1.a\tOI\t6\tx\n"
	    "51-4121.00\t1.B.1.a\tOI\t6\tx\n",
	    "Interests.txt:3:Element ID:twice:51-4121.00" },
	{ "Interests.txt", "51-4121.00\t1.B.1.a\tOI\t6\tx\n",
	    "Interests.txt:3::six:51-4121.00" },
};

/* Interests.txt rows get their head here. */
static void
bad_write(struct setting *setting, const char *file, const char *text)
{
	if (text != NULL && text_is(file, "Interests.txt"))
		text = arena_printf(
		    setting->arena, "%s%s", interests_head, text);
	small_write(setting->folder, file, text);
}

static void
refuses_what_is_wrong(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct setting setting;
		struct catalog_faults faults;
		struct onet_counts counts;
		const struct catalog_fault *fault;
		const char *got;

		setting_open(&setting);
		bad_write(&setting, rows[i].file, rows[i].text);
		assert_false(import(&setting, &faults, &counts));
		fault = faults.first;
		assert_non_null(fault);
		got = arena_printf(setting.arena, "%s:%lld:%s:%s:%s",
		    fault->file, (long long)fault->line,
		    fault->column ? fault->column : "", fault->problem,
		    fault->value);
		if (strcmp(got, rows[i].want) != 0)
			fail_msg("row %zu: %s, not %s", i, got, rows[i].want);
		assert_int_equal(stored(&setting), 0);
		setting_close(&setting);
	}
}

/* Whichever statement fails, what stood there stays. */
static void
keeps_the_old_when_the_store_fails(void **state)
{
	struct setting setting;
	struct catalog_faults faults;
	struct onet_counts counts;
	struct catalog_loaded *before, *after;
	size_t nth;

	(void)state;
	setting_open(&setting);
	assert_true(import(&setting, &faults, &counts));
	before = read_again(&setting);
	small_write(setting.folder, "Related Occupations.txt",
	    "O*NET-SOC Code\tRelated O*NET-SOC Code\tIndex\n");
	for (nth = 1; nth < 100; nth++) {
		bool done;

		store_fail_at(nth);
		done = import(&setting, &faults, &counts);
		store_fail_at(0);
		after = read_again(&setting);
		if (done)
			break;
		assert_string_equal(
		    before->catalogue.version, after->catalogue.version);
		assert_int_equal(stored(&setting), 3);
		catalog_free(after);
	}
	assert_true(nth > 3 && nth < 100);
	assert_string_not_equal(
	    before->catalogue.version, after->catalogue.version);
	catalog_free(before);
	catalog_free(after);
	setting_close(&setting);
}

/* The time that the tests of holding live in; it only goes on. */
static _Atomic int64_t ticks = INT64_C(1000000000000);

/* A holder keeps what it has; a new one sees the newer figures in time. */
static void
holds_the_newest(void **state)
{
	const int64_t second = 1000000000;
	int64_t start = atomic_fetch_add(&ticks, 100 * second);
	struct setting setting;
	struct catalog_faults faults;
	struct onet_counts counts;
	struct arena *arenas[3];
	const struct catalogue *old, *same, *next;
	struct db *db;
	size_t i;

	(void)state;
	setting_open(&setting);
	setting_share(&setting);
	for (i = 0; i < 3; i++)
		arenas[i] = arena_new(MEMORY);
	db = store_read(setting.store);
	old = catalog_hold_at(db, arenas[0], start);
	assert_non_null(old);
	assert_true(store_read_end(db));
	assert_true(import(&setting, &faults, &counts));
	db = store_read(setting.store);
	same = catalog_hold_at(db, arenas[1], start + 4 * second);
	assert_ptr_equal(same, old);
	next = catalog_hold_at(db, arenas[2], start + 5 * second);
	assert_true(store_read_end(db));
	assert_ptr_not_equal(next, old);
	assert_true(next->occupations[0].from_onet);
	assert_false(old->occupations[0].from_onet);
	for (i = 0; i < 3; i++)
		arena_free(arenas[i]);
	setting_close(&setting);
}

/* Threads that hold and let go while the figures change under them */

static void *
hold_often(void *with)
{
	const int64_t later = INT64_C(5000000000);
	struct store *store = with;
	int i, unsound = 0;

	for (i = 0; i < 100; i++) {
		struct arena *arena = arena_new(MEMORY);
		struct db *db = store_read(store);
		const struct catalogue *catalogue = catalog_hold_at(
		    db, arena, atomic_fetch_add(&ticks, later));

		unsound += catalogue == NULL ||
		    catalog_occupation(catalogue, "teacher") != 2;
		unsound += !store_read_end(db);
		arena_free(arena);
	}
	return unsound == 0 ? store : NULL;
}

static void
shares_between_threads(void **state)
{
	struct setting setting;
	struct catalog_faults faults;
	struct onet_counts counts;
	pthread_t threads[4];
	void *sound;
	size_t i;

	(void)state;
	setting_open(&setting);
	setting_share(&setting);
	for (i = 0; i < 4; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, hold_often,
				     setting.store),
		    0);
	for (i = 0; i < 20; i++) {
		small_write(setting.folder, "Job Zones.txt",
		    i % 2 ? zones
			  : "O*NET-SOC Code\tJob Zone\n51-4121.00\t4\n");
		assert_true(import(&setting, &faults, &counts));
	}
	for (i = 0; i < 4; i++) {
		pthread_join(threads[i], &sound);
		assert_non_null(sound);
	}
	setting_close(&setting);
}

/* The real files */

static void
letters_tell(const char *what, const struct catalogue *catalogue)
{
	int counts[LETTERS] = { 0 }, i;

	for (i = 0; i < catalogue->occupation_count; i++)
		counts[catalog_letter(catalogue->occupations[i].letters)]++;
	print_message("%s: highest in R %d, I %d, A %d, S %d, E %d, C %d\n",
	    what, counts[0], counts[1], counts[2], counts[3], counts[4],
	    counts[5]);
}

static void
imports_the_real_files(void **state)
{
	const char *shared = getenv("GILJABI_SHARED"), *folder;
	struct setting setting;
	struct catalog_faults faults;
	struct onet_counts counts;
	struct catalog_loaded *own, *laid;
	struct db *db;

	(void)state;
	setting_open(&setting);
	folder = arena_printf(
	    setting.arena, "%s/data/onet", shared ? shared : "../shared");
	if (access(folder, R_OK) != 0) {
		print_message("skipped: no shared data\n");
		setting_close(&setting);
		skip();
	}
	own = catalog_read(NULL, NULL);
	assert_non_null(own);
	faults = (struct catalog_faults){ .arena = setting.arena };
	assert_true(onet_import(setting.store, own, folder, &faults, &counts));
	print_message("%d occupations, %d codes, %d zones, %d related, "
		      "%d without\n",
	    counts.occupations, counts.codes, counts.zones, counts.related,
	    counts.without);
	assert_true(counts.occupations > 300 && counts.related > 1000);
	db = store_read(setting.store);
	laid = catalog_read(NULL, db);
	assert_true(store_read_end(db));
	letters_tell("own", &own->catalogue);
	letters_tell("with O*NET", &laid->catalogue);
	catalog_free(own);
	catalog_free(laid);
	setting_close(&setting);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(imports_and_lays_over),
		cmocka_unit_test(imports_the_same_again),
		cmocka_unit_test(refuses_what_is_wrong),
		cmocka_unit_test(keeps_the_old_when_the_store_fails),
		cmocka_unit_test(imports_the_real_files),
		cmocka_unit_test(holds_the_newest),
		cmocka_unit_test(shares_between_threads),
	};
	int failed = cmocka_run_group_tests_name("sqlite", tests, NULL, NULL);

	server_url = getenv("GILJABI_TEST_POSTGRES");
	if (server_url == NULL)
		puts("skipped: no PostgreSQL");
	else
		failed += cmocka_run_group_tests_name(
		    "postgres", tests, NULL, NULL);
	return failed;
}
