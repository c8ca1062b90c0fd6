/* Two hundred and more picture files as they should not be, through the real workers in the real sandbox: every one is
 * decided, shown or a placeholder, in bounded time and memory, and the next good picture is shown. Then fonts.
 * BAD_MEDIA=1 prints each with its outcome, time and memory. */
#include "bad_media.h"
#include "worker_rig.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"
#include "stage/fonts.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>

#define TIMEOUT_MS 2500
#define WORST_MS (TIMEOUT_MS + 1500)
#ifdef __SANITIZE_ADDRESS__
#define WORST_KB (4 << 20) /* RLIMIT_AS is not set there (the shadow memory needs terabytes): only its time ends a worker */
#else
#define WORST_KB (800 << 10) /* of a worker: its limit and what the program itself maps */
#endif
#define FONT_MS 5000

static char folder[] = "/tmp/qf-media-XXXXXX";
static bool table;

/* The most the worker has had so far, in KiB; 0: it is gone. */
static long worker_peak(void)
{
    char path[64], line[128];
    long kb = 0;
    snprintf(path, sizeof path, "/proc/%d/status", (int)last.pid);
    FILE *f = fopen(path, "r");
    while (f && fgets(line, sizeof line, f))
        sscanf(line, "VmHWM: %ld", &kb);
    if (f)
        fclose(f);
    return kb;
}

static enum picture_state settle(struct pictures *p, const char *name, long *peak)
{
    for (int64_t end = clock_real_us() + 30000000; clock_real_us() < end;) {
        struct pollfd look;
        struct picture *picture = picture_want(p, name, 320, 200, FIT_CONTAIN, false);
        if (picture->state != PICTURE_PENDING)
            return picture->state;
        if (pictures_pollfds(p, &look))
            poll(&look, 1, 5);
        long now = last.pid ? worker_peak() : 0;
        *peak = now > *peak ? now : *peak;
        pictures_receive(p);
    }
    return PICTURE_PENDING;
}

struct tally {
    int n, shown, killed, wrong;
    int worst_ms;
    long worst_kb;
};

static void print_name(const char *name)
{
    for (int i = 0; name[i] && i < 40; i++)
        putchar((unsigned char)name[i] < 0x20 || (unsigned char)name[i] >= 0x7f ? '?' : name[i]);
    for (size_t i = strlen(name); i < 30; i++)
        putchar(' ');
}

/* Each has a cache and a worker of its own, so that time and memory are its alone. */
static void try_one(const struct bad_file *b, struct tally *t)
{
    struct picture_options o = {.media = folder, .spawn = spawn, .timeout_ms = TIMEOUT_MS, .byte_limit = 32 << 20};
    struct pictures *p = pictures_open(&o);
    long peak = 0, ignored = 0;
    last.pid = 0;
    int64_t from = clock_real_us();
    enum picture_state s = settle(p, b->name, &peak);
    int ms = (int)((clock_real_us() - from) / 1000), killed = pictures_figures(p).workers_killed;
    bool right = s != PICTURE_PENDING && (b->end == BAD_EITHER || (b->end == BAD_READY) == (s == PICTURE_READY));
    bool next = settle(p, "good.png", &ignored) == PICTURE_READY && settle(p, "good.svg", &ignored) == PICTURE_READY;
    bool wrong = !right || !next || ms > WORST_MS || peak > WORST_KB;
    t->n++;
    t->shown += s == PICTURE_READY;
    t->killed += killed;
    t->wrong += wrong;
    t->worst_ms = ms > t->worst_ms ? ms : t->worst_ms;
    t->worst_kb = peak > t->worst_kb ? peak : t->worst_kb;
    if (table || wrong) {
        printf("%-10s ", b->group);
        print_name(b->name);
        printf(" %-11s %5d ms %7ld KiB%s\n", s == PICTURE_READY ? "shown" : killed ? "worker gone" : "refused", ms, peak,
               wrong ? "  <-- WRONG" : "");
    }
    pictures_close(p);
}

static void no_picture_costs_more_than_a_placeholder(void **state)
{
    static struct bad_file files[BAD_MEDIA_MAX];
    struct tally all = {0};
    int n = bad_media_make(folder, files);
    (void)state;
    assert_true(n >= 200);
    for (int i = 0; i < n;) {
        struct tally group = {0};
        const char *name = files[i].group;
        for (int k = 0; k < n; k++) { /* a group need not stand together */
            bool seen = false;
            for (int j = 0; j < i; j++)
                seen |= strcmp(files[j].group, name) == 0;
            if (!seen && strcmp(files[k].group, name) == 0)
                try_one(&files[k], &group);
        }
        i++;
        if (group.n == 0)
            continue;
        printf("%-10s %3d files: %3d shown, %3d refused, %d workers gone; worst %4d ms, %6ld KiB\n", name, group.n,
               group.shown, group.n - group.shown, group.killed, group.worst_ms, group.worst_kb);
        all.n += group.n;
        all.wrong += group.wrong;
    }
    printf("%d picture files, %d wrong\n", all.n, all.wrong);
    assert_int_equal(all.n, n);
    assert_int_equal(all.wrong, 0);
    assert_true(nursery_alive(&nursery));
}

