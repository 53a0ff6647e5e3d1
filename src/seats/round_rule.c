/* The rule of a round as canonical JSON: the same settings, the same bytes. */
#include <string.h>

#include "base/json.h"
#include "base/text.h"
#include "seats/round.h"

void
round_rule_put(struct writer *writer, const struct round_rule *rule)
{
	put_list(writer, "reserves");
	for (int i = 0; i < rule->reserve_count; i++) {
		put_object(writer, NULL);
		put_text(writer, "group", rule->reserves[i].group);
		put_int(writer, "percent", rule->reserves[i].percent);
		put_object_end(writer);
	}
	put_list_end(writer);
	put_list(writer, "bands");
	for (int i = 0; i < rule->band_count; i++) {
		put_object(writer, NULL);
		put_text(writer, "by", rule->bands[i].by);
		put_int(writer, "value", rule->bands[i].value);
		put_object_end(writer);
	}
	put_list_end(writer);
	put_list(writer, "caps");
	for (int i = 0; i < rule->cap_count; i++) {
		put_object(writer, NULL);
		put_id(writer, "site", rule->caps[i].site);
		put_int(writer, "most", rule->caps[i].most);
		put_object_end(writer);
	}
	put_list_end(writer);
}

const char *
round_rule_text(struct arena *arena, const struct round_rule *rule)
{
	struct buffer text = { 0 };
	struct writer writer = { .out = &text };
	const char *kept;

	put_object(&writer, NULL);
	round_rule_put(&writer, rule);
	put_object_end(&writer);
	kept = text.failed ? NULL : arena_text(arena, text.data);
	buffer_free(&text);
	if (kept == NULL)
		arena_throw(arena);
	return kept;
}

static int64_t
site_of(const json_t *cap)
{
	int64_t site = 0;
	const char *text = json_string_value(json_object_get(cap, "site"));

	if (text != NULL)
		text_to_int(text, 1, INT64_MAX, &site);
	return site;
}

static const char *
member(struct arena *arena, const json_t *object, const char *name)
{
	const char *text = json_string_value(json_object_get(object, name));

	return arena_text(arena, text != NULL ? text : "");
}

static int64_t
figure(const json_t *object, const char *name)
{
	return json_integer_value(json_object_get(object, name));
}

bool
round_rule_read(struct arena *arena, const char *text, struct round_rule *rule)
{
	json_t *whole = json_read(arena, text, strlen(text));
	const json_t *reserves = json_object_get(whole, "reserves");
	const json_t *bands = json_object_get(whole, "bands");
	const json_t *caps = json_object_get(whole, "caps");
	const json_t *row;
	size_t i;

	*rule = (struct round_rule){ 0 };
	if (json_array_size(reserves) > ROUND_RESERVES ||
	    json_array_size(bands) > ROUND_BANDS ||
	    json_array_size(caps) > ROUND_CAPS || whole == NULL)
		return false;
	json_array_foreach(reserves, i, row)
	    rule->reserves[rule->reserve_count++] = (struct round_reserve){
		member(arena, row, "group"), figure(row, "percent")
	};
	json_array_foreach(bands, i, row)
	    rule->bands[rule->band_count++] = (struct round_band){
		member(arena, row, "by"), figure(row, "value")
	};
	json_array_foreach(caps, i, row)
	    rule->caps[rule->cap_count++] = (struct round_cap){ site_of(row),
		figure(row, "most") };
	return true;
}

/* Each rounded down, in their order, never more than the seats in all. */
const char *
round_rule_reserves(
    struct arena *arena, const struct round_rule *rule, int64_t seats)
{
	const char *text = "";
	int64_t left = seats;

	for (int i = 0; i < rule->reserve_count; i++) {
		const struct round_reserve *reserve = &rule->reserves[i];
		int64_t some = seats * reserve->percent / 100;

		some = some < left ? some : left;
		left -= some;
		if (some > 0)
			text = arena_printf(arena, "%s%s%s:%lld", text,
			    text[0] != '\0' ? ";" : "", reserve->group,
			    (long long)some);
	}
	return text;
}

int64_t
round_rule_site_cap(const struct round_rule *rule, int64_t site)
{
	for (int i = 0; i < rule->cap_count; i++)
		if (rule->caps[i].site == site)
			return rule->caps[i].most;
	return -1;
}

int64_t
round_rule_all_cap(const struct round_rule *rule)
{
	return round_rule_site_cap(rule, 0);
}
