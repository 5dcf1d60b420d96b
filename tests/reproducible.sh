#!/bin/sh
# SPDX-License-Identifier: MIT
# Builds what is committed twice, from two clean clones in two folders of unlike names, and compares build/site/ byte for byte.
# Takes some minutes. MNIST is found where this clone finds it.
set -eu

root=$(git rev-parse --show-toplevel)
mnist=$(cd "$root" && realpath -m "${MNIST_DIR:-../shared/mnist}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# build FOLDER: clones into it and builds
build() {
    git clone --quiet --no-hardlinks "$root" "$1"
    if ! make -C "$1" site MNIST_DIR="$mnist" >"$1.log" 2>&1; then
        tail -n 20 "$1.log"
        exit 1
    fi
}

build "$work/one"
sleep 1 # no second of the one is a second of the other
TZ=Pacific/Kiritimati LC_ALL=C build "$work/a folder with another name"

diff -r "$work/one/build/site" "$work/a folder with another name/build/site"
cmp "$work/one/build/manifest.json" "$work/a folder with another name/build/manifest.json"
echo "two clean clones built the same $(find "$work/one/build/site" -type f | wc -l) files," \
    "SHA-256 of their list: $(sha256sum <"$work/one/build/manifest.json" | cut -c1-64)"
