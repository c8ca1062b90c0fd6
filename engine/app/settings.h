/* What an administrator set on the screen: DATA/settings.json, written durably at each change, over what kiosk.conf
 * says. Rows say what there is; a damaged file counts as none. */
#ifndef APP_SETTINGS_H
#define APP_SETTINGS_H

#include "base/err.h"

#include <stdbool.h>

enum setting {
    SETTING_TEXT_SIZE,  /* 0..3: every visitor's first */
    SETTING_BRIGHTNESS, /* per cent */
    SETTING_VOLUME,     /* per cent */
    SETTING_COUNT
};

struct setting_row {
    const char *name;
    int least, most;
};
extern const struct setting_row setting_rows[SETTING_COUNT];

struct settings {
    char path[1200];
    int values[SETTING_COUNT];
    bool set[SETTING_COUNT];
    char opening[97];   /* opening hours as OPENING_SETTING has them (journal/counts.h); "" not told */
    char event[64];     /* code of the event that is open; "" none */
    char event_type[33];
    int heads;          /* as told when it was opened */
};

/* Reads what there is. */
void settings_open(struct settings *s, const char *data);
/* Keeps it on disk; false with *e: it holds until the next start only. */
bool settings_put(struct settings *s, enum setting what, int value, struct err *e);
bool settings_put_opening(struct settings *s, const char *opening, struct err *e);
bool settings_put_event(struct settings *s, const char *code, const char *type, int heads, struct err *e);

#endif
