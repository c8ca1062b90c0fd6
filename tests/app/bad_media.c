#include "bad_media.h"

#include "base/buf.h"
#include "base/file.h"

#include <SDL_image.h>

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>
#include <cmocka.h>

#define TYPES 4
static const char *const types[TYPES] = {"png", "jpg", "webp", "svg"};

static struct {
    const char *folder;
    struct bad_file *out;
    int n;
    uint64_t dice;
} at;

static uint32_t roll(uint32_t sides)
{
    at.dice = at.dice * 6364136223846793005u + 1442695040888963407u;
    return sides ? (uint32_t)(at.dice >> 33) % sides : 0;
}

static const char *path_of(const char *name)
{
    static char path[512];
    snprintf(path, sizeof path, "%s/%s", at.folder, name);
    return path;
}

static void put(const char *name, const void *data, size_t len)
{
    FILE *f = fopen(path_of(name), "wb");
    assert_non_null(f);
    assert_true(fwrite(data, 1, len, f) == len);
    fclose(f);
}

static void list(const char *group, const char *name, enum bad_end end)
{
    assert_true(at.n < BAD_MEDIA_MAX);
    struct bad_file *b = &at.out[at.n++];
    snprintf(b->group, sizeof b->group, "%s", group);
    snprintf(b->name, sizeof b->name, "%s", name);
    b->end = end;
}

static void add(const char *group, const char *name, const void *data, size_t len, enum bad_end end)
{
    put(name, data, len);
    list(group, name, end);
}

/* ---- good ones, to begin with ---- */

static const unsigned char webp[] = {
    0x52, 0x49, 0x46, 0x46, 0x24, 0x00, 0x00, 0x00, 0x57, 0x45, 0x42, 0x50, 0x56, 0x50, 0x38, 0x20, 0x18, 0x00, 0x00,
    0x00, 0x30, 0x01, 0x00, 0x9d, 0x01, 0x2a, 0x01, 0x00, 0x01, 0x00, 0x02, 0x00, 0x34, 0x25, 0xa4, 0x00, 0x03, 0x70,
    0x00, 0xfe, 0xfb, 0x94, 0x00, 0x00};
static const char svg[] = "<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\" width=\"64\" height=\"40\" "
                          "viewBox=\"0 0 64 40\"><defs><linearGradient id=\"g\" x1=\"0\" y1=\"0\" x2=\"64\" y2=\"0\">"
                          "<stop offset=\"0\" stop-color=\"#123456\"/><stop offset=\"1\" stop-color=\"#fff\"/></linearGradient>"
                          "</defs><rect width=\"64\" height=\"40\" fill=\"url(#g)\"/><path d=\"M4 4C20 0 30 9 60 30Z\" "
                          "fill=\"#a00\" stroke=\"#000\" stroke-width=\"2\"/></svg>";

static void make_good(struct buf good[TYPES])
{
    struct err e;
    SDL_Surface *s = SDL_CreateRGBSurfaceWithFormat(0, 64, 40, 32, SDL_PIXELFORMAT_ARGB8888);
    for (int i = 0; i < 64 * 40; i++)
        ((uint32_t *)s->pixels)[i] = 0xFF000000u | (uint32_t)i * 2654435761u >> 8;
    assert_int_equal(IMG_SavePNG(s, path_of("good.png")), 0);
    assert_int_equal(IMG_SaveJPG(s, path_of("good.jpg"), 80), 0);
    SDL_FreeSurface(s);
    put("good.webp", webp, sizeof webp);
    put("good.svg", svg, sizeof svg - 1);
    for (int i = 0; i < TYPES; i++) {
        char name[32];
        snprintf(name, sizeof name, "good.%s", types[i]);
        assert_true(file_read(path_of(name), 1 << 20, &good[i], &e));
    }
}

/* ---- cut short, changed ---- */

static void make_cut(const struct buf good[TYPES])
{
    for (int t = 0; t < TYPES; t++) {
        for (size_t i = 0; i < 12; i++) {
            char name[64];
            snprintf(name, sizeof name, "cut-%zu.%s", i, types[t]);
            add("cut", name, good[t].data, good[t].len * i / 12, i == 0 ? BAD_BROKEN : BAD_EITHER);
        }
    }
}

