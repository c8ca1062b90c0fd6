#include "stage/picture_worker.h"

#include "base/mem.h"
#include "stage/picture_keep.h"
#include "stage/picture_probe.h"
#include "stage/picture_scale.h"
#include "wire/channel.h"
#include "wire/message.h"

#include <SDL.h>
#include <SDL_image.h>
#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <math.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILE_MOST (256 << 20)
#define SIDE_MOST 8192    /* of a box */
#define SOURCE_MOST 65536 /* of a file's side */
#define PAUSE_MS 50
#define LULL_MS 300
#define KEPT_MOST (32 << 20) /* bytes */

struct job {
    uint32_t id;
    bool stored; /* the file is one of the store's */
    enum picture_type type;
    enum fit fit;
    bool flip;
    int w, h;
    int64_t pixel_limit;
};

struct result {
    uint32_t source_w, source_h;
    int w, h;
    int fd; /* sealed memory; -1 */
};

/* ---- the file ---- */

static bool read_file(int fd, struct buf *out, struct err *e)
{
    struct stat st;
    if (fd < 0 || fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) || st.st_size > FILE_MOST) {
        return err_set(e, "不是普通文件，或者文件过大");
    }
    out->cap = (size_t)st.st_size + 1;
    out->data = mem_alloc(out->cap);
    while (out->len < (size_t)st.st_size) {
        ssize_t n = pread(fd, out->data + out->len, (size_t)st.st_size - out->len, (off_t)out->len);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n < 0) {
            return err_set(e, "读取失败（%s）", strerror(errno));
        }
        if (n == 0) {
            break;
        }
        out->len += (size_t)n;
    }
    return true;
}

/* ---- decoding ---- */

/* Width at which the drawing is rasterised; the height follows and loses its fraction, so no row is half
 * covered. Just enough to be cut or fitted without scaling again. 0, with *e set: too large. */
static int svg_width(const struct job *j, const struct picture_size *s, struct err *e)
{
    double x = j->w / s->w, y = j->h / s->h, scale = j->fit == FIT_COVER ? fmax(x, y) : fmin(x, y);
    double w = j->fit == FIT_COVER ? ceil(s->w * scale - 1e-6) : floor(s->w * scale + 1e-6);
    w = fmax(w, 1);
    if (w * w / s->w * s->h > (double)j->pixel_limit || w > SOURCE_MOST || w / s->w * s->h > SOURCE_MOST) {
        err_set(e, "画到 %d x %d 时太大，请把图片的宽高比改得适中", j->w, j->h);
        return 0;
    }
    return (int)w;
}

static SDL_Surface *load(const struct job *j, const struct buf *file, const struct picture_size *s,
                         struct err *e)
{
    SDL_RWops *rw = SDL_RWFromConstMem(file->data, (int)file->len);
    SDL_Surface *out = NULL;
    int w = 0;
    switch (j->type) {
    case PICTURE_SVG:
        w = svg_width(j, s, e);
        out = w ? IMG_LoadSizedSVG_RW(rw, w, 0) : NULL;
        break;
    case PICTURE_PNG:
        out = IMG_LoadPNG_RW(rw);
        break;
    case PICTURE_JPEG:
        out = IMG_LoadJPG_RW(rw);
        break;
    case PICTURE_WEBP:
        out = IMG_LoadWEBP_RW(rw);
        break;
    }
    SDL_RWclose(rw);
    if (!out && !e->text[0]) {
        err_set(e, "解码失败，文件可能不完整（%s）", SDL_GetError());
    }
    return out;
}

static bool within_limit(const struct job *j, const struct picture_size *s, struct err *e)
{
    if (j->type != PICTURE_SVG && s->w * s->h > (double)j->pixel_limit) {
        return err_set(e, "图片有 %.0f x %.0f 像素，超过上限 %.1f 百万像素（picture_pixels），请缩小后再用",
                       s->w, s->h, (double)j->pixel_limit / 1e6);
    }
    if (s->w > SOURCE_MOST || s->h > SOURCE_MOST) {
        return err_set(e, "图片有 %.0f x %.0f 像素，一边超过 %d，请缩小后再用", s->w, s->h, SOURCE_MOST);
    }
    return true;
}

/* The decoder draws as much of a cut drawing as it got; on a wall that looks like an empty frame. */
static bool is_whole(const struct job *j, const struct buf *file, struct err *e)
{
    static const char last[] = "</svg";
    if (j->type != PICTURE_SVG || memmem(file->data, file->len, last, sizeof last - 1))
        return true;
    return err_set(e, "内容不是完整的 SVG 图片（缺少结尾的 </svg>），请重新导出");
}

