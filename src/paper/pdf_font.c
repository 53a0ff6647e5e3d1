/*
 * Faces. A Pango font map may be used by one thread at a time and costs tens of
 * milliseconds until it is warm, so maps are lent to one paper each and kept.
 */
#include "paper/pdf_inside.h"

#include <pthread.h>

#include "base/log.h"
#include "base/text.h"

#define FAMILY "Noto Sans CJK KR"

enum { KEPT = 8 };

const struct face faces[FACES] = {
	[PAPER_TITLE] = { .size = 20, .pitch = 28, .after = 10, .bold = true },
	[PAPER_HEADING] = { .size = 13.5,
	    .pitch = 20,
	    .before = 22,
	    .after = 6,
	    .bold = true },
	[PAPER_SUBHEADING] = { .size = 11,
	    .pitch = 17,
	    .before = 12,
	    .after = 3,
	    .bold = true },
	[PAPER_TEXT] = { .size = 10.5,
	    .pitch = 16.275,
	    .before = 6,
	    .after = 6,
	    .ink = .08 },
	[PAPER_SMALL] = { .size = 8.5,
	    .pitch = 13,
	    .before = 4,
	    .after = 4,
	    .ink = .35 },
	[FACE_CELL] = { .size = 9.5, .pitch = 14.5, .ink = .08 },
	[FACE_CELL_HEAD] = { .size = 9, .pitch = 14, .ink = .2, .bold = true },
	[FACE_LABEL] = { .size = 9.5, .pitch = 16.275, .ink = .35 },
	[FACE_CARD_HEADING] = { .size = 11.5, .pitch = 16, .bold = true },
	[FACE_CARD] = { .size = 8.5, .pitch = 12.5, .ink = .15 },
	[FACE_CODE] = { .family = "Noto Sans Mono CJK KR",
	    .size = 10.5,
	    .pitch = 15,
	    .bold = true },
	[FACE_FOOT] = { .size = 8, .pitch = 12, .ink = .35 },
};

struct fonts {
	PangoFontMap *map;
	PangoContext *contexts[LANGS];
	PangoFontDescription *descriptions[FACES];
	bool found;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct fonts *kept[KEPT];
static int kept_count;

/* Outlines as they are: the page is not a screen. */
static PangoContext *
context_new(PangoFontMap *map, enum lang lang)
{
	PangoContext *context = pango_font_map_create_context(map);
	cairo_font_options_t *options = cairo_font_options_create();

	cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
	cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
	pango_cairo_context_set_font_options(context, options);
	cairo_font_options_destroy(options);
	pango_context_set_round_glyph_positions(context, FALSE);
	pango_context_set_language(
	    context, pango_language_from_string(lang_name(lang)));
	return context;
}

static PangoFontDescription *
description_new(const struct face *face)
{
	PangoFontDescription *description = pango_font_description_new();

	pango_font_description_set_family_static(
	    description, face->family != NULL ? face->family : FAMILY);
	pango_font_description_set_weight(
	    description, face->bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
	pango_font_description_set_absolute_size(
	    description, face->size * PANGO_SCALE);
	return description;
}

/* Pango takes another family in silence; Korean would come out as squares. */
static bool
family_stands(const struct fonts *fonts)
{
	PangoFont *font = pango_font_map_load_font(fonts->map,
	    fonts->contexts[LANG_KO], fonts->descriptions[PAPER_TEXT]);
	PangoFontDescription *got;
	bool same;

	if (font == NULL)
		return false;
	got = pango_font_describe(font);
	same = text_is(pango_font_description_get_family(got), FAMILY);
	pango_font_description_free(got);
	g_object_unref(font);
	return same;
}

static struct fonts *
fonts_new(void)
{
	struct fonts *fonts = memory_get(sizeof *fonts);
	int i;

	if (fonts == NULL)
		return NULL;
	fonts->map = pango_cairo_font_map_new();
	for (i = 0; i < LANGS; i++)
		fonts->contexts[i] = context_new(fonts->map, (enum lang)i);
	for (i = 0; i < FACES; i++)
		fonts->descriptions[i] = description_new(&faces[i]);
	fonts->found = family_stands(fonts);
	return fonts;
}

static void
fonts_free(struct fonts *fonts)
{
	int i;

	for (i = 0; i < FACES; i++)
		pango_font_description_free(fonts->descriptions[i]);
	for (i = 0; i < LANGS; i++)
		g_object_unref(fonts->contexts[i]);
	g_object_unref(fonts->map);
	memory_give(fonts);
}

struct fonts *
fonts_take(void)
{
	struct fonts *fonts = NULL;

	pthread_mutex_lock(&lock);
	if (kept_count > 0)
		fonts = kept[--kept_count];
	pthread_mutex_unlock(&lock);
	return fonts != NULL ? fonts : fonts_new();
}

void
fonts_give(struct fonts *fonts)
{
	if (fonts == NULL)
		return;
	pthread_mutex_lock(&lock);
	if (kept_count < KEPT) {
		kept[kept_count++] = fonts;
		fonts = NULL;
	}
	pthread_mutex_unlock(&lock);
	if (fonts != NULL)
		fonts_free(fonts);
}

bool
fonts_found(const struct fonts *fonts)
{
	return fonts->found;
}

PangoContext *
fonts_context(const struct fonts *fonts, enum lang lang)
{
	return fonts->contexts[lang];
}

const PangoFontDescription *
fonts_face(const struct fonts *fonts, int face)
{
	return fonts->descriptions[face];
}
