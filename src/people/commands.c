/* giljabi account …, and the rows of the imports (import_commands.c). */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "module.h"
#include "people/import.h"
#include "people/inside.h"
#include "people/routes.h"

enum { PASSWORD_LEAST = 10, PASSWORD_MOST = 200 };

static int
misused(struct command_line *cl, const char *id, const char *what)
{
	complain(cl, id, (const struct word[]){ { "what", what }, { 0 } });
	return EXIT_MISUSED;
}

/* Passwords */

struct secret {
	const char *password, *hash;
	bool shown; /* made here, so nobody knows it yet */
};

/* The first line of standard input; NULL after a complaint. */
static const char *
password_read(struct command_line *cl)
{
	char line[4 * PASSWORD_MOST + 2];
	size_t length;

	if (fgets(line, sizeof line, stdin) == NULL)
		line[0] = '\0';
	line[strcspn(line, "\r\n")] = '\0';
	length = utf8_valid(line, strlen(line)) ? utf8_count(line) : 0;
	if (length >= PASSWORD_LEAST && length <= PASSWORD_MOST)
		return arena_text(command_arena(cl), line);
	complain(cl, "account.password_length", NULL);
	return NULL;
}

static bool
secret_make(struct command_line *cl, struct secret *secret)
{
	secret->shown = !option_given(cl, "password-stdin");
	secret->password = secret->shown ? password_make(command_arena(cl))
					 : password_read(cl);
	if (secret->password == NULL)
		return false;
	secret->hash = password_hash(command_arena(cl), secret->password);
	if (secret->hash == NULL)
		complain(cl, "account.failed", NULL);
	return secret->hash != NULL;
}

/* Running a change */

struct change {
	struct command_line *cl;
	const struct secret *secret;
	const char *problem; /* message id, where work said false */
	const char *what;
};

static int
change_run(struct change *change, store_work *work, const char *done)
{
	struct command_line *cl = change->cl;
	struct store *store = store_open_command(cl, NULL);
	enum write_result result;

	if (store == NULL)
		return EXIT_FAILED;
	result = store_write(store, work, change);
	store_close(store);
	if (result != WRITE_DONE) {
		complain(cl,
		    result == WRITE_UNDONE && change->problem
			? change->problem
			: "account.failed",
		    (const struct word[]){ { "what", change->what }, { 0 } });
		return EXIT_FAILED;
	}
	if (change->secret != NULL && change->secret->shown)
		done = arena_printf(command_arena(cl), "%s_password", done);
	puts(say_with(command_arena(cl), command_lang(cl), done,
	    (const struct word[]){ { "login", option_text(cl, "login") },
		{ "password", change->secret ? change->secret->password : "" },
		{ 0 } }));
	return EXIT_DONE;
}

static bool
change_fails(struct change *change, const char *problem, const char *what)
{
	change->problem = problem;
	change->what = what;
	return false;
}

/* Adding */

/* The id behind an option's code; 0 when it was not given. */
static bool
place_find(struct change *change, struct db *db, const char *option,
    const char *sql, int64_t *id)
{
	const char *code = option_text(change->cl, option);

	*id = 0;
	if (code != NULL)
		*id = db_int(db, sql, ARGS(TEXT(code)), 0);
	return code == NULL || *id != 0 ||
	    change_fails(change, "account.no_place", code);
}

static bool
add_write(struct db *db, void *with)
{
	struct change *change = with;
	struct command_line *cl = change->cl;
	const char *duty = option_text(cl, "duty");
	struct account_new account = {
		.role = staff_role(option_text(cl, "role")),
		.name = option_text(cl, "name"),
		.login = option_text(cl, "login"),
		.password_hash = change->secret->hash,
	};
	int64_t school, id;

	if (!place_find(change, db, "school",
		"SELECT id FROM school WHERE code = ?", &school) ||
	    !place_find(change, db, "region",
		"SELECT id FROM region "
		"WHERE code = ? AND valid_to IS NULL",
		&account.region) ||
	    !place_find(change, db, "office",
		"SELECT id FROM office "
		"WHERE code = ? AND valid_to IS NULL",
		&account.office))
		return false;
	id = account_create(db, clock_now(), &account);
	if (id == 0)
		return change_fails(change, "account.taken", account.login);
	if (school != 0)
		duty_add(db, id, school, duty ? duty : "homeroom");
	return db_ok(db);
}

