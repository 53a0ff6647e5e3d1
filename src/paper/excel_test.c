/*
 * Spreadsheets: what we write we read again; what others write, handmade here
 * part by part, is read as Excel shows it or refused with its reason.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zip.h>

#include "base/lang.h"
#include "paper/excel.h"

static char path[] = "/tmp/giljabi-excel-XXXXXX";

static int
path_make(void **state)
{
	int file = mkstemp(path);

	(void)state;
	return file < 0 ? -1 : close(file);
}

static int
path_drop(void **state)
{
	(void)state;
	return unlink(path);
}

static void
file_make(const char *bytes, size_t length)
{
	FILE *file = fopen(path, "wb");

	assert_int_equal(fwrite(bytes, 1, length, file), length);
	fclose(file);
}

/* Workbooks by hand */

#define MAIN "\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\""
#define RELATIONS \
	"<Relationships xmlns=\"http://schemas.openxmlformats.org" \
	"/package/2006/relationships\">"
#define TYPE \
	"http://schemas.openxmlformats.org/officeDocument/2006" \
	"/relationships"
#define SHEETS(sheets) \
	"<workbook xmlns=" MAIN " xmlns:r=\"" TYPE "\">" \
	"<sheets>" sheets "</sheets></workbook>"
#define SHEET(rows) \
	"<worksheet xmlns=" MAIN "><sheetData>" rows "</sheetData></worksheet>"
#define STRINGS(items) "<sst xmlns=" MAIN ">" items "</sst>"

/* NULL parts are the usual ones; "" leaves one out. */
struct parts {
	const char *sheet, *strings, *styles, *workbook, *relations, *root;
};

static const struct parts usual = {
	.sheet = SHEET("<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>"),
	.strings = "",
	.styles = "",
	.workbook = SHEETS("<sheet name=\"s\" sheetId=\"1\" r:id=\"r1\"/>"),
	.relations = RELATIONS
	"<Relationship Id=\"r1\" Type=\"" TYPE "/worksheet\""
	" Target=\"worksheets/first.xml\"/>"
	"<Relationship Id=\"r2\" Type=\"" TYPE "/sharedStrings\""
	" Target=\"/xl/strings.xml\"/>"
	"<Relationship Id=\"r3\" Type=\"" TYPE "/styles\""
	" Target=\"styles.xml\"/></Relationships>",
	.root = RELATIONS
	"<Relationship Id=\"r1\" Type=\"" TYPE
	"/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>",
};

static void
part_put(zip_t *zip, const char *name, const char *own, const char *otherwise)
{
	const char *text = own != NULL ? own : otherwise;
	zip_source_t *source;

	if (*text == '\0')
		return;
	source = zip_source_buffer(zip, text, strlen(text), 0);
	assert_true(zip_file_add(zip, name, source, 0) >= 0);
}

static void
book_make(const struct parts *parts)
{
	zip_t *zip = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, NULL);

	part_put(zip, "_rels/.rels", parts->root, usual.root);
	part_put(zip, "xl/workbook.xml", parts->workbook, usual.workbook);
	part_put(zip, "xl/_rels/workbook.xml.rels", parts->relations,
	    usual.relations);
	part_put(zip, "xl/worksheets/first.xml", parts->sheet, usual.sheet);
	part_put(zip, "xl/strings.xml", parts->strings, usual.strings);
	part_put(zip, "xl/styles.xml", parts->styles, usual.styles);
	assert_int_equal(zip_close(zip), 0);
}

/* Rows as text: "1:a|b/3:c/", mistakes as "!id@row/". */
static void
read_all(struct buffer *out)
{
	const char *problem;
	struct excel_in *excel = excel_open(path, &problem);
	enum excel_result result;

	if (excel == NULL) {
		assert_true(say_knows(problem));
		buffer_printf(out, "!%s", problem);
		return;
	}
	while ((result = excel_next(excel)) != EXCEL_END) {
		if (result == EXCEL_BAD) {
			assert_true(say_knows(excel_problem(excel)));
			buffer_printf(out, "!%s@", excel_problem(excel));
		}
		buffer_printf(out, "%lld", (long long)excel_line(excel));
		for (size_t i = 0;
		     result == EXCEL_ROW && i < excel_count(excel); i++)
			buffer_printf(
			    out, "%c%s", i ? '|' : ':', excel_field(excel, i));
		buffer_char(out, '/');
	}
	assert_int_equal(excel_next(excel), EXCEL_END);
	assert_string_equal(excel_field(excel, 0), "");
	excel_close(excel);
}

