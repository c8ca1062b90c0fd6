#include "stage/text_markup.h"

#include "stage/text.h"

#include <string.h>

enum { TAG_MOST = 40 };

static enum markup_step bad(struct err *e, const char *what, const char *tag)
{
    err_set(e,
            "%s：%s。可以用 <b>粗体</b> <q>引文</q> <u>下划线</u> <c zhu>颜色</c>；要显示 < 或 & 请写 &lt; "
            "或 &amp;",
            what, tag);
    return MARKUP_BAD;
}

static enum markup_step open_tag(struct markup *m, const char *tag, const char *name, struct err *e)
{
    struct markup_look look = *markup_look(m);
    look.tag = name[0];
    if (!strcmp(name, "b"))
        look.bold = true;
    else if (!strcmp(name, "q"))
        look.quote = true;
    else if (!strcmp(name, "u"))
        look.under = true;
    else if (name[0] != 'c' || name[1] != ' ')
        return bad(e, "不认识的标记", tag);
    else if (!color_parse(name + 2, &look.color) || look.color == 0)
        return bad(e, "不认识的颜色名", tag);
    if (m->depth == MARKUP_DEPTH)
        return bad(e, "标记套得太深（最多 8 层）", tag);
    m->stack[++m->depth] = look;
    return MARKUP_TAG;
}

static enum markup_step read_tag(struct markup *m, const char *text, size_t len, size_t *used, struct err *e)
{
    char tag[TAG_MOST + 1], name[TAG_MOST + 1];
    size_t most = len < TAG_MOST ? len : TAG_MOST, n = 0;
    while (n < most && text[n] != '>' && text[n] != '\n')
        n++;
    bool closed = n < most && text[n] == '>';
    memcpy(tag, text, n);
    tag[n] = '\0';
    if (closed)
        strcpy(tag + n, n < TAG_MOST ? ">" : "");
    if (!closed)
        return bad(e, "“<”后面没有“>”", n > 1 ? tag : "<");
    memcpy(name, text + 1, n - 1);
    name[n - 1] = '\0';
    *used = n + 1;
    if (name[0] != '/')
        return open_tag(m, tag, name, e);
    if (m->depth == 0 || strlen(name) != 2 || markup_look(m)->tag != name[1])
        return bad(e, m->depth ? "结束标记与最近打开的标记不成对" : "结束标记前面没有开始标记", tag);
    m->depth--;
    return MARKUP_TAG;
}

enum markup_step markup_step(struct markup *m, const char *text, size_t len, size_t *used, uint32_t *code,
                             struct err *e)
{
    static const struct {
        const char *text;
        uint32_t code;
    } entities[] = {{"&lt;", '<'}, {"&gt;", '>'}, {"&amp;", '&'}};
    if (text[0] == '<')
        return read_tag(m, text, len, used, e);
    if (text[0] != '&')
        return MARKUP_TEXT;
    for (size_t i = 0; i < sizeof entities / sizeof *entities; i++) {
        *used = strlen(entities[i].text);
        if (len >= *used && !memcmp(text, entities[i].text, *used)) {
            *code = entities[i].code;
            return MARKUP_CHAR;
        }
    }
    return bad(e, "单独的“&”", "&");
}

bool text_check_markup(const char *utf8, size_t len, struct err *e)
{
    struct markup m = {0};
    size_t used = 0;
    uint32_t code = 0;
    for (size_t at = 0; at < len;) {
        enum markup_step step = markup_step(&m, utf8 + at, len - at, &used, &code, e);
        if (step == MARKUP_BAD)
            return false;
        at += step == MARKUP_TEXT ? 1 : used;
    }
    char tag[] = "<?>";
    tag[1] = markup_look(&m)->tag;
    return m.depth == 0 || (bad(e, "标记没有结束", tag), false);
}

void text_plain(const char *utf8, size_t len, struct buf *out)
{
    struct markup m = {0};
    size_t used = 0;
    uint32_t code = 0;
    for (size_t at = 0; at < len;) {
        enum markup_step step = markup_step(&m, utf8 + at, len - at, &used, &code, NULL);
        if (step == MARKUP_CHAR)
            buf_u8(out, (uint8_t)code);
        else if (step != MARKUP_TAG)
            buf_u8(out, (uint8_t)utf8[at]);
        at += step == MARKUP_CHAR || step == MARKUP_TAG ? used : 1;
    }
}
