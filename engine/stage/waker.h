/* Wakes SDL when a descriptor becomes ready: a thread that sleeps in poll() and pushes one SDL event, then
 * rests until it is armed again. While nothing happens nobody wakes up. */
#ifndef STAGE_WAKER_H
#define STAGE_WAKER_H

#include <poll.h>
#include <stdbool.h>

#define WAKER_FDS 24

struct waker;

struct waker *waker_open(void); /* NULL when there are no more descriptors or threads */
void waker_close(struct waker *w);
/* Watches these (at most WAKER_FDS) from now on instead of those before. The set is copied; descriptors
 * closed meanwhile do no harm, but arm again before every wait: their numbers may have come to mean other
 * files. */
void waker_arm(struct waker *w, const struct pollfd *fds, int n);
/* Is this SDL event the answer to the last waker_arm? (Events of earlier ones mean nothing.) */
bool waker_fired(const struct waker *w, unsigned event_type, int code);
bool waker_event(const struct waker *w, unsigned event_type); /* any of its events, old ones too */

#endif
