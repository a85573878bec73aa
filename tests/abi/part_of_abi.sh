#!/bin/sh
# part_of_abi.sh INCLUDE_DIR: abi_comparator.h is a part of abi.h, and says so to who includes it alone.
echo '#include <clusia/abi_comparator.h>' | cc -x c -std=c11 -I"$1" -fsyntax-only - 2>&1 | grep -q 'include <clusia/abi.h>'
