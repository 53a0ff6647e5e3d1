/* The learned members of bank.json: written and read again, and refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "base/text.h"
#include "model/bank_learned.h"

static struct interest_bank bank;

static void
bank_make(void)
{
	memset(&bank, 0, sizeof bank);
	bank.count = 3;
	for (int i = 0; i < 3; i++)
		for (int j = 0; j < i; j++)
			bank.residual[i][j] = bank.residual[j][i] =
			    (float)(0.1 * i - 0.013 * j);
	for (int k = 0; k < INTEREST_LEVELS; k++)
		for (int s = 0; s < INTEREST_STAGES; s++)
			for (int l = 0; l < 2; l++)
				for (int b = 0; b < INTEREST_BINS; b++)
					bank.reach.at[k][s][l][b] =
					    (1000 + 100 * k + 10 * l + b) /
					    1000.0;
}

static void
written(struct buffer *out)
{
	struct writer writer = { .out = out };

	put_object(&writer, NULL);
	put_learned(&writer, &bank, 2);
	put_object_end(&writer);
}

static void
test_round_trip(void **state)
{
	static struct interest_bank again;
	struct arena *arena = arena_new(1 << 20);
	struct buffer out = { 0 };
	json_t *json;

	(void)state;
	bank_make();
	written(&out);
	json = json_read(arena, out.data, out.length);
	assert_non_null(json);
	memset(&again, 0, sizeof again);
	again.count = 3;
	assert_null(learned_take(json, 2, &again));
	for (int i = 0; i < 3; i++)
		for (int j = 0; j < 3; j++)
			assert_true((double)again.residual[i][j] ==
			    (double)bank.residual[i][j]);
	assert_memory_equal(&again.reach, &bank.reach, sizeof bank.reach);
	buffer_free(&out);
	arena_free(arena);
}

static void
test_refused(void **state)
{
#define FIVE "[1,1,1,1,1]"
#define STAGE "[" FIVE "," FIVE "]"
#define LEVEL "[" STAGE "," STAGE "]"
	static const struct {
		const char *json, *want;
	} rows[] = {
		{ "{}", NULL },
		{ "{\"residual\":[[],[0.1],[0,-1]],\"reach\":[" LEVEL "," LEVEL
		  "]}",
		    NULL },
		{ "{\"residual\":null}", "residual" },
		{ "{\"residual\":[[],[0.1]]}", "residual" },
		{ "{\"residual\":[[],[0.1],[0]]}", "residual" },
		{ "{\"residual\":[null,[0.1],[0,0]]}", "residual" },
		{ "{\"residual\":[[],[1.1],[0,0]]}", "residual" },
		{ "{\"residual\":[[],[\"0\"],[0,0]]}", "residual" },
		{ "{\"residual\":[[],[0.1,0],[0,0]]}", "residual" },
		{ "{\"reach\":{}}", "reach" },
		{ "{\"reach\":[" LEVEL "]}", "reach" },
		{ "{\"reach\":[" LEVEL ",[" STAGE "]]}", "reach" },
		{ "{\"reach\":[" LEVEL ",[" STAGE ",[" FIVE "]]]}", "reach" },
		{ "{\"reach\":[" LEVEL ",[" STAGE ",[" FIVE ",[1,1,1,1,-1]]]]}",
		    "reach" },
		{ "{\"reach\":[" LEVEL ",[" STAGE ",[" FIVE ",[1,1,1,1]]]]}",
		    "reach" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct arena *arena = arena_new(1 << 20);
		json_t *json = json_read(
		    arena, rows[i].json, strlen(rows[i].json));
		const char *got;

		assert_non_null(json);
		bank_make();
		got = learned_take(json, 2, &bank);
		if (got != rows[i].want && !text_is(got, rows[i].want))
			fail_msg("row %zu: %s", i, got ? got : "sound");
		arena_free(arena);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
