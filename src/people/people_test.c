/*
 * Who reaches whom; who may consent when; regions and offices that come twice.
 * Over SQLite, then over the server of GILJABI_TEST_POSTGRES if there is one.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "catalog/catalog.h"
#include "module.h"
#include "people/inside.h"
#include "people/test_town.h"

#define DAY_MS INT64_C(86400000)

static struct db *
read_begin(struct bed *bed)
{
	struct db *db = store_read(bed->store);

	assert_non_null(db);
	return db;
}

/* Reach: a letter for each object of the town, 1 is within. */

enum who {
	NOBODY,
	PUPIL,
	GUARDIAN,
	HOMEROOM,
	CAREER,
	NEWCOMER,
	CENTRE,
	CENTRE_OF_NOTHING,
	SUPERVISOR,
	PROVINCE,
	ENGINEER
};

static const struct reach_row {
	enum who who;
	const char *pupils, *classes, *schools, *regions, *offices;
	const char *accounts; /* teacher, guardian */
	const char *imports; /* of a teacher, of an engineer */
} reach_rows[] = {
	{ NOBODY, "0000", "000", "000", "00", "00", "00", "00" },
	{ PUPIL, "1000", "000", "000", "00", "00", "00", "00" },
	{ GUARDIAN, "1010", "000", "000", "00", "00", "00", "00" },
	{ HOMEROOM, "1000", "100", "100", "00", "00", "00", "10" },
	{ CAREER, "1100", "110", "100", "00", "00", "00", "00" },
	{ NEWCOMER, "0000", "000", "000", "00", "00", "00", "00" },
	{ CENTRE, "0000", "000", "101", "10", "00", "00", "00" },
	{ CENTRE_OF_NOTHING, "0000", "000", "000", "00", "00", "00", "00" },
	{ SUPERVISOR, "0000", "000", "101", "10", "10", "00", "00" },
	{ PROVINCE, "0000", "000", "111", "11", "11", "00", "00" },
	{ ENGINEER, "0000", "000", "111", "11", "00", "10", "11" },
};

static struct actor
actor_of(const struct town *town, enum who who)
{
	const struct actor actors[] = {
		[NOBODY] = { 0 },
		[PUPIL] = { 1, town->pupils[0], ROLE_PUPIL, town->pupils[0],
		    town->regions[0], 0, false },
		[GUARDIAN] = { 1, town->guardian, ROLE_GUARDIAN },
		[HOMEROOM] = { 1, town->homeroom, ROLE_TEACHER },
		[CAREER] = { 1, town->career, ROLE_TEACHER },
		[NEWCOMER] = { 1, town->newcomer, ROLE_TEACHER },
		[CENTRE] = { 1, town->centre, ROLE_CENTRE, 0, town->regions[0],
		    0, false },
		[CENTRE_OF_NOTHING] = { 1, town->centre, ROLE_CENTRE },
		[SUPERVISOR] = { 1, town->supervisor, ROLE_SUPERVISOR, 0, 0,
		    town->offices[0], false },
		[PROVINCE] = { 1, town->province, ROLE_SUPERVISOR },
		[ENGINEER] = { 1, town->engineer, ROLE_ENGINEER },
	};

	return actors[who];
}

static void
check_scope(struct db *db, const struct actor *actor, enum who who,
    const char *scope, const int64_t *ids, const char *want)
{
	size_t i;

	for (i = 0; want[i] != '\0'; i++)
		if (people_reach(db, actor, scope, ids[i]) != (want[i] == '1'))
			fail_msg("actor %d, %s %zu: not %c", (int)who, scope, i,
			    want[i]);
	assert_false(people_reach(db, actor, scope, 0));
	assert_false(people_reach(db, actor, scope, 12345));
}