/* ---- fonts ---- */

/* In a process of its own: the map with that file first, characters of several scripts measured and drawn. */
static int use_font(const char *name)
{
    static const uint32_t codes[] = {'A', 'g', 0xE9, 0x20AC, 0x6E05, 0x98CE, 0x20000, 0xFFFD};
    static uint8_t alpha[256 * 256];
    char path[128], map[600];
    struct err e;
    snprintf(map, sizeof map,
             "[folders]\npath = %s\npath = /usr/share/fonts/opentype/noto\n[faces]\nsans = %s, NotoSansCJK-Regular.ttc#2\n"
             "[fallback]\nregular = NotoSansCJK-Regular.ttc#2\nbold = NotoSansCJK-Regular.ttc#2\n",
             folder, name);
    snprintf(path, sizeof path, "%s/fonts.conf", folder);
    if (!file_write_durable(path, map, strlen(map), 0644, &e))
        return 3;
    struct fonts *f = fonts_open(folder, &e);
    if (!f)
        return e.text[0] ? 1 : 3;
    int first = 0;
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        struct glyph_measure m;
        int font = fonts_pick(f, FACE_SANS, false, codes[i]);
        first += font == 0;
        if (font < 0 || !fonts_measure(f, font, 40, codes[i], &m) || m.w <= 0 || m.h <= 0 || m.w > 256 || m.h > 256)
            continue;
        memset(alpha, 0, sizeof alpha);
        fonts_draw(f, font, 40, codes[i], &m, alpha);
    }
    bool chinese = fonts_pick(f, FACE_SANS, false, 0x6E05) >= 0;
    fonts_close(f);
    return !chinese ? 4 : first ? 2 : 0;
}

static const char *fit_font(void)
{
    static const char *const fonts[] = {"/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
                                        "/usr/share/fonts/truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf"};
    for (size_t i = 0; i < 2; i++) {
        if (access(fonts[i], R_OK) == 0 && access("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", R_OK) == 0)
            return fonts[i];
    }
    return NULL;
}

static void no_font_stops_the_screen(void **state)
{
    static const char *const ends[] = {"another used", "map refused", "used", "FAILED", "NO CHINESE"};
    char name[64];
    const char *font = fit_font();
    int n = 0, wrong = 0, worst_ms = 0;
    long worst_kb = 0;
    (void)state;
    if (!font)
        skip();
    for (; bad_font_make(folder, font, n, name, sizeof name); n++) {
        struct rusage use;
        int status = 0;
        int64_t from = clock_real_us();
        pid_t pid = fork();
        if (pid == 0) {
            alarm(FONT_MS / 1000);
            log_quiet(LOG_SILENT);
            _exit(use_font(name));
        }
        assert_int_equal(wait4(pid, &status, 0, &use), pid);
        int ms = (int)((clock_real_us() - from) / 1000), end = WIFEXITED(status) ? WEXITSTATUS(status) : 3;
        bool bad = end >= 3 || ms > FONT_MS;
        wrong += bad;
        worst_ms = ms > worst_ms ? ms : worst_ms;
        worst_kb = use.ru_maxrss > worst_kb ? use.ru_maxrss : worst_kb;
        if (table || bad)
            printf("%-10s %-30s %-11s %5d ms %7ld KiB  status %x\n", "font", name, ends[end < 5 ? end : 3], ms, use.ru_maxrss,
                   (unsigned)status);
    }
    printf("%d font files, %d wrong; worst %d ms, %ld KiB\n", n, wrong, worst_ms, worst_kb);
    assert_int_equal(wrong, 0);
}

static int start_all(void **state)
{
    struct nursery_options o = {.scripts = SOURCE_DIR "/scripts/demo", .worker_main = run_worker};
    (void)state;
    table = getenv("BAD_MEDIA") != NULL;
    if (!table)
        log_quiet(LOG_SILENT);
    return mkdtemp(folder) && nursery_start(&o, &nursery, NULL) ? 0 : -1;
}

static int end_all(void **state)
{
    char command[128];
    (void)state;
    nursery_stop(&nursery);
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    return system(command);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(no_picture_costs_more_than_a_placeholder),
                                       cmocka_unit_test(no_font_stops_the_screen)};
    return cmocka_run_group_tests(tests, start_all, end_all);
}
