/*
 * model.json: written bytes read back to the same bytes; what is wrong is
 * named.
 */
#include "model/model_file.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

enum { ITEMS = 3, CLASSES = 2, FEATURES = ITEMS * 3 + FEATURES_COMMON };

static struct {
	struct arena *arena;
	double weights[CLASSES * FEATURES], bases[CLASSES];
	struct model_file file;
	struct buffer bytes;
} bed;

static int
bed_make(void **state)
{
	(void)state;
	memset(&bed, 0, sizeof bed);
	bed.arena = arena_new(1 << 24);
	bed.file = (struct model_file){ .label = "field",
		.classes = { "art & \"craft\"", "수학" },
		.ids = { "R1", "X", "C1" },
		.features = { ITEMS, { 0, -1, 5 }, { 1, 2.5, 5 },
		    { 1, 7.25, 25 } },
		.model = { FEATURES, CLASSES, bed.weights, bed.bases, 0.98 },
		.prior = { true, 2, 32 },
		.people = 250 };
	memset(bed.file.sha256, 'a', HASH_HEX - 1);
	for (int w = 0; w < CLASSES * FEATURES; w++)
		bed.weights[w] = rint(sin(w) * 1e9) / 1e9;
	bed.bases[1] = -3.000000001;
	model_file_write(&bed.bytes, &bed.file);
	assert_false(bed.bytes.failed);
	return 0;
}

static int
bed_end(void **state)
{
	(void)state;
	buffer_free(&bed.bytes);
	arena_free(bed.arena);
	return 0;
}

static void
test_reads_back(void **state)
{
	struct model_file *file = arena_alloc(bed.arena, sizeof *file);
	struct buffer again = { 0 };

	(void)state;
	assert_null(model_file_parse(
	    bed.arena, bed.bytes.data, bed.bytes.length, file));
	assert_string_equal(file->classes[1], "수학");
	assert_null(file->classes[2]);
	assert_null(file->ids[ITEMS]);
	assert_int_equal(file->features.scale[1], -1);
	assert_true(file->model.bases[1] == bed.bases[1]);
	assert_memory_equal(
	    file->model.weights, bed.weights, sizeof bed.weights);
	assert_int_equal(file->explore.columns, 0);
	model_file_write(&again, file);
	assert_int_equal(again.length, bed.bytes.length);
	assert_memory_equal(again.data, bed.bytes.data, again.length);
	buffer_free(&again);
}

/* The bytes with one text in place of another, which stands there once. */
static const char *
bytes_with(const char *was, const char *now)
{
	const char *at = strstr(bed.bytes.data, was);

	assert_non_null(at);
	return arena_printf(bed.arena, "%.*s%s%s", (int)(at - bed.bytes.data),
	    bed.bytes.data, now, at + strlen(was));
}

static void
test_what_is_wrong_is_named(void **state)
{
	static const struct {
		const char *was, *now, *member;
	} rows[] = {
		{ "{\"format\"", "[\"format\"", "json" },
		{ "giljabi-model-1", "giljabi-model-2", "format" },
		{ "relative-1", "relative-9", "features" },
		{ "\"label\":\"field\"", "\"label\":\"\"", "label" },
		{ "\"label\":\"field\",", "", "label" },
		{ "\"수학\"", "\"art & \\\"craft\\\"\"", "classes" },
		{ "\"수학\"", "7", "classes" },
		{ ",\"수학\"", "", "weights" },
		{ "\"id\":\"X\"", "\"id\":\"R1\"", "items[1].id" },
		{ "\"letter\":\"C\"", "\"letter\":\"Z\"", "items[2].letter" },
		{ "\"first\":2.5", "\"first\":0.5", "items[1].first" },
		{ "\"first\":2.5", "\"first\":\"2\"", "items[1].first" },
		{ "\"second\":25", "\"second\":26", "items[2].second" },
		{ "\"items\":[", "\"items\":[],\"other\":[", "items" },
		{ "\"means\":[0,", "\"means\":[", "means" },
		{ "\"weights\":[[0,", "\"weights\":[[1e7,", "weights" },
		{ "\"weights\":[[0,", "\"weights\":[[null,", "weights" },
		{ "\"weights\":[[0,", "\"weights\":[[", "weights" },
		{ "-3.000000001", "\"-3\"", "bases" },
		{ "\"temperature\":0.98", "\"temperature\":0", "temperature" },
		{ "\"temperature\":0.98", "\"temperature\":-1", "temperature" },
		{ "\"kind\":\"catalog\"", "\"kind\":\"other\"", "prior" },
		{ "\"people\":250", "\"people\":-1", "source" },
		{ "\"sha256\":\"aa", "\"sha256\":\"a", "source" },
		{ "\"sha256\":\"aa", "\"sha256\":\"ag", "source" },
		{ "\"explore\":null", "\"explore\":{}", "explore.groups" },
	};

	(void)state;
	for (size_t r = 0; r < sizeof rows / sizeof *rows; r++) {
		const char *text = bytes_with(rows[r].was, rows[r].now);
		struct model_file *file = arena_alloc(bed.arena, sizeof *file);
		const char *member = model_file_parse(
		    bed.arena, text, strlen(text), file);

		if (member == NULL || strcmp(member, rows[r].member) != 0)
			fail_msg("row %zu: %s, not %s", r,
			    member != NULL ? member : "sound", rows[r].member);
	}
}

/* Cut off anywhere it is no model, and nothing breaks. */
static void
test_cut_off(void **state)
{
	(void)state;
	for (size_t length = 0; length + 2 < bed.bytes.length; length += 7) {
		struct arena *arena = arena_new(1 << 22);
		struct model_file *file = arena_alloc(arena, sizeof *file);

		assert_non_null(
		    model_file_parse(arena, bed.bytes.data, length, file));
		arena_free(arena);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    test_reads_back, bed_make, bed_end),
		cmocka_unit_test_setup_teardown(
		    test_what_is_wrong_is_named, bed_make, bed_end),
		cmocka_unit_test_setup_teardown(
		    test_cut_off, bed_make, bed_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
