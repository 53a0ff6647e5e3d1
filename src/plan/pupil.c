/*
 * A pupil's file: entry year, the record so far, aims, wishes, refusals, loads.
 * What is earned is judged by the rules of its school year; wishes and refusals
 * become rules like any other.
 */
#include "plan/pupil.h"

#include <string.h>

#include "base/text.h"

enum {
	LINES = 400, /* most of any list in the file */
	ENTRY_FIRST = 2000,
	ENTRY_LAST = 2100,
	WEIGHT = 100, /* most of an aim's weight */
	KEEP = 50 /* percent, unless the file says otherwise */
};

bool
rule_holds(const struct book_rule *rule, int entry, int year)
{
	return entry >= rule->entry_from && entry <= rule->entry_to &&
	    year >= rule->year_from && year <= rule->year_to;
}

int
pupil_year(const struct pupil *pupil, int semester)
{
	return pupil->entry + semester / 2;
}

/* The record */

struct line {
	int subject, semester, credits;
	int attended, held, achievement; /* -1: not known */
	bool lost; /* the record says that nothing was earned */
};

static bool
set_has(const struct plan_set *set, int subject)
{
	int i;

	for (i = 0; i < set->count; i++)
		if (set->list[i] == subject)
			return true;
	return false;
}

/* Held and attended hours of the line, or of its year where the rule says so. */
static void
hours_add(const struct book_rule *rule, const struct line *lines, size_t count,
    const struct line *line, int64_t *attended, int64_t *held)
{
	size_t i;

	*attended = *held = 0;
	for (i = 0; i < count; i++) {
		const struct line *other = &lines[i];
		bool same = rule->span == PLAN_YEAR
		    ? other->semester / 2 == line->semester / 2 &&
			set_has(&rule->set, other->subject)
		    : other == line;

		if (same && other->held > 0 && other->attended >= 0) {
			*attended += other->attended;
			*held += other->held;
		}
	}
}

/* What is not known is taken as met: the school gave the credits. */
static bool
line_meets(const struct book_rule *rule, const struct line *lines, size_t count,
    const struct line *line)
{
	int64_t has = 100, of = 100, scale = 1;

	if (rule->measure == BOOK_ATTENDANCE) {
		hours_add(rule, lines, count, line, &has, &of);
		if (of == 0)
			return true;
	} else if (line->achievement >= 0) {
		has = line->achievement;
		of = 1;
	} else {
		return true;
	}
	scale = of;
	return (rule->least.under == 0 ||
		   has * rule->least.under >= rule->least.over * scale) &&
	    (rule->most.under == 0 ||
		has * rule->most.under <= rule->most.over * scale);
}

static bool
line_earned(const struct pupil *pupil, const struct line *lines, size_t count,
    const struct line *line, const char **rule_id)
{
	const struct book *book = pupil->book;
	int year = pupil_year(pupil, line->semester), i;

	*rule_id = NULL;
	if (line->lost)
		return false;
	for (i = 0; i < book->rule_count; i++) {
		const struct book_rule *rule = &book->rules[i];

		if (rule->measure <= BOOK_AFTER ||
		    !rule_holds(rule, pupil->entry, year) ||
		    !set_has(&rule->set, line->subject) ||
		    line_meets(rule, lines, count, line))
			continue;
		*rule_id = rule->id;
		return false;
	}
	return true;
}

static struct line
line_read(const struct pupil *pupil, const struct place *place)
{
	struct place subject = place_in(place, "subject");
	struct place semester = place_in(place, "semester");
	struct place credits = place_in(place, "credits");
	struct place attended = place_in(place, "attended");
	struct place held = place_in(place, "held");
	struct place achievement = place_in(place, "achievement");
	struct place earned = place_in(place, "earned");
	struct line line = {
		.subject = place_subject(&subject),
		.semester = place_int(&semester, 1, PLAN_SEMESTERS, 0) - 1,
		.credits = place_int(&credits, 0, 100, -1),
		.attended = place_int(&attended, 0, 10000, -1),
		.held = place_int(&held, 0, 10000, -1),
		.achievement = place_int(&achievement, 0, 100, -1),
		.lost = json_is_false(earned.json),
	};

	if (line.credits < 0 && credits.json == NULL)
		place_fault(&credits, "plan.fault.missing", "");
	if (semester.json == NULL)
		place_fault(&semester, "plan.fault.missing", "");
	else if (line.semester >= pupil->first_open)
		place_fault(&semester, "plan.fault.future", "");
	return line;
}

