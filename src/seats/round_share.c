/*
 * Who got what, in shares: by stage, by school, by group. Counted as a draw is
 * kept, told from then on; what stands for fewer than five pupils is told
 * without figures, and never who is in it.
 */
#include <string.h>

#include "base/json.h"
#include "base/text.h"
#include "seats/round.h"

enum { ROWS_MOST = 20000, TEXT_MOST = 64 };

static const char *const kinds[] = { "stage", "school", "group" };
enum { BY_STAGE, BY_SCHOOL, BY_GROUP };

/* Groups as bits, in the order of the vault's names */

unsigned
groups_of(const char *text)
{
	struct cell list = cell_of(text), part;
	unsigned groups = 0;

	while (cell_cut(&list, ';', &part))
		for (int i = 0; i < GROUPS; i++)
			if (cell_is(part, group_names[i]))
				groups |= 1U << i;
	return groups;
}

const char *
groups_text(struct arena *arena, unsigned groups)
{
	const char *text = "";

	for (int i = 0; i < GROUPS; i++)
		if (groups >> i & 1)
			text = text[0] == '\0' ? group_names[i]
					       : arena_printf(arena, "%s;%s",
						     text, group_names[i]);
	return text;
}

/* Counting */

static int
share_order(const struct share *share, const char *by, int64_t id)
{
	int order = strcmp(share->by, by);

	return order != 0 ? order : (share->id > id) - (share->id < id);
}

/* Rows stay sorted; there are some thousands at the most. NULL: no memory. */
static struct tally *
tally_of(struct shares *shares, const char *by, int64_t id)
{
	size_t low = 0, high = shares->count;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (share_order(&shares->list[middle], by, id) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (low < shares->count && share_order(&shares->list[low], by, id) == 0)
		return &shares->list[low].tally;
	if (shares->count == shares->room) {
		size_t room = shares->room > 0 ? 2 * shares->room : 64;
		struct share *list = room > ROWS_MOST
		    ? NULL
		    : memory_resize(shares->list, room * sizeof *list);

		if (list == NULL)
			return NULL;
		shares->list = list;
		shares->room = room;
	}
	memmove(shares->list + low + 1, shares->list + low,
	    (shares->count - low) * sizeof *shares->list);
	shares->count++;
	shares->list[low] = (struct share){ by, id, { 0 } };
	return &shares->list[low].tally;
}

static void
tally_add(struct tally *tally, const struct shared *one)
{
	if (tally == NULL)
		return;
	tally->pupils += one->size;
	tally->placed += one->place > 0 ? one->size : 0;
	tally->first += one->place == 1 ? one->size : 0;
	tally->three += one->place > 0 && one->place <= 3 ? one->size : 0;
}

void
shares_add(struct shares *shares, const struct shared *one)
{
	tally_add(&shares->all, one);
	tally_add(tally_of(shares, kinds[BY_STAGE],
		      (int64_t)stage_of_grade(one->grade)),
	    one);
	if (one->school != 0)
		tally_add(tally_of(shares, kinds[BY_SCHOOL], one->school), one);
	for (int i = 0; i < GROUPS; i++)
		if (one->groups >> i & 1)
			tally_add(tally_of(shares, kinds[BY_GROUP], i), one);
}

void
shares_free(struct shares *shares)
{
	memory_give(shares->list);
	*shares = (struct shares){ 0 };
}

/* As they are kept: counts, a row each */

static void
tally_write(struct writer *writer, const struct tally *tally)
{
	put_int(writer, "pupils", tally->pupils);
	put_int(writer, "placed", tally->placed);
	put_int(writer, "first", tally->first);
	put_int(writer, "three", tally->three);
}

const char *
shares_text(struct arena *arena, const struct shares *shares)
{
	struct buffer text = { 0 };
	struct writer writer = { .out = &text };
	const char *kept = NULL;

	put_object(&writer, NULL);
	tally_write(&writer, &shares->all);
	put_list(&writer, "rows");
	for (size_t i = 0; i < shares->count; i++) {
		put_object(&writer, NULL);
		put_text(&writer, "by", shares->list[i].by);
		put_id(&writer, "id", shares->list[i].id + 1);
		tally_write(&writer, &shares->list[i].tally);
		put_object_end(&writer);
	}
	put_list_end(&writer);
	put_object_end(&writer);
	if (!text.failed)
		kept = arena_text(arena, text.data);
	buffer_free(&text);
	if (kept == NULL)
		arena_throw(arena);
	return kept;
}

/* As they are told */

static int64_t
count_of(const json_t *row, const char *name)
{
	return json_integer_value(json_object_get(row, name));
}

static const char *
share_name(struct request *rq, struct db *db, const char *by, int64_t id)
{
	if (text_is(by, kinds[BY_STAGE]))
		return say(rq->lang,
		    arena_printf(rq->arena, "round.stage.%s",
			stage_name((enum stage)id)));
	if (text_is(by, kinds[BY_GROUP]))
		return say(rq->lang,
		    arena_printf(rq->arena, "group.%s", group_names[id]));
	return db_text(db, rq->arena,
	    "SELECT CASE WHEN ? = 1 THEN COALESCE(name_en, name) ELSE name END "
	    "FROM school WHERE id = ?",
	    ARGS(INT(rq->lang == LANG_EN), ID(id)));
}

static const char *
share_id(struct request *rq, const char *by, int64_t id)
{
	return text_is(by, kinds[BY_STAGE]) ? stage_name((enum stage)id)
	    : text_is(by, kinds[BY_GROUP])  ? group_names[id]
					    : id_text(rq->arena, id);
}

/* Of a group no share tells of one or a few children, nor how many they are. */
static void
part_put(struct writer *writer, const char *name, int64_t part, int64_t all,
    bool group)
{
	if (!group || (part >= FEW && all - part >= FEW))
		put_real(writer, name, (double)part / (double)all, 2);
}

static void
row_put(
    struct request *rq, struct db *db, struct writer *writer, const json_t *row)
{
	static const char *const parts[] = { "placed", "first", "three" };
	const char *by = json_string_value(json_object_get(row, "by"));
	bool group = text_is(by, kinds[BY_GROUP]);
	int64_t pupils = count_of(row, "pupils"), id = 1;
	const char *name;

	text_to_int(
	    json_string_value(json_object_get(row, "id")), 1, INT64_MAX, &id);
	name = share_name(rq, db, by, --id);
	put_object(writer, NULL);
	put_text(writer, "by", by);
	put_text(writer, "id", share_id(rq, by, id));
	put_text(writer, "name", name != NULL ? name : "");
	if (pupils >= FEW && !group)
		put_int(writer, "applicants", pupils);
	for (int i = 0; i < 3 && pupils >= FEW; i++)
		part_put(
		    writer, parts[i], count_of(row, parts[i]), pupils, group);
	put_object_end(writer);
}

void
shares_put(
    struct request *rq, struct db *db, struct writer *writer, const char *text)
{
	const json_t *kept = text == NULL
	    ? NULL
	    : json_read(rq->arena, text, strlen(text));
	const json_t *rows = json_object_get(kept, "rows");

	put_int(writer, "applicants", count_of(kept, "pupils"));
	put_int(writer, "placed", count_of(kept, "placed"));
	put_int(writer, "first", count_of(kept, "first"));
	put_list(writer, "shares");
	for (size_t i = 0; i < json_array_size(rows); i++)
		row_put(rq, db, writer, json_array_get(rows, i));
	put_list_end(writer);
}
