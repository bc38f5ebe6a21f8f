// Preloaded into a program, makes its disk fail: while the file named by FAULTY_DISK_CONTROL exists, calls on the files below
// FAULTY_DISK_FOLDER fail as it says. Each of its lines is one rule:
//
//     what suffix error count
//
// "what" is sync, write (truncating is writing, too) or open (for writing); the suffix is the end of the file's name, or * for all; the
// error is a number, or 0: then the call does not fail, and hangs until the file is gone, and a file beside it, of its name and .hanging,
// tells that; the count is how many calls fail, from the first that finds the rule in the file, or -1 for all.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

#define MOST_RULES 8

static pthread_mutex_t used_lock = PTHREAD_MUTEX_INITIALIZER;
static int used[MOST_RULES];

static int ends_with(const char *text, const char *suffix)
{
    size_t length = strlen(text), end = strlen(suffix);
    return strcmp(suffix, "*") == 0 || (length >= end && strcmp(text + length - end, suffix) == 0);
}

static void hang(const char *control)
{
    char hanging[PATH_MAX];
    snprintf(hanging, sizeof hanging, "%s.hanging", control);
    FILE *sign = fopen(hanging, "we");
    if (sign != NULL)
    {
        fclose(sign);
    }

    while (access(control, F_OK) == 0)
    {
        usleep(10 * 1000);
    }
}

static int error_of(const char *what, const char *path)
{
    const char *control = getenv("FAULTY_DISK_CONTROL"), *folder = getenv("FAULTY_DISK_FOLDER");
    if (control == NULL || folder == NULL || strncmp(path, folder, strlen(folder)) != 0 || strncmp(path, control, strlen(control)) == 0)
    {
        return 0;
    }

    FILE *rules = fopen(control, "re");
    if (rules == NULL)
    {
        /* Mended: the next rules are counted anew. */
        pthread_mutex_lock(&used_lock);
        memset(used, 0, sizeof used);
        pthread_mutex_unlock(&used_lock);
        return 0;
    }

    char rule_what[16], suffix[64];
    int error, count, result = 0, hangs = 0;
    for (int i = 0; i < MOST_RULES && fscanf(rules, "%15s %63s %d %d", rule_what, suffix, &error, &count) == 4; i++)
    {
        if (strcmp(what, rule_what) == 0 && ends_with(path, suffix))
        {
            pthread_mutex_lock(&used_lock);
            if (count < 0 || used[i] < count)
            {
                used[i]++;
                result = error;
                hangs = error == 0;
            }

            pthread_mutex_unlock(&used_lock);
        }
    }

    fclose(rules);
    if (hangs)
    {
        hang(control);
    }

    return result;
}

static int error_of_file(const char *what, int file)
{
    char link[64], path[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0)
    {
        return 0;
    }

    path[length] = '\0';
    return error_of(what, path);
}

#define FAIL_IF(error) do { int e = (error); if (e != 0) { errno = e; return -1; } } while (0)
#define NEXT(type, name) ((type)dlsym(RTLD_NEXT, name))

int fsync(int file)
{
    FAIL_IF(error_of_file("sync", file));
    return NEXT(int (*)(int), "fsync")(file);
}

int fdatasync(int file)
{
    FAIL_IF(error_of_file("sync", file));
    return NEXT(int (*)(int), "fdatasync")(file);
}

ssize_t write(int file, const void *bytes, size_t count)
{
    FAIL_IF(error_of_file("write", file));
    return NEXT(ssize_t (*)(int, const void *, size_t), "write")(file, bytes, count);
}

ssize_t pwrite64(int file, const void *bytes, size_t count, off64_t offset)
{
    FAIL_IF(error_of_file("write", file));
    return NEXT(ssize_t (*)(int, const void *, size_t, off64_t), "pwrite64")(file, bytes, count, offset);
}

int ftruncate64(int file, off64_t length)
{
    FAIL_IF(error_of_file("write", file));
    return NEXT(int (*)(int, off64_t), "ftruncate64")(file, length);
}

int open64(const char *path, int flags, ...)
{
    va_list arguments;
    va_start(arguments, flags);
    mode_t mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(arguments, mode_t) : 0;
    va_end(arguments);
    if ((flags & O_ACCMODE) != O_RDONLY)
    {
        FAIL_IF(error_of("open", path));
    }

    return NEXT(int (*)(const char *, int, ...), "open64")(path, flags, mode);
}
