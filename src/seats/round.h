/*
 * What the files of a round share.
 *
 *	round.c          settings: load, check, keep, show
 *	round_rule.c     the rule as JSON     round_words.c  as sentences
 *	round_step.c     from the draft to the announcement
 *	round_freeze.c   wishes into applicants
 *	round_files.c    the files of a draw, from the store
 *	round_draw.c     freeze, files, draw, check, keep
 *	round_share.c    who got what, in shares
 *	round_try.c      a draw on wishes of last time or made-up ones
 *	public.c         what anybody may see
 *
 * What takes long goes in steps of a bounded number of rows, each a write of
 * its own, so that wishes of other rounds are saved in between. A crash leaves
 * the round in the state before, from where the step can be taken again with
 * the same result.
 */
#ifndef GILJABI_ROUND_H
#define GILJABI_ROUND_H

#include "seats/allot_draw.h"
#include "seats/inside.h"

enum {
	ROUND_EVENTS = 5000,
	ROUND_MEMORY = 256 * 1024 * 1024, /* of an arena for a whole draw */
	ROUND_STEP = 5000, /* rows of one write */
	FEW = 5 /* groups smaller than this are told without figures */
};

/* round.c */

/* Keeps settings; changes those of a draft. Events are known to fit. */
int64_t round_add(struct db *db, int64_t now, const struct round *round,
    const int64_t *events, int count, const struct actor *maker);
void round_events_set(
    struct db *db, int64_t round, const int64_t *events, int count);
/* Who may read it gets the whole of it (round_fields). */
void round_tell(struct request *rq, struct db *db, const struct round *round);
/* As the lists of rounds have it (rounds_row). */
#define ROUND_ROWS \
	"SELECT r.id, r.region, g.name_ko, g.name_en, r.name, r.kind, " \
	"r.state, r.year, r.opens, r.closes, r.answers_until, " \
	"(SELECT COUNT(*) FROM round_event e WHERE e.round = r.id), " \
	"(SELECT COALESCE(SUM(e.seats), 0) FROM round_event e " \
	"WHERE e.round = r.id), " \
	"(SELECT COUNT(*) FROM wish w WHERE w.round = r.id AND w.events <> '') "
void round_row_put(
    struct request *rq, struct writer *writer, const struct rows *rows);
const char *
region_name(struct db *db, struct arena *arena, enum lang lang, int64_t region);
/* A writer into the ledger of the round's region. */
void round_ledger(struct db *db, int64_t now, const struct round *round,
    const char *kind, const struct actor *actor);

/* round_rule.c */

void round_rule_put(struct writer *writer, const struct round_rule *rule);
/* The canonical bytes; the arena's. */
const char *round_rule_text(struct arena *arena, const struct round_rule *rule);
/* False when the text is no rule. Texts are the arena's. */
bool
round_rule_read(struct arena *arena, const char *text, struct round_rule *rule);
/* "care:4;rural:2": the reserves of an event of so many seats. */
const char *round_rule_reserves(
    struct arena *arena, const struct round_rule *rule, int64_t seats);
int64_t round_rule_all_cap(const struct round_rule *rule); /* -1: none */
int64_t round_rule_site_cap(const struct round_rule *rule, int64_t site);

/* round_words.c */

struct sentences {
	struct arena *arena;
	enum lang lang;
	const char *list[40];
	int count;
};
void
round_words(struct sentences *words, struct db *db, const struct round *round);

/* round_step.c: NULL when done or allowed, else the id of what is wrong. */

const char *step_wrong(
    struct db *db, const struct round *round, const char *to, int64_t now);
void steps_put(struct request *rq, struct db *db, struct writer *writer,
    const struct round *round);
const char *round_publish(struct db *db, struct arena *arena, int64_t now,
    const struct round *round, const struct actor *actor);
const char *round_announce(struct db *db, int64_t now,
    const struct round *round, const struct actor *actor);
/* One freezing, draw or simulation at a time; false: another one runs. */
bool rounds_take(void);
void rounds_give(void);

/* round_freeze.c: whole steps, with writes of their own. */

struct round_work {
	struct store *store;
	struct arena *arena; /* of ROUND_MEMORY */
	int64_t now;
	int64_t id;
	const struct actor *actor; /* NULL: the system */
	struct round round;
	const char *wrong; /* what is wrong: a problem's id */
};
/*
 * A read and a write of a piece of long work. What a read allocates is the
 * work's; a write gets an arena of its own, which goes with it.
 */
typedef bool round_run(
    struct db *db, struct arena *arena, struct round_work *work, void *with);
bool round_read(struct round_work *work, round_run *run, void *with);
bool round_write(struct round_work *work, round_run *run, void *with);
/* Loads the round and looks whether the step to a state may be taken now. */
bool round_work_load(struct round_work *work, const char *to);
bool round_freeze(struct round_work *work);
bool round_thaw(struct round_work *work);
const char *pseudonym_of(struct arena *arena, int64_t round, int64_t applicant);

/* round_files.c */

/* A private folder for the files of one draw. */
struct draw_folder {
	char path[256];
	struct allot_paths paths;
	const char *placements, *log;
};
bool folder_make(struct draw_folder *folder, struct arena *arena);
void folder_drop(struct draw_folder *folder);
enum round_file {
	FILE_SESSIONS,
	FILE_NODES,
	FILE_APPLICANTS,
	FILE_HELD,
	FILE_PLACEMENTS,
	FILE_LOG,
	ROUND_FILES
};
extern const char *const round_file_names[ROUND_FILES + 1];
/*
 * A file of the round as the draw read or wrote it, byte for byte. `open`: as
 * anybody may have it, without what is reserved for whom.
 */
bool
round_file_write(struct db *db, struct arena *arena, const struct round *round,
    enum round_file file, bool open, const char *path);
bool round_has_file(const struct round *round, enum round_file file, bool open);
/* Draws from the files in the folder, writes and checks what came of it. */
bool folder_draw(struct draw_folder *folder, struct arena *arena,
    const struct draw_terms *terms, struct draw *draw);
/* The event that a session of the files is. */
int64_t session_event(const struct allot_files *files, uint32_t session);
void round_file_answer(struct request *rq, bool open);

/* round_share.c */

struct tally {
	int64_t pupils, placed, first, three;
};
struct share {
	const char *by; /* stage, school, group */
	int64_t id; /* of a school; of a stage or group its place */
	struct tally tally;
};
struct shares {
	struct share *list;
	size_t count, room;
	struct tally all;
};
/* One applicant: place of the wish from 1; 0: none. School 0: not known. */
struct shared {
	int64_t school, grade, size, place;
	unsigned groups;
};
void shares_add(struct shares *shares, const struct shared *one);
void shares_free(struct shares *shares);
const char *shares_text(struct arena *arena, const struct shares *shares);
void shares_put(
    struct request *rq, struct db *db, struct writer *writer, const char *text);
unsigned groups_of(const char *text); /* "care;rural" */
const char *groups_text(struct arena *arena, unsigned groups);

/* round_draw.c */

bool round_draw_make(struct round_work *work, const char *public_number);

#endif
