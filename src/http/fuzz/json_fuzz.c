/* A JSON body from anybody, against fields of every type. */
#include "http/inside.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static const char *const choices[] = { "middle", "high", NULL };
static const struct field part[] = {
	{ "item", FIELD_ID, .required = true },
	{ "score", FIELD_INT, 0, 4 },
	{ 0 },
};
static const struct field fields[] = {
	{ "text", FIELD_TEXT, 2, 4 },
	{ "long", FIELD_LONG, 1, 4, .required = true },
	{ "int", FIELD_INT, -2, 3 },
	{ "real", FIELD_REAL, 0, 1 },
	{ "bool", FIELD_BOOL },
	{ "id", FIELD_ID },
	{ "date", FIELD_DATE },
	{ "time", FIELD_TIME },
	{ "choice", FIELD_CHOICE, .choices = choices },
	{ "object", FIELD_OBJECT, .fields = part },
	{ "list", FIELD_LIST, 1, 2, .fields = part },
	{ "texts", FIELD_LIST, 0, 3, .of = FIELD_TEXT },
	{ 0 },
};

static void
body_check(struct arena *arena, const char *bytes, size_t length)
{
	struct complaints complaints = { .arena = arena };
	json_t *body = json_read(arena, bytes, length);

	if (json_is_object(body))
		fields_check(&complaints, fields, body, FIELDS_IN);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct arena *arena = arena_new(16 << 20);

	if (ARENA_CATCH(arena))
		body_check(arena, (const char *)bytes, length);
	arena_free(arena);
	return 0;
}
