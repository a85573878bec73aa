#!/bin/sh
# compiles.sh INCLUDE_DIR HEADER COMPILER STANDARD: the header alone, pedantically. 77 where the compiler is not installed.
command -v "$3" > /dev/null || { echo "skipped: $3 is not installed"; exit 77; }
case "$4" in c++*) language=c++ ;; *) language=c ;; esac
echo "#include <clusia/$2>" | "$3" -x $language -std="$4" -pedantic -pedantic-errors -Wall -Wextra -Werror -I"$1" -fsyntax-only -
