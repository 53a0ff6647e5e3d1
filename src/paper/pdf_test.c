/*
 * PDF pages, read back with pdftotext: words stay whole, headings stay with
 * their text, paragraphs break two lines from either end, heads of tables come
 * again, the same calls give the same bytes.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <malloc.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "paper/pdf.h"

static const char prose[] =
    "이 학생은 탐구형과 예술형의 흥미가 함께 높게 나타났습니다. 다만 두 "
    "유형의 차이는 검사의 오차보다 작으므로, 어느 한쪽으로 결론을 "
    "내리기보다는 두 분야를 모두 경험해 보는 것이 좋겠습니다. 지난 학기에 "
    "참여한 로봇 동아리와 지역 미술관 체험에서 남긴 소감을 함께 읽어 "
    "보시기 바랍니다.";

static char path[] = "/tmp/giljabi-pdf-XXXXXX";

static int
path_make(void **state)
{
	int file = mkstemp(path);

	(void)state;
	return file < 0 ? -1 : close(file);
}

static int
path_drop(void **state)
{
	(void)state;
	return unlink(path);
}

static struct arena *
arena_make(void)
{
	struct arena *arena = arena_new(1 << 22);

	assert_non_null(arena);
	return arena;
}

/* What a reader of the finished paper finds; skips without poppler-utils. */
static struct buffer
text_read(struct paper *paper)
{
	struct buffer text = { 0 };
	char command[128], chunk[4096];
	FILE *pipe;
	size_t got;

	if (system("command -v pdftotext >/dev/null") != 0) {
		print_message("skipped: no pdftotext\n");
		skip();
	}
	assert_true(paper_end_file(paper, path));
	snprintf(command, sizeof command, "pdftotext -layout %s -", path);
	pipe = popen(command, "r");
	assert_non_null(pipe);
	while ((got = fread(chunk, 1, sizeof chunk, pipe)) > 0)
		buffer_add(&text, chunk, got);
	assert_int_equal(pclose(pipe), 0);
	assert_false(text.failed);
	return text;
}

/* Cuts the next page off; NULL at the end. */
static char *
page_next(char **text)
{
	char *page = *text, *end = strchr(page, '\f');

	if (end == NULL)
		return NULL;
	*end = '\0';
	*text = end + 1;
	return page;
}

static int
count_of(const char *text, const char *what)
{
	int count = 0;

	for (; (text = strstr(text, what)) != NULL; text += strlen(what))
		count++;
	return count;
}

/* `word` with white space, or an end, on both sides, stands in `text`. */
static bool
has_word(const char *text, const char *word)
{
	static const char white[] = " \n\f";
	const size_t length = strlen(word);
	const char *at;

	for (at = text; (at = strstr(at, word)) != NULL; at += length)
		if ((at == text || strchr(white, at[-1])) &&
		    strchr(white, at[length]))
			return true;
	return false;
}

/* Every word that was read is one that was written. */
static void
words_check(char *read, const char *written)
{
	static const char white[] = " \n\f";
	char *word, *end;

	for (word = read + strspn(read, white); *word != '\0';
	     word = end + strspn(end, white)) {
		end = word + strcspn(word, white);
		if (*end != '\0')
			*end++ = '\0';
		if (!has_word(written, word))
			fail_msg("broken: %s", word);
	}
}

static void
keeps_words_whole(void **state)
{
	const struct paper_table table = { 3, (const double[]){ 1, 1.4, 2.2 },
		NULL };
	struct arena *arena = arena_make();
	struct buffer written = { 0 }, read;

	(void)state;
	for (int margin = 51; margin <= 144; margin += 31) {
		struct paper *paper = paper_new(
		    arena, &(struct paper_options){ .margin = margin });

		paper_text(paper, PAPER_TITLE, prose);
		paper_text(paper, PAPER_TEXT, prose);
		paper_bullet(paper, prose);
		paper_pair(paper, "지난 상담", prose);
		paper_table_row(paper, &table,
		    (const char *const[]){ prose, prose, prose });
		read = text_read(paper);
		buffer_clear(&written);
		buffer_printf(&written, "%s • 지난 상담 1/1 1/2 2/2 ", prose);
		words_check(read.data, written.data);
		buffer_free(&read);
	}
	buffer_free(&written);
	arena_free(arena);
}

