#include "base/mem.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <malloc.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

#ifndef MADV_POPULATE_READ /* the headers of Debian 12 have them; older ones compile too */
#define MADV_POPULATE_READ 22
#define MADV_POPULATE_WRITE 23
#endif

#define BLOCK_BYTES 16384u

struct arena_block {
    struct arena_block *next;
    size_t used, size;
    max_align_t data[];
};

static void *must(void *p)
{
    if (p)
        return p;
    fputs("qingfeng: out of memory\n", stderr);
    abort();
}

void *mem_alloc(size_t bytes)
{
    return must(calloc(1, bytes ? bytes : 1));
}

void *mem_resize(void *old, size_t bytes)
{
    return must(realloc(old, bytes ? bytes : 1));
}

char *mem_copy_text(const char *text, size_t len)
{
    char *copy = mem_alloc(len + 1);
    memcpy(copy, text, len);
    return copy;
}

static struct arena_block *add_block(struct arena *a, size_t bytes)
{
    size_t size = bytes > BLOCK_BYTES ? bytes : BLOCK_BYTES;
    struct arena_block *b = mem_alloc(sizeof *b + size);
    b->size = size;
    b->next = a->blocks;
    a->blocks = b;
    return b;
}

void *arena_alloc(struct arena *a, size_t bytes)
{
    size_t align = _Alignof(max_align_t);
    bytes = (bytes + align - 1) / align * align;
    struct arena_block *b = a->blocks;
    if (!b || b->size - b->used < bytes)
        b = add_block(a, bytes);
    void *p = (char *)b->data + b->used;
    b->used += bytes;
    a->used += bytes;
    return p;
}

char *arena_text(struct arena *a, const char *text, size_t len)
{
    char *copy = arena_alloc(a, len + 1);
    memcpy(copy, text, len);
    return copy;
}

void arena_free(struct arena *a)
{
    while (a->blocks) {
        struct arena_block *next = a->blocks->next;
        free(a->blocks);
        a->blocks = next;
    }
    a->used = 0;
}

void mem_touch(void *from, size_t bytes, bool writing)
{
    uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE), start = ((uintptr_t)from + page - 1) / page * page;
    uintptr_t end = ((uintptr_t)from + bytes) / page * page;
    if (end > start)
        madvise((void *)start, end - start, writing ? MADV_POPULATE_WRITE : MADV_POPULATE_READ);
}

void mem_rest(void)
{
    malloc_trim(0);
}
