/*
 * Plans as JSON, with a reason for each subject: the rules that would be broken
 * without it (asked of the checker), the aims that advise it, the doors it holds
 * open.
 */
#include "plan/answer.h"

#include <string.h>

const char *const outcome_names[] = {
	[PLAN_OPTIMAL] = "optimal",
	[PLAN_FOUND] = "found",
	[PLAN_IMPOSSIBLE] = "impossible",
	[PLAN_UNDECIDED] = "undecided",
	[PLAN_BAD_INPUT] = "bad_input",
	[PLAN_NO_MEMORY] = "no_memory",
};

static const char *const origin_names[] = {
	[FROM_LAW] = "law",
	[FROM_SCHOOL] = "school",
	[FROM_PUPIL] = "pupil",
};

static const char *
subject_text(const struct pupil *pupil, int subject)
{
	return pupil->book->subjects[subject].name[LANG_KO];
}

static const char *
rule_text(const struct pupil *pupil, const struct book_rule *rule)
{
	struct book *book = pupil->book;
	bool one = rule->set.count == 1;
	struct word words[] = {
		{ "subject",
		    one ? book->subjects[rule->set.list[0]].name[book->lang]
			: "" },
		{ "least", arena_printf(book->arena, "%d", rule->least.over) },
		{ "most", arena_printf(book->arena, "%d", rule->most.over) },
		{ 0 },
	};

	if (rule->wish == NULL)
		return rule->text[book->lang];
	return say_with(book->arena, book->lang, rule->wish, words);
}

void
rule_put(struct writer *writer, const struct pupil *pupil, int number)
{
	const struct book_rule *rule = pupil->records[number];

	put_text(writer, "rule", rule->id);
	put_text(writer, "from", origin_names[rule->origin]);
	put_text(writer, "text", rule_text(pupil, rule));
	put_text(writer, "source", rule->source);
	put_text(writer, "checked", rule->checked);
}

static void
bound_put(struct writer *writer, const char *name, int bound, int none)
{
	if (bound != none)
		put_int(writer, name, bound);
}

void
breach_put(void *with, const struct plan_breach *breach)
{
	const struct breach_out *out = with;
	const struct pupil *pupil = out->pupil;
	const struct plan_rule *rule = &pupil->rules[breach->rule];
	struct writer *writer = out->writer;
	const struct plan_offer *offer;

	put_object(writer, NULL);
	rule_put(writer, pupil, breach->rule);
	put_int(writer, "has", breach->has);
	bound_put(writer, "least", breach->least, PLAN_NO_LEAST);
	bound_put(writer, "most", breach->most, PLAN_NO_MOST);
	if (rule->measure == PLAN_AFTER || rule->span == PLAN_OFFER) {
		offer = &pupil->offers[breach->part];
		put_text(
		    writer, "subject", subject_text(pupil, offer->subject));
		put_int(writer, "semester", offer->semester + 1);
	} else if (rule->span == PLAN_SUBJECT) {
		put_text(writer, "subject", subject_text(pupil, breach->part));
	} else if (rule->span == PLAN_YEAR) {
		put_int(writer, "year", breach->part + 1);
	} else if (rule->span != PLAN_WHOLE) {
		put_int(writer, "semester", breach->part + 1);
	}
	put_object_end(writer);
}

/* Why is a subject there? */

struct reason_out {
	struct writer *writer;
	const struct pupil *pupil;
	int last; /* the rule told last: parts of one rule are told once */
	int count;
};

static void
reason_rule(void *with, const struct plan_breach *breach)
{
	struct reason_out *out = with;

	if (breach->rule == out->last)
		return;
	out->last = breach->rule;
	out->count++;
	put_object(out->writer, NULL);
	put_text(out->writer, "kind", "rule");
	rule_put(out->writer, out->pupil, breach->rule);
	put_object_end(out->writer);
}

static bool
major_advises(const struct pupil *pupil, int major, int subject)
{
	const struct links *subjects =
	    &pupil->catalogue->majors[major].subjects;
	int i;

	for (i = 0; i < subjects->count; i++)
		if (subjects->list[i] == subject)
			return true;
	return false;
}

static bool
reason_aims(struct writer *writer, const struct pupil *pupil, int subject)
{
	bool any = false;
	int i;

	for (i = 0; i < pupil->advised_count; i++) {
		int major = pupil->advised[i];

		if (!major_advises(pupil, major, subject))
			continue;
		if (!any) {
			put_object(writer, NULL);
			put_text(writer, "kind", "aim");
			put_list(writer, "majors");
		}
		any = true;
		put_text(writer, NULL, pupil->catalogue->majors[major].id);
	}
	if (any) {
		put_list_end(writer);
		put_object_end(writer);
	}
	return any;
}

