#include "stage/kms.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"

#include <drm.h>
#include <drm_mode.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#define CARDS 8
#define PARTS 32 /* connectors, encoders or CRTCs of a card; more are not looked at */
#define MODES 128
#define RETRY_MS 100
#define LOOK_MS 10000 /* how often the screen is looked at when no news of it come */

struct kms {
    int fd;
    int refused; /* errno of a card that is there and cannot be opened; 0 none */
    uint32_t connector, crtc, fb, handle;
    struct drm_mode_modeinfo mode;
    uint32_t mm_w, mm_h;
    uint8_t *screen; /* may be slow to read: written to only */
    uint32_t pitch;  /* of the screen, bytes */
    size_t bytes;
    struct surface seen;
    bool no_dirty, connected;
    int news; /* inotify: udev touches a device's node whenever the kernel has said something of it; -1 none */
    int64_t looked; /* ms */
};

static int drm(int fd, unsigned long request, void *arg)
{
    int got;
    do
        got = ioctl(fd, request, arg);
    while (got != 0 && (errno == EINTR || errno == EAGAIN));
    return got;
}

static uint64_t address(const void *p)
{
    return (uint64_t)(uintptr_t)p;
}

/* ---- which screen ---- */

/* The mode the screen prefers, else its first. */
static const struct drm_mode_modeinfo *best_mode(const struct drm_mode_modeinfo *modes, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        if (modes[i].type & DRM_MODE_TYPE_PREFERRED)
            return &modes[i];
    }
    return modes;
}

static bool take_crtc(struct kms *k, const uint32_t *encoders, uint32_t n, const struct drm_mode_card_res *res)
{
    const uint32_t *crtcs = (const uint32_t *)(uintptr_t)res->crtc_id_ptr;
    for (uint32_t i = 0; i < n; i++) {
        struct drm_mode_get_encoder encoder = {.encoder_id = encoders[i]};
        if (drm(k->fd, DRM_IOCTL_MODE_GETENCODER, &encoder) != 0)
            continue;
        for (uint32_t c = 0; c < res->count_crtcs; c++) {
            if (encoder.possible_crtcs & (1u << c)) {
                k->crtc = crtcs[c];
                return true;
            }
        }
    }
    return false;
}

/* Asking with no room for modes has the kernel look at the cable; only then are the modes current. */
static bool take_connector(struct kms *k, uint32_t id, const struct drm_mode_card_res *res)
{
    static struct drm_mode_modeinfo modes[MODES];
    uint32_t encoders[PARTS];
    struct drm_mode_get_connector probe = {.connector_id = id};
    if (drm(k->fd, DRM_IOCTL_MODE_GETCONNECTOR, &probe) != 0 || probe.connection == 2 /* not connected */)
        return false;
    struct drm_mode_get_connector c = {.connector_id = id, .modes_ptr = address(modes), .encoders_ptr = address(encoders),
                                       .count_modes = probe.count_modes, .count_encoders = probe.count_encoders};
    if (probe.count_modes == 0 || probe.count_modes > MODES || probe.count_encoders > PARTS ||
        drm(k->fd, DRM_IOCTL_MODE_GETCONNECTOR, &c) != 0 || c.count_modes == 0 || c.count_modes > MODES ||
        c.count_encoders > PARTS || !take_crtc(k, encoders, c.count_encoders, res))
        return false;
    k->connector = id;
    k->mode = *best_mode(modes, c.count_modes);
    k->mm_w = c.mm_width;
    k->mm_h = c.mm_height;
    return true;
}

static int64_t now_ms(void)
{
    return clock_real_us() / 1000;
}

/* The kernel's own news of plugged screens come over netlink, which the service is not allowed. */
static void listen_to(struct kms *k, const char *card)
{
    k->news = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (k->news >= 0 && inotify_add_watch(k->news, card, IN_ATTRIB) < 0) {
        close(k->news);
        k->news = -1;
    }
}

