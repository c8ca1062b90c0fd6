#include "scene/match.h"

#include <ctype.h>
#include <string.h>

static const char *rest(struct match *m, const char *s, const char *p);

static const char *wrong(struct match *m, const char *why)
{
    if (!m->wrong)
        m->wrong = why;
    return NULL;
}

static bool step(struct match *m)
{
    if (m->wrong)
        return false;
    return ++m->steps <= MATCH_STEPS || wrong(m, "模式匹配的工作量太大，请把模式写得简单些");
}

static bool in_class(int c, int letter)
{
    bool in;
    switch (tolower(letter)) {
    case 'a':
        in = isalpha(c);
        break;
    case 'c':
        in = iscntrl(c);
        break;
    case 'd':
        in = isdigit(c);
        break;
    case 'g':
        in = isgraph(c);
        break;
    case 'l':
        in = islower(c);
        break;
    case 'p':
        in = ispunct(c);
        break;
    case 's':
        in = isspace(c);
        break;
    case 'u':
        in = isupper(c);
        break;
    case 'w':
        in = isalnum(c);
        break;
    case 'x':
        in = isxdigit(c);
        break;
    default:
        return letter == c;
    }
    return isupper(letter) ? !in : in;
}

/* Behind the single item that starts at p: a character, '.', '%x' or a set. */
static const char *item_end(struct match *m, const char *p)
{
    if (*p == '%')
        return p + 1 < m->pattern_end ? p + 2 : wrong(m, "模式以 % 结尾，后面缺一个字符");
    if (*p != '[')
        return p + 1;
    p++;
    if (p < m->pattern_end && *p == '^')
        p++;
    do { /* the first one may be ']' itself */
        if (p >= m->pattern_end)
            return wrong(m, "模式里的 [ 缺少 ]");
        if (*p++ == '%')
            p++;
    } while (p >= m->pattern_end || *p != ']');
    return p + 1;
}

/* `set` is at '[', `end` at its ']'. */
static bool in_set(int c, const char *set, const char *end)
{
    const char *p = set + 1;
    bool negative = *p == '^';
    for (p += negative; p < end; p++) {
        if (*p == '%' && p + 1 < end) {
            if (in_class(c, (unsigned char)*++p))
                return !negative;
        } else if (p + 2 < end && p[1] == '-') {
            if ((unsigned char)p[0] <= c && c <= (unsigned char)p[2])
                return !negative;
            p += 2;
        } else if ((unsigned char)*p == c) {
            return !negative;
        }
    }
    return negative;
}

/* A long set takes as long as many steps. */
static void count_set(struct match *m, const char *set, const char *end)
{
    m->steps += (end - set) / 8;
}

static bool fits(struct match *m, const char *s, const char *p, const char *end)
{
    if (s >= m->subject_end)
        return false;
    int c = (unsigned char)*s;
    switch (*p) {
    case '.':
        return true;
    case '%':
        return in_class(c, (unsigned char)p[1]);
    case '[':
        count_set(m, p, end);
        return in_set(c, p, end - 1);
    default:
        return (unsigned char)*p == c;
    }
}

static const char *most(struct match *m, const char *s, const char *p, const char *end)
{
    ptrdiff_t n = 0;
    while (fits(m, s + n, p, end)) {
        n++;
        if (!step(m))
            return NULL;
    }
    for (; n >= 0 && !m->wrong; n--) {
        const char *found = rest(m, s + n, end + 1);
        if (found)
            return found;
    }
    return NULL;
}

static const char *least(struct match *m, const char *s, const char *p, const char *end)
{
    while (step(m)) {
        const char *found = rest(m, s, end + 1);
        if (found || m->wrong)
            return found;
        if (!fits(m, s, p, end))
            return NULL;
        s++;
    }
    return NULL;
}

static const char *open_capture(struct match *m, const char *s, const char *p, ptrdiff_t kind)
{
    if (m->captures >= MATCH_CAPTURES)
        return wrong(m, "模式里的括号太多（最多 32 对）");
    m->capture[m->captures++] = (struct capture){s, kind};
    const char *found = rest(m, s, p);
    if (!found)
        m->captures--;
    return found;
}

static const char *close_capture(struct match *m, const char *s, const char *p)
{
    int i = m->captures - 1;
    while (i >= 0 && m->capture[i].len != CAPTURE_OPEN)
        i--;
    if (i < 0)
        return wrong(m, "模式里多了一个 )");
    m->capture[i].len = s - m->capture[i].at;
    const char *found = rest(m, s, p);
    if (!found)
        m->capture[i].len = CAPTURE_OPEN;
    return found;
}

