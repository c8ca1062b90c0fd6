/* Pictures end to end: the cache in this process, workers forked by hand, files good and evil in a folder of
 * our own. */
#include "stage/picture_hand.h"
#include "stage/picture_keep.h"
#include "stage/picture_probe.h"
#include "stage/picture_worker.h"
#include "stage/pictures.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"
#include "wire/channel.h"
#include "wire/message.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <SDL.h>
#include <SDL_image.h>
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static char folder[] = "/tmp/pictures_test_XXXXXX";
static pid_t worker; /* the last one spawned */
static int (*worker_main)(int fd) = picture_worker_main;

static bool spawn(void *user, int *fd, int *pidfd)
{
    (void)user;
    int ends[2];
    if (!channel_pair(ends, NULL)) {
        return false;
    }
    worker = fork();
    if (worker == 0) {
        close(ends[0]);
        _exit(worker_main(ends[1]));
    }
    close(ends[1]);
    *fd = ends[0];
    *pidfd = (int)syscall(SYS_pidfd_open, worker, 0);
    return true;
}

static void reap(void)
{
    while (waitpid(-1, NULL, WNOHANG) > 0) {
    }
}

static struct pictures *open_pictures(size_t cache_bytes, int timeout_ms)
{
    struct picture_options o = {.media = folder,
                                .pixel_limit = 4000000,
                                .byte_limit = 1 << 20,
                                .cache_bytes = cache_bytes,
                                .timeout_ms = timeout_ms,
                                .spawn = spawn};
    worker_main = picture_worker_main;
    return pictures_open(&o);
}

/* Runs until everything wanted is decided. */
static void settle(struct pictures *p)
{
    int64_t end = clock_real_us() + 20000000;
    while (pictures_pending(p) > 0 && clock_real_us() < end) {
        struct pollfd fds[PICTURE_WORKERS];
        poll(fds, (nfds_t)pictures_pollfds(p, fds), pictures_timeout(p));
        pictures_receive(p);
    }
    pictures_receive(p);
    assert_int_equal(pictures_pending(p), 0);
    assert_int_equal(pictures_timeout(p), -1);
}

static enum picture_state state_of(struct pictures *p, const char *src)
{
    picture_want(p, src, 40, 30, FIT_COVER, false);
    settle(p);
    return picture_want(p, src, 40, 30, FIT_COVER, false)->state;
}

static void put_file(const char *name, const void *data, size_t len)
{
    char path[256];
    struct err e;
    path_join(path, sizeof path, folder, name);
    assert_true(file_write_durable(path, data, len, 0644, &e));
}

static const char *path_of(const char *name)
{
    static char path[256];
    path_join(path, sizeof path, folder, name);
    return path;
}

/* Left half red, right half blue, upper half translucent if asked. */
static SDL_Surface *two_colors(int w, int h, bool translucent)
{
    SDL_Surface *s = SDL_CreateRGBSurfaceWithFormat(0, w, h, 32, SDL_PIXELFORMAT_ARGB8888);
    for (int y = 0; y < h; y++) {
        for (int x = 0; x < w; x++) {
            uint32_t alpha = translucent && y < h / 2 ? 0x80000000 : 0xFF000000;
            ((uint32_t *)s->pixels)[y * s->pitch / 4 + x] = alpha | (x < w / 2 ? 0xFF0000 : 0x0000FF);
        }
    }
    return s;
}

static const char svg[] =
    "<?xml version=\"1.0\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"90\" height=\"52\" "
    "viewBox=\"0 0 90 52\"><rect width=\"90\" height=\"52\" fill=\"#ff0000\"/>"
    "<rect x=\"45\" width=\"45\" height=\"52\" fill=\"#0000ff\"/></svg>";

