#!/bin/sh
# SPDX-License-Identifier: MIT
# Fetches the files of MNIST (LeCun, Cortes & Burges) that a folder lacks from public mirrors. What each holds is checked
# by the SHA-256 of its unpacked bytes, because mirrors pack them differently; what does not fit is not kept.
#
#   mnist.sh FOLDER
set -eu

folder=$1
mirrors='https://ossci-datasets.s3.amazonaws.com/mnist https://storage.googleapis.com/cvdf-datasets/mnist'

mkdir -p "$folder"
while read -r sum name; do
    file=$folder/$name.gz
    [ -f "$file" ] && continue
    for mirror in $mirrors; do
        echo "mnist: $mirror/$name.gz"
        curl -fsSL --retry 2 -o "$file.part" "$mirror/$name.gz" || continue
        if [ "$(gzip -dc "$file.part" | sha256sum | cut -d ' ' -f 1)" = "$sum" ]; then
            mv "$file.part" "$file"
            break
        fi
        echo "mnist: $mirror has another file under this name" >&2
    done
    rm -f "$file.part"
    [ -f "$file" ] || {
        echo "mnist: $name.gz is not to be had; put it into $folder by hand" >&2
        exit 1
    }
done <<END
ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db train-images-idx3-ubyte
65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5 train-labels-idx1-ubyte
0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7 t10k-images-idx3-ubyte
ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2 t10k-labels-idx1-ubyte
END