static void
record_read(struct pupil *pupil, const struct place *place)
{
	struct place list = place_in(place, "record");
	size_t count = place_count(&list, LINES), i;
	struct book *book = pupil->book;
	int before = book->faults;
	struct line *lines = arena_array(book->arena, count, sizeof *lines);

	for (i = 0; i < count; i++) {
		struct place one = place_at(&list, i);

		lines[i] = line_read(pupil, &one);
	}
	if (book->faults != before)
		return;
	pupil->lost = arena_array(book->arena, count, sizeof *pupil->lost);
	for (i = 0; i < count; i++) {
		const struct line *line = &lines[i];
		const char *rule;

		if (line_earned(pupil, lines, count, line, &rule))
			pupil->offers[pupil->problem.offer_count++] =
			    (struct plan_offer){ line->subject, line->semester,
				    line->credits, 0, -1, true };
		else
			pupil->lost[pupil->lost_count++] = (struct lost){
				line->subject, line->semester, rule
			};
	}
}

static void
offers_open(struct pupil *pupil)
{
	const struct book *book = pupil->book;
	int i;

	for (i = 0; i < book->offer_count; i++) {
		const struct book_offer *offer = &book->offers[i];
		int at = pupil->problem.offer_count;

		if (offer->semester < pupil->first_open)
			continue;
		pupil->offers[at] = (struct plan_offer){ offer->subject,
			offer->semester, offer->credits, offer->load,
			offer->slot, false };
		pupil->placings[at].offer = offer;
		pupil->problem.offer_count++;
	}
}

/* Rules */

static int
bound(struct fraction fraction, int none)
{
	return fraction.under == 0 ? none : fraction.over;
}

static void
rule_push(struct pupil *pupil, const struct book_rule *record, uint32_t when)
{
	struct plan_problem *problem = &pupil->problem;

	pupil->records[problem->rule_count] = record;
	pupil->rules[problem->rule_count++] = (struct plan_rule){
		.measure = (enum plan_measure)record->measure,
		.span = record->span,
		.set = record->set,
		.first = record->first,
		.semesters = when,
		.least = bound(record->least, PLAN_NO_LEAST),
		.most = bound(record->most, PLAN_NO_MOST),
	};
}

/* The semesters of the rule's school years; none: it does not hold. */
static uint32_t
rule_when(const struct pupil *pupil, const struct book_rule *rule)
{
	uint32_t when = 0;
	int t;

	for (t = 0; t < PLAN_SEMESTERS; t++)
		if (rule_holds(rule, pupil->entry, pupil_year(pupil, t)))
			when |= 1u << t;
	return when & rule->semesters;
}

static bool
is_exempt(const struct place *exempt, size_t count, const char *id)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (text_is(
			json_string_value(json_array_get(exempt->json, i)), id))
			return true;
	return false;
}

static void
rules_push(struct pupil *pupil, const struct place *place)
{
	const struct book *book = pupil->book;
	struct place exempt = place_in(place, "exempt");
	size_t count = place_count(&exempt, LINES);
	int i;

	for (i = 0; i < book->rule_count; i++) {
		const struct book_rule *rule = &book->rules[i];
		uint32_t when = rule_when(pupil, rule);

		if (rule->measure <= BOOK_AFTER && when != 0 &&
		    !is_exempt(&exempt, count, rule->id))
			rule_push(pupil, rule, when);
	}
}

