#include "report/chart.h"

#include "base/utf8.h"

#include <stdio.h>
#include <string.h>

#define WIDTH 720
#define LEFT 48  /* room for the numbers of the axis */
#define PLOT_TOP 14
#define PLOT_HEIGHT 168
#define ROW_HEIGHT 30
#define NAME_WIDTH 216
#define NUMBER_WIDTH 132
#define NAME_COLUMNS 30 /* Han characters take two */

void html_text(struct buf *out, const char *text)
{
    size_t len = strlen(text), used;
    for (size_t at = 0; at < len; at += used) {
        uint32_t c = utf8_decode(text + at, len - at, &used);
        if (c == UTF8_BAD || c == 0xFFFE || c == 0xFFFF)
            buf_text(out, "\xEF\xBF\xBD");
        else if (c == '&')
            buf_text(out, "&amp;");
        else if (c == '<')
            buf_text(out, "&lt;");
        else if (c == '>')
            buf_text(out, "&gt;");
        else if (c == '"')
            buf_text(out, "&quot;");
        else if (c == '\'')
            buf_text(out, "&#39;");
        else if (c < 0x20 || (c >= 0x7F && c < 0xA0))
            buf_u8(out, ' ');
        else
            buf_bytes(out, text + at, used);
    }
}

/* The text, cut with "…" where it takes more than so many columns. */
static void clipped(struct buf *out, const char *text, int most)
{
    size_t len = strlen(text), at = 0, used;
    int width = 0;
    while (at < len) {
        uint32_t c = utf8_decode(text + at, len - at, &used);
        width += c >= 0x1100 ? 2 : 1;
        if (width > most)
            break;
        at += used;
    }
    char part[200];
    snprintf(part, sizeof part, "%.*s%s", (int)(at < 190 ? at : 190), text, at < len ? "…" : "");
    html_text(out, part);
}

static int64_t largest(const struct chart *c)
{
    int64_t most = 0;
    for (int i = 0; i < c->count; i++) {
        most = c->bars[i].n > most ? c->bars[i].n : most;
        most = c->bars[i].of > most ? c->bars[i].of : most;
    }
    return most;
}

/* A round step that cuts 0..most into two to five parts. */
static int64_t step_for(int64_t most)
{
    int64_t step = 1;
    for (int i = 0; most > step * 5; i++)
        step = i % 3 == 1 ? step / 2 * 5 : step * 2;
    return step;
}

static void open_figure(struct buf *out, const struct chart *c, int height)
{
    const struct chart_bar *top = NULL;
    int64_t sum = 0;
    for (int i = 0; i < c->count; i++) {
        sum += c->bars[i].n;
        if (!top || c->bars[i].n > top->n)
            top = &c->bars[i];
    }
    buf_text(out, "<figure><figcaption>");
    html_text(out, c->title);
    buf_printf(out,
               "</figcaption>\n<svg viewBox=\"0 0 %d %d\" preserveAspectRatio=\"xMinYMin\" role=\"img\" "
               "aria-labelledby=\"%s-t %s-d\"><title id=\"%s-t\">",
               WIDTH, height, c->id, c->id, c->id);
    html_text(out, c->title);
    buf_printf(out, "</title><desc id=\"%s-d\">共 %d 项，合计 %lld%s", c->id, c->count, (long long)sum, c->unit);
    if (top && top->n) {
        buf_text(out, "；最多的是 ");
        html_text(out, top->label);
        buf_printf(out, "，%lld%s", (long long)top->n, c->unit);
    }
    buf_text(out, "。各项数值见下方表格。</desc>\n");
}

static void close_figure(struct buf *out, const struct chart *c, int shown)
{
    buf_text(out, "</svg>\n<p class=\"note\">");
    html_text(out, c->note);
    if (shown < c->count)
        buf_printf(out, "图中只列前 %d 项，其余见表。", shown);
    buf_text(out, "</p></figure>\n");
}

static void rect(struct buf *out, const char *class, double x, double y, double w, double h)
{
    buf_printf(out, "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>\n", class, x, y, w, h);
}

static void axis(struct buf *out, int64_t top, int64_t step)
{
    for (int64_t v = 0; v <= top; v += step) {
        double y = PLOT_TOP + PLOT_HEIGHT * (1 - (double)v / (double)top);
        buf_printf(out, "<path class=\"%s\" d=\"M%d %.1fH%d\"/><text class=\"num\" x=\"%d\" y=\"%.1f\">%lld</text>\n",
                   v ? "grid" : "base", LEFT, y, WIDTH, LEFT - 8, y + 4, (long long)v);
    }
}

