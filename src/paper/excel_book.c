/*
 * From the zip's root to the first sheet: relations lead to the workbook, the
 * workbook names the sheet, its relations lead to sheet, styles and strings.
 */
#include "paper/excel_book.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "paper/excel_part.h"
#include "paper/excel_value.h"

enum { STRINGS = 2000000, STRINGS_BYTES = 256 * 1024 * 1024, FORMATS = 65536 };

static bool
bit_get(const unsigned char *bits, int64_t at)
{
	return bits[at / 8] >> (at % 8) & 1;
}

static void
bit_set(unsigned char *bits, int64_t at)
{
	bits[at / 8] |= (unsigned char)(1 << (at % 8));
}

/* Runs a whole part through its events. */
static const char *
part_read(struct zip_in *zip, const char *name,
    const struct part_events *events, void *with, struct part **part)
{
	const char *problem;

	*part = part_open(zip, name, events, with, &problem);
	if (*part == NULL)
		return problem;
	part_run(*part);
	problem = part_problem(*part);
	part_close(*part);
	return problem;
}

/* Relations */

/* A relation that is looked for, by its id or by the end of its type. */
struct relation {
	const char *id, *type;
	char target[BOOK_PATH]; /* "" until it is found */
};

struct relations {
	struct part *part;
	const char *folder; /* of the source part: "xl/", "" for the root */
	struct relation *wanted; /* ends with a row of NULLs */
};

static bool
relation_fits(const struct relation *relation, const char **attributes)
{
	if (relation->id != NULL)
		return text_is(part_attribute(attributes, "Id"), relation->id);
	return text_ends(part_attribute(attributes, "Type"), relation->type);
}

/* Targets are relative to the source's folder, or start with a slash. */
static void
on_relation(void *with, const char *name, const char **attributes)
{
	struct relations *relations = with;
	const char *target = part_attribute(attributes, "Target");
	struct relation *relation = relations->wanted;

	if (!text_is(name, "Relationship") || target == NULL ||
	    strlen(target) >= BOOK_PATH / 2)
		return;
	for (; relation->id != NULL || relation->type != NULL; relation++) {
		if (relation->target[0] != '\0' ||
		    !relation_fits(relation, attributes))
			continue;
		snprintf(relation->target, BOOK_PATH, "%s%s",
		    target[0] == '/' ? "" : relations->folder,
		    target + (target[0] == '/'));
	}
}

/* source: the part whose relations these are, "" for the root. */
static const char *
relations_read(struct zip_in *zip, const char *source, struct relation *wanted)
{
	static const struct part_events events = { .start = on_relation };
	const char *slash = strrchr(source, '/');
	const char *file = slash != NULL ? slash + 1 : source;
	char folder[BOOK_PATH / 2] = "", name[BOOK_PATH];
	struct relations relations = { .folder = folder, .wanted = wanted };

	if ((size_t)(file - source) >= sizeof folder ||
	    strlen(source) > BOOK_PATH - sizeof "_rels/.rels")
		return "excel.broken";
	memcpy(folder, source, (size_t)(file - source));
	snprintf(name, sizeof name, "%s_rels/%s.rels", folder, file);
	return part_read(zip, name, &events, &relations, &relations.part);
}

/* The workbook */

struct workbook {
	struct part *part;
	struct book *book;
	char id[64]; /* relation of the sheet that is read */
	bool visible; /* it is one that people see */
};

static void
on_sheet(struct workbook *workbook, const char **attributes)
{
	const char *id = part_attribute(attributes, "id");
	const char *state = part_attribute(attributes, "state");
	bool visible = state == NULL || text_is(state, "visible");

	if (id == NULL || strlen(id) >= sizeof workbook->id ||
	    (workbook->id[0] != '\0' && (workbook->visible || !visible)))
		return;
	memcpy(workbook->id, id, strlen(id) + 1);
	workbook->visible = visible;
}

static void
on_workbook(void *with, const char *name, const char **attributes)
{
	struct workbook *workbook = with;
	const char *date1904;

	if (text_is(name, "sheet"))
		on_sheet(workbook, attributes);
	if (!text_is(name, "workbookPr"))
		return;
	date1904 = part_attribute(attributes, "date1904");
	workbook->book->from_1904 = text_is(date1904, "1") ||
	    text_is(date1904, "true");
}

/* Styles: a cell names a cellXfs row, that row a format, the format a code. */

struct styles {
	struct part *part;
	struct book *book;
	unsigned char formats[FORMATS / 8]; /* a bit a date format */
	int64_t count; /* rows of cellXfs so far */
	bool within; /* inside cellXfs */
};

static void
on_format(struct styles *styles, const char **attributes)
{
	const char *code = part_attribute(attributes, "formatCode");
	int64_t id;

	if (text_to_int(
		part_attribute(attributes, "numFmtId"), 0, FORMATS - 1, &id) &&
	    code != NULL && format_is_date(code))
		bit_set(styles->formats, id);
}

static void
on_cell_style(struct styles *styles, const char **attributes)
{
	int64_t id, at = styles->count++;

	if (at < BOOK_STYLES &&
	    text_to_int(
		part_attribute(attributes, "numFmtId"), 0, FORMATS - 1, &id) &&
	    (bit_get(styles->formats, id) || format_builtin_is_date((int)id)))
		bit_set(styles->book->dates, at);
}

