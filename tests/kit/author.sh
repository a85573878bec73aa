#!/bin/sh
# author.sh FOLDER PREFIX: an author's plugin and its test of one line, built out of the repository against the installed SDK.
set -e
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -r "$1" "$work/source"
{ cmake -S "$work/source" -B "$work/build" -DCMAKE_PREFIX_PATH="$2" -DCMAKE_CXX_FLAGS="-Wall -Wextra -Wpedantic -Werror" &&
  cmake --build "$work/build"; } > "$work/build.log" 2>&1 || { cat "$work/build.log"; exit 1; }
ctest --test-dir "$work/build" --output-on-failure > "$work/tests.log" 2>&1 || { cat "$work/tests.log"; exit 1; }
grep "conformance_drudgery.derivative_domain .*Passed" "$work/tests.log"
