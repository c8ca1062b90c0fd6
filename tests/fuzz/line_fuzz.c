#include "fuzz.h"

#include "journal/line_read.h"

/* A record line of an export that somebody hands to an auditor. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct line_view l;
    char text[256];
    int64_t number;
    bool yes;
    const char *why = line_read((const char *)data, size, &l);
    if (why) {
        MUST(why[0]);
        return 0;
    }
    MUST(l.fields >= 0 && l.fields <= LINE_FIELDS_MAX);
    for (int i = 0; i < l.fields; i++) {
        char name[64];
        snprintf(name, sizeof name, "%.*s", (int)l.field[i].name.len, l.field[i].name.at);
        line_text(&l, name, text, sizeof text);
        line_int(&l, name, &number);
        line_bool(&l, name, &yes);
    }
    return 0;
}

bool fuzz_seed(int i, struct buf *out)
{
    static const char *const data[] = {"{\"act\":\"check\"}", "{\"item\":\"q1\",\"version\":\"1\",\"right\":true,\"ms\":1200}",
                                       "{\"at\":\"gate\",\"chosen\":[\"a\",\"b\"]}"};
    static const char *const kinds[] = {"staff", "answer", "choice"};
    struct line l = {.seq = i + 1, .prev = LINE_ZEROS, .boot = 1, .mono = 1000, .wall = 1795320000000, .tz = 480, .clock = "ok",
                     .visit = i ? "1-2" : "", .scene = i ? "quiz/discipline" : "", .content = "demo@3"};
    if (i >= 3)
        return false;
    l.kind = kinds[i];
    l.data = data[i];
    line_build(out, &l);
    return true;
}