static void
everybody_reaches_the_own(void **state)
{
	struct bed *bed = *state;
	struct town town;
	struct db *db;
	size_t i;

	town_make(bed, &town);
	db = read_begin(bed);
	for (i = 0; i < COUNT(reach_rows); i++) {
		const struct reach_row *row = &reach_rows[i];
		const struct actor actor = actor_of(&town, row->who);
		const int64_t accounts[] = { town.newcomer, town.guardian };

		check_scope(
		    db, &actor, row->who, "pupil", town.pupils, row->pupils);
		check_scope(
		    db, &actor, row->who, "class", town.classes, row->classes);
		check_scope(
		    db, &actor, row->who, "school", town.schools, row->schools);
		check_scope(
		    db, &actor, row->who, "region", town.regions, row->regions);
		check_scope(
		    db, &actor, row->who, "office", town.offices, row->offices);
		check_scope(
		    db, &actor, row->who, "account", accounts, row->accounts);
		check_scope(
		    db, &actor, row->who, "import", town.imports, row->imports);
		check_scope(
		    db, &actor, row->who, "made up", town.pupils, "0000");
		assert_int_equal(
		    people_reach(db, &actor, "self", actor.account),
		    actor.account != 0);
		assert_false(people_reach(db, &actor, "self", 12345));
	}
	assert_true(store_read_end(db));
}

/* A session belongs to an account, a consent to a pupil. */
static void
paths_lead_to_what_is_known(void **state)
{
	struct bed *bed = *state;
	struct town town;
	const char *name = "session";
	int64_t id = 71;
	struct db *db;

	town_make(bed, &town);
	must(bed,
	    "INSERT INTO session (id, hash, account, role, pupil, "
	    "partial, own_device, device, created, last, expires) "
	    "VALUES (71, 'h', ?, 1, ?, 0, 0, '', 1, 1, 2)",
	    ARGS(ID(town.pupils[1]), ID(town.pupils[1])));
	db = read_begin(bed);
	assert_true(scope_resolve(db, modules, &name, &id));
	assert_string_equal(name, "self");
	assert_int_equal(id, town.pupils[1]);
	id = 72;
	name = "session";
	assert_false(scope_resolve(db, modules, &name, &id));
	assert_true(store_read_end(db));
}

/* Consent */

enum given { NONE, BY_PUPIL, BY_FORM, BY_LINK, WITHDRAWN };

/* now: a day and an hour in Seoul. */
static const struct {
	const char *birth;
	int grade;
	const char *day;
	int hour;
	enum given given;
	enum consent_state want;
} consent_rows[] = {
	/* the last hour before the fourteenth birthday, and the first of it */
	{ "2012-03-02", 8, "2026-03-01", 23, NONE, CONSENT_NEEDED_GUARDIAN },
	{ "2012-03-02", 8, "2026-03-02", 0, NONE, CONSENT_NEEDED },
	{ "2012-03-02", 8, "2026-03-01", 23, BY_PUPIL,
	    CONSENT_NEEDED_GUARDIAN },
	{ "2012-03-02", 8, "2026-03-02", 0, BY_PUPIL, CONSENT_GIVEN },
	{ "2012-03-02", 8, "2026-03-01", 23, BY_FORM, CONSENT_GIVEN },
	{ "2012-03-02", 8, "2026-03-01", 23, BY_LINK, CONSENT_GIVEN },
	/* a guardian's holds on after the birthday */
	{ "2012-03-02", 8, "2026-03-02", 0, BY_LINK, CONSENT_GIVEN },
	{ "2012-03-02", 8, "2026-03-02", 0, WITHDRAWN, CONSENT_NEEDED },
	{ "2012-03-02", 8, "2026-03-01", 0, WITHDRAWN,
	    CONSENT_NEEDED_GUARDIAN },
	/* born on a leap day: of age on the first of March */
	{ "2012-02-29", 8, "2026-02-28", 23, NONE, CONSENT_NEEDED_GUARDIAN },
	{ "2012-02-29", 8, "2026-03-01", 0, NONE, CONSENT_NEEDED },
	/* without a date the grade decides */
	{ NULL, 8, "2026-03-02", 12, NONE, CONSENT_NEEDED_GUARDIAN },
	{ NULL, 8, "2026-03-02", 12, BY_PUPIL, CONSENT_NEEDED_GUARDIAN },
	{ NULL, 9, "2026-03-02", 12, NONE, CONSENT_NEEDED },
	{ NULL, 9, "2026-03-02", 12, BY_PUPIL, CONSENT_GIVEN },
	{ NULL, 5, "2026-03-02", 12, BY_FORM, CONSENT_GIVEN },
};

