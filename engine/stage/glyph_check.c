#include "stage/glyph_check.h"

#include "base/utf8.h"
#include "stage/inside.h"

#include <string.h>

static bool shown(struct stage *s, uint32_t code)
{
    if (code == '\n' || code == '\t')
        return true;
    if (code < 0x20 || code == 0x7f || code == 0xfffd || code == UTF8_BAD)
        return false;
    return text_has_glyph(s->text, code, FACE_SANS, false, NULL);
}

bool stage_missing_glyph(struct stage *s, const char *text, uint32_t *code)
{
    size_t len = strlen(text), used;
    for (size_t at = 0; at < len; at += used) {
        *code = utf8_decode(text + at, len - at, &used);
        if (!shown(s, *code))
            return true;
    }
    return false;
}
