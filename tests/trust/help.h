/* What the tests of this room share: a folder of the test's own, and small files in it. */
#ifndef TESTS_TRUST_HELP_H
#define TESTS_TRUST_HELP_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static inline int folder_make(void **state)
{
    char *folder = strdup("/tmp/qingfeng-trust-XXXXXX");
    *state = folder;
    return folder && mkdtemp(folder) ? 0 : -1;
}

static inline int folder_remove(void **state)
{
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", (const char *)*state);
    int code = system(command);
    free(*state);
    return code;
}

static inline const char *in_folder(const char *folder, const char *name)
{
    static char places[4][300];
    static int next;
    char *path = places[next++ % 4];
    snprintf(path, sizeof places[0], "%s/%s", folder, name);
    return path;
}

/* The file's text, NUL-terminated; the caller frees it with buf_free. */
static inline struct buf slurp(const char *path)
{
    struct buf b = {0};
    assert_true(file_read(path, 1 << 20, &b, NULL));
    buf_cstr(&b);
    return b;
}

static inline void put(const char *path, const void *bytes, size_t len)
{
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, len, f), len);
    assert_int_equal(fclose(f), 0);
}

static inline unsigned mode_of(const char *path)
{
    struct stat st;
    assert_int_equal(lstat(path, &st), 0);
    return st.st_mode & 07777;
}

#endif
