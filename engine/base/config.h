/* kiosk.conf. One table of rows is the truth: the parser, --set, the checks and the test that compares the shipped file
 * read it. Relative paths count from the folder of the file they stand in. */
#ifndef BASE_CONFIG_H
#define BASE_CONFIG_H

#include "base/err.h"

#include <stddef.h>
#include <stdint.h>

enum display_mode { DISPLAY_FULLSCREEN, DISPLAY_WINDOW };
enum corner { CORNER_TOP_LEFT, CORNER_TOP_RIGHT, CORNER_BOTTOM_LEFT, CORNER_BOTTOM_RIGHT };

struct config {
    struct {
        char id[41], venue[121], unit[121], sector[41];
        char scripts[1024], media[1024], fonts[1024], data[1024];
        char language[8];
    } kiosk;
    struct {
        int mode;          /* enum display_mode */
        int width, height; /* px, of a window; 0: the desktop's */
        int rotate;        /* degrees clockwise */
        double diagonal_mm, mount_height_mm;
        int renderer; /* 0 auto, 1 software, 2 accelerated */
    } display;
    struct {
        int warn, countdown, film_cap; /* s */
    } visit;
    struct {
        int text_size; /* 0..3 */
        bool contrast, motion, sound;
    } comfort;
    struct {
        int64_t scene_memory; /* bytes */
        int callback_ms;
        int64_t picture_pixels, picture_bytes, cache_bytes;
        int view_nodes, view_pictures;
        int64_t view_text; /* bytes */
        int64_t picture_store; /* bytes; 0: none */
    } limits;
    struct {
        int retention_days;
        int64_t reserve; /* bytes */
    } journal;
    struct {
        char roots[1024];
        bool auto_export;
        char auto_key[1024], auto_refused[1024];
    } usb;
    struct {
        int corner; /* enum corner */
        int lock_minutes;
    } admin;
    struct {
        char trusted_keys[1024];
        bool allow_unsigned;
    } packs;
};

enum config_kind {
    CONFIG_TEXT, CONFIG_ID, CONFIG_PATH, CONFIG_INT, CONFIG_NUMBER, CONFIG_BYTES, CONFIG_BOOL, CONFIG_ENUM, CONFIG_AREA
};

struct config_row {
    const char *section, *key;
    enum config_kind kind;
    size_t offset, size; /* of the field; for texts its bytes */
    double min, max;
    const char *const *values; /* enums */
    const char *initial;       /* default, written as in the file */
};

const struct config_row *config_rows(int *count);

/* All defaults; paths count from `folder`. */
void config_defaults(struct config *c, const char *folder);

/* Reads a file over what is there. Every problem is one line "file:line: …；改法：…" in `problems` (as many as fit);
 * returns how many there were. A file that cannot be read is one problem. */
int config_read(struct config *c, const char *path, struct err *problems);

/* "section.key=value" as given to --set; relative paths count from the working folder. */
bool config_set(struct config *c, const char *assignment, struct err *e);

/* The value as text, as the file would say it; `out` holds at least `size` bytes. */
void config_show(const struct config *c, const struct config_row *row, char *out, size_t size);

/* Items that a file sets twice: the later line counts. Nothing is said about a file that cannot be read. */
typedef void config_twin(void *user, const char *item, int first, int again); /* "visit.warn", numbers of lines */
void config_twins(const char *path, config_twin *tell, void *user);

#endif
