/* A matrix of dark and light squares, as a QR code is: every module the same whole number of pixels, a quiet zone of four
 * modules around, dark on light in every skin, because that is what phones read. */
#ifndef STAGE_MATRIX_H
#define STAGE_MATRIX_H

#include "stage/paint.h"
#include "stage/style.h"

#define MATRIX_QUIET 4 /* modules */
#define MATRIX_MODULE_U 8

int matrix_side(const struct style *st, const struct node *n); /* natural */
void matrix_record(struct paint_list *list, const struct node *n, struct rect at);

#endif
