/* Pictures in sight are asked for as soon as their places are known: workers decode them on another core while the text
 * around them is drawn. */
#ifndef STAGE_AHEAD_H
#define STAGE_AHEAD_H

struct live;
struct picture;
struct stage;

struct picture *ahead_want(struct stage *s, const struct live *l); /* what a picture node shows, at the size it has */
void ahead_pictures(struct stage *s);                               /* of all that is placed */

#endif
