#include "app/pin_note.h"

#include "base/file.h"
#include "base/log.h"

#include <string.h>
#include <unistd.h>

static bool where(char *out, size_t size, const char *data)
{
    return path_join(out, size, data, "pin.set-by-command");
}

bool pin_note_leave(const char *data, struct err *e)
{
    char path[1200];
    if (!where(path, sizeof path, data))
        return err_set(e, "%s: 路径太长", data);
    return file_make_folders(data, 0750, e) && file_write_durable(path, "", 0, 0640, e);
}

void pin_note_take_back(const char *data)
{
    char path[1200];
    if (where(path, sizeof path, data))
        unlink(path);
}

static int64_t append(struct journal *journal, const struct clock *clock)
{
    static const char act[] = "set_pin", detail[] = "kiosk set-pin";
    struct record r;
    struct err e;
    record_start(&r, RECORD_STAFF);
    record_set_text(&r, "act", act, sizeof act - 1);
    record_set_text(&r, "detail", detail, sizeof detail - 1);
    r.mono_ms = clock_mono(clock);
    int64_t ticket = journal_append(journal, &r, &e);
    if (!ticket)
        log_warn("keeper", "%s；管理密码由命令设置，这件事稍后再记", e.text);
    return ticket;
}

void pin_note_look(struct pin_note *n, const char *data, struct journal *journal, const struct clock *clock)
{
    char path[1200];
    if (n->ticket) {
        if (journal_acked(journal) < n->ticket)
            return;
        n->ticket = 0;
        if (where(path, sizeof path, data) && unlink(path) != 0)
            log_warn("keeper", "删不掉 %s；每次启动都会再记一次", path);
        return;
    }
    if (where(path, sizeof path, data) && access(path, F_OK) == 0)
        n->ticket = append(journal, clock);
}
