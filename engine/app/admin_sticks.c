/* Sticks: which are there, live while somebody looks, and taking one out safely. */
#include "app/admin_inside.h"

#include <string.h>

static void say_sticks(struct admin *a)
{
    struct buf b = {0};
    struct json j = json_to(&b);
    json_object(&j, NULL);
    json_list(&j, "sticks");
    for (int i = 0; i < a->stick_count; i++) {
        const struct stick *s = &a->sticks[i];
        json_object(&j, NULL);
        json_text(&j, "path", s->path);
        json_text(&j, "name", s->name);
        json_text(&j, "type", s->type);
        json_bool(&j, "read_only", s->read_only);
        json_object_end(&j);
    }
    json_list_end(&j);
    json_object_end(&j);
    admin_say(a, a->watch, false, &b);
    buf_free(&b);
}

static bool same_sticks(const struct admin *a, const struct stick *sticks, int n)
{
    if (n != a->stick_count)
        return false;
    for (int i = 0; i < n; i++) {
        const struct stick *one = &a->sticks[i], *other = &sticks[i];
        if (strcmp(one->path, other->path) != 0 || one->id != other->id || one->read_only != other->read_only)
            return false;
    }
    return true;
}

void admin_look_for_sticks(struct admin *a)
{
    struct stick now[STICKS_MAX];
    if (!a->watch)
        return;
    int n = sticks_list(a->o.config->usb.roots, now, STICKS_MAX);
    if (same_sticks(a, now, n))
        return;
    memcpy(a->sticks, now, sizeof *now * (size_t)n);
    a->stick_count = n;
    say_sticks(a);
}

void admin_watch(struct admin *a, uint32_t serial, const struct admin_args *args)
{
    (void)args;
    a->watch = serial;
    a->stick_count = sticks_list(a->o.config->usb.roots, a->sticks, STICKS_MAX);
    say_sticks(a);
}

const struct stick *admin_find_stick(const struct admin *a, const char *path)
{
    for (int i = 0; i < a->stick_count; i++) {
        if (strcmp(a->sticks[i].path, path) == 0)
            return &a->sticks[i];
    }
    return NULL;
}