static void make_changed(const struct buf good[TYPES])
{
    for (int t = 0; t < TYPES; t++) {
        for (int i = 0; i < 20; i++) {
            char name[64];
            struct buf b = {0};
            buf_bytes(&b, good[t].data, good[t].len);
            for (uint32_t k = 1 + roll(6); k; k--)
                b.data[roll((uint32_t)b.len)] = (unsigned char)roll(256);
            snprintf(name, sizeof name, "changed-%d.%s", i, types[t]);
            add("changed", name, b.data, b.len, BAD_EITHER);
            buf_free(&b);
        }
    }
}

/* ---- another type than the name says ---- */

static void make_wrong_type(const struct buf good[TYPES])
{
    static const struct {
        const char *what, *bytes;
        size_t len;
    } others[] = {{"gif", "GIF89a\1\0\1\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\1\0\1\0\0\2\2D\1\0;", 35},
                  {"bmp", "BM\x3a\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\1\0\0\0\1\0\0\0\1\0\x18\0\0\0\0\0\4\0\0\0", 38},
                  {"tiff", "II*\0\x08\0\0\0\0\0\0\0", 12},
                  {"pnm", "P6 1 1 255\n\1\2\3", 14},
                  {"qoi", "qoif\0\0\0\1\0\0\0\1\4\0\0\0\0\0\0\0\0\1", 22},
                  {"xpm", "/* XPM */\nstatic char*x[]={\"1 1 1 1\",\"a c red\",\"a\"};", 51},
                  {"elf", "\x7f"
                          "ELF\2\1\1\0\0\0\0\0\0\0\0\0\2\0>\0",
                   20},
                  {"zip", "PK\3\4\x14\0\0\0\0\0", 10},
                  {"html", "<!DOCTYPE html><html><body>hello</body></html>", 46},
                  {"text", "just some words", 15}};
    for (int t = 0; t < TYPES; t++) {
        char name[64];
        for (int k = 0; k < TYPES; k++) {
            snprintf(name, sizeof name, "%s-inside.%s", types[k], types[t]);
            if (k != t)
                add("wrong type", name, good[k].data, good[k].len, BAD_BROKEN);
        }
        for (size_t k = 0; k < sizeof others / sizeof *others; k++) {
            snprintf(name, sizeof name, "%s-inside.%s", others[k].what, types[t]);
            add("wrong type", name, others[k].bytes, others[k].len, BAD_BROKEN);
        }
    }
    add("wrong type", "picture.gif", others[0].bytes, others[0].len, BAD_BROKEN);
    add("wrong type", "picture.bmp", others[1].bytes, others[1].len, BAD_BROKEN);
    add("wrong type", "picture", good[0].data, good[0].len, BAD_BROKEN);
    add("wrong type", "picture.png.exe", good[0].data, good[0].len, BAD_BROKEN);
}

/* ---- PNG by hand ---- */

static uint32_t crc(const unsigned char *p, size_t len)
{
    uint32_t c = 0xFFFFFFFFu;
    for (size_t i = 0; i < len; i++) {
        c ^= p[i];
        for (int k = 0; k < 8; k++)
            c = c >> 1 ^ (c & 1 ? 0xEDB88320u : 0);
    }
    return ~c;
}

static void put_be(struct buf *b, uint32_t v)
{
    for (int i = 24; i >= 0; i -= 8)
        buf_u8(b, (uint8_t)(v >> i));
}

static void chunk(struct buf *b, const char *type, const struct buf *data)
{
    size_t from = b->len + 4;
    put_be(b, (uint32_t)data->len);
    buf_bytes(b, type, 4);
    buf_bytes(b, data->data, data->len);
    put_be(b, crc(b->data + from, b->len - from));
}