/* A word wider than its line breaks after all, and nothing of it is lost. */
static void
breaks_words_that_fit_no_line(void **state)
{
	struct arena *arena = arena_make();
	struct paper *paper = paper_new(
	    arena, &(struct paper_options){ .lang = LANG_EN });
	struct buffer word = { 0 }, read;
	size_t letters = 0;

	(void)state;
	for (int i = 0; i < 200; i++)
		buffer_text(&word, "길");
	paper_text(paper, PAPER_TEXT, word.data);
	paper_pair(paper, "label",
	    "https://example.org/a/very/long/address"
	    "/that/fits/no/line/of/this/narrow/column/whatever/one/does/to"
	    "/it/and/goes/on");
	read = text_read(paper);
	letters = (size_t)count_of(read.data, "길");
	assert_int_equal(letters, 200);
	assert_non_null(strstr(read.data, "/goes/on\n"));
	buffer_free(&word);
	buffer_free(&read);
	arena_free(arena);
}

/*
 * Parts of a growing number of lines before a heading and its paragraph, so
 * that the page's end falls anywhere between them.
 */
static void
headings_stay_with_their_text(void **state)
{
	struct arena *arena = arena_make();
	struct paper *paper = paper_new(arena, &(struct paper_options){ 0 });
	struct buffer text;
	char *rest, *page;
	int headings = 0;

	(void)state;
	for (int lines = 25; lines < 48; lines++) {
		for (int i = 0; i < lines; i++)
			paper_text(paper, PAPER_SMALL, "줄");
		paper_text(paper, PAPER_HEADING, "큰제목");
		paper_text(paper, PAPER_SUBHEADING, "작은제목");
		paper_text(paper, PAPER_TEXT, "본문");
		paper_part(paper, NULL);
	}
	text = text_read(paper);
	for (rest = text.data; (page = page_next(&rest)) != NULL;
	     headings += count_of(page, "큰제목")) {
		assert_int_equal(
		    count_of(page, "큰제목"), count_of(page, "본문"));
		assert_int_equal(
		    count_of(page, "작은제목"), count_of(page, "본문"));
	}
	assert_int_equal(headings, 48 - 25);
	buffer_free(&text);
	arena_free(arena);
}

static void
paragraphs_leave_no_line_alone(void **state)
{
	static const char *const texts[] = { "라\n마", "다\n라\n마",
		"나\n다\n라\n마", "가\n나\n다\n라\n마" };
	struct arena *arena = arena_make();
	struct paper *paper = paper_new(arena, &(struct paper_options){ 0 });
	struct buffer text;
	char *rest, *page;
	int lines = 0;

	(void)state;
	for (int before = 30; before < 50; before++) {
		for (int i = 0; i < before; i++)
			paper_text(paper, PAPER_SMALL, "줄");
		for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
			paper_text(paper, PAPER_TEXT, texts[i]);
		paper_part(paper, NULL);
	}
	text = text_read(paper);
	for (rest = text.data; (page = page_next(&rest)) != NULL;) {
		const char *last = strstr(page, "마\n");
		const char *first = page + strspn(page, " \n");

		assert_false(last != NULL && last == first);
		lines += count_of(page, "가") + count_of(page, "나") +
		    count_of(page, "다") + count_of(page, "라") +
		    count_of(page, "마");
	}
	assert_int_equal(lines, 20 * (2 + 3 + 4 + 5));
	buffer_free(&text);
	arena_free(arena);
}

