/*
 * Rosters in Excel, and the public list of schools. Over SQLite, then over the
 * server of GILJABI_TEST_POSTGRES if there is one.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "people/import_bed.h"

enum { MEMORY = 1 << 26 };

static bool
bring(struct bed *bed, const struct sheet_row *rows, const struct actor *within,
    struct import_report *report)
{
	return import_roster(
	    bed->store, sheet_make(bed, rows), within, false, NULL, report);
}

static void
assert_counts(struct import_counts counts, int64_t added, int64_t changed,
    int64_t left, int64_t same, int64_t moved)
{
	assert_int_equal(counts.added, added);
	assert_int_equal(counts.changed, changed);
	assert_int_equal(counts.left, left);
	assert_int_equal(counts.same, same);
	assert_int_equal(counts.moved, moved);
}

/* Sheets */

static const struct sheet_row school[] = { { { "가람중학교", "1", "1", "1",
					       "김하늘", "2013-05-04", "남",
					       "20260001" } },
	{ { "S0", "1", "1반", "2", "이바다", "2013. 6. 5.", "여자", "" } },
	{ { " 가람중학교 ", "2", "햇살", "3", "박구름", "20120706", NULL,
	    NULL } },
	{ { "S0", "2", "2", "1", "김하나", "2010-01-01", "여", NULL } },
	{ { 0 } } };

static void
sheet_comes_in(void **state)
{
	struct bed *bed = *state;
	struct import_report report;
	struct town town;

	town_make(bed, &town);
	assert_true(bring(bed, school, NULL, &report));
	assert_counts(report.pupils, 3, 1, 2, 0, 0);
	assert_counts(report.classes, 3, 0, 0, 0, 0);
	assert_counts(report.staff, 0, 0, 0, 0, 0);
	assert_counts(report.schools, 0, 0, 0, 1, 0);
	arena_free(report.arena);
	assert_string_equal(
	    look_text(bed,
		"SELECT c.name FROM class c "
		"JOIN pupil p ON p.class = c.id WHERE p.name = '이바다' "
		"AND p.number = 2 AND p.grade = 7 AND c.source IS NULL",
		NO_ARGS),
	    "1학년 1반");
	assert_string_equal(
	    look_text(bed,
		"SELECT c.name FROM class c "
		"JOIN pupil p ON p.class = c.id WHERE p.name = '박구름'",
		NO_ARGS),
	    "2학년 햇살반");
	/* the record that was there goes on */
	assert_int_equal(look(bed,
			     "SELECT id FROM pupil WHERE name = '김하나'"
			     " AND state = 'enrolled' AND grade = 8",
			     NO_ARGS),
	    town.pupils[0]);
	assert_true(bring(bed, school, NULL, &report));
	assert_counts(report.pupils, 0, 0, 0, 4, 0);
	assert_counts(report.classes, 0, 0, 0, 3, 0);
	arena_free(report.arena);
	files_remove(bed);
}

/* By sheet first, by OneRoster later: name, birth and school are the same. */
static void
sheet_and_archive_meet(void **state)
{
	static const struct sheet_row rows[] = {
		{ { "S0", "1", "1", "5", "이바다", "2013-06-05", "여" } },
		{ { 0 } }
	};
	struct bed *bed = *state;
	struct import_report report;
	struct town town;
	int64_t pupil;

	town_make(bed, &town);
	assert_true(bring(bed, rows, NULL, &report));
	arena_free(report.arena);
	pupil = look(
	    bed, "SELECT id FROM pupil WHERE name = '이바다'", NO_ARGS);
	assert_true(import_roster(
	    bed->store, archive_make(bed, NULL), NULL, false, NULL, &report));
	assert_int_equal(report.pupils.changed, 1);
	assert_int_equal(report.pupils.added, 3);
	arena_free(report.arena);
	assert_int_equal(
	    look(bed, "SELECT id FROM pupil WHERE source = 'p1'", NO_ARGS),
	    pupil);
	/* and by sheet again, without the id that it has now */
	assert_true(bring(bed, rows, NULL, &report));
	assert_int_equal(report.pupils.added, 0);
	arena_free(report.arena);
	files_remove(bed);
}

