/* The chains as they were read, against what the manifest says, and one against the next. */
#include "report/verify_inner.h"

#include "trust/code.h"

#include <stdio.h>
#include <string.h>

static const char seek_original[] = "请从设备重新导出，与设备上的记录比对；不要采信这份记录";
static const char zeros[] = "0000000000000000000000000000000000000000000000000000000000000000";

static void judge_tail(struct verifying *v, const struct chain_found *c)
{
    const struct chain_said *s = c->said;
    int64_t last = c->records ? c->last : s->first - 1;
    if (last < s->last)
        found(v, VERIFY_TAIL_CUT, c->file, c->last, seek_original,
              "%s 只到第 %lld 条，manifest.json 写的是到第 %lld 条：尾部少了 %lld 条，被截掉，或取自较早的一次导出",
              c->file, (long long)last, (long long)s->last, (long long)(s->last - last));
    else if (last > s->last && c->ends_signed && !c->hurt && strcmp(c->head_there, s->head) == 0)
        found(v, VERIFY_MIXED, c->file, s->last + 1, seek_original,
              "两次导出的文件混在一起：%s 到第 %lld 条，末尾有设备的签名，是较晚的一次导出；manifest.json 只到第 "
              "%lld 条",
              c->file, (long long)last, (long long)s->last);
    else if (last > s->last)
        found(v, VERIFY_APPENDED, c->file, s->last + 1, seek_original,
              "%s 到第 %lld 条，manifest.json 写的是到第 %lld 条：后面追加了 %lld 条，或取自较晚的一次导出", c->file,
              (long long)last, (long long)s->last, (long long)(last - s->last));
    else if (!c->hurt && c->records && strcmp(c->head, s->head) != 0)
        found(v, VERIFY_OTHER_CHAIN, c->file, c->last, seek_original,
              "%s 的最后一条（第 %lld 条）与签名时不同：它被改过，或整条链被重新算过", c->file, (long long)c->last);
}

static void judge_one(struct verifying *v, const struct chain_found *c)
{
    const struct chain_said *s = c->said;
    if (!s || (!c->records && !s->records))
        return;
    if (c->records && c->first > s->first)
        found(v, VERIFY_HEAD_CUT, c->file, c->first, seek_original,
              "%s 从第 %lld 条开始，manifest.json 写的是从第 %lld 条：开头少了 %lld 条", c->file, (long long)c->first,
              (long long)s->first, (long long)(c->first - s->first));
    else if (c->records && (c->first < s->first || strcmp(c->prev, s->prev) != 0))
        found(v, VERIFY_OTHER_CHAIN, c->file, c->first, seek_original,
              "%s 的第一条与 manifest.json 写的不是同一条：它被改过，或取自另一台设备", c->file);
    judge_tail(v, c);
    if (c->records != s->records && c->first == s->first && c->last == s->last && !c->hurt)
        found(v, VERIFY_GAP, c->file, 0, seek_original, "%s 有 %lld 条记录，manifest.json 写的是 %lld 条", c->file,
              (long long)c->records, (long long)s->records);
    else if (c->lost)
        unproven(v, "%s 里缺的 %lld 条记录：设备上的记录文件损坏，导出时已读不出来", c->file, (long long)c->lost);
}

/* Set-aside chains come first; each begins with the head of the one before, as far as that could be read. */
static void judge_joint(struct verifying *v, const struct chain_found *before, const struct chain_found *after)
{
    if (!after->said || !before->said || strcmp(before->said->head, after->said->prev) == 0)
        return;
    bool unknown = strcmp(after->said->prev, zeros) == 0;
    unproven(v, "%s 与 %s 之间有没有缺记录：前一个文件在设备上损坏，%s", before->file, after->file,
             unknown ? "结尾读不出来" : "结尾没有全部读出");
}

static const struct chain_found *chain_of(const struct verifying *v, const char *file)
{
    for (int i = 0; i < v->chains_n; i++)
        if (strcmp(v->chains[i].file, file) == 0)
            return &v->chains[i];
    return NULL;
}

static void judge_code_of_manifest(struct verifying *v, const struct chain_found *living)
{
    char code[10];
    if (!v->manifest.there)
        return;
    check_code(living->said ? living->said->head : zeros, code);
    if (strcmp(code, v->manifest.code) != 0)
        found(v, VERIFY_BAD_MANIFEST, MANIFEST, 0, "请从设备重新导出，不要改动文件夹里的文件",
              "manifest.json 里的核验码 %s 与它自己写的链头不符", v->manifest.code);
}

/* Only the newest key of a device signs its exports; the last checkpoint was made by the same one. */
static void judge_other_keys(struct verifying *v, const struct chain_found *living)
{
    if (!v->other_checkpoints)
        return;
    if (!living->ends_signed && !v->r->checkpoints)
        found(v, VERIFY_OTHER_KEY, living->file, 0,
              "请用事先从设备上取得的 kiosk.pub 核对（--key）；设备刚换过密钥时也会这样，请查设备的记录",
              "记录里的 %lld 个检查点都是密钥 %s 签的，这次导出却是密钥 %s 签的", (long long)v->other_checkpoints,
              v->other_key, v->r->key_id);
    else
        unproven(v, "%lld 个检查点是另一把密钥（%s）签的：设备可能换过密钥，请与旧的 kiosk.pub 核对",
                 (long long)v->other_checkpoints, v->other_key);
}

void judge_chains(struct verifying *v)
{
    for (int i = 0; i < v->chains_n; i++)
        judge_one(v, &v->chains[i]);
    const struct chain_found *before = NULL;
    for (int i = 0; i < v->manifest.chains_n; i++) {
        const struct chain_found *c = chain_of(v, v->manifest.chains[i].file);
        if (c && before)
            judge_joint(v, before, c);
        before = c;
    }
    const struct chain_found *living = chain_of(v, RECORDS);
    if (!living)
        return;
    v->r->first = living->first;
    v->r->last = living->last;
    if (living->records)
        check_code(living->head, v->r->code);
    if (living->first > 1 && living->said && living->said->first == living->first && v->chains_n == 1 &&
        !v->manifest.since)
        unproven(v, "第 %lld 条以前的记录：已按保存期限清理，不在这次导出里", (long long)living->first);
    judge_code_of_manifest(v, living);
    judge_other_keys(v, living);
}
