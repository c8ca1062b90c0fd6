/* Scene after scene in one stage, most of them well, some that fail, eat memory, never answer, or are killed from outside:
 * nothing of any is left. No process, no zombie, no descriptor, no memory. scene_loop SCENES, from the source folder;
 * scenes come from tests/hostile. */
#include "x_kiosk.h"

#include "app/show.h"

#define REPORTS 10
#ifdef __SANITIZE_ADDRESS__
#define GROWTH_KB 1000000 /* the sanitizer keeps what is freed */
#else
#define GROWTH_KB 1024
#endif

struct loop {
    struct config config;
    struct clock clock;
    int64_t kept; /* real ms up to which `clock` has run */
    struct show show;
    long shown, cards, killed, faults;
};

static void note(void *user, const struct record *r)
{
    struct loop *l = user;
    l->faults += r->kind == RECORD_FAULT;
}

static bool open_show(struct loop *l)
{
    struct err e;
    config_defaults(&l->config, ".");
    snprintf(l->config.kiosk.scripts, sizeof l->config.kiosk.scripts, "./tests/hostile");
    l->clock = clock_virtual(1795316645678);
    struct show_options o = {.config = &l->config, .clock = &l->clock, .headless = true, .width = 640, .height = 360,
                             .text_size = -1, .boot = 1, .first_visit = 1, .send = note, .user = l};
    if (show_open(&l->show, &o, &e))
        return true;
    fprintf(stderr, "%s\n", e.text);
    return false;
}

/* Goes on as the program does until the screen stands; false: it never does. */
static bool stand(struct loop *l, enum show_state not_this)
{
    int64_t give_up = clock_real_us() + 20000000;
    while (clock_real_us() < give_up) {
        int ms = show_step(&l->show);
        int64_t now = clock_real_us() / 1000;
        clock_advance(&l->clock, l->kept ? now - l->kept : 0);
        l->kept = now;
        if (l->show.state != SHOW_LOADING && l->show.state != not_this)
            return true;
        show_wait(&l->show, NULL, 0, ms >= 0 && ms < 50 ? ms : 50);
    }
    return false;
}

static const char *choose(long i)
{
    static const char *const bad[] = {"v_error", "p_syntax", "p_nothing", "p_load_memory", "v_nan", "e_require_up"};
    if (i % 1000 == 999)
        return "p_load_loop";
    return i % 10 == 9 ? bad[i / 10 % 6] : "good";
}

static bool one(struct loop *l, long i)
{
    memset(&l->show.strikes, 0, sizeof l->show.strikes);
    show_enter(&l->show, choose(i));
    if (!stand(l, SHOW_LOADING))
        return false;
    if (i % 10 == 5 && l->show.state == SHOW_SCENE) { /* gone under the visitor's eyes */
        kill(l->show.client.process.pid, SIGKILL);
        l->killed++;
        if (!stand(l, SHOW_SCENE))
            return false;
    }
    l->shown += l->show.state == SHOW_SCENE;
    l->cards += l->show.state == SHOW_CALM;
    return l->show.state == SHOW_SCENE || l->show.state == SHOW_CALM;
}

/* At home, with everything collected. */
static struct x_family rest(struct loop *l)
{
    show_go_home(&l->show, "");
    stand(l, SHOW_LOADING);
    for (int i = 0; i < 40; i++) { /* the spare scene and the dead ones are seen to meanwhile */
        show_step(&l->show);
        show_wait(&l->show, NULL, 0, 5);
    }
    return x_look(getpid(), true);
}

int main(int argc, char **argv)
{
    static struct loop l;
    long scenes = argc > 1 ? atol(argv[1]) : 0, wrong = 0;
    struct x_family first = {0}, now = {0};
    log_quiet(LOG_SILENT);
    if (scenes < REPORTS)
        return fprintf(stderr, "scene_loop SCENES\n"), 2;
    if (!open_show(&l))
        return 1;
    int64_t from = clock_real_us();
    for (long i = 0; i < scenes && !wrong; i++) {
        wrong += !one(&l, i);
        if ((i + 1) % (scenes / REPORTS) != 0)
            continue;
        now = rest(&l);
        first = first.processes ? first : now;
        printf("%7ld scenes: %d processes, %d zombies, %d descriptors, %ld KiB\n", i + 1, now.processes, now.zombies,
               now.descriptors, now.pss);
        fflush(stdout);
    }
    printf("%ld shown, %ld cards, %ld killed from outside, %ld faults recorded, in %.0f s\n", l.shown, l.cards, l.killed,
           l.faults, (double)(clock_real_us() - from) / 1e6);
    wrong += now.zombies > 0 || now.processes > first.processes || now.descriptors > first.descriptors;
    wrong += now.pss > first.pss + GROWTH_KB || l.faults != l.cards;
    show_close(&l.show);
    now = x_look(getpid(), true);
    wrong += now.processes != 1;
    puts(wrong ? "something is left over" : "nothing is left over");
    return wrong != 0;
}
