#!/bin/sh
# layout.sh PROGRAM LAYOUT HEADER...: what the compiler lays out is what was agreed, and no struct of the headers is left out.
"$1" > layout.now || { cat layout.now; exit 1; }
program=$1 agreed=$2
shift 2
diff "$agreed" layout.now || { echo "the layout has changed: a struct with a size may grow at its end, nothing else ($program)"; exit 1; }
for name in $(sed -n 's/^typedef struct \([a-z_]*\) {.*/\1/p' "$@"); do
  grep -q "^$name " "$agreed" || { echo "$name is not in layout.c"; missing=1; }
done
exit ${missing:-0}
