/* A school's file: its own subjects, offers by semester, rules. */
#include <string.h>

#include "plan/json_in.h"

enum { YEAR_FIRST = 2000, YEAR_LAST = 2100, SLOTS = 1000 };

static void
subject_add(struct book *book, const struct place *place)
{
	struct place name = place_in(place, "name");
	struct place group = place_in(place, "group");
	struct place category = place_in(place, "category");
	struct place english = place_in(place, "name_en");
	const char *text = place_text(&name, NULL);
	struct book_subject subject = { { text, place_text(&english, text) },
		place_text(&group, NULL), place_text(&category, NULL) };

	if (*text != '\0' && book_subject_find(book, text) >= 0)
		place_fault(&name, "plan.fault.twice", text);
	else if (book->subject_count >= BOOK_SUBJECTS)
		place_fault(place, "plan.fault.many", text);
	else
		book->subjects[book->subject_count++] = subject;
}

/* -1 for none. */
static int
slot_number(struct book *book, const struct place *place)
{
	const char *slot = place_text(place, "");
	int i;

	if (*slot == '\0')
		return -1;
	for (i = 0; i < book->slot_count; i++)
		if (strcmp(book->slots[i], slot) == 0)
			return i;
	if (book->slot_count == SLOTS) {
		place_fault(place, "plan.fault.many", slot);
		return -1;
	}
	book->slots[book->slot_count] = slot;
	return book->slot_count++;
}

static void
offer_add(struct book *book, const struct place *place)
{
	struct place subject = place_in(place, "subject");
	struct place semester = place_in(place, "semester");
	struct place credits = place_in(place, "credits");
	struct place load = place_in(place, "load");
	struct place via = place_in(place, "via");
	struct place where = place_in(place, "place");
	struct place slot = place_in(place, "slot");
	struct book_offer offer = {
		.subject = place_subject(&subject),
		.semester = place_int(&semester, 1, book->semester_count, 0) -
		    1,
		.credits = place_int(&credits, 0, 100, -1),
		.via = place_text(&via, ""),
		.place = place_text(&where, ""),
		.slot = slot_number(book, &slot),
	};

	offer.load = place_int(&load, 0, 1000, offer.credits);
	if (offer.semester < 0)
		place_fault(&semester, "plan.fault.missing", "");
	if (offer.credits < 0)
		place_fault(&credits, "plan.fault.missing", "");
	if (offer.subject >= 0 && offer.semester >= 0 && offer.credits >= 0 &&
	    book->offer_count < BOOK_OFFERS)
		book->offers[book->offer_count++] = offer;
}

static uint32_t
semesters_read(const struct place *place)
{
	size_t count = place_count(place, PLAN_SEMESTERS), i;
	uint32_t semesters = 0;

	if (place->json == NULL)
		return PLAN_EVER;
	for (i = 0; i < count; i++) {
		struct place one = place_at(place, i);
		int t = place_int(&one, 1, place->book->semester_count, 0);

		if (t > 0)
			semesters |= 1u << (t - 1);
	}
	return semesters;
}

static struct plan_set
set_of(const struct place *place, bool needed)
{
	const char *text = place_text(place, needed ? NULL : ""), *bad = text;
	struct plan_set set = { 0 };

	if (*text != '\0' && !book_set(place->book, text, &set, &bad))
		place_fault(place, "plan.fault.set", bad);
	return set;
}

static struct fraction
bound_of(const struct place *place)
{
	int bound = place_int(place, 0, PLAN_NUMBER_MOST, -1);

	return bound < 0 ? (struct fraction){ 0 }
			 : (struct fraction){ bound, 1 };
}

static int
kind_of(const struct place *place, int (*find)(const char *name),
    const char *otherwise, int last)
{
	const char *name = place_text(place, otherwise);
	int kind = find(name);

	if (kind >= 0 && kind <= last)
		return kind;
	place_fault(place, "plan.fault.kind", name);
	return 0;
}

static void
rule_add(struct book *book, const struct place *place)
{
	struct place id = place_in(place, "id");
	struct place text_ko = place_in(place, "text_ko");
	struct place text_en = place_in(place, "text_en");
	struct place measure = place_in(place, "measure");
	struct place span = place_in(place, "span");
	struct place set = place_in(place, "set");
	struct place first = place_in(place, "first");
	struct place semesters = place_in(place, "semesters");
	struct place least = place_in(place, "least");
	struct place most = place_in(place, "most");
	const char *name = place_text(&id, NULL);
	const char *korean = place_text(&text_ko, NULL);
	struct book_rule rule = {
		.id = name,
		.text = { korean, place_text(&text_en, korean) },
		.origin = FROM_SCHOOL,
		.measure = (enum book_measure)kind_of(
		    &measure, measure_find, NULL, BOOK_AFTER),
		.span = (enum plan_span)kind_of(
		    &span, span_find, span_names[PLAN_WHOLE], PLAN_OFFER),
		.set = set_of(&set, true),
		.first = set_of(&first, false),
		.semesters = semesters_read(&semesters),
		.least = bound_of(&least),
		.most = bound_of(&most),
		.entry_from = YEAR_FIRST,
		.entry_to = YEAR_LAST,
		.year_from = YEAR_FIRST,
		.year_to = YEAR_LAST,
		.source = "",
		.checked = "",
	};

	if (rule.least.under == 0 && rule.most.under == 0)
		place_fault(place, "plan.fault.bounds", name);
	if ((rule.measure == BOOK_AFTER) != (rule.first.count > 0))
		place_fault(place, "plan.fault.first", name);
	if (book->rule_count < BOOK_RULES)
		book->rules[book->rule_count++] = rule;
}

static void
each(struct book *book, const struct place *file, const char *name, size_t most,
    void (*add)(struct book *book, const struct place *place))
{
	struct place list = place_in(file, name);
	size_t count = place_count(&list, most), i;

	for (i = 0; i < count; i++) {
		struct place one = place_at(&list, i);

		add(book, &one);
	}
}

void
book_school(struct book *book, const char *path)
{
	struct place file, semesters;

	if (!place_open(book, path, &file))
		return;
	semesters = place_in(&file, "semesters");
	book->semester_count = place_int(&semesters, 1, PLAN_SEMESTERS, 6);
	each(book, &file, "subjects", BOOK_SUBJECTS, subject_add);
	each(book, &file, "offers", BOOK_OFFERS, offer_add);
	each(book, &file, "rules", BOOK_RULES, rule_add);
}
