/* fonts.conf as data: folders, and file#face lists by voice and weight. */
#ifndef STAGE_FONTS_MAP_H
#define STAGE_FONTS_MAP_H

#include "base/err.h"
#include "wire/theme.h"

#include <stdbool.h>

enum { FONT_FILES = 24, FONT_CHAIN = 12, FONT_FOLDERS = 8, FONT_PATH = 512 };

struct font_file {
    char name[96];        /* without folder */
    char path[FONT_PATH]; /* empty: in none of the folders */
    int face;             /* inside a collection */
    bool wanted;          /* named by a voice, not only as a fallback: worth a log line when missing */
};

struct font_chain {
    int fonts[FONT_CHAIN]; /* into files */
    int count;
};

struct fonts_map {
    char folders[FONT_FOLDERS][FONT_PATH];
    int folder_count;
    struct font_file files[FONT_FILES];
    int file_count;
    struct font_chain chains[FACE_COUNT][2]; /* by weight; each ends with the fallback */
};

/* Reads and checks the map, finds the files; errors carry file:line, fault and remedy in Chinese. folder NULL: the map
 * that is built in, with the fonts of a plain installation. */
bool fonts_map_read(const char *folder, struct fonts_map *map, struct err *e);

#endif
