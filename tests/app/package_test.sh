#!/bin/sh
# What an installation puts where, that the units hold, and that the door for wishes opens for nothing else.
set -eu
build=$1 source=$2
. "$source/tests/prelude.sh"
DESTDIR=$work/root cmake --install "$build" >/dev/null
(cd "$work/root" && find . -type f | sed 's|^\./||') >"$work/files"
for file in bin/kiosk lib/qingfeng/ask lib/qingfeng/grant lib/qingfeng/usb-mount sbin/qingfeng-lockdown etc/qingfeng/kiosk.conf \
    share/qingfeng/scripts/demo/venue.lua share/qingfeng/scripts/kit/init.lua share/qingfeng/scripts/admin/desk.lua \
    share/qingfeng/media/attract/lotus.svg share/qingfeng/fonts/fonts.conf share/qingfeng/lockdown/sysctl.conf \
    lib/systemd/system/qingfeng.service lib/systemd/system/qingfeng-grant.path lib/systemd/system/qingfeng-usb@.service \
    lib/udev/rules.d/99-qingfeng-usb.rules lib/tmpfiles.d/qingfeng.conf man/man1/kiosk.1.gz doc/qingfeng/operators-guide.md; do
    grep -q "$file\$" "$work/files" || fail "$file is not installed"
done
! grep -E '_test\.lua$|/tests/' "$work/files" || fail "tests are installed"

# the installed configuration has every key and the installed places
conf=$(find "$work/root" -name kiosk.conf)
keys() { grep -oE '^[a-z_]+ =' "$1"; }
keys "$source/kiosk.conf" >"$work/keys"
keys "$conf" | cmp - "$work/keys" || fail "the installed kiosk.conf has other keys"
grep -q '^data = /var/lib/qingfeng$' "$conf" || fail "the data would lie elsewhere"

# the door: a copy with its own folder, and programs that only note what they were told
mkdir "$work/run" "$work/bin"
for program in date umount systemctl hwclock; do
    printf '#!/bin/sh\necho %s "$@" >>%s/done\n' "$program" "$work" >"$work/bin/$program"
done
chmod 755 "$work"/bin/*
sed -e "s|^folder=.*|folder=$work/run|" -e "s|/usr/s*bin/|$work/bin/|g" -e "s|/sys/class/backlight|$work/light|g" \
    "$source/packaging/grant" >"$work/grant"
wish() { # wish LINE: then what was done is in $work/done
    rm -rf "$work/done" "$work/run/refused"
    : >"$work/done"
    printf '%s\n' "$1" >"$work/run/wish"
    sh "$work/grant" 2>/dev/null
    [ ! -e "$work/run/wish" ] || fail "the wish stays: $1"
}
granted() {
    wish "$1"
    grep -qxF "$2" "$work/done" && [ ! -e "$work/run/refused" ] || fail "not granted: $1: $(cat "$work/done")"
}
refused() {
    wish "$1"
    [ ! -s "$work/done" ] && [ -e "$work/run/refused" ] || fail "granted: $1: $(cat "$work/done")"
}
granted reboot "systemctl --no-block reboot"
granted poweroff "systemctl --no-block poweroff"
granted "clock 1800000000" "date -s @1800000000"
granted "unmount sda1" "umount /run/media/qingfeng/sda1"
mkdir -p "$work/light/panel"
echo 200 >"$work/light/panel/max_brightness"
echo 0 >"$work/light/panel/brightness"
wish "brightness 50"
[ "$(cat "$work/light/panel/brightness")" = 100 ] || fail "brightness"
for line in "" "reboot now" "reboot;id" halt "clock 0" "clock 1800000000x" "clock -1" "clock 99999999999" 'clock $(id)' \
    "unmount ../sda1" "unmount" "unmount sda1 -l" "unmount /" "brightness 0" "brightness 101" "brightness 08" "date -s @0"; do
    refused "$line"
done
rm -f "$work/run/refused"
echo "poweroff" >"$work/secret"
: >"$work/done"
ln -s "$work/secret" "$work/run/wish"
sh "$work/grant" 2>/dev/null
[ ! -s "$work/done" ] && [ -e "$work/secret" ] && [ ! -L "$work/run/wish" ] || fail "a link was followed"

if ! command -v systemd-analyze >/dev/null; then
    echo "skipped: systemd-analyze is missing, the units are not checked"
    [ "$failures" -eq 0 ] && exit 77
    exit 1
fi
unit=$source/packaging/qingfeng.service
# What the filter lets through, its groups spelt out as systemd knows them: all the walls that the kiosk builds itself, and
# the calls without which it would fall back or fail without a word.
spell_out() { # spell_out WORD…
    for word; do
        case $word in
        @*) spell_out $(systemd-analyze syscall-filter "$word" | sed -n 's/^ \{4\}\([@a-z].*\)/\1/p') ;;
        *) echo "$word" ;;
        esac
    done
}
spell_out $(sed -n 's/^SystemCallFilter=\([^~].*\)/\1/p' "$unit") | sort -u >"$work/let"
spell_out $(sed -n 's/^SystemCallFilter=~//p' "$unit") | sort -u >"$work/kept"
comm -23 "$work/let" "$work/kept" >"$work/allowed"
[ "$(wc -l <"$work/allowed")" -gt 200 ] || fail "the filter could not be spelt out"
for call in seccomp prctl landlock_create_ruleset landlock_restrict_self close_range prlimit64 setrlimit setpriority memfd_create \
    pidfd_open pidfd_send_signal ppoll sendmsg getrandom fdatasync fallocate renameat2 syncfs flock inotify_init1 signalfd4; do
    grep -qx "$call" "$work/allowed" || fail "the service's filter refuses $call"
done
for call in mount reboot ptrace clock_settime init_module bpf; do
    ! grep -qx "$call" "$work/allowed" || fail "the service's filter allows $call"
done
systemd-analyze security --offline=true --threshold=15 "$unit" >"$work/security" 2>&1 || fail "exposed more than 1.5: $(tail -n 1 "$work/security")"
grep 'Overall' "$work/security"
[ "$failures" -eq 0 ]
