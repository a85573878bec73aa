#!/usr/bin/env bash
# Measures Clusia and R on the same data and prints the tables of docs/performance.md.
#   run.sh BUILD FOLDER UNITS     BUILD holds the programs, FOLDER gets the data; R is left out where Rscript has no survey
set -euo pipefail

build=$1 folder=$2 units=$3
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
bench=$build/tests/bench/clusia_bench
half=$((units / 2))

lay_out() { # NAME UNITS WAVES
  mkdir -p "$folder/$1"
  cp "$here"/*.toml "$folder/$1/"
  "$bench" data "$folder/$1/survey.csv" "$2" "$3"
}

rm -rf "$folder"
sizes=($((units / 4)) $half "$units" $((units * 2)))
lay_out whole "$units" 2
lay_out panel "$half" 2
for size in "${sizes[@]}"; do lay_out "$size" "$size" 1; done

results=$folder/results.tsv
: >"$results"
keep() { sed "s/^/$1\t/" >>"$results"; }
"$bench" read "$folder/whole" | keep whole
if Rscript -e 'quit(status = !all(sapply(c("survey", "data.table"), requireNamespace, quietly = TRUE)))' >/dev/null 2>&1; then
  Rscript --vanilla "$here/bench.R" "$folder/whole/survey.csv" "$folder/$units/survey.csv" | keep R
fi
for size in "${sizes[@]}"; do "$bench" measure "$folder/$size" | keep "$size"; done
for isolation in none process; do "$bench" run "$folder/panel/panel.toml" "$isolation" | keep panel; done

programme=$((units / 5))
for size in $((programme / 4)) $((programme / 2)) "$programme"; do
  mkdir -p "$folder/programme-$size"
  cp "$here"/comparators.toml "$folder/programme-$size/"
  "$bench" programme "$folder/programme-$size" "$size"
  "$bench" comparators "$folder/programme-$size" | keep "programme $size"
done
if Rscript -e 'quit(status = !all(sapply(c("MatchIt", "plm", "data.table"), requireNamespace, quietly = TRUE)))' >/dev/null 2>&1; then
  Rscript --vanilla "$here/comparators.R" "$folder/programme-$programme" | keep R
fi

printf 'On %s: %s, %s processors, Linux %s; %s; %s.\n\n' "$(date -u +%F)" \
  "$(sed -n "/^model name/{s/^[^:]*: //p;q}" /proc/cpuinfo)" "$(nproc)" "$(uname -r)" \
  "$("$build/bin/clusia" --version)" "$(sed -n 's/^R\t# //p' "$results" | paste -sd, | sed 's/,/, /g; s/,  /, /g' | grep . || echo 'without R')"
awk -F '\t' -v units="$units" -v half="$half" -v programme="$programme" -f "$here/table.awk" "$results"
