#include "fuzz.h"

#include "stage/picture_probe.h"

/* The first byte says what the file's name claims. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct picture_size s;
    struct err e = {.text = ""};
    if (size == 0)
        return 0;
    if (picture_probe((enum picture_type)(data[0] % (PICTURE_WEBP + 1)), data + 1, size - 1, &s, &e))
        MUST(s.w > 0 && s.h > 0);
    else
        MUST(e.text[0]);
    return 0;
}

static void png(struct buf *out)
{
    static const uint8_t bytes[] = {PICTURE_PNG, 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n', 0, 0, 0, 13, 'I', 'H', 'D', 'R',
                                    0, 0, 0, 64, 0, 0, 0, 32, 8, 6, 0, 0, 0, 1, 2, 3, 4};
    buf_bytes(out, bytes, sizeof bytes);
}

static void jpeg(struct buf *out)
{
    static const uint8_t bytes[] = {PICTURE_JPEG, 0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 1, 2, 0xFF, 0xC0, 0, 11,
                                    8, 0, 32, 0, 64, 1, 1, 0x11, 0, 0xFF, 0xD9};
    buf_bytes(out, bytes, sizeof bytes);
}

static void webp(struct buf *out)
{
    static const uint8_t bytes[] = {PICTURE_WEBP, 'R', 'I', 'F', 'F', 26, 0, 0, 0, 'W', 'E', 'B', 'P', 'V', 'P', '8', 'X',
                                    10, 0, 0, 0, 0, 0, 0, 0, 63, 0, 0, 31, 0, 0, 'V', 'P', '8', 'L', 4, 0, 0, 0, 0x2F, 1, 2, 3};
    buf_bytes(out, bytes, sizeof bytes);
}

bool fuzz_seed(int i, struct buf *out)
{
    static const char svg[] = "<?xml version=\"1.0\"?><!-- c --><svg xmlns=\"http://www.w3.org/2000/svg\" width=\"64\" "
                              "height='32.5' viewBox=\"0 0 64 32\"><path d=\"M0 0\"/></svg>";
    static void (*const make[])(struct buf *) = {png, jpeg, webp};
    if (i < 3) {
        make[i](out);
    } else if (i == 3) {
        buf_u8(out, PICTURE_SVG);
        buf_text(out, svg);
    }
    return i < 4;
}
