/*
 * The files of a round as `giljabi allot` reads them, and the arrays that the
 * engine draws from. docs/seats.md has the columns.
 */
#ifndef GILJABI_ALLOT_FILES_H
#define GILJABI_ALLOT_FILES_H

#include "engine/allot_round.h"
#include "engine/lottery.h"
#include "seats/grid.h"

enum { ALLOT_ID = 255 /* most bytes of an id */ };

/* A choice that is not open to its applicant, for the slot is taken. */
struct barred {
	uint32_t choice; /* in choices */
	uint32_t session;
};

struct session_row {
	struct cell id, node, site, slot;
	uint32_t line; /* in its file */
	uint32_t reserve_at, reserve_count;
	uint32_t seats, least;
};

struct allot_files {
	struct grid session_grid, node_grid, applicant_grid;
	/* Sessions in the order of their ids, as everywhere in the engine. */
	uint32_t session_count;
	struct session_row *session_rows;
	struct names session_names, node_names, group_names;
	struct allot_session *sessions;
	uint32_t *least;
	struct allot_reserve *reserves;
	uint32_t reserve_count;
	struct allot_node *nodes;
	/* Applicants in the order of the file. */
	uint32_t applicant_count;
	uint32_t *id_at; /* bytes from the start of the file */
	uint8_t *id_length;
	uint16_t *sizes;
	uint32_t *groups;
	int32_t *bands;
	uint32_t *first, *choices;
	uint32_t *sorted; /* by id; NULL: as they stand */
	uint32_t *slots; /* to find applicants by id */
	uint32_t slot_count;
	struct barred *barred; /* in the order of choices */
	uint32_t barred_count;
	double *scores; /* a choice each, NAN for none; NULL without */
	/* From the lottery. */
	uint32_t *order, *rank;
	uint32_t *score_keys, *score_owner;
	uint32_t score_key_count;
};

struct allot_paths {
	const char *sessions, *nodes, *applicants, *scores, *held;
};

/*
 * Reads all files; mistakes are told by file, line and column. False: nothing
 * is held. What it holds goes with allot_files_free.
 */
bool allot_files_read(struct allot_files *files,
    const struct allot_paths *paths, struct faults *faults);
void allot_files_free(struct allot_files *files);

struct cell applicant_id(const struct allot_files *files, uint32_t applicant);
/*
 * For whoever goes through all applicants in the order of the file: gives pages
 * of the file back that lie before this one.
 */
void ids_forget(const struct allot_files *files, uint32_t applicant);
uint32_t applicant_line(const struct allot_files *files, uint32_t applicant);
/* The applicant in a place of the order of ids. */
uint32_t applicant_in(const struct allot_files *files, uint32_t place);
/* UINT32_MAX when unknown. The first call makes the index: false, no memory. */
bool applicants_index(struct allot_files *files);
uint32_t applicant_find(const struct allot_files *files, struct cell id);
/* The session of a choice, barred ones too. */
uint32_t choice_session(const struct allot_files *files, uint32_t choice);

/* Numbers for all applicants, by several threads. */
void lots_number(const struct allot_files *files, const struct lottery *lottery,
    int threads, uint64_t *numbers);
/* Ranks from numbers: order and rank, and the keys of scores where there are. */
bool lots_rank(struct allot_files *files, const uint64_t *numbers);
/* What the engine draws, once ranks are there. */
struct allot_round
files_round(const struct allot_files *files, uint32_t class_unit);

#endif
