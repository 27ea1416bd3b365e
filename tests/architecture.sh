#!/usr/bin/env bash
# Measures the arrows between the rooms of every project: file edges by what names mean (Roslyn), and the order with the fewest edges
# that point backwards, found by local search. The last build counts.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
dotnet test tests/Architecture.Tests --nologo --filter Name~OrderFoundAnew --logger "console;verbosity=detailed" | grep -E 'file edges|Failed' | sed 's|^ *||' | sort -u