static int make_files(void **state)
{
    (void)state;
    log_quiet(LOG_ERROR);
    if (!mkdtemp(folder)) {
        return -1;
    }
    SDL_Surface *s = two_colors(120, 60, false), *t = two_colors(40, 40, true);
    IMG_SavePNG(s, path_of("good.png"));
    IMG_SavePNG(t, path_of("glass.png"));
    IMG_SaveJPG(s, path_of("good.jpg"), 95);
    IMG_SavePNG(s, path_of("really-png.jpg"));
    SDL_FreeSurface(s);
    SDL_FreeSurface(t);
    put_file("good.svg", svg, sizeof svg - 1);
    put_file("empty.png", "", 0);
    put_file("cut.png", "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x28\0\0\0\x1e\x08\x06\0\0\0", 29);
    mkfifo(path_of("fifo.png"), 0600);
    return symlink("good.png", path_of("link.png"));
}

static int remove_files(void **state)
{
    (void)state;
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    return system(command);
}

/* ---- good pictures ---- */

static void test_kinds(void **state)
{
    (void)state;
    static const char *const names[] = {"good.png", "good.jpg", "good.svg"};
    struct pictures *p = open_pictures(0, 0);
    for (int i = 0; i < 3; i++) {
        struct picture *c = picture_want(p, names[i], 40, 30, FIT_COVER, false);
        assert_true(i > 1 || c->state == PICTURE_PENDING);
        settle(p);
        assert_int_equal(c->state, PICTURE_READY);
        assert_int_equal(c->w, 40);
        assert_int_equal(c->h, 30);
        assert_true(c->opaque); /* no half covered row at an edge */
        assert_true((c->px[15 * 40 + 5] >> 16 & 255) > 240 && (c->px[15 * 40 + 5] & 255) < 20);
        assert_true((c->px[15 * 40 + 34] >> 16 & 255) < 20 && (c->px[15 * 40 + 34] & 255) > 240);
    }
    assert_int_equal(picture_want(p, "good.png", 40, 30, FIT_COVER, false)->source_w, 120);
    assert_int_equal(picture_want(p, "good.svg", 40, 30, FIT_COVER, false)->source_h, 52);
    assert_int_equal(pictures_figures(p).workers_started, 1);
    pictures_close(p);
    reap();
}

static void test_fit_and_flip(void **state)
{
    (void)state;
    struct pictures *p = open_pictures(0, 0);
    struct picture *within = picture_want(p, "good.png", 100, 100, FIT_CONTAIN, false);
    struct picture *flipped = picture_want(p, "good.svg", 300, 200, FIT_COVER, true);
    struct picture *large = picture_want(p, "good.png", 1000, 500, FIT_COVER, false);
    settle(p);
    assert_true(within->state == PICTURE_READY && within->w == 100 && within->h == 50);
    assert_true(flipped->state == PICTURE_READY && flipped->w == 300 && flipped->h == 200);
    assert_int_equal(flipped->px[100 * 300 + 10], 0xFF0000FF);
    assert_int_equal(flipped->px[100 * 300 + 290], 0xFFFF0000);
    assert_true(large->state == PICTURE_READY && large->px[250 * 1000 + 100] == 0xFFFF0000);
    pictures_close(p);
    reap();
}

static void test_premultiplied(void **state)
{
    (void)state;
    struct pictures *p = open_pictures(0, 0);
    struct picture *c = picture_want(p, "glass.png", 40, 40, FIT_COVER, false);
    settle(p);
    assert_int_equal(c->state, PICTURE_READY);
    assert_false(c->opaque);
    assert_int_equal(c->px[5 * 40 + 5], 0x80800000);
    assert_int_equal(c->px[35 * 40 + 5], 0xFFFF0000);
    pictures_close(p);
    reap();
}

/* ---- bad files: broken, and the worker lives on ---- */

static void test_bad_files(void **state)
{
    (void)state;
    static const char *const bad[] = {"missing.png", "empty.png",   "cut.png", "really-png.jpg",
                                      "fifo.png",    "link.png",    "../etc",  "good.gif",
                                      ".hidden.png", "/etc/passwd", ""};
    struct pictures *p = open_pictures(0, 0);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_int_equal(state_of(p, bad[i]), PICTURE_BROKEN);
    }
    assert_int_equal(state_of(p, "good.png"), PICTURE_READY);
    assert_int_equal(pictures_figures(p).workers_started, 1);
    assert_int_equal(pictures_figures(p).workers_killed, 0);
    pictures_close(p);
    reap();
}

