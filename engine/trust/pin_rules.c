/* Which PINs everybody tries first. */
#include "trust/pin.h"

#include <string.h>

/* Each digit the one before plus the same step: 000000, 123456, 098765, 024680. */
static bool is_ladder(const char *pin, size_t len)
{
    int step = (pin[1] - pin[0] + 10) % 10;
    for (size_t i = 2; i < len; i++)
        if ((pin[i] - pin[i - 1] + 10) % 10 != step)
            return false;
    return true;
}

/* A short piece again and again: 121212, 123123, 520520. */
static bool repeats(const char *pin, size_t len, size_t piece)
{
    for (size_t i = piece; i < len; i++)
        if (pin[i] != pin[i - piece])
            return false;
    return true;
}

/* Two or fewer different digits: 110110, 188888, 112122. */
static bool is_poor(const char *pin, size_t len)
{
    bool seen[10] = {false};
    int different = 0;
    for (size_t i = 0; i < len; i++) {
        different += !seen[pin[i] - '0'];
        seen[pin[i] - '0'] = true;
    }
    return different <= 2;
}

static bool is_known(const char *pin)
{
    static const char *const known[] = {
        "112233", "332211", "111222", "111222333", "123321",    "654321", "1234567890", "147258",   "147258369",
        "159357", "159753", "258369", "789456",    "789456123", "123654", "456123",     "1314520",  "5201314",
        "131452", "201314", "141421", "314159",    "666888",    "168888", "518518",     "12345679", "987654321"};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(pin, known[i]) == 0)
            return true;
    return false;
}

bool pin_acceptable(const char *pin, struct err *e)
{
    size_t len = strlen(pin);
    if (len < 6 || len > 12 || strspn(pin, "0123456789") != len)
        return err_set(e, "密码要有 6 到 12 位，只用数字");
    if (is_ladder(pin, len) || repeats(pin, len, 2) || repeats(pin, len, 3) || is_poor(pin, len) || is_known(pin))
        return err_set(e, "这个密码太容易猜到；不要用连续、重复的数字，换一个");
    return true;
}
