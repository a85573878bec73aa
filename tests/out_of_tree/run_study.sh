#!/bin/sh
# run_study.sh BUILD NAMES FOLDER OUT: the study beside this script, run by a copy of the program of BUILD that has every plugin beside it but those
# that the file NAMES lists, and finds these with --plugin-path FOLDER. OUT is where its results go.
set -e
host=$(mktemp -d)
trap 'rm -rf "$host"' EXIT
mkdir "$host/bin" "$host/plugins"
cp "$1/bin/clusia" "$host/bin/"
cp "$1"/plugins/*.so "$1"/examples/*.so "$host/plugins/"
while read -r name; do rm "$host/plugins/$name.so"; done < "$2"
"$host/bin/clusia" run "$(dirname "$0")/study/study.toml" --plugin-path "$3" --out "$4" --quiet