static void test_truncated_at_every_length(void **state)
{
    (void)state;
    static const char *const names[] = {"good.png", "good.jpg", "good.svg"};
    static const char *const cuts[] = {"cut-%zu.png", "cut-%zu.jpg", "cut-%zu.svg"};
    struct pictures *p = open_pictures(0, 0);
    for (int i = 0; i < 3; i++) {
        struct buf b;
        struct err e;
        assert_true(file_read(path_of(names[i]), 1 << 20, &b, &e));
        for (size_t len = 0; len < b.len; len += 1 + b.len / 40) {
            char name[32];
            snprintf(name, sizeof name, cuts[i], len);
            put_file(name, b.data, len);
            enum picture_state s = state_of(p, name);
            assert_true(s == PICTURE_BROKEN ||
                        (s == PICTURE_READY && i < 2)); /* decided; the decoders forgive some cuts */
        }
        buf_free(&b);
    }
    assert_int_equal(pictures_figures(p).workers_killed, 0);
    assert_int_equal(state_of(p, "good.png"), PICTURE_READY);
    pictures_close(p);
    reap();
}

/* Headers that promise far more than they have: refused from the header, no decoder sees them. */
static void test_bombs(void **state)
{
    (void)state;
    static const unsigned char png[] =
        "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x4e\x20\0\0\x4e\x20\x08\x06\0\0\0\0\0\0\0";
    static const unsigned char jpeg[] =
        "\xff\xd8\xff\xe0\0\x04\0\0\xff\xc0\0\x11\x08\xea\x60\xea\x60\x03\x01\x22\0\0\0";
    static const unsigned char webp[] =
        "RIFF\x1a\0\0\0WEBPVP8L\x0d\0\0\0\x2f\xff\xff\xff\x0f\0\0\0\0\0\0\0\0\0";
    static const char wide[] = "<svg width=\"1\" height=\"9000000\"></svg>";
    static const char nothing[] = "<svg xmlns=\"http://www.w3.org/2000/svg\"></svg>";
    static const char endless[] = "<svg width=\"nan\" height=\"inf\"></svg>";
    put_file("bomb.png", png, sizeof png - 1);
    put_file("bomb.jpg", jpeg, sizeof jpeg - 1);
    put_file("bomb.webp", webp, sizeof webp - 1);
    put_file("bomb.svg", wide, sizeof wide - 1);
    put_file("nothing.svg", nothing, sizeof nothing - 1);
    put_file("endless.svg", endless, sizeof endless - 1);
    struct pictures *p = open_pictures(0, 0);
    int64_t start = clock_real_us();
    assert_int_equal(state_of(p, "bomb.png"), PICTURE_BROKEN);
    assert_int_equal(state_of(p, "bomb.jpg"), PICTURE_BROKEN);
    assert_int_equal(state_of(p, "bomb.webp"), PICTURE_BROKEN);
    assert_int_equal(state_of(p, "bomb.svg"), PICTURE_BROKEN);
    assert_int_equal(state_of(p, "nothing.svg"), PICTURE_BROKEN);
    assert_int_equal(state_of(p, "endless.svg"), PICTURE_BROKEN);
    assert_true(clock_real_us() - start < 2000000);
    assert_int_equal(pictures_figures(p).workers_killed, 0);
    pictures_close(p);
    reap();
}

static void put_limit_files(int more)
{
    SDL_Surface *s = two_colors(2000, 2000 + more, false);
    assert_int_equal(IMG_SavePNG(s, path_of("pixels.png")), 0);
    assert_int_equal(IMG_SaveJPG(s, path_of("pixels.jpg"), 50), 0);
    SDL_FreeSurface(s);
    s = two_colors(120, 60, false);
    assert_int_equal(IMG_SavePNG(s, path_of("bytes.png")), 0);
    assert_int_equal(truncate(path_of("bytes.png"), (1 << 20) + more), 0); /* what follows the picture is not read */
    SDL_FreeSurface(s);
}

