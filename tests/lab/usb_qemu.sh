#!/bin/sh
# A real USB stick (FAT32, then exFAT) under Debian's own kernel, in QEMU: an export that verifies after the stick was
# taken out and put in again, one cut short at every file operation in turn (tests/usb/cut_short_test.c), and one during
# which the stick is pulled. By hand, a few minutes:
#     tests/lab/usb_qemu.sh BUILD_DIR [FOLDER]
# Needs qemu-system-x86 busybox-static kmod cpio dosfstools exfatprogs minisign, and Debian's kernel from apt-get download.
# FOLDER (default: a new one below /tmp) keeps the kernel for the next time; PATIENCE (900) is how many seconds a stick may
# take, more on a busy machine; KINDS ("vfat exfat") which file systems. Build Release: the sanitizers need too much.
set -eu
build=$(cd "$1" && pwd)
source=$(cd "$(dirname "$0")/../.." && pwd)
work=${2:-$(mktemp -d)}
mkdir -p "$work"
cd "$work"

if ! ls x/boot/vmlinuz* >/dev/null 2>&1; then
    package=$(apt-cache depends linux-image-amd64 | awk '/Depends/ { print $2; exit }')
    apt-get download "$package" >/dev/null 2>&1
    dpkg -x linux-image-*.deb x
fi
release=$(ls x/lib/modules)
rm -rf ir
mkdir -p ir/bin ir/mod ir/proc ir/sys ir/dev ir/usb ir/tmp ir/data ir/big ir/lib64

module() {
    file=$(find "x/lib/modules/$release" -name "$(echo "$1" | tr '_-' '??').ko" | head -1)
    [ -n "$file" ] && [ ! -e "ir/mod/$(basename "$file")" ] || return 0
    cp "$file" ir/mod/
    for needed in $(modinfo -F depends "$file" | tr ',' ' '); do module "$needed"; done
}
for name in usb-storage sd_mod xhci-pci xhci-hcd vfat exfat nls_cp437 nls_ascii nls_utf8 nls_iso8859-1; do module $name; done

program() {
    cp "$1" ir/bin/
    ldd "$1" | grep -o '/[^ ]*' | while read -r library; do
        mkdir -p "ir$(dirname "$library")"
        cp -L "$library" "ir$library"
    done
}
cp /usr/bin/busybox ir/bin/
program "$build/kiosk"
program "$build/tests/usb_cut_short_test"
program "$(command -v minisign)"
for name in data:3000 big:150000; do
    "$build/tests/make_journal" "$work/${name%:*}" "${name#*:}" >/dev/null
    cp "${name%:*}"/journal.db* "${name%:*}"/device.key "${name%:*}"/kiosk.pub "ir/${name%:*}/"
    rm -rf "$work/${name%:*}"
done
cp "$source/kiosk.conf" ir/

cat >ir/init <<'I'
#!/bin/busybox sh
/bin/busybox --install -s /bin
mount -t proc proc /proc; mount -t sysfs sys /sys; mount -t devtmpfs dev /dev
for i in 1 2 3 4 5 6; do for m in /mod/*.ko; do insmod $m 2>/dev/null; done; done
stick() { for i in 1 2 3 4 5 6 7 8 9; do [ -b /dev/sda ] && break; sleep 1; done
    mount -t $1 -o nosuid,nodev,noexec,nosymfollow$2 /dev/sda /usb || echo "NOT MOUNTED"; }
fs=$(cut -d' ' -f1 /tmp/fs); options=$(cut -d' ' -f2 /tmp/fs)
cd /
stick $fs "$options"
kiosk export /usb --conf /kiosk.conf --data /data 2>/tmp/err; echo "RESULT export $?"; tail -n 1 /tmp/err
umount /usb; stick $fs "$options"
cd /usb/qingfeng/*/* && sha256sum -c SHA256SUMS && echo "RESULT sums good"
minisign -Vm SHA256SUMS -p kiosk.pub && echo "RESULT signature good"
kiosk verify . --conf /kiosk.conf --data /data | head -n 3
cd /; umount /usb; stick $fs ""
QINGFENG_STICKS=/usb usb_cut_short_test 2>&1; echo "RESULT cut short $?"
umount /usb; stick $fs "$options"
(sleep 1; echo PULLNOW) &
kiosk export /usb --conf /kiosk.conf --data /big >/tmp/out 2>/tmp/err; echo "RESULT pulled export $?"
tail -n 1 /tmp/err; cat /tmp/out
grep usb /proc/mounts; umount /usb; echo "RESULT umount $?"
echo DONE; poweroff -f
I
chmod +x ir/init

# one_stick FILESYSTEM OPTIONS MKFS…
one_stick() {
    echo "$1 $2" >ir/tmp/fs
    shift 2
    (cd ir && find . | cpio -o -H newc 2>/dev/null | gzip -1) >ir.gz
    rm -f stick.img serial.log monitor
    truncate -s 256M stick.img
    "$@" stick.img >/dev/null
    timeout "${PATIENCE:-900}" qemu-system-x86_64 -M q35 -m 1024 -display none -serial file:serial.log -monitor unix:monitor,server,nowait \
        -no-reboot -accel tcg -kernel "$(ls x/boot/vmlinuz* | head -1)" -initrd ir.gz -append 'console=ttyS0 panic=-1 quiet no_timer_check' \
        -device qemu-xhci,id=x -drive if=none,id=stick,format=raw,file=stick.img \
        -device usb-storage,id=usbdisk,drive=stick >qemu.log 2>&1 &
    machine=$!
    pulled=0
    while kill -0 $machine 2>/dev/null; do
        if [ $pulled = 0 ] && grep -q PULLNOW serial.log 2>/dev/null; then
            python3 -c "import socket, time
s = socket.socket(socket.AF_UNIX); s.connect('monitor'); time.sleep(.2); s.send(b'device_del usbdisk\n'); time.sleep(1)"
            pulled=1
        fi
        if grep -q '^DONE' serial.log 2>/dev/null; then kill $machine || true; fi
        sleep 0.2
    done
}

failed=0
expect() {
    tr -d '\r' <serial.log | grep -q "$1" || { echo "MISSING: $1"; failed=1; }
}
for kind in ${KINDS:-vfat exfat}; do
    if [ $kind = vfat ]; then one_stick vfat ,flush mkfs.vfat -F32; else one_stick exfat "" mkfs.exfat; fi
    echo "== $kind"
    tr -d '\r' <serial.log
    [ $kind = exfat ] || { echo "-- the stick afterwards"; fsck.vfat -n stick.img | head -8; }
    for words in 'RESULT export 0' 'RESULT sums good' 'RESULT signature good' 'RESULT cut short 0' 'RESULT pulled export 1' 'U 盘在导出途中被拔出'; do
        expect "$words"
    done
    [ "$(tr -d '\r' <serial.log | grep -c '可以拔出')" = 1 ] || { echo "it said 可以拔出 for a pulled stick"; failed=1; }
done
[ $failed = 0 ] && echo "all well"
exit $failed
