#include "help.h"

#include "trust/pin.h"
#include "trust/sha256.h"

#include <sodium.h>

#define PIN "730914"

static enum pin_result try_at(const char *folder, const char *pin, int64_t mono, int *wait)
{
    struct err e;
    return pin_try(folder, pin, mono, wait, &e);
}

static void which_are_acceptable(void **state)
{
    (void)state;
    static const char *const bad[] = {"",        "12345",  "1234567890123", "12345a", "１２３４５６", "000000",
                                      "888888",  "123456", "654321",        "567890", "890123",       "121212",
                                      "123123",  "520520", "112233",        "110110", "147258",       "159357",
                                      "5201314", "246802", "123456789012",  "+73091", "73091 ",       "-730914"};
    static const char *const good[] = {PIN, "402817", "90216354", "730914730915"};
    struct err e;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (pin_acceptable(bad[i], &e))
            fail_msg("%s was taken", bad[i]);
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_true(pin_acceptable(good[i], &e));
}

static void set_and_tried(void **state)
{
    struct err e;
    int wait;
    assert_false(pin_is_set(*state));
    assert_int_equal(try_at(*state, PIN, 1000, &wait), PIN_UNSET);
    assert_false(pin_set(*state, "123456", &e));
    assert_false(pin_is_set(*state));
    assert_true(pin_set(*state, PIN, &e));
    assert_true(pin_is_set(*state));
    assert_int_equal(mode_of(in_folder(*state, "admin.pin")), 0600);
    assert_int_equal(try_at(*state, PIN, 1000, &wait), PIN_RIGHT);
    assert_int_equal(try_at(*state, "730915", 1000, &wait), PIN_WRONG);
    assert_int_equal(try_at(*state, "7309", 1000, &wait), PIN_WRONG);
    assert_int_equal(try_at(*state, "", 1000, &wait), PIN_WRONG);
    assert_int_equal(wait, 0);
    assert_int_equal(try_at(*state, PIN, 1000, &wait), PIN_RIGHT); /* and all is forgotten */
    assert_int_equal(try_at(*state, "730915", 1000, &wait), PIN_WRONG);
    assert_int_equal(wait, 0);
    struct buf file = slurp(in_folder(*state, "admin.pin"));
    assert_null(strstr((char *)file.data, PIN));
    assert_non_null(strstr((char *)file.data, "$argon2id$"));
    buf_free(&file);
}

/* A PIN whose hash costs next to nothing, so that many tries take no time: the file says what it costs. */
static void set_quickly(const char *folder)
{
    struct err e;
    char hash[crypto_pwhash_STRBYTES], sum[65], text[300];
    const char *path = in_folder(folder, "admin.pin");
    assert_true(pin_set(folder, PIN, &e));
    struct buf file = slurp(path);
    assert_int_equal(
        crypto_pwhash_str(hash, PIN, strlen(PIN), crypto_pwhash_OPSLIMIT_MIN, crypto_pwhash_MEMLIMIT_MIN), 0);
    sha256_hex(hash, strlen(hash), sum);
    snprintf(text, sizeof text, "qingfeng-pin 1 %s\n%s\n", sum, hash);
    file.len = 8192;
    buf_text(&file, text);
    put(path, file.data, file.len);
    buf_free(&file);
}

static void wrong_tries_wait(void **state)
{
    static const int waits[] = {0, 0, 0, 30, 60, 120, 300, 900, 3600, 3600};
    int wait;
    int64_t now = 5000000;
    set_quickly(*state);
    for (size_t i = 0; i < sizeof waits / sizeof *waits; i++) {
        assert_int_equal(try_at(*state, "730915", now, &wait), PIN_WRONG);
        assert_int_equal(wait, waits[i]);
        assert_int_equal(pin_wait_seconds(*state, now), waits[i]);
        if (!waits[i])
            continue;
        assert_int_equal(try_at(*state, PIN, now + waits[i] * 1000 - 1, &wait), PIN_WAIT);
        assert_int_equal(wait, 1);
        now += waits[i] * 1000;
        assert_int_equal(pin_wait_seconds(*state, now), 0);
    }
    assert_int_equal(try_at(*state, PIN, now, &wait), PIN_RIGHT);
    assert_int_equal(pin_wait_seconds(*state, now), 0);
}

/* The same file on a machine that was started anew: the name of its start is another one, and its time begins again.
 */
static void pretend_another_start(const char *folder)
{
    const char *path = in_folder(folder, "admin.pin");
    struct buf file = slurp(path), sum = {0};
    for (size_t block = 0; block < 8192; block += 4096) {
        char *line = (char *)file.data + block, *boot = strstr(line, "boot ") + 5, command[700];
        boot[0] = boot[0] == 'f' ? 'e' : 'f';
        char *end = strstr(line, " sum ");
        snprintf(command, sizeof command, "printf %%s '%.*s' | sha256sum | cut -c1-64 >'%s/sum'", (int)(end - line),
                 line, folder);
        assert_int_equal(system(command), 0);
        sum = slurp(in_folder(folder, "sum"));
        memcpy(end + 5, sum.data, 64);
        buf_free(&sum);
    }
    put(path, file.data, file.len);
    buf_free(&file);
}