/* A picture of just as many pixels as are allowed, a file of just as many bytes: shown. One more: not. */
static void test_limits(void **state)
{
    static const char *const names[] = {"pixels.png", "pixels.jpg", "bytes.png"};
    (void)state;
    for (int more = 0; more <= 1; more++) {
        put_limit_files(more);
        struct pictures *p = open_pictures(0, 0);
        for (int i = 0; i < 3; i++)
            assert_int_equal(state_of(p, names[i]), more ? PICTURE_BROKEN : PICTURE_READY);
        assert_int_equal(pictures_figures(p).workers_killed, 0);
        pictures_close(p);
        reap();
    }
}

static void test_probe(void **state)
{
    (void)state;
    struct picture_size s;
    struct err e;
    enum picture_type type;
    assert_true(picture_type_of("a/B.JPEG", &type) && type == PICTURE_JPEG);
    assert_false(picture_type_of("a.tiff", &type) || picture_type_of("png", &type));
    const char box[] = "<!-- a --><svg\n viewBox = '0 0 900, 520.5' width=\"100%\">";
    assert_true(picture_probe(PICTURE_SVG, (const unsigned char *)box, sizeof box - 1, &s, &e));
    assert_true(s.w == 900 && s.h == 520.5);
    const unsigned char lossy[] = "RIFF\x1a\0\0\0WEBPVP8 \x0d\0\0\0\x30\x01\0\x9d\x01\x2a\x40\x01\xf0\0\0\0";
    assert_true(picture_probe(PICTURE_WEBP, lossy, sizeof lossy - 1, &s, &e));
    assert_true(s.w == 320 && s.h == 240);
    const unsigned char extended[] = "RIFF\x1a\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\x3f\x01\0\xef\0\0";
    assert_true(picture_probe(PICTURE_WEBP, extended, sizeof extended - 1, &s, &e));
    assert_true(s.w == 320 && s.h == 240);
    static const unsigned char magic[] = {0xFF, 0xD8, 0xFF, 0xE1};
    for (int t = PICTURE_SVG; t <= PICTURE_WEBP;
         t++) { /* any bytes at all: an answer, no reading past the end */
        unsigned seed = 5;
        for (int i = 0; i < 20000; i++) {
            unsigned char bytes[64];
            size_t len = (seed >> 16) % sizeof bytes;
            for (size_t k = 0; k < sizeof bytes; k++) {
                seed = seed * 1103515245u + 12345;
                bytes[k] = k < 4 && t == PICTURE_JPEG ? magic[k] : (unsigned char)(seed >> 16);
            }
            unsigned char *exact = malloc(len + 1);
            memcpy(exact, bytes, len);
            picture_probe((enum picture_type)t, exact, len, &s, &e);
            free(exact);
        }
    }
}

/* ---- the store ---- */

static char store[] = "/tmp/pictures_store_XXXXXX";

static struct pictures *open_with_store(int64_t bytes)
{
    struct picture_options o = {.media = folder, .pixel_limit = 4000000, .byte_limit = 1 << 20, .store = store,
                                .store_bytes = bytes, .spawn = spawn};
    worker_main = picture_worker_main;
    return pictures_open(&o);
}

static const char *only_stored_file(int *count)
{
    static char path[600];
    DIR *d = opendir(store);
    *count = 0;
    for (struct dirent *e; d && (e = readdir(d));) {
        if (e->d_name[0] != '.') {
            snprintf(path, sizeof path, "%s/%s", store, e->d_name);
            ++*count;
        }
    }
    closedir(d);
    return path;
}

static bool is_whole(const char *name)
{
    static uint32_t px[256 * 256];
    char path[700];
    struct stored head;
    snprintf(path, sizeof path, "%s/%s", store, name);
    int fd = open(path, O_RDONLY);
    bool whole = fd >= 0 && stored_read_head(fd, &head) && head.w * head.h <= 256 * 256 && stored_read_pixels(fd, &head, px);
    close(fd);
    return whole;
}

static int count_torn(void)
{
    int torn = 0;
    DIR *d = opendir(store);
    for (struct dirent *e; d && (e = readdir(d));) {
        torn += e->d_type == DT_REG && !is_whole(e->d_name);
    }
    closedir(d);
    return torn;
}

