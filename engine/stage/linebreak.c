#include "stage/linebreak.h"

#include "base/mem.h"
#include "base/utf8.h"

#include <linebreak.h>
#include <stdlib.h>

/* ---- sorts ---- */

static const uint32_t open_marks[] = {0x2018, 0x201C, 0x3008, 0x300A, 0x300C, 0x300E, 0x3010, 0x3014,
                                      0x3016, 0x3018, 0x301D, 0xFF08, 0xFF3B, 0xFF5B, 0xFF5F};
static const uint32_t close_marks[] = {0x2019, 0x201D, 0x3001, 0x3002, 0x3009, 0x300B, 0x300D, 0x300F,
                                       0x3011, 0x3015, 0x3017, 0x3019, 0x301E, 0x301F, 0xFF01, 0xFF09,
                                       0xFF0C, 0xFF0E, 0xFF1A, 0xFF1B, 0xFF1F, 0xFF3D, 0xFF5D, 0xFF60};
/* Not at the start of a line, beyond what SORT_CLOSE, SORT_DASH and UAX #14 already forbid. */
static const uint32_t more_no_start[] = {
    '!',    '%',    ')',    ',',    '.',    '/',    ':',    ';',    '?',    ']',    '}',    '~',   0xB7,
    0x2013, 0x2030, 0x2103, 0x2022, 0x2027, 0x203C, 0x3005, 0x30FB, 0xFF05, 0xFF0F, 0xFF5E, 0x301C};
/* Not at the end of a line, beyond SORT_OPEN. */
static const uint32_t more_no_end[] = {'#',  '$',    '(',    '/',    '[',    '{',    0xA3,
                                       0xA5, 0x20AC, 0xFF03, 0xFF04, 0xFF0F, 0xFFE1, 0xFFE5};

#define IN(list, code) in_list(list, sizeof(list) / sizeof *(list), code)

static bool in_list(const uint32_t *list, size_t n, uint32_t code)
{
    for (size_t i = 0; i < n; i++)
        if (list[i] == code)
            return true;
    return false;
}

