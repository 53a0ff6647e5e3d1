/*
 * The demonstration province: in each region an invented elementary, middle and
 * high school, a class a grade, made-up pupils, most with answers, some with
 * signed briefs; one account a role. Everything is made in one transaction from
 * fixed chance, so that every demonstration looks the same; the passwords and
 * codes are new each time.
 */
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/csv.h"
#include "base/random.h"
#include "base/text.h"
#include "catalog/catalog.h"
#include "guide/guide.h"
#include "ledger/ledger.h"
#include "module.h"
#include "operate/commands.h"
#include "operate/key.h"
#include "people/people.h"

enum { NAMES = 256, CLASS_SIZE = 22, DEMO_SCHOOLS = 3, TEST_MS = 300000 };

struct name {
	const char *ko, *en;
};

struct demo {
	struct command_line *cl;
	struct arena *arena;
	const struct catalogue *catalogue;
	struct name family[NAMES], given[NAMES];
	size_t family_count, given_count;
	struct progress progress;
	struct buffer *card; /* how to sign in, for the file */
	uint64_t chance;
	int64_t now;
	int64_t year;
	int64_t schools[DEMO_SCHOOLS]; /* of the teacher who can sign in */
	int64_t teacher, region;
	int64_t first_pupils[DEMO_SCHOOLS];
	int64_t pupils;
};