static void
gives(const char *name, const char *want)
{
	struct buffer out = { 0 };

	read_all(&out);
	if (strcmp(out.data ? out.data : "", want) != 0)
		fail_msg("%s: %s", name, out.data ? out.data : "");
	buffer_free(&out);
}

static const struct {
	const char *name;
	struct parts parts;
	const char *want;
} rows[] = {
	{ "plain", { 0 }, "1:1/" },
	{ "shared strings",
	    { .sheet = SHEET("<row><c t=\"s\"><v>1</v></c><c t=\"s\"><v>0</v>"
			     "</c><c t=\"s\"><v>2</v></c></row>"),
		.strings = STRINGS(
		    "<si><t>나</t></si><si><t xml:space=\"preserve\">"
		    " 가 </t></si><si/>") },
	    "1: 가 |나/" },
	{ "runs, without how they sound",
	    { .sheet = SHEET("<row><c t=\"s\"><v>0</v></c></row>"),
		.strings = STRINGS(
		    "<si><r><t>김</t></r><r><rPr><b/></rPr>"
		    "<t xml:space=\"preserve\"> 하늘</t></r><rPh sb=\"0\" eb=\"1\">"
		    "<t>KIM</t></rPh></si>") },
	    "1:김 하늘/" },
	{ "inline strings",
	    { .sheet = SHEET(
		  "<row><c t=\"inlineStr\"><is><t>a&amp;b</t></is></c>"
		  "<c t=\"inlineStr\"><is><r><t>x</t></r><r><t>_x000A_y</t></r></is>"
		  "</c></row>") },
	    "1:a&b|x\ny/" },
	{ "formulas, booleans, errors, ISO dates",
	    { .sheet = SHEET(
		  "<row><c t=\"str\"><f>A1&amp;\"!\"</f><v>hey</v></c>"
		  "<c><f>1+1</f><v>2</v></c><c t=\"b\"><v>1</v></c><c t=\"b\"><v>0"
		  "</v></c><c t=\"e\"><v>#N/A</v></c><c t=\"d\"><v>"
		  "2026-03-02T00:00:00</v></c></row>") },
	    "1:hey|2|TRUE|FALSE|#N/A|2026-03-02/" },
	{ "whole numbers",
	    { .sheet = SHEET(
		  "<row><c><v>202600000012</v></c><c><v>3.0</v></c>"
		  "<c><v>2.02600000012E11</v></c><c><v>0.5</v></c></row>") },
	    "1:202600000012|3|202600000012|0.5/" },
	{ "sparse",
	    { .sheet = SHEET(
		  "<row r=\"2\"><c r=\"C2\"><v>3</v></c><c><v>4</v></c>"
		  "</row><row r=\"9\"/><row r=\"12\"><c r=\"A12\" s=\"1\"/></row>"
		  "<row r=\"20\"><c r=\"IV20\"><v>5</v></c><c r=\"IW20\" s=\"0\"/>"
		  "</row><row><c><v>6</v></c></row>") },
	    "2:||3|4/20:"
	    "|||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||"
	    "||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||"
	    "||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||"
	    "||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||"
	    "5/21:6/" },
	{ "dates by format",
	    { .sheet = SHEET(
		  "<row><c s=\"1\"><v>46083</v></c><c s=\"2\"><v>46083"
		  "</v></c><c s=\"3\"><v>46083</v></c><c s=\"4\"><v>46083.5</v></c>"
		  "<c s=\"9\"><v>46083</v></c><c s=\"1\"><v>-5</v></c></row>"),
		.styles =
		    "<styleSheet xmlns=" MAIN "><numFmts>"
		    "<numFmt numFmtId=\"164\" formatCode=\"yyyy&quot;년&quot; m\"/>"
		    "<numFmt numFmtId=\"165\" formatCode=\"#,##0\"/></numFmts>"
		    "<cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs>"
		    "<xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"164\"/>"
		    "<xf numFmtId=\"165\"/><xf numFmtId=\"22\"/></cellXfs>"
		    "</styleSheet>" },
	    "1:2026-03-02|2026-03-02|46083|2026-03-02 12:00|46083|-5/" },
	{ "dates from 1904",
	    { .sheet = SHEET("<row><c s=\"0\"><v>44621</v></c></row>"),
		.workbook =
		    "<workbook xmlns=" MAIN " xmlns:r=\"" TYPE "\">"
		    "<workbookPr date1904=\"1\"/><sheets><sheet r:id=\"r1\"/></sheets>"
		    "</workbook>",
		.styles = "<styleSheet xmlns=" MAIN "><cellXfs>"
			  "<xf numFmtId=\"14\"/></cellXfs></styleSheet>" },
	    "1:2026-03-02/" },
	{ "a prefix before every name",
	    { .sheet =
		    "<x:worksheet xmlns:x=" MAIN "><x:sheetData><x:row><x:c>"
		    "<x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>" },
	    "1:1/" },
	{ "the first sheet is hidden",
	    { .workbook = SHEETS("<sheet state=\"hidden\" r:id=\"r9\"/>"
				 "<sheet r:id=\"r1\"/><sheet r:id=\"r8\"/>") },
	    "1:1/" },
	{ "all sheets are hidden",
	    { .workbook = SHEETS("<sheet state=\"hidden\" r:id=\"r1\"/>"
				 "<sheet state=\"veryHidden\" r:id=\"r8\"/>") },
	    "1:1/" },
	{ "no row", { .sheet = SHEET("") }, "" },
	{ "no sheet", { .workbook = SHEETS("") }, "!excel.no_sheet" },
	{ "no part of the sheet", { .sheet = "" }, "!excel.no_sheet" },
	{ "no workbook", { .workbook = "" }, "!excel.broken" },
	{ "no relations", { .relations = "" }, "!excel.broken" },
	{ "no root", { .root = "" }, "!excel.broken" },
	{ "no such string",
	    { .sheet = SHEET("<row><c t=\"s\"><v>1</v></c></row>"),
		.strings = STRINGS("<si><t>x</t></si>") },
	    "!excel.broken@1/" },
	{ "a bad reference",
	    { .sheet = SHEET("<row><c r=\"1C\"><v>1</v></c></row>") },
	    "!excel.broken@1/" },
	{ "rows that go back",
	    { .sheet = SHEET("<row r=\"5\"><c><v>1</v></c></row>"
			     "<row r=\"4\"><c><v>1</v></c></row>") },
	    "5:1/!excel.broken@6/" },
	{ "a row too far",
	    { .sheet = SHEET("<row r=\"1100001\"><c><v>1</v></c></row>") },
	    "!excel.rows@1100001/" },
	{ "a column too many, then a good row",
	    { .sheet = SHEET("<row><c r=\"IW1\"><v>1</v></c></row>"
			     "<row><c><v>2</v></c></row>") },
	    "!excel.columns@1/2:2/" },
	{ "cut off",
	    { .sheet = "<worksheet xmlns=" MAIN
		       "><sheetData><row><c><v>1</v></c>"
		       "</row><row><c><v>2" },
	    "1:1/!excel.broken@2/" },
	{ "a DTD in the sheet",
	    { .sheet = "<!DOCTYPE x [<!ENTITY a \"b\">]>" SHEET(
		  "<row><c><v>&a;"
		  "</v></c></row>") },
	    "!excel.unsafe@0/" },
	{ "an entity bomb in the strings",
	    { .strings =
		    "<!DOCTYPE x [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\">]>" STRINGS(
			"<si><t>&b;</t></si>") },
	    "!excel.unsafe" },
	{ "an external DTD in the workbook",
	    { .workbook =
		    "<!DOCTYPE x SYSTEM \"file:///etc/passwd\"><workbook/>" },
	    "!excel.unsafe" },
	{ "text where a number should be",
	    { .sheet = SHEET("<row><c><v>NaN</v></c></row>") }, "1:NaN/" },
};

