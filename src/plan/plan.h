/*
 * Academic plans: the rules of catalog/rules, a school's offers, a pupil's
 * record and wishes; from them the best plans, their proof, or why there is
 * none. docs/plans.md tells the model.
 */
#ifndef GILJABI_PLAN_ROOM_H
#define GILJABI_PLAN_ROOM_H

#include "module.h"

extern const struct module plan_module;

#endif
