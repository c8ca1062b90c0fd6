#include "app/strikes.h"

#include "base/file.h"
#include "base/utf8.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define DAY_MS 86400000
#define FILE_MOST (64u << 10)
#define HEADING "qingfeng strikes 1"

static struct strike *find(const struct strikes *s, const char *scene)
{
    for (int i = 0; i < STRIKES_MAX; i++) {
        if (s->list[i].scene[0] && strcmp(s->list[i].scene, scene) == 0)
            return (struct strike *)&s->list[i];
    }
    return NULL;
}

bool strikes_shut(const struct strikes *s, const char *scene)
{
    const struct strike *k = find(s, scene);
    return k && k->count >= STRIKES_OUT;
}

bool strikes_any(const struct strikes *s)
{
    for (int i = 0; i < STRIKES_MAX; i++) {
        if (s->list[i].scene[0])
            return true;
    }
    return false;
}

static bool same_day(const struct strike *first, const struct strike *now)
{
    int64_t wall = now->wall_ms - first->wall_ms, mono = now->mono_ms - first->mono_ms;
    if (clock_believed(first->wall_ms) && clock_believed(now->wall_ms) && wall >= 0)
        return wall <= DAY_MS;
    if (first->boot == now->boot)
        return mono >= 0 && mono <= DAY_MS;
    return now->boot - first->boot <= 1;
}

/* Room for one more: a free place, else the one that has been waiting longest, else the first. */
static struct strike *make_room(struct strikes *s)
{
    struct strike *oldest = NULL;
    for (int i = 0; i < STRIKES_MAX; i++) {
        struct strike *k = &s->list[i];
        if (!k->scene[0])
            return k;
        bool older = !oldest || k->boot < oldest->boot || (k->boot == oldest->boot && k->mono_ms < oldest->mono_ms);
        if (k->count < STRIKES_OUT && older)
            oldest = k;
    }
    return oldest ? oldest : &s->list[0];
}

static struct strike moment(const char *scene, uint32_t boot, const struct clock *clock)
{
    struct strike k = {.count = 1, .boot = boot, .mono_ms = clock_mono(clock), .wall_ms = clock_wall(clock)};
    snprintf(k.scene, sizeof k.scene, "%s", scene);
    return k;
}

bool strikes_add(struct strikes *s, const char *scene, uint32_t boot, const struct clock *clock)
{
    struct strike now = moment(scene, boot, clock), *k = find(s, scene);
    if (!scene[0] || (k && k->count >= STRIKES_OUT))
        return false;
    if (k && same_day(k, &now))
        return ++k->count >= STRIKES_OUT;
    if (!k)
        k = make_room(s);
    *k = now;
    return false;
}

bool strikes_release(struct strikes *s, const char *scene)
{
    struct strike *k = find(s, scene);
    if (k)
        *k = (struct strike){.count = 0};
    return k != NULL;
}

bool strikes_content(struct strikes *s, uint64_t stamp)
{
    bool other = s->content != stamp;
    if (other)
        *s = (struct strikes){.content = stamp};
    return other;
}

/* ---- on the wire ---- */

void strikes_encode(struct buf *b, const struct strikes *s)
{
    uint16_t n = 0;
    for (int i = 0; i < STRIKES_MAX; i++)
        n = (uint16_t)(n + (s->list[i].scene[0] != 0));
    buf_u16(b, n);
    for (int i = 0; i < STRIKES_MAX; i++) {
        if (!s->list[i].scene[0])
            continue;
        buf_str(b, s->list[i].scene, strlen(s->list[i].scene));
        buf_u8(b, (uint8_t)s->list[i].count);
    }
}

bool strikes_decode(struct reader *r, struct strikes *s, uint32_t boot, const struct clock *clock)
{
    struct strikes in = {.content = s->content};
    int n = read_u16(r);
    bool good = n <= STRIKES_MAX;
    for (int i = 0; good && i < n; i++) {
        char scene[96];
        read_str_into(r, scene, sizeof scene);
        int count = read_u8(r);
        good = !r->bad && path_is_inside(scene) && count >= 1 && count <= STRIKES_OUT;
        in.list[i] = moment(scene, boot, clock);
        in.list[i].count = count;
    }
    if (!good || !reader_done(r))
        return false;
    *s = in;
    return true;
}

/* ---- the file ---- */

bool strikes_save(const struct strikes *s, const char *data, struct err *e)
{
    char path[1200];
    struct buf b = {0};
    buf_printf(&b, HEADING "\n%016" PRIx64 "\n", s->content);
    for (int i = 0; i < STRIKES_MAX; i++) {
        const struct strike *k = &s->list[i];
        if (k->scene[0])
            buf_printf(&b, "%d %" PRIu32 " %" PRId64 " %" PRId64 " %s\n", k->count, k->boot, k->mono_ms, k->wall_ms,
                       k->scene);
    }
    bool ok = path_join(path, sizeof path, data, "strikes") && file_write_durable(path, b.data, b.len, 0640, e);
    buf_free(&b);
    return ok;
}

static bool load_line(struct strikes *s, int *n, const char *line)
{
    struct strike k = {.count = 0};
    int end = 0;
    if (sscanf(line, "%d %" SCNu32 " %" SCNd64 " %" SCNd64 " %95[^\n]%n", &k.count, &k.boot, &k.mono_ms, &k.wall_ms,
               k.scene, &end) != 5)
        return false;
    if (k.count < 1 || k.count > STRIKES_OUT || !path_is_inside(k.scene) || *n >= STRIKES_MAX || find(s, k.scene))
        return false;
    s->list[(*n)++] = k;
    return true;
}

void strikes_load(struct strikes *s, const char *data)
{
    char path[1200];
    struct buf b = {0};
    struct err e;
    int n = 0;
    *s = (struct strikes){.content = 0};
    if (!path_join(path, sizeof path, data, "strikes") || !file_read(path, FILE_MOST, &b, &e))
        return;
    const char *at = buf_cstr(&b);
    if (sscanf(at, HEADING "\n%" SCNx64, &s->content) == 1) {
        for (int line = 0; *at; line++) {
            const char *end = at + strcspn(at, "\n");
            if (line >= 2)
                load_line(s, &n, at);
            at = *end ? end + 1 : end;
        }
    }
    buf_free(&b);
}