/* Workers write in a pause, after they have answered. */
static void wait_kept(void)
{
    int64_t end = clock_real_us() + 20000000;
    while (count_torn() > 0 && clock_real_us() < end) {
        usleep(5000);
    }
    assert_int_equal(count_torn(), 0);
}

/* One start of a kiosk: the picture's pixels, and how many came from the store. */
static int64_t one_start(const char *src, int w, uint32_t *px)
{
    struct pictures *p = open_with_store(8 << 20);
    struct picture *c = picture_want(p, src, w, 30, FIT_COVER, false);
    settle(p);
    assert_int_equal(c->state, PICTURE_READY);
    memcpy(px, c->px, (size_t)w * 30 * 4);
    int64_t n = pictures_figures(p).from_store;
    wait_kept();
    pictures_close(p);
    reap();
    return n;
}

static int open_store(void **state)
{
    (void)state;
    snprintf(store, sizeof store, "/tmp/pictures_store_XXXXXX");
    return mkdtemp(store) ? 0 : -1;
}

static int remove_store(void **state)
{
    (void)state;
    char command[128];
    snprintf(command, sizeof command, "chmod -R u+w '%s'; rm -rf '%s'", store, store);
    return system(command);
}

static void test_store_saves_decoding(void **state)
{
    (void)state;
    uint32_t first[40 * 30], again[40 * 30];
    assert_int_equal(one_start("good.png", 40, first), 0);
    assert_int_equal(one_start("good.png", 40, again), 1);
    assert_memory_equal(first, again, sizeof first);
    assert_int_equal(one_start("good.png", 20, again), 0); /* another box */
    SDL_Surface *s = two_colors(60, 60, false);
    IMG_SavePNG(s, path_of("good.png")); /* another picture under the same name */
    SDL_FreeSurface(s);
    assert_int_equal(one_start("good.png", 40, again), 0);
    s = two_colors(120, 60, false);
    IMG_SavePNG(s, path_of("good.png"));
    SDL_FreeSurface(s);
}

static void spoil(const char *path, off_t at, int kind)
{
    if (kind == 0) {
        assert_int_equal(truncate(path, at), 0);
    } else if (kind == 1) {
        int fd = open(path, O_WRONLY);
        assert_int_equal(pwrite(fd, "\xA5\x5A", 2, at), 2);
        close(fd);
    } else {
        unlink(path);
        assert_int_equal(kind == 2 ? mkfifo(path, 0600) : symlink(path_of("good.png"), path), 0);
    }
}

static void test_spoilt_store_costs_nothing_but_time(void **state)
{
    (void)state;
    static const struct {
        off_t at;
        int kind;
    } ways[] = {{0, 0}, {20, 0}, {1000, 0}, {2, 1}, {8, 1}, {12, 1}, {24, 1}, {3000, 1}, {0, 2}, {0, 3}};
    uint32_t first[40 * 30], again[40 * 30];
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        int files;
        remove_store(NULL);
        assert_int_equal(mkdir(store, 0700), 0);
        struct pictures *p = open_with_store(8 << 20);
        picture_want(p, "good.png", 40, 30, FIT_COVER, false);
        settle(p);
        memcpy(first, picture_want(p, "good.png", 40, 30, FIT_COVER, false)->px, sizeof first);
        wait_kept();
        pictures_close(p);
        reap();
        const char *path = only_stored_file(&files);
        assert_int_equal(files, 1);
        spoil(path, ways[i].at, ways[i].kind);
        assert_int_equal(one_start("good.png", 40, again), 0);
        assert_memory_equal(first, again, sizeof first);
    }
}

static void test_store_keeps_its_size(void **state)
{
    (void)state;
    struct pictures *p = open_with_store(64 << 10);
    for (int i = 0; i < 30; i++) {
        picture_want(p, "good.svg", 60 + i, 60, FIT_COVER, false);
        settle(p);
    }
    wait_kept();
    pictures_close(p);
    reap();
    struct stat st;
    char path[700];
    off_t sum = 0;
    DIR *d = opendir(store);
    for (struct dirent *e; d && (e = readdir(d));) {
        snprintf(path, sizeof path, "%s/%s", store, e->d_name);
        sum += e->d_name[0] != '.' && stat(path, &st) == 0 ? st.st_size : 0;
    }
    closedir(d);
    assert_in_range(sum, 16 << 10, 66 << 10);
}

