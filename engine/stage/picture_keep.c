#include "stage/picture_keep.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static size_t bytes_of(const struct keep *one)
{
    return (size_t)one->head.w * (size_t)one->head.h * sizeof(uint32_t);
}

static void write_out(const struct keep *one)
{
    void *px = mmap(NULL, bytes_of(one), PROT_READ, MAP_SHARED, one->pixels, 0);
    if (px != MAP_FAILED) {
        stored_write(one->file, &one->head, px);
        munmap(px, bytes_of(one));
    }
    close(one->pixels);
    close(one->file);
}

void keep_one(struct keeping *k)
{
    if (k->count == 0) {
        return;
    }
    write_out(&k->list[0]);
    k->bytes -= bytes_of(&k->list[0]);
    k->count--;
    memmove(k->list, k->list + 1, (size_t)k->count * sizeof *k->list);
}

void keep_later(struct keeping *k, const struct stored *head, int pixels, int file)
{
    struct keep one = {*head, pixels, file};
    while (k->count > 0 && (k->count == KEEP_MOST || k->bytes + bytes_of(&one) > KEEP_BYTES)) {
        keep_one(k);
    }
    k->list[k->count++] = one;
    k->bytes += bytes_of(&one);
}
