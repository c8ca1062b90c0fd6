/* Inside of the trust room: a secret key and its file. */
#ifndef TRUST_KEY_FILE_H
#define TRUST_KEY_FILE_H

#include "base/err.h"

#include <stdbool.h>

/* Bytes only, so that it may lie at any address. */
struct secret {
    unsigned char there; /* 1; 0 once wiped */
    unsigned char id[8];
    unsigned char key[64]; /* seed, then public key: libsodium's form */
};

#define SECRET_TEXT 400 /* bytes of a secret key file, at most */

/* The two lines of a secret key file. With a password (may be NULL) it is encrypted as the tool does; slow then. */
bool secret_encode(const struct secret *s, const char *password, char out[SECRET_TEXT], struct err *e);
/* False: damaged, protected and no password given, or a wrong one. *e is the end of a sentence that begins with the
 * file's name. */
bool secret_decode(const char *text, const char *password, struct secret *out, struct err *e);
bool secret_is_protected(const char *text);

/* Reads a secret key file; `text` must be wiped by the caller whatever the answer. */
bool secret_read_text(const char *path, char text[SECRET_TEXT], struct err *e);

#endif
