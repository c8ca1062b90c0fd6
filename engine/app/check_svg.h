/* Drawings: whether the loader can draw all that is in an SVG. It knows a small part of SVG and leaves the
 * rest out in silence, so a drawing that uses more looks right on the editor's screen and wrong on the kiosk.
 */
#ifndef APP_CHECK_SVG_H
#define APP_CHECK_SVG_H

#include "app/check_findings.h"

/* `file` is how findings call it. */
void check_svg(const char *file, const char *text, size_t len, struct findings *out);

#endif