/* A rule over one subject, or over all for -1, that the pupil brings along. */
static void
wish_push(struct pupil *pupil, const char *wish, int subject, int semester,
    const struct book_rule *shape)
{
	struct book *book = pupil->book;
	struct book_rule *rule = arena_alloc(book->arena, sizeof *rule);
	int *list = arena_array(
	    book->arena, (size_t)book->subject_count, sizeof *list);
	int i, count = 0;

	for (i = 0; i < book->subject_count; i++)
		if (subject < 0 || subject == i)
			list[count++] = i;
	*rule = *shape;
	rule->wish = wish;
	rule->origin = FROM_PUPIL;
	rule->id = arena_printf(book->arena, "%s.%s.%d", wish,
	    subject < 0 ? "" : book->subjects[subject].name[LANG_KO],
	    semester + 1);
	rule->set = (struct plan_set){ list, count };
	rule->semesters = semester < 0 ? PLAN_EVER : 1u << semester;
	rule->source = rule->checked = "";
	rule_push(pupil, rule, rule->semesters);
}

static const struct book_rule wanted = {
	.measure = BOOK_COUNT, .span = PLAN_WHOLE, .least = { 1, 1 }
};
static const struct book_rule refused = {
	.measure = BOOK_COUNT, .span = PLAN_WHOLE, .most = { 0, 1 }
};

static void
wishes_read(struct pupil *pupil, const struct place *place, const char *name,
    const char *wish, const struct book_rule *shape)
{
	struct place list = place_in(place, name);
	size_t count = place_count(&list, LINES), i;

	for (i = 0; i < count; i++) {
		struct place one = place_at(&list, i);
		struct place subject = place_in(&one, "subject");
		struct place semester = place_in(&one, "semester");
		int number = place_subject(&subject);
		int when = place_int(
		    &semester, 1, pupil->problem.semester_count, 0);

		if (number >= 0)
			wish_push(pupil, wish, number, when - 1, shape);
	}
}

static void
loads_read(struct pupil *pupil, const struct place *place)
{
	struct place list = place_in(place, "load");
	size_t count = place_count(&list, PLAN_SEMESTERS), i;

	for (i = 0; i < count; i++) {
		struct place one = place_at(&list, i);
		struct place semester = place_in(&one, "semester");
		struct place least = place_in(&one, "least");
		struct place most = place_in(&one, "most");
		int when = place_int(
		    &semester, 1, pupil->problem.semester_count, 0);
		struct book_rule shape = { .measure = BOOK_CREDITS,
			.span = PLAN_SEMESTER,
			.least = { place_int(&least, 0, 1000, 0), 1 },
			.most = { place_int(&most, 0, 1000, 1000), 1 } };

		wish_push(pupil, "plan.wish.load", -1, when - 1, &shape);
	}
}

/* Aims */

static void
major_advise(struct pupil *pupil, int major, int weight)
{
	const struct links *subjects =
	    &pupil->catalogue->majors[major].subjects;
	int i;

	pupil->advised[pupil->advised_count++] = major;
	for (i = 0; i < subjects->count; i++)
		pupil->values[subjects->list[i]] += weight;
}

static void
links_advise(struct pupil *pupil, const struct links *majors, int weight)
{
	int i;

	for (i = 0; i < majors->count; i++)
		if (pupil->advised_count < PLAN_RULES_MOST)
			major_advise(pupil, majors->list[i], weight);
}

