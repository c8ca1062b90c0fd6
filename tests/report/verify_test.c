#include "export_help.h"

#include <sys/resource.h>

#define MADE "2026-11-22T03:04:05.678Z"
#define LATER "2026-12-22T03:04:05.678Z"

struct rig {
    char home[64], folder[96], later[96];
    struct device_key *key, *other;
    struct made_chain chain, longer; /* `longer` goes on after what `chain` has */
    struct verify_result r;
    struct err e;
};

static int rig_make(void **state)
{
    struct rig *g = calloc(1, sizeof *g);
    char name[120];
    strcpy(g->home, "/tmp/qingfeng-verify-XXXXXX");
    assert_non_null(mkdtemp(g->home));
    snprintf(g->folder, sizeof g->folder, "%s/export", g->home);
    snprintf(g->later, sizeof g->later, "%s/later", g->home);
    g->key = key_open(g->home, true, &g->e);
    snprintf(name, sizeof name, "%s/other", g->home);
    g->other = key_open(name, true, &g->e);
    g->chain = chain_make(NULL, "records.jsonl", 30, g->key);
    g->longer = chain_make(NULL, "records.jsonl", 30, g->key);
    for (int i = 0; i < 9; i++)
        add_line(&g->longer, "read", "{\"part\":\"x\"}");
    add_checkpoint(&g->longer, g->key);
    write_export(g->folder, &g->chain, 1, MADE, g->key);
    write_export(g->later, &g->longer, 1, LATER, g->key);
    *state = g;
    return 0;
}

static int rig_remove(void **state)
{
    struct rig *g = *state;
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", g->home);
    int code = system(command);
    key_close(g->key);
    key_close(g->other);
    buf_free(&g->chain.lines);
    buf_free(&g->longer.lines);
    free(g);
    return code;
}

static bool run(struct rig *g, const struct device_key *key, const char *contains)
{
    struct verify_options o = {.folder = g->folder,
                               .key = key ? key_public(key) : NULL,
                               .key_name = key ? "本机" : NULL,
                               .contains = contains};
    bool good = verify_export(&o, &g->r, NULL, NULL, &g->e);
    assert_string_equal(g->e.text, "");
    assert_int_equal(good, g->r.good);
    assert_int_equal(good, g->r.problems == 0);
    return good;
}

static const struct verify_finding *finding(const struct rig *g, enum verify_code code, const char *file)
{
    for (int i = 0; i < g->r.findings_n; i++)
        if (g->r.findings[i].code == code && (!file || !strcmp(g->r.findings[i].file, file)))
            return &g->r.findings[i];
    struct buf text = {0};
    verify_print(&g->r, &text);
    fprintf(stderr, "no %s about %s in:\n%s", verify_code_name(code), file ? file : "anything", buf_cstr(&text));
    buf_free(&text);
    return NULL;
}

/* Fails the check and says so, with these words somewhere in its sentence. */
static void caught(struct rig *g, enum verify_code code, const char *file, const char *words)
{
    assert_false(run(g, g->key, NULL));
    const struct verify_finding *f = finding(g, code, file);
    assert_non_null(f);
    if (!strstr(f->text, words))
        fail_msg("\"%s\" is not in: %s", words, f->text);
    assert_true(f->remedy[0]);
}

static bool says(const char sentences[][512], int n, const char *words)
{
    for (int i = 0; i < n; i++)
        if (strstr(sentences[i], words))
            return true;
    return false;
}

static void an_untouched_one_passes(void **state)
{
    struct rig *g = *state;
    assert_true(run(g, g->key, NULL));
    assert_int_equal(g->r.records, 30);
    assert_int_equal(g->r.checkpoints, 1);
    assert_int_equal(g->r.files, 4);
    assert_string_equal(g->r.kiosk, "hall-1");
    assert_true(says(g->r.proven, g->r.proven_n, "由本机的密钥"));
    assert_true(says(g->r.unproven, g->r.unproven_n, "--contains"));
    assert_false(says(g->r.unproven, g->r.unproven_n, "--key"));
    char code[10];
    check_code(g->chain.head, code);
    assert_string_equal(g->r.code, code);
}