/* Which places a role has; the first one it needs. */
static const struct needs {
	enum role role;
	const char *needed; /* an option, or NULL */
	const char *allowed; /* options between spaces */
} needs[] = {
	{ ROLE_TEACHER, "school", " school duty " },
	{ ROLE_CENTRE, "region", " region " },
	{ ROLE_SUPERVISOR, NULL, " office " },
	{ ROLE_ENGINEER, NULL, "" },
};

static int
places_fit(struct command_line *cl, enum role role)
{
	static const char *const places[] = { "school", "duty", "region",
		"office" };
	const struct needs *row = needs;
	size_t i;

	while (row->role != role)
		row++;
	if (row->needed != NULL && !option_given(cl, row->needed))
		return misused(cl, "account.needs_place", row->needed);
	for (i = 0; i < sizeof places / sizeof places[0]; i++)
		if (option_given(cl, places[i]) &&
		    strstr(row->allowed,
			arena_printf(command_arena(cl), " %s ", places[i])) ==
			NULL)
			return misused(cl, "account.other_place", places[i]);
	return EXIT_DONE;
}

static int
add_fits(struct command_line *cl)
{
	static const char *const needed[] = { "role", "login", "name" };
	const char *duty = option_text(cl, "duty");
	const char *name = option_text(cl, "name");
	size_t i;

	for (i = 0; i < sizeof needed / sizeof needed[0]; i++)
		if (!option_given(cl, needed[i]))
			return misused(cl, "account.needs", needed[i]);
	if (staff_role(option_text(cl, "role")) == 0)
		return misused(cl, "account.no_role", option_text(cl, "role"));
	if (!utf8_valid(
		option_text(cl, "login"), strlen(option_text(cl, "login"))) ||
	    !login_fits(option_text(cl, "login")))
		return misused(
		    cl, "account.bad_login", option_text(cl, "login"));
	if (!utf8_valid(name, strlen(name)) || utf8_count(name) < 1 ||
	    utf8_count(name) > 60)
		return misused(cl, "account.bad_name", "");
	if (duty != NULL && !text_is(duty, "career") &&
	    !text_is(duty, "homeroom"))
		return misused(cl, "account.no_duty", duty);
	return places_fit(cl, staff_role(option_text(cl, "role")));
}

static int
add_run(struct command_line *cl)
{
	struct secret secret;
	struct change change = { .cl = cl, .secret = &secret };
	int status = add_fits(cl);

	if (status != EXIT_DONE)
		return status;
	if (!secret_make(cl, &secret))
		return EXIT_FAILED;
	return change_run(&change, add_write, "account.added");
}

/* Changing */

/* The staff account of --login. */
static bool
login_find(struct change *change, struct db *db, int64_t *account)
{
	const char *login = option_text(change->cl, "login");

	*account = db_int(db,
	    "SELECT id FROM account WHERE login = ? "
	    "AND role IN (4, 8, 16, 32)",
	    ARGS(TEXT(login)), 0);
	return *account != 0 || change_fails(change, "account.no_login", login);
}

static bool
reset_write(struct db *db, void *with)
{
	struct change *change = with;
	int64_t account;

	return login_find(change, db, &account) &&
	    account_renew(
		db, clock_now(), NULL, account, change->secret->hash) &&
	    db_ok(db);
}

