#!/bin/sh
# build_all.sh PREFIX SYMBOLS BUILD SHIPPED FOLDER...: copies the folders of plugins out of the repository and builds each as the project of its own
# that it is, against the installed SDK alone; looks at what each exports; and runs them all in a study: the results have to be those in SHIPPED.
# One tree holds them, since finding the compilers anew for each took longer than compiling it.
set -e
prefix=$1 symbols=$2 build=$3 shipped=$4
shift 4
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/source"
printf 'cmake_minimum_required(VERSION 3.25)\nproject(alone C CXX)\n' > "$work/source/CMakeLists.txt"
for folder; do
  name=$(basename "$folder")
  cp -r "$folder" "$work/source/$name"
  # Without a parent that has found the SDK, as in an author's folder: what one project imports is not seen by its neighbours.
  echo "add_subdirectory($name)" >> "$work/source/CMakeLists.txt"
  echo "$name" >> "$work/names"
done
cmake -S "$work/source" -B "$work/build" -G Ninja -DCMAKE_PREFIX_PATH="$prefix" -DCMAKE_BUILD_TYPE= -DCMAKE_LIBRARY_OUTPUT_DIRECTORY="$work/alone" \
  -DCMAKE_C_FLAGS="-Wall -Wextra -Wpedantic -Werror" -DCMAKE_CXX_FLAGS="-Wall -Wextra -Wpedantic -Werror" > "$work/configure.log" 2>&1 ||
  { cat "$work/configure.log"; exit 1; }
cmake --build "$work/build" -- -k 0 > "$work/build.log" 2>&1 || { cat "$work/build.log"; exit 1; }
while read -r name; do "$symbols" "$work/alone/$name.so"; done < "$work/names"
"$(dirname "$0")/run_study.sh" "$build" "$work/names" "$work/alone" "$work/out"
for table in estimates.csv effects.csv; do cmp "$work/out/$table" "$shipped/$table"; done
