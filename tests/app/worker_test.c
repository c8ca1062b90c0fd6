/* Picture workers inside the real sandbox: every picture of the demo, and each type of file. */
#include "worker_rig.h"

#include "base/file.h"
#include "stage/picture_store.h"

#include <SDL_image.h>

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static enum picture_state settle_sized(struct pictures *p, const char *name, int w, int h, enum fit fit)
{
    struct picture *picture;
    struct pollfd look[PICTURE_WORKERS];
    for (int i = 0; i < 2000; i++) {
        picture = picture_want(p, name, w, h, fit, false);
        if (picture->state != PICTURE_PENDING)
            return picture->state;
        int n = pictures_pollfds(p, look);
        if (n)
            poll(look, (nfds_t)n, 10);
        pictures_receive(p);
    }
    return PICTURE_PENDING;
}

static enum picture_state settle_at(struct pictures *p, const char *name, int width)
{
    return settle_sized(p, name, width, 200, FIT_CONTAIN);
}

static enum picture_state settle(struct pictures *p, const char *name)
{
    return settle_at(p, name, 320);
}

static int check_folder(struct pictures *p, const char *folder)
{
    char path[512], name[300];
    int n = 0;
    snprintf(path, sizeof path, SOURCE_DIR "/media/%s", folder);
    DIR *d = opendir(path);
    for (struct dirent *e; d && (e = readdir(d));) {
        if (!strstr(e->d_name, ".svg"))
            continue;
        snprintf(name, sizeof name, "%.30s/%.255s", folder, e->d_name);
        if (settle(p, name) != PICTURE_READY)
            fail_msg("%s", name);
        n++;
    }
    if (d)
        closedir(d);
    return n;
}

static void test_demo_pictures(void **state)
{
    static const char *const folders[] = {"attract", "case", "covers", "gallery", "ledgers", "shell", "stories"};
    struct picture_options o = {.media = SOURCE_DIR "/media", .spawn = spawn};
    struct pictures *p = pictures_open(&o);
    int n = 0;
    (void)state;
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
        n += check_folder(p, folders[i]);
    assert_true(n > 10);
    assert_int_equal(pictures_figures(p).workers_killed, 0);
    pictures_close(p);
}

static void test_types(void **state)
{
    char folder[] = "/tmp/qingfeng-worker-XXXXXX", path[128], command[128];
    (void)state;
    assert_non_null(mkdtemp(folder));
    SDL_Surface *s = SDL_CreateRGBSurfaceWithFormat(0, 640, 400, 32, SDL_PIXELFORMAT_ARGB8888);
    SDL_FillRect(s, NULL, 0xFF336699);
    snprintf(path, sizeof path, "%s/a.png", folder);
    assert_int_equal(IMG_SavePNG(s, path), 0);
    snprintf(path, sizeof path, "%s/b.jpg", folder);
    assert_int_equal(IMG_SaveJPG(s, path, 80), 0);
    SDL_FreeSurface(s);
    snprintf(path, sizeof path, "%s/c.png", folder);
    assert_true(file_write_durable(path, "not a picture", 13, 0644, NULL));
    static const unsigned char dot[] = {/* one white point as WebP */
        0x52, 0x49, 0x46, 0x46, 0x24, 0x00, 0x00, 0x00, 0x57, 0x45, 0x42, 0x50, 0x56, 0x50, 0x38, 0x20,
        0x18, 0x00, 0x00, 0x00, 0x30, 0x01, 0x00, 0x9d, 0x01, 0x2a, 0x01, 0x00, 0x01, 0x00, 0x02, 0x00,
        0x34, 0x25, 0xa4, 0x00, 0x03, 0x70, 0x00, 0xfe, 0xfb, 0x94, 0x00, 0x00};
    snprintf(path, sizeof path, "%s/d.webp", folder);
    assert_true(file_write_durable(path, dot, sizeof dot, 0644, NULL));
    struct picture_options o = {.media = folder, .spawn = spawn};
    struct pictures *p = pictures_open(&o);
    assert_int_equal(settle(p, "a.png"), PICTURE_READY);
    assert_int_equal(settle(p, "b.jpg"), PICTURE_READY);
    assert_int_equal(settle(p, "d.webp"), PICTURE_READY);
    assert_int_equal(settle(p, "c.png"), PICTURE_BROKEN);
    assert_int_equal(settle(p, "none.png"), PICTURE_BROKEN);
    assert_int_equal(pictures_figures(p).workers_killed, 0);
    assert_int_equal(pictures_figures(p).workers_started, 1);
    for (int i = 0; i < 20; i++) { /* whatever happens to a worker, the next picture gets a fresh one */
        kill(last.pid, SIGKILL);
        usleep(5000);
        settle_at(p, "a.png", 100 + i); /* may have been on its way */
        assert_int_equal(settle_at(p, "b.jpg", 100 + i), PICTURE_READY);
    }
    pictures_close(p);
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    assert_int_equal(system(command), 0);
}

static int count_kept(const char *folder)
{
    int n = 0;
    DIR *d = opendir(folder);
    for (struct dirent *e; d && (e = readdir(d));) {
        char path[400];
        struct stored head;
        snprintf(path, sizeof path, "%s/%s", folder, e->d_name);
        int fd = open(path, O_RDONLY);
        n += fd >= 0 && stored_read_head(fd, &head);
        close(fd);
    }
    if (d)
        closedir(d);
    return n;
}

/* More at once than a worker puts off keeping, within the sandbox's descriptors. */
static void test_many_are_kept(void **state)
{
    enum { MANY = 40 };
    char folder[] = "/tmp/qingfeng-kept-XXXXXX", command[128];
    (void)state;
    assert_non_null(mkdtemp(folder));
    struct picture_options o = {.media = SOURCE_DIR "/media", .store = folder, .store_bytes = 64 << 20, .spawn = spawn};
    struct pictures *p = pictures_open(&o);
    for (int i = 0; i < MANY; i++)
        picture_want(p, "covers/contract.svg", 100 + i, 80, FIT_COVER, false);
    for (int i = 0; i < MANY; i++)
        assert_int_equal(settle_sized(p, "covers/contract.svg", 100 + i, 80, FIT_COVER), PICTURE_READY);
    for (int i = 0; i < 1000 && count_kept(folder) < MANY; i++)
        usleep(10000);
    assert_int_equal(count_kept(folder), MANY);
    assert_int_equal(pictures_figures(p).workers_killed, 0);
    assert_true(pictures_figures(p).workers_started <= PICTURE_WORKERS);
    pictures_close(p);
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    assert_int_equal(system(command), 0);
}

static int start_all(void **state)
{
    struct nursery_options o = {.scripts = SOURCE_DIR "/scripts/demo", .worker_main = run_worker};
    (void)state;
    return nursery_start(&o, &nursery, NULL) ? 0 : -1;
}

static int end_all(void **state)
{
    (void)state;
    nursery_stop(&nursery);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_demo_pictures), cmocka_unit_test(test_types),
                                       cmocka_unit_test(test_many_are_kept)};
    return cmocka_run_group_tests(tests, start_all, end_all);
}
