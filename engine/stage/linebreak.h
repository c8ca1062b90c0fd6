/* Where a line may break: UAX #14 (libunibreak) with the 避头尾 rules of Chinese print on top, and the sorts
 * of characters that spacing and squeezing depend on. Works on code points, knows no fonts or widths. */
#ifndef STAGE_LINEBREAK_H
#define STAGE_LINEBREAK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum sort {
    SORT_OTHER,
    SORT_HAN,    /* Han, kana, full-width letters: an em each, may be spread apart */
    SORT_LATIN,  /* letters and digits of any alphabet and the signs that stick to them (% ° $) */
    SORT_SPACE,  /* U+0020, tab */
    SORT_OPEN,   /* “ 《 （: ink in the right half */
    SORT_CLOSE,  /* 。 ， ” 》: ink in the left half */
    SORT_DASH,   /* — … : never apart from their twin */
    SORT_MIDDLE, /* · ～ / between two things */
    SORT_JOINED, /* combining marks: belong to the character before */
};

enum sort sort_of(uint32_t code);

enum chance {
    CHANCE_NO,
    CHANCE_POOR, /* inside 第三百八十五条 or a number with its unit: only when nothing else helps */
    CHANCE_SOFT, /* between the parts of a date or a law reference: only when needed */
    CHANCE_FREE,
};

/* Once, before any text: without it the library is ten times slower, with the same breaks. */
void linebreak_init(void);

/* chances[i] (n of them, enum chance) tells whether a line may end after codes[i]; the last one is
 * CHANCE_FREE. `han`: the text is Chinese, so “ ” ‘ ’ … — are full-width marks rather than Latin ones. */
void linebreak_find(const uint32_t *codes, size_t n, bool han, uint8_t *chances);

#endif
