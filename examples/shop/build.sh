#!/usr/bin/env bash
# Builds one version of the sample application into an artifact, as a CI server would: the same files give the same bytes.
#   usage: build.sh VERSION DIRECTORY
set -euo pipefail
version="${1:?a version}" directory="${2:?a directory for the artifact}"
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

cp -r "$here/site/." "$work/"
find "$work" -type f -exec sed -i "s/@VERSION@/$version/g" {} +
mkdir -p "$directory"
artifact="$directory/shop-$version.tar.gz"
(cd "$work" && find . -type f -printf '%P\0' | LC_ALL=C sort -z |
  tar --create --null --files-from=- --format=ustar --mtime=@0 --owner=0 --group=0 --numeric-owner --mode=0644) | gzip --no-name > "$artifact"
sha256sum "$artifact"
