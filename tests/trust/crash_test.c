/* The process dies, or the disk refuses, at every single operation on a file in turn: the functions below stand in
 * front of the C library's. A write that the end of the process hits is half done. */
#include "help.h"

#include "trust/key.h"
#include "trust/pin.h"
#include "trust/sha256.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#define PIN "730914"
#define NEW_PIN "402817"

static int countdown; /* operations until it happens; 0 never */
static bool dies;     /* otherwise that operation fails */
static int told = -1; /* a byte goes here when a hash is looked at */
static bool synced;   /* the last write was followed by a sync */

static bool now(void)
{
    return countdown > 0 && --countdown == 0;
}

static int refuse(void)
{
    if (dies)
        _exit(99);
    errno = EIO;
    return -1;
}

ssize_t write(int fd, const void *data, size_t len)
{
    if (now()) {
        syscall(SYS_write, fd, data, len / 2);
        return refuse();
    }
    return syscall(SYS_write, fd, data, len);
}

ssize_t pwrite(int fd, const void *data, size_t len, off_t at)
{
    synced = false;
    if (now()) {
        syscall(SYS_pwrite64, fd, data, len / 80, at);
        return refuse();
    }
    return syscall(SYS_pwrite64, fd, data, len, at);
}

int fsync(int fd)
{
    return now() ? refuse() : (int)syscall(SYS_fsync, fd);
}

int fdatasync(int fd)
{
    synced = true;
    return now() ? refuse() : (int)syscall(SYS_fdatasync, fd);
}

int rename(const char *from, const char *to)
{
    return now() ? refuse() : (int)syscall(SYS_rename, from, to);
}

/* Stands in front of libsodium's: the try must be on disk by now. Costs nothing, so that all points can be tried. */
int crypto_pwhash_str_verify(const char hash[crypto_pwhash_STRBYTES], const char *const password,
                             unsigned long long len)
{
    (void)hash;
    if (!synced)
        _exit(98);
    if (told >= 0)
        syscall(SYS_write, told, "x", 1);
    errno = EINVAL;
    return len == strlen(PIN) && memcmp(password, PIN, len) == 0 ? 0 : -1;
}

/* Runs it in a process of its own that dies at operation `at`. True: it got to its end. */
static bool dies_at(int at, const char *folder, bool (*what)(const char *folder))
{
    pid_t child = fork();
    if (child == 0) {
        countdown = at;
        dies = true;
        bool well = what(folder);
        _exit(countdown > 0 && well ? 0 : 97);
    }
    int status;
    waitpid(child, &status, 0);
    assert_true(WIFEXITED(status));
    assert_true(WEXITSTATUS(status) == 0 || WEXITSTATUS(status) == 99);
    return WEXITSTATUS(status) == 0;
}

static void nothing_is_open_to_others(const char *folder)
{
    DIR *d = opendir(folder);
    for (const struct dirent *entry; (entry = readdir(d));)
        if (strncmp(entry->d_name, "device.key", 10) == 0 || strncmp(entry->d_name, "admin.pin", 9) == 0)
            assert_int_equal(mode_of(in_folder(folder, entry->d_name)) & 077, 0);
    closedir(d);
}

static bool make_key(const char *folder)
{
    struct err e;
    struct device_key *k = key_open(folder, true, &e);
    key_close(k);
    return k;
}

static void a_key_is_there_whole_or_not_at_all(void **state)
{
    struct err e;
    int points = 0;
    for (bool done = false; !done; points++) {
        char folder[300], id[17] = "", again[17];
        snprintf(folder, sizeof folder, "%s/%d", (const char *)*state, points);
        done = dies_at(points + 1, folder, make_key);
        nothing_is_open_to_others(folder);
        struct device_key *k = key_open(folder, false, &e);
        if (k)
            public_key_id(key_public(k), id);
        key_close(k);
        k = key_open(folder, true, &e);
        assert_non_null(k);
        public_key_id(key_public(k), again);
        if (id[0])
            assert_string_equal(again, id);
        struct buf public = slurp(in_folder(folder, "kiosk.pub"));
        assert_string_equal(public.data, key_public_text(k));
        buf_free(&public);
        key_close(k);
    }
    assert_true(points > 8);
}

