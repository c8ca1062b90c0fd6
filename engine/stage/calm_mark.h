/* A closed scroll before a pale sun, drawn without any file: for screens that must not depend on content. */
#ifndef STAGE_CALM_MARK_H
#define STAGE_CALM_MARK_H

#include "base/mem.h"
#include "stage/paint.h"
#include "wire/node.h"

/* As nodes, in the theme's colours, 620 by 460 u. */
struct node *calm_mark(struct arena *a, struct node *parent);
/* Straight onto a surface, on paper that covers all of it, where there is not even a font. */
void calm_mark_draw(struct surface *s);

#endif
