/* The bed of people/import_bed.h. */
#include "people/import_bed.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zip.h>

#include "base/text.h"
#include "paper/excel.h"

enum { MEMORY = 1 << 26 };

/* e6 is the enrolment of a class that was left, r7 a role that has ended. */
static const struct file base[] = {
	{ "manifest.csv",
	    "propertyName,value\n"
	    "manifest.version,1.0\n"
	    "oneroster.version,1.2\n"
	    "file.orgs,bulk\n"
	    "file.academicSessions,bulk\n"
	    "file.courses,bulk\n"
	    "file.classes,bulk\n"
	    "file.users,bulk\n"
	    "file.roles,bulk\n"
	    "file.demographics,bulk\n"
	    "file.enrollments,bulk\n" },
	{ "orgs.csv",
	    "sourcedId,status,name,type,identifier,parentSourcedId\n"
	    "s0,active,가람중학교,school,S0,d\n"
	    "s1,,나루중학교,school,S1,d\n"
	    "d,active,교육지원청,district,,\n" },
	{ "academicSessions.csv",
	    "sourcedId,title,type,startDate,endDate,parentSourcedId,"
	    "schoolYear\n"
	    "y,2026,schoolYear,2026-03-01,2027-02-28,,2026\n" },
	{ "courses.csv",
	    "sourcedId,schoolYearSourcedId,title,orgSourcedId\n"
	    "co,y,학급,d\n" },
	{ "classes.csv",
	    "sourcedId,title,grades,courseSourcedId,classType,schoolSourcedId,"
	    "termSourcedIds\n"
	    "c0,1학년 1반,07,co,homeroom,s0,y\n"
	    "c1,2학년 2반,08,co,homeroom,s0,y\n"
	    "c2,1학년 1반,07,co,homeroom,s1,y\n"
	    "m0,수학,07,co,scheduled,s0,y\n" },
	{ "users.csv",
	    "sourcedId,enabledUser,givenName,familyName,middleName,grades,"
	    "agentSourcedIds\n"
	    "p0,true,하늘,김,,07,g0\n"
	    "p1,true,바다,이,,07,\n"
	    "p2,true,Mary,Smith,Ann,08,\n"
	    "p3,true,구름,박,,07,\n"
	    "t0,true,선생,최,,,\n"
	    "t1,true,진로,정,,,\n"
	    "g0,true,부모,김,,,\n" },
	{ "roles.csv",
	    "sourcedId,userSourcedId,roleType,role,beginDate,endDate,"
	    "orgSourcedId\n"
	    "r0,p0,primary,student,,,s0\n"
	    "r1,p1,primary,student,,,s0\n"
	    "r2,p2,primary,student,,,s0\n"
	    "r3,p3,primary,student,,,s1\n"
	    "r4,t0,primary,teacher,2020-03-01,,s0\n"
	    "r5,t1,primary,counselor,,,s0\n"
	    "r6,g0,primary,guardian,,,s0\n"
	    "r7,t0,secondary,teacher,2018-03-01,2019-02-28,s1\n" },
	{ "demographics.csv",
	    "sourcedId,birthDate,sex\n"
	    "p0,2013-05-04,male\n"
	    "p1,2013-06-05,female\n"
	    "p2,2012-07-06,\n"
	    "p3,,unspecified\n" },
	{ "enrollments.csv",
	    "sourcedId,classSourcedId,schoolSourcedId,userSourcedId,role,"
	    "primary,beginDate,endDate\n"
	    "e0,c0,s0,p0,student,,,\n"
	    "e1,c0,s0,p1,student,,,\n"
	    "e2,c1,s0,p2,student,,,\n"
	    "e3,c2,s1,p3,student,,,\n"
	    "e4,m0,s0,p0,student,,,\n"
	    "e5,c0,s0,t0,teacher,true,,\n"
	    "e6,c1,s0,p0,student,,2020-03-01,2020-07-20\n" },
};