static void
tables_repeat_heads_and_keep_rows(void **state)
{
	const struct paper_table table = { 2, (const double[]){ 1, 3 }, "10" };
	struct arena *arena = arena_make();
	struct paper *paper = paper_new(arena, &(struct paper_options){ 0 });
	struct buffer text;
	char *rest, *page;
	int pages = 0, rows = 0;

	(void)state;
	paper_table_head(
	    paper, &table, (const char *const[]){ "번호", "머리글" });
	for (int i = 0; i < 40; i++)
		paper_table_row(paper, &table,
		    (const char *const[]){ "7", "첫째\n둘째\n셋째" });
	paper_text(paper, PAPER_TEXT, "끝");
	text = text_read(paper);
	for (rest = text.data; (page = page_next(&rest)) != NULL; pages++) {
		assert_int_equal(count_of(page, "머리글"), 1);
		assert_int_equal(
		    count_of(page, "첫째"), count_of(page, "셋째"));
		rows += count_of(page, "둘째");
	}
	assert_int_equal(rows, 40);
	assert_true(pages >= 3);
	buffer_free(&text);
	arena_free(arena);
}

static void
a_row_taller_than_a_page_breaks(void **state)
{
	const struct paper_table table = { 2, (const double[]){ 1, 1 }, NULL };
	struct arena *arena = arena_make();
	struct paper *paper = paper_new(arena, &(struct paper_options){ 0 });
	struct buffer cell = { 0 }, text;
	char *rest, *page;
	int pages = 0, lines = 0;

	(void)state;
	for (int i = 0; i < 120; i++)
		buffer_text(&cell, "줄\n");
	paper_table_head(
	    paper, &table, (const char *const[]){ "머리글", NULL });
	paper_table_row(
	    paper, &table, (const char *const[]){ cell.data, "옆" });
	text = text_read(paper);
	for (rest = text.data; (page = page_next(&rest)) != NULL; pages++) {
		assert_int_equal(count_of(page, "머리글"), 1);
		lines += count_of(page, "줄");
	}
	assert_int_equal(lines, 120);
	assert_int_equal(pages, 3);
	buffer_free(&cell);
	buffer_free(&text);
	arena_free(arena);
}

static void
parts_count_their_own_pages(void **state)
{
	static const char *const want[] = { "하나 1/2", "하나 2/2", "둘 1/1",
		"1/1" };
	struct arena *arena = arena_make();
	struct paper *paper = paper_new(
	    arena, &(struct paper_options){ .foot = "없는 부분" });
	struct buffer text;
	char *rest, *page;
	size_t pages = 0;

	(void)state;
	paper_part(paper, "하나"); /* an empty part leaves no page */
	paper_text(paper, PAPER_TEXT, "본문");
	paper_page(paper);
	paper_page(paper); /* empty already */
	paper_text(paper, PAPER_TEXT, "본문");
	paper_part(paper, "둘");
	paper_text(paper, PAPER_HEADING, "제목만");
	paper_part(paper, NULL);
	paper_rule(paper);
	paper_page(paper);
	text = text_read(paper);
	for (rest = text.data; (page = page_next(&rest)) != NULL; pages++) {
		char line[64], *last = strrchr(page, '/');
		int at = 0;

		assert_true(pages < 4 && last != NULL);
		while (last > page && last[-1] != '\n')
			last--;
		for (; *last != '\0' && *last != '\n'; last++)
			if (*last != ' ' || (at > 0 && line[at - 1] != ' '))
				line[at++] = *last;
		line[at] = '\0';
		assert_string_equal(line, want[pages]);
	}
	assert_int_equal(pages, 4);
	buffer_free(&text);
	arena_free(arena);
}