static bool take_card(struct kms *k, const char *path)
{
    uint32_t connectors[PARTS], crtcs[PARTS];
    struct drm_get_cap dumb = {.capability = DRM_CAP_DUMB_BUFFER};
    struct drm_mode_card_res count = {0};
    k->fd = open(path, O_RDWR | O_CLOEXEC);
    if (k->fd < 0) {
        k->refused = errno == ENOENT ? k->refused : errno;
        return false;
    }
    if (drm(k->fd, DRM_IOCTL_GET_CAP, &dumb) == 0 && dumb.value && drm(k->fd, DRM_IOCTL_MODE_GETRESOURCES, &count) == 0 &&
        count.count_connectors <= PARTS && count.count_crtcs <= PARTS) {
        struct drm_mode_card_res res = {.connector_id_ptr = address(connectors), .crtc_id_ptr = address(crtcs),
                                        .count_connectors = count.count_connectors, .count_crtcs = count.count_crtcs};
        bool good = drm(k->fd, DRM_IOCTL_MODE_GETRESOURCES, &res) == 0 && res.count_connectors <= PARTS &&
                    res.count_crtcs <= PARTS;
        for (uint32_t i = 0; good && i < res.count_connectors; i++) {
            if (take_connector(k, connectors[i], &res)) {
                listen_to(k, path);
                return true;
            }
        }
    }
    close(k->fd);
    k->fd = -1;
    return false;
}

/* ---- lighting it ---- */

static bool map_buffer(struct kms *k, const struct drm_mode_create_dumb *made)
{
    struct drm_mode_map_dumb map = {.handle = made->handle};
    if (drm(k->fd, DRM_IOCTL_MODE_MAP_DUMB, &map) != 0)
        return false;
    void *at = mmap(NULL, made->size, PROT_READ | PROT_WRITE, MAP_SHARED, k->fd, (off_t)map.offset);
    if (at == MAP_FAILED)
        return false;
    k->screen = at;
    k->bytes = made->size;
    k->pitch = made->pitch;
    memset(k->screen, 0, k->bytes);
    return true;
}

static bool light(struct kms *k)
{
    struct drm_mode_crtc crtc = {.set_connectors_ptr = address(&k->connector), .count_connectors = 1,
                                 .crtc_id = k->crtc, .fb_id = k->fb, .mode_valid = 1, .mode = k->mode};
    return drm(k->fd, DRM_IOCTL_MODE_SETCRTC, &crtc) == 0;
}

static bool make_screen(struct kms *k)
{
    struct drm_mode_create_dumb made = {.width = k->mode.hdisplay, .height = k->mode.vdisplay, .bpp = 32};
    if (drm(k->fd, DRM_IOCTL_MODE_CREATE_DUMB, &made) != 0)
        return false;
    k->handle = made.handle;
    struct drm_mode_fb_cmd fb = {.width = made.width, .height = made.height, .pitch = made.pitch, .bpp = 32, .depth = 24,
                                 .handle = made.handle};
    if (drm(k->fd, DRM_IOCTL_MODE_ADDFB, &fb) != 0)
        return false;
    k->fb = fb.fb_id;
    if (!map_buffer(k, &made) || !light(k))
        return false;
    k->seen = (struct surface){.px = mem_alloc((size_t)made.width * made.height * sizeof *k->seen.px),
                               .w = (int)made.width, .h = (int)made.height, .pitch = (int)made.width};
    k->connected = true;
    k->looked = now_ms();
    return true;
}

static bool take_any_card(struct kms *k)
{
    char path[32];
    for (int i = 0; i < CARDS; i++) {
        snprintf(path, sizeof path, "/dev/dri/card%d", i);
        if (take_card(k, path))
            return true;
    }
    return false;
}

struct kms *kms_open(int wait_ms, struct err *e)
{
    struct kms *k = mem_alloc(sizeof *k);
    *k = (struct kms){.fd = -1, .news = -1};
    while (!take_any_card(k) && wait_ms > 0) {
        poll(NULL, 0, RETRY_MS);
        wait_ms -= RETRY_MS;
    }
    if (k->fd < 0 && k->refused)
        err_set(e, "打不开显卡 /dev/dri/card*：%s。改法：把运行的用户加入 video 组", strerror(k->refused));
    else if (k->fd < 0)
        err_set(e, "没有找到接着屏幕的显卡。改法：接好屏幕的线，打开屏幕；虚拟机要有显卡，内核要有它的驱动");
    else if (!make_screen(k))
        err_set(e, "点不亮屏幕：%s。改法：看看是不是有别的程序（桌面）占着屏幕", strerror(errno));
    else
        return k;
    kms_close(k);
    return NULL;
}

