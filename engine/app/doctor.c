#include "app/doctor.h"

#include "app/check.h"
#include "base/file.h"
#include "base/json.h"
#include "base/log.h"
#include "journal/journal.h"
#include "report/report.h"
#include "stage/text.h"
#include "trust/pin.h"
#include "trust/signature.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#define DOCTOR_FILES 160 /* bytes of file names in one line */

void doctor_say(struct doctor_report *r, const char *part, enum health h, const char *format, ...)
{
    va_list args;
    if (r->n == DOCTOR_LINES)
        return;
    struct doctor_line *l = &r->lines[r->n++];
    l->part = part;
    l->health = h;
    va_start(args, format);
    vsnprintf(l->text, sizeof l->text, format, args);
    va_end(args);
}

static void look_at_conf(const struct invocation *in, struct doctor_report *r)
{
    struct findings f = {0};
    if (!in->conf_found) {
        doctor_say(r, "配置", HEALTH_HINT,
            "没有配置文件，全部用默认值；把随附的 kiosk.conf 复制到当前文件夹或 /etc/qingfeng/");
        return;
    }
    check_conf(&f, in->conf_path);
    if (f.n)
        doctor_say(r, "配置", f.errors ? HEALTH_BAD : HEALTH_HINT, "%s 有 %d 处问题；运行 kiosk check 逐条查看", in->conf_path, f.n);
    else
        doctor_say(r, "配置", HEALTH_GOOD, "%s", in->conf_path);
    findings_free(&f);
}

static void look_at_fonts(const struct invocation *in, struct doctor_report *r)
{
    static const uint32_t samples[] = {0x6e05, 0x76f4,
                                       0x2b36f}; /* 清 直 𫍯: everyday, form-sensitive, rare */
    struct err e;
    struct text_engine *t = text_open(in->config.kiosk.fonts, &e);
    int missing = 0;
    if (!t) {
        doctor_say(r, "字体", HEALTH_BAD, "%s；安装：apt-get install fonts-noto-cjk fonts-lxgw-wenkai", e.text);
        return;
    }
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++)
        missing += !text_has_glyph(t, samples[i], FACE_SANS, false, NULL);
    text_close(t);
    if (missing)
        doctor_say(r, "字体", HEALTH_BAD,
            "缺少汉字字体，文字会显示成方框；安装：apt-get install fonts-noto-cjk fonts-lxgw-wenkai");
    else
        doctor_say(r, "字体", HEALTH_GOOD, "汉字齐全");
}

static void look_at_display(const struct invocation *in, struct doctor_report *r)
{
    const char *driver = getenv("SDL_VIDEODRIVER"), *x11 = getenv("DISPLAY"),
               *wayland = getenv("WAYLAND_DISPLAY");
    if (driver && *driver)
        doctor_say(r, "显示", HEALTH_GOOD, "SDL_VIDEODRIVER=%s", driver);
    else if (wayland && *wayland)
        doctor_say(r, "显示", HEALTH_GOOD, "Wayland %s", wayland);
    else if (x11 && *x11)
        doctor_say(r, "显示", HEALTH_GOOD, "X11 %s", x11);
    else if (access("/dev/dri/card0", R_OK | W_OK) == 0)
        doctor_say(r, "显示", HEALTH_GOOD, "没有桌面，直接使用显卡 /dev/dri/card0");
    else
        doctor_say(r, "显示", HEALTH_HINT,
            "这里没有显示器可用；在桌面里运行，或把运行的用户加入 video 组；只试运行可以用 kiosk run "
            "--headless");
    if (in->config.display.diagonal_mm < 300)
        doctor_say(r, "屏幕", HEALTH_HINT,
            "display.diagonal_mm 写的是 %.0f 毫米；量一量屏幕对角线，写错会让按钮大小不对",
            in->config.display.diagonal_mm);
}

static void look_at_touch(struct doctor_report *r)
{
    int seen = 0, readable = 0;
    DIR *d = opendir("/dev/input");
    for (const struct dirent *entry; d && (entry = readdir(d));) {
        char path[300];
        if (strncmp(entry->d_name, "event", 5) != 0)
            continue;
        snprintf(path, sizeof path, "/dev/input/%s", entry->d_name);
        seen++;
        readable += access(path, R_OK) == 0;
    }
    if (d)
        closedir(d);
    if (!seen)
        doctor_say(r, "触摸", HEALTH_HINT, "没有找到输入设备；接好触摸屏的 USB 线再看");
    else if (!readable && !getenv("DISPLAY") && !getenv("WAYLAND_DISPLAY"))
        doctor_say(r, "触摸", HEALTH_BAD,
            "%d 个输入设备都读不了；把运行的用户加入 input 组：usermod -aG input 用户名", seen);
    else
        doctor_say(r, "触摸", HEALTH_GOOD, "%d 个输入设备", seen);
}

static bool can_write(const char *folder)
{
    char path[1200];
    snprintf(path, sizeof path, "%s/.write-test", folder);
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
        return false;
    close(fd);
    unlink(path);
    return true;
}