/* A zlib stream of that many zeros: one literal, then copies of 258 from one byte back, 13 bits each. */
static void zeros(struct buf *b, uint64_t n)
{
    uint32_t bits = 0;
    int have = 0;
#define BITS(value, count)                                                                                             \
    for (bits |= (uint32_t)(value) << have, have += (count); have >= 8; bits >>= 8, have -= 8)                         \
        buf_u8(b, (uint8_t)bits)
    buf_u8(b, 0x78);
    buf_u8(b, 0x01);
    BITS(3, 3);    /* last block, fixed codes */
    BITS(0x0C, 8); /* a zero, its code turned round */
    for (uint64_t i = 0; i < (n - 1) / 258; i++) {
        BITS(0xA3, 8); /* 258 */
        BITS(0, 5);    /* from one back */
    }
    for (uint64_t i = 0; i < (n - 1) % 258; i++) {
        BITS(0x0C, 8);
    }
    BITS(0, 7); /* end */
    BITS(0, 7);
#undef BITS
    put_be(b, (uint32_t)(n % 65521) << 16 | 1);
}

static void png(struct buf *out, uint32_t w, uint32_t h, int depth, int color, int interlace, uint64_t bytes)
{
    struct buf d = {0};
    buf_bytes(out, "\x89PNG\r\n\x1a\n", 8);
    put_be(&d, w);
    put_be(&d, h);
    const unsigned char rest[] = {(unsigned char)depth, (unsigned char)color, 0, 0, (unsigned char)interlace};
    buf_bytes(&d, rest, 5);
    chunk(out, "IHDR", &d);
    buf_clear(&d);
    zeros(&d, bytes);
    chunk(out, "IDAT", &d);
    buf_clear(&d);
    chunk(out, "IEND", &d);
    buf_free(&d);
}

static void make_png_bombs(void)
{
    static const struct {
        const char *name;
        uint32_t w, h;
        int depth, color, interlace;
        uint64_t bytes;
        enum bad_end end;
    } rows[] = {{"square-20000.png", 20000, 20000, 8, 6, 0, 1000, BAD_BROKEN},
                {"wide-2e9.png", 2147483647, 1, 8, 6, 0, 1000, BAD_BROKEN},
                {"tall-2e9.png", 1, 2147483647, 8, 6, 0, 1000, BAD_BROKEN},
                {"over-2e9.png", 0xFFFFFFFFu, 0xFFFFFFFFu, 8, 6, 0, 1000, BAD_BROKEN},
                {"none-by-none.png", 0, 0, 8, 6, 0, 10, BAD_BROKEN},
                {"no-height.png", 10, 0, 8, 6, 0, 10, BAD_BROKEN},
                {"just-within.png", 6300, 6300, 8, 6, 0, 6300ull * (6300 * 4 + 1), BAD_EITHER},
                {"just-within-16.png", 6300, 6300, 16, 6, 0, 6300ull * (6300 * 8 + 1), BAD_EITHER},
                {"just-within-adam7.png", 6300, 6300, 8, 6, 1, 6300ull * (6300 * 4 + 1), BAD_EITHER},
                {"thin.png", 40000, 900, 1, 0, 0, 900ull * 5001, BAD_EITHER},
                {"more-than-it-says.png", 64, 64, 8, 6, 0, 400000000ull, BAD_EITHER},
                {"less-than-it-says.png", 4000, 4000, 8, 6, 0, 100, BAD_EITHER},
                {"no-such-depth.png", 64, 64, 7, 6, 0, 64 * 257, BAD_BROKEN},
                {"no-such-colour.png", 64, 64, 8, 9, 0, 64 * 257, BAD_BROKEN},
                {"no-palette.png", 64, 64, 8, 3, 0, 64 * 65, BAD_EITHER},
                {"no-such-interlace.png", 64, 64, 8, 6, 7, 64 * 257, BAD_EITHER}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct buf b = {0};
        png(&b, rows[i].w, rows[i].h, rows[i].depth, rows[i].color, rows[i].interlace, rows[i].bytes);
        add("bomb", rows[i].name, b.data, b.len, rows[i].end);
        buf_free(&b);
    }
}

