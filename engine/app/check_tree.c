/* One screen's tree: pictures, characters, markup, icons. */
#include "app/check.h"

#include "base/near.h"
#include "base/utf8.h"
#include "stage/glyph_check.h"
#include "stage/text.h"

#include <string.h>

/* Where the scene's file says it, so that a title shown on ten screens is told once; otherwise where the node or the
 * screen is declared. */
static int line_of(const struct tree_place *p, const struct node *n, const char *text)
{
    int line = line_of_text(p->file, text);
    return line ? line : n->line ? n->line : p->line;
}

static void say(const struct tree_place *p, const struct node *n, const char *offending, const char *remedy,
                const char *message)
{
    findings_say(p->media->out, SEVERITY_ERROR, p->file, line_of(p, n, offending), offending, remedy, "%s", message);
}

static void check_characters(const struct tree_place *p, const struct node *n)
{
    char message[160], shown[5] = "";
    uint32_t code;
    if (!stage_missing_glyph(p->stage, n->text, &code))
        return;
    shown[utf8_encode(code, shown)] = '\0';
    if (code < 0x20 || code == 0x7f || code == 0xfffd) {
        snprintf(message, sizeof message, "文字里有不能显示的字符 U+%04X", code);
        say(p, n, n->text, "多半是复制时带进来的：删掉这个字符，重新输入", message);
        return;
    }
    snprintf(message, sizeof message, "字体里没有“%s”（U+%04X），屏幕上会是一个方框", shown, code);
    say(p, n, n->text, "换一个字；确实要用时安装有这个字的字体，并写进 fonts/fonts.conf", message);
}

static void check_text(const struct tree_place *p, const struct node *n)
{
    struct err e;
    check_characters(p, n);
    if (n->rich && !text_check_markup(n->text, strlen(n->text), &e))
        say(p, n, n->text,
            "标记只有 <b>…</b>、<q>…</q>、<u>…</u>、<c 颜色>…</c>，要成对；文字里的 < 写成 &lt;", e.text);
}

static void check_icon(const struct tree_place *p, const struct node *n)
{
    const char *near = NULL;
    char message[160], remedy[160];
    for (int i = 0; icon_names[i]; i++) {
        if (strcmp(icon_names[i], n->icon) == 0)
            return;
        near = near_better(n->icon, near, icon_names[i]);
    }
    snprintf(message, sizeof message, "没有图标 %.80s", n->icon);
    snprintf(remedy, sizeof remedy, near ? "是不是 %s？" : "图标名见 docs 里的图标一览", near);
    say(p, n, n->icon, remedy, message);
}

/* Most pictures are well: their line is looked for only when one is not. */
static bool check_picture(const struct tree_place *p, const struct node *n)
{
    char quoted[300];
    snprintf(quoted, sizeof quoted, "\"%.290s\"", n->src);
    bool there = check_media_there(p->media, n->src);
    return check_media_use(p->media, n->src, p->file, there ? 0 : line_of(p, n, quoted));
}

bool check_tree(const struct tree_place *p, const struct node *n)
{
    bool good = true;
    if (n->text && n->text[0])
        check_text(p, n);
    if (n->src && n->src[0])
        good = check_picture(p, n);
    if (n->icon && n->icon[0])
        check_icon(p, n);
    for (const struct node *child = n->first; child; child = child->next)
        good &= check_tree(p, child);
    return good;
}
