#!/bin/sh
# SPDX-License-Identifier: MIT
# Installs what a target needs and what is missing; a second run installs nothing.
#
#   .setup/install.sh build     what `make serve` needs
#   .setup/install.sh test      what `make test` needs: the same and more
#
# System packages come with apt (Debian, Ubuntu), through sudo when not root; elsewhere it stops with the list of them.
# npm packages come as package-lock.json pins them.
set -u

missing='' # Debian packages
wanted=''  # the same in words, for systems without apt

# need PACKAGE "WHAT IT IS" COMMAND...: notes the package when the command fails
need() {
    package=$1 words=$2
    shift 2
    "$@" >/dev/null 2>&1 && return
    missing="$missing $package"
    wanted="$wanted
  - $words"
}

has() { command -v "$1"; }
header() { printf '#include <stdarg.h>\n#include <stddef.h>\n#include <stdint.h>\n#include <setjmp.h>\n#include <%s>\n' "$1" | cc -E -; }
fuzzer() { echo 'int LLVMFuzzerTestOneInput(void) { return 0; }' | clang -fsanitize=fuzzer -x c - -o /dev/null; }
browser() { [ -x "${CHROMIUM:-/usr/bin/chromium}" ]; }
firefox() { [ -x "${FIREFOX:-/usr/bin/firefox-esr}" ]; }
webkit() { has WebKitWebDriver && ls /usr/lib/*/webkit2gtk-4.1/MiniBrowser; }
installed() { ! has dpkg-query || dpkg-query -W -f '${Status}' "$1" | grep -q '^install ok'; } # a library, where Debian's tools can tell
node_is_new() { node -e 'const [a, b] = process.versions.node.split("."); process.exit(a > 20 || (a == 20 && b >= 19) ? 0 : 1)'; }

need gcc 'a C compiler (cc, gcc)' has gcc
need libc6-dev 'the headers of the C library' header math.h
need libpng-dev 'libpng 1.6, with its headers' header png.h
need zlib1g-dev 'zlib, with its headers' header zlib.h
need emscripten 'Emscripten 3.1.6 or later (emcc)' has emcc
if has apt-get >/dev/null; then
    need dpkg-dev 'dpkg-source' has dpkg-source
else
    need curl 'curl' has curl
fi
if [ "${1:-build}" = test ]; then
    need clang 'clang 14 or later' has clang
    need libclang-rt-dev 'libFuzzer of clang (in compiler-rt)' fuzzer
    need clang-format 'clang-format 14' has clang-format
    need clang-tidy 'clang-tidy 14' has clang-tidy
    need cppcheck 'cppcheck 2.10 or later' has cppcheck
    need libcmocka-dev 'cmocka 1.1.5 or later, with its headers' header cmocka.h
    need chromium 'Chromium; the variable CHROMIUM names its program' browser
    need firefox-esr 'Firefox; the variable FIREFOX names its program' firefox
    need webkit2gtk-driver 'WebKitGTK 2.40 or later with WebKitWebDriver and MiniBrowser' webkit
    need xvfb 'Xvfb with xvfb-run' has xvfb-run
    need xauth 'xauth' has xauth
    for library in libgl1-mesa-dri libegl1 libegl-mesa0 libgles2 libgl1; do
        need $library 'Mesa, for WebGL without a GPU' installed $library
    done
    need fonts-liberation 'the Liberation fonts (any text fonts will do)' sh -c 'fc-list | grep -q .'
fi

if [ -n "$missing" ]; then
    if has apt-get >/dev/null; then
        as_root=''
        [ "$(id -u)" = 0 ] || as_root=sudo
        if [ -n "$as_root" ] && ! has sudo >/dev/null; then
            echo "set-up: please run this as root, there is no sudo: apt-get install$missing" >&2
            exit 1
        fi
        echo "set-up: installing with apt:$missing"
        mkdir -p build
        { $as_root apt-get update && $as_root env DEBIAN_FRONTEND=noninteractive \
            apt-get install -y --no-install-recommends $missing; } >build/packages.log 2>&1 || {
            tail -n 20 build/packages.log
            echo "set-up: apt could not install:$missing (the whole log: build/packages.log)" >&2
            exit 1
        }
    else
        echo "set-up: please install these first, there is no apt here to do it:$wanted" >&2
        exit 1
    fi
fi

node_is_new || {
    echo "set-up: Node.js 20.19 or later is needed, and here is $(node --version 2>/dev/null || echo none)" >&2
    exit 1
}

npm_done=node_modules/.package-lock.json
if [ ! -f $npm_done ] || [ package-lock.json -nt $npm_done ]; then
    echo 'set-up: installing the npm packages of package-lock.json'
    mkdir -p build
    npm ci --no-audit --no-fund >build/npm.log 2>&1 || {
        cat build/npm.log
        echo 'set-up: npm could not install them (see above)' >&2
        exit 1
    }
    touch $npm_done
fi
