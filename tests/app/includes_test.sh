# Who may know whom (docs/architecture.md): every #include of engine/ against the table, and every library at its door.
cd "$2" || exit 1
found=0

rooms_of() {
    case $1 in
    base) echo "base" ;;
    wire) echo "wire base" ;;
    trust) echo "trust base" ;;
    journal) echo "journal base wire trust" ;;
    stage) echo "stage base wire" ;;
    scene) echo "scene base wire" ;;
    visit) echo "visit base wire" ;;
    app) echo "app base wire trust journal stage scene visit" ;;
    *) echo "" ;;
    esac
}

door_of() {
    case $1 in
    ini.h) echo base ;;
    sodium.h | sodium/*) echo trust ;;
    sqlite3.h) echo journal ;;
    SDL* | linebreak*.h | unibreak*.h | graphemebreak.h) echo stage ;;
    lua.h | lauxlib.h | lualib.h | seccomp.h) echo scene ;;
    *) echo any ;;
    esac
}

say() {
    echo "$1"
    found=1
}

check_file() {
    room=$(echo "$1" | cut -d/ -f2)
    allowed=$(rooms_of "$room")
    [ -n "$allowed" ] || say "$1: engine/$room is not a room of the table"
    for inner in $(sed -n 's/^ *# *include *"\([^"]*\)".*/\1/p' "$1"); do
        other=${inner%%/*}
        case " $allowed " in
        *" $other "*) ;;
        *) say "$1: may not include \"$inner\"" ;;
        esac
    done
    for library in $(sed -n 's/^ *# *include *<\([^>]*\)>.*/\1/p' "$1"); do
        door=$(door_of "$library")
        [ "$door" = any ] || [ "$door" = "$room" ] || say "$1: <$library> belongs to engine/$door"
    done
}

for file in $(find engine -name '*.[ch]'); do
    check_file "$file"
done

# The test itself must be able to fail.
probe=$(mktemp -d)
mkdir -p "$probe/engine/base"
printf '#include "app/show.h"\n#include <lua.h>\n' >"$probe/engine/base/probe.c"
before=$found
(cd "$probe" && check_file engine/base/probe.c | grep -c . | grep -qx 2) || { echo "the check does not see a forbidden include"; before=1; }
rm -rf "$probe"
exit "$before"
