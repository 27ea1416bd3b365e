#!/usr/bin/env bash
# Breaks a running gate (kills, full disks, failing syncs, clocks, changed logs) and prints what came of it; about 25 minutes, as root on Debian.
# With "floods" it floods one instead, and prints what a polite caller saw of it; about 4 minutes on a machine that does nothing else.
# Options are handed on: bash tests/Faults/run.sh --help
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

missing=()
for pair in curl:curl python3:python3 strace:strace faketime:faketime; do
  command -v "${pair%%:*}" >/dev/null || missing+=("${pair##*:}")
done
if [ ${#missing[@]} -gt 0 ]; then
  echo "installing ${missing[*]}" >&2
  apt-get -qq update >/dev/null || true
  DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "${missing[@]}" >/dev/null
fi

for program in gatectl gatekeeper deployer; do
  [ -x "$program/bin/${CONFIGURATION:-Release}/net10.0/$program" ] && continue
  dotnet build Gateway.sln --configuration "${CONFIGURATION:-Release}" --verbosity quiet --nologo
  break
done
PYTHONDONTWRITEBYTECODE=1 exec python3 tests/Faults/faults.py "$@"
