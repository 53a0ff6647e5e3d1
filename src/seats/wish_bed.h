/*
 * For the tests of wishes and what came of them: the town of people/test_town.h
 * with a site, events, a round that stands wherever a case wants it, and a
 * server to ask.
 */
#ifndef GILJABI_WISH_BED_H
#define GILJABI_WISH_BED_H

#include "people/test_town.h"
#include "seats/inside.h"

enum { BED_EVENTS = 6 };

struct scene {
	struct bed *bed;
	struct town town;
	struct arena *arena;
	int64_t now; /* when it was opened */
	int64_t site, other_site;
	/*
	 * Days 40, 41, … from now at ten in the morning; of two seats each.
	 * The last is for grade 10. The first three are at the site, the others
	 * at the other one.
	 */
	int64_t events[BED_EVENTS];
	int64_t round;
	struct server *server;
	struct visitor *pupil, *teacher, *guardian, *centre, *nobody;
};

void scene_open(struct scene *scene, void **state);
void scene_close(struct scene *scene);

/*
 * A round of all events; state as the table has it. Opens and closes are days
 * from now. Rule: canonical JSON, NULL for none.
 */
int64_t round_put(struct scene *scene, const char *kind, const char *state,
    int64_t opens, int64_t closes, const char *rule);
void state_set(struct scene *scene, const char *state);
/* Who took part: number is repeated to 16 digits; list: places of events. */
struct entered {
	int64_t applicant;
	bool class;
	int64_t size, band;
	char number;
	const char *groups, *list; /* "012": events 0, 1, 2 */
	int got; /* place of events, or -1 */
};
void entered_put(struct scene *scene, const struct entered *entered);
void cutoff_put(struct scene *scene, int event, const char *kind, int64_t band,
    const char *number);
/* A pupil more, of class 0. */
int64_t pupil_put(struct scene *scene, int64_t number);
/* Who holds a seat of an event; 0: nobody. `nth` from 0 by id. */
int64_t holder_of(struct scene *scene, int event, int nth);
const char *seat_state(struct scene *scene, int64_t applicant, int event);

/* A path with ids: {pupil} {class} {round} {event} of the scene's firsts. */
const char *path_of(struct scene *scene, const char *path);
/* {"events":[…]} by places. */
const char *list_of(struct scene *scene, const char *places);
int64_t told(struct scene *scene, const char *kind);
size_t seen(const struct visitor *visitor, const char *text);

#endif
