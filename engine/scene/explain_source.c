/* Why a file does not compile, seen in the file itself: Lua names a byte, editors see a full-width comma. */
#include "base/utf8.h"
#include "scene/vm.h"

#include <stdio.h>
#include <string.h>

struct scan {
    const char *at, *end;
    int line;
};

static void step(struct scan *s)
{
    s->line += *s->at == '\n';
    s->at++;
}

/* The level of a long bracket that opens here, -1: none does. */
static int long_bracket(const struct scan *s)
{
    const char *p = s->at + 1;
    while (p < s->end && *p == '=')
        p++;
    return *s->at == '[' && p < s->end && *p == '[' ? (int)(p - s->at) - 1 : -1;
}

static void skip_long(struct scan *s, int level)
{
    for (s->at += level + 2; s->at < s->end; step(s)) {
        const char *p = s->at + 1;
        while (*s->at == ']' && p < s->end && *p == '=')
            p++;
        if (*s->at == ']' && p < s->end && *p == ']' && p - s->at == level + 1) {
            s->at = p + 1;
            return;
        }
    }
}

static void skip_comment(struct scan *s)
{
    s->at += 2;
    int level = s->at < s->end ? long_bracket(s) : -1;
    if (level >= 0) {
        skip_long(s, level);
        return;
    }
    while (s->at < s->end && *s->at != '\n')
        s->at++;
}

/* A text in quotes, to its end or to the end of the line. */
static void skip_text(struct scan *s)
{
    char quote = *s->at++;
    while (s->at < s->end && *s->at != quote && *s->at != '\n') {
        if (*s->at == '\\' && s->at + 1 < s->end)
            step(s);
        step(s);
    }
    if (s->at < s->end && *s->at == quote)
        s->at++;
}

/* Goes to the first byte outside of texts and comments that Lua cannot read; false: there is none. */
static bool find_foreign(struct scan *s)
{
    while (s->at < s->end) {
        int level = long_bracket(s);
        if ((unsigned char)*s->at >= 0x80)
            return true;
        if (*s->at == '"' || *s->at == '\'')
            skip_text(s);
        else if (*s->at == '-' && s->at + 1 < s->end && s->at[1] == '-')
            skip_comment(s);
        else if (level >= 0)
            skip_long(s, level);
        else
            step(s);
    }
    return false;
}

static bool is_blank(uint32_t c)
{
    return c == 0x3000 || c == 0xA0 || (c >= 0x2000 && c <= 0x200F) || c == 0xFEFF;
}

static void tell_foreign(const char *shown, uint32_t c, struct finding *f)
{
    static const char says[] = "语法错误：";
    if (c == 0x201C || c == 0x201D || c == 0x2018 || c == 0x2019) {
        snprintf(f->message, sizeof f->message, "%s文字外面用了中文引号“%s”", says, shown);
        snprintf(f->remedy, sizeof f->remedy, "文字的两头改用英文双引号 \" \"；中文引号只写在文字里面");
    } else if (c == 0x3001 || (c > 0xFF00 && c < 0xFF5F)) {
        snprintf(f->message, sizeof f->message, "%s文字外面用了全角的“%s”", says, shown);
        snprintf(f->remedy, sizeof f->remedy, "改成英文（半角）的 %c", c == 0x3001 ? ',' : (char)(c - 0xFEE0));
    } else if (is_blank(c)) {
        snprintf(f->message, sizeof f->message, "%s文字外面有全角空格或看不见的字符（U+%04X）", says, c);
        snprintf(f->remedy, sizeof f->remedy, "删去它，改用普通空格");
    } else {
        snprintf(f->message, sizeof f->message, "%s“%s”起的文字没有放在英文双引号里", says, shown);
        snprintf(f->remedy, sizeof f->remedy,
                 "文字放进英文双引号 \" \"；文字中间的引号用中文“ ”；字段和构件的名字只用英文");
    }
    f->offending[0] = '\0'; /* the line says it */
}

/* A text that ends in a Chinese quotation mark has no end for Lua. */
static void explain_unfinished(const char *source, size_t len, struct finding *f)
{
    const char *line = source, *end = source + len;
    for (uint32_t n = 1; n < f->line && line; n++) {
        line = memchr(line, '\n', (size_t)(end - line));
        line = line ? line + 1 : NULL;
    }
    if (!line)
        return;
    const char *stop = memchr(line, '\n', (size_t)(end - line));
    if (memmem(line, (size_t)((stop ? stop : end) - line), "”", strlen("”")))
        snprintf(f->remedy, sizeof f->remedy, "是不是用中文引号”收了尾？改成英文双引号 \"");
}

void explain_source(const char *source, size_t len, struct finding *f)
{
    struct scan s = {source, source + len, 1};
    char shown[5] = "";
    uint32_t c;
    if (find_foreign(&s) && (uint32_t)s.line <= f->line) {
        size_t used;
        c = utf8_decode(s.at, (size_t)(s.end - s.at), &used);
        shown[utf8_encode(c, shown)] = '\0';
        f->line = (uint32_t)s.line;
        tell_foreign(shown, c, f);
    } else if (strstr(f->message, "unfinished string")) {
        explain_unfinished(source, len, f);
    }
}
