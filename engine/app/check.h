/* The content check: everything wrong with configuration and content, without a screen. It reads the files,
 * lets every scene name its screens and faults, and lays out every screen at the sizes where room is
 * scarcest. */
#ifndef APP_CHECK_H
#define APP_CHECK_H

#include "app/check_findings.h"
#include "app/check_media.h"
#include "app/show.h"

struct check_source {
    char path[1200]; /* as findings call it */
    char name[96];   /* of the scene: path below the root without .lua; "" when it is not legal */
    bool broken;     /* cannot be loaded; said already */
    bool module;     /* another file requires it */
    bool listed;     /* stands in the venue's order */
    bool named;      /* its name stands in another file */
};

struct check {
    struct config config; /* with the folders of this content */
    bool whole;           /* a content root with its venue, not single files */
    struct findings findings;
    struct check_media media;
    struct check_source *sources; /* owned */
    int n, room;
    int scenes, screens;
};

/* What the check of one configuration and its content found; for doctor too. Nothing is printed. */
void check_content(struct check *c, const struct config *config);
void check_free(struct check *c);

/* How the kits say that an entry citing law is past its review date, or will be within 30 days (scripts/kit/basis.lua). */
#define REVIEW_PASSED "已过复核日期"
#define REVIEW_SOON "天到复核日期"

/* Paths below the working folder are shown without it. */
void check_from_here(char *path);

/* check_conf.c */
void check_conf(struct findings *out, const char *path);
/* A text "file:line: message；改法：remedy" as a finding; other texts stand at file:1. */
void finding_of_text(struct finding *f, const char *file, const char *text, size_t len);

/* check_sources.c: the files as such. Fills c->sources. */
void check_sources_below(struct check *c);
void check_source_add(struct check *c, const char *path, const char *name);
/* Compares with the venue's order (scene_meta.order). */
void check_listing(struct check *c, const char *order);
struct check_source *check_source_of(struct check *c, const char *name);
/* The line of a file that holds the text, from 1; 0: none does. */
int line_of_text(const char *path, const char *text);
/* Line number `line` of the file without its indentation; false: there is none. */
bool text_of_line(const char *path, int line, char *out, size_t size);

/* check_screens.c: every screen of every source. */
void check_screens(struct check *c);

/* check_tree.c */
struct tree_place {
    struct stage *stage;
    struct check_media *media; /* its findings take the rest too */
    const char *file;
    int line; /* for nodes that tell none */
};
/* False: a picture of it cannot be shown, and that was said. */
bool check_tree(const struct tree_place *p, const struct node *n);

#endif
