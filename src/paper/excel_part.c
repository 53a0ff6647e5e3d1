/* Expat over a zip's stream: pulls a chunk at a time, pauses on demand. */
#include "paper/excel_part.h"

#include <expat.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"

enum { CHUNK = 32768, DEPTH = 64 };

struct part {
	XML_Parser parser;
	struct zip_stream *stream;
	const struct part_events *events;
	void *with;
	int depth;
	bool paused;
	const char *problem; /* message id of the first one */
};

/* What follows the namespace in expat's "namespace|name". */
static const char *
local_name(const char *name)
{
	const char *bar = strrchr(name, '|');

	return bar != NULL ? bar + 1 : name;
}

static void
on_start(void *data, const char *name, const char **attributes)
{
	struct part *part = data;

	if (++part->depth > DEPTH)
		part_refuse(part, "excel.unsafe");
	else if (part->events->start != NULL && part->problem == NULL)
		part->events->start(part->with, local_name(name), attributes);
}

static void
on_end(void *data, const char *name)
{
	struct part *part = data;

	part->depth--;
	if (part->events->end != NULL && part->problem == NULL)
		part->events->end(part->with, local_name(name));
}

static void
on_text(void *data, const char *bytes, int length)
{
	struct part *part = data;

	if (part->events->text != NULL && part->problem == NULL)
		part->events->text(part->with, bytes, length);
}

static void
on_doctype(void *data, const char *name, const char *system, const char *public,
    int internal)
{
	(void)name, (void)system, (void)public, (void)internal;
	part_refuse(data, "excel.unsafe");
}

static XML_Parser
parser_new(struct part *part)
{
	static const XML_Memory_Handling_Suite memory = { memory_get,
		memory_resize, memory_give };
	XML_Parser parser = XML_ParserCreate_MM(NULL, &memory, "|");

	if (parser == NULL)
		return NULL;
	XML_SetUserData(parser, part);
	XML_SetElementHandler(parser, on_start, on_end);
	XML_SetCharacterDataHandler(parser, on_text);
	XML_SetStartDoctypeDeclHandler(parser, on_doctype);
	return parser;
}

struct part *
part_open(struct zip_in *zip, const char *name,
    const struct part_events *events, void *with, const char **problem)
{
	struct part *part = memory_get(sizeof *part);

	*problem = "paper.memory";
	if (part == NULL)
		return NULL;
	part->events = events;
	part->with = with;
	part->parser = parser_new(part);
	part->stream = zip_stream_open(zip, name);
	if (part->parser != NULL && part->stream != NULL) {
		*problem = NULL;
		return part;
	}
	if (!zip_has(zip, name))
		*problem = "excel.broken";
	part_close(part);
	return NULL;
}

void
part_close(struct part *part)
{
	if (part == NULL)
		return;
	if (part->parser != NULL)
		XML_ParserFree(part->parser);
	zip_stream_close(part->stream);
	memory_give(part);
}

/* The parser on the next chunk; an empty chunk is the end. */
static enum XML_Status
part_feed(struct part *part)
{
	void *chunk = XML_GetBuffer(part->parser, CHUNK);
	ssize_t got;

	if (chunk == NULL)
		return XML_STATUS_ERROR;
	got = zip_stream_read(part->stream, chunk, CHUNK);
	if (got < 0) {
		part_refuse(part, "zip.broken");
		return XML_STATUS_ERROR;
	}
	return XML_ParseBuffer(part->parser, (int)got, got == 0);
}

static enum part_result
part_fail(struct part *part)
{
	enum XML_Error error = XML_GetErrorCode(part->parser);

	if (part->problem == NULL)
		part->problem = error == XML_ERROR_NO_MEMORY ? "paper.memory"
							     : "excel.broken";
	return PART_BAD;
}

enum part_result
part_run(struct part *part)
{
	XML_ParsingStatus parsing;
	enum XML_Status status;

	while (part->problem == NULL) {
		status = part->paused ? XML_ResumeParser(part->parser)
				      : part_feed(part);
		part->paused = status == XML_STATUS_SUSPENDED;
		if (status == XML_STATUS_ERROR)
			return part_fail(part);
		if (part->paused)
			return PART_PAUSED;
		XML_GetParsingStatus(part->parser, &parsing);
		if (parsing.parsing == XML_FINISHED)
			return PART_END;
	}
	return PART_BAD;
}

void
part_pause(struct part *part)
{
	XML_StopParser(part->parser, XML_TRUE);
}

void
part_refuse(struct part *part, const char *problem)
{
	if (part->problem == NULL)
		part->problem = problem;
	XML_StopParser(part->parser, XML_FALSE);
}

const char *
part_problem(const struct part *part)
{
	return part->problem;
}

const char *
part_attribute(const char **attributes, const char *name)
{
	for (; attributes[0] != NULL; attributes += 2)
		if (text_is(local_name(attributes[0]), name))
			return attributes[1];
	return NULL;
}
