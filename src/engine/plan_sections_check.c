/* Sections judged anew, from their lists alone. */
#include <string.h>

#include "base/memory.h"
#include "engine/plan_sections.h"

static bool
keeps(const struct section_problem *problem, enum section_rule rule)
{
	return !(problem->without & rule);
}

/* Wrong subjects, and two sections at one time. */
static int
pupils_check(const struct section_problem *problem, const int *placed)
{
	int breaches = 0, i, k;

	for (i = 0; i < problem->wish_count; i++) {
		const struct section *section, *other;

		if (placed[i] < 0)
			continue;
		if (placed[i] >= problem->section_count)
			return breaches + 1;
		section = &problem->sections[placed[i]];
		breaches += section->subject != problem->wishes[i].subject;
		for (k = i + 1; k < problem->wish_count &&
		     problem->wishes[k].pupil == problem->wishes[i].pupil;
		     k++) {
			if (placed[k] < 0 ||
			    placed[k] >= problem->section_count)
				continue;
			other = &problem->sections[placed[k]];
			breaches += keeps(problem, SECTION_BLOCKS) &&
			    other->block == section->block;
		}
	}
	return breaches;
}

static int
teachers_check(const struct section_problem *problem, const int *sizes)
{
	int breaches = 0, teacher, i, k, count;

	for (teacher = 0; teacher < problem->teacher_count; teacher++) {
		count = 0;
		for (i = 0; i < problem->section_count; i++) {
			const struct section *section = &problem->sections[i];

			if (section->teacher != teacher || sizes[i] == 0)
				continue;
			count++;
			for (k = 0; k < i; k++)
				breaches += sizes[k] > 0 &&
				    problem->sections[k].teacher == teacher &&
				    problem->sections[k].block ==
					section->block;
		}
		breaches += count > problem->teacher_most[teacher];
	}
	return breaches;
}

int
sections_check(const struct section_problem *problem, const int *placed)
{
	size_t bytes = (size_t)(problem->section_count + 1) * sizeof(int);
	int *sizes = memory_get(bytes), i;
	int breaches = pupils_check(problem, placed);

	if (sizes == NULL)
		return breaches + 1;
	memset(sizes, 0, bytes);
	for (i = 0; i < problem->wish_count; i++)
		if (placed[i] >= 0 && placed[i] < problem->section_count)
			sizes[placed[i]]++;
	for (i = 0; i < problem->section_count; i++) {
		const struct section *section = &problem->sections[i];

		breaches += keeps(problem, SECTION_SEATS) &&
		    sizes[i] > section->seats;
		breaches += keeps(problem, SECTION_LEAST) && sizes[i] > 0 &&
		    sizes[i] < section->least;
	}
	if (keeps(problem, SECTION_TEACHERS))
		breaches += teachers_check(problem, sizes);
	memory_give(sizes);
	return breaches;
}