static SDL_Surface *decode(const struct job *j, int fd, struct result *r, struct err *e)
{
    struct buf file = {0};
    struct picture_size size;
    SDL_Surface *s = NULL;
    if (read_file(fd, &file, e) && picture_probe(j->type, file.data, file.len, &size, e) &&
        within_limit(j, &size, e) && is_whole(j, &file, e)) {
        r->source_w = (uint32_t)fmax(1, round(size.w));
        r->source_h = (uint32_t)fmax(1, round(size.h));
        s = load(j, &file, &size, e);
    }
    buf_free(&file);
    bool other_size =
        s && j->type != PICTURE_SVG && ((uint32_t)s->w != r->source_w || (uint32_t)s->h != r->source_h);
    if (other_size) {
        err_set(e, "文件头写的宽高与内容不一致，请重新导出");
        SDL_FreeSurface(s);
        return NULL;
    }
    return s;
}

/* ---- scaling ---- */

/* Palettes and colour keys are resolved for the whole picture, everything else row by row to save memory. */
static SDL_Surface *direct_color(SDL_Surface *s)
{
    if (s && (SDL_ISPIXELFORMAT_INDEXED(s->format->format) || SDL_HasColorKey(s))) {
        SDL_Surface *plain = SDL_ConvertSurfaceFormat(s, SDL_PIXELFORMAT_ARGB8888, 0);
        SDL_FreeSurface(s);
        return plain;
    }
    return s;
}

static uint32_t premultiplied(uint32_t px)
{
    uint32_t a = px >> 24, out = a << 24;
    for (int shift = 0; shift < 24; shift += 8) {
        out |= ((px >> shift & 255) * a + 127) / 255 << shift;
    }
    return out;
}

/* What photos are decoded to. The library's conversion of a row takes as long as scaling it. */
static void fetch_rgb(const unsigned char *from, int w, uint32_t *row)
{
    for (int x = 0; x < w; x++, from += 3) {
        row[x] = 0xFF000000u | (uint32_t)from[0] << 16 | (uint32_t)from[1] << 8 | from[2];
    }
}

static void fetch_row(void *user, int y, uint32_t *row)
{
    SDL_Surface *s = user;
    const unsigned char *from = (const unsigned char *)s->pixels + (long)y * s->pitch;
    if (s->format->format == SDL_PIXELFORMAT_RGB24) {
        fetch_rgb(from, s->w, row);
        return;
    }
    SDL_ConvertPixels(s->w, 1, s->format->format, from, s->pitch, SDL_PIXELFORMAT_ARGB8888, row, s->w * 4);
    for (int x = 0; x < s->w && SDL_ISPIXELFORMAT_ALPHA(s->format->format); x++) {
        if (row[x] >> 24 != 255) {
            row[x] = premultiplied(row[x]);
        }
    }
}

/* An SVG already has the scale that is wanted: take its middle as it is. */
static void cut_to_size(struct scaling *c, const struct job *j, const SDL_Surface *s)
{
    bool cover = j->fit == FIT_COVER && s->w >= j->w && s->h >= j->h;
    bool contain = j->fit == FIT_CONTAIN && s->w <= j->w && s->h <= j->h;
    if (cover || contain) {
        int w = cover ? j->w : s->w, h = cover ? j->h : s->h;
        *c = (struct scaling){floor((s->w - w) / 2.0), floor((s->h - h) / 2.0), w, h, w, h};
    }
}

static size_t result_bytes(const struct result *r)
{
    return (size_t)r->w * (size_t)r->h * 4;
}

