/* kiosk set-pin */
#include "app/ask.h"
#include "app/commands.h"
#include "app/pin_note.h"
#include "trust/pin.h"

#include <stdio.h>
#include <string.h>

static bool set_and_note(const char *folder, const char *pin, struct err *e)
{
    if (!pin_acceptable(pin, e) || !pin_note_leave(folder, e))
        return false;
    bool well = pin_set(folder, pin, e);
    if (!well)
        pin_note_take_back(folder);
    return well;
}

static bool set(const char *folder, struct err *e)
{
    char pin[64];
    bool well =
        ask_secret("新的管理密码（6 到 12 位数字）：", "再输入一次：", pin, sizeof pin, e) && set_and_note(folder, pin, e);
    explicit_bzero(pin, sizeof pin);
    return well;
}

int command_set_pin(struct invocation *in)
{
    struct err e;
    if (!options_done(in))
        return 2;
    if (in->argc) {
        fputs("set-pin 不从命令行收密码，别人会看到；直接运行 kiosk set-pin，再照提示输入\n", stderr);
        return 2;
    }
    if (!set(in->config.kiosk.data, &e)) {
        fprintf(stderr, "%s\n", e.text);
        return 1;
    }
    printf("管理密码已设置，以前的输错次数已清除。\n");
    return 0;
}
