# results.tsv (where, what, seconds, estimate or megabytes, standard error) as the tables of docs/performance.md.
{ seconds[$1, $2] = $3; estimate[$1, $2] = $4; std_error[$1, $2] = $5 }
END {
  print "| what | Clusia | R | goal | |"
  print "| --- | ---: | ---: | --- | --- |"
  beside("reading " 2 * units " rows x 22 columns", "whole", "read", "no slower than fread", 1)
  beside("mean with standard error in 10 domains, " units " rows", units, "domains", "20 times faster than svyby", 20)
  beside("mean", units, "mean", "10 times faster than svymean", 10)
  beside("total", units, "total", "10 times faster than svytotal", 10)
  beside("poverty gap (FGT) at a fixed line", units, "fgt", "10 times faster than svymean of the gaps", 10)
  alone("Gini coefficient with standard error", seconds[units, "gini"], 0.15, time(("R", "gini") in seconds ? seconds["R", "gini"] : ""))
  alone("1,000 bootstrap replicates of that Gini", seconds[units, "bootstrap"], 3, "")
  row("20 indicators x 50 groups x 4 cells, two designs, " 2 * half " rows, in this process", time(seconds["panel", "run"]) ", " mb("run"), "", "within 1,500 MB", met(estimate["panel", "run"] <= 1500))
  row("the same in worker processes", time(seconds["panel", "run in workers"]) ", " mb("run in workers"), "", "within 1,500 MB", met(estimate["panel", "run in workers"] <= 1500))
  print ""
  print "| rows | reading | mean | total | poverty gap | Gini | bootstrap |"
  print "| ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
  for (n = units / 4; n <= 2 * units; n *= 2) {
    line = "| " n
    split("read mean total fgt gini bootstrap", all, " ")
    for (k = 1; k <= 6; ++k) {
      s = seconds[n, all[k]]
      line = line " | " time(s) (n > units / 4 ? sprintf(" (x %.1f)", s / seconds[n / 2, all[k]]) : "")
    }
    print line " |"
  }
  print ""
  print "| comparison, from roles and covariates to the effect with its standard error | Clusia | R | goal | |"
  print "| --- | ---: | ---: | --- | --- |"
  at = "programme " programme
  against("nearest neighbour on a propensity score, " programme / 5 " to " programme * 4 / 5, at, "nearest", "20 times faster than matchit", 20)
  against("nearest neighbour by Mahalanobis, " programme / 25 " to " programme * 4 / 25, at, "mahalanobis", "10 times faster than matchit", 10)
  against("two-way effects, " programme * 10 " rows, clustered by unit", at, "two_way", "10 times faster than plm", 10)
  alone("the same", seconds[at, "two_way"], 0.6, "")
  alone("entropy balancing, " programme " rows x 20 covariates", seconds[at, "entropy"], 0.5, "")
  print ""
  print "| rows | nearest | Mahalanobis | entropy | two-way effects |"
  print "| ---: | ---: | ---: | ---: | ---: |"
  for (n = programme / 4; n <= programme; n *= 2) {
    line = "| " n
    split("nearest mahalanobis entropy two_way", all, " ")
    for (k = 1; k <= 4; ++k) {
      s = seconds["programme " n, all[k]]
      line = line " | " time(s) (n > programme / 4 ? sprintf(" (x %.1f)", s / seconds["programme " n / 2, all[k]]) : "")
    }
    print line " |"
  }
  print ""
  print "| a task of " sprintf("%.1f", half * 16 / 1e6) " MB (a mean of " half " rows) | time |"
  print "| --- | ---: |"
  print "| `isolation = \"none\"` | " time(seconds[half, "task"]) " |"
  print "| `isolation = \"process\"` | " time(seconds[half, "task in a worker"]) " |"
}
function time(s) { return s == "" ? "" : s >= 1 ? sprintf("%.2f s", s) : sprintf("%.1f ms", 1000 * s) }
function mb(what) { return sprintf("%.0f MB", estimate["panel", what]) }
function met(yes) { return yes ? "met" : "**missed**" }
function row(what, clusia, r, goal, verdict) { print "| " what " | " clusia " | " r " | " goal " | " verdict " |" }
function near(a, b) { return a - b <= 1e-8 * b && b - a <= 1e-8 * b }
function beside(what, where, key, goal, times,   ratio) {
  if (!(("R", key) in seconds)) { row(what, time(seconds[where, key]), "", goal, ""); return }
  if (!near(estimate[where, key], estimate["R", key]) || !near(std_error[where, key], std_error["R", key])) {
    print "table.awk: " key ": the two sides do not agree: " estimate[where, key] ", " estimate["R", key] > "/dev/stderr"
    exit 1
  }
  ratio = seconds["R", key] / seconds[where, key]
  row(what, time(seconds[where, key]), time(seconds["R", key]), goal, met(ratio >= times) sprintf(", %.1f times", ratio))
}
# As beside, where standard errors are not of the same kind: the estimates must agree,
# where R gives one.
function against(what, where, key, goal, times,   ratio) {
  if (!(("R", key) in seconds)) { row(what, time(seconds[where, key]), "", goal, ""); return }
  if (estimate["R", key] != 0 && !near(estimate[where, key], estimate["R", key])) {
    print "table.awk: " key ": the two sides do not agree: " estimate[where, key] ", " estimate["R", key] > "/dev/stderr"
    exit 1
  }
  ratio = seconds["R", key] / seconds[where, key]
  row(what, time(seconds[where, key]), time(seconds["R", key]), goal, met(ratio >= times) sprintf(", %.1f times", ratio))
}
function alone(what, s, limit, r) { row(what, time(s), r, "under " (limit < 1 ? 1000 * limit " ms" : limit " s"), met(s < limit)) }
