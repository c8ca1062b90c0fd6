#include "usb/sticks.h"

#include "base/utf8.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

/* "\040" and its kind stand for bytes that would break the line. */
static void unescape(char *text)
{
    char *to = text;
    for (const char *p = text; *p; p++) {
        bool octal = p[0] == '\\' && p[1] >= '0' && p[1] <= '3' && p[2] >= '0' && p[2] <= '7' && p[3] >= '0' && p[3] <= '7';
        if (octal) {
            *to++ = (char)((p[1] - '0') * 64 + (p[2] - '0') * 8 + (p[3] - '0'));
            p += 3;
        } else {
            *to++ = *p;
        }
    }
    *to = 0;
}

/* The next word of a mountinfo line, unescaped; "" at its end. */
static char *take_word(char **at)
{
    char *word = *at;
    size_t len = strcspn(word, " \n");
    *at = word + len + (word[len] != 0);
    word[len] = 0;
    unescape(word);
    return word;
}

static bool has_option(const char *options, const char *one)
{
    size_t len = strlen(one);
    for (const char *at = options; *at; at += strcspn(at, ","), at += *at == ',') {
        if (strcspn(at, ",") == len && strncmp(at, one, len) == 0)
            return true;
    }
    return false;
}

static void name_for_people(struct stick *s)
{
    const char *slash = strrchr(s->path, '/'), *from = slash && slash[1] ? slash + 1 : s->path;
    size_t n = 0;
    for (const char *p = from, *end = from + strlen(from); p < end && n + 5 < sizeof s->name;) {
        size_t used;
        uint32_t c = utf8_decode(p, (size_t)(end - p), &used);
        bool plain = c != UTF8_BAD && c >= 0x20 && (c < 0x7F || c >= 0xA0);
        if (plain)
            memcpy(s->name + n, p, used);
        else
            s->name[n] = '?';
        n += plain ? used : 1;
        p += used;
    }
    s->name[n] = 0;
}

/* Mounts that are no sticks even below /mnt: opening some of them waits for a network or starts a program. */
static bool is_foreign(const char *type)
{
    static const char *const types[] = {"autofs", "proc", "sysfs", "devtmpfs", "devpts", "cgroup", "cgroup2",
                                        "overlay", "squashfs", "nfs", "nfs4", "cifs", "smb3", "9p"};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        if (strcmp(type, types[i]) == 0)
            return true;
    }
    return false;
}

/* "36 35 8:1 / /media/U rw,nosuid shared:1 - vfat /dev/sda1 rw,errors=remount-ro" */
static bool read_line(char *line, struct stick *s)
{
    unsigned major, minor;
    char *at = line;
    unsigned long mount = strtoul(take_word(&at), NULL, 10);
    take_word(&at);
    if (sscanf(take_word(&at), "%u:%u", &major, &minor) != 2)
        return false;
    take_word(&at);
    *s = (struct stick){.id = (uint64_t)mount << 32 | (uint64_t)(major & 0xFFF) << 20 | (minor & 0xFFFFF)};
    if ((size_t)snprintf(s->path, sizeof s->path, "%s", take_word(&at)) >= sizeof s->path)
        return false;
    s->read_only = has_option(take_word(&at), "ro");
    while (*at && strcmp(take_word(&at), "-") != 0)
        ;
    snprintf(s->type, sizeof s->type, "%s", take_word(&at));
    snprintf(s->source, sizeof s->source, "%s", take_word(&at));
    s->read_only |= has_option(take_word(&at), "ro");
    name_for_people(s);
    return s->type[0] && !is_foreign(s->type);
}

/* The next folder of usb.roots without a slash at its end; false: there is none. */
static bool next_root(const char **at, char *out, size_t size)
{
    while (**at == ':')
        (*at)++;
    size_t len = strcspn(*at, ":"), keep = len;
    while (keep > 1 && (*at)[keep - 1] == '/')
        keep--;
    snprintf(out, size, "%.*s", (int)keep, *at);
    *at += len;
    return len > 0;
}

static bool is_below(const char *path, const char *root)
{
    size_t len = strlen(root);
    return strncmp(path, root, len) == 0 && (path[len] == '/' || path[len] == 0);
}

static bool is_wanted(const char *path, const char *roots)
{
    char root[1024];
    while (next_root(&roots, root, sizeof root)) {
        if (root[1] && is_below(path, root))
            return true;
    }
    return false;
}

/* What is mounted over another mount hides it. */
static int add(struct stick *out, int n, int most, const struct stick *s)
{
    for (int i = 0; i < n; i++) {
        if (strcmp(out[i].path, s->path) == 0) {
            out[i] = *s;
            return n;
        }
    }
    if (n < most)
        out[n++] = *s;
    return n;
}

static int list_mounts(const char *roots, struct stick *out, int most)
{
    char *line = NULL;
    size_t room = 0;
    int n = 0;
    FILE *f = fopen("/proc/self/mountinfo", "re");
    while (f && getline(&line, &room, f) > 0) {
        struct stick s;
        if (read_line(line, &s) && is_wanted(s.path, roots))
            n = add(out, n, most, &s);
    }
    free(line);
    if (f)
        fclose(f);
    return n;
}

static bool is_where_systems_mount(const char *root)
{
    return strcmp(root, "/media") == 0 || strcmp(root, "/run/media") == 0 || strcmp(root, "/mnt") == 0;
}

static bool has_mounts(const char *root, const struct stick *sticks, int n)
{
    for (int i = 0; i < n; i++) {
        if (is_below(sticks[i].path, root))
            return true;
    }
    return false;
}

int sticks_list(const char *roots, struct stick *out, int most)
{
    char root[1024];
    struct stat st;
    int mounted = list_mounts(roots, out, most), n = mounted;
    while (next_root(&roots, root, sizeof root)) {
        if (is_where_systems_mount(root) || has_mounts(root, out, mounted) || stat(root, &st) != 0 || !S_ISDIR(st.st_mode))
            continue;
        struct stick s = {.id = 0};
        if ((size_t)snprintf(s.path, sizeof s.path, "%s", root) >= sizeof s.path)
            continue;
        name_for_people(&s);
        n = add(out, n, most, &s);
    }
    return n;
}

int sticks_watch_fd(void)
{
    return open("/proc/self/mountinfo", O_RDONLY | O_CLOEXEC);
}

bool stick_space(const char *path, int64_t *free_bytes, int64_t *total_bytes)
{
    struct statvfs fs;
    if (statvfs(path, &fs) != 0)
        return false;
    *free_bytes = (int64_t)fs.f_bavail * (int64_t)fs.f_frsize;
    *total_bytes = (int64_t)fs.f_blocks * (int64_t)fs.f_frsize;
    return true;
}