static bool is_digit(uint32_t c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(uint32_t c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           (c >= 0xC0 && c < 0x2000 && c != 0xD7 && c != 0xF7);
}

static bool sticks_to_latin(uint32_t c)
{
    static const uint32_t signs[] = {'%',  '$',  '#',  '+',  '@',    '&',   '_',
                                     '\'', 0xA5, 0xB0, 0xB1, 0x2030, 0x2103};
    return IN(signs, c);
}

static bool is_joined(uint32_t c)
{
    return (c >= 0x0300 && c <= 0x036F) || (c >= 0x20D0 && c <= 0x20FF) || (c >= 0x3099 && c <= 0x309A);
}

static bool is_wide(uint32_t c)
{
    return (c >= 0x3040 && c <= 0x30FF) || (c >= 0x3100 && c <= 0x312F) || (c >= 0xFF10 && c <= 0xFF5A);
}

enum sort sort_of(uint32_t c)
{
    if (utf8_is_han(c))
        return SORT_HAN;
    if (c == ' ' || c == '\t')
        return SORT_SPACE;
    if (c < 0x80)
        return is_digit(c) || is_letter(c) || sticks_to_latin(c) ? SORT_LATIN : SORT_OTHER;
    if (IN(open_marks, c))
        return SORT_OPEN;
    if (IN(close_marks, c))
        return SORT_CLOSE;
    if (c == 0x2014 || c == 0x2026 || c == 0x2E3A || c == 0x22EF)
        return SORT_DASH;
    if (c == 0xB7 || c == 0x30FB || c == 0x2022 || c == 0x2027 || c == 0xFF5E || c == 0xFF0F)
        return SORT_MIDDLE;
    if (is_joined(c))
        return SORT_JOINED;
    if (is_wide(c))
        return SORT_HAN;
    return is_letter(c) || sticks_to_latin(c) ? SORT_LATIN : SORT_OTHER;
}

/* ---- what stays together ---- */

static bool is_numeral(uint32_t c)
{
    static const uint32_t numerals[] = {0x3007, 0x4E00, 0x4E03, 0x4E07, 0x4E09, 0x4E24,
                                        0x4E5D, 0x4E8C, 0x4E94, 0x4EBF, 0x516B, 0x516D,
                                        0x5341, 0x5343, 0x534A, 0x56DB, 0x767E, 0x96F6};
    return IN(numerals, c);
}

/* 年月日时分秒 条款项章节编届次号页题幕关 个名人件份位张台家户 万亿千百十 元角 岁倍成度米克斤里亩吨升周天只
 */
static bool is_unit(uint32_t c)
{
    static const uint32_t units[] = {0x5E74, 0x6708, 0x65E5, 0x65F6, 0x5206, 0x79D2, 0x6761, 0x6B3E, 0x9879,
                                     0x7AE0, 0x8282, 0x7F16, 0x5C4A, 0x6B21, 0x53F7, 0x9875, 0x9898, 0x5E55,
                                     0x5173, 0x4E2A, 0x540D, 0x4EBA, 0x4EF6, 0x4EFD, 0x4F4D, 0x5F20, 0x53F0,
                                     0x5BB6, 0x6237, 0x4E07, 0x4EBF, 0x5343, 0x767E, 0x5341, 0x5143, 0x89D2,
                                     0x5C81, 0x500D, 0x6210, 0x5EA6, 0x7C73, 0x514B, 0x65A4, 0x91CC, 0x4EA9,
                                     0x5428, 0x5347, 0x5468, 0x5929, 0x53EA};
    return IN(units, c);
}

static bool is_reference_part(uint32_t c) /* 条款项章节编 */
{
    static const uint32_t parts[] = {0x6761, 0x6B3E, 0x9879, 0x7AE0, 0x8282, 0x7F16};
    return IN(parts, c);
}

enum { DI = 0x7B2C, GE = 0x4E2A, NIAN = 0x5E74, YUE = 0x6708, ZHI = 0x4E4B }; /* 第 个 年 月 之 */

struct scan {
    const uint32_t *codes;
    size_t n;
    uint8_t *chances;
};

static void soften(struct scan *s, size_t after, enum chance most)
{
    if (s->chances[after] > most)
        s->chances[after] = (uint8_t)most;
}

/* UAX #14 glues Latin to any opening mark; a full-width one carries its own blank and may start a line. */
static void allow_before_open(struct scan *s)
{
    for (size_t i = 0; i + 1 < s->n; i++)
        if (sort_of(s->codes[i + 1]) == SORT_OPEN)
            s->chances[i] = CHANCE_FREE;
}

static void forbid_at_edges(struct scan *s)
{
    for (size_t i = 0; i + 1 < s->n; i++) {
        uint32_t c = s->codes[i], next = s->codes[i + 1];
        enum sort sort = sort_of(c), next_sort = sort_of(next);
        bool start = next_sort == SORT_CLOSE || next_sort == SORT_DASH || next_sort == SORT_JOINED ||
                     IN(more_no_start, next);
        bool apostrophe = c == 0x2019 && i > 0 && is_letter(s->codes[i - 1]) && is_letter(next);
        bool end = sort == SORT_OPEN || apostrophe || IN(more_no_end, c);
        if (start || end)
            s->chances[i] = CHANCE_NO;
    }
}

/* mm, kWh, MB: a word short enough to be a unit. */
static bool is_latin_unit(const struct scan *s, size_t at)
{
    size_t n = 0;
    while (n <= 3 && at + n < s->n && s->codes[at + n] < 0x80 && is_letter(s->codes[at + n]))
        n++;
    return n > 0 && n <= 3;
}

/* Numbers in digits with what they count, also when an editor typed spaces between: 第 2 幕, 12 个月, 5 mm */
static void keep_digits(struct scan *s)
{
    for (size_t i = 0; i + 1 < s->n; i++) {
        if (s->codes[i] == ' ')
            continue;
        size_t next = i + 1;
        while (next + 1 < s->n && s->codes[next] == ' ')
            next++;
        uint32_t c = s->codes[i], d = s->codes[next];
        if (d == ' ')
            continue;
        bool keep = (is_digit(c) && is_unit(d)) || (c == DI && is_digit(d));
        bool soft = is_digit(d) && (c == NIAN || c == YUE) && i > 0 && is_digit(s->codes[i - 1]);
        soft = soft || (is_digit(c) && next > i + 1 && is_latin_unit(s, next));
        for (size_t at = i; at < next; at++) {
            if (keep)
                s->chances[at] = CHANCE_NO;
            else if (soft)
                soften(s, at, CHANCE_SOFT);
        }
    }
}

/* One run of Chinese numerals from `from` to `to`, with 第, 之 or digits before and its unit after. A lone 一
 * is a word. */
static void keep_numerals(struct scan *s, size_t from, size_t to)
{
    bool ordinal = from > 0 && (s->codes[from - 1] == DI || s->codes[from - 1] == ZHI);
    bool scaled = from > 0 && is_digit(s->codes[from - 1]); /* 30万元 */
    if (!ordinal && !scaled && to - from < 2)
        return;
    for (size_t i = from; i + 1 < to; i++)
        soften(s, i, CHANCE_POOR);
    if (ordinal)
        soften(s, from - 1, CHANCE_POOR);
    if (to < s->n && is_unit(s->codes[to]))
        soften(s, to - 1, CHANCE_POOR);
}

static void keep_references(struct scan *s)
{
    for (size_t i = 0; i < s->n; i++) {
        size_t to = i;
        while (to < s->n && is_numeral(s->codes[to]))
            to++;
        if (to > i) {
            keep_numerals(s, i, to);
            i = to - 1;
            continue;
        }
        uint32_t c = s->codes[i], next = i + 1 < s->n ? s->codes[i + 1] : 0;
        bool law = (c == 0x300B || is_reference_part(c)) && next == DI; /* 》第 条第 */
        bool insert =
            is_reference_part(c) && next == ZHI && i + 2 < s->n && is_numeral(s->codes[i + 2]); /* 条之一 */
        if (law || insert || (c == GE && next == YUE))
            soften(s, i, CHANCE_SOFT);
    }
}

/* Between two Han a line may always end; the library, which looks classes up slowly, is asked about the
 * stretches in between, each with a Han on both sides. */
static void ask_library(const uint32_t *codes, size_t n, const char *language, uint8_t *chances)
{
    char *found = mem_alloc(n);
    for (size_t from = 0, to; from < n; from = to) {
        for (to = from + 1; to < n && !(utf8_is_han(codes[to - 1]) && utf8_is_han(codes[to]));)
            to++;
        if (to - from > 1)
            set_linebreaks_utf32(codes + from, to - from, language, found + from);
        for (size_t i = from; i + 1 < to; i++)
            chances[i] = found[i] == LINEBREAK_NOBREAK ? CHANCE_NO : CHANCE_FREE;
        chances[to - 1] = CHANCE_FREE;
    }
    free(found);
}

void linebreak_init(void)
{
    init_linebreak();
}

void linebreak_find(const uint32_t *codes, size_t n, bool han, uint8_t *chances)
{
    if (n == 0)
        return;
    ask_library(codes, n, han ? "zh" : "en", chances);
    struct scan s = {codes, n, chances};
    if (han)
        allow_before_open(&s);
    forbid_at_edges(&s);
    keep_digits(&s);
    keep_references(&s);
    chances[n - 1] = CHANCE_FREE;
}