/* Mistakes: the second line, at a column. */
static const struct {
	struct sheet_row row;
	int64_t column;
	const char *id;
} mistakes[] = {
	{ { { "없는학교", "1", "1", "1", "김별", "2013-01-01" } }, 1,
	    "import.error.school_name" },
	{ { { "다솜중학교", "1", "1", "1", "김별", "2013-01-01" } }, 1,
	    "import.error.school_ambiguous" },
	{ { { "S0", "4", "1", "1", "김별", "2013-01-01" } }, 2,
	    "import.error.grade_school" },
	{ { { "S0", "한", "1", "1", "김별", "2013-01-01" } }, 2,
	    "import.error.number" },
	{ { { "S0", "1", "", "1", "김별", "2013-01-01" } }, 3,
	    "import.error.empty" },
	{ { { "S0", "1", "1", "0", "김별", "2013-01-01" } }, 4,
	    "import.error.number" },
	{ { { "S0", "1", "1", "1", "", "2013-01-01" } }, 5,
	    "import.error.empty" },
	{ { { "S0", "1", "1", "1", "김별", "2013-02-30" } }, 6,
	    "import.error.birth" },
	{ { { "S0", "1", "1", "1", "김별", "13-1-1" } }, 6,
	    "import.error.birth" },
	{ { { "S0", "1", "1", "1", "김별", "2099-01-01" } }, 6,
	    "import.error.birth" },
	{ { { "S0", "1", "1", "1", "김별", "2013-01-01", "?" } }, 7,
	    "import.error.sex" },
};

static void
sheet_mistakes_are_told(void **state)
{
	struct bed *bed = *state;
	struct import_report report;
	struct town town;
	char *before;
	size_t i;

	town_make(bed, &town);
	must(bed, "UPDATE school SET name = '다솜중학교' WHERE id = ?",
	    ARGS(ID(town.schools[1])));
	before = snapshot(bed);
	for (i = 0; i < COUNT(mistakes); i++) {
		const struct sheet_row rows[] = { mistakes[i].row, { { 0 } } };

		if (bring(bed, rows, NULL, &report) ||
		    report.error_count != 1 || report.errors[0].line != 2 ||
		    report.errors[0].column != mistakes[i].column ||
		    !text_is(report.errors[0].id, mistakes[i].id))
			fail_msg("mistake %zu: %d errors", i,
			    (int)report.error_count);
		arena_free(report.arena);
	}
	assert_true(snapshot_same(bed, before));
	memory_give(before);
	files_remove(bed);
}

/* Two whom nothing tells apart; one number for two. */
static void
sheet_twins(void **state)
{
	static const struct {
		struct sheet_row rows[3];
		int64_t errors;
		const char *id;
	} rows[] = {
		{ { { { "S0", "1", "1", "1", "김별", "2013-01-01" } },
		      { { "S0", "1", "2", "1", "김별", "2013-01-01" } } },
		    2, "import.error.twin" },
		{ { { { "S0", "1", "1", "1", "김별", "2013-01-01", "", "7" } },
		      { { "S0", "1", "2", "1", "김별", "2013-01-01" } } },
		    1, "import.error.twin" },
		{ { { { "S0", "1", "1", "1", "김별", "2013-01-01", "", "7" } },
		      { { "S0", "1", "2", "1", "김달", "2013-01-02", "",
			  "7" } } },
		    1, "import.error.duplicate" },
		{ { { { "S0", "1", "1", "1", "김별", "2013-01-01", "", "7" } },
		      { { "S0", "1", "2", "1", "김별", "2013-01-01", "",
			  "8" } } },
		    0, NULL },
	};
	struct bed *bed = *state;
	struct import_report report;
	struct town town;
	size_t i;

	town_make(bed, &town);
	for (i = 0; i < COUNT(rows); i++) {
		const struct sheet_row both[] = { rows[i].rows[0],
			rows[i].rows[1], { { 0 } } };

		assert_int_equal(
		    bring(bed, both, NULL, &report), rows[i].errors == 0);
		assert_int_equal(report.error_count, rows[i].errors);
		if (rows[i].errors > 0)
			assert_string_equal(report.errors[0].id, rows[i].id);
		arena_free(report.arena);
	}
	files_remove(bed);
}

static void
sheet_of_another_school(void **state)
{
	static const struct sheet_row rows[] = {
		{ { "S0", "1", "1", "1", "김별", "2013-01-01" } },
		{ { "나루중학교", "1", "1", "1", "김달", "2013-01-01" } },
		{ { 0 } }
	};
	struct bed *bed = *state;
	struct import_report report;
	struct actor career;
	struct town town;

	town_make(bed, &town);
	career = (struct actor){ .account = town.career, .role = ROLE_TEACHER };
	assert_false(bring(bed, rows, &career, &report));
	assert_int_equal(report.error_count, 1);
	assert_int_equal(report.errors[0].line, 3);
	assert_string_equal(report.errors[0].id, "import.error.school_foreign");
	arena_free(report.arena);
	files_remove(bed);
}

