/* Finding majors and occupations: a look through all of them, a few hundred. */
#include "catalog/find.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

static struct entry
major_entry(const struct major *major)
{
	return (struct entry){ major->id, &major->name, &major->about,
		{ &major->field, 1 }, major->letters };
}

static struct entry
occupation_entry(const struct occupation *occupation)
{
	return (struct entry){ occupation->id, &occupation->name,
		&occupation->about, occupation->fields, occupation->letters };
}

struct entry
entry_get(const struct catalogue *catalogue, enum entry_kind kind, int row)
{
	return kind == ENTRY_MAJOR
	    ? major_entry(&catalogue->majors[row])
	    : occupation_entry(&catalogue->occupations[row]);
}

static bool
text_holds(const char *text, const char *word, size_t length)
{
	for (; *text != '\0'; text++)
		if (strncasecmp(text, word, length) == 0)
			return true;
	return false;
}

static bool
entry_holds(const struct entry *entry, const char *word, size_t length)
{
	int lang;

	for (lang = 0; lang < LANGS; lang++)
		if (text_holds(entry->name->text[lang], word, length) ||
		    text_holds(entry->about->text[lang], word, length))
			return true;
	return false;
}

static bool
entry_holds_all(const struct entry *entry, const char *words)
{
	static const char space[] = " \t";
	size_t length;

	for (words += strspn(words, space); *words != '\0';
	     words += length, words += strspn(words, space)) {
		length = strcspn(words, space);
		if (!entry_holds(entry, words, length))
			return false;
	}
	return true;
}

static bool
entry_in_field(const struct entry *entry, int field)
{
	int i;

	for (i = 0; i < entry->fields.count; i++)
		if (entry->fields.list[i] == field)
			return true;
	return false;
}

static bool
entry_fits(const struct entry *entry, const struct finding *finding)
{
	return (finding->field < 0 || entry_in_field(entry, finding->field)) &&
	    (finding->letter < 0 ||
		catalog_letter(entry->letters) == finding->letter) &&
	    (finding->words == NULL || entry_holds_all(entry, finding->words));
}

/* Hangul syllables lie in the order of the dictionary. */
static int
compare_in(const void *a, const void *b, enum lang lang)
{
	const struct entry *left = a, *right = b;
	int order = strcasecmp(left->name->text[lang], right->name->text[lang]);

	return order ? order : strcmp(left->id, right->id);
}

static int
compare_ko(const void *a, const void *b)
{
	return compare_in(a, b, LANG_KO);
}

static int
compare_en(const void *a, const void *b)
{
	return compare_in(a, b, LANG_EN);
}

int
entries_find(const struct catalogue *catalogue, struct arena *arena,
    const struct finding *finding, struct entry **found)
{
	int rows = finding->kind == ENTRY_MAJOR ? catalogue->major_count
						: catalogue->occupation_count;
	struct entry *list = arena_array(arena, (size_t)rows, sizeof *list);
	int row, count = 0;

	for (row = 0; row < rows; row++) {
		struct entry entry = entry_get(catalogue, finding->kind, row);

		if (entry_fits(&entry, finding))
			list[count++] = entry;
	}
	qsort(list, (size_t)count, sizeof *list,
	    finding->lang == LANG_EN ? compare_en : compare_ko);
	*found = list;
	return count;
}