static void without_a_key_it_says_so(void **state)
{
    struct rig *g = *state;
    assert_true(run(g, NULL, NULL));
    assert_true(says(g->r.unproven, g->r.unproven_n, "--key"));
}

static void codes_are_looked_for(void **state)
{
    struct rig *g = *state;
    char sum[65], code[10], typed[12];
    size_t first = strcspn((char *)g->chain.lines.data, "\n");
    sha256_hex(g->chain.lines.data, first, sum);
    check_code(sum, code);
    snprintf(typed, sizeof typed, "%.4s%s", code, code + 5);
    for (char *c = typed; *c; c++)
        *c = *c == '0' ? 'o' : *c == '1' ? 'L' : (char)(*c >= 'A' ? *c | 32 : *c);
    assert_true(run(g, g->key, typed));
    assert_true(g->r.found);
    assert_int_equal(g->r.found_seq, 1);
    assert_string_equal(g->r.found_wall, "2026-09-21T14:13:20.000Z");
    assert_true(says(g->r.proven, g->r.proven_n, code));
    /* the head of a later time is not in here: records are missing, or it was miscopied */
    check_code(g->longer.head, code);
    assert_false(run(g, g->key, code));
    assert_non_null(finding(g, VERIFY_CODE_NOT_FOUND, ""));
    assert_false(run(g, g->key, "1234"));
    assert_non_null(finding(g, VERIFY_BAD_CODE, ""));
}

/* Each byte of each file in turn becomes another one. */
static void every_changed_byte_is_caught(void **state)
{
    static const char *const names[] = {"records.jsonl", "summary.csv",        "report.html", "manifest.json",
                                        "SHA256SUMS",    "SHA256SUMS.minisig", "kiosk.pub"};
    struct rig *g = *state;
    int tried = 0;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct buf text = slurp(g->folder, names[i]);
        size_t step = text.len / 40 + 1;
        for (size_t at = 0; at < text.len; at += step, tried++) {
            text.data[at] ^= (unsigned char)(1 << (at % 7));
            put(g->folder, names[i], text.data, text.len);
            if (run(g, at % 2 ? g->key : NULL, NULL))
                fail_msg("%s: byte %zu", names[i], at);
            bool named = false;
            for (int k = 0; k < g->r.findings_n; k++)
                named = named || !strcmp(g->r.findings[k].file, names[i]) ||
                        (!strncmp(names[i], "SHA256SUMS", 10) && !strncmp(g->r.findings[k].file, "SHA256SUMS", 10)) ||
                        (!strcmp(names[i], "kiosk.pub") && !strncmp(g->r.findings[k].file, "SHA256SUMS", 10));
            if (!named)
                fail_msg("%s: byte %zu is blamed on another file", names[i], at);
            text.data[at] ^= (unsigned char)(1 << (at % 7));
        }
        put(g->folder, names[i], text.data, text.len);
        buf_free(&text);
    }
    assert_true(tried > 200);
    assert_true(run(g, g->key, NULL));
}

static char *line_at(struct buf *text, int number)
{
    char *at = (char *)text->data;
    while (--number)
        at = strchr(at, '\n') + 1;
    return at;
}

static void a_record_taken_out(void **state)
{
    struct rig *g = *state;
    struct buf text = slurp(g->folder, "records.jsonl");
    char *at = line_at(&text, 12), *next = line_at(&text, 13);
    memmove(at, next, strlen(next) + 1);
    put(g->folder, "records.jsonl", text.data, strlen((char *)text.data));
    caught(g, VERIFY_GAP, "records.jsonl", "第 11 条之后直接是第 13 条，中间少了 1 条");
    assert_non_null(finding(g, VERIFY_CHANGED, "records.jsonl"));
    buf_free(&text);
}

/* Whoever cuts and writes everything anew except what needs the device's key is caught by the signature alone. */
static void cut_and_written_anew(void **state)
{
    struct rig *g = *state;
    struct made_chain shorter = chain_make(NULL, "records.jsonl", 20, g->other);
    put(g->folder, "records.jsonl", shorter.lines.data, shorter.lines.len);
    write_manifest(g->folder, &shorter, 1, MADE, g->key);
    caught(g, VERIFY_BAD_SIGNATURE, "SHA256SUMS", "签名本身完好");
    buf_free(&shorter.lines);
}

