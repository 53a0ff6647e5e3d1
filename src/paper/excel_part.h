/*
 * A part of an .xlsx: an XML file in its zip, as events. A DTD, and with it
 * every entity of one's own, is refused, and so are elements nested deeper than
 * any spreadsheet's.
 */
#ifndef GILJABI_PAPER_EXCEL_PART_H
#define GILJABI_PAPER_EXCEL_PART_H

#include "paper/unzip.h"

/* Names without their namespace. Any handler may be NULL. */
struct part_events {
	void (*start)(void *with, const char *name, const char **attributes);
	void (*end)(void *with, const char *name);
	void (*text)(void *with, const char *bytes, int length);
};

struct part;
enum part_result { PART_PAUSED, PART_END, PART_BAD };

/* NULL with a message id: excel.broken when the zip has no such file. */
struct part *part_open(struct zip_in *zip, const char *name,
    const struct part_events *events, void *with, const char **problem);
void part_close(struct part *part);
/* Until an event pauses it, or its end; goes on where it paused. */
enum part_result part_run(struct part *part);
/* For events: pause behind this event; give the part up for a reason. */
void part_pause(struct part *part);
void part_refuse(struct part *part, const char *problem);
const char *part_problem(const struct part *part);

/* The attribute's value, whatever its namespace; NULL without it. */
const char *part_attribute(const char **attributes, const char *name);

#endif
