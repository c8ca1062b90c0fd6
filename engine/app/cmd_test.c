/* kiosk test: plays visitor scripts. */
#include "app/check.h"
#include "app/commands.h"
#include "app/content_files.h"
#include "app/script_driver.h"
#include "base/log.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SHOTS "build/shots"

static void play(const char *file, const struct script_driver *driver, struct script_results *results)
{
    struct err e;
    buf_clear(&results->report);
    printf("%s\n", file);
    fflush(stdout);
    bool ran = script_run(file, driver, results, &e);
    fputs(buf_cstr(&results->report), stdout);
    if (!ran) {
        printf("%s\n", e.text);
        results->visits++;
        results->failed++;
    }
}

int command_test(struct invocation *in)
{
    const char *shots = option_value(in, "-o");
    struct script_stand stand = {.config = &in->config, .shots = shots ? shots : SHOTS};
    struct script_results results = {0};
    struct script_driver driver;
    struct file_list files = {0};
    char root[1024];
    if (!options_done(in))
        return 2;
    snprintf(root, sizeof root, "%s", in->config.kiosk.scripts);
    check_from_here(root);
    log_quiet(LOG_ERROR);
    for (int i = 0; i < in->argc; i++)
        file_list_add(&files, in->argv[i]);
    if (!in->argc)
        file_list_below(&files, root, "_test.lua");
    script_stand_driver(&stand, &driver);
    for (int i = 0; i < files.n; i++)
        play(files.paths[i], &driver, &results);
    if (!files.n)
        fprintf(stderr, "%s 下面没有参观脚本（*_test.lua）\n", root);
    printf("%d passed, %d failed\n", results.visits - results.failed, results.failed);
    buf_free(&results.report);
    int code = results.failed || !files.n ? 1 : 0;
    file_list_free(&files);
    script_stand_close(&stand);
    return code;
}
