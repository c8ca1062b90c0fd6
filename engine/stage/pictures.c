#include "stage/pictures.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"
#include "base/mem.h"
#include "stage/picture_hand.h"
#include "stage/picture_store.h"
#include "wire/message.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define SIDE_MOST 8192
#define LATELY 120       /* frames after which a picture nobody asks for is no longer worth decoding */
#define BROKEN_MOST 2048 /* remembered broken pictures */
#define TRIES 2          /* a worker that died may have had bad luck; one that is too slow has not */

struct pictures {
    struct picture_options o;
    char *media;
    struct picture_store *store; /* NULL: none */
    struct picture_cache cache;
    int broken, pending, passing;
    uint32_t frame;
    size_t bytes;
    struct hand hands[PICTURE_WORKERS];
    int n_hands;          /* picture_workers() */
    struct entry **queue; /* wanted, not sent, in order */
    int n_queue, queue_cap;
    bool changed;
    struct picture_figures figures;
};

static void decide(struct pictures *p, struct entry *e, enum picture_state state)
{
    e->picture.state = state;
    p->pending--;
    p->changed = true;
}

static void set_broken(struct pictures *p, struct entry *e, const char *why)
{
    if (!cache_known_broken(&p->cache, e)) { /* one line a file, not one a size */
        log_warn("stage", "图片“%s”显示不了：%s", e->key.src, why);
    }
    decide(p, e, PICTURE_BROKEN);
    p->broken++;
}

/* ---- the worker ---- */

static void queue_insert(struct pictures *p, int at, struct entry *e)
{
    if (p->n_queue == p->queue_cap) {
        p->queue_cap = p->queue_cap ? p->queue_cap * 2 : 64;
        p->queue = mem_resize(p->queue, (size_t)p->queue_cap * sizeof(struct entry *));
    }
    memmove(p->queue + at + 1, p->queue + at, (size_t)(p->n_queue - at) * sizeof(struct entry *));
    p->queue[at] = e;
    p->n_queue++;
}

/* The worker is gone: what it was at is broken (or gets another try), what waited behind it is sent again. */
static void worker_failed(struct pictures *p, struct hand *h, bool kill_it, const char *why, bool final)
{
    hand_lose(h, kill_it);
    p->figures.workers_killed += kill_it;
    int n = h->n_flying;
    h->n_flying = 0;
    for (int i = n - 1; i >= 0; i--) {
        struct entry *e = h->flying[i];
        if (i == 0 && (final || e->tries >= TRIES)) {
            set_broken(p, e, why);
        } else {
            queue_insert(p, 0, e);
        }
    }
}

/* The one with least to do; NULL: all have enough. */
static struct hand *free_hand(struct pictures *p)
{
    struct hand *best = NULL;
    for (int i = 0; i < p->n_hands; i++) {
        struct hand *h = &p->hands[i];
        if (!hand_full(h) && (!best || h->n_flying < best->n_flying)) {
            best = h;
        }
    }
    return best;
}

/* ---- asking ---- */

static int open_source(const struct pictures *p, struct entry *e, enum picture_type *type, struct err *why)
{
    char path[4096];
    if (!path_is_inside(e->key.src)) {
        err_set(why, "图片名只能由字母、数字、点、横线组成，放在 media 文件夹里");
        return -1;
    }
    if (!picture_type_of(e->key.src, type)) {
        err_set(why, "认不出的图片类型，请用 .svg .png .jpg .webp");
        return -1;
    }
    if (!path_join(path, sizeof path, p->media, e->key.src)) {
        err_set(why, "路径太长");
        return -1;
    }
    int fd = file_open_regular(path, &e->bytes, why);
    if (fd >= 0 && e->bytes > p->o.byte_limit) {
        err_set(why, "文件有 %.1f MiB，超过上限 %.1f MiB（picture_bytes）", (double)e->bytes / 1048576,
                (double)p->o.byte_limit / 1048576);
        close(fd);
        return -1;
    }
    return fd;
}

static struct entry *next_in_queue(struct pictures *p)
{
    struct entry *e = p->queue[0];
    p->n_queue--;
    memmove(p->queue, p->queue + 1, (size_t)p->n_queue * sizeof(struct entry *));
    return e;
}

/* What was scaled before is read from the store instead, files[0]; what was not is to be written there, files[1]. */
static void use_store(struct pictures *p, struct entry *e, int files[2])
{
    e->from_store = false;
    if (!p->store || e->torn || e->passing || !store_name(&e->key, files[0], e->stored)) {
        return;
    }
    int kept = store_get(p->store, e->stored);
    if (kept >= 0) {
        close(files[0]);
        files[0] = kept;
        e->from_store = true;
        e->bytes = 0;
    } else {
        files[1] = store_put(p->store, e->stored, (int64_t)e->key.w * e->key.h * 4);
    }
}

