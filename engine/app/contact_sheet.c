#include "app/contact_sheet.h"

#include "base/file.h"

#include <stdio.h>
#include <string.h>

static void escaped(struct buf *b, const char *text)
{
    for (; *text; text++) {
        switch (*text) {
        case '&':
            buf_text(b, "&amp;");
            break;
        case '<':
            buf_text(b, "&lt;");
            break;
        case '>':
            buf_text(b, "&gt;");
            break;
        case '"':
            buf_text(b, "&quot;");
            break;
        default:
            buf_bytes(b, text, 1);
        }
    }
}

void contact_sheet_add(struct contact_sheet *s, const char *group, const char *name, const char *file,
                       int width, int height)
{
    struct buf *b = &s->body;
    if (!s->pictures || strcmp(group, s->group) != 0) {
        buf_text(b, s->pictures ? "</section>\n<section>\n<h2>" : "<section>\n<h2>");
        escaped(b, group);
        buf_text(b, "</h2>\n");
        snprintf(s->group, sizeof s->group, "%s", group);
    }
    s->pictures++;
    buf_printf(b, "<figure class=\"%s\"><a href=\"", width < height ? "tall" : "wide");
    escaped(b, file);
    buf_text(b, "\"><img loading=\"lazy\" alt=\"\" src=\"");
    escaped(b, file);
    buf_printf(b, "\" width=\"%d\" height=\"%d\"></a><figcaption>", width, height);
    escaped(b, name);
    buf_printf(b, "<small>%d×%d</small></figcaption></figure>\n", width, height);
}

bool contact_sheet_write(struct contact_sheet *s, const char *folder, const char *title, struct err *e)
{
    static const char style[] =
        "body{margin:0;padding:32px;background:#f6f3ea;color:#1f2a2e;font:16px/1.6 \"Noto Sans CJK "
        "SC\",\"Microsoft "
        "YaHei\",sans-serif}h1{font-size:28px;margin:0 0 4px}h2{font-size:20px;margin:32px 0 "
        "12px;border-bottom:1px "
        "solid #d8d2c0}figure{display:inline-block;vertical-align:top;margin:0 16px 20px "
        "0}img{display:block;height:"
        "auto;border:1px solid #cfc8b4;background:#fff}.wide img{width:440px}.tall "
        "img{width:250px}figcaption{max-width:"
        "440px;font-size:14px}.tall figcaption{max-width:250px}small{color:#5b6468;margin-left:8px}";
    char path[1400];
    struct buf page = {0};
    buf_text(&page, "<!doctype html>\n<html lang=\"zh-CN\">\n<meta charset=\"utf-8\">\n<title>");
    escaped(&page, title);
    buf_printf(&page, "</title>\n<style>%s</style>\n<h1>", style);
    escaped(&page, title);
    buf_printf(&page, "</h1>\n<p>共 %d 张。点开看原图。</p>\n", s->pictures);
    buf_bytes(&page, s->body.data, s->body.len);
    buf_text(&page, s->pictures ? "</section>\n</html>\n" : "</html>\n");
    bool ok = path_join(path, sizeof path, folder, "index.html") || err_set(e, "%s: 路径太长", folder);
    ok = ok && file_write_durable(path, page.data, page.len, 0644, e);
    buf_free(&page);
    buf_free(&s->body);
    *s = (struct contact_sheet){0};
    return ok;
}