static void look_at_disk(const struct invocation *in, struct doctor_report *r)
{
    const char *data = in->config.kiosk.data;
    struct statvfs fs;
    struct err e;
    if (!file_make_folders(data, 0750, &e) || !can_write(data)) {
        doctor_say(r, "数据文件夹", HEALTH_BAD,
            "%s 写不了；改成本机磁盘上的文件夹，并把它交给运行的用户：chown 用户名 %s", data, data);
        return;
    }
    doctor_say(r, "数据文件夹", HEALTH_GOOD, "%s 可写", data);
    if (statvfs(data, &fs) != 0)
        return;
    int64_t left = (int64_t)fs.f_bavail * (int64_t)fs.f_frsize;
    if (left < in->config.journal.reserve)
        doctor_say(r, "磁盘", HEALTH_BAD, "只剩 %lld MB，少于预留的 %lld MB；清理磁盘，记录不会自动删除",
            (long long)(left >> 20), (long long)(in->config.journal.reserve >> 20));
    else
        doctor_say(r, "磁盘", HEALTH_GOOD, "还有 %lld MB", (long long)(left >> 20));
}

static void look_at_clock(struct doctor_report *r)
{
    struct clock c = clock_real();
    char when[25];
    int64_t now = clock_wall(&c);
    int zone = clock_zone_minutes(now);
    clock_format_utc(now + (int64_t)zone * 60000, when);
    if (!clock_believed(now))
        doctor_say(r, "时钟", HEALTH_BAD,
            "现在是 %.10s，显然没有校准；联网用 timedatectl set-ntp true，不联网用 timedatectl set-time",
            when);
    else
        doctor_say(r, "时钟", HEALTH_GOOD, "%.10s %.5s，东 %d 分钟", when, when + 11, zone);
}

static void look_at_journal(const struct invocation *in, struct doctor_report *r)
{
    struct err e;
    struct journal_verdict verdict;
    char path[1200];
    if (path_join(path, sizeof path, in->config.kiosk.data, "journal.db") && access(path, F_OK) != 0) {
        doctor_say(r, "记录", HEALTH_GOOD, "还没有记录，第一次运行时建立");
        return;
    }
    struct journal *j = journal_open_reading(in->config.kiosk.data, &e);
    if (!j) {
        doctor_say(r, "记录", HEALTH_HINT, "%s", e.text);
        return;
    }
    e.text[0] = '\0';
    if (journal_verify(j, &verdict, &e))
        doctor_say(r, "记录", HEALTH_GOOD, "%lld 条，前后相连，没有缺失", (long long)verdict.records);
    else if (e.text[0])
        doctor_say(r, "记录", HEALTH_BAD, "%s", e.text);
    else
        doctor_say(r, "记录", HEALTH_BAD, "第 %lld 条起对不上：%s；先把 %s 复制保存，再联系维护人员",
            (long long)verdict.first, verdict.why, path);
    journal_close(j);
}

/* Where they are, each file once and as many as there is room for. */
static int count_said(const struct findings *f, const char *words, char *files, size_t size)
{
    int n = 0;
    for (int i = 0; i < f->n; i++) {
        const struct finding *one = &f->list[i];
        size_t used = strlen(files);
        if (!strstr(one->message, words))
            continue;
        n++;
        if (!strstr(files, one->file) && used + strlen(one->file) + 8 < size)
            snprintf(files + used, size - used, "%s%s", used ? "、" : "", one->file);
    }
    return n;
}

/* Past its review date an entry hides by itself; whoever keeps the content must hear of it, best before. */
static void look_at_review(const struct findings *f, struct doctor_report *r)
{
    char files[DOCTOR_FILES] = "";
    int passed = count_said(f, REVIEW_PASSED, files, sizeof files), soon = count_said(f, REVIEW_SOON, files, sizeof files);
    if (passed || soon)
        doctor_say(r, "条文复核", HEALTH_HINT,
            "内容中有 %d 条已过复核日期，参观者看不到；%d 条 30 天内到期：%s；对照官方文本核对后改写 review_by", passed, soon, files);
    else
        doctor_say(r, "条文复核", HEALTH_GOOD, "没有过期的，30 天内也没有到期的");
}

static void look_at_content(const struct invocation *in, struct doctor_report *r)
{
    struct check c;
    check_content(&c, &in->config);
    enum health h = c.findings.errors ? HEALTH_BAD : c.findings.warnings ? HEALTH_HINT : HEALTH_GOOD;
    doctor_say(r, "内容", h, "%d 个展项、%d 个画面，%d 个错误，%d 个警告%s", c.scenes, c.screens, c.findings.errors,
        c.findings.warnings, h == HEALTH_GOOD ? "" : "；运行 kiosk check 逐条查看");
    look_at_review(&c.findings, r);
    check_free(&c);
}

