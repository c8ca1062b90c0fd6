#include "app/check_svg.h"

#include "base/utf8.h"

#include <ctype.h>
#include <string.h>

#define FAULTS_A_FILE 20 /* a drawing made elsewhere has hundreds of the same; these are enough to see why   \
                          */

struct scan {
    const char *file, *at, *end;
    int line;
    struct findings *out;
    int said;
    bool size[3]; /* width, height, viewBox of <svg> were there */
};

struct name {
    const char *text;
    int len;
};

/* clang-format off */
static const char *const drawn[] = {"svg", "defs", "g", "path", "rect", "circle", "ellipse", "line", "polyline",
    "polygon", "linearGradient", "radialGradient", "stop", NULL};
static const char *const harmless[] = {"title", "desc", "metadata", NULL};
static const char *const attributes[] = {"xmlns", "version", "width", "height", "viewBox", "id", "d", "points",
    "transform", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "fx", "fy", "fill", "fill-rule",
    "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin", "stroke-miterlimit", "stroke-dasharray",
    "stroke-dashoffset", "offset", "stop-color", "fill-opacity", "stroke-opacity", "stop-opacity", "opacity",
    "gradientUnits", "gradientTransform", "spreadMethod", NULL};
static const char *const coordinates[] = {"x1", "y1", "x2", "y2", "cx", "cy", "r", "fx", "fy", NULL};
static const struct {
    const char *name, *remedy;
} known_losses[] = {
    {"text", "把文字转成路径，或者在展项里用文字显示"},
    {"use", "在绘图软件里把引用的图形展开"},
    {"style", "改成每个图形自己的 fill、stroke 属性"},
    {"image", "图片单独存成 PNG，由展项引用"},
    {"clipPath", "用后画的图形盖住不要的部分"},
    {"mask", "用后画的图形盖住不要的部分"},
    {"filter", "去掉滤镜，用渐变代替"},
    {"pattern", "把花纹画成一个个图形"},
};
/* clang-format on */

static bool is(struct name n, const char *word)
{
    return (size_t)n.len == strlen(word) && memcmp(n.text, word, (size_t)n.len) == 0;
}

static bool among(struct name n, const char *const *list)
{
    for (; *list; list++) {
        if (is(n, *list))
            return true;
    }
    return false;
}

static void say(struct scan *s, enum severity severity, int line, struct name what, const char *before,
                const char *after, const char *remedy)
{
    if (++s->said > FAULTS_A_FILE)
        return;
    char offending[120];
    snprintf(offending, sizeof offending, "%.*s", what.len < 100 ? what.len : 100, what.text);
    utf8_trim_partial(offending);
    findings_say(s->out, severity, s->file, line, offending, remedy, "%s %s %s", before, offending, after);
}

static void step(struct scan *s)
{
    s->line += *s->at == '\n';
    s->at++;
}

static void skip_to(struct scan *s, const char *mark)
{
    size_t len = strlen(mark);
    while (s->at < s->end && ((size_t)(s->end - s->at) < len || memcmp(s->at, mark, len) != 0))
        step(s);
    for (size_t i = 0; i < len && s->at < s->end; i++)
        step(s);
}

static void skip_blanks(struct scan *s)
{
    while (s->at < s->end && isspace((unsigned char)*s->at))
        step(s);
}

static struct name take_name(struct scan *s)
{
    const char *from = s->at;
    while (s->at < s->end && (isalnum((unsigned char)*s->at) || strchr("_:.-", *s->at)) && *s->at)
        step(s);
    return (struct name){from, (int)(s->at - from)};
}

static void check_element(struct scan *s, struct name tag, int line)
{
    const char *remedy = "只用路径、矩形、圆、椭圆、线、多边形和渐变；在绘图软件里另存为“普通 SVG”并转成路径";
    if (among(tag, drawn) || among(tag, harmless))
        return;
    for (size_t i = 0; i < sizeof known_losses / sizeof *known_losses; i++) {
        if (is(tag, known_losses[i].name))
            remedy = known_losses[i].remedy;
    }
    say(s, SEVERITY_ERROR, line, tag, "本机画不出图形元素", "，它会悄悄消失", remedy);
}

static bool is_gradient(struct name tag)
{
    return is(tag, "linearGradient") || is(tag, "radialGradient");
}

