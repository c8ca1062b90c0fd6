/* A text taken apart: one item a character, with its glyph, width, spacing to the item before and the chance
 * of a line ending after it. Lines are then chosen by adding up items. */
#ifndef STAGE_TEXT_ITEMS_H
#define STAGE_TEXT_ITEMS_H

#include "stage/glyphs.h"
#include "stage/linebreak.h"
#include "stage/text.h"

struct item {
    uint32_t code, glyph, color;
    uint32_t from; /* byte of the source */
    int advance;   /* with marks that meet already squeezed */
    int gap;       /* before it: the quarter em between Han and Latin, tracking; not at a line's start */
    int dx; /* the glyph is drawn this far from the item's left edge: negative for a squeezed opening mark */
    int give_left;  /* an opening mark's blank left half, gone at a line's start */
    int give_right; /* a closing mark's blank right half, given up at a line's end when needed */
    uint8_t sort;   /* enum sort */
    uint8_t chance; /* enum chance */
    bool under, bold, quote;
    bool breaks; /* '\n': no glyph */
};

struct items {
    struct item *list;
    size_t count, cap;
    /* Sums over list[0..i), for widths of ranges; count + 1 entries. */
    int *sum_width, *sum_give;
    size_t sum_cap;
    /* scratch */
    uint32_t *codes;
    uint8_t *chances;
    size_t scratch_cap;
    bool cut;     /* more than 65,536 characters */
    uint32_t end; /* bytes of the source */
};

void items_free(struct items *it);
/* `join`: line feeds are no breaks; between Latin they become a space. */
void items_fill(struct items *it, struct glyphs *g, const char *utf8, size_t len,
                const struct text_style *style, bool join);

/* Line feeds, and control characters that show nothing. */
bool items_invisible(uint32_t code);

/* The glyph of one character in the style's voice, for the ellipsis. */
uint32_t items_glyph(struct glyphs *g, const struct text_style *style, uint32_t code);

#endif
