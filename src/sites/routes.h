/* The handlers behind routes.c, by the file that holds them. */
#ifndef GILJABI_SITES_ROUTES_H
#define GILJABI_SITES_ROUTES_H

#include "base/command.h"
#include "http/http.h"
#include "store/store.h"

/* site.c */
void sites_list(struct request *rq);
void site_make(struct request *rq);
void site_show(struct request *rq);
void site_change(struct request *rq);
/* programme.c */
void programmes_list(struct request *rq);
void programme_make(struct request *rq);
void programme_show(struct request *rq);
void programme_change(struct request *rq);
/* event.c */
void events_list(struct request *rq);
void events_make(struct request *rq);
void event_change(struct request *rq);
void event_cancel(struct request *rq);

/* import.c */
int import_sites_run(struct command_line *cl);

extern const struct route sites_routes[];
extern const struct command sites_commands[];
extern const struct migration sites_schema[];
extern const struct scope sites_scopes[];

#endif
