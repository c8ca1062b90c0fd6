/* 系统设置 and 重启 / 关机: what is set holds durably, what belongs to the machine is handed to the machine. Programs are
 * run directly, never through a shell, and never in a drill. */
#include "app/admin_inside.h"
#include "app/wish.h"

#include "base/file.h"
#include "journal/counts.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define BACKLIGHT "/sys/class/backlight"
#define MIXER "/usr/bin/amixer"

/* ---- programs ---- */

/* Nobody waits for it; the keeper's loop buries it. */
static pid_t start_alone(const char *const argv[])
{
    pid_t pid = fork();
    if (pid == 0) {
        close_range(3, ~0u, 0);
        execv(argv[0], (char *const *)argv);
        _exit(127);
    }
    return pid;
}

static bool run(struct admin *a, uint32_t serial, const char *const argv[])
{
    if (a->o.drill) {
        admin_done(a, serial);
        return true;
    }
    if (access(argv[0], X_OK) != 0)
        return false;
    a->program = start_alone(argv);
    a->program_serial = serial;
    return a->program > 0;
}

/* Of the machine, through the door that its package has brought. */
static bool wish(struct admin *a, uint32_t serial, const char *word, const char *what)
{
    pid_t pid = a->o.drill || !wish_door() ? -1 : wish_start(word, what);
    if (pid < 0)
        return false;
    a->program = pid;
    a->program_serial = serial;
    return true;
}

static void clock_was_set(struct admin *a)
{
    journal_clock_told(a->o.journal);
    admin_record(a, "clock", NULL);
}

bool admin_reaped(struct admin *a, pid_t pid, int status)
{
    if (!a->program || pid != a->program)
        return false;
    bool good = WIFEXITED(status) && WEXITSTATUS(status) == 0, clock = a->program_is_clock;
    a->program = 0;
    a->program_is_clock = false;
    if (good && clock)
        clock_was_set(a);
    if (good)
        admin_done(a, a->program_serial);
    else
        admin_refuse(a, a->program_serial, "系统没有答应：运行清风的用户没有这个权限。改法见管理员手册“权限”一节");
    return true;
}

/* ---- brightness ---- */

static bool backlight(char *out, size_t size)
{
    DIR *d = opendir(BACKLIGHT);
    bool found = false;
    for (struct dirent *entry; d && !found && (entry = readdir(d));)
        found = entry->d_name[0] != '.' && snprintf(out, size, BACKLIGHT "/%s", entry->d_name) < (int)size;
    if (d)
        closedir(d);
    return found;
}

static int read_number(const char *folder, const char *name)
{
    char path[512], text[24] = "";
    snprintf(path, sizeof path, "%s/%s", folder, name);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t n = fd >= 0 ? read(fd, text, sizeof text - 1) : -1;
    if (fd >= 0)
        close(fd);
    return n > 0 ? atoi(text) : -1;
}

static bool set_brightness(const char *folder, int percent)
{
    char path[512], text[24];
    int most = read_number(folder, "max_brightness");
    snprintf(path, sizeof path, "%s/brightness", folder);
    int fd = most > 0 ? open(path, O_WRONLY | O_CLOEXEC) : -1;
    int len = snprintf(text, sizeof text, "%lld", (long long)most * percent / 100);
    bool ok = fd >= 0 && write(fd, text, (size_t)len) == len;
    if (fd >= 0)
        close(fd);
    return ok;
}

/* ---- what is set ---- */

void admin_apply_setting(struct admin *a, enum setting what)
{
    char value[24], folder[400];
    if (!a->settings.set[what])
        return;
    snprintf(value, sizeof value, "%d", a->settings.values[what]);
    if (what == SETTING_BRIGHTNESS && !a->o.drill && backlight(folder, sizeof folder)) {
        if (!set_brightness(folder, a->settings.values[what]))
            wish(a, 0, "brightness", value);
    } else if (what == SETTING_TEXT_SIZE) {
        a->o.outlet.setting(a->o.outlet.user, setting_rows[what].name, value);
    } else if (what == SETTING_VOLUME && !a->o.drill && access(MIXER, X_OK) == 0) {
        strcat(value, "%");
        start_alone((const char *const[]){MIXER, "-q", "sset", "Master", value, NULL});
    }
}

void admin_apply_settings(struct admin *a)
{
    for (int i = 0; i < SETTING_COUNT; i++)
        admin_apply_setting(a, (enum setting)i);
}

void admin_settings(struct admin *a, uint32_t serial, const struct admin_args *args)
{
    char folder[400];
    struct buf b = {0};
    struct json j = json_to(&b);
    (void)args;
    json_object(&j, NULL);
    json_int(&j, "text_size", a->settings.set[SETTING_TEXT_SIZE] ? a->settings.values[SETTING_TEXT_SIZE]
                                                                 : a->o.config->comfort.text_size);
    json_int(&j, "brightness", a->settings.set[SETTING_BRIGHTNESS] ? a->settings.values[SETTING_BRIGHTNESS] : 100);
    if (a->settings.set[SETTING_VOLUME])
        json_int(&j, "volume", a->settings.values[SETTING_VOLUME]);
    json_text(&j, "opening", a->settings.opening);
    json_bool(&j, "has_brightness", backlight(folder, sizeof folder) && read_number(folder, "max_brightness") > 0);
    json_bool(&j, "has_volume", access(MIXER, X_OK) == 0 && access("/dev/snd", F_OK) == 0);
    json_object_end(&j);
    admin_say(a, serial, true, &b);
    buf_free(&b);
}

