/* Put before a program's libraries with LD_PRELOAD, makes one of its system calls on a graph's file fail, or ends the
 * program at it.
 *   FAULT_CALL   which: open, read, write, sync, map, truncate, remove, rename, memory
 *   FAULT_AT     the how-many-th of them, from 1; all from there on with FAULT_STAYS
 *   FAULT_ERROR  the errno that it gives; 0: the program is killed there, and of a write half was done
 *   FAULT_FIRED  a file that is made when it happens
 * Calls count when they are on files whose path contains FAULT_PATH; `memory` counts all. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#define FILES 4096
static char watched[FILES];
static long count;

static int is_watched(int file) { return file >= 0 && file < FILES && watched[file]; }

static int concerns(const char *path) {
    const char *part = getenv("FAULT_PATH");
    return part && path && strstr(path, part) != NULL;
}

/* Whether this call is the one; does not return where the program is to be killed. */
static int fails(const char *call, int file, const void *bytes, size_t length) {
    const char *wanted = getenv("FAULT_CALL"), *at = getenv("FAULT_AT"), *error = getenv("FAULT_ERROR");
    if (!wanted || !at || !error || strcmp(wanted, call) != 0) return 0;
    long now = __sync_add_and_fetch(&count, 1), first = atol(at);
    if (now != first && !(now > first && getenv("FAULT_STAYS"))) return 0;
    const char *fired = getenv("FAULT_FIRED");
    if (fired) {
        int mark = syscall(SYS_openat, AT_FDCWD, fired, O_CREAT | O_WRONLY, 0600);
        if (mark >= 0) syscall(SYS_close, mark);
    }
    if (atoi(error) == 0) {
        if (bytes) syscall(SYS_write, file, bytes, length / 2);
        syscall(SYS_kill, getpid(), SIGKILL);
    }
    errno = atoi(error);
    return 1;
}

#define NEXT(name) (name##_real ? name##_real : (name##_real = dlsym(RTLD_NEXT, #name)))

#define OPEN(name)                                                                        \
    static int (*name##_real)(const char *, int, ...);                                    \
    int name(const char *path, int flags, ...) {                                          \
        va_list rest;                                                                     \
        va_start(rest, flags);                                                            \
        int mode = va_arg(rest, int);                                                     \
        va_end(rest);                                                                     \
        int concerned = concerns(path);                                                   \
        if (concerned && fails("open", -1, NULL, 0)) return -1;                           \
        int file = NEXT(name)(path, flags, mode);                                         \
        if (file >= 0 && file < FILES) watched[file] = concerned;                         \
        return file;                                                                      \
    }
OPEN(open)
OPEN(open64)

#define ON_FILE(call, result, name, parameters, arguments, bytes, length)                 \
    static result (*name##_real) parameters;                                              \
    result name parameters {                                                              \
        if (is_watched(file) && fails(call, file, bytes, length)) return -1;              \
        return NEXT(name) arguments;                                                      \
    }
ON_FILE("read", ssize_t, read, (int file, void *to, size_t n), (file, to, n), NULL, 0)
ON_FILE("read", ssize_t, pread, (int file, void *to, size_t n, off_t at), (file, to, n, at), NULL, 0)
ON_FILE("read", ssize_t, pread64, (int file, void *to, size_t n, off64_t at), (file, to, n, at), NULL, 0)
ON_FILE("write", ssize_t, write, (int file, const void *from, size_t n), (file, from, n), from, n)
ON_FILE("write", ssize_t, pwrite, (int file, const void *from, size_t n, off_t at), (file, from, n, at), NULL, 0)
ON_FILE("write", ssize_t, pwrite64, (int file, const void *from, size_t n, off64_t at), (file, from, n, at), NULL, 0)
ON_FILE("sync", int, fsync, (int file), (file), NULL, 0)
ON_FILE("sync", int, fdatasync, (int file), (file), NULL, 0)
ON_FILE("truncate", int, ftruncate, (int file, off_t n), (file, n), NULL, 0)
ON_FILE("truncate", int, ftruncate64, (int file, off64_t n), (file, n), NULL, 0)

#define ON_PATH(call, name, parameters, arguments, path)                                  \
    static int (*name##_real) parameters;                                                 \
    int name parameters {                                                                 \
        if (concerns(path) && fails(call, -1, NULL, 0)) return -1;                        \
        return NEXT(name) arguments;                                                      \
    }
ON_PATH("remove", unlink, (const char *path), (path), path)
ON_PATH("rename", rename, (const char *from, const char *to), (from, to), to)
ON_PATH("rename", link, (const char *from, const char *to), (from, to), to)
ON_PATH("rename", linkat, (int a, const char *from, int b, const char *to, int c), (a, from, b, to, c), to)

#define MAP(name, offset)                                                                 \
    static void *(*name##_real)(void *, size_t, int, int, int, offset);                   \
    void *name(void *at, size_t n, int rights, int flags, int file, offset from) {        \
        if (is_watched(file) && fails("map", -1, NULL, 0)) return MAP_FAILED;             \
        return NEXT(name)(at, n, rights, flags, file, from);                              \
    }
MAP(mmap, off_t)
MAP(mmap64, off64_t)

/* What SQLite takes; the rest of the program has an allocator of its own. */
extern void *__libc_malloc(size_t);
void *malloc(size_t n) {
    static __thread int inside;
    if (!inside) {
        inside = 1;
        int failed = fails("memory", -1, NULL, 0);
        inside = 0;
        if (failed) return NULL;
    }
    return __libc_malloc(n);
}
