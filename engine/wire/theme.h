/* Theme tokens: colours by skin, type roles, space, radii, durations. scripts/kit/theme.lua sets the values; these rows
 * say which names exist. A colour on the wire is a u32: 0 none, 1..255 a token of enum color, otherwise 0xAARRGGBB. */
#ifndef WIRE_THEME_H
#define WIRE_THEME_H

#include "base/err.h"

#include <stdint.h>

enum skin { SKIN_QINGLIAN, SKIN_ZHUMO, SKIN_CONTRAST, SKIN_COUNT };

/* clang-format off */
enum color {
    COLOR_NONE,
    COLOR_PAPER, COLOR_PAPER2, COLOR_PANEL, COLOR_INK, COLOR_GREY, COLOR_GREY_OFF, COLOR_HAIR, COLOR_EDGE,
    COLOR_ACT, COLOR_ACT_DOWN, COLOR_ACT_PALE, COLOR_ON_ACT, COLOR_SEL, COLOR_SEL_PALE, COLOR_OK, COLOR_OK_DEEP,
    COLOR_OK_PALE, COLOR_THINK, COLOR_THINK_PALE, COLOR_ZHU, COLOR_SEAL_INK, COLOR_GOLD, COLOR_DEEP, COLOR_ON_DEEP,
    COLOR_ON_DEEP_GREY, COLOR_ON_DEEP_GOLD, COLOR_REST, COLOR_SCRIM, COLOR_SHADOW,
    COLOR_COUNT
};

enum face { FACE_SANS, FACE_SERIF, FACE_KAI, FACE_DIGITS, FACE_COUNT };

enum role {
    ROLE_BODY, ROLE_DISPLAY, ROLE_TITLE, ROLE_QUESTION, ROLE_HEAD, ROLE_STORY, ROLE_QUOTE, ROLE_OPTION, ROLE_LABEL,
    ROLE_COVER, ROLE_CHROME, ROLE_NOTE, ROLE_FIGURE,
    ROLE_COUNT
};

enum growth { GROWS_TEXT, GROWS_TITLE, GROWS_CHROME, GROWTH_COUNT };
#define TEXT_SIZES 4 /* 标准 较大 大字 特大 */

enum space { SPACE_NONE, SPACE_S1, SPACE_S2, SPACE_S3, SPACE_S4, SPACE_S5, SPACE_S6, SPACE_S7, SPACE_COUNT }; /* u */
enum radius { RADIUS_SLIP, RADIUS_SEAL, RADIUS_CARD, RADIUS_DIALOG, RADIUS_COUNT };                            /* u */
enum motion { /* ms */
    MOTION_PRESS_OUT, MOTION_SCREEN, MOTION_EXPLAIN, MOTION_STAMP, MOTION_SCRIM, MOTION_DIALOG, MOTION_PAGE,
    MOTION_ATTRACT, MOTION_ATTRACT_HOLD, MOTION_REDUCED, MOTION_SCROLL_TAU,
    MOTION_COUNT
};
/* clang-format on */

struct type_role {
    enum face face;
    bool bold;
    float u, portrait_u; /* 1 u = shorter side / 1080 */
    float mm;            /* least size on small panels */
    float line;          /* line height as a factor of the size */
    float tracking;      /* em */
    enum growth growth;
};

struct theme {
    uint32_t colors[SKIN_COUNT][COLOR_COUNT]; /* 0xAARRGGBB */
    struct type_role roles[ROLE_COUNT];
    float space[SPACE_COUNT], radius[RADIUS_COUNT], motion[MOTION_COUNT];
    float growth[GROWTH_COUNT][TEXT_SIZES];
};

/* Paper, ink and plain sizes, enough for the built-in cards when no theme file could be read. */
void theme_defaults(struct theme *t);

/* Names, NULL at the end, in the order of their enum (colours: [0] is "none"). */
extern const char *const color_names[], *const role_names[], *const face_names[], *const skin_names[];
extern const char *const space_names[], *const radius_names[], *const motion_names[], *const growth_names[];

/* "#RRGGBB", "#RRGGBBAA" or a token's name into a wire colour; false if it is neither. */
bool color_parse(const char *text, uint32_t *out);
/* Wire colour to 0xAARRGGBB under a skin; 0 stays 0. */
uint32_t theme_color(const struct theme *t, enum skin skin, uint32_t wire_color);

/* How well two opaque colours stand apart, by WCAG's formula: 1 not at all, 21 black on white. */
float color_contrast(uint32_t a, uint32_t b);

#define BRAND_CONTRAST 4.5f /* least of the words on a brand's controls */
/* A unit's own colour, "#RRGGBB", for controls in the skins with colours: act, and from it act_down and act_pale. Refused if
 * the words on it could not be read. */
bool theme_brand(struct theme *t, const char *color, struct err *e);

/* Sets one value by its dotted name, as the theme file's fields are named: "skins.qinglian.paper" = "#F6F3EA",
 * "type.body.u" = 34, "type.body.face" = "sans", "space.s1" = 8, "radius.card" = 12, "motion.screen" = 220,
 * "growth.text.3" = 1.30. Setting a colour of qinglian sets it for zhumo too: set qinglian first. Unknown names and
 * values out of range are refused with the nearest name. */
bool theme_set_number(struct theme *t, const char *name, double value, struct err *e);
bool theme_set_text(struct theme *t, const char *name, const char *value, struct err *e);

#endif