static void the_tail_cut(void **state)
{
    struct rig *g = *state;
    struct buf text = slurp(g->folder, "records.jsonl");
    *line_at(&text, 26) = 0;
    put(g->folder, "records.jsonl", text.data, strlen((char *)text.data));
    caught(g, VERIFY_TAIL_CUT, "records.jsonl", "只到第 25 条，manifest.json 写的是到第 30 条：尾部少了 5 条");
    line_at(&text, 25)[40] = 0;
    put(g->folder, "records.jsonl", text.data, strlen((char *)text.data));
    caught(g, VERIFY_BAD_LINE, "records.jsonl", "最后一行不完整");
    put(g->folder, "records.jsonl", "", 0);
    caught(g, VERIFY_TAIL_CUT, "records.jsonl", "尾部少了 30 条");
    buf_free(&text);
}

static void the_beginning_cut(void **state)
{
    struct rig *g = *state;
    struct buf text = slurp(g->folder, "records.jsonl");
    const char *rest = line_at(&text, 4);
    put(g->folder, "records.jsonl", rest, strlen(rest));
    caught(g, VERIFY_HEAD_CUT, "records.jsonl", "开头少了 3 条");
    buf_free(&text);
}

static void records_added(void **state)
{
    struct rig *g = *state;
    struct made_chain more = chain_make(NULL, "records.jsonl", 30, g->key);
    add_line(&more, "read", "{\"part\":\"x\"}");
    add_line(&more, "read", "{\"part\":\"y\"}");
    put(g->folder, "records.jsonl", more.lines.data, more.lines.len);
    caught(g, VERIFY_APPENDED, "records.jsonl", "后面追加了 2 条");
    add_checkpoint(&more, g->other); /* a signature that is not the device's makes it no better */
    put(g->folder, "records.jsonl", more.lines.data, more.lines.len);
    caught(g, VERIFY_APPENDED, "records.jsonl", "后面追加了 3 条");
    buf_free(&more.lines);
}

static void a_record_changed(void **state)
{
    struct rig *g = *state;
    struct buf text = slurp(g->folder, "records.jsonl");
    memcpy(strstr(line_at(&text, 10), "demo@3"), "demo@4", 6);
    put(g->folder, "records.jsonl", text.data, text.len);
    caught(g, VERIFY_BROKEN_LINK, "records.jsonl", "第 10 条与第 11 条接不上");
    buf_free(&text);
}

static void the_last_record_changed(void **state)
{
    struct rig *g = *state;
    struct buf text = slurp(g->folder, "records.jsonl");
    memcpy(strstr(line_at(&text, 30), "demo@3"), "demo@4", 6);
    put(g->folder, "records.jsonl", text.data, text.len);
    caught(g, VERIFY_OTHER_CHAIN, "records.jsonl", "最后一条（第 30 条）");
    buf_free(&text);
}

static void records_out_of_order(void **state)
{
    struct rig *g = *state;
    struct buf text = slurp(g->folder, "records.jsonl"), mixed = {0};
    const char *a = line_at(&text, 10), *b = line_at(&text, 11), *c = line_at(&text, 12);
    buf_bytes(&mixed, text.data, (size_t)(a - (char *)text.data));
    buf_bytes(&mixed, b, (size_t)(c - b));
    buf_bytes(&mixed, a, (size_t)(b - a));
    buf_text(&mixed, c);
    put(g->folder, "records.jsonl", mixed.data, mixed.len);
    caught(g, VERIFY_OUT_OF_ORDER, "records.jsonl", "第 11 条之后又是第 10 条");
    buf_free(&text);
    buf_free(&mixed);
}

/* A chain computed anew from the changed record on: the links hold, and the checkpoint inside does not. */
static void a_chain_computed_anew(void **state)
{
    struct rig *g = *state;
    struct made_chain forged = {.file = "records.jsonl", .aside = ""};
    memcpy(forged.head, LINE_ZEROS, 65);
    for (int i = 1; i < 30; i++)
        add_line(&forged, "read", "{\"part\":\"forged\"}");
    struct buf text = slurp(g->folder, "records.jsonl");
    char *data = strstr(line_at(&text, 30), "\"data\":") + 7, *end = strchr(data, '\n') - 1;
    *end = 0;
    add_line(&forged, "checkpoint", data);
    put(g->folder, "records.jsonl", forged.lines.data, forged.lines.len);
    caught(g, VERIFY_BAD_CHECKPOINT, "records.jsonl", "签的不是前面的记录");
    buf_free(&text);
    buf_free(&forged.lines);
}