static void look_at_keys(const struct invocation *in, struct doctor_report *r)
{
    const char *keys = in->config.packs.trusted_keys;
    int count = 0;
    if (!*keys) {
        doctor_say(r, "信任的公钥", HEALTH_HINT, "还没有设置（packs.trusted_keys），不能从 U 盘安装内容包");
        return;
    }
    for (const char *at = keys; *at; at += strcspn(at, ":"), at += *at == ':') {
        char path[1024];
        snprintf(path, sizeof path, "%.*s", (int)strcspn(at, ":"), at);
        count++;
        if (access(path, R_OK) == 0)
            continue;
        doctor_say(r, "信任的公钥", HEALTH_BAD, "读不了 %s；把公钥文件放到那里，或改正 packs.trusted_keys", path);
        return;
    }
    doctor_say(r, "信任的公钥", HEALTH_GOOD, "%d 个", count);
}

static void look_at_device_key(const struct invocation *in, struct doctor_report *r)
{
    char path[1100], id[17];
    struct public_key key;
    struct stat st;
    struct err e;
    if (!path_join(path, sizeof path, in->config.kiosk.data, "device.key") || lstat(path, &st) != 0) {
        doctor_say(r, "设备密钥", HEALTH_GOOD, "还没有，第一次运行时生成");
        return;
    }
    if (st.st_mode & 077)
        doctor_say(r, "设备密钥", HEALTH_BAD, "%s 别人也能读（%o）；改为只有本人可读：chmod 600 %s", path,
            (unsigned)st.st_mode & 0777, path);
    else if (!path_join(path, sizeof path, in->config.kiosk.data, "kiosk.pub") || !public_key_read(path, &key, &e))
        doctor_say(r, "设备密钥", HEALTH_HINT, "公钥 kiosk.pub 读不出来；运行一次 kiosk run 会重新写出");
    else {
        public_key_id(&key, id);
        doctor_say(r, "设备密钥", HEALTH_GOOD, "编号 %s，公钥在 %s", id, path);
    }
}

static void look_at_tables(struct doctor_report *r)
{
    struct err e;
    if (report_xlsx_ready(&e))
        doctor_say(r, "导出表格", HEALTH_GOOD, "所需的程序库已安装");
    else
        doctor_say(r, "导出表格", HEALTH_BAD, "%s", e.text);
}

static void look_at_office(const struct invocation *in, struct doctor_report *r)
{
    struct public_key key;
    struct err e;
    if (pin_is_set(in->config.kiosk.data))
        doctor_say(r, "管理密码", HEALTH_GOOD, "已设置");
    else
        doctor_say(r, "管理密码", HEALTH_HINT, "还没有设置；运行 kiosk set-pin");
    if (!in->config.usb.auto_export)
        return;
    if (!in->config.usb.auto_key[0])
        doctor_say(r, "自动导出", HEALTH_GOOD, "认本机密钥签的凭证");
    else if (public_key_read(in->config.usb.auto_key, &key, &e))
        doctor_say(r, "自动导出", HEALTH_GOOD, "认 %s 签的凭证", in->config.usb.auto_key);
    else
        doctor_say(r, "自动导出", HEALTH_BAD, "%s；改正 usb.auto_key", e.text);
}

void doctor_look(const struct invocation *in, struct doctor_report *out)
{
    *out = (struct doctor_report){.n = 0};
    look_at_conf(in, out);
    look_at_fonts(in, out);
    look_at_display(in, out);
    doctor_look_at_renderer(in, out);
    look_at_touch(out);
    look_at_disk(in, out);
    look_at_clock(out);
    look_at_journal(in, out);
    look_at_content(in, out);
    doctor_look_at_walls(in, out);
    look_at_keys(in, out);
    look_at_device_key(in, out);
    look_at_tables(out);
    look_at_office(in, out);
}

static void print_json(const struct doctor_report *r)
{
    static const char *const words[] = {"ok", "hint", "problem"};
    struct buf out = {0};
    struct json j = json_to(&out);
    json_list(&j, NULL);
    for (int i = 0; i < r->n; i++) {
        json_object(&j, NULL);
        json_text(&j, "part", r->lines[i].part);
        json_text(&j, "state", words[r->lines[i].health]);
        json_text(&j, "text", r->lines[i].text);
        json_object_end(&j);
    }
    json_list_end(&j);
    printf("%s\n", buf_cstr(&out));
    buf_free(&out);
}

int command_doctor(struct invocation *in)
{
    static const char *const words[] = {"好", "提示", "有问题"};
    struct doctor_report r;
    int bad = 0;
    if (!options_done(in) || in->argc) {
        fputs("用法：kiosk doctor [--json]\n", stderr);
        return 2;
    }
    log_quiet(LOG_SILENT);
    doctor_look(in, &r);
    if (in->json)
        print_json(&r);
    for (int i = 0; i < r.n; i++) {
        if (!in->json)
            printf("%s：%s。%s\n", r.lines[i].part, words[r.lines[i].health], r.lines[i].text);
        bad += r.lines[i].health == HEALTH_BAD;
    }
    return bad ? 1 : 0;
}
