/*
 * Lines of text. Unicode lets a line of Korean break between any two syllables
 * (UAX 14), and so does PANGO_WRAP_WORD; Korean prose is set with whole words.
 * So each word is marked as unbreakable, except one that is wider than its
 * column: that one may break behind a mark (/ - ·), or else anywhere.
 */
#include "paper/pdf_inside.h"

#include <string.h>

#include "base/text.h"

enum { TEXT_MOST = 262144 }; /* bytes of one text */

/* Words */

/* Not less than the width of a character in our faces, in parts of the type's
   size. */
static double
character_width(uint32_t c)
{
	if (c >= 0xac00 && c <= 0xd7a3)
		return .93;
	if (c >= 0x80)
		return c < 0x10000 ? 1 : 1.15;
	if (strchr("mwMW@%", (int)c) != NULL)
		return 1.02;
	if (strchr("!'(),-./:;[]ijl{|}", (int)c) != NULL)
		return .5;
	return c >= 'A' && c <= 'Z' ? .78 : .66;
}

static double
piece_width(const char *text, size_t length, double size)
{
	const char *end = text + length;
	double width = 0;

	while (text < end)
		width += character_width(utf8_next(&text));
	return width * size;
}

/* Says something of a piece of the text; the list takes the attribute. */
static void
piece_mark(PangoAttrList *list, PangoAttribute *attribute, const char *text,
    const char *piece, size_t length)
{
	attribute->start_index = (guint)(piece - text);
	attribute->end_index = (guint)((size_t)(piece - text) + length);
	pango_attr_list_insert(list, attribute);
}

static void
piece_keep(
    PangoAttrList *list, const char *text, const char *piece, size_t length)
{
	piece_mark(
	    list, pango_attr_allow_breaks_new(FALSE), text, piece, length);
}

/* Up to and with the next mark that a line may end with. */
static size_t
piece_length(const char *word, size_t length)
{
	static const char dot[] = "\xc2\xb7"; /* · */
	size_t at;

	for (at = 0; at < length; at++) {
		if (strchr("/-,~&?=", word[at]) != NULL)
			return at + 1;
		if (length - at >= 2 && memcmp(word + at, dot, 2) == 0)
			return at + 2;
	}
	return length;
}

struct measure {
	double size, width;
}; /* of the type, of the column */

static void
word_keep(PangoAttrList *list, const char *text, const char *word,
    size_t length, struct measure measure)
{
	size_t piece;

	if (piece_width(word, length, measure.size) <= measure.width) {
		piece_keep(list, text, word, length);
		return;
	}
	for (; length > 0; word += piece, length -= piece) {
		piece = piece_length(word, length);
		if (piece_width(word, piece, measure.size) <= measure.width)
			piece_keep(list, text, word, piece);
	}
}

static void
words_keep(PangoAttrList *list, const char *text, struct measure measure)
{
	static const char white[] = " \t\n";
	const char *word = text + strspn(text, white);

	while (*word != '\0') {
		size_t length = strcspn(word, white);

		word_keep(list, text, word, length, measure);
		word += length;
		word += strspn(word, white);
	}
}

/*
 * Beside Korean the face sets marks of its own, which look like the common ones
 * but which cairo, looking for their character, finds only at the end of 45,000
 * others: half a millisecond a mark and document. The common ones will do.
 */
static void
marks_plain(PangoAttrList *list, const char *text)
{
	static const char marks[] = ".,()[]:%~-/!?";
	const char *mark = text + strcspn(text, marks);

	while (*mark != '\0') {
		size_t length = strspn(mark, marks);

		piece_mark(list, pango_attr_font_features_new("locl=0"), text,
		    mark, length);
		mark += length;
		mark += strcspn(mark, marks);
	}
}

/* Layouts */

PangoLayout *
layout_new(struct paper *paper, int face, const char *text, double width)
{
	PangoLayout *layout = pango_layout_new(
	    fonts_context(paper->fonts, paper->lang));
	struct measure measure = { faces[face].size, width };
	PangoAttrList *list;

	if (text == NULL || strlen(text) > TEXT_MOST ||
	    !utf8_valid(text, strlen(text))) {
		if (text != NULL)
			paper_fail(paper, "text");
		text = "";
	}
	pango_layout_set_font_description(
	    layout, fonts_face(paper->fonts, face));
	pango_layout_set_width(layout, (int)(width * PANGO_SCALE));
	pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
	pango_layout_set_text(layout, text, -1);
	list = pango_attr_list_new();
	words_keep(list, text, measure);
	marks_plain(list, text);
	pango_layout_set_attributes(layout, list);
	pango_attr_list_unref(list);
	return layout;
}

PangoLayout *
layout_cut(
    struct paper *paper, int face, const char *text, double width, int lines)
{
	PangoLayout *layout = layout_new(paper, face, text, width);

	pango_layout_set_height(layout, -lines);
	pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END);
	return layout;
}

int
layout_lines(PangoLayout *layout)
{
	return pango_layout_get_line_count(layout);
}

double
layout_height(PangoLayout *layout, int face)
{
	return layout_lines(layout) * faces[face].pitch;
}

/* Two faces of one pitch share their baselines. */
static double
baseline(double pitch)
{
	return pitch * .73;
}

