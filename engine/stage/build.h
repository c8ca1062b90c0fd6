/* Short words for building the stage's own node trees in C. */
#ifndef STAGE_BUILD_H
#define STAGE_BUILD_H

#include "base/mem.h"
#include "wire/node.h"

static inline struct size in_u(float u)
{
    return (struct size){SIZE_U, u};
}

static inline struct edges pad_of(float top, float right, float bottom, float left)
{
    return (struct edges){in_u(top), in_u(right), in_u(bottom), in_u(left)};
}

/* Each is added to `parent` (NULL: a root). */
struct node *build_node(struct arena *a, struct node *parent, enum node_type type);
struct node *build_text(struct arena *a, struct node *parent, const char *text, enum role role, uint32_t color);
struct node *build_icon(struct arena *a, struct node *parent, const char *icon, float u, uint32_t color);
/* 108 tall, growing along its row by `grow`; primary: filled. icon may be NULL. */
struct node *build_button(struct arena *a, struct node *parent, const char *label, const char *icon, bool primary,
                          uint32_t on_tap);

#endif
