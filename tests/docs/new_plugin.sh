#!/bin/sh
# new_plugin.sh BUILD KIND LANGUAGE: what `clusia plugins new` writes builds without a warning, passes its test, runs in its study.
set -e
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cmake --install "$1" --prefix "$work/installed" > "$work/log" 2>&1 || { cat "$work/log"; exit 1; }
cd "$work"
"$work/installed/bin/clusia" plugins new "$2" hours_saved --lang "$3" > log
cd hours_saved
{ cmake -B build -DCMAKE_C_FLAGS="-Wall -Wextra -Wpedantic -Werror" -DCMAKE_CXX_FLAGS="-Wall -Wextra -Wpedantic -Werror" &&
  cmake --build build && ctest --test-dir build --output-on-failure; } > ../log 2>&1 || { cat ../log; exit 1; }
"$work/installed/bin/clusia" run study.toml --plugin-path build --out results > ../log 2>&1 || { cat ../log; exit 1; }
grep -q "hours_saved" results/report.html
if grep -n -d skip '{{[A-Za-z]*}}' ./*; then echo "a placeholder was left"; exit 1; fi
if [ "$2 $3" = "indicator c++" ]; then
  lines=$(grep -vc '^ *//\|^ *$' hours_saved.cpp)
  [ "$lines" -lt 20 ] || { echo "$lines lines of code: under 20 are promised"; exit 1; }
fi
