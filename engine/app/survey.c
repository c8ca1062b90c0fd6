#include "app/survey.h"

#include "base/mem.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ANSWER_MS 5000 /* real time; the client kills an overdue scene long before */

static void tell(struct survey *v, const struct finding *f)
{
    if (v->found)
        v->found(v->user, f);
}

static bool enter(struct survey *v)
{
    int failures = v->show->failures;
    if (strcmp(v->scene, SURVEY_ADMIN) == 0) {
        show_go_home(v->show, "");
        show_settle(v->show);
        show_admin_open(v->show);
    } else if (strcmp(v->scene, HOME_SCENE) == 0)
        show_go_home(v->show, "");
    else
        show_enter(v->show, v->scene);
    bool rest = show_settle(v->show);
    if (v->show->failures != failures) {
        tell(v, &v->show->last_failure);
        return false;
    }
    return rest;
}

static void add_screen(struct survey *v, const struct scene_message *m)
{
    if (v->n == v->room) {
        v->room = v->room ? v->room * 2 : 16;
        v->screens = mem_resize(v->screens, (size_t)v->room * sizeof *v->screens);
    }
    struct survey_screen *s = &v->screens[v->n++];
    *s = (struct survey_screen){.line = m->line, .free = m->free};
    snprintf(s->name, sizeof s->name, "%s", m->name);
}

static bool ask(struct survey *v, bool loud)
{
    struct scene_message m;
    bool done = false, failed = false;
    v->n = 0;
    if (!scene_client_survey(&v->show->client))
        return false;
    while (!done && scene_client_wait(&v->show->client, &m, ANSWER_MS)) {
        done = m.said == SCENE_DONE || m.said == SCENE_FAILED;
        failed |= m.said == SCENE_FAILED;
        if ((m.said == SCENE_FINDING && loud) || m.said == SCENE_FAILED)
            tell(v, &m.finding);
        if (m.said == SCENE_SCREEN_NAME)
            add_screen(v, &m);
        scene_message_free(&m);
    }
    return done && !failed;
}

bool survey_open(struct survey *v, struct show *show, const char *scene,
                 void (*found)(void *user, const struct finding *f), void *user)
{
    *v = (struct survey){.show = show, .found = found, .user = user};
    snprintf(v->scene, sizeof v->scene, "%s", scene);
    if (enter(v) && ask(v, true))
        return true;
    v->n = 0;
    return false;
}

bool survey_show(struct survey *v, int number)
{
    struct show *s = v->show;
    int known = v->n;
    if (s->state != SHOW_SCENE && !(enter(v) && ask(v, false) && v->n == known)) {
        v->n = known;
        return false;
    }
    int failures = s->failures;
    s->has_view = false; /* each screen comes as a new one */
    if (!scene_client_screen(&s->client, (uint32_t)number))
        return false;
    bool rest = show_settle(s);
    if (s->failures != failures) {
        tell(v, &s->last_failure);
        return false;
    }
    return rest;
}

void survey_close(struct survey *v)
{
    free(v->screens);
    v->screens = NULL;
    v->n = v->room = 0;
}
