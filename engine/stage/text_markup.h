/* The small markup of texts: <b>…</b> bold, <q>…</q> the quotation face, <u>…</u> underline, <c NAME>…</c>
 * colour, &lt; &gt; &amp;. Tags nest; anything else is text. */
#ifndef STAGE_TEXT_MARKUP_H
#define STAGE_TEXT_MARKUP_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { MARKUP_DEPTH = 8 };

struct markup_look {
    char tag; /* b q u c */
    bool bold, quote, under;
    uint32_t color; /* wire colour; 0: the paragraph's */
};

struct markup {
    struct markup_look stack[MARKUP_DEPTH + 1];
    int depth;
};

enum markup_step {
    MARKUP_TEXT, /* an ordinary character: nothing was taken */
    MARKUP_TAG,  /* a tag of *used bytes was taken */
    MARKUP_CHAR, /* an entity of *used bytes stands for *code */
    MARKUP_BAD,  /* looks like a tag or entity but is none; show it literally. *e says why */
};

/* Looks at the text's start. */
enum markup_step markup_step(struct markup *m, const char *text, size_t len, size_t *used, uint32_t *code,
                             struct err *e);

static inline const struct markup_look *markup_look(const struct markup *m)
{
    return &m->stack[m->depth];
}

#endif
