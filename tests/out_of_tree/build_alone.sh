#!/bin/sh
# build_alone.sh FOLDER NAME PREFIX SYMBOLS BUILD SHIPPED: copies a plugin's folder out of the repository, builds it against the installed SDK
# alone, looks at what it exports, and runs it in a study: the results have to be those in SHIPPED.
set -e
if [ -n "$CXX" ] && ! command -v "$CXX" > /dev/null; then echo "skipped: $CXX is not installed"; exit 77; fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -r "$1" "$work/source"
cmake -S "$work/source" -B "$work/build" -DCMAKE_PREFIX_PATH="$3" -DCMAKE_BUILD_TYPE= \
  -DCMAKE_C_FLAGS="-Wall -Wextra -Wpedantic -Werror" -DCMAKE_CXX_FLAGS="-Wall -Wextra -Wpedantic -Werror" > "$work/configure.log" 2>&1 ||
  { cat "$work/configure.log"; exit 1; }
cmake --build "$work/build" > "$work/build.log" 2>&1 || { cat "$work/build.log"; exit 1; }
"$4" "$work/build/$2.so"
echo "$2" > "$work/names"
"$(dirname "$0")/run_study.sh" "$5" "$work/names" "$work/build" "$work/alone"
for table in estimates.csv effects.csv; do cmp "$work/alone/$table" "$6/$table"; done
