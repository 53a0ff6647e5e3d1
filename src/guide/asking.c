/* What was asked, and what is asked next. */
#include "guide/asking.h"

#include <stdio.h>
#include <stdlib.h>

#include "engine/adaptive.h"

enum {
	FORM = 18, /* items of the short form for children */
	FORM_SLACK = 0,
	USUAL = 20, /* that the others answer */
	AHEAD =
	    3, /* asked before they are answered: a slow line delays nobody */
	MIDDLE = (INTEREST_CATEGORIES + 1) / 2
};

/*
 * With a bank that was calibrated on answers, and so knows how far its estimates
 * lie off: this doubt is met after 20.2 items on the mean by people it has not
 * seen, after 10 to 26 by each (docs/guidance.md). The numbers that experts
 * gave are less sure of themselves; there adaptive_default holds.
 */
static const struct adaptive_rule calibrated_rule = {
	.least = 12,
	.most = 28,
	.target = 0.065,
	.slack = 1,
};

static const struct adaptive_rule *
rule_of(const struct bank_entry *bank)
{
	return bank->bank.reach.at[0][0][0][0] > 0 ? &calibrated_rule
						   : &adaptive_default;
}

/* The short form for children, or as long as the profile is not sure. */
static bool
has_form(enum stage stage)
{
	return stage == STAGE_ELEMENTARY;
}

static int
least_of(int some, int others)
{
	return some < others ? some : others;
}

void
asking_plan(
    const struct bank_entry *bank, enum stage stage, struct asking *asking)
{
	*asking = (struct asking){
		.usual = least_of(has_form(stage) ? FORM : USUAL, bank->count),
		.most = least_of(
		    has_form(stage) ? FORM : rule_of(bank)->most, bank->count),
	};
}

bool
asking_has(const struct asking *asking, int item)
{
	int i;

	for (i = 0; i < asking->count; i++)
		if (asking->items[i] == item)
			return true;
	return false;
}

/* Places of the bank, each once; false for anything else. */
static bool
items_read(
    const struct bank_entry *bank, const char *text, struct asking *asking)
{
	char *end;
	long item;

	while (*text != '\0') {
		item = strtol(text, &end, 10);
		if (end == text || item < 0 || item >= bank->count ||
		    asking_has(asking, (int)item))
			return false;
		asking->items[asking->count++] = (int)item;
		text = *end == ' ' ? end + 1 : end;
	}
	return true;
}

static void
items_all(const struct bank_entry *bank, struct asking *asking)
{
	for (; asking->count < bank->count; asking->count++)
		asking->items[asking->count] = asking->count;
	asking->usual = asking->most = bank->count;
}

static int
open_count(const struct asking *asking, const char *answers)
{
	int open = 0, i;

	for (i = 0; i < asking->count; i++)
		open += answers[asking->items[i]] == '0';
	return open;
}

/*
 * The next item, or -1 when the profile is sure enough. One that is asked and
 * not answered yet counts as answered in the middle: it will tell as much.
 */
static int
next_item(const struct bank_entry *bank, const struct asking *asking,
    const char *answers, int64_t seed)
{
	interest_answer given[INTEREST_ITEMS];
	int i;

	for (i = 0; i < bank->count; i++)
		given[i] = (interest_answer)(answers[i] - '0');
	for (i = 0; i < asking->count; i++)
		if (given[asking->items[i]] == 0)
			given[asking->items[i]] = MIDDLE;
	return adaptive_next(bank->table, given, rule_of(bank), (uint64_t)seed);
}

bool
asking_more(const struct bank_entry *bank, enum stage stage,
    const char *answers, int64_t seed, struct asking *asking)
{
	int before = asking->count, open = open_count(asking, answers), item;

	if (has_form(stage) && before == 0)
		open = asking->count = adaptive_form(
		    bank->table, asking->most, FORM_SLACK, asking->items);
	while (!has_form(stage) && open < AHEAD &&
	    asking->count < asking->most &&
	    (item = next_item(bank, asking, answers, seed)) >= 0) {
		asking->items[asking->count++] = item;
		open++;
	}
	asking->complete = open == 0;
	return asking->count > before;
}

bool
asking_read(const struct bank_entry *bank, enum stage stage, const char *asked,
    const char *answers, struct asking *asking)
{
	struct asking more;

	asking_plan(bank, stage, asking);
	if (asked == NULL)
		items_all(bank, asking);
	else if (!items_read(bank, asked, asking))
		return false;
	more = *asking;
	asking_more(bank, stage, answers, 0, &more);
	asking->complete = more.complete;
	return true;
}

void
asking_write(const struct asking *asking, char text[static ASKING_TEXT])
{
	size_t length = 0;
	int i;

	text[0] = '\0';
	for (i = 0; i < asking->count; i++)
		length += (size_t)snprintf(text + length, ASKING_TEXT - length,
		    "%s%d", i ? " " : "", asking->items[i]);
}
