/* QR codes: black and white squares, error correction level M. */
#ifndef GILJABI_PAPER_QR_H
#define GILJABI_PAPER_QR_H

#include <stdbool.h>

#include "base/memory.h"

enum { QR_MOST = 177 }; /* modules a side of the largest code */

struct qr {
	int side; /* modules, without the white border */
	bool dark[QR_MOST][QR_MOST]; /* by row and column */
};
/* False for "" and for what no code holds (more than 2,331 bytes). */
bool qr_encode(struct qr *qr, const char *content);

/* The runs of dark modules of a row: moves on from *column; false after the
   last one. */
bool qr_run(const struct qr *qr, int row, int *column, int *length);

/* A QR code as an SVG picture (for TOTP); the arena's. NULL as qr_encode. */
const char *qr_svg(struct arena *arena, const char *content);

#endif
