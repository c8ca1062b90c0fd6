#!/bin/sh
# Every picture under media/ keeps to the small SVG that the loader draws the same everywhere (media/README.md).
# Usage: svg_subset_test.sh BUILD_DIR SOURCE_DIR; prints file:line for each breach and fails if there is one.
# One awk pass over all files: a process for each question would take half a minute on a busy machine.
set -eu
pictures=$(find "$2/media" -name '*.svg' | sort)
if [ -z "$pictures" ]; then
    echo "$2/media: no pictures found"
    exit 1
fi

# File names under media/ have no blanks (path_is_inside), so they may be split here. Bytes, not characters: sizes are limits.
LC_ALL=C awk '
function breach(name, line, what, remedy) { print name ":" line ": " what ": " remedy; failures++ }

# Covers and small things are smaller than full screens.
function limit(name) { return name ~ /\/(covers|items)\// ? 102400 : 256000 }

function listed(word, list) { return index("|" list "|", "|" word "|") > 0 }

# Cuts the next match off `rest` into `found`; the caller sets rest first.
function each(pattern) {
    if (!match(rest, pattern))
        return 0
    found = substr(rest, RSTART, RLENGTH)
    rest = substr(rest, RSTART + RLENGTH)
    return 1
}

function end_of_file() {
    if (file == "")
        return
    for (name in needed)
        if (!(name in root))
            breach(file, 1, name, "<svg> must have it")
    if (bytes > limit(file))
        breach(file, 1, bytes " bytes", "at most " limit(file))
}

function elements_and_attributes() {
    for (rest = $0; each("<[A-Za-z!?][A-Za-z:-]*");)
        if (!listed(substr(found, 2), elements))
            breach(file, FNR, found, "element not drawn by the loader")
    for (rest = $0; each("[ \t][A-Za-z:-]+=");)
        if (!listed(substr(found, 2, length(found) - 2), attributes))
            breach(file, FNR, substr(found, 2), "attribute not allowed")
}

function groups_and_gradients() {
    for (rest = $0; each("<g[ \t][^>]*>");)
        if (found ~ /opacity=/)
            breach(file, FNR, found, "opacity of a group does not multiply")
    for (rest = $0; each("<(linear|radial)Gradient[^>]*>");) {
        if (found ~ / (x1|y1|x2|y2|cx|cy|r|fx|fy)="[^"%]*"/)
            breach(file, FNR, found, "gradient coordinates must be in per cent")
        if (index(found, "gradientUnits=\"userSpaceOnUse\""))
            breach(file, FNR, found, "gradient must be relative to its shape")
    }
}

function colours_and_coordinates() {
    for (rest = $0; each("(fill|stroke|stop-color)=\"[^\"]*\"");)
        if (found !~ /="(none|url\(#[A-Za-z0-9_]+\))"$/ && found !~ colour)
            breach(file, FNR, found, "colour must be #RRGGBB, none or url(#id)")
    for (rest = $0; each("[ \t](d|points)=\"[^\"]*\"");)
        if (match(found, /[0-9]\.[0-9][0-9]/))
            breach(file, FNR, substr(found, 2, 30) " ... " substr(found, RSTART, 8), "coordinates take one decimal")
}

BEGIN {
    elements = "svg|defs|g|path|rect|circle|ellipse|line|polyline|polygon|linearGradient|radialGradient|stop"
    attributes = "xmlns|width|height|viewBox|id|d|points|transform|x|y|x1|y1|x2|y2|cx|cy|r|rx|ry|fx|fy|gradientUnits" \
        "|fill|stroke|stroke-width|stroke-linecap|stroke-linejoin|offset|stop-color" \
        "|fill-opacity|stroke-opacity|stop-opacity"
    hex = "[0-9A-Fa-f]"
    colour = "=\"#" hex hex hex hex hex hex "\"$"
    split("width height viewBox", names, " ")
    for (i in names)
        needed[names[i]]
}
FNR == 1 {
    end_of_file()
    file = FILENAME
    bytes = 0
    split("", root)
}
{ bytes += length($0) + 1 }
/<svg/ && !(file in begun) {
    begun[file]
    for (name in needed)
        if ($0 ~ "<svg [^>]*" name "=\"[0-9 ]+\"")
            root[name]
}
{
    elements_and_attributes()
    groups_and_gradients()
    colours_and_coordinates()
}
END {
    end_of_file()
    exit failures > 0
}' $pictures
