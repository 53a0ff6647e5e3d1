/*
 * Suggestions in words of a language: names from the catalogue, reasons, how
 * sure, what would change it. The sentences are offers, never orders; they stand
 * in lang/<language>/suggest.json.
 */
#include <math.h>
#include <stdio.h>

#include "base/text.h"
#include "guide/suggest.h"

/* Steady from here on; below the second figure "worth finding out". */
#define STEADY 0.8
#define OPEN 0.5

struct speaker {
	struct writer *writer;
	struct arena *arena;
	enum lang lang;
	const struct catalogue *catalogue;
	const struct suggested *suggested;
};

static const char *
stage_say(const struct speaker *speaker, const char *id)
{
	return say(speaker->lang,
	    arena_printf(speaker->arena, "%s.%s", id,
		stage_name(speaker->suggested->stage)));
}

static const char *
letter_say(const struct speaker *speaker, const char *what, int letter)
{
	return say(speaker->lang,
	    arena_printf(
		speaker->arena, "letter.%s.%s", letter_names[letter], what));
}

/* What stands behind an id */

#define FIND(table, field) \
	for (i = 0; i < catalogue->table##_count; i++) \
		if (text_is(catalogue->field[i].id, id)) \
			return i; \
	return -1

static int
find_try(const struct catalogue *catalogue, const char *id)
{
	int i;

	FIND(try, tries);
}

static int
find_high_school(const struct catalogue *catalogue, const char *id)
{
	int i;

	FIND(high_school, high_schools);
}

static int
find_strength(const struct catalogue *catalogue, const char *id)
{
	int i;

	FIND(strength, strengths);
}

static int
find_prompt(const struct catalogue *catalogue, const char *id)
{
	int i;

	FIND(prompt, prompts);
}

static int
find_thing(
    const struct catalogue *catalogue, enum list_kind kind, const char *id)
{
	switch (kind) {
	case LIST_STRENGTHS: return find_strength(catalogue, id);
	case LIST_TRIES: return find_try(catalogue, id);
	case LIST_FIELDS: return catalog_field(catalogue, id);
	case LIST_OCCUPATIONS: return catalog_occupation(catalogue, id);
	case LIST_HIGH_SCHOOLS: return find_high_school(catalogue, id);
	case LIST_MAJORS: return catalog_major(catalogue, id);
	default: return find_prompt(catalogue, id);
	}
}

static const char *
semester_say(struct arena *arena, enum lang lang, int semester)
{
	if (semester == 0)
		return "";
	return say(lang, arena_printf(arena, "semester.%d", semester));
}

static struct suggestion_words
thing_words(struct arena *arena, enum lang lang,
    const struct catalogue *catalogue, enum stage stage, enum list_kind kind,
    int row)
{
	bool child = stage == STAGE_ELEMENTARY;

	switch (kind) {
	case LIST_STRENGTHS:
		return (struct suggestion_words){
			catalogue->strengths[row].text.text[lang], ""
		};
	case LIST_TRIES:
		return (struct suggestion_words){
			catalogue->tries[row].text.text[lang],
			catalogue->fields[catalogue->tries[row].field]
			    .name.text[lang]
		};
	case LIST_FIELDS: {
		const struct field_entry *field = &catalogue->fields[row];

		return (struct suggestion_words){ field->name.text[lang],
			child ? field->child.text[lang]
			      : field->about.text[lang] };
	}
	case LIST_OCCUPATIONS:
		return (struct suggestion_words){
			catalogue->occupations[row].name.text[lang],
			catalogue->occupations[row].about.text[lang]
		};
	case LIST_HIGH_SCHOOLS:
		return (struct suggestion_words){
			catalogue->high_schools[row].name.text[lang],
			catalogue->high_schools[row].about.text[lang]
		};
	case LIST_MAJORS:
		return (struct suggestion_words){
			catalogue->majors[row].name.text[lang],
			catalogue->majors[row].about.text[lang]
		};
	default:
		return (struct suggestion_words){
			catalogue->prompts[row].text.text[lang],
			semester_say(
			    arena, lang, catalogue->prompts[row].semester)
		};
	}
}

struct suggestion_words
suggestion_words(struct arena *arena, enum lang lang,
    const struct catalogue *catalogue, const struct suggested *suggested,
    enum list_kind kind, const struct suggestion *suggestion)
{
	int row = find_thing(catalogue, kind, suggestion->thing);

	if (row < 0)
		return (struct suggestion_words){ suggestion->thing, "" };
	return thing_words(arena, lang, catalogue, suggested->stage, kind, row);
}

/* Reasons */

/*
 * A term is positive in two ways: the letter appeals and the thing is full of it
 * (liked), or it appeals less and the thing has little of it (spared). The
 * sentence tells the strongest of each; -1 where there is none.
 */
struct reasons {
	int liked, also_liked, spared;
};

static void
reason_add(struct reasons *reasons, const double *terms, int l, bool likes)
{
	if (!likes) {
		if (reasons->spared < 0 || terms[l] > terms[reasons->spared])
			reasons->spared = l;
	} else if (reasons->liked < 0 || terms[l] > terms[reasons->liked]) {
		reasons->also_liked = reasons->liked;
		reasons->liked = l;
	} else if (reasons->also_liked < 0 ||
	    terms[l] > terms[reasons->also_liked])
		reasons->also_liked = l;
}

/* What adds less than a third of the strongest says little and is left out. */
static int
reason_kept(const struct suggestion *item, int l, int strongest)
{
	return l >= 0 && item->terms[l] * 3 > item->terms[strongest] ? l : -1;
}

static struct reasons
reasons_of(const struct speaker *speaker, const struct suggestion *item)
{
	struct reasons reasons = { -1, -1, -1 };
	int l, strongest = 0;

	for (l = 0; l < LETTERS; l++) {
		if (item->terms[l] > item->terms[strongest])
			strongest = l;
		if (item->terms[l] > 0)
			reason_add(&reasons, item->terms, l,
			    speaker->suggested->profile.scales[l].standard > 0);
	}
	reasons.liked = reason_kept(item, reasons.liked, strongest);
	reasons.also_liked = reason_kept(item, reasons.also_liked, strongest);
	reasons.spared = reason_kept(item, reasons.spared, strongest);
	return reasons;
}

static const char *
why_say(const struct speaker *speaker, const struct suggestion *item)
{
	struct reasons reasons = reasons_of(speaker, item);
	const char *id = "why.one";
	int first = reasons.liked, second = -1;

	/* to a child only what it likes is told, never what it likes less */
	if (speaker->suggested->stage == STAGE_ELEMENTARY)
		reasons.spared = -1;
	if (reasons.liked < 0 && reasons.spared < 0)
		return stage_say(speaker, "why.level");
	if (reasons.liked < 0) {
		id = "why.spared";
		first = reasons.spared;
	} else if (reasons.also_liked >= 0) {
		id = "why.two";
		second = reasons.also_liked;
	} else if (reasons.spared >= 0) {
		id = "why.mixed";
		second = reasons.spared;
	}
	return say_with(speaker->arena, speaker->lang,
	    arena_printf(speaker->arena, "%s.%s", id,
		stage_name(speaker->suggested->stage)),
	    (const struct word[]){
		{ "first", letter_say(speaker, "activity", first) },
		{ "second",
		    second < 0 ? "" : letter_say(speaker, "activity", second) },
		{ 0 } });
}

static const char *
picked_why_say(const struct speaker *speaker, enum list_kind kind,
    const struct suggestion *item)
{
	int row = find_thing(speaker->catalogue, kind, item->thing);
	int letter = row < 0         ? -1
	    : kind == LIST_STRENGTHS ? speaker->catalogue->strengths[row].letter
				     : speaker->catalogue->prompts[row].letter;

	if (letter < 0)
		return stage_say(speaker, "why.everybody");
	return say_with(speaker->arena, speaker->lang,
	    arena_printf(speaker->arena, "why.one.%s",
		stage_name(speaker->suggested->stage)),
	    (const struct word[]){
		{ "first", letter_say(speaker, "activity", letter) }, { 0 } });
}

/* By how many points of a hundred which letter would have to differ. */
static const char *
change_say(const struct speaker *speaker, const struct suggestion *item)
{
	int points;
	const char *id;

	if (item->change_letter < 0 || !isfinite(item->change))
		return say(speaker->lang, "change.none");
	points = (int)ceil(fabs(item->change) * 100);
	id = item->change < 0 ? "change.lower" : "change.higher";
	return say_with(speaker->arena, speaker->lang, id,
	    (const struct word[]){
		{ "letter", letter_say(speaker, "name", item->change_letter) },
		{ "points",
		    arena_printf(
			speaker->arena, "%d", points > 0 ? points : 1) },
		{ 0 } });
}

/* Things to try are offers and no results: none is too unsure to be tried. */
static const char *
sureness(enum list_kind kind, const struct suggestion *item)
{
	if (!item->ranked || (kind == LIST_TRIES && item->steady < STEADY))
		return "maybe";
	return item->steady >= STEADY ? "steady"
	    : item->steady >= OPEN    ? "maybe"
				      : "open";
}

/* Links to look around from */

static void
link_say(const struct speaker *speaker, const char *kind, const char *id,
    const char *name)
{
	put_object(speaker->writer, NULL);
	put_text(speaker->writer, "kind", kind);
	put_text(speaker->writer, "id", id);
	put_text(speaker->writer, "name", name);
	put_object_end(speaker->writer);
}

static void
occupations_say(const struct speaker *speaker, struct links links, int most)
{
	int i;

	for (i = 0; i < links.count && i < most; i++) {
		const struct occupation *occupation =
		    &speaker->catalogue->occupations[links.list[i]];

		link_say(speaker, "occupation", occupation->id,
		    occupation->name.text[speaker->lang]);
	}
}

static void
fields_say(const struct speaker *speaker, struct links links)
{
	int i;

	for (i = 0; i < links.count; i++) {
		const struct field_entry *field =
		    &speaker->catalogue->fields[links.list[i]];

		link_say(speaker, "field", field->id,
		    field->name.text[speaker->lang]);
	}
}

static void
major_links_say(const struct speaker *speaker, const struct major *major)
{
	int i;

	for (i = 0; i < major->subjects.count; i++) {
		const struct subject *subject =
		    &speaker->catalogue->subjects[major->subjects.list[i]];

		link_say(speaker, "subject", subject->name.text[LANG_KO],
		    subject->name.text[speaker->lang]);
	}
	occupations_say(speaker, major->occupations, 4);
}

static void
links_say(const struct speaker *speaker, enum list_kind kind, int row)
{
	const struct catalogue *catalogue = speaker->catalogue;

	put_list(speaker->writer, "links");
	if (row >= 0 && kind == LIST_MAJORS)
		major_links_say(speaker, &catalogue->majors[row]);
	else if (row >= 0 && kind == LIST_FIELDS)
		occupations_say(speaker, catalogue->fields[row].occupations, 4);
	else if (row >= 0 && kind == LIST_OCCUPATIONS)
		fields_say(speaker, catalogue->occupations[row].fields);
	else if (row >= 0 && kind == LIST_HIGH_SCHOOLS)
		fields_say(speaker, catalogue->high_schools[row].fields);
	else if (row >= 0 && kind == LIST_TRIES)
		fields_say(
		    speaker, (struct links){ &catalogue->tries[row].field, 1 });
	put_list_end(speaker->writer);
}

/* One suggestion, one list */

static void
terms_say(const struct speaker *speaker, const struct suggestion *item)
{
	int l;

	put_list(speaker->writer, "terms");
	for (l = 0; item->ranked && l < LETTERS; l++) {
		put_object(speaker->writer, NULL);
		put_text(speaker->writer, "letter", letter_names[l]);
		put_text(
		    speaker->writer, "name", letter_say(speaker, "name", l));
		put_real(speaker->writer, "value", item->terms[l], 4);
		put_object_end(speaker->writer);
	}
	put_list_end(speaker->writer);
}

static void
numbers_say(const struct speaker *speaker, const struct suggestion *item)
{
	if (!item->ranked)
		return;
	put_real(speaker->writer, "steady", item->steady, 4);
	put_real(speaker->writer, "probability", item->probability, 4);
	put_real(speaker->writer, "base", item->base, 4);
	put_real(speaker->writer, "score", item->score, 4);
}

static bool
from_onet(const struct speaker *speaker, enum list_kind kind, int row)
{
	return kind == LIST_OCCUPATIONS && row >= 0 &&
	    speaker->catalogue->occupations[row].from_onet;
}

static void
suggestion_say(const struct speaker *speaker, enum list_kind kind,
    const struct suggestion *item)
{
	struct writer *writer = speaker->writer;
	int row = find_thing(speaker->catalogue, kind, item->thing);
	struct suggestion_words words = suggestion_words(speaker->arena,
	    speaker->lang, speaker->catalogue, speaker->suggested, kind, item);

	put_object(writer, NULL);
	put_text(writer, "id", suggestion_id(speaker->arena, kind, item));
	put_text(writer, "name", words.name);
	put_text(writer, "about", words.about);
	put_text(writer, "why",
	    item->ranked ? why_say(speaker, item)
			 : picked_why_say(speaker, kind, item));
	put_text(writer, "sureness", sureness(kind, item));
	numbers_say(speaker, item);
	terms_say(speaker, item);
	if (item->ranked)
		put_text(writer, "change", change_say(speaker, item));
	links_say(speaker, kind, row);
	if (from_onet(speaker, kind, row))
		put_text(writer, "source", "onet");
	put_object_end(writer);
}

static void
list_say(const struct speaker *speaker, const struct suggestion_list *list)
{
	int i;

	put_object(speaker->writer, NULL);
	put_text(speaker->writer, "kind", list_names[list->kind]);
	put_text(speaker->writer, "title",
	    say(speaker->lang,
		arena_printf(
		    speaker->arena, "list.%s", list_names[list->kind])));
	put_bool(speaker->writer, "by_ai", true);
	if (list->loss > 0)
		put_real(speaker->writer, "loss", list->loss, 4);
	put_list(speaker->writer, "suggestions");
	for (i = 0; i < list->count; i++)
		suggestion_say(speaker, list->kind, &list->items[i]);
	put_list_end(speaker->writer);
	put_object_end(speaker->writer);
}

/* The profile */

static const char *
summary_say(const struct speaker *speaker)
{
	const struct interest_profile *profile = &speaker->suggested->profile;
	const char *id = "summary.one";

	if (!speaker->suggested->ai)
		return stage_say(speaker, "summary.plain");
	if (profile->level)
		return stage_say(speaker, "summary.level");
	if (profile->tied > 1)
		id = "summary.tied";
	return say_with(speaker->arena, speaker->lang,
	    arena_printf(speaker->arena, "%s.%s", id,
		stage_name(speaker->suggested->stage)),
	    (const struct word[]){
		{ "first", letter_say(speaker, "activity", profile->order[0]) },
		{ "second",
		    letter_say(speaker, "activity", profile->order[1]) },
		{ 0 } });
}

static const char *
sureness_say(const struct speaker *speaker)
{
	const struct suggested *suggested = speaker->suggested;

	if (!suggested->ai)
		return say(speaker->lang, "sureness.plain");
	if (suggested->notices != 0)
		return stage_say(speaker, "sureness.noticed");
	if (suggested->profile.first_probability >= STEADY)
		return stage_say(speaker, "sureness.high");
	if (suggested->profile.first_probability >= OPEN)
		return stage_say(speaker, "sureness.middle");
	return stage_say(speaker, "sureness.low");
}

/* The wording of an item, of whichever bank; NULL: no bank has it. */
static const char *
item_say(const struct speaker *speaker, const char *id)
{
	const struct catalogue *catalogue = speaker->catalogue;
	int b, i;

	for (b = 0; b < catalogue->bank_count; b++)
		for (i = 0; i < catalogue->banks[b].count; i++)
			if (text_is(catalogue->banks[b].items[i].id, id))
				return catalogue->banks[b]
				    .items[i]
				    .text.text[speaker->lang];
	return NULL;
}

/* What to try where two letters are equally strong. */
static void
apart_say(const struct speaker *speaker)
{
	const struct suggested *suggested = speaker->suggested;
	const char *activity = suggested->apart != NULL
	    ? item_say(speaker, suggested->apart)
	    : NULL;
	const int *order = suggested->profile.order;

	if (activity == NULL)
		return;
	put_text(speaker->writer, "apart",
	    say_with(speaker->arena, speaker->lang,
		arena_printf(
		    speaker->arena, "apart.%s", stage_name(suggested->stage)),
		(const struct word[]){ { "activity", activity },
		    { "first", letter_say(speaker, "name", order[0]) },
		    { "second", letter_say(speaker, "name", order[1]) },
		    { 0 } }));
}

static void
letter_entry_say(const struct speaker *speaker, int letter)
{
	const struct interest_scale *scale =
	    &speaker->suggested->profile.scales[letter];

	put_object(speaker->writer, NULL);
	put_text(speaker->writer, "letter", letter_names[letter]);
	put_text(speaker->writer, "name", letter_say(speaker, "name", letter));
	put_text(
	    speaker->writer, "about", letter_say(speaker, "about", letter));
	put_real(speaker->writer, "score", scale->score, 4);
	put_real(speaker->writer, "low", scale->low, 4);
	put_real(speaker->writer, "high", scale->high, 4);
	put_int(speaker->writer, "answered", scale->answered);
	put_object_end(speaker->writer);
}

static void
notices_say(const struct speaker *speaker)
{
	static const struct {
		unsigned bit;
		const char *id;
	} rows[] = {
		{ NOTICE_SAME, "same" },
		{ NOTICE_FAST, "fast" },
		{ NOTICE_FEW, "few" },
	};
	size_t i;

	put_list(speaker->writer, "notices");
	for (i = 0; i < sizeof rows / sizeof rows[0]; i++)
		if (speaker->suggested->notices & rows[i].bit)
			put_text(speaker->writer, NULL, rows[i].id);
	put_list_end(speaker->writer);
}

static void
profile_members_say(const struct speaker *speaker)
{
	struct writer *writer = speaker->writer;
	int l;

	put_object(writer, "profile");
	put_list(writer, "letters");
	for (l = 0; l < LETTERS; l++)
		letter_entry_say(speaker, l);
	put_list_end(writer);
	put_bool(writer, "level", speaker->suggested->profile.level);
	put_int(writer, "tied", speaker->suggested->profile.tied);
	put_text(writer, "summary", summary_say(speaker));
	put_text(writer, "sureness", sureness_say(speaker));
	apart_say(speaker);
	notices_say(speaker);
	put_object_end(writer);
}

void
suggested_say(struct writer *writer, struct arena *arena, enum lang lang,
    const struct catalogue *catalogue, const struct suggested *suggested,
    bool staff)
{
	const struct speaker speaker = { writer, arena, lang, catalogue,
		suggested };
	int i;

	put_text(writer, "stage", stage_name(suggested->stage));
	put_bool(writer, "ai", suggested->ai);
	profile_members_say(&speaker);
	put_list(writer, "lists");
	for (i = 0; i < suggested->count; i++)
		if (staff || !list_is_staff(suggested->lists[i].kind))
			list_say(&speaker, &suggested->lists[i]);
	put_list_end(writer);
	put_object(writer, "versions");
	put_text(writer, "bank", suggested->bank);
	put_text(writer, "model", suggested->model);
	put_text(writer, "catalogue", suggested->catalogue);
	put_text(writer, "list", suggested->list);
	put_object_end(writer);
}
