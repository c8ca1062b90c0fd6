/* The key file of a stick for automatic export (usb.auto_export): two small files in the root of a stick,
 *
 *     qingfeng-auto-export.txt            qingfeng-auto-export.txt.minisig
 *     qingfeng-auto-export 1
 *     kiosk: hall-1                       (or *, any kiosk that trusts the same key)
 *     issued: 2026-11-22
 *     id: 0123456789abcdef
 *
 * signed by a key that the kiosk trusts: `kiosk stick-key` makes them, the public minisign tool can. Whoever holds
 * the stick gets an export, which holds no person, and nothing else. Copies of the files work as well; a lost one is
 * refused by its id.
 *
 * `trusted` is the key of usb.auto_key (public_key_read), or the device's own where that is empty; `refused` is
 * usb.auto_refused. */
#ifndef TRUST_STICK_KEY_H
#define TRUST_STICK_KEY_H

#include "trust/key.h"

#define STICK_KEY_FILE "qingfeng-auto-export.txt"

struct stick_key {
    char kiosk[41];  /* "*": any */
    char issued[11]; /* YYYY-MM-DD */
    char id[17];     /* 16 hex digits, named in the record of the export */
};

/* Is there a file of that name at all? Without one, a stick is not to be talked about. */
bool stick_key_is_there(const char *folder);

/* True when the stick bears a key file for this kiosk, signed by `trusted`, and its id is not among the words of
 * `refused` (may be ""). Reads two small regular files and follows no link. *e says in Chinese what is wrong. */
bool stick_key_check(const char *folder, const char *kiosk_id, const struct public_key *trusted, const char *refused,
                     struct stick_key *out, struct err *e);

/* Makes both files in `folder`, with a new id. `kiosk` is an id or "*"; `issued` a date YYYY-MM-DD. */
bool stick_key_write(const char *folder, const char *kiosk, const char *issued, const struct device_key *signer,
                     struct stick_key *out, struct err *e);

#endif
