/* A fuzz target: takes any bytes and must survive them, whatever it thinks of them. Built with driver.c it is a test of
 * about a second; tests/fuzz/run.sh builds the same file with clang's libFuzzer for as long as one likes. */
#ifndef TESTS_FUZZ_H
#define TESTS_FUZZ_H

#include "base/buf.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The i-th good input, from which to start; false: there are no more. */
bool fuzz_seed(int i, struct buf *out);

/* What must hold whatever came in. */
#define MUST(what)                                                                                                     \
    do {                                                                                                               \
        if (!(what)) {                                                                                                 \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #what);                                                 \
            abort();                                                                                                   \
        }                                                                                                              \
    } while (0)

static inline bool fuzz_texts(int i, struct buf *out, const char *const *texts, int n)
{
    if (i >= n)
        return false;
    buf_text(out, texts[i]);
    return true;
}
#define FUZZ_TEXTS(i, out, list) fuzz_texts(i, out, list, (int)(sizeof(list) / sizeof *(list)))

/* Bytes as a NUL-terminated text of the heap, so that a step past its end is seen. */
static inline char *fuzz_text(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 1);
    MUST(text);
    memcpy(text, data, size);
    text[size] = 0;
    return text;
}

/* Bytes as a regular file, the only kind the engine reads; one a program, gone at its end. */
static char fuzz_path[] = "/dev/shm/qf-fuzz-XXXXXX";
static int fuzz_fd = -1;

static inline void fuzz_file_gone(void)
{
    unlink(fuzz_path);
}

static inline const char *fuzz_file(const uint8_t *data, size_t size)
{
    if (fuzz_fd < 0) {
        fuzz_fd = mkstemp(fuzz_path);
        atexit(fuzz_file_gone);
    }
    MUST(fuzz_fd >= 0 && ftruncate(fuzz_fd, 0) == 0);
    MUST(pwrite(fuzz_fd, data, size, 0) == (ssize_t)size);
    return fuzz_path;
}

/* The engine did not get to see that file: the target tests nothing. */
static inline bool fuzz_unread(const char *problem)
{
    size_t len = strlen(fuzz_path);
    return strncmp(problem, fuzz_path, len) == 0 && strncmp(problem + len, "：打不开", strlen("：打不开")) == 0;
}

#endif
