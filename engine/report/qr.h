/* A QR code of up to about 1,200 bytes; error correction M. Appends to `rows`; see report.h for its form. */
#ifndef REPORT_QR_H
#define REPORT_QR_H

#include "base/buf.h"
#include "base/err.h"

bool qr_make(const char *text, size_t len, struct buf *rows, int *side, struct err *e);

#endif
