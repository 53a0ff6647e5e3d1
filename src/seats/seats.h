/*
 * Seats: who gets which experience session. The draw works on files, which a
 * third party can run and check without a server (`giljabi allot`).
 */
#ifndef GILJABI_SEATS_H
#define GILJABI_SEATS_H

#include "module.h"

extern const struct module seats_module;

#endif
