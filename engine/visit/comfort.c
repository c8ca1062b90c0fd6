#include "visit/comfort.h"

#include <string.h>


const char *lang_code(enum lang lang)
{
    return lang == LANG_EN ? "en" : "zh";
}

struct comfort comfort_of(const struct config *c, bool portrait)
{
    return (struct comfort){
        .lang = strcmp(c->kiosk.language, "en") == 0 ? LANG_EN : LANG_ZH,
        .text_size = c->comfort.text_size,
        .contrast = c->comfort.contrast,
        .reach = portrait && c->display.mount_height_mm > HIGH_MOUNT_MM,
        .sound = c->comfort.sound,
        .motion = c->comfort.motion,
    };
}
