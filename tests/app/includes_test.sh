# Who may know whom (docs/architecture.md): every #include of engine/ against the table, and every library at its door.
cd "$2" || exit 1

check() {
    awk '
    BEGIN {
        rooms["base"] = " base "
        rooms["wire"] = " wire base "
        rooms["trust"] = " trust base "
        rooms["journal"] = " journal base wire trust "
        rooms["stage"] = " stage base wire "
        rooms["scene"] = " scene base wire "
        rooms["visit"] = " visit base wire "
        rooms["report"] = " report base wire trust journal "
        rooms["usb"] = " usb base wire trust journal report "
        rooms["app"] = " app base wire trust journal stage scene visit report usb "
        door["^ini\\.h$"] = "base"
        door["^sodium(\\.h|/)"] = "trust"
        door["^sqlite3"] = "journal"
        door["^(SDL|linebreak|wordbreak|graphemebreak|unibreak)"] = "stage"
        door["^(xlsxwriter|qrencode)"] = "report"
        door["^(lua|lauxlib|lualib|seccomp)"] = "scene"
    }
    /^[ \t]*#[ \t]*include[ \t]/ {
        split(FILENAME, path, "/")
        room = path[2]
        if (!(room in rooms)) { print FILENAME ": engine/" room " is not a room of the table"; bad = 1; next }
        name = $0
        own = name ~ /include[ \t]*"/
        sub(/^[^"<]*["<]/, "", name)
        sub(/[">].*$/, "", name)
        split(name, part, "/")
        if (own && index(rooms[room], " " part[1] " ") == 0) { print FILENAME ":" FNR ": may not include \"" name "\""; bad = 1 }
        for (pattern in door)
            if (!own && name ~ pattern && door[pattern] != room) { print FILENAME ":" FNR ": <" name "> belongs to engine/" door[pattern]; bad = 1 }
    }
    END { exit bad }' "$@"
}

# The check must be able to fail.
probe=$(mktemp -d)
mkdir -p "$probe/engine/base"
printf '#include "app/show.h"\n#include <lua.h>\n#include <string.h>\n' >"$probe/engine/base/probe.c"
seen=$(cd "$probe" && check engine/base/probe.c | grep -c .)
rm -rf "$probe"
[ "$seen" = 2 ] || { echo "the check does not see forbidden includes"; exit 1; }

check $(find engine -name '*.[ch]')
