/* For tests: removes a folder that a test made, with the files in it. */
#ifndef GILJABI_TEST_FOLDER_H
#define GILJABI_TEST_FOLDER_H

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

static inline void
folder_remove(const char *path)
{
	DIR *folder = opendir(path);
	struct dirent *entry;

	while (folder != NULL && (entry = readdir(folder)) != NULL)
		unlinkat(dirfd(folder), entry->d_name, 0);
	if (folder != NULL)
		closedir(folder);
	rmdir(path);
}

#endif
