#include "stage/picture_probe.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

bool picture_type_of(const char *name, enum picture_type *type)
{
    static const struct {
        const char *ending;
        enum picture_type type;
    } endings[] = {{".svg", PICTURE_SVG},
                   {".png", PICTURE_PNG},
                   {".jpg", PICTURE_JPEG},
                   {".jpeg", PICTURE_JPEG},
                   {".webp", PICTURE_WEBP}};
    const char *dot = strrchr(name, '.');
    for (size_t i = 0; dot && i < sizeof endings / sizeof endings[0]; i++) {
        if (strcasecmp(dot, endings[i].ending) == 0) {
            *type = endings[i].type;
            return true;
        }
    }
    return false;
}

static unsigned big16(const unsigned char *p)
{
    return (unsigned)p[0] << 8 | p[1];
}

static unsigned big32(const unsigned char *p)
{
    return big16(p) << 16 | big16(p + 2);
}

static unsigned little24(const unsigned char *p)
{
    return p[0] | (unsigned)p[1] << 8 | (unsigned)p[2] << 16;
}

static bool probe_png(const unsigned char *p, size_t len, struct picture_size *s)
{
    if (len < 24 || memcmp(p, "\x89PNG\r\n\x1a\n", 8) != 0 || memcmp(p + 12, "IHDR", 4) != 0) {
        return false;
    }
    s->w = big32(p + 16);
    s->h = big32(p + 20);
    return true;
}

/* Walks the markers up to the one that starts a frame (SOF0..15 without DHT, JPG, DAC). */
static bool probe_jpeg(const unsigned char *p, size_t len, struct picture_size *s)
{
    if (len < 4 || p[0] != 0xFF || p[1] != 0xD8) {
        return false;
    }
    for (size_t at = 2; at + 9 < len;) {
        if (p[at] != 0xFF) {
            return false;
        }
        unsigned char marker = p[at + 1];
        if (marker == 0xFF) {
            at++;
            continue;
        }
        if (marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC) {
            s->h = big16(p + at + 5);
            s->w = big16(p + at + 7);
            return true;
        }
        bool bare = marker == 0x01 || (marker >= 0xD0 && marker <= 0xD7);
        at += bare ? 2 : 2 + (size_t)big16(p + at + 2);
    }
    return false;
}

static bool probe_webp(const unsigned char *p, size_t len, struct picture_size *s)
{
    if (len < 30 || memcmp(p, "RIFF", 4) != 0 || memcmp(p + 8, "WEBP", 4) != 0) {
        return false;
    }
    if (memcmp(p + 12, "VP8X", 4) == 0) {
        s->w = little24(p + 24) + 1;
        s->h = little24(p + 27) + 1;
        return true;
    }
    if (memcmp(p + 12, "VP8L", 4) == 0 && p[20] == 0x2F) {
        unsigned bits = little24(p + 21) | (unsigned)p[24] << 24;
        s->w = (bits & 0x3FFF) + 1;
        s->h = (bits >> 14 & 0x3FFF) + 1;
        return true;
    }
    if (memcmp(p + 12, "VP8 ", 4) == 0 && memcmp(p + 23, "\x9d\x01\x2a", 3) == 0) {
        s->w = (p[26] | (unsigned)p[27] << 8) & 0x3FFF;
        s->h = (p[28] | (unsigned)p[29] << 8) & 0x3FFF;
        return true;
    }
    return false;
}

/* ---- SVG: the attributes of the first <svg …> ---- */

/* Copies the attribute's value; false: it is not there. */
static bool attribute(const char *tag, const char *end, const char *name, char *out, size_t size)
{
    size_t n = strlen(name);
    for (const char *p = tag; p + n + 2 < end; p++) {
        bool starts = strchr(" \t\r\n", *p) && strncmp(p + 1, name, n) == 0;
        const char *q = p + 1 + n;
        while (starts && q < end && strchr(" \t\r\n", *q)) {
            q++;
        }
        if (!starts || q >= end || *q != '=') {
            continue;
        }
        do {
            q++;
        } while (q < end && strchr(" \t\r\n", *q));
        const char *close =
            q < end && (*q == '"' || *q == '\'') ? memchr(q + 1, *q, (size_t)(end - q - 1)) : NULL;
        if (!close || (size_t)(close - q) > size) {
            return false;
        }
        memcpy(out, q + 1, (size_t)(close - q - 1));
        out[close - q - 1] = '\0';
        return true;
    }
    return false;
}

static double length_of(const char *text)
{
    char *end;
    double v = strtod(text, &end);
    return *end == '\0' || strcmp(end, "px") == 0 ? v : 0;
}

static bool probe_svg(const unsigned char *data, size_t len, struct picture_size *s)
{
    size_t n = len < 65536 ? len : 65536;
    char *text = malloc(n + 1), value[128];
    if (!text) {
        return false;
    }
    memcpy(text, data, n);
    text[n] = '\0';
    const char *tag = memmem(text, n, "<svg", 4), *end = tag ? strchr(tag, '>') : NULL;
    if (end && attribute(tag, end, "width", value, sizeof value)) {
        s->w = length_of(value);
    }
    if (end && attribute(tag, end, "height", value, sizeof value)) {
        s->h = length_of(value);
    }
    double box[4] = {0};
    if (end && !(s->w > 0 && s->h > 0) && attribute(tag, end, "viewBox", value, sizeof value)) {
        char *at = value;
        for (int i = 0; i < 4; i++) {
            box[i] = strtod(at, &at);
            at += strspn(at, ", \t\r\n");
        }
        s->w = box[2];
        s->h = box[3];
    }
    free(text);
    return end != NULL;
}

bool picture_probe(enum picture_type type, const unsigned char *data, size_t len, struct picture_size *size,
                   struct err *e)
{
    static const char *const names[] = {"SVG", "PNG", "JPEG", "WebP"};
    bool (*const probes[])(const unsigned char *, size_t, struct picture_size *) = {probe_svg, probe_png,
                                                                                    probe_jpeg, probe_webp};
    *size = (struct picture_size){0, 0};
    if (!probes[type](data, len, size)) {
        return err_set(e, "内容不是完整的 %s 图片，请核对扩展名或重新导出", names[type]);
    }
    if (!isfinite(size->w) || !isfinite(size->h) || size->w <= 0 || size->h <= 0) {
        return err_set(e, "%s 没有写明大于 0 的宽和高，请重新导出", names[type]);
    }
    return true;
}
