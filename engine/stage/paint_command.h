/* How a recorded command looks in the list's bytes. Only painting's own files include this. */
#ifndef STAGE_PAINT_COMMAND_H
#define STAGE_PAINT_COMMAND_H

#include "stage/paint.h"

/* clang-format off */
enum command_kind {
    PAINT_FILL, PAINT_GRADIENT, PAINT_EDGE, PAINT_DASHES, PAINT_SHADOW, PAINT_TEXT, PAINT_PICTURE, PAINT_ICON,
    PAINT_STROKE, PAINT_GROUP_PUSH, PAINT_GROUP_POP
};
/* clang-format on */

/* All bytes, padding included, are set: two commands draw the same when they are equal byte for byte. What
 * follows it is `count` of: PAINT_TEXT struct command_glyph, PAINT_STROKE struct point. */
struct command {
    uint32_t size; /* of all of it, a multiple of 8 */
    uint32_t hash; /* of all after this field */
    uint8_t kind, corners, gradient, alpha;
    uint32_t argb, argb2; /* argb2: the gradient's end */
    int32_t radius;
    int32_t a, b; /* edge: width; shadow: dy, blur; icon: number; picture: id */
    uint32_t count;
    float width;     /* stroke */
    struct rect box; /* the pixels it may touch: its own extent within the clip; drawing is clipped to it */
    struct rect r;
    struct rect where; /* picture: what all of it would cover */
    struct picture *picture;
};

struct command_glyph {
    int32_t x, y; /* on the surface */
    uint32_t glyph, argb;
};

static inline const struct command *command_first(const struct paint_list *l)
{
    return l->bytes.len ? (const struct command *)(const void *)l->bytes.data : NULL;
}

/* NULL after the last. */
static inline const struct command *command_next(const struct paint_list *l, const struct command *c)
{
    const unsigned char *next = (const unsigned char *)c + c->size;
    return next < l->bytes.data + l->bytes.len ? (const struct command *)(const void *)next : NULL;
}

static inline const void *command_data(const struct command *c)
{
    return c + 1;
}

/* A large enough straight, opaque area: what was drawn there before cannot be seen. */
bool command_hides(const struct command *c, struct rect r);

#endif
