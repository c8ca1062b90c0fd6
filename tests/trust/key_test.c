#include "help.h"

#include "trust/key.h"
#include "trust/key_file.h"

#include <sodium.h>
#include <sys/wait.h>

/* Made by the public tool, version 0.11: an unprotected key, and its signatures over "hi\n". */
static const char tool_public[] = "untrusted comment: minisign public key EC3E159A6BBE2C18\n"
                                  "RWQYLL5rmhU+7JQUyCUUoZBOPZ4RMpF0bMekXz4upnN0bO4iXoZNw6yg\n";
static const char tool_secret[] =
    "untrusted comment: minisign encrypted secret key\n"
    "RWQAAEIyAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAGCy+"
    "a5oVPuyoYK4O0YLpcz4CipeC218rELd0dQhbUz4Z"
    "uxUui8KESZQUyCUUoZBOPZ4RMpF0bMekXz4upnN0bO4iXoZNw6ygAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n";
static const char tool_hashed[] =
    "untrusted comment: signature from minisign secret key\n"
    "RUQYLL5rmhU+7GOzhQJehsG9G7VEyitnrgnj1nTLfOf8WYncbFIxn9Dm5QlwXa+RQ8YZCkWK9H7dau++/Liz3rh//nUmDYIe/Qk=\n"
    "trusted comment: timestamp:1795384511\tfile:f\thashed\n"
    "5ZYSdxcZ3jTzG2RGw3fDgR1pmMuGI4oqEJKPTj9DuBd9VSHhrpqTNI6oV/v4gtwDyIBdeCZgimL8Jw3d+OBzDg==\n";
static const char tool_legacy[] =
    "untrusted comment: signature from minisign secret key\n"
    "RWQYLL5rmhU+7OQtTy99iBteGzFt6bwE9uH/2Ouh6Dy2k6tlcOHilgYqt5OJuCfDKUn+xMZW6COpO/ijdDgB3dyrCZey20cB7AQ=\n"
    "trusted comment: timestamp:1795384511\tfile:f\n"
    "UL0Gw/KB6c9wPBXyeeJ4ezm94LTFynRicDLhaRvpCYuRFZzVkk7nxlk/5qMG4xGt/XhkC3Ypmc4Y6U3xVb/WAA==\n";

static void known_signatures(void **state)
{
    (void)state;
    char comment[100];
    struct err e;
    assert_true(signature_check(tool_public, "hi\n", 3, tool_hashed, comment, sizeof comment, &e));
    assert_string_equal(comment, "timestamp:1795384511\tfile:f\thashed");
    assert_true(signature_check(tool_public, "hi\n", 3, tool_legacy, comment, sizeof comment, &e));
    assert_true(signature_check(strchr(tool_public, '\n') + 1, "hi\n", 3, tool_legacy, NULL, 0, &e));
    assert_false(signature_check(tool_public, "ho\n", 3, tool_hashed, comment, sizeof comment, &e));
    assert_string_equal(comment, "");
    assert_false(signature_check(tool_public, "hi\n", 2, tool_legacy, NULL, 0, &e));
    assert_false(signature_check(tool_public, NULL, 0, tool_hashed, NULL, 0, &e));
}

static void signing_is_what_the_tool_signs(void **state)
{
    const char *path = in_folder(*state, "tool.key");
    struct err e;
    struct buf ours = {0};
    put(path, tool_secret, strlen(tool_secret));
    struct device_key *k = key_read(path, NULL, &e);
    assert_non_null(k);
    assert_string_equal(key_public_text(k), tool_public);
    /* Ed25519 signs alike every time, so all but the first line must be the tool's bytes. */
    assert_true(key_sign(k, "hi\n", 3, "timestamp:1795384511\tfile:f\thashed", &ours, &e));
    assert_string_equal(strchr(buf_cstr(&ours), '\n'), strchr(tool_hashed, '\n'));
    buf_free(&ours);
    key_close(k);
}

/* Each byte of a signature in turn becomes another one, or goes. What the first line says is not signed by anybody.
 */
