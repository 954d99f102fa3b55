/* Lets the n-th call of one kind that concerns a folder fail: preloaded, and told by Python through `fault`. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { OPEN, READ, WRITE, FSYNC, RENAME, UNLINK, MKDIR, FLOCK };

static char folder[4096];
static int kind = -1, nth, error, seen;

/* From now on the nth call (from 1) of this kind that concerns what lies in the folder fails with this error. */
void fault(const char *place, int which, int number, int code) {
    strncpy(folder, place, sizeof folder - 1);
    kind = which; nth = number; error = code; seen = 0;
}

int fault_seen(void) { return seen; }

static int fails_at(int which, const char *path) {
    if (which != kind || !path || strncmp(path, folder, strlen(folder))) return 0;
    if (++seen != nth) return 0;
    errno = error;
    return 1;
}

static int fails_on(int which, int file) {
    char link[64], path[4096];
    if (which != kind) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return fails_at(which, path);
}

#define REAL(name) ({ static __typeof__(name) *real; if (!real) real = dlsym(RTLD_NEXT, #name); real; })
#define OPENS(name) \
    int name(const char *path, int flags, ...) { \
        va_list more; va_start(more, flags); mode_t mode = va_arg(more, mode_t); va_end(more); \
        return fails_at(OPEN, path) ? -1 : REAL(name)(path, flags, mode); \
    }
OPENS(open)
OPENS(open64)

ssize_t read(int file, void *to, size_t size) { return fails_on(READ, file) ? -1 : REAL(read)(file, to, size); }
ssize_t write(int file, const void *from, size_t size) { return fails_on(WRITE, file) ? -1 : REAL(write)(file, from, size); }
int fsync(int file) { return fails_on(FSYNC, file) ? -1 : REAL(fsync)(file); }
int rename(const char *from, const char *to) { return fails_at(RENAME, to) ? -1 : REAL(rename)(from, to); }
int unlink(const char *path) { return fails_at(UNLINK, path) ? -1 : REAL(unlink)(path); }
int mkdir(const char *path, mode_t mode) { return fails_at(MKDIR, path) ? -1 : REAL(mkdir)(path, mode); }
int flock(int file, int how) { return fails_on(FLOCK, file) ? -1 : REAL(flock)(file, how); }