static void check_attribute(struct scan *s, struct name tag, struct name key, struct name value, int line)
{
    static const char *const whole[] = {"width", "height", "viewBox"};
    for (int i = 0; i < 3; i++)
        s->size[i] |= is(tag, "svg") && is(key, whole[i]);
    if (memchr(key.text, ':', (size_t)key.len) || is(key, "role") || !among(tag, drawn))
        return; /* other namespaces draw nothing and lose nothing */
    if (!among(key, attributes))
        say(s, SEVERITY_ERROR, line, key, "本机不认图形属性", "，画出来会和您看到的不同",
            "改用 fill、stroke、fill-opacity 这样的属性，不用样式表和滤镜");
    else if (is(tag, "g") && is(key, "opacity"))
        say(s, SEVERITY_ERROR, line, key, "组上的", "不起作用",
            "把透明度写到组里每个图形的 fill-opacity、stroke-opacity 上");
    else if (is_gradient(tag) && among(key, coordinates) && value.len && value.text[value.len - 1] != '%')
        say(s, SEVERITY_ERROR, line, value, "渐变坐标", "没有写成百分数，整个图形会变成一种颜色",
            "写成百分数，例如 0%、50%、100%");
    else if (is_gradient(tag) && is(key, "gradientUnits") && is(value, "userSpaceOnUse"))
        say(s, SEVERITY_WARNING, line, value, "渐变用了", "，位置会画错",
            "去掉 gradientUnits，坐标写成图形自身的百分数");
}

/* After the tag's name: attributes up to its '>'. False: the file ends first. */
static bool scan_attributes(struct scan *s, struct name tag)
{
    for (;;) {
        skip_blanks(s);
        if (s->at < s->end && *s->at == '/')
            step(s);
        if (s->at >= s->end)
            return false;
        if (*s->at == '>') {
            step(s);
            return true;
        }
        int line = s->line;
        struct name key = take_name(s), value = {s->at, 0};
        if (!key.len)
            return false;
        skip_blanks(s);
        if (s->at >= s->end || *s->at != '=')
            return false;
        step(s);
        skip_blanks(s);
        char quote = s->at < s->end ? *s->at : 0;
        if (quote != '"' && quote != '\'')
            return false;
        step(s);
        value.text = s->at;
        while (s->at < s->end && *s->at != quote)
            step(s);
        value.len = (int)(s->at - value.text);
        if (s->at >= s->end)
            return false;
        step(s);
        check_attribute(s, tag, key, value, line);
    }
}

static bool begins(const struct scan *s, const char *mark)
{
    size_t len = strlen(mark);
    return (size_t)(s->end - s->at) >= len && memcmp(s->at, mark, len) == 0;
}

/* At a '<'. False: the tag is broken, reading on makes no sense. */
static bool scan_tag(struct scan *s, bool *root)
{
    int line = s->line;
    if (begins(s, "<!--")) {
        skip_to(s, "-->");
        return true;
    }
    if (begins(s, "<?") || begins(s, "<!") || begins(s, "</")) {
        skip_to(s, ">");
        return true;
    }
    step(s);
    struct name tag = take_name(s);
    if (tag.len) {
        *root |= is(tag, "svg");
        check_element(s, tag, line);
        if (scan_attributes(s, tag))
            return true;
    }
    say(s, SEVERITY_ERROR, line, tag, "图形文件在", "这里断开或写错了", "用绘图软件重新存一遍");
    return false;
}

void check_svg(const char *file, const char *text, size_t len, struct findings *out)
{
    static const char *const names[] = {"width", "height", "viewBox"};
    struct scan s = {.file = file, .at = text, .end = text + len, .line = 1, .out = out};
    bool root = false, whole = true;
    while (whole && s.at < s.end) {
        if (*s.at == '<')
            whole = scan_tag(&s, &root);
        else
            step(&s);
    }
    if (s.said > FAULTS_A_FILE)
        findings_say(out, SEVERITY_WARNING, file, 1, "", "先改好上面几处，再检查一遍",
                     "同一个图形文件里还有 %d 处问题没有列出", s.said - FAULTS_A_FILE);
    for (int i = 0; i < 3 && root && whole; i++) {
        if (!s.size[i])
            findings_say(out, SEVERITY_ERROR, file, 1, "<svg", "在 <svg> 里写上 width、height 和 viewBox",
                         "图形没有写明 %s，大小会出错", names[i]);
    }
}