static int memory_with(uint32_t value, int pixels)
{
    int fd = memfd_create("kept", 0);
    size_t bytes = (size_t)pixels * sizeof value;
    assert_int_equal(ftruncate(fd, (off_t)bytes), 0);
    uint32_t *px = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    assert_ptr_not_equal(px, MAP_FAILED);
    for (int i = 0; i < pixels; i++) {
        px[i] = value;
    }
    munmap(px, bytes);
    return fd;
}

/* A picture of that one value; the file it is to be kept in. */
static int ask_to_keep(struct keeping *k, uint32_t value, int w, int h)
{
    char path[700];
    snprintf(path, sizeof path, "%s/kept%u", store, value);
    int file = open(path, O_RDWR | O_CREAT | O_TRUNC, 0600);
    keep_later(k, &(struct stored){w, h, w, h}, memory_with(value, w * h), dup(file));
    return file;
}

static bool holds(int file, uint32_t value)
{
    static uint32_t px[1 << 20];
    struct stored head;
    lseek(file, 0, SEEK_SET);
    return stored_read_head(file, &head) && stored_read_pixels(file, &head, px) && px[0] == value && px[head.w * head.h - 1] == value;
}

static void test_kept_later(void **state)
{
    (void)state;
    struct keeping k = {.count = 0};
    int files[KEEP_MOST + 2];
    keep_one(&k); /* nothing to do */
    for (int i = 0; i < KEEP_MOST + 2; i++) {
        files[i] = ask_to_keep(&k, (uint32_t)i, 5, 1);
        assert_int_equal(k.count, i < KEEP_MOST ? i + 1 : KEEP_MOST);
        assert_false(holds(files[i], (uint32_t)i));
    }
    assert_true(holds(files[0], 0) && holds(files[1], 1) && !holds(files[2], 2)); /* too many: the oldest had to go */
    while (k.count > 0) {
        keep_one(&k);
    }
    for (int i = 0; i < KEEP_MOST + 2; i++) {
        assert_true(holds(files[i], (uint32_t)i));
        close(files[i]);
    }
    assert_int_equal(k.bytes, 0);
}

/* Large pictures do not pile up: at most KEEP_BYTES of them and one more. */
static void test_kept_memory(void **state)
{
    (void)state;
    struct keeping k = {.count = 0};
    int w = 2048, h = (int)(KEEP_BYTES / 4 / 4) / w, files[6]; /* four take it all */
    for (int i = 0; i < 6; i++) {
        files[i] = ask_to_keep(&k, (uint32_t)i, w, h);
        assert_int_equal(k.count, i < 4 ? i + 1 : 4);
    }
    assert_true(holds(files[0], 0) && holds(files[1], 1) && !holds(files[2], 2));
    while (k.count > 0) {
        keep_one(&k);
    }
    for (int i = 0; i < 6; i++) {
        close(files[i]);
    }
}

static void test_no_store_is_no_matter(void **state)
{
    (void)state;
    struct pictures *p = open_with_store(0);
    assert_int_equal(state_of(p, "good.png"), PICTURE_READY);
    pictures_close(p);
    remove_store(NULL);
    put_file("../pictures_store_file", "x", 1); /* a file where the folder should be */
    snprintf(store, sizeof store, "/tmp/pictures_store_file");
    p = open_with_store(8 << 20);
    assert_int_equal(state_of(p, "good.png"), PICTURE_READY);
    pictures_close(p);
    reap();
    unlink(store);
}

/* ---- how much a worker is given ---- */

static int fill(struct hand *h, struct entry *e, int64_t bytes)
{
    const struct picture_options o = {.timeout_ms = 1000};
    int file = open("/dev/null", O_RDONLY), files[2] = {file, -1}, n = 0;
    for (; !hand_full(h) && n < 9; n++) {
        e[n].bytes = bytes;
        assert_true(hand_send(h, &e[n], files, PICTURE_PNG, &o));
    }
    close(file);
    return n;
}

