#!/usr/bin/env bash
# Builds in Release and runs the benchmarks: the decisions beside their yardstick, then the whole gate beside a bare proxy.
# Installs Debian's nghttp2-client (h2load) where it is missing. Further arguments go to the load run (see README.md).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

if ! command -v h2load >/dev/null; then
  [ "$(id -u)" -eq 0 ] || { echo "tests/Benchmarks/run.sh: h2load is missing: install nghttp2-client." >&2; exit 1; }
  apt-get -qq update >/dev/null || true
  DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends nghttp2-client >/dev/null
fi

dotnet build gatekeeper -c Release -v quiet
dotnet build tests/Benchmarks -c Release -v quiet
run() { dotnet tests/Benchmarks/bin/Release/net10.0/Benchmarks.dll "$@"; }
run quick
run load "$@"