/* 1.1 has the role in users.csv. */
static const struct file old[] = {
	{ "manifest.csv",
	    "propertyName,value\n"
	    "manifest.version,1.0\n"
	    "oneroster.version,1.1\n"
	    "file.orgs,bulk\n"
	    "file.academicSessions,bulk\n"
	    "file.courses,bulk\n"
	    "file.classes,bulk\n"
	    "file.users,bulk\n"
	    "file.demographics,bulk\n"
	    "file.enrollments,bulk\n" },
	{ "users.csv",
	    "sourcedId,status,enabledUser,orgSourcedIds,role,givenName,"
	    "familyName,middleName,grades,agentSourcedIds\n"
	    "p0,,true,s0,student,하늘,김,,07,g0\n"
	    "p1,,true,s0,student,바다,이,,07,\n"
	    "p2,,true,s0,student,Mary,Smith,Ann,08,\n"
	    "p3,,true,s1,student,구름,박,,07,\n"
	    "t0,,true,\"s0,s1\",teacher,선생,최,,,\n"
	    "t1,,true,s0,teacher,진로,정,,,\n"
	    "g0,,true,s0,guardian,부모,김,,,\n" },
	{ "roles.csv", NULL },
};

const char *
base_text(const char *name)
{
	size_t i;

	for (i = 0; i < COUNT(base); i++)
		if (text_is(base[i].name, name))
			return base[i].text;
	return NULL;
}

/* Files */

static const char *
path_of(const struct bed *bed, const char *name)
{
	static char path[160];

	snprintf(path, sizeof path, "%s/%s", bed->folder, name);
	return path;
}

const char *
file_make(struct bed *bed, const char *name, const char *bytes, size_t length)
{
	const char *path = path_of(bed, name);
	FILE *file = fopen(path, "wb");

	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, length, file), length);
	assert_int_equal(fclose(file), 0);
	return path;
}

void
files_remove(struct bed *bed)
{
	static const char *const names[] = { "roster.zip", "roster.xlsx",
		"roster.bin", "list.csv", "faults.zip" };
	size_t i;

	for (i = 0; i < COUNT(names); i++)
		unlink(path_of(bed, names[i]));
}

/* Archives */

static const struct file *
file_find(const struct file *files, size_t count, const char *name)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (text_is(files[i].name, name))
			return &files[i];
	return NULL;
}

static size_t
files_count(const struct file *files)
{
	size_t count = 0;

	while (files != NULL && files[count].name != NULL)
		count++;
	return count;
}

/* The text that counts, in memory that the archive frees; NULL: none. */
static char *
text_make(const char *text, const struct file *file)
{
	struct buffer out = { 0 };

	if (file == NULL || file->more)
		buffer_text(&out, text);
	if (file != NULL && file->text == NULL)
		return NULL;
	if (file != NULL)
		buffer_text(&out, file->text);
	assert_false(out.failed);
	return out.data ? out.data : calloc(1, 1);
}

static void
archive_put(zip_t *zip, const char *name, char *text)
{
	zip_source_t *source;
	size_t length;

	if (text == NULL)
		return;
	length = strlen(text);
	/* of nothing, the archive would not free it */
	if (length == 0)
		memory_give(text);
	source = zip_source_buffer(
	    zip, length > 0 ? text : "", length, length > 0);
	assert_non_null(source);
	assert_true(zip_file_add(zip, name, source, 0) >= 0);
}

static const char *
archive_write(struct bed *bed, const struct file *first, size_t first_count,
    const struct file *files)
{
	const char *path = path_of(bed, "roster.zip");
	size_t count = files_count(files), i;
	zip_t *zip;

	unlink(path);
	zip = zip_open(path, ZIP_CREATE, NULL);
	assert_non_null(zip);
	for (i = 0; i < COUNT(base); i++) {
		const struct file *instead = file_find(
		    first, first_count, base[i].name);
		const char *text = instead ? instead->text : base[i].text;
		const struct file *file = file_find(files, count, base[i].name);

		if (text != NULL || file != NULL)
			archive_put(zip, base[i].name, text_make(text, file));
	}
	assert_int_equal(zip_close(zip), 0);
	return path;
}

