/* Codes, cards, factors, seals: what needs no database. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <pthread.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "base/random.h"
#include "base/text.h"
#include "module.h"
#include "people/inside.h"

const struct module *const modules[] = { NULL };

#define COUNT(list) (sizeof(list) / sizeof(list)[0])

/* Time-based codes */

/* RFC 6238, appendix B, SHA-1 */
static const struct {
	int64_t seconds;
	const char *code;
} totp_rows[] = {
	{ 59, "94287082" },
	{ 1111111109, "07081804" },
	{ 1111111111, "14050471" },
	{ 1234567890, "89005924" },
	{ 2000000000, "69279037" },
	{ INT64_C(20000000000), "65353130" },
};
static const unsigned char rfc_secret[] = "12345678901234567890";

static void
codes_are_those_of_the_rfc(void **state)
{
	char code[9];
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(totp_rows); i++) {
		totp_code(rfc_secret, 20, totp_rows[i].seconds / 30, 8, code);
		assert_string_equal(code, totp_rows[i].code);
	}
}

/* The code of a step, asked at other times; want: the step, or 0. */
static const struct {
	int64_t made, asked, used, want;
} step_rows[] = {
	{ 1000, 1000, 0, 1000 },
	{ 999, 1000, 0, 999 }, /* a clock that is behind */
	{ 1001, 1000, 0, 1001 }, /* … or ahead */
	{ 998, 1000, 0, 0 },
	{ 1002, 1000, 0, 0 },
	{ 1000, 1000, 999, 1000 },
	{ 1000, 1000, 1000, 0 }, /* used already */
	{ 999, 1000, 1000, 0 }, /* older than one that was used */
	{ 1001, 1000, 1000, 1001 },
};

static void
a_step_counts_once(void **state)
{
	char code[9];
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(step_rows); i++) {
		totp_code(rfc_secret, 20, step_rows[i].made, 6, code);
		if (totp_step(rfc_secret, 20, step_rows[i].asked * 30000,
			step_rows[i].used, code) != step_rows[i].want)
			fail_msg("row %zu", i);
	}
}

static void
secrets_read_as_base32(void **state)
{
	/* RFC 4648, 10, without padding */
	static const struct {
		const char *bytes, *text;
	} rows[] = {
		{ "", "" },
		{ "f", "MY" },
		{ "fo", "MZXQ" },
		{ "foo", "MZXW6" },
		{ "foob", "MZXW6YQ" },
		{ "fooba", "MZXW6YTB" },
		{ "foobar", "MZXW6YTBOI" },
		{ "12345678901234567890", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ" },
	};
	char out[TOTP_TEXT];
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(rows); i++) {
		base32_write((const unsigned char *)rows[i].bytes,
		    strlen(rows[i].bytes), out);
		assert_string_equal(out, rows[i].text);
	}
}

/* Cards */

#define CODE "0123456789ABCDEFGHJKMNPQRS"

static const struct {
	const char *typed, *want;
} code_rows[] = {
	{ CODE, CODE },
	{ "0123456789abcdefghjkmnpqrs", CODE },
	{ "01234-56789-ABCDE-FGHJK-MNPQRS", CODE },
	{ " 0123 4567 89AB CDEF GHJK MNPQ RS ", CODE },
	{ "OI23456789ABCDEFGHJKMNPQRS", CODE },
	{ "ol23456789abcdefghjkmnpqrs", CODE },
	{ "oi-23456789 abcdefghjkmnpqrs", CODE },
	{ "TVWXYZTVWXYZTVWXYZTVWXYZTV", "TVWXYZTVWXYZTVWXYZTVWXYZTV" },
	{ "0123456789ABCDEFGHJKMNPQR", NULL }, /* one too few */
	{ "0123456789ABCDEFGHJKMNPQRST", NULL }, /* one too many */
	{ "U123456789ABCDEFGHJKMNPQRS", NULL }, /* no letter of ours */
	{ "012345678.ABCDEFGHJKMNPQRS", NULL },
	{ "012345678가ABCDEFGHJKMNPQRS", NULL },
	{ "", NULL },
	{ "----------------------------", NULL },
};

static void
codes_are_read_as_people_type_them(void **state)
{
	char code[CODE_LETTERS + 1];
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(code_rows); i++) {
		bool read = code_read(code_rows[i].typed, code);

		if (read != (code_rows[i].want != NULL) ||
		    (read && !text_is(code, code_rows[i].want)))
			fail_msg("%s", code_rows[i].typed);
	}
}

static void
codes_are_shown_as_they_are_read(void **state)
{
	struct arena *arena = arena_new(1 << 16);
	char made[CODE_LETTERS + 1], code[CODE_LETTERS + 1];

	(void)state;
	random_code(made, CODE_LETTERS);
	assert_true(code_read(code_shown(arena, made), code));
	assert_string_equal(code, made);
	assert_string_equal(
	    code_shown(arena, CODE), "01234-56789-ABCDE-FGHJK-MNPQRS");
	arena_free(arena);
}

enum { SETTLED = 100 };

static const struct {
	bool pin, known, others;
	int64_t now;
	enum card_way want;
} way_rows[] = {
	{ false, false, false, 50, CARD_OPEN }, /* the first, or the school's */
	{ false, false, false, 500, CARD_OPEN },
	{ false, true, true, 500, CARD_OPEN },
	{ false, false, true, 99, CARD_OPEN }, /* settling in */
	{ false, false, true, 100, CARD_ELSEWHERE },
	{ true, true, true, 500, CARD_OPEN },
	{ true, false, true, 50, CARD_PIN },
	{ true, false, true, 500, CARD_PIN },
	{ true, false, false, 500, CARD_PIN }, /* only the school's so far */
};

