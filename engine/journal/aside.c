/* What happens to a damaged file: it keeps all its bytes under a new name, and the new chain names its head.
 */
#include "base/log.h"
#include "journal/inner.h"
#include "trust/sha256.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Whatever of the end can still be read; a file that is no database leaves zeros. The copy in the WAL is not
 * merged: the damaged file stays as it was found. */
static void read_old_head(struct journal *j)
{
    sqlite3 *old = NULL;
    sqlite3_stmt *s = NULL;
    if (sqlite3_open_v2(j->path, &old, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK) {
        sqlite3_db_config(old, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
        sqlite3_exec(old, "PRAGMA locking_mode=EXCLUSIVE", NULL, NULL, NULL);
        const char *sql = "SELECT seq, line, boot FROM records ORDER BY seq DESC LIMIT 1";
        if (sqlite3_prepare_v2(old, sql, -1, &s, NULL) == SQLITE_OK && sqlite3_step(s) == SQLITE_ROW &&
            sqlite3_column_int64(s, 0) > 0 && sqlite3_column_int64(s, 2) > 0) {
            j->aside_seq = sqlite3_column_int64(s, 0);
            sha256_hex(sqlite3_column_text(s, 1), (size_t)sqlite3_column_bytes(s, 1), j->aside_head);
            if (!j->boot)
                j->boot = (uint32_t)sqlite3_column_int64(s, 2) + 1;
        }
    }
    sqlite3_finalize(s);
    sqlite3_close_v2(old);
}

/* "journal.db.damaged-20261122-030405", with "-2" and so on where that is taken. */
static bool choose_name(struct journal *j, char *path, size_t size)
{
    char utc[25];
    clock_format_utc(clock_wall(j->clock), utc);
    for (int n = 1; n < 100; n++) {
        char more[8] = "";
        if (n > 1)
            snprintf(more, sizeof more, "-%d", n);
        snprintf(j->aside, sizeof j->aside, ASIDE_PREFIX "%.4s%.2s%.2s-%.2s%.2s%.2s%s", utc, utc + 5,
                 utc + 8, utc + 11, utc + 14, utc + 17, more);
        snprintf(path, size, "%s/%s", j->folder, j->aside);
        if (access(path, F_OK) != 0)
            return true;
    }
    return false;
}

bool aside_move(struct journal *j)
{
    char to[700], from_side[700], to_side[720];
    j->aside_seq = 0;
    memcpy(j->aside_head, LINE_ZEROS, sizeof j->aside_head);
    read_old_head(j);
    /* The name stays beside its -wal, so SQLite can still open the pair. The main file goes last: as long as
     * it is there under its own name, the next start tries again. */
    bool well = choose_name(j, to, sizeof to);
    for (int i = 0; well && i < 2; i++) {
        const char *side = i ? "-shm" : "-wal";
        snprintf(from_side, sizeof from_side, "%s%s", j->path, side);
        snprintf(to_side, sizeof to_side, "%s%s", to, side);
        well = access(from_side, F_OK) != 0 || rename(from_side, to_side) == 0;
    }
    if (!well || rename(j->path, to) != 0) {
        log_error("journal", "损坏的记录库无法改名为 %s", to);
        j->aside[0] = 0;
        return false;
    }
    j->aside_untold = true;
    log_error("journal", "记录库已损坏，改名留存为 %s；新的记录链从它的链头接着", j->aside);
    return true;
}
