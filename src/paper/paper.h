/*
 * Paper and spreadsheets: PDF pages (cairo, pango), Excel out (libxlsxwriter)
 * and in (libzip, expat), zip, QR codes. Knows no school and no database.
 */
#ifndef GILJABI_PAPER_H
#define GILJABI_PAPER_H

#include "paper/excel.h"
#include "paper/pdf.h"
#include "paper/qr.h"
#include "paper/unzip.h"

#endif