static void signed_by_another_key(void **state)
{
    struct rig *g = *state;
    sign_export(g->folder, MADE, g->other);
    caught(g, VERIFY_OTHER_KEY, "SHA256SUMS.minisig", "不是本机的密钥");
    assert_non_null(finding(g, VERIFY_BAD_KEY_FILE, "kiosk.pub"));
    assert_false(run(g, NULL, NULL)); /* the manifest names the old key, the checkpoints bear it */
    assert_non_null(finding(g, VERIFY_BAD_KEY_FILE, "kiosk.pub"));
    /* all made anew with the other key: only the device's own public key can tell */
    write_manifest(g->folder, &g->chain, 1, MADE, g->other);
    sign_export(g->folder, MADE, g->other);
    caught(g, VERIFY_OTHER_KEY, "SHA256SUMS.minisig", "不是本机的密钥");
    assert_false(run(g, NULL, NULL));
    assert_non_null(finding(g, VERIFY_OTHER_KEY, "records.jsonl"));
    struct made_chain all = chain_make(NULL, "records.jsonl", 30, g->other);
    write_export(g->folder, &all, 1, MADE, g->other);
    assert_true(run(g, NULL, NULL));
    assert_true(says(g->r.unproven, g->r.unproven_n, "是不是那台设备的"));
    caught(g, VERIFY_OTHER_KEY, "SHA256SUMS.minisig", "不是本机的密钥");
    buf_free(&all.lines);
}

static void copy(struct rig *g, const char *name)
{
    struct buf text = slurp(g->later, name);
    put(g->folder, name, text.data, text.len);
    buf_free(&text);
}

static void two_exports_mixed(void **state)
{
    struct rig *g = *state;
    copy(g, "records.jsonl");
    caught(g, VERIFY_MIXED, "records.jsonl", "较晚的一次导出");
    copy(g, "manifest.json");
    caught(g, VERIFY_MIXED, "manifest.json", "签名属于 " MADE " 的导出，manifest.json、records.jsonl 属于 " LATER);
    copy(g, "SHA256SUMS");
    copy(g, "SHA256SUMS.minisig");
    caught(g, VERIFY_CHANGED, "summary.csv", "取自另一次导出");
    copy(g, "summary.csv");
    copy(g, "report.html");
    assert_true(run(g, g->key, NULL));
    write_export(g->folder, &g->chain, 1, MADE, g->key);
    copy(g, "SHA256SUMS");
    caught(g, VERIFY_BAD_SIGNATURE, "SHA256SUMS", "取自另一次导出");
}

static void files_missing_extra_and_no_files(void **state)
{
    struct rig *g = *state;
    char path[200], aside[200];
    static const char *const names[] = {"records.jsonl", "summary.csv",        "report.html", "manifest.json",
                                        "SHA256SUMS",    "SHA256SUMS.minisig", "kiosk.pub"};
    snprintf(aside, sizeof aside, "%s/aside", g->home);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        snprintf(path, sizeof path, "%s/%s", g->folder, names[i]);
        assert_int_equal(rename(path, aside), 0);
        caught(g, i == 4 ? VERIFY_NOT_AN_EXPORT : i == 5 ? VERIFY_UNSIGNED : VERIFY_MISSING, names[i], names[i]);
        assert_int_equal(symlink(aside, path), 0);
        caught(g, VERIFY_NOT_A_FILE, names[i], "符号链接");
        unlink(path);
        assert_int_equal(mkfifo(path, 0600), 0);
        caught(g, VERIFY_NOT_A_FILE, names[i], "管道");
        unlink(path);
        assert_int_equal(mkdir(path, 0700), 0);
        caught(g, VERIFY_NOT_A_FILE, names[i], "文件夹");
        rmdir(path);
        assert_int_equal(rename(aside, path), 0);
    }
    put(g->folder, "more.txt", "x", 1);
    caught(g, VERIFY_EXTRA, "more.txt", "多出了 more.txt");
}

