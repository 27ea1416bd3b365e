#!/usr/bin/env bash
# Fuzzes the Rego engine with AFL++ and SharpFuzz: builds, instruments the library, and runs for the given time on one core.
#
#   tests/Fuzzing/run.sh [parser|evaluator] [minutes]      the parser and 10 minutes where nothing is said
#
# Installs what is missing (as root, on Debian). Ends with exit code 1 where an input crashed the engine, hung, or broke what it is
# held to; such inputs are under tests/Fuzzing/artifacts/TARGET/findings. What they are about:
#
#   dotnet tests/Fuzzing/artifacts/plain/Fuzzing.dll TARGET FILE
#
# Fixed ones belong in tests/Rego.Tests/Fuzzing/regressions/TARGET, where a test runs them.
set -euo pipefail

target="${1:-parser}"
minutes="${2:-10}"
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
artifacts="$here/artifacts"
work="$artifacts/$target"
tool_version=2.3.0
slow_input_ms=20000

case "$target" in
  parser | evaluator) ;;
  *) printf 'usage: %s [parser|evaluator] [minutes]\n' "$0" >&2; exit 2 ;;
esac

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
mkdir -p "$work"

if ! command -v afl-fuzz >/dev/null; then
  [ "$(id -u)" -eq 0 ] || { echo 'afl-fuzz is missing: install afl++, or run as root.' >&2; exit 2; }
  apt-get -qq update >/dev/null || true
  DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends afl++ >/dev/null
fi

if ! [ -x "$artifacts/tools/sharpfuzz" ]; then
  dotnet tool install SharpFuzz.CommandLine --version "$tool_version" --tool-path "$artifacts/tools" >/dev/null
fi

# A library can be instrumented once only: each run takes a fresh build.
dotnet publish "$here/Fuzzing.csproj" -c Release -o "$artifacts/plain" -v q --nologo -p:UseAppHost=false
rm -rf "$work/program"
cp -r "$artifacts/plain" "$work/program"
"$artifacts/tools/sharpfuzz" "$work/program/Rego.dll"

rm -rf "$work/findings"
export AFL_SKIP_BIN_CHECK=1 AFL_SKIP_CPUFREQ=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 AFL_NO_AFFINITY=1 AFL_NO_UI=1 AFL_QUIET=1
export DOTNET_TieredPGO=0 DOTNET_gcServer=0 DOTNET_GCHeapHardLimit=0x60000000
nice -n 15 afl-fuzz -i "$here/corpus/$target" -o "$work/findings" -t "$slow_input_ms" -m none -x "$here/rego.dict" \
  -V "$((minutes * 60))" -- dotnet "$work/program/Fuzzing.dll" "$target" >"$work/afl.log" 2>&1 || {
  tail -n 20 "$work/afl.log" >&2
  exit 2
}

grep -E '^(run_time|execs_done|execs_per_sec|corpus_count|edges_found|bitmap_cvg|saved_crashes|saved_hangs|stability)' "$work/findings/default/fuzzer_stats"
finds="$(find "$work/findings/default/crashes" "$work/findings/default/hangs" -name 'id:*' | sort)"
if [ -n "$finds" ]; then
  printf 'found:\n%s\n' "$finds" >&2
  exit 1
fi
