/* The shell's own words, by language. Scenes bring their own. */
#ifndef VISIT_WORDS_H
#define VISIT_WORDS_H

#include "visit/comfort.h"

/* clang-format off */
enum word {
    WORD_BACK, WORD_STEP_BACK, WORD_HOME, WORD_TEXT_SIZE, WORD_CONTRAST, WORD_SOUND, WORD_MUTED, WORD_REACH,
    WORD_LANGUAGE, WORD_FINISH, WORD_DATA, WORD_PRIVACY, WORD_STILL_HERE, WORD_STILL_HERE_TEXT, WORD_NEW_HERE,
    WORD_GO_ON, WORD_SECONDS, WORD_SHUT, WORD_SHUT_TEXT, WORD_TO_HOME, WORD_LOOK_AT, WORD_OUT_OF_ORDER,
    WORD_OUT_OF_ORDER_TEXT, WORD_TRY_AGAIN, WORD_FINISH_TALK, WORD_FINISH_TRIAL,
    WORD_COUNT
};
/* clang-format on */

/* UTF-8, static. WORD_STILL_HERE_TEXT has one %d (seconds), WORD_LOOK_AT one %s (title). */
const char *word(enum word w, enum lang lang);

#endif