static void make_png_chunks(const struct buf *good)
{
    struct buf b = {0}, d = {0};
    buf_bytes(&b, good->data, 33); /* up to the end of IHDR */
    for (int i = 0; i < 20000; i++) {
        buf_clear(&d);
        buf_printf(&d, "key%c%d", 0, i);
        chunk(&b, "tEXt", &d);
    }
    buf_bytes(&b, good->data + 33, good->len - 33);
    add("odd", "20000-texts.png", b.data, b.len, BAD_EITHER);
    buf_clear(&b);
    buf_bytes(&b, good->data, 33);
    buf_clear(&d);
    buf_bytes(&d, "name\0\0", 6);
    zeros(&d, 300000000); /* a colour profile that unpacks to 300 MB */
    chunk(&b, "iCCP", &d);
    buf_bytes(&b, good->data + 33, good->len - 33);
    add("bomb", "profile.png", b.data, b.len, BAD_EITHER);
    buf_clear(&b);
    buf_bytes(&b, good->data, 33);
    buf_bytes(&b, "\x7f\xff\xff\xffIDAT", 8);
    add("odd", "endless-chunk.png", b.data, b.len, BAD_BROKEN);
    add("odd", "no-end.png", good->data, good->len - 12, BAD_EITHER);
    buf_clear(&b);
    for (int i = 0; i < 200; i++)
        buf_bytes(&b, good->data, good->len);
    add("odd", "200-in-one.png", b.data, b.len, BAD_EITHER);
    buf_free(&b);
    buf_free(&d);
}

/* ---- JPEG, WebP ---- */