static void
reads_handmade_books(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		book_make(&rows[i].parts);
		gives(rows[i].name, rows[i].want);
	}
}

static void
refuses_deep_nesting(void **state)
{
	struct buffer sheet = { 0 };

	(void)state;
	for (int i = 0; i < 100000; i++)
		buffer_text(&sheet, "<a>");
	book_make(&(struct parts){ .sheet = sheet.data });
	gives("deep", "!excel.unsafe@0/");
	buffer_free(&sheet);
}

/* A cell may hold 64 KiB; the row with a longer one is named, others read. */
static void
bounds_cells(void **state)
{
	static const struct {
		int length;
		const char *want;
	} cells[] = {
		{ 65536, NULL },
		{ 65537, "!excel.cell@1/2:7/" },
	};

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct buffer sheet = { 0 }, out = { 0 };

		buffer_text(&sheet,
		    "<worksheet xmlns=" MAIN "><sheetData><row>"
		    "<c t=\"inlineStr\"><is><t>");
		for (int k = 0; k < cells[i].length; k++)
			buffer_char(&sheet, (char)('a' + k * 7 % 26));
		buffer_text(&sheet,
		    "</t></is></c></row><row><c><v>7</v></c>"
		    "</row></sheetData></worksheet>");
		book_make(&(struct parts){ .sheet = sheet.data });
		read_all(&out);
		if (cells[i].want != NULL)
			assert_string_equal(out.data, cells[i].want);
		else
			assert_int_equal(out.length, 2 + 65536 + 1 + 4);
		buffer_free(&sheet);
		buffer_free(&out);
	}
}

