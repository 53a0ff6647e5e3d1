/*
 * From an answer file to features and classes. People are put into the order of
 * a hash of what they answered, so that every stretch of them is a fair draw
 * and the same file in another order gives the same numbers.
 */
#include "model/match_data.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"

/* A person before they are put in order. */
struct place {
	uint64_t hash;
	const uint8_t *given;
	int items, class;
	size_t row;
};

/* FNV-1a (Fowler, Noll and Vo 1991), its bits mixed as splitmix64 does. */
static uint64_t
given_hash(const uint8_t *given, int items)
{
	uint64_t hash = 0xcbf29ce484222325;

	for (int i = 0; i < items; i++)
		hash = (hash ^ given[i]) * 0x100000001b3;
	hash = (hash ^ (hash >> 30)) * 0xbf58476d1ce4e5b9;
	hash = (hash ^ (hash >> 27)) * 0x94d049bb133111eb;
	return hash ^ (hash >> 31);
}

/* Equal people stand as in the file: it makes no difference which is which. */
static int
place_order(const void *a, const void *b)
{
	const struct place *one = a, *other = b;
	int order;

	if (one->hash != other->hash)
		return one->hash < other->hash ? -1 : 1;
	order = memcmp(one->given, other->given, (size_t)one->items);
	if (order != 0)
		return order;
	if (one->class != other->class)
		return one->class < other->class ? -1 : 1;
	return (one->row > other->row) - (one->row < other->row);
}

/* Of each value of the label the class of the model, -1 none. */
static void
classes_number(const struct answers_column *label,
    const struct model_file *file, int *numbers)
{
	for (int v = 0; v < label->count; v++) {
		numbers[v] = -1;
		for (int k = 0; k < file->model.classes; k++)
			if (text_is(label->values[v], file->classes[k]))
				numbers[v] = k;
	}
}

static bool
places_take(struct match_data *people, const int *numbers, struct place *places)
{
	const struct answers *answers = &people->answers;
	const struct answers_column *label = &answers->column[0];
	size_t count = 0;

	for (size_t row = 0; row < answers->people; row++) {
		const uint8_t *given = answers->given +
		    row * (size_t)answers->items;
		int class = label->of[row] == ANSWERS_NO_VALUE
		    ? -1
		    : numbers[label->of[row]];

		if (class < 0)
			continue;
		places[count++] = (struct place){ given_hash(
						      given, answers->items),
			given, answers->items, class, row };
	}
	qsort(places, count, sizeof *places, place_order);
	people->data.people = count;
	people->left_out = answers->people - count;
	return count > 0;
}

static bool
people_fill(struct match_data *people, const struct features *features,
    const struct place *places)
{
	size_t count = people->data.people;
	size_t width = (size_t)features_count(features);
	float *x = memory_get(count * width * sizeof *x);
	int *class = memory_get(count * sizeof *class);

	people->row = memory_get(count * sizeof *people->row);
	people->data.x = x;
	people->data.class = class;
	if (x == NULL || class == NULL || people->row == NULL)
		return false;
	for (size_t i = 0; i < count; i++) {
		people->row[i] = places[i].row;
		class[i] = places[i].class;
		features_make(features, places[i].given, x + i * width);
	}
	return true;
}

bool
match_data_make(const struct model_file *file, struct match_data *people)
{
	const struct answers_column *label = &people->answers.column[0];
	struct place *places = memory_get(
	    (people->answers.people + 1) * sizeof *places);
	int *numbers = memory_get(((size_t)label->count + 1) * sizeof *numbers);
	bool made = places != NULL && numbers != NULL;

	people->data.features = features_count(&file->features);
	people->data.classes = file->model.classes;
	if (made) {
		classes_number(label, file, numbers);
		made = !places_take(people, numbers, places) ||
		    people_fill(people, &file->features, places);
	}
	memory_give(places);
	memory_give(numbers);
	return made;
}

bool
match_data_read(struct command_line *cl, const char *path,
    const struct model_file *file, const char *label, const char *const *groups,
    struct match_data *people)
{
	const char *columns[ANSWERS_COLUMNS + 1] = { label };

	for (int g = 0;
	     groups != NULL && groups[g] != NULL && g + 1 < ANSWERS_COLUMNS;
	     g++)
		columns[g + 1] = groups[g];
	memset(people, 0, sizeof *people);
	if (!answers_read(cl, path, file->ids, file->features.items, columns,
		&people->answers))
		return false;
	if (match_data_make(file, people) && people->data.people > 0)
		return true;
	complain(cl, people->data.people > 0 ? "match.memory" : "match.nobody",
	    (const struct word[]){
		{ "file", path }, { "label", label }, { 0 } });
	match_data_free(people);
	return false;
}

void
match_data_free(struct match_data *people)
{
	answers_free(&people->answers);
	memory_give(people->row);
	memory_give((void *)people->data.x);
	memory_give((void *)people->data.class);
	memset(people, 0, sizeof *people);
}

void
match_data_hash(const struct match_data *people, const struct model_file *file,
    char hash[static HASH_HEX])
{
	size_t items = (size_t)people->answers.items;
	unsigned char bytes[crypto_hash_sha256_BYTES];
	crypto_hash_sha256_state state;

	crypto_hash_sha256_init(&state);
	for (size_t i = 0; i < people->data.people; i++) {
		const char *class = file->classes[people->data.class[i]];

		crypto_hash_sha256_update(&state,
		    people->answers.given + people->row[i] * items, items);
		crypto_hash_sha256_update(
		    &state, (const unsigned char *)class, strlen(class) + 1);
	}
	crypto_hash_sha256_final(&state, bytes);
	hex_write(bytes, sizeof bytes, hash);
}

uint16_t
match_data_group(const struct match_data *people, int group, size_t person)
{
	return people->answers.column[1 + group].of[people->row[person]];
}
