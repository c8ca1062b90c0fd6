/* A growable byte buffer and a cautious reader over foreign bytes.
 * Writing never fails visibly: out of memory ends the process (one policy for the whole engine, see mem.h).
 * Reading past the end sets `bad` and yields zeros, so a decoder checks once at its end. All integers little-endian. */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf {
    unsigned char *data; /* owned; NULL when empty */
    size_t len, cap;
};

void buf_free(struct buf *b); /* and makes it empty again */
void buf_clear(struct buf *b); /* keeps the memory */
void buf_bytes(struct buf *b, const void *data, size_t len);
void buf_text(struct buf *b, const char *text); /* without the NUL */
void buf_printf(struct buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
void buf_u8(struct buf *b, uint8_t v);
void buf_u16(struct buf *b, uint16_t v);
void buf_u32(struct buf *b, uint32_t v);
void buf_i64(struct buf *b, int64_t v);
void buf_f32(struct buf *b, float v);
void buf_str(struct buf *b, const char *s, size_t len); /* u32 length, bytes */
/* NUL-terminates (the NUL is not counted in len) and returns the text; valid until the next write. */
const char *buf_cstr(struct buf *b);

struct reader {
    const unsigned char *at, *end;
    bool bad;
};

struct reader reader_of(const void *data, size_t len);
uint8_t read_u8(struct reader *r);
uint16_t read_u16(struct reader *r);
uint32_t read_u32(struct reader *r);
int64_t read_i64(struct reader *r);
float read_f32(struct reader *r); /* not finite: bad, 0 */
/* A string written by buf_str: checked to be valid UTF-8 without NUL and at most `most` bytes. The bytes stay in the
 * reader's memory and are not NUL-terminated. Returns "" with *len 0 when bad. */
const char *read_str(struct reader *r, size_t most, size_t *len);
/* The same into a fixed array, NUL-terminated; too long is bad. */
void read_str_into(struct reader *r, char *out, size_t size);
bool reader_done(const struct reader *r); /* all read and nothing bad */

#endif
