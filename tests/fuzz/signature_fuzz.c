#include "fuzz.h"

#include "trust/signature.h"

/* A signature file, and a public key file, from a stick. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char known[] = "untrusted comment: k\nRWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3\n";
    struct public_key key;
    struct err e;
    char *text = fuzz_text(data, size), comment[128], id[17];
    struct buf folded = {0};
    if (public_key_parse(text, &key, &e)) {
        public_key_text(&key, &folded);
        MUST(public_key_parse(buf_cstr(&folded), &key, &e));
    }
    MUST(public_key_parse(known, &key, &e));
    signature_judge(&key, "abc", 3, text, comment, sizeof comment, &e);
    signature_comment(&key, text, comment, sizeof comment);
    signature_key_id(text, id);
    buf_clear(&folded);
    buf_bytes(&folded, data, size);
    signature_fold(&folded);
    signature_unfold(&folded);
    buf_free(&folded);
    free(text);
    return 0;
}

bool fuzz_seed(int i, struct buf *out)
{
    static const char *const texts[] = {
        "untrusted comment: k\nRWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3\n",
        "untrusted comment: signature from qingfeng\n"
        "RUQf6LRCGA9i559r3g7V1qNyJDApGip8MfqcadIgT9CuhV3EMhHoN1mGTkUidF/"
        "z7SrlQgXdy8ofjb7bNJJylDOocrCo8KLzZwo=\ntrusted comment: upto:1000\n"
        "y/rUw2y8/hOUYjZU71eHp/Wo1KZ40fGy2VJEDl34XMJM+TX48Ss/17u3IvIfbVR1FkZZSNCisQbuQY+bHwhEBg==\n"};
    return FUZZ_TEXTS(i, out, texts);
}
