/*
 * The published rule as plain sentences, made from the settings: what decides,
 * who comes first, what is reserved, what is capped, and how anybody can check
 * it.
 */
#include <inttypes.h>

#include "base/clock.h"
#include "base/text.h"
#include "seats/round.h"

static void
tell(struct sentences *words, const char *id, const struct word *list)
{
	enum { MOST = sizeof words->list / sizeof words->list[0] };

	if (words->count < MOST)
		words->list[words->count++] = say_with(
		    words->arena, words->lang, id, list);
}

static const char *
number(struct sentences *words, int64_t value)
{
	return arena_printf(words->arena, "%" PRId64, value);
}

static const char *
moment(struct sentences *words, int64_t when)
{
	char text[40];

	clock_write_seoul(when, lang_name(words->lang), true, text);
	return arena_text(words->arena, text);
}

/* Grades as people say them: "중학교 1학년". */
static const char *
grade(struct sentences *words, int64_t value)
{
	return say(words->lang,
	    arena_printf(words->arena, "round.grade.%" PRId64, value));
}

static void
wishes_tell(struct sentences *words, const struct round *round)
{
	tell(words,
	    arena_printf(words->arena, "round.words.who.%s", round->kind),
	    (const struct word[]){ { "from", grade(words, round->grade_from) },
		{ "to", grade(words, round->grade_to) }, { 0 } });
	tell(words, "round.words.wish",
	    (const struct word[]){ { "most", number(words, round->most) },
		{ "opens", moment(words, round->opens) },
		{ "closes", moment(words, round->closes) }, { 0 } });
	tell(words, "round.words.truth", NULL);
}

static void
bands_tell(struct sentences *words, const struct round_rule *rule)
{
	static const char *const ids[] = { "round.words.band.first",
		"round.words.band.then" };

	for (int i = 0; i < rule->band_count; i++) {
		const struct round_band *band = &rule->bands[i];
		const char *what = say_with(words->arena, words->lang,
		    arena_printf(words->arena, "round.words.band.%s", band->by),
		    (const struct word[]){
			{ "value", number(words, band->value) }, { 0 } });

		tell(words, ids[i],
		    (const struct word[]){ { "what", what }, { 0 } });
	}
	tell(words,
	    rule->band_count > 0 ? "round.words.lottery"
				 : "round.words.lottery_alone",
	    NULL);
}

static void
reserves_tell(struct sentences *words, const struct round_rule *rule)
{
	for (int i = 0; i < rule->reserve_count; i++) {
		const struct round_reserve *reserve = &rule->reserves[i];

		tell(words, "round.words.reserve",
		    (const struct word[]){
			{ "group",
			    say(words->lang,
				arena_printf(words->arena,
				    "round.words.group.%s", reserve->group)) },
			{ "percent", number(words, reserve->percent) },
			{ 0 } });
	}
	if (rule->reserve_count > 0)
		tell(words, "round.words.reserve_rest", NULL);
}

static const char *
site_name(struct sentences *words, struct db *db, int64_t site)
{
	const char *name = db_text(db, words->arena,
	    "SELECT name FROM site WHERE id = ?", ARGS(ID(site)));

	return name != NULL ? name : "";
}

/* Many sites with a cap are told in one sentence. */
enum { SITES_TOLD = 10 };

static void
caps_tell(struct sentences *words, struct db *db, const struct round_rule *rule)
{
	int sites = 0;

	for (int i = 0; i < rule->cap_count; i++)
		sites += rule->caps[i].site != 0;
	for (int i = 0; i < rule->cap_count; i++) {
		const struct round_cap *cap = &rule->caps[i];

		if (cap->site == 0)
			tell(words, "round.words.cap",
			    (const struct word[]){
				{ "most", number(words, cap->most) }, { 0 } });
		else if (sites <= SITES_TOLD)
			tell(words, "round.words.cap_site",
			    (const struct word[]){
				{ "site", site_name(words, db, cap->site) },
				{ "most", number(words, cap->most) }, { 0 } });
	}
	if (sites > SITES_TOLD)
		tell(words, "round.words.caps",
		    (const struct word[]){
			{ "count", number(words, sites) }, { 0 } });
}

static void
classes_tell(struct sentences *words, const struct round *round)
{
	if (text_is(round->kind, "pupils"))
		return;
	tell(words,
	    round->class_unit > 0 ? "round.words.class_unit"
				  : "round.words.class",
	    (const struct word[]){
		{ "unit", number(words, round->class_unit) }, { 0 } });
	if (text_is(round->kind, "both"))
		tell(words, "round.words.class_first", NULL);
}

static void
draw_tell(struct sentences *words, const struct round *round)
{
	tell(words, "round.words.least", NULL);
	tell(words, "round.words.day", NULL);
	tell(words, "round.words.public", NULL);
	if (round->seed_hash != NULL)
		tell(words, "round.words.seed",
		    (const struct word[]){
			{ "hash", round->seed_hash }, { 0 } });
	else
		tell(words, "round.words.seed_later", NULL);
	tell(words, "round.words.answer",
	    (const struct word[]){
		{ "until", moment(words, round->answers_until) }, { 0 } });
	tell(words, "round.words.waiting", NULL);
	tell(words, "round.words.none", NULL);
}

void
round_words(struct sentences *words, struct db *db, const struct round *round)
{
	wishes_tell(words, round);
	classes_tell(words, round);
	bands_tell(words, &round->rule);
	reserves_tell(words, &round->rule);
	caps_tell(words, db, &round->rule);
	draw_tell(words, round);
}

void
round_words_put(struct request *rq, struct db *db, struct writer *writer,
    const char *name, const struct round *round)
{
	struct sentences words = { .arena = rq->arena, .lang = rq->lang };

	round_words(&words, db, round);
	put_list(writer, name);
	for (int i = 0; i < words.count; i++)
		put_text(writer, NULL, words.list[i]);
	put_list_end(writer);
}
