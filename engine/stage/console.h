/* The text console behind the screen: quiet, blank and deaf while the kiosk has the screen. */
#ifndef STAGE_CONSOLE_H
#define STAGE_CONSOLE_H

struct console;

/* The console this process was started on; NULL when it has none (then there is nothing to silence). */
struct console *console_take(void);
void console_give_back(struct console *c); /* NULL is fine */

#endif