/* Fixed chance: splitmix64 (Steele, Lea, Flood 2014). */
static uint64_t
chance_next(struct demo *demo)
{
	uint64_t z = demo->chance += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

static double
chance_share(struct demo *demo)
{
	return (double)(chance_next(demo) >> 11) * 0x1p-53;
}

static int64_t
chance_below(struct demo *demo, int64_t most)
{
	return (int64_t)(chance_share(demo) * (double)most);
}

static double
chance_normal(struct demo *demo)
{
	double u = 1 - chance_share(demo), v = chance_share(demo);

	return sqrt(-2 * log(u)) * cos(6.283185307179586 * v);
}

/* Names */

static bool
names_read(
    struct demo *demo, const char *file, struct name *names, size_t *count)
{
	static const char *const heads[] = { "name_ko", "name_en" };
	struct csv *csv = csv_open_file(share_path(demo->arena, file), ',');
	int at[2];

	*count = 0;
	if (csv == NULL)
		return false;
	if (csv_head(csv, heads, 2, at) && at[0] >= 0 && at[1] >= 0)
		while (*count < NAMES && csv_next(csv) == CSV_ROW)
			names[(*count)++] = (struct name){
				arena_text(
				    demo->arena, csv_field(csv, (size_t)at[0])),
				arena_text(
				    demo->arena, csv_field(csv, (size_t)at[1]))
			};
	csv_close(csv);
	return *count > 0;
}

static const char *
name_made(struct demo *demo)
{
	int64_t family = chance_below(demo, (int64_t)demo->family_count);
	int64_t given = chance_below(demo, (int64_t)demo->given_count);

	return arena_printf(demo->arena, "%s%s", demo->family[family].ko,
	    demo->given[given].ko);
}

/* Answers: a made-up person's letters, then each item by the bank's own model. */

static int
answer_made(struct demo *demo, const struct interest_item *item,
    const double theta[LETTERS])
{
	double u = chance_share(demo);
	int value = 1, k;

	for (k = 0; k < INTEREST_CATEGORIES - 1; k++)
		value += u < 1 /
			(1 +
			    exp(-item->slope *
				(theta[item->scale] - item->thresholds[k])));
	return value;
}

static int64_t
sheet_made(struct demo *demo, struct db *db, const struct pupil *pupil,
    int64_t finished)
{
	const struct bank_entry *bank = catalog_bank_for(
	    demo->catalogue, stage_of_grade(pupil->grade));
	char answers[INTEREST_ITEMS + 1] = { 0 };
	struct buffer times = { 0 };
	double theta[LETTERS], common = 0.4 * chance_normal(demo);
	int64_t sheet;
	int i;

	for (i = 0; i < LETTERS; i++)
		theta[i] = common + 0.9 * chance_normal(demo);
	for (i = 0; i < bank->count; i++) {
		answers[i] = (char)('0' +
		    answer_made(demo, &bank->bank.items[i], theta));
		buffer_printf(&times, "%s%d", i ? " " : "",
		    (int)(2500 + chance_below(demo, 5000)));
	}
	sheet = times.failed ? 0
			     : sheet_add(db, finished - TEST_MS, pupil, bank,
				   answers, times.data, finished);
	buffer_free(&times);
	return sheet;
}

/* A signed brief by the teacher, as the page would do it. */
static void
brief_made(
    struct demo *demo, struct db *db, const struct pupil *pupil, int64_t when)
{
	const struct actor actor = { .account = demo->teacher,
		.role = ROLE_TEACHER };
	int64_t brief = brief_draft(db, demo->arena, when, pupil);

	if (brief == 0 ||
	    !brief_sign(db, demo->arena, when, brief, &actor, NULL))
		db_fail(db);
}

/* Schools, classes, pupils */

static bool
own_school(const struct demo *demo, int64_t school)
{
	size_t i;

	for (i = 0; i < DEMO_SCHOOLS; i++)
		if (demo->schools[i] == school)
			return true;
	return false;
}

/*
 * Where a pupil of the class stands: the first has answered nothing and may be
 * one who signs in; about three in four have answered, of the teacher's own one
 * in four has a signed brief, one in thirty refuses AI.
 */
static void
pupil_made(struct demo *demo, struct db *db, const struct pupil_new *new,
    int64_t id, int64_t place)
{
	const int64_t day = 86400000;
	struct pupil pupil;
	double draw = place == 0 ? 0.5 : chance_share(demo);

	if (!pupil_load(db, demo->arena, id, &pupil))
		return;
	/* the first of the elementary class waits for the guardian who can
	   sign in, the first of the high school gives the own consent */
	if ((place == 0 && new->grade != 7) || draw > 0.92)
		return;
	consent_give(db, demo->now - 20 * day, NULL, &pupil, "test", "form");
	if (place == 0 || draw > 0.78)
		return;
	sheet_made(
	    demo, db, &pupil, demo->now - day * (1 + chance_below(demo, 14)));
	if (chance_share(demo) < 0.03) {
		pupil.ai = false;
		db_do(db, "UPDATE pupil SET ai = 0 WHERE id = ?", ARGS(ID(id)));
		ledger_add(db, demo->now,
		    &(struct ledger_entry){ .chain = pupil.region,
			.kind = "ai.refused",
			.pupil = id });
	}
	if (own_school(demo, new->school) && chance_share(demo) < 0.25)
		brief_made(demo, db, &pupil, demo->now - 3600000);
}

static void
class_made(struct demo *demo, struct db *db, const struct school_new *place,
    int64_t school, int64_t grade, int64_t *first)
{
	int64_t shown = grade > 9 ? grade - 9 : grade > 6 ? grade - 6 : grade;
	struct class_new class = { place->region, school, demo->year, grade,
		NULL, arena_printf(demo->arena, "%d학년 1반", (int)shown) };
	int64_t id = class_add(db, &class), i;

	for (i = 0; i < CLASS_SIZE && db_ok(db); i++) {
		struct pupil_new pupil = {
			.region = place->region,
			.school = school,
			.class = id,
			.year = demo->year,
			.grade = grade,
			.number = i + 1,
			.name = name_made(demo),
			.birth = arena_printf(demo->arena, "%04d-%02d-%02d",
			    (int)(demo->year - 6 - grade),
			    (int)(1 + chance_below(demo, 12)),
			    (int)(1 + chance_below(demo, 28))),
			.sex = i % 2 ? "male" : "female",
		};
		int64_t made = pupil_add(db, demo->now, &pupil);

		if (i == 0 && *first == 0)
			*first = made;
		pupil_made(demo, db, &pupil, made, i);
		demo->pupils++;
		progress_add(&demo->progress, 1);
	}
}

static const struct level {
	const char *name;
	int64_t first, last;
} levels[] = {
	{ "elementary", 5, 6 },
	{ "middle", 7, 9 },
	{ "high", 10, 12 },
};

static int
level_of(const char *name)
{
	int i;

	for (i = 0; i < DEMO_SCHOOLS; i++)
		if (text_is(levels[i].name, name))
			return i;
	return -1;
}

static void
school_made(
    struct demo *demo, struct db *db, const struct school_new *school, bool own)
{
	int level = level_of(school->level);
	int64_t id, grade, unused = 1;

	if (level < 0)
		return;
	id = school_add(db, school);
	if (own) {
		demo->schools[level] = id;
		duty_add(db, demo->teacher, id, "career");
	}
	for (grade = levels[level].first; grade <= levels[level].last; grade++)
		class_made(demo, db, school, id, grade,
		    own ? &demo->first_pupils[level] : &unused);
}

/* catalog/names/schools.csv: three a region; the first region's have a teacher
   who can sign in. */
static bool
schools_made(struct demo *demo, struct db *db)
{
	static const char *const heads[] = { "region", "level", "name_ko",
		"name_en" };
	struct csv *csv = csv_open_file(
	    share_path(demo->arena, "catalog/names/schools.csv"), ',');
	int64_t count = 0, first = 0;
	int at[4];

	if (csv == NULL || !csv_head(csv, heads, 4, at)) {
		csv_close(csv);
		return false;
	}
	while (db_ok(db) && csv_next(csv) == CSV_ROW) {
		const char *code = csv_field(csv, (size_t)at[0]);
		struct school_new school = {
			.code = arena_printf(
			    demo->arena, "demo-%d", (int)++count),
			.name = arena_text(
			    demo->arena, csv_field(csv, (size_t)at[2])),
			.name_en = arena_text(
			    demo->arena, csv_field(csv, (size_t)at[3])),
			.level = arena_text(
			    demo->arena, csv_field(csv, (size_t)at[1])),
			.founding = "public",
			.latitude = NAN,
			.longitude = NAN,
			.demo = true,
		};

		school.region = db_int(db,
		    "SELECT id FROM region WHERE code = ? AND valid_to IS NULL",
		    ARGS(TEXT(code)), 0);
		school.office = db_int(db,
		    "SELECT office FROM region_office WHERE region = ? "
		    "AND valid_to IS NULL",
		    ARGS(ID(school.region)), 0);
		if (first == 0)
			first = demo->region = school.region;
		school_made(demo, db, &school, school.region == first);
	}
	csv_close(csv);
	return count > 0;
}

/* Who can sign in */

static const struct staff {
	enum role role;
	const char *login, *name;
} staff[] = {
	{ ROLE_TEACHER, "teacher", "한결" },
	{ ROLE_CENTRE, "centre", "이음" },
	{ ROLE_SUPERVISOR, "supervisor", "두루" },
	{ ROLE_ENGINEER, "engineer", "다온" },
};

struct passwords {
	char text[sizeof staff / sizeof staff[0]][21];
};

static void
staff_made(struct demo *demo, struct db *db, const struct passwords *passwords,
    const char *const *hashes)
{
	size_t i;

	for (i = 0; i < sizeof staff / sizeof staff[0]; i++) {
		struct account_new account = {
			.role = staff[i].role,
			.name = staff[i].name,
			.login = staff[i].login,
			.password_hash = hashes[i],
			.demo = true,
		};
		int64_t id;

		if (staff[i].role == ROLE_CENTRE)
			account.region = db_int(db,
			    "SELECT id FROM region "
			    "WHERE valid_to IS NULL ORDER BY code",
			    NO_ARGS, 0);
		id = account_create(db, demo->now, &account);
		if (staff[i].role == ROLE_TEACHER)
			demo->teacher = id;
		buffer_printf(demo->card, "%-17s %s / %s\n", staff[i].login,
		    staff[i].login, passwords->text[i]);
	}
}

/* The code as it stands on the card. */
static void
code_line(struct demo *demo, const char *who, const char *code)
{
	buffer_printf(demo->card, "%-17s %.5s-%.5s-%.5s-%.5s-%.6s\n", who, code,
	    code + 5, code + 10, code + 15, code + 20);
}

static void
cards_made(struct demo *demo, struct db *db)
{
	char code[27];
	int i;

	for (i = 0; i < DEMO_SCHOOLS; i++) {
		card_issue(
		    db, demo->now, demo->first_pupils[i], demo->teacher, code);
		code_line(demo,
		    arena_printf(demo->arena, "pupil %s", levels[i].name),
		    code);
	}
	invitation_make(
	    db, demo->now, demo->first_pupils[0], demo->teacher, code);
	code_line(demo, "guardian", code);
}

/* Beside the database, for its owner alone: it opens the demonstration. */
static bool
card_write(struct demo *demo)
{
	const char *database = database_path(demo->cl);
	const char *path = arena_printf(
	    demo->arena, "%s.demo", database ? database : "giljabi");
	int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	bool written;

	if (file < 0 || demo->card->failed)
		return false;
	written = write(file, demo->card->data, demo->card->length) ==
	    (ssize_t)demo->card->length;
	close(file);
	return written;
}

struct demo_work {
	struct demo *demo;
	const struct passwords *passwords;
	const char *const *hashes;
};

/*
 * Runs again from the start when the database asks for it. The file stands
 * before the commit: without it nobody could ever sign in.
 */
static bool
demo_write(struct db *db, void *with)
{
	struct demo_work *work = with;
	struct demo *demo = work->demo;

	demo->chance = 20260302;
	demo->pupils = 0;
	memset(demo->first_pupils, 0, sizeof demo->first_pupils);
	buffer_clear(demo->card);
	progress_step(&demo->progress, "setup.demo", 31 * 8 * CLASS_SIZE);
	staff_made(demo, db, work->passwords, work->hashes);
	if (!schools_made(demo, db) ||
	    !demo_sites_make(db, demo->arena, demo->now))
		return false;
	cards_made(demo, db);
	return db_ok(db) && card_write(demo);
}

static bool
demo_prepare(struct demo *demo, struct store *store, bool *wanted)
{
	struct db *db = store_read(store);
	bool ready;

	if (db == NULL)
		return false;
	*wanted = !db_any(db, "SELECT 1 FROM school LIMIT 1", NO_ARGS);
	demo->catalogue = catalog_hold(db, demo->arena);
	ready = store_read_end(db) && demo->catalogue != NULL;
	return ready &&
	    names_read(demo, "catalog/names/family.csv", demo->family,
		&demo->family_count) &&
	    names_read(demo, "catalog/names/given.csv", demo->given,
		&demo->given_count);
}

static bool
demo_fill(struct demo *demo, struct store *store)
{
	struct passwords passwords;
	const char *hashes[sizeof staff / sizeof staff[0]];
	size_t i;

	for (i = 0; i < sizeof staff / sizeof staff[0]; i++) {
		random_code(passwords.text[i], 12);
		hashes[i] = password_hash(demo->arena, passwords.text[i]);
		if (hashes[i] == NULL)
			return false;
	}
	return store_write(store, demo_write,
		   &(struct demo_work){ demo, &passwords, hashes }) ==
	    WRITE_DONE;
}

bool
demo_make(struct command_line *cl, struct store *store)
{
	struct buffer card = { 0 };
	struct demo *demo = arena_alloc(command_arena(cl), sizeof *demo);
	bool wanted = false, done;

	demo->cl = cl;
	demo->arena = command_arena(cl);
	demo->card = &card;
	demo->now = clock_now();
	demo->year = school_year(date_in_seoul(demo->now));
	demo->progress.terminal = isatty(STDERR_FILENO);
	done = demo_prepare(demo, store, &wanted) &&
	    (!wanted ||
		(demo_fill(demo, store) &&
		    demo_rounds(store, demo->now, demo->region)));
	progress_end(&demo->progress);
	buffer_free(&card);
	if (!done)
		complain(cl, "setup.demo_failed", NULL);
	return done;
}
