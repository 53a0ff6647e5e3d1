/*
 * Teachers of the file against the store. Each gets an account without a way to
 * sign in, which an engineer opens; who has a class of its own sees that class;
 * a counsellor (the career teacher) sees the school. What a person was given
 * otherwise stays, as long as the person stays at the school.
 */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "people/import.h"

static bool
staff_counts(const struct roster_person *person)
{
	return person->staff && !person->pupil && !person->gone;
}

/* Who may see a whole school is not for one of its teachers to say. */
static bool
post_counts(const struct merge *merge, const struct roster_post *post)
{
	const struct roster *roster = merge->roster;

	if (!staff_counts(&roster->people[post->person]) ||
	    (merge->import->bound && post->kind == POST_CAREER))
		return false;
	return post->kind != POST_CLASS ||
	    class_counts(&roster->classes[post->place]);
}

static int
post_order(const void *one, const void *other)
{
	const struct roster_post *a = one, *b = other;

	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	if (a->place != b->place)
		return a->place < b->place ? -1 : 1;
	return a->person < b->person ? -1 : a->person > b->person;
}

/* Those that count, each once, in order. */
static void
posts_sort(struct merge *merge)
{
	struct roster *roster = merge->roster;
	size_t i, kept = 0;

	if (roster->post_count == 0)
		return;
	qsort(roster->posts, roster->post_count, sizeof *roster->posts,
	    post_order);
	for (i = 0; i < roster->post_count; i++)
		if (post_counts(merge, &roster->posts[i]) &&
		    (kept == 0 ||
			post_order(
			    &roster->posts[kept - 1], &roster->posts[i])))
			roster->posts[kept++] = roster->posts[i];
	roster->post_count = kept;
}

static struct roster_post *
post_find(const struct roster *roster, enum post_kind kind, uint32_t place,
    uint32_t person)
{
	const struct roster_post key = {
		.kind = (uint8_t)kind, .place = place, .person = person
	};

	if (roster->post_count == 0 || person == NO_INDEX)
		return NULL;
	return bsearch(
	    &key, roster->posts, roster->post_count, sizeof key, post_order);
}

static bool
is_here(const struct roster *roster, uint32_t school, uint32_t person)
{
	return post_find(roster, POST_HERE, school, person) != NULL ||
	    post_find(roster, POST_HOMEROOM, school, person) != NULL ||
	    post_find(roster, POST_CAREER, school, person) != NULL;
}

/* Accounts */

static void
account_meet(struct merge *merge, uint32_t index)
{
	const struct roster *roster = merge->roster;
	struct roster_person *person = &roster->people[index];
	struct rows rows = db_ask(merge->db,
	    "SELECT id, name FROM account WHERE source = ?",
	    ARGS(TEXT(id_at(&roster->person_ids, index))));

	if (rows_next(&rows)) {
		person->id = rows_id(&rows, 0);
		person->fate = merge->import->bound ||
			text_is(
			    person_name(roster, person), rows_text(&rows, 1))
		    ? FATE_SAME
		    : FATE_CHANGED;
	}
	rows_close(&rows);
}

static void
account_write(struct merge *merge, uint32_t index)
{
	const struct roster *roster = merge->roster;
	struct roster_person *person = &roster->people[index];
	const char *name = person_name(roster, person);

	if (person->fate == FATE_NEW) {
		person->id = id_new();
		db_do(merge->db,
		    "INSERT INTO account (id, role, name, source, "
		    "created) VALUES (?, ?, ?, ?, ?)",
		    ARGS(ID(person->id), INT(ROLE_TEACHER), TEXT(name),
			TEXT(id_at(&roster->person_ids, index)),
			INT(merge->import->now)));
	} else if (person->fate == FATE_CHANGED)
		db_do(merge->db, "UPDATE account SET name = ? WHERE id = ?",
		    ARGS(TEXT(name), ID(person->id)));
}

/* Only who has a post: others of the staff have nothing to do here. */
static void
accounts_merge(struct merge *merge)
{
	const struct roster *roster = merge->roster;
	bool dry = merge->import->order->dry;
	size_t i;

	for (i = 0; i < roster->post_count && merge_goes_on(merge); i++) {
		uint32_t person = roster->posts[i].person;

		if (roster->people[person].met)
			continue;
		roster->people[person].met = true;
		account_meet(merge, person);
		if (!dry)
			account_write(merge, person);
	}
}

/* What somebody has who came in by a roster. */

struct held {
	int64_t account;
	uint32_t person; /* of the file, or NO_INDEX */
	bool homeroom;
};

static struct held
held_read(const struct merge *merge, const struct rows *rows)
{
	return (struct held){ rows_id(rows, 0),
		ids_find(&merge->roster->person_ids, rows_text(rows, 1)),
		text_is(rows_text(rows, 2), "homeroom") };
}

/* Who brings the file does not lose the own duties by it. */
static bool
is_own(const struct merge *merge, const struct held *held)
{
	return merge->import->bound &&
	    held->account == merge->import->order->actor->account;
}

static void
person_change(struct merge *merge, uint32_t index)
{
	struct roster_person *person = &merge->roster->people[index];

	if (person->fate == FATE_SAME)
		person->fate = FATE_CHANGED;
}

/* All that the account holds at the school. */
static void
school_leave(struct merge *merge, const struct held *held, int64_t school)
{
	if (merge->import->order->dry)
		return;
	db_do(merge->db, "DELETE FROM duty WHERE account = ? AND school = ?",
	    ARGS(ID(held->account), ID(school)));
	db_do(merge->db,
	    "DELETE FROM class_teacher WHERE account = ? "
	    "AND class IN (SELECT id FROM class WHERE school = ?)",
	    ARGS(ID(held->account), ID(school)));
}

