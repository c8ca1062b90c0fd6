#include "wire/theme.h"

#include "base/near.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* clang-format off */
const char *const skin_names[] = {"qinglian", "zhumo", "contrast", NULL};
const char *const face_names[] = {"sans", "serif", "kai", "digits", NULL};
const char *const growth_names[] = {"text", "title", "chrome", NULL};
const char *const space_names[] = {"none", "s1", "s2", "s3", "s4", "s5", "s6", "s7", NULL};
const char *const radius_names[] = {"slip", "seal", "card", "dialog", NULL};
const char *const motion_names[] = {"press_out", "screen", "explain", "stamp", "scrim", "dialog", "page", "attract",
                                    "attract_hold", "reduced", "scroll_tau", NULL};
const char *const role_names[] = {"body", "display", "title", "question", "head", "story", "quote", "option", "label",
                                  "cover", "chrome", "note", "figure", NULL};
const char *const color_names[] = {
    "none", "paper", "paper2", "panel", "ink", "grey", "grey_off", "hair", "edge", "act", "act_down", "act_pale",
    "on_act", "sel", "sel_pale", "ok", "ok_deep", "ok_pale", "think", "think_pale", "zhu", "seal_ink", "gold", "deep",
    "on_deep", "on_deep_grey", "on_deep_gold", "rest", "scrim", "shadow", NULL};

static const struct type_role plain_roles[ROLE_COUNT] = {
    [ROLE_BODY] = {FACE_SANS, false, 34, 34, 8.4f, 1.65f, 0, GROWS_TEXT},
    [ROLE_DISPLAY] = {FACE_SERIF, true, 116, 116, 28.8f, 1.34f, .06f, GROWS_TITLE},
    [ROLE_TITLE] = {FACE_SERIF, true, 56, 56, 13.9f, 1.35f, 0, GROWS_TITLE},
    [ROLE_QUESTION] = {FACE_SERIF, true, 52, 60, 12.9f, 1.5f, 0, GROWS_TITLE},
    [ROLE_HEAD] = {FACE_SERIF, true, 40, 40, 9.9f, 1.4f, 0, GROWS_TITLE},
    [ROLE_STORY] = {FACE_KAI, false, 40, 40, 9.9f, 1.75f, 0, GROWS_TEXT},
    [ROLE_QUOTE] = {FACE_KAI, false, 38, 38, 9.4f, 1.6f, 0, GROWS_TEXT},
    [ROLE_OPTION] = {FACE_SANS, false, 38, 38, 9.4f, 1.35f, 0, GROWS_TEXT},
    [ROLE_LABEL] = {FACE_SANS, true, 36, 36, 8.9f, 1.3f, 0, GROWS_TEXT},
    [ROLE_COVER] = {FACE_SERIF, true, 36, 36, 8.9f, 1.3f, 0, GROWS_TEXT},
    [ROLE_CHROME] = {FACE_SANS, true, 32, 28, 6.9f, 1.0f, 0, GROWS_CHROME},
    [ROLE_NOTE] = {FACE_SANS, false, 28, 28, 6.9f, 1.6f, 0, GROWS_TEXT},
    [ROLE_FIGURE] = {FACE_DIGITS, true, 60, 60, 14.9f, 1.2f, 0, GROWS_TITLE},
};
/* clang-format on */

void theme_defaults(struct theme *t)
{
    *t = (struct theme){
        .space = {0, 8, 16, 24, 32, 48, 64, 96},
        .radius = {3, 8, 12, 20},
        .motion = {120, 220, 200, 180, 140, 200, 260, 600, 30000, 80, 325},
        .growth = {{1, 1.15f, 1.3f, 1.5f}, {1, 1.08f, 1.15f, 1.25f}, {1, 1, 1.04f, 1.06f}},
    };
    memcpy(t->roles, plain_roles, sizeof plain_roles);
    for (int skin = 0; skin < SKIN_COUNT; skin++) {
        bool dark = skin == SKIN_CONTRAST;
        for (int c = 1; c < COLOR_COUNT; c++)
            t->colors[skin][c] = dark ? 0xFFFFFFFF : 0xFF1F2A2E;
        uint32_t ground = dark ? 0xFF000000 : 0xFFF6F3EA;
        const enum color grounds[] = {COLOR_PAPER,   COLOR_PAPER2,  COLOR_PANEL,      COLOR_ACT_PALE,
                                      COLOR_SEL_PALE, COLOR_OK_PALE, COLOR_THINK_PALE, COLOR_ON_ACT,
                                      COLOR_SEAL_INK, COLOR_ON_DEEP};
        for (size_t i = 0; i < sizeof grounds / sizeof *grounds; i++)
            t->colors[skin][grounds[i]] = ground;
        t->colors[skin][COLOR_SCRIM] = 0xB80F1E23;
        t->colors[skin][COLOR_SHADOW] = 0x1F1F2A2E;
    }
}

