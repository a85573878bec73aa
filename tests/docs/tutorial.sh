#!/bin/sh
# tutorial.sh PAGE BUILD: follows docs/tutorial.md from the top down, as somebody would who has installed Clusia from BUILD: runs what stands
# in ```sh, writes the files whose names stand behind ```cpp and the like. What it has to come to was worked out by hand.
set -e
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export HOME="$work/home" PATH="$work/home/.local/bin:$PATH"
unset CLUSIA_PLUGIN_PATH
mkdir -p "$HOME"
cmake --install "$2" --prefix "$HOME/.local" > "$work/install.log" 2>&1 || { cat "$work/install.log"; exit 1; } # what ./dev install does once it has built
awk '
  /^```/ && !inside { inside = 1; kind = substr($1, 4); file = $2; if (kind != "sh" && file != "") print "cat > " file " <<\"END OF FILE\""; next }
  /^```$/ { if (kind != "sh" && file != "") print "END OF FILE"; inside = 0; next }
  inside && kind == "sh" && file == "" { print }
  inside && kind != "sh" && file != "" { print }
' "$1" > "$work/script"
page=$(realpath "$1")
cd "$work"
sh -ex script > said 2>&1 || { cat said; exit 1; }
for what in "[A-Z]* tests passed\|100% tests passed" "at_least  (number, 0 to 24, default 1)" "share who were saved at_least hours"; do
  grep -q "$what" said || { echo "not said: $what"; cat said; exit 1; }
done
# output, group, estimate: by columns of the view `estimates`, from the database that the tables are made of.
table() { awk -F, -v OFS=, 'NR == 1 { for (k = 1; k <= NF; ++k) at[$k] = k; next } { print $at["output"], $at["group_label"], $at["estimate"], $at["missing"] }' "$1"; }
table drudgery/results/estimates.csv | tr -d '\r"' | sort > found
cat > expected <<'END'
relieved,all,0.571428571428571,1
relieved,employee,0.333333333333333,1
relieved,homeworker,0.75,0
saved,all,1.28571428571429,1
saved,employee,0.333333333333333,1
saved,homeworker,2.0,0
END
awk -F, 'NR == FNR { e[NR] = $0; next } { split(e[FNR], x, ","); d = $3 - x[3]; if ($1 != x[1] || $2 != x[2] || d * d > 1e-24 || $4 != x[4]) { print "got " $0 " for " e[FNR]; bad = 1 } } END { exit bad || FNR != 6 }' expected found
code=$(sed -n '/^```cpp drudgery.cpp/,/^```$/p' "$page" | grep -vc '^ *//\|^ *$\|^```')
echo "the tutorial runs; its indicator has $code lines"
