#include "wire/message.h"

#include <string.h>

static void put(struct buf *b, const char *text)
{
    buf_str(b, text, strlen(text));
}

static bool flag(struct reader *r)
{
    uint8_t v = read_u8(r);
    r->bad |= v > 1;
    return v == 1;
}

static int choice(struct reader *r, int count)
{
    uint8_t v = read_u8(r);
    r->bad |= v >= count;
    return v < count ? v : 0;
}

#define TEXT(field) read_str_into(r, v->field, sizeof v->field)

void event_encode(struct buf *b, const struct scene_event *v)
{
    buf_u32(b, v->serial);
    buf_u32(b, v->view_serial);
    buf_u8(b, (uint8_t)v->kind);
    buf_u32(b, v->handler);
    put(b, v->text);
    buf_u32(b, (uint32_t)v->number);
}

bool event_decode(struct reader *r, struct scene_event *v)
{
    v->serial = read_u32(r);
    v->view_serial = read_u32(r);
    v->kind = (enum event_kind)choice(r, EVENT_BACK + 1);
    v->handler = read_u32(r);
    TEXT(text);
    v->number = (int32_t)read_u32(r);
    return reader_done(r);
}

void context_encode(struct buf *b, const struct scene_context *v)
{
    const bool flags[] = {v->portrait, v->reach, v->large,      v->contrast, v->reduced_motion,
                          v->sound,    v->touch, v->date_known, v->checking};
    put(b, v->lang);
    put(b, v->theme);
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
        buf_u8(b, flags[i]);
    buf_u8(b, v->text_size);
    buf_f32(b, v->width);
    buf_f32(b, v->height);
    buf_u32(b, v->seed);
    put(b, v->today);
    put(b, v->seen);
    put(b, v->shut);
    put(b, v->from);
    put(b, v->next);
}

bool context_decode(struct reader *r, struct scene_context *v)
{
    bool *const flags[] = {&v->portrait, &v->reach, &v->large,      &v->contrast, &v->reduced_motion,
                           &v->sound,    &v->touch, &v->date_known, &v->checking};
    TEXT(lang);
    TEXT(theme);
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
        *flags[i] = flag(r);
    v->text_size = (uint8_t)choice(r, TEXT_SIZES);
    v->width = read_f32(r);
    v->height = read_f32(r);
    v->seed = read_u32(r);
    TEXT(today);
    TEXT(seen);
    TEXT(shut);
    TEXT(from);
    TEXT(next);
    return reader_done(r);
}

void view_head_encode(struct buf *b, const struct view_head *v)
{
    buf_u32(b, v->serial);
    buf_u8(b, (uint8_t)v->back);
    buf_u8(b, v->attract);
    put(b, v->screen);
    buf_u32(b, v->chars);
}

bool view_head_decode(struct reader *r, struct view_head *v)
{
    v->serial = read_u32(r);
    v->back = (enum view_back)choice(r, BACK_STEP + 1);
    v->attract = flag(r);
    TEXT(screen);
    v->chars = read_u32(r);
    return !r->bad;
}

void meta_encode(struct buf *b, const struct scene_meta *v)
{
    put(b, v->kind);
    put(b, v->title);
    put(b, v->content);
    put(b, v->theme);
    put(b, v->brand);
    put(b, v->order);
}

bool meta_decode(struct reader *r, struct scene_meta *v)
{
    TEXT(kind);
    TEXT(title);
    TEXT(content);
    TEXT(theme);
    TEXT(brand);
    TEXT(order);
    return reader_done(r);
}

void finding_encode(struct buf *b, const struct finding *v)
{
    buf_u8(b, (uint8_t)v->severity);
    put(b, v->file);
    buf_u32(b, v->line);
    put(b, v->message);
    put(b, v->offending);
    put(b, v->remedy);
}

bool finding_decode(struct reader *r, struct finding *v)
{
    v->severity = (enum severity)choice(r, SEVERITY_HINT + 1);
    TEXT(file);
    v->line = read_u32(r);
    TEXT(message);
    TEXT(offending);
    TEXT(remedy);
    return reader_done(r);
}