static int find(const char *const *names, const char *word, size_t len)
{
    for (int i = 0; names[i]; i++) {
        if (strlen(names[i]) == len && memcmp(names[i], word, len) == 0)
            return i;
    }
    return -1;
}

static bool parse_hex(const char *text, uint32_t *out)
{
    size_t len = strlen(text);
    if (text[0] != '#' || (len != 7 && len != 9) || strspn(text + 1, "0123456789abcdefABCDEF") != len - 1)
        return false;
    unsigned long v = strtoul(text + 1, NULL, 16);
    *out = len == 7 ? 0xFF000000u | (uint32_t)v : (uint32_t)(v >> 8) | (uint32_t)(v & 0xFF) << 24;
    return *out >= 1u << 24; /* fully transparent would read as a token */
}

bool color_parse(const char *text, uint32_t *out)
{
    int token = find(color_names, text, strlen(text));
    if (token >= 0)
        *out = (uint32_t)token;
    return token >= 0 || parse_hex(text, out);
}

uint32_t theme_color(const struct theme *t, enum skin skin, uint32_t wire_color)
{
    if (wire_color >= COLOR_COUNT)
        return wire_color;
    return wire_color == COLOR_NONE ? 0 : t->colors[skin][wire_color];
}

/* ---- a unit's own colour ---- */

static float linear(uint32_t channel)
{
    float c = (float)(channel & 255) / 255;
    return c <= 0.03928f ? c / 12.92f : powf((c + 0.055f) / 1.055f, 2.4f);
}

static float luminance(uint32_t argb)
{
    return 0.2126f * linear(argb >> 16) + 0.7152f * linear(argb >> 8) + 0.0722f * linear(argb);
}

float color_contrast(uint32_t a, uint32_t b)
{
    float la = luminance(a), lb = luminance(b);
    return (fmaxf(la, lb) + 0.05f) / (fminf(la, lb) + 0.05f);
}

static uint32_t mixed(uint32_t a, uint32_t b, uint32_t percent_b)
{
    uint32_t out = 0xFF000000;
    for (int shift = 0; shift < 24; shift += 8)
        out |= ((a >> shift & 255) * (100 - percent_b) + (b >> shift & 255) * percent_b + 50) / 100 << shift;
    return out;
}

bool theme_brand(struct theme *t, const char *color, struct err *e)
{
    uint32_t act;
    if (!parse_hex(color, &act) || act >> 24 != 255)
        return err_set(e, "brand 应写成 \"#RRGGBB\"，现在是“%s”", color);
    float ratio = color_contrast(act, t->colors[SKIN_QINGLIAN][COLOR_ON_ACT]);
    if (ratio < BRAND_CONTRAST)
        return err_set(e, "brand %s 上的白字看不清（对比度 %.1f 比 1，至少要 4.5）", color, (double)ratio);
    for (int skin = SKIN_QINGLIAN; skin <= SKIN_ZHUMO; skin++) {
        uint32_t *c = t->colors[skin];
        c[COLOR_ACT] = act;
        c[COLOR_ACT_DOWN] = mixed(act, 0xFF000000, 24);
        c[COLOR_ACT_PALE] = mixed(act, c[COLOR_PAPER], 88);
    }
    return true;
}

/* ---- by name ---- */

static bool unknown(struct err *e, const char *name, const char *const *names, const char *word)
{
    const char *best = NULL;
    for (int i = 0; names[i]; i++)
        best = near_better(word, best, names[i]);
    return err_set(e, "主题里没有“%s”%s%s", name, best ? "，是否想写：" : "", best ? best : "");
}

