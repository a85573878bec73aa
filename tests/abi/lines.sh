#!/bin/sh
# lines.sh MOST FILE: a header that everyone reads stays short.
lines=$(wc -l < "$2")
echo "$2: $lines lines, at most $1"
[ "$lines" -lt "$1" ]
