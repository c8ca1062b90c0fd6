/* The one connection: how it is opened, what is demanded of it, and what its errors mean. */
#include "base/file.h"
#include "base/log.h"
#include "journal/inner.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define APPLICATION_ID 0x51464A31 /* "QFJ1" */
#define FORMAT 1

/* Every setting is read back: a build of SQLite that ignores one is refused rather than trusted. */
static const struct {
    const char *set, *ask, *want;
} settings[] = {
    {"PRAGMA locking_mode=EXCLUSIVE", "PRAGMA locking_mode", "exclusive"},
    {"PRAGMA journal_mode=WAL", "PRAGMA journal_mode", "wal"},
    {"PRAGMA synchronous=FULL", "PRAGMA synchronous", "2"},
    {"PRAGMA trusted_schema=OFF", "PRAGMA trusted_schema", "0"},
    {"PRAGMA cell_size_check=ON", "PRAGMA cell_size_check", "1"},
    {"PRAGMA mmap_size=0", "PRAGMA mmap_size", "0"},
    {"PRAGMA temp_store=MEMORY", "PRAGMA temp_store", "2"},
    {"PRAGMA journal_size_limit=4194304", "PRAGMA journal_size_limit", "4194304"},
};

static const char schema[] =
    "BEGIN IMMEDIATE;"
    "CREATE TABLE records(seq INTEGER PRIMARY KEY, line TEXT NOT NULL, prev TEXT NOT NULL, boot INTEGER NOT "
    "NULL,"
    " mono INTEGER NOT NULL, wall INTEGER NOT NULL, tz INTEGER NOT NULL, clock TEXT NOT NULL, visit TEXT NOT "
    "NULL,"
    " kind TEXT NOT NULL, scene TEXT NOT NULL, content TEXT NOT NULL, data TEXT NOT NULL) STRICT;"
    "CREATE INDEX visit_marks ON records(visit, kind) WHERE kind IN ('visit_start','visit_end');"
    "CREATE INDEX own_marks ON records(kind) WHERE kind IN ('boot','export','checkpoint','tally','prune');"
    "CREATE TABLE chain(first INTEGER NOT NULL, prev TEXT NOT NULL, aside TEXT NOT NULL) STRICT;"
    "CREATE TRIGGER records_stay BEFORE UPDATE ON records BEGIN SELECT RAISE(ABORT, 'append-only'); END;"
    DATABASE_NO_DELETE
    "PRAGMA application_id=1363561009;"
    "PRAGMA user_version=1;";

static bool set_state(struct journal *j, enum journal_health health, const char *sentence)
{
    if (j->health != health && health != JOURNAL_DAMAGED) /* damage is told by those who set it aside */
        log_warn("journal", "%s", sentence);
    j->health = health;
    snprintf(j->sentence, sizeof j->sentence, "%s", sentence);
    j->retry_at = clock_mono(j->clock) + RETRY_AFTER_MS;
    return false;
}

static enum journal_health health_of(int code, int system)
{
    switch (code & 0xFF) {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return JOURNAL_DAMAGED;
    case SQLITE_FULL:
        return JOURNAL_FULL;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return JOURNAL_LOCKED;
    case SQLITE_READONLY:
    case SQLITE_PERM:
        return JOURNAL_READ_ONLY;
    default:
        break;
    }
    if (system == ENOSPC || system == EDQUOT)
        return JOURNAL_FULL;
    return system == EROFS || system == EACCES ? JOURNAL_READ_ONLY : JOURNAL_CLOSED;
}