static const char *balanced(struct match *m, const char *s, const char *p)
{
    if (p + 1 >= m->pattern_end)
        return wrong(m, "模式里的 %b 后面要两个字符");
    if (s >= m->subject_end || *s != *p)
        return NULL;
    int open = 1;
    for (s++; s < m->subject_end && step(m); s++) {
        if (*s == p[1]) {
            if (--open == 0)
                return rest(m, s + 1, p + 2);
        } else if (*s == *p) {
            open++;
        }
    }
    return NULL;
}

static const char *frontier(struct match *m, const char *s, const char *p)
{
    if (p >= m->pattern_end || *p != '[')
        return wrong(m, "模式里的 %f 后面要 [");
    const char *end = item_end(m, p);
    if (!end)
        return NULL;
    count_set(m, p, end);
    int before = s == m->subject ? 0 : (unsigned char)s[-1];
    int here = s == m->subject_end ? 0 : (unsigned char)*s;
    return !in_set(before, p, end - 1) && in_set(here, p, end - 1) ? rest(m, s, end) : NULL;
}

static const char *repeated(struct match *m, const char *s, const char *p)
{
    int i = p[1] - '1';
    if (i < 0 || i >= m->captures || m->capture[i].len < 0)
        return wrong(m, "模式里的 %1 到 %9 指的括号还没有结束");
    size_t len = (size_t)m->capture[i].len;
    if ((size_t)(m->subject_end - s) < len || memcmp(m->capture[i].at, s, len) != 0)
        return NULL;
    m->steps += (long)len;
    return rest(m, s + len, p + 2);
}

static const char *item(struct match *m, const char *s, const char *p)
{
    const char *end = item_end(m, p);
    if (!end)
        return NULL;
    char how = end < m->pattern_end ? *end : 0;
    if (how == '*')
        return most(m, s, p, end);
    if (how == '-')
        return least(m, s, p, end);
    if (how == '+')
        return fits(m, s, p, end) ? most(m, s + 1, p, end) : NULL;
    if (how == '?') {
        const char *found = fits(m, s, p, end) ? rest(m, s + 1, end + 1) : NULL;
        return found || m->wrong ? found : rest(m, s, end + 1);
    }
    return fits(m, s, p, end) ? rest(m, s + 1, end) : NULL;
}

static const char *special(struct match *m, const char *s, const char *p)
{
    if (*p == '(' && p + 1 < m->pattern_end && p[1] == ')')
        return open_capture(m, s, p + 2, CAPTURE_PLACE);
    if (*p == '(')
        return open_capture(m, s, p + 1, CAPTURE_OPEN);
    if (*p == ')')
        return close_capture(m, s, p + 1);
    if (*p == '$' && p + 1 == m->pattern_end)
        return s == m->subject_end ? s : NULL;
    if (*p == '%' && p + 1 < m->pattern_end && p[1] == 'b')
        return balanced(m, s, p + 2);
    if (*p == '%' && p + 1 < m->pattern_end && p[1] == 'f')
        return frontier(m, s, p + 2);
    if (*p == '%' && p + 1 < m->pattern_end && isdigit((unsigned char)p[1]))
        return repeated(m, s, p);
    return item(m, s, p);
}

/* Plain single characters are walked in a loop, so that only what can be tried again takes depth. */
static const char *rest(struct match *m, const char *s, const char *p)
{
    while (p < m->pattern_end && step(m) && !strchr("()$%[.", *p)) {
        char how = p + 1 < m->pattern_end ? p[1] : 0;
        if (how && strchr("*+-?", how))
            break;
        if (s >= m->subject_end || *s != *p)
            return NULL;
        s++;
        p++;
    }
    if (p >= m->pattern_end)
        return m->wrong ? NULL : s;
    if (m->wrong)
        return NULL;
    if (m->depth >= MATCH_DEPTH)
        return wrong(m, "模式太长或嵌套太深");
    m->depth++;
    const char *found = special(m, s, p);
    m->depth--;
    return found;
}

void match_start(struct match *m, const char *subject, size_t len, const char *pattern, size_t pattern_len)
{
    m->subject = subject;
    m->subject_end = subject + len;
    m->pattern_end = pattern + pattern_len;
    m->steps = 0;
    m->wrong = NULL;
    m->captures = m->depth = 0;
}

const char *match_at(struct match *m, const char *at, const char *pattern)
{
    m->captures = m->depth = 0;
    const char *end = rest(m, at, pattern);
    for (int i = 0; end && i < m->captures; i++) {
        if (m->capture[i].len == CAPTURE_OPEN)
            return wrong(m, "模式里的 ( 缺少 )");
    }
    return end;
}