static void every_changed_byte_is_seen(void **state)
{
    (void)state;
    static const char *const both[] = {tool_hashed, tool_legacy};
    for (int which = 0; which < 2; which++) {
        size_t len = strlen(both[which]), free_from = strlen("untrusted comment: "),
               free_to = strcspn(both[which], "\n");
        for (size_t at = 0; at < len; at++) {
            for (int bit = 0; bit < 8; bit++) {
                char text[400];
                strcpy(text, both[which]);
                text[at] = (char)(text[at] ^ (1 << bit));
                bool free_text = at >= free_from && at < free_to && text[at] != '\n' && text[at];
                if (signature_check(tool_public, "hi\n", 3, text, NULL, 0, NULL) != free_text)
                    fail_msg("bit %d of byte %zu", bit, at);
            }
            char text[400];
            strcpy(text, both[which]);
            memmove(text + at, text + at + 1, len - at);
            bool free_text = (at >= free_from && at < free_to) || at == len - 1;
            assert_int_equal(signature_check(tool_public, "hi\n", 3, text, NULL, 0, NULL), free_text);
        }
    }
}

static void what_is_no_signature(void **state)
{
    (void)state;
    char text[600];
    struct public_key key, other;
    struct err e;
    assert_true(public_key_parse(tool_public, &key, &e));
    snprintf(text, sizeof text, "%sx", tool_hashed);
    assert_int_equal(signature_judge(&key, "hi\n", 3, text, NULL, 0, &e), SIGNATURE_UNREADABLE);
    assert_int_equal(signature_judge(&key, "hi\n", 3, "", NULL, 0, &e), SIGNATURE_UNREADABLE);
    assert_int_equal(signature_judge(&key, "hi\n", 3, "\n\n\n\n", NULL, 0, &e), SIGNATURE_UNREADABLE);
    other = key;
    other.id[0] ^= 1;
    assert_int_equal(signature_judge(&other, "hi\n", 3, tool_hashed, NULL, 0, &e), SIGNATURE_OTHER_KEY);
    assert_non_null(strstr(e.text, "EC3E159A6BBE2C18"));
    other = key;
    other.key[5] ^= 1;
    assert_int_equal(signature_judge(&other, "hi\n", 3, tool_hashed, NULL, 0, &e), SIGNATURE_WRONG);
    static const char *const no_keys[] = {
        "", "\n", "RWQYLL5r", "untrusted comment: x\n", "untrusted comment: x\nzzz\n", tool_secret, tool_hashed};
    for (size_t i = 0; i < sizeof no_keys / sizeof *no_keys; i++)
        assert_false(public_key_parse(no_keys[i], &other, &e));
    snprintf(text, sizeof text, "%smore\n", tool_public);
    assert_false(public_key_parse(text, &other, &e));
}

static void made_once_and_kept(void **state)
{
    const char *folder = *state;
    struct err e;
    assert_null(key_open(folder, false, &e));
    struct device_key *k = key_open(folder, true, &e);
    assert_non_null(k);
    assert_int_equal(mode_of(in_folder(folder, "device.key")), 0600);
    struct buf first = slurp(in_folder(folder, "kiosk.pub"));
    assert_string_equal(first.data, key_public_text(k));
    key_close(k);
    unlink(in_folder(folder, "kiosk.pub"));
    k = key_open(folder, true, &e);
    assert_string_equal(first.data, key_public_text(k));
    struct buf again = slurp(in_folder(folder, "kiosk.pub"));
    assert_string_equal(again.data, first.data);
    buf_free(&first);
    buf_free(&again);
    key_close(k);
}

static void open_files_are_closed_to_others(void **state)
{
    struct err e;
    key_close(key_open(*state, true, &e));
    const char *path = in_folder(*state, "device.key");
    chmod(path, 0644);
    struct device_key *k = key_open(*state, false, &e);
    assert_non_null(k);
    assert_int_equal(mode_of(path), 0600);
    key_close(k);
}

