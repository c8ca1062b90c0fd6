#include "app/commands.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void take_words(struct invocation *in, int at, int n)
{
    for (int i = at; i + n < in->argc; i++)
        in->argv[i] = in->argv[i + n];
    in->argc -= n;
}

const char *option_value(struct invocation *in, const char *name)
{
    size_t len = strlen(name);
    for (int i = 0; i < in->argc; i++) {
        const char *word = in->argv[i];
        if (strncmp(word, name, len) != 0)
            continue;
        if (word[len] == '=') {
            take_words(in, i, 1);
            return word + len + 1;
        }
        if (word[len])
            continue;
        if (i + 1 >= in->argc) {
            fprintf(stderr, "%s 后面要跟一个值\n", name);
            exit(2);
        }
        const char *value = in->argv[i + 1];
        take_words(in, i, 2);
        return value;
    }
    return NULL;
}

bool option_flag(struct invocation *in, const char *name)
{
    for (int i = 0; i < in->argc; i++) {
        if (strcmp(in->argv[i], name) == 0) {
            take_words(in, i, 1);
            return true;
        }
    }
    return false;
}

bool options_done(const struct invocation *in)
{
    for (int i = 0; i < in->argc; i++) {
        if (in->argv[i][0] == '-' && in->argv[i][1]) {
            fprintf(stderr, "没有 %s 这个选项；用 kiosk help 查看用法\n", in->argv[i]);
            return false;
        }
    }
    return true;
}

bool parse_size(const char *text, int *width, int *height)
{
    int used = 0;
    return sscanf(text, "%5dx%5d%n", width, height, &used) == 2 && !text[used] && *width >= 320 && *height >= 320 &&
           *width <= 16384 && *height <= 16384;
}
