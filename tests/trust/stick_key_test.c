#include "help.h"

#include "trust/stick_key.h"

static struct device_key *signer(const char *folder, const char *name)
{
    struct err e;
    char path[400];
    assert_true(key_generate(in_folder(folder, name), NULL, &e));
    snprintf(path, sizeof path, "%s/%s.key", folder, name);
    struct device_key *k = key_read(path, NULL, &e);
    assert_non_null(k);
    return k;
}

static void made_and_believed(void **state)
{
    const char *stick = *state;
    struct device_key *k = signer(stick, "office");
    struct stick_key made, found;
    struct err e;
    assert_false(stick_key_is_there(stick));
    assert_false(stick_key_check(stick, "hall-1", key_public(k), "", &found, &e));
    assert_true(stick_key_write(stick, "hall-1", "2026-11-22", k, &made, &e));
    assert_true(stick_key_is_there(stick));
    assert_true(stick_key_check(stick, "hall-1", key_public(k), "", &found, &e));
    assert_string_equal(found.id, made.id);
    assert_string_equal(found.issued, "2026-11-22");
    assert_false(stick_key_check(stick, "hall-2", key_public(k), "", &found, &e));
    assert_non_null(strstr(e.text, "hall-1"));
    assert_true(stick_key_write(stick, "*", "2026-11-22", k, &made, &e));
    assert_true(stick_key_check(stick, "hall-2", key_public(k), "0000000000000000, 1", &found, &e));
    char refused[64];
    snprintf(refused, sizeof refused, "0000000000000000 %s", made.id);
    assert_false(stick_key_check(stick, "hall-2", key_public(k), refused, &found, &e));
    assert_non_null(strstr(e.text, made.id));
    key_close(k);
}

static void another_key_is_refused(void **state)
{
    struct device_key *ours = signer(*state, "ours"), *theirs = signer(*state, "theirs");
    struct stick_key made, found;
    struct err e;
    assert_true(stick_key_write(*state, "*", "2026-11-22", theirs, &made, &e));
    assert_false(stick_key_check(*state, "hall-1", key_public(ours), "", &found, &e));
    assert_non_null(strstr(e.text, "另一把密钥"));
    key_close(ours);
    key_close(theirs);
}

static void every_changed_byte_is_refused(void **state)
{
    struct device_key *k = signer(*state, "office");
    struct stick_key made, found;
    struct err e;
    const char *path = in_folder(*state, STICK_KEY_FILE);
    assert_true(stick_key_write(*state, "hall-1", "2026-11-22", k, &made, &e));
    struct buf text = slurp(path);
    for (size_t at = 0; at < text.len; at++) {
        text.data[at] ^= 1;
        put(path, text.data, text.len);
        assert_false(stick_key_check(*state, "hall-1", key_public(k), "", &found, &e));
        text.data[at] ^= 1;
    }
    buf_u8(&text, '\n');
    put(path, text.data, text.len);
    assert_false(stick_key_check(*state, "hall-1", key_public(k), "", &found, &e));
    buf_free(&text);
    key_close(k);
}

/* Signed by the right key and yet no key file: other things that this key signs must not pass for one. */
static void other_signed_texts_are_none(void **state)
{
    static const char *const texts[] = {
        "",
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  records.jsonl\n",
        "qingfeng-auto-export 1\nkiosk: *\nissued: 2026-11-22\nid: 0123456789abcdef\nmore\n",
        "qingfeng-auto-export 1\nkiosk: *\nissued: 2026-13-22\nid: 0123456789abcdef\n",
        "qingfeng-auto-export 1\nkiosk: *\nissued: 2026-11-22\nid: 0123456789abcde\n",
        "qingfeng-auto-export 1\r\nkiosk: *\r\nissued: 2026-11-22\r\nid: 0123456789abcdef\r\n",
    };
    struct device_key *k = signer(*state, "office");
    struct stick_key found;
    struct buf minisig = {0};
    struct err e;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        put(in_folder(*state, STICK_KEY_FILE), texts[i], strlen(texts[i]));
        assert_true(key_sign(k, texts[i], strlen(texts[i]), "x", &minisig, &e));
        put(in_folder(*state, STICK_KEY_FILE ".minisig"), minisig.data, minisig.len);
        assert_false(stick_key_check(*state, "hall-1", key_public(k), "", &found, &e));
        assert_non_null(strstr(e.text, "格式不对"));
    }
    assert_false(stick_key_write(*state, "a b", "2026-11-22", k, &found, &e));
    assert_false(stick_key_write(*state, "a\nb", "2026-11-22", k, &found, &e));
    buf_free(&minisig);
    key_close(k);
}

static void links_pipes_and_giants_are_not_read(void **state)
{
    struct device_key *k = signer(*state, "office");
    struct stick_key made, found;
    struct err e;
    const char *path = in_folder(*state, STICK_KEY_FILE), *elsewhere = in_folder(*state, "elsewhere");
    assert_true(stick_key_write(*state, "*", "2026-11-22", k, &made, &e));
    assert_int_equal(rename(path, elsewhere), 0);
    assert_int_equal(symlink("elsewhere", path), 0);
    assert_false(stick_key_check(*state, "hall-1", key_public(k), "", &found, &e));
    unlink(path);
    assert_int_equal(mkfifo(path, 0600), 0);
    assert_false(stick_key_check(*state, "hall-1", key_public(k), "", &found, &e));
    unlink(path);
    assert_int_equal(rename(elsewhere, path), 0);
    assert_int_equal(truncate(path, (off_t)5 << 30), 0);
    assert_false(stick_key_check(*state, "hall-1", key_public(k), "", &found, &e));
    key_close(k);
}

int main(void)
{
#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, folder_make, folder_remove)
    const struct CMUnitTest tests[] = {
        IN_FOLDER(made_and_believed),
        IN_FOLDER(another_key_is_refused),
        IN_FOLDER(every_changed_byte_is_refused),
        IN_FOLDER(other_signed_texts_are_none),
        IN_FOLDER(links_pipes_and_giants_are_not_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
