/* Secret keys in minisign's format: the device key, made at first start, which never leaves the machine, and key
 * pairs that an administrator makes for packs and sticks.
 *
 * A key lives in memory that is locked against swapping, kept out of core dumps, walled by guard pages, readable only
 * while it signs, and empty in every process forked after it was read. Files are 0600 and written durably. */
#ifndef TRUST_KEY_H
#define TRUST_KEY_H

#include "trust/signature.h"

struct device_key;

/* FOLDER/device.key, and FOLDER/kiosk.pub beside it, which is written anew where it is missing or differs. With
 * `may_create` a key is made where there is none. A damaged key file is an error and stays as it is: a new key would
 * be another device. A file that others may read is closed to them, with a warning in the log. */
struct device_key *key_open(const char *folder, bool may_create, struct err *e);

/* A secret key file of an administrator, made by us or by the public tool. `password` is NULL for none; a protected
 * key without or with a wrong password is an error. A protected one takes seconds and up to 1 GiB. */
struct device_key *key_read(const char *path, const char *password, struct err *e);
bool key_is_protected(const char *path); /* has a password; false too when it is no key file */

/* Wipes; NULL is fine. */
void key_close(struct device_key *k);

const char *key_public_text(const struct device_key *k); /* exact bytes of kiosk.pub: two lines */
const struct public_key *key_public(const struct device_key *k);

/* Signs (prehashed, "ED") and replaces what is in `minisig` by the four lines. The trusted comment is signed too; it
 * must be one line of at most 512 bytes. An error in a process forked after the key was read: it is not there. */
bool key_sign(const struct device_key *k, const void *data, size_t len, const char *trusted_comment,
              struct buf *minisig, struct err *e);

/* The `signature` of a checkpoint record: over the 64 hex digits of `head`, folded into one line (signature.h). */
bool key_sign_checkpoint(const struct device_key *k, int64_t upto, const char head[65], struct buf *folded,
                         struct err *e);

/* NAME.key (0600) and NAME.pub; neither may exist. `password` is NULL for none. */
bool key_generate(const char *name, const char *password, struct err *e);

#endif
