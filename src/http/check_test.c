/* Values against fields: each type at its bounds, inside and outside them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "http/inside.h"

static const char *const stages[] = { "middle", "high", NULL };
static const struct field part[] = {
	{ "item", FIELD_ID, .required = true },
	{ "score", FIELD_INT, 0, 4 },
	{ 0 },
};
static const struct field fields[] = {
	{ "text", FIELD_TEXT, 2, 4 },
	{ "long", FIELD_LONG, 1, 4 },
	{ "int", FIELD_INT, -2, 3 },
	{ "any_int", FIELD_INT },
	{ "real", FIELD_REAL, 0, 1 },
	{ "bool", FIELD_BOOL },
	{ "id", FIELD_ID },
	{ "date", FIELD_DATE },
	{ "time", FIELD_TIME },
	{ "choice", FIELD_CHOICE, .choices = stages },
	{ "object", FIELD_OBJECT, .fields = part },
	{ "list", FIELD_LIST, 1, 2, .fields = part },
	{ "ints", FIELD_LIST, 0, 3, .of = FIELD_INT },
	{ "texts", FIELD_LIST, 0, 3, .of = FIELD_TEXT },
	{ "ids", FIELD_LIST, 0, 3, .of = FIELD_ID },
	{ 0 },
};
static const struct field needed[] = {
	{ "a", FIELD_INT, 0, 9, .required = true },
	{ "b", FIELD_CHOICE, .choices = stages },
	{ "rest", FIELD_ANY },
	{ 0 },
};

/* JSON, and what is wrong: "name id name id", "" for nothing. */
static const struct row {
	const struct field *fields;
	enum direction direction;
	const char *json, *want;
} rows[] = {
	{ fields, FIELDS_IN, "{}", "" },
	{ fields, FIELDS_IN, "{'nope':1}", "nope field.unknown" },
	{ fields, FIELDS_IN, "{'text':'a'}", "text field.short" },
	{ fields, FIELDS_IN, "{'text':'ab'}", "" },
	{ fields, FIELDS_IN, "{'text':'상담상담'}", "" },
	{ fields, FIELDS_IN, "{'text':'상담상담상'}", "text field.long" },
	{ fields, FIELDS_IN, "{'text':''}", "text field.required" },
	{ fields, FIELDS_IN, "{'text':1}", "text field.text" },
	{ fields, FIELDS_IN, "{'text':null}", "text field.text" },
	{ fields, FIELDS_IN, "{'text':['ab']}", "text field.text" },
	{ fields, FIELDS_IN, "{'text':'a\\nb'}", "text field.control" },
	{ fields, FIELDS_IN, "{'text':'a\\tb'}", "text field.control" },
	{ fields, FIELDS_IN, "{'text':'a\\u0007b'}", "text field.control" },
	{ fields, FIELDS_IN, "{'long':'a\\nb'}", "" },
	{ fields, FIELDS_IN, "{'long':'a\\rb'}", "long field.control" },
	{ fields, FIELDS_IN, "{'long':'abcde'}", "long field.long" },
	{ fields, FIELDS_IN, "{'int':-3}", "int field.least" },
	{ fields, FIELDS_IN, "{'int':-2}", "" },
	{ fields, FIELDS_IN, "{'int':3}", "" },
	{ fields, FIELDS_IN, "{'int':4}", "int field.most" },
	{ fields, FIELDS_IN, "{'int':1.0}", "int field.int" },
	{ fields, FIELDS_IN, "{'int':'1'}", "int field.int" },
	{ fields, FIELDS_IN, "{'int':true}", "int field.int" },
	{ fields, FIELDS_IN, "{'any_int':9223372036854775807}", "" },
	{ fields, FIELDS_IN, "{'real':-0.001}", "real field.least" },
	{ fields, FIELDS_IN, "{'real':0}", "" },
	{ fields, FIELDS_IN, "{'real':1.0}", "" },
	{ fields, FIELDS_IN, "{'real':1.001}", "real field.most" },
	{ fields, FIELDS_IN, "{'real':'0.5'}", "real field.real" },
	{ fields, FIELDS_IN, "{'bool':true}", "" },
	{ fields, FIELDS_IN, "{'bool':1}", "bool field.bool" },
	{ fields, FIELDS_IN, "{'bool':'true'}", "bool field.bool" },
	{ fields, FIELDS_IN, "{'id':'1'}", "" },
	{ fields, FIELDS_IN, "{'id':'9223372036854775807'}", "" },
	{ fields, FIELDS_IN, "{'id':'9223372036854775808'}", "id field.id" },
	{ fields, FIELDS_IN, "{'id':'0'}", "id field.id" },
	{ fields, FIELDS_IN, "{'id':'01'}", "id field.id" },
	{ fields, FIELDS_IN, "{'id':'-1'}", "id field.id" },
	{ fields, FIELDS_IN, "{'id':' 1'}", "id field.id" },
	{ fields, FIELDS_IN, "{'id':''}", "id field.id" },
	{ fields, FIELDS_IN, "{'id':1}", "id field.id" },
	{ fields, FIELDS_IN, "{'date':'2024-02-29'}", "" },
	{ fields, FIELDS_IN, "{'date':'2026-02-29'}", "date field.date" },
	{ fields, FIELDS_IN, "{'date':'2026-3-2'}", "date field.date" },
	{ fields, FIELDS_IN, "{'date':20260302}", "date field.date" },
	{ fields, FIELDS_IN, "{'time':-1}", "time field.time" },
	{ fields, FIELDS_IN, "{'time':0}", "" },
	{ fields, FIELDS_IN, "{'time':253402300799999}", "" },
	{ fields, FIELDS_IN, "{'time':253402300800000}", "time field.time" },
	{ fields, FIELDS_IN, "{'time':'now'}", "time field.time" },
	{ fields, FIELDS_IN, "{'choice':'high'}", "" },
	{ fields, FIELDS_IN, "{'choice':'HIGH'}", "choice field.choice" },
	{ fields, FIELDS_IN, "{'choice':1}", "choice field.choice" },
	{ fields, FIELDS_IN, "{'object':{'item':'7'}}", "" },
	{ fields, FIELDS_IN, "{'object':[]}", "object field.object" },
	{ fields, FIELDS_IN, "{'object':{}}", "object.item field.required" },
	{ fields, FIELDS_IN, "{'object':{'item':'7','x':1}}",
	    "object.x field.unknown" },
	{ fields, FIELDS_IN, "{'list':[]}", "list field.few" },
	{ fields, FIELDS_IN, "{'list':[{'item':'1'},{'item':'2'}]}", "" },
	{ fields, FIELDS_IN, "{'list':[{'item':'1'},{'item':'2'},3]}",
	    "list field.many" },
	{ fields, FIELDS_IN, "{'list':[{'item':'1'},{'item':'2','score':5}]}",
	    "list.1.score field.most" },
	{ fields, FIELDS_IN, "{'list':[7]}", "list.0 field.object" },
	{ fields, FIELDS_IN, "{'list':{}}", "list field.list" },
	{ fields, FIELDS_IN, "{'ints':[1,-5]}", "" },
	{ fields, FIELDS_IN, "{'ints':[1,'2']}", "ints.1 field.int" },
	{ fields, FIELDS_IN, "{'texts':['', 'a\\nb']}",
	    "texts.1 field.control" },
	{ fields, FIELDS_IN, "{'ids':['3',3]}", "ids.1 field.id" },
	{ needed, FIELDS_IN, "{}", "a field.required" },
	{ needed, FIELDS_IN, "{'b':'low','c':1}",
	    "a field.required b field.choice c field.unknown" },
	{ needed, FIELDS_IN, "{'a':1,'b':null}", "b field.choice" },
	/* out: what may be left out may be null */
	{ needed, FIELDS_OUT, "{'a':1,'b':null,'rest':[1,{}]}", "" },
	{ needed, FIELDS_OUT, "{'a':null}", "a field.int" },
	{ needed, FIELDS_OUT, "{'b':'high'}", "a field.required" },
	{ needed, FIELDS_OUT, "{'a':1,'c':1}", "c field.unknown" },
};

