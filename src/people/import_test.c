/*
 * Rosters of OneRoster: what comes in, what comes again, who moves and leaves,
 * each mistake by line and column, whose schools a teacher may bring. Over
 * SQLite, then over the server of GILJABI_TEST_POSTGRES if there is one.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "people/import_bed.h"

/* One import, with what it reports. */
struct run {
	struct import_report report;
	bool done;
};

static struct run
run_as(struct bed *bed, const char *path, const struct actor *actor, bool dry)
{
	struct run run;

	run.done = import_roster(
	    bed->store, path, actor, dry, NULL, &run.report);
	return run;
}

static struct run
run_file(struct bed *bed, const char *path)
{
	return run_as(bed, path, NULL, false);
}

static void
run_end(struct run *run)
{
	arena_free(run->report.arena);
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

/* Brings the files in; it has to work. */
static void
bring(struct bed *bed, const struct file *files)
{
	struct run run = run_file(bed, archive_make(bed, files));

	if (run.report.error_count > 0)
		printf("%s:%d: %s %s\n", run.report.errors[0].file,
		    (int)run.report.errors[0].line, run.report.errors[0].id,
		    run.report.errors[0].value);
	assert_true(run.done);
	run_end(&run);
}

static int64_t
pupil_of(struct bed *bed, const char *source)
{
	return look(
	    bed, "SELECT id FROM pupil WHERE source = ?", ARGS(TEXT(source)));
}

/* What comes in */

static void
facts_check(struct bed *bed)
{
	static const struct {
		const char *sql, *want;
	} rows[] = {
		{ "SELECT name FROM pupil WHERE source = 'p0'", "김하늘" },
		{ "SELECT name FROM pupil WHERE source = 'p2'",
		    "Mary Ann Smith" },
		{ "SELECT birth FROM pupil WHERE source = 'p1'", "2013-06-05" },
		{ "SELECT birth FROM pupil WHERE source = 'p3'", "-" },
		{ "SELECT v.value FROM vault v JOIN pupil p ON p.id = v.pupil "
		  "WHERE p.source = 'p1' AND v.kind = 'sex'",
		    "female" },
		{ "SELECT v.value FROM vault v JOIN pupil p ON p.id = v.pupil "
		  "WHERE p.source = 'p2'",
		    "-" },
		{ "SELECT c.name FROM class c JOIN pupil p ON p.class = c.id "
		  "WHERE p.source = 'p0'",
		    "1학년 1반" },
		{ "SELECT c.source FROM class c JOIN enrolment e "
		  "ON e.class = c.id JOIN pupil p ON p.id = e.pupil "
		  "WHERE p.source = 'p3' AND e.year = 2026 AND e.grade = 7 "
		  "AND e.until IS NULL",
		    "c2" },
		{ "SELECT s.code FROM school s JOIN pupil p "
		  "ON p.school = s.id AND p.region = s.region "
		  "WHERE p.source = 'p3'",
		    "S1" },
		{ "SELECT a.name FROM account a JOIN class_teacher t "
		  "ON t.account = a.id JOIN class c ON c.id = t.class "
		  "WHERE c.source = 'c0' AND a.role = 4 AND a.login IS NULL",
		    "최선생" },
		{ "SELECT d.kind FROM duty d JOIN account a "
		  "ON a.id = d.account WHERE a.source = 't0'",
		    "homeroom" },
		{ "SELECT d.kind FROM duty d JOIN account a "
		  "ON a.id = d.account WHERE a.source = 't1'",
		    "career" },
		{ "SELECT source FROM class WHERE source = 'm0'", "-" },
		{ "SELECT source FROM account WHERE source = 'g0'", "-" },
		{ "SELECT state FROM pupil WHERE name = '김하나'", "left" },
		{ "SELECT state FROM pupil WHERE name = '박세찬'", "left" },
		{ "SELECT kind FROM ledger WHERE kind = 'import.done'",
		    "import.done" },
	};
	size_t i;

	for (i = 0; i < COUNT(rows); i++)
		if (!text_is(
			look_text(bed, rows[i].sql, NO_ARGS), rows[i].want))
			fail_msg("row %zu: %s, not %s", i,
			    look_text(bed, rows[i].sql, NO_ARGS), rows[i].want);
}

static void
roster_comes_in(void **state)
{
	struct bed *bed = *state;
	struct town town;
	struct run run;

	town_make(bed, &town);
	run = run_file(bed, archive_make(bed, NULL));
	assert_true(run.done);
	assert_counts(run.report.schools, 0, 0, 0, 2, 0);
	assert_counts(run.report.classes, 3, 0, 0, 0, 0);
	assert_counts(run.report.staff, 2, 0, 0, 0, 0);
	assert_counts(run.report.pupils, 4, 0, 4, 0, 0);
	facts_check(bed);
	run_end(&run);
	files_remove(bed);
}

static void
again_changes_nothing(void **state)
{
	struct bed *bed = *state;
	struct town town;
	struct run run;
	char *before;

	town_make(bed, &town);
	bring(bed, NULL);
	before = snapshot(bed);
	run = run_file(bed, archive_make(bed, NULL));
	assert_true(run.done);
	assert_counts(run.report.classes, 0, 0, 0, 3, 0);
	assert_counts(run.report.staff, 0, 0, 0, 2, 0);
	assert_counts(run.report.pupils, 0, 0, 0, 4, 0);
	assert_true(snapshot_same(bed, before));
	memory_give(before);
	run_end(&run);
	files_remove(bed);
}

static void
dry_run_writes_nothing(void **state)
{
	struct bed *bed = *state;
	struct town town;
	struct run run;
	char *before;

	town_make(bed, &town);
	before = snapshot(bed);
	run = run_as(bed, archive_make(bed, NULL), NULL, true);
	assert_true(run.done);
	assert_counts(run.report.classes, 3, 0, 0, 0, 0);
	assert_counts(run.report.staff, 2, 0, 0, 0, 0);
	assert_counts(run.report.pupils, 4, 0, 4, 0, 0);
	assert_true(snapshot_same(bed, before));
	memory_give(before);
	run_end(&run);
	files_remove(bed);
}

/* The text with CRLF and a mark before it. */
static char *
windows_text(const char *text)
{
	struct buffer out = { 0 };

	buffer_text(&out, "\xef\xbb\xbf");
	for (; *text != '\0'; text++)
		buffer_text(&out,
		    *text == '\n' ? "\r\n" : (const char[]){ *text, '\0' });
	return out.data;
}

static void
other_shapes_are_the_same(void **state)
{
	static const char *const names[] = { "manifest.csv", "orgs.csv",
		"academicSessions.csv", "courses.csv", "classes.csv",
		"users.csv", "roles.csv", "demographics.csv",
		"enrollments.csv" };
	struct file files[COUNT(names) + 1] = { 0 };
	struct bed *bed = *state;
	struct town town;
	struct run run;
	size_t i;

	town_make(bed, &town);
	bring(bed, NULL);
	for (i = 0; i < COUNT(names); i++)
		files[i] = (struct file){ names[i],
			windows_text(base_text(names[i])), false };
	run = run_file(bed, archive_make(bed, files));
	assert_true(run.done);
	assert_counts(run.report.pupils, 0, 0, 0, 4, 0);
	run_end(&run);
	for (i = 0; i < COUNT(names); i++)
		memory_give((char *)(uintptr_t)files[i].text);
	/* 1.1 does not know counsellors: what was given stays */
	run = run_file(bed, archive_make_old(bed, NULL));
	assert_true(run.done);
	assert_counts(run.report.pupils, 0, 0, 0, 4, 0);
	assert_counts(run.report.classes, 0, 0, 0, 3, 0);
	assert_counts(run.report.staff, 0, 0, 0, 2, 0);
	assert_int_equal(look(bed,
			     "SELECT COUNT(*) FROM duty d JOIN account a "
			     "ON a.id = d.account WHERE a.source = 't1' "
			     "AND d.kind = 'career'",
			     NO_ARGS),
	    1);
	run_end(&run);
	files_remove(bed);
}

/* Mistakes: what a line added to a file is told for, at its columns. */

static const struct mistake {
	const char *file, *lines;
	struct {
		int64_t column;
		const char *id;
	} wants[3];
	bool instead; /* the whole file, told in its second line */
} mistakes[] = {
	{ "orgs.csv", "x,,빈,school,S2,none\n",
	    { { 6, "import.error.unknown_org" } } },
	{ "orgs.csv", "x,,빈,school,S9,d\n",
	    { { 5, "import.error.school_unknown" } } },
	{ "orgs.csv", "x,,빈,school,,d\n",
	    { { 1, "import.error.school_unknown" } } },
	{ "orgs.csv", "x,,빈,school,S1,d\n",
	    { { 5, "import.error.school_twice" } } },
	{ "orgs.csv", "s0,,빈,department,,\n",
	    { { 1, "import.error.duplicate" } } },
	{ "orgs.csv", "x,perhaps,빈,club,,\n",
	    { { 2, "import.error.choice" }, { 4, "import.error.choice" } } },
	{ "orgs.csv", ",,빈,district,,\n", { { 1, "import.error.empty" } } },
	{ "orgs.csv", "x,,빈,district\n",
	    { { 5, "import.error.row_length" } } },
	{ "orgs.csv", "x,,빈,district,,,,\n",
	    { { 7, "import.error.row_length" } } },
	{ "orgs.csv", "x,,빈 \"터\",district,,\n", { { 3, "csv.quote" } } },
	{ "orgs.csv", "x,,\xff,district,,\n", { { 3, "csv.utf8" } } },
	{ "orgs.csv", "x,,줄\a바꿈,district,,\n",
	    { { 3, "import.error.control" } } },
	{ "academicSessions.csv",
	    "z,2학기,semester,2026-08-31,2026-03-01,y,"
	    "2026\n",
	    { { 5, "import.error.reversed" } } },
	{ "academicSessions.csv",
	    "z,2학기,term,2026-02-30,2026-13-01,w,"
	    "26\n",
	    { { 4, "import.error.date" }, { 5, "import.error.date" },
		{ 6, "import.error.unknown_session" } } },
	{ "academicSessions.csv",
	    "z,2학기,term,2026-03-01,2026-08-31,y,"
	    "x\n",
	    { { 7, "import.error.number" } } },
	{ "courses.csv", "k,none,수업,none\n",
	    { { 2, "import.error.unknown_session" },
		{ 4, "import.error.unknown_org" } } },
	{ "classes.csv", "x,3반,07,none,homeroom,none,\"y,none\"\n",
	    { { 4, "import.error.unknown_course" },
		{ 6, "import.error.unknown_org" },
		{ 7, "import.error.unknown_session" } } },
	{ "classes.csv", "x,3반,25,co,club,s0,y\n",
	    { { 3, "import.error.grade" }, { 5, "import.error.choice" } } },
	{ "classes.csv", "x,3반,07,co,homeroom,d,y\n",
	    { { 6, "import.error.not_school" } } },
	{ "classes.csv", "x,3반,,co,homeroom,s0,y\n",
	    { { 3, "import.error.class_grade" } } },
	{ "users.csv", "x,true,,,,07,\n",
	    { { 3, "import.error.empty" }, { 4, "import.error.empty" } } },
	{ "users.csv", "x,yes,별,강,,25,none\n",
	    { { 2, "import.error.bool" }, { 6, "import.error.grade" },
		{ 7, "import.error.unknown_user" } } },
	{ "users.csv", "x,true,별,강,,07,\n",
	    { { 1, "import.error.no_role" } } },
	{ "users.csv", "p0,true,별,강,,07,\n",
	    { { 1, "import.error.duplicate" } } },
	{ "users.csv",
	    "x,true,별,긴긴긴긴긴긴긴긴긴긴긴긴긴긴긴긴긴긴긴긴"
	    "긴긴긴긴긴긴긴긴긴긴긴긴긴긴긴긴긴긴긴긴긴긴긴긴긴긴긴긴긴긴긴긴"
	    "긴긴긴긴긴긴긴긴긴,,07,\n",
	    { { 4, "import.error.name_long" } } },
	{ "users.csv",
	    "x,true,별별별별별별별별별별별별별별별별별별별별별별별"
	    "별별별별별별별별별,긴긴긴긴긴긴긴긴긴긴긴긴긴긴긴긴긴긴긴긴긴긴긴"
	    "긴긴긴긴긴긴,,07,\n",
	    { { 3, "import.error.name_long" } } },
	{ "roles.csv", "x,none,first,emperor,2026-03-01,2026-02-01,none\n",
	    { { 2, "import.error.unknown_user" }, { 3, "import.error.choice" },
		{ 4, "import.error.choice" } } },
	{ "roles.csv", "x,t0,secondary,teacher,2026-03-01,2026-02-01,none\n",
	    { { 6, "import.error.reversed" },
		{ 7, "import.error.unknown_org" } } },
	{ "roles.csv", "r0,p0,secondary,student,,,s0\n",
	    { { 1, "import.error.duplicate" } } },
	{ "roles.csv", "x,p0,primary,student,,,s1\n",
	    { { 7, "import.error.two_schools" } } },
	{ "roles.csv", "x,p0,primary,student,,,d\n",
	    { { 7, "import.error.not_school" } } },
	{ "demographics.csv", "none,2026-13-45,neither\n",
	    { { 1, "import.error.unknown_user" }, { 2, "import.error.date" },
		{ 3, "import.error.choice" } } },
	{ "demographics.csv", "p0,2013-05-04,male\n",
	    { { 1, "import.error.duplicate" } } },
	{ "enrollments.csv", "x,none,none,none,student,maybe,,\n",
	    { { 2, "import.error.unknown_class" },
		{ 3, "import.error.unknown_org" },
		{ 4, "import.error.unknown_user" } } },
	{ "enrollments.csv", "x,c1,s0,p0,student,,,\n",
	    { { 2, "import.error.two_homes" } } },
	{ "enrollments.csv", "x,c2,s1,p0,student,,,\n",
	    { { 2, "import.error.home_elsewhere" } } },
	{ "enrollments.csv", "x,c1,s1,p2,student,,,\n",
	    { { 3, "import.error.school_differs" } } },
	{ "enrollments.csv", "x,c0,s0,t0,student,,,\n",
	    { { 5, "import.error.enrollment_role" } } },
	{ "enrollments.csv", "x,c0,s0,p0,teacher,,,\n",
	    { { 5, "import.error.enrollment_role" } } },
	{ "enrollments.csv", "e0,c0,s0,p0,student,,31-31-2026,\n",
	    { { 1, "import.error.duplicate" }, { 7, "import.error.date" } } },
	{ "manifest.csv", "propertyName,value\noneroster.version,2.0\n",
	    { { 2, "import.error.version" } }, true },
	{ "manifest.csv", "propertyName\n",
	    { { 0, "import.error.column_missing" } }, true },
};

static bool
error_is_there(const struct import_report *report, const struct mistake *row,
    int64_t line, size_t want)
{
	int64_t i;

	for (i = 0; i < report->error_count; i++) {
		const struct import_error *error = &report->errors[i];

		if (text_is(error->file, row->file) &&
		    (error->line == line || row->instead) &&
		    error->column == row->wants[want].column &&
		    text_is(error->id, row->wants[want].id))
			return true;
	}
	return false;
}

static void
mistake_check(struct bed *bed, const struct mistake *row, size_t index)
{
	const struct file files[] = { { row->file, row->lines, !row->instead },
		{ 0 } };
	struct run run = run_file(bed, archive_make(bed, files));
	int64_t line = (int64_t)count_of(base_text(row->file), "\n") + 1;
	size_t want, least = 0;

	for (want = 0; want < 3 && row->wants[want].id != NULL; want++) {
		least++;
		if (!error_is_there(&run.report, row, line, want))
			fail_msg("mistake %zu: no %s; first is %s:%d:%d %s",
			    index, row->wants[want].id,
			    run.report.errors[0].file,
			    (int)run.report.errors[0].line,
			    (int)run.report.errors[0].column,
			    run.report.errors[0].id);
	}
	assert_false(run.done);
	assert_null(run.report.failure);
	if (least < 3)
		assert_int_equal(run.report.error_count, least);
	run_end(&run);
}

static void
mistakes_are_told(void **state)
{
	struct bed *bed = *state;
	struct town town;
	char *before;
	size_t i;

	town_make(bed, &town);
	before = snapshot(bed);
	for (i = 0; i < COUNT(mistakes); i++)
		mistake_check(bed, &mistakes[i], i);
	assert_true(snapshot_same(bed, before));
	memory_give(before);
	files_remove(bed);
}

/* Whole files that are wrong: what is told, without more. */
static void
files_are_judged(void **state)
{
	static const struct {
		struct file files[2];
		const char *file, *id;
	} rows[] = {
		{ { { "roles.csv", NULL } }, "roles.csv",
		    "import.error.part_missing" },
		{ { { "users.csv", "" } }, "users.csv",
		    "import.error.no_head" },
		{ { { "users.csv",
		      "sourcedid,enabledUser,givenName,"
		      "familyName\n" } },
		    "users.csv", "import.error.column_missing" },
		{ { { "manifest.csv", "file.demographics,delta\n", true } },
		    "manifest.csv", "import.error.delta" },
		{ { { "manifest.csv", "file.courses,absent\n", true } },
		    "manifest.csv", "import.error.part_absent" },
		{ { { "users.csv", "x,true,\"열린,강,,07,\ny,true\n", true } },
		    "users.csv", "csv.open" },
		{ { { "classes.csv",
		      "sourcedId,title,grades,courseSourcedId,"
		      "classType,schoolSourcedId,termSourcedIds\n"
		      "c0,1반,07,co,scheduled,s0,y\n"
		      "c1,2반,08,co,scheduled,s0,y\n"
		      "c2,1반,07,co,scheduled,s1,y\n"
		      "m0,수학,07,co,scheduled,s0,y\n" } },
		    "classes.csv", "import.error.no_homes" },
	};
	struct bed *bed = *state;
	struct town town;
	size_t i;

	town_make(bed, &town);
	for (i = 0; i < COUNT(rows); i++) {
		struct run run = run_file(bed,
		    archive_make(
			bed, (const struct file[]){ rows[i].files[0], { 0 } }));

		if (run.done || run.report.error_count != 1 ||
		    !text_is(run.report.errors[0].file, rows[i].file) ||
		    !text_is(run.report.errors[0].id, rows[i].id))
			fail_msg("row %zu: %d errors", i,
			    (int)run.report.error_count);
		run_end(&run);
	}
	files_remove(bed);
}

/* No archive at all. */
static void
other_files_are_refused(void **state)
{
	static const struct {
		const char *bytes, *id;
	} rows[] = {
		{ "", "zip.broken" },
		{ "hello", "zip.broken" },
		{ "PK\003\004", "zip.broken" },
		{ "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "excel.old" },
	};
	struct bed *bed = *state;
	struct town town;
	struct run run;
	size_t i;

	town_make(bed, &town);
	for (i = 0; i < COUNT(rows); i++) {
		run = run_file(bed,
		    file_make(bed, "roster.bin", rows[i].bytes,
			strlen(rows[i].bytes)));
		assert_false(run.done);
		assert_int_equal(run.report.error_count, 1);
		assert_string_equal(run.report.errors[0].id, rows[i].id);
		run_end(&run);
	}
	run = run_file(bed, "/nowhere/roster.zip");
	assert_string_equal(run.report.failure, "import.error.file");
	run_end(&run);
	run = run_file(bed,
	    archive_make(
		bed, (const struct file[]){ { "manifest.csv", NULL }, { 0 } }));
	assert_string_equal(
	    run.report.errors[0].id, "import.error.no_manifest");
	run_end(&run);
	files_remove(bed);
}

static void
errors_are_bounded(void **state)
{
	struct bed *bed = *state;
	struct buffer lines = { 0 }, text = { 0 };
	struct writer writer = { .out = &text };
	struct arena *arena = arena_new(1 << 24);
	struct import_report again;
	struct town town;
	struct run run;
	int i;

	town_make(bed, &town);
	for (i = 0; i < 1500; i++)
		buffer_printf(&lines, "x%d,,빈,club,,\n", i);
	run = run_file(bed,
	    archive_make(bed,
		(const struct file[]){
		    { "orgs.csv", lines.data, true }, { 0 } }));
	assert_int_equal(run.report.error_count, 1500);
	assert_int_equal(run.report.errors[999].line, 1004);
	report_write(&writer, &run.report);
	assert_true(report_read(arena, text.data, &again));
	assert_int_equal(again.error_count, 1500);
	assert_string_equal(again.errors[999].value, "club");
	assert_string_equal(error_text(arena, LANG_EN, &again.errors[0]),
	    "club cannot be used in type. Use one of the values of the "
	    "OneRoster standard.");
	run_end(&run);
	arena_free(arena);
	buffer_free(&lines);
	buffer_free(&text);
	files_remove(bed);
}

/* Over time */

/* Base with p1 at the other school. */
static const struct file moved[] = {
	{ "roles.csv",
	    "sourcedId,userSourcedId,roleType,role,beginDate,endDate,"
	    "orgSourcedId\n"
	    "r0,p0,primary,student,,,s0\n"
	    "r1,p1,primary,student,,,s1\n"
	    "r2,p2,primary,student,,,s0\n"
	    "r3,p3,primary,student,,,s1\n"
	    "r4,t0,primary,teacher,,,s0\n"
	    "r5,t1,primary,counselor,,,s0\n"
	    "r6,g0,primary,guardian,,,s0\n" },
	{ "enrollments.csv",
	    "sourcedId,classSourcedId,schoolSourcedId,userSourcedId,role,"
	    "primary,beginDate,endDate\n"
	    "e0,c0,s0,p0,student,,,\n"
	    "e1,c2,s1,p1,student,,,\n"
	    "e2,c1,s0,p2,student,,,\n"
	    "e3,c2,s1,p3,student,,,\n"
	    "e5,c0,s0,t0,teacher,true,,\n" },
	{ 0 }
};

static void
pupil_moves_with_the_record(void **state)
{
	struct bed *bed = *state;
	struct town town;
	struct run run;
	int64_t pupil;

	town_make(bed, &town);
	bring(bed, NULL);
	pupil = pupil_of(bed, "p1");
	run = run_file(bed, archive_make(bed, moved));
	assert_true(run.done);
	assert_counts(run.report.pupils, 0, 0, 0, 3, 1);
	run_end(&run);
	assert_int_equal(pupil_of(bed, "p1"), pupil);
	assert_int_equal(
	    look(bed,
		"SELECT COUNT(*) FROM pupil p "
		"JOIN school s ON s.id = p.school AND s.region = p.region "
		"WHERE p.id = ? AND s.code = 'S1' AND p.birth = '2013-06-05'",
		ARGS(ID(pupil))),
	    1);
	assert_int_equal(look(bed,
			     "SELECT COUNT(*) FROM enrolment "
			     "WHERE pupil = ?",
			     ARGS(ID(pupil))),
	    2);
	assert_int_equal(look(bed,
			     "SELECT COUNT(*) FROM enrolment "
			     "WHERE pupil = ? AND until IS NULL",
			     ARGS(ID(pupil))),
	    1);
	/* and back again: the first enrolment goes on */
	bring(bed, NULL);
	assert_int_equal(look(bed,
			     "SELECT COUNT(*) FROM enrolment e "
			     "JOIN class c ON c.id = e.class WHERE e.pupil = ? "
			     "AND e.until IS NULL AND c.source = 'c0'",
			     ARGS(ID(pupil))),
	    1);
	files_remove(bed);
}

/* Base without p1, deleted or simply not there. */
static void
pupil_leaves_and_returns(void **state)
{
	static const struct file gone[] = {
		{ "users.csv",
		    "sourcedId,status,enabledUser,givenName,"
		    "familyName,middleName,grades\n"
		    "p0,active,true,하늘,김,,07\n"
		    "p1,tobedeleted,true,바다,이,,07\n"
		    "p2,active,true,Mary,Smith,Ann,08\n"
		    "p3,active,true,구름,박,,07\n"
		    "t0,active,true,선생,최,,\nt1,active,true,진로,정,,\n"
		    "g0,active,true,부모,김,,\n" },
		{ 0 },
	};
	struct bed *bed = *state;
	struct town town;
	struct run run;
	int64_t pupil;

	town_make(bed, &town);
	bring(bed, NULL);
	pupil = pupil_of(bed, "p1");
	run = run_file(bed, archive_make(bed, gone));
	assert_true(run.done);
	assert_counts(run.report.pupils, 0, 0, 1, 3, 0);
	run_end(&run);
	assert_int_equal(look(bed,
			     "SELECT COUNT(*) FROM pupil WHERE id = ? "
			     "AND state = 'left' AND class IS NULL",
			     ARGS(ID(pupil))),
	    1);
	assert_int_equal(look(bed,
			     "SELECT COUNT(*) FROM enrolment "
			     "WHERE pupil = ? AND until IS NULL",
			     ARGS(ID(pupil))),
	    0);
	run = run_file(bed, archive_make(bed, gone));
	assert_counts(run.report.pupils, 0, 0, 0, 3, 0);
	run_end(&run);
	run = run_file(bed, archive_make(bed, NULL));
	assert_counts(run.report.pupils, 0, 1, 0, 3, 0);
	run_end(&run);
	assert_int_equal(pupil_of(bed, "p1"), pupil);
	files_remove(bed);
}

/* A system that gives a class its id again each March. */
static void
next_year_is_a_new_class(void **state)
{
	static const struct file next[] = {
		{ "academicSessions.csv",
		    "sourcedId,title,type,startDate,"
		    "endDate,schoolYear\n"
		    "y,2027,schoolYear,2027-03-01,2028-02-29,2028\n" },
		{ 0 },
	};
	struct bed *bed = *state;
	struct town town;
	struct run run;

	town_make(bed, &town);
	bring(bed, NULL);
	run = run_file(bed, archive_make(bed, next));
	assert_true(run.done);
	assert_counts(run.report.classes, 3, 0, 0, 0, 0);
	assert_counts(run.report.pupils, 0, 4, 0, 0, 0);
	run_end(&run);
	assert_int_equal(look(bed,
			     "SELECT year FROM class "
			     "WHERE source = 'c0'",
			     NO_ARGS),
	    2027);
	assert_int_equal(
	    look(bed,
		"SELECT COUNT(*) FROM enrolment e "
		"JOIN class c ON c.id = e.class AND c.year = e.year "
		"WHERE e.pupil = ?",
		ARGS(ID(pupil_of(bed, "p0")))),
	    2);
	run = run_file(bed, archive_make(bed, next));
	assert_counts(run.report.classes, 0, 0, 0, 3, 0);
	run_end(&run);
	files_remove(bed);
}

static void
younger_ones_are_passed_over(void **state)
{
	struct bed *bed = *state;
	struct town town;
	struct run run;

	town_make(bed, &town);
	run = run_file(bed,
	    archive_make(bed,
		(const struct file[]){
		    { "users.csv", "y0,true,어린,유,,04,\n", true },
		    { "roles.csv", "x0,y0,primary,student,,,s0\n", true },
		    { "classes.csv", "cy,4학년 1반,04,co,homeroom,s0,y\n",
			true },
		    { "enrollments.csv", "x0,cy,s0,y0,student,,,\n", true },
		    { 0 } }));
	assert_true(run.done);
	assert_counts(run.report.pupils, 4, 0, 4, 0, 0);
	assert_counts(run.report.classes, 3, 0, 0, 0, 0);
	assert_int_equal(run.report.passed_over, 1);
	run_end(&run);
	run = run_file(bed,
	    archive_make(bed,
		(const struct file[]){
		    { "users.csv", "y0,true,어린,유,,KG,\n", true },
		    { "roles.csv", "x0,y0,primary,student,,,s0\n", true },
		    { 0 } }));
	assert_false(run.done);
	assert_string_equal(
	    run.report.errors[0].id, "import.error.grade_outside");
	assert_int_equal(run.report.errors[0].column, 6);
	run_end(&run);
	files_remove(bed);
}

/* The town's own pupils have no id: name, birth and school are the same. */
static void
record_is_found_without_id(void **state)
{
	static const struct file named[] = {
		{ "users.csv", "h0,true,하나,김,,08,\n", true },
		{ "roles.csv", "h0,h0,primary,student,,,s0\n", true },
		{ "demographics.csv", "h0,2010-01-01,\n", true },
		{ "enrollments.csv", "h0,c1,s0,h0,student,,,\n", true },
		{ 0 },
	};
	struct bed *bed = *state;
	struct town town;
	struct run run;

	town_make(bed, &town);
	run = run_file(bed, archive_make(bed, named));
	assert_true(run.done);
	assert_counts(run.report.pupils, 4, 1, 3, 0, 0);
	run_end(&run);
	assert_int_equal(pupil_of(bed, "h0"), town.pupils[0]);
	run = run_file(bed, archive_make(bed, named));
	assert_counts(run.report.pupils, 0, 0, 0, 5, 0);
	run_end(&run);
	files_remove(bed);
}

/* Of two who have the same name and day, which one is meant? */
static void
doubles_are_refused(void **state)
{
	static const struct file named[] = {
		{ "users.csv", "h0,true,하나,김,,08,\nh1,true,하나,김,,08,\n",
		    true },
		{ "roles.csv",
		    "h0,h0,primary,student,,,s0\n"
		    "h1,h1,primary,student,,,s0\n",
		    true },
		{ "demographics.csv", "h0,2010-01-01,\nh1,2010-01-01,\n",
		    true },
		{ 0 },
	};
	struct bed *bed = *state;
	struct town town;
	struct run run;
	char *before;

	town_make(bed, &town);
	before = snapshot(bed);
	run = run_file(bed, archive_make(bed, named));
	assert_false(run.done);
	assert_null(run.report.failure);
	assert_int_equal(run.report.error_count, 1);
	assert_string_equal(run.report.errors[0].id, "import.error.twin_there");
	assert_true(snapshot_same(bed, before));
	memory_give(before);
	run_end(&run);
	files_remove(bed);
}

/* Many */

/* Base and so many pupils more, in class c0 or c1. */
static const char *
crowd_make(struct bed *bed, int count, const char *class)
{
	struct buffer lines[4] = { 0 };
	const char *path;
	size_t k;
	int i;

	for (k = 0; k < COUNT(lines); k++)
		lines[k].limit = 1 << 24;
	for (i = 0; i < count; i++) {
		buffer_printf(&lines[0], "x%d,true,별%d,강,,08,\n", i, i);
		buffer_printf(
		    &lines[1], "x%d,x%d,primary,student,,,s0\n", i, i);
		buffer_printf(
		    &lines[2], "x%d,%s,s0,x%d,student,,,\n", i, class, i);
		buffer_printf(&lines[3], "x%d,2012-%02d-%02d,%s\n", i,
		    i % 12 + 1, i % 28 + 1, i % 2 ? "male" : "female");
	}
	path = archive_make(bed,
	    (const struct file[]){ { "users.csv", lines[0].data, true },
		{ "roles.csv", lines[1].data, true },
		{ "enrollments.csv", lines[2].data, true },
		{ "demographics.csv", lines[3].data, true }, { 0 } });
	for (k = 0; k < COUNT(lines); k++)
		buffer_free(&lines[k]);
	return path;
}

static void
crowd_goes_through(struct bed *bed, int count)
{
	struct town town;
	struct run run;

	town_make(bed, &town);
	run = run_file(bed, crowd_make(bed, count, "c0"));
	assert_true(run.done);
	assert_int_equal(run.report.pupils.added, count + 4);
	run_end(&run);
	run = run_file(bed, crowd_make(bed, count, "c0"));
	assert_counts(run.report.pupils, 0, 0, 0, count + 4, 0);
	run_end(&run);
	run = run_file(bed, crowd_make(bed, count, "c1"));
	assert_counts(run.report.pupils, 0, count, 0, 4, 0);
	run_end(&run);
	assert_int_equal(
	    look(bed,
		"SELECT COUNT(*) FROM enrolment e "
		"JOIN class c ON c.id = e.class WHERE c.source = 'c0' "
		"AND e.until IS NOT NULL",
		NO_ARGS),
	    count);
	assert_int_equal(
	    look(bed,
		"SELECT COUNT(*) FROM pupil p "
		"JOIN enrolment e ON e.pupil = p.id AND e.class = p.class "
		"AND e.until IS NULL JOIN class c ON c.id = p.class "
		"JOIN vault v ON v.pupil = p.id AND v.kind = 'sex' "
		"WHERE c.source = 'c1' AND p.birth IS NOT NULL",
		NO_ARGS),
	    count);
	run = run_file(bed, archive_make(bed, NULL));
	assert_counts(run.report.pupils, 0, 0, count, 4, 0);
	run_end(&run);
	files_remove(bed);
}

static void
classes_are_written_in_batches(void **state)
{
	crowd_goes_through(*state, 45);
}

/* So many that they are not asked for one by one. */
static void
crowd_is_gone_through(void **state)
{
	crowd_goes_through(*state, 20100);
}

/* Staff */

#define ROLES_HEAD \
	"sourcedId,userSourcedId,roleType,role,beginDate,endDate," \
	"orgSourcedId\nr0,p0,primary,student,,,s0\n" \
	"r1,p1,primary,student,,,s0\nr2,p2,primary,student,,,s0\n" \
	"r3,p3,primary,student,,,s1\nr6,g0,primary,guardian,,,s0\n"
#define ENROLLMENTS_HEAD \
	"sourcedId,classSourcedId,schoolSourcedId," \
	"userSourcedId,role,primary,beginDate,endDate\n" \
	"e0,c0,s0,p0,student,,,\ne1,c0,s0,p1,student,,,\n" \
	"e2,c1,s0,p2,student,,,\ne3,c2,s1,p3,student,,,\n"

static int64_t
duties(struct bed *bed, const char *source, const char *kind)
{
	return look(bed,
	    "SELECT COUNT(*) FROM duty d JOIN account a "
	    "ON a.id = d.account WHERE a.source = ? AND d.kind = ?",
	    ARGS(TEXT(source), TEXT(kind)));
}

static int64_t
class_of_teacher(struct bed *bed, const char *source)
{
	return look(bed,
	    "SELECT COUNT(*) FROM class_teacher t JOIN account a "
	    "ON a.id = t.account WHERE a.source = ?",
	    ARGS(TEXT(source)));
}

static void
teachers_change(void **state)
{
	/* t0 stays at the school without a class, t1 goes to the other */
	static const struct file files[] = {
		{ "roles.csv",
		    ROLES_HEAD "r4,t0,primary,teacher,,,s0\n"
			       "r5,t1,primary,teacher,,,s1\n" },
		{ "enrollments.csv",
		    ENROLLMENTS_HEAD "e5,c2,s1,t1,teacher,true,,\n" },
		{ 0 },
	};
	struct bed *bed = *state;
	struct town town;
	struct run run;

	town_make(bed, &town);
	bring(bed, NULL);
	/* an engineer gives t0 the whole school by hand */
	must(bed,
	    "INSERT INTO duty (account, school, kind) "
	    "SELECT id, ?, 'career' FROM account WHERE source = 't0'",
	    ARGS(ID(town.schools[0])));
	run = run_file(bed, archive_make(bed, files));
	assert_true(run.done);
	assert_counts(run.report.staff, 0, 2, 1, 0, 0);
	run_end(&run);
	assert_int_equal(duties(bed, "t0", "homeroom"), 0);
	assert_int_equal(duties(bed, "t0", "career"), 1);
	assert_int_equal(class_of_teacher(bed, "t0"), 0);
	assert_int_equal(duties(bed, "t1", "career"), 0);
	assert_int_equal(duties(bed, "t1", "homeroom"), 1);
	assert_int_equal(class_of_teacher(bed, "t1"), 1);
	/* those who did not come by a roster keep what they have */
	assert_int_equal(look(bed,
			     "SELECT COUNT(*) FROM duty "
			     "WHERE account = ?",
			     ARGS(ID(town.career))),
	    1);
	run = run_file(bed, archive_make(bed, files));
	assert_counts(run.report.staff, 0, 0, 0, 2, 0);
	run_end(&run);
	files_remove(bed);
}

/* A school of which the file has teachers only: nobody leaves it. */
static void
teachers_come_alone(void **state)
{
	static const struct file files[] = {
		{ "roles.csv",
		    ROLES_HEAD "r4,t0,primary,counselor,,,s2\n"
			       "r5,t1,primary,teacher,,,s0\n" },
		{ "orgs.csv", "s2,,다솜중학교,school,S2,d\n", true },
		{ "enrollments.csv", ENROLLMENTS_HEAD }, { 0 }
	};
	struct bed *bed = *state;
	struct town town;
	char *before;
	int64_t i;

	town_make(bed, &town);
	must(bed, "UPDATE pupil SET school = ?, class = NULL WHERE id = ?",
	    ARGS(ID(town.schools[2]), ID(town.pupils[3])));
	bring(bed, files);
	assert_int_equal(duties(bed, "t0", "career"), 1);
	assert_int_equal(look(bed,
			     "SELECT COUNT(*) FROM pupil "
			     "WHERE id = ? AND state = 'enrolled'",
			     ARGS(ID(town.pupils[3]))),
	    1);
	before = snapshot(bed);
	for (i = 0; i < 2; i++)
		bring(bed, files);
	assert_true(snapshot_same(bed, before));
	memory_give(before);
	files_remove(bed);
}

/* A teacher's own schools */

/* Only S0, so that the career teacher of it may bring it. */
static const char own_orgs[] = "sourcedId,name,type,identifier\n"
			       "s0,가람중학교,school,S0\n"
			       "d,교육지원청,district,\n";
static const char own_classes[] =
    "sourcedId,title,grades,courseSourcedId,classType,schoolSourcedId,"
    "termSourcedIds\n"
    "c0,1학년 1반,07,co,homeroom,s0,y\n";
static const char own_roles[] =
    "sourcedId,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId\n"
    "r0,p0,primary,student,,,s0\n"
    "r5,t1,primary,counselor,,,s0\n";
static const char own_enrollments[] =
    "sourcedId,classSourcedId,schoolSourcedId,userSourcedId,role,primary,"
    "beginDate,endDate\n"
    "e0,c0,s0,p0,student,,,\n";
#define OWN \
	{ "orgs.csv", own_orgs }, { "classes.csv", own_classes }, \
	    { "roles.csv", own_roles }, \
	{ \
		"enrollments.csv", own_enrollments \
	}
#define USERS_HEAD \
	"sourcedId,enabledUser,givenName,familyName,middleName," \
	"grades\nt1,true,진로,정,,\n"

static const struct file own[] = {
	OWN,
	{ "users.csv", USERS_HEAD "p0,true,하늘,김,,07\n" },
	{ "demographics.csv", "sourcedId,birthDate,sex\np0,2013-05-04,\n" },
	{ 0 },
};

static void
teacher_brings_own_school(void **state)
{
	struct bed *bed = *state;
	struct town town;
	struct run run;
	struct actor career, homeroom;

	town_make(bed, &town);
	career = (struct actor){ .account = town.career, .role = ROLE_TEACHER };
	homeroom = (struct actor){ .account = town.homeroom,
		.role = ROLE_TEACHER };
	run = run_as(bed, archive_make(bed, NULL), &career, false);
	assert_false(run.done);
	assert_int_equal(run.report.error_count, 1);
	assert_string_equal(
	    run.report.errors[0].id, "import.error.school_foreign");
	assert_int_equal(run.report.errors[0].line, 3);
	run_end(&run);
	run = run_as(bed, archive_make(bed, own), &homeroom, false);
	assert_false(run.done);
	run_end(&run);
	run = run_as(bed, archive_make(bed, own), &career, false);
	assert_true(run.done);
	assert_counts(run.report.pupils, 1, 0, 3, 0, 0);
	run_end(&run);
	/* nobody is given the whole school by a teacher */
	assert_int_equal(duties(bed, "t1", "career"), 0);
	assert_int_equal(look(bed,
			     "SELECT actor FROM ledger "
			     "WHERE kind = 'import.done'",
			     NO_ARGS),
	    town.career);
	files_remove(bed);
}

/* Whose id is known is not yet one's own pupil. */
static void
teacher_takes_nobody(void **state)
{
	static const struct file stolen[] = {
		OWN,
		{ "users.csv", USERS_HEAD "p0,true,하늘,구,,07\n" },
		{ "demographics.csv",
		    "sourcedId,birthDate,sex\np0,2013-05-04,\n" },
		{ 0 },
	};
	struct bed *bed = *state;
	struct town town;
	struct actor career;
	struct run run;

	town_make(bed, &town);
	career = (struct actor){ .account = town.career, .role = ROLE_TEACHER };
	bring(bed, NULL);
	must(bed,
	    "UPDATE pupil SET school = ?, class = NULL "
	    "WHERE source = 'p0'",
	    ARGS(ID(town.schools[1])));
	run = run_as(bed, archive_make(bed, stolen), &career, false);
	assert_false(run.done);
	assert_string_equal(
	    run.report.errors[0].id, "import.error.other_school");
	run_end(&run);
	run = run_as(bed, archive_make(bed, own), &career, false);
	assert_true(run.done);
	assert_int_equal(run.report.pupils.moved, 1);
	run_end(&run);
	assert_int_equal(
	    look(bed,
		"SELECT COUNT(*) FROM ledger l "
		"JOIN pupil p ON p.id = l.pupil AND p.region = l.chain "
		"WHERE p.source = 'p0' AND l.actor = ?",
		ARGS(ID(town.career))),
	    1);
	files_remove(bed);
}

/* Stopping */

static void
cancelled_writes_nothing(void **state)
{
	struct bed *bed = *state;
	struct progress progress = { .cancel = true };
	struct import_report report;
	struct town town;
	char *before;

	town_make(bed, &town);
	before = snapshot(bed);
	assert_false(import_roster(bed->store, archive_make(bed, NULL), NULL,
	    false, &progress, &report));
	assert_string_equal(report.failure, "import.error.cancelled");
	assert_true(snapshot_same(bed, before));
	memory_give(before);
	arena_free(report.arena);
	files_remove(bed);
}

static void
no_school_is_told(void **state)
{
	struct bed *bed = *state;
	struct town town;
	struct run run;

	town_make(bed, &town);
	must(bed, "DELETE FROM guardian", NO_ARGS);
	must(bed, "DELETE FROM enrolment", NO_ARGS);
	must(bed, "DELETE FROM pupil", NO_ARGS);
	must(bed, "DELETE FROM class_teacher", NO_ARGS);
	must(bed, "DELETE FROM class", NO_ARGS);
	must(bed, "DELETE FROM duty", NO_ARGS);
	must(bed, "DELETE FROM school", NO_ARGS);
	run = run_file(bed, archive_make(bed, NULL));
	assert_string_equal(run.report.failure, "import.error.no_schools");
	run_end(&run);
	files_remove(bed);
}

int
main(void)
{
	static const struct test_case cases[] = {
		CASE(BOTH, roster_comes_in),
		CASE(BOTH, again_changes_nothing),
		CASE(BOTH, dry_run_writes_nothing),
		CASE(BOTH, other_shapes_are_the_same),
		CASE(SQLITE, mistakes_are_told),
		CASE(SQLITE, files_are_judged),
		CASE(SQLITE, other_files_are_refused),
		CASE(SQLITE, errors_are_bounded),
		CASE(BOTH, pupil_moves_with_the_record),
		CASE(BOTH, pupil_leaves_and_returns),
		CASE(BOTH, next_year_is_a_new_class),
		CASE(BOTH, younger_ones_are_passed_over),
		CASE(BOTH, record_is_found_without_id),
		CASE(BOTH, doubles_are_refused),
		CASE(BOTH, classes_are_written_in_batches),
		CASE(SQLITE, crowd_is_gone_through),
		CASE(BOTH, teachers_change),
		CASE(BOTH, teachers_come_alone),
		CASE(BOTH, teacher_brings_own_school),
		CASE(BOTH, teacher_takes_nobody),
		CASE(BOTH, cancelled_writes_nothing),
		CASE(BOTH, no_school_is_told),
	};

	return cases_run(cases, COUNT(cases));
}