static void
on_style(void *with, const char *name, const char **attributes)
{
	struct styles *styles = with;

	if (text_is(name, "numFmt"))
		on_format(styles, attributes);
	else if (text_is(name, "cellXfs"))
		styles->within = true;
	else if (text_is(name, "xf") && styles->within)
		on_cell_style(styles, attributes);
}

static void
on_style_end(void *with, const char *name)
{
	struct styles *styles = with;

	if (text_is(name, "cellXfs"))
		styles->within = false;
}

static const char *
styles_read(struct book *book, struct zip_in *zip, const char *name)
{
	static const struct part_events events = { .start = on_style,
		.end = on_style_end };
	struct styles styles = { .book = book };

	return part_read(zip, name, &events, &styles, &styles.part);
}

/* Shared strings: <si> holds one <t>, or runs with one each; <rPh> tells how it
   sounds. */

struct strings {
	struct part *part;
	struct book *book;
	size_t start; /* of the string that is being read */
	int64_t count;
	bool text, phonetic; /* inside <t>, inside <rPh> */
};

static void
on_string(void *with, const char *name, const char **attributes)
{
	struct strings *strings = with;
	uint32_t start = (uint32_t)strings->book->strings.length;

	(void)attributes;
	if (text_is(name, "t")) {
		strings->text = !strings->phonetic;
	} else if (text_is(name, "rPh")) {
		strings->phonetic = true;
	} else if (text_is(name, "si")) {
		strings->start = start;
		buffer_add(
		    &strings->book->starts, (char *)&start, sizeof start);
		if (++strings->count > STRINGS)
			part_refuse(strings->part, "excel.strings");
	}
}

static void
string_end(struct strings *strings)
{
	struct buffer *all = &strings->book->strings;

	buffer_char(all, '\0');
	if (all->failed || strings->book->starts.failed) {
		part_refuse(strings->part, "paper.memory");
		return;
	}
	all->length = strings->start +
	    text_unescape(
		all->data + strings->start, all->length - 1 - strings->start);
	buffer_char(all, '\0');
}

static void
on_string_end(void *with, const char *name)
{
	struct strings *strings = with;

	if (text_is(name, "t"))
		strings->text = false;
	else if (text_is(name, "rPh"))
		strings->phonetic = false;
	else if (text_is(name, "si"))
		string_end(strings);
}

static void
on_string_text(void *with, const char *bytes, int length)
{
	struct strings *strings = with;
	struct buffer *all = &strings->book->strings;

	if (!strings->text)
		return;
	if (all->length + (size_t)length > STRINGS_BYTES)
		part_refuse(strings->part, "excel.strings");
	else
		buffer_add(all, bytes, (size_t)length);
}

static const char *
strings_read(struct book *book, struct zip_in *zip, const char *name)
{
	static const struct part_events events = { on_string, on_string_end,
		on_string_text };
	struct strings strings = { .book = book };

	book->strings.limit = STRINGS_BYTES + STRINGS + 2;
	book->starts.limit = (STRINGS + 2) * sizeof(uint32_t);
	return part_read(zip, name, &events, &strings, &strings.part);
}

/* All together */

static const char *
workbook_read(struct book *book, struct zip_in *zip, char path[BOOK_PATH],
    struct workbook *workbook)
{
	static const struct part_events events = { .start = on_workbook };
	struct relation root[] = { { .type = "/officeDocument" }, { 0 } };
	const char *problem = relations_read(zip, "", root);

	if (problem != NULL)
		return problem;
	memcpy(path, root[0].target, BOOK_PATH);
	workbook->book = book;
	problem = part_read(zip, path, &events, workbook, &workbook->part);
	if (problem == NULL && workbook->id[0] == '\0')
		problem = "excel.no_sheet";
	return problem;
}

const char *
book_read(struct book *book, struct zip_in *zip)
{
	struct workbook workbook = { 0 };
	struct relation wanted[] = { { .id = workbook.id },
		{ .type = "/styles" }, { .type = "/sharedStrings" }, { 0 } };
	char path[BOOK_PATH];
	const char *problem = workbook_read(book, zip, path, &workbook);

	if (problem == NULL)
		problem = relations_read(zip, path, wanted);
	if (problem == NULL && !zip_has(zip, wanted[0].target))
		problem = "excel.no_sheet";
	if (problem == NULL && zip_has(zip, wanted[1].target))
		problem = styles_read(book, zip, wanted[1].target);
	if (problem == NULL && zip_has(zip, wanted[2].target))
		problem = strings_read(book, zip, wanted[2].target);
	memcpy(book->sheet, wanted[0].target, BOOK_PATH);
	return problem;
}

void
book_free(struct book *book)
{
	buffer_free(&book->strings);
	buffer_free(&book->starts);
}

bool
book_style_is_date(const struct book *book, int64_t style)
{
	return style >= 0 && style < BOOK_STYLES && bit_get(book->dates, style);
}

const char *
book_string(const struct book *book, int64_t index)
{
	const size_t count = book->starts.length / sizeof(uint32_t);
	uint32_t start;

	if (index < 0 || (uint64_t)index >= count)
		return NULL;
	memcpy(&start, book->starts.data + (size_t)index * sizeof start,
	    sizeof start);
	return book->strings.data + start;
}
