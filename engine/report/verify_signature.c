/* Whose signature it is, and over what. */
#include "report/verify_inner.h"

#include <stdio.h>
#include <string.h>

static const char from_device[] = "请从设备重新导出，不要改动文件夹里的文件";

/* kiosk.pub, as we write it to the byte: what differs was changed. */
static void read_enclosed_key(struct verifying *v)
{
    struct buf text = {0}, proper = {0};
    enum reading how = read_small(v, PUB, 4096, true, &text);
    if (how == READ_WELL) {
        v->has_enclosed =
            strlen(buf_cstr(&text)) == text.len && public_key_parse(buf_cstr(&text), &v->enclosed, NULL);
        if (v->has_enclosed)
            public_key_text(&v->enclosed, &proper);
        if (proper.len != text.len || memcmp(buf_cstr(&proper), text.data, text.len) != 0)
            found(v, VERIFY_BAD_KEY_FILE, PUB, 0, from_device, "kiosk.pub 被改过：不是设备写出的公钥文件");
    }
    if (how == READ_ABSENT && !v->o->key)
        found(v, VERIFY_UNSIGNED, PUB, 0, "请用 --key 指定事先从设备上取得的公钥",
              "没有 kiosk.pub，也没有给出公钥，无法核对签名");
    buf_free(&text);
    buf_free(&proper);
}

static void judge_other_key(struct verifying *v, const struct buf *sums, const char *minisig)
{
    char by[17], wanted[17];
    signature_key_id(minisig, by);
    public_key_id(&v->key, wanted);
    bool fits_enclosed = v->has_enclosed && signature_judge(&v->enclosed, sums->data, sums->len, minisig, NULL, 0,
                                                            NULL) == SIGNATURE_GOOD;
    if (!v->o->key)
        found(v, VERIFY_BAD_SIGNATURE, SUMS ".minisig", 0, from_device,
              "签名与随附的 kiosk.pub 不是一对：签名写着密钥 %s，kiosk.pub 是 %s；其中一个被改过或换过", by, wanted);
    else
        found(v, VERIFY_OTHER_KEY, SUMS ".minisig", 0,
              "请核对这份导出是哪台设备的；确是这台设备的，就请从设备重新导出",
              "这次导出不是%s的密钥（%s）签的，而是密钥 %s 签的%s：它来自另一台设备，或改动以后另签了名",
              v->o->key_name, wanted, by, fits_enclosed ? "（与随附的 kiosk.pub 相符，但那不能说明什么）" : "");
}

static void judge_wrong(struct verifying *v)
{
    char comment[256];
    printable(v->comment, strlen(v->comment), comment, sizeof comment);
    if (v->comment[0])
        found(v, VERIFY_BAD_SIGNATURE, SUMS, 0, from_device,
              "SHA256SUMS 与签名不符，而签名本身完好（附注：%s）：SHA256SUMS 被改过，或取自另一次导出", comment);
    else
        found(v, VERIFY_BAD_SIGNATURE, SUMS ".minisig", 0, from_device,
              "签名被改过：SHA256SUMS.minisig 不是这把密钥作的");
}

/* What the signature does not cover in its own file must be as we write it. */
static void check_first_line(struct verifying *v, const char *minisig)
{
    static const char first[] = SIGNATURE_FIRST_LINE "\n";
    size_t len = strlen(minisig);
    if (strncmp(minisig, first, strlen(first)) != 0 || strchr(minisig, '\r') || !len || minisig[len - 1] != '\n')
        found(v, VERIFY_BAD_SIGNATURE, SUMS ".minisig", 0, from_device,
              "签名有效，但 SHA256SUMS.minisig 的第一行或换行不是设备写的样子：这个文件被改过");
}