static void
draws_cards(void **state)
{
	static struct paper_card cards[13];
	struct arena *arena = arena_make();
	struct paper *paper = paper_new(arena, &(struct paper_options){ 0 });
	struct buffer text;
	char *rest, *page;
	int codes = 0, pages = 0;

	(void)state;
	for (int i = 0; i < 13; i++)
		cards[i] = (struct paper_card){ .qr = "https://example.org/in",
			.heading = "3반 김하늘",
			.lines = { "고양늘봄중학교" },
			.code = "7KQ2-M9X4-A1B2-C3D4-E5F6-G7H8-J9" };
	paper_cards(paper, cards, 13);
	text = text_read(paper);
	for (rest = text.data; (page = page_next(&rest)) != NULL; pages++)
		codes += count_of(page, cards[0].code);
	assert_int_equal(codes, 13);
	assert_int_equal(pages, 2);
	buffer_free(&text);
	arena_free(arena);
}

/* One of everything. */
static void
brief_write(struct paper *paper)
{
	static const struct paper_bar bars[] = {
		{ "탐구형", "81점 (74–88)", .81, .74, .88 },
		{ "예술형", "아직 알 수 없음", NAN, NAN, NAN },
		{ "사회형", "밖", 7, -3, INFINITY },
	};
	const struct paper_table table = { 2, (const double[]){ 1, 2 }, "01" };
	static const struct paper_card card = { .qr = "x", .heading = "y" };

	paper_text(paper, PAPER_TITLE, "진로 상담");
	paper_text(paper, PAPER_SMALL, "2학년 3반");
	paper_rule(paper);
	paper_text(paper, PAPER_TEXT, prose);
	paper_bars(paper, bars, 3);
	paper_gap(paper, 20);
	paper_bullet(paper, prose);
	paper_pair(paper, "동의", "함");
	paper_text(paper, PAPER_HEADING, "표");
	paper_table_head(paper, &table, (const char *const[]){ "가", "나" });
	for (int i = 0; i < 60; i++)
		paper_table_row(
		    paper, &table, (const char *const[]){ "x", "1" });
	paper_qr(paper, "https://example.org", "확인");
	paper_signature(paper, (const char *const[]){ "교사", "학생" }, 2);
	paper_part(paper, "둘째");
	paper_cards(paper, &card, 1);
}

static bool
brief_make(struct arena *arena, const char **bytes, size_t *length)
{
	struct paper *paper = paper_new(arena,
	    &(struct paper_options){ .title = "진로 상담",
		.author = "학교",
		.foot = "2026. 3. 2." });

	brief_write(paper);
	return paper_end(paper, bytes, length);
}

struct copy {
	pthread_t thread;
	struct arena *arena;
	const char *bytes;
	size_t length;
};

static void *
copy_make(void *with)
{
	struct copy *copy = with;

	copy->arena = arena_new(1 << 22);
	if (!brief_make(copy->arena, &copy->bytes, &copy->length))
		copy->length = 0;
	return NULL;
}

static void
gives_the_same_bytes_in_any_thread(void **state)
{
	struct copy copies[4];

	(void)state;
	for (int round = 0; round < 2; round++) {
		for (int i = 0; i < 4; i++)
			assert_int_equal(pthread_create(&copies[i].thread, NULL,
					     copy_make, &copies[i]),
			    0);
		for (int i = 0; i < 4; i++)
			pthread_join(copies[i].thread, NULL);
		for (int i = 0; i < 4; i++) {
			assert_true(copies[i].length > 10000);
			assert_int_equal(copies[i].length, copies[0].length);
			assert_memory_equal(
			    copies[i].bytes, copies[0].bytes, copies[0].length);
		}
		for (int i = 0; i < 4; i++)
			arena_free(copies[i].arena);
	}
}

static void
an_empty_paper_has_a_page(void **state)
{
	struct arena *arena = arena_make();
	struct buffer text = text_read(
	    paper_new(arena, &(struct paper_options){ 0 }));

	(void)state;
	assert_int_equal(count_of(text.data, "1/1"), 1);
	buffer_free(&text);
	arena_free(arena);
}

