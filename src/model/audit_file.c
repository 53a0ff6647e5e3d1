/* What others read of an audit. */
#include "model/audit_file.h"

#include <math.h>

#include "base/text.h"

static const char *
hash_of(const json_t *audit, const char *name)
{
	const char *hash = json_string_value(
	    json_object_get(json_object_get(audit, name), "sha256"));

	return hash != NULL ? hash : "";
}

/* 0..1; anything else is nothing that was measured. */
static double
share_of(const json_t *audit, const char *name, const char *what)
{
	double share = json_number_value(
	    json_object_get(json_object_get(audit, name), what));

	return share >= 0 && share <= 1 ? share : 0;
}

static double
ratio_least(const json_t *exposures, double least)
{
	for (size_t i = 0; i < json_array_size(exposures); i++) {
		const json_t *one = json_array_get(exposures, i);

		if (json_is_true(json_object_get(one, "enough")))
			least = fmin(least,
			    json_number_value(json_object_get(one, "ratio")));
	}
	return least;
}

static double
ratio_of(json_t *groups)
{
	double least = 1;
	const char *name;
	json_t *column;

	json_object_foreach(groups, name, column)
	{
		least = ratio_least(
		    json_object_get(column, "exposure_list"), least);
	}
	return fmax(least, 0);
}

bool
audit_file_parse(struct arena *arena, const char *bytes, size_t length,
    struct audit_file *audit)
{
	const json_t *json = json_read(arena, bytes, length);

	*audit = (struct audit_file){
		.passed = json_is_true(json_object_get(json, "passed")),
		.bank = arena_text(arena, hash_of(json, "bank")),
		.model = arena_text(arena, hash_of(json, "model")),
		.people = json_integer_value(json_object_get(json, "n")),
		.top3_model = share_of(json, "accuracy_model", "top3"),
		.top3_list = share_of(json, "accuracy_list", "top3"),
		.ratio = ratio_of(json_object_get(json, "groups")),
	};
	return text_is(
	    json_string_value(json_object_get(json, "format")), AUDIT_FORMAT);
}
