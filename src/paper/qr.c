/* QR codes by libqrencode, as a plain grid and as SVG. */
#include "paper/qr.h"

#include <errno.h>
#include <qrencode.h>
#include <stdio.h>
#include <string.h>

#include "base/log.h"

enum { BORDER = 4 }; /* white modules around, as ISO/IEC 18004 wants */

bool
qr_encode(struct qr *qr, const char *content)
{
	QRcode *code = QRcode_encodeString8bit(content, 0, QR_ECLEVEL_M);
	int row, column;

	if (code == NULL) {
		if (errno == ENOMEM)
			log_event(LOG_ERROR, "qr.memory", NULL);
		return false;
	}
	qr->side = code->width;
	for (row = 0; row < code->width; row++)
		for (column = 0; column < code->width; column++)
			qr->dark[row][column] =
			    code->data[row * code->width + column] & 1;
	QRcode_free(code);
	return true;
}

bool
qr_run(const struct qr *qr, int row, int *column, int *length)
{
	const bool *dark = qr->dark[row];
	int at = *column + *length;

	while (at < qr->side && !dark[at])
		at++;
	*column = at;
	while (at < qr->side && dark[at])
		at++;
	*length = at - *column;
	return *length > 0;
}

static size_t
runs_count(const struct qr *qr)
{
	size_t count = 0;
	int row;

	for (row = 0; row < qr->side; row++)
		for (int column = 0, length = 0;
		     qr_run(qr, row, &column, &length);)
			count++;
	return count;
}

const char *
qr_svg(struct arena *arena, const char *content)
{
	static const char head[] =
	    "<svg xmlns=\"http://www.w3.org/2000/svg\""
	    " viewBox=\"0 0 %d %d\" shape-rendering=\"crispEdges\">"
	    "<path fill=\"#fff\" d=\"M0 0h%dv%dH0z\"/><path d=\"";
	static const char tail[] = "\"/></svg>";
	enum { RUN = sizeof "M184 184h184v1h-184z" };
	struct qr qr;
	size_t room;
	char *svg, *at;
	int all, row;

	if (!qr_encode(&qr, content))
		return NULL;
	all = qr.side + 2 * BORDER;
	room = sizeof head + sizeof tail + 12 + runs_count(&qr) * RUN;
	at = svg = arena_alloc(arena, room);
	at += snprintf(at, room, head, all, all, all, all);
	for (row = 0; row < qr.side; row++)
		for (int column = 0, length = 0;
		     qr_run(&qr, row, &column, &length);)
			at += snprintf(at, RUN, "M%d %dh%dv1h-%dz",
			    column + BORDER, row + BORDER, length, length);
	memcpy(at, tail, sizeof tail);
	return svg;
}
