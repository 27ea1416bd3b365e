#!/usr/bin/env bash
# Builds in Release and runs the benchmarks: the engine's workloads beside their yardstick, the shipped rules over the data of a
# company, then the whole gate beside a bare proxy. With --micro the first two only, three minutes. For the last, Debian's
# nghttp2-client (h2load) is installed where it is missing. Further arguments go to the load run (see README.md).
set -euo pipefail
case "${1:-}" in -h | --help) sed -n '2,/^set /{/^#/s/^# //p}' "$0"; exit ;; esac
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

run() { dotnet tests/Benchmarks/bin/Release/net10.0/Benchmarks.dll "$@"; }
dotnet build tests/Benchmarks -c Release -v quiet
run quick
run model
[ "${1:-}" != --micro ] || exit 0

if ! command -v h2load >/dev/null; then
  [ "$(id -u)" -eq 0 ] || { echo "tests/Benchmarks/run.sh: h2load is missing: install nghttp2-client." >&2; exit 1; }
  apt-get -qq update >/dev/null || true
  DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends nghttp2-client >/dev/null
fi

dotnet build gatekeeper -c Release -v quiet
run load "$@"
