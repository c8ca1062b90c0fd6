/* What a screen is made of: node types and their properties as rows of data. One row says how a property is called in
 * Lua, of which kind and range it is, to which nodes it belongs and where its value sits in struct node. The encoder in
 * the scene process, the decoder in the stage, the content check and the reference docs all read these rows. */
#ifndef WIRE_NODE_H
#define WIRE_NODE_H

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "wire/theme.h"

#include <stdint.h>

/* clang-format off */
enum node_type {
    NODE_COLUMN, NODE_ROW, NODE_GRID, NODE_STACK, NODE_SCROLL, NODE_PAGES,
    NODE_TEXT, NODE_PICTURE, NODE_BUTTON, NODE_CANVAS, NODE_METER, NODE_MATRIX, NODE_SPACER,
    NODE_TYPES
};

enum size_unit { SIZE_AUTO, SIZE_U, SIZE_MM, SIZE_PERCENT, SIZE_SPACE };
enum align { ALIGN_AUTO, ALIGN_START, ALIGN_CENTER, ALIGN_END, ALIGN_STRETCH };
enum justify { JUSTIFY_START, JUSTIFY_CENTER, JUSTIFY_END, JUSTIFY_BETWEEN };
enum anchor { /* place of a child inside a stack */
    ANCHOR_FILL, ANCHOR_TOP_LEFT, ANCHOR_TOP, ANCHOR_TOP_RIGHT, ANCHOR_LEFT, ANCHOR_CENTER, ANCHOR_RIGHT,
    ANCHOR_BOTTOM_LEFT, ANCHOR_BOTTOM, ANCHOR_BOTTOM_RIGHT
};
enum text_align { TEXT_LEFT, TEXT_CENTER, TEXT_RIGHT, TEXT_JUSTIFY };
enum tristate { AUTO, YES, NO };
enum fit { FIT_COVER, FIT_CONTAIN };
enum gradient { GRADIENT_DOWN, GRADIENT_RIGHT };
enum shadow { SHADOW_NONE, SHADOW_CARD, SHADOW_DIALOG };
enum sides { SIDES_ALL, SIDES_TOP, SIDES_RIGHT, SIDES_BOTTOM, SIDES_LEFT };
enum enter { ENTER_NONE, ENTER_FADE, ENTER_RISE, ENTER_STAMP };
enum meter_style { METER_SLIPS, METER_BAR, METER_DOTS };
/* clang-format on */

struct size {
    enum size_unit unit;
    float v; /* u: 1/1080 of the shorter side; mm; percent of the parent's inner extent; enum space */
};
struct edges {
    struct size top, right, bottom, left;
};

struct node {
    enum node_type type;
    struct node *first, *last, *next; /* children, in order */
    int children;

    /* identity */
    const char *key;   /* stays the same node across views; NULL: by place and type */
    const char *label; /* what a visitor script taps; NULL: the texts inside */
    int line;          /* source line of the content this came from; 0 unknown */

    /* layout */
    struct size width, height, min_width, max_width, min_height, max_height;
    float grow;      /* share of free space along the parent's main axis; 0 none */
    enum align self; /* across the parent's main axis; AUTO: the parent's align */
    struct size gap;
    struct edges padding;
    enum align align;     /* children across the main axis; AUTO means STRETCH */
    enum justify justify; /* children along the main axis */
    int columns;          /* grid */
    bool wrap;            /* row: break into lines */
    enum anchor anchor;   /* in a stack */
    struct size dx, dy;   /* moved from its place, in a stack */

    /* look; colours are wire colours (theme.h) */
    uint32_t fill, fill_to; /* fill_to: the other end of a gradient, 0 none */
    enum gradient gradient;
    uint32_t edge;
    float edge_width; /* u */
    bool dashed;
    enum sides edge_sides;
    float radius;       /* u */
    enum sides corners; /* which side's two corners are rounded */
    enum shadow shadow;
    float opacity; /* 0..1 */
    enum enter enter;
    bool decor; /* decoration: hidden in high contrast and from 大字 on */

    /* text */
    const char *text;
    enum role role;
    uint32_t color; /* text, icon, meter, canvas ink */
    enum text_align text_align;
    int max_lines; /* 0: as many as needed; otherwise the last one ends in an ellipsis */
    enum tristate bold;
    int face;     /* -1: the role's; otherwise enum face */
    bool rich;    /* <b> <q> <u> <c NAME> markup */
    float indent; /* em, first line of each paragraph */
    float size;   /* u; 0: the role's */

    /* picture */
    const char *src;  /* below the media folder */
    const char *icon; /* one of the stage's icons instead of a file */
    enum fit fit;
    float ratio; /* width : height when one of them is open; 0 unknown */
    bool flip;   /* mirrored left to right */
    bool zoom;   /* bears the control to look closer */

    /* button and touch; handlers are ids that the scene process gave out, 0 none */
    uint32_t on_tap, on_drop, on_page, on_ink, on_end;
    float glide; /* scroll: u per second that it runs down by itself; 0 none */
    bool disabled;
    const char *drag; /* can be dragged, and this is what on_drop is told */

    /* pages, meter, canvas */
    int page; /* which child is shown, from 1 */
    float value, of;
    enum meter_style meter;
    float thickness; /* mm, canvas line */
    const char *rows; /* matrix: '0' and '1', a line for each row */
};

enum prop_kind {
    PROP_BOOL,    /* u8 */
    PROP_ENUM,    /* u8, index into values; stored as int */
    PROP_INT,     /* i64; stored as int */
    PROP_NUMBER,  /* f32 */
    PROP_TEXT,    /* str; a translated text */
    PROP_NAME,    /* str; an identifier or file name */
    PROP_COLOR,   /* u32 */
    PROP_SIZE,    /* u8 unit, f32 */
    PROP_EDGES,   /* four sizes */
    PROP_HANDLER, /* u32 */
};

struct prop_row {
    const char *name;
    enum prop_kind kind;
    uint32_t types;            /* bit per node type that has it */
    size_t offset;             /* in struct node */
    double min, max;           /* numbers and sizes; for texts and names max is bytes */
    const char *const *values; /* enums: names in order of value, NULL at the end */
    const char *doc;           /* Chinese, one sentence with unit and default */
};

/* All rows; a property's number on the wire is its place in this list. */
const struct prop_row *prop_rows(int *count);
/* NULL: that node type has no such property. */
const struct prop_row *prop_find(enum node_type type, const char *name, int *number);
/* Nearest property name of that node type for "did you mean"; NULL if nothing is near. */
const char *prop_nearest(enum node_type type, const char *name);
extern const char *const node_type_names[]; /* NODE_TYPES names, NULL at the end */
bool node_type_find(const char *name, enum node_type *type);
extern const char *const icon_names[]; /* NULL at the end; drawn by engine/stage/icons.c */

/* A node with every property at its default; lives in the arena. */
struct node *node_new(struct arena *a, enum node_type type);
void node_add(struct node *parent, struct node *child);

/* Bytes of a tree: u8 type, u8 count of properties, {u8 number, value}, u16 count of children, children. */
struct tree_limits {
    int nodes, depth;
    size_t text_bytes; /* of all texts together */
    int pictures;      /* nodes with a src */
};
extern const struct tree_limits tree_limits_default; /* 20,000 nodes, depth 32, 7 MiB, 400 pictures */

/* Decodes and checks foreign bytes: types, numbers, ranges, kinds, UTF-8, limits. Strings are copied into the arena. */
bool tree_decode(struct reader *r, const struct tree_limits *limits, struct arena *a, struct node **root,
                 struct err *e);

#endif