void chart_columns(struct buf *out, const struct chart *c)
{
    int64_t most = largest(c), step = step_for(most), top = (most + step - 1) / step * step;
    double slot = (double)(WIDTH - LEFT) / (c->count ? c->count : 1), bar = slot > 40 ? 28 : slot * 0.7;
    int every = 1;
    while (every * slot < 46)
        every++;
    top = top ? top : 1;
    open_figure(out, c, PLOT_TOP + PLOT_HEIGHT + 26);
    axis(out, top, step);
    for (int i = 0; i < c->count; i++) {
        const struct chart_bar *b = &c->bars[i];
        double x = LEFT + slot * i + (slot - bar) / 2, scale = PLOT_HEIGHT / (double)top;
        if (b->of)
            rect(out, "of", x, PLOT_TOP + PLOT_HEIGHT - scale * (double)b->of, bar, scale * (double)b->of);
        if (b->n)
            rect(out, "n", x, PLOT_TOP + PLOT_HEIGHT - scale * (double)b->n, bar, scale * (double)b->n);
        if (b->n && !b->of && slot >= 24)
            buf_printf(out, "<text class=\"mid\" x=\"%.1f\" y=\"%.1f\">%lld</text>\n", x + bar / 2,
                       PLOT_TOP + PLOT_HEIGHT - scale * (double)b->n - 4, (long long)b->n);
        if (i % every == 0) {
            buf_printf(out, "<text class=\"mid\" x=\"%.1f\" y=\"%d\">", x + bar / 2, PLOT_TOP + PLOT_HEIGHT + 18);
            html_text(out, b->label);
            buf_text(out, "</text>\n");
        }
    }
    close_figure(out, c, c->count);
}

static void row_name(struct buf *out, const struct chart_bar *b, double y)
{
    buf_printf(out, "<text x=\"0\" y=\"%.1f\">", y + 5);
    clipped(out, b->label, NAME_COLUMNS);
    buf_text(out, "</text>");
}

static void row_numbers(struct buf *out, const struct chart_bar *b, double y)
{
    buf_printf(out, "<text class=\"num\" x=\"%d\" y=\"%.1f\">%lld", WIDTH, y + 5, (long long)b->n);
    if (b->of)
        buf_printf(out, " / %lld", (long long)b->of);
    if (b->has_rate)
        buf_printf(out, "　%.1f%%", b->value * 100);
    buf_text(out, "</text>\n");
}

void chart_rows(struct buf *out, const struct chart *c)
{
    int shown = c->count < CHART_ROWS_MAX ? c->count : CHART_ROWS_MAX;
    int64_t most = largest(c);
    double width = WIDTH - NAME_WIDTH - NUMBER_WIDTH, scale = width / (double)(most ? most : 1);
    open_figure(out, c, shown * ROW_HEIGHT + 4);
    buf_printf(out, "<path class=\"base\" d=\"M%d 0V%d\"/>\n", NAME_WIDTH, shown * ROW_HEIGHT);
    for (int i = 0; i < shown; i++) {
        const struct chart_bar *b = &c->bars[i];
        double y = ROW_HEIGHT * (i + 0.5);
        row_name(out, b, y);
        if (b->of)
            rect(out, "of", NAME_WIDTH, y - 9, scale * (double)b->of, 18);
        if (b->n)
            rect(out, "n", NAME_WIDTH, y - 9, scale * (double)b->n, 18);
        row_numbers(out, b, y);
    }
    close_figure(out, c, shown);
}

static void rate_mark(struct buf *out, const struct chart_bar *b, double y, double width)
{
    double low = NAME_WIDTH + width * b->low, high = NAME_WIDTH + width * b->high;
    buf_printf(out, "<path class=\"whisker\" d=\"M%.1f %.1fH%.1fM%.1f %.1fv10M%.1f %.1fv10\"/>", low, y, high, low, y - 5,
               high, y - 5);
    buf_printf(out, "<circle class=\"n\" cx=\"%.1f\" cy=\"%.1f\" r=\"5.5\"/>\n", NAME_WIDTH + width * b->value, y);
}

void chart_rates(struct buf *out, const struct chart *c)
{
    int shown = c->count < CHART_ROWS_MAX ? c->count : CHART_ROWS_MAX, bottom = shown * ROW_HEIGHT;
    double width = WIDTH - NAME_WIDTH - NUMBER_WIDTH;
    open_figure(out, c, bottom + 24);
    for (int i = 0; i <= 4; i++) {
        double x = NAME_WIDTH + width * i / 4;
        buf_printf(out, "<path class=\"%s\" d=\"M%.1f 0V%d\"/><text class=\"mid\" x=\"%.1f\" y=\"%d\">%d%%</text>\n",
                   i ? "grid" : "base", x, bottom, x, bottom + 17, i * 25);
    }
    for (int i = 0; i < shown; i++) {
        const struct chart_bar *b = &c->bars[i];
        double y = ROW_HEIGHT * (i + 0.5);
        row_name(out, b, y);
        if (b->has_rate)
            rate_mark(out, b, y, width);
        else
            buf_printf(out, "<text class=\"few\" x=\"%d\" y=\"%.1f\">样本不足 30，只列次数</text>\n", NAME_WIDTH + 10, y + 5);
        row_numbers(out, b, y);
    }
    close_figure(out, c, shown);
}
