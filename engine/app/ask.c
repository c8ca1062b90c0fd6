#include "app/ask.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

static volatile sig_atomic_t caught;

static void note(int signal_number)
{
    caught = signal_number;
}

/* Byte by byte, so that nothing is taken from a pipe that belongs to somebody else. */
static bool read_line(char *out, size_t size, struct err *e)
{
    size_t len = 0;
    char c = 0;
    for (;;) {
        ssize_t n = read(STDIN_FILENO, &c, 1);
        if (n < 0 && errno == EINTR && !caught)
            continue;
        if (n < 0 || (n == 0 && len == 0))
            return err_set(e, "没有读到内容");
        if (n == 0 || c == '\n')
            break;
        if (len + 1 == size || !c)
            return err_set(e, "输入太长，或有不该有的字节");
        out[len++] = c;
    }
    if (len && out[len - 1] == '\r')
        len--;
    out[len] = 0;
    return true;
}

static bool read_hidden(const char *prompt, char *out, size_t size, struct err *e)
{
    static const int signals[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP};
    enum { SIGNALS = sizeof signals / sizeof *signals };
    struct sigaction noting = {.sa_handler = note}, before[SIGNALS];
    struct termios shown, hidden;
    if (tcgetattr(STDIN_FILENO, &shown) != 0)
        return err_set(e, "终端不可用（%s）", err_reason(errno));
    caught = 0;
    for (int i = 0; i < SIGNALS; i++)
        sigaction(signals[i], &noting, &before[i]);
    hidden = shown;
    hidden.c_lflag &= ~(tcflag_t)ECHO;
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden); /* before the question: an early answer must not show or get lost */
    fputs(prompt, stderr);
    bool well = read_line(out, size, e);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown);
    fputs("\n", stderr);
    for (int i = 0; i < SIGNALS; i++)
        sigaction(signals[i], &before[i], NULL);
    if (caught)
        raise(caught);
    return well;
}

bool ask_secret(const char *prompt, const char *again, char *out, size_t size, struct err *e)
{
    char repeated[512];
    if (!isatty(STDIN_FILENO))
        return read_line(out, size, e);
    if (!read_hidden(prompt, out, size, e))
        return false;
    if (!again)
        return true;
    bool well = read_hidden(again, repeated, sizeof repeated, e);
    bool same = well && strcmp(out, repeated) == 0;
    explicit_bzero(repeated, sizeof repeated);
    return same || (well && err_set(e, "两次输入不一样，请重新运行"));
}
