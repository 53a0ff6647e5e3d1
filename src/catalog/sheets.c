/*
 * What each file of catalog/ holds, column by column, and where it goes. A new
 * column is a row here and a member in catalog.h; a new file is a table here.
 */
#include "catalog/load.h"

#include <stddef.h>

#define AT(type, member) offsetof(struct type, member)
#define BOTH(type, member, name) \
	{ name "_ko", CELL_TEXT, AT(type, member.text[LANG_KO]) }, \
	{ \
		name "_en", CELL_TEXT, AT(type, member.text[LANG_EN]) \
	}
#define SIX(type) \
	{ "R", CELL_REAL, AT(type, letters[0]), 1, 7 }, \
	    { "I", CELL_REAL, AT(type, letters[1]), 1, 7 }, \
	    { "A", CELL_REAL, AT(type, letters[2]), 1, 7 }, \
	    { "S", CELL_REAL, AT(type, letters[3]), 1, 7 }, \
	    { "E", CELL_REAL, AT(type, letters[4]), 1, 7 }, \
	{ \
		"C", CELL_REAL, AT(type, letters[5]), 1, 7 \
	}
#define VALID(type) \
	{ "valid_from", CELL_DATE, AT(type, valid_from) }, \
	{ \
		"valid_to", CELL_DATE, AT(type, valid_to), .optional = true \
	}

static const char *const letters[] = { "R", "I", "A", "S", "E", "C", NULL };
static const char *const stages[] = { "elementary", "middle", "high", NULL };
static const char *const kinds[] = { "ask", "starter", "check", "next", NULL };
static const char *const languages[] = { "ko", "en", NULL };
static const char *const own[] = { "own", NULL };
static const char *const near[] = { "own", "onet", NULL };
static const char *const flags[] = { "0", "1", NULL };