static void start_one(struct pictures *p, struct hand *h)
{
    struct entry *e = next_in_queue(p);
    struct err why = {{0}};
    enum picture_type type;
    int files[2] = {open_source(p, e, &type, &why), -1};
    if (files[0] < 0) {
        set_broken(p, e, why.text);
        return;
    }
    use_store(p, e, files);
    if (!hand_hire(h, &p->o, &p->figures.workers_started)) {
        set_broken(p, e, "启动不了图片解码进程");
    } else if (!hand_send(h, e, files, type, &p->o)) {
        worker_failed(p, h, true, "图片解码进程意外结束", false);
    }
    close(files[0]);
    if (files[1] >= 0) {
        close(files[1]);
    }
}

static void start_more(struct pictures *p)
{
    struct hand *h;
    while (p->n_queue > 0 && (h = free_hand(p))) {
        start_one(p, h);
    }
}

int picture_workers(void)
{
    return sysconf(_SC_NPROCESSORS_ONLN) > 1 ? PICTURE_WORKERS : 1;
}

/* What it takes of the cache's budget. */
static size_t charge(const struct entry *e)
{
    return e->passing ? 0 : entry_bytes(e);
}

/* Somebody wants it for good. */
static void settle(struct pictures *p, struct entry *e)
{
    e->passing = false;
    p->passing--;
    p->bytes += entry_bytes(e);
}

static struct picture *want(struct pictures *p, const struct picture_key *key, bool passing)
{
    struct entry *e = cache_find(&p->cache, key);
    if (e) {
        e->wanted = p->frame;
        p->figures.hits++;
        if (e->passing && !passing) {
            settle(p, e);
        }
        return &e->picture;
    }
    e = cache_add(&p->cache, key);
    e->wanted = p->frame;
    e->passing = passing;
    p->passing += passing;
    p->pending++;
    queue_insert(p, p->n_queue, e);
    start_more(p);
    return &e->picture;
}

static int side(int v)
{
    return v < 1 ? 1 : v > SIDE_MOST ? SIDE_MOST : v;
}

struct picture *picture_want(struct pictures *p, const char *src, int w, int h, enum fit fit, bool flip)
{
    return want(p, &(struct picture_key){src, side(w), side(h), fit, flip}, false);
}

struct picture *picture_want_closer(struct pictures *p, const char *src, int w, int h, enum fit fit, bool flip)
{
    return want(p, &(struct picture_key){src, side(w), side(h), fit, flip}, true);
}

/* ---- answers; the worker may be hostile ---- */

static bool sealed(int fd, size_t bytes)
{
    struct stat st;
    int seals = fcntl(fd, F_GET_SEALS), needed = F_SEAL_SHRINK | F_SEAL_WRITE;
    return fstat(fd, &st) == 0 && st.st_size == (off_t)bytes && seals >= 0 && (seals & needed) == needed;
}

static bool all_opaque(const uint32_t *px, size_t n)
{
    uint32_t all = 0xFFFFFFFF;
    for (size_t i = 0; i < n; i++) {
        all &= px[i];
    }
    return all >> 24 == 255;
}

static bool take_pixels(struct entry *e, int fd, uint32_t w, uint32_t h)
{
    bool exact = e->key.fit == FIT_COVER;
    if (w < 1 || h < 1 || w > (uint32_t)e->key.w || h > (uint32_t)e->key.h ||
        (exact && (w != (uint32_t)e->key.w || h != (uint32_t)e->key.h))) {
        return false;
    }
    size_t bytes = (size_t)w * h * 4;
    if (fd < 0 || !sealed(fd, bytes)) {
        return false;
    }
    void *px = mmap(NULL, bytes, PROT_READ, MAP_SHARED | MAP_POPULATE, fd, 0);
    if (px == MAP_FAILED) {
        return false;
    }
    e->picture.px = px;
    e->picture.w = (int)w;
    e->picture.h = (int)h;
    e->picture.opaque = all_opaque(px, bytes / 4);
    return true;
}

struct answer {
    uint32_t id, source_w, source_h, w, h;
    bool ok;
    char why[512];
};

static bool read_answer(struct reader *r, struct answer *a)
{
    a->id = read_u32(r);
    a->ok = read_u8(r) != 0;
    a->source_w = read_u32(r);
    a->source_h = read_u32(r);
    a->w = read_u32(r);
    a->h = read_u32(r);
    read_str_into(r, a->why, sizeof a->why);
    return reader_done(r) && a->source_w <= 1u << 20 && a->source_h <= 1u << 20;
}

/* The power went while it was written, or somebody wrote there: the source is decoded after all. */
static void decode_instead(struct pictures *p, struct entry *e)
{
    store_drop(p->store, e->stored);
    e->torn = true;
    e->tries = 0;
    queue_insert(p, 0, e);
}

/* False: not an answer to what was asked. */
static bool take_answer(struct pictures *p, struct hand *h, struct reader *r)
{
    struct answer a;
    struct entry *e = h->n_flying > 0 ? h->flying[0] : NULL;
    if (!read_answer(r, &a) || !e || e->picture.id != a.id) {
        return false;
    }
    int fd = channel_take_fd(&h->channel, 0);
    bool well = !a.ok || take_pixels(e, fd, a.w, a.h);
    if (fd >= 0) {
        close(fd);
    }
    if (!well) {
        return false;
    }
    hand_done(h, p->o.timeout_ms);
    if (!a.ok && e->from_store) {
        decode_instead(p, e);
        return true;
    }
    if (!a.ok) {
        set_broken(p, e, a.why);
        return true;
    }
    e->picture.source_w = (int)a.source_w;
    e->picture.source_h = (int)a.source_h;
    p->bytes += charge(e);
    p->figures.decoded++;
    p->figures.from_store += e->from_store;
    decide(p, e, PICTURE_READY);
    return true;
}

