/*
 * The pages: the folder is read once at the start, and only what was found then
 * is ever served, so that no path can lead out of it. Texts stay in memory,
 * plain and compressed; pictures and fonts are opened when they are asked for.
 */
#include "http/inside.h"

#include <dirent.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "base/text.h"

enum {
	DEPTH = 8,
	PAGES = 8192,
	TEXT_MOST = 16 * 1024 * 1024,
	PAGES_MEMORY = 256 * 1024 * 1024,
	GZIP_LEVEL = 9
};

struct pages {
	struct arena *arena;
	int folder;
	struct page *list; /* sorted by name */
	size_t count, capacity;
};

static const struct {
	const char *end, *type;
	bool text;
} types[] = {
	{ ".html", "text/html; charset=utf-8", true },
	{ ".js", "text/javascript; charset=utf-8", true },
	{ ".css", "text/css; charset=utf-8", true },
	{ ".json", "application/json", true },
	{ ".svg", "image/svg+xml", true },
	{ ".txt", "text/plain; charset=utf-8", true },
	{ ".webmanifest", "application/manifest+json", true },
	{ ".woff2", "font/woff2", false },
	{ ".woff", "font/woff", false },
	{ ".png", "image/png", false },
	{ ".jpg", "image/jpeg", false },
	{ ".webp", "image/webp", false },
	{ ".ico", "image/x-icon", false },
	{ ".pdf", "application/pdf", false },
};

/* Reading */

static char *
file_read(struct arena *arena, int file, size_t length)
{
	char *bytes = arena_alloc(arena, length + 1);
	size_t got = 0;

	while (got < length) {
		ssize_t more = read(file, bytes + got, length - got);

		if (more <= 0)
			return NULL;
		got += (size_t)more;
	}
	return bytes;
}

/* By what is in it where that is known, else by when it was written. */
static void
tag_make(struct page *page, const struct stat *about)
{
	static const unsigned char key[crypto_shorthash_KEYBYTES];
	unsigned char hash[crypto_shorthash_BYTES];
	const int64_t when[] = { about->st_mtim.tv_sec, about->st_mtim.tv_nsec,
		about->st_size };
	char hex[2 * sizeof hash + 1];

	if (page->plain.data != NULL)
		crypto_shorthash(hash, (const unsigned char *)page->plain.data,
		    page->plain.length, key);
	else
		crypto_shorthash(
		    hash, (const unsigned char *)when, sizeof when, key);
	hex_write(hash, sizeof hash, hex);
	snprintf(page->tag, sizeof page->tag, "W/\"%s\"", hex);
}

/* Compressed by the build beside it, or here. */
static struct bytes
zipped_read(struct pages *pages, const struct page *page)
{
	struct bytes zipped = { 0 };
	char *path = arena_printf(pages->arena, "%s.gz", page->name + 1);
	int file = openat(pages->folder, path, O_RDONLY | O_CLOEXEC);
	struct stat about;

	if (file < 0)
		return page->plain.length < GZIP_LEAST
		    ? zipped
		    : gzip(pages->arena, page->plain, GZIP_LEVEL);
	if (fstat(file, &about) == 0 && about.st_size <= TEXT_MOST) {
		zipped.length = (size_t)about.st_size;
		zipped.data = file_read(pages->arena, file, zipped.length);
	}
	close(file);
	return zipped.data ? zipped : (struct bytes){ 0 };
}

static bool
text_read(
    struct pages *pages, struct page *page, int file, const struct stat *about)
{
	if (about->st_size > TEXT_MOST)
		return true; /* opened for each request */
	page->plain.length = (size_t)about->st_size;
	page->plain.data = file_read(pages->arena, file, page->plain.length);
	if (page->plain.data == NULL)
		return false;
	page->zipped = zipped_read(pages, page);
	return true;
}

/* The build writes the hash of the content into the names under assets/. */
static bool
page_fill(
    struct pages *pages, struct page *page, int file, const struct stat *about)
{
	bool text = false;
	size_t i;