/* Grade 4 of an elementary school is passed over; the number follows a move. */
static void
sheet_grades_and_moves(void **state)
{
	static const struct sheet_row first[] = {
		{ { "S2", "4", "1", "1", "김별", "2016-01-01", "", "11" } },
		{ { "S2", "6", "1", "1", "이달", "2014-01-01", "", "12" } },
		{ { 0 } }
	};
	static const struct sheet_row next[] = {
		{ { "S0", "1", "1", "1", "이달", "2014-01-01", "", "12" } },
		{ { 0 } }
	};
	struct bed *bed = *state;
	struct import_report report;
	struct town town;

	town_make(bed, &town);
	must(bed, "UPDATE school SET level = 'elementary' WHERE code = 'S2'",
	    NO_ARGS);
	assert_true(bring(bed, first, NULL, &report));
	assert_int_equal(report.pupils.added, 1);
	assert_int_equal(report.passed_over, 1);
	arena_free(report.arena);
	assert_true(bring(bed, next, NULL, &report));
	assert_int_equal(report.pupils.moved, 1);
	arena_free(report.arena);
	files_remove(bed);
}

static void
template_can_be_read(void **state)
{
	struct arena *arena = arena_new(MEMORY);
	struct bed *bed = *state;
	struct import_report report;
	struct town town;
	const char *bytes;
	size_t length;
	char *before;

	town_make(bed, &town);
	before = snapshot(bed);
	assert_true(xlsx_template(arena, &bytes, &length));
	assert_true(import_roster(bed->store,
	    file_make(bed, "roster.xlsx", bytes, length), NULL, false, NULL,
	    &report));
	assert_counts(report.pupils, 0, 0, 0, 0, 0);
	assert_true(snapshot_same(bed, before));
	memory_give(before);
	arena_free(report.arena);
	arena_free(arena);
	files_remove(bed);
}

/* The list of schools */

#define LIST_HEAD \
	"학교ID,학교명,학교급구분,설립형태,운영상태," \
	"소재지지번주소,소재지도로명주소,교육지원청명,위도,경도\n"

static void
places_name(struct bed *bed, const struct town *town)
{
	static const struct {
		const char *region, *office;
	} names[] = {
		{ "수원시", "경기도수원교육지원청" },
		{ "경기 광주시", "경기도광주하남교육지원청" },
	};
	size_t i;

	for (i = 0; i < COUNT(names); i++) {
		must(bed, "UPDATE region SET name_ko = ? WHERE id = ?",
		    ARGS(TEXT(names[i].region), ID(town->regions[i])));
		must(bed, "UPDATE office SET name_ko = ? WHERE id = ?",
		    ARGS(TEXT(names[i].office), ID(town->offices[i])));
	}
}

static bool
list_bring(struct bed *bed, const char *rows, struct import_report *report)
{
	struct buffer text = { 0 };
	bool done;

	buffer_text(&text, LIST_HEAD);
	buffer_text(&text, rows);
	done = import_schools(bed->store,
	    file_make(bed, "list.csv", text.data, text.length), false, NULL,
	    report);
	buffer_free(&text);
	return done;
}

