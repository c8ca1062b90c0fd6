#include "stage/waker.h"

#include "base/mem.h"

#include <SDL.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

struct waker {
    pthread_t thread;
    pthread_mutex_t lock;
    int bell; /* eventfd: the set has changed */
    Uint32 event_type;
    int round; /* counts waker_arm; main thread's copy */
    /* under the lock */
    struct pollfd fds[WAKER_FDS];
    int n, armed; /* armed: the round to answer, 0 when resting */
    bool quit;
};

static int copy_set(struct waker *w, struct pollfd *fds, int *round)
{
    pthread_mutex_lock(&w->lock);
    int n = w->quit ? -1 : w->armed ? w->n : 0;
    *round = w->armed;
    memcpy(fds, w->fds, sizeof w->fds);
    pthread_mutex_unlock(&w->lock);
    return n;
}

/* Reports the round unless another one was armed meanwhile. */
static void fire(struct waker *w, int round)
{
    pthread_mutex_lock(&w->lock);
    bool current = w->armed == round && round != 0;
    w->armed = current ? 0 : w->armed;
    pthread_mutex_unlock(&w->lock);
    if (current) {
        SDL_Event event;
        memset(&event, 0, sizeof event);
        event.type = w->event_type;
        event.user.code = round;
        SDL_PushEvent(&event);
    }
}

static void *watch(void *arg)
{
    struct waker *w = arg;
    struct pollfd fds[WAKER_FDS + 1];
    int round, n;
    while ((n = copy_set(w, fds, &round)) >= 0) {
        fds[n] = (struct pollfd){w->bell, POLLIN, 0};
        if (poll(fds, (nfds_t)n + 1, -1) <= 0) {
            continue;
        }
        if (fds[n].revents) {
            eventfd_t ignored;
            eventfd_read(w->bell, &ignored);
        } else {
            fire(w, round);
        }
    }
    return NULL;
}

struct waker *waker_open(void)
{
    struct waker *w = mem_alloc(sizeof *w);
    w->event_type = SDL_RegisterEvents(1);
    w->bell = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    pthread_mutex_init(&w->lock, NULL);
    sigset_t all, old; /* signals stay with the main thread */
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &old);
    bool ok = w->bell >= 0 && w->event_type != (Uint32)-1 && pthread_create(&w->thread, NULL, watch, w) == 0;
    pthread_sigmask(SIG_SETMASK, &old, NULL);
    if (!ok) {
        if (w->bell >= 0) {
            close(w->bell);
        }
        pthread_mutex_destroy(&w->lock);
        free(w);
        return NULL;
    }
    return w;
}

void waker_close(struct waker *w)
{
    if (!w) {
        return;
    }
    pthread_mutex_lock(&w->lock);
    w->quit = true;
    pthread_mutex_unlock(&w->lock);
    eventfd_write(w->bell, 1);
    pthread_join(w->thread, NULL);
    pthread_mutex_destroy(&w->lock);
    close(w->bell);
    free(w);
}

static bool same_set(const struct waker *w, const struct pollfd *fds, int n)
{
    bool same = n == w->n;
    for (int i = 0; i < n && same; i++) {
        same = fds[i].fd == w->fds[i].fd && fds[i].events == w->fds[i].events;
    }
    return same;
}

/* A thread that already watches these is left asleep. */
void waker_arm(struct waker *w, const struct pollfd *fds, int n)
{
    pthread_mutex_lock(&w->lock);
    if (w->armed && same_set(w, fds, n)) {
        pthread_mutex_unlock(&w->lock);
        return;
    }
    w->n = n < WAKER_FDS ? n : WAKER_FDS;
    memcpy(w->fds, fds, (size_t)w->n * sizeof *fds);
    w->round = w->round < 1000000000 ? w->round + 1 : 1;
    w->armed = w->round;
    pthread_mutex_unlock(&w->lock);
    eventfd_write(w->bell, 1);
}

bool waker_event(const struct waker *w, unsigned event_type)
{
    return w && event_type == w->event_type;
}

bool waker_fired(const struct waker *w, unsigned event_type, int code)
{
    return waker_event(w, event_type) && code == w->round;
}
