/* kiosk.conf as findings: what the parser says, and whether the folders it names are there. */
#include "app/check.h"

#include "base/file.h"
#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define CONF_BYTES (256 * 1024)

static void copy(char *to, size_t size, const char *from, size_t len)
{
    snprintf(to, size, "%.*s", (int)len, from);
    utf8_trim_partial(to);
}

/* "file:12: ", "file:12：" or "file：" at the beginning: the length of the whole, 0 when it is not there. */
static size_t place_length(const char *text, size_t len, size_t *file_len, uint32_t *line)
{
    static const char wide[] = "：";
    size_t wide_len = sizeof wide - 1;
    for (size_t i = 1; i + 2 < len; i++) {
        const char *end = text + i;
        char *after = NULL;
        *line = 0;
        if (text[i] == ':' && text[i + 1] >= '0' && text[i + 1] <= '9') {
            *line = (uint32_t)strtoul(text + i + 1, &after, 10);
            end = after;
        }
        *file_len = i;
        if (after && end + 1 < text + len && end[0] == ':' && end[1] == ' ')
            return (size_t)(end - text) + 2;
        if (end + wide_len > text + len || memcmp(end, wide, wide_len) != 0)
            continue;
        if (after || memchr(text, '/', i))
            return (size_t)(end - text) + wide_len;
        break; /* the sentence has begun */
    }
    *line = 0;
    return 0;
}

void finding_of_text(struct finding *f, const char *file, const char *text, size_t len)
{
    static const char mark[] = "；改法：";
    size_t file_len = 0;
    *f = (struct finding){.severity = SEVERITY_ERROR};
    size_t skip = place_length(text, len, &file_len, &f->line);
    if (skip)
        copy(f->file, sizeof f->file, text, file_len);
    else
        copy(f->file, sizeof f->file, file, strlen(file));
    text += skip;
    len -= skip;
    const char *remedy = memmem(text, len, mark, sizeof mark - 1);
    size_t message_len = remedy ? (size_t)(remedy - text) : len;
    copy(f->message, sizeof f->message, text, message_len);
    if (remedy)
        copy(f->remedy, sizeof f->remedy, remedy + sizeof mark - 1, len - message_len - (sizeof mark - 1));
}

/* The line of the file that sets the key; 0: none does, the default counts. */
static int line_of_key(const char *path, const char *key)
{
    struct buf text = {0};
    int line = 0, found = 0;
    size_t len = strlen(key);
    if (!file_read(path, CONF_BYTES, &text, NULL))
        return 0;
    for (const char *at = buf_cstr(&text); *at && !found; at += strcspn(at, "\n"), at += *at != '\0') {
        line++;
        if (strncmp(at, key, len) == 0 && strchr(" =\t", at[len]) && at[len])
            found = line;
    }
    buf_free(&text);
    return found;
}

static void check_folder(struct findings *out, const char *conf, const char *key, const char *folder,
                         const char *what)
{
    struct stat st;
    if (stat(folder, &st) == 0 && S_ISDIR(st.st_mode))
        return;
    findings_say(out, SEVERITY_ERROR, conf, line_of_key(conf, key), key,
                 "改成实际的文件夹，或者把文件夹建好；相对路径从配置文件所在的文件夹算起",
                 "找不到%s的文件夹 %s", what, folder);
}

struct twins {
    struct findings *out;
    const char *path;
};

static void say_twin(void *user, const char *item, int first, int again)
{
    const struct twins *t = user;
    findings_say(t->out, SEVERITY_WARNING, t->path, again, item, "留下要的那一行，删掉另一行",
                 "%s 写了两次：第 %d 行和第 %d 行；后一行算数", item, first, again);
}

void check_conf(struct findings *out, const char *path)
{
    struct config c;
    struct err problems = {""};
    config_twins(path, say_twin, &(struct twins){out, path});
    config_defaults(&c, ".");
    int left = config_read(&c, path, &problems);
    if (left) {
        for (const char *line = problems.text; *line; left--) {
            struct finding f;
            size_t len = strcspn(line, "\n");
            finding_of_text(&f, path, line, len);
            findings_add(out, &f);
            line += line[len] ? len + 1 : len;
        }
        if (left > 0)
            findings_say(out, SEVERITY_ERROR, path, 1, "", "先改好上面几处，再检查一遍",
                         "还有 %d 处问题没有列出", left);
        return;
    }
    check_folder(out, path, "scripts", c.kiosk.scripts, "内容脚本");
    check_folder(out, path, "media", c.kiosk.media, "图片");
    check_folder(out, path, "fonts", c.kiosk.fonts, "字体对照表");
}
