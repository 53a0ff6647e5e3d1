/*
 * Rounds: the rule as bytes, reserves and caps, every step from every state, the
 * rule in words, what a freezing makes of wishes. Over SQLite, then over the
 * server of GILJABI_TEST_POSTGRES if there is one.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "ledger/ledger.h"
#include "module.h"
#include "people/test_town.h"
#include "seats/round.h"

#define DAY INT64_C(86400000)
#define NOW INT64_C(1790000000000)

static const struct module *const rooms[] = { &http_module, &ledger_module,
	&catalog_module, &people_module, &sites_module, &seats_module, NULL };

static const char secret[] =
    "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

static struct arena *
arena_fresh(void)
{
	struct arena *arena = arena_new(ROUND_MEMORY);

	assert_non_null(arena);
	return arena;
}

/* The rule */

static void
rule_bytes(void **state)
{
	static const char *const rows[] = {
		"{\"reserves\":[],\"bands\":[],\"caps\":[]}",
		"{\"reserves\":[{\"group\":\"care\",\"percent\":20},"
		"{\"group\":\"rural\",\"percent\":5}],"
		"\"bands\":[{\"by\":\"remote\",\"value\":12},"
		"{\"by\":\"fewer\",\"value\":3}],"
		"\"caps\":[{\"site\":null,\"most\":90},"
		"{\"site\":\"4611686018427387904\",\"most\":0}]}",
	};
	struct arena *arena = arena_fresh();
	struct round_rule rule;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		assert_true(round_rule_read(arena, rows[i], &rule));
		assert_string_equal(round_rule_text(arena, &rule), rows[i]);
	}
	assert_int_equal(round_rule_all_cap(&rule), 90);
	assert_int_equal(
	    round_rule_site_cap(&rule, INT64_C(4611686018427387904)), 0);
	assert_int_equal(round_rule_site_cap(&rule, 5), -1);
	assert_false(round_rule_read(arena, "[", &rule));
	arena_free(arena);
}

/* Rounded down, in their order, never more than the seats in all. */
static void
reserves_counted(void **state)
{
	static const struct {
		int64_t seats, care, rural;
		const char *want;
	} rows[] = {
		{ 20, 20, 10, "care:4;rural:2" },
		{ 9, 20, 10, "care:1" },
		{ 4, 20, 10, "" },
		{ 0, 50, 50, "" },
		{ 3, 50, 50, "care:1;rural:1" },
		{ 1, 50, 50, "" },
		{ 2, 50, 50, "care:1;rural:1" },
		{ 1000, 50, 50, "care:500;rural:500" },
	};
	struct arena *arena = arena_fresh();

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct round_rule rule = {
			.reserves = { { "care", rows[i].care },
			    { "rural", rows[i].rural } },
			.reserve_count = 2,
		};

		assert_string_equal(
		    round_rule_reserves(arena, &rule, rows[i].seats),
		    rows[i].want);
	}
	arena_free(arena);
}

static void
groups_as_text(void **state)
{
	struct arena *arena = arena_fresh();

	(void)state;
	for (unsigned groups = 0; groups < 1U << GROUPS; groups++)
		assert_int_equal(groups_of(groups_text(arena, groups)), groups);
	assert_int_equal(groups_of("care;unheard-of"), 1);
	arena_free(arena);
}

/* A round in a town: two events of two days, one of a capped site. */

struct set {
	struct bed *bed;
	struct town town;
	struct arena *arena;
	int64_t sites[2], events[3];
	struct round round;
};

struct making {
	struct set *set;
	const char *kind;
	struct round_rule rule;
};

static bool
round_fill(struct db *db, void *with)
{
	struct making *making = with;
	struct set *set = making->set;
	struct round round = { .region = set->town.regions[0],
		.name = "봄",
		.kind = making->kind,
		.grade_from = 5,
		.grade_to = 12,
		.most = 5,
		.opens = NOW + DAY,
		.closes = NOW + 2 * DAY,
		.answers_until = NOW + 3 * DAY,
		.rule = making->rule };

	for (int i = 0; i < 2; i++)
		set->sites[i] = site_add(db, NOW,
		    &(struct site_new){ .region = round.region,
			.name = "곳",
			.kind = "public",
			.about = "",
			.address = "",
			.phone = "",
			.step_free = "yes",
			.certification = "none",
			.latitude = 37 + i,
			.longitude = 127 });
	for (int i = 0; i < 3; i++) {
		int64_t programme = programme_add(db, NOW,
		    &(struct programme_new){ .site = set->sites[i > 1],
			.name = "프로그램",
			.kind = "VISIT",
			.field = "food",
			.about = "",
			.standards = "",
			.safety = "",
			.grade_from = 5,
			.grade_to = 12,
			.minutes = 60,
			.pupils_per_adult = 10 });

		set->events[i] = event_add(db, NOW,
		    &(struct event_new){ programme, NOW + (10 + i) * DAY,
			NOW + (10 + i) * DAY + 3600000, 1, 0, false });
	}
	round.id = round_add(db, NOW, &round, set->events, 3, NULL);
	return round_load(db, set->arena, round.id, NOW, &set->round);
}

