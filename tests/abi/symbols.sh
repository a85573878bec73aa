#!/bin/sh
# symbols.sh LIBRARY: exactly one symbol leaves a plugin.
found=$(nm -D --defined-only "$1" | awk '{ print $NF }' | sort | tr '\n' ' ')
[ "$found" = "clusia_plugin_entry " ] || { echo "$1 exports: $found"; echo "right would be: clusia_plugin_entry alone"; exit 1; }
