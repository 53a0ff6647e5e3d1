/* What holds for a whole workbook: its sheets' places, styles and strings. */
#ifndef GILJABI_PAPER_EXCEL_BOOK_H
#define GILJABI_PAPER_EXCEL_BOOK_H

#include <stdint.h>

#include "base/memory.h"
#include "paper/unzip.h"

enum {
	BOOK_PATH = 256,
	BOOK_STYLES = 65536 /* Excel itself knows 65,490 */
};

struct book {
	char sheet[BOOK_PATH]; /* the first visible sheet's part */
	bool from_1904;
	unsigned char dates[BOOK_STYLES / 8]; /* a bit a style */
	struct buffer strings; /* each with its zero */
	struct buffer starts; /* uint32_t: where each starts */
};

/* NULL, or a message id; to be freed in either case. */
const char *book_read(struct book *book, struct zip_in *zip);
void book_free(struct book *book);
bool book_style_is_date(const struct book *book, int64_t style);
/* NULL when there is none. */
const char *book_string(const struct book *book, int64_t index);

#endif
