/* A file of the store: head and pixels. */
#include "stage/picture_store.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAGIC "QFPIX001"
#define SIDE_MOST 8192

struct head {
    char magic[8];
    uint32_t w, h, source_w, source_h;
    uint64_t sum; /* of the pixels */
};

static uint64_t sum_of(const uint32_t *px, size_t n)
{
    uint64_t sum = 0x9E3779B97F4A7C15u ^ n;
    for (size_t i = 0; i < n; i++) {
        sum = (sum ^ px[i]) * 0xD6E8FEB86659FD93u;
        sum ^= sum >> 32;
    }
    return sum;
}

static bool read_all(int fd, void *to, size_t n)
{
    for (size_t got = 0; got < n;) {
        ssize_t more = read(fd, (char *)to + got, n - got);
        if (more <= 0)
            return false;
        got += (size_t)more;
    }
    return true;
}

static bool write_all(int fd, const void *from, size_t n)
{
    for (size_t done = 0; done < n;) {
        ssize_t more = write(fd, (const char *)from + done, n - done);
        if (more <= 0)
            return false;
        done += (size_t)more;
    }
    return true;
}

static size_t pixels(const struct stored *s)
{
    return (size_t)s->w * (size_t)s->h;
}

bool stored_read_head(int fd, struct stored *out)
{
    struct head h;
    struct stat st;
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) || !read_all(fd, &h, sizeof h) ||
        memcmp(h.magic, MAGIC, sizeof h.magic) != 0 || h.w < 1 || h.h < 1 || h.w > SIDE_MOST || h.h > SIDE_MOST ||
        h.source_w > 1u << 20 || h.source_h > 1u << 20)
        return false;
    *out = (struct stored){(int)h.w, (int)h.h, (int)h.source_w, (int)h.source_h};
    return st.st_size == (off_t)(sizeof h + pixels(out) * sizeof(uint32_t));
}

bool stored_read_pixels(int fd, const struct stored *s, uint32_t *px)
{
    struct head h;
    return read_all(fd, px, pixels(s) * sizeof *px) && pread(fd, &h, sizeof h, 0) == (ssize_t)sizeof h &&
           h.sum == sum_of(px, pixels(s));
}

void stored_write(int fd, const struct stored *s, const uint32_t *px)
{
    struct head h = {.w = (uint32_t)s->w, .h = (uint32_t)s->h, .source_w = (uint32_t)s->source_w,
                     .source_h = (uint32_t)s->source_h, .sum = sum_of(px, pixels(s))};
    memcpy(h.magic, MAGIC, sizeof h.magic);
    if (write_all(fd, &h, sizeof h))
        write_all(fd, px, pixels(s) * sizeof *px);
}
