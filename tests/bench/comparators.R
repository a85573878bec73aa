# What MatchIt and plm take for the comparisons of comparators.toml on the same data; called by run.sh.
#   Rscript comparators.R FOLDER
# Prints what, seconds, estimate, standard error (0 where the two sides mean different ones), with tabs between. Once each: they take long.
suppressPackageStartupMessages({library(data.table); library(MatchIt); library(plm)})
folder <- commandArgs(TRUE)[1]
timed <- function(what, work) {
  gc(FALSE)
  seconds <- system.time(last <- work())[["elapsed"]]
  cat(what, sprintf("%.6f", seconds), sprintf("%.15g", last[1]), sprintf("%.15g", last[2]), sep = "\t")
  cat("\n")
}
many <- as.data.frame(fread(file.path(folder, "many.csv"), showProgress = FALSE))
some <- as.data.frame(fread(file.path(folder, "some.csv"), showProgress = FALSE))
panel <- as.data.frame(fread(file.path(folder, "panel.csv"), showProgress = FALSE))
effect <- function(m, data) {
  d <- data$arm == 1
  w <- m$weights
  c(weighted.mean(data$y[d], w[d]) - weighted.mean(data$y[!d], w[!d]), 0)
}
covariates <- arm ~ x1 + x2 + x3 + x4 + x5
# No estimate to compare: matchit 4.5.1 gives nearly half of the treated rows a neighbour that is not the nearest (its own distances say so).
timed("nearest", function() { matchit(covariates, many, replace = TRUE); c(0, 0) })
timed("mahalanobis", function() effect(matchit(covariates, some, distance = "mahalanobis", replace = TRUE), some))
timed("two_way", function() {
  panel$on <- as.numeric(panel$cohort > 0 & panel$wave >= panel$cohort)
  m <- plm(y ~ on, panel, index = c("unit", "wave"), effect = "twoways", model = "within")
  c(coef(m)[["on"]], sqrt(vcovHC(m, type = "HC0", cluster = "group")["on", "on"]))
})
cat(sprintf("# MatchIt %s, plm %s\n", packageVersion("MatchIt"), packageVersion("plm")))