/* Changes words in a file that is not in the manifest's own list, then sums and signature anew: by the device's key,
 * so that nothing but the figures is wrong. */
static void restate(struct rig *g, const char *name, const char *before, const char *after)
{
    struct buf text = slurp(g->folder, name), changed = {0}, sums = {0};
    char *at = strstr((char *)text.data, before);
    assert_non_null(at);
    buf_bytes(&changed, text.data, (size_t)(at - (char *)text.data));
    buf_printf(&changed, "%s%s", after, at + strlen(before));
    put(g->folder, name, changed.data, changed.len);
    if (strcmp(name, "manifest.json") != 0)
        write_manifest(g->folder, &g->chain, 1, MADE, g->key);
    sums = slurp(g->folder, "SHA256SUMS");
    *strstr((char *)sums.data, "  manifest.json") = 0;
    sums.len = strlen((char *)sums.data) - 64;
    list_file(g->folder, "manifest.json", &sums, NULL);
    put(g->folder, "SHA256SUMS", sums.data, sums.len);
    sign_export(g->folder, MADE, g->key);
    buf_free(&text);
    buf_free(&changed);
    buf_free(&sums);
}

static void figures_that_the_records_do_not_give(void **state)
{
    struct rig *g = *state;
    assert_true(run(g, g->key, NULL));
    assert_true(says(g->r.proven, g->r.proven_n, "重新计算"));
    restate(g, "manifest.json", "\"valid\":0", "\"valid\":276");
    caught(g, VERIFY_OTHER_FIGURES, "manifest.json", "“参观”里，“有效人次”写的是 276，按记录算是 0");
    assert_int_equal(g->r.problems, 1);
    assert_false(says(g->r.proven, g->r.proven_n, "重新计算"));
    restate(g, "manifest.json", "\"valid\":276", "\"valid\":0");
    restate(g, "manifest.json", "\"timeout\":0", "\"timeout\":null");
    caught(g, VERIFY_OTHER_FIGURES, "manifest.json", "“超时”写的是 —，按记录算是 0");
    restate(g, "manifest.json", "\"timeout\":null", "\"timeout\":0");
    restate(g, "manifest.json", "\"choices\":[]", "\"choices\":[{\"scene\":\"s\"}]");
    caught(g, VERIFY_OTHER_FIGURES, "manifest.json", "有 1 行，按记录算是 0 行");
    write_export(g->folder, &g->chain, 1, MADE, g->key);
    restate(g, "summary.csv", "参观人次,0", "参观人次,389");
    caught(g, VERIFY_OTHER_FIGURES, "summary.csv", "“参观”里，“参观人次”写的是 389，按记录算是 0");
    assert_int_equal(g->r.problems, 1);
    restate(g, "summary.csv", "参观人次,389", "参观人次,0");
    restate(g, "summary.csv", "设备可用率,未设开放时间", "设备可用率,99.9%");
    caught(g, VERIFY_OTHER_FIGURES, "summary.csv", "写的是 99.9%，按记录算是 未设开放时间");
    restate(g, "summary.csv", "设备可用率,99.9%", "设备可用率,未设开放时间");
    restate(g, "summary.csv", "成效评价,参观如何结束", "成效评价,如何结束");
    caught(g, VERIFY_OTHER_FIGURES, "summary.csv", "没有“参观如何结束”");
    put(g->folder, "summary.csv", "\"", 1);
    restate(g, "summary.csv", "\"", "\"\"");
    caught(g, VERIFY_OTHER_FIGURES, "summary.csv", "没有“参观”");
}

static void figures_of_other_definitions(void **state)
{
    struct rig *g = *state;
    restate(g, "manifest.json", "\"definitions\":1", "\"definitions\":2");
    restate(g, "manifest.json", "\"valid\":0", "\"valid\":1");
    assert_true(run(g, g->key, NULL));
    assert_true(says(g->r.unproven, g->r.unproven_n, "另一版口径"));
    restate(g, "manifest.json", "\"counts\":", "\"other\":");
    caught(g, VERIFY_BAD_MANIFEST, "manifest.json", "counts");
}

