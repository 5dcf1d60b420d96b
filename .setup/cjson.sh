#!/bin/sh
# SPDX-License-Identifier: MIT
# Puts cJSON's source into build/cjson/, pinned by SHA-256; it is never copied into the repository.
#
# On Debian 12 from the source package: apt checks its signature, dpkg-source applies Debian's security patches.
# Where that package is not to be had, from upstream's release archive of a version that has those fixes.
set -eu

debian_version=1.7.15-1+deb12u4
debian_original=5308fd4bd90cef7aa060558514de6a1a4a0819974a26e6ed13973c5f624c24b2 # upstream's 1.7.15 as Debian packs it
debian_patched=5c5ab83a24eecfebc25b6aa4d47dbdb5f23d1baec92de75fec5f0528dbe255a7 # cJSON.c after Debian's patches
upstream_version=1.7.18
upstream_archive=3aa806844a03442c00769b83e99970be70fbef03735ff898f4811dd03b9f5ee5
upstream_url=https://github.com/DaveGamble/cJSON/archive/refs/tags/v$upstream_version.tar.gz

work=build/cjson-work
rm -rf "$work" build/cjson
mkdir -p "$work/lists/partial" "$work/cache/archives/partial"

# pinned SUM FILE: stops with both sums when the file is not the pinned one
pinned() {
    sum=$(sha256sum "$2" | cut -d ' ' -f 1)
    [ "$sum" = "$1" ] || {
        echo "set-up: $2 has SHA-256 $sum where $1 is pinned" >&2
        exit 1
    }
}

# Reads the source lists of the machine's own Debian mirrors into build/ and fetches the package; /etc stays untouched.
from_debian() {
    command -v apt-get >/dev/null || return 1
    keyring=/usr/share/keyrings/debian-archive-keyring.gpg
    apt-get indextargets --format '$(ORIGIN) $(CREATED_BY) deb-src [signed-by='$keyring'] $(SITE) $(RELEASE) main' |
        sed -n 's/^Debian Packages //p' | sort -u >"$work/sources.list"
    private="-o Dir::Etc::sourcelist=$PWD/$work/sources.list -o Dir::Etc::sourceparts=/dev/null
        -o Dir::State::Lists=$PWD/$work/lists -o Dir::Cache=$PWD/$work/cache -o APT::Sandbox::User=$(id -un)"
    (cd "$work" && apt-get $private update && apt-get $private source --download-only cjson=$debian_version) \
        >"$work/apt.log" 2>&1 || return 1
    pinned $debian_original "$work"/cjson_*.orig.tar.gz
    dpkg-source --no-check -x "$work"/cjson_*.dsc "$work/source" >>"$work/apt.log"
    pinned $debian_patched "$work/source/cJSON.c"
}

from_upstream() {
    curl --fail --silent --show-error --location --output "$work/cjson.tar.gz" "$upstream_url"
    pinned $upstream_archive "$work/cjson.tar.gz"
    mkdir "$work/source"
    tar -xzf "$work/cjson.tar.gz" -C "$work/source" --strip-components=1
}

from_debian || from_upstream || {
    echo 'set-up: no source of cJSON could be had; see build/cjson-work/apt.log' >&2
    exit 1
}
mkdir build/cjson
cp "$work/source/cJSON.c" "$work/source/cJSON.h" "$work/source/LICENSE" build/cjson/