void kms_close(struct kms *k)
{
    if (!k)
        return;
    if (k->screen)
        munmap(k->screen, k->bytes);
    if (k->fd >= 0)
        close(k->fd); /* the buffer goes with it */
    if (k->news >= 0)
        close(k->news);
    free(k->seen.px);
    free(k);
}

/* ---- frames ---- */

struct surface kms_surface(const struct kms *k)
{
    return k->seen;
}

static void copy(struct kms *k, struct rect r)
{
    for (int y = r.y; y < r.y + r.h; y++)
        memcpy(k->screen + (size_t)y * k->pitch + (size_t)r.x * 4, k->seen.px + (size_t)y * (size_t)k->seen.pitch + r.x,
               (size_t)r.w * 4);
}

/* Drivers that keep a copy of their own (virtual machines, USB screens, self-refreshing panels) are told what changed. */
static bool tell_driver(struct kms *k, const struct rect *rects, int n)
{
    struct drm_clip_rect clips[DAMAGE_MOST];
    struct drm_mode_fb_dirty_cmd dirty = {.fb_id = k->fb, .clips_ptr = address(clips), .num_clips = (uint32_t)n};
    for (int i = 0; i < n; i++) {
        const struct rect *r = &rects[i];
        clips[i] = (struct drm_clip_rect){(uint16_t)r->x, (uint16_t)r->y, (uint16_t)(r->x + r->w), (uint16_t)(r->y + r->h)};
    }
    if (k->no_dirty || drm(k->fd, DRM_IOCTL_MODE_DIRTYFB, &dirty) == 0)
        return true;
    k->no_dirty = errno != ENODEV;
    return k->no_dirty;
}

static bool heard_news(struct kms *k)
{
    char bytes[4096] __attribute__((aligned(__alignof__(struct inotify_event))));
    bool any = false;
    while (k->news >= 0 && read(k->news, bytes, sizeof bytes) > 0)
        any = true;
    return any;
}

int kms_due_ms(const struct kms *k)
{
    int64_t left = k->looked + LOOK_MS - now_ms();
    return left > 0 ? (int)left : 0;
}

int kms_news_fd(const struct kms *k)
{
    return k->news;
}

/* One mode's room: the kernel answers from what it knows instead of asking the cable. News of a screen that is there
 * may be of one that was off and on before we looked: it is lit in any case. */
bool kms_look(struct kms *k)
{
    struct drm_mode_modeinfo one;
    struct drm_mode_get_connector c = {.connector_id = k->connector, .count_modes = 1, .modes_ptr = address(&one)};
    bool news = heard_news(k);
    k->looked = now_ms();
    if (drm(k->fd, DRM_IOCTL_MODE_GETCONNECTOR, &c) != 0)
        return errno != ENODEV;
    bool connected = c.connection != 2 /* not connected */, lit = connected && (news || !k->connected);
    if (lit && !light(k))
        log_warn("stage", "屏幕又接上了，但点不亮：%s", strerror(errno));
    else if (lit)
        log_info("stage", "屏幕又接上了，已重新点亮");
    else if (!connected && k->connected)
        log_info("stage", "屏幕断开了");
    k->connected = connected;
    return true;
}

bool kms_present(struct kms *k, const struct rect *rects, int n)
{
    for (int i = 0; i < n; i++)
        copy(k, rects[i]);
    return tell_driver(k, rects, n) && (kms_due_ms(k) > 0 || kms_look(k));
}

float kms_diagonal_mm(const struct kms *k)
{
    return sqrtf((float)k->mm_w * (float)k->mm_w + (float)k->mm_h * (float)k->mm_h);
}