/* Every record of a name of its own: no device's, and the tables stop growing. */
static void names_without_end(void **state)
{
    struct rig *g = *state;
    struct made_chain c = {.file = "records.jsonl", .aside = ""};
    memcpy(c.head, LINE_ZEROS, 65);
    for (int i = 0; i < 66000; i++) {
        char data[80];
        snprintf(data, sizeof data, "{\"act\":\"open\",\"label\":\"L%d\",\"type\":\"t\",\"heads\":1}", i);
        add_line(&c, "group", data);
    }
    add_checkpoint(&c, g->key);
    put(g->folder, c.file, c.lines.data, c.lines.len);
    struct made_chain without = c;
    without.lines = (struct buf){0};
    write_manifest(g->folder, &without, 1, MADE, g->key);
    sign_export(g->folder, MADE, g->key);
    assert_true(run(g, g->key, NULL));
    assert_true(says(g->r.unproven, g->r.unproven_n, "名目太多"));
    buf_free(&c.lines);
}

static void names_are_printed_safely(void **state)
{
    struct rig *g = *state;
    struct buf text = {0};
    put(g->folder, "a\nb\033[31m\"'", "x", 1);
    put(g->folder,
        "\xff\xe2\x80\xae"
        "txt",
        "x", 1);
    assert_false(run(g, g->key, NULL));
    assert_non_null(finding(g, VERIFY_EXTRA, "a\\x0ab\\x1b[31m\"'"));
    assert_non_null(finding(g, VERIFY_EXTRA,
                            "\\xff\\xe2\\x80\\xae"
                            "txt"));
    verify_print(&g->r, &text);
    assert_null(strchr(buf_cstr(&text), '\033'));
    buf_clear(&text);
    verify_print_json(&g->r, &text);
    assert_null(strchr(buf_cstr(&text), '\033'));
    assert_ptr_equal(strchr(buf_cstr(&text), '\n'), buf_cstr(&text) + text.len - 1);
    buf_free(&text);
}

/* SHA256SUMS that lead elsewhere, or name too much. The sums are not the problem here, the names are. */
static void sums_that_lead_elsewhere(void **state)
{
    static const char *const bad[] = {"../other/device.key", "/etc/passwd",   ".hidden", "a/b", "a\tb", "",
                                      "SHA256SUMS",          "records.jsonl", "\xff"};
    struct rig *g = *state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct buf sums = slurp(g->folder, "SHA256SUMS");
        buf_printf(&sums, "%s  %s\n", g->chain.head, bad[i]);
        put(g->folder, "SHA256SUMS", sums.data, sums.len);
        caught(g, VERIFY_BAD_SUMS, "SHA256SUMS", "不是一个文件的校验和");
        write_manifest(g->folder, &g->chain, 1, MADE, g->key);
        buf_free(&sums);
    }
    struct buf many = slurp(g->folder, "SHA256SUMS");
    for (int i = 0; i < 500; i++)
        buf_printf(&many, "%s  f%d\n", g->chain.head, i);
    put(g->folder, "SHA256SUMS", many.data, many.len);
    caught(g, VERIFY_BAD_SUMS, "SHA256SUMS", "不是一个文件的校验和");
    buf_free(&many);
}

static void manifests_that_are_none(void **state)
{
    static const char *const bad[] = {"",
                                      "{",
                                      "[]",
                                      "{\"format\":2}",
                                      "{\"format\":1,\"format\":1}",
                                      "null",
                                      "{\"format\":1,\"kiosk\":{\"id\":\"a\\nb\",\"venue\":\"\"}}"};
    struct rig *g = *state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        put(g->folder, "manifest.json", bad[i], strlen(bad[i]));
        caught(g, VERIFY_BAD_MANIFEST, "manifest.json", "manifest.json");
    }
    struct buf deep = {0};
    for (int i = 0; i < 100000; i++)
        buf_u8(&deep, '[');
    put(g->folder, "manifest.json", deep.data, deep.len);
    caught(g, VERIFY_BAD_MANIFEST, "manifest.json", "层次太深");
    buf_free(&deep);
}

