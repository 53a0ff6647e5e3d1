/* A room of the house: everything that main needs to know of it. */
#ifndef GILJABI_MODULE_H
#define GILJABI_MODULE_H

#include "base/command.h"
#include "http/http.h"
#include "store/store.h"

struct module {
	const char *name;
	const struct route *routes; /* ends with a row of zeros */
	const struct command *commands; /* ends with a row of zeros */
	const struct migration *schema; /* ends with a row of zeros */
	const struct scope *scopes; /* ends with a row of zeros */
	/* Runs once after the store is open and current; false ends the start. */
	bool (*start)(struct store *store);
};

/* Ends with NULL. The only list of the rooms stands in main.c. */
extern const struct module *const modules[];

#endif
