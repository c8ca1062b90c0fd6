/* The program `kiosk`: finds the command, reads the configuration, hands over. */
#include "app/commands.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

struct command {
    const char *name;
    int (*run)(struct invocation *in);
    bool needs_conf; /* problems in the configuration end it before it starts */
    const char *usage, *about;
};

/* clang-format off */
static const struct command commands[] = {
    {"run", command_run, true, "[--size 宽x高] [--headless]",
     "运行展馆：界面、展项和记录。--size 开一个窗口，--headless 不要窗口。"},
    {"tour", command_tour, true, "[-o 文件夹]",
     "不要屏幕，照参观者的样子走一遍全部展项，留下截图、记录和统计（默认放在 build/tour）。"},
    {"check", command_check, false, "[路径…] [--strict] [--json]",
     "检查配置和内容，逐条指出文件、行号、问题和改法。有错误时退出码为 1；--strict 时警告也算。"},
    {"test", command_test, true, "[文件…] [-o 文件夹]",
     "用虚拟时间演练参观脚本（*_test.lua）；截图默认放在 build/shots。"},
    {"shot", command_shot, true, "[展项…] -o 文件夹 [--size 宽x高[,宽x高]] [--text-size 字号] [--theme 主题]",
     "把展项的每个画面存成图片，并做一页总览。"},
    {"counts", command_counts, true, "[--from 日期] [--to 日期] [--csv | --json] [--records 导出…]",
     "本机的参观统计，每个数都带口径。--records 改从导出的文件夹或 records.jsonl 计算，重复的记录只计一次。"},
    {"export", command_export, true, "文件夹 [--since 序号]",
     "把记录和统计导出到 U 盘（或任何文件夹）：写完、读回核对、落盘以后才说可以拔出。"},
    {"verify", command_verify, false, "文件夹 [--key 公钥文件] [--contains 核验码] [--json]",
     "核验一次导出：签名、校验和、记录链；说清什么已证明、什么不能证明。--contains 核对抄下的核验码。"},
    {"set-pin", command_set_pin, true, "",
     "设置管理密码（6 到 12 位数字），从终端输入两次，或从标准输入读一行。"},
    {"keygen", command_keygen, false, "-o 名字 [-p]",
     "生成一对 minisign 格式的密钥：名字.key 和 名字.pub；-p 用密码保护私钥。"},
    {"stick-key", command_stick_key, true, "U盘文件夹 [--kiosk 编号|'*'] [--key 私钥文件]",
     "在 U 盘上放自动导出凭证（usb.auto_export），用本机的密钥或 --key 的私钥签名。"},
    {"doctor", command_doctor, false, "[--json]",
     "逐项查看本机：配置、字体、显示、触摸、磁盘、时钟、记录、内容；没问题的写“好”，有问题的写怎么办。"},
};
/* clang-format on */
#define COMMANDS (sizeof commands / sizeof *commands)

static const struct command *find(const char *name)
{
    for (size_t i = 0; i < COMMANDS; i++) {
        if (strcmp(commands[i].name, name) == 0)
            return &commands[i];
    }
    return NULL;
}

static void print_usage(FILE *to, const struct command *c)
{
    fprintf(to, "  kiosk %s %s\n      %s\n", c->name, c->usage, c->about);
}

static int help(int argc, char **argv)
{
    const struct command *one = argc > 2 ? find(argv[2]) : NULL;
    if (argc > 2 && !one) {
        fprintf(stderr, "没有 %s 这个命令；用 kiosk help 查看全部命令\n", argv[2]);
        return 2;
    }
    puts("用法：kiosk 命令 [选项]\n");
    for (size_t i = 0; i < COMMANDS; i++) {
        if (!one || one == &commands[i])
            print_usage(stdout, &commands[i]);
    }
    puts("\n共同的选项：--conf 文件（默认 ./kiosk.conf，然后 /etc/qingfeng/kiosk.conf）、--set 节.项=值、\n"
         "--data 文件夹（即 kiosk.data）、--json。退出码：0 完成，1 有问题，2 用法不对。");
    return 0;
}

/* False: there are problems; commands that look into them themselves have them not printed here. */
static bool read_configuration(struct invocation *in, const char *given, bool print)
{
    static const char *const places[] = {"kiosk.conf", "/etc/qingfeng/kiosk.conf"};
    struct err problems;
    const char *path = given;
    for (size_t i = 0; !path && i < 2; i++)
        path = access(places[i], F_OK) == 0 ? places[i] : NULL;
    config_defaults(&in->config, ".");
    in->conf_found = path != NULL;
    if (!path)
        return true;
    snprintf(in->conf_path, sizeof in->conf_path, "%s", path);
    int found = config_read(&in->config, path, &problems);
    if (found && print)
        fprintf(stderr, "%s\n", problems.text);
    return found == 0;
}

static bool apply_settings(struct invocation *in)
{
    const char *value;
    struct err e;
    char data[1200];
    bool good = true;
    while ((value = option_value(in, "--set"))) {
        if (!config_set(&in->config, value, &e))
            good = fprintf(stderr, "--set: %s\n", e.text) < 0;
    }
    if ((value = option_value(in, "--data"))) {
        snprintf(data, sizeof data, "kiosk.data=%s", value);
        if (!config_set(&in->config, data, &e))
            good = fprintf(stderr, "--data: %s\n", e.text) < 0;
    }
    return good;
}

int main(int argc, char **argv)
{
    if (argc < 2 || strcmp(argv[1], "help") == 0 || strcmp(argv[1], "--help") == 0) {
        int code = help(argc, argv);
        return argc < 2 ? 2 : code;
    }
    if (strcmp(argv[1], "--version") == 0) {
        puts("qingfeng " QINGFENG_VERSION);
        return 0;
    }
    const struct command *c = find(argv[1]);
    if (!c) {
        fprintf(stderr, "没有 %s 这个命令；用 kiosk help 查看全部命令\n", argv[1]);
        return 2;
    }
    struct invocation in = {.argc = argc - 2, .argv = argv + 2};
    bool problems = !read_configuration(&in, option_value(&in, "--conf"), c->needs_conf);
    if (!apply_settings(&in))
        return 2;
    in.json = option_flag(&in, "--json");
    if (problems && c->needs_conf)
        return 1;
    return c->run(&in);
}
