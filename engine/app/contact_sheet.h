/* One HTML page that shows all pictures of a folder: opens by double click, needs nothing from a network. */
#ifndef APP_CONTACT_SHEET_H
#define APP_CONTACT_SHEET_H

#include "base/buf.h"
#include "base/err.h"

struct contact_sheet {
    struct buf body;
    char group[192]; /* of the last picture */
    int pictures;
};

/* Pictures of one group in a row stand together; group and name are shown, file is relative to the page. */
void contact_sheet_add(struct contact_sheet *s, const char *group, const char *name, const char *file,
                       int width, int height);
/* Writes FOLDER/index.html and frees the sheet. */
bool contact_sheet_write(struct contact_sheet *s, const char *folder, const char *title, struct err *e);

#endif
