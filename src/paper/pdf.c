/*
 * Pages. A page is recorded while its part grows, since its foot tells how many
 * pages the part has in the end; a part's pages are then played into the PDF.
 */
#include "paper/pdf_inside.h"

#include <assert.h>
#include <cairo-pdf.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"

enum {
	MARGIN = 51, /* 18 mm */
	MARGIN_MOST = 144,
	FOOT = 14, /* between the text's end and the foot */
	PART_PAGES = 2000,
	PAGES = 50000,
	BYTES = 256 * 1024 * 1024
};

struct page {
	struct page *next;
	cairo_surface_t *surface;
};

void
paper_fail(struct paper *paper, const char *reason)
{
	if (!paper->failed)
		log_event(LOG_ERROR, "paper.failed", "reason", reason, NULL);
	paper->failed = true;
}

/* Making and giving back */

/* Cairo writes; longjmp must not cross it, so the buffer only fails. */
static cairo_status_t
bytes_write(void *with, const unsigned char *bytes, unsigned length)
{
	struct paper *paper = with;

	buffer_add(&paper->bytes, (const char *)bytes, length);
	return paper->bytes.failed ? CAIRO_STATUS_WRITE_ERROR
				   : CAIRO_STATUS_SUCCESS;
}

static void
pages_free(struct paper *paper)
{
	struct page *page, *next;

	for (page = paper->first; page != NULL; page = next) {
		next = page->next;
		cairo_surface_destroy(page->surface);
		memory_give(page);
	}
	paper->first = paper->last = NULL;
	paper->pages = 0;
}

/* Everything but the bytes; runs twice when the paper was ended. */
static void
paper_shut(struct paper *paper)
{
	int i;

	for (i = 0; i < paper->waiting_count; i++)
		g_object_unref(paper->waiting[i].layout);
	paper->waiting_count = 0;
	cairo_destroy(paper->ink);
	paper->ink = NULL;
	pages_free(paper);
	cairo_destroy(paper->out);
	paper->out = NULL;
	cairo_surface_destroy(paper->surface);
	paper->surface = NULL;
	fonts_give(paper->fonts);
	paper->fonts = NULL;
}

static void
paper_release(void *with)
{
	struct paper *paper = with;

	paper->bytes.failed = true; /* what cairo still writes is lost */
	paper_shut(paper);
	buffer_free(&paper->bytes);
}

/* Without a date of its own, so that the same calls give the same bytes. */
static void
surface_make(struct paper *paper, const struct paper_options *options)
{
	paper->surface = cairo_pdf_surface_create_for_stream(
	    bytes_write, paper, PAGE_WIDTH, PAGE_HEIGHT);
	cairo_pdf_surface_set_metadata(
	    paper->surface, CAIRO_PDF_METADATA_CREATE_DATE, NULL);
	if (options->title != NULL)
		cairo_pdf_surface_set_metadata(
		    paper->surface, CAIRO_PDF_METADATA_TITLE, options->title);
	if (options->author != NULL)
		cairo_pdf_surface_set_metadata(
		    paper->surface, CAIRO_PDF_METADATA_AUTHOR, options->author);
	paper->out = cairo_create(paper->surface);
}

struct paper *
paper_new(struct arena *arena, const struct paper_options *options)
{
	struct paper *paper = arena_alloc(arena, sizeof *paper);

	assert(options->margin >= 0 && options->margin <= MARGIN_MOST);
	paper->arena = arena;
	paper->lang = options->lang;
	paper->margin = options->margin > 0 ? options->margin : MARGIN;
	paper->foot = arena_text(arena, options->foot);
	paper->bytes.limit = BYTES;
	paper->y = paper_top(paper);
	arena_defer(arena, paper_release, paper);
	paper->fonts = fonts_take();
	if (paper->fonts == NULL)
		arena_throw(arena);
	if (!fonts_found(paper->fonts))
		paper_fail(paper, "no font: install fonts-noto-cjk");
	surface_make(paper, options);
	return paper;
}

/* The page's frame */

double
paper_left(const struct paper *paper)
{
	return paper->margin;
}

double
paper_width(const struct paper *paper)
{
	return PAGE_WIDTH - 2 * paper->margin;
}

double
paper_top(const struct paper *paper)
{
	return paper->margin;
}

double
paper_bottom(const struct paper *paper)
{
	return PAGE_HEIGHT - paper->margin - FOOT;
}

/* Pages */

static cairo_surface_t *
recording_new(void)
{
	static const cairo_rectangle_t a4 = { 0, 0, PAGE_WIDTH, PAGE_HEIGHT };

	return cairo_recording_surface_create(CAIRO_CONTENT_COLOR_ALPHA, &a4);
}

static struct page *
page_new(struct paper *paper)
{
	struct page *page = NULL;

	if (paper->pages < PART_PAGES &&
	    paper->pages_out + paper->pages < PAGES)
		page = memory_get(sizeof *page);
	if (page == NULL) {
		paper_fail(paper, "pages");
		return NULL;
	}
	page->surface = recording_new();
	if (paper->last != NULL)
		paper->last->next = page;
	else
		paper->first = page;
	paper->last = page;
	paper->pages++;
	return page;
}

/* Past the last page that may be made, cairo's empty context takes the ink. */
static void
page_open(struct paper *paper)
{
	struct page *page;

	if (paper->ink != NULL)
		return;
	page = page_new(paper);
	paper->ink = cairo_create(page != NULL ? page->surface : NULL);
	paper->head_stands = false;
}

static void
page_close(struct paper *paper)
{
	cairo_destroy(paper->ink);
	paper->ink = NULL;
	paper->y = paper_top(paper);
	paper->gap = 0;
}

