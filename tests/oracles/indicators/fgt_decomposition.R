# Poverty by groups: svyby and svyratio under a fixed line; under a relative one, numerical derivatives of the ratios in
# all weights. R 4.2.2, survey 4.1-1, numDeriv 2016.8.1.1.
suppressMessages({library(survey); library(numDeriv)})
v <- read.csv("../survey.csv")
show <- function(name, output, group, e, se) cat(sprintf("%s,%s,%s,%.15g,%.15g\n", name, output, group, e, se))
for (a in 0:2) for (g in c("all", "female")) {
  v$s <- ifelse(v$income <= 600, ((600 - v$income) / 600)^a, 0)
  for (n in sort(unique(v$node))) {
    v$i <- as.numeric(v$node == n); v$si <- v$s * v$i
    design <- svydesign(ids = ~psu, strata = ~stratum, weights = ~weight, data = v, nest = TRUE)
    d <- if (g == "all") design else subset(design, sex == g)
    m <- svymean(~i, d); show(paste0("fgt", a, "_absolute"), paste0("share_", n), g, coef(m), SE(m))
    m <- svymean(~s, subset(d, node == n)); show(paste0("fgt", a, "_absolute"), paste0("group_", n), g, coef(m), SE(m))
    m <- svyratio(~si, ~s, d); show(paste0("fgt", a, "_absolute"), paste0("contribution_", n), g, coef(m), SE(m))
  }
}
design <- svydesign(ids = ~psu, strata = ~stratum, weights = ~weight, data = v, nest = TRUE)
for (a in 1:2) for (g in c("all", "female")) {
  d <- if (g == "all") rep(TRUE, nrow(v)) else v$sex == g
  sums <- function(w, n) {          # poverty of the group and of all, under half of everyone's mean
    z <- 0.5 * sum(w * v$income) / sum(w)
    s <- ifelse(v$income <= z, ((z - v$income) / z)^a, 0) * d
    c(sum((w * s)[v$node == n]), sum(w * s), sum((w * d)[v$node == n]))
  }
  for (n in c("casual", "homeworker")) for (part in c("group", "contribution")) {
    f <- function(w) { s <- sums(w, n); if (part == "group") s[1] / s[3] else s[1] / s[2] }
    show(paste0("fgt", a, "_relative"), paste0(part, "_", n), g, f(v$weight), SE(svytotal(grad(f, v$weight), design)))
  }
}
