/*
 * Nothing half-done: each allocation of an import and each of its statements is
 * made to fail in turn, and the tables hold what they held before. Over SQLite,
 * then over the server of GILJABI_TEST_POSTGRES if there is one.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "people/import_bed.h"

enum { STEPS_MOST = 20000 };

/* On top of the first roster, so that every way of writing is taken. */
static const struct file second[] = {
	{ "users.csv", "n0,true,새별,문,,07,\nt2,true,새로,오,,,\n", true },
	{ "roles.csv",
	    "sourcedId,userSourcedId,roleType,role,beginDate,"
	    "endDate,orgSourcedId\nr0,p0,primary,student,,,s1\n"
	    "r2,p2,primary,student,,,s0\nr3,p3,primary,student,,,s1\n"
	    "r1,p1,primary,guardian,,,s1\nr4,t0,primary,teacher,,,s1\n"
	    "r5,t1,primary,counselor,,,s0\nr6,g0,primary,guardian,,,s0\n"
	    "r8,n0,primary,student,,,s0\nr9,t2,primary,teacher,,,s0\n" },
	{ "classes.csv",
	    "sourcedId,title,grades,courseSourcedId,classType,"
	    "schoolSourcedId,termSourcedIds\n"
	    "c0,1학년 가반,07,co,homeroom,s0,y\n"
	    "c1,2학년 2반,08,co,homeroom,s0,y\n"
	    "c2,1학년 1반,07,co,homeroom,s1,y\n"
	    "c3,1학년 3반,07,co,homeroom,s0,y\n" },
	{ "demographics.csv",
	    "sourcedId,birthDate,sex\n"
	    "p0,2013-05-04,male\np2,2012-07-06,female\nn0,2013-01-01,male\n" },
	{ "enrollments.csv",
	    "sourcedId,classSourcedId,schoolSourcedId,"
	    "userSourcedId,role,primary,beginDate,endDate\n"
	    "e0,c2,s1,p0,student,,,\ne2,c1,s0,p2,student,,,\n"
	    "e3,c2,s1,p3,student,,,\ne7,c3,s0,n0,student,,,\n"
	    "e8,c0,s0,t2,teacher,true,,\n" },
	{ 0 },
};

static const struct sheet_row sheet[] = {
	{ { "S0", "1", "1", "1", "김하늘", "2013-05-04", "남", "p0" } },
	{ { "S0", "2", "2", "1", "김하나", "2010-01-01", "여", NULL } },
	{ { 0 } }
};

static const char list[] =
    "학교ID,학교명,학교급구분,설립형태,운영상태,"
    "소재지지번주소,소재지도로명주소,교육지원청명,위도,경도\n"
    "S0,가람중학교,중학교,공립,운영,,경기도 수원시 1,경기도수원교육지원청,"
    "37.1,127.1\nB2,새중학교,중학교,사립,폐교,,경기도 수원시 2,"
    "경기도수원교육지원청,,\n";

/* What is imported, over and over. */
struct subject {
	enum import_kind kind;
	const char *path;
	int which; /* 0 archive, 1 sheet, 2 list of schools */
	bool dry;
};

static bool
subject_run(struct bed *bed, const struct subject *subject, bool *refused)
{
	struct import_report report;
	bool done = subject->kind == IMPORT_SCHOOLS
	    ? import_schools(
		  bed->store, subject->path, subject->dry, NULL, &report)
	    : import_roster(
		  bed->store, subject->path, NULL, subject->dry, NULL, &report);

	*refused = report.error_count > 0;
	assert_true(done || *refused || report.failure != NULL);
	arena_free(report.arena);
	return done;
}

/* Until as many were made to fail as there are. */
static size_t
statements_fail(struct bed *bed, const struct subject *subject)
{
	char *before = snapshot(bed);
	bool refused;
	size_t n;

	for (n = 1; n < STEPS_MOST; n++) {
		size_t from = store_statements();
		bool done;

		store_fail_at(n);
		done = subject_run(bed, subject, &refused);
		store_fail_at(0);
		if (done && store_statements() - from < n)
			break;
		assert_false(done);
		assert_false(refused);
		if (!snapshot_same(bed, before))
			fail_msg("statement %zu left something", n);
	}
	assert_true(n < STEPS_MOST);
	memory_give(before);
	return n - 1;
}