static void
list_comes_in(void **state)
{
	static const char rows[] =
	    "B1,광주초등학교,초등학교,공립,운영,경기도 광주시 경안동 1,"
	    "경기도 광주시 중앙로 2,경기도광주하남교육지원청,37.4,127.25\n"
	    "B2,수원고등학교,고등학교,사립,폐교,경기도 수원시 팔달구 3,,"
	    "경기도수원교육지원청,,\n";
	static const char later[] =
	    "B1,광주초등학교,초등학교,공립,운영,경기도 광주시 경안동 1,"
	    "경기도 수원시 새길 2,경기도수원교육지원청,37.4,127.25\n";
	struct bed *bed = *state;
	struct import_report report;
	struct town town;
	char *before;

	town_make(bed, &town);
	places_name(bed, &town);
	assert_true(list_bring(bed, rows, &report));
	assert_counts(report.schools, 2, 0, 3, 0, 0);
	arena_free(report.arena);
	assert_int_equal(
	    look(bed,
		"SELECT region FROM school "
		"WHERE code = 'B1' AND level = 'elementary' AND state = 'open' "
		"AND founding = 'public' AND latitude = 37.4",
		NO_ARGS),
	    town.regions[1]);
	assert_int_equal(
	    look(bed,
		"SELECT region FROM school "
		"WHERE code = 'B2' AND state = 'closed' AND latitude IS NULL",
		NO_ARGS),
	    town.regions[0]);
	before = snapshot(bed);
	assert_true(list_bring(bed, rows, &report));
	assert_counts(report.schools, 0, 0, 3, 2, 0);
	arena_free(report.arena);
	assert_true(snapshot_same(bed, before));
	memory_give(before);
	/* a school that goes to another region takes its pupils along */
	must(bed,
	    "UPDATE pupil SET school = (SELECT id FROM school "
	    "WHERE code = 'B1'), region = ? WHERE id = ?",
	    ARGS(ID(town.regions[1]), ID(town.pupils[0])));
	assert_true(list_bring(bed, later, &report));
	assert_counts(report.schools, 0, 1, 4, 0, 0);
	arena_free(report.arena);
	assert_int_equal(look(bed, "SELECT region FROM pupil WHERE id = ?",
			     ARGS(ID(town.pupils[0]))),
	    town.regions[0]);
	files_remove(bed);
}

static void
list_mistakes_are_told(void **state)
{
	static const struct {
		const char *row;
		int64_t column;
		const char *id;
	} rows[] = {
		{ "X,가,유치원,공립,운영,,경기도 수원시 1,"
		  "경기도수원교육지원청,,",
		    3, "import.error.level" },
		{ "X,가,중학교,관립,운영,,경기도 수원시 1,"
		  "경기도수원교육지원청,,",
		    4, "import.error.founding" },
		{ "X,가,중학교,공립,쉼,,경기도 수원시 1,"
		  "경기도수원교육지원청,,",
		    5, "import.error.state" },
		{ "X,가,중학교,공립,운영,,광주광역시 북구 1,"
		  "경기도수원교육지원청,,",
		    7, "import.error.address" },
		{ "X,가,중학교,공립,운영,,경기도 서울시 1,"
		  "경기도수원교육지원청,,",
		    7, "import.error.address" },
		{ "X,가,중학교,공립,운영,,,경기도수원교육지원청,,", 6,
		    "import.error.address" },
		{ "X,가,중학교,공립,운영,,경기도 수원시 1,어느교육지원청,,", 8,
		    "import.error.office" },
		{ "X,가,중학교,공립,운영,,경기도 수원시 1,"
		  "경기도수원교육지원청,127.1,37.1",
		    9, "import.error.degree" },
		{ ",가,중학교,공립,운영,,경기도 수원시 1,"
		  "경기도수원교육지원청,,",
		    1, "import.error.empty" },
		{ "A,가,중학교,공립,운영,,경기도 수원시 1,"
		  "경기도수원교육지원청,,",
		    1, "import.error.duplicate" },
	};
	static const char good[] = "A,가,중학교,공립,운영,,경기도 수원시 1,"
				   "경기도수원교육지원청,,\n";
	struct bed *bed = *state;
	struct import_report report;
	struct town town;
	char *before, text[512];
	size_t i;

	town_make(bed, &town);
	places_name(bed, &town);
	before = snapshot(bed);
	for (i = 0; i < COUNT(rows); i++) {
		snprintf(text, sizeof text, "%s%s\n", good, rows[i].row);
		if (list_bring(bed, text, &report) ||
		    report.errors[0].line != 3 ||
		    report.errors[0].column != rows[i].column ||
		    !text_is(report.errors[0].id, rows[i].id))
			fail_msg("row %zu: %d errors, %s", i,
			    (int)report.error_count,
			    report.errors ? report.errors[0].id : "none");
		arena_free(report.arena);
	}
	assert_true(snapshot_same(bed, before));
	memory_give(before);
	files_remove(bed);
}

/* The real list and a roster made from it, with its ten faults. */

static bool
seed_work(struct db *db, void *with)
{
	return places_seed(db, with);
}

static const char *
shared(const char *name, char out[static 512])
{
	const char *folder = getenv("GILJABI_SHARED");

	snprintf(out, 512, "%s/%s", folder ? folder : "../shared", name);
	return access(out, R_OK) == 0 ? out : NULL;
}

