/* Lua patterns with a bound on the work: a short pattern must not be able to run for hours. */
#ifndef SCENE_MATCH_H
#define SCENE_MATCH_H

#include <stdbool.h>
#include <stddef.h>

#define MATCH_CAPTURES 32
#define MATCH_STEPS 1000000
#define MATCH_DEPTH 200

struct capture {
    const char *at;
    ptrdiff_t len; /* or CAPTURE_OPEN, CAPTURE_PLACE */
};
#define CAPTURE_OPEN (-1)
#define CAPTURE_PLACE (-2) /* "()": the place itself */

struct match {
    const char *subject, *subject_end, *pattern_end;
    int captures, depth;
    long steps; /* counted over all tries with this struct */
    struct capture capture[MATCH_CAPTURES];
    const char *wrong; /* Chinese, when the pattern is malformed or too much work; the match then failed */
};

void match_start(struct match *m, const char *subject, size_t len, const char *pattern, size_t pattern_len);
/* Matches the pattern (without a leading ^) exactly at `at`; the end of the match or NULL. */
const char *match_at(struct match *m, const char *at, const char *pattern);

#endif