static void
set_make(struct bed *bed, struct set *set, const char *kind,
    const struct round_rule *rule)
{
	struct making making = { set, kind, *rule };

	*set = (struct set){ .bed = bed, .arena = arena_fresh() };
	secret_use(secret);
	town_make(bed, &set->town);
	assert_true(store_migrate(bed->store, rooms));
	assert_int_equal(
	    store_write(bed->store, round_fill, &making), WRITE_DONE);
}

static const char *
wrong_at(struct set *set, const char *to, int64_t now)
{
	struct db *db = store_read(set->bed->store);
	const char *id;

	assert_non_null(db);
	assert_true(
	    round_load(db, set->arena, set->round.id, now, &set->round));
	id = step_wrong(db, &set->round, to, now);
	assert_true(store_read_end(db));
	return id;
}

/* Every step from every state: 1 is allowed. */
static void
steps_guarded(void **state)
{
	static const struct {
		const char *kept;
		int64_t day; /* after NOW */
		const char *allowed; /* of round_state_names, a digit each */
	} rows[] = {
		{ "draft", 0, "0100000" },
		{ "draft", 2, "0000000" }, /* closed already */
		{ "published", 0, "1000000" },
		{ "published", 1, "0000000" }, /* open */
		{ "published", 2, "0000100" }, /* closed */
		{ "frozen", 2, "0001010" },
		{ "drawn", 2, "0000001" },
		{ "drawn", 3, "0000000" }, /* nobody could answer */
		{ "announced", 2, "0000000" },
	};
	struct set set;

	set_make(*state, &set, "pupils", &(struct round_rule){ 0 });
	for (size_t i = 0; i < COUNT(rows); i++) {
		must(set.bed, "UPDATE round SET state = ? WHERE id = ?",
		    ARGS(TEXT(rows[i].kept), ID(set.round.id)));
		for (int to = 0; round_state_names[to] != NULL; to++)
			if ((wrong_at(&set, round_state_names[to],
				 NOW + rows[i].day * DAY) == NULL) !=
			    (rows[i].allowed[to] == '1'))
				fail_msg(
				    "row %zu to %s", i, round_state_names[to]);
	}
	arena_free(set.arena);
}

/* Words */

static void
words_complete(void **state)
{
	static const struct round_rule rules[] = {
		{ .reserve_count = 0 },
		{ .reserves = { { "care", 10 }, { "special", 10 },
		      { "migrant", 10 }, { "rural", 10 } },
		    .reserve_count = 4,
		    .bands = { { "remote", 10 }, { "fewer", 3 } },
		    .band_count = 2,
		    .caps = { { 0, 30 } },
		    .cap_count = 1 },
	};
	static const char *const kinds[] = { "pupils", "classes", "both" };
	struct set set;

	set_make(*state, &set, "pupils", &rules[0]);
	for (int i = 0; i < 2 * 3 * LANGS; i++) {
		struct sentences words = { .arena = set.arena,
			.lang = (enum lang)(i % LANGS) };
		struct db *db = store_read(set.bed->store);

		set.round.rule = rules[i / LANGS % 2];
		set.round.kind = kinds[i / LANGS / 2];
		round_words(&words, db, &set.round);
		assert_true(store_read_end(db));
		assert_in_range(words.count, 10, 40);
		for (int w = 0; w < words.count; w++)
			if (strpbrk(words.list[w], "{}_") != NULL ||
			    text_starts(words.list[w], "round."))
				fail_msg("%s", words.list[w]);
	}
	arena_free(set.arena);
}

/* Freezing */

static void
wish_put(struct set *set, int64_t applicant, bool class, const char *events)
{
	must(set->bed,
	    "INSERT INTO wish (round, applicant, class, region, events, "
	    "saved) VALUES (?, ?, ?, ?, ?, ?)",
	    ARGS(ID(set->round.id), ID(applicant), INT(class),
		ID(set->town.regions[0]), TEXT(events), INT(NOW)));
}

static bool
vault_fill(struct db *db, void *with)
{
	const struct set *set = with;

	vault_groups_set(db, set->town.pupils[0], 1 | 8);
	return db_ok(db);
}

static bool
publish(struct db *db, void *with)
{
	struct set *set = with;

	return round_publish(db, set->arena, NOW, &set->round, NULL) == NULL;
}

static struct round_work
work_of(struct set *set)
{
	return (struct round_work){ .store = set->bed->store,
		.arena = set->arena,
		.now = NOW + 2 * DAY + 1,
		.id = set->round.id };
}