/* A temporary file that a crash left open to all must not become the key's. */
static void an_old_temporary_file_lends_nothing(void **state)
{
    struct err e;
    const char *temporary = in_folder(*state, "device.key.tmp");
    put(temporary, "old", 3);
    chmod(temporary, 0666);
    key_close(key_open(*state, true, &e));
    assert_int_equal(mode_of(in_folder(*state, "device.key")), 0600);
    assert_int_not_equal(access(temporary, F_OK), 0);
}

static void a_damaged_key_is_not_replaced(void **state)
{
    struct err e;
    const char *path = in_folder(*state, "device.key");
    key_close(key_open(*state, true, &e));
    struct buf whole = slurp(path);
    for (size_t at = strcspn((char *)whole.data, "\n") + 1; at < whole.len; at++) {
        unsigned char held = whole.data[at];
        whole.data[at] = held == 'A' ? 'B' : 'A';
        put(path, whole.data, whole.len);
        whole.data[at] = held;
        /* salt and costs of an unprotected key mean nothing */
        struct device_key *k = key_open(*state, true, &e);
        size_t in_line = at - strcspn((char *)whole.data, "\n") - 1;
        bool unused = in_line >= 8 && in_line < 72;
        if (k && !unused)
            fail_msg("byte %zu of the line changed and nobody saw it", in_line);
        key_close(k);
    }
    put(path, whole.data, 0);
    assert_null(key_open(*state, true, &e));
    assert_non_null(strstr(e.text, "device.key"));
    struct stat st;
    assert_int_equal(lstat(path, &st), 0);
    assert_int_equal(st.st_size, 0);
    unlink(path);
    assert_int_equal(symlink("/etc/passwd", path), 0);
    assert_null(key_open(*state, true, &e));
    buf_free(&whole);
}

/* A process forked after the key was read can neither sign nor find it. */
static void a_forked_process_has_no_key(void **state)
{
    struct err e;
    struct device_key *k = key_open(*state, true, &e);
    pid_t child = fork();
    if (child == 0) {
        struct buf out = {0};
        bool signs = key_sign(k, "x", 1, "c", &out, &e);
        buf_free(&out);
        key_close(k);
        _exit(signs ? 1 : 0);
    }
    int status;
    waitpid(child, &status, 0);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
    struct buf out = {0};
    assert_true(key_sign(k, "x", 1, "c", &out, &e));
    assert_true(signature_check(key_public_text(k), "x", 1, buf_cstr(&out), NULL, 0, &e));
    buf_free(&out);
    key_close(k);
}

static void comments_are_one_line(void **state)
{
    struct err e;
    struct buf out = {0};
    char longest[514];
    struct device_key *k = key_open(*state, true, &e);
    memset(longest, 'x', 513);
    longest[513] = 0;
    assert_false(key_sign(k, "x", 1, "a\nb", &out, &e));
    assert_false(key_sign(k, "x", 1, longest, &out, &e));
    longest[512] = 0;
    assert_true(key_sign(k, "x", 1, longest, &out, &e));
    assert_true(signature_check(key_public_text(k), "x", 1, buf_cstr(&out), NULL, 0, &e));
    assert_true(key_sign(k, "", 0, "", &out, &e));
    assert_true(signature_check(key_public_text(k), NULL, 0, buf_cstr(&out), NULL, 0, &e));
    buf_free(&out);
    key_close(k);
}

static void checkpoints(void **state)
{
    static const char head[65] = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    static const char other[65] = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ae";
    struct err e;
    struct buf line = {0};
    struct device_key *k = key_open(*state, true, &e);
    const struct public_key *p = key_public(k);
    assert_true(key_sign_checkpoint(k, 999999999999999, head, &line, &e));
    assert_true(line.len <= 400);
    assert_null(strchr((char *)line.data, '\n'));
    const char *folded = (const char *)line.data;
    assert_int_equal(checkpoint_judge(p, 999999999999999, head, folded, &e), SIGNATURE_GOOD);
    assert_int_equal(checkpoint_judge(p, 999999999999999, other, folded, &e), SIGNATURE_WRONG);
    assert_int_equal(checkpoint_judge(p, 99999999999999, head, folded, &e), SIGNATURE_WRONG);
    assert_int_equal(checkpoint_judge(p, 999999999999999, head, "", &e), SIGNATURE_UNREADABLE);
    buf_free(&line);
    key_close(k);
}

