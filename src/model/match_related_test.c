/*
 * giljabi match related over the first occupations of the shipped catalogue:
 * with made-up files of O*NET, with broken ones, and with the real ones where
 * they are.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/csv.h"
#include "base/json.h"
#include "base/test_folder.h"
#include "base/text.h"
#include "model/commands.h"

enum { OCCUPATIONS = 120, PATH = 512, MEMORY = 64 * 1024 * 1024 };

static struct bed {
	struct arena *arena;
	char folder[64];
	const char *catalog, *onet, *out, *json;
	const char *ids[OCCUPATIONS];
	const char *codes[OCCUPATIONS]; /* "" for none */
} bed;

static FILE *
file_open(const char *folder, const char *name)
{
	FILE *file = fopen(arena_printf(bed.arena, "%s/%s", folder, name), "w");

	assert_non_null(file);
	return file;
}

/* The catalogue as shipped, but with its first occupations alone. */
static void
catalog_make(const char *share)
{
	static const char *const links[] = { "experiences.csv", "fields.csv",
		"gendered.csv", "high_schools.csv", "items", "majors.csv",
		"offices.csv", "prompts.csv", "region_offices.csv",
		"regions.csv", "standards.csv", "strengths.csv", "subjects.csv",
		"tries.csv" };
	struct csv *csv = csv_open_file(
	    arena_printf(bed.arena, "%s/catalog/occupations.csv", share), ',');
	struct buffer text = { 0 };
	FILE *file = file_open(bed.catalog, "occupations.csv");
	size_t row, i;

	assert_non_null(csv);
	for (row = 0; row <= OCCUPATIONS; row++) {
		assert_int_equal(csv_next(csv), CSV_ROW);
		for (i = 0; i < csv_count(csv); i++)
			csv_put(&text, csv_field(csv, i), i == 0);
		buffer_char(&text, '\n');
		if (row == 0)
			continue;
		bed.ids[row - 1] = arena_text(bed.arena, csv_field(csv, 0));
		bed.codes[row - 1] = arena_text(
		    bed.arena, csv_field(csv, csv_count(csv) - 2));
	}
	csv_close(csv);
	fputs(text.data, file);
	assert_int_equal(fclose(file), 0);
	buffer_free(&text);
	file = file_open(bed.catalog, "related.csv");
	fprintf(file, "occupation,near,source\n%s,%s,own\n", bed.ids[0],
	    bed.ids[1]);
	assert_int_equal(fclose(file), 0);
	for (i = 0; i < sizeof links / sizeof links[0]; i++)
		assert_int_equal(symlink(arena_printf(bed.arena,
					     "%s/catalog/%s", share, links[i]),
				     arena_printf(bed.arena, "%s/%s",
					 bed.catalog, links[i])),
		    0);
}

static int
bed_make(void **state)
{
	const char *share = getenv("GILJABI_SHARE");

	(void)state;
	assert_non_null(share);
	bed.arena = arena_new(MEMORY);
	snprintf(bed.folder, sizeof bed.folder, "/tmp/giljabi-related-XXXXXX");
	assert_non_null(mkdtemp(bed.folder));
	bed.catalog = arena_printf(bed.arena, "%s/catalog", bed.folder);
	bed.onet = arena_printf(bed.arena, "%s/onet", bed.folder);
	bed.out = arena_printf(bed.arena, "%s/near.csv", bed.folder);
	bed.json = arena_printf(bed.arena, "%s/out.json", bed.folder);
	assert_int_equal(mkdir(bed.catalog, 0700), 0);
	assert_int_equal(mkdir(bed.onet, 0700), 0);
	catalog_make(share);
	setenv("GILJABI_SHARE", bed.folder, 1);
	return 0;
}

static int
bed_end(void **state)
{
	(void)state;
	folder_remove(bed.catalog);
	folder_remove(bed.onet);
	folder_remove(bed.folder);
	arena_free(bed.arena);
	return 0;
}

#define ELEMENTS "O*NET-SOC Code\tElement ID\tScale ID\tData Value"
static const struct {
	const char *name, *head;
} files[] = {
	{ "Related Occupations.txt",
	    "O*NET-SOC Code\tRelated O*NET-SOC Code\tRelatedness Tier" },
	{ "Interests.txt", ELEMENTS },
	{ "Job Zones.txt", "O*NET-SOC Code\tJob Zone" },
	{ "Knowledge.txt", ELEMENTS },
	{ "Work Styles.txt", ELEMENTS },
};
enum { FILES = sizeof files / sizeof files[0] };