static void
refuses_a_bomb(void **state)
{
	struct buffer sheet = { 0 };

	(void)state;
	buffer_text(&sheet, "<worksheet xmlns=" MAIN "><sheetData>");
	for (int i = 0; i < 300000; i++)
		buffer_text(&sheet, "<row/>");
	buffer_text(&sheet, "</sheetData></worksheet>");
	book_make(&(struct parts){ .sheet = sheet.data });
	gives("bomb", "!zip.tight");
	buffer_free(&sheet);
}

static void
names_what_is_no_xlsx(void **state)
{
	static const char ole[] = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old";

	(void)state;
	file_make(ole, sizeof ole);
	gives("old", "!excel.old");
	file_make("a,b\n", 4);
	gives("csv", "!zip.broken");
	unlink(path);
	gives("missing", "!zip.missing");
	file_make("", 0);
}

/* What we write */

static const struct sheet_column columns[] = {
	{ "이름", 0, SHEET_TEXT },
	{ "번호", 12, SHEET_TEXT },
	{ "점수", 0, SHEET_NUMBER },
	{ "비율", 0, SHEET_PERCENT },
	{ "생일", 0, SHEET_DATE },
};

static struct excel *
table_begin(struct arena *arena)
{
	return excel_new(arena, "명단", columns, 5);
}

static void
table_rows(struct excel *excel)
{
	excel_note(excel, "출처: 학교");
	excel_row(excel);
	excel_text(excel, 0, "김하늘");
	excel_text(excel, 1, "0012");
	excel_number(excel, 2, 202600000012);
	excel_number(excel, 3, .5);
	excel_text(excel, 4, "2012-03-02");
	excel_row(excel);
	excel_text(excel, 0, "=1+1");
	excel_text(excel, 1, NULL);
	excel_number(excel, 2, NAN);
	excel_text(excel, 4, "모름");
	excel_row(excel);
	excel_text(excel, 0, "@SUM(A1)&<b>\"'\n둘째");
	excel_number(excel, 2, 1234.5);
}

static void
table_write(struct arena *arena)
{
	struct excel *excel = table_begin(arena);
	const char *bytes;
	size_t length;

	table_rows(excel);
	assert_true(excel_end(excel, &bytes, &length));
	file_make(bytes, length);
}

static void
reads_what_it_wrote(void **state)
{
	struct arena *arena = arena_new(1 << 20);

	(void)state;
	table_write(arena);
	gives("own",
	    "1:이름|번호|점수|비율|생일/"
	    "2:김하늘|0012|202600000012|0.5|2012-03-02/"
	    "3:=1+1||||모름/"
	    "4:@SUM(A1)&<b>\"'\n둘째||1234.5/"
	    "6:출처: 학교/");
	arena_free(arena);
}

/* One part of the file just written. */
static void
part_load(const char *name, struct buffer *out)
{
	zip_t *zip = zip_open(path, ZIP_RDONLY, NULL);
	zip_file_t *file = zip_fopen(zip, name, 0);
	char chunk[4096];
	zip_int64_t got;

	assert_non_null(file);
	while ((got = zip_fread(file, chunk, sizeof chunk)) > 0)
		buffer_add(out, chunk, (size_t)got);
	zip_fclose(file);
	zip_discard(zip);
}

static void
freezes_filters_and_never_calculates(void **state)
{
	struct arena *arena = arena_new(1 << 20);
	struct buffer sheet = { 0 };

	(void)state;
	table_write(arena);
	part_load("xl/worksheets/sheet1.xml", &sheet);
	assert_non_null(strstr(sheet.data, "ySplit=\"1\""));
	assert_non_null(strstr(sheet.data, "state=\"frozen\""));
	assert_non_null(strstr(sheet.data, "<autoFilter ref=\"A1:E4\"/>"));
	assert_null(strstr(sheet.data, "<f>"));
	buffer_free(&sheet);
	arena_free(arena);
}

