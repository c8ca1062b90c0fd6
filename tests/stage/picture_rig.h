/* The rig with real picture workers and pictures of a test's own. */
#ifndef TESTS_STAGE_PICTURE_RIG_H
#define TESTS_STAGE_PICTURE_RIG_H

#include "rig.h"

#include "stage/picture_worker.h"
#include "wire/channel.h"

#include <SDL.h>
#include <SDL_image.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static char media[] = "/tmp/pictures_XXXXXX"; /* for mkdtemp, before the tests */

static inline bool spawn(void *user, int *fd, int *pidfd)
{
    (void)user;
    int ends[2];
    if (!channel_pair(ends, NULL))
        return false;
    pid_t worker = fork();
    if (worker == 0) {
        close(ends[0]);
        _exit(picture_worker_main(ends[1]));
    }
    close(ends[1]);
    *fd = ends[0];
    *pidfd = (int)syscall(SYS_pidfd_open, worker, 0);
    return true;
}

static inline int open_with_pictures(void **state)
{
    (void)state;
    rig_open_with(&rig, 1920, 1080, media, spawn);
    return 0;
}

static inline int close_with_pictures(void **state)
{
    close_rig(state);
    while (waitpid(-1, NULL, 0) > 0)
        ;
    return 0;
}

static inline void save_picture(const char *name, int w, int h)
{
    char path[128];
    SDL_Surface *s = SDL_CreateRGBSurfaceWithFormat(0, w, h, 32, SDL_PIXELFORMAT_ARGB8888);
    SDL_FillRect(s, NULL, 0xFF336655);
    snprintf(path, sizeof path, "%s/%s", media, name);
    assert_int_equal(IMG_SavePNG(s, path), 0);
    SDL_FreeSurface(s);
}

/* After the last test of the program. */
static inline int remove_pictures(void **state)
{
    (void)state;
    char command[128];
    snprintf(command, sizeof command, "rm -rf %s", media);
    return system(command);
}

#endif