/* A figure of an occupation: chance, but always the same. */
static double
figure(int occupation, int element, int least, int most)
{
	unsigned chance = (unsigned)(occupation * 131 + element * 17) *
	    2654435761u;

	return least + (double)(chance >> 8 & 1023) / 1023 * (most - least);
}

/* The rows of one occupation; its neighbours in the list are its related. */
static void
rows_write(FILE *file, int which, int at)
{
	const char *code = bed.codes[at];
	int i;

	switch (which) {
	case 0:
		for (i = -3; i <= 3; i++)
			if (at + i >= 0 && at + i < OCCUPATIONS &&
			    bed.codes[at + i][0] != '\0')
				fprintf(file, "%s\t%s\t%s\n", code,
				    bed.codes[at + i],
				    i < 3 ? "Primary-Short" : "Supplemental");
		break;
	case 1:
		for (i = 0; i < 6; i++)
			fprintf(file, "%s\t1.B.1.%c\tOI\t%.2f\n", code, 'a' + i,
			    figure(at, i, 1, 7));
		fprintf(file, "%s\t1.B.1.g\tIH\t3.00\n", code);
		break;
	case 2: fprintf(file, "%s\t%d\n", code, 1 + at % 5); break;
	default:
		for (i = 0; i < 5; i++)
			fprintf(file, "%s\t2.C.%d\tIM\t%.2f\n", code, i,
			    figure(at, i + which * 10, 1, 5));
		break;
	}
}

static bool
code_is_first(int at)
{
	for (int i = 0; i < at; i++)
		if (text_is(bed.codes[i], bed.codes[at]))
			return false;
	return bed.codes[at][0] != '\0';
}

/* Made-up files; `broken` is left out, or gets the line instead when not NULL. */
static void
onet_make(int broken, const char *line)
{
	folder_remove(bed.onet);
	assert_int_equal(mkdir(bed.onet, 0700), 0);
	for (int which = 0; which < FILES; which++) {
		FILE *file;

		if (which == broken && line == NULL)
			continue;
		file = file_open(bed.onet, files[which].name);
		fprintf(file, "%s\n",
		    which == broken && line[0] == 'x' ? "O*NET-SOC Code\tOther"
						      : files[which].head);
		for (int at = 0; at < OCCUPATIONS; at++)
			if (code_is_first(at))
				rows_write(file, which, at);
		if (which == broken && line[0] != 'x')
			fprintf(file, "%s\t%s\n", bed.codes[0], line);
		assert_int_equal(fclose(file), 0);
	}
}

static char *
text_read(const char *path)
{
	FILE *file = fopen(path, "r");
	char *text = arena_alloc(bed.arena, 1 << 20);

	assert_non_null(file);
	text[fread(text, 1, (1 << 20) - 1, file)] = '\0';
	assert_int_equal(fclose(file), 0);
	return text;
}

