/* Picture and font files as they should not be, made here: cut short, changed, far too large for what they say or far larger
 * than they say, of another type than their name, no files at all, with names that nobody writes. */
#ifndef TESTS_APP_BAD_MEDIA_H
#define TESTS_APP_BAD_MEDIA_H

#include <stdbool.h>
#include <stdint.h>

#define BAD_MEDIA_MAX 400

enum bad_end {
    BAD_BROKEN, /* must be refused */
    BAD_EITHER, /* decoders forgive some of these: shown or refused, but decided */
    BAD_READY,  /* only looks bad: must be shown */
};

struct bad_file {
    char group[16];
    char name[260]; /* as a scene would write it */
    enum bad_end end;
};

/* Fills the folder with them; returns how many. good.png, good.jpg, good.webp and good.svg are there too. */
int bad_media_make(const char *folder, struct bad_file *out);

/* The i-th bad version of that font file, below the folder; false: there are no more. */
bool bad_font_make(const char *folder, const char *font, int i, char *name, int size);

#endif
