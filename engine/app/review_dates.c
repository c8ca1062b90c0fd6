#include "app/review_dates.h"

#include "app/content_files.h"
#include "base/clock.h"
#include "base/file.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#define SOON_DAYS 30
#define FILE_MOST (64 * 1024)
#define BYTES_MOST (8 * 1024 * 1024) /* of all files: the keeper has other things to do */
#define WORD "review_by"

static bool commented(const char *text, const char *at)
{
    for (; at > text && at[-1] != '\n'; at--) {
        if (at[-1] == '-' && at - 1 > text && at[-2] == '-')
            return true;
    }
    return false;
}

/* review_by = "2027-10-31" */
static bool date_after(const char *at, int64_t *days)
{
    char date[11];
    at += strspn(at, " \t");
    if (*at++ != '=')
        return false;
    at += strspn(at, " \t");
    if (*at != '"' && *at != '\'')
        return false;
    snprintf(date, sizeof date, "%.10s", at + 1);
    return clock_parse_date(date, days);
}

static void note_file(struct review_dates *out, const char *name)
{
    size_t used = strlen(out->files);
    if (!strstr(out->files, name) && used + strlen(name) + 8 < sizeof out->files)
        snprintf(out->files + used, sizeof out->files - used, "%s%s", used ? "、" : "", name);
}

static void read_text(struct review_dates *out, const char *text, const char *name, int64_t today)
{
    for (const char *at = text; (at = strstr(at, WORD)); at += sizeof WORD - 1) {
        int64_t days;
        if (commented(text, at) || !date_after(at + sizeof WORD - 1, &days) || days > today + SOON_DAYS)
            continue;
        out->passed += days < today;
        out->soon += days >= today;
        note_file(out, name);
    }
}

void review_dates_read(struct review_dates *out, const char *scripts, int64_t today)
{
    struct file_list files = {0};
    size_t bytes = 0, skip = strlen(scripts) + 1;
    *out = (struct review_dates){.files = ""};
    file_list_below(&files, scripts, ".lua");
    for (int i = 0; i < files.n && bytes < BYTES_MOST; i++) {
        struct buf b = {0};
        if (file_read(files.paths[i], FILE_MOST, &b, NULL))
            read_text(out, buf_cstr(&b), files.paths[i] + skip, today);
        bytes += b.len;
        buf_free(&b);
    }
    file_list_free(&files);
}
