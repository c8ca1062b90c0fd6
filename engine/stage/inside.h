/* What the files of the stage share and nobody else includes. */
#ifndef STAGE_INSIDE_H
#define STAGE_INSIDE_H

#include "stage/corner.h"
#include "stage/layout.h"
#include "stage/pace.h"
#include "stage/paint.h"
#include "stage/stage.h"
#include "stage/style.h"
#include "stage/touch.h"
#include "stage/tree.h"

struct layer_state {
    struct tree tree;
    struct rect area;
    int64_t shown; /* when its last new screen began */
    bool at_once;  /* it does not come in by motion: nothing was there before it */
};

#define STAGE_EVENTS 256

struct stage {
    struct style style;
    float diagonal_mm;
    const struct clock *clock;
    struct window *window;
    struct text_engine *text;
    struct pictures *pictures;
    struct layer_state layers[LAYER_COUNT];
    struct touch touch;
    struct corner_watch corner;
    struct stage_event events[STAGE_EVENTS];
    int first_event, n_events;
    bool layout_due, place_due, paint_due, present_due;
    bool pictures_came; /* and are not drawn yet */
    bool moving; /* something was in motion in the last frame */
    struct paint_list lists[2];
    int current; /* which of them is on the screen */
    bool drawn;  /* there is one on the screen */
    struct pace pace; /* of what moves */
    struct stage_figures figures;
    uint32_t reading; /* Han in sight, while `reading_known` */
    bool reading_known;
};

int64_t stage_now(const struct stage *s); /* ms, above 0 */
void stage_tell(struct stage *s, const struct stage_event *e);
/* Layout and places as of now, so that fingers meet what the view says. */
void stage_arrange(struct stage *s);
enum layer stage_top(const struct stage *s); /* LAYER_DIALOG while there is one, else LAYER_CONTENT */

/* record.c: the whole frame into a list; true while something moves */
bool record_stage(struct stage *s, struct paint_list *list, int64_t now);

#endif
