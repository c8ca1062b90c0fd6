#include "wire/record.h"

#include <stdio.h>

static const char *type_words(const struct record_field *f, char *out, size_t size)
{
    switch (f->type) {
    case FIELD_INT:
        snprintf(out, size, "整数 %.15g…%.15g", f->least, f->most);
        break;
    case FIELD_NUMBER:
        snprintf(out, size, "数 %.15g…%.15g", f->least, f->most);
        break;
    case FIELD_BOOL:
        snprintf(out, size, "是否");
        break;
    case FIELD_TEXT:
        snprintf(out, size, "文字 ≤ %g 字节", f->most);
        break;
    case FIELD_NAME:
        snprintf(out, size, "名字 ≤ %g 字节", f->most);
        break;
    case FIELD_WORD:
        snprintf(out, size, "`%s` 之一", f->words);
        break;
    case FIELD_TEXTS:
        snprintf(out, size, "一个或一列文字，每个 ≤ %g 字节", f->most);
        break;
    case FIELD_OBJECT:
        snprintf(out, size, "一层的 JSON 对象 ≤ %g 字节", f->most);
        break;
    }
    return out;
}

static void senders_words(struct buf *b, unsigned senders)
{
    static const char *const words[] = {"展项", "屏幕", "守护", "管理员"};
    const char *comma = "";
    for (unsigned i = 0; i < 4; i++)
        if (senders & 1u << i) {
            buf_printf(b, "%s%s", comma, words[i]);
            comma = "、";
        }
}

void record_docs(struct buf *out)
{
    char type[200];
    buf_text(out, "<!-- kinds -->\n");
    for (unsigned k = 0; k < RECORD_KINDS; k++) {
        const struct record_row *row = &record_rows[k];
        buf_printf(out, "\n### `%s`\n\n%s。来自：", row->name, row->about);
        senders_words(out, row->senders);
        buf_text(out, "。\n");
        for (int i = 0; i < RECORD_FIELDS_MAX && row->fields[i].name; i++) {
            const struct record_field *f = &row->fields[i];
            buf_printf(out, "%s| `%s` | %s | %s | %s |\n",
                       i ? "" : "\n| 字段 | 类型 | 必有 | 含义 |\n| --- | --- | --- | --- |\n", f->name,
                       type_words(f, type, sizeof type), f->required ? "是" : "", f->about);
        }
    }
    buf_text(out, "\n<!-- end of kinds -->\n");
}
