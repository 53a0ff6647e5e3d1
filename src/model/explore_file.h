/*
 * The member "explore" of model.json: the trade-off curve between accuracy and
 * equal exposure, and the point on it that pupils' lists use.
 *
 *	"explore":{"groups":["gender","residence"],"first":3,"floor":0.8,
 *	 "directions":[[…features],…],
 *	 "points":[{"floor":0.8,"shifts":[[…directions, base],…classes]},…],
 *	 "chosen":4}
 *
 * The exploration weights themselves are fair_model(path, path->chosen, …).
 * null, or no such member: the model has no exploration list.
 */
#ifndef GILJABI_EXPLORE_FILE_H
#define GILJABI_EXPLORE_FILE_H

#include "base/json.h"
#include "engine/fair.h"

struct explore {
	int columns; /* 0: none was made */
	const char *groups[FAIR_COLUMNS]; /* names of the columns */
	int first;
	double floor;
	struct fair_path path;
};

/* Writes "explore":{…}, or "explore":null when columns is 0. */
void explore_write(struct writer *writer, const struct explore *explore);
/*
 * json: the member, or NULL. Names and the path's arrays are the arena's (no
 * fair_free). NULL when it is sound, else the member that is not ("points").
 */
const char *explore_read(struct arena *arena, const json_t *json, int features,
    int classes, struct explore *explore);

#endif