/* Memory for w * h pixels, to be filled and sealed; NULL, with *e set: there is none. */
static uint32_t *open_pixels(struct result *r, int w, int h, struct err *e)
{
    r->w = w;
    r->h = h;
    r->fd = memfd_create("picture", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (r->fd < 0 || ftruncate(r->fd, (off_t)result_bytes(r)) != 0) {
        err_set(e, "内存不足（%s）", strerror(errno));
        return NULL;
    }
    uint32_t *px = mmap(NULL, result_bytes(r), PROT_READ | PROT_WRITE, MAP_SHARED, r->fd, 0);
    if (px == MAP_FAILED) {
        err_set(e, "内存不足（%s）", strerror(errno));
        return NULL;
    }
    return px;
}

static bool seal_pixels(struct result *r, uint32_t *px, struct err *e)
{
    munmap(px, result_bytes(r));
    return fcntl(r->fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL) == 0 ||
           err_set(e, "封存失败（%s）", strerror(errno));
}

static bool scale_to_pixels(const struct job *j, SDL_Surface *s, struct result *r, struct err *e)
{
    struct scaling c =
        j->fit == FIT_COVER ? scaling_cover(s->w, s->h, j->w, j->h) : scaling_contain(s->w, s->h, j->w, j->h);
    if (j->type == PICTURE_SVG) {
        cut_to_size(&c, j, s);
    }
    uint32_t *px = open_pixels(r, c.to_w, c.to_h, e);
    if (!px) {
        return false;
    }
    scale_picture(&c, s->w, s->h, fetch_row, s, j->flip, px);
    return seal_pixels(r, px, e);
}

/* ---- the store ---- */

static bool read_stored(int fd, struct result *r, struct err *e)
{
    struct stored head;
    if (fd < 0 || !stored_read_head(fd, &head)) {
        return err_set(e, "不是完整的缓存文件");
    }
    uint32_t *px = open_pixels(r, head.w, head.h, e);
    if (!px) {
        return false;
    }
    if (!stored_read_pixels(fd, &head, px)) {
        munmap(px, result_bytes(r));
        return err_set(e, "缓存文件不完整");
    }
    r->source_w = (uint32_t)head.source_w;
    r->source_h = (uint32_t)head.source_h;
    return seal_pixels(r, px, e);
}

/* ---- talking ---- */

static void shut(int fd)
{
    if (fd >= 0) {
        close(fd);
    }
}

static bool read_job(struct reader *r, struct job *j)
{
    j->id = read_u32(r);
    j->stored = read_u8(r) != 0;
    unsigned type = read_u8(r), fit = read_u8(r);
    j->flip = read_u8(r) != 0;
    uint32_t w = read_u32(r), h = read_u32(r);
    j->pixel_limit = read_i64(r);
    j->type = (enum picture_type)type;
    j->fit = (enum fit)fit;
    j->w = (int)w;
    j->h = (int)h;
    return reader_done(r) && type <= PICTURE_WEBP && fit <= FIT_CONTAIN && w >= 1 && h >= 1 &&
           w <= SIDE_MOST && h <= SIDE_MOST && j->pixel_limit > 0;
}

static bool answer(struct channel *c, const struct job *j, const struct result *r, const struct err *e)
{
    struct buf b = {0};
    bool ok = !e->text[0];
    buf_u32(&b, j->id);
    buf_u8(&b, ok);
    buf_u32(&b, r->source_w);
    buf_u32(&b, r->source_h);
    buf_u32(&b, ok ? (uint32_t)r->w : 0);
    buf_u32(&b, ok ? (uint32_t)r->h : 0);
    size_t len = strlen(e->text);
    buf_str(&b, e->text, len < 500 ? len : 0);
    bool sent = channel_send_fds(c, MSG_PICTURE, b.data, b.len, &r->fd, ok ? 1 : 0);
    while (sent && channel_wants_write(c)) {
        struct pollfd p = {c->fd, POLLOUT, 0};
        poll(&p, 1, -1);
        sent = channel_flush(c);
    }
    buf_free(&b);
    return sent;
}

static void make_picture(const struct job *j, int fd, struct result *r, struct err *e)
{
    SDL_Surface *s = direct_color(decode(j, fd, r, e));
    if (s && s->w > 0 && s->h > 0) {
        scale_to_pixels(j, s, r, e);
    } else if (!e->text[0]) {
        err_set(e, "解码失败（%s）", SDL_GetError());
    }
    SDL_FreeSurface(s);
}

/* Takes `store`, a file to keep the picture in; -1: none. */
static bool serve(struct channel *c, struct keeping *keeping, const struct job *j, int fd, int store)
{
    struct result r = {.fd = -1};
    struct err e = {{0}};
    if (j->stored) {
        read_stored(fd, &r, &e);
    } else {
        make_picture(j, fd, &r, &e);
    }
    bool sent = answer(c, j, &r, &e);
    if (store >= 0 && !e.text[0]) {
        keep_later(keeping, &(struct stored){r.w, r.h, (int)r.source_w, (int)r.source_h}, r.fd, store);
        return sent;
    }
    shut(r.fd);
    shut(store);
    return sent;
}

/* What is to be kept is written in a pause, so that neither the next picture nor the screen's last frame waits for it.
 * Between two pictures of a screen the memory is kept, since every page that is fresh from the kernel costs a fault; when
 * no more come it is given back. */
static bool next_job(struct channel *c, struct keeping *keeping, uint8_t *type, struct reader *r)
{
    for (int pause = PAUSE_MS; keeping->count > 0; pause = 0) {
        if (channel_receive(c, type, r, pause)) {
            return true;
        }
        if (c->broken) {
            return false;
        }
        keep_one(keeping);
    }
    if (channel_receive(c, type, r, LULL_MS)) {
        return true;
    }
    mem_rest();
    return !c->broken && channel_receive(c, type, r, -1);
}

int picture_worker_main(int fd)
{
    struct channel c;
    struct keeping keeping = {.count = 0};
    struct reader r;
    uint8_t type;
    bool well = true;
    channel_open(&c, fd);
    mallopt(M_MMAP_THRESHOLD, KEPT_MOST);
    mallopt(M_TRIM_THRESHOLD, KEPT_MOST);
    while (well && next_job(&c, &keeping, &type, &r)) {
        struct job job;
        well = type == MSG_DECODE && read_job(&r, &job);
        int file = channel_take_fd(&c, 0), store = channel_take_fd(&c, 1);
        if (well) {
            well = serve(&c, &keeping, &job, file, store);
        }
        shut(file);
    }
    channel_close(&c);
    IMG_Quit();
    return well ? 0 : 1;
}
