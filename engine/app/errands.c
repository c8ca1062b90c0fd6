#include "app/errands.h"

#include "wire/message.h"

#include <stdio.h>
#include <string.h>

void errands_open(struct errands *s, struct desk *desk, struct jobs *jobs)
{
    *s = (struct errands){.desk = desk, .jobs = jobs};
}

static void put(struct buf *b, const char *text)
{
    buf_str(b, text, strlen(text));
}

static void refuse(struct errands *s, uint32_t guest, const char *sentence)
{
    desk_answer(s->desk, guest, false, sentence, strlen(sentence));
}

static bool tell_progress(struct errand *one, const struct job_news *n)
{
    struct buf b = {0};
    buf_i64(&b, n->bytes);
    buf_i64(&b, n->of_bytes);
    buf_u32(&b, (uint32_t)n->files);
    buf_u32(&b, (uint32_t)n->of_files);
    put(&b, n->file);
    put(&b, n->sentence);
    bool there = desk_tell(one->all->desk, one->guest, MSG_PROGRESS, &b);
    buf_free(&b);
    return there;
}

static void tell_end(struct errand *one, const struct job_news *n)
{
    struct buf text = {0};
    if (n->good)
        buf_bytes(&text, n->text, n->len);
    else
        buf_text(&text, n->sentence);
    if (n->good && n->code[0])
        buf_printf(&text, "\n%s\n", n->code);
    desk_answer(one->all->desk, one->guest, n->good, text.data, text.len);
    buf_free(&text);
}

static void told(void *user, const struct job_news *n)
{
    struct errand *one = user;
    if (n->finished) {
        tell_end(one, n);
        one->job = 0;
    } else if (!tell_progress(one, n)) {
        jobs_cancel(one->all->jobs, one->job);
    }
}

static struct errand *free_one(struct errands *s)
{
    for (int i = 0; i < DESK_GUESTS; i++) {
        if (!s->list[i].job)
            return &s->list[i];
    }
    return NULL;
}

static bool read_question(uint8_t type, struct reader *q, struct job_request *r)
{
    if (type == MSG_ASK_COUNTS) {
        r->kind = JOB_COUNTS;
        r->format = (char)read_u8(q);
        read_str_into(q, r->from, sizeof r->from);
        read_str_into(q, r->to, sizeof r->to);
    } else if (type == MSG_ASK_EXPORT) {
        r->kind = JOB_EXPORT;
        read_str_into(q, r->target, sizeof r->target);
        r->since = read_i64(q);
    } else {
        return false;
    }
    return reader_done(q) && r->since >= 0;
}

static void tell_walls(struct errands *s, uint32_t guest)
{
    char digit = (char)('0' + sandbox_landlock());
    desk_answer(s->desk, guest, true, &digit, 1);
}

void errands_ask(void *errands, uint32_t guest, uint8_t type, struct reader *question)
{
    struct errands *s = errands;
    struct job_request request = {0};
    struct errand *one = free_one(s);
    struct err e = {0};
    if (type == MSG_ASK_WALLS && reader_done(question)) {
        tell_walls(s, guest);
        return;
    }
    if (!read_question(type, question, &request)) {
        refuse(s, guest, "问题无法识别");
        return;
    }
    if (!one) {
        refuse(s, guest, "正在忙别的，请稍后再试");
        return;
    }
    *one = (struct errand){.all = s, .guest = guest};
    one->job = jobs_start(s->jobs, &request, told, one, &e);
    if (!one->job)
        refuse(s, guest, e.text);
}

bool errand_counts(const char *data, char format, const char *from, const char *to, struct buf *out, struct err *e)
{
    struct buf question = {0};
    buf_u8(&question, (uint8_t)format);
    put(&question, from);
    put(&question, to);
    bool ok = desk_ask(data, MSG_ASK_COUNTS, &question, NULL, NULL, out, e);
    buf_free(&question);
    return ok;
}

bool errand_walls(const char *data, enum sandbox_landlock *out, struct err *e)
{
    struct buf nothing = {0}, text = {0};
    bool ok = desk_ask(data, MSG_ASK_WALLS, &nothing, NULL, NULL, &text, e) && text.len == 1;
    int answer = ok ? text.data[0] - '0' : -1;
    buf_free(&text);
    if (answer < LANDLOCK_MISSING || answer > LANDLOCK_THERE)
        return false;
    *out = (enum sandbox_landlock)answer;
    return true;
}

struct listener {
    void (*told)(void *user, const struct export_progress *p);
    void *user;
};

static void hear_progress(void *user, uint8_t type, struct reader *r)
{
    struct listener *l = user;
    char file[64], sentence[512];
    struct export_progress p = {.bytes = read_i64(r), .of_bytes = read_i64(r), .file = file, .sentence = sentence};
    p.files = (int)read_u32(r);
    p.of_files = (int)read_u32(r);
    read_str_into(r, file, sizeof file);
    read_str_into(r, sentence, sizeof sentence);
    if (type == MSG_PROGRESS && reader_done(r))
        l->told(l->user, &p);
}

bool errand_export(const char *data, const char *folder, int64_t since,
                   void (*told_export)(void *user, const struct export_progress *p), void *user, struct buf *text,
                   struct err *e)
{
    struct buf question = {0};
    struct listener l = {told_export, user};
    put(&question, folder);
    buf_i64(&question, since);
    bool ok = desk_ask(data, MSG_ASK_EXPORT, &question, hear_progress, &l, text, e);
    buf_free(&question);
    return ok;
}