/* Excel counts 32,767 units of UTF-16 a cell. */
static void
cuts_what_no_cell_holds(void **state)
{
	static const struct {
		const char *character;
		int count;
		bool whole;
	} cells[] = {
		{ "x", 32767, true },
		{ "x", 32768, false },
		{ "가", 32000, true },
		{ "가", 40000, false },
		{ "😀", 16000, true },
		{ "😀", 17000, false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cells / sizeof cells[0]; i++) {
		struct arena *arena = arena_new(1 << 20);
		struct excel *excel = table_begin(arena);
		struct buffer text = { 0 }, out = { 0 };
		const char *bytes;
		size_t length;

		for (int k = 0; k < cells[i].count; k++)
			buffer_text(&text, cells[i].character);
		excel_row(excel);
		excel_text(excel, 0, text.data);
		assert_true(excel_end(excel, &bytes, &length));
		file_make(bytes, length);
		arena_free(arena);
		part_load("xl/worksheets/sheet1.xml", &out);
		if (cells[i].whole)
			assert_non_null(strstr(out.data, text.data));
		else
			assert_non_null(strstr(out.data, "…"));
		buffer_free(&text);
		buffer_free(&out);
	}
}

static void
refuses_a_bad_sheet_name(void **state)
{
	struct arena *arena = arena_new(1 << 20);
	struct excel *excel = excel_new(arena, "a/b", columns, 5);
	const char *bytes;
	size_t length;

	(void)state;
	excel_row(excel);
	excel_text(excel, 0, "x");
	assert_false(excel_end(excel, &bytes, &length));
	arena_free(arena);
}

static void
an_abandoned_table_goes_with_its_arena(void **state)
{
	struct arena *arena = arena_new(1 << 20);

	(void)state;
	table_rows(table_begin(arena));
	arena_free(arena);
}

/* Damage */

static void
survives_damage(void **state)
{
	static char bytes[16384], hurt[16384];
	struct arena *arena = arena_new(1 << 20);
	FILE *file;
	size_t length;

	(void)state;
	table_write(arena);
	arena_free(arena);
	file = fopen(path, "rb");
	length = fread(bytes, 1, sizeof bytes, file);
	fclose(file);
	assert_true(length > 4000 && length < sizeof bytes);
	for (size_t i = 0; i < length; i += 7) {
		struct buffer out = { 0 };

		memcpy(hurt, bytes, length);
		hurt[i] = (char)(hurt[i] ^ 0x41);
		file_make(hurt, length);
		read_all(&out);
		buffer_clear(&out);
		file_make(bytes, i);
		read_all(&out);
		assert_string_equal(out.data, "!zip.broken");
		buffer_free(&out);
	}
}

/* Answers whether everything came through. */
static bool
read_without_memory(void)
{
	const char *problem;
	struct excel_in *excel = excel_open(path, &problem);
	enum excel_result result;

	if (excel == NULL)
		return false;
	while ((result = excel_next(excel)) == EXCEL_ROW)
		;
	excel_close(excel);
	return result == EXCEL_END;
}

static void
reading_survives_without_memory(void **state)
{
	struct arena *arena = arena_new(1 << 20);
	bool done = false;
	size_t nth;

	(void)state;
	table_write(arena);
	arena_free(arena);
	for (nth = 1; !done && nth < 10000; nth++) {
		memory_fail_at(nth, true);
		done = read_without_memory();
		memory_fail_at(0, false);
	}
	assert_true(done && nth > 20);
}

static bool
write_without_memory(void)
{
	struct arena *arena = arena_new(1 << 20);
	volatile bool done = false;
	const char *bytes;
	size_t length;

	if (arena == NULL)
		return false;
	if (ARENA_CATCH(arena)) {
		struct excel *excel = table_begin(arena);

		table_rows(excel);
		done = excel_end(excel, &bytes, &length);
	}
	arena_free(arena);
	return done;
}

static void
writing_survives_without_memory(void **state)
{
	bool done = false;
	size_t nth;

	(void)state;
	for (nth = 1; !done && nth < 1000; nth++) {
		memory_fail_at(nth, true);
		done = write_without_memory();
		memory_fail_at(0, false);
	}
	assert_true(done && nth > 3);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_handmade_books),
		cmocka_unit_test(refuses_deep_nesting),
		cmocka_unit_test(bounds_cells),
		cmocka_unit_test(refuses_a_bomb),
		cmocka_unit_test(names_what_is_no_xlsx),
		cmocka_unit_test(reads_what_it_wrote),
		cmocka_unit_test(freezes_filters_and_never_calculates),
		cmocka_unit_test(cuts_what_no_cell_holds),
		cmocka_unit_test(refuses_a_bad_sheet_name),
		cmocka_unit_test(an_abandoned_table_goes_with_its_arena),
		cmocka_unit_test(survives_damage),
		cmocka_unit_test(reading_survives_without_memory),
		cmocka_unit_test(writing_survives_without_memory),
	};

	return cmocka_run_group_tests(tests, path_make, path_drop);
}
