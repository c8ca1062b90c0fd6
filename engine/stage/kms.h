/* The screen without a desktop: one DRM "dumb buffer", lit once and written to from then on. No graphics library takes
 * part, so there is no driver of theirs to crash, and damaged rectangles are all that is copied. One screen per process. */
#ifndef STAGE_KMS_H
#define STAGE_KMS_H

#include "base/err.h"
#include "stage/paint.h"

struct kms;

/* Takes the first screen that is connected, in its preferred mode. Waits up to wait_ms for a driver that is still being
 * loaded. NULL on failure, with the remedy. */
struct kms *kms_open(int wait_ms, struct err *e);
void kms_close(struct kms *k); /* NULL is fine */

/* Memory to draw on, as large as the screen; it keeps its pixels. */
struct surface kms_surface(const struct kms *k);
/* Shows the n rectangles. False: the screen's driver is gone for good. */
bool kms_present(struct kms *k, const struct rect *rects, int n);
/* A screen that was switched off and on again may need to be lit afresh, also while nothing is presented: call kms_look
 * when the descriptor (-1: none) is readable or kms_due_ms have passed. False: the screen's driver is gone for good. */
int kms_news_fd(const struct kms *k);
int kms_due_ms(const struct kms *k);
bool kms_look(struct kms *k);
/* Millimetres as the screen reports them; 0 unknown. */
float kms_diagonal_mm(const struct kms *k);

#endif
