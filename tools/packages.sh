# Debian packages of Qingfeng, and the function that installs what is missing. Read by ./run and ./test.

build_packages="gcc libc6-dev cmake ninja-build pkg-config libsdl2-dev libsdl2-ttf-dev libsdl2-image-dev libdrm-dev
liblua5.4-dev libsqlite3-dev libsodium-dev libseccomp-dev libinih-dev libunibreak-dev
libxlsxwriter-dev libqrencode-dev fonts-noto-cjk fonts-lxgw-wenkai"
test_packages="libcmocka-dev sqlite3 minisign dosfstools exfatprogs fusefat exfat-fuse xfsprogs xvfb xauth xdotool x11-utils procps unzip"

ensure_packages() {
    missing=""
    for package in "$@"; do
        dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
    done
    [ -n "$missing" ] || return 0
    as_root=""
    if [ "$(id -u)" -ne 0 ]; then
        if ! command -v sudo >/dev/null 2>&1; then
            echo "缺少软件包：$missing。请以 root 身份运行：apt-get install$missing" >&2
            exit 1
        fi
        as_root="sudo"
    fi
    echo "正在安装：$missing"
    $as_root apt-get update -qq || true
    if ! $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null; then
        echo "这些软件包装不上：$missing。请检查软件源，然后重试" >&2
        exit 1
    fi
}
