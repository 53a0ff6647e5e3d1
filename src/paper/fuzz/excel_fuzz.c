/*
 * libFuzzer over excel_open and excel_next. The first byte says what the rest
 * is: a whole file, or one part of an otherwise sound workbook, so that the
 * fuzzer reaches the XML without having to learn zip.
 *
 *	CC=clang meson setup build-fuzz -Dfuzz=true -Db_lundef=false \
 *	    -Db_sanitize=address,undefined
 *	build-fuzz/src/paper/excel_fuzz -max_len=4096
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zip.h>

#include "paper/excel.h"

#define RELATIONS "<Relationships>"
#define RELATION(id, type, target) \
	"<Relationship Id=\"" id "\" Type=\"/" type "\" Target=\"" target "\"/>"

static struct part {
	const char *name, *text;
} parts[] = {
	{ "xl/sheet.xml",
	    "<worksheet><sheetData><row><c t=\"s\"><v>0</v></c>"
	    "<c s=\"1\"><v>46083</v></c></row></sheetData></worksheet>" },
	{ "xl/strings.xml", "<sst><si><t>x</t></si></sst>" },
	{ "xl/styles.xml",
	    "<styleSheet><cellXfs><xf numFmtId=\"0\"/>"
	    "<xf numFmtId=\"14\"/></cellXfs></styleSheet>" },
	{ "xl/workbook.xml",
	    "<workbook><sheets><sheet id=\"r1\"/></sheets>"
	    "</workbook>" },
	{ "xl/_rels/workbook.xml.rels",
	    RELATIONS RELATION("r1", "worksheet", "sheet.xml")
		RELATION("r2", "sharedStrings", "strings.xml")
		    RELATION("r3", "styles", "styles.xml") "</Relationships>" },
	{ "_rels/.rels",
	    RELATIONS RELATION(
		"r1", "officeDocument", "xl/workbook.xml") "</Relationships>" },
};

enum { PARTS = sizeof parts / sizeof parts[0] };

static char path[] = "/tmp/giljabi-fuzz-XXXXXX";

static void
path_drop(void)
{
	unlink(path);
}

static void
path_make(void)
{
	int file;

	if (path[sizeof path - 2] != 'X')
		return;
	file = mkstemp(path);
	if (file < 0)
		abort();
	close(file);
	atexit(path_drop);
}

static void
whole_make(const uint8_t *bytes, size_t size)
{
	FILE *file = fopen(path, "wb");

	if (file == NULL || fwrite(bytes, 1, size, file) != size ||
	    fclose(file) != 0)
		abort();
}

static void
part_add(zip_t *zip, const char *name, const void *bytes, size_t size)
{
	zip_source_t *source = zip_source_buffer(zip, bytes, size, 0);
	zip_int64_t index = zip_file_add(zip, name, source, 0);

	if (index < 0 ||
	    zip_set_file_compression(
		zip, (zip_uint64_t)index, ZIP_CM_STORE, 0) != 0)
		abort();
}

/* The workbook with its part `which` replaced. */
static void
book_make(size_t which, const uint8_t *bytes, size_t size)
{
	zip_t *zip = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, NULL);
	size_t i;

	for (i = 0; i < PARTS; i++)
		if (i == which)
			part_add(zip, parts[i].name, bytes, size);
		else
			part_add(zip, parts[i].name, parts[i].text,
			    strlen(parts[i].text));
	if (zip_close(zip) != 0)
		abort();
}

static void
book_read(void)
{
	const char *problem;
	struct excel_in *excel = excel_open(path, &problem);
	enum excel_result result;
	size_t length = 0;

	if (excel == NULL)
		return;
	while ((result = excel_next(excel)) != EXCEL_END)
		for (size_t i = 0; i < excel_count(excel); i++)
			length += strlen(excel_field(excel, i));
	if (length > 1 << 30)
		abort();
	excel_close(excel);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	if (size == 0)
		return 0;
	path_make();
	if (bytes[0] < PARTS)
		book_make(bytes[0], bytes + 1, size - 1);
	else
		whole_make(bytes + 1, size - 1);
	book_read();
	return 0;
}
