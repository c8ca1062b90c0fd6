#include "fuzz.h"

#include "base/utf8.h"
#include "stage/text_markup.h"

/* Walks through a text as the paragraph's builder does: every step takes something, and never more than there is. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct markup m = {.depth = 0};
    struct err e;
    char *text = fuzz_text(data, size);
    if (!utf8_valid(text, size)) { /* the decoder of trees lets none through */
        MUST(utf8_first_bad(text, size) < size);
        free(text);
        return 0;
    }
    utf8_count_han(text, size);
    for (size_t at = 0; at < size;) {
        size_t used = 0;
        uint32_t code = 0;
        enum markup_step step = markup_step(&m, text + at, size - at, &used, &code, &e);
        MUST(m.depth >= 0 && m.depth <= MARKUP_DEPTH);
        markup_look(&m);
        bool took = step == MARKUP_TAG || step == MARKUP_CHAR;
        MUST(!took || (used > 0 && used <= size - at));
        at += took ? used : 1;
    }
    utf8_trim_partial(text);
    free(text);
    return 0;
}

bool fuzz_seed(int i, struct buf *out)
{
    static const char *const texts[] = {"<b>清</b>风<q>竹有其节</q><u>　</u><c act>绿</c>&lt;&gt;&amp;",
                                        "<b><q><u><c ink><b><q><u><c act><b><q>深</q></b>", "a < b && c > d <x> </b> &nbsp; <c >"};
    return FUZZ_TEXTS(i, out, texts);
}
