/* Comfort settings and language: chosen by the visitor, back to the configured ones for the next person. */
#ifndef VISIT_COMFORT_H
#define VISIT_COMFORT_H

#include "base/config.h"

#define HIGH_MOUNT_MM 900 /* tall panels mounted higher start in reach mode */

enum lang { LANG_ZH, LANG_EN, LANG_COUNT };

struct comfort {
    enum lang lang;
    int text_size; /* 0..3 */
    bool contrast, reach, sound, motion;
};

/* What the configuration asks for; tall panels mounted high start in reach mode. */
struct comfort comfort_of(const struct config *c, bool portrait);

const char *lang_code(enum lang lang); /* "zh", "en" */

#endif
