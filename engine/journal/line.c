#include "journal/line.h"

#include "base/clock.h"
#include "base/json.h"

const char *const clock_names[3] = {"ok", "unset", "stepped"};

void line_build(struct buf *out, const struct line *l)
{
    char wall[25];
    clock_format_utc(l->wall, wall);
    buf_clear(out);
    struct json j = json_to(out);
    json_object(&j, NULL);
    json_int(&j, "seq", l->seq);
    json_text(&j, "prev", l->prev);
    json_int(&j, "boot", l->boot);
    json_int(&j, "mono", l->mono);
    json_text(&j, "wall", wall);
    json_int(&j, "tz", l->tz);
    json_text(&j, "clock", l->clock);
    json_text(&j, "visit", l->visit);
    json_text(&j, "kind", l->kind);
    json_text(&j, "scene", l->scene);
    json_text(&j, "content", l->content);
    json_raw(&j, "data", l->data);
    json_object_end(&j);
}
