#!/bin/sh
# install_sdk.sh BUILD PREFIX: the SDK by itself, as an author's machine would have it.
set -e
rm -rf "$2"
cmake --install "$1/sdk" --prefix "$2" > /dev/null
[ -f "$2/include/clusia/abi.h" ]