static enum signature_state judge(struct verifying *v, const struct buf *sums, const char *minisig)
{
    char comment[600];
    enum signature_state s = signature_judge(&v->key, sums->data, sums->len, minisig, comment, sizeof comment, NULL);
    public_key_id(&v->key, v->r->key_id);
    v->signature_good = s == SIGNATURE_GOOD;
    signature_comment(&v->key, minisig, v->comment, sizeof v->comment);
    return s;
}

static void check_comment(struct verifying *v)
{
    if (strncmp(v->comment, "qingfeng export ", 16) != 0)
        found(v, VERIFY_BAD_SIGNATURE, SUMS ".minisig", 0, from_device,
              "签名有效，但不是为一次导出作的：附注里没有写明");
}

static void choose_key(struct verifying *v)
{
    read_enclosed_key(v);
    v->has_key = v->o->key || v->has_enclosed;
    if (v->has_key)
        v->key = v->o->key ? *v->o->key : v->enclosed;
    if (v->o->key && v->has_enclosed && !public_key_same(v->o->key, &v->enclosed))
        found(v, VERIFY_BAD_KEY_FILE, PUB, 0, from_device, "随附的 kiosk.pub 不是%s的公钥", v->o->key_name);
}

static void judge_good(struct verifying *v, const char *minisig)
{
    check_first_line(v, minisig);
    check_comment(v);
    if (v->o->key)
        proven(v, "SHA256SUMS 由%s的密钥（%s）签名", v->o->key_name, v->r->key_id);
    else
        proven(v, "SHA256SUMS 由随附的 kiosk.pub（%s）对应的密钥签名", v->r->key_id);
}

void check_signature(struct verifying *v, const struct buf *sums)
{
    struct buf minisig = {0};
    choose_key(v);
    enum reading how = read_small(v, SUMS ".minisig", 4096, false, &minisig);
    if (how == READ_ABSENT)
        found(v, VERIFY_UNSIGNED, SUMS ".minisig", 0, "请从设备重新导出；没有签名，谁都可能改过",
              "没有签名（少了 SHA256SUMS.minisig）");
    const char *text = buf_cstr(&minisig);
    if (how == READ_WELL && v->has_key) {
        enum signature_state s = strlen(text) == minisig.len ? judge(v, sums, text) : SIGNATURE_UNREADABLE;
        if (s == SIGNATURE_UNREADABLE)
            found(v, VERIFY_BAD_SIGNATURE, SUMS ".minisig", 0, from_device,
                  "签名被改过：SHA256SUMS.minisig 不是 minisign 格式的签名");
        else if (s == SIGNATURE_OTHER_KEY)
            judge_other_key(v, sums, text);
        else if (s == SIGNATURE_WRONG)
            judge_wrong(v);
        else
            judge_good(v, text);
    }
    buf_free(&minisig);
}

/* When the enclosed key does not fit, the one that the manifest names may: then it was kiosk.pub that was changed. */
void check_signature_again(struct verifying *v, const struct buf *sums)
{
    struct buf minisig = {0};
    struct public_key named, before = v->key;
    if (!v->manifest.there || !public_key_parse(v->manifest.key, &named, NULL))
        return;
    if (v->has_enclosed && !public_key_same(&named, &v->enclosed))
        found(v, VERIFY_BAD_KEY_FILE, PUB, 0, from_device,
              "kiosk.pub 与 manifest.json 里登记的公钥不同：其中一个被改过或换过");
    if (v->signature_good || v->o->key || read_small(v, SUMS ".minisig", 4096, false, &minisig) != READ_WELL)
        return;
    v->key = named;
    if (strlen(buf_cstr(&minisig)) == minisig.len && judge(v, sums, buf_cstr(&minisig)) == SIGNATURE_GOOD) {
        v->has_key = true;
        proven(v, "SHA256SUMS 由 manifest.json 里登记的密钥（%s）签名", v->r->key_id);
    } else {
        v->key = before;
        public_key_id(&v->key, v->r->key_id);
    }
    buf_free(&minisig);
}