/* Splits "a.b.c" into at most three parts; false when there are more or fewer than two. */
static bool split(const char *name, char parts[3][32], int *n)
{
    *n = 0;
    while (*n < 3) {
        size_t len = strcspn(name, ".");
        if (len == 0 || len >= 32)
            return false;
        memcpy(parts[*n], name, len);
        parts[(*n)++][len] = 0;
        if (!name[len])
            return *n >= 2;
        name += len + 1;
    }
    return false;
}

static bool set_role(struct type_role *r, const char *field, double v)
{
    if (strcmp(field, "bold") == 0) {
        r->bold = v != 0;
        return true;
    }
    float *to = strcmp(field, "u") == 0            ? &r->u
                : strcmp(field, "portrait_u") == 0 ? &r->portrait_u
                : strcmp(field, "mm") == 0         ? &r->mm
                : strcmp(field, "line") == 0       ? &r->line
                : strcmp(field, "tracking") == 0   ? &r->tracking
                                                   : NULL;
    if (to)
        *to = (float)v;
    return to != NULL;
}

static bool set_listed(float *list, const char *const *names, const char *name, const char *word, double v, struct err *e)
{
    int i = find(names, word, strlen(word));
    if (i < 0)
        return unknown(e, name, names, word);
    list[i] = (float)v;
    return true;
}

bool theme_set_number(struct theme *t, const char *name, double v, struct err *e)
{
    char p[3][32];
    int n;
    if (!split(name, p, &n) || !isfinite(v) || v < 0 || v > 100000)
        return err_set(e, "主题里的“%s”不是有效的数值（0 到 100000）", name);
    if (n == 2 && strcmp(p[0], "space") == 0)
        return set_listed(t->space, space_names, name, p[1], v, e);
    if (n == 2 && strcmp(p[0], "radius") == 0)
        return set_listed(t->radius, radius_names, name, p[1], v, e);
    if (n == 2 && strcmp(p[0], "motion") == 0)
        return set_listed(t->motion, motion_names, name, p[1], v, e);
    int i = n == 3 ? find(strcmp(p[0], "type") == 0 ? role_names : growth_names, p[1], strlen(p[1])) : -1;
    if (i >= 0 && strcmp(p[0], "type") == 0 && set_role(&t->roles[i], p[2], v))
        return true;
    if (i >= 0 && strcmp(p[0], "growth") == 0 && p[2][0] >= '1' && p[2][0] <= '0' + TEXT_SIZES && !p[2][1]) {
        t->growth[i][p[2][0] - '1'] = (float)v;
        return true;
    }
    return unknown(e, name, role_names, p[1]);
}

static bool set_color(struct theme *t, int skin, const char *name, const char *token, const char *value, struct err *e)
{
    int c = find(color_names, token, strlen(token));
    uint32_t argb;
    if (c <= 0)
        return unknown(e, name, color_names, token);
    if (!parse_hex(value, &argb))
        return err_set(e, "主题里的“%s”应写成 \"#RRGGBB\" 或 \"#RRGGBBAA\"，现在是“%s”", name, value);
    t->colors[skin][c] = argb;
    if (skin == SKIN_QINGLIAN)
        t->colors[SKIN_ZHUMO][c] = argb;
    return true;
}

bool theme_set_text(struct theme *t, const char *name, const char *value, struct err *e)
{
    char p[3][32];
    int n;
    if (!split(name, p, &n) || n != 3)
        return err_set(e, "主题里没有“%s”", name);
    if (strcmp(p[0], "skins") == 0) {
        int skin = find(skin_names, p[1], strlen(p[1]));
        return skin < 0 ? unknown(e, name, skin_names, p[1]) : set_color(t, skin, name, p[2], value, e);
    }
    int role = find(role_names, p[1], strlen(p[1]));
    if (strcmp(p[0], "type") != 0 || role < 0)
        return unknown(e, name, role_names, p[1]);
    bool is_face = strcmp(p[2], "face") == 0;
    int v = find(is_face ? face_names : growth_names, value, strlen(value));
    if (v < 0 || (!is_face && strcmp(p[2], "growth") != 0))
        return unknown(e, name, is_face ? face_names : growth_names, value);
    if (is_face)
        t->roles[role].face = (enum face)v;
    else
        t->roles[role].growth = (enum growth)v;
    return true;
}
