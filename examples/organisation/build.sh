#!/usr/bin/env bash
# Lays the organisation's data over the shipped rules and roles, so that a gate can load the outcome:
#   build.sh DIR [POLICIES]     DIR must not exist or be empty; POLICIES is the shipped directory, by default ../../policies.
set -euo pipefail

if [ $# -lt 1 ] || [ $# -gt 2 ]; then
  echo "usage: build.sh DIR [POLICIES]" >&2
  exit 2
fi

here=$(cd -- "$(dirname -- "$0")" && pwd)
target=$1
shipped=${2:-$here/../../policies}
if [ -e "$target" ] && [ -n "$(ls -A -- "$target")" ]; then
  echo "build.sh: $target is there already and holds files; name another directory." >&2
  exit 1
fi

mkdir -p -- "$target"
cp -R -- "$shipped/gatekeeper" "$shipped/deployer" "$shipped/roles" "$target/"
# What is true of the shipped sample only.
rm -f -- "$target/gatekeeper/sample_test.rego"
cp -R -- "$here/policies/." "$target/"