/* A major counts by its weight; the majors of a field or occupation share it. */
static void
aim_read(struct pupil *pupil, const struct place *place)
{
	const struct catalogue *catalogue = pupil->catalogue;
	struct place major = place_in(place, "major");
	struct place field = place_in(place, "field");
	struct place occupation = place_in(place, "occupation");
	struct place weighing = place_in(place, "weight");
	int weight = place_int(&weighing, 0, WEIGHT, 1);
	int number = -1;

	if (major.json != NULL) {
		number = catalog_major(catalogue, place_text(&major, NULL));
		if (number >= 0)
			major_advise(pupil, number, weight);
	} else if (field.json != NULL) {
		number = catalog_field(catalogue, place_text(&field, NULL));
		if (number >= 0)
			links_advise(
			    pupil, &catalogue->fields[number].majors, weight);
	} else if (occupation.json != NULL) {
		number = catalog_occupation(
		    catalogue, place_text(&occupation, NULL));
		if (number >= 0)
			links_advise(pupil,
			    &catalogue->occupations[number].majors, weight);
	}
	if (number < 0)
		place_fault(place, "plan.fault.aim", "");
}

static void
aims_read(struct pupil *pupil, const struct place *place)
{
	struct place list = place_in(place, "aims");
	size_t count = place_count(&list, LINES), i;

	for (i = 0; i < count; i++) {
		struct place one = place_at(&list, i);

		aim_read(pupil, &one);
	}
}

/* Every major with advised subjects is a door. */
static void
doors_add(struct pupil *pupil)
{
	const struct catalogue *catalogue = pupil->catalogue;
	int i;

	for (i = 0; i < catalogue->major_count; i++) {
		const struct links *subjects = &catalogue->majors[i].subjects;
		struct plan_door *door = &pupil->doors[i];

		door->set = (struct plan_set){ subjects->list,
			subjects->count };
		door->least = subjects->count;
		door->weight = subjects->count > 0;
	}
	pupil->problem.door_count = catalogue->major_count;
}

static struct pupil *
pupil_new(struct book *book, const struct catalogue *catalogue)
{
	struct arena *arena = book->arena;
	struct pupil *pupil = arena_alloc(arena, sizeof *pupil);
	size_t offers = (size_t)book->offer_count + LINES;
	size_t rules = (size_t)book->rule_count + 3 * LINES;
	size_t majors = (size_t)catalogue->major_count;

	*pupil = (struct pupil){
		.book = book,
		.catalogue = catalogue,
		.offers = arena_array(arena, offers, sizeof *pupil->offers),
		.placings = arena_array(arena, offers, sizeof *pupil->placings),
		.rules = arena_array(arena, rules, sizeof *pupil->rules),
		.records = arena_array(arena, rules, sizeof *pupil->records),
		.doors = arena_array(arena, majors, sizeof *pupil->doors),
		.values = arena_array(arena, BOOK_SUBJECTS, sizeof(int)),
		.advised = arena_array(
		    arena, PLAN_RULES_MOST + majors, sizeof(int)),
	};
	pupil->problem = (struct plan_problem){
		.subject_count = book->subject_count,
		.semester_count = book->semester_count,
		.offers = pupil->offers,
		.rules = pupil->rules,
		.doors = pupil->doors,
		.values = pupil->values,
	};
	return pupil;
}

struct pupil *
pupil_read(struct book *book, const struct catalogue *catalogue,
    const struct place *place)
{
	struct pupil *pupil = pupil_new(book, catalogue);
	struct place id = place_in(place, "id");
	struct place entry = place_in(place, "entry");
	struct place semester = place_in(place, "semester");
	struct place keep = place_in(place, "keep");

	pupil->id = place_text(&id, "");
	pupil->entry = place_int(&entry, ENTRY_FIRST, ENTRY_LAST, 0);
	if (entry.json == NULL)
		place_fault(&entry, "plan.fault.missing", "");
	pupil->keep = place_int(&keep, 0, 100, KEEP);
	pupil->first_open = place_int(
				&semester, 1, book->semester_count + 1, 1) -
	    1;
	pupil->problem.first_open = pupil->first_open;
	record_read(pupil, place);
	offers_open(pupil);
	rules_push(pupil, place);
	wishes_read(pupil, place, "wishes", "plan.wish.take", &wanted);
	wishes_read(pupil, place, "refusals", "plan.wish.refuse", &refused);
	loads_read(pupil, place);
	aims_read(pupil, place);
	doors_add(pupil);
	return pupil;
}
