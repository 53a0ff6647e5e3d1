/* JSON out is canonical, JSON in is bounded. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <string.h>

#include "base/json.h"

static void
writes_canonically(void **state)
{
	struct buffer out = { 0 };
	struct writer writer = { .out = &out };

	(void)state;
	put_object(&writer, NULL);
	put_text(&writer, "name", "김\"하\\늘\n\x01");
	put_text(&writer, "none", NULL);
	put_id(&writer, "id", INT64_C(9007199254740993));
	put_id(&writer, "no", 0);
	put_list(&writer, "list");
	put_real(&writer, NULL, 0.5, 3);
	put_real(&writer, NULL, -0.0001, 3);
	put_real(&writer, NULL, 2, 0);
	put_real(&writer, NULL, 100, 2);
	put_real(&writer, NULL, NAN, 2);
	put_bool(&writer, NULL, true);
	put_list_end(&writer);
	put_object(&writer, "empty");
	put_object_end(&writer);
	put_raw(&writer, "raw", "{\"a\":1}");
	put_object_end(&writer);
	assert_string_equal(out.data,
	    "{\"name\":\"김\\\"하\\\\늘\\n\\u0001\","
	    "\"none\":null,\"id\":\"9007199254740993\",\"no\":null,"
	    "\"list\":[0.5,0,2,100,null,true],\"empty\":{},"
	    "\"raw\":{\"a\":1}}");
	buffer_free(&out);
}

static void
reads_within_bounds(void **state)
{
	static const struct {
		const char *text;
		bool want;
	} rows[] = {
		{ "{\"a\":[1,2]}", true },
		{ "{\"a\":1,\"a\":2}", false },
		{ "{", false },
		{ "", false },
		{ "\"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\"", true },
		{ "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["
		  "]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]",
		    false },
		{ "{\"a\":\"\\u0000\"}", false },
	};
	struct arena *arena = arena_new(1 << 20);

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		if ((json_read(arena, rows[i].text, strlen(rows[i].text)) !=
			NULL) != rows[i].want)
			fail_msg("row %zu", i);
	arena_free(arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(writes_canonically),
		cmocka_unit_test(reads_within_bounds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