static const struct catalog_column field_columns[] = {
	{ "id", CELL_ID, AT(field_entry, id) },
	BOTH(field_entry, name, "name"),
	BOTH(field_entry, about, "about"),
	BOTH(field_entry, child, "child"),
	SIX(field_entry),
	{ 0 },
};
static const struct catalog_column subject_columns[] = {
	{ "name_ko", CELL_CODE, AT(subject, name.text[LANG_KO]) },
	{ "name_en", CELL_TEXT, AT(subject, name.text[LANG_EN]) },
	{ "group", CELL_TEXT, AT(subject, group) },
	{ "category", CELL_TEXT, AT(subject, category) },
	{ 0 },
};
static const struct catalog_column major_columns[] = {
	{ "id", CELL_ID, AT(major, id) },
	BOTH(major, name, "name"),
	{ "field", CELL_LINK, AT(major, field), .sheet = SHEET_FIELDS },
	BOTH(major, about, "about"),
	{ "subjects", CELL_LINKS, AT(major, subjects),
	    .sheet = SHEET_SUBJECTS },
	SIX(major),
	{ 0 },
};
static const struct catalog_column occupation_columns[] = {
	{ "id", CELL_ID, AT(occupation, id) },
	BOTH(occupation, name, "name"),
	BOTH(occupation, about, "about"),
	BOTH(occupation, child, "child"),
	{ "fields", CELL_LINKS, AT(occupation, fields), .sheet = SHEET_FIELDS },
	{ "majors", CELL_LINKS, AT(occupation, majors), .sheet = SHEET_MAJORS },
	{ "subjects", CELL_LINKS, AT(occupation, subjects),
	    .sheet = SHEET_SUBJECTS },
	SIX(occupation),
	{ "source", CELL_FLAG, AT(occupation, from_onet), .choices = own },
	{ "onet", CELL_TEXT, AT(occupation, onet), .optional = true },
	{ "job_zone", CELL_WHOLE, AT(occupation, job_zone), 1, 5 },
	{ 0 },
};
static const struct catalog_column near_columns[] = {
	{ "occupation", CELL_LINK, AT(catalog_near, occupation),
	    .sheet = SHEET_OCCUPATIONS },
	{ "near", CELL_LINKS, AT(catalog_near, near),
	    .sheet = SHEET_OCCUPATIONS },
	{ "source", CELL_FLAG, AT(catalog_near, from_onet), .choices = near },
	{ 0 },
};
static const struct catalog_column try_columns[] = {
	{ "id", CELL_ID, AT(try, id) },
	{ "field", CELL_LINK, AT(try, field), .sheet = SHEET_FIELDS },
	BOTH(try, text, "text"),
	SIX(try),
	{ 0 },
};
static const struct catalog_column high_school_columns[] = {
	{ "id", CELL_ID, AT(high_school, id) },
	BOTH(high_school, name, "name"),
	BOTH(high_school, about, "about"),
	{ "fields", CELL_LINKS, AT(high_school, fields),
	    .sheet = SHEET_FIELDS },
	SIX(high_school),
	{ 0 },
};
static const struct catalog_column standard_columns[] = {
	{ "code", CELL_CODE, AT(standard, code) },
	{ "area", CELL_WHOLE, AT(standard, area), 1, 9 },
	BOTH(standard, text, "text"),
	{ 0 },
};
static const struct catalog_column region_columns[] = {
	{ "code", CELL_CODE, AT(region_entry, code) },
	BOTH(region_entry, name, "name"),
	{ "part", CELL_TEXT, AT(region_entry, part) },
	VALID(region_entry),
	{ 0 },
};
static const struct catalog_column office_columns[] = {
	{ "id", CELL_ID, AT(office_entry, id) },
	BOTH(office_entry, name, "name"),
	VALID(office_entry),
	{ 0 },
};
static const struct catalog_column region_office_columns[] = {
	{ "region", CELL_LINK, AT(region_office, region),
	    .sheet = SHEET_REGIONS },
	{ "office", CELL_LINK, AT(region_office, office),
	    .sheet = SHEET_OFFICES },
	VALID(region_office),
	{ 0 },
};
static const struct catalog_column experience_columns[] = {
	{ "id", CELL_CODE, AT(experience, id) },
	BOTH(experience, name, "name"),
	BOTH(experience, about, "about"),
	{ "pupils_per_adult", CELL_WHOLE, AT(experience, pupils_per_adult), 1,
	    100, .optional = true },
	{ 0 },
};
static const struct catalog_column strength_columns[] = {
	{ "id", CELL_ID, AT(strength, id) },
	{ "letter", CELL_CHOICE, AT(strength, letter), .choices = letters },
	BOTH(strength, text, "text"),
	{ 0 },
};
static const struct catalog_column prompt_columns[] = {
	{ "id", CELL_ID, AT(prompt, id) },
	{ "kind", CELL_CHOICE, AT(prompt, kind), .choices = kinds },
	{ "stage", CELL_CHOICE, AT(prompt, stage), .choices = stages },
	{ "letter", CELL_CHOICE, AT(prompt, letter), .choices = letters,
	    .optional = true, .otherwise = -1 },
	{ "semester", CELL_WHOLE, AT(prompt, semester), 1, 6,
	    .optional = true },
	BOTH(prompt, text, "text"),
	{ 0 },
};
static const struct catalog_column gendered_columns[] = {
	{ "language", CELL_CHOICE, AT(catalog_gendered, lang),
	    .choices = languages },
	{ "word", CELL_TEXT, AT(catalog_gendered, word) },
	{ "reason", CELL_TEXT, AT(catalog_gendered, reason) },
	{ 0 },
};
static const struct catalog_column correlation_columns[] = {
	{ "letter", CELL_CHOICE, AT(catalog_correlation, letter),
	    .choices = letters },
	{ "R", CELL_REAL, AT(catalog_correlation, with[0]), -1, 1 },
	{ "I", CELL_REAL, AT(catalog_correlation, with[1]), -1, 1 },
	{ "A", CELL_REAL, AT(catalog_correlation, with[2]), -1, 1 },
	{ "S", CELL_REAL, AT(catalog_correlation, with[3]), -1, 1 },
	{ "E", CELL_REAL, AT(catalog_correlation, with[4]), -1, 1 },
	{ "C", CELL_REAL, AT(catalog_correlation, with[5]), -1, 1 },
	{ 0 },
};
static const struct catalog_column bank_columns[] = {
	{ "id", CELL_ID, AT(bank_entry, id) },
	{ "name", CELL_TEXT, AT(bank_entry, name) },
	{ "file", CELL_TEXT, AT(bank_entry, file) },
	{ "worded", CELL_FLAG, AT(bank_entry, worded), .choices = flags },
	{ "least_ms", CELL_WHOLE, AT(bank_entry, least_ms), 1, 60000 },
	{ 0 },
};
/* Activity and wording may be empty here; load.c asks for them by bank. */
static const struct catalog_column item_columns[] = {
	{ "id", CELL_CODE, AT(catalog_item, item.id) },
	{ "letter", CELL_CHOICE, AT(catalog_item, item.letter),
	    .choices = letters },
	{ "activity", CELL_TEXT, AT(catalog_item, item.activity),
	    .optional = true },
	{ "text_ko", CELL_TEXT, AT(catalog_item, item.text.text[LANG_KO]),
	    .optional = true },
	{ "text_en", CELL_TEXT, AT(catalog_item, item.text.text[LANG_EN]),
	    .optional = true },
	{ "slope", CELL_REAL, AT(catalog_item, slope), 0.01, 20 },
	{ "b1", CELL_REAL, AT(catalog_item, thresholds[0]), -20, 20 },
	{ "b2", CELL_REAL, AT(catalog_item, thresholds[1]), -20, 20 },
	{ "b3", CELL_REAL, AT(catalog_item, thresholds[2]), -20, 20 },
	{ "b4", CELL_REAL, AT(catalog_item, thresholds[3]), -20, 20 },
	{ 0 },
};

