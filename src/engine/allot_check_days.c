/*
 * Deferred acceptance in days: all who are free apply at once, then each session
 * chooses (Gale and Shapley 1962).
 */
#include "engine/allot_check_parts.h"

/* With scores each choice has a key of its own. */
void
check_person_stand(
    const struct allot_check *check, struct person *person, uint16_t at)
{
	person->at = at;
	if (check->given.scores != NULL && at < person->length)
		person->key = check->standing[person->start + at];
}

/* Lets an applicant take part; answers the person. */
uint32_t
check_person_join(struct allot_check *check, uint32_t applicant, uint32_t at)
{
	struct person *person = &check->people[check->people_count];

	*person = (struct person){
		.applicant = applicant,
		.start = check->market->first[applicant],
		.key = check->standing[applicant],
		.groups = check->market->groups[applicant],
		.length = (uint16_t)check_list_length(check, applicant),
		.size = check->given.round->sizes[applicant],
	};
	check_person_stand(check, person, (uint16_t)at);
	return check->people_count++;
}

/* Puts a person among the holders of the session that it stands at. */
void
check_person_link(
    struct allot_check *check, struct side *side, uint32_t i, uint32_t s)
{
	check->people[i].next = side->head[s];
	side->head[s] = i;
}

static uint32_t
session_at(const struct allot_check *check, const struct person *person)
{
	return check->market->choices[person->start + person->at];
}

/*
 * Whether it is worth asking: the person may be there, and not all seats, the
 * reserved ones too, are taken by others who come before.
 */
static bool
is_worth(const struct allot_check *check, const struct side *side,
    const struct person *person)
{
	uint32_t s = session_at(check, person);
	const struct limits *limits = &side->limits[s];

	if (person->key >= limits->open &&
	    (person->key >= limits->member ||
		!(person->groups & limits->groups)))
		return false;
	return s < check->market->sessions && !check->closed[s] &&
	    person->size <= side->most[s];
}

/* Applies to the next session where it may be; the end of the list is the end. */
static void
person_apply(
    struct allot_check *check, struct side *side, uint32_t i, uint32_t *touched)
{
	struct person *person = &check->people[i];
	uint32_t s;

	while (person->at < person->length && !is_worth(check, side, person))
		check_person_stand(check, person, (uint16_t)(person->at + 1));
	if (person->at == person->length)
		return;
	s = session_at(check, person);
	check_person_link(check, side, i, s);
	if (check->is_touched[s])
		return;
	check->is_touched[s] = true;
	check->touched[(*touched)++] = s;
}

/* Turned away: to the next choice. */
void
check_person_pass(struct allot_check *check, uint32_t i)
{
	struct person *person = &check->people[i];

	check_person_stand(check, person, (uint16_t)(person->at + 1));
}

/* All who are free apply, the last first; then the sessions choose. */
static uint32_t
day_run(struct allot_check *check, struct side *side, uint32_t free)
{
	uint32_t touched = 0;

	while (free > 0)
		person_apply(check, side, check->free[--free], &touched);
	while (touched > 0) {
		uint32_t s = check->touched[--touched];

		check->is_touched[s] = false;
		free += check_session_choose(
		    check, side, s, check->free + free);
	}
	for (uint32_t c = 0; c < check->capped_count; c++)
		free += check_node_choose(
		    check, side, check->capped[c], check->free + free);
	for (uint32_t k = 0; k < free; k++)
		check_person_pass(check, check->free[k]);
	return free;
}

void
check_days_run(struct allot_check *check, struct side *side, uint32_t free)
{
	while (free > 0)
		free = day_run(check, side, free);
}

uint32_t
check_groups_of(const struct allot_market *market, uint32_t s)
{
	const struct allot_session *session = &market->session[s];
	uint32_t groups = 0;

	for (uint32_t r = 0; r < session->reserves; r++)
		groups |= (uint32_t)1
		    << market->reserve[session->reserve + r].group;
	return groups;
}

void
check_side_clear(const struct allot_check *check, struct side *side)
{
	for (uint32_t s = 0; s < check->market->sessions; s++) {
		side->head[s] = NOBODY;
		side->limits[s].holders = 0;
		side->limits[s].open = side->limits[s].member = ALLOT_NONE;
		side->limits[s].groups = check_groups_of(check->market, s);
	}
}

/* Who has joined since the side's start applies from the top. */
void
check_people_run(struct allot_check *check, struct side *side)
{
	uint32_t free = 0;

	check_side_clear(check, side);
	for (uint32_t i = side->start; i < check->people_count; i++)
		check->free[free++] = i;
	check_days_run(check, side, free);
}

/* The whole draw of a market; people of the pupils' come after the classes'. */
void
check_side_draw(struct allot_check *check, struct side *side)
{
	check->people_count = side->start;
	for (uint32_t i = 0; i < check->market->applicants; i++)
		if (check_takes_part(check, side, i))
			check_person_join(check, i, 0);
	check_people_run(check, side);
}