static void two_fields_of_one_name(void **state)
{
    static const char *const bad[] = {"{\"part\":\"a\",\"part\":\"b\"}",
                                      "{\"name\":\"x\",\"data\":{\"a\":1,\"a\":2}}"};
    struct rig *g = *state;
    for (int i = 0; i < 2; i++) {
        struct made_chain c = {.file = "records.jsonl", .aside = ""};
        memcpy(c.head, LINE_ZEROS, 65);
        add_line(&c, i ? "custom" : "read", bad[i]);
        add_checkpoint(&c, g->key);
        write_export(g->folder, &c, 1, MADE, g->key);
        caught(g, VERIFY_BAD_LINE, "records.jsonl", "第 1 行不是记录");
        buf_free(&c.lines);
    }
}

/* Five GiB of nothing, a line without an end, and more lines that are none than anyone wants to read about. */
static void giants_take_no_time_and_no_memory(void **state)
{
    struct rig *g = *state;
    char path[200];
    struct rusage before, after;
    snprintf(path, sizeof path, "%s/report.html", g->folder);
    getrusage(RUSAGE_SELF, &before);
    assert_int_equal(truncate(path, (off_t)5 << 30), 0);
    caught(g, VERIFY_CHANGED, "report.html", "5368709120");
    snprintf(path, sizeof path, "%s/records.jsonl", g->folder);
    assert_int_equal(truncate(path, (off_t)5 << 30), 0);
    caught(g, VERIFY_BAD_LINE, "records.jsonl", "长得不可能");
    struct buf lines = {0};
    for (int i = 0; i < 200000; i++)
        buf_text(&lines, "x\n");
    put(g->folder, "records.jsonl", lines.data, lines.len);
    caught(g, VERIFY_BAD_LINE, "records.jsonl", "第 1 行不是记录");
    assert_true(g->r.findings_n < 20);
    assert_true(g->r.problems > 900);
    getrusage(RUSAGE_SELF, &after);
    assert_true(after.ru_maxrss - before.ru_maxrss < 64 << 10);
    buf_free(&lines);
}

static void thousands_of_files(void **state)
{
    struct rig *g = *state;
    char name[32];
    for (int i = 0; i < 3000; i++) {
        snprintf(name, sizeof name, "f%d", i);
        put(g->folder, name, "", 0);
    }
    assert_false(run(g, g->key, NULL));
    assert_int_equal(g->r.problems, 3000);
    assert_true(g->r.findings_n < 20);
    struct buf text = {0};
    verify_print(&g->r, &text);
    assert_non_null(strstr(buf_cstr(&text), "没有列出"));
    buf_free(&text);
}

static void a_file_set_aside_on_the_device(void **state)
{
    struct rig *g = *state;
    struct made_chain chains[2] = {chain_make(NULL, "records-aside-1.jsonl", 12, g->key)};
    chains[0].aside = "journal.db.damaged-20261101-010101";
    chains[1] = chain_make(&chains[0], "records.jsonl", 10, g->key);
    write_export(g->folder, chains, 2, MADE, g->key);
    assert_true(run(g, g->key, NULL));
    assert_int_equal(g->r.records, 22);
    assert_int_equal(g->r.last, 22);
    /* lines that the device itself could not read are no forgery, and are said */
    char *from = line_at(&chains[0].lines, 5), *to = line_at(&chains[0].lines, 8);
    memmove(from, to, chains[0].lines.len - (size_t)(to - (char *)chains[0].lines.data));
    chains[0].lines.len -= (size_t)(to - from);
    chains[0].records -= 3;
    write_export(g->folder, chains, 2, MADE, g->key);
    assert_true(run(g, g->key, NULL));
    assert_true(says(g->r.unproven, g->r.unproven_n, "缺的 3 条记录"));
    /* the same taken out of the export afterwards is */
    write_manifest(g->folder, chains, 2, MADE, g->key);
    sign_export(g->folder, MADE, g->key);
    char *cut = line_at(&chains[0].lines, 2);
    put(g->folder, "records-aside-1.jsonl", chains[0].lines.data, (size_t)(cut - (char *)chains[0].lines.data));
    caught(g, VERIFY_TAIL_CUT, "records-aside-1.jsonl", "尾部少了 11 条");
    buf_free(&chains[0].lines);
    buf_free(&chains[1].lines);
}

