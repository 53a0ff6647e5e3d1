/*
 * Running the house: setting up, serving, keeping copies, the demonstration
 * province, what the office's engineers see.
 */
#ifndef GILJABI_OPERATE_H
#define GILJABI_OPERATE_H

#include "http/http.h"

extern const struct module operate_module;

#endif