static void hear(struct pictures *p, struct hand *h)
{
    uint8_t type;
    struct reader r;
    while (h->channel.fd >= 0 && channel_receive(&h->channel, &type, &r, 0)) {
        if (type != MSG_PICTURE || !take_answer(p, h, &r)) {
            worker_failed(p, h, true, "图片解码进程的回答不对", true);
        } else {
            start_more(p);
        }
    }
    if (h->channel.fd >= 0 && (h->channel.broken || !channel_flush(&h->channel))) {
        worker_failed(p, h, true, "图片解码进程意外结束", false);
    }
    if (h->n_flying > 0 && clock_real_us() / 1000 >= h->deadline) {
        worker_failed(p, h, true, "解码用时太长，已经停止", true);
    }
}

bool pictures_receive(struct pictures *p)
{
    for (int i = 0; i < p->n_hands; i++) {
        hear(p, &p->hands[i]);
    }
    start_more(p);
    bool changed = p->changed;
    p->changed = false;
    return changed;
}

int pictures_pollfds(struct pictures *p, struct pollfd *fds)
{
    int n = 0;
    for (int i = 0; i < p->n_hands; i++) {
        struct channel *c = &p->hands[i].channel;
        if (c->fd >= 0) {
            fds[n++] = (struct pollfd){c->fd, channel_wants_write(c) ? POLLIN | POLLOUT : POLLIN, 0};
        }
    }
    return n;
}

int pictures_timeout(const struct pictures *p)
{
    int64_t now = clock_real_us() / 1000, soonest = -1;
    if (p->changed) {
        return 0;
    }
    for (int i = 0; i < p->n_hands; i++) {
        const struct hand *h = &p->hands[i];
        int64_t left = h->deadline > now ? h->deadline - now : 0;
        if (h->n_flying > 0 && (soonest < 0 || left < soonest)) {
            soonest = left;
        }
    }
    return (int)soonest;
}

int pictures_pending(const struct pictures *p)
{
    return p->pending;
}

/* ---- the cache ---- */

static void drop(struct pictures *p, struct entry *e)
{
    p->bytes -= charge(e);
    p->passing -= e->passing;
    p->broken -= e->picture.state == PICTURE_BROKEN;
    cache_remove(&p->cache, e);
}

/* Requests that were not sent and that no frame asks for any more. */
static void forget_unsent(struct pictures *p)
{
    int kept = 0;
    for (int i = 0; i < p->n_queue; i++) {
        struct entry *e = p->queue[i];
        if (p->frame - e->wanted > LATELY && e->picture.holds == 0) {
            p->pending--;
            drop(p, e);
        } else {
            p->queue[kept++] = e;
        }
    }
    p->n_queue = kept;
}

void pictures_trim(struct pictures *p)
{
    struct entry *e;
    forget_unsent(p);
    while (p->passing > 0 && (e = cache_passed(&p->cache, p->frame))) {
        drop(p, e);
    }
    while (p->bytes > p->o.cache_bytes && (e = cache_oldest(&p->cache, PICTURE_READY, p->frame))) {
        drop(p, e);
    }
    while (p->broken > BROKEN_MOST && (e = cache_oldest(&p->cache, PICTURE_BROKEN, p->frame))) {
        drop(p, e);
    }
    p->frame++;
}

struct pictures *pictures_open(const struct picture_options *o)
{
    struct pictures *p = mem_alloc(sizeof *p);
    p->o = *o;
    p->media = mem_copy_text(o->media, strlen(o->media));
    p->o.pixel_limit = o->pixel_limit > 0 ? o->pixel_limit : 40000000;
    p->o.byte_limit = o->byte_limit > 0 ? o->byte_limit : 20 << 20;
    p->o.cache_bytes = o->cache_bytes > 0 ? o->cache_bytes : 48u << 20;
    p->o.timeout_ms = o->timeout_ms > 0 ? o->timeout_ms : 5000;
    p->store = o->store ? store_open(o->store, o->store_bytes) : NULL;
    p->n_hands = picture_workers();
    for (int i = 0; i < p->n_hands; i++) {
        p->hands[i] = hand_none();
    }
    return p;
}

void pictures_close(struct pictures *p)
{
    if (!p) {
        return;
    }
    for (int i = 0; i < p->n_hands; i++) {
        hand_lose(&p->hands[i], true);
    }
    cache_clear(&p->cache);
    store_close(p->store);
    free(p->queue);
    free(p->media);
    free(p);
}

struct picture_figures pictures_figures(const struct pictures *p)
{
    struct picture_figures f = p->figures;
    f.pictures = p->cache.count;
    f.broken = p->broken;
    f.bytes = p->bytes;
    return f;
}