/* What the device lost itself: the record under a checkpoint, and all of a file. Neither is a forgery. */
static void what_the_device_lost(void **state)
{
    struct rig *g = *state;
    struct made_chain chains[2] = {chain_make(NULL, "records-aside-1.jsonl", 12, g->key)};
    chains[0].aside = "journal.db.damaged-20261101-010101";
    chains[1] = chain_make(&chains[0], "records.jsonl", 10, g->key);
    char *from = line_at(&chains[0].lines, 11), *to = line_at(&chains[0].lines, 12);
    memmove(from, to, chains[0].lines.len - (size_t)(to - (char *)chains[0].lines.data));
    chains[0].lines.len -= (size_t)(to - from);
    chains[0].records--;
    write_export(g->folder, chains, 2, MADE, g->key);
    assert_true(run(g, g->key, NULL));
    assert_int_equal(g->r.checkpoints, 2);
    assert_true(says(g->r.unproven, g->r.unproven_n, "缺的 1 条记录"));
    chains[0] =
        (struct made_chain){.file = chains[0].file, .aside = chains[0].aside, .first = 1, .lines = chains[0].lines};
    chains[0].lines.len = 0;
    write_export(g->folder, chains, 2, MADE, g->key);
    assert_true(run(g, g->key, NULL));
    assert_int_equal(g->r.records, 10);
    assert_true(says(g->r.unproven, g->r.unproven_n, "之间有没有缺记录"));
    put(g->folder, "records-aside-1.jsonl", "x\n", 2);
    caught(g, VERIFY_CHANGED, "records-aside-1.jsonl", "签名时是 0 字节");
    buf_free(&chains[0].lines);
    buf_free(&chains[1].lines);
}

static void an_empty_journal(void **state)
{
    struct rig *g = *state;
    struct made_chain none = {.file = "records.jsonl", .aside = "", .first = 1};
    memcpy(none.head, LINE_ZEROS, 65);
    memcpy(none.prev, LINE_ZEROS, 65);
    write_export(g->folder, &none, 1, MADE, g->key);
    assert_true(run(g, g->key, NULL));
    assert_int_equal(g->r.records, 0);
}

static bool never(void *user, const struct verify_progress *p)
{
    (*(int *)user)++;
    assert_true(p->files <= p->of_files && p->file[0]);
    return false;
}

static void it_can_be_given_up(void **state)
{
    struct rig *g = *state;
    int heard = 0;
    struct verify_options o = {.folder = g->folder};
    assert_false(verify_export(&o, &g->r, never, &heard, &g->e));
    assert_non_null(strstr(g->e.text, "取消"));
    assert_int_equal(heard, 1);
    o.folder = "/nowhere";
    assert_false(verify_export(&o, &g->r, NULL, NULL, &g->e));
    assert_non_null(strstr(g->e.text, "/nowhere"));
}

int main(void)
{
#define WITH_RIG(test) cmocka_unit_test_setup_teardown(test, rig_make, rig_remove)
    const struct CMUnitTest tests[] = {
        WITH_RIG(an_untouched_one_passes),
        WITH_RIG(without_a_key_it_says_so),
        WITH_RIG(codes_are_looked_for),
        WITH_RIG(every_changed_byte_is_caught),
        WITH_RIG(a_record_taken_out),
        WITH_RIG(cut_and_written_anew),
        WITH_RIG(the_tail_cut),
        WITH_RIG(the_beginning_cut),
        WITH_RIG(records_added),
        WITH_RIG(a_record_changed),
        WITH_RIG(the_last_record_changed),
        WITH_RIG(records_out_of_order),
        WITH_RIG(a_chain_computed_anew),
        WITH_RIG(signed_by_another_key),
        WITH_RIG(two_exports_mixed),
        WITH_RIG(files_missing_extra_and_no_files),
        WITH_RIG(figures_that_the_records_do_not_give),
        WITH_RIG(figures_of_other_definitions),
        WITH_RIG(names_without_end),
        WITH_RIG(names_are_printed_safely),
        WITH_RIG(sums_that_lead_elsewhere),
        WITH_RIG(manifests_that_are_none),
        WITH_RIG(two_fields_of_one_name),
        WITH_RIG(giants_take_no_time_and_no_memory),
        WITH_RIG(thousands_of_files),
        WITH_RIG(a_file_set_aside_on_the_device),
        WITH_RIG(what_the_device_lost),
        WITH_RIG(an_empty_journal),
        WITH_RIG(it_can_be_given_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
