/* Put before the C library by LD_PRELOAD: writes down what a process does to the files below
   POWERCUT_FOLDER (in POWERCUT_LOG, see recording.py), and can let the n-th of these deeds fail.
   A write is noted after it was done, a sync before it is done: what the book shows as synced, was. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))
typedef char Path[2 * PATH_MAX];
struct note { uint8_t deed, spare; uint16_t first, second, spare2; uint64_t offset; uint32_t size; } __attribute__((packed));

static const char *folder;
static int book = -1, failing, halving;
static atomic_long deeds, from = LONG_MAX, until = LONG_MAX;

/* From now on deeds first..last (counted from 1) fail with `error`; `half`: writes are cut in half. */
void powercut_fail(long first, long last, int error, int half) {
    deeds = 0; from = first; until = last; failing = error; halving = half;
}
long powercut_deeds(void) { return deeds; }

__attribute__((constructor)) static void begin(void) {
    const char *log = getenv("POWERCUT_LOG"), *fail = getenv("POWERCUT_FAIL");
    folder = getenv("POWERCUT_FOLDER");
    if (log) book = fcntl(syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_APPEND | O_CREAT, 0600), F_DUPFD_CLOEXEC, 700);
    long first, last; int error, half;
    if (fail && sscanf(fail, "%ld-%ld:%d:%d", &first, &last, &error, &half) == 4) powercut_fail(first, last, error, half);
}
static int below(char *path) { /* makes it relative to the folder; no: it lies elsewhere */
    size_t length = folder ? strlen(folder) : 0;
    if (!length || strncmp(path, folder, length) || (path[length] && path[length] != '/')) return 0;
    const char *rest = path + length + (path[length] == '/');
    memmove(path, rest, strlen(rest) + 1);
    return 1;
}
static int open_file(int fd, char *path) {
    char link[40];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, PATH_MAX - 1);
    path[length < 0 ? 0 : length] = 0;
    return below(path);
}
static int named(int at, const char *name, char *path) {
    Path base = "";
    if (name[0] != '/' && at == AT_FDCWD && !getcwd(base, PATH_MAX)) return 0;
    if (name[0] != '/' && at != AT_FDCWD && !open_file(at, base)) return 0;
    int inside = name[0] != '/' && at != AT_FDCWD; /* open_file has made it relative already */
    snprintf(path, sizeof(Path), "%s%s%s", name[0] == '/' ? "" : base, name[0] == '/' || (inside && !base[0]) ? "" : "/", name);
    return inside || below(path);
}
static int fails(size_t *size) { /* counts the deed; yes: it must fail; else it may get a smaller size */
    long mine = ++deeds;
    if (mine < from || mine > until) return 0;
    if (halving) { if (size && *size > 1) *size /= 2; return 0; }
    errno = failing;
    return 1;
}
static void put(char deed, const char *first, const char *second, uint64_t offset, const void *data, size_t size) {
    struct note note = {.deed = deed, .first = strlen(first), .second = strlen(second), .offset = offset, .size = size};
    struct iovec parts[] = {{&note, sizeof note}, {(void *)first, note.first}, {(void *)second, note.second}, {(void *)data, size}};
    int before = errno;
    if (book >= 0) syscall(SYS_writev, book, parts, 4);
    errno = before;
}
#define DO(deed, inside, a, b, call) { Path one, two = ""; (void)two; int result; \
    if (!(inside)) return call; \
    if (fails(NULL)) return -1; \
    if ((result = call) == 0) put(deed, a, b, 0, "", 0); \
    return result; }
#define SYNC(name) int name(int fd) { Path one; \
    if (!open_file(fd, one)) return REAL(name)(fd); \
    if (fails(NULL)) return -1; \
    put('s', one, "", 0, "", 0); return REAL(name)(fd); }
