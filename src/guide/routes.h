/* The handlers behind routes.c, by the file that holds them. */
#ifndef GILJABI_GUIDE_ROUTES_H
#define GILJABI_GUIDE_ROUTES_H

#include "base/command.h"
#include "http/http.h"
#include "model/model.h"
#include "store/store.h"

/* sheet.c */
void test_show(struct request *rq);
void test_start(struct request *rq);
void answer_save(struct request *rq);
void sheet_finish(struct request *rq);
/* result.c */
void way_show(struct request *rq);
void result_show(struct request *rq);
/* Which of a model's lists is asked for; a teacher alone may choose. */
enum model_list list_of_request(struct request *rq);
/* what_if.c */
void change_show(struct request *rq);
/* class.c */
void today_show(struct request *rq);
void class_show(struct request *rq);
void class_table(struct request *rq);
/* brief.c */
void briefs_list(struct request *rq);
void brief_open(struct request *rq);
void brief_show(struct request *rq);
void brief_list(struct request *rq);
void brief_decide(struct request *rq);
void brief_own_add(struct request *rq);
void brief_own_remove(struct request *rq);
void brief_section(struct request *rq);
void brief_preview(struct request *rq);
void brief_sign_it(struct request *rq);
/* brief_paper.c */
void brief_paper(struct request *rq);
void class_briefs(struct request *rq);
/* overview.c */
void overview_regions(struct request *rq);
void overview_schools(struct request *rq);

/* class.c: an export into the ledger; answers 503 itself. */
bool class_exported(struct request *rq, int64_t class, const char *what);

extern const struct route guide_routes[];
extern const struct command guide_commands[];
extern const struct migration guide_schema[];
extern const struct scope guide_scopes[];

#endif