static int64_t
seoul(const char *day, int hour)
{
	struct date date;

	assert_true(date_read(day, &date));
	return date_days(date) * DAY_MS + (hour - 9) * HOUR;
}

struct giving {
	enum given given;
	const struct pupil *pupil;
	const struct town *town;
	int64_t now;
};

/* As the three ways of the doors do it. */
static bool
give(struct db *db, void *with)
{
	const struct giving *giving = with;
	const struct actor pupil = actor_of(giving->town, PUPIL);
	const struct actor guardian = actor_of(giving->town, GUARDIAN);
	const struct actor teacher = actor_of(giving->town, HOMEROOM);
	const struct actor *actors[] = { NULL, &pupil, &teacher, &guardian,
		&guardian };

	db_do(db, "DELETE FROM consent", NO_ARGS);
	if (giving->given != NONE)
		consent_give(db, giving->now, actors[giving->given],
		    giving->pupil, "test",
		    giving->given == BY_FORM ? "form" : "self");
	if (giving->given == WITHDRAWN)
		db_do(db, "UPDATE consent SET withdrawn = given", NO_ARGS);
	return db_ok(db);
}

static void
consent_waits_for_age(void **state)
{
	struct bed *bed = *state;
	struct town town;
	size_t i;

	town_make(bed, &town);
	for (i = 0; i < COUNT(consent_rows); i++) {
		int64_t now = seoul(consent_rows[i].day, consent_rows[i].hour);
		struct pupil pupil = { .id = town.pupils[0],
			.region = town.regions[0],
			.grade = consent_rows[i].grade,
			.birth = consent_rows[i].birth };
		struct giving giving = { consent_rows[i].given, &pupil, &town,
			now };
		struct db *db;

		assert_int_equal(
		    store_write(bed->store, give, &giving), WRITE_DONE);
		db = read_begin(bed);
		if (consent_state(db, &pupil, "test", now) !=
		    consent_rows[i].want)
			fail_msg("row %zu", i);
		assert_int_not_equal(
		    consent_state(db, &pupil, "other", now), CONSENT_GIVEN);
		assert_true(store_read_end(db));
	}
}

static void
consent_says_how_it_was_checked(void **state)
{
	static const struct {
		enum given given;
		const char *birth, *method;
		enum role role;
	} rows[] = {
		{ BY_PUPIL, "2010-01-01", "self", ROLE_PUPIL },
		{ BY_FORM, "2010-01-01", "form", ROLE_PUPIL },
		{ BY_FORM, "2014-01-01", "form", ROLE_GUARDIAN },
		{ BY_LINK, "2014-01-01", "link", ROLE_GUARDIAN },
	};
	struct bed *bed = *state;
	struct town town;
	size_t i;

	town_make(bed, &town);
	for (i = 0; i < COUNT(rows); i++) {
		struct pupil pupil = { .id = town.pupils[0],
			.region = town.regions[0],
			.birth = rows[i].birth };
		struct giving giving = { rows[i].given, &pupil, &town,
			seoul("2026-03-02", 12) };

		assert_int_equal(
		    store_write(bed->store, give, &giving), WRITE_DONE);
		assert_int_equal(
		    look(bed,
			"SELECT COUNT(*) FROM consent "
			"WHERE method = ? AND role = ? AND wording = '1'",
			ARGS(TEXT(rows[i].method), INT(rows[i].role))),
		    1);
		assert_int_equal(look(bed,
				     "SELECT COUNT(*) FROM ledger "
				     "WHERE kind = 'consent.given'",
				     NO_ARGS),
		    (int64_t)i + 1);
	}
}

/* Places */

struct version {
	struct region_entry regions[3];
	struct office_entry offices[3];
	struct region_office links[4];
	struct catalogue catalogue;
};