SYNC(fsync)
SYNC(fdatasync)
int unlink(const char *n) DO('u', named(AT_FDCWD, n, one), one, "", REAL(unlink)(n))
int rmdir(const char *n) DO('d', named(AT_FDCWD, n, one), one, "", REAL(rmdir)(n))
int unlinkat(int at, const char *n, int f) DO(f ? 'd' : 'u', named(at, n, one), one, "", REAL(unlinkat)(at, n, f))
int mkdir(const char *n, mode_t m) DO('m', named(AT_FDCWD, n, one), one, "", REAL(mkdir)(n, m))
int mkdirat(int at, const char *n, mode_t m) DO('m', named(at, n, one), one, "", REAL(mkdirat)(at, n, m))
int rename(const char *a, const char *b) DO('r', named(AT_FDCWD, a, one) & named(AT_FDCWD, b, two), one, two, REAL(rename)(a, b))
int renameat(int x, const char *a, int y, const char *b) DO('r', named(x, a, one) & named(y, b, two), one, two, REAL(renameat)(x, a, y, b))
int link(const char *a, const char *b) DO('l', named(AT_FDCWD, a, one) & named(AT_FDCWD, b, two), one, two, REAL(link)(a, b))
int linkat(int x, const char *a, int y, const char *b, int f) DO('l', named(x, a, one) & named(y, b, two), one, two, REAL(linkat)(x, a, y, b, f))

ssize_t pwrite(int fd, const void *data, size_t size, off_t at) {
    Path path;
    if (!open_file(fd, path)) return REAL(pwrite)(fd, data, size, at);
    if (fails(&size)) return -1;
    ssize_t done = REAL(pwrite)(fd, data, size, at);
    if (done > 0) put('w', path, "", at, data, done);
    return done;
}
ssize_t pwrite64(int fd, const void *data, size_t size, off64_t at) { return pwrite(fd, data, size, at); }
ssize_t write(int fd, const void *data, size_t size) {
    Path path;
    if (!open_file(fd, path)) return REAL(write)(fd, data, size);
    if (fails(&size)) return -1;
    ssize_t done = REAL(write)(fd, data, size);
    if (done > 0) put('w', path, "", lseek(fd, 0, SEEK_CUR) - done, data, done);
    return done;
}
int ftruncate(int fd, off_t size) {
    Path path;
    if (!open_file(fd, path)) return REAL(ftruncate)(fd, size);
    if (fails(NULL)) return -1;
    int result = REAL(ftruncate)(fd, size);
    if (result == 0) put('t', path, "", size, "", 0);
    return result;
}
int ftruncate64(int fd, off64_t size) { return ftruncate(fd, size); }
ssize_t sendfile(int out, int in, off_t *at, size_t size) { /* copies past us: then copy the plain way */
    Path path;
    if (open_file(out, path)) { errno = EINVAL; return -1; }
    return REAL(sendfile)(out, in, at, size);
}
ssize_t sendfile64(int out, int in, off64_t *at, size_t size) { return sendfile(out, in, at, size); }
static int opened(int at, const char *name, int flags, mode_t mode) {
    Path path;
    int changes = flags & (O_CREAT | O_TRUNC) && named(at, name, path);
    if (changes && fails(NULL)) return -1;
    int fd = syscall(SYS_openat, at, name, flags, mode);
    if (fd >= 0 && changes) put('c', path, "", flags & O_TRUNC ? 0 : 1, "", 0);
    return fd;
}
#define MODE(last) mode_t mode = 0; if (flags & O_CREAT) { va_list rest; va_start(rest, last); mode = va_arg(rest, mode_t); va_end(rest); }
int open(const char *name, int flags, ...) { MODE(flags) return opened(AT_FDCWD, name, flags, mode); }
int open64(const char *name, int flags, ...) { MODE(flags) return opened(AT_FDCWD, name, flags, mode); }
int openat(int at, const char *name, int flags, ...) { MODE(flags) return opened(at, name, flags, mode); }
int openat64(int at, const char *name, int flags, ...) { MODE(flags) return opened(at, name, flags, mode); }