/* A progressive JPEG whose scans hold nothing: each makes the decoder walk over the whole picture. */
static void make_jpeg_scans(const char *name, int w, int h, int scans)
{
    struct buf b = {0};
    buf_bytes(&b, "\xff\xd8\xff\xdb\0\x43\0", 7);
    for (int i = 0; i < 64; i++)
        buf_u8(&b, 1);
    const unsigned char frame[] = {0xff, 0xc2, 0, 11, 8, (unsigned char)(h >> 8), (unsigned char)h, (unsigned char)(w >> 8),
                                   (unsigned char)w, 1, 1, 0x11, 0};
    buf_bytes(&b, frame, sizeof frame);
    for (int class = 0; class < 2; class++) {
        const unsigned char table[] = {0xff, 0xc4, 0, 20, (unsigned char)(class << 4), 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
        buf_bytes(&b, table, sizeof table);
    }
    for (int i = 0; i < scans; i++) {
        const unsigned char scan[] = {0xff, 0xda, 0, 8, 1, 1, 0, (unsigned char)(i > 0), (unsigned char)(i ? 63 : 0), 0};
        buf_bytes(&b, scan, sizeof scan);
    }
    buf_bytes(&b, "\xff\xd9", 2);
    add("bomb", name, b.data, b.len, BAD_EITHER);
    buf_free(&b);
}

static void make_jpeg(const struct buf *good)
{
    static const unsigned char large[] = "\xff\xd8\xff\xe0\0\x04\0\0\xff\xc0\0\x11\x08\xea\x60\xea\x60\x03\x01\x22\0\0\0";
    struct buf b = {0};
    add("bomb", "square-60000.jpg", large, sizeof large - 1, BAD_BROKEN);
    make_jpeg_scans("40-scans.jpg", 7000, 5700, 40);
    make_jpeg_scans("1000-scans.jpg", 7000, 5700, 1000);
    make_jpeg_scans("90-scans-small.jpg", 64, 64, 90);
    buf_bytes(&b, "\xff\xd8", 2);
    for (int i = 0; i < 300; i++) { /* comments of 64 KB before anything else */
        buf_bytes(&b, "\xff\xfe\xff\xff", 4);
        for (int k = 0; k < 65533; k++)
            buf_u8(&b, 'c');
    }
    buf_bytes(&b, good->data + 2, good->len - 2);
    add("odd", "comments.jpg", b.data, b.len, BAD_EITHER);
    buf_clear(&b);
    buf_bytes(&b, "\xff\xd8\xff\xe1\xff\xff" "Exif\0\0II*\0\xff\xff\xff\xff", 20);
    add("odd", "exif.jpg", b.data, b.len, BAD_BROKEN);
    buf_clear(&b);
    for (int i = 0; i < 5000; i++)
        buf_bytes(&b, "\xff\xd8", 2);
    add("odd", "begins-5000-times.jpg", b.data, b.len, BAD_BROKEN);
    buf_free(&b);
}

static void make_webp(void)
{
    static const unsigned char lossless[] = "RIFF\x1a\0\0\0WEBPVP8L\x0d\0\0\0\x2f\xff\xff\xff\x0f\0\0\0\0\0\0\0\0\0";
    static const unsigned char extended[] = "RIFF\x1a\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\xff\xff\xff\xff\xff\xff\0\0";
    static const unsigned char moving[] = "RIFF\x1a\0\0\0WEBPVP8X\x0a\0\0\0\x02\0\0\0\x3f\0\0\x1f\0\0\0\0";
    add("bomb", "square-16384.webp", lossless, sizeof lossless - 1, BAD_BROKEN);
    add("bomb", "square-16777216.webp", extended, sizeof extended - 1, BAD_BROKEN);
    add("odd", "moving.webp", moving, sizeof moving - 1, BAD_BROKEN);
    add("odd", "only-riff.webp", "RIFF\xff\xff\xff\xffWEBP", 12, BAD_BROKEN);
}

/* ---- SVG ---- */

static void svg_of(const char *group, const char *name, const char *head, const char *part, int times, const char *tail,
                   enum bad_end end)
{
    struct buf b = {0};
    buf_text(&b, head);
    for (int i = 0; i < times; i++)
        buf_text(&b, part);
    buf_text(&b, tail);
    add(group, name, b.data, b.len, end);
    buf_free(&b);
}

#define HEAD "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"64\" height=\"64\" viewBox=\"0 0 64 64\">"

static void make_svg(void)
{
    svg_of("bomb", "paths.svg", HEAD, "<path d=\"M1 1L60 9L9 60Z\" fill=\"#a00\"/>", 200000, "</svg>", BAD_EITHER);
    svg_of("bomb", "one-path.svg", HEAD "<path fill=\"#a00\" d=\"M0 0", "C1 60 60 1 60 60S1 1 9 9", 150000, "Z\"/></svg>", BAD_EITHER);
    svg_of("bomb", "deep.svg", HEAD, "<g>", 200000, "</svg>", BAD_EITHER);
    svg_of("bomb", "dashes.svg", HEAD "<path d=\"M0 0", "L64 64L0 0", 2000, "\" stroke=\"#000\" stroke-width=\"1\" stroke-dasharray=\"0.0001 0.0001\"/></svg>", BAD_EITHER);
    svg_of("bomb", "stops.svg", HEAD "<linearGradient id=\"g\">", "<stop offset=\"0.5\" stop-color=\"#fff\"/>", 100000, "</linearGradient><rect width=\"64\" height=\"64\" fill=\"url(#g)\"/></svg>", BAD_EITHER);
    svg_of("bomb", "laughs.svg", "<!DOCTYPE svg [<!ENTITY a \"ha\">", "<!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">", 2000, "]>" HEAD "<text>&b;</text></svg>", BAD_EITHER);
    svg_of("bomb", "wide.svg", "<svg width=\"9000000\" height=\"1\">", "", 0, "</svg>", BAD_BROKEN);
    svg_of("bomb", "vast.svg", "<svg width=\"1e30\" height=\"1e30\">", "", 0, "</svg>", BAD_BROKEN);
    svg_of("bomb", "far.svg", HEAD "<path d=\"M-1e38 -1e38C1e38 1e38 -1e38 1e38 1e38 0", "L1e38 -1e38", 100, "Z\" fill=\"#a00\" stroke=\"#000\" stroke-width=\"1e30\"/></svg>", BAD_EITHER);
    svg_of("bomb", "stroke.svg", HEAD "<path d=\"M0 0", "a1 1 0 1 1 0 0.001", 30000, "\" stroke=\"#000\" stroke-width=\"50\" stroke-linejoin=\"round\" stroke-linecap=\"round\"/></svg>", BAD_EITHER);
    svg_of("odd", "gradient-of-itself.svg", HEAD "<linearGradient id=\"a\" href=\"#a\" xlink:href=\"#a\"/><rect width=\"64\" height=\"64\" fill=\"url(#a)\"/>", "", 0, "</svg>", BAD_EITHER);
    svg_of("odd", "no-numbers.svg", "<svg width=\"nan\" height=\"inf\">", "", 0, "</svg>", BAD_BROKEN);
    svg_of("odd", "minus.svg", "<svg width=\"-64\" height=\"-64\">", "", 0, "</svg>", BAD_BROKEN);
    svg_of("odd", "nothing.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\">", "", 0, "</svg>", BAD_BROKEN);
    svg_of("odd", "flat-box.svg", "<svg width=\"64\" height=\"64\" viewBox=\"0 0 0 0\"><rect width=\"9\" height=\"9\"/>", "", 0, "</svg>", BAD_EITHER);
    svg_of("odd", "no-quotes.svg", "<svg width=64 height=64><rect width=9", "", 0, ">", BAD_EITHER);
    svg_of("odd", "open-tag.svg", HEAD "<path d=\"M0 0", "L1 1", 1000, "", BAD_EITHER);
    svg_of("odd", "open-comment.svg", HEAD "<!-- ", "no end ", 1000, "", BAD_EITHER);
    svg_of("odd", "long-style.svg", HEAD "<rect width=\"9\" height=\"9\" style=\"", "fill:#a00;stroke:#123;", 50000, "\"/></svg>", BAD_EITHER);
    svg_of("odd", "many-attributes.svg", HEAD "<rect ", "a=\"1\" ", 5000, "/></svg>", BAD_EITHER);
    svg_of("odd", "outside.svg", HEAD "<image href=\"/etc/passwd\" width=\"9\" height=\"9\"/><use href=\"file:///etc/shadow#a\"/>", "", 0, "</svg>", BAD_EITHER);
    svg_of("odd", "script.svg", HEAD "<script>while(1);</script>", "", 0, "</svg>", BAD_EITHER);
    add("odd", "utf16.svg", "\xff\xfe<\0s\0v\0g\0>\0", 12, BAD_BROKEN);
    add("odd", "nul.svg", HEAD "\0\0\0</svg>", sizeof HEAD + 8, BAD_EITHER);
}

/* ---- no regular file, or one with an odd name ---- */

static void make_no_files(void)
{
    char far[512];
    struct sockaddr_un a = {.sun_family = AF_UNIX};
    snprintf(far, sizeof far, "%s/good.png", at.folder);
    assert_int_equal(symlink("good.png", path_of("link.png")), 0);
    assert_int_equal(symlink(far, path_of("far-link.png")), 0);
    assert_int_equal(symlink("/etc/passwd", path_of("passwd.png")), 0);
    assert_int_equal(symlink("itself.png", path_of("itself.png")), 0);
    assert_int_equal(symlink("gone.png", path_of("dangling.png")), 0);
    assert_int_equal(symlink("/dev/zero", path_of("zero.png")), 0);
    assert_int_equal(mkfifo(path_of("fifo.png"), 0600), 0);
    assert_int_equal(mkdir(path_of("folder.png"), 0700), 0);
    assert_int_equal(symlink(".", path_of("round")), 0);
    assert_int_equal(link(far, path_of("hard.png")), 0);
    snprintf(a.sun_path, sizeof a.sun_path, "%s/socket.png", at.folder);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(bind(fd, (struct sockaddr *)&a, sizeof a), 0);
    close(fd);
    static const char *const names[] = {"link.png", "far-link.png", "passwd.png", "itself.png", "dangling.png", "zero.png",
                                        "fifo.png", "folder.png", "socket.png", "gone.png", "folder.png/a.png",
                                        "good.png/a.png"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        list("no file", names[i], BAD_BROKEN);
    list("no file", "hard.png", BAD_READY);
    list("no file", "round/good.png", BAD_EITHER);
}

static void make_names(const struct buf *good)
{
    static const char *const made[] = {"two words.png", "清风.png", "a%2e.png", "-rf.png", "UPPER.PNG", "quote\".png", "a;b.png",
                                       "new\nline.png", "back\\slash.png", ".hidden.png", "$(id).png", "dots...png", "\xff\xfe.png"};
    static const char *const never[] = {"", ".", "..", "/", "//good.png", "/etc/passwd", "../good.png", "a/../good.png", "./good.png",
                                        "good.png/", "good.png ", "%2e%2e/good.png", "..\\good.png", "c:\\good.png",
                                        "file:///etc/passwd", "http://127.0.0.1/a.png"};
    char name[256];
    for (size_t i = 0; i < sizeof made / sizeof *made; i++)
        add("odd name", made[i], good->data, good->len, BAD_EITHER);
    for (size_t i = 0; i < sizeof never / sizeof *never; i++)
        list("odd name", never[i], BAD_BROKEN);
    memset(name, 'n', sizeof name);
    snprintf(name + 200, sizeof name - 200, ".png");
    add("odd name", name, good->data, good->len, BAD_EITHER);
    memset(name, 'n', sizeof name);
    name[255] = 0;
    list("odd name", name, BAD_BROKEN);
}

static void make_huge(const struct buf *good)
{
    static const struct {
        const char *name;
        off_t bytes;
        enum bad_end end;
    } rows[] = {{"huge-1T.png", (off_t)1 << 40, BAD_BROKEN}, {"huge-5G.jpg", (off_t)5 << 30, BAD_BROKEN},
                {"huge-4G.webp", ((off_t)4 << 30) + 1, BAD_BROKEN}, {"huge-33M.svg", 33 << 20, BAD_BROKEN},
                {"within-19M.png", 19 << 20, BAD_EITHER}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        add("huge", rows[i].name, good->data, good->len, rows[i].end);
        assert_int_equal(truncate(path_of(rows[i].name), rows[i].bytes), 0);
    }
}

int bad_media_make(const char *folder, struct bad_file *out)
{
    static struct buf good[TYPES];
    at.folder = folder;
    at.out = out;
    at.n = 0;
    at.dice = 2026;
    make_good(good);
    make_cut(good);
    make_changed(good);
    make_wrong_type(good);
    make_png_bombs();
    make_png_chunks(&good[0]);
    make_jpeg(&good[1]);
    make_webp();
    make_svg();
    make_no_files();
    make_names(&good[0]);
    make_huge(&good[0]);
    for (int i = 0; i < TYPES; i++)
        buf_free(&good[i]);
    return at.n;
}

/* ---- fonts ---- */

bool bad_font_make(const char *folder, const char *font, int i, char *name, int size)
{
    struct buf b;
    struct err e;
    at.folder = folder;
    at.dice = 77u * (uint64_t)(i + 1);
    assert_true(file_read(font, 64u << 20, &b, &e));
    snprintf(name, (size_t)size, "bad-%d.ttf", i);
    unlink(path_of(name));
    if (i < 10) { /* cut short */
        put(name, b.data, b.len * (size_t)i / 10);
    } else if (i < 30) { /* changed: in the tables' directory, or anywhere */
        for (uint32_t k = 0; k < 1 + (uint32_t)i % 10 * 40; k++)
            b.data[roll(i < 20 ? 400 : (uint32_t)b.len)] = (unsigned char)roll(256);
        put(name, b.data, b.len);
    } else if (i == 30) {
        assert_int_equal(mkfifo(path_of(name), 0600), 0);
    } else if (i == 31) {
        assert_int_equal(mkdir(path_of(name), 0700), 0);
    } else if (i == 32) {
        assert_int_equal(symlink("/dev/zero", path_of(name)), 0);
    } else if (i == 33) { /* five gigabytes of nothing behind a good beginning */
        put(name, b.data, b.len);
        assert_int_equal(truncate(path_of(name), (off_t)5 << 30), 0);
    } else if (i == 34) {
        put(name, svg, sizeof svg - 1);
    }
    buf_free(&b);
    return i < 35;
}
