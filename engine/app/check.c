#include "app/check.h"

#include "app/commands.h"
#include "app/content_files.h"
#include "base/file.h"
#include "base/log.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void check_from_here(char *path)
{
    char here[1024];
    size_t len;
    if (!getcwd(here, sizeof here))
        return;
    len = strlen(here);
    if (strncmp(path, here, len) == 0 && path[len] == '/')
        memmove(path, path + len + 1, strlen(path + len + 1) + 1);
}

static void trim_slashes(char *path)
{
    for (size_t len = strlen(path); len > 1 && path[len - 1] == '/'; len--)
        path[len - 1] = '\0';
}

static bool is_folder(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static void prepare(struct check *c, const struct config *config)
{
    *c = (struct check){.config = *config};
    check_from_here(c->config.kiosk.scripts);
    check_from_here(c->config.kiosk.media);
    check_media_open(&c->media, c->config.kiosk.media, &c->config, &c->findings);
}

/* The line itself is what an editor recognises first; and nobody is left without a next step. */
static void complete(struct findings *f)
{
    for (int i = 0; i < f->n; i++) {
        struct finding *one = &f->list[i];
        if (!one->remedy[0])
            snprintf(one->remedy, sizeof one->remedy, "打开文件，看这一行和它的前后");
        if (!one->offending[0])
            text_of_line(one->file, (int)one->line, one->offending, sizeof one->offending);
    }
}

static void finish(struct check *c)
{
    complete(&c->findings);
    findings_sort(&c->findings);
}

void check_free(struct check *c)
{
    check_media_close(&c->media);
    findings_free(&c->findings);
    free(c->sources);
    c->sources = NULL;
}

static void check_root(struct check *c)
{
    char venue[1200];
    c->whole = true;
    if (!is_folder(c->config.kiosk.scripts)) {
        findings_say(&c->findings, SEVERITY_ERROR, c->config.kiosk.scripts, 1, "",
                     "建好这个文件夹，或者在 kiosk.conf 里改正 kiosk.scripts", "没有这个内容文件夹");
        return;
    }
    snprintf(venue, sizeof venue, "%s/" HOME_SCENE ".lua", c->config.kiosk.scripts);
    if (access(venue, R_OK) != 0)
        findings_say(&c->findings, SEVERITY_ERROR, venue, 1, "",
                     "写一个 venue.lua，用 venue { … } 列出各区和展项", "没有首页文件");
    check_sources_below(c);
    check_screens(c);
}

void check_content(struct check *c, const struct config *config)
{
    prepare(c, config);
    check_root(c);
    finish(c);
}

/* Another content folder than the configured one: pictures may lie in its own media folder. */
static void turn_to(struct check *c, const char *root)
{
    char media[1200];
    char *scripts = c->config.kiosk.scripts;
    snprintf(scripts, sizeof c->config.kiosk.scripts, "%.1000s", root);
    trim_slashes(scripts);
    snprintf(media, sizeof media, "%s/media", scripts);
    if (is_folder(media)) {
        snprintf(c->config.kiosk.media, sizeof c->config.kiosk.media, "%.1023s", media);
        c->media.folder = c->config.kiosk.media;
    }
}

static void check_one_scene(struct check *c, const char *path)
{
    char root[1200], name[1200];
    size_t skip = strlen(c->config.kiosk.scripts) + 1;
    bool inside = strncmp(path, c->config.kiosk.scripts, skip - 1) == 0 && path[skip - 1] == '/';
    if (!inside) {
        const char *slash = strrchr(path, '/');
        snprintf(root, sizeof root, "%.*s", slash ? (int)(slash - path) : 1, slash ? path : ".");
        turn_to(c, root);
        skip = slash ? (size_t)(slash - path) + 1 : 0;
    }
    snprintf(name, sizeof name, "%.*s", (int)(strlen(path) - skip - strlen(".lua")), path + skip);
    check_source_add(c, path, name);
    check_screens(c);
}

static void check_path(struct check *c, const char *given)
{
    char path[1024];
    struct stat st;
    snprintf(path, sizeof path, "%s", given);
    check_from_here(path);
    trim_slashes(path);
    if (stat(path, &st) != 0) {
        findings_say(&c->findings, SEVERITY_ERROR, path, 1, "", "核对名字：从现在的文件夹写起，带上 .lua", "找不到 %s", path);
        return;
    }
    if (S_ISDIR(st.st_mode)) {
        if (strcmp(path, c->config.kiosk.scripts) != 0)
            turn_to(c, path);
        check_root(c);
    } else if (ends_with(path, ".conf")) {
        check_conf(&c->findings, path);
    } else if (ends_with(path, ".lua")) {
        check_one_scene(c, path);
    } else {
        check_media_file(&c->media, path);
    }
}

/* Each path is a check of its own; what it found moves over. */
static void check_paths(struct check *all, const struct invocation *in)
{
    for (int i = 0; i < in->argc; i++) {
        struct check c;
        prepare(&c, &in->config);
        check_path(&c, in->argv[i]);
        for (int k = 0; k < c.findings.n; k++)
            findings_add(&all->findings, &c.findings.list[k]);
        all->scenes += c.scenes;
        all->screens += c.screens;
        check_free(&c);
    }
}

static void print(const struct check *c, bool json)
{
    if (json) {
        struct buf out = {0};
        findings_json(&c->findings, &out);
        printf("%s\n", buf_cstr(&out));
        buf_free(&out);
        return;
    }
    findings_print(&c->findings, stdout);
    printf("检查了 %d 个展项、%d 个画面：%d 个错误，%d 个警告", c->scenes, c->screens, c->findings.errors,
           c->findings.warnings);
    if (c->findings.hints)
        printf("，%d 条提示", c->findings.hints);
    putchar('\n');
}

int command_check(struct invocation *in)
{
    struct check c;
    bool strict = option_flag(in, "--strict");
    if (!options_done(in))
        return 2;
    log_quiet(LOG_SILENT);
    prepare(&c, &in->config);
    if (in->argc) {
        check_paths(&c, in);
    } else {
        if (in->conf_found)
            check_conf(&c.findings, in->conf_path);
        check_root(&c);
    }
    finish(&c);
    print(&c, in->json);
    int code = c.findings.errors || (strict && c.findings.warnings) ? 1 : 0;
    check_free(&c);
    return code;
}
