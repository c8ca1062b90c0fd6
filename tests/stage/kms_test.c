/* The screen without a desktop, on a card that this program plays: a screen that was switched off and on is lit again,
 * also while nothing is presented, and one that stays on is left alone. */
#include "base/clock.h"
#include "stage/kms.h"

#include <drm.h>
#include <drm_mode.h>
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

static struct {
    char node[64]; /* stands for /dev/dri/card0 */
    int connection; /* as in struct drm_mode_get_connector */
    int lit, looks;
    bool gone;
    int64_t later; /* us, added to the clock */
} card;

int64_t __real_clock_real_us(void);
int64_t __wrap_clock_real_us(void);
int __real_open(const char *path, int flags, ...);
int __wrap_open(const char *path, int flags, ...);
int __real_inotify_add_watch(int fd, const char *path, uint32_t mask);
int __wrap_inotify_add_watch(int fd, const char *path, uint32_t mask);
int __wrap_ioctl(int fd, unsigned long request, ...);

int64_t __wrap_clock_real_us(void)
{
    return __real_clock_real_us() + card.later;
}

int __wrap_open(const char *path, int flags, ...)
{
    if (strcmp(path, "/dev/dri/card0") == 0)
        return __real_open(card.node, flags);
    errno = ENOENT;
    return -1;
}

int __wrap_inotify_add_watch(int fd, const char *path, uint32_t mask)
{
    assert_string_equal(path, "/dev/dri/card0");
    return __real_inotify_add_watch(fd, card.node, mask);
}

static void tell_connector(struct drm_mode_get_connector *c)
{
    const struct drm_mode_modeinfo mode = {.hdisplay = 64, .vdisplay = 32, .type = DRM_MODE_TYPE_PREFERRED};
    card.looks++;
    c->connection = (uint32_t)card.connection;
    if (c->count_modes)
        *(struct drm_mode_modeinfo *)(uintptr_t)c->modes_ptr = mode;
    if (c->count_encoders)
        *(uint32_t *)(uintptr_t)c->encoders_ptr = 5;
    c->count_modes = c->count_encoders = 1;
}

static void tell_resources(struct drm_mode_card_res *r)
{
    if (r->connector_id_ptr)
        *(uint32_t *)(uintptr_t)r->connector_id_ptr = 7;
    if (r->crtc_id_ptr)
        *(uint32_t *)(uintptr_t)r->crtc_id_ptr = 3;
    r->count_connectors = r->count_crtcs = 1;
}

int __wrap_ioctl(int fd, unsigned long request, ...)
{
    va_list args;
    va_start(args, request);
    void *arg = va_arg(args, void *);
    va_end(args);
    (void)fd;
    if (card.gone) {
        errno = ENODEV;
        return -1;
    }
    if (request == DRM_IOCTL_GET_CAP)
        ((struct drm_get_cap *)arg)->value = 1;
    else if (request == DRM_IOCTL_MODE_GETRESOURCES)
        tell_resources(arg);
    else if (request == DRM_IOCTL_MODE_GETCONNECTOR)
        tell_connector(arg);
    else if (request == DRM_IOCTL_MODE_GETENCODER)
        ((struct drm_mode_get_encoder *)arg)->possible_crtcs = 1;
    else if (request == DRM_IOCTL_MODE_CREATE_DUMB)
        *(struct drm_mode_create_dumb *)arg = (struct drm_mode_create_dumb){.width = 64, .height = 32, .pitch = 256, .size = 8192};
    card.lit += request == DRM_IOCTL_MODE_SETCRTC;
    return 0;
}

static struct kms *start(void)
{
    struct err e;
    struct kms *k = kms_open(0, &e);
    if (!k)
        fail_msg("%s", e.text);
    assert_int_equal(card.lit, 1);
    return k;
}

static int set_up(void **state)
{
    (void)state;
    memset(&card, 0, sizeof card);
    card.connection = 1;
    snprintf(card.node, sizeof card.node, "/tmp/qf-kms-XXXXXX");
    int fd = mkstemp(card.node);
    return fd >= 0 && ftruncate(fd, 8192) == 0 && close(fd) == 0 ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    return unlink(card.node);
}

/* As udev does after the kernel has said something of the card. */
static void news(void)
{
    assert_int_equal(utimensat(AT_FDCWD, card.node, NULL, 0), 0);
}

static void look_when_due(struct kms *k)
{
    card.later += 1000LL * kms_due_ms(k);
    assert_int_equal(kms_due_ms(k), 0);
    assert_true(kms_look(k));
}

static void off_and_on_while_nothing_moves(void **state)
{
    struct kms *k = start();
    (void)state;
    card.connection = 2;
    look_when_due(k);
    assert_int_equal(card.lit, 1);
    card.connection = 1;
    look_when_due(k);
    assert_int_equal(card.lit, 2);
    look_when_due(k);
    assert_int_equal(card.lit, 2); /* once */
    kms_close(k);
}

/* Between two looks nothing can be seen of it, but udev's touch tells. */
static void off_and_on_between_two_looks(void **state)
{
    struct kms *k = start();
    (void)state;
    look_when_due(k);
    assert_int_equal(card.lit, 1);
    news();
    news();
    assert_true(kms_look(k));
    assert_int_equal(card.lit, 2);
    assert_true(kms_look(k));
    assert_int_equal(card.lit, 2);
    card.connection = 2;
    news();
    assert_true(kms_look(k));
    assert_int_equal(card.lit, 2);
    kms_close(k);
}

static void seldom_and_still_with_frames(void **state)
{
    const struct rect all = {0, 0, 64, 32};
    struct kms *k = start();
    (void)state;
    int looks = card.looks;
    for (int i = 0; i < 100; i++)
        assert_true(kms_present(k, &all, 1));
    assert_int_equal(card.looks, looks);
    assert_true(kms_due_ms(k) >= 9000);
    card.connection = 2;
    card.later += 1000LL * kms_due_ms(k);
    assert_true(kms_present(k, &all, 1));
    card.connection = 1;
    card.later += 1000LL * kms_due_ms(k);
    assert_true(kms_present(k, &all, 1));
    assert_int_equal(card.looks, looks + 2);
    assert_int_equal(card.lit, 2);
    kms_close(k);
}

static void a_driver_that_goes_is_noticed(void **state)
{
    struct kms *k = start();
    (void)state;
    card.gone = true;
    assert_false(kms_look(k));
    kms_close(k);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(off_and_on_while_nothing_moves, set_up, tear_down),
        cmocka_unit_test_setup_teardown(off_and_on_between_two_looks, set_up, tear_down),
        cmocka_unit_test_setup_teardown(seldom_and_still_with_frames, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_driver_that_goes_is_noticed, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
