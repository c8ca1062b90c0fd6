/* A PIN set from the command line becomes a record too, whether the kiosk runs or not: the command leaves a note in the
 * data folder, the keeper takes it up within some seconds or at its next start. */
#ifndef APP_PIN_NOTE_H
#define APP_PIN_NOTE_H

#include "journal/journal.h"

struct pin_note {
    int64_t ticket; /* of the record that waits for the disk; 0 none */
};

bool pin_note_leave(const char *data, struct err *e); /* before the PIN is changed */
void pin_note_take_back(const char *data);            /* it was not changed after all */
/* Records a note that was left, once, and takes it away when the record is on disk. */
void pin_note_look(struct pin_note *n, const char *data, struct journal *journal, const struct clock *clock);

#endif
