#include "fuzz.h"

#include "base/config.h"

/* As a file, as it is read at every start, and as the text behind --set. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct config c;
    struct err problems;
    char shown[512], *text = fuzz_text(data, size);
    int count;
    config_defaults(&c, ".");
    if (config_read(&c, fuzz_file(data, size), &problems) > 0)
        MUST(problems.text[0] && !fuzz_unread(problems.text));
    config_set(&c, text, &problems);
    const struct config_row *rows = config_rows(&count);
    for (int i = 0; i < count; i++)
        config_show(&c, &rows[i], shown, sizeof shown);
    free(text);
    return 0;
}

bool fuzz_seed(int i, struct buf *out)
{
    static const char *const texts[] = {
        "[kiosk]\nscripts = scripts/demo\nlanguage = en\n[display]\nwidth = 1920\nrotate = 1\n# 注释\n",
        "[visit]\nwarn = 45s\ncountdown = 20\n\n[limits]\npicture_bytes = 16M\ncache_bytes=32M\n",
        "[admin]\ncorner = top-right\n[usb]\nroots = /media:/run/media\nauto_export = yes\n",
        "limits.callback_ms=250", "journal.retention_days=400", "[comfort]\ntext_size = 4\ncontrast = ja\nnonsense"};
    return FUZZ_TEXTS(i, out, texts);
}
