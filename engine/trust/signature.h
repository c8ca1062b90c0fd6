/* Public keys and signatures in the formats of the public tool minisign: Ed25519, over BLAKE2b-512 of the data ("ED",
 * its default) or over the data itself ("Ed", its legacy format). Whoever has the tool can check without us. */
#ifndef TRUST_SIGNATURE_H
#define TRUST_SIGNATURE_H

#include "base/buf.h"
#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct public_key {
    unsigned char id[8], key[32];
};

/* Two lines as in a .pub file, or the second line alone as minisign -P takes it. Nothing may follow. */
bool public_key_parse(const char *text, struct public_key *out, struct err *e);
bool public_key_read(const char *path, struct public_key *out, struct err *e);
bool public_key_same(const struct public_key *a, const struct public_key *b);
/* As the tool prints it: 16 upper-case hex digits. */
void public_key_id(const struct public_key *k, char out[17]);
/* The 56 characters for minisign -P. */
void public_key_line(const struct public_key *k, char out[57]);
/* The exact two lines of a .pub file that we write. At the end of `out`. */
void public_key_text(const struct public_key *k, struct buf *out);

enum signature_state {
    SIGNATURE_GOOD,
    SIGNATURE_UNREADABLE, /* no minisign signature at all */
    SIGNATURE_OTHER_KEY,  /* made by a key with another id; nothing else was looked at */
    SIGNATURE_WRONG,      /* the data, the signature or its trusted comment was changed */
};

/* `minisig` is the whole text of a .minisig: four lines, nothing after them. `comment` (may be NULL with size 0) gets
 * the trusted comment, only when the answer is SIGNATURE_GOOD; otherwise "". *e says what is wrong. */
enum signature_state signature_judge(const struct public_key *key, const void *data, size_t len, const char *minisig,
                                     char *comment, size_t size, struct err *e);

/* Good or not, with the public key as text. */
bool signature_check(const char *pub_text, const void *data, size_t len, const char *minisig, char *comment,
                     size_t size, struct err *e);

/* Whether a signature itself is whole, whatever it was made over: its trusted comment was signed together with it. Gives
 * the comment. */
bool signature_comment(const struct public_key *key, const char *minisig, char *comment, size_t size);

/* Who made it, without checking anything: the id that the signature names. */
bool signature_key_id(const char *minisig, char out[17]);

/* First line of a signature that we make; the tool ignores what it says. */
#define SIGNATURE_FIRST_LINE "untrusted comment: signature from qingfeng"

/* A signature as one line without control characters, as a checkpoint record holds it: its lines joined by '|', which
 * base64 and our comments do not have. `tr '|' '\n'` gives the .minisig back. */
void signature_fold(struct buf *minisig);
void signature_unfold(struct buf *folded);

/* The trusted comment of a checkpoint over record number `upto`. */
void checkpoint_comment(int64_t upto, char out[64]);
/* Whether `folded` is this key's signature over the 64 hex digits of the head of record number `upto`. */
enum signature_state checkpoint_judge(const struct public_key *key, int64_t upto, const char head[65],
                                      const char *folded, struct err *e);

#endif
