#include "stage/font_file.h"

#include "base/file.h"
#include "base/mem.h"

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

/* A glyph is read twice (measured, drawn) in pieces of a few bytes: short reads go through these blocks. */
enum { BLOCK = 4096, BLOCKS = 64, AHEAD = 128 * 1024, AHEAD_MOST = 64 * 1024 * 1024, NICE = 15 };

struct block {
    int64_t number; /* of the file; -1: nothing read yet */
    size_t len;     /* less than BLOCK at the file's end */
    unsigned char bytes[BLOCK];
};

struct font_input {
    SDL_RWops ops; /* first: the library hands back a pointer to it */
    int fd;
    int64_t size, at;
    struct block blocks[BLOCKS];
};

static struct font_input *input_of(SDL_RWops *ops)
{
    return (struct font_input *)(void *)ops;
}

static Sint64 input_size(SDL_RWops *ops)
{
    return input_of(ops)->size;
}

static Sint64 input_seek(SDL_RWops *ops, Sint64 offset, int whence)
{
    struct font_input *f = input_of(ops);
    int64_t base = whence == RW_SEEK_SET ? 0 : whence == RW_SEEK_CUR ? f->at : f->size;
    if (offset < -base || offset > f->size - base)
        return -1;
    return f->at = base + offset;
}

static size_t read_at(const struct font_input *f, int64_t at, void *to, size_t want)
{
    size_t got = 0;
    while (got < want) {
        ssize_t n = pread(f->fd, (char *)to + got, want - got, at + (int64_t)got);
        if (n <= 0)
            break;
        got += (size_t)n;
    }
    return got;
}

static size_t read_block(struct font_input *f, void *to, size_t want)
{
    int64_t number = f->at / BLOCK;
    size_t offset = (size_t)(f->at % BLOCK);
    struct block *b = &f->blocks[number % BLOCKS];
    if (b->number != number) {
        b->len = read_at(f, number * BLOCK, b->bytes, BLOCK);
        b->number = number;
    }
    size_t got = b->len > offset ? b->len - offset : 0;
    got = got < want ? got : want;
    memcpy(to, b->bytes + offset, got);
    return got;
}

static size_t input_read(SDL_RWops *ops, void *to, size_t size, size_t most)
{
    struct font_input *f = input_of(ops);
    size_t want = size * most, got = 0, n = 1;
    while (got < want && n > 0) {
        char *next = (char *)to + got;
        n = want - got >= BLOCK ? read_at(f, f->at, next, want - got) : read_block(f, next, want - got);
        got += n;
        f->at += (int64_t)n;
    }
    return size ? got / size : 0;
}

static size_t input_write(SDL_RWops *ops, const void *from, size_t size, size_t count)
{
    (void)ops, (void)from, (void)size, (void)count;
    return 0;
}

static int input_close(SDL_RWops *ops)
{
    (void)ops;
    return 0;
}

/* Characters lie all over a file, and each morning none of it is in memory: once through it in order is sooner done than
 * hundreds of places one by one. Nobody waits for it: what draws the first screen goes first. */
static void *read_ahead(void *fd_as_pointer)
{
    int fd = (int)(intptr_t)fd_as_pointer;
    struct stat st;
    prctl(PR_SET_NAME, "qf-fonts");
    setpriority(PRIO_PROCESS, 0, NICE); /* of this thread */
    if (fstat(fd, &st) == 0)
        for (off_t at = 0; at < st.st_size && at < AHEAD_MOST; at += AHEAD)
            posix_fadvise(fd, at, AHEAD, POSIX_FADV_WILLNEED);
    close(fd);
    return NULL;
}

static void start_reading_ahead(int fd)
{
    pthread_t thread;
    int own = fcntl(fd, F_DUPFD_CLOEXEC, 0);
    sigset_t all, old; /* signals stay with the main thread */
    if (own < 0)
        return;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &old);
    if (pthread_create(&thread, NULL, read_ahead, (void *)(intptr_t)own) == 0)
        pthread_detach(thread);
    else
        close(own);
    pthread_sigmask(SIG_SETMASK, &old, NULL);
}

struct font_input *font_input_open(const char *path, struct err *e)
{
    int64_t size = 0;
    int fd = file_open_regular(path, &size, e);
    if (fd < 0)
        return NULL;
    struct font_input *f = mem_alloc(sizeof *f);
    f->fd = fd;
    f->size = size;
    start_reading_ahead(fd);
    for (int i = 0; i < BLOCKS; i++)
        f->blocks[i].number = -1;
    f->ops = (SDL_RWops){.size = input_size,
                         .seek = input_seek,
                         .read = input_read,
                         .write = input_write,
                         .close = input_close,
                         .type = SDL_RWOPS_UNKNOWN};
    return f;
}

void font_input_close(struct font_input *f)
{
    if (!f)
        return;
    close(f->fd);
    free(f);
}

SDL_RWops *font_input_ops(struct font_input *f)
{
    return &f->ops;
}