/* The real regions in place of the town's own. */
static void
town_clear(struct bed *bed)
{
	static const char *const tables[] = { "DELETE FROM guardian",
		"DELETE FROM enrolment", "DELETE FROM pupil",
		"DELETE FROM class_teacher", "DELETE FROM class",
		"DELETE FROM duty", "DELETE FROM school",
		"DELETE FROM region_office", "DELETE FROM region",
		"DELETE FROM office" };
	size_t i;

	for (i = 0; i < COUNT(tables); i++)
		must(bed, tables[i], NO_ARGS);
}

static void
faults_check(struct bed *bed, const char *list)
{
	static const struct {
		const char *file, *id;
		int64_t column;
	} wants[] = {
		{ "orgs.csv", "import.error.unknown_org", 7 },
		{ "orgs.csv", "import.error.duplicate", 1 },
		{ "academicSessions.csv", "import.error.reversed", 7 },
		{ "users.csv", "import.error.empty", 7 },
		{ "users.csv", "import.error.name_long", 7 },
		{ "users.csv", "csv.nul", 7 },
		{ "users.csv", "import.error.grade", 15 },
		{ "users.csv", "csv.open", 7 },
		{ "roles.csv", "import.error.choice", 6 },
		{ "enrollments.csv", "import.error.unknown_class", 4 },
		{ "enrollments.csv", "import.error.date", 9 },
		{ "demographics.csv", "import.error.date", 4 },
	};
	struct import_report report;
	char path[160], command[1600], tool[512];
	size_t i;
	int64_t k;

	snprintf(path, sizeof path, "%s/faults.zip", bed->folder);
	snprintf(command, sizeof command,
	    "python3 '%s' '%s' '%s' --faults "
	    ">/dev/null",
	    shared("bench/make_oneroster.py", tool), list, path);
	if (shared("bench/make_oneroster.py", tool) == NULL ||
	    system(command) != 0) {
		print_message("skipped: no shared data\n");
		return;
	}
	assert_false(
	    import_roster(bed->store, path, NULL, false, NULL, &report));
	for (i = 0; i < COUNT(wants); i++) {
		bool there = false;

		for (k = 0; k < report.error_count; k++)
			there |= text_is(
				     report.errors[k].file, wants[i].file) &&
			    text_is(report.errors[k].id, wants[i].id) &&
			    report.errors[k].column == wants[i].column;
		if (!there)
			fail_msg("no %s in %s", wants[i].id, wants[i].file);
	}
	/* what the open quote swallowed is not called unknown */
	for (k = 0; k < report.error_count; k++)
		assert_string_not_equal(
		    report.errors[k].id, "import.error.unknown_user");
	arena_free(report.arena);
}

static void
real_list_comes_in(void **state)
{
	struct bed *bed = *state;
	struct import_report report;
	struct arena *arena;
	struct town town;
	char path[512];
	const char *list = shared("data/schools/gyeonggi.csv", path);

	if (list == NULL) {
		print_message("skipped: no shared data\n");
		return;
	}
	town_make(bed, &town);
	town_clear(bed);
	arena = arena_new(MEMORY);
	assert_int_equal(store_write(bed->store, seed_work, arena), WRITE_DONE);
	arena_free(arena);
	assert_true(import_schools(bed->store, list, false, NULL, &report));
	assert_counts(report.schools, 2558, 0, 0, 0, 0);
	arena_free(report.arena);
	assert_true(import_schools(bed->store, list, false, NULL, &report));
	assert_counts(report.schools, 0, 0, 0, 2558, 0);
	arena_free(report.arena);
	assert_int_equal(look(bed,
			     "SELECT COUNT(*) FROM school s JOIN region "
			     "r ON r.id = s.region WHERE r.code = '41610'",
			     NO_ARGS),
	    55);
	assert_int_equal(
	    look(bed, "SELECT COUNT(DISTINCT region) FROM school", NO_ARGS),
	    31);
	assert_int_equal(
	    look(bed, "SELECT COUNT(DISTINCT office) FROM school", NO_ARGS),
	    25);
	faults_check(bed, list);
	files_remove(bed);
}

int
main(void)
{
	static const struct test_case cases[] = {
		CASE(BOTH, sheet_comes_in),
		CASE(BOTH, sheet_and_archive_meet),
		CASE(SQLITE, sheet_mistakes_are_told),
		CASE(BOTH, sheet_twins),
		CASE(SQLITE, sheet_of_another_school),
		CASE(BOTH, sheet_grades_and_moves),
		CASE(SQLITE, template_can_be_read),
		CASE(BOTH, list_comes_in),
		CASE(SQLITE, list_mistakes_are_told),
		CASE(BOTH, real_list_comes_in),
	};

	return cases_run(cases, COUNT(cases));
}