static void
a_found_card_opens_no_record_in_use(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(way_rows); i++) {
		const struct card_facts facts = { way_rows[i].pin,
			way_rows[i].known, way_rows[i].others, SETTLED,
			way_rows[i].now };

		if (card_way(&facts) != way_rows[i].want)
			fail_msg("row %zu", i);
	}
}

/* Seals */

static void
seals_open_for_their_use_alone(void **state)
{
	struct arena *arena = arena_new(1 << 20);
	const char *sealed;
	char *broken;
	size_t i;

	(void)state;
	sealed = seal(arena, "one", "말");
	assert_string_equal(seal_open(arena, "one", sealed), "말");
	assert_null(seal_open(arena, "two", sealed));
	assert_null(seal_open(arena, "one", NULL));
	assert_null(seal_open(arena, "one", ""));
	assert_null(seal_open(arena, "one", "00ff"));
	assert_string_not_equal(seal(arena, "one", "말"), sealed);
	for (i = 0; i < strlen(sealed); i++) {
		broken = arena_text(arena, sealed);
		broken[i] = broken[i] == '0' ? '1' : '0';
		assert_null(seal_open(arena, "one", broken));
	}
	assert_string_equal(
	    seal_open(arena, "one", seal(arena, "one", "")), "");
	arena_free(arena);
}

/* Passwords */

/*
 * An unknown login has to cost what a known one costs: the decoy is checked as
 * any hash is, and it has the same parameters as those we make.
 */
static void
an_unknown_login_costs_the_same(void **state)
{
	struct arena *arena = arena_new(1 << 16);
	const char *hash = password_hash(arena, "correct horse");
	size_t same = (size_t)(strrchr(hash, '$') - hash);

	(void)state;
	while (hash[same - 1] != '$')
		same--;
	assert_true(text_starts(hash, "$argon2id$v=19$m=65536,t=3,p=1$"));
	assert_int_equal(same, strlen("$argon2id$v=19$m=65536,t=3,p=1$"));
	assert_memory_equal(password_decoy(), hash, same);
	assert_int_equal(strlen(password_decoy()), strlen(hash));
	assert_int_equal(crypto_pwhash_str_needs_rehash(password_decoy(),
			     crypto_pwhash_OPSLIMIT_MODERATE, 64 << 20),
	    0);
	assert_int_equal(password_check(NULL, "correct horse"), PASSWORD_WRONG);
	assert_int_equal(password_check(hash, "wrong horse"), PASSWORD_WRONG);
	assert_int_equal(password_check(hash, "correct horse"), PASSWORD_RIGHT);
	assert_int_equal(password_check("no hash", "x"), PASSWORD_WRONG);
	arena_free(arena);
}

/* Two run, few wait, the rest is told so at once. */

enum { CROWD = 80 };

static pthread_barrier_t all_here;

struct knock {
	pthread_t thread;
	const char *hash;
	enum password_result result;
};

static void *
knock_run(void *with)
{
	struct knock *knock = with;

	pthread_barrier_wait(&all_here);
	knock->result = password_check(knock->hash, "x");
	return NULL;
}

static void
a_crowd_does_not_wait_for_ever(void **state)
{
	struct knock crowd[CROWD];
	char hash[crypto_pwhash_STRBYTES];
	int i, wrong = 0, busy = 0;

	(void)state;
	assert_int_equal(crypto_pwhash_str_alg(hash, "y", 1, 1, 64 << 20,
			     crypto_pwhash_ALG_ARGON2ID13),
	    0);
	pthread_barrier_init(&all_here, NULL, CROWD);
	for (i = 0; i < CROWD; i++) {
		crowd[i].hash = hash;
		assert_int_equal(pthread_create(&crowd[i].thread, NULL,
				     knock_run, &crowd[i]),
		    0);
	}
	for (i = 0; i < CROWD; i++) {
		pthread_join(crowd[i].thread, NULL);
		wrong += crowd[i].result == PASSWORD_WRONG;
		busy += crowd[i].result == PASSWORD_BUSY;
	}
	pthread_barrier_destroy(&all_here);
	assert_int_equal(wrong + busy, CROWD);
	assert_true(wrong >= 48 && busy > 0);
}

/* Lists */

static void
searched_text_means_itself(void **state)
{
	struct arena *arena = arena_new(1 << 16);

	(void)state;
	assert_string_equal(like_text(arena, NULL), "%%");
	assert_string_equal(like_text(arena, "김"), "%김%");
	assert_string_equal(like_text(arena, "5%_\\"), "%5\\%\\_\\\\%");
	arena_free(arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(codes_are_those_of_the_rfc),
		cmocka_unit_test(a_step_counts_once),
		cmocka_unit_test(secrets_read_as_base32),
		cmocka_unit_test(codes_are_read_as_people_type_them),
		cmocka_unit_test(codes_are_shown_as_they_are_read),
		cmocka_unit_test(a_found_card_opens_no_record_in_use),
		cmocka_unit_test(seals_open_for_their_use_alone),
		cmocka_unit_test(an_unknown_login_costs_the_same),
		cmocka_unit_test(a_crowd_does_not_wait_for_ever),
		cmocka_unit_test(searched_text_means_itself),
	};

	secret_use("00112233445566778899aabbccddeeff"
		   "00112233445566778899aabbccddeeff");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
