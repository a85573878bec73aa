#!/bin/sh
# build_alone.sh FOLDER NAME PREFIX SYMBOLS: copies a plugin's folder out of the repository, builds it against the installed SDK
# alone, and looks at what it exports.
set -e
if [ -n "$CXX" ] && ! command -v "$CXX" > /dev/null; then echo "skipped: $CXX is not installed"; exit 77; fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -r "$1" "$work/source"
cmake -S "$work/source" -B "$work/build" -DCMAKE_PREFIX_PATH="$3" -DCMAKE_BUILD_TYPE=Debug \
  -DCMAKE_C_FLAGS="-Wall -Wextra -Wpedantic -Werror" -DCMAKE_CXX_FLAGS="-Wall -Wextra -Wpedantic -Werror" > "$work/configure.log" 2>&1 ||
  { cat "$work/configure.log"; exit 1; }
cmake --build "$work/build" > "$work/build.log" 2>&1 || { cat "$work/build.log"; exit 1; }
"$4" "$work/build/$2.so"
# The program's own check of the result goes here: "$5" plugins check "$work/build/$2.so"