static void
tells_failure_at_the_end(void **state)
{
	struct arena *arena = arena_make();
	struct paper *paper = paper_new(arena, &(struct paper_options){ 0 });
	const char *bytes;
	size_t length;

	(void)state;
	paper_text(paper, PAPER_TEXT, "\xff");
	assert_false(paper_end(paper, &bytes, &length));
	paper = paper_new(arena, &(struct paper_options){ 0 });
	paper_qr(paper, "", "no code");
	assert_false(paper_end(paper, &bytes, &length));
	paper = paper_new(arena, &(struct paper_options){ 0 });
	for (int i = 0; i < 2010; i++) {
		paper_page(paper);
		paper_rule(paper);
	}
	assert_false(paper_end(paper, &bytes, &length));
	paper = paper_new(arena, &(struct paper_options){ 0 });
	assert_false(paper_end_file(paper, "/nowhere/x.pdf"));
	arena_free(arena);
}

static void
a_file_is_its_owners(void **state)
{
	struct arena *arena = arena_make();
	struct stat facts;

	(void)state;
	unlink(path);
	assert_true(paper_end_file(
	    paper_new(arena, &(struct paper_options){ 0 }), path));
	assert_int_equal(stat(path, &facts), 0);
	assert_int_equal(facts.st_mode & 0777, 0600);
	arena_free(arena);
}

static void
an_abandoned_paper_goes_with_its_arena(void **state)
{
	struct arena *arena = arena_make();
	struct paper *paper = paper_new(arena, &(struct paper_options){ 0 });

	(void)state;
	brief_write(paper);
	paper_text(paper, PAPER_HEADING, "아직 기다리는 제목");
	arena_free(arena);
}

/* Bytes that the C library has lent out; 0 under a sanitizer. */
static size_t
bytes_lent(void)
{
	struct mallinfo2 info = mallinfo2();

	return info.uordblks + info.hblkhd;
}

/* Cairo keeps 768 bytes of each of the two faces; see leaks.supp. */
static void
a_paper_leaves_nothing_behind(void **state)
{
	const size_t papers = 20, cairo = 2 * 1024;
	size_t before = 0;

	(void)state;
	for (size_t i = 0; i < papers + 5; i++) {
		struct arena *arena = arena_make();
		const char *bytes;
		size_t length;

		if (i == 5)
			before = bytes_lent(); /* every cache is warm */
		assert_true(brief_make(arena, &bytes, &length));
		arena_free(arena);
	}
	assert_true(bytes_lent() <= before + papers * (cairo + 512));
}

static bool
make_without_memory(void)
{
	struct arena *arena = arena_new(1 << 20);
	volatile bool done = false;
	const char *bytes;
	size_t length;

	if (arena == NULL)
		return false;
	if (ARENA_CATCH(arena))
		done = brief_make(arena, &bytes, &length);
	arena_free(arena);
	return done;
}

static void
survives_without_memory(void **state)
{
	bool done = false;
	size_t nth;

	(void)state;
	for (nth = 1; !done && nth < 1000; nth++) {
		memory_fail_at(nth, true);
		done = make_without_memory();
		memory_fail_at(0, false);
	}
	assert_true(done && nth > 5);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keeps_words_whole),
		cmocka_unit_test(breaks_words_that_fit_no_line),
		cmocka_unit_test(headings_stay_with_their_text),
		cmocka_unit_test(paragraphs_leave_no_line_alone),
		cmocka_unit_test(tables_repeat_heads_and_keep_rows),
		cmocka_unit_test(a_row_taller_than_a_page_breaks),
		cmocka_unit_test(parts_count_their_own_pages),
		cmocka_unit_test(draws_cards),
		cmocka_unit_test(gives_the_same_bytes_in_any_thread),
		cmocka_unit_test(an_empty_paper_has_a_page),
		cmocka_unit_test(tells_failure_at_the_end),
		cmocka_unit_test(a_file_is_its_owners),
		cmocka_unit_test(an_abandoned_paper_goes_with_its_arena),
		cmocka_unit_test(a_paper_leaves_nothing_behind),
		cmocka_unit_test(survives_without_memory),
	};

	return cmocka_run_group_tests(tests, path_make, path_drop);
}