const char *
archive_make(struct bed *bed, const struct file *files)
{
	return archive_write(bed, NULL, 0, files);
}

const char *
archive_make_old(struct bed *bed, const struct file *files)
{
	return archive_write(bed, old, COUNT(old), files);
}

/* Sheets */

const char *
sheet_make(struct bed *bed, const struct sheet_row *rows)
{
	static const char *const names[] = { "import.column.school",
		"import.column.grade", "import.column.class",
		"import.column.number", "import.column.name",
		"import.column.birth", "import.column.sex",
		"import.column.student" };
	struct sheet_column columns[COUNT(names)] = { 0 };
	struct arena *arena = arena_new(MEMORY);
	struct excel *excel;
	const char *bytes, *path;
	size_t length, i;

	for (i = 0; i < COUNT(names); i++)
		columns[i].heading = say(LANG_KO, names[i]);
	columns[5].type = SHEET_DATE;
	excel = excel_new(arena, "명부", columns, COUNT(names));
	for (; rows->cells[0] != NULL; rows++) {
		excel_row(excel);
		for (i = 0; i < COUNT(names); i++)
			excel_text(excel, (int)i, rows->cells[i]);
	}
	excel_note(excel, "※ 읽지 않는 줄");
	assert_true(excel_end(excel, &bytes, &length));
	path = file_make(bed, "roster.xlsx", bytes, length);
	arena_free(arena);
	return path;
}

/* Snapshots */

static const struct {
	const char *sql;
	int columns;
} tables[] = {
	{ "SELECT id, code, region, office, name, level, founding, state, "
	  "address, latitude, longitude FROM school ORDER BY id",
	    11 },
	{ "SELECT id, region, school, source, year, grade, name FROM class "
	  "ORDER BY id",
	    7 },
	{ "SELECT id, region, school, class, source, name, number, grade, "
	  "birth, state, changed FROM pupil ORDER BY id",
	    11 },
	{ "SELECT pupil, class, region, school, year, grade, number, since, "
	  "until FROM enrolment ORDER BY pupil, class",
	    9 },
	{ "SELECT pupil, kind, value FROM vault ORDER BY pupil, kind", 3 },
	{ "SELECT id, role, name, source, state FROM account ORDER BY id", 5 },
	{ "SELECT account, school, kind FROM duty "
	  "ORDER BY account, school, kind",
	    3 },
	{ "SELECT class, account FROM class_teacher ORDER BY class, account",
	    2 },
	{ "SELECT chain, seq, kind, detail, hash FROM ledger "
	  "ORDER BY chain, seq",
	    5 },
	{ "SELECT chain, seq, hash FROM ledger_head ORDER BY chain", 3 },
	{ "SELECT id, state, report FROM import ORDER BY id", 3 },
};

char *
snapshot(struct bed *bed)
{
	struct buffer out = { 0 };
	struct db *db = store_read(bed->store);
	size_t i;
	int column;

	assert_non_null(db);
	for (i = 0; i < COUNT(tables); i++) {
		struct rows rows = db_ask(db, tables[i].sql, NO_ARGS);

		buffer_printf(&out, "table %zu\n", i);
		while (rows_next(&rows))
			for (column = 0; column < tables[i].columns; column++)
				buffer_printf(&out, "%s%c",
				    rows_null(&rows, column)
					? "-"
					: rows_text(&rows, column),
				    column + 1 < tables[i].columns ? '|'
								   : '\n');
	}
	assert_true(store_read_end(db));
	assert_false(out.failed);
	return out.data;
}

bool
snapshot_same(struct bed *bed, const char *before)
{
	char *after = snapshot(bed);
	bool same = text_is(before, after);

	memory_give(after);
	return same;
}

const char *
look_text(struct bed *bed, const char *sql, struct values values)
{
	static char kept[1024];
	struct arena *arena = arena_new(MEMORY);
	struct db *db = store_read(bed->store);
	const char *text = db_text(db, arena, sql, values);

	snprintf(kept, sizeof kept, "%s", text ? text : "-");
	assert_true(store_read_end(db));
	arena_free(arena);
	return kept;
}
