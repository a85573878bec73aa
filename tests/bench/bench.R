# What R's survey and data.table take for the same figures on the same data as clusia_bench; called by run.sh.
#   Rscript bench.R FILE_TO_READ FILE_TO_ESTIMATE
# Prints what, seconds, estimate, standard error, with tabs between; the least of several runs, as on the other side.
suppressPackageStartupMessages({library(survey); library(data.table)})
setDTthreads(2)
arguments <- commandArgs(TRUE)

timed <- function(what, work, times = 3) {
  least <- Inf
  for (k in seq_len(times)) {
    gc(FALSE)
    least <- min(least, system.time(last <- work())[["elapsed"]])
  }
  cat(what, sprintf("%.6f", least), sprintf("%.15g", last[1]), sprintf("%.15g", last[2]), sep = "\t")
  cat("\n")
}
both <- function(x) c(sum(coef(x)), sum(SE(x)))

timed("read", function() c(nrow(fread(arguments[1], showProgress = FALSE)), 0), times = 9)

data <- fread(arguments[2], showProgress = FALSE)
line <- 400
data[, gap := pmax(line - income, 0) / line]
# The Gini coefficient's influence values (Deville 1999): G = 2 sum d y F / Y - 1 with F the rank at the middle of a step.
data[, influence := {
  o <- order(income)
  w <- weight[o]; y <- income[o]
  W <- sum(w); Y <- sum(w * y)
  C <- cumsum(w); P <- cumsum(w * y)
  G <- sum(w * y * (2 * C - w)) / (W * Y) - 1
  z <- numeric(.N)
  z[o] <- (2 * (y * (C - w / 2) + Y - P + w * y / 2) - (G + 1) * (Y + W * y)) / (W * Y)
  attr(data, "gini") <- G
  z
}]
gini <- with(data[order(income)], sum(weight * income * (2 * cumsum(weight) - weight)) / sum(weight) / sum(weight * income) - 1)
design <- svydesign(ids = ~psu, strata = ~stratum, weights = ~weight, data = data, nest = TRUE)

timed("mean", function() both(svymean(~income, design)))
timed("total", function() both(svytotal(~income, design)))
timed("fgt", function() both(svymean(~gap, design)))
timed("gini", function() c(gini, SE(svytotal(~influence, design))))
timed("domains", function() both(svyby(~income, ~region, design, svymean)))
cat(sprintf("# R %s, survey %s, data.table %s\n", getRversion(), packageVersion("survey"), packageVersion("data.table")))
