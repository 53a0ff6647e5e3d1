/* The handlers behind routes.c, by the file that holds them. */
#ifndef GILJABI_PEOPLE_ROUTES_H
#define GILJABI_PEOPLE_ROUTES_H

#include "base/command.h"
#include "http/http.h"
#include "store/store.h"

/* session.c */
void session_show(struct request *rq);
void session_leave(struct request *rq);
void sessions_list(struct request *rq);
void sessions_end(struct request *rq);
void sessions_end_all(struct request *rq);
void lang_replace(struct request *rq);
/* password.c */
void session_password(struct request *rq);
void password_replace(struct request *rq);
/* totp.c */
void session_totp(struct request *rq);
void totp_begin(struct request *rq);
void totp_confirm(struct request *rq);
/* card.c */
void session_card(struct request *rq);
void session_pin(struct request *rq);
void session_pin_choose(struct request *rq);
void cards_print(struct request *rq);
void devices_forget(struct request *rq);
/* office.c: the office's own sign-in */
void session_office(struct request *rq);
void session_office_back(struct request *rq);
/* guardian.c */
void session_link(struct request *rq);
void invitation_issue(struct request *rq);
void wards_list(struct request *rq);
/* pupil.c */
void pupils_find(struct request *rq);
void pupil_show(struct request *rq);
void pupil_looks(struct request *rq);
void pupil_ai(struct request *rq);
/* vault.c */
void needs_show(struct request *rq);
void needs_change(struct request *rq);
/* consent.c */
void consent_wording(struct request *rq);
void consent_enter(struct request *rq);
void consent_withdraw(struct request *rq);
void consent_forms(struct request *rq);
/* place.c */
void regions_list(struct request *rq);
void schools_find(struct request *rq);
/* import.c */
void import_start(struct request *rq);
void imports_list(struct request *rq);
void import_show(struct request *rq);
void import_confirm(struct request *rq);
void import_cancel(struct request *rq);
void import_template(struct request *rq);
/* account.c */
void accounts_find(struct request *rq);
void account_add(struct request *rq);
void account_reset(struct request *rq);
void account_state(struct request *rq);

extern const struct route people_routes[];
extern const struct command people_commands[];
extern const struct migration people_schema[];
extern const struct scope people_scopes[];

#endif
