/* The keeper's book of failing exhibits: what the stage reports and what a dead one was showing becomes a strike, strikes
 * are on disk within a second, and the stage is told what is shut (app/strikes.h). */
#ifndef APP_STRIKE_BOOK_H
#define APP_STRIKE_BOOK_H

#include "app/strikes.h"
#include "base/config.h"
#include "wire/record.h"

struct strike_book {
    const struct config *config;
    const struct clock *clock;
    uint32_t boot;
    struct strikes strikes;
    char on_screen[96]; /* exhibit that is open, "" none */
    int64_t looked;     /* mono ms: at the content's files */
    bool unsaved;
    int64_t saved;      /* mono ms */
};

void strike_book_open(struct strike_book *b, const struct config *config, const struct clock *clock, uint32_t boot);
/* A record on its way into the journal. True: the strikes have changed, tell the stage. */
bool strike_book_record(struct strike_book *b, const struct record *r);
void strike_book_stage_died(struct strike_book *b); /* what it showed has failed with it */
bool strike_book_release(struct strike_book *b, const char *scene);
/* Has the content changed? Looks at most once a minute, and only while something is written down, unless `now`. True as
 * above. Also where the file is written, at most once a second, however much a stage gone wild reports. */
bool strike_book_look(struct strike_book *b, bool now);
void strike_book_close(struct strike_book *b); /* writes what is due */

#endif
