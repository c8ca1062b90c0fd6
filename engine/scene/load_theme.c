/* The theme file is Lua like everything editors write, so it is read by a scene process too. */
#include "base/file.h"
#include "scene/client.h"
#include "scene/scene.h"

#include <stdio.h>

#define WAIT_MS 5000

static bool apply(struct theme *t, const struct scene_message *m, struct err *e)
{
    struct err why;
    bool fine = m->said == SCENE_THEME_NUMBER ? theme_set_number(t, m->name, (double)m->value, &why)
                                              : theme_set_text(t, m->name, m->text, &why);
    return fine || err_set(e, "kit/theme.lua：%s", why.text);
}

static bool collect(struct scene_client *c, struct theme *t, struct err *e)
{
    struct scene_message m;
    bool fine = true;
    while (scene_client_wait(c, &m, WAIT_MS)) {
        if (m.said == SCENE_THEME_NUMBER || m.said == SCENE_THEME_TEXT)
            fine = apply(t, &m, fine ? e : NULL) && fine;
        else if (m.said == SCENE_DONE)
            return fine;
        else if (m.said == SCENE_FAILED)
            return err_set(e, "%s:%u：%s", m.finding.file, m.finding.line, m.finding.message);
        scene_message_free(&m);
    }
    return err_set(e, "kit/theme.lua：主题文件没有读完");
}

bool scene_load_theme(struct nursery *n, struct theme *t, struct err *e)
{
    char path[1280];
    struct scene_context context = {.lang = "zh"};
    struct scene_client c;
    struct buf source = {0};
    theme_defaults(t);
    if (!path_join(path, sizeof path, n->kit, "theme.lua") || !file_read(path, VM_SOURCE_MAX, &source, e))
        return false;
    bool fine = scene_client_open(&c, n, e);
    if (fine) {
        scene_client_load_text(&c, SCENE_THEME_NAME, "kit/theme.lua", (const char *)source.data, source.len, &context);
        fine = collect(&c, t, e);
        scene_client_close(&c);
    }
    buf_free(&source);
    return fine;
}