static void
version_make(struct version *version, bool later)
{
	*version = (struct version){
		.regions = {
			{ "41170", { { "가", "A" } }, "S", "2020-01-01", "" },
			{ "41290", { { "나", "B" } }, "S", "2020-01-01",
			  later ? "2027-01-01" : "" },
			{ "41290", { { "나2", "B2" } }, "S", "2027-01-01",
			  "" },
		},
		.offices = {
			{ "both", { { "둘", "Both" } }, "2020-01-01",
			  later ? "2027-01-01" : "" },
			{ "one", { { "하나", "One" } }, "2027-01-01", "" },
			{ "two", { { "두울", "Two" } }, "2027-01-01", "" },
		},
		.links = {
			{ 0, 0, "2020-01-01", later ? "2027-01-01" : "" },
			{ 1, 0, "2020-01-01", later ? "2027-01-01" : "" },
			{ 0, 1, "2027-01-01", "" },
			{ 2, 2, "2027-01-01", "" },
		},
	};
	version->catalogue = (struct catalogue){
		.regions = version->regions,
		.region_count = later ? 3 : 2,
		.offices = version->offices,
		.office_count = later ? 3 : 1,
		.region_offices = version->links,
		.region_office_count = later ? 4 : 2,
	};
}

static bool
seed_version(struct db *db, void *with)
{
	return catalogue_seed(db, with);
}

static int64_t
places_count(struct bed *bed)
{
	return look(bed,
	    "SELECT (SELECT COUNT(*) FROM region) * 10000 + "
	    "(SELECT COUNT(*) FROM office) * 100 + "
	    "(SELECT COUNT(*) FROM region_office)",
	    NO_ARGS);
}

static bool
school_of_the_old(struct db *db, void *with)
{
	(void)with;
	school_add(db,
	    &(struct school_new){ .code = "S",
		.name = "s",
		.level = "middle",
		.region = db_int(db,
		    "SELECT id FROM region WHERE code = '41290'", NO_ARGS, 0),
		.office = db_int(db,
		    "SELECT id FROM office "
		    "WHERE code = 'both'",
		    NO_ARGS, 0) });
	return db_ok(db);
}

/* An office is split, a region is made anew: the school goes to the heirs. */
static void
places_come_twice_and_later(void **state)
{
	struct bed *bed = *state;
	struct version version;
	int i;

	town_make(bed, &(struct town){ 0 });
	must(bed, "UPDATE region SET code = 'x' || code", NO_ARGS);
	must(bed, "DELETE FROM region_office", NO_ARGS);
	version_make(&version, false);
	for (i = 0; i < 2; i++)
		assert_int_equal(
		    store_write(bed->store, seed_version, &version.catalogue),
		    WRITE_DONE);
	assert_int_equal(places_count(bed), 40302);
	assert_int_equal(
	    store_write(bed->store, school_of_the_old, NULL), WRITE_DONE);
	version_make(&version, true);
	for (i = 0; i < 2; i++)
		assert_int_equal(
		    store_write(bed->store, seed_version, &version.catalogue),
		    WRITE_DONE);
	assert_int_equal(places_count(bed), 50504);
	assert_int_equal(
	    look(bed,
		"SELECT COUNT(*) FROM school s "
		"JOIN region r ON r.id = s.region AND r.name_en = 'B2' "
		"JOIN office o ON o.id = s.office AND o.code = 'two' "
		"WHERE s.code = 'S'",
		NO_ARGS),
	    1);
	assert_int_equal(look(bed,
			     "SELECT COUNT(*) FROM region_office "
			     "WHERE valid_to IS NULL",
			     NO_ARGS),
	    2);
}

static bool
seed(struct db *db, void *with)
{
	return places_seed(db, with);
}

static void
the_catalogue_is_seeded_twice(void **state)
{
	struct bed *bed = *state;
	struct arena *arena = arena_new(1 << 22);
	int i;

	town_make(bed, &(struct town){ 0 });
	for (i = 0; i < 2; i++) {
		assert_int_equal(
		    store_write(bed->store, seed, arena), WRITE_DONE);
		assert_int_equal(places_count(bed), 312531);
	}
	arena_free(arena);
}

int
main(void)
{
	static const struct test_case cases[] = {
		CASE(BOTH, everybody_reaches_the_own),
		CASE(BOTH, paths_lead_to_what_is_known),
		CASE(BOTH, consent_waits_for_age),
		CASE(BOTH, consent_says_how_it_was_checked),
		CASE(BOTH, places_come_twice_and_later),
		CASE(BOTH, the_catalogue_is_seeded_twice),
	};

	return cases_run(cases, COUNT(cases));
}
