/* Put before a program's libraries with LD_PRELOAD, writes down in order what it does to a folder's files, so that the
 * disk can be made as it may be after a loss of power at any moment: what was not synced is there, or not, or in part.
 *   POWER_PATH  a folder; what lies in it is written down
 *   POWER_LOG   where: records of a letter, the file's number, an offset, two lengths, and the bytes of both
 *       N a new file (path)       W a write (bytes at offset)   T cut to a length (offset)   S synced, file or folder
 *       L one more name (path)    R renamed (from, to)          U a name removed (path)
 *       A answered: bytes on standard output                    M mapped for writing (path)
 * Numbers are i-nodes; the folder's is its own. All 64 bit, in the machine's order. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Order matters: a call and its record are one step. */
static pthread_mutex_t order = PTHREAD_MUTEX_INITIALIZER;

static const char *folder(void) { return getenv("POWER_PATH"); }

static void record(char letter, uint64_t number, uint64_t at, const void *one, uint64_t n, const void *two, uint64_t m) {
    static int log = -1;
    if (log < 0) log = syscall(SYS_openat, AT_FDCWD, getenv("POWER_LOG"), O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0600);
    uint64_t head[5] = {(uint64_t)letter, number, at, n, m};
    syscall(SYS_write, log, head, sizeof head);
    if (n) syscall(SYS_write, log, one, n);
    if (m) syscall(SYS_write, log, two, m);
}

static uint64_t number_of(const char *path) {
    struct stat is;
    return path && lstat(path, &is) == 0 ? is.st_ino : 0;
}

/* The whole path, where it lies in the folder; nothing else is of interest. */
static int within(const char *path, char *whole) {
    char parent[PATH_MAX], real[PATH_MAX];
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    if (!folder()) return 0;
    snprintf(parent, sizeof parent, "%.*s", slash ? (int)(slash - path) : 1, slash ? path : ".");
    if (!realpath(parent, real) || strcmp(real, folder()) != 0) return 0;
    snprintf(whole, PATH_MAX, "%s", name);
    return 1;
}

/* The number of an open file that lies in the folder, or is it; 0 for others. */
static uint64_t watched(int file) {
    char link[64], path[PATH_MAX];
    struct stat is;
    if (!folder()) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t n = readlink(link, path, sizeof path - 1);
    if (n <= 0) return 0;
    path[n] = 0;
    size_t length = strlen(folder());
    if (strncmp(path, folder(), length) != 0 || (path[length] && path[length] != '/')) return 0;
    return fstat(file, &is) == 0 ? is.st_ino : 0;
}

#define NEXT(name) (name##_real ? name##_real : (name##_real = dlsym(RTLD_NEXT, #name)))

#define OPEN(name)                                                                        \
    static int (*name##_real)(const char *, int, ...);                                    \
    int name(const char *path, int flags, ...) {                                          \
        char whole[PATH_MAX];                                                             \
        va_list rest;                                                                     \
        va_start(rest, flags);                                                            \
        int mode = va_arg(rest, int);                                                     \
        va_end(rest);                                                                     \
        if (!(flags & (O_CREAT | O_TRUNC)) || !within(path, whole)) return NEXT(name)(path, flags, mode); \
        pthread_mutex_lock(&order);                                                       \
        uint64_t before = number_of(path);                                                \
        int file = NEXT(name)(path, flags, mode), error = errno;                          \
        if (file >= 0 && !before) record('N', number_of(path), 0, whole, strlen(whole), NULL, 0); \
        else if (file >= 0 && flags & O_TRUNC) record('T', before, 0, NULL, 0, NULL, 0);  \
        pthread_mutex_unlock(&order);                                                     \
        errno = error;                                                                    \
        return file;                                                                      \
    }
OPEN(open)
OPEN(open64)

static ssize_t written(int file, const void *from, ssize_t done, off64_t at) {
    int error = errno;
    uint64_t number = done > 0 ? watched(file) : 0;
    if (number) record('W', number, at, from, done, NULL, 0);
    else if (done > 0 && file == 1) record('A', 0, 0, from, done, NULL, 0);
    errno = error;
    return done;
}

#define WRITE(name, parameters, arguments, place)                                         \
    static ssize_t (*name##_real) parameters;                                             \
    ssize_t name parameters {                                                             \
        pthread_mutex_lock(&order);                                                       \
        off64_t from_here = place;                                                        \
        ssize_t done = written(file, from, NEXT(name) arguments, from_here);              \
        pthread_mutex_unlock(&order);                                                     \
        return done;                                                                      \
    }
WRITE(write, (int file, const void *from, size_t n), (file, from, n), lseek64(file, 0, SEEK_CUR))
WRITE(pwrite, (int file, const void *from, size_t n, off_t at), (file, from, n, at), at)
WRITE(pwrite64, (int file, const void *from, size_t n, off64_t at), (file, from, n, at), at)

#define ON_FILE(letter, name, parameters, arguments, place)                               \
    static int (*name##_real) parameters;                                                 \
    int name parameters {                                                                 \
        pthread_mutex_lock(&order);                                                       \
        int failed = NEXT(name) arguments, error = errno;                                 \
        uint64_t number = failed ? 0 : watched(file);                                     \
        if (number) record(letter, number, place, NULL, 0, NULL, 0);                      \
        pthread_mutex_unlock(&order);                                                     \
        errno = error;                                                                    \
        return failed;                                                                    \
    }
ON_FILE('S', fsync, (int file), (file), 0)
ON_FILE('S', fdatasync, (int file), (file), 0)
ON_FILE('T', ftruncate, (int file, off_t n), (file, n), n)
ON_FILE('T', ftruncate64, (int file, off64_t n), (file, n), n)

static int named(char letter, int failed, const char *from, const char *to) {
    char one[PATH_MAX] = "", two[PATH_MAX] = "";
    int error = errno;
    if (!failed && within(to, two)) {
        if (from && !within(from, one)) record('!', 0, 0, from, strlen(from), two, strlen(two));
        else record(letter, number_of(to), 0, one, strlen(one), two, strlen(two));
    }
    errno = error;
    return failed;
}

#define ON_PATH(letter, name, parameters, arguments, from, to)                            \
    static int (*name##_real) parameters;                                                 \
    int name parameters {                                                                 \
        pthread_mutex_lock(&order);                                                       \
        int failed = named(letter, NEXT(name) arguments, from, to);                       \
        pthread_mutex_unlock(&order);                                                     \
        return failed;                                                                    \
    }
ON_PATH('U', unlink, (const char *path), (path), NULL, path)
ON_PATH('R', rename, (const char *from, const char *to), (from, to), from, to)
ON_PATH('L', link, (const char *from, const char *to), (from, to), from, to)
ON_PATH('L', linkat, (int a, const char *from, int b, const char *to, int c), (a, from, b, to, c), from, to)

#define MAP(name, offset)                                                                 \
    static void *(*name##_real)(void *, size_t, int, int, int, offset);                   \
    void *name(void *at, size_t n, int rights, int flags, int file, offset from) {        \
        uint64_t number = rights & PROT_WRITE && flags & MAP_SHARED ? watched(file) : 0;  \
        if (number) record('M', number, 0, NULL, 0, NULL, 0);                             \
        return NEXT(name)(at, n, rights, flags, file, from);                              \
    }
MAP(mmap, off_t)
MAP(mmap64, off64_t)
