#include "usb/inner.h"

#include "base/clock.h"
#include "base/json.h"
#include "trust/code.h"

#include <stdio.h>
#include <string.h>

#define FORMAT 1

/* The second line of kiosk.pub. */
static void key_line(const char *public_key, char *out, size_t size)
{
    const char *newline = public_key ? strchr(public_key, '\n') : NULL;
    const char *line = newline ? newline + 1 : "";
    snprintf(out, size, "%.*s", (int)strcspn(line, "\n"), line);
}

static void write_about(struct json *j, const struct exporting *x)
{
    const struct export_about *a = &x->s->about;
    char made[25], key[160];
    clock_format_utc(x->made_ms, made);
    key_line(a->public_key, key, sizeof key);
    json_int(j, "format", FORMAT);
    json_text(j, "made", made);
    json_text(j, "made_clock", a->clock_unset ? "unset" : "ok");
    json_object(j, "kiosk");
    json_text(j, "id", a->kiosk_id);
    json_text(j, "venue", a->venue);
    json_text(j, "unit", a->unit);
    json_text(j, "sector", a->sector);
    json_object_end(j);
    json_text(j, "software", a->software);
    json_text(j, "content", x->seen.content);
    json_text(j, "key", key);
    json_int(j, "since", x->o->since);
}

static void write_chains(struct json *j, const struct exporting *x)
{
    json_list(j, "chains");
    for (int i = 0; i < x->chains_n; i++) {
        const struct export_chain *c = &x->chains[i];
        json_object(j, NULL);
        json_text(j, "file", c->file);
        json_int(j, "first", c->first);
        json_int(j, "last", c->last);
        json_text(j, "prev", c->prev);
        json_text(j, "head", c->head);
        json_int(j, "records", c->records);
        json_text(j, "aside", c->aside);
        json_object_end(j);
    }
    json_list_end(j);
}

static void write_health(struct json *j, const struct exporting *x)
{
    const struct export_about *a = &x->s->about;
    json_int(j, "boots", a->boots);
    json_object(j, "clock");
    json_int(j, "unset", x->seen.unset);
    json_int(j, "stepped", x->seen.stepped);
    json_object_end(j);
    json_object(j, "health");
    json_text(j, "journal", a->health);
    json_int(j, "faults", x->seen.faults);
    json_int(j, "dropped", a->dropped);
    json_list(j, "aside");
    for (int i = 0; i < x->chains_n; i++) {
        if (x->chains[i].aside[0])
            json_text(j, NULL, x->chains[i].aside);
    }
    json_list_end(j);
    json_object_end(j);
}

static void write_files(struct json *j, const struct exporting *x)
{
    json_list(j, "files");
    for (int i = 0; i < x->n; i++) {
        json_object(j, NULL);
        json_text(j, "name", x->files[i].name);
        json_int(j, "bytes", x->files[i].bytes);
        json_text(j, "sha256", x->files[i].sum);
        json_object_end(j);
    }
    json_list_end(j);
}

void manifest_write(const struct exporting *x, struct buf *out)
{
    struct json j = json_to(out);
    struct buf counts = {0};
    char code[10];
    counts_write_json(&x->counts, &counts);
    while (counts.len && counts.data[counts.len - 1] == '\n')
        counts.len--;
    check_code(x->chains[x->chains_n - 1].head, code);
    json_object(&j, NULL);
    write_about(&j, x);
    write_chains(&j, x);
    json_text(&j, "check_code", code);
    json_raw(&j, "counts", buf_cstr(&counts));
    write_health(&j, x);
    write_files(&j, x);
    json_object_end(&j);
    buf_text(out, "\n");
    buf_free(&counts);
}