/* The bed as it is before each: the first roster is in. */
static void
scene_make(struct bed *bed, struct town *town)
{
	struct import_report report;

	town_make(bed, town);
	must(bed, "UPDATE region SET name_ko = '수원시' WHERE id = ?",
	    ARGS(ID(town->regions[0])));
	must(bed,
	    "UPDATE office SET name_ko = '경기도수원교육지원청' "
	    "WHERE id = ?",
	    ARGS(ID(town->offices[0])));
	assert_true(import_roster(
	    bed->store, archive_make(bed, NULL), NULL, false, NULL, &report));
	arena_free(report.arena);
}

static struct subject
subject_make(struct bed *bed, int which, bool dry)
{
	struct subject subject = { IMPORT_ROSTER, NULL, which, dry };

	if (which == 0)
		subject.path = archive_make(bed, second);
	else if (which == 1)
		subject.path = sheet_make(bed, sheet);
	else {
		subject.kind = IMPORT_SCHOOLS;
		subject.path = file_make(bed, "list.csv", list, strlen(list));
	}
	return subject;
}

/* The database anew. */
static void
scene_again(struct bed *bed)
{
	static const char *const tails[] = { "", "-wal", "-shm" };
	struct town town;
	char path[128];
	size_t i;

	store_close(bed->store);
	for (i = 0; i < COUNT(tails); i++) {
		snprintf(
		    path, sizeof path, "%s/test.db%s", bed->folder, tails[i]);
		unlink(path);
	}
	bed->store = bed_open(bed);
	scene_make(bed, &town);
}

/*
 * A library may do without some memory that it asked for (expat, for a prefix
 * that nobody uses). Then all has to be there: a second import finds nothing to
 * do.
 */
static void
success_check(struct bed *bed, const struct subject *subject)
{
	char *before = snapshot(bed);
	bool refused;

	assert_true(subject_run(bed, subject, &refused));
	assert_true(snapshot_same(bed, before));
	memory_give(before);
}

static void
allocation_check(struct bed *bed, const struct subject *subject, bool done,
    size_t n, char **before)
{
	if (done && !subject->dry) {
		success_check(bed, subject);
		scene_again(bed);
		subject_make(bed, subject->which, false);
		memory_give(*before);
		*before = snapshot(bed);
	} else if (!snapshot_same(bed, *before))
		fail_msg("allocation %zu left something", n);
}

static size_t
allocations_fail(struct bed *bed, const struct subject *subject)
{
	char *before = snapshot(bed);
	bool refused, done, reached = true;
	size_t n;

	for (n = 0; reached && n < STEPS_MOST; n++) {
		size_t from = memory_count();

		memory_fail_at(n + 1, false);
		done = subject_run(bed, subject, &refused);
		memory_fail_at(0, false);
		reached = memory_count() - from > n;
		if (reached)
			allocation_check(bed, subject, done, n, &before);
	}
	assert_true(done);
	memory_give(before);
	return n - 1;
}

static void
each_way(void **state,
    size_t (*step)(struct bed *bed, const struct subject *subject), bool dry)
{
	struct bed *bed = *state;
	int which;

	for (which = 0; which < 3; which++) {
		struct town town;
		struct subject subject;
		size_t steps;

		if (which == 0)
			scene_make(bed, &town);
		subject = subject_make(bed, which, dry);
		steps = step(bed, &subject);
		assert_true(steps > 0);
		print_message("%zu failed in turn\n", steps);
		files_remove(bed);
	}
}

static void
statements(void **state)
{
	each_way(state, statements_fail, false);
}

static void
statements_of_a_dry_run(void **state)
{
	each_way(state, statements_fail, true);
}

static void
allocations(void **state)
{
	each_way(state, allocations_fail, false);
}

static void
allocations_of_a_dry_run(void **state)
{
	each_way(state, allocations_fail, true);
}

int
main(void)
{
	static const struct test_case cases[] = {
		CASE(BOTH, statements),
		CASE(SQLITE, statements_of_a_dry_run),
		CASE(SQLITE, allocations),
		CASE(SQLITE, allocations_of_a_dry_run),
	};

	return cases_run(cases, COUNT(cases));
}
