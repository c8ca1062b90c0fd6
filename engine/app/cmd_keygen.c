/* kiosk keygen and kiosk stick-key: what an administrator makes with keys. */
#include "app/ask.h"
#include "app/commands.h"
#include "base/clock.h"
#include "trust/stick_key.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static int failed(const struct err *e)
{
    fprintf(stderr, "%s\n", e->text);
    return 1;
}

static bool generate(const char *name, bool protect, struct err *e)
{
    char password[256] = "";
    if (protect && !ask_secret("保护私钥的密码：", "再输入一次：", password, sizeof password, e))
        return false;
    bool well = (!protect || password[0] || err_set(e, "密码是空的；不要密码就不写 -p")) &&
                key_generate(name, protect ? password : NULL, e);
    explicit_bzero(password, sizeof password);
    return well;
}

static void tell_pair(const char *name)
{
    char path[1100], id[17] = "", line[57] = "";
    struct public_key key;
    snprintf(path, sizeof path, "%s.pub", name);
    if (public_key_read(path, &key, NULL)) {
        public_key_id(&key, id);
        public_key_line(&key, line);
    }
    printf("私钥：%s.key（只有本人可读；不要放在一体机上，也不要给别人）\n公钥：%s.pub（编号 %s）\n%s\n", name, name,
           id, line);
}

int command_keygen(struct invocation *in)
{
    struct err e;
    const char *name = option_value(in, "-o");
    bool protect = option_flag(in, "-p");
    if (!options_done(in))
        return 2;
    if (!name || !*name || in->argc) {
        fputs("用法：kiosk keygen -o 名字 [-p]\n", stderr);
        return 2;
    }
    if (!generate(name, protect, &e))
        return failed(&e);
    tell_pair(name);
    return 0;
}

static struct device_key *read_protected(const char *path, struct err *e)
{
    char password[256];
    if (!ask_secret("私钥的密码：", NULL, password, sizeof password, e))
        return NULL;
    struct device_key *k = key_read(path, password, e);
    explicit_bzero(password, sizeof password);
    return k;
}

static struct device_key *signer(const struct invocation *in, const char *path, struct err *e)
{
    if (!path)
        return key_open(in->config.kiosk.data, false, e);
    return key_is_protected(path) ? read_protected(path, e) : key_read(path, NULL, e);
}

static void today(char out[25])
{
    struct clock c = clock_real();
    int64_t now = clock_wall(&c);
    clock_format_utc(now + (int64_t)clock_zone_minutes(now) * 60000, out);
    out[10] = 0;
}

/* What is still to be set so that the kiosk believes it. */
static void tell_stick(const struct invocation *in, const struct stick_key *made, const char *folder,
                       const char *path)
{
    printf("已在 %s 放好自动导出凭证：给 %s，编号 %s。\n", folder,
           strcmp(made->kiosk, "*") ? made->kiosk : "任何一台", made->id);
    if (!in->config.usb.auto_export)
        printf("还要在 kiosk.conf 里写 usb.auto_export = yes。\n");
    if (path)
        printf("一体机的 usb.auto_key 要写这把私钥对应的公钥（.pub）。\n");
    printf("U 盘丢失时，把编号写进 usb.auto_refused，它就作废。\n");
}

static bool is_folder(const char *path, struct err *e)
{
    struct stat st;
    if (stat(path, &st) != 0)
        return err_set(e, "%s：%s", path, errno == ENOENT ? "没有这个文件夹；改法：插好 U 盘，写它所在的文件夹（多在 /media 下面）"
                                                        : err_reason(errno));
    return S_ISDIR(st.st_mode) || err_set(e, "%s：不是文件夹；改法：写 U 盘所在的文件夹（多在 /media 下面）", path);
}

int command_stick_key(struct invocation *in)
{
    struct err e;
    struct stick_key made;
    char date[25];
    const char *path = option_value(in, "--key"), *kiosk = option_value(in, "--kiosk");
    if (!options_done(in))
        return 2;
    if (in->argc != 1) {
        fputs("用法：kiosk stick-key U盘文件夹 [--kiosk 编号|'*'] [--key 私钥文件]\n", stderr);
        return 2;
    }
    if (!is_folder(in->argv[0], &e))
        return failed(&e);
    struct device_key *k = signer(in, path, &e);
    if (!k)
        return failed(&e);
    today(date);
    bool well = stick_key_write(in->argv[0], kiosk ? kiosk : in->config.kiosk.id, date, k, &made, &e);
    key_close(k);
    if (!well)
        return failed(&e);
    tell_stick(in, &made, in->argv[0], path);
    return 0;
}
