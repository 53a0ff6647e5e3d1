/*
 * What a catalogue that can be read has to hold: both languages everywhere,
 * plain and neutral wording, nothing without its links, enough of everything,
 * every letter strong somewhere.
 */
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "catalog/load.h"

enum { LEADS_LEAST = 40 }; /* occupations that each letter leads */

struct checking {
	const struct catalog_loaded *loaded;
	struct catalog_faults *faults;
	/* Where the look is: */
	const struct catalog_table *table;
	const struct catalog_column *column;
	int row;
};

static void
blame(const struct checking *checking, const char *problem, const char *value)
{
	const struct catalog_table *table = checking->table;

	catalog_fault(checking->faults,
	    &(struct catalog_fault){ table->file,
		checking->row < 0 ? 1 : table->lines[checking->row],
		checking->column ? checking->column->name : NULL, problem,
		value });
}

static void
blame_row(struct checking *checking, enum catalog_sheet_id sheet, int row,
    const char *problem, const char *value)
{
	checking->table = &checking->loaded->tables[sheet];
	checking->column = NULL;
	checking->row = row;
	blame(checking, problem, value);
}

/* "12 < 40" */
static void
blame_few(struct checking *checking, const struct catalog_table *table,
    const char *what, int count, int least)
{
	char value[64];

	snprintf(value, sizeof value, "%s%s%d < %d", what, what[0] ? ": " : "",
	    count, least);
	checking->table = table;
	checking->column = NULL;
	checking->row = -1;
	blame(checking, "few", value);
}

static const char *
cell_text(const struct checking *checking)
{
	return *(const char *const *)catalog_cell(
	    checking->table, checking->row, checking->column->offset);
}

/* Wording */

static bool
has_hangul(const char *text)
{
	uint32_t c;

	while ((c = utf8_next(&text)) != 0)
		if ((c >= 0xac00 && c <= 0xd7a3) ||
		    (c >= 0x3131 && c <= 0x318e))
			return true;
	return false;
}

/* Ends of sentences: a mark before a space or the end of the text. */
static int
sentence_count(const char *text)
{
	int count = 0;

	for (; *text != '\0'; text++)
		count += strchr(".?!", *text) != NULL &&
		    (text[1] == ' ' || text[1] == '\0');
	return count;
}

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Korean words run together with others; English ones stand alone. */
static bool
holds_word(const char *text, const char *word, enum lang lang)
{
	size_t length = strlen(word);
	const char *at;

	if (lang == LANG_KO)
		return strstr(text, word) != NULL;
	for (at = text; *at != '\0'; at++)
		if (strncasecmp(at, word, length) == 0 &&
		    !is_letter(at[length]) &&
		    (at == text || !is_letter(at[-1])))
			return true;
	return false;
}

static void
check_gendered(
    const struct checking *checking, const char *text, enum lang lang)
{
	const struct catalog_table *table =
	    &checking->loaded->tables[SHEET_GENDERED];
	const struct catalog_gendered *words = (const void *)table->rows;
	int i;

	for (i = 0; i < table->count; i++)
		if (words[i].lang == (int)lang &&
		    holds_word(text, words[i].word, lang))
			blame(checking, "gendered", words[i].word);
}

static void
check_sentences(const struct checking *checking, const char *text)
{
	static const struct {
		const char *start;
		int count;
		const char *problem;
	} rows[] = {
		{ "about_", 2, "sentences_two" },
		{ "child_", 1, "sentences_one" },
	};
	size_t i;

	for (i = 0; i < sizeof rows / sizeof rows[0]; i++)
		if (text_starts(checking->column->name, rows[i].start) &&
		    sentence_count(text) != rows[i].count)
			blame(checking, rows[i].problem, text);
}

/* A column that ends in _ko or _en; other columns are not words to read. */
static void
check_cell(const struct checking *checking)
{
	bool korean = text_ends(checking->column->name, "_ko");
	const char *text;

	if (!korean && !text_ends(checking->column->name, "_en"))
		return;
	text = cell_text(checking);
	if (text[0] == '\0')
		return;
	if (korean && !has_hangul(text))
		blame(checking, "no_hangul", text);
	if (!korean && has_hangul(text))
		blame(checking, "hangul", text);
	check_gendered(checking, text, korean ? LANG_KO : LANG_EN);
	check_sentences(checking, text);
}