static const char *const remedies[] = {
    [JOURNAL_OK] = "",
    [JOURNAL_READ_ONLY] =
        "记录库不能写入：磁盘或数据文件夹是只读的。请检查磁盘，并让本程序的用户能写这个文件夹；"
        "参观照常，记录暂存在内存里。",
    [JOURNAL_FULL] = "记录库写不进去：磁盘已满。请导出数据后清理磁盘；参观照常，记录暂存在内存里。",
    [JOURNAL_LOCKED] = "记录库正被另一个程序打开。请关闭它（同一个数据文件夹只能有一个 kiosk 在运行）；"
                       "参观照常，记录暂存在内存里。",
    [JOURNAL_DAMAGED] =
        "记录库已损坏，也无法改名留存。请联系技术人员，不要删除数据文件夹；参观照常，记录暂存在内存里。",
    [JOURNAL_CLOSED] =
        "记录库打不开或写不进去。请检查磁盘是否完好、数据文件夹是否存在；参观照常，记录暂存在内存里。",
};

bool database_failed(struct journal *j, const char *doing)
{
    return database_failed_with(j, j->db ? sqlite3_extended_errcode(j->db) : SQLITE_CANTOPEN, doing);
}

bool database_failed_with(struct journal *j, int code, const char *doing)
{
    int system = j->db ? sqlite3_system_errno(j->db) : errno;
    enum journal_health health = health_of(code, system);
    /* a file that could not be made says only "cannot open" */
    if (health == JOURNAL_CLOSED && access(j->folder, W_OK) != 0 && (errno == EROFS || errno == EACCES))
        health = JOURNAL_READ_ONLY;
    if (j->health != health)
        log_warn("journal", "%s：SQLite %d（%s），系统错误 %d", doing, code, sqlite3_errstr(code), system);
    if (health == JOURNAL_DAMAGED)
        j->suspect = true;
    if (j->db) /* what may not have been synced must not go into the main file */
        sqlite3_db_config(j->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    database_close(j);
    return set_state(j, health, remedies[health]);
}

void database_close(struct journal *j)
{
    sqlite3_finalize(j->insert);
    sqlite3_close_v2(j->db);
    j->insert = NULL;
    j->db = NULL;
}

bool database_run(struct journal *j, const char *sql)
{
    return sqlite3_exec(j->db, sql, NULL, NULL, NULL) == SQLITE_OK;
}

int64_t database_int(struct journal *j, const char *sql, int64_t otherwise)
{
    sqlite3_stmt *s = NULL;
    if (sqlite3_prepare_v2(j->db, sql, -1, &s, NULL) == SQLITE_OK && sqlite3_step(s) == SQLITE_ROW)
        otherwise = sqlite3_column_int64(s, 0);
    sqlite3_finalize(s);
    return otherwise;
}

static bool says(struct journal *j, const char *sql, const char *want)
{
    sqlite3_stmt *s = NULL;
    bool row = sqlite3_prepare_v2(j->db, sql, -1, &s, NULL) == SQLITE_OK && sqlite3_step(s) == SQLITE_ROW;
    const unsigned char *text = row ? sqlite3_column_text(s, 0) : NULL;
    bool well = text && !strcmp((const char *)text, want);
    sqlite3_finalize(s);
    return well;
}

static bool apply_settings(struct journal *j)
{
    int on = 0;
    sqlite3_extended_result_codes(j->db, 1);
    sqlite3_busy_timeout(j->db, j->adopted ? 0 : 500);
    if (j->reserve.used) /* little space: the -wal is merged early instead of growing to 4 MiB */
        sqlite3_wal_autocheckpoint(j->db, 32);
    sqlite3_db_config(j->db, SQLITE_DBCONFIG_DEFENSIVE, 1, &on);
    sqlite3_db_config(j->db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    sqlite3_db_config(j->db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    if (!on)
        return set_state(j, JOURNAL_CLOSED,
                         "这台机器的 SQLite 太旧，不支持 DEFENSIVE。请安装 Debian 12 的 libsqlite3-0。");
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++) {
        if (!database_run(j, settings[i].set))
            return database_failed(j, settings[i].set);
        if (says(j, settings[i].ask, settings[i].want))
            continue;
        log_error("journal", "设置没有生效：%s", settings[i].set);
        return set_state(j, JOURNAL_CLOSED,
                         "记录库的安全设置没有生效，不敢使用。请检查数据文件夹所在的磁盘。");
    }
    return true;
}

static bool sync_folder(const char *folder)
{
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool well = fd >= 0 && fsync(fd) == 0;
    if (fd >= 0)
        close(fd);
    return well;
}

/* A new and empty file becomes ours; anything else must be ours already. */
static bool adopt_schema(struct journal *j)
{
    int64_t tables = database_int(j, "SELECT count(*) FROM sqlite_schema", -1);
    int64_t id = database_int(j, "PRAGMA application_id", -1);
    int64_t format = database_int(j, "PRAGMA user_version", -1);
    if (tables < 0)
        return database_failed(j, "读取记录库的结构");
    if (tables == 0 && id == 0) {
        char chain[256];
        snprintf(chain, sizeof chain, "INSERT INTO chain VALUES(%lld,'%s','%s');COMMIT",
                 (long long)j->aside_seq + 1, j->aside_head[0] ? j->aside_head : LINE_ZEROS, j->aside);
        if (!database_run(j, schema) || !database_run(j, chain))
            return database_failed(j, "建立记录库");
        j->folder_synced = false;
        return true;
    }
    if (id == APPLICATION_ID && format > FORMAT) {
        database_close(j);
        return set_state(j, JOURNAL_CLOSED,
                         "记录库来自更新的程序版本。请安装新版程序；参观照常，记录暂存在内存里。");
    }
    if (id != APPLICATION_ID || database_int(j, "SELECT count(*) FROM chain", -1) != 1 ||
        database_int(j, "SELECT count(*) FROM records WHERE seq<0", -1) != 0) {
        j->suspect = true;
        database_close(j);
        return set_state(j, JOURNAL_DAMAGED, remedies[JOURNAL_DAMAGED]);
    }
    return true;
}

/* Whole before it is used: the first opening, and after any sign of damage; a large file that gave one is not asked
 * again, and one that gave none is checked as the kiosk runs (check.c). */
static bool whole(struct journal *j)
{
    bool small = check_is_small(j);
    if (!j->suspect && (j->adopted || !small))
        return true;
    if (small && says(j, "PRAGMA quick_check(1)", "ok")) {
        j->suspect = false;
        return true;
    }
    int code = sqlite3_errcode(j->db) & 0xFF;
    if (small && code != SQLITE_OK && code != SQLITE_ROW && code != SQLITE_DONE && code != SQLITE_CORRUPT &&
        code != SQLITE_NOTADB)
        return database_failed(j, "检查记录库");
    j->suspect = true;
    database_close(j);
    return set_state(j, JOURNAL_DAMAGED, remedies[JOURNAL_DAMAGED]);
}

bool database_open(struct journal *j, bool may_create)
{
    struct stat st;
    bool there = lstat(j->path, &st) == 0;
    errno = 0;
    if (there && !S_ISREG(st.st_mode))
        return set_state(j, JOURNAL_CLOSED, "记录库 journal.db 不是普通文件。请移开它，程序会建立新的。");
    int flags = SQLITE_OPEN_READWRITE | (may_create ? SQLITE_OPEN_CREATE : 0);
    if (sqlite3_open_v2(j->path, &j->db, flags, NULL) != SQLITE_OK)
        return database_failed(j, "打开记录库");
    if (sqlite3_db_readonly(j->db, "main") == 1) {
        database_close(j);
        return set_state(j, JOURNAL_READ_ONLY, remedies[JOURNAL_READ_ONLY]);
    }
    if (!apply_settings(j)) {
        database_close(j);
        return false;
    }
    if (!whole(j) || !adopt_schema(j))
        return false;
    /* A new file goes over to WAL with a rollback journal: should that come back after a power cut, it would undo all. */
    if (!j->folder_synced && !j->reading && !sync_folder(j->folder))
        return database_failed(j, "建立记录库");
    j->folder_synced = true;
    return true;
}

void database_well(struct journal *j)
{
    if (j->health == JOURNAL_OK)
        return;
    log_info("journal", "记录库恢复正常");
    j->health = JOURNAL_OK;
    j->sentence[0] = 0;
}