/* JSON with ' for ". */
static json_t *
json_of(struct arena *arena, const char *text)
{
	char *copy = arena_text(arena, text), *at;
	json_t *value;

	for (at = copy; *at != '\0'; at++)
		if (*at == '\'')
			*at = '"';
	value = json_read(arena, copy, strlen(copy));
	assert_non_null(value);
	return value;
}

static const char *
complaints_text(struct arena *arena, const struct complaints *complaints)
{
	const struct complaint *at;
	const char *text = "";

	for (at = complaints->first; at != NULL; at = at->next)
		text = arena_printf(arena, "%s%s%s %s", text, *text ? " " : "",
		    at->name, at->id);
	return text;
}

static void
fields_are_checked(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(rows); i++) {
		struct arena *arena = arena_new(1 << 20);
		struct complaints complaints = { .arena = arena };
		const char *is;

		fields_check(&complaints, rows[i].fields,
		    json_of(arena, rows[i].json), rows[i].direction);
		is = complaints_text(arena, &complaints);
		if (strcmp(is, rows[i].want) != 0)
			fail_msg("%s: want \"%s\", is \"%s\"", rows[i].json,
			    rows[i].want, is);
		arena_free(arena);
	}
}

/* The words of each complaint know the bounds. */
static void
words_have_the_bounds(void **state)
{
	struct arena *arena = arena_new(1 << 20);
	struct complaints complaints = { .arena = arena };

	(void)state;
	fields_check(
	    &complaints, fields, json_of(arena, "{'int':4}"), FIELDS_IN);
	assert_string_equal(say_with(arena, LANG_EN, "problem.field.most",
				complaints.first->words),
	    "It has to be 3 or less.");
	arena_free(arena);
}