static void test_small_ones_at_hand(void **state)
{
    (void)state;
    static struct entry e[9];
    struct hand h = hand_none();
    int ends[2];
    assert_true(channel_pair(ends, NULL));
    channel_open(&h.channel, ends[0]);
    assert_int_equal(fill(&h, e, 50 << 10), HAND_FLIGHT);
    hand_done(&h, 1000);
    assert_int_equal(fill(&h, e, 50 << 10), 1);
    while (h.n_flying > 0) {
        hand_done(&h, 1000);
    }
    assert_int_equal(fill(&h, e, 5 << 20), 2); /* photos from a camera: one beside the one it is at */
    hand_lose(&h, false);
    assert_int_equal(h.bytes, 0);
    close(ends[1]);
}

/* ---- workers that die, hang or lie ---- */

static void test_killed_worker(void **state)
{
    (void)state;
    struct pictures *p = open_pictures(0, 0);
    assert_int_equal(state_of(p, "good.png"), PICTURE_READY);
    for (int i = 0; i < 20; i++) {
        pid_t victim = worker;
        kill(victim, SIGSTOP); /* so that it is certainly in the middle of it */
        struct picture *c = picture_want(p, "good.svg", 50 + i, 50, FIT_COVER, false);
        struct picture *next = picture_want(p, "good.jpg", 50 + i, 50, FIT_COVER, false);
        kill(victim, SIGKILL);
        settle(p);
        assert_int_equal(c->state, PICTURE_READY); /* tried again in the next worker */
        assert_int_equal(next->state, PICTURE_READY);
        reap();
    }
    assert_in_range(pictures_figures(p).workers_started, 21, 22); /* a second one beside the first where there are two cores */
    pictures_close(p);
    reap();
}

static int crash(int fd)
{
    char byte;
    return read(fd, &byte, 1) > 0 ? 3 : 4;
}

static int hang(int fd)
{
    (void)fd;
    pause();
    return 0;
}

static void test_crashing_worker(void **state)
{
    (void)state;
    struct pictures *p = open_pictures(0, 0);
    worker_main = crash;
    assert_int_equal(state_of(p, "good.png"), PICTURE_BROKEN);
    assert_int_equal(pictures_figures(p).workers_started, 2);
    worker_main = picture_worker_main;
    assert_int_equal(state_of(p, "good.jpg"), PICTURE_READY);
    pictures_close(p);
    reap();
}

static void test_hanging_worker(void **state)
{
    (void)state;
    struct pictures *p = open_pictures(0, 400);
    worker_main = hang;
    struct picture *c = picture_want(p, "good.png", 10, 10, FIT_COVER, false);
    worker_main = picture_worker_main;
    int64_t start = clock_real_us();
    while (c->state == PICTURE_PENDING) {
        struct pollfd fds[PICTURE_WORKERS];
        poll(fds, (nfds_t)pictures_pollfds(p, fds), pictures_timeout(p));
        pictures_receive(p);
    }
    assert_in_range(clock_real_us() - start, 300000, 3000000);
    assert_int_equal(c->state, PICTURE_BROKEN);
    assert_int_equal(pictures_figures(p).workers_killed, 1);
    assert_int_equal(state_of(p, "good.svg"), PICTURE_READY); /* the next worker does its work */
    pictures_close(p);
    reap();
}

static unsigned lie; /* which untruth the lying worker tells */

static int liar(int fd)
{
    struct channel c;
    struct reader r;
    uint8_t type;
    channel_open(&c, fd);
    while (channel_receive(&c, &type, &r, -1)) {
        struct buf b = {0};
        uint32_t id = read_u32(&r);
        int memory = memfd_create("lie", MFD_ALLOW_SEALING);
        int seals = F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE;
        if (ftruncate(memory, lie == 0 ? 100 : 40 * 30 * 4) ||
            (lie != 1 && fcntl(memory, F_ADD_SEALS, seals))) {
            return 1;
        }
        buf_u32(&b, lie == 2 ? id + 1 : id);
        buf_u8(&b, 1);
        buf_u32(&b, 40);
        buf_u32(&b, 30);
        buf_u32(&b, lie == 3 ? 0x10000 : 40);
        buf_u32(&b, lie == 3 ? 0x10000 : 30);
        buf_str(&b, "", 0);
        channel_send_fds(&c, lie == 4 ? MSG_VIEW : MSG_PICTURE, b.data, lie == 5 ? 7 : b.len, &memory,
                         lie == 6 ? 0 : 1);
        buf_free(&b);
    }
    return 0;
}

