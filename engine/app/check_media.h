/* Pictures that content asks for: whether the file is there, inside the media folder, of the type its name
 * says, within the limits of kiosk.conf, and drawable. Each file is looked at once. */
#ifndef APP_CHECK_MEDIA_H
#define APP_CHECK_MEDIA_H

#include "app/check_findings.h"
#include "base/config.h"

struct media_seen {
    char name[192];
    bool good;
};

struct check_media {
    const char *folder; /* media */
    int64_t pixel_limit, byte_limit;
    struct findings *out;
    struct media_seen *seen; /* owned */
    int n, room;
};

void check_media_open(struct check_media *m, const char *folder, const struct config *c,
                      struct findings *out);
void check_media_close(struct check_media *m);
/* Whether there is such a file. */
bool check_media_there(const struct check_media *m, const char *src);
/* One use of a picture, at `file`:`line` of the content. False: it cannot be shown, and that was said. */
bool check_media_use(struct check_media *m, const char *src, const char *file, int line);
/* One picture file by its path. False: something was found. */
bool check_media_file(struct check_media *m, const char *path);

#endif
