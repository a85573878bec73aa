#!/bin/sh
# install_sdk.sh BUILD PREFIX SHIPPED: the SDK by itself, as an author's machine would have it, and in SHIPPED the results of the study beside this
# script by the plugins of BUILD: those of every plugin that is built alone have to be the same.
set -e
rm -rf "$2" "$3"
cmake --install "$1/sdk" --prefix "$2" > /dev/null
[ -f "$2/include/clusia/abi.h" ]
"$1/bin/clusia" run "$(dirname "$0")/study/study.toml" --plugin-path "$1/examples" --out "$3" --quiet