static void
complaints_are_bounded(void **state)
{
	struct arena *arena = arena_new(1 << 20);
	struct complaints complaints = { .arena = arena };
	json_t *object = object_new(arena);
	const struct complaint *at;
	size_t kept = 0;
	int i;

	(void)state;
	for (i = 0; i < 1000; i++)
		json_object_set_new(
		    object, arena_printf(arena, "x%d", i), json_true());
	fields_check(&complaints, fields, object, FIELDS_IN);
	for (at = complaints.first; at != NULL; at = at->next)
		kept++;
	assert_int_equal(kept, 50);
	assert_int_equal(complaints.count, 1000);
	arena_free(arena);
}

/* A text of a query or a form becomes what its field wants, or stays a text. */
static const struct {
	enum field_type type;
	const char *text, *want;
} texts[] = {
	{ FIELD_INT, "12", "12" },
	{ FIELD_INT, "-12", "-12" },
	{ FIELD_INT, "12x", "\"12x\"" },
	{ FIELD_INT, "", "\"\"" },
	{ FIELD_INT, "9223372036854775808", "\"9223372036854775808\"" },
	{ FIELD_TIME, "12", "12" },
	{ FIELD_REAL, "0.5", "0.5" },
	{ FIELD_REAL, "nan", "\"nan\"" },
	{ FIELD_BOOL, "true", "true" },
	{ FIELD_BOOL, "false", "false" },
	{ FIELD_BOOL, "1", "\"1\"" },
	{ FIELD_ID, "12", "\"12\"" },
	{ FIELD_TEXT, "true", "\"true\"" },
};

static void
texts_become_values(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(texts); i++) {
		const struct field field = { "x", texts[i].type };
		json_t *value = field_from_text(&field, texts[i].text);
		char *is = json_dumps(value, JSON_ENCODE_ANY);

		if (strcmp(is, texts[i].want) != 0)
			fail_msg("row %zu: is %s", i, is);
		json_decref(value);
		free(is);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fields_are_checked),
		cmocka_unit_test(words_have_the_bounds),
		cmocka_unit_test(complaints_are_bounded),
		cmocka_unit_test(texts_become_values),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
