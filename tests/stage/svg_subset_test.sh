#!/bin/sh
# Every picture under media/ keeps to the small SVG that the loader draws the same everywhere (media/README.md).
# Usage: svg_subset_test.sh BUILD_DIR SOURCE_DIR; prints file:line for each breach and fails if there is one.
media="$2/media"
elements='svg|defs|g|path|rect|circle|ellipse|line|polyline|polygon|linearGradient|radialGradient|stop'
attributes='xmlns|width|height|viewBox|id|d|points|transform|x|y|x1|y1|x2|y2|cx|cy|r|rx|ry|fx|fy|gradientUnits'
attributes="$attributes|fill|stroke|stroke-width|stroke-linecap|stroke-linejoin|offset|stop-color"
attributes="$attributes|fill-opacity|stroke-opacity|stop-opacity"
failures=0

fail() {
    echo "$1"
    failures=$((failures + 1))
}

# report FILE REMEDY: each line of standard input is "LINE:text" found in FILE
report() {
    while IFS= read -r found; do
        echo "$1:${found%%:*}: ${found#*:}: $2"
    done
}

# breaches FILE: every forbidden thing in the file, one a line
breaches() {
    grep -noE '<[A-Za-z!?][A-Za-z:-]*' "$1" | grep -vE ":<($elements)\$" | report "$1" 'element not drawn by the loader'
    grep -noE '[[:space:]][A-Za-z:-]+=' "$1" | grep -vE ":[[:space:]]($attributes)=\$" | report "$1" 'attribute not allowed'
    grep -noE '<g[[:space:]][^>]*>' "$1" | grep -E 'opacity=' | report "$1" 'opacity of a group does not multiply'
    grep -noE '<(linear|radial)Gradient[^>]*>' "$1" | grep -E ' (x1|y1|x2|y2|cx|cy|r|fx|fy)="[^"%]*"' |
        report "$1" 'gradient coordinates must be in per cent'
    grep -noE '<(linear|radial)Gradient[^>]*>' "$1" | grep -F 'gradientUnits="userSpaceOnUse"' |
        report "$1" 'gradient must be relative to its shape'
    grep -noE '(fill|stroke|stop-color)="[^"]*"' "$1" | grep -vE '="(none|#[0-9A-Fa-f]{6}|url\(#[A-Za-z0-9_]+\))"$' |
        report "$1" 'colour must be #RRGGBB, none or url(#id)'
    grep -noE '[[:space:]](d|points)="[^"]*[0-9]\.[0-9][0-9][^"]{0,12}' "$1" | cut -c1-40 |
        report "$1" 'coordinates take one decimal'
}

# limit FILE: how many bytes it may have; covers and small things are smaller than full screens
limit() {
    case "$1" in
    */covers/* | */items/*) echo 102400 ;;
    *) echo 256000 ;;
    esac
}

check() {
    found=$(breaches "$1")
    if [ -n "$found" ]; then
        fail "$found"
    fi
    for name in width height viewBox; do
        grep -m 1 '<svg' "$1" | grep -qE "<svg [^>]*[[:space:]]?$name=\"[0-9 ]+\"" || fail "$1:1: <svg> has no $name"
    done
    bytes=$(($(wc -c < "$1")))
    if [ "$bytes" -gt "$(limit "$1")" ]; then
        fail "$1:1: $bytes bytes, more than $(limit "$1")"
    fi
}

pictures=$(find "$media" -name '*.svg' | sort)
if [ -z "$pictures" ]; then
    echo "$media: no pictures found"
    exit 1
fi
for picture in $pictures; do
    check "$picture"
done
[ "$failures" -eq 0 ]