static bool
close_write(struct db *db, void *with)
{
	struct change *change = with;
	int64_t account;

	if (!login_find(change, db, &account))
		return false;
	account_set_state(db, clock_now(), NULL, account, "closed");
	return db_ok(db);
}

static bool
login_given(struct command_line *cl)
{
	const char *login = option_text(cl, "login");

	if (login != NULL && utf8_valid(login, strlen(login)))
		return true;
	misused(cl, "account.needs", "login");
	return false;
}

static int
reset_run(struct command_line *cl)
{
	struct secret secret;
	struct change change = { .cl = cl, .secret = &secret };

	if (!login_given(cl))
		return EXIT_MISUSED;
	if (!secret_make(cl, &secret))
		return EXIT_FAILED;
	return change_run(&change, reset_write, "account.was_reset");
}

static int
close_run(struct command_line *cl)
{
	struct change change = { .cl = cl };

	if (!login_given(cl))
		return EXIT_MISUSED;
	return change_run(&change, close_write, "account.was_closed");
}

/* The list: login, role, state, second factor, name, between tabs. */

static int
list_print(struct command_line *cl, struct store *store, int64_t role)
{
	struct db *db = store_read(store);
	struct rows rows;

	if (db == NULL)
		return EXIT_FAILED;
	rows = db_ask(db,
	    "SELECT login, role, state, "
	    "CASE WHEN totp IS NULL THEN 0 ELSE 1 END, name FROM account "
	    "WHERE role IN (4, 8, 16, 32) AND (? IS NULL OR role = ?) "
	    "ORDER BY role, login, id",
	    ARGS(ID(role), ID(role)));
	while (rows_next(&rows))
		printf("%s\t%s\t%s\t%s\t%s\n",
		    rows_null(&rows, 0) ? "-" : rows_text(&rows, 0),
		    role_text((enum role)rows_int(&rows, 1)),
		    rows_text(&rows, 2), rows_int(&rows, 3) ? "totp" : "-",
		    rows_text(&rows, 4));
	rows_close(&rows);
	if (store_read_end(db))
		return EXIT_DONE;
	complain(cl, "account.failed", NULL);
	return EXIT_FAILED;
}

static int
list_run(struct command_line *cl)
{
	const char *name = option_text(cl, "role");
	struct store *store;
	int status;

	if (name != NULL && staff_role(name) == 0)
		return misused(cl, "account.no_role", name);
	store = store_open_command(cl, NULL);
	if (store == NULL)
		return EXIT_FAILED;
	status = list_print(cl, store, staff_role(name));
	store_close(store);
	return status;
}

/* Rows */

#define ROLES "teacher|centre|supervisor|engineer"

static const struct option_row add_options[] = {
	{ "role", ROLES, "account.option.role" },
	{ "login", "LOGIN", "account.option.login" },
	{ "name", "NAME", "account.option.name" },
	{ "school", "CODE", "account.option.school" },
	{ "duty", "career|homeroom", "account.option.duty" },
	{ "region", "CODE", "account.option.region" },
	{ "office", "CODE", "account.option.office" },
	{ "password-stdin", NULL, "account.option.password" },
	{ 0 },
};
static const struct option_row reset_options[] = {
	{ "login", "LOGIN", "account.option.login" },
	{ "password-stdin", NULL, "account.option.password" },
	{ 0 },
};
static const struct option_row close_options[] = {
	{ "login", "LOGIN", "account.option.login" },
	{ 0 },
};
static const struct option_row list_options[] = {
	{ "role", ROLES, "account.option.role" },
	{ 0 },
};

const struct command people_commands[] = {
	{ "account add", "", add_options, add_run },
	{ "account reset", "", reset_options, reset_run },
	{ "account close", "", close_options, close_run },
	{ "account list", "", list_options, list_run },
	{ "import groups", "FILE.csv", import_options, import_groups_run },
	{ "import roster", "FILE", import_options, import_roster_run },
	{ "import schools", "FILE.csv", import_options, import_schools_run },
	{ 0 },
};
