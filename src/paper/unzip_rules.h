/* What an archive may hold: for the parts of this room that open zips. */
#ifndef GILJABI_PAPER_UNZIP_RULES_H
#define GILJABI_PAPER_UNZIP_RULES_H

#include "paper/unzip.h"

struct zip_rules {
	int64_t most; /* bytes unpacked in sum */
	int64_t files;
	bool folders; /* names may have a path */
};
struct zip_in *zip_open_rules(
    const char *path, const struct zip_rules *rules, const char **problem);

#endif
