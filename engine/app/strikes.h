/* Exhibits that failed: three times within a day, and the exhibit is under maintenance until the content changes or an
 * administrator opens it again. The show counts in memory; the keeper keeps the same in DATA/strikes, so that neither a
 * new stage nor a power cut forgets them.
 *
 * A day is told by the wall clock where both moments are believed and in order, otherwise by the clock since boot within
 * one start of the kiosk, otherwise two starts in a row count as one day: a clock that was never set or is put back
 * neither adds up a year's mishaps nor forgets yesterday's. What is shut never opens by the passing of time. */
#ifndef APP_STRIKES_H
#define APP_STRIKES_H

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"

#define STRIKES_MAX 64 /* exhibits at once; beyond that the oldest that is not shut makes room */
#define STRIKES_OUT 3

struct strike {
    char scene[96]; /* "" free */
    int count;      /* 1 … STRIKES_OUT */
    uint32_t boot;  /* when the first of them was */
    int64_t mono_ms, wall_ms;
};

struct strikes {
    struct strike list[STRIKES_MAX];
    uint64_t content; /* the content's stamp they belong to */
};

bool strikes_shut(const struct strikes *s, const char *scene);
bool strikes_any(const struct strikes *s);
/* True when it is shut now, and was not before. */
bool strikes_add(struct strikes *s, const char *scene, uint32_t boot, const struct clock *clock);
bool strikes_release(struct strikes *s, const char *scene); /* false: there was nothing */
bool strikes_content(struct strikes *s, uint64_t stamp);    /* forgets all when it is another; true then */

/* Between keeper and stage: u16 count, {str scene, u8 count}. Decoding takes all or nothing. */
void strikes_encode(struct buf *b, const struct strikes *s);
bool strikes_decode(struct reader *r, struct strikes *s, uint32_t boot, const struct clock *clock);

/* DATA/strikes. A file that is missing or damaged gives none. */
void strikes_load(struct strikes *s, const char *data);
bool strikes_save(const struct strikes *s, const char *data, struct err *e);

/* One number for all files below the folders (names, sizes, times); it changes when content does. Looks at no more than
 * 20,000 files, 12 folders deep. */
uint64_t content_stamp(const char *const *folders, int n);

#endif