	page->type = "application/octet-stream";
	for (i = 0; i < COUNT(types); i++) {
		if (!text_ends(page->name, types[i].end))
			continue;
		page->type = types[i].type;
		text = types[i].text;
	}
	if (text && !text_read(pages, page, file, about))
		return false;
	page->lasting = text_starts(page->name, "/assets/");
	tag_make(page, about);
	return true;
}

static struct page *
page_new(struct pages *pages)
{
	struct page *list;

	if (pages->count == PAGES)
		return NULL;
	if (pages->count == pages->capacity) {
		pages->capacity = pages->capacity ? 2 * pages->capacity : 64;
		list = arena_array(pages->arena, pages->capacity, sizeof *list);
		if (pages->count > 0)
			memcpy(list, pages->list, pages->count * sizeof *list);
		pages->list = list;
	}
	return &pages->list[pages->count++];
}

static bool folder_read(struct pages *pages, const char *path, int depth);

/* Neither links nor hidden names; a folder leads deeper. */
static bool
entry_read(struct pages *pages, const char *path, int depth)
{
	int file = openat(pages->folder, path,
	    O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	struct stat about;
	struct page *page;
	bool done = true;

	if (file < 0)
		return true;
	if (fstat(file, &about) != 0) {
		done = false;
	} else if (S_ISDIR(about.st_mode)) {
		done = folder_read(pages, path, depth + 1);
	} else if (S_ISREG(about.st_mode) && !text_ends(path, ".gz")) {
		page = page_new(pages);
		if (page != NULL)
			page->name = arena_printf(pages->arena, "/%s", path);
		done = page != NULL && page_fill(pages, page, file, &about);
	}
	close(file);
	return done;
}

static bool
folder_read(struct pages *pages, const char *path, int depth)
{
	int file = openat(pages->folder, *path ? path : ".",
	    O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *folder = file < 0 || depth > DEPTH ? NULL : fdopendir(file);
	struct dirent *entry;
	bool done = true;

	if (folder == NULL) {
		if (file >= 0)
			close(file);
		return false;
	}
	while (done && (entry = readdir(folder)) != NULL)
		if (entry->d_name[0] != '.')
			done = entry_read(pages,
			    arena_printf(pages->arena, "%s%s%s", path,
				*path ? "/" : "", entry->d_name),
			    depth);
	closedir(folder);
	return done;
}

static int
compare_page(const void *a, const void *b)
{
	return strcmp(
	    ((const struct page *)a)->name, ((const struct page *)b)->name);
}

static bool
pages_read(struct pages *pages)
{
	if (!ARENA_CATCH(pages->arena) || !folder_read(pages, "", 0))
		return false;
	if (pages->count > 0)
		qsort(pages->list, pages->count, sizeof pages->list[0],
		    compare_page);
	return true;
}

struct pages *
pages_open(const char *folder)
{
	struct pages *pages = memory_get(sizeof *pages);

	if (pages == NULL)
		return NULL;
	pages->folder = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	pages->arena = arena_new(PAGES_MEMORY);
	if (pages->folder >= 0 && pages->arena != NULL && pages_read(pages))
		return pages;
	log_event(LOG_ERROR, "pages.unread", NULL);
	pages_close(pages);
	return NULL;
}

void
pages_close(struct pages *pages)
{
	if (pages == NULL)
		return;
	arena_free(pages->arena);
	if (pages->folder >= 0)
		close(pages->folder);
	memory_give(pages);
}

/* Finding */

static int
compare_name(const void *name, const void *page)
{
	return strcmp(name, ((const struct page *)page)->name);
}

static const struct page *
page_named(const struct pages *pages, const char *name)
{
	return pages->count == 0 ? NULL
				 : bsearch(name, pages->list, pages->count,
				       sizeof pages->list[0], compare_name);
}

/* The start page finds its way by itself; a missing asset is missing. */
const struct page *
pages_find(const struct pages *pages, const char *path)
{
	const struct page *page = page_named(pages, path);

	if (page != NULL || text_starts(path, "/assets/"))
		return page;
	return page_named(pages, "/index.html");
}

int
page_open(const struct pages *pages, const struct page *page)
{
	return openat(
	    pages->folder, page->name + 1, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
}