static double
line_width(PangoLayoutLine *line)
{
	PangoRectangle logical;

	pango_layout_line_get_extents(line, NULL, &logical);
	return (double)logical.width / PANGO_SCALE;
}

void
lines_draw(cairo_t *ink, const struct lines *lines)
{
	const struct face *face = &faces[lines->face];
	const double width = (double)pango_layout_get_width(lines->layout) /
	    PANGO_SCALE;
	int i;

	cairo_set_source_rgb(ink, face->ink, face->ink, face->ink);
	for (i = 0; i < lines->count; i++) {
		PangoLayoutLine *line = pango_layout_get_line_readonly(
		    lines->layout, lines->from + i);

		if (line == NULL)
			return; /* a neighbour has more lines */
		cairo_move_to(ink,
		    lines->x + (lines->right ? width - line_width(line) : 0),
		    lines->y + i * face->pitch + baseline(face->pitch));
		pango_cairo_show_layout_line(ink, line);
	}
}

void
layout_draw(cairo_t *ink, PangoLayout *layout, int face, double x, double y)
{
	const struct lines all = { .layout = layout,
		.face = face,
		.count = layout_lines(layout),
		.x = x,
		.y = y };

	lines_draw(ink, &all);
}

/* Paragraphs */

/* A text and, for bullets and pairs, what stands left of its first lines. */
struct paragraph {
	int face;
	double before, after; /* white */
	PangoLayout *layout;
	double x;
	PangoLayout *mark; /* or NULL; its face has the same pitch */
	int mark_face;
};

/*
 * How many of the lines left may stand in the room: all, or so many that at
 * least two stand on both sides of the break; 0 when none may.
 */
static int
lines_take(double room, double pitch, int left)
{
	int fit = room < pitch ? 0 : (int)((room + .01) / pitch);

	if (left <= fit)
		return left;
	if (fit > left - 2)
		fit = left - 2;
	return fit < 2 ? 0 : fit;
}

static int
paragraph_lines(const struct paragraph *paragraph)
{
	int lines = layout_lines(paragraph->layout);
	int mark = paragraph->mark ? layout_lines(paragraph->mark) : 0;

	return mark > lines ? mark : lines;
}

static void
paragraph_draw(
    struct paper *paper, const struct paragraph *paragraph, int from, int count)
{
	struct lines lines = { .layout = paragraph->layout,
		.face = paragraph->face,
		.from = from,
		.count = count,
		.x = paper_left(paper) + paragraph->x,
		.y = paper->y };

	lines_draw(paper->ink, &lines);
	if (paragraph->mark == NULL)
		return;
	lines.layout = paragraph->mark;
	lines.face = paragraph->mark_face;
	lines.x = paper_left(paper);
	lines_draw(paper->ink, &lines);
}

static void
paragraph_flow(struct paper *paper, const struct paragraph *paragraph)
{
	const struct face *face = &faces[paragraph->face];
	const int lines = paragraph_lines(paragraph);
	int at, take;

	paper_space(paper, paragraph->before);
	for (at = 0; at < lines; at += take) {
		take = lines_take(paper_room(paper), face->pitch, lines - at);
		if (take == 0) {
			paper_turn(paper);
			take = lines_take(
			    paper_room(paper), face->pitch, lines - at);
		}
		block_open(paper, take * face->pitch);
		paragraph_draw(paper, paragraph, at, take);
		block_close(paper, take * face->pitch,
		    at + take == lines ? paragraph->after : 0);
	}
}

/* Headings wait for what follows; a very long one is a text like any other. */
static bool
heading_waits(struct paper *paper, int face, PangoLayout *layout)
{
	if (layout_lines(layout) > WAITING_LINES ||
	    paper->waiting_count == WAITING)
		return false;
	table_end(paper);
	paper_space(paper, faces[face].before);
	paper->waiting[paper->waiting_count++] = (struct waiting){
		.layout = layout, .face = face, .gap = paper->gap
	};
	paper->gap = faces[face].after;
	return true;
}

void
paper_text(struct paper *paper, enum paper_style style, const char *text)
{
	struct paragraph paragraph = { .face = (int)style,
		.before = faces[style].before,
		.after = faces[style].after };

	paragraph.layout = layout_new(
	    paper, (int)style, text, paper_width(paper));
	if (style <= PAPER_SUBHEADING &&
	    heading_waits(paper, (int)style, paragraph.layout))
		return;
	paragraph_flow(paper, &paragraph);
	g_object_unref(paragraph.layout);
}

static void
text_with_mark(struct paper *paper, int mark_face, const char *mark,
    const char *text, double x)
{
	struct paragraph paragraph = { .face = PAPER_TEXT,
		.x = x,
		.before = 3,
		.after = 3,
		.mark_face = mark_face };

	paragraph.mark = layout_new(paper, mark_face, mark, x - 8);
	paragraph.layout = layout_new(
	    paper, PAPER_TEXT, text, paper_width(paper) - x);
	paragraph_flow(paper, &paragraph);
	g_object_unref(paragraph.mark);
	g_object_unref(paragraph.layout);
}

void
paper_bullet(struct paper *paper, const char *text)
{
	text_with_mark(paper, PAPER_TEXT, "•", text, 16);
}

void
paper_pair(struct paper *paper, const char *label, const char *text)
{
	text_with_mark(paper, FACE_LABEL, label, text, 104);
}