#define SHEET(file, name, type, list, count) \
	{ \
		file, name##_columns, sizeof(struct type), \
		    offsetof(struct catalogue, list), \
		    offsetof(struct catalogue, count) \
	}
const struct catalog_sheet catalog_sheets[SHEETS] = {
	[SHEET_FIELDS] = SHEET(
	    "fields.csv", field, field_entry, fields, field_count),
	[SHEET_SUBJECTS] = SHEET(
	    "subjects.csv", subject, subject, subjects, subject_count),
	[SHEET_MAJORS] = SHEET("majors.csv", major, major, majors, major_count),
	[SHEET_OCCUPATIONS] = SHEET("occupations.csv", occupation, occupation,
	    occupations, occupation_count),
	[SHEET_RELATED] = { "related.csv", near_columns,
	    sizeof(struct catalog_near) },
	[SHEET_TRIES] = SHEET("tries.csv", try, try, tries, try_count),
	[SHEET_HIGH_SCHOOLS] = SHEET("high_schools.csv", high_school,
	    high_school, high_schools, high_school_count),
	[SHEET_STANDARDS] = SHEET(
	    "standards.csv", standard, standard, standards, standard_count),
	[SHEET_REGIONS] = SHEET(
	    "regions.csv", region, region_entry, regions, region_count),
	[SHEET_OFFICES] = SHEET(
	    "offices.csv", office, office_entry, offices, office_count),
	[SHEET_REGION_OFFICES] = SHEET("region_offices.csv", region_office,
	    region_office, region_offices, region_office_count),
	[SHEET_EXPERIENCES] = SHEET("experiences.csv", experience, experience,
	    experiences, experience_count),
	[SHEET_STRENGTHS] = SHEET(
	    "strengths.csv", strength, strength, strengths, strength_count),
	[SHEET_PROMPTS] = SHEET(
	    "prompts.csv", prompt, prompt, prompts, prompt_count),
	[SHEET_GENDERED] = { "gendered.csv", gendered_columns,
	    sizeof(struct catalog_gendered) },
	[SHEET_CORRELATION] = { "items/correlation.csv", correlation_columns,
	    sizeof(struct catalog_correlation) },
	[SHEET_BANKS] = SHEET(
	    "items/banks.csv", bank, bank_entry, banks, bank_count),
};

const struct catalog_sheet catalog_items = { NULL, item_columns,
	sizeof(struct catalog_item) };