static void pairs_do_not_overwrite(void **state)
{
    struct err e;
    const char *name = in_folder(*state, "office");
    assert_true(key_generate(name, NULL, &e));
    assert_int_equal(mode_of(in_folder(*state, "office.key")), 0600);
    assert_false(key_generate(name, NULL, &e));
    assert_non_null(strstr(e.text, "不覆盖"));
    unlink(in_folder(*state, "office.key"));
    assert_false(key_generate(name, NULL, &e));
    assert_int_not_equal(access(in_folder(*state, "office.key"), F_OK), 0);
}

/* A protected key as the tool's description says, put together here at a low cost. */
static void write_sealed(const char *path, const char *password)
{
    unsigned char bytes[158] = {'E', 'd', 'S', 'c', 'B', '2'}, public[32], stream[104];
    char text[SECRET_TEXT], line[300];
    randombytes_buf(bytes + 6, 32);
    bytes[38 + 2] = 8; /* 524288 operations, little-endian */
    bytes[46 + 3] = 1; /* 16 MiB */
    randombytes_buf(bytes + 54, 8);
    crypto_sign_keypair(public, bytes + 62);
    crypto_generichash_state sum;
    crypto_generichash_init(&sum, NULL, 0, 32);
    crypto_generichash_update(&sum, bytes, 2);
    crypto_generichash_update(&sum, bytes + 54, 72);
    crypto_generichash_final(&sum, bytes + 126, 32);
    assert_int_equal(
        crypto_pwhash_scryptsalsa208sha256(stream, 104, password, strlen(password), bytes + 6, 524288, 16 << 20), 0);
    for (int i = 0; i < 104; i++)
        bytes[54 + i] ^= stream[i];
    sodium_bin2base64(line, sizeof line, bytes, sizeof bytes, sodium_base64_VARIANT_ORIGINAL);
    snprintf(text, sizeof text, "untrusted comment: x\n%s\n", line);
    put(path, text, strlen(text));
}

static void passwords(void **state)
{
    struct err e;
    const char *path = in_folder(*state, "sealed.key");
    write_sealed(path, "open sesame");
    assert_true(key_is_protected(path));
    assert_null(key_read(path, NULL, &e));
    assert_non_null(strstr(e.text, "密码保护"));
    assert_null(key_read(path, "open sesam", &e));
    assert_non_null(strstr(e.text, "密码不对"));
    struct device_key *k = key_read(path, "open sesame", &e);
    assert_non_null(k);
    key_close(k);
    assert_false(key_is_protected(in_folder(*state, "nothing.key")));
}

/* `kiosk set-pin` run by root in the kiosk's folder must leave the kiosk its files. */
static void root_leaves_them_to_the_owner_of_the_folder(void **state)
{
    struct err e;
    struct stat st;
    if (geteuid() != 0)
        skip();
    assert_int_equal(chown(*state, 65534, 65534), 0);
    key_close(key_open(*state, true, &e));
    assert_int_equal(lstat(in_folder(*state, "device.key"), &st), 0);
    assert_int_equal(st.st_uid, 65534);
    assert_int_equal(st.st_mode & 0777, 0600);
}

int main(void)
{
#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, folder_make, folder_remove)
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_signatures),
        IN_FOLDER(signing_is_what_the_tool_signs),
        cmocka_unit_test(every_changed_byte_is_seen),
        cmocka_unit_test(what_is_no_signature),
        IN_FOLDER(made_once_and_kept),
        IN_FOLDER(open_files_are_closed_to_others),
        IN_FOLDER(an_old_temporary_file_lends_nothing),
        IN_FOLDER(a_damaged_key_is_not_replaced),
        IN_FOLDER(a_forked_process_has_no_key),
        IN_FOLDER(comments_are_one_line),
        IN_FOLDER(checkpoints),
        IN_FOLDER(pairs_do_not_overwrite),
        IN_FOLDER(passwords),
        IN_FOLDER(root_leaves_them_to_the_owner_of_the_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
