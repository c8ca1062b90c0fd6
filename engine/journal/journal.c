#include "journal/journal.h"

#include "base/file.h"
#include "base/mem.h"
#include "journal/inner.h"
#include "trust/sha256.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct journal *make(const char *folder, const struct clock *clock)
{
    struct journal *j = mem_alloc(sizeof *j);
    j->clock = clock;
    j->next_visit = 1;
    memcpy(j->head, LINE_ZEROS, sizeof j->head);
    snprintf(j->folder, sizeof j->folder, "%s", folder);
    snprintf(j->path, sizeof j->path, "%s/journal.db", j->folder);
    return j;
}

static void append_boot(struct journal *j)
{
    struct record r;
    record_start(&r, RECORD_BOOT);
    record_set_cut(&r, "version", j->version[0] ? j->version : "?");
    append_own(j, &r);
}

struct journal *journal_open(const char *folder, const struct clock *clock, const char *version)
{
    struct journal *j = make(folder, clock);
    struct err e;
    snprintf(j->version, sizeof j->version, "%s", version);
    file_make_folders(folder, 0750, &e); /* where it cannot, opening will say so */
    append_boot(j);
    if (reopen(j))
        database_well(j);
    return j;
}

static const char *why_not_readable(enum journal_health health)
{
    switch (health) {
    case JOURNAL_LOCKED:
        return "记录库正由运行中的 kiosk 使用。请向它查询，或先停止它。";
    case JOURNAL_DAMAGED:
        return "记录库已损坏。下次 kiosk run 启动时会把它改名留存；请不要删除，交技术人员查看。";
    case JOURNAL_READ_ONLY:
        return "磁盘或数据文件夹是只读的，无法打开记录库。请把数据文件夹复制到可写的磁盘，用 --data 指明。";
    default:
        return "记录库打不开。请检查磁盘是否完好、本程序的用户能否读写数据文件夹。";
    }
}

struct journal *journal_open_reading(const char *folder, struct err *e)
{
    static const struct clock real;
    struct journal *j = make(folder, &real);
    j->reading = true;
    if (access(j->path, F_OK) != 0)
        err_set(e, "%s：还没有记录库。请先运行 kiosk run，或用 --data 指明数据文件夹。", j->path);
    else if (reopen(j))
        return j;
    else
        err_set(e, "%s：%s", j->path, why_not_readable(j->health));
    journal_close(j);
    return NULL;
}

void journal_close(struct journal *j)
{
    if (!j)
        return;
    if (j->db && !j->reading)
        journal_checkpoint(j, NULL);
    database_close(j);
    waiting_drop(j, j->count);
    free(j->waiting);
    free(j->visits);
    free(j);
}

uint32_t journal_boot(const struct journal *j)
{
    return j->boot;
}

uint32_t journal_next_visit(const struct journal *j)
{
    return j->next_visit;
}

void journal_state(const struct journal *j, struct journal_state *out)
{
    memset(out, 0, sizeof *out);
    out->health = j->health;
    snprintf(out->sentence, sizeof out->sentence, "%s", j->sentence);
    if (!j->sentence[0] && j->aside[0])
        snprintf(out->sentence, sizeof out->sentence,
                 "记录库曾经损坏，已改名留存为 %s，新的记录接着它的链头。请交技术人员查看，不要删除。",
                 j->aside);
    if (!j->sentence[0] && j->check.verdict.wrong)
        snprintf(out->sentence, sizeof out->sentence,
                 "记录链不符（%s）：数据文件被改动或损坏过。请导出数据，交技术人员查看。", j->check.verdict.why);
    out->in_reserve = j->reserve.used;
    if (!j->sentence[0] && j->reserve.used)
        snprintf(out->sentence, sizeof out->sentence,
                 "磁盘已满，正在使用预留空间，参观照常记录。请导出数据后清理磁盘。");
    snprintf(out->aside, sizeof out->aside, "%s", j->aside);
    out->waiting = (int64_t)j->count;
    out->dropped = j->dropped;
    out->seq = j->seq;
    memcpy(out->head, j->head, sizeof out->head);
    out->unchecked = j->check.open && j->db ? j->seq - j->check.at : 0;
    out->signed_upto = j->signed_upto;
}