/* valid_from is the column before valid_to. */
static void
check_dates(const struct checking *checking)
{
	const char *to = cell_text(checking);
	struct checking from = *checking;

	from.column--;
	if (to[0] != '\0' && strcmp(cell_text(&from), to) >= 0)
		blame(checking, "dates", to);
}

/* NN-NNNN.NN */
static void
check_code(const struct checking *checking)
{
	static const char form[] = "00-0000.00";
	const char *code = cell_text(checking);
	size_t i;

	if (code[0] == '\0')
		return;
	for (i = 0; i < sizeof form - 1; i++)
		if (form[i] == '0' ? code[i] < '0' || code[i] > '9'
				   : code[i] != form[i])
			break;
	if (i < sizeof form - 1 || code[i] != '\0')
		blame(checking, "onet", code);
}

static void
check_row(struct checking *checking)
{
	const struct catalog_column *column = checking->table->sheet->columns;

	for (; column->name != NULL; column++) {
		checking->column = column;
		check_cell(checking);
		if (text_is(column->name, "valid_to"))
			check_dates(checking);
		else if (text_is(column->name, "onet"))
			check_code(checking);
	}
}

static void
check_table(struct checking *checking, const struct catalog_table *table)
{
	checking->table = table;
	for (checking->row = 0; checking->row < table->count; checking->row++)
		check_row(checking);
}

static void
check_tables(struct checking *checking)
{
	int i;

	for (i = 0; i < SHEETS; i++)
		if (i != SHEET_GENDERED)
			check_table(checking, &checking->loaded->tables[i]);
	for (i = 0; i < checking->loaded->catalogue.bank_count; i++)
		check_table(checking, &checking->loaded->items[i]);
}

/* Nothing stands alone */

static void
check_orphans(struct checking *checking)
{
	static const struct {
		enum catalog_sheet_id sheet;
		size_t links;
		const char *problem;
	} rows[] = {
		{ SHEET_FIELDS, offsetof(struct field_entry, majors),
		    "no_major" },
		{ SHEET_FIELDS, offsetof(struct field_entry, occupations),
		    "no_occupation" },
		{ SHEET_FIELDS, offsetof(struct field_entry, tries), "no_try" },
		{ SHEET_MAJORS, offsetof(struct major, occupations),
		    "no_occupation" },
		{ SHEET_SUBJECTS, offsetof(struct subject, majors),
		    "no_major" },
	};
	size_t i;
	int row;

	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		const struct catalog_table *table =
		    &checking->loaded->tables[rows[i].sheet];

		for (row = 0; row < table->count; row++) {
			const struct links *links = catalog_cell(
			    table, row, rows[i].links);

			if (links->count == 0)
				blame_row(checking, rows[i].sheet, row,
				    rows[i].problem, table->keys[row]);
		}
	}
}

/* Every occupation has near ones, of one row, and is not among them. */
static void
check_near(struct checking *checking)
{
	const struct catalog_table *table =
	    &checking->loaded->tables[SHEET_RELATED];
	const struct catalog_near *rows = (const void *)table->rows;
	const struct catalogue *catalogue = &checking->loaded->catalogue;
	int row, i;

	for (row = 0; row < table->count; row++) {
		int self = rows[row].occupation;
		const struct occupation *occupation =
		    &catalogue->occupations[self];

		for (i = 0; i < rows[row].near.count; i++)
			if (rows[row].near.list[i] == self)
				blame_row(checking, SHEET_RELATED, row,
				    "near_self", occupation->id);
		for (i = 0; i < row; i++)
			if (rows[i].occupation == self)
				blame_row(checking, SHEET_RELATED, row, "twice",
				    occupation->id);
	}
	for (row = 0; row < catalogue->occupation_count; row++)
		if (catalogue->occupations[row].near.count == 0)
			blame_row(checking, SHEET_OCCUPATIONS, row, "near_none",
			    catalogue->occupations[row].id);
}