static void test_lying_worker(void **state)
{
    (void)state;
    for (lie = 0; lie < 7; lie++) {
        struct pictures *p = open_pictures(0, 0);
        worker_main = liar;
        assert_int_equal(state_of(p, "good.png"), PICTURE_BROKEN);
        assert_int_equal(pictures_figures(p).workers_killed, 1);
        pictures_close(p);
        reap();
    }
}

static bool no_worker(void *user, int *fd, int *pidfd)
{
    (void)user, (void)fd, (void)pidfd;
    return false;
}

static void test_no_worker_at_all(void **state)
{
    (void)state;
    struct picture_options o = {.media = folder, .spawn = no_worker};
    struct pictures *p = pictures_open(&o);
    assert_int_equal(picture_want(p, "good.png", 10, 10, FIT_COVER, false)->state, PICTURE_BROKEN);
    pictures_close(p);
}

/* ---- the cache ---- */

static void test_cache_budget(void **state)
{
    (void)state;
    size_t one = 100 * 100 * 4;
    struct pictures *p = open_pictures(5 * one, 0);
    struct picture *held = picture_want(p, "good.svg", 100, 100, FIT_COVER, false);
    settle(p);
    picture_hold(held);
    for (int i = 1; i <= 20; i++) {
        picture_want(p, "good.svg", 100, 100 + i, FIT_COVER, false);
        settle(p);
        pictures_trim(p);
        assert_true(pictures_figures(p).bytes <= 6 * one);
    }
    assert_int_equal(held->px[50 * 100 + 10], 0xFFFF0000); /* what is on the screen stays */
    assert_ptr_equal(picture_want(p, "good.svg", 100, 100, FIT_COVER, false), held);
    int64_t decoded = pictures_figures(p).decoded;
    assert_int_equal(picture_want(p, "good.svg", 100, 120, FIT_COVER, false)->state, PICTURE_READY);
    assert_int_equal(pictures_figures(p).decoded, decoded);
    assert_int_equal(picture_want(p, "good.svg", 100, 101, FIT_COVER, false)->state, PICTURE_PENDING);
    settle(p);
    pictures_close(p);
    assert_int_equal(held->px[50 * 100 + 10], 0xFFFF0000); /* even beyond the cache */
    picture_release(held);
    reap();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_kinds),
        cmocka_unit_test(test_fit_and_flip),
        cmocka_unit_test(test_premultiplied),
        cmocka_unit_test(test_bad_files),
        cmocka_unit_test(test_truncated_at_every_length),
        cmocka_unit_test(test_bombs),
        cmocka_unit_test(test_limits),
        cmocka_unit_test(test_probe),
        cmocka_unit_test_setup_teardown(test_store_saves_decoding, open_store, remove_store),
        cmocka_unit_test_setup_teardown(test_spoilt_store_costs_nothing_but_time, open_store, remove_store),
        cmocka_unit_test_setup_teardown(test_store_keeps_its_size, open_store, remove_store),
        cmocka_unit_test_setup_teardown(test_kept_later, open_store, remove_store),
        cmocka_unit_test_setup_teardown(test_kept_memory, open_store, remove_store),
        cmocka_unit_test_setup_teardown(test_no_store_is_no_matter, open_store, remove_store),
        cmocka_unit_test(test_small_ones_at_hand),
        cmocka_unit_test(test_killed_worker),
        cmocka_unit_test(test_crashing_worker),
        cmocka_unit_test(test_hanging_worker),
        cmocka_unit_test(test_lying_worker),
        cmocka_unit_test(test_no_worker_at_all),
        cmocka_unit_test(test_cache_budget),
    };
    return cmocka_run_group_tests_name("stage pictures", tests, make_files, remove_files);
}
