/*
 * model.json: what people with such answers chose, as `giljabi match train`
 * writes it and everything else reads it, in canonical bytes.
 *
 *	{"format":"giljabi-model-1","label":"field","classes":["accounting",…],
 *	 "items":[{"id":"R1","letter":"R","first":2.1,"second":5.7},…],
 *	 "features":"relative-1","means":[…features],
 *	 "weights":[[…features],…classes],"bases":[…classes],"temperature":1,
 *	 "prior":{"kind":"none","scale":0,"strength":32},
 *	 "source":{"people":N,"sha256":"…"},
 *	 "explore":{…}}
 *
 * Further members are for people and are passed over here, unknown ones too.
 */
#ifndef GILJABI_MODEL_FILE_H
#define GILJABI_MODEL_FILE_H

#include "base/command.h"
#include "base/random.h"
#include "engine/answer_features.h"
#include "model/explore_file.h"

#define MODEL_FORMAT "giljabi-model-1"

#define MODEL_FEATURES "relative-1" /* as answer_features.h has them */

/* How it was learned; for people, and for the model card. */
struct model_prior {
	bool catalog; /* class vectors of the catalogue were the prior */
	double scale; /* of their weights on the letters */
	double strength; /* of the Gaussian around them */
};

/* Texts and arrays are the arena's. */
struct model_file {
	const char *label;
	const char *classes[LOGIT_CLASSES + 1]; /* by bytes; ends with NULL */
	const char *ids[FEATURES_ITEMS + 1]; /* of items; ends with NULL */
	struct features features; /* what answers become */
	double means[LOGIT_FEATURES]; /* of x; for features_reasons */
	struct logit_model model;
	struct model_prior prior;
	size_t people; /* learned from */
	char sha256[HASH_HEX]; /* of them: match_data_hash */
	struct explore explore;
};

/* Tells what is wrong on standard error by file and member; false then. */
bool model_file_read(
    struct command_line *cl, const char *path, struct model_file *file);

/* NULL when it is sound, else the member that is not ("weights"). */
const char *model_file_parse(struct arena *arena, const char *bytes,
    size_t length, struct model_file *file);

/* What is written reads back to the same bytes. */
void model_file_write(struct buffer *out, const struct model_file *file);

#endif