static void
check_offices(struct checking *checking)
{
	const struct catalogue *catalogue = &checking->loaded->catalogue;
	const struct region_office *pairs = catalogue->region_offices;
	int region, i;

	for (region = 0; region < catalogue->region_count; region++) {
		for (i = 0; i < catalogue->region_office_count; i++)
			if (pairs[i].region == region &&
			    pairs[i].valid_to[0] == '\0')
				break;
		if (i == catalogue->region_office_count)
			blame_row(checking, SHEET_REGIONS, region, "no_office",
			    catalogue->regions[region].code);
	}
}

/* Enough of everything */

static void
check_counts(struct checking *checking)
{
	static const struct {
		enum catalog_sheet_id sheet;
		int least;
	} rows[] = {
		{ SHEET_FIELDS, 24 },
		{ SHEET_MAJORS, 150 },
		{ SHEET_OCCUPATIONS, 450 },
		{ SHEET_SUBJECTS, 155 },
		{ SHEET_STANDARDS, 29 },
		{ SHEET_REGIONS, 31 },
		{ SHEET_OFFICES, 25 },
		{ SHEET_EXPERIENCES, 6 },
	};
	size_t i;

	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		const struct catalog_table *table =
		    &checking->loaded->tables[rows[i].sheet];

		if (table->count < rows[i].least)
			blame_few(
			    checking, table, "", table->count, rows[i].least);
	}
}

static void
check_each_letter(struct checking *checking, const struct catalog_table *table,
    const int counts[static LETTERS], int least)
{
	int letter;

	for (letter = 0; letter < LETTERS; letter++)
		if (counts[letter] < least)
			blame_few(checking, table, letter_names[letter],
			    counts[letter], least);
}

/* Rows of a letter, for a sheet that has such a column. */
static void
check_letter_column(
    struct checking *checking, const struct catalog_table *table, size_t offset)
{
	int counts[LETTERS] = { 0 }, row;

	for (row = 0; row < table->count; row++) {
		int letter = *(const int *)catalog_cell(table, row, offset);

		if (letter >= 0)
			counts[letter]++;
	}
	check_each_letter(checking, table, counts, 1);
}

static void
check_leads(struct checking *checking)
{
	const struct catalogue *catalogue = &checking->loaded->catalogue;
	int counts[LETTERS] = { 0 }, row;

	for (row = 0; row < catalogue->occupation_count; row++)
		counts[catalog_letter(catalogue->occupations[row].letters)]++;
	check_each_letter(checking,
	    &checking->loaded->tables[SHEET_OCCUPATIONS], counts, LEADS_LEAST);
}

static void
check_letters(struct checking *checking)
{
	const struct catalog_loaded *loaded = checking->loaded;
	int i;

	for (i = 0; i < loaded->catalogue.bank_count; i++)
		check_letter_column(checking, &loaded->items[i],
		    offsetof(struct catalog_item, item.letter));
	check_letter_column(checking, &loaded->tables[SHEET_STRENGTHS],
	    offsetof(struct strength, letter));
	check_letter_column(checking, &loaded->tables[SHEET_PROMPTS],
	    offsetof(struct prompt, letter));
	check_leads(checking);
}

static void
check_stages(struct checking *checking)
{
	int stage;

	for (stage = 0; stage < STAGES; stage++)
		if (catalog_bank_for(&checking->loaded->catalogue,
			(enum stage)stage) == NULL)
			blame_row(checking, SHEET_BANKS, -1, "no_bank",
			    stage_name((enum stage)stage));
}

void
catalog_check(
    const struct catalog_loaded *loaded, struct catalog_faults *faults)
{
	struct checking checking = { .loaded = loaded, .faults = faults };

	check_tables(&checking);
	check_orphans(&checking);
	check_near(&checking);
	check_offices(&checking);
	check_counts(&checking);
	check_letters(&checking);
	check_stages(&checking);
}