/* How many doors shut without this offer. */
static int64_t
doors_held(const struct pupil *pupil, bool *taken, int offer)
{
	int64_t with = plan_doors(&pupil->problem, taken), without;

	taken[offer] = false;
	without = plan_doors(&pupil->problem, taken);
	taken[offer] = true;
	return with - without;
}

static void
reasons_put(
    struct writer *writer, const struct pupil *pupil, bool *taken, int offer)
{
	struct reason_out out = { writer, pupil, -1, 0 };
	int64_t doors = doors_held(pupil, taken, offer);
	bool aims;

	put_list(writer, "reasons");
	aims = reason_aims(writer, pupil, pupil->offers[offer].subject);
	taken[offer] = false;
	plan_check(&pupil->problem, taken, reason_rule, &out);
	taken[offer] = true;
	if (doors > 0) {
		put_object(writer, NULL);
		put_text(writer, "kind", "doors");
		put_int(writer, "count", doors);
		put_object_end(writer);
	}
	if (!aims && out.count == 0 && doors == 0) {
		put_object(writer, NULL);
		put_text(writer, "kind", "free");
		put_object_end(writer);
	}
	put_list_end(writer);
}

static void
subject_put(
    struct writer *writer, const struct pupil *pupil, bool *taken, int at)
{
	const struct plan_offer *offer = &pupil->offers[at];
	const struct book_offer *from = pupil->placings[at].offer;

	put_object(writer, NULL);
	put_int(writer, "semester", offer->semester + 1);
	put_text(writer, "subject", subject_text(pupil, offer->subject));
	put_int(writer, "credits", offer->credits);
	put_bool(writer, "passed", offer->passed);
	if (from != NULL && *from->via != '\0') {
		put_text(writer, "via", from->via);
		put_text(writer, "place", from->place);
	}
	if (!offer->passed)
		reasons_put(writer, pupil, taken, at);
	put_object_end(writer);
}

static int64_t
credits_of(const struct pupil *pupil, const bool *taken)
{
	int64_t credits = 0;
	int i;

	for (i = 0; i < pupil->problem.offer_count; i++)
		if (taken[i])
			credits += pupil->offers[i].credits;
	return credits;
}

/* Rules of law that the plan keeps and that have neither source nor check. */
static void
unconfirmed_put(struct writer *writer, const struct pupil *pupil)
{
	int i;

	put_list(writer, "unconfirmed");
	for (i = 0; i < pupil->problem.rule_count; i++)
		if (pupil->records[i]->origin == FROM_LAW &&
		    *pupil->records[i]->source == '\0' &&
		    *pupil->records[i]->checked == '\0')
			put_text(writer, NULL, pupil->records[i]->id);
	put_list_end(writer);
}

void
answer_put(struct writer *writer, const struct pupil *pupil,
    const struct answer *answer)
{
	const struct plan_problem *problem = &pupil->problem;
	int t, i;

	put_object(writer, NULL);
	put_text(writer, "character", answer->character);
	put_text(writer, "outcome", outcome_names[answer->outcome]);
	put_real(writer, "objective", answer->proof.objective, 3);
	put_real(writer, "bound", answer->proof.bound, 3);
	put_int(writer, "worth", plan_worth(problem, answer->taken));
	put_int(writer, "doors", plan_doors(problem, answer->taken));
	put_int(writer, "peak", plan_peak(problem, answer->taken));
	put_int(writer, "credits", credits_of(pupil, answer->taken));
	unconfirmed_put(writer, pupil);
	put_list(writer, "subjects");
	for (t = 0; t < problem->semester_count; t++)
		for (i = 0; i < problem->offer_count; i++)
			if (answer->taken[i] &&
			    problem->offers[i].semester == t)
				subject_put(writer, pupil, answer->taken, i);
	put_list_end(writer);
	put_object_end(writer);
}

void
lost_put(struct writer *writer, const struct pupil *pupil)
{
	int i;

	put_list(writer, "not_counted");
	for (i = 0; i < pupil->lost_count; i++) {
		const struct lost *lost = &pupil->lost[i];

		put_object(writer, NULL);
		put_text(writer, "subject", subject_text(pupil, lost->subject));
		put_int(writer, "semester", lost->semester + 1);
		put_text(writer, "rule", lost->rule);
		put_object_end(writer);
	}
	put_list_end(writer);
}
