/* JSON, as little as we need: a writer whose output depends on nothing but its input, and strict readers for
 * one flat object and for whole documents. All refuse what is no UTF-8: the writer puts U+FFFD in its place,
 * the readers give an error. */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Writes compact JSON at the end of `out`. `key` is NULL for the outermost value and for members of a list.
 */
struct json {
    struct buf *out;
    bool comma; /* the next member needs one before it */
};

struct json json_to(struct buf *out);
void json_object(struct json *j, const char *key);
void json_object_end(struct json *j);
void json_list(struct json *j, const char *key);
void json_list_end(struct json *j);
void json_text(struct json *j, const char *key, const char *text); /* NULL text: null */
void json_int(struct json *j, const char *key, int64_t v);
void json_number(struct json *j, const char *key,
                 double v); /* shortest that reads back the same; not finite: null */
void json_bool(struct json *j, const char *key, bool v);
void json_null(struct json *j, const char *key);
void json_raw(struct json *j, const char *key, const char *value); /* text that is JSON already */

/* Puts `len` bytes between quotes with everything escaped that JSON wants escaped. */
void json_quote(struct buf *out, const char *text, size_t len);

enum json_type { JSON_NULL, JSON_BOOL, JSON_INT, JSON_NUMBER, JSON_TEXT };
struct json_value {
    enum json_type type;
    bool yes;         /* JSON_BOOL */
    int64_t integer;  /* JSON_INT */
    double number;    /* JSON_INT too */
    const char *text; /* JSON_TEXT, NUL-terminated, until the next member is read */
    size_t len;
};

/* Called for each member in order; returning false stops the reading, and *e should say why. */
typedef bool json_member(void *owner, const char *key, const struct json_value *v, struct err *e);

/* Reads `{"key": value, …}` whose values are texts, numbers, true, false or null; nothing after it but
 * blanks. Refuses a key that comes twice, NUL inside a text, more than JSON_MEMBERS_MAX members, and anything
 * JSON does not allow. */
#define JSON_MEMBERS_MAX 64
bool json_read_flat(const char *text, size_t len, json_member *member, void *owner, struct err *e);

/* A whole value with everything in it, for documents that nest. Lives in the arena. */
enum json_shape { JSON_SCALAR, JSON_LIST, JSON_OBJECT };
struct json_node {
    enum json_shape shape;
    const char *key;         /* in an object; NULL elsewhere */
    struct json_value value; /* JSON_SCALAR */
    const struct json_node *first, *next; /* members of a list or object; the next one beside it */
};

/* One JSON value, blanks around it. Refuses what json_read_flat refuses, a key that comes twice in any object, more
 * than JSON_KEYS_MAX keys in one, JSON_DEPTH_MAX levels or JSON_NODES_MAX values. NULL with *e. */
#define JSON_DEPTH_MAX 16
#define JSON_NODES_MAX 100000
#define JSON_KEYS_MAX 256 /* of one object */
const struct json_node *json_tree(struct arena *arena, const char *text, size_t len, struct err *e);
/* A member by its key; NULL when there is none, or `object` is NULL or no object. */
const struct json_node *json_at(const struct json_node *object, const char *key);

#endif
