/* Records: what the participation log may hold, as rows of data. One row says which kind it is, who may send
 * it and which fields its `data` has. The scene's bindings, the stage, the keeper and docs/journal.md all
 * follow these rows. No kind has a field for a person: no names, faces, strokes or free text of visitors. */
#ifndef WIRE_RECORD_H
#define WIRE_RECORD_H

#include "base/buf.h"
#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>

/* clang-format off */
enum record_kind {
    RECORD_BOOT, RECORD_CLOCK, RECORD_VISIT_START, RECORD_VISIT_END, RECORD_ENTER, RECORD_LEAVE, RECORD_ANSWER,
    RECORD_RESULT, RECORD_CHOICE, RECORD_ENDING, RECORD_PLEDGE, RECORD_VOTE, RECORD_WATCH, RECORD_READ, RECORD_SETTING,
    RECORD_GROUP, RECORD_STAFF, RECORD_EXPORT, RECORD_IMPORT, RECORD_FAULT, RECORD_CHECKPOINT, RECORD_CUSTOM, RECORD_TALLY,
    RECORD_PRUNE,
    RECORD_KINDS
};

enum record_sender { SENDER_SCENE = 1, SENDER_STAGE = 2, SENDER_KEEPER = 4, SENDER_STAFF = 8 };

enum field_type {
    FIELD_INT,    /* whole number in least..most */
    FIELD_NUMBER, /* finite number in least..most */
    FIELD_BOOL,
    FIELD_TEXT,   /* up to `most` bytes without control characters */
    FIELD_NAME,   /* the same, not empty: an identifier that content declares */
    FIELD_WORD,   /* one of `words` */
    FIELD_TEXTS,  /* a text, or a list of up to 16 texts of up to `most` bytes each */
    FIELD_OBJECT, /* a flat JSON object of up to `most` bytes */
};
/* clang-format on */

#define RECORD_FIELDS_MAX 8
#define RECORD_TEXTS_MAX 16
#define RECORD_POOL 2048 /* bytes of all texts of one record together */

struct record_field {
    const char *name; /* NULL ends the list */
    enum field_type type;
    bool required;
    double least, most;
    const char *words; /* FIELD_WORD: separated by one space */
    const char *about; /* one line for the docs page, Chinese */
};

struct record_row {
    const char *name;
    unsigned senders; /* enum record_sender, added up */
    const char *about;
    struct record_field fields[RECORD_FIELDS_MAX];
};

extern const struct record_row record_rows[RECORD_KINDS];

/* RECORD_KINDS when there is none of that name. */
enum record_kind record_find(const char *name);
bool record_may(enum record_kind kind, enum record_sender sender);

struct record_value {
    bool set, is_list;
    int64_t integer; /* FIELD_INT; FIELD_BOOL: 0 or 1 */
    double number;   /* FIELD_NUMBER */
    uint16_t at;     /* texts: where in the pool, each with its NUL */
    uint16_t count;  /* texts: how many */
};

/* One record on its way. Plain memory: copy it freely. */
struct record {
    enum record_kind kind;
    int64_t mono_ms;  /* since boot of the machine; 0: the journal takes the time of its arrival */
    char visit[24];   /* "17-42": boot number and number of the visit within it; "" outside a visit */
    char scene[96];   /* "quiz/discipline" or "" */
    char content[64]; /* "demo@3" or "" */
    struct record_value values[RECORD_FIELDS_MAX];
    uint16_t used; /* of the pool */
    char pool[RECORD_POOL];
    char wrong[160]; /* what the first failing setter said; record_check repeats it */
};

/* Filling one: start, set fields by name, check. A setter that is given an unknown field or an impossible
 * value sets nothing, returns false, and record_check will say so. Setting a field again replaces it. */
void record_start(struct record *r, enum record_kind kind);
bool record_set_int(struct record *r, const char *field, int64_t v);
bool record_set_number(struct record *r, const char *field, double v);
bool record_set_bool(struct record *r, const char *field, bool v);
bool record_set_text(struct record *r, const char *field, const char *text, size_t len);
bool record_set_texts(struct record *r, const char *field, const char *const *texts, size_t count);
/* For sentences of our own that may be too long (fault details): cut on a character border, control
 * characters and malformed bytes replaced. */
bool record_set_cut(struct record *r, const char *field, const char *text);
/* Everything there that must be, ids well formed. *e says what is wrong. */
bool record_check(const struct record *r, struct err *e);

/* Reading one: 0, false or "" when the field is not set or not of that type. */
bool record_has(const struct record *r, const char *field);
int64_t record_int(const struct record *r, const char *field);
const char *record_text(const struct record *r, const char *field); /* the first of a list */

/* Over a channel. Decoding trusts nothing: kind, sender, fields, ranges, lengths, UTF-8 and completeness are
 * checked against the rows; false leaves *out without meaning and *e saying why. */
void record_encode(struct buf *b, const struct record *r);
bool record_decode(struct reader *in, enum record_sender sender, struct record *out, struct err *e);

/* The canonical `data` object: set fields in the order of the row, compact. */
void record_data_json(struct buf *b, const struct record *r);

/* "17-42", or ""; `boot` and `number` may be NULL and are 0 for "". False: something else. */
bool record_visit_parse(const char *visit, uint32_t *boot, uint32_t *number);

/* The rows as the part of docs/journal.md that a test holds against them. */
void record_docs(struct buf *out);

#endif