static void record_setting(struct admin *a, const char *name, const char *text)
{
    struct record r;
    record_start(&r, RECORD_SETTING);
    record_set_text(&r, "name", name, strlen(name));
    record_set_text(&r, "value", text, strlen(text));
    admin_append(a, &r);
    char detail[120];
    snprintf(detail, sizeof detail, "%s=%s", name, text);
    admin_record(a, "set", detail);
}

/* Whoever moved the stepper hears whether the mixer did it. */
static void set_volume(struct admin *a, uint32_t serial)
{
    char level[8];
    const char *const argv[] = {MIXER, "-q", "sset", "Master", level, NULL};
    snprintf(level, sizeof level, "%d%%", a->settings.values[SETTING_VOLUME]);
    if (!run(a, serial, argv))
        admin_refuse(a, serial, "这台机器没有可以调的声音");
}

void admin_set(struct admin *a, uint32_t serial, const struct admin_args *args)
{
    const char *name = args_text(args, "name");
    int64_t value;
    struct err e;
    for (int i = 0; i < SETTING_COUNT; i++) {
        const struct setting_row *row = &setting_rows[i];
        if (strcmp(row->name, name) != 0 || !args_int(args, "value", row->least, row->most, &value))
            continue;
        char text[24];
        snprintf(text, sizeof text, "%d", (int)value);
        bool kept = settings_put(&a->settings, (enum setting)i, (int)value, &e);
        record_setting(a, name, text);
        if (i == SETTING_VOLUME && kept) {
            set_volume(a, serial);
            return;
        }
        admin_apply_setting(a, (enum setting)i);
        if (kept)
            admin_done(a, serial);
        else
            admin_refuse(a, serial, e.text);
        return;
    }
    admin_refuse(a, serial, "没有这个设置，或数值超出范围");
}

/* The record is what the figures take the planned minutes from. */
void admin_opening(struct admin *a, uint32_t serial, const struct admin_args *args)
{
    const char *hours = args_text(args, "value");
    struct opening parsed;
    struct err e;
    if (strlen(hours) >= sizeof a->settings.opening || !opening_parse(hours, &parsed, &e)) {
        admin_refuse(a, serial, "开放时间要早开晚关，如 09:00 到 17:00");
        return;
    }
    bool kept = settings_put_opening(&a->settings, hours, &e);
    record_setting(a, OPENING_SETTING, hours);
    if (kept)
        admin_done(a, serial);
    else
        admin_refuse(a, serial, e.text);
}

/* ---- the clock ---- */

static bool wanted_time(const struct admin_args *args, int64_t *wall_ms)
{
    int64_t y, m, d, h, min;
    if (!args_int(args, "year", 2025, 2099, &y) || !args_int(args, "month", 1, 12, &m) ||
        !args_int(args, "day", 1, 31, &d) || !args_int(args, "hour", 0, 23, &h) || !args_int(args, "minute", 0, 59, &min))
        return false;
    struct tm t = {.tm_year = (int)y - 1900, .tm_mon = (int)m - 1, .tm_mday = (int)d, .tm_hour = (int)h,
                   .tm_min = (int)min, .tm_isdst = -1};
    time_t seconds = mktime(&t);
    *wall_ms = (int64_t)seconds * 1000;
    return seconds > 0 && t.tm_mday == (int)d; /* no 31st of a month that has 30 */
}

void admin_clock(struct admin *a, uint32_t serial, const struct admin_args *args)
{
    int64_t wall;
    char seconds[24];
    struct err e;
    if (!wanted_time(args, &wall)) {
        admin_refuse(a, serial, "没有这个日期，请再核对一下");
        return;
    }
    snprintf(seconds, sizeof seconds, "%lld", (long long)(wall / 1000));
    if (clock_set_wall(a->o.clock, wall, &e)) {
        clock_was_set(a);
        admin_done(a, serial);
    } else if (wish(a, serial, "clock", seconds)) {
        a->program_is_clock = true;
    } else {
        admin_refuse(a, serial, e.text);
    }
}

/* ---- 重启 / 关机 ---- */

void admin_power(struct admin *a, uint32_t serial, const struct admin_args *args)
{
    const char *what = args_text(args, "what");
    bool off = strcmp(what, "poweroff") == 0;
    if (!off && strcmp(what, "reboot") != 0) {
        admin_refuse(a, serial, "没有这个请求");
        return;
    }
    const char *const argv[] = {"/usr/bin/systemctl", what, NULL};
    admin_record(a, what, NULL);
    journal_commit(a->o.journal);
    if (wish(a, serial, what, NULL))
        return;
    if (!a->o.drill && access("/run/systemd/system", F_OK) != 0)
        admin_refuse(a, serial, "这台机器不是由 systemd 管理的，请用机器自己的开关，或在终端里关机");
    else if (!run(a, serial, argv))
        admin_refuse(a, serial, "找不到 systemctl，请在终端里关机");
}