static void a_restart_gives_no_wait_back(void **state)
{
    int wait;
    set_quickly(*state);
    for (int i = 0; i < 5; i++)
        assert_int_equal(try_at(*state, "730915", 1000000 + i * 40000, &wait), PIN_WRONG);
    assert_int_equal(wait, 60);
    pretend_another_start(*state);
    assert_int_equal(pin_wait_seconds(*state, 0), 60);
    assert_int_equal(pin_wait_seconds(*state, 20000), 40);
    assert_int_equal(try_at(*state, PIN, 59999, &wait), PIN_WAIT);
    assert_int_equal(pin_wait_seconds(*state, 60000), 0);
    assert_int_equal(pin_wait_seconds(*state, 1160000), 0); /* nor does it come again at the old time */
    assert_int_equal(try_at(*state, "730915", 60000, &wait), PIN_WRONG);
    assert_int_equal(wait, 120); /* the tries before the restart count */
}

static void a_clock_that_runs_back_gives_nothing(void **state)
{
    int wait;
    set_quickly(*state);
    for (int i = 0; i < 4; i++)
        assert_int_equal(try_at(*state, "730915", 100000, &wait), PIN_WRONG);
    assert_int_equal(pin_wait_seconds(*state, 99999 - 70000), 1);
    assert_int_equal(pin_wait_seconds(*state, 0), 30);
    assert_int_equal(pin_wait_seconds(*state, INT64_MIN), 30);
}

static void damaged_is_not_unset(void **state)
{
    struct err e;
    int wait;
    const char *path = in_folder(*state, "admin.pin");
    set_quickly(*state);
    struct buf file = slurp(path);
    /* the header, the sum and the hash: no byte of them may change */
    for (size_t at = 8192; at < file.len; at += 7) {
        file.data[at] ^= 1;
        put(path, file.data, file.len);
        assert_int_equal(try_at(*state, PIN, 1000, &wait), PIN_BROKEN);
        file.data[at] ^= 1;
    }
    for (size_t len = 0; len < file.len; len += 1000) {
        put(path, file.data, len);
        assert_true(pin_is_set(*state));
        assert_int_equal(pin_try(*state, PIN, 1000, &wait, &e), PIN_BROKEN);
        assert_non_null(strstr(e.text, "set-pin"));
    }
    unlink(path);
    assert_int_equal(symlink("nowhere", path), 0);
    assert_true(pin_is_set(*state));
    assert_int_equal(try_at(*state, PIN, 1000, &wait), PIN_BROKEN);
    unlink(path);
    assert_int_equal(mkdir(path, 0700), 0);
    assert_true(pin_is_set(*state));
    assert_int_equal(try_at(*state, PIN, 1000, &wait), PIN_BROKEN);
    assert_int_equal(rmdir(path), 0);
    assert_int_equal(mkfifo(path, 0600), 0);
    assert_int_equal(try_at(*state, PIN, 1000, &wait), PIN_BROKEN);
    buf_free(&file);
}

/* A power cut while a try is counted tears the place that is written; the other one still counts. */
static void a_torn_count_falls_back_to_the_one_before(void **state)
{
    int wait;
    const char *path = in_folder(*state, "admin.pin");
    set_quickly(*state);
    for (int i = 0; i < 4; i++)
        assert_int_equal(try_at(*state, "730915", 1000, &wait), PIN_WRONG);
    struct buf before = slurp(path);
    assert_int_equal(try_at(*state, "730915", 31000, &wait), PIN_WRONG);
    struct buf after = slurp(path);
    size_t from = memcmp(before.data, after.data, 4096) ? 0 : 4096;
    for (size_t cut = 0; cut <= 200; cut++) {
        memcpy(before.data + from, after.data + from, cut);
        put(path, before.data, before.len);
        int left = pin_wait_seconds(*state, 31000);
        assert_true(left == 0 || left == 60); /* four wrong ones have waited, or five are counted */
        assert_int_equal(try_at(*state, PIN, 30999, &wait), PIN_WAIT);
    }
    buf_free(&before);
    buf_free(&after);
}

int main(void)
{
#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, folder_make, folder_remove)
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(which_are_acceptable),
        IN_FOLDER(set_and_tried),
        IN_FOLDER(wrong_tries_wait),
        IN_FOLDER(a_restart_gives_no_wait_back),
        IN_FOLDER(a_clock_that_runs_back_gives_nothing),
        IN_FOLDER(damaged_is_not_unset),
        IN_FOLDER(a_torn_count_falls_back_to_the_one_before),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
