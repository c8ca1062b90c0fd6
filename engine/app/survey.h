/* Every screen of a scene, one after another, on a headless show: for pictures and for the content check. The
 * scene itself says which screens it has and what is wrong with it (see docs/scenes.md, survey). */
#ifndef APP_SURVEY_H
#define APP_SURVEY_H

#include "app/show.h"

#define SURVEY_ADMIN "admin" /* names the administrator's screens, which are no content */

struct survey_screen {
    char name[192];
    uint32_t line; /* where the scene's file declares it; 0 unknown */
    bool free;     /* drawn by the scene itself, not by a kit: what its buttons open is not known */
};

struct survey {
    struct show *show;
    char scene[96];
    struct survey_screen *screens; /* owned */
    int n, room;
    void (*found)(void *user, const struct finding *f); /* NULL: findings are dropped */
    void *user;
};

/* Enters the scene and asks for its screens. False: it failed, which `found` was told; n is then 0. */
bool survey_open(struct survey *v, struct show *show, const char *scene,
                 void (*found)(void *user, const struct finding *f), void *user);
/* Puts screen `number` (from 0) on the stage and lets it settle. False: the scene failed on it (told to
 * `found`); the next call starts the scene anew. */
bool survey_show(struct survey *v, int number);
void survey_close(struct survey *v);

#endif
