# Power, sample size and detectable effect: power.t.test and power.prop.test (R 4.2.2, stats). Where clusters, rounds or unequal
# arms come in, the same noncentral t written out with qt and pt of base R, on the variance of McKenzie (2012, section 2), the
# design effect of Eldridge, Ashby and Kerry (2006) and the degrees of freedom of the clusters.
#   Rscript power.R      writes power.csv
tol <- 1e-13
rows <- list()
add <- function(origin, share, sd_or_share, effect, treated, comparison, level, power, analysis = "after", before = 1, after = 1,
                correlation = 0, icc = 0, cluster_size = 1, cluster_cv = 0, cluster_correlation = 0, explained = 0, strata = 1)
  rows[[length(rows) + 1]] <<- data.frame(origin, share, sd_or_share, effect, treated, comparison, level, power, analysis, before,
                                          after, correlation, icc, cluster_size, cluster_cv, cluster_correlation, explained, strata)

for (delta in c(.2, .5, .8, 1.3)) for (sd in c(1, 2.5)) for (level in c(.05, .01)) {
  for (n in c(5, 20, 64, 250)) {
    if (n * delta^2 / sd^2 > 500) next
    add("power.t.test", 0, sd, delta, n, n, level, power.t.test(n = n, delta = delta, sd = sd, sig.level = level)$power)
  }
  for (power in c(.8, .95)) {
    n <- power.t.test(delta = delta, sd = sd, sig.level = level, power = power, tol = tol)$n
    add("power.t.test", 0, sd, delta, n, n, level, power)
  }
}
for (p1 in c(.1, .4, .5)) for (change in c(-.08, .05, .15, .3)) for (level in c(.05, .1)) {
  p2 <- p1 + change
  for (n in c(30, 200))
    add("power.prop.test", 1, p1, change, n, n, level, power.prop.test(n = n, p1 = p1, p2 = p2, sig.level = level)$power)
  n <- power.prop.test(p1 = p1, p2 = p2, sig.level = level, power = .9, tol = tol)$n
  add("power.prop.test", 1, p1, change, n, n, level, .9)
}

written_out <- function(sd, effect, treated, comparison, level, analysis, before, after, correlation, icc, m, cv, cac, explained, strata) {
  k <- (1 + cv^2) * m - 1
  r <- (correlation + k * icc * cac) / (1 + k * icc)
  f <- switch(analysis, after = (1 + (after - 1) * r) / after, difference = (1 - r) * (1 / after + 1 / before),
              ancova = (1 + (after - 1) * r) / after - before * r^2 / (1 + (before - 1) * r))
  se <- sd * sqrt((1 - explained) * (1 + k * icc) * f * (1 / treated + 1 / comparison))
  df <- (treated + comparison) / m - strata - 1
  pt(qt(level / 2, df, lower.tail = FALSE), df, ncp = effect / se, lower.tail = FALSE)
}
grid <- expand.grid(analysis = c("after", "difference", "ancova"), before = c(1, 2), after = c(1, 3), icc = c(0, .05), cv = c(0, .4), strata = c(1, 4), stringsAsFactors = FALSE)
for (i in seq_len(nrow(grid))) with(grid[i, ], {
  m <- if (icc > 0) 12 else 1
  treated <- if (icc > 0) 240 else 130
  explained <- if (strata > 1) .15 else 0
  add("pt of base R", 0, 2, .6, treated, 180, .05, written_out(2, .6, treated, 180, .05, analysis, before, after, .45, icc, m, if (icc > 0) cv else 0, .7, explained, strata),
      analysis, before, after, .45, icc, m, if (icc > 0) cv else 0, .7, explained, strata)
})
out <- unique(do.call(rbind, rows))
for (name in c("effect", "treated", "comparison", "power")) out[[name]] <- sprintf("%.17g", out[[name]])
write.csv(out, "power.csv", row.names = FALSE, quote = FALSE)
