/* A journal of simulated visits, through the journal's own door: FOLDER RECORDS [VISITS-A-DAY]. About fifteen records a
 * visit, spread over days of nine opening hours, one boot a day, one staff visit in fifty, a stuck touch now and then.
 * Signed with the device key in FOLDER (made there if missing). Prints the number of the last record. */
#include "base/file.h"
#include "journal/journal.h"
#include "trust/key.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define START_MS 1735693200000 /* 2025-01-01 09:00 in China */
#define DAY_MS 86400000

static struct journal *journal;
static struct clock now;
static char visit[24];
static unsigned dice_state = 1;

static int dice(int sides)
{
    dice_state = dice_state * 1103515245u + 12345u;
    return (int)(dice_state >> 16) % sides;
}

static struct record begin(enum record_kind kind, const char *scene)
{
    struct record r;
    record_start(&r, kind);
    snprintf(r.visit, sizeof r.visit, "%s", visit);
    snprintf(r.scene, sizeof r.scene, "%s", scene);
    snprintf(r.content, sizeof r.content, "demo@3");
    r.mono_ms = clock_mono(&now);
    return r;
}

static void put(struct record *r)
{
    struct err e;
    if (!journal_append(journal, r, &e)) {
        fprintf(stderr, "%s\n", e.text);
        exit(1);
    }
}

static void set_text(struct record *r, const char *field, const char *text)
{
    record_set_text(r, field, text, strlen(text));
}

static void pass(int seconds)
{
    clock_advance(&now, seconds * 1000 + dice(999));
}

static void play_quiz(void)
{
    static const char *const options[] = {"a", "b", "c", "d"};
    struct record r;
    int right = 0;
    for (int q = 0; q < 5; q++) {
        char name[16];
        bool well = dice(10) < 6;
        snprintf(name, sizeof name, "q%d", dice(40));
        pass(3 + dice(20));
        r = begin(RECORD_ANSWER, "quiz/discipline");
        set_text(&r, "question", name);
        record_set_int(&r, "version", 1);
        set_text(&r, "chosen", options[well ? 0 : 1 + dice(3)]);
        record_set_bool(&r, "right", well);
        record_set_int(&r, "attempt", 1);
        record_set_int(&r, "ms", 3000 + dice(20000));
        put(&r);
        right += well;
    }
    r = begin(RECORD_RESULT, "quiz/discipline");
    record_set_number(&r, "score", right * 20);
    record_set_number(&r, "of", 100);
    record_set_bool(&r, "passed", right >= 3);
    put(&r);
}

static void play_story(void)
{
    struct record r;
    for (int i = 0; i < 3; i++) {
        char at[16];
        snprintf(at, sizeof at, "moment-%d", i);
        pass(5 + dice(30));
        r = begin(RECORD_CHOICE, "stories/yang-zhen");
        set_text(&r, "at", at);
        set_text(&r, "chosen", dice(4) ? "refuse" : "accept");
        put(&r);
    }
    r = begin(RECORD_ENDING, "stories/yang-zhen");
    set_text(&r, "ending", dice(4) ? "clean" : "caught");
    set_text(&r, "outcome", dice(4) ? "good" : "bad");
    put(&r);
}

static void play_scene(const char *scene, void (*play)(void))
{
    int64_t from = clock_mono(&now);
    struct record r = begin(RECORD_ENTER, scene);
    put(&r);
    bool done = dice(4) != 0;
    if (done)
        play();
    pass(10);
    r = begin(RECORD_LEAVE, scene);
    record_set_int(&r, "active_ms", clock_mono(&now) - from);
    record_set_bool(&r, "done", done);
    put(&r);
}

static void play_visit(uint32_t number)
{
    static const char *const ends[] = {"finished", "finished", "timeout", "left", "handover"};
    int64_t from = clock_mono(&now);
    snprintf(visit, sizeof visit, "%u-%u", journal_boot(journal), number);
    struct record r = begin(RECORD_VISIT_START, "");
    if (dice(50) == 0)
        set_text(&r, "mode", "staff");
    put(&r);
    pass(4);
    play_scene("quiz/discipline", play_quiz);
    if (dice(2))
        play_scene("stories/yang-zhen", play_story);
    int64_t span = clock_mono(&now) - from;
    r = begin(RECORD_VISIT_END, "");
    set_text(&r, "why", ends[dice(5)]);
    record_set_int(&r, "active_ms", span);
    record_set_int(&r, "idle_ms", dice(60000));
    record_set_int(&r, "inputs", dice(200) ? 5 + dice(60) : 100000);
    record_set_int(&r, "screens", 2 + dice(12));
    record_set_int(&r, "span_ms", span);
    put(&r);
    visit[0] = 0;
}

static bool play_day(const char *folder, const struct device_key *key, int day, int visits, int64_t most)
{
    struct journal_state s;
    now = clock_virtual(START_MS + (int64_t)day * DAY_MS);
    journal = journal_open(folder, &now, "bench");
    journal_use_key(journal, key);
    journal_state(journal, &s);
    for (int i = 0; i < visits && s.seq + s.waiting < most; i++) {
        pass(9 * 3600 / visits / 2);
        play_visit((uint32_t)i + 1);
        journal_state(journal, &s);
        if (s.waiting > 900)
            journal_commit(journal);
    }
    bool well = journal_commit(journal);
    journal_state(journal, &s);
    journal_close(journal);
    return well && s.seq < most;
}

int main(int argc, char **argv)
{
    if (argc < 3)
        return fprintf(stderr, "make_journal FOLDER RECORDS [VISITS-A-DAY]\n"), 2;
    int64_t most = atoll(argv[2]);
    int visits = argc > 3 ? atoi(argv[3]) : 200;
    struct err e;
    setenv("TZ", "Asia/Shanghai", 1);
    struct device_key *key = file_make_folders(argv[1], 0750, &e) ? key_open(argv[1], true, &e) : NULL;
    if (!key)
        return fprintf(stderr, "%s\n", e.text), 1;
    for (int day = 0; play_day(argv[1], key, day, visits, most); day++)
        continue;
    struct journal *j = journal_open_reading(argv[1], &e);
    struct journal_state s = {0};
    if (j)
        journal_state(j, &s);
    journal_close(j);
    key_close(key);
    printf("%lld\n", (long long)s.seq);
    return s.seq >= most ? 0 : 1;
}
