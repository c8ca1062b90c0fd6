/* From what content says (u, mm, per cent, roles, tokens) to pixels and colours, for one size of screen and one set of
 * comfort settings. */
#ifndef STAGE_STYLE_H
#define STAGE_STYLE_H

#include "stage/stage.h"
#include "stage/text.h"

struct style {
    struct theme theme;
    struct stage_comfort comfort;
    int w, h;         /* screen */
    float u;          /* px per u */
    float px_per_mm;
    bool portrait;
    enum skin skin;                /* with contrast applied */
    uint32_t palette[COLOR_COUNT]; /* argb by token */
    uint32_t version;              /* another one after every update */
};

/* After any change of theme, comfort or size: the fields that follow from them. diagonal_mm > 0. */
void style_update(struct style *st, int w, int h, float diagonal_mm);

int style_u(const struct style *st, float u);    /* rounded */
int style_line(const struct style *st, float u); /* as style_u, but 1 px at least when u > 0 */
int style_mm(const struct style *st, float mm);
float style_ms(const struct style *st, enum motion m);

/* False for AUTO, and for per cent of an unknown extent (below 0). */
bool style_size(const struct style *st, struct size s, int extent, int *px);
/* The same, with `otherwise` instead of false. */
int style_size_or(const struct style *st, struct size s, int extent, int otherwise);

uint32_t style_color(const struct style *st, uint32_t wire_color);
/* Type size of a text node in px, grown by the visitor's text size; used for all of its style. */
struct text_style style_text(const struct style *st, const struct node *n);
/* Edge width in px. In high contrast edges of controls are 4 u, marked ones 8. */
int style_edge(const struct style *st, const struct node *n);
/* Decoration is not shown in high contrast and from 大字 on. */
bool style_hidden(const struct style *st, const struct node *n);

/* What is drawn instead of `argb` when it lies under a finger. */
uint32_t style_pressed(const struct style *st, uint32_t wire_color);
/* t = 0: a, 1: b; alpha too. A transparent end takes the other one's colour. */
uint32_t color_mix(uint32_t a, uint32_t b, float t);
uint32_t color_alpha(uint32_t argb, float alpha); /* multiplies alpha, 0..1 */

#endif