static void
wishes_frozen(void **state)
{
	const struct round_rule rule = { .reserves = { { "care", 50 } },
		.reserve_count = 1,
		.bands = { { "fewer", 2 } },
		.band_count = 1 };
	struct round_work work;
	struct set set;
	const char *list;

	set_make(*state, &set, "both", &rule);
	list = arena_printf(set.arena, "%lld>%lld", (long long)set.events[0],
	    (long long)set.events[1]);
	assert_int_equal(
	    store_write(set.bed->store, publish, &set), WRITE_DONE);
	assert_int_equal(
	    store_write(set.bed->store, vault_fill, &set), WRITE_DONE);
	/* one singly; one whose class goes as a whole; an emptied list */
	wish_put(&set, set.town.pupils[0], false, list);
	wish_put(&set, set.town.pupils[1], false, list);
	wish_put(&set, set.town.classes[1], true, list);
	wish_put(&set, set.town.pupils[3], false, "");
	work = work_of(&set);
	assert_true(ARENA_CATCH(set.arena));
	assert_true(round_freeze(&work));
	assert_int_equal(
	    look(set.bed, "SELECT COUNT(*) FROM applicant WHERE round = ?",
		ARGS(ID(set.round.id))),
	    2);
	/* of the groups only what seats are reserved for */
	assert_int_equal(look(set.bed,
			     "SELECT COUNT(*) FROM applicant WHERE round = ? "
			     "AND applicant = ? AND groups = 'care' "
			     "AND band = 0 AND held = ''",
			     ARGS(ID(set.round.id), ID(set.town.pupils[0]))),
	    1);
	assert_false(round_freeze(&work));
	assert_string_equal(work.wrong, "round.step");
	assert_true(round_draw_make(&work, "public"));
	assert_int_equal(
	    look(set.bed, "SELECT COUNT(*) FROM seat WHERE round = ?",
		ARGS(ID(set.round.id))),
	    2);
	assert_int_equal(look(set.bed,
			     "SELECT COUNT(*) FROM applicant WHERE round = ? "
			     "AND number IS NULL",
			     ARGS(ID(set.round.id))),
	    0);
	assert_false(round_draw_make(&work, "public"));
	arena_free(set.arena);
}

/* A seat of another round takes its day and counts for the band. */
static void
seats_before(void **state)
{
	const struct round_rule rule = { .bands = { { "fewer", 2 } },
		.band_count = 1 };
	struct round_work work;
	struct set set;
	int64_t other;

	set_make(*state, &set, "pupils", &rule);
	other = id_new();
	assert_int_equal(
	    store_write(set.bed->store, publish, &set), WRITE_DONE);
	must(set.bed,
	    "INSERT INTO round (id, region, name, kind, state, year, "
	    "grade_from, grade_to, most, opens, closes, answers_until, "
	    "class_unit, rule, maker, created, changed) SELECT "
	    "CAST(? AS BIGINT), region, name, kind, 'announced', year, "
	    "grade_from, grade_to, most, opens, closes, answers_until, "
	    "class_unit, rule, maker, created, changed FROM round "
	    "WHERE id = ?",
	    ARGS(ID(other), ID(set.round.id)));
	must(set.bed,
	    "INSERT INTO seat (id, region, round, event, applicant, class, "
	    "size, place, source, state, until, made, changed) "
	    "VALUES (1, ?, ?, ?, ?, 0, 1, 1, 'draw', 'accepted', 0, 0, 0)",
	    ARGS(ID(set.town.regions[0]), ID(other), ID(set.events[0]),
		ID(set.town.pupils[0])));
	wish_put(
	    &set, set.town.pupils[0], false, id_text(set.arena, set.events[0]));
	work = work_of(&set);
	assert_true(ARENA_CATCH(set.arena));
	assert_true(round_freeze(&work));
	assert_int_equal(look(set.bed,
			     "SELECT COUNT(*) FROM applicant a "
			     "JOIN round_event x ON x.round = a.round "
			     "WHERE a.round = ? AND a.band = 1 "
			     "AND x.event = ? AND a.held = x.day",
			     ARGS(ID(set.round.id), ID(set.events[0]))),
	    1);
	assert_true(round_draw_make(&work, "public"));
	assert_int_equal(
	    look(set.bed, "SELECT COUNT(*) FROM seat WHERE round = ?",
		ARGS(ID(set.round.id))),
	    0);
	assert_true(round_thaw(&work) == false);
	arena_free(set.arena);
}

int
main(void)
{
	static const struct test_case cases[] = {
		CASE(SQLITE, rule_bytes),
		CASE(SQLITE, reserves_counted),
		CASE(SQLITE, groups_as_text),
		CASE(BOTH, steps_guarded),
		CASE(BOTH, words_complete),
		CASE(BOTH, wishes_frozen),
		CASE(BOTH, seats_before),
	};

	return cases_run(cases, COUNT(cases));
}