static void a_key_that_cannot_be_written_is_none(void **state)
{
    struct err e;
    for (int at = 1; at <= 4; at++) {
        countdown = at;
        dies = false;
        assert_null(key_open(*state, true, &e));
        assert_non_null(strstr(e.text, "device.key"));
    }
    countdown = 0;
    struct device_key *k = key_open(*state, true, &e);
    assert_non_null(k);
    key_close(k);
}

static enum pin_result try_now(const char *folder, const char *pin, int64_t mono, int *wait)
{
    struct err e;
    return pin_try(folder, pin, mono, wait, &e);
}

static bool set_new(const char *folder)
{
    return pin_set(folder, NEW_PIN, NULL);
}

static void a_pin_is_the_old_or_the_new_one(void **state)
{
    struct err e;
    int points = 0, wait;
    for (bool done = false; !done; points++) {
        assert_true(pin_set(*state, PIN, &e));
        done = dies_at(points + 1, *state, set_new);
        nothing_is_open_to_others(*state);
        assert_true(pin_is_set(*state));
        assert_int_equal(try_now(*state, PIN, 1000, &wait), PIN_RIGHT); /* readable, whichever it is */
    }
    assert_true(points > 3);
}

static bool wrong_try(const char *folder)
{
    int wait;
    return try_now(folder, "999999", 5000, &wait) == PIN_WRONG;
}

/* Dying at any point of the fourth wrong try: once its hash was looked at, it counts. */
static void a_try_that_was_looked_at_counts(void **state)
{
    struct err e;
    int points = 0, wait;
    for (bool done = false; !done; points++) {
        int pipe_ends[2];
        char seen;
        assert_true(pin_set(*state, PIN, &e));
        for (int i = 0; i < 3; i++)
            assert_int_equal(try_now(*state, "999999", 5000, &wait), PIN_WRONG);
        assert_int_equal(pipe2(pipe_ends, O_NONBLOCK), 0);
        told = pipe_ends[1];
        done = dies_at(points + 1, *state, wrong_try);
        told = -1;
        bool looked = read(pipe_ends[0], &seen, 1) == 1;
        close(pipe_ends[0]);
        close(pipe_ends[1]);
        wait = pin_wait_seconds(*state, 5000);
        assert_true(wait == 0 || wait == 30);
        assert_true(!looked || wait == 30);
        assert_int_equal(try_now(*state, "999999", 35000, &wait), PIN_WRONG);
        assert_true(wait >= 30);
    }
    assert_true(points >= 3);
}

/* A disk that does not take the count: the hash is not looked at. */
static void without_a_count_no_look(void **state)
{
    struct err e;
    int wait, pipe_ends[2];
    char seen;
    assert_true(pin_set(*state, PIN, &e));
    assert_int_equal(pipe2(pipe_ends, O_NONBLOCK), 0);
    for (int at = 1; at <= 2; at++) {
        countdown = at;
        dies = false;
        told = pipe_ends[1];
        assert_int_equal(pin_try(*state, PIN, 1000, &wait, &e), PIN_BROKEN);
        assert_non_null(strstr(e.text, "磁盘"));
        told = -1;
        assert_int_equal(read(pipe_ends[0], &seen, 1), -1);
    }
    close(pipe_ends[0]);
    close(pipe_ends[1]);
    assert_int_equal(try_now(*state, PIN, 1000, &wait), PIN_RIGHT);
}

int main(void)
{
#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, folder_make, folder_remove)
    const struct CMUnitTest tests[] = {
        IN_FOLDER(a_key_is_there_whole_or_not_at_all),
        IN_FOLDER(a_key_that_cannot_be_written_is_none),
        IN_FOLDER(a_pin_is_the_old_or_the_new_one),
        IN_FOLDER(a_try_that_was_looked_at_counts),
        IN_FOLDER(without_a_count_no_look),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
