#include "trust/stick_key.h"

#include "base/clock.h"
#include "base/file.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#define MOST 512

static bool paths(const char *folder, char text[1100], char signature[1100], struct err *e)
{
    return (path_join(text, 1100, folder, STICK_KEY_FILE) &&
            path_join(signature, 1100, folder, STICK_KEY_FILE ".minisig")) ||
           err_set(e, "%s：路径过长", folder);
}

bool stick_key_is_there(const char *folder)
{
    char text[1100], signature[1100];
    struct stat st;
    return paths(folder, text, signature, NULL) && lstat(text, &st) == 0;
}

static void write_text(const struct stick_key *k, char out[MOST])
{
    snprintf(out, MOST, "qingfeng-auto-export 1\nkiosk: %s\nissued: %s\nid: %s\n", k->kiosk, k->issued, k->id);
}

/* Only the exact text that write_text gives. */
static bool read_text(const char *text, struct stick_key *out)
{
    char again[MOST];
    int64_t days;
    memset(out, 0, sizeof *out);
    if (sscanf(text, "qingfeng-auto-export 1\nkiosk: %40s\nissued: %10s\nid: %16[0-9a-f]", out->kiosk, out->issued,
               out->id) != 3)
        return false;
    write_text(out, again);
    return strcmp(again, text) == 0 && strlen(out->id) == 16 && clock_parse_date(out->issued, &days);
}

static bool is_refused(const char *id, const char *refused)
{
    for (const char *at = refused; *at; at += strspn(at, " ,")) {
        size_t len = strcspn(at, " ,");
        if (len == strlen(id) && strncasecmp(at, id, len) == 0)
            return true;
        at += len;
    }
    return false;
}

static bool look(const char *text, size_t len, const char *minisig, const struct public_key *trusted,
                 struct stick_key *out, struct err *e)
{
    struct err why;
    switch (signature_judge(trusted, text, len, minisig, NULL, 0, &why)) {
    case SIGNATURE_GOOD:
        break;
    case SIGNATURE_OTHER_KEY:
        return err_set(e, "U 盘上的自动导出凭证是另一把密钥签的（%s）；请用本机信任的密钥重新制作", why.text);
    default:
        return err_set(e, "U 盘上的自动导出凭证与签名不符，可能被改过；请用 kiosk stick-key 重新制作");
    }
    if (strlen(text) != len || !read_text(text, out))
        return err_set(e, "U 盘上的自动导出凭证格式不对；请用 kiosk stick-key 重新制作");
    return true;
}

bool stick_key_check(const char *folder, const char *kiosk_id, const struct public_key *trusted, const char *refused,
                     struct stick_key *out, struct err *e)
{
    char text_path[1100], signature_path[1100];
    struct buf text = {0}, minisig = {0};
    *out = (struct stick_key){0};
    if (!paths(folder, text_path, signature_path, e))
        return false;
    bool well = file_read(text_path, MOST, &text, e) && file_read(signature_path, 2048, &minisig, e);
    well = well && look(buf_cstr(&text), text.len, buf_cstr(&minisig), trusted, out, e);
    buf_free(&text);
    buf_free(&minisig);
    if (!well)
        return false;
    if (strcmp(out->kiosk, "*") != 0 && strcmp(out->kiosk, kiosk_id) != 0)
        return err_set(e, "U 盘上的自动导出凭证是给 %s 的，本机是 %s；请为本机另做一个", out->kiosk, kiosk_id);
    return !is_refused(out->id, refused) || err_set(e, "U 盘上的自动导出凭证（编号 %s）已在配置中作废", out->id);
}

bool stick_key_write(const char *folder, const char *kiosk, const char *issued, const struct device_key *signer,
                     struct stick_key *out, struct err *e)
{
    char text[MOST], comment[100], text_path[1100], signature_path[1100];
    unsigned char random[8];
    struct buf minisig = {0};
    *out = (struct stick_key){0};
    randombytes_buf(random, sizeof random);
    sodium_bin2hex(out->id, sizeof out->id, random, sizeof random);
    snprintf(out->kiosk, sizeof out->kiosk, "%s", kiosk);
    snprintf(out->issued, sizeof out->issued, "%s", issued);
    write_text(out, text);
    snprintf(comment, sizeof comment, "qingfeng stick-key kiosk=%s id=%s", out->kiosk, out->id);
    struct stick_key again;
    if (!read_text(text, &again))
        return err_set(e, "“%s”不能作一体机编号；写 kiosk.id 的值，或 *", kiosk);
    bool well = paths(folder, text_path, signature_path, e) &&
                key_sign(signer, text, strlen(text), comment, &minisig, e) &&
                file_write_durable(signature_path, minisig.data, minisig.len, 0644, e) &&
                file_write_durable(text_path, text, strlen(text), 0644, e);
    buf_free(&minisig);
    return well;
}
