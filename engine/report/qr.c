#include "report/qr.h"

#include <qrencode.h>

bool qr_make(const char *text, size_t len, struct buf *rows, int *side, struct err *e)
{
    QRcode *code = QRcode_encodeData((int)len, (const unsigned char *)text, 0, QR_ECLEVEL_M);
    if (!code)
        return err_set(e, "二维码放不下 %zu 字节。请缩短统计时段，或改用 U 盘导出。", len);
    *side = code->width;
    for (int y = 0; y < code->width; y++) {
        for (int x = 0; x < code->width; x++)
            buf_u8(rows, code->data[y * code->width + x] & 1 ? '1' : '0');
        buf_u8(rows, '\n');
    }
    QRcode_free(code);
    return true;
}
