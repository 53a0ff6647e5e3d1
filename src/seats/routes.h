/* The handlers behind routes.c, by the file that holds them. */
#ifndef GILJABI_SEATS_ROUTES_H
#define GILJABI_SEATS_ROUTES_H

#include "base/command.h"
#include "http/http.h"
#include "store/store.h"

/* round.c */
void rounds_list(struct request *rq);
void round_make(struct request *rq);
void round_show(struct request *rq);
void round_change(struct request *rq);
void round_events(struct request *rq);
/* round_step.c */
void round_step(struct request *rq);
/* round_try.c */
void round_try(struct request *rq);
/* round_draw.c */
void round_draw(struct request *rq);
void round_results(struct request *rq);
void round_file(struct request *rq);
/* public.c */
void public_rounds(struct request *rq);
void public_round(struct request *rq);
void public_file(struct request *rq);
/* wish.c */
void pupil_rounds(struct request *rq);
void pupil_round(struct request *rq);
void pupil_wishes(struct request *rq);
void class_rounds(struct request *rq);
void class_round(struct request *rq);
void class_wishes(struct request *rq);
/* outcome.c */
void pupil_outcome(struct request *rq);
void pupil_answer(struct request *rq);
void class_outcome(struct request *rq);
void class_answer(struct request *rq);
/* outcome_paper.c */
void class_letters(struct request *rq);
void event_people(struct request *rq);
void event_paper(struct request *rq);
/* calendar.c */
void pupil_calendar(struct request *rq);
void class_calendar(struct request *rq);
void calendar_show(struct request *rq);
/* roll.c */
void event_roll(struct request *rq);
void event_marks(struct request *rq);
void class_roll(struct request *rq);
void class_marks(struct request *rq);
void pupil_code(struct request *rq);
void missing_list(struct request *rq);
/* feedback.c */
void pupil_feedback(struct request *rq);
void class_feedback(struct request *rq);
void event_feedback(struct request *rq);

extern const struct route seats_routes[];
extern const struct migration seats_schema[];
extern const struct scope seats_scopes[];

#endif