void
paper_turn(struct paper *paper)
{
	if (paper->ink == NULL)
		return;
	page_close(paper);
	if (paper->waiting_count > 0) {
		paper->gap =
		    faces[paper->waiting[paper->waiting_count - 1].face].after;
		paper->waiting[0].gap = 0;
	}
}

/* Blocks */

void
table_end(struct paper *paper)
{
	paper->head = NULL;
	paper->in_table = false;
}

void
paper_space(struct paper *paper, double height)
{
	bool top = paper->ink == NULL && paper->waiting_count == 0;

	if (!top && paper->gap < height)
		paper->gap = height;
}

static double
waiting_height(const struct paper *paper)
{
	double height = 0;
	int i;

	for (i = 0; i < paper->waiting_count; i++)
		height += paper->waiting[i].gap +
		    layout_height(
			paper->waiting[i].layout, paper->waiting[i].face);
	return height;
}

double
paper_room(const struct paper *paper)
{
	return paper_bottom(paper) - paper->y - waiting_height(paper) -
	    paper->gap;
}

static void
waiting_place(struct paper *paper)
{
	int i;

	for (i = 0; i < paper->waiting_count; i++) {
		struct waiting *waiting = &paper->waiting[i];

		paper->y += waiting->gap;
		layout_draw(paper->ink, waiting->layout, waiting->face,
		    paper_left(paper), paper->y);
		paper->y += layout_height(waiting->layout, waiting->face);
		g_object_unref(waiting->layout);
	}
	paper->waiting_count = 0;
}

void
block_open(struct paper *paper, double height)
{
	if (paper_room(paper) + .01 < height)
		paper_turn(paper);
	page_open(paper);
	table_end(paper);
	waiting_place(paper);
	paper->y += paper->gap;
	paper->gap = 0;
}

void
block_close(struct paper *paper, double height, double after)
{
	paper->y += height;
	paper->gap = after;
}

void
paper_gap(struct paper *paper, double height)
{
	paper->gap += height;
}

void
paper_rule(struct paper *paper)
{
	paper_space(paper, 10);
	block_open(paper, 1);
	ink_line(paper->ink, paper_left(paper), paper->y,
	    paper_left(paper) + paper_width(paper), paper->y, .5, .7);
	block_close(paper, 1, 10);
}

void
paper_page(struct paper *paper)
{
	if (paper->waiting_count > 0)
		block_open(paper, 0); /* headings with nothing below them */
	if (paper->ink != NULL)
		page_close(paper);
}

/* Ink */

void
ink_line(cairo_t *ink, double x, double y, double x2, double y2, double width,
    double grey)
{
	cairo_set_source_rgb(ink, grey, grey, grey);
	cairo_set_line_width(ink, width);
	cairo_move_to(ink, x, y);
	cairo_line_to(ink, x2, y2);
	cairo_stroke(ink);
}

void
ink_box(
    cairo_t *ink, double x, double y, double width, double height, double grey)
{
	cairo_set_source_rgb(ink, grey, grey, grey);
	cairo_rectangle(ink, x, y, width, height);
	cairo_fill(ink);
}

/* Parts */

static void
foot_draw(struct paper *paper, int number)
{
	const double y = PAGE_HEIGHT - paper->margin;
	char text[32];
	struct lines lines = {
		.face = FACE_FOOT, .count = 1, .x = paper_left(paper), .y = y
	};

	lines.layout = layout_cut(
	    paper, FACE_FOOT, paper->foot, paper_width(paper) - 60, 1);
	lines_draw(paper->out, &lines);
	g_object_unref(lines.layout);
	snprintf(text, sizeof text, "%d / %d", number, paper->pages);
	lines.layout = layout_new(paper, FACE_FOOT, text, paper_width(paper));
	lines.right = true;
	lines_draw(paper->out, &lines);
	g_object_unref(lines.layout);
}

/* Plays the part's pages into the PDF. */
static void
part_end(struct paper *paper)
{
	struct page *page;
	int number = 0;

	paper_page(paper);
	for (page = paper->first; page != NULL; page = page->next) {
		cairo_set_source_surface(paper->out, page->surface, 0, 0);
		cairo_paint(paper->out);
		foot_draw(paper, ++number);
		cairo_show_page(paper->out);
	}
	paper->pages_out += paper->pages;
	pages_free(paper);
}

void
paper_part(struct paper *paper, const char *foot)
{
	part_end(paper);
	table_end(paper);
	paper->foot = arena_text(paper->arena, foot);
}

/* Ending */

bool
paper_end(struct paper *paper, const char **bytes, size_t *length)
{
	cairo_status_t status;

	if (paper->pages_out + paper->pages == 0)
		block_open(paper, 0); /* no PDF without a page */
	part_end(paper);
	cairo_surface_finish(paper->surface);
	status = cairo_status(paper->out);
	if (status == CAIRO_STATUS_SUCCESS)
		status = cairo_surface_status(paper->surface);
	if (status != CAIRO_STATUS_SUCCESS)
		paper_fail(paper, cairo_status_to_string(status));
	paper_shut(paper);
	*bytes = paper->bytes.data;
	*length = paper->bytes.length;
	return !paper->failed;
}

static bool
file_write(const char *path, const char *bytes, size_t length)
{
	int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	ssize_t got;

	if (file < 0)
		return false;
	while (length > 0 && (got = write(file, bytes, length)) > 0) {
		bytes += got;
		length -= (size_t)got;
	}
	return close(file) == 0 && length == 0;
}

bool
paper_end_file(struct paper *paper, const char *path)
{
	const char *bytes;
	size_t length;

	if (!paper_end(paper, &bytes, &length))
		return false;
	if (!file_write(path, bytes, length)) {
		paper_fail(paper, strerror(errno));
		unlink(path);
	}
	return !paper->failed;
}
