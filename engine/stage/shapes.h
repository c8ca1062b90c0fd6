/* Drawing single shapes into a surface, each inside `clip` (which lies within the surface). */
#ifndef STAGE_SHAPES_H
#define STAGE_SHAPES_H

#include "stage/paint.h"

struct shape {
    struct rect r;
    int radius; /* at most half of the shorter side */
    enum sides corners;
};

void draw_fill(struct surface *s, struct rect clip, const struct shape *shape, uint32_t argb);
void draw_gradient(struct surface *s, struct rect clip, const struct shape *shape, uint32_t from, uint32_t to,
                   enum gradient gradient);
void draw_edge(struct surface *s, struct rect clip, const struct shape *shape, int width, uint32_t argb);
/* Dashes around the whole edge; four equal corners. */
void draw_dashes(struct surface *s, struct rect clip, const struct shape *shape, int width, uint32_t argb);
/* All of the picture stretched over `where`, seen through the shape. */
void draw_picture(struct surface *s, struct rect clip, const struct shape *shape, const struct picture *p,
                  struct rect where);
void draw_shadow(struct surface *s, struct rect clip, struct rect r, int radius, int dy, int blur,
                 uint32_t argb);
void draw_mask(struct surface *s, struct rect clip, int x, int y, int w, int h, int pitch,
               const uint8_t *alpha, uint32_t argb);
/* How far a shadow reaches beyond the moved rectangle. */
int shadow_reach(int blur);

#endif
