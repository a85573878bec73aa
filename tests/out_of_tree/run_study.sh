#!/bin/sh
# run_study.sh BUILD NAME FOLDER OUT: the study beside this script, run by a copy of the program of BUILD that has every plugin but NAME
# beside it, and finds NAME with --plugin-path FOLDER. OUT is where its results go.
set -e
host=$(mktemp -d)
trap 'rm -rf "$host"' EXIT
mkdir "$host/bin" "$host/plugins"
cp "$1/bin/clusia" "$host/bin/"
cp "$1"/plugins/*.so "$1"/examples/*.so "$host/plugins/"
rm "$host/plugins/$2.so"
"$host/bin/clusia" run "$(dirname "$0")/study/study.toml" --plugin-path "$3" --out "$4" --quiet
