/* The handlers behind routes.c; they stand in browse.c. */
#ifndef GILJABI_CATALOG_ROUTES_H
#define GILJABI_CATALOG_ROUTES_H

#include "base/command.h"
#include "http/http.h"
#include "store/store.h"

void fields_list(struct request *rq);
void field_show(struct request *rq);
void experiences_list(struct request *rq);
void majors_find(struct request *rq);
void major_show(struct request *rq);
void occupations_find(struct request *rq);
void occupation_show(struct request *rq);

extern const struct route catalog_routes[];
extern const struct command catalog_commands[];
extern const struct migration catalog_schema[];

#endif