/* Runs the command; what it printed goes to bed.json. */
static int
run(const char *onet, const char *out)
{
	static const struct command rows[] = {
		{ "match related", "", match_related_options,
		    match_related_run },
		{ 0 },
	};
	static const struct command *const lists[] = { rows, NULL };
	char *words[] = { "giljabi", "match", "related", "--lang", "en",
		"--onet", arena_text(bed.arena, onet ? onet : ""), "--out",
		arena_text(bed.arena, out ? out : ""), NULL };
	int kept = dup(1), status, file;

	fflush(stdout);
	file = open(bed.json, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	assert_true(file >= 0 && kept >= 0);
	dup2(file, 1);
	status = command_run(lists,
	    onet == NULL      ? 5
		: out == NULL ? 7
			      : 9,
	    words);
	fflush(stdout);
	dup2(kept, 1);
	close(kept);
	close(file);
	return status;
}

static json_t *
printed(void)
{
	const char *text = text_read(bed.json);
	json_t *json = json_read(bed.arena, text, strlen(text));

	assert_non_null(json);
	return json;
}

static double
precision_of(const json_t *json, const char *set, const char *where)
{
	const json_t *value = json_object_get(
	    json_object_get(
		json_object_get(json_object_get(json, "precision"), set),
		where),
	    "10");

	assert_true(json_is_number(value));
	return json_number_value(value);
}

static int
id_place(const char *id, size_t length)
{
	for (int i = 0; i < OCCUPATIONS; i++)
		if (strncmp(bed.ids[i], id, length) == 0 &&
		    bed.ids[i][length] == '\0')
			return i;
	fail_msg("no such id: %.*s", (int)length, id);
	return -1;
}

/* Every occupation in its place, up to ten others, none twice. */
static void
near_check(const char *path)
{
	struct csv *csv = csv_open_file(path, ',');

	assert_non_null(csv);
	assert_int_equal(csv_next(csv), CSV_ROW);
	for (int row = 0; row < OCCUPATIONS; row++) {
		bool met[OCCUPATIONS] = { false };
		const char *at;
		int count = 0;

		assert_int_equal(csv_next(csv), CSV_ROW);
		assert_string_equal(csv_field(csv, 0), bed.ids[row]);
		assert_string_equal(csv_field(csv, 2),
		    bed.codes[row][0] != '\0' ? "onet" : "own");
		for (at = csv_field(csv, 1); *at != '\0'; count++) {
			size_t length = strcspn(at, ";");
			int place = id_place(at, length);

			assert_true(place != row && !met[place]);
			met[place] = true;
			at += length + (at[length] == ';');
		}
		assert_in_range(count, 3, 10);
	}
	assert_int_equal(csv_next(csv), CSV_END);
	csv_close(csv);
}

static void
writes_near_ones(void **state)
{
	const char *first, *again;

	(void)state;
	onet_make(-1, NULL);
	assert_int_equal(run(bed.onet, bed.out), EXIT_DONE);
	near_check(bed.out);
	first = text_read(bed.out);
	again = text_read(bed.json);
	assert_int_equal(run(bed.onet, bed.out), EXIT_DONE);
	assert_string_equal(first, text_read(bed.out));
	assert_string_equal(again, text_read(bed.json));
	assert_int_equal(
	    json_integer_value(json_object_get(printed(), "occupations")),
	    OCCUPATIONS);
	/* Chance figures of interests say nothing; shared fields do. */
	assert_true(precision_of(printed(), "all", "held_out") >
	    precision_of(printed(), "riasec_correlation", "held_out"));
	assert_int_equal(run(bed.onet, NULL), EXIT_DONE);
	assert_string_equal(again, text_read(bed.json));
}

static void
refuses_what_is_broken(void **state)
{
	static const struct {
		int file;
		const char *line;
	} rows[] = {
		{ 0, NULL },
		{ 4, NULL },
		{ 0, "x" },
		{ 3, "x" },
		{ 1, "1.B.1.h\tOI\t3.00" },
		{ 1, "1.B.1.a\tOI\t8.00" },
		{ 1, "1.B.1.a\tOI\tmuch" },
		{ 2, "6" },
		{ 2, "" },
		{ 3, "2.C.9\tIM\t0.5" },
		{ 4, "2.C.9\tIM\tnan" },
		{ 4, "\"2.C.9" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		onet_make(rows[i].file, rows[i].line);
		if (run(bed.onet, NULL) != EXIT_FAILED ||
		    text_read(bed.json)[0] != '\0')
			fail_msg("row %zu", i);
	}
	assert_int_equal(run(NULL, NULL), EXIT_MISUSED);
	onet_make(-1, NULL);
	assert_int_equal(run(bed.onet, "/nowhere/near.csv"), EXIT_FAILED);
}

/* The bar: held out, what is learned finds more than RIASEC alone. */
static void
beats_riasec(void **state)
{
	const char *shared = getenv("GILJABI_SHARED");
	const char *folder = arena_printf(
	    bed.arena, "%s/data/onet", shared ? shared : "../shared");
	double riasec, own, all;

	(void)state;
	if (access(folder, R_OK) != 0) {
		print_message("skipped: no shared data\n");
		skip();
	}
	assert_int_equal(run(folder, bed.out), EXIT_DONE);
	near_check(bed.out);
	riasec = precision_of(printed(), "riasec_correlation", "held_out");
	own = precision_of(printed(), "catalogue", "held_out");
	all = precision_of(printed(), "all", "held_out");
	print_message("precision at 10, held out: %.3f RIASEC, %.3f catalogue, "
		      "%.3f all\n",
	    riasec, own, all);
	assert_true(own > riasec && all > own);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(writes_near_ones),
		cmocka_unit_test(refuses_what_is_broken),
		cmocka_unit_test(beats_riasec),
	};

	return cmocka_run_group_tests(tests, bed_make, bed_end);
}
