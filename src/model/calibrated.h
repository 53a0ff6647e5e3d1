/*
 * What `giljabi interest calibrate` holds: the files read, the calibration, the
 * items' functioning; and the two places it writes them to.
 */
#ifndef GILJABI_CALIBRATED_H
#define GILJABI_CALIBRATED_H

#include "base/json.h"
#include "engine/calibrate.h"
#include "engine/dif.h"
#include "engine/interest.h"
#include "model/answers.h"

/* Which items make which scale; both in the order of the file. */
struct scales_file {
	int items, scales;
	const char *item_names[CALIBRATE_ITEMS];
	int scale[CALIBRATE_ITEMS]; /* an item each */
	const char *scale_names[CALIBRATE_SCALES];
};

/* A column by which the items' functioning is looked at. */
struct functioning {
	const char *name;
	int groups; /* values with enough people */
	const char *values[DIF_GROUPS];
	struct dif *items; /* an item each; the arena's */
};

struct calibrated {
	struct scales_file scales;
	struct answers answers;
	struct calibration calibration;
	const struct interest_bank *bank; /* see bank_learned.h; or NULL */
	int columns;
	struct functioning functioning[ANSWERS_COLUMNS];
};

/*
 * Reads S.csv ("item,scale"), the texts the arena's; tells mistakes as
 * answers_read does.
 */
bool scales_file_read(
    struct command_line *cl, const char *path, struct scales_file *scales);

/* bank.json, see bank_file.h, with what people want to know of it. */
void bank_write(struct buffer *out, const struct calibrated *calibrated);
/* What the command answers. */
void
calibrated_summarise(struct buffer *out, const struct calibrated *calibrated);

#endif
