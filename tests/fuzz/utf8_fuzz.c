#include "fuzz.h"

#include "base/utf8.h"

/* The same rules written down once more, as the standard's table 3-7 has them. */
static size_t well_formed(const uint8_t *p, size_t len)
{
    static const struct {
        uint8_t first, last, low, high;
        size_t n;
    } rows[] = {{0x00, 0x7F, 0, 0, 1},       {0xC2, 0xDF, 0x80, 0xBF, 2}, {0xE0, 0xE0, 0xA0, 0xBF, 3},
                {0xE1, 0xEC, 0x80, 0xBF, 3}, {0xED, 0xED, 0x80, 0x9F, 3}, {0xEE, 0xEF, 0x80, 0xBF, 3},
                {0xF0, 0xF0, 0x90, 0xBF, 4}, {0xF1, 0xF3, 0x80, 0xBF, 4}, {0xF4, 0xF4, 0x80, 0x8F, 4}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (p[0] < rows[i].first || p[0] > rows[i].last)
            continue;
        if (rows[i].n > len || (rows[i].n > 1 && (p[1] < rows[i].low || p[1] > rows[i].high)))
            return 0;
        for (size_t k = 2; k < rows[i].n; k++) {
            if (p[k] < 0x80 || p[k] > 0xBF)
                return 0;
        }
        return rows[i].n;
    }
    return 0;
}

static void step(const char *text, size_t left)
{
    size_t used = 0, wanted = well_formed((const uint8_t *)text, left);
    uint32_t code = utf8_decode(text, left, &used);
    char back[4];
    MUST(used >= 1 && used <= left);
    MUST((code == UTF8_BAD) == (wanted == 0));
    if (code == UTF8_BAD)
        return;
    MUST(used == wanted);
    MUST(utf8_encode(code, back) == used && memcmp(back, text, used) == 0);
    utf8_is_han(code);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = fuzz_text(data, size);
    size_t bad = utf8_first_bad(text, size), at = 0;
    while (at < size && well_formed(data + at, size - at))
        at += well_formed(data + at, size - at);
    MUST(bad == at && utf8_valid(text, size) == (at == size));
    MUST(utf8_count_han(text, size) <= size);
    for (at = 0; at < size; at++)
        step(text + at, size - at);
    utf8_trim_partial(text);
    MUST(utf8_valid(text, strlen(text)) && strlen(text) <= bad);
    free(text);
    return 0;
}

bool fuzz_seed(int i, struct buf *out)
{
    static const char *const texts[] = {"清风 a\xC2\xA9\xEF\xBF\xBD\xF0\xA0\x80\x80", "\xED\xA0\x80\xC0\x80\xF4\x90\x80\x80",
                                        "\xE6\xB8", "〇一二三\xF3\xA0\x84\x80"};
    return FUZZ_TEXTS(i, out, texts);
}