static void
homeroom_end(struct merge *merge, const struct held *held, int64_t school)
{
	person_change(merge, held->person);
	if (!merge->import->order->dry)
		db_do(merge->db,
		    "DELETE FROM duty WHERE account = ? "
		    "AND school = ? AND kind = 'homeroom'",
		    ARGS(ID(held->account), ID(school)));
}

static void
duty_look(struct merge *merge, uint32_t school, const struct held *held)
{
	const struct roster *roster = merge->roster;
	struct roster_post *post = post_find(roster,
	    held->homeroom ? POST_HOMEROOM : POST_CAREER, school, held->person);
	int64_t id = roster->schools[school].id;

	if (post != NULL)
		post->there = true;
	else if (is_own(merge, held) || !roster->schools[school].covered)
		return;
	else if (!is_here(roster, school, held->person)) {
		merge->import->report->staff.left++;
		school_leave(merge, held, id);
	} else if (held->homeroom)
		homeroom_end(merge, held, id);
}

/* Read whole before anything is written. */
static void
duties_look(struct merge *merge, uint32_t school)
{
	int64_t id = merge->roster->schools[school].id;
	int64_t count = db_int(merge->db,
		    "SELECT COUNT(*) FROM duty "
		    "WHERE school = ?",
		    ARGS(ID(id)), 0),
		i, found = 0;
	struct held *held = arena_array(
	    merge->arena, (size_t)count, sizeof *held);
	struct rows rows = db_ask(merge->db,
	    "SELECT d.account, a.source, "
	    "d.kind FROM duty d JOIN account a ON a.id = d.account "
	    "WHERE d.school = ? AND a.source IS NOT NULL "
	    "ORDER BY d.account, d.kind",
	    ARGS(ID(id)));

	while (found < count && rows_next(&rows))
		held[found++] = held_read(merge, &rows);
	rows_close(&rows);
	for (i = 0; i < found; i++)
		if (i == 0 || held[i].account != held[i - 1].account ||
		    is_here(merge->roster, school, held[i].person))
			duty_look(merge, school, &held[i]);
}

static void
class_leave(struct merge *merge, uint32_t class, const struct held *held)
{
	if (held->person != NO_INDEX)
		person_change(merge, held->person);
	if (!merge->import->order->dry)
		db_do(merge->db,
		    "DELETE FROM class_teacher "
		    "WHERE class = ? AND account = ?",
		    ARGS(ID(merge->roster->classes[class].id),
			ID(held->account)));
}

enum { CLASS_TEACHERS = 64 };

static void
class_look(struct merge *merge, uint32_t class)
{
	struct held held[CLASS_TEACHERS];
	size_t count = 0, i;
	struct rows rows = db_ask(merge->db,
	    "SELECT t.account, a.source, '' "
	    "FROM class_teacher t JOIN account a ON a.id = t.account "
	    "WHERE t.class = ? AND a.source IS NOT NULL ORDER BY t.account",
	    ARGS(ID(merge->roster->classes[class].id)));

	while (count < CLASS_TEACHERS && rows_next(&rows))
		held[count++] = held_read(merge, &rows);
	rows_close(&rows);
	for (i = 0; i < count; i++) {
		struct roster_post *post = post_find(
		    merge->roster, POST_CLASS, class, held[i].person);

		if (post != NULL)
			post->there = true;
		else if (!is_own(merge, &held[i]))
			class_leave(merge, class, &held[i]);
	}
}

/* Posts that are new */

static void
post_write(struct merge *merge, const struct roster_post *post)
{
	const struct roster *roster = merge->roster;
	int64_t account = roster->people[post->person].id;

	if (post->kind == POST_CLASS)
		db_do(merge->db,
		    "INSERT INTO class_teacher (class, account) "
		    "VALUES (?, ?) ON CONFLICT (class, account) DO NOTHING",
		    ARGS(ID(roster->classes[post->place].id), ID(account)));
	else
		duty_add(merge->db, account, roster->schools[post->place].id,
		    post->kind == POST_CAREER ? "career" : "homeroom");
}

static void
posts_write(struct merge *merge)
{
	const struct roster *roster = merge->roster;
	size_t i;

	for (i = 0; i < roster->post_count && merge_goes_on(merge); i++) {
		const struct roster_post *post = &roster->posts[i];

		if (post->kind == POST_HERE || post->there)
			continue;
		person_change(merge, post->person);
		if (!merge->import->order->dry)
			post_write(merge, post);
	}
}

static void
staff_count(struct merge *merge)
{
	struct import_counts *counts = &merge->import->report->staff;
	const struct roster *roster = merge->roster;
	size_t i;

	for (i = 0; i < roster->person_ids.count; i++) {
		const struct roster_person *person = &roster->people[i];

		if (!person->met)
			continue;
		counts->added += person->fate == FATE_NEW;
		counts->changed += person->fate == FATE_CHANGED;
		counts->same += person->fate == FATE_SAME;
	}
}

void
staff_merge(struct merge *merge)
{
	const struct roster *roster = merge->roster;
	uint32_t i;

	if (!roster->is_oneroster)
		return;
	posts_sort(merge);
	accounts_merge(merge);
	for (i = 0; i < roster->school_ids.count && merge_goes_on(merge); i++)
		if (roster->schools[i].named)
			duties_look(merge, i);
	for (i = 0; i < roster->class_ids.count && merge_goes_on(merge); i++)
		if (class_counts(&roster->classes[i]) &&
		    roster->classes[i].id != 0 &&
		    roster->classes[i].fate != FATE_NEW)
			class_look(merge, i);
	posts_write(merge);
	staff_count(merge);
}
