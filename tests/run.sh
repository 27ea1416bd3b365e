#!/usr/bin/env bash
# Runs every test of the project, on a machine that has the .NET SDK and nothing else: installs what the tests need and is
# missing (as root, on Debian), builds once, runs all test projects, and ends with the line "N passed, N failed, N skipped".
#
#   CONFIGURATION    Release (the default, and what ships) or Debug
#   REGO_CONFORMANCE the directories of OPA's own conformance suite, separated by colons (v1/test/cases/testdata/v1 in a checkout of
#                    OPA); without it the one in ../shared is taken, and where there is none the suite is skipped
#   REGO_LIVE        a directory of more answers of OPA (check.json, fmt.json, …) in the form of tests/Recorded/rego-live
#
# What is recorded under tests/Recorded runs always: the run fails where it did not. What was skipped is told with its reason.
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
configuration="${CONFIGURATION:-Release}"
results="$root/tests/.cache/results"
minutes_per_project=15
# A test that takes longer hangs: it is named, and the run of its project ends there.
minutes_per_test=12
cd "$root"

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1 CI="${CI:-true}"
# Of the machine that runs the tests, nothing may reach the programs under test.
unset GATECTL_STATE ASPNETCORE_URLS ASPNETCORE_ENVIRONMENT DOTNET_ENVIRONMENT
export REGO_CONFORMANCE="${REGO_CONFORMANCE:-}" REGO_LIVE="${REGO_LIVE:-}"

say() { printf '== %s\n' "$*"; }
fail() { printf 'tests/run.sh: %s\n' "$*" >&2; exit 1; }

# Installs the Debian packages of the commands that are missing.
install_missing() {
  local missing=() command package
  local pairs=(curl:curl node:nodejs npm:npm ss:iproute2 tar:tar openssl:openssl python3:python3)
  # What only root's tests need: those that follow the guide to deployment with two users, and those that break system calls.
  [ "$(id -u)" -eq 0 ] && pairs+=(systemd-analyze:systemd pgrep:procps setpriv:util-linux strace:strace faketime:faketime)
  for pair in "${pairs[@]}"; do
    command="${pair%%:*}" package="${pair##*:}"
    command -v "$command" >/dev/null || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return
  command -v apt-get >/dev/null || fail "missing: ${missing[*]}; this machine has no apt-get to install them with."
  [ "$(id -u)" -eq 0 ] || fail "missing: ${missing[*]}; install them, or run as root."
  say "installing ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive
  apt-get -qq update >/dev/null || true # an unreachable list of one source must not stop the others
  apt-get -qq install -y --no-install-recommends "${missing[@]}" >/dev/null
}

# Installs the npm packages that one directory's lock file names, unless they are there.
install_packages() {
  local folder="$1" what="$2"
  local stamp="$folder/node_modules/.installed-from"
  cmp -s "$folder/package-lock.json" "$stamp" && return
  say "installing $what"
  (cd "$folder" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error)
  cp "$folder/package-lock.json" "$stamp"
}

run_project() {
  local name="$1" status=0
  local library="tests/$name/bin/$configuration/net10.0/$name.dll"
  timeout --kill-after=30 "$((minutes_per_project * 60))" \
    dotnet test "$library" --results-directory "$results" --logger "trx;LogFileName=$name.trx" --logger "console;verbosity=minimal" \
    --blame-hang-timeout "${minutes_per_test}m" --blame-hang-dump-type none \
    >"$results/$name.log" 2>&1 || status=$?
  if [ "$status" -ne 0 ]; then
    printf '\n== %s: not all well (exit code %s)\n' "$name" "$status"
    cat "$results/$name.log"
  else
    grep -E '^Passed!' "$results/$name.log" || true
  fi
  printf '%s\n' "$status" >"$results/$name.status"
}

# The value of one attribute of the counters in a TRX file.
counter() { sed -n "s/.*<Counters [^>]*$2=\"\([0-9]*\)\".*/\1/p" "$1" | head -n 1; }

install_missing
command -v dotnet >/dev/null || fail "the .NET SDK is missing; see global.json for its version."
install_packages tests/EndToEnd.Tests/clients "the gRPC client of the end-to-end tests"
install_packages tests/Gatekeeper.Tests/provider "the identity provider of the gatekeeper's tests"
rm -rf "$results" tests/Rego.Tests/bin/*/*/conformance-figures.txt
mkdir -p "$results"

say "building ($configuration)"
dotnet build Gateway.sln --configuration "$configuration" --verbosity quiet --nologo

# The longest first: three run at a time, since each waits for something now and then, and none should be left to run alone.
projects=(Gatekeeper.Tests Deployer.Tests Gatectl.Tests Rego.Tests)
for project in tests/*.Tests/*.csproj; do
  name="$(basename "$project" .csproj)"
  [[ " ${projects[*]} " == *" $name "* ]] || projects+=("$name")
done

say "testing"
for name in "${projects[@]}"; do
  [ "$name" = EndToEnd.Tests ] && continue
  while [ "$(jobs -rp | wc -l)" -ge 3 ]; do wait -n || true; done
  run_project "$name" &
done
wait
# By itself: it starts the real programs, and measures how long they take to start.
run_project EndToEnd.Tests

passed=0 failed=0 skipped=0
for name in "${projects[@]}"; do
  status="$(cat "$results/$name.status" 2>/dev/null || echo 1)"
  trx="$results/$name.trx"
  if [ ! -f "$trx" ]; then
    printf '%s left no results.\n' "$name"
    failed=$((failed + 1))
    continue
  fi
  total="$(counter "$trx" total)" executed="$(counter "$trx" executed)" ok="$(counter "$trx" passed)"
  bad=$((executed - ok))
  # A project whose tests are not found proves nothing.
  if [ "$total" -eq 0 ]; then
    printf '%s has no tests.\n' "$name"
    bad=1
  fi
  # A run that ended badly counts as a failure even where no single test did.
  if [ "$status" -ne 0 ] && [ "$bad" -eq 0 ] && [ "$total" -gt 0 ]; then bad=1; fi
  passed=$((passed + ok)) failed=$((failed + bad)) skipped=$((skipped + total - executed))
done

figures="tests/Rego.Tests/bin/$configuration/net10.0/conformance-figures.txt"
if [ -f "$figures" ]; then
  say "Rego conformance, cases that come out as in OPA"
  grep -E '^(all|deployment)\b' "$figures"
fi
recorded=0
python3 tests/report.py "$results" || recorded=$?
printf '%s passed, %s failed, %s skipped\n' "$passed" "$failed" "$skipped"
[ "$recorded" -eq 0 ] || fail "cases under tests/Recorded did not run."
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
